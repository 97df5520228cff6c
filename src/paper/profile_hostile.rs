//! Hostile printer profiles: whatever stands in the file, the answer is a printer or a fault with its place.
//!
//! Belongs here: generated texts. Never here: single faults and their words (those are tried beside `profile_file.rs`).

use super::*;
use crate::paper::samples::ticket;
use crate::paper::{encode, lay_out};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Reads a text as the file of an office. A fault must name the file and one of its lines; a printer must be one
/// that a ticket can be laid out and encoded for, whether or not it fits.
fn read(toml: &str) -> Result<(), TestCaseError> {
    match Profile::parse(Path::new("/office/printer-profiles/mine.toml"), toml) {
        Ok(profile) => {
            prop_assert_eq!(&profile.name, "mine");
            if let Ok(layout) = lay_out(&ticket(), &profile) {
                prop_assert!(encode(&layout, &profile).starts_with(b"\x1b@"));
                prop_assert!(layout.height_mm(&profile).is_finite());
            }
        }
        Err(fault) => {
            let told = fault.to_string();
            let place = told.split_once("/office/printer-profiles/mine.toml, line ");
            let number = place.and_then(|(_, rest)| rest.split(':').next()?.parse().ok());
            let lines = toml.lines().count().max(1);
            prop_assert!(number.is_some_and(|n: usize| (1..=lines).contains(&n)), "{}", told);
        }
    }
    Ok(())
}

/// One way to spoil a file.
#[derive(Debug, Clone)]
enum Damage {
    Delete(Index),
    Double(Index),
    Swap(Index, Index),
    Value(Index, &'static str),
    Character(Index, char),
}

const VALUES: &[&str] = &[
    "0",
    "1",
    "-1",
    "7",
    "255",
    "256",
    "1e308",
    "-0.0",
    "nan",
    "inf",
    "4294967295",
    "4294967296",
    "18446744073709551616",
    "true",
    "\"\"",
    "\"raster\"",
    "\"none\"",
    "\"\\u0000\"",
    "[]",
    "[0]",
    "[-1]",
    "{}",
    "1979-05-27",
    "'''",
    "\"generic-80\"",
    "\"esc-star-33\"",
    "\"gs-v-65\"",
    "",
];

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        any::<Index>().prop_map(Damage::Delete),
        any::<Index>().prop_map(Damage::Double),
        any::<(Index, Index)>().prop_map(|(one, other)| Damage::Swap(one, other)),
        (any::<Index>(), select(VALUES)).prop_map(|(line, value)| Damage::Value(line, value)),
        (any::<Index>(), select(&['"', '[', ']', '=', '\n', '.', '#', 'é', '\u{0}'][..]))
            .prop_map(|(place, character)| Damage::Character(place, character)),
    ]
}

fn spoil(toml: &str, damages: &[Damage]) -> String {
    let mut lines: Vec<String> = toml.lines().map(str::to_owned).collect();
    for damage in damages {
        match damage {
            Damage::Delete(line) if lines.len() > 1 => {
                lines.remove(line.index(lines.len()));
            }
            Damage::Double(line) => {
                let line = line.index(lines.len());
                lines.insert(line, lines[line].clone());
            }
            Damage::Swap(one, other) => {
                let count = lines.len();
                lines.swap(one.index(count), other.index(count));
            }
            Damage::Value(line, value) => {
                let keys: Vec<usize> =
                    (0..lines.len()).filter(|&i| lines[i].contains('=')).collect();
                if !keys.is_empty() {
                    let line = keys[line.index(keys.len())];
                    let key = lines[line].split('=').next().unwrap_or("").to_owned();
                    lines[line] = format!("{key}= {value}");
                }
            }
            Damage::Character(place, character) => {
                let line = place.index(lines.len());
                let mut characters: Vec<char> = lines[line].chars().collect();
                characters.insert(place.index(characters.len() + 1), *character);
                lines[line] = characters.into_iter().collect();
            }
            Damage::Delete(_) => {}
        }
    }
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::paper::samples::cases(10_000)))]

    #[test]
    fn no_text_makes_the_parser_panic_or_lose_its_place(
        toml in "([ -~\\n]|[\\[\\]=\"'.#{}\\n]|\\PC){0,120}",
    ) {
        read(&toml)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::paper::samples::cases(3_000)))]

    #[test]
    fn no_damage_to_a_profile_makes_the_parser_panic_or_lose_its_place(
        (_, toml) in select(SHIPPED),
        damages in proptest::collection::vec(damage(), 1..6),
    ) {
        read(&spoil(toml, &damages))?;
    }
}
