//! A pack: the clips of one voice in one language, inside the program or in a folder of the office.
//!
//! Belongs here: loading clips, and saying which are missing or faulty. Never here: which pack speaks (that is
//! `library`), or how clips are made (that is `make`).

use super::check::{ClipFault, faults};
use super::clip::{Clip, ClipName};
use super::shipped;
use super::table::{Table, TableError};
use super::take::Take;
use super::wav::Recording;
use crate::domain::Language;
use crate::file;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::{fmt, fs, io};
use thiserror::Error;

/// The name of the table within a pack's folder.
pub const TABLE_FILE: &str = "pack.toml";

/// The largest table, in bytes: those of the program have 4 KB.
const TABLE_MOST: u64 = 256 << 10;
/// The largest recording of a word, in bytes: half a minute of the best that a telephone records.
pub(super) const RECORDING_MOST: u64 = 16 << 20;

/// The clips of one voice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pack {
    clips: BTreeMap<Take, Clip>,
}

/// A fault of one file of a pack.
#[derive(Debug, Clone, PartialEq)]
pub struct PackFault {
    /// The name of the file.
    pub file: String,
    /// What is wrong with it.
    pub fault: ClipFault,
}

impl fmt::Display for PackFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.fault)
    }
}

/// Why a folder is no pack at all.
#[derive(Debug, Error)]
pub enum PackError {
    /// The folder or its table cannot be read.
    #[error("cannot read {}; it must be readable", path.display())]
    Unreadable {
        /// The folder or file.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// The table has a fault.
    #[error("the table {} has a fault", path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// The fault.
        #[source]
        source: TableError,
    },
}

impl Pack {
    /// The pack that the program carries; `None` for a language that it cannot speak.
    pub fn shipped(language: Language) -> Option<&'static Self> {
        static PACKS: OnceLock<Vec<(Language, Pack)>> = OnceLock::new();
        let packs = PACKS.get_or_init(|| {
            let read = |(name, file): &(&str, &[u8])| {
                let clip = Recording::read(file).ok()?.as_clip()?;
                Some((Take::parse(name)?, clip))
            };
            let pack = |clips: &[_]| Pack { clips: clips.iter().filter_map(read).collect() };
            shipped::PACKS.iter().map(|(language, clips)| (*language, pack(clips))).collect()
        });
        packs.iter().find(|(of, _)| *of == language).map(|(_, pack)| pack)
    }

    /// Reads every clip of a folder that can be played, and tells the faults of all files; a folder that is not
    /// there is an empty pack. Clips that `wanted` names and the folder lacks are faults, too.
    ///
    /// # Errors
    /// [`PackError::Unreadable`] when there is a folder that cannot be listed.
    pub fn read(
        folder: &Path,
        wanted: &BTreeSet<ClipName>,
    ) -> Result<(Self, Vec<PackFault>), PackError> {
        let mut pack = Self::default();
        let mut found = Vec::new();
        for file in wav_files(folder)? {
            let Some(name) = file.strip_suffix(".wav").and_then(Take::parse) else {
                found.push(PackFault { file, fault: ClipFault::Unneeded });
                continue;
            };
            let recording = file::read(&folder.join(&file), RECORDING_MOST)
                .map_err(|error| format!("cannot be read ({error}); check the file"))
                .and_then(|bytes| Recording::read(&bytes).map_err(|error| error.to_string()));
            match recording {
                Ok(recording) => {
                    let faults = faults(&recording).into_iter();
                    found.extend(faults.map(|fault| PackFault { file: file.clone(), fault }));
                    pack.clips.extend(recording.as_clip().map(|clip| (name, clip)));
                }
                Err(told) => found.push(PackFault { file, fault: ClipFault::Unreadable(told) }),
            }
        }
        let named: BTreeSet<String> = found.iter().map(|fault| fault.file.clone()).collect();
        let absent = wanted.iter().filter(|name| pack.clip(name).is_none());
        let missing = absent.map(ClipName::file).filter(|file| !named.contains(file));
        found.extend(missing.map(|file| PackFault { file, fault: ClipFault::Missing }));
        Ok((pack, found))
    }

    /// The clip with this name.
    pub fn clip(&self, name: &ClipName) -> Option<&Clip> {
        self.clips.get(&Take::running(name.clone()))
    }

    /// A word in this tone; at the end of a phrase the plain clip stands in where there is no other.
    pub fn take(&self, take: &Take) -> Option<&Clip> {
        self.clips.get(take).or_else(|| self.clip(&take.name))
    }

    /// The names of all its clips, whatever their tone.
    pub fn names(&self) -> impl Iterator<Item = &ClipName> {
        self.clips.keys().filter(|take| !take.ends).map(|take| &take.name)
    }
}

