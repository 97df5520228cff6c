//! Which sink an office has chosen: a player, a folder of WAV files, or nothing.
//!
//! Never here: running programs (that is `player`), order.

use super::announcement::Announcement;
use super::player::{self, Programs};
use super::sink::{NoSound, Sink};
use super::wav::to_wav;
use crate::office::Player;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The sink that an office has chosen. A folder without a root is one within `base`.
pub fn open(player: &Player, base: &Path) -> Box<dyn Sink> {
    match player {
        Player::Silent => Box::new(Silent),
        Player::Folder(folder) => Box::new(WavFolder(base.join(folder))),
        Player::Detected => Box::new(Programs::detected()),
        Player::Program(command) => Box::new(Programs::only(command.clone())),
    }
}

/// The programs of which one plays the calls where the office names none, the best first.
pub fn players() -> impl Iterator<Item = &'static str> {
    player::known()
}

/// Nothing is played and nothing is missed.
struct Silent;

impl Sink for Silent {
    fn play(&mut self, _: &Announcement) -> Result<(), NoSound> {
        Ok(())
    }
}

/// Each announcement becomes a file: for a public-address system that watches a folder, and for trying.
struct WavFolder(PathBuf);

impl Sink for WavFolder {
    fn play(&mut self, announcement: &Announcement) -> Result<(), NoSound> {
        let Self(folder) = self;
        let written = fs::create_dir_all(&*folder).and_then(|()| {
            let (number, counter) = (announcement.number, announcement.counter);
            let before = fs::read_dir(&*folder)?.count();
            let place = counter.map(|counter| format!("-{counter}")).unwrap_or_default();
            let name = |count| format!("{:06}-{number}{place}.wav", before + count);
            new_file(folder, name, &to_wav(&announcement.samples))
        });
        written.map(drop).map_err(|error| NoSound::file(folder, &error))
    }
}

/// Writes a file under the first name that is free, so that nothing is ever written over or through a link.
fn new_file(folder: &Path, name: impl Fn(usize) -> String, content: &[u8]) -> io::Result<PathBuf> {
    for count in 1..=999_999 {
        let path = folder.join(name(count));
        match File::options().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                return match file.write_all(content) {
                    Ok(()) => Ok(path),
                    Err(error) => {
                        // Half a call is worse than none; the fault itself is told.
                        let _ = fs::remove_file(&path);
                        Err(error)
                    }
                };
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("the folder is full of calls"))
}
