//! `[serve]`: at which addresses of the office's own network `antre serve` answers, and to which names.
//!
//! Never here: certificates, devices, or anything that a program makes by itself.

use super::fault_log::FaultLog;
use super::reader::Section;
use std::net::{IpAddr, SocketAddr};

/// What of an office its own network reaches. A machine that nobody has told so answers nobody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Serving {
    /// Where the walls are shown, to everybody in the network.
    pub public: Option<SocketAddr>,
    /// Where officers work, on paired devices only.
    pub staff: Option<SocketAddr>,
    /// Whether officers work without encryption, too: the office accepts that whoever listens reads their PINs.
    pub plain_http: bool,
    /// The names by which the office's devices may call this machine, besides its addresses.
    pub names: Vec<String>,
}

impl Serving {
    pub(super) fn read(log: &FaultLog, root: &Section<'_>) -> Option<Self> {
        let section = root.optional_section("serve")?;
        let expected = "an address of this machine and a port, such as 0.0.0.0:8080";
        let public = section.has("public").then(|| section.parsed("public", expected, address));
        let staff = section.has("staff").then(|| section.parsed("staff", expected, address));
        let (public, staff) = (public.flatten(), staff.flatten());
        if !section.has("public") && !section.has("staff") {
            let place = section.place();
            log.add(place.at, place.key, "has neither public nor staff; nothing would be served");
        }
        if let (Some(public), Some(staff)) = (&public, &staff)
            && public.value.port() == staff.value.port()
        {
            let text = "has the same port as serve.public; a firewall could not tell the two apart";
            log.add(staff.at, staff.key.clone(), text);
        }
        let names = section.texts("names");
        for name in &names {
            if !is_host(&name.value) {
                let text = format!(
                    "\"{}\" is no name of a machine: a-z, 0-9, - and . without a port",
                    name.value
                );
                log.add(name.at, name.key.clone(), text);
            }
        }
        Some(Self {
            public: public.map(|address| address.value),
            staff: staff.map(|address| address.value),
            plain_http: section.flag_or("plain_http", false),
            names: names.into_iter().map(|name| name.value.to_ascii_lowercase()).collect(),
        })
    }
}

fn address(text: &str) -> Option<SocketAddr> {
    text.parse().ok().filter(|address: &SocketAddr| address.port() != 0)
}

/// Whether this may be the name of a machine (RFC 1123), and is no address.
fn is_host(name: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    name.len() <= 253 && name.split('.').all(label) && name.parse::<IpAddr>().is_err()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::{Office, Outside, SAMPLES};

    fn office(section: &str) -> Result<Office, Vec<String>> {
        let source = format!("{}\n{section}", SAMPLES[0].1);
        let known = |_: &str| Ok(());
        let outside = Outside { profile: &known, ..Outside::default() };
        let read = Office::parse(&source, &outside);
        read.map_err(|faults| faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_machine_that_nobody_has_told_so_answers_nobody() {
        assert_eq!(office("").unwrap().serving, None);
        let opened = office("[serve]\npublic = \"0.0.0.0:8080\"\nnames = [\"Antre.Kantor\"]")
            .unwrap()
            .serving
            .unwrap();
        assert_eq!(opened.public, Some(SocketAddr::from(([0, 0, 0, 0], 8080))));
        assert_eq!((opened.staff, opened.plain_http), (None, false));
        assert_eq!(opened.names, ["antre.kantor"]);
    }

    #[test]
    fn what_nobody_could_reach_is_a_fault_with_its_key() {
        for (section, told) in [
            ("[serve]", "serve: has neither"),
            ("[serve]\npublic = \"8080\"", "serve.public: \"8080\" is not an address"),
            ("[serve]\npublic = \"0.0.0.0:0\"", "serve.public"),
            (
                "[serve]\npublic = \"0.0.0.0:80\"\nstaff = \"127.0.0.1:80\"",
                "serve.staff: has the same port",
            ),
            (
                "[serve]\nstaff = \"0.0.0.0:8443\"\nnames = [\"a b\"]",
                "serve.names[1]: \"a b\" is no name",
            ),
            ("[serve]\nstaff = \"0.0.0.0:8443\"\nnames = [\"192.0.2.7\"]", "is no name"),
            ("[serve]\nstaff = \"0.0.0.0:8443\"\nplain = true", "serve.plain"),
        ] {
            let faults = office(section).unwrap_err();
            assert!(faults.len() == 1 && faults[0].contains(told), "{section}: {faults:?}");
        }
    }
}
