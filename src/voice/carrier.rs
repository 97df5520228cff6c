//! A carrier: a phrase from whose middle a word is cut, so that it is said as part of a breath and not by itself.
//!
//! Belongs here: the `[carriers]` of a table. Never here: running the synthesiser and cutting (that is `make`).

use super::clip::ClipName;
use super::take::Take;
use std::fmt;

/// Where the word stands in a carrier.
const WORD: &str = "*";

/// A phrase with one place left open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carrier {
    before: Vec<ClipName>,
    after: Vec<ClipName>,
}

impl Carrier {
    /// Reads "intro letter-t * digit-5"; `None` when a word is no clip, or when not exactly one place is open.
    pub fn parse(text: &str) -> Option<Self> {
        let (before, after) = text.split_once(WORD)?;
        let words = |part: &str| -> Option<Vec<ClipName>> {
            part.split_whitespace().map(ClipName::parse).collect()
        };
        Some(Self { before: words(before)?, after: words(after)? })
    }

    /// The words of the whole phrase with `word` in its place, and where that is.
    pub fn around<'a>(&'a self, word: &'a ClipName) -> (Vec<&'a ClipName>, usize) {
        let words = self.before.iter().chain([word]).chain(&self.after);
        (words.collect(), self.before.len())
    }
}

impl fmt::Display for Carrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |words: &[ClipName]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
        let parts = [names(&self.before), vec![WORD.to_owned()], names(&self.after)];
        f.write_str(&parts.concat().join(" "))
    }
}

/// Which carrier cuts a take: all letters have the same, all digits within a phrase, all digits at its end ...
pub fn kind(take: &Take) -> String {
    let name = take.to_string();
    let ends = if take.ends { ".end" } else { "" };
    match take.name {
        ClipName::Letter(_) => format!("letter{ends}"),
        ClipName::Digit(_) => format!("digit{ends}"),
        ClipName::Number(_) => format!("number{ends}"),
        ClipName::Place(_) => format!("place{ends}"),
        _ => name,
    }
}

/// Whether a line of `[carriers]` can ever cut anything.
pub fn is_kind(key: &str) -> bool {
    let examples = ["letter-a", "digit-0", "number-10", "place-a"];
    let whole = ["intro", "go-to", "counter", "teen", "tens"];
    let words = examples.into_iter().chain(whole);
    let takes = words.flat_map(|word| [word.to_owned(), format!("{word}.end")]);
    takes.filter_map(|name| Take::parse(&name)).any(|take| kind(&take) == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_carrier_has_one_open_place_among_words() {
        let carrier = Carrier::parse("intro letter-t * digit-5").unwrap();
        let word = ClipName::Digit(7);
        let (words, place) = carrier.around(&word);
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        assert_eq!((words.join(" ").as_str(), place), ("intro letter-t digit-7 digit-5", 2));
        assert_eq!(carrier.to_string(), "intro letter-t * digit-5");
        for text in ["", "intro", "* digit-1 *", "digit-12 *"] {
            assert_eq!(Carrier::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_line_of_carriers_is_named_like_what_it_cuts() {
        let known = |name: &str| kind(&Take::parse(name).unwrap());
        assert_eq!(
            (known("digit-3").as_str(), known("digit-3.end").as_str()),
            ("digit", "digit.end")
        );
        assert_eq!((known("place-x").as_str(), known("tens.end").as_str()), ("place", "tens.end"));
        assert!(is_kind("letter") && is_kind("number.end") && is_kind("go-to"));
        assert!(!is_kind("digit-3") && !is_kind("chime") && !is_kind("end"));
    }
}
