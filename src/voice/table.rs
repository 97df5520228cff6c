//! `pack.toml`: which words a pack is made of, what is read aloud for each, and what a synthesiser is given instead
//! where it would misread it. This is the pronunciation table.
//!
//! Belongs here: the file and its faults. Never here: samples, folders.

use super::carrier::{Carrier, is_kind, kind};
use super::clip::ClipName;
use super::take::Take;
use crate::domain::Language;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use thiserror::Error;
use toml::Value;

/// The tables that the program carries. A language without clips has one too: it is what a recording follows.
const SHIPPED: &[(Language, &str)] = &[
    (Language::Indonesian, include_str!("../../ui/voice/id/pack.toml")),
    (Language::Javanese, include_str!("../../ui/voice/jv/pack.toml")),
    (Language::English, include_str!("../../ui/voice/en/pack.toml")),
];

/// The pronunciation table of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The language of every word.
    pub language: Language,
    /// What the pack is, for people.
    pub title: String,
    /// How espeak-ng is asked; `None` where it has no voice for the language.
    pub synthesis: Option<Synthesis>,
    /// The phrases that words are cut from, by what they cut; a word without one is spoken by itself.
    pub carriers: BTreeMap<String, Carrier>,
    /// Every word of the pack.
    pub clips: BTreeMap<ClipName, Entry>,
}

/// How espeak-ng speaks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Synthesis {
    /// The name of its voice, for example `id`.
    pub voice: String,
    /// Its speed, 80 to 450 words per minute.
    pub words_per_minute: u16,
    /// Its strength, 0 to 200. Every clip is levelled afterwards.
    pub amplitude: u8,
}

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What a person reads aloud, and what the call is as text.
    pub text: String,
    /// What espeak-ng is given instead: a numeral, another spelling, or phonemes in `[[ ]]`.
    pub say: Option<String>,
}

impl Entry {
    /// A word that is spoken as it is written.
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), say: None }
    }

    /// What a synthesiser is given.
    pub fn spoken(&self) -> &str {
        self.say.as_deref().unwrap_or(&self.text)
    }
}

/// Why a text is no table.
#[derive(Debug, Error)]
pub enum TableError {
    /// No TOML, an unknown key, or a value of the wrong kind.
    #[error("line {line}: {message}")]
    Syntax {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        message: String,
    },
    /// A language that Antre does not speak.
    #[error("language \"{0}\" is none of id, jv and en")]
    Language(String),
    /// Words that no call needs: most likely a slip of the pen.
    #[error(
        "no call needs a clip called {}; use intro, go-to, counter, teen, tens, chime, letter-a, digit-0, number-10 \
         or place-name-of-the-counter",
        .0.join(", ")
    )]
    Clips(Vec<String>),
    /// A phrase that words cannot be cut from.
    #[error(
        "carriers.{0} must be named like a kind of word (letter, digit, \"digit.end\", number, place, intro ...) and be \
         names of clips with one * for the word"
    )]
    Carrier(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: String,
    title: String,
    synthesis: Option<Synthesis>,
    #[serde(default)]
    carriers: BTreeMap<String, String>,
    clips: BTreeMap<String, Entry>,
}

