//! `[voice]`: who speaks calls, in which languages, and through what.
//!
//! Only what stands in the office file. Which clips there are and how a player is run is the business of `voice`.

use super::fault_log::FaultLog;
use super::reader::Section;
use super::screens::languages;
use super::{Fault, Place};
use crate::domain::Language;
use std::path::PathBuf;

/// How this office speaks its calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoiceSettings {
    /// The languages of a call, in the order in which they are spoken; never empty.
    pub languages: Vec<Language>,
    /// What a call is played with.
    pub player: Player,
    /// Where the player is named, for whoever finds later that there is none.
    pub player_place: Place,
}

/// What a call is played with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Player {
    /// The first player of the system that works.
    Detected,
    /// Nothing is spoken.
    Silent,
    /// Each call becomes a WAV file in this folder.
    Folder(PathBuf),
    /// A program with its arguments; `{file}` stands for the WAV file, which otherwise comes last.
    Program(Vec<String>),
}

impl Default for VoiceSettings {
    fn default() -> Self {
        Self {
            languages: vec![Language::Indonesian],
            player: Player::Detected,
            player_place: Place::default(),
        }
    }
}

impl VoiceSettings {
    /// Reads `[voice]` of an office that offers these languages.
    pub(super) fn read(log: &FaultLog, section: Option<Section<'_>>, offered: &[Language]) -> Self {
        let mut settings = Self::default();
        let Some(section) = section else { return settings };
        let listed = languages(log, &section);
        for (language, Place { line, key }) in listed.iter().filter(|(l, _)| !offered.contains(l)) {
            let problem = format!(
                "\"{language}\" is not among the languages of the office; add it to screens.languages or take it out here"
            );
            log.extend(vec![Fault { line: *line, key: key.clone(), problem }]);
        }
        if !listed.is_empty() {
            settings.languages = listed.into_iter().map(|(language, _)| language).collect();
        }
        if let Some(player) = section.optional_text("player") {
            settings.player_place = log.place(&player);
            match Player::parse(&player.value) {
                Some(parsed) => settings.player = parsed,
                None => log.add(player.at, player.key, "a quotation mark is not closed"),
            }
        }
        settings
    }
}

impl Player {
    /// Reads "auto", "none", "wav:FOLDER" or a program with its arguments; `None` when a quotation mark is open.
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "auto" => Self::Detected,
            "none" => Self::Silent,
            _ => match text.strip_prefix("wav:") {
                Some(folder) => Self::Folder(PathBuf::from(folder.trim())),
                None => Self::Program(words(text)?),
            },
        })
    }
}

/// The words of a command line. Between quotation marks a space does not part words, as in a path of Windows.
fn words(text: &str) -> Option<Vec<String>> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for character in text.chars() {
        match character {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut()?.push(character),
        }
    }
    words.retain(|word| !word.is_empty());
    (!quoted).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_player_is_a_word_a_folder_or_a_program() {
        let program =
            |words: &[&str]| Some(Player::Program(words.iter().map(ToString::to_string).collect()));
        assert_eq!(Player::parse("auto"), Some(Player::Detected));
        assert_eq!(Player::parse("none"), Some(Player::Silent));
        assert_eq!(Player::parse("wav:/srv/calls"), Some(Player::Folder("/srv/calls".into())));
        assert_eq!(Player::parse("aplay -q  {file}"), program(&["aplay", "-q", "{file}"]));
        assert_eq!(
            Player::parse(r#""C:\My Apps\mpv.exe" -x"#),
            program(&[r"C:\My Apps\mpv.exe", "-x"])
        );
        assert_eq!(Player::parse("\"aplay"), None);
    }
}
