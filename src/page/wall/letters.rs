//! How wide words are, before any browser has drawn them: measured generously, for whatever face a television brings.
//!
//! All lengths are in capitals of 25 mm, the least that people across a room can read.

/// The size of a face in its capitals.
const FACE: f64 = 1.43;
/// A line of running text in its capitals.
pub(super) const LINE: f64 = 1.72;

/// The sizes that the style sheet knows, in tenths of a capital of 25 mm.
pub(super) const SIZES: [u16; 20] =
    [10, 11, 12, 13, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 40, 45, 50, 56];

/// The largest size that is no larger than this.
pub(super) fn size(capitals: f64) -> u16 {
    let fits = |size: &&u16| f64::from(**size) <= capitals * 10.0 + 0.01;
    SIZES.iter().rev().find(fits).copied().unwrap_or(SIZES[0])
}

/// The class of a size.
pub(super) fn class(size: u16) -> String {
    format!("s{size}")
}

/// A heavy text on one line.
pub(super) fn wide(text: &str) -> f64 {
    text.chars().map(of_letter).sum::<f64>() * FACE
}

/// The same in the regular weight, which is narrower.
pub(super) fn plain(text: &str) -> f64 {
    wide(text) * 0.93
}

/// The widest of these.
pub(super) fn widest<'t>(texts: impl Iterator<Item = &'t str>, of: fn(&str) -> f64) -> f64 {
    texts.map(of).fold(0.0, f64::max)
}

/// The lines of a heavy text within this width; `None` where a word is wider.
pub(super) fn lines(text: &str, room: f64) -> Option<usize> {
    let (mut lines, mut used) = (1, 0.0);
    for word in text.split_whitespace() {
        let word = wide(word);
        if word > room {
            return None;
        }
        let after = if used > 0.0 { used + wide(" ") + word } else { word };
        if after > room {
            lines += 1;
            used = word;
        } else {
            used = after;
        }
    }
    Some(lines)
}

/// A letter of a heavy face in its size: as wide as in the widest of the faces that televisions bring.
fn of_letter(letter: char) -> f64 {
    match letter {
        '0'..='9' => 0.63,
        'i' | 'j' | 'l' | 'I' | '\'' | '.' | ',' | ':' | ';' | '|' | '!' | ' ' => 0.31,
        'f' | 'r' | 't' | '(' | ')' | '/' | '-' | '"' => 0.39,
        'a' | 'c' | 'e' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 0.56,
        'E' | 'F' | 'L' | 'T' | 'Z' | '?' => 0.62,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '&' => 0.9,
        'A'..='Z' => 0.73,
        _ if letter.is_ascii() => 0.61,
        _ => 0.75,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_one_that_the_style_sheet_knows_and_never_less_than_a_capital() {
        assert_eq!((size(1.0), size(0.2), size(1.59), size(99.0)), (10, 10, 14, 56));
    }

    #[test]
    fn words_are_never_torn() {
        assert_eq!(lines("Loket 1", 20.0), Some(1));
        assert_eq!(lines("Loket Pengambilan Dokumen", 12.0), Some(3));
        assert_eq!(lines("Pengambilan", 3.0), None);
    }
}