/// The names of the WAV files of a folder, in alphabetical order.
fn wav_files(folder: &Path) -> Result<Vec<String>, PackError> {
    let unreadable = |source| PackError::Unreadable { path: folder.to_owned(), source };
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(unreadable)?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let name = entry.map_err(unreadable)?.file_name().to_string_lossy().into_owned();
        if Path::new(&name).extension().is_some_and(|ext| ext.eq_ignore_ascii_case("wav")) {
            files.push(name);
        }
    }
    files.sort();
    Ok(files)
}

/// The table of a folder; `None` when it has none.
///
/// # Errors
/// [`PackError`].
pub fn table_of(folder: &Path) -> Result<Option<Table>, PackError> {
    let path = folder.join(TABLE_FILE);
    match file::read_text(&path, TABLE_MOST) {
        Ok(source) => match Table::parse(&source) {
            Ok(table) => Ok(Some(table)),
            Err(source) => Err(PackError::Table { path, source }),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(PackError::Unreadable { path, source }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::wav::to_wav;
    use super::*;

    fn good() -> Vec<u8> {
        to_wav(&(0..8000).map(|i| ((i as f32 * 0.2).sin() * 9000.0) as i16).collect::<Vec<_>>())
    }

    #[test]
    fn every_fault_of_a_folder_is_told_with_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let quiet = to_wav(&[10; 8000]);
        let stereo = [&b"RIFF"[..], b"nonsense"].concat();
        for (file, content) in [
            ("digit-0.wav", good()),
            ("digit-1.wav", quiet),
            ("digit-2.wav", stereo),
            ("digit-12.wav", good()),
            ("notes.txt", b"by Sari".to_vec()),
        ] {
            fs::write(folder.path().join(file), content).unwrap();
        }
        let wanted = (0..=3).map(ClipName::Digit).collect();
        let (pack, faults) = Pack::read(folder.path(), &wanted).unwrap();
        let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
        let begins = ["digit-1.wav: is too quiet", "digit-12.wav: is needed by no call"];
        let begins =
            begins.into_iter().chain(["digit-2.wav: it is no WAV", "digit-3.wav: is missing"]);
        for (told, begin) in told.iter().zip(begins) {
            assert!(told.starts_with(begin), "{told}");
        }
        assert_eq!(told.len(), 4, "{told:?}");
        let playable: Vec<String> = pack.names().map(ToString::to_string).collect();
        assert_eq!(playable, ["digit-0", "digit-1"], "a quiet word is better than none");
    }

    #[test]
    fn an_office_without_a_pack_has_an_empty_one() {
        let folder = tempfile::tempdir().unwrap();
        let nowhere = folder.path().join("id");
        assert_eq!(Pack::read(&nowhere, &BTreeSet::new()).unwrap(), (Pack::default(), Vec::new()));
        assert_eq!(table_of(&nowhere).unwrap(), None);
    }

    #[test]
    fn what_the_program_carries_is_complete_and_without_fault() {
        for (language, clips) in shipped::PACKS {
            let carried: BTreeSet<Take> =
                clips.iter().map(|(name, _)| Take::parse(name).unwrap()).collect();
            let table: BTreeSet<Take> = Table::shipped(*language).takes().into_iter().collect();
            assert_eq!(carried, table, "{language}");
            for (name, file) in *clips {
                let recording = Recording::read(file).unwrap();
                assert_eq!(faults(&recording), [], "{language}: {name}");
            }
            let words = Table::shipped(*language).clips.len();
            assert_eq!(Pack::shipped(*language).unwrap().names().count(), words);
        }
        let all = shipped::PACKS.iter().flat_map(|(_, clips)| *clips);
        let size: usize = all.map(|(_, file)| file.len()).sum();
        assert!(size < 8_000_000, "{size} bytes in the program");
    }
}
