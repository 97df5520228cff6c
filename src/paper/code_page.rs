//! Which byte stands for which character in a printer's code page.
//!
//! Belongs here: the tables and the search for the fewest page switches in a line. Never here:
//! which number a printer gives a page (that is data in its profile), or commands.

use serde::Deserialize;

/// A code page that we can write. All of them agree on ASCII (20h to 7Eh).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CodePage {
    /// The page of the first IBM PC; nearly every printer starts in it.
    Cp437,
    /// Western Europe before the euro.
    Cp850,
    /// Western Europe with the euro sign at D5h.
    Cp858,
    /// Windows Western Europe, with typographic quotes and dashes.
    Cp1252,
}

/// Bytes 80h to FFh of code page 437.
/// Source: unicode.org, Public/MAPPINGS/VENDORS/MICSFT/PC/CP437.TXT
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ\
    áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
    └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
    αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// Bytes 80h to FFh of code page 858: CP850.TXT (unicode.org, as above) with the euro sign for the
/// dotless i at D5h, as IBM registered it (CCSID 858). It serves code page 850, too.
const CP858: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ\
    áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
    └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀\
    ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// Bytes 80h to 9Fh of code page 1252; U+FFFD marks the five unused bytes. A0h to FFh are Latin-1.
/// Source: unicode.org, Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT
const CP1252_LOW: &str = "€\u{fffd}‚ƒ„…†‡ˆ‰Š‹Œ\u{fffd}Ž\u{fffd}\u{fffd}‘’“”•–—˜™š›œ\u{fffd}žŸ";

impl CodePage {
    /// Every page that we can write.
    pub const ALL: [CodePage; 4] =
        [CodePage::Cp437, CodePage::Cp850, CodePage::Cp858, CodePage::Cp1252];

    /// The number by which the world knows the page.
    pub fn number(self) -> u16 {
        match self {
            CodePage::Cp437 => 437,
            CodePage::Cp850 => 850,
            CodePage::Cp858 => 858,
            CodePage::Cp1252 => 1252,
        }
    }

    /// The byte of `character` in this page, if the page has it.
    pub fn byte(self, character: char) -> Option<u8> {
        match character {
            ' '..='~' => u8::try_from(character).ok(),
            '\u{fffd}' | '\u{0}'..='\u{9f}' => None,
            _ => match self {
                CodePage::Cp437 => upper_half(CP437, character),
                CodePage::Cp850 if character == 'ı' => Some(0xd5),
                CodePage::Cp850 if character == '€' => None,
                CodePage::Cp850 | CodePage::Cp858 => upper_half(CP858, character),
                CodePage::Cp1252 => match character {
                    '\u{a0}'..='\u{ff}' => u8::try_from(character).ok(),
                    _ => upper_half(CP1252_LOW, character),
                },
            },
        }
    }

    /// How many characters at the start of `text` this page has.
    fn reach(self, text: &[char]) -> usize {
        text.iter().take_while(|&&character| self.byte(character).is_some()).count()
    }
}

fn upper_half(table: &str, character: char) -> Option<u8> {
    let index = table.chars().position(|candidate| candidate == character)?;
    u8::try_from(0x80 + index).ok()
}

/// A stretch of a line in one code page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The page these bytes need, or `None` when they are ASCII and every page will do.
    pub page: Option<CodePage>,
    /// The text in that page; never a byte below 20h.
    pub bytes: Vec<u8>,
}

/// Encodes `text` with as few page switches as possible, trying `pages` in their order.
///
/// # Errors
/// The first character that none of the pages has.
pub fn encode_text(text: &str, pages: &[CodePage]) -> Result<Vec<Run>, char> {
    let characters: Vec<char> = text.chars().map(|character| plain(character, pages)).collect();
    let mut runs: Vec<Run> = Vec::new();
    let mut rest = characters.as_slice();
    while let Some(&first) = rest.first() {
        // The page that carries us furthest; of equals, the one the profile prefers.
        let ascii = rest.iter().take_while(|c| matches!(c, ' '..='~')).count();
        let (page, length) = if ascii == rest.len() {
            (None, ascii)
        } else {
            let furthest = pages.iter().rev().map(|&page| (page.reach(rest), page));
            let (length, page) = furthest.max_by_key(|&(length, _)| length).ok_or(first)?;
            (Some(page), length)
        };
        if length == 0 {
            return Err(first);
        }
        let (here, later) = rest.split_at(length);
        let bytes = here.iter().filter_map(|&c| page.unwrap_or(CodePage::Cp437).byte(c));
        runs.push(Run { page, bytes: bytes.collect() });
        rest = later;
    }
    Ok(runs)
}