impl Table {
    /// Reads a table.
    ///
    /// # Errors
    /// [`TableError`].
    pub fn parse(source: &str) -> Result<Self, TableError> {
        let file: File = toml::from_str(source).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start).min(source.len());
            let line = 1 + source[..at].matches('\n').count();
            TableError::Syntax { line, message: error.message().to_owned() }
        })?;
        let language =
            Language::from_code(&file.language).ok_or(TableError::Language(file.language))?;
        let mut clips = BTreeMap::new();
        let mut unknown = Vec::new();
        for (name, entry) in file.clips {
            match ClipName::parse(&name) {
                Some(name) => drop(clips.insert(name, entry)),
                None => unknown.push(name),
            }
        }
        if !unknown.is_empty() {
            return Err(TableError::Clips(unknown));
        }
        let mut carriers = BTreeMap::new();
        for (key, text) in file.carriers {
            match Carrier::parse(&text).filter(|_| is_kind(&key)) {
                Some(carrier) => drop(carriers.insert(key, carrier)),
                None => return Err(TableError::Carrier(key)),
            }
        }
        Ok(Self { language, title: file.title, synthesis: file.synthesis, carriers, clips })
    }

    /// Every take that a synthesiser makes of the table: each word, and once more for the end of a phrase where there is
    /// a carrier for that.
    pub fn takes(&self) -> Vec<Take> {
        let tones = |name: &ClipName| [false, true].map(|ends| Take { name: name.clone(), ends });
        let takes = self.clips.keys().flat_map(tones);
        takes.filter(|take| !take.ends || self.carrier(take).is_some()).collect()
    }

    /// The phrase that a take is cut from.
    pub fn carrier(&self, take: &Take) -> Option<&Carrier> {
        self.carriers.get(&kind(take))
    }

    /// The table that the program carries for a language.
    pub fn shipped(language: Language) -> &'static Self {
        static TABLES: OnceLock<Vec<Table>> = OnceLock::new();
        let read = |source| Table::parse(source).expect("a test of this module reads every table");
        let tables = TABLES.get_or_init(|| SHIPPED.iter().map(|(_, text)| read(text)).collect());
        let found = tables.iter().find(|table| table.language == language);
        found.expect("every language has a table: a test of this module checks it")
    }

    /// The table as a file.
    pub fn to_toml(&self) -> String {
        let quoted = |text: &str| Value::from(text).to_string();
        let mut lines = vec![
            format!("language = \"{}\"", self.language),
            format!("title = {}", quoted(&self.title)),
        ];
        if let Some(Synthesis { voice, words_per_minute, amplitude }) = &self.synthesis {
            lines.push("\n[synthesis]".to_owned());
            lines.push(format!("voice = {}", quoted(voice)));
            lines.push(format!("words_per_minute = {words_per_minute}"));
            lines.push(format!("amplitude = {amplitude}"));
        }
        if !self.carriers.is_empty() {
            lines.push("\n[carriers]".to_owned());
            let line = |(key, carrier): (&String, &Carrier)| {
                format!("{} = {}", quoted(key), quoted(&carrier.to_string()))
            };
            lines.extend(self.carriers.iter().map(line));
        }
        lines.push("\n[clips]".to_owned());
        lines.extend(self.clips.iter().map(|(name, entry)| {
            let say = entry.say.iter().map(|say| format!(", say = {}", quoted(say)));
            let say: String = say.collect();
            format!("{name} = {{ text = {}{say} }}", quoted(&entry.text))
        }));
        lines.join("\n") + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_table() {
        for language in Language::ALL {
            let table = Table::shipped(*language);
            assert!(table.clips.len() >= 40, "{language}");
            let empty = table.clips.iter().find(|(_, entry)| entry.text.trim().is_empty());
            assert_eq!(empty, None, "{language}");
        }
    }

    #[test]
    fn a_table_is_written_as_it_is_read() {
        for language in Language::ALL {
            let table = Table::shipped(*language);
            assert_eq!(Table::parse(&table.to_toml()).unwrap(), *table);
        }
    }

    #[test]
    fn a_fault_names_its_line_or_its_clip() {
        let fault = |source: &str| Table::parse(source).unwrap_err().to_string();
        let start = "language = \"id\"\ntitle = \"x\"\n[clips]\n";
        assert!(fault("language = \"id\"\ntitel = \"x\"").starts_with("line 2: "));
        assert!(fault(&format!("{start}intro = {{ text = 3 }}")).starts_with("line 4: "));
        let unknown = fault(&format!("{start}digit-10 = {{ text = \"x\" }}"));
        assert!(unknown.contains("called digit-10;"), "{unknown}");
        for carrier in [r#"digits = "*""#, r#"digit = "intro""#, r#"digit = "prologue *""#] {
            let told = fault(&start.replace("[clips]", &format!("[carriers]\n{carrier}\n[clips]")));
            assert!(told.starts_with("carriers.digit"), "{told}");
        }
        assert!(fault("language = \"xx\"\ntitle = \"\"\n[clips]").contains("\"xx\""));
    }
}
