//! Where a line of drawn text may end, and the filling of lines.
//!
//! Belongs here: rules and widths. Never here: fonts and glyphs; the widths are given.
//!
//! The rules are Unicode's (UAX #14), but for Javanese. That is traditionally written without
//! spaces, so Unicode lets a line end after every syllable. Where an office writes it with spaces,
//! people expect lines to end there; and a consonant that closes a syllable never begins a line.
//! Source: W3C, Javanese Script Resources.

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{GraphemeClusterSegmenter, LineSegmenter};
use std::collections::HashSet;
use std::ops::Range;

/// What a reader takes for one letter, with its accents and what hangs below it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Letter {
    /// Its bytes.
    range: Range<usize>,
    /// Whether a line may begin with it.
    begins_line: bool,
    is_space: bool,
    /// In dots.
    width: f32,
}

/// Which Javanese text is broken where no space is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Javanese {
    /// None.
    WholeWords,
    /// Any, after a syllable.
    Syllables,
}

/// The letters of `text`; `width` tells the width of a range of bytes.
pub(super) fn letters(
    text: &str,
    javanese: Javanese,
    width: impl Fn(&Range<usize>) -> f32,
) -> Vec<Letter> {
    let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
    let allowed: HashSet<usize> = segmenter.segment_str(text).collect();
    let mut letters: Vec<Letter> = Vec::new();
    let mut start = 0;
    for end in GraphemeClusterSegmenter::new().segment_str(text).skip(1) {
        let range = start..end;
        start = end;
        let (before, here) = text.split_at(range.start);
        match letters.last_mut() {
            // It hangs below the letter before.
            Some(above) if before.ends_with(PANGKON) && here.starts_with(is_consonant) => {
                above.width += width(&range);
                above.range.end = range.end;
            }
            _ => letters.push(Letter {
                begins_line: allowed.contains(&range.start) && !is_kept(before, here, javanese),
                is_space: here[..range.len()].trim().is_empty(),
                width: width(&range),
                range,
            }),
        }
    }
    letters
}

/// The most characters that a letter has in any script, with some to spare.
const MOST_MARKS: usize = 24;

/// The last character of a letter that is buried under its marks: no font stacks so many.
pub(super) fn overloaded(text: &str) -> Option<char> {
    let mut start = 0;
    GraphemeClusterSegmenter::new().segment_str(text).skip(1).find_map(|end| {
        let letter = &text[std::mem::replace(&mut start, end)..end];
        letter.chars().nth(MOST_MARKS)
    })
}

/// The width of the longest stretch in which no line may end.
pub(super) fn longest_word(letters: &[Letter]) -> f32 {
    let words = letters.chunk_by(|_, next| !next.begins_line);
    words.map(width).fold(0.0, f32::max)
}

/// Fills each line as far as it goes; a word longer than a line goes on in the next one.
pub(super) fn fill(letters: &[Letter], room: f32) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut rest = letters;
    while !rest.is_empty() {
        let fitting = (1..=rest.len()).rev().find(|&count| width(&rest[..count]) <= room);
        let most = fitting.unwrap_or(1);
        let word = (1..=most).rev().find(|&count| rest.get(count).is_none_or(|l| l.begins_line));
        let (line, later) = rest.split_at(word.unwrap_or(most));
        if let (Some(first), Some(last)) = (line.first(), line.last()) {
            lines.push(first.range.start..last.range.end);
        }
        rest = later;
    }
    lines
}

/// As many lines as [`fill`] needs, but of nearly equal length: right for centred text.
pub(super) fn balance(letters: &[Letter], room: f32) -> Vec<Range<usize>> {
    let filled = fill(letters, room);
    // Not so narrow that a word would be broken only to even out the lines.
    let mut too_narrow = longest_word(letters).min(room) - 1.0;
    let mut enough = room.min(width(letters)).max(too_narrow);
    while enough - too_narrow > 1.0 {
        let middle = f32::midpoint(too_narrow, enough);
        match fill(letters, middle).len() > filled.len() {
            true => too_narrow = middle,
            false => enough = middle,
        }
    }
    let even = fill(letters, enough);
    if even.len() == filled.len() { even } else { filled }
}

/// The width of a line; spaces at its end take no room.
pub(super) fn width(letters: &[Letter]) -> f32 {
    let inked = letters.iter().rposition(|letter| !letter.is_space).map_or(0, |last| last + 1);
    letters[..inked].iter().map(|letter| letter.width).sum()
}

/// Pangkon, which takes the vowel from its consonant.
const PANGKON: char = '\u{A9C0}';
/// Cecak telu, the dots that make a consonant foreign; they stand between it and a pangkon.
const CECAK_TELU: char = '\u{A9B3}';

