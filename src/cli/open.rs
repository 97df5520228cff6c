//! Opening an office: its file, its queue, its printer.

use super::PrinterArgs;
use super::arguments::PrinterChoice;
use crate::clock::{Clock, SystemClock};
use crate::data::DataFolder;
use crate::desk::{Desk, DeskError, PrintTarget};
use crate::domain::{OfficerId, PrinterId};
use crate::feed;
use crate::file;
use crate::fonts;
use crate::office::{Fault, Office, Outside, Printer, SAMPLES};
use crate::paper::trial;
use crate::printer::Address;
use crate::profiles::{FindError, Profiles};
use crate::spool::port_of;
use crate::store::StoreError;
use crate::store::sqlite::{SqliteStore, Stay};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use thiserror::Error;

/// How many faults are told at once.
const MOST_TOLD: usize = 100;
/// The largest office file, in bytes: that of a city has 20 KB.
const OFFICE_MOST: u64 = 1 << 20;
/// How every file of SQLite begins.
const QUEUE: &[u8] = b"SQLite format 3\0";
/// The largest file of a logo, in bytes. A line of paper is a thousand dots wide at most.
const PICTURE_MOST: u64 = 16 << 20;

/// Why an office cannot be opened.
#[derive(Debug, Error)]
pub(crate) enum OpenError {
    #[error(
        "there is no office file {0}; run `antre init` first, or give the right folder with --data"
    )]
    Missing(PathBuf),
    #[error(
        "cannot read the office file {path}; it must be an ordinary file of at most 1 MB that this account may read"
    )]
    Unreadable {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error(
        "the office file {path} is not written in UTF-8: line {line} has a character in another encoding; save it as UTF-8"
    )]
    Encoding { path: PathBuf, line: usize },
    #[error(
        "the office file {0} is a queue, and no office file: somebody copied queue.db over it. Put the office file back; each \
         backup that `antre backup` made has one"
    )]
    Queue(PathBuf),
    #[error(
        "the lines of the office file {0} end with CR alone, as old Macs wrote them; save it with line ends of Unix (LF) or \
         Windows (CR LF)"
    )]
    LineEnds(PathBuf),
    #[error("{}", list_faults(.path, .faults))]
    Faults { path: PathBuf, faults: Vec<Fault> },
    #[error("the tickets of this office do not fit the printer {profile}: {}", list(.faults))]
    Paper { profile: String, faults: Vec<Fault> },
    #[error(
        "this office has no printer \"{asked}\"; {known} ([[printer]] id in office.toml). An address has :// in it"
    )]
    NoPrinter { asked: PrinterId, known: String },
    #[error(
        "printer {0} has no address yet; write it into office.toml ([[printer]] address), or give one with --printer"
    )]
    NoAddress(PrinterId),
    #[error("this office has no printer; give one with --printer, or in office.toml")]
    Paperless,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Desk(#[from] DeskError),
    #[error(transparent)]
    Profile(#[from] FindError),
}

fn list_faults(path: &std::path::Path, faults: &[Fault]) -> String {
    let count = match faults.len() {
        1 => "1 fault".to_owned(),
        n => format!("{n} faults"),
    };
    format!("the office file {} has {count}:{}", path.display(), list(faults))
}

/// The faults, one on each line; nobody reads thousands of them.
fn list(faults: &[Fault]) -> String {
    let told = faults.iter().take(MOST_TOLD).map(|fault| format!("\n  {fault}"));
    let more = faults.len().saturating_sub(MOST_TOLD);
    let more = (more > 0).then(|| format!("\n  and {more} more"));
    told.chain(more).collect()
}

/// Reads and checks the office file, what it says of printers included.
pub(crate) fn office(data: &DataFolder) -> Result<Office, OpenError> {
    let path = data.office_file();
    let bytes = match file::read(&path, OFFICE_MOST) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(OpenError::Missing(path));
        }
        Err(source) => return Err(OpenError::Unreadable { path, source }),
    };
    if bytes.starts_with(QUEUE) {
        return Err(OpenError::Queue(path));
    }
    if bytes.contains(&b'\r') && !bytes.contains(&b'\n') {
        return Err(OpenError::LineEnds(path));
    }
    let source = match std::str::from_utf8(&bytes) {
        Ok(source) => source,
        Err(wrong) => {
            let before = &bytes[..wrong.valid_up_to()];
            let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
            return Err(OpenError::Encoding { path, line });
        }
    };
    parse(source, data).map_err(|faults| OpenError::Faults { path, faults })
}

