//! `PaperText`: the only way to put text on paper.
//!
//! A service name comes from a settings file and may hold anything. One ESC in it could reprogram
//! the printer and one right-to-left override could turn a number round, so text loses both here,
//! in the constructor, and nothing later has to think about it again. Never here: code pages.

use icu_normalizer::ComposingNormalizerBorrowed;
use std::fmt;

/// Text that cannot be mistaken for a printer command and reads in one direction.
///
/// Invariant: no C0 or C1 control, no DEL, no bidirectional control, no zero-width character, no
/// space at either end and never two spaces in a row; letters and accents are composed as far as
/// Unicode can (NFC), because a printer has é but not e with a loose accent.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct PaperText(String);

impl PaperText {
    /// Cleans `raw`: white space of any kind and length becomes one space, characters that have no
    /// place on paper are dropped, everything else stays as it is.
    pub fn new(raw: &str) -> PaperText {
        let mut clean = String::with_capacity(raw.len());
        let mut space_is_due = false;
        for character in raw.chars() {
            // White space first: a line break or a tab is a control too, but it separates words.
            if character.is_whitespace() {
                space_is_due = true;
            } else if !has_no_ink(character) {
                if space_is_due && !clean.is_empty() {
                    clean.push(' ');
                }
                space_is_due = false;
                clean.push(character);
            }
        }
        PaperText(ComposingNormalizerBorrowed::new_nfc().normalize(&clean).into_owned())
    }

    /// The cleaned text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True when nothing printable was left.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for PaperText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for PaperText {
    fn from(raw: &str) -> Self {
        PaperText::new(raw)
    }
}

/// Characters that steer instead of print: controls (Unicode category Cc), the annotation marks,
/// and everything that a program without a use for it shall not show, the bidirectional controls of
/// UAX #9 among it. Source: Unicode, DerivedCoreProperties.txt, Default_Ignorable_Code_Point.
fn has_no_ink(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{00AD}'
                | '\u{034F}'
                | '\u{061C}'
                | '\u{115F}'..='\u{1160}'
                | '\u{17B4}'..='\u{17B5}'
                | '\u{180B}'..='\u{180F}'
                | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{3164}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{FFF0}'..='\u{FFFB}'
                | '\u{1BCA0}'..='\u{1BCA3}'
                | '\u{1D173}'..='\u{1D17A}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(raw: &str, expected: &str) {
        assert_eq!(PaperText::new(raw).as_str(), expected, "from {raw:?}");
    }

    #[test]
    fn printer_commands_lose_their_escape() {
        check("\u{1b}@KTP\u{10}\u{4}\u{1}", "@KTP");
        check("\u{9b}m\u{7f}KTP\0", "mKTP");
    }

    #[test]
    fn text_reads_in_one_direction() {
        check("T\u{202e}210\u{202c}", "T210");
        check("\u{2067}Loket\u{2069} \u{200f}1\u{61c}", "Loket 1");
    }

    #[test]
    fn white_space_is_one_space() {
        check("  Dinas\t\tDukcapil\r\n Magetan\u{a0} ", "Dinas Dukcapil Magetan");
        check("\u{2028}\u{85}", "");
    }

    #[test]
    fn accents_and_other_scripts_stay() {
        check("Kantor Élite ꦩꦒꦼꦠꦤ꧀", "Kantor Élite ꦩꦒꦼꦠꦤ꧀");
    }

    #[test]
    fn what_has_no_ink_is_left_out() {
        check("T\u{2060}0\u{fe0f}1\u{e0041}2\u{3164}\u{fff9}", "T012");
    }

    #[test]
    fn loose_accents_are_put_on_their_letters() {
        check("E\u{301}lite", "Élite");
        check("e\u{200d}\u{301}", "é");
        check("ꦏ\u{a9b3}", "ꦏ\u{a9b3}");
    }

    proptest! {
        #[test]
        fn nothing_that_steers_survives(raw in any::<String>()) {
            let text = PaperText::new(&raw);
            prop_assert!(text.as_str().chars().all(|character| !has_no_ink(character)));
            prop_assert!(!text.as_str().contains("  "));
            prop_assert_eq!(text.as_str().trim(), text.as_str());
            prop_assert_eq!(PaperText::new(text.as_str()), text);
        }
    }
}
