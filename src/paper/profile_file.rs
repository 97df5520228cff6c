//! Reads profile files: inheritance, checks, and errors that name file, line and key.
//!
//! Belongs here: everything between a TOML text and a valid [`Profile`], and the list of profiles
//! that the program carries. Never here: what a field means (that is `profile`), or finding a file
//! on disk (that is `crate::profiles`).
//!
//! A child lies over its parent key by key before anything is typed. Only a profile that the
//! program carries can be a parent, so it is known to be good, and every fault found in the sum is
//! a fault of the child.

use std::path::{Path, PathBuf};

use thiserror::Error;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::profile::Profile;
use super::profile_rules;
use super::rule::Broken;

/// Every profile inside the program. A new printer is one new file and one new line here.
const SHIPPED: &[(&str, &str)] = &[
    ("auto-58", include_str!("../../printer-profiles/auto-58.toml")),
    ("auto-80", include_str!("../../printer-profiles/auto-80.toml")),
    ("bixolon-srp-350iii", include_str!("../../printer-profiles/bixolon-srp-350iii.toml")),
    ("citizen-ct-s2000", include_str!("../../printer-profiles/citizen-ct-s2000.toml")),
    ("citizen-ct-s300", include_str!("../../printer-profiles/citizen-ct-s300.toml")),
    ("citizen-ct-s310ii", include_str!("../../printer-profiles/citizen-ct-s310ii.toml")),
    ("citizen-pmu-2300", include_str!("../../printer-profiles/citizen-pmu-2300.toml")),
    ("citizen-ppu-700", include_str!("../../printer-profiles/citizen-ppu-700.toml")),
    ("custom-tg2480", include_str!("../../printer-profiles/custom-tg2480.toml")),
    ("custom-vkp80ii", include_str!("../../printer-profiles/custom-vkp80ii.toml")),
    ("custom-vkp80iii", include_str!("../../printer-profiles/custom-vkp80iii.toml")),
    ("epson-tm-m30ii", include_str!("../../printer-profiles/epson-tm-m30ii.toml")),
    ("epson-tm-m30iii", include_str!("../../printer-profiles/epson-tm-m30iii.toml")),
    ("epson-tm-m50", include_str!("../../printer-profiles/epson-tm-m50.toml")),
    ("epson-tm-t20ii", include_str!("../../printer-profiles/epson-tm-t20ii.toml")),
    ("epson-tm-t20iii", include_str!("../../printer-profiles/epson-tm-t20iii.toml")),
    ("epson-tm-t20iv", include_str!("../../printer-profiles/epson-tm-t20iv.toml")),
    ("epson-tm-t82iii", include_str!("../../printer-profiles/epson-tm-t82iii.toml")),
    ("epson-tm-t82x", include_str!("../../printer-profiles/epson-tm-t82x.toml")),
    ("epson-tm-t88iv", include_str!("../../printer-profiles/epson-tm-t88iv.toml")),
    ("epson-tm-t88v", include_str!("../../printer-profiles/epson-tm-t88v.toml")),
    ("epson-tm-t88vi", include_str!("../../printer-profiles/epson-tm-t88vi.toml")),
    ("epson-tm-t88vii", include_str!("../../printer-profiles/epson-tm-t88vii.toml")),
    ("generic-58", include_str!("../../printer-profiles/generic-58.toml")),
    ("generic-80", include_str!("../../printer-profiles/generic-80.toml")),
    ("goojprt-mpt-ii", include_str!("../../printer-profiles/goojprt-mpt-ii.toml")),
    ("netum-nt-5890k", include_str!("../../printer-profiles/netum-nt-5890k.toml")),
    ("rongta-rp326", include_str!("../../printer-profiles/rongta-rp326.toml")),
    ("star-tsp", include_str!("../../printer-profiles/star-tsp.toml")),
    ("xprinter-xp-58", include_str!("../../printer-profiles/xprinter-xp-58.toml")),
    ("xprinter-xp-80", include_str!("../../printer-profiles/xprinter-xp-80.toml")),
    ("zjiang-pos-5890", include_str!("../../printer-profiles/zjiang-pos-5890.toml")),
];

