//! Opening an office: its file, its queue, its printer.

use super::PrinterArgs;
use crate::clock::{Clock, SystemClock};
use crate::data::DataFolder;
use crate::desk::{Desk, PrintTarget};
use crate::domain::OfficerId;
use crate::fonts;
use crate::office::{Fault, Office, Outside, SAMPLES};
use crate::paper::trial;
use crate::printer::Address;
use crate::profiles::{FindError, Profiles};
use crate::store::StoreError;
use crate::store::sqlite::SqliteStore;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};
use thiserror::Error;

/// Why an office cannot be opened.
#[derive(Debug, Error)]
pub(crate) enum OpenError {
    #[error(
        "there is no office file {0}; run `antre init` first, or give the right folder with --data"
    )]
    Missing(PathBuf),
    #[error("cannot read the office file {path}; check its permissions")]
    Unreadable {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error(
        "the office file {path} is not written in UTF-8: line {line} has a character in another encoding; save it as UTF-8"
    )]
    Encoding { path: PathBuf, line: usize },
    #[error("{}", list_faults(.path, .faults))]
    Faults { path: PathBuf, faults: Vec<Fault> },
    #[error("the tickets of this office do not fit the printer {profile}: {}", list(.faults))]
    Paper { profile: String, faults: Vec<Fault> },
    #[error(transparent)]
    Store(#[from] StoreError),
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

fn list(faults: &[Fault]) -> String {
    faults.iter().map(|fault| format!("\n  {fault}")).collect()
}

/// Reads and checks the office file, what it says of printers included.
pub(crate) fn office(data: &DataFolder) -> Result<Office, OpenError> {
    let path = data.office_file();
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(OpenError::Missing(path));
        }
        Err(source) => return Err(OpenError::Unreadable { path, source }),
    };
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
        Ok(_) => Ok(()),
        Err(error) => Err(error.to_string()),
    };
    let profile = |name: &str| match profiles.find(name) {
        Ok(_) => Ok(()),
        Err(error) => Err(error.to_string()),
    };
    let paper = |office: &Office| match profiles.find(&office.printer.profile) {
        Ok(profile) => trial::faults(office, &profile, &fonts::of(data)),
        // Reported already, at its own line.
        Err(_) => Vec::new(),
    };
    let picture = |file: &str| picture(data, file);
    let outside =
        Outside { address: &address, profile: &profile, picture: &picture, paper: &paper };
    Office::parse(source, &outside)
}

/// A picture of the office, from its own folder and from nowhere else.
fn picture(data: &DataFolder, file: &str) -> Result<Vec<u8>, String> {
    let folder = data.path().display();
    if Path::new(file).file_name().is_none_or(|name| name != file) {
        return Err(format!("\"{file}\" is no file name; put the picture into {folder}"));
    }
    fs::read(data.path().join(file))
        .map_err(|error| format!("cannot read \"{file}\" in {folder} ({error})"))
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

/// Opens the queue of an office that is known already.
pub(crate) fn desk_of(
    data: &DataFolder,
    office: Arc<Office>,
    clock: Arc<dyn Clock>,
) -> Result<Desk, OpenError> {
    let store = SqliteStore::open(&data.queue_file())?;
    Ok(Desk::new(Box::new(store), office, clock))
}

/// The printer to use: from the command line, else from the office file; `None` where the office prints nothing.
pub(crate) fn printer(
    data: &DataFolder,
    office: &Office,
    args: PrinterArgs,
) -> Result<Option<(Address, PrintTarget)>, OpenError> {
    let configured = || office.printer.address.as_deref().and_then(|text| text.parse().ok());
    let Some(address) = args.printer.or_else(configured) else { return Ok(None) };
    let profile = args.profile.unwrap_or_else(|| office.printer.profile.clone());
    let other_paper = Profiles::of(data).find(&profile)?;
    // The office file was tried on the paper it names itself; the command line may name another.
    let faults = match profile == office.printer.profile {
        true => Vec::new(),
        false => trial::faults(office, &other_paper, &fonts::of(data)),
    };
    if !faults.is_empty() {
        return Err(OpenError::Paper { profile, faults });
    }
    let target = PrintTarget { printer: address.to_string(), profile };
    Ok(Some((address, target)))
}
