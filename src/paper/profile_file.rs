//! Reads profile files: inheritance, checks, and errors that name file, line and key.
//!
//! Belongs here: everything between a TOML text and a valid [`Profile`], and the list of profiles
//! that the program carries. Never here: what a field means (that is `profile`).
//!
//! A child lies over its parent key by key before anything is typed. A parent must be a complete
//! profile by itself, so every fault found in the sum is a fault of the child, and its line is a
//! line of the child's file.

use thiserror::Error;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::profile::Profile;
use super::profile_rules::check;

/// Every profile inside the program. A new printer is one new file and one new line here.
const SHIPPED: &[(&str, &str)] = &[
    ("epson-tm-t20iii", include_str!("../../printer-profiles/epson-tm-t20iii.toml")),
    ("generic-58", include_str!("../../printer-profiles/generic-58.toml")),
    ("generic-80", include_str!("../../printer-profiles/generic-80.toml")),
    ("xprinter-xp-80", include_str!("../../printer-profiles/xprinter-xp-80.toml")),
];

/// Why a profile cannot be used.
#[derive(Debug, Error)]
pub enum ProfileError {
    /// No profile has this name.
    #[error("there is no printer profile {name:?}; use one of: {known}")]
    Unknown {
        /// The name that was asked for.
        name: String,
        /// The names that exist, separated by commas.
        known: String,
    },
    /// The text is not TOML, or a key has the wrong name or kind of value.
    #[error("reading printer profile {name}.toml, line {line}: `{text}`: {message}")]
    Syntax {
        /// The profile whose file is wrong.
        name: String,
        /// The line, from 1.
        line: usize,
        /// That line as it stands in the file: it names the key.
        text: String,
        /// What is wrong with it.
        message: String,
        /// The parser's own error.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// The values are of the right kind but do not describe a printer.
    #[error("checking printer profile {name}.toml, line {line}: {key}: {rule}")]
    Rule {
        /// The profile whose file is wrong.
        name: String,
        /// The line, from 1; 1 when the value is inherited.
        line: usize,
        /// The key, with its table.
        key: &'static str,
        /// The rule it breaks.
        rule: String,
    },
    /// The parent cannot be used.
    #[error(
        "reading printer profile {name}.toml: its parent {parent:?} cannot be used; \
         name a complete profile in `inherits`"
    )]
    Parent {
        /// The profile that inherits.
        name: String,
        /// The parent it names.
        parent: String,
        /// What is wrong with the parent, when it exists.
        #[source]
        source: Option<Box<ProfileError>>,
    },
}

impl Profile {
    /// The profile with this name from the program itself.
    ///
    /// # Errors
    /// [`ProfileError::Unknown`] when the program carries no such profile.
    pub fn shipped(name: &str) -> Result<Profile, ProfileError> {
        let text = shipped_text(name).ok_or_else(|| ProfileError::Unknown {
            name: name.to_owned(),
            known: Profile::shipped_names().join(", "),
        })?;
        Profile::parse(name, text, |parent| shipped_text(parent).map(str::to_owned))
    }

    /// The names of every profile the program carries, in alphabetical order.
    pub fn shipped_names() -> Vec<&'static str> {
        SHIPPED.iter().map(|&(name, _)| name).collect()
    }

    /// Reads the profile `name` from the text of its file; `lookup` finds the text of the parent
    /// that the file may name in `inherits`.
    ///
    /// # Errors
    /// The first fault, with file, line and key.
    pub fn parse(
        name: &str,
        toml: &str,
        lookup: impl Fn(&str) -> Option<String>,
    ) -> Result<Profile, ProfileError> {
        let mut table = DeTable::parse(toml).map_err(|error| syntax(name, toml, error))?;
        let parent_name = match table.get_ref().get("inherits").map(Spanned::get_ref) {
            Some(DeValue::String(parent)) => Some(parent.to_string()),
            _ => None,
        };
        let mut parent_text = String::new();
        if let Some(parent) = parent_name {
            let unusable = |source| ProfileError::Parent {
                name: name.to_owned(),
                parent: parent.clone(),
                source,
            };
            parent_text = lookup(&parent).ok_or_else(|| unusable(None))?;
            // One level: while the parent is read, it finds no parent of its own.
            let no_parent: fn(&str) -> Option<String> = |_| None;
            Profile::parse(&parent, &parent_text, no_parent)
                .map_err(|fault| unusable(Some(Box::new(fault))))?;
        }
        if !parent_text.is_empty() {
            let parent = DeTable::parse(&parent_text).map_err(|error| syntax(name, toml, error))?;
            lay_over(table.get_mut(), parent.into_inner());
        }
        let deserializer = toml::de::Deserializer::from(table);
        let mut profile: Profile = serde::Deserialize::deserialize(deserializer)
            .map_err(|error| syntax(name, toml, error))?;
        profile.name = name.to_owned();
        check(&profile, toml)?;
        Ok(profile)
    }
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

fn syntax(name: &str, toml: &str, error: toml::de::Error) -> ProfileError {
    let offset = error.span().map_or(0, |span| span.start).min(toml.len());
    let line = toml.as_bytes()[..offset].iter().filter(|&&byte| byte == b'\n').count();
    ProfileError::Syntax {
        name: name.to_owned(),
        line: line + 1,
        text: toml.lines().nth(line).unwrap_or("").trim().to_owned(),
        message: error.message().to_owned(),
        source: Box::new(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::profile::{CutCommand, Verified};

    fn child(text: &str) -> Result<Profile, ProfileError> {
        let text = format!("inherits = \"generic-80\"\n{text}");
        Profile::parse("mine", &text, |name| shipped_text(name).map(str::to_owned))
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
    fn inheritance_is_one_level_and_needs_a_parent() {
        let grandchild = Profile::parse("a", "inherits = \"b\"", |name| match name {
            "b" => Some("inherits = \"generic-80\"".to_owned()),
            _ => None,
        });
        assert!(matches!(grandchild, Err(ProfileError::Parent { .. })));
        assert!(matches!(Profile::shipped("epson"), Err(ProfileError::Unknown { .. })));
    }
}