/// The longest line of ancestors: an office's file completes a shipped one, which may complete
/// another one. That shipped ones go no further is tested.
const ANCESTORS: u8 = 2;

/// Why a profile cannot be used.
#[derive(Debug, Error)]
pub enum ProfileError {
    /// No profile of the program has this name.
    #[error("there is no printer profile {name:?}; use one of: {known}")]
    Unknown {
        /// The name that was asked for.
        name: String,
        /// The names that exist, separated by commas.
        known: String,
    },
    /// The text is not TOML, or a key has the wrong name or kind of value.
    #[error("reading printer profile {}, line {line}: `{text}`: {message}", file.display())]
    Syntax {
        /// The file that is wrong.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// That line as it stands in the file: it names the key.
        text: String,
        /// What is wrong with it.
        message: String,
    },
    /// The values are of the right kind but do not describe a printer.
    #[error("checking printer profile {}, line {line}: {key}: {rule}", file.display())]
    Rule {
        /// The file that is wrong.
        file: PathBuf,
        /// The line, from 1; of `inherits` when the value is inherited.
        line: usize,
        /// The key, with its table.
        key: &'static str,
        /// The rule it breaks.
        rule: &'static str,
    },
    /// The parent is not one that the program carries.
    #[error(
        "reading printer profile {}, line {line}: no profile {parent:?} comes with the program to \
         inherit from; name one of: {known}",
        file.display()
    )]
    Parent {
        /// The file that inherits.
        file: PathBuf,
        /// The line of `inherits`, from 1.
        line: usize,
        /// The parent it names.
        parent: String,
        /// The names that exist, separated by commas.
        known: String,
    },
}

impl Profile {
    /// The profile with this name from the program itself.
    ///
    /// # Errors
    /// [`ProfileError::Unknown`] when the program carries no such profile.
    pub fn shipped(name: &str) -> Result<Profile, ProfileError> {
        let text = shipped_text(name)
            .ok_or_else(|| ProfileError::Unknown { name: name.to_owned(), known: known() })?;
        Profile::parse(Path::new(&format!("printer-profiles/{name}.toml")), text)
    }

    /// The names of every profile the program carries, in alphabetical order.
    pub fn shipped_names() -> Vec<&'static str> {
        SHIPPED.iter().map(|&(name, _)| name).collect()
    }

    /// Reads a profile from `toml`, the text of `file`. The name of the file is the name of the
    /// profile, and errors show its path; nothing is read from disk.
    ///
    /// # Errors
    /// The first fault, with file, line and key.
    pub fn parse(file: &Path, toml: &str) -> Result<Profile, ProfileError> {
        let table = complete(file, toml, ANCESTORS)?;
        let deserializer = toml::de::Deserializer::from(table);
        let mut profile: Profile = serde::Deserialize::deserialize(deserializer)
            .map_err(|error| syntax(file, toml, &error))?;
        profile.name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        profile_rules::check(&profile).map_err(|Broken { key, rule }| ProfileError::Rule {
            file: file.to_owned(),
            line: line_of(toml, key),
            key,
            rule,
        })?;
        Ok(profile)
    }
}

/// The table of a file with everything that it inherits.
fn complete<'i>(
    file: &Path,
    toml: &'i str,
    ancestors: u8,
) -> Result<Spanned<DeTable<'i>>, ProfileError> {
    let mut table = DeTable::parse(toml).map_err(|error| syntax(file, toml, &error))?;
    if let Some(DeValue::String(name)) = table.get_ref().get("inherits").map(Spanned::get_ref) {
        let parent = shipped_text(name).filter(|_| ancestors > 0);
        let parent = parent.ok_or_else(|| ProfileError::Parent {
            file: file.to_owned(),
            line: line_of(toml, "inherits"),
            parent: name.to_string(),
            known: known(),
        })?;
        let parent = complete(file, parent, ancestors - 1)?;
        lay_over(table.get_mut(), parent.into_inner());
    }
    Ok(table)
}

