//! Printers of the office: whether anything comes out on paper, and whether it can.

use super::Finding;
use crate::data::DataFolder;
use crate::desk::PrintTarget;
use crate::office::{Office, PrintAs, Printer};
use crate::paper::profile::ImageCommand;
use crate::printer::Address;
use crate::printer::transport::{does_not_answer, is_no_printer};
use crate::profiles::Profiles;
use crate::spool::Spool;
use std::time::{Duration, Instant};

/// What is wrong with the office's own printer profiles.
pub(super) fn own_profiles(data: &DataFolder) -> Vec<Finding> {
    let faults = Profiles::of(data).faults();
    faults.iter().map(|fault| Finding::of_error("printer.profile", fault)).collect()
}

/// Which tickets of this office do not come out on paper, and why.
pub(super) fn no_paper(data: &DataFolder, office: &Office) -> Vec<Finding> {
    if office.printers.is_empty() {
        let sentence = "the office has no [[printer]]: no ticket is printed";
        return vec![Finding::note("printer.none", sentence, "")];
    }
    office.printers.iter().filter_map(|printer| no_paper_from(data, printer)).collect()
}

fn no_paper_from(data: &DataFolder, printer: &Printer) -> Option<Finding> {
    let address = printer.address.as_deref().map(str::parse::<Address>);
    let (code, instead) = match address {
        None => ("printer.no-address", "has no address yet: no ticket is printed".to_owned()),
        Some(Ok(Address::Virtual)) => (
            "printer.virtual",
            format!(
                "is virtual://: nothing comes out on paper, tickets become pictures in {}",
                data.paper_folder().display()
            ),
        ),
        Some(Ok(address)) if is_no_printer(&address).is_some() => return None,
        Some(Ok(Address::Capture(file))) => (
            "printer.capture",
            format!("is a file: nothing comes out on paper, {} collects the bytes", file.display()),
        ),
        _ => return None,
    };
    let remedy = "for a real printer write its address ([[printer]] address), which `antre printer \
                  list` shows";
    Some(Finding::note(code, format!("printer {} {instead}", printer.id), remedy))
}

/// Which printers of the office are to print pictures that they cannot take, or that a visitor would wait for.
pub(super) fn pictures(data: &DataFolder, office: &Office) -> Vec<Finding> {
    let profiles = Profiles::of(data);
    let drawn = office.printers.iter().filter(|printer| printer.print_as == PrintAs::Picture);
    drawn.filter_map(|printer| pictures_of(&profiles, printer)).collect()
}

fn pictures_of(profiles: &Profiles, printer: &Printer) -> Option<Finding> {
    let profile = profiles.find(&printer.profile).ok()?;
    let id = &printer.id;
    let remedy = "write print_as = \"text\" in its [[printer]]";
    if profile.image.command == ImageCommand::None {
        let sentence = format!(
            "printer {id}: its profile takes no pictures, so its sheets are printed as text"
        );
        return Some(Finding::note("printer.no-pictures", sentence, remedy));
    }
    let baud = match printer.address.as_deref()?.parse().ok()? {
        Address::Serial { baud, .. } => baud.unwrap_or(profile.serial.baud),
        _ => return None,
    };
    // A start and a stop bit around each byte.
    let seconds = PICTURE_BYTES / (baud / 10).max(1);
    (seconds >= SLOW_SECONDS).then(|| {
        let sentence = format!(
            "printer {id} prints pictures over a line of {baud} bits per second: each ticket takes it about {seconds} seconds"
        );
        Finding::warning("printer.slow-pictures", sentence, remedy)
    })
}

/// What a drawn ticket takes on 80 mm of paper, in bytes.
const PICTURE_BYTES: u32 = 50_000;

/// From when on a visitor waits for the line and not for the printer, which takes about two seconds.
const SLOW_SECONDS: u32 = 4;

/// How long a printer on the network may take to accept a connection.
const ANSWERS_WITHIN: Duration = Duration::from_secs(2);

