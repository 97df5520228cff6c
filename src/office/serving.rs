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
