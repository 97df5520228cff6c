//! Finds printer profiles: the office's own files first, then what the program carries.
//!
//! Belongs here: the folder `printer-profiles` of a data folder and which name wins. Never here: what
//! stands in a profile (that is `paper`).

use crate::data::DataFolder;
use crate::file;
use crate::paper::{PreviewError, Profile, ProfileError, preview};
use std::path::PathBuf;
use std::{fs, io};
use thiserror::Error;

/// The largest profile, in bytes: the longest one of the program has 4 KB.
const MOST: u64 = 256 << 10;

/// Why no profile can be had under a name.
#[derive(Debug, Error)]
pub enum FindError {
    /// The name could lead out of the folder, or mean different files on different systems.
    #[error("{0:?} is no name for a printer profile; use a-z, 0-9 and -, as in \"generic-80\"")]
    Name(String),
    /// Neither the office nor the program has it.
    #[error(
        "there is no printer profile {name:?}; use one of {known}, or describe the printer in {}",
        file.display()
    )]
    Unknown {
        /// The name that was asked for.
        name: String,
        /// The names that exist, separated by commas.
        known: String,
        /// Where an own profile of this name would stand.
        file: PathBuf,
    },
    /// The office's file or folder is there but cannot be read.
    #[error("cannot read {} ({why}); it must be a readable file of text in UTF-8", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said, or what stands there instead.
        why: io::Error,
    },
    /// The file is no good profile.
    #[error(transparent)]
    Faulty(#[from] ProfileError),
    /// It prints, but no picture of it can be drawn.
    #[error(transparent)]
    Preview(#[from] PreviewError),
}

/// Every profile that an office can name.
#[derive(Debug, Clone)]
pub struct Profiles {
    own: PathBuf,
}

impl Profiles {
    /// The office's own profiles, and those of the program.
    pub fn of(data: &DataFolder) -> Self {
        Self { own: data.profiles_folder() }
    }

    /// The profile called `name`. An own file wins over a shipped profile of the same name; it is read anew each
    /// time, so that an edit counts from the next ticket on.
    ///
    /// # Errors
    /// [`FindError`]. An own file with a fault is told, never passed over for the shipped one.
    pub fn find(&self, name: &str) -> Result<Profile, FindError> {
        if !is_plain(name) {
            return Err(FindError::Name(name.to_owned()));
        }
        let path = self.own.join(format!("{name}.toml"));
        match file::read_text(&path, MOST) {
            Ok(toml) => Ok(Profile::parse(&path, &toml)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => match Profile::shipped(name) {
                Err(ProfileError::Unknown { name, known }) => {
                    Err(FindError::Unknown { name, known, file: path })
                }
                found => Ok(found?),
            },
            Err(why) => Err(FindError::Unreadable { path, why }),
        }
    }

    /// The names of the own profiles, in alphabetical order, good ones and others; none where there is no folder.
    ///
    /// # Errors
    /// [`FindError::Unreadable`] when there is a folder that cannot be listed.
    pub fn own_names(&self) -> Result<Vec<String>, FindError> {
        let unreadable = |why| FindError::Unreadable { path: self.own.clone(), why };
        let entries = match fs::read_dir(&self.own) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(unreadable)?,
        };
        let mut names = Vec::new();
        for entry in entries {
            let file = entry.map_err(unreadable)?.file_name();
            names.extend(file.to_string_lossy().strip_suffix(".toml").map(str::to_owned));
        }
        names.sort();
        Ok(names)
    }

    /// Every fault of the own profiles: the first of each file, whether the office names it or not.
    pub fn faults(&self) -> Vec<FindError> {
        match self.own_names() {
            Ok(names) => names.iter().filter_map(|name| self.fault(name).err()).collect(),
            Err(fault) => vec![fault],
        }
    }

    fn fault(&self, name: &str) -> Result<(), FindError> {
        Ok(preview::check(&self.find(name)?)?)
    }
}

/// Whether a name means the same file on every system and stays inside its folder.
fn is_plain(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=64).contains(&name.len()) && name.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    /// An office with these own profiles.
    fn office(files: &[(&str, &str)]) -> (TempDir, Profiles) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let data = DataFolder::locate(Some(folder.path().to_owned()));
        fs::create_dir(data.profiles_folder()).expect("writable");
        for (name, text) in files {
            fs::write(data.profiles_folder().join(name), text).expect("writable");
        }
        let profiles = Profiles::of(&data);
        (folder, profiles)
    }

    #[test]
    fn an_own_profile_wins_and_may_complete_the_shipped_one_of_its_name() {
        let text = "inherits = \"generic-80\"\ntitle = \"Ours\"\n[serial]\nbaud = 115200\n";
        let (_folder, profiles) = office(&[("generic-80.toml", text)]);
        let ours = profiles.find("generic-80").expect("good");
        let shipped = Profile::shipped("generic-80").expect("shipped");
        assert_eq!((ours.title.as_str(), ours.serial.baud), ("Ours", 115_200));
        assert_eq!((&ours.name, ours.geometry), (&shipped.name, shipped.geometry));
        assert_eq!(profiles.find("generic-58").expect("shipped").title, {
            Profile::shipped("generic-58").expect("shipped").title
        });
    }

    #[test]
    fn a_broken_own_profile_is_told_and_never_passed_over() {
        let broken = "inherits = \"generic-80\"\n[geometry]\ndots = 577\n";
        let (folder, profiles) = office(&[
            ("generic-80.toml", broken),
            ("good.toml", "inherits = \"generic-58\""),
            ("notes.txt", "not a profile"),
        ]);
        let path = folder.path().join("printer-profiles").join("generic-80.toml");
        let told = profiles.find("generic-80").expect_err("577 dots").to_string();
        assert!(told.contains(&format!("{}, line 3: geometry.dots", path.display())), "{told}");
        let faults: Vec<_> = profiles.faults().iter().map(ToString::to_string).collect();
        assert_eq!(faults, [told]);
    }

    #[test]
    fn a_profile_that_cannot_be_drawn_is_a_fault_although_it_prints() {
        let text = "inherits = \"generic-80\"\npreview = \"XP-80\"";
        let (_folder, profiles) = office(&[("mine.toml", text)]);
        assert!(profiles.find("mine").is_ok());
        let told = profiles.faults().first().expect("one fault").to_string();
        assert!(told.contains("mine") && told.contains("TM-T20II"), "{told}");
    }

    #[test]
    fn a_name_that_is_no_plain_name_is_refused_unread() {
        let (_folder, profiles) = office(&[("My Printer.toml", "inherits = \"generic-80\"")]);
        for name in ["../generic-80", "a/b", "a\\b", "", ".", "Generic-80", "a.b", "a\0b"] {
            assert!(matches!(profiles.find(name), Err(FindError::Name(_))), "{name:?}");
        }
        assert!(matches!(profiles.find(&"a".repeat(65)), Err(FindError::Name(_))));
        assert!(matches!(&profiles.faults()[..], [FindError::Name(name)] if name == "My Printer"));
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_names_that_exist_and_where_to_put_a_new_one() {
        let (folder, profiles) = office(&[]);
        let told = profiles.find("bixolon").expect_err("unknown").to_string();
        let file = folder.path().join("printer-profiles").join("bixolon.toml");
        assert!(told.contains("generic-58, ") && told.contains(&file.display().to_string()));
    }

    #[test]
    fn a_file_that_is_no_text_is_unreadable_and_no_folder_is_no_fault() {
        let (folder, profiles) = office(&[]);
        let own = folder.path().join("printer-profiles");
        fs::write(own.join("mine.toml"), b"title = \"\xff\"").expect("writable");
        let told = profiles.find("mine").expect_err("not UTF-8").to_string();
        assert!(told.contains("mine.toml"), "{told}");
        fs::remove_dir_all(own).expect("removable");
        assert_eq!(profiles.faults().len(), 0);
    }
}