/// Whether no line may end between these neighbours although Unicode allows it.
fn is_kept(before: &str, here: &str, javanese: Javanese) -> bool {
    let inside = before.ends_with(is_javanese) && here.starts_with(is_javanese);
    inside && (javanese == Javanese::WholeWords || closes_syllable(here))
}

/// Whether `text` begins with a consonant that has no vowel and carries no other consonant.
fn closes_syllable(text: &str) -> bool {
    let after = text.strip_prefix(is_consonant);
    let after = after.map(|after| after.strip_prefix(CECAK_TELU).unwrap_or(after));
    let after = after.and_then(|after| after.strip_prefix(PANGKON));
    after.is_some_and(|after| !after.starts_with(is_consonant))
}

/// Source: Unicode, block Javanese.
fn is_javanese(character: char) -> bool {
    matches!(character, '\u{A980}'..='\u{A9DF}')
}

/// Source: Unicode, block Javanese: the letters from ka to ha.
fn is_consonant(character: char) -> bool {
    matches!(character, '\u{A98F}'..='\u{A9B2}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Filler = fn(&[Letter], f32) -> Vec<Range<usize>>;

    /// Lines of `text` when every letter is one wide.
    fn lines(text: &str, room: usize, javanese: Javanese, filler: Filler) -> Vec<&str> {
        let lines = filler(&letters(text, javanese, |_| 1.0), room as f32);
        lines.into_iter().map(|range| text[range].trim()).collect()
    }

    #[test]
    fn a_closing_consonant_belongs_to_its_syllable() {
        assert!(closes_syllable("ꦤ꧀"), "at the end");
        assert!(closes_syllable("ꦤ꧀ ꦏ"), "before a space");
        assert!(closes_syllable("ꦥ꦳꧀"), "a foreign one");
        assert!(!closes_syllable("ꦤ꧀ꦠꦿꦶ"), "it carries the next syllable");
        assert!(!closes_syllable("ꦩꦒꦼ"), "it has a vowel");
        assert!(!closes_syllable("12") && !closes_syllable(""));
    }

    #[test]
    fn javanese_breaks_at_spaces_and_without_them_after_a_syllable() {
        let words = "ꦏꦧꦸꦥꦠꦺꦤ꧀ ꦩꦒꦼꦠꦤ꧀";
        assert_eq!(lines(words, 8, Javanese::WholeWords, fill), ["ꦏꦧꦸꦥꦠꦺꦤ꧀", "ꦩꦒꦼꦠꦤ꧀"]);
        let one = "ꦏꦧꦸꦥꦠꦺꦤ꧀ꦩꦒꦼꦠꦤ꧀";
        assert_eq!(lines(one, 6, Javanese::Syllables, fill), ["ꦏꦧꦸꦥꦠꦺꦤ꧀ꦩꦒꦼ", "ꦠꦤ꧀"]);
        assert_eq!(lines(one, 7, Javanese::Syllables, fill), ["ꦏꦧꦸꦥꦠꦺꦤ꧀ꦩꦒꦼ", "ꦠꦤ꧀"]);
    }

    #[test]
    fn chinese_breaks_between_characters_but_not_before_a_comma() {
        let text = "请在一号窗口等候，谢谢";
        assert_eq!(lines(text, 8, Javanese::WholeWords, fill), ["请在一号窗口等", "候，谢谢"]);
        assert_eq!(lines(text, 8, Javanese::WholeWords, balance), ["请在一号窗口", "等候，谢谢"]);
    }

    #[test]
    fn centred_lines_are_even_and_words_stay_whole() {
        let text = "Kependudukan dan Pencatatan Sipil";
        assert_eq!(
            lines(text, 28, Javanese::WholeWords, balance),
            ["Kependudukan dan", "Pencatatan Sipil"]
        );
        assert_eq!(lines("a bcdefgh", 8, Javanese::WholeWords, balance), ["a", "bcdefgh"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_too_long(
            text in "[ꦏꦒꦤꦠꦼꦸ꧀ a-cمكت请候，\u{301}]{0,40}",
            room in 1usize..20,
            balanced in any::<bool>(),
        ) {
            let filler: Filler = if balanced { balance } else { fill };
            for javanese in [Javanese::WholeWords, Javanese::Syllables] {
                let letters = letters(&text, javanese, |_| 1.0);
                let ranges = filler(&letters, room as f32);
                let whole: String = ranges.iter().map(|range| &text[range.clone()]).collect();
                prop_assert_eq!(&whole, &text);
                prop_assert_eq!(ranges.len(), fill(&letters, room as f32).len());
                for range in ranges {
                    let line: Vec<Letter> =
                        letters.iter().filter(|l| range.contains(&l.range.start)).cloned().collect();
                    prop_assert!(line.len() == 1 || width(&line) <= room as f32);
                }
            }
        }
    }
}
