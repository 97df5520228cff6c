//! The printers of an office: what each is called, where it is, what it is.
//!
//! Never here: asking one, or what an address means (that is outside the office file).

use super::fault_log::FaultLog;
use super::fault_log::no_doubles;
use super::outside::Outside;
use super::reader::Section;
use crate::domain::PrinterId;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// What a kiosk without a printer shows its tickets as: the paper that most offices have.
pub(super) const USUAL_PROFILE: &str = "generic-80";

const ID_WORD: &str = "a short word of a-z, 0-9 and -";

/// How a sheet reaches the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum PrintAs {
    /// As characters in the printer's own letters: a few hundred bytes, fast on any line.
    #[default]
    Text,
    /// As pictures in the letters of the screens: a hundred times the bytes.
    Picture,
}

/// A printer of the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printer {
    /// What the queue names it by. It stays the same when the printer moves to another port.
    pub id: PrinterId,
    /// For example `serial:///dev/ttyUSB0?baud=19200`; `None`: it is not there yet, and nothing is printed on it.
    pub address: Option<String>,
    /// Name of a printer profile.
    pub profile: String,
    /// How its sheets are printed.
    pub print_as: PrintAs,
}

/// Reads every `[[printer]]`.
pub(super) fn printers(log: &FaultLog, root: &Section<'_>, outside: &Outside<'_>) -> Vec<Printer> {
    if let Some(place) = root.single("printer") {
        let problem = "is written as [[printer]] now, and has an id: [[printer]], then id = \"kios\" (a short word of \
                       a-z, 0-9 and -, which the queue names it by), then address and profile as before";
        log.add(place.at, place.key, problem);
        return Vec::new();
    }
    let mut ids = Vec::new();
    // Each port of a printer, and its first address as the file spells it.
    let mut places: BTreeMap<String, String> = BTreeMap::new();
    let mut printers = Vec::new();
    for section in root.sections("printer") {
        let id = section.parsed("id", ID_WORD, PrinterId::new);
        let address = section.optional_text("address");
        let profile = section.text("profile");
        if let Some(address) = &address {
            match (outside.address)(&address.value) {
                Ok(identity) => match places.entry(identity) {
                    Entry::Vacant(free) => drop(free.insert(address.value.clone())),
                    Entry::Occupied(first) => {
                        log.add(address.at, &*address.key, twice(&address.value, first.get()));
                    }
                },
                Err(problem) => log.add(address.at, &*address.key, problem),
            }
        }
        if let Some(profile) = &profile
            && let Err(problem) = (outside.profile)(&profile.value)
        {
            log.add(profile.at, &*profile.key, problem);
        }
        let print_as = print_as(log, &section);
        let (Some(id), Some(profile)) = (id, profile) else { continue };
        printers.push(Printer {
            id: id.value.clone(),
            address: address.map(|address| address.value),
            profile: profile.value,
            print_as,
        });
        ids.push(id);
    }
    no_doubles(log, "printer", &ids);
    printers
}

fn print_as(log: &FaultLog, section: &Section<'_>) -> PrintAs {
    let Some(wanted) = section.optional_text("print_as") else { return PrintAs::default() };
    match wanted.value.as_str() {
        "text" => PrintAs::Text,
        "picture" => PrintAs::Picture,
        other => {
            let problem = format!("is \"{other}\"; write \"text\" or \"picture\"");
            log.add(wanted.at, &*wanted.key, problem);
            PrintAs::default()
        }
    }
}

/// That a printer stands in the file twice, as the file spells it.
fn twice(spelled: &str, first: &str) -> String {
    let other = if spelled == first { String::new() } else { format!(": before, it is {first}") };
    format!("the printer at {spelled} stands here twice{other}")
}

#[cfg(test)]
mod tests {
    use super::super::{Fault, Office, SAMPLES};
    use super::*;

    fn parse(source: &str) -> Result<Office, Vec<Fault>> {
        let address = |text: &str| Ok(text.to_ascii_lowercase());
        Office::parse(source, &Outside { address: &address, ..Outside::default() })
    }