fn known() -> String {
    Profile::shipped_names().join(", ")
}

fn shipped_text(name: &str) -> Option<&'static str> {
    let found = SHIPPED.iter().find(|(shipped, _)| *shipped == name)?;
    Some(found.1)
}

/// Adds to `child` what only `parent` has, table by table.
fn lay_over<'i>(child: &mut DeTable<'i>, parent: DeTable<'i>) {
    for (key, value) in parent {
        match child.get_mut(&key) {
            None => {
                child.insert(key, value);
            }
            Some(own) => {
                if let (DeValue::Table(own), DeValue::Table(inherited)) =
                    (own.get_mut(), value.into_inner())
                {
                    lay_over(own, inherited);
                }
            }
        }
    }
}

fn syntax(file: &Path, toml: &str, error: &toml::de::Error) -> ProfileError {
    let line = line_at(toml, error.span().map_or(0, |span| span.start));
    ProfileError::Syntax {
        file: file.to_owned(),
        line,
        text: toml.lines().nth(line - 1).unwrap_or("").trim().to_owned(),
        message: error.message().to_owned(),
    }
}

/// The line, from 1, of the byte at `offset`.
fn line_at(toml: &str, offset: usize) -> usize {
    let before = &toml.as_bytes()[..offset.min(toml.len())];
    let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
    // The end of a file is behind its last line feed, where no line is left to name.
    line.min(toml.lines().count().max(1))
}

/// The line of `table.key`: where it stands, else where its table or its parent is named.
fn line_of(toml: &str, key: &str) -> usize {
    let find = |key: &str| {
        let root = DeTable::parse(toml).ok()?;
        let mut spot = None;
        let mut table = Some(root.get_ref());
        for part in key.split('.') {
            let (name, value) = table?.get_key_value(part)?;
            spot = Some(line_at(toml, name.span().start));
            table = match value.get_ref() {
                DeValue::Table(table) => Some(table),
                _ => None,
            };
        }
        spot
    };
    find(key).or_else(|| find("inherits")).unwrap_or(1)
}

#[cfg(test)]
#[path = "profile_hostile.rs"]
mod hostile;

