//! `init`: the first files of an office.

use super::earlier::traces;
use super::open::OpenError;
use super::{Done, Outcome, officer, open};
use crate::clock::SystemClock;
use crate::data::DataFolder;
use crate::desk::Desk;
use crate::office::SAMPLES;
use crate::rights::{Reach, SharedFile, SharedFolder};
use crate::store::sqlite::{Seen, SqliteStore};
use clap::Args;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The sample office to start from
    #[arg(long, default_value = "magetan", value_parser = ["magetan", "desa"])]
    sample: String,
    /// Only make an empty queue, for the office.toml that is there
    #[arg(long, conflicts_with = "sample")]
    queue: bool,
    /// Begin an empty queue although something shows that there was one; today's numbers go on
    #[arg(long)]
    new_queue: bool,
}

/// Writes a sample office file and an empty queue. An office that is there already is never overwritten, and no queue is
/// begun beside the traces of an earlier one.
pub(super) fn init(data: &DataFolder, args: &InitArgs) -> Outcome {
    let path = data.office_file();
    let source = match path.exists() {
        true if args.queue || args.new_queue => None,
        true => return Err(exists_already(&path)),
        false if args.queue => return Err(OpenError::Missing(path).into()),
        false => Some(sample(&args.sample)?),
    };
    make_folder(data)?;
    let office = Arc::new(match source {
        Some(_) => open::sample(&args.sample)?,
        None => open::office(data)?,
    });
    // First what can be refused or asked: no half-made office stays behind.
    let store = queue(data, args)?;
    let sign_in = office.people.sign_in;
    let mut desk = Desk::new(Box::new(store), office, Arc::new(SystemClock));
    let first = match sign_in && desk.officers()?.is_empty() {
        true => Some(officer::first()?),
        false => None,
    };
    if let Some(source) = source {
        write(&path, source)?;
        say!("Wrote the sample office \"{}\" to {}", args.sample, path.display());
    }
    if let Some((officer, new)) = first {
        desk.add_officer(officer.clone(), Some(new.pin))?;
        officer::about_the_first(&officer, &new).iter().for_each(|line| say!("{line}"));
    }
    match source {
        Some(_) => say!("Edit it, then run `antre check`, then `antre kiosk`."),
        None => say!("Made an empty queue: {}", data.queue_file().display()),
    }
    Ok(Done::Done)
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

/// The text of a sample.
fn sample(name: &str) -> Result<&'static str, String> {
    let found = SAMPLES.iter().find(|(sample, _)| *sample == name);
    Ok(found.ok_or_else(|| format!("there is no sample \"{name}\""))?.1)
}

/// The queue of a new office: an empty one, or for a new office file the one that is there.
fn queue(data: &DataFolder, args: &InitArgs) -> Result<SqliteStore, Box<dyn std::error::Error>> {
    let path = data.queue_file();
    if fs::metadata(&path).is_ok_and(|there| there.len() > 0) {
        if data.office_file().exists() {
            let path = path.display();
            return Err(
                format!("there is a queue already, and it was left as it is: {path}").into()
            );
        }
        return Ok(SqliteStore::open(&path)?);
    }
    let mut log = path.clone().into_os_string();
    log.push("-wal");
    if fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
        let log = Path::new(&log).display();
        return Err(format!(
            "{log} holds the newest changes of a queue that was moved away; put that queue back beside it, or move this \
             file away, too"
        )
        .into());
    }
    let traces = traces(data);
    if !traces.is_empty() && !args.new_queue {
        return Err(format!(
            "there was a queue in {}: {}. Put it back, or take a copy of it with `antre restore`; to begin an empty one all \
             the same, add --new-queue",
            data.path().display(),
            traces.join("; ")
        )
        .into());
    }
    Ok(match Seen::beside(&path) {
        Some(seen) => SqliteStore::create_after(&path, &seen)?,
        None => SqliteStore::create(&path)?,
    })
}

fn write(path: &Path, source: &str) -> Result<(), Box<dyn std::error::Error>> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let file = SharedFolder::open(folder)
        .and_then(|folder| folder.file(DataFolder::OFFICE, Reach::Readers));
    let cannot = |error| format!("cannot write {} ({error})", path.display());
    let SharedFile { mut file, is_new } = file.map_err(cannot)?;
    if !is_new {
        return Err(exists_already(path));
    }
    Ok(file.write_all(source.as_bytes()).and_then(|()| file.sync_all()).map_err(cannot)?)
}

fn exists_already(path: &Path) -> Box<dyn std::error::Error> {
    let path = path.display();
    format!("{path} exists already and was left as it is; to start anew give an empty folder with --data, \
             and for an empty queue beside this file run `antre init --queue`").into()
}