/// Which printers on the network take no connection. Nothing is sent to them, and one that a program drives is left
/// alone: many take one connection at a time, and its owner knows how it is.
pub(super) fn silent(data: &DataFolder, office: &Office) -> Vec<Finding> {
    office.printers.iter().filter_map(|printer| silence_of(data, printer)).collect()
}

fn silence_of(data: &DataFolder, printer: &Printer) -> Option<Finding> {
    let address = printer.address.clone()?;
    let parsed: Address = address.parse().ok()?;
    let (id, profile) = (printer.id.to_string(), printer.profile.clone());
    let target = PrintTarget { printer: id, address, profile };
    if !matches!(parsed, Address::Tcp { .. }) || Spool::is_owned(data, &target).unwrap_or(true) {
        return None;
    }
    let error = does_not_answer(&parsed, Instant::now() + ANSWERS_WITHIN)?;
    let sentence = format!("printer {}: {error} ({})", target.printer, error.source);
    let remedy = format!("`antre printer status --printer {}` asks it again", target.printer);
    Some(Finding::warning("printer.silent", sentence, remedy))
}

/// Which printers of the office can never print, because another kind of file stands at their address.
pub(super) fn no_printer(office: &Office) -> Vec<Finding> {
    let look = |printer: &Printer| {
        let address = printer.address.as_deref()?.parse::<Address>().ok()?;
        let error = is_no_printer(&address)?;
        let sentence = format!("printer {}: {error} ({})", printer.id, error.source);
        Some(Finding::fault("printer.not-a-printer", sentence, ""))
    };
    office.printers.iter().filter_map(look).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;
    use crate::desk::Desk;
    use crate::office::{Outside, SAMPLES};
    use crate::store::sqlite::SqliteStore;
    use std::io::Read;
    use std::net::TcpListener;
    use std::sync::Arc;

    /// The sample office whose printer is at this port of this machine.
    fn office_at(port: u16) -> Office {
        let address = format!("address = \"tcp://127.0.0.1:{port}\"");
        let source = SAMPLES[0].1.replacen("address = \"virtual://\"", &address, 1);
        assert!(source.contains(&address));
        Office::parse(&source, &Outside::default()).unwrap()
    }

    #[test]
    fn a_printer_on_the_network_that_takes_no_connection_is_told_and_gets_no_byte() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::locate(Some(folder.path().to_owned()));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let office = office_at(port);
        assert_eq!(silent(&data, &office), []);
        let mut got = Vec::new();
        listener.accept().unwrap().0.read_to_end(&mut got).unwrap();
        assert!(got.is_empty(), "nothing comes out of it");
        drop(listener);
        let found = silent(&data, &office);
        assert_eq!(found.len(), 1, "{found:?}");
        let told = found[0].to_string();
        assert!(!found[0].is_fault() && told.contains("takes no connection on port"), "{told}");
        assert!(told.contains(&format!("127.0.0.1:{port}")), "{told}");
        assert!(told.contains("antre printer status --printer kios"), "{told}");
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            0,
            "and leaves nothing behind"
        );
    }

    #[test]
    fn a_printer_that_a_program_drives_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::locate(Some(folder.path().to_owned()));
        let office = Arc::new(office_at(1));
        let store = SqliteStore::create(&data.queue_file()).unwrap();
        let clock = Arc::new(ManualClock::at("2026-11-23T01:00:00Z".parse().unwrap()));
        let mut desk = Desk::new(Box::new(store), Arc::clone(&office), clock);
        let target = PrintTarget {
            printer: "kios".to_owned(),
            address: "tcp://127.0.0.1:1".to_owned(),
            profile: office.usual_profile().to_owned(),
        };
        let kiosk = Spool::own(&data, &mut desk, &target).unwrap().unwrap();
        assert_eq!(silent(&data, &office), []);
        drop(kiosk);
        assert_eq!(silent(&data, &office).len(), 1);
    }
}