/// Typographic punctuation that none of `pages` has, in the form a typewriter gives it: a dash
/// that a word processor put into a service name must not stop a ticket.
fn plain(character: char, pages: &[CodePage]) -> char {
    let replacement = match character {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{2032}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2033}' => '"',
        _ => return character,
    };
    match pages.iter().any(|page| page.byte(character).is_some()) {
        true => character,
        false => replacement,
    }
}

#[cfg(test)]
mod tests {
    use super::CodePage::{Cp437, Cp850, Cp858, Cp1252};
    use super::*;
    use oem_cp::code_table::{DECODING_TABLE_CP437, DECODING_TABLE_CP850, DECODING_TABLE_CP858};

    /// What somebody else's tables say that the bytes 20h to FFh print; `None` where they print
    /// nothing.
    fn independent(page: CodePage) -> Vec<Option<char>> {
        let upper: Vec<char> = match page {
            Cp437 => DECODING_TABLE_CP437.to_vec(),
            Cp850 => DECODING_TABLE_CP850.to_vec(),
            Cp858 => DECODING_TABLE_CP858.to_vec(),
            Cp1252 => {
                let bytes: Vec<u8> = (0x80..=0xff).collect();
                let (text, _, _) = encoding_rs::WINDOWS_1252.decode(&bytes);
                text.chars().collect()
            }
        };
        let all = (' '..='\u{7f}').chain(upper);
        all.map(|character| Some(character).filter(|c| !c.is_control())).collect()
    }

    #[test]
    fn every_byte_of_every_page_is_where_independent_tables_have_it() {
        for page in CodePage::ALL {
            let theirs = independent(page);
            assert_eq!(theirs.len(), 0xe0, "{page:?}");
            // Every character of the Basic Multilingual Plane, and thereby every byte.
            for character in '\u{0}'..='\u{ffff}' {
                let byte = theirs.iter().position(|&their| their == Some(character));
                let expected = byte.map(|index| 0x20 + index as u8);
                assert_eq!(page.byte(character), expected, "{character:?} in {page:?}");
            }
        }
    }

    #[test]
    fn the_number_of_a_page_is_in_its_name() {
        for page in CodePage::ALL {
            assert_eq!(format!("{page:?}"), format!("Cp{}", page.number()));
        }
    }

    #[test]
    fn known_bytes_are_where_the_standards_put_them() {
        for (page, character, byte) in [
            (Cp437, 'é', 0x82),
            (Cp437, 'ß', 0xe1),
            (Cp858, '€', 0xd5),
            (Cp858, 'ã', 0xc6),
            (Cp1252, '€', 0x80),
            (Cp1252, '–', 0x96),
            (Cp1252, 'ÿ', 0xff),
            (Cp1252, 'A', 0x41),
        ] {
            assert_eq!(page.byte(character), Some(byte), "{character} in {page:?}");
        }
        assert_eq!(Cp437.byte('€'), None);
        assert_eq!(Cp1252.byte('\u{1b}'), None);
        assert_eq!(Cp1252.byte('\u{9d}'), None);
    }

    fn pages_of(text: &str, pages: &[CodePage]) -> Vec<Option<CodePage>> {
        let runs = encode_text(text, pages).expect("every character is in one of the pages");
        runs.into_iter().map(|run| run.page).collect()
    }

    #[test]
    fn ascii_needs_no_page() {
        assert_eq!(pages_of("Loket 1", &[Cp858]), [None]);
        assert_eq!(pages_of("", &[Cp858]), []);
    }

    #[test]
    fn the_preferred_page_wins_unless_another_saves_a_switch() {
        assert_eq!(pages_of("Élite", &[Cp1252, Cp858]), [Some(Cp1252)]);
        assert_eq!(pages_of("Élite", &[Cp858, Cp1252]), [Some(Cp858)]);
        assert_eq!(pages_of("é „x“", &[Cp858, Cp1252]), [Some(Cp1252)]);
        assert_eq!(pages_of("œ ∞", &[Cp1252, Cp437]), [Some(Cp1252), Some(Cp437)]);
    }

    #[test]
    fn a_dash_never_stops_a_ticket_but_a_missing_letter_does() {
        let runs = encode_text("20–30", &[Cp437]).expect("the dash has a plain form");
        assert_eq!(runs[0].bytes, b"20-30");
        assert_eq!(encode_text("Loket ꦩ", &[Cp1252, Cp437]), Err('ꦩ'));
    }
}
