//! The faces that are embedded: every character that may be shown is in all of them. One that is missing would be
//! drawn as nothing.

use antre::domain::Language;
use antre::office::SAMPLES;
use antre::words::Words;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use swash::FontRef;

const FACES: [&str; 3] = ["Regular", "SemiBold", "ExtraBold"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn face(weight: &str) -> Vec<u8> {
    fs::read(root().join(format!("ui/fonts/AntreSans-{weight}.ttf"))).unwrap()
}

/// Every string of a TOML file.
fn strings(value: &toml::Value, found: &mut BTreeSet<char>) {
    match value {
        toml::Value::String(text) => found.extend(text.chars()),
        toml::Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        toml::Value::Table(table) => table.values().for_each(|item| strings(item, found)),
        _ => {}
    }
}

fn of_toml(source: &str) -> BTreeSet<char> {
    let mut found = BTreeSet::new();
    strings(&toml::from_str(source).unwrap(), &mut found);
    found
}

#[track_caller]
fn covered(characters: impl IntoIterator<Item = char>, what: &str) {
    let shown: BTreeSet<char> = characters.into_iter().filter(|c| !c.is_control()).collect();
    assert!(!shown.is_empty(), "{what} says nothing");
    for weight in FACES {
        let data = face(weight);
        let font = FontRef::from_index(&data, 0).unwrap();
        let lacking: String = shown.iter().filter(|c| font.charmap().map(**c) == 0).collect();
        assert!(lacking.is_empty(), "{weight} has no \"{lacking}\" of {what}");
    }
}

#[test]
fn every_character_of_the_languages() {
    for language in Language::ALL {
        let words = Words::of(*language);
        let texts = words.keys().flat_map(|key| words.text(key).chars());
        covered(texts, language.code());
    }
}

#[test]
fn every_character_of_the_sample_offices() {
    for (name, source) in SAMPLES {
        covered(of_toml(source), name);
    }
}

#[test]
fn every_character_of_the_printers_and_their_test_sheets() {
    let entries = fs::read_dir(root().join("printer-profiles")).unwrap();
    let files = entries.map(|entry| entry.unwrap().path());
    let profiles: Vec<PathBuf> = files.filter(|p| p.extension() == Some("toml".as_ref())).collect();
    assert!(profiles.len() > 10, "{profiles:?}");
    for path in profiles {
        covered(of_toml(&fs::read_to_string(&path).unwrap()), &path.display().to_string());
    }
    // The accents that the test sheet shows in every code page, from its source: the sheet itself is bytes by then.
    let source = fs::read_to_string(root().join("src/paper/calibration.rs")).unwrap();
    let line = source.lines().find(|line| line.starts_with("const ACCENTS")).unwrap();
    covered(line.split('"').nth(1).unwrap().chars(), "the test sheet");
}

#[test]
fn all_digits_are_equally_wide_so_that_a_clock_stands_still() {
    for weight in FACES {
        let data = face(weight);
        let font = FontRef::from_index(&data, 0).unwrap();
        let width = |digit| font.glyph_metrics(&[]).advance_width(font.charmap().map(digit));
        let widths: Vec<f32> = ('0'..='9').map(width).collect();
        assert!(widths.iter().all(|width| *width == widths[0]), "{weight}: {widths:?}");
    }
}

#[test]
fn every_character_that_the_program_puts_in_by_itself() {
    covered("0123456789:/.,-+ABCDEFGHIJKLMNOPQRSTUVWXYZ·()%".chars(), "numbers and times");
    covered(['\u{2011}'], "compounds that hold together");
}
