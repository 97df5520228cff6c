//! `backup` and `restore`: an office as it is now, in a folder, and taken back from there.
//!
//! Belongs here: which files belong to an office, and what is said. Never here: how a queue is copied (`store`).

use super::answer::json;
use super::arguments::JsonArg;
use super::open::make_folder;
use super::{Done, Outcome, interrupt, open};
use crate::api::files;
use crate::clock::{Clock, SystemClock};
use crate::data::DataFolder;
use crate::domain::Timestamp;
use crate::office::Office;
use crate::phrase::time;
use crate::rights::{self, Reach};
use crate::say;
use crate::store::sqlite::{RestoreError, Restored, SqliteStore, restore as take_back};
use chrono_tz::Tz;
use clap::Args;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// The folder in the data folder for copies of the queue.
pub(super) const FOLDER: &str = "backups";
/// How deep the folders of an office's own files are looked through.
const DEPTH: u8 = 4;

#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    /// Where the folder of the backup is made [default: the folder backups in the data folder]
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
    #[command(flatten)]
    json: JsonArg,
}

#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// The queue.db of a backup, or its folder
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    json: JsonArg,
}

/// Copies queue and office files into a new folder named by the time; anybody may work meanwhile.
pub(super) fn backup(data: &DataFolder, args: &BackupArgs) -> Outcome {
    let office = open::office(data).ok();
    let folder = args.dir.clone().unwrap_or_else(|| data.path().join(FOLDER));
    let made = match args.dir {
        None => rights::make_folder(&folder, Reach::Writers),
        Some(_) => fs::create_dir_all(&folder),
    };
    let unusable = |error: io::Error| {
        format!("cannot write the backup into {} ({error}); give another folder", folder.display())
    };
    made.map_err(unusable)?;
    let name = format!("antre-{}", stamp(office.as_ref(), SystemClock.now()));
    let part = folder.join(format!("{name}.part"));
    if part.exists() {
        fs::remove_dir_all(&part).map_err(unusable)?;
    }
    // Within the data folder it belongs to the office, as everything there; elsewhere to whoever made it, and to nobody else.
    let keep = |path: &Path| match is_within(&folder, data.path()) {
        true => Ok(()),
        false => rights::keep_private(path),
    };
    rights::make_folder(&part, Reach::Writers).and_then(|()| keep(&part)).map_err(unusable)?;
    interrupt::listen();
    // Whoever restores is told of it; where it cannot, nobody restores either.
    let _named = open::named(data, "backup").ok();
    let goes_on = || !interrupt::was_asked();
    let written = SqliteStore::back_up(&data.queue_file(), &part.join("queue.db"), &goes_on)
        .map_err(Box::<dyn std::error::Error>::from)
        .and_then(|copied| {
            copy_belongings(data, &part, office.as_ref()).map_err(unusable)?;
            keep(&part.join("queue.db")).map_err(unusable)?;
            let path = unused(&folder, &name);
            fs::rename(&part, &path).map_err(unusable)?;
            Ok((copied, path.join("queue.db")))
        });
    if written.is_err() {
        // What is left of it is no backup; where it stays, its name says so.
        let _ = fs::remove_dir_all(&part);
    }
    let (copied, path) = written?;
    say::is_done(format!("the backup is made: {}", path.display()));
    if args.json.json {
        let path = path.display().to_string();
        json(&files::BackedUp { path, tickets: copied.tickets, events: copied.events })?;
    } else {
        say!(
            "{}: {} tickets and {} events, checked. `antre restore` takes it back; keep it on another disk",
            path.display(),
            copied.tickets,
            copied.events
        );
    }
    Ok(Done::Done)
}

/// Whether one folder is in another, by whatever names.
fn is_within(folder: &Path, data: &Path) -> bool {
    let [folder, data] = [folder, data].map(Path::canonicalize);
    matches!((folder, data), (Ok(folder), Ok(data)) if folder.starts_with(&data))
}