/// A sample office, as `antre init` writes it.
pub(crate) fn sample(name: &str) -> Result<Office, String> {
    let found = SAMPLES.iter().find(|(sample, _)| *sample == name);
    let (_, source) = found.ok_or_else(|| format!("there is no sample \"{name}\""))?;
    Office::parse(source, &Outside::default())
        .map_err(|faults| format!("the sample has{}", list(&faults)))
}

/// Checks the text of an office file.
fn parse(source: &str, data: &DataFolder) -> Result<Office, Vec<Fault>> {
    let profiles = Profiles::of(data);
    let address = |text: &str| match text.parse::<Address>() {
        Ok(address) => Ok(address.identity()),
        Err(error) => Err(error.to_string()),
    };
    let profile = |name: &str| match profiles.find(name) {
        Ok(_) => Ok(()),
        Err(error) => Err(error.to_string()),
    };
    let paper = |office: &Office| {
        let papers: BTreeSet<_> =
            office.printers.iter().map(|p| (p.profile.as_str(), p.print_as)).collect();
        // One that is not found was reported already, at its own line.
        let found = |(name, print_as)| Some(profiles.find(name).ok()?.printing_as(print_as));
        let papers = papers.into_iter().filter_map(found);
        let mut faults = Vec::new();
        for fault in papers.flat_map(|profile| trial::faults(office, &profile, &fonts::of(data))) {
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        }
        faults
    };
    let picture = |file: &str| picture(data, file);
    let outside =
        Outside { address: &address, profile: &profile, picture: &picture, paper: &paper };
    Office::parse(source, &outside)
}

/// A picture of the office, from its own folder and from nowhere else.
fn picture(data: &DataFolder, name: &str) -> Result<Vec<u8>, String> {
    let folder = data.path().display();
    if Path::new(name).file_name().is_none_or(|own| own != name) {
        return Err(format!("\"{name}\" is no file name; put the picture into {folder}"));
    }
    file::read(&data.path().join(name), PICTURE_MOST)
        .map_err(|error| format!("cannot read \"{name}\" in {folder} ({error})"))
}

/// Opens office and queue.
pub(crate) fn desk(data: &DataFolder) -> Result<Desk, OpenError> {
    let office = Arc::new(office(data)?);
    desk_of(data, office, Arc::new(SystemClock))
}

/// As [`desk`], in the name of this officer, if one is named.
pub(crate) fn desk_as(
    data: &DataFolder,
    officer: Option<&OfficerId>,
) -> Result<Desk, Box<dyn std::error::Error>> {
    let mut desk = desk(data)?;
    if let Some(id) = officer {
        desk.act_as(id)?;
    }
    Ok(desk)
}

/// Says for as long as it lives that a program has the queue open.
pub(crate) fn stay(data: &DataFolder) -> Result<Stay, StoreError> {
    Stay::begin(&data.queue_file())
}

/// The name of `printer watch` among the programs that run.
pub(super) const WATCH: &str = "watch";

/// How many programs of one kind are told apart.
const MOST_NAMED: u8 = 99;

/// Says for as long as it lives that a program of this kind runs, where it has no lock of its own.
pub(super) fn named(data: &DataFolder, kind: &str) -> io::Result<Option<File>> {
    for number in 1..=MOST_NAMED {
        if let Some(file) = data.try_lock(&format!("{kind}-{number}.lock"))? {
            return Ok(Some(file));
        }
    }
    Ok(None)
}

