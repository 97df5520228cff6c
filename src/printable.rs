//! Printable text: shows text from outside (arguments, file names, keys, names, answers of printers) without characters that
//! a terminal or a file of lines would obey.
//!
//! One rule for everything that leaves the program as words: `say` and `log` apply it at the edge. Never here: what is
//! said, and what an office file may contain (`office`).

use std::borrow::Cow;

/// Control characters, line and paragraph separators, and the marks that turn the direction of letters.
pub(crate) fn is_active(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text on one line: every active character stands as its escape, `\n` or `\u{202e}`.
pub(crate) fn on_one_line(text: &str) -> Cow<'_, str> {
    escaped(text, |_| false)
}

/// A sentence that may go on below: a line break stays where the next line is indented, as the program's own sentences
/// are. A name with a line break in it cannot begin a line at the margin.
pub(crate) fn as_sentence(text: &str) -> Cow<'_, str> {
    escaped(text, |rest| rest.starts_with("\n  "))
}

/// A text of many lines: every line break stays.
pub(crate) fn as_lines(text: &str) -> Cow<'_, str> {
    escaped(text, |rest| rest.starts_with('\n'))
}

/// JSON with the same contents. What a JSON writer leaves as it is (U+007F to U+009F, marks of direction) gets the escape
/// of JSON; outside its texts JSON has no such characters.
pub(crate) fn as_json(json: &str) -> Cow<'_, str> {
    if !json.contains(is_active) {
        return Cow::Borrowed(json);
    }
    let mut plain = String::with_capacity(json.len());
    for character in json.chars() {
        match is_active(character) {
            true => plain += &format!("\\u{:04x}", u32::from(character)),
            false => plain.push(character),
        }
    }
    Cow::Owned(plain)
}

/// What a library says of a fault, without the places in sources where it says it (`at /home/x/lib-1.0/src/y.rs:7`): they are
/// of the machine that built the program, and help nobody who reads.
pub(crate) fn without_places(text: &str) -> Cow<'_, str> {
    if !text.split(' ').any(is_place) {
        return Cow::Borrowed(text);
    }
    let mut plain: Vec<String> = Vec::new();
    for word in text.split(' ') {
        if !is_place(word) {
            plain.push(word.to_owned());
            continue;
        }
        let is_before = plain.last().is_some_and(|word| ["at", "in"].contains(&word.as_str()));
        if is_before {
            plain.pop();
        }
        // The colon that stood behind the place belongs to what was said before it.
        if let (true, Some(last)) = (word.ends_with(':'), plain.last_mut()) {
            last.push(':');
        }
    }
    Cow::Owned(plain.join(" "))
}

/// A file of Rust with its line: `src/x.rs:7`, `/a/b.rs:7:12:`.
fn is_place(word: &str) -> bool {
    let word = word.trim_matches(|c: char| "():,.".contains(c));
    word.rsplit_once(".rs:").is_some_and(|(_, line)| {
        !line.is_empty() && line.chars().all(|c| c.is_ascii_digit() || c == ':')
    })
}

/// A text with its active characters escaped, but for those at whose place `stays` says so of the rest of the text.
fn escaped(text: &str, stays: impl Fn(&str) -> bool) -> Cow<'_, str> {
    let changes = |(at, c): (usize, char)| is_active(c) && !stays(&text[at..]);
    if !text.char_indices().any(changes) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        match changes((at, character)) {
            true => plain.extend(character.escape_default()),
            false => plain.push(character),
        }
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "T\u{1b}[2J\u{9b}\u{202e}\u{2028}\r\n  Ḋ ꦲꦏ꧀\nantre: all is well";

    #[test]
    fn places_in_sources_are_left_out_of_what_libraries_say() {
        let said = "event loop: os error at /root/.cargo/registry/src/index-19/winit-0.30.13/src/mod.rs:765: no DISPLAY";
        assert_eq!(without_places(said), "event loop: os error: no DISPLAY");
        assert_eq!(without_places("failed (src/a.rs:7:12)"), "failed");
        assert_eq!(without_places("x.rs:9: broken"), "broken");
        for said in ["cannot open main.rs", "tcp://10.0.0.1:9100", "/srv/at.rs: no such file", ""] {
            assert_eq!(without_places(said), said);
        }
    }

    #[test]
    fn nothing_of_a_text_moves_a_cursor_or_turns_letters() {
        for shown in [on_one_line(HOSTILE), as_sentence(HOSTILE), as_lines(HOSTILE)] {
            assert!(!shown.contains(|c| is_active(c) && c != '\n'), "{shown:?}");
            assert!(shown.starts_with("T\\u{1b}[2J\\u{9b}\\u{202e}\\u{2028}\\r"), "{shown:?}");
            assert!(shown.contains("Ḋ ꦲꦏ꧀"), "letters stay: {shown:?}");
        }
    }

    #[test]
    fn a_line_begins_only_where_the_program_begins_one() {
        assert_eq!(on_one_line("a\n  b"), "a\\n  b");
        assert_eq!(as_sentence("a\n  b\nantre: c\n"), "a\n  b\\nantre: c\\n");
        assert_eq!(as_lines("a\n  b\nc"), "a\n  b\nc");
        assert!(matches!(as_sentence("all\n  plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn json_says_the_same_without_them() {
        assert_eq!(as_json("{\"a\":\"\u{9b}\u{202e}\\n\"}"), "{\"a\":\"\\u009b\\u202e\\n\"}");
        assert!(matches!(as_json("{\"a\":\"ꦲꦏ꧀\"}"), Cow::Borrowed(_)));
    }
}