/// A moment as part of a name, by the office's time; where that is not known, by UTC, with a Z.
pub(super) fn stamp(office: Option<&Office>, now: Timestamp) -> String {
    match office {
        Some(office) => now.with_timezone(&office.zone).format("%Y%m%d-%H%M%S").to_string(),
        None => now.format("%Y%m%d-%H%M%SZ").to_string(),
    }
}

/// A path of this name that nothing has yet.
pub(super) fn unused(folder: &Path, name: &str) -> PathBuf {
    let mut path = folder.join(name);
    let mut count = 1;
    while path.exists() {
        count += 1;
        path = folder.join(format!("{name}-{count}"));
    }
    path
}

/// Copies what an office has beside its queue: its file, and whatever that file names or the programs look for.
fn copy_belongings(from: &DataFolder, to: &Path, office: Option<&Office>) -> io::Result<()> {
    let mut paths =
        vec![from.office_file(), from.profiles_folder(), from.fonts_folder(), from.voice_folder()];
    if let Some(office) = office {
        let templates = office.services.iter().map(|service| &service.ticket);
        let logos = templates.chain([&office.ticket]).filter_map(|ticket| ticket.logo.as_ref());
        paths.extend(logos.map(|logo| from.path().join(&logo.file)));
        paths.extend(office.rotation.pictures.iter().map(|name| from.pictures_folder(name)));
    }
    paths.iter().try_for_each(|path| copy_all(path, to, DEPTH))
}

/// Copies a file, or a folder with its files, into the folder `to`. Links are left alone, and what is not there.
fn copy_all(path: &Path, to: &Path, depth: u8) -> io::Result<()> {
    let (Ok(kind), Some(name)) = (fs::symlink_metadata(path), path.file_name()) else {
        return Ok(());
    };
    let target = to.join(name);
    if kind.is_dir() && depth > 0 {
        rights::make_folder(&target, Reach::Readers)?;
        for entry in fs::read_dir(path)? {
            copy_all(&entry?.path(), &target, depth - 1)?;
        }
    } else if kind.is_file() && !target.exists() {
        io::copy(&mut File::open(path)?, &mut rights::make_file(&target, Reach::Readers)?)?;
    }
    Ok(())
}

/// Why a copy was not taken back.
#[derive(Debug, Error)]
enum Refused {
    #[error(
        "programs of this office are running ({0}), and what they do would be lost; close them all, then run `antre restore` \
         again. Nothing was changed"
    )]
    Running(String),
    #[error("there is no copy {0}; give the queue.db of a backup, or its folder")]
    NoCopy(PathBuf),
    #[error(
        "cannot read the copy {path}, though something is there; nothing was changed. This user needs the right to read it and \
         its folder: whoever owns them gives it, or root restores"
    )]
    NotAllowed {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error(
        "{path} is no copy of a queue; nothing was changed. Give the queue.db of a backup, or its folder"
    )]
    NoFile {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("{path} cannot be taken back; nothing was changed")]
    Unusable {
        path: PathBuf,
        #[source]
        source: RestoreError,
    },
}

/// Puts a copy in the place of the queue, and what belongs to it into a folder without an office.
pub(super) fn restore(data: &DataFolder, args: &RestoreArgs) -> Outcome {
    let file = match args.file.is_dir() {
        true => args.file.join("queue.db"),
        false => args.file.clone(),
    };
    if let Err(source) = crate::file::open(&file, u64::MAX) {
        let path = file;
        let refused = match source.kind() {
            io::ErrorKind::NotFound => Refused::NoCopy(path),
            io::ErrorKind::PermissionDenied => Refused::NotAllowed { path, source },
            _ => Refused::NoFile { path, source },
        };
        return Err(refused.into());
    }
    let folder = make_folder(data)?;
    let office = open::office(data).ok();
    let kept = folder.join(FOLDER);
    let kept = unused(&kept, &format!("before-{}", stamp(office.as_ref(), SystemClock.now())));
    let restored = take_back(&file, &data.queue_file(), &kept).map_err(|error| match error {
        RestoreError::Running => Refused::Running(running(data)),
        source => Refused::Unusable { path: file.clone(), source },
    })?;
    let beside = DataFolder::locate(file.parent().map(Path::to_owned));
    if !data.office_file().exists() && beside.office_file().exists() {
        copy_belongings(&beside, folder, open::office(&beside).ok().as_ref())?;
    }
    let office = open::office(data).ok();
    say::is_done(format!("{} is taken back", file.display()));
    if args.json.json {
        json(&files::Restored::of(&data.queue_file(), &restored))?;
    } else {
        tell(data, &file, &restored, office.map(|office| office.zone));
    }
    Ok(Done::Done)
}

