//! Every sentence that the public or an officer reads, from one catalogue per language.
//!
//! Belongs here: looking a sentence up and filling in its values. Never here: the sentences themselves
//! (they are in `ui/lang/*.toml`) or a choice of which one to say.

use crate::domain::Language;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use toml::{Table, Value};

/// The catalogue of one language.
#[derive(Debug)]
pub struct Words {
    language: Language,
    sentences: BTreeMap<String, String>,
}

const SOURCES: &[(Language, &str)] = &[
    (Language::Indonesian, include_str!("../ui/lang/id.toml")),
    (Language::Javanese, include_str!("../ui/lang/jv.toml")),
    (Language::English, include_str!("../ui/lang/en.toml")),
];

impl Words {
    /// The catalogue of `language`.
    pub fn of(language: Language) -> &'static Words {
        static CATALOGUES: OnceLock<Vec<Words>> = OnceLock::new();
        let all = CATALOGUES.get_or_init(|| {
            SOURCES.iter().map(|(language, source)| Words::parse(*language, source)).collect()
        });
        all.iter()
            .find(|words| words.language == language)
            .expect("every language has a catalogue: a test of this module checks it")
    }

    fn parse(language: Language, source: &str) -> Words {
        let table: Table =
            source.parse().expect("language files are TOML: a test of this module checks it");
        let mut sentences = BTreeMap::new();
        for (section, values) in table {
            let Value::Table(values) = values else { continue };
            for (key, value) in values {
                if let Value::String(sentence) = value {
                    sentences.insert(format!("{section}.{key}"), sentence);
                }
            }
        }
        Words { language, sentences }
    }

    /// The language of this catalogue.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The sentence with this key, for example `kiosk.choose`. An unknown key is shown as it is, so that
    /// a mistake is seen and nothing is lost; a test finds every such key in the code and the screens.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.sentences.get(key).map_or(key, String::as_str)
    }

    /// The sentence with this key, each `{name}` in it replaced by its value.
    pub fn with(&self, key: &str, values: &[(&str, &dyn std::fmt::Display)]) -> String {
        let mut sentence = self.text(key).to_owned();
        for (name, value) in values {
            sentence = sentence.replace(&format!("{{{name}}}"), &value.to_string());
        }
        sentence
    }

    /// All keys.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.sentences.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    fn placeholders(sentence: &str) -> BTreeSet<String> {
        sentence.split('{').skip(1).filter_map(|p| Some(p.split_once('}')?.0.to_owned())).collect()
    }

    #[test]
    fn every_language_says_the_same_things_with_the_same_values() {
        let indonesian = Words::of(Language::Indonesian);
        for language in Language::ALL {
            let words = Words::of(*language);
            assert!(words.keys().eq(indonesian.keys()), "{language}: other keys than id.toml");
            for key in words.keys() {
                let ours = placeholders(words.text(key));
                assert_eq!(ours, placeholders(indonesian.text(key)), "{language}: {key}");
            }
        }
    }

    /// Every text in quotes that begins with the name of a section and a dot.
    fn keys_in(source: &str, sections: &BTreeSet<&str>) -> Vec<String> {
        let quoted = source.split('"').skip(1).step_by(2);
        let is_key = |text: &&str| {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            text.split_once('.').is_some_and(|(section, key)| {
                let is_file = key == "slint";
                sections.contains(section) && !key.is_empty() && key.chars().all(plain) && !is_file
            })
        };
        quoted.filter(is_key).map(str::to_owned).collect()
    }

    fn sources(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs" || e == "slint") {
                // Line by line, so that one stray quote in a comment cannot hide the rest of a file.
                found.extend(fs::read_to_string(path).unwrap().lines().map(str::to_owned));
            }
        }
    }

    #[test]
    fn every_key_that_is_used_exists_and_every_key_that_exists_is_used() {
        let words = Words::of(Language::Indonesian);
        let sections: BTreeSet<&str> = words.keys().filter_map(|k| k.split('.').next()).collect();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut lines = Vec::new();
        sources(&root.join("src"), &mut lines);
        sources(&root.join("ui"), &mut lines);
        let used: BTreeSet<String> = lines.iter().flat_map(|l| keys_in(l, &sections)).collect();
        let known: BTreeSet<String> = words.keys().map(str::to_owned).collect();
        // Keys that end in the code of an enum are put together at run time.
        let composed = |key: &String| {
            ["cause.", "advice.", "level.", "date."].iter().any(|section| key.starts_with(section))
        };
        let unknown: Vec<_> = used.difference(&known).collect();
        let unused: Vec<_> = known.difference(&used).filter(|key| !composed(key)).collect();
        assert!(unknown.is_empty(), "used but in no language file: {unknown:?}");
        assert!(unused.is_empty(), "in the language files but never used: {unused:?}");
    }

    #[test]
    fn spelling_follows_the_dictionary() {
        for wrong in ["antrian", "silahkan", " nomer", "error", "user", "kamu"] {
            for key in Words::of(Language::Indonesian).keys() {
                let sentence = Words::of(Language::Indonesian).text(key).to_lowercase();
                assert!(!sentence.contains(wrong), "{key}: {sentence}");
            }
        }
    }
}
