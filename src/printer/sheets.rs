//! A folder of numbered sheets: `0001.bin`, the bytes that were printed, and `0001.png`, how they
//! look.
//!
//! Belongs here: numbering that two processes can share. Never here: printing or drawing.

use crate::rights::{Reach, SharedFolder, new_file};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// One stored sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its number in the folder, from 1.
    pub number: u32,
    /// The printed bytes.
    pub bytes: PathBuf,
    /// Their picture, complete as soon as the file exists.
    pub picture: PathBuf,
}

/// A folder of sheets.
#[derive(Debug, Clone)]
pub struct Sheets {
    folder: PathBuf,
}

impl Sheets {
    /// Uses `folder`, and creates it when it is missing, for whoever owns the folder above: the programs of an office
    /// take turns in it.
    ///
    /// # Errors
    /// When it cannot be created.
    pub fn open(folder: &Path) -> io::Result<Sheets> {
        if let (Some(above), Some(name)) = (folder.parent(), folder.file_name())
            && !folder.is_dir()
            && !above.as_os_str().is_empty()
        {
            fs::create_dir_all(above)?;
            SharedFolder::open(above)?.folder(&name.to_string_lossy(), Reach::Readers)?;
        }
        fs::create_dir_all(folder)?;
        Ok(Sheets { folder: folder.to_owned() })
    }

    /// Stores a sheet under the next free number. The number belongs to whoever creates the file
    /// of bytes first, so two processes never overwrite each other.
    ///
    /// # Errors
    /// When the folder cannot be read or written.
    pub fn store(&self, bytes: &[u8], picture: &[u8]) -> io::Result<Sheet> {
        let (number, mut file) = self.claim()?;
        file.write_all(bytes)?;
        let sheet =
            Sheet { number, bytes: self.path(number, "bin"), picture: self.path(number, "png") };
        // Written aside and renamed: who waits for the picture never sees half of it.
        let aside = self.path(number, "png.part");
        new_file(&aside)?.write_all(picture)?;
        fs::rename(&aside, &sheet.picture)?;
        Ok(sheet)
    }

    fn claim(&self) -> io::Result<(u32, File)> {
        let mut number = self.last()? + 1;
        loop {
            let path = self.path(number, "bin");
            match OpenOptions::new().write(true).create_new(true).open(path) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
                file => return file.map(|file| (number, file)),
            }
        }
    }

    /// The highest number in the folder, 0 when it is empty.
    fn last(&self) -> io::Result<u32> {
        let mut last = 0;
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let number = path.file_stem().and_then(|stem| stem.to_str()?.parse().ok());
            if let (Some(number), Some("bin")) = (number, path.extension().and_then(|e| e.to_str()))
            {
                last = last.max(number);
            }
        }
        Ok(last)
    }

    fn path(&self, number: u32, extension: &str) -> PathBuf {
        self.folder.join(format!("{number:04}.{extension}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_on_after_the_highest() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("0041.bin"), b"").expect("writable");
        fs::write(folder.path().join("notes.txt"), b"").expect("writable");
        let sheet = Sheets::open(folder.path()).and_then(|sheets| sheets.store(b"T012", b"PNG"));
        let sheet = sheet.expect("stored");
        assert_eq!(sheet.number, 42);
        assert_eq!(fs::read(sheet.bytes).expect("stored"), b"T012");
        assert_eq!(fs::read(sheet.picture).expect("stored"), b"PNG");
    }

    #[test]
    fn many_writers_never_share_a_number() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut numbers: Vec<u32> = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| {
                        let sheets = Sheets::open(folder.path()).expect("opens");
                        let store = |_| sheets.store(b"x", b"y").expect("stored").number;
                        (0..10).map(store).collect::<Vec<u32>>()
                    })
                })
                .collect();
            writers.into_iter().flat_map(|writer| writer.join().expect("no panic")).collect()
        });
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=40).collect::<Vec<u32>>());
    }
}