    fn faults(source: &str) -> Vec<String> {
        parse(source).map(|_| ()).unwrap_err().iter().map(Fault::to_string).collect()
    }

    /// The village office with these printers instead of its own.
    fn with_printers(sections: &str) -> String {
        let (_, desa) = SAMPLES[1];
        let begin = desa.find("[[printer]]").unwrap();
        let end = desa.find("# What stands on a ticket:").unwrap();
        format!("{}{sections}\n{}", &desa[..begin], &desa[end..])
    }

    #[test]
    fn an_office_has_as_many_printers_as_it_names() {
        let two = with_printers(
            "[[printer]]\nid = \"baru\"\naddress = \"\"\nprofile = \"generic-58\"\n\
             [[printer]]\nid = \"kios-2\"\naddress = \"tcp://a:1\"\nprofile = \"generic-80\"\n",
        );
        let office = parse(&two).unwrap();
        let [new, second] = &office.printers[..] else { panic!("{:?}", office.printers) };
        assert_eq!((new.id.as_str(), new.address.as_deref()), ("baru", None));
        assert_eq!((second.id.as_str(), second.address.as_deref()), ("kios-2", Some("tcp://a:1")));
        assert_eq!(office.usual_printer(), Some(second), "the first one is not there yet");
        assert_eq!(office.usual_profile(), "generic-80");
        assert_eq!(office.printer(&PrinterId::new("baru").unwrap()), Some(new));
        let without = parse(&with_printers("")).unwrap();
        assert_eq!((without.usual_printer(), without.usual_profile()), (None, "generic-80"));
    }

    #[test]
    fn a_printer_stands_once_in_the_file_under_any_name_and_spelling() {
        let printer = |id: &str, address: &str| {
            format!(
                "[[printer]]\nid = \"{id}\"\naddress = \"{address}\"\nprofile = \"generic-80\"\n"
            )
        };
        let twice =
            faults(&with_printers(&(printer("a", "tcp://a:1") + &printer("a", "tcp://b:1"))));
        assert_eq!(twice.len(), 1, "{twice:?}");
        assert!(twice[0].ends_with("printer[2].id: printer a stands here twice"), "{twice:?}");
        let same =
            faults(&with_printers(&(printer("a", "tcp://a:1") + &printer("b", "tcp://A:1"))));
        assert_eq!(same.len(), 1, "{same:?}");
        let expected = "printer[2].address: the printer at tcp://A:1 stands here twice: before, it is tcp://a:1";
        assert!(same[0].ends_with(expected), "{same:?}");
    }

    #[test]
    fn a_printer_writes_unless_the_office_wants_pictures() {
        let with = |line: &str| {
            with_printers(&format!("[[printer]]\nid = \"a\"\nprofile = \"generic-80\"\n{line}"))
        };
        let office = parse(&with("")).unwrap();
        assert_eq!(office.print_as("a"), PrintAs::Text);
        let office = parse(&with("print_as = \"picture\"\n")).unwrap();
        assert_eq!(office.print_as("a"), PrintAs::Picture);
        assert_eq!(office.print_as("tcp://elsewhere:9100"), PrintAs::Text);
        let wrong = faults(&with("print_as = \"gambar\"\n"));
        let expected = "printer[1].print_as: is \"gambar\"; write \"text\" or \"picture\"";
        assert!(wrong.len() == 1 && wrong[0].ends_with(expected), "{wrong:?}");
    }

    #[test]
    fn a_printer_without_an_id_is_told_how_it_is_written_now() {
        let old = faults(&with_printers("[printer]\naddress = \"lp0\"\nprofile = \"none\"\n"));
        assert_eq!(old.len(), 1, "{old:?}");
        assert!(
            old[0].contains("printer: is written as [[printer]] now, and has an id"),
            "{old:?}"
        );
        let nameless = faults(&with_printers("[[printer]]\nprofile = \"generic-80\"\n"));
        assert!(nameless[0].contains("printer[1].id: is missing"), "{nameless:?}");
    }
}
