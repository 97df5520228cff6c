//! How many are ahead, and how long it is to wait: what a visitor is told of it.
//!
//! An estimate is a range in steps of five minutes, wherever it is told. What is not known is not said, and never a zero.

use crate::domain::WaitRange;
use crate::words::Words;

/// How many are ahead, as a sentence.
pub fn people_ahead(count: u32, words: &Words) -> String {
    match count {
        0 => words.text("sentence.ahead-none").to_owned(),
        count => words.with("sentence.ahead", &[("count", &count)]),
    }
}

/// The same on paper, where it is large: "4 orang di depan Anda".
pub fn people_ahead_on_paper(count: u32, words: &Words) -> String {
    match count {
        0 => people_ahead(0, words),
        count => words.with("paper.ahead", &[("count", &count)]),
    }
}

/// The estimate on paper, where it is large: "kira-kira 20-30 menit".
pub fn wait_on_paper(range: WaitRange, words: &Words) -> String {
    of_range("paper.wait", range, words)
}

/// The estimate as a sentence.
pub fn wait(range: WaitRange, words: &Words) -> String {
    of_range("paper.estimate", range, words)
}

/// The estimate, or that nobody can tell although there are people ahead; nothing where nobody is.
pub fn wait_or_unknown(range: Option<WaitRange>, ahead: u32, words: &Words) -> String {
    match range {
        Some(range) => wait(range, words),
        None if ahead > 0 => words.text("sentence.wait-unknown").to_owned(),
        None => String::new(),
    }
}

/// The estimate in the least room: "20-30 menit".
pub fn wait_in_short(range: WaitRange, words: &Words) -> String {
    of_range("sentence.tile-wait", range, words)
}

/// The same for whoever hears it.
pub fn wait_spoken(range: WaitRange, words: &Words) -> String {
    of_range("sentence.tile-wait-spoken", range, words)
}

/// The same in the technician's English: "about 20-30 min".
pub fn wait_in_english(range: WaitRange) -> String {
    let WaitRange { from, to } = range.rounded();
    format!("about {from}-{to} min")
}

fn of_range(key: &str, range: WaitRange, words: &Words) -> String {
    let WaitRange { from, to } = range.rounded();
    words.with(key, &[("from", &from), ("to", &to)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Language;

    const RANGE: WaitRange = WaitRange { from: 22, to: 28 };

    #[test]
    fn an_estimate_is_told_in_steps_of_five_minutes_wherever_it_stands() {
        for words in Language::ALL.iter().map(|language| Words::of(*language)) {
            for said in [wait(RANGE, words), wait_in_short(RANGE, words), wait_spoken(RANGE, words)]
            {
                assert!(said.contains("20") && said.contains("30"), "{said}");
                assert!(!said.contains('{'), "{said}");
            }
        }
        assert_eq!(wait_in_english(RANGE), "about 20-30 min");
        assert_eq!(wait_in_short(RANGE, Words::of(Language::Indonesian)), "20-30 menit");
    }

    #[test]
    fn what_nobody_can_tell_is_not_a_number() {
        let words = Words::of(Language::English);
        assert_eq!(wait_or_unknown(Some(RANGE), 5, words), wait(RANGE, words));
        let unknown = wait_or_unknown(None, 5, words);
        assert_eq!(unknown, "Wait not known yet");
        assert_eq!(
            wait_or_unknown(None, 0, words),
            "",
            "nobody is ahead, there is nothing to wait for"
        );
    }
}
