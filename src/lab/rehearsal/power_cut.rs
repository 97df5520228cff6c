//! What a power cut leaves behind, and that nothing confirmed is lost by it.
//!
//! The files of the queue are copied as they are on the disk, and half a page is added to the log, as if the power had
//! gone in the middle of the next commit. What is opened afterwards is that copy. It cannot show a disk that lies about
//! what it has written. Never here: when a cut happens (`play`).

use super::{RehearsalError, begin, open};
use crate::clock::{Clock, ManualClock};
use crate::data::DataFolder;
use crate::desk::{Desk, History};
use crate::office::Office;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A commit that was begun and not finished: the head of a frame and a part of its page.
const TORN_BYTES: [u8; 1_000] = [0x5a; 1_000];

/// Cuts the power of `desk` and starts it again on what the disk held.
///
/// # Errors
/// [`RehearsalError::Lost`] when anything that was confirmed is missing afterwards, or anything else is there.
pub(super) fn survive(
    desk: &mut Desk,
    data: &DataFolder,
    office: &Arc<Office>,
    clock: &ManualClock,
) -> Result<(), RehearsalError> {
    let day = office.day(clock.now());
    let before = desk.histories(day, day)?;
    let aside = tempfile::tempdir()?;
    let on_disk = disk_image(data, aside.path())?;
    // The old process goes away before its files are put back: its last connection tidies the log as it closes.
    let elsewhere = DataFolder::locate(Some(aside.path().to_owned()));
    let dead = std::mem::replace(desk, begin(&elsewhere, Arc::clone(office), clock.clone())?);
    drop(dead);
    for (kept, original) in &on_disk {
        fs::copy(kept, original)?;
    }
    *desk = open(data, Arc::clone(office), clock.clone())?;
    let after = desk.histories(day, day)?;
    let written = |histories: &[History]| -> Vec<_> {
        histories.iter().map(|one| (one.ticket.clone(), one.events.clone())).collect()
    };
    match written(&before) == written(&after) {
        true => Ok(()),
        false => Err(RehearsalError::Lost { before: before.len(), after: after.len() }),
    }
}

/// Copies database and log into `aside`; returns each copy with the place it belongs to.
fn disk_image(data: &DataFolder, aside: &Path) -> Result<Vec<(PathBuf, PathBuf)>, RehearsalError> {
    let queue = data.queue_file();
    let mut log = queue.clone().into_os_string();
    log.push("-wal");
    let mut copies = Vec::new();
    for (name, original) in [("on-disk", queue), ("on-disk-wal", PathBuf::from(log))] {
        let kept = aside.join(name);
        fs::copy(&original, &kept)?;
        copies.push((kept, original));
    }
    fs::File::options().append(true).open(&copies[1].0)?.write_all(&TORN_BYTES)?;
    Ok(copies)
}
