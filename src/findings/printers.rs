//! Printers of the office: whether anything comes out on paper, and whether it can.

use super::Finding;
use crate::data::DataFolder;
use crate::office::{Office, PrintAs, Printer};
use crate::paper::profile::ImageCommand;
use crate::printer::Address;
use crate::printer::transport::is_no_printer;
use crate::profiles::Profiles;

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
