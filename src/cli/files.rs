//! `init`: the first files of an office.

use super::{Done, Outcome, officer, open};
use crate::clock::SystemClock;
use crate::data::DataFolder;
use crate::desk::Desk;
use crate::office::SAMPLES;
use crate::rights::{Reach, SharedFile, SharedFolder};
use crate::store::sqlite::SqliteStore;
use std::fs;
use std::io::Write;
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
    let file = SharedFolder::open(folder)
        .and_then(|folder| folder.file(DataFolder::OFFICE, Reach::Readers));
    let cannot = |error| format!("cannot write {} ({error})", path.display());
    let SharedFile { mut file, is_new } = file.map_err(cannot)?;
    if !is_new {
        return Err(exists_already(&path));
    }
    file.write_all(source.as_bytes()).and_then(|()| file.sync_all()).map_err(cannot)?;
    say!("Wrote the sample office \"{name}\" to {}", path.display());
    if let Some((officer, new)) = first {
        desk.add_officer(officer.clone(), Some(new.pin))?;
        officer::about_the_first(&officer, &new).iter().for_each(|line| say!("{line}"));
    }
    say!("Edit it, then run `antre check`, then `antre kiosk`.");
    Ok(Done::Done)
}

fn exists_already(path: &Path) -> Box<dyn std::error::Error> {
    let path = path.display();
    format!("{path} exists already and was left as it is; to start anew give an empty folder with --data").into()
}
