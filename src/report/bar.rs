//! Small bars beside the figures of a table, as SVG that grows with its cell and prints without colours.
//!
//! Nothing is told by colour alone: half is a thick bar and nine of ten a thin one, a limit is a line across them, the
//! second of a pair is hollow. The figures stand in the cells beside, so whoever hears the page misses nothing. Never
//! here: which figures are drawn (that is `html`).

use super::spread::Spread;
use chrono::TimeDelta;
use maud::{Markup, html};

/// How many times its limit a time may be and still end inside its bar; what is longer ends in an arrow.
pub(super) const MOST_TIMES: f64 = 3.0;

/// A time that half took at most and one that nine of ten did, against `limit`, which stands at the same place of every
/// bar: they are compared by how many times their limit they are.
pub(super) fn against_limit(spread: Option<Spread>, limit: Option<TimeDelta>) -> Markup {
    let Some((spread, limit)) = spread.zip(limit) else { return html! {} };
    let times = |time: TimeDelta| part(time, limit);
    let (at, end) = (100.0 / MOST_TIMES, times(spread.p90));
    let (half, most) = (times(spread.p50) * at, end * at);
    bar(html! {
        (stroke("thin", 0.0, most.min(at)))
        (stroke("thick", 0.0, half.min(at)))
        (stroke("thin over", at, most))
        (stroke("thick over", at, half))
        (line("tick", at))
        @if end > MOST_TIMES {
            svg.end x="100%" y="2" { path d="M-6 0 L0 6 L-6 12" {} }
        }
    })
}

/// The same without a limit; the longest bar of the table takes `longest`.
pub(super) fn times(spread: Option<Spread>, longest: TimeDelta) -> Markup {
    let Some(spread) = spread else { return html! {} };
    bar(html! {
        (stroke("thin", 0.0, part(spread.p90, longest) * 100.0))
        (stroke("thick", 0.0, part(spread.p50, longest) * 100.0))
    })
}

/// So many of so many.
pub(super) fn share(some: usize, all: usize) -> Markup {
    bar(html! {
        (stroke("all", 0.0, 100.0))
        (stroke("thick", 0.0, count(some, all) * 100.0))
    })
}

/// One number; the longest bar of the table takes `most`.
pub(super) fn number(some: usize, most: usize) -> Markup {
    bar(stroke("thick", 0.0, count(some, most) * 100.0))
}

/// Two numbers, the second hollow; the longest bar of the table takes `most`.
pub(super) fn pair(first: usize, second: usize, most: usize) -> Markup {
    bar(html! {
        (stroke("first", 0.0, count(first, most) * 100.0))
        (stroke("second", 0.0, count(second, most) * 100.0))
    })
}

/// What a stroke of this kind looks like, for the key above a table.
pub(super) fn sample(kind: &str) -> Markup {
    html! { svg.bar.sample.slim[matches!(kind, "tick" | "end")] aria-hidden="true" focusable="false" {
        @match kind {
            "tick" => (line(kind, 50.0)),
            "end" => svg.end x="90%" y="2" { path d="M-6 0 L0 6 L-6 12" {} },
            kind => (stroke(kind, 0.0, 100.0)),
        }
    } }
}

fn bar(strokes: Markup) -> Markup {
    html! { svg.bar aria-hidden="true" focusable="false" { (strokes) } }
}

/// A stroke between two places of a bar that is 16 units high, in hundredths of its width.
fn stroke(kind: &str, from: f64, to: f64) -> Markup {
    let (top, height) = match kind.split(' ').next() {
        Some("thin") => (6.5, 3),
        Some("first") => (2.0, 5),
        Some("second") => (9.5, 4),
        _ => (3.5, 9),
    };
    let (from, to) = (from.min(100.0), to.min(100.0));
    if to <= from {
        return html! {};
    }
    let width = to - from;
    html! {
        rect class=(kind) x=(format!("{from:.1}%")) width=(format!("{width:.1}%")) y=(top) height=(height) {}
    }
}

fn line(kind: &str, at: f64) -> Markup {
    let at = format!("{at:.1}%");
    html! { line class=(kind) x1=(at) x2=(at) y1="0" y2="16" {} }
}

fn part(time: TimeDelta, whole: TimeDelta) -> f64 {
    time.num_milliseconds() as f64 / whole.num_milliseconds().max(1) as f64
}

fn count(some: usize, all: usize) -> f64 {
    some as f64 / all.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(half: i64, most: i64) -> Option<Spread> {
        let [p50, p90] = [half, most].map(TimeDelta::minutes);
        Some(Spread { count: 2, p50, p90, max: p90 })
    }

    fn drawn(half: i64, most: i64) -> String {
        against_limit(minutes(half, most), Some(TimeDelta::minutes(10))).into_string()
    }

    #[test]
    fn what_is_within_its_limit_ends_before_the_line() {
        let bar = drawn(5, 10);
        assert!(!bar.contains("over") && bar.contains("tick"), "{bar}");
        assert!(bar.contains("class=\"thick\" x=\"0.0%\" width=\"16.7%\""), "{bar}");
    }

    #[test]
    fn what_is_over_its_limit_crosses_the_line_and_what_is_far_over_ends_in_an_arrow() {
        let bar = drawn(5, 20);
        assert!(bar.contains("class=\"thin over\" x=\"33.3%\" width=\"33.3%\""), "{bar}");
        assert!(!bar.contains("thick over") && !bar.contains("<path"), "{bar}");
        let far = drawn(40, 400);
        assert!(far.contains("class=\"thick over\" x=\"33.3%\" width=\"66.7%\""), "{far}");
        assert!(far.contains("<path"), "{far}");
    }

    #[test]
    fn what_nobody_measured_has_no_bar() {
        assert_eq!(against_limit(None, Some(TimeDelta::minutes(1))).into_string(), "");
        assert_eq!(against_limit(minutes(1, 2), None).into_string(), "");
        assert_eq!(times(None, TimeDelta::zero()).into_string(), "");
        assert!(!share(0, 0).into_string().contains("NaN"));
        assert!(!number(0, 0).into_string().contains("thick"));
    }
}
