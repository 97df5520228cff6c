//! The fonts of an office's paper: those of the program, and the files that the office adds.
//!
//! Belongs here: the folder `fonts` of a data folder. Never here: what a font can draw (that is `paper`).

use crate::data::DataFolder;
use crate::file;
use crate::paper::{FontError, Fonts};
use std::path::{Path, PathBuf};
use std::{fs, io};
use thiserror::Error;

/// The largest font file, in bytes: one with all Chinese letters in nine weights has 130 MB.
const MOST: u64 = 256 << 20;

/// Why a font file of the office cannot be used.
#[derive(Debug, Error)]
pub enum FontFileError {
    /// The file or folder is there but cannot be read.
    #[error("cannot read {} ({why}); it must be a font file that this account may read", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said, or what stands there instead.
        why: io::Error,
    },
    /// It is no font for paper.
    #[error(transparent)]
    Faulty(#[from] FontError),
}

/// The fonts of the program and then, in the order of their names, the files in the folder `fonts` of the data
/// folder. Those are read when a text needs them, for they may be large; one with a fault is passed over, and
/// `antre check` tells it.
pub fn of(data: &DataFolder) -> Fonts {
    let folder = data.fonts_folder();
    Fonts::shipped().with_later(move || {
        let files = files(&folder).unwrap_or_default();
        files.iter().filter_map(|file| read(file).ok()).collect()
    })
}

/// Every fault of the office's font files.
pub fn faults(data: &DataFolder) -> Vec<FontFileError> {
    let check = |file: &PathBuf| {
        let bytes = read(file)?;
        Fonts::shipped().with_file(&file.to_string_lossy(), bytes)?;
        Ok(())
    };
    match files(&data.fonts_folder()) {
        Ok(files) => files.iter().filter_map(|file| check(file).err()).collect(),
        Err(fault) => vec![fault],
    }
}

/// The font files in the folder, in the order of their names; none where there is no folder. A licence beside
/// them is no font.
fn files(folder: &Path) -> Result<Vec<PathBuf>, FontFileError> {
    let unreadable = |why| FontFileError::Unreadable { path: folder.to_owned(), why };
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(unreadable)?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(unreadable)?.path();
        let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        if ending.is_some_and(|e| ["ttf", "otf", "ttc", "otc"].contains(&e.as_str())) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn read(path: &Path) -> Result<Vec<u8>, FontFileError> {
    file::read(path, MOST).map_err(|why| FontFileError::Unreadable { path: path.to_owned(), why })
}