#[cfg(test)]
#[path = "profile_uses.rs"]
mod uses;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::profile::{Ack, CodeMethod, CutCommand, Geometry, Realtime, Verified};

    fn child(text: &str) -> Result<Profile, ProfileError> {
        let text = format!("inherits = \"generic-80\"\n{text}");
        Profile::parse(Path::new("/office/printer-profiles/mine.toml"), &text)
    }

    fn message(text: &str) -> String {
        child(text).expect_err("the text is faulty").to_string()
    }

    #[test]
    fn every_shipped_profile_is_valid_and_named_by_its_file() {
        for name in Profile::shipped_names() {
            let profile = Profile::shipped(name).expect("shipped profiles are valid");
            assert_eq!(profile.name, name);
            assert!(!matches!(profile.verified, Verified::Paper(_)), "{name}: no paper was seen");
        }
    }

    #[test]
    fn every_file_in_the_folder_is_shipped() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/printer-profiles");
        let Ok(files) = std::fs::read_dir(folder) else {
            return;
        };
        for file in files {
            let name = file.expect("the folder is readable").file_name();
            let name = name.to_string_lossy();
            if let Some(profile) = name.strip_suffix(".toml") {
                assert!(Profile::shipped_names().contains(&profile), "{name} is not in SHIPPED");
            }
        }
    }

    #[test]
    fn the_table_of_the_readme_says_what_the_files_say() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/printer-profiles/README.md");
        let Ok(readme) = std::fs::read_to_string(path) else {
            return;
        };
        for name in Profile::shipped_names() {
            let profile = Profile::shipped(name).expect("valid");
            let qr = match profile.qr {
                CodeMethod::Native => "by the printer",
                CodeMethod::Raster => "as a picture",
                CodeMethod::None => "-",
            };
            let status = match (profile.status.realtime, profile.status.ack) {
                (Realtime::Yes, Ack::None) => "asked",
                (Realtime::Yes, _) => "asked, confirms",
                (Realtime::No, _) => "-",
                (Realtime::Try, _) => "tried",
            };
            let Geometry { dots, dpi, .. } = profile.geometry;
            let start = format!("| {name} | ");
            let row = readme.lines().find(|line| line.starts_with(&start)).expect(name);
            let end = format!(" | {dots}, {dpi} | {qr} | {status} |");
            assert!(row.ends_with(&end), "{row} should end in {end}");
        }
        let example = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next());
        let example = example.expect("the first example is a profile");
        let profile =
            Profile::parse(Path::new("loket-1.toml"), example).expect("the example works");
        assert_eq!(profile.serial.baud, 115_200);
        let kiosk = readme.split("```toml\n").find(|part| part.contains("kios.toml\n"));
        let kiosk = kiosk.and_then(|rest| rest.split("```").next()).expect("another is a kiosk");
        let profile = Profile::parse(Path::new("kios.toml"), kiosk).expect("it works, too");
        assert_eq!(profile.presenter.map(|presenter| presenter.after_s), Some(120));
    }

    #[test]
    fn a_child_changes_only_what_it_names() {
        let parent = Profile::shipped("generic-80").expect("shipped");
        let mine = child("title = \"Mine\"\n[cut]\nmode = \"full\"\ncommand = \"gs-v-65\"")
            .expect("valid");
        assert_eq!(mine.cut.command, CutCommand::GsV65);
        assert_eq!(mine.cut.margin_mm, parent.cut.margin_mm);
        assert_eq!(mine.geometry, parent.geometry);
        assert_eq!((mine.title.as_str(), mine.name.as_str()), ("Mine", "mine"));
    }

    #[test]
    fn errors_name_file_line_and_key() {
        let unknown = message("[geometry]\nwidth = 3");
        assert!(unknown.contains("mine.toml, line 3: `width = 3`"), "{unknown}");
        let kind = message("[geometry]\n\ndots = \"many\"");
        assert!(kind.contains("line 4: `dots = \"many\"`"), "{kind}");
        let rule = message("[geometry]\ndots = 577");
        assert!(
            rule.contains("mine.toml, line 3: geometry.dots: must be a multiple of 8"),
            "{rule}"
        );
        let broken = message("[geometry");
        assert!(broken.contains("mine.toml, line 2"), "{broken}");
    }

    #[test]
    fn a_rule_names_the_line_of_its_key_however_that_is_written() {
        let dotted = message("geometry.dots = 577");
        assert!(dotted.contains("line 2: geometry.dots: "), "{dotted}");
        let inline = message("\ngeometry = { dpi = 203,\n    dots = 577 }");
        assert!(inline.contains("line 4: geometry.dots: "), "{inline}");
        let elsewhere = message("[cut]\nmode = \"none\"");
        assert!(elsewhere.contains("line 1: cut.command: "), "{elsewhere}");
    }

    #[test]
    fn a_parent_is_one_that_the_program_carries() {
        let heir = |parent: &str| {
            Profile::parse(Path::new("a.toml"), &format!("\ninherits = \"{parent}\""))
        };
        let heir_of_heir = heir("epson-tm-t20iii").expect("its parent inherits, too");
        assert_eq!(heir_of_heir.geometry.motion_per_inch, 406);
        assert_eq!(heir_of_heir.geometry.dots, 576);
        let orphan = heir("b").expect_err("no such parent").to_string();
        assert!(orphan.contains("a.toml, line 2: ") && orphan.contains("generic-80"), "{orphan}");
        assert!(matches!(Profile::shipped("epson"), Err(ProfileError::Unknown { .. })));
    }

    #[test]
    fn what_the_program_carries_inherits_one_level_at_most() {
        for name in Profile::shipped_names() {
            let parent = Profile::shipped(name).expect("valid").inherits;
            let grandparent = parent.and_then(|p| Profile::shipped(&p).expect("valid").inherits);
            assert_eq!(grandparent, None, "{name}");
        }
    }
}
