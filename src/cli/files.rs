//! `init`: the first files of an office.

use super::backup::{FOLDER, running, stamp, unused};
use super::earlier::traces;
use super::open::{OpenError, make_folder};
use super::{Done, Outcome, officer, open};
use crate::clock::{Clock, SystemClock};
use crate::data::DataFolder;
use crate::desk::Desk;
use crate::office::SAMPLES;
use crate::rights::{Reach, SharedFile, SharedFolder};
use crate::store::StoreError;
use crate::store::sqlite::{RestoreError, Seen, SqliteStore, set_aside};
use clap::Args;
use std::ffi::OsString;
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
    /// Begin an empty queue although something shows that there was one; its numbers go on where something tells of them
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

/// The text of a sample.
fn sample(name: &str) -> Result<&'static str, String> {
    let found = SAMPLES.iter().find(|(sample, _)| *sample == name);
    Ok(found.ok_or_else(|| format!("there is no sample \"{name}\""))?.1)
}

/// Moves a queue that no program can use out of the way of a new one, with its log; whether there was one.
fn set_aside_unusable(data: &DataFolder) -> Result<bool, Box<dyn std::error::Error>> {
    let path = data.queue_file();
    let log = Path::new(&beside(&path, "-wal")).metadata().is_ok_and(|log| log.len() > 0);
    let is_usable = match SqliteStore::open(&path).and_then(|queue| queue.check()) {
        Err(StoreError::NoQueue(_)) => !log,
        Err(StoreError::Corrupt { .. } | StoreError::NoFile { .. }) => false,
        // A healthy one is kept, and of others their own sentence says what to do.
        _ => true,
    };
    if is_usable {
        return Ok(false);
    }
    let office = open::office(data).ok();
    let name = format!("unusable-{}", stamp(office.as_ref(), SystemClock.now()));
    let kept = unused(&data.path().join(FOLDER), &name);
    set_aside(&path, &kept).map_err(|error| match error {
        RestoreError::Running => format!(
            "programs of this office are running ({}); close them all first. Nothing was changed",
            running(data)
        )
        .into(),
        error => Box::<dyn std::error::Error>::from(error),
    })?;
    say!("What was in the place of the queue is kept in {}.", kept.display());
    Ok(true)
}

/// Tells from which number a queue begins that is not the first one.
fn tell_numbers(seen: Option<&Seen>) {
    match seen.filter(|seen| !seen.serials.is_empty()) {
        Some(seen) => {
            let last = seen.serials.iter().map(|(series, serial)| format!("{series}{serial:03}"));
            let last: Vec<String> = last.collect();
            say!("The numbers of {} go on behind {}.", seen.day, last.join(", "));
        }
        None => say!(
            "Nothing here tells which numbers were given, so they begin at 001; where some of today's are on paper, take \
             those visitors to staff."
        ),
    }
}

/// The queue of a new office: an empty one, or for a new office file the one that is there.
fn queue(data: &DataFolder, args: &InitArgs) -> Result<SqliteStore, Box<dyn std::error::Error>> {
    let path = data.queue_file();
    let had_another = args.new_queue && set_aside_unusable(data)?;
    if fs::metadata(&path).is_ok_and(|there| there.len() > 0) {
        if data.office_file().exists() {
            let path = path.display();
            return Err(
                format!("there is a queue already, and it was left as it is: {path}").into()
            );
        }
        return Ok(SqliteStore::open(&path)?);
    }
    let log = beside(&path, "-wal");
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
    let seen = Seen::beside(&path);
    let store = match &seen {
        Some(seen) => SqliteStore::create_after(&path, seen)?,
        None => SqliteStore::create(&path)?,
    };
    if had_another || !traces.is_empty() {
        tell_numbers(seen.as_ref());
    }
    Ok(store)
}

/// The file beside the queue whose name ends so.
fn beside(queue: &Path, end: &str) -> OsString {
    let mut name = queue.as_os_str().to_owned();
    name.push(end);
    name
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
