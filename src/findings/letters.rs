//! Letters: whether the office's fonts are fonts, and which letters of its texts no screen and no paper can draw.

use super::Finding;
use crate::data::DataFolder;
use crate::file;
use crate::fonts;
use crate::paper::{Fonts, Letters};
use std::collections::BTreeSet;
use toml::{Table, Value};

/// More than any office file has, in bytes.
const OFFICE_MOST: u64 = 1 << 20;

/// What is wrong with the font files that the office has added.
pub(super) fn own_fonts(data: &DataFolder) -> Vec<Finding> {
    fonts::faults(data).iter().map(|fault| Finding::of_error("letters.font", fault)).collect()
}

/// Texts of the office file with letters that neither the program's fonts nor the office's have. A window would show
/// them as empty boxes, unless this machine happens to have a font for them.
pub(super) fn undrawn(data: &DataFolder) -> Vec<Finding> {
    let source = file::read_text(&data.office_file(), OFFICE_MOST).unwrap_or_default();
    let folder = data.fonts_folder().display().to_string();
    let found = letters_without_font(&source, &fonts::of(data));
    let finding = |Undrawn { line, key, letters }: Undrawn| {
        let place = match line {
            Some(line) => format!("line {line}: {key}"),
            None => key,
        };
        let shown: Vec<String> =
            letters.iter().map(|c| format!("'{c}' (U+{:04X})", u32::from(*c))).collect();
        let sentence = format!(
            "{place}: no font of the program or the office has {}, so a screen shows an empty box there unless this \
             machine has a font for it",
            shown.join(", ")
        );
        let remedy = format!("put a font file for this script into {folder}");
        Finding::warning("letters.no-font", sentence, remedy)
    };
    found.into_iter().map(finding).collect()
}

#[derive(Debug, PartialEq, Eq)]
struct Undrawn {
    /// From 1; `None` where the letters are written as escapes.
    line: Option<usize>,
    key: String,
    letters: Vec<char>,
}

/// Each letter is told at the first text that has it.
fn letters_without_font(source: &str, fonts: &Fonts) -> Vec<Undrawn> {
    let Ok(table) = source.parse::<Table>() else { return Vec::new() };
    let mut texts = Vec::new();
    collect(&Value::Table(table), String::new(), &mut texts);
    let mut known = BTreeSet::new();
    let mut fonts = Letters::of(fonts);
    let mut found = Vec::new();
    for (key, text) in texts {
        let mut letters = fonts.missing_in(&text);
        letters.retain(|letter| known.insert(*letter));
        if letters.is_empty() {
            continue;
        }
        let holds = |line: &str| !line.trim_start().starts_with('#') && line.contains(letters[0]);
        let line = source.lines().position(holds).map(|index| index + 1);
        found.push(Undrawn { line, key, letters });
    }
    found
}

/// Every text of the file with its key, for example `service[2].name.en`.
fn collect(value: &Value, key: String, texts: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) if !text.is_ascii() => texts.push((key, text.clone())),
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                collect(value, format!("{key}[{}]", index + 1), texts);
            }
        }
        Value::Table(table) => {
            for (name, value) in table {
                let below = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
                collect(value, below, texts);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_without_font_is_told_once_with_its_place() {
        let source = "# บ\n[office]\nname = \"Dinas é ꦩ\"\n[[service]]\nname = { id = \"บัตร\" }\n[[service]]\nname = \"บ 县\"\n";
        let found = letters_without_font(source, &Fonts::shipped());
        let place = |line, key: &str, letters: &str| Undrawn {
            line: Some(line),
            key: key.to_owned(),
            letters: letters.chars().collect(),
        };
        let expected = [place(5, "service[1].name.id", "บัตร"), place(7, "service[2].name", "县")];
        assert_eq!(found, expected);
    }
}
