//! The folder of systemd's user units: what is written, replaced, refused and removed.

use crate::units::{Unit, folders_of_links, is_untouched, ours, read};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What became of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Done {
    /// It is there now.
    Written,
    /// It was there already, word for word.
    Same,
    /// It is gone.
    Removed,
}

/// Files that are not as we wrote them. Nothing has been changed.
#[derive(Debug, thiserror::Error)]
#[error(
    "somebody has changed {}; nothing was done. Look at them, then repeat with --force",
    names(.0)
)]
pub(super) struct Changed(Vec<PathBuf>);

fn names(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

/// Why it could not be done.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error(transparent)]
    Changed(#[from] Changed),
    #[error("cannot use the folder of the units {folder} ({error}); check its permissions")]
    Folder { folder: PathBuf, error: io::Error },
}

/// Writes units; all, or none where one of them was changed by somebody.
pub(super) fn write(
    folder: &Path,
    units: &[Unit],
    force: bool,
) -> Result<Vec<(PathBuf, Done)>, Fault> {
    let fault = |error| Fault::Folder { folder: folder.to_owned(), error };
    let there = units.iter().map(|unit| (unit.name.clone(), Some(&*unit.text)));
    refuse_changed(folder, there, force).map_err(fault)??;
    fs::create_dir_all(folder).map_err(fault)?;
    let mut done = Vec::new();
    for unit in units {
        let path = folder.join(&unit.name);
        if read(&path).map_err(fault)?.as_deref() == Some(&*unit.text) {
            done.push((path, Done::Same));
            continue;
        }
        // Whole or not at all: systemd may read the folder at any moment.
        let new = folder.join(format!(".{}.new", unit.name));
        fs::write(&new, &unit.text).and_then(|()| fs::rename(&new, &path)).map_err(fault)?;
        done.push((path, Done::Written));
    }
    Ok(done)
}

/// Removes every unit of ours, with the links by which it was enabled.
pub(super) fn remove(folder: &Path, force: bool) -> Result<Vec<(PathBuf, Done)>, Fault> {
    let fault = |error| Fault::Folder { folder: folder.to_owned(), error };
    let names = ours(folder).map_err(fault)?;
    let there = names.iter().map(|name| (name.clone(), None));
    refuse_changed(folder, there, force).map_err(fault)??;
    let mut done = disable(folder).map_err(fault)?;
    for name in names {
        let path = folder.join(name);
        fs::remove_file(&path).map_err(fault)?;
        done.push((path, Done::Removed));
    }
    Ok(done)
}

/// Removes the links by which units of ours were enabled, those of a unit that is gone already among them, and the
/// folders of links that are empty then.
fn disable(folder: &Path) -> io::Result<Vec<(PathBuf, Done)>> {
    let mut done = Vec::new();
    for wants in folders_of_links(folder)? {
        let before = done.len();
        for name in ours(&wants)? {
            let link = wants.join(name);
            if link.symlink_metadata()?.is_symlink() {
                fs::remove_file(&link)?;
                done.push((link, Done::Removed));
            }
        }
        // One that holds anything else stays.
        if done.len() > before {
            let _ = fs::remove_dir(&wants);
        }
    }
    Ok(done)
}

/// Refuses what somebody has changed. A file that already says what it is to say is nobody's change.
fn refuse_changed<'a>(
    folder: &Path,
    units: impl Iterator<Item = (String, Option<&'a str>)>,
    force: bool,
) -> io::Result<Result<(), Changed>> {
    let mut changed = Vec::new();
    for (name, wanted) in units {
        let path = folder.join(name);
        let text = read(&path)?;
        let fine = text.is_none_or(|text| is_untouched(&text) || Some(&*text) == wanted);
        if !fine && !force {
            changed.push(path);
        }
    }
    Ok(if changed.is_empty() { Ok(()) } else { Err(Changed(changed)) })
}