/// What runs, by the locks that programs hold. Those of printers are held by verbs, too.
pub(super) fn running(data: &DataFolder) -> String {
    let held = |name: &String| data.is_locked(name).unwrap_or(false);
    let mut names: Vec<_> = data.lock_names().into_iter().filter(held).collect();
    names.sort_unstable();
    let told: Vec<_> =
        names.iter().filter_map(|name| program(name.strip_suffix(".lock")?)).collect();
    match told.is_empty() {
        true => "a kiosk, console, display, supervisor, printer watch or backup".to_owned(),
        false => told.join(", "),
    }
}

/// The program that holds the lock of this name; `None` of what none of them holds for long.
fn program(name: &str) -> Option<String> {
    let is_one_of = |kind: &str| name == kind || name.starts_with(&format!("{kind}-"));
    if let Some(counter) = name.strip_prefix("counter-") {
        return Some(format!("console {counter}"));
    }
    if is_one_of(open::WATCH) {
        return Some("printer watch".to_owned());
    }
    let kind = ["supervisor", "backup"].into_iter().find(|kind| is_one_of(kind));
    let place = ["kiosk", "display"].into_iter().find(|kind| is_one_of(kind));
    kind.or(place.map(|_| name)).map(str::to_owned)
}

fn tell(data: &DataFolder, file: &Path, restored: &Restored, zone: Option<Tz>) {
    let moment = |at: Timestamp| match zone {
        Some(zone) => time::technical_with_seconds(at, zone),
        // Without its office file nobody knows its zone.
        None => format!("{} UTC", time::technical_with_seconds(at, Tz::UTC)),
    };
    let Restored { newest, missing_until, numbers_unknown, come_back, kept, lacking } = restored;
    let newest = newest.map_or("the beginning".to_owned(), moment);
    say!(
        "{} holds now what {} holds, until {newest}.",
        data.queue_file().display(),
        file.display()
    );
    if let Some(until) = missing_until {
        let until = match moment(*until) {
            until if until == newest => "within the same second".to_owned(),
            until => format!("until {until}"),
        };
        say!("What happened after {newest} {until} is missing; its numbers are not given again.");
    }
    if *numbers_unknown {
        say!(
            "Nothing here tells which numbers were given after that moment: they would be given again. Where some are on \
             paper, take that day's first visitors to staff."
        );
    }
    if !data.office_file().exists() {
        say!(
            "There is no {}: put the office file there that belongs to this queue, or write a sample with `antre init`.",
            data.office_file().display()
        );
    }
    if *lacking {
        say!(
            "That file was copied alone while programs had it open: what stood in its queue.db-wal is missing, too."
        );
    }
    if !come_back.is_empty() {
        let ids: Vec<_> = come_back.iter().map(|one| one.officer.id.to_string()).collect();
        say!(
            "These officers may sign in as they could then: {}. Whoever should not: `antre officer remove ID`, or a new \
             PIN: `antre officer pin ID`.",
            ids.join(", ")
        );
    }
    if let Some(kept) = kept {
        say!("What was there before is kept in {}.", kept.display());
    }
}
