//! `init` and `check`: the files of an office.

use super::{Done, Outcome, officer, open};
use crate::clock::SystemClock;
use crate::data::DataFolder;
use crate::desk::Desk;
use crate::domain::Language;
use crate::fonts;
use crate::office::SAMPLES;
use crate::profiles::Profiles;
use crate::store::sqlite::SqliteStore;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

/// Writes a sample office file and an empty queue. An office that is there already is never overwritten.
pub(super) fn init(data: &DataFolder, sample: &str) -> Outcome {
    let folder = data.path();
    let (name, source) = SAMPLES
        .iter()
        .find(|(name, _)| *name == sample)
        .ok_or_else(|| format!("there is no sample \"{sample}\""))?;
    fs::create_dir_all(folder).map_err(|error| {
        format!(
            "cannot create the folder {} ({error}); choose another with --data",
            folder.display()
        )
    })?;
    // First what can be refused or asked: no half-made office stays behind.
    let store = SqliteStore::open(&data.queue_file())?;
    let path = data.office_file();
    if path.exists() {
        return Err(exists_already(&path));
    }
    let office = Arc::new(open::sample(name)?);
    let sign_in = office.people.sign_in;
    let mut desk = Desk::new(Box::new(store), office, Arc::new(SystemClock));
    let first = match sign_in && desk.officers()?.is_empty() {
        true => Some(officer::first()?),
        false => None,
    };
    let file = File::options().write(true).create_new(true).open(&path);
    match file.and_then(|mut file| file.write_all(source.as_bytes()).and_then(|()| file.sync_all()))
    {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(exists_already(&path));
        }
        Err(error) => return Err(format!("cannot write {} ({error})", path.display()).into()),
    }
    say!("Wrote the sample office \"{name}\" to {}", path.display());
    if let Some((officer, new)) = first {
        desk.add_officer(officer.clone(), Some(new.pin))?;
        say!("{}", officer::about_the_first(&officer, &new));
    }
    say!("Edit it, then run `antre check`, then `antre kiosk`.");
    Ok(Done::Done)
}

fn exists_already(path: &Path) -> Box<dyn std::error::Error> {
    let path = path.display();
    format!("{path} exists already and was left as it is; to start anew give an empty folder with --data").into()
}

/// Checks the office's own printer profiles and fonts, the office file and, where there is one, the queue.
pub(super) fn check(data: &DataFolder) -> Outcome {
    let mut faults: Vec<String> =
        Profiles::of(data).faults().iter().map(ToString::to_string).collect();
    faults.extend(fonts::faults(data).iter().map(ToString::to_string));
    for fault in &faults {
        note!("{fault}");
    }
    let office = open::office(data)?;
    say!(
        "{}: good ({} services, {} stages, {} counters)",
        data.office_file().display(),
        office.services.len(),
        office.stages.len(),
        office.counters.len()
    );
    if office.opening.is_unconfirmed() {
        say!(
            "  the hours are not confirmed yet, so they turn nobody away ([hours] confirmed = true)"
        );
    }
    if let Some(folder) = &office.rotation.pictures {
        let folder = data.pictures_folder(folder);
        if !folder.is_dir() {
            faults.push(format!("rotation.pictures: there is no folder {}", folder.display()));
            note!("{}", faults[faults.len() - 1]);
        }
    }
    for channel in &office.unconfirmed_complaints {
        let name = channel.name.get(Language::English);
        say!(
            "  {name} is not confirmed yet, so it is shown nowhere ([[complaint]] verified = true)"
        );
    }
    let queue = data.queue_file();
    if queue.exists() {
        SqliteStore::open(&queue)?.check()?;
        say!("{}: good", queue.display());
    } else {
        say!("{}: not there yet; it is made with the first number", queue.display());
    }
    Ok(if faults.is_empty() { Done::Done } else { Done::Failed })
}
