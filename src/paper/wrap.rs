//! Breaks text into lines of at most so many columns. Every character is one column wide.
//!
//! Never here: what a column is on a given printer (that is `layout`). Nothing is ever cut off: a
//! word longer than a line goes on in the next one.

/// Fills each line as far as it goes: right for lists, which are read from the left edge.
pub(super) fn fill(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let mut rest: Vec<char> = word.chars().collect();
        let gap = usize::from(used > 0);
        if used + gap + rest.len() > columns && used > 0 {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        while rest.len() > columns {
            lines.push(rest.drain(..columns).collect());
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        used += rest.len();
        line.extend(rest);
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// As many lines as [`fill`] needs, but of nearly equal length: right for centred text, where a
/// single word on the last line looks like a mistake.
pub(super) fn balance(text: &str, columns: usize) -> Vec<String> {
    let filled = fill(text, columns);
    let narrowest = longest_word(text).min(columns).max(1);
    (narrowest..columns)
        .map(|width| fill(text, width))
        .find(|lines| lines.len() == filled.len())
        .unwrap_or(filled)
}

/// The length of the longest word in columns.
pub(super) fn longest_word(text: &str) -> usize {
    let words = text.split_whitespace();
    words.map(|word| word.chars().count()).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_are_filled_from_the_left() {
        let lines = fill("fotokopi surat nikah atau akta cerai", 20);
        assert_eq!(lines, ["fotokopi surat nikah", "atau akta cerai"]);
    }

    #[test]
    fn centred_lines_are_of_nearly_equal_length() {
        let office = "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL - MAGETAN";
        let lines = balance(office, 48);
        assert_eq!(lines, ["DINAS KEPENDUDUKAN DAN", "PENCATATAN SIPIL - MAGETAN"]);
        assert_eq!(balance(office, 32), lines);
        assert_eq!(balance("KTP Elektronik", 48), ["KTP Elektronik"]);
    }

    #[test]
    fn a_long_word_goes_on_in_the_next_line() {
        assert_eq!(
            fill("di dispenduk.magetan.go.id", 10),
            ["di", "dispenduk.", "magetan.go", ".id"]
        );
        assert_eq!(fill("0123456789", 5), ["01234", "56789"]);
        assert_eq!(fill("", 5), [""]);
    }

    proptest! {
        #[test]
        fn nothing_is_cut_off_and_nothing_is_too_long(
            text in "[a-zé ]{0,80}",
            columns in 1usize..50,
        ) {
            for lines in [fill(&text, columns), balance(&text, columns)] {
                prop_assert!(lines.iter().all(|line| line.chars().count() <= columns));
                let printed: String = lines.concat().split_whitespace().collect();
                let wanted: String = text.split_whitespace().collect();
                prop_assert_eq!(printed, wanted);
            }
        }
    }
}
