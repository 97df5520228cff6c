//! Numbers side by side, in as many lines as there is room for. What has no room takes turns, and says which part it is.

use super::letters::{plain, wide};
use maud::{Markup, html};

/// Between two numbers.
const AIR: f64 = 0.45;
/// From one line to the next.
const PITCH: f64 = 1.64;

/// The room of a number with what stands before the next one.
pub(super) fn cell(numbers: &[String]) -> f64 {
    let long = numbers.iter().any(|number| number.chars().count() > 4);
    wide(if long { "Q0000" } else { "Q000" }) + AIR
}

/// The room of a number alone.
pub(super) fn one(numbers: &[String]) -> f64 {
    cell(numbers) - AIR
}

/// What is seen of the numbers in this turn.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Seen<'n> {
    /// They, line by line.
    pub(super) lines: Vec<Vec<&'n str>>,
    /// "1/3": which part of them, where it is not all.
    pub(super) part: Option<String>,
}

/// What is seen in this room in this turn; without a word of which part where that would take the room of a number.
pub(super) fn seen(numbers: &[String], (width, height): (f64, f64), turn: u32) -> Seen<'_> {
    let cell = cell(numbers);
    let fit = |room: f64| (((room + AIR) / cell) as usize).max(1);
    let most = fit(width);
    let lines = ((height / PITCH) as usize).max(1);
    let all = numbers.len() <= most * lines;
    let part = plain(if numbers.len() > most * 9 { "88/88" } else { "8/8" });
    let marked = !all && width >= cell + part;
    let last = if marked { ((width - part) / cell) as usize } else { most }.max(1);
    let at_once = most * (lines - 1) + last;
    let pages = numbers.len().div_ceil(at_once).max(1);
    let page = turn as usize % pages;
    let shown: Vec<&str> =
        numbers.iter().skip(page * at_once).take(at_once).map(String::as_str).collect();
    Seen {
        lines: shown.chunks(most).map(<[&str]>::to_vec).collect(),
        part: marked.then(|| format!("{}/{pages}", page + 1)),
    }
}

/// The numbers of this turn.
pub(super) fn drawn(numbers: &[String], room: (f64, f64), turn: u32) -> Markup {
    let Seen { lines, part } = seen(numbers, room, turn);
    let long = if numbers.iter().any(|number| number.chars().count() > 4) { " long" } else { "" };
    let last = lines.len().saturating_sub(1);
    html! {
        div class={ "numbers" (long) } {
            @for (at, line) in lines.iter().enumerate() {
                p.line {
                    @for number in line { b.s10 { (number) } }
                    @if let (true, Some(part)) = (at == last, &part) { span.s10.part { (part) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(count: usize) -> Vec<String> {
        (1..=count).map(|serial| format!("K{serial:03}")).collect()
    }

    #[test]
    fn every_number_has_its_turn() {
        for count in [1, 3, 4, 9, 25, 120] {
            let all = numbers(count);
            for room in [(3.0, 1.0), (9.0, 2.0), (17.0, 6.0)] {
                let mut shown: Vec<&str> = Vec::new();
                for turn in 0..130 {
                    let seen = seen(&all, room, turn);
                    assert!(!seen.lines.is_empty());
                    shown.extend(seen.lines.concat());
                }
                shown.sort_unstable();
                shown.dedup();
                assert_eq!(shown.len(), count, "{room:?}");
            }
        }
    }

    #[test]
    fn where_all_have_room_nothing_takes_turns() {
        let all = numbers(3);
        let room = (14.0, 2.0);
        assert_eq!(seen(&all, room, 0), seen(&all, room, 7));
        assert_eq!(seen(&all, room, 0).part, None);
        assert_eq!(seen(&numbers(9), room, 0).part.as_deref(), Some("1/5"));
    }
}