/// Opens the queue of an office that is known already.
pub(crate) fn desk_of(
    data: &DataFolder,
    office: Arc<Office>,
    clock: Arc<dyn Clock>,
) -> Result<Desk, OpenError> {
    let store = SqliteStore::open_as_allowed(&data.queue_file())?;
    let folder = data.clone();
    let desk = Desk::new(Box::new(store), office, clock).ringing(move || feed::ring(&folder));
    Ok(desk.telling(|change| match change.is_unsure || !change.set_aside.is_empty() {
        true => log_warn!("{change}"),
        // Every morning after an evening on which somebody left.
        false => log_info!("{change}"),
    }))
}

/// The printer to use: from the command line, else the usual one of the office file; `None` where nothing is printed.
pub(crate) fn printer(
    data: &DataFolder,
    desk: &mut Desk,
    args: PrinterArgs,
) -> Result<Option<PrintTarget>, OpenError> {
    let office = &Arc::clone(desk.office());
    let known = match &args.printer {
        None => office.usual_printer(),
        Some(PrinterChoice::Id(id)) => Some(known_printer(office, id)?),
        Some(PrinterChoice::At(address)) => office.printers.iter().find(|printer| {
            let known = printer.address.as_deref().and_then(|text| text.parse::<Address>().ok());
            known.is_some_and(|known| known.is_same_port(address))
        }),
    };
    let address = match &args.printer {
        Some(PrinterChoice::At(address)) => Some(address.to_string()),
        _ => known.and_then(|printer| printer.address.clone()),
    };
    let Some(address) = address else { return Ok(None) };
    let usual = known.map_or(office.usual_profile(), |printer| &printer.profile);
    let profile = args.profile.as_deref().unwrap_or(usual).to_owned();
    let paper = Profiles::of(data).find(&profile)?;
    // The office file was tried on the paper it names itself; the command line may name another.
    let faults = match office.printers.iter().any(|printer| printer.profile == profile) {
        true => Vec::new(),
        false => trial::faults(office, &paper, &fonts::of(data)),
    };
    if !faults.is_empty() {
        return Err(OpenError::Paper { profile, faults });
    }
    Ok(Some(match known {
        Some(known) => PrintTarget { printer: known.id.to_string(), address, profile },
        None => PrintTarget { printer: name_of(desk, &address)?, address, profile },
    }))
}

/// What the queue names a printer by that the office file does not know.
fn name_of(desk: &mut Desk, address: &str) -> Result<String, DeskError> {
    match address.parse() {
        Ok(parsed) => desk.name_printer(address, &port_of(&parsed)),
        Err(_) => Ok(address.to_owned()),
    }
}

/// As [`printer`], for a command that is about a printer: without one there is nothing to do.
pub(crate) fn some_printer(
    data: &DataFolder,
    desk: &mut Desk,
    args: PrinterArgs,
) -> Result<PrintTarget, OpenError> {
    let asked = match &args.printer {
        Some(PrinterChoice::Id(id)) => Some(id.clone()),
        _ => desk.office().printers.first().map(|printer| printer.id.clone()),
    };
    let none = asked.map_or(OpenError::Paperless, OpenError::NoAddress);
    printer(data, desk, args)?.ok_or(none)
}

fn known_printer<'a>(office: &'a Office, id: &PrinterId) -> Result<&'a Printer, OpenError> {
    office.printer(id).ok_or_else(|| {
        let known: Vec<&str> = office.printers.iter().map(|p| p.id.as_str()).collect();
        let known = match known.is_empty() {
            true => "it has none".to_owned(),
            false => format!("its printers are {}", known.join(", ")),
        };
        OpenError::NoPrinter { asked: id.clone(), known }
    })
}

/// Makes the data folder, where it is not there yet.
pub(super) fn make_folder(data: &DataFolder) -> Result<&Path, String> {
    let folder = data.path();
    fs::create_dir_all(folder).map_err(|error| {
        format!(
            "cannot create the folder {} ({error}); choose another with --data",
            folder.display()
        )
    })?;
    Ok(folder)
}
