//! What a head of office asks first, answered in words: how many, how long, the promise, where it stuck, and beside the
//! month before.
//!
//! Minutes are whole in a sentence and rounded up, so that "at most" stays true. Never here: measuring (that is `tally`),
//! the page, or the sentences themselves.

use super::table::{NOTHING, percent, service_name, share, stage_name};
use super::tally::{Report, Totals};
use crate::domain::Language;
use crate::office::Office;
use crate::phrase::time;
use crate::words::Words;
use chrono::{NaiveTime, TimeDelta};
use std::cmp::{Ordering, Reverse};
use std::fmt;

/// The month before the period of a report.
#[derive(Debug, Clone)]
pub struct Before {
    /// What it is called: "Oktober 2026".
    pub title: String,
    /// What happened in it.
    pub report: Report,
}

/// The first lines of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// The share of services within their promise: the first figure.
    pub promise: Figure,
    /// What is read after it.
    pub figures: Vec<Figure>,
    /// The questions and what is said to each.
    pub lines: Vec<Line>,
}

/// One figure with what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What it counts.
    pub label: String,
    /// The figure.
    pub figure: String,
    /// The same of the month before, where it was measured.
    pub before: Option<String>,
}

/// A question and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The question, in a word or two.
    pub question: String,
    /// The answer, sentence by sentence.
    pub answer: Vec<String>,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.question, self.answer.join(" "))
    }
}

/// Puts a report into words.
pub fn brief(report: &Report, before: &Before, office: &Office, language: Language) -> Brief {
    let asked = Asked { report, before, office, words: Words::of(language) };
    Brief { promise: asked.promise(), figures: asked.figures(), lines: asked.lines() }
}

/// So many pieces of work over their limit.
struct Missed {
    name: String,
    limit: TimeDelta,
    missed: usize,
    count: usize,
}

struct Asked<'a> {
    report: &'a Report,
    before: &'a Before,
    office: &'a Office,
    words: &'static Words,
}

impl Asked<'_> {
    fn promise(&self) -> Figure {
        self.figure("report.promise-figure", |report| {
            report.promise_kept().map(|kept| share(Some(kept)))
        })
    }

    fn figures(&self) -> Vec<Figure> {
        let at_most = |time: TimeDelta| {
            let minutes = u16::try_from(whole(time)).unwrap_or(u16::MAX);
            format!("≤ {}", time::minutes(minutes, self.words))
        };
        let a_day = |count: usize| self.words.with("report.a-day", &[("count", &count)]);
        let is_day = self.report.period.from == self.report.period.to;
        let issued = match is_day {
            true => self.report.all.issued.to_string(),
            false => self.report.issued_a_day().map_or("0".to_owned(), a_day),
        };
        let numbers = self.figure("report.issued", |report| report.issued_a_day().map(a_day));
        let wait = |report: &Report| report.all.first_wait;
        vec![
            Figure { figure: issued, ..numbers },
            self.figure("report.wait-half-figure", |report| Some(at_most(wait(report)?.p50))),
            self.figure("report.wait-most-figure", |report| Some(at_most(wait(report)?.p90))),
        ]
    }

    fn figure(&self, label: &str, of: impl Fn(&Report) -> Option<String>) -> Figure {
        let before = |figure: String| {
            let values: [(&str, &dyn fmt::Display); 2] =
                [("month", &self.before.title), ("figure", &figure)];
            self.words.with("report.before", &values)
        };
        Figure {
            label: self.words.text(label).to_owned(),
            figure: of(self.report).unwrap_or_else(|| NOTHING.to_owned()),
            before: of(&self.before.report).map(before),
        }
    }

    fn lines(&self) -> Vec<Line> {
        let line = |question, answer| Line { question, answer };
        let asked = |key: &str, answer| line(self.words.text(key).to_owned(), answer);
        let many = asked("report.ask-how-many", vec![self.how_many()]);
        if self.report.all.issued == 0 {
            return vec![many];
        }
        let ask_before = self.words.with("report.ask-before", &[("month", &self.before.title)]);
        vec![
            many,
            asked("report.ask-how-long", self.how_long()),
            asked("report.ask-promise", vec![self.kept()]),
            asked("report.ask-stuck", self.stuck()),
            line(ask_before, self.compared()),
        ]
    }

    fn how_many(&self) -> String {
        let all = &self.report.all;
        let ends = [
            ("report.end-done", all.done),
            ("report.end-missed", all.missed),
            ("report.end-cancelled", all.cancelled),
            ("report.end-lapsed", all.lapsed),
            ("report.end-open", all.open),
        ];
        let some = ends.into_iter().filter(|(_, count)| *count > 0);
        let ends: Vec<String> =
            some.map(|(key, count)| self.words.with(key, &[("count", &count)])).collect();
        let ends = ends.join(", ");
        match all.issued {
            0 => self.words.text("report.said-none").to_owned(),
            1 => self.words.with("report.said-one", &[("ends", &ends)]),
            many => self.words.with("report.said-many", &[("count", &many), ("ends", &ends)]),
        }
    }

    fn how_long(&self) -> Vec<String> {
        let Totals { first_wait, service_clock, .. } = &self.report.all;
        let wait = match first_wait {
            None => self.words.text("report.said-wait-none").to_owned(),
            Some(wait) if wait.count == 1 => {
                self.words.with("report.said-wait-one", &[("most", &whole(wait.max))])
            }
            Some(wait) => self.words.with(
                "report.said-wait",
                &[("half", &whole(wait.p50)), ("most", &whole(wait.p90))],
            ),
        };
        let clock = service_clock.map(|clock| {
            let key = match clock.count {
                1 => "report.said-clock-one",
                _ => "report.said-clock",
            };
            self.words.with(key, &[("half", &whole(clock.p50))])
        });
        std::iter::once(wait).chain(clock).collect()
    }

    fn kept(&self) -> String {
        let promises = self.report.services.iter().any(|(_, totals)| totals.promise.is_some());
        match self.report.promise_kept() {
            Some((kept, count)) => {
                self.words.with("report.promise-of", &[("kept", &kept), ("count", &count)])
            }
            None if promises => self.words.text("report.promise-unmeasured").to_owned(),
            None => self.words.text("report.promise-none").to_owned(),
        }
    }

    fn stuck(&self) -> Vec<String> {
        let language = self.words.language();
        let services = self.report.services.iter().filter_map(|(code, totals)| {
            let (limit, count) = (totals.promise?, totals.service_clock?.count);
            let name = service_name(*code, self.office, language);
            Some(Missed { name, limit, missed: count - totals.kept, count })
        });
        let stages = self.report.stages.iter().filter_map(|stage| {
            let (limit, count) = (stage.norm?, stage.worked?.count);
            let name = stage_name(stage, self.office, language);
            Some(Missed { name, limit, missed: count - stage.kept, count })
        });
        let of_services = self.most_missed(
            services.collect(),
            "report.stuck-promise",
            "report.kept-every-promise",
        );
        let of_stages =
            self.most_missed(stages.collect(), "report.stuck-norm", "report.kept-every-norm");
        let said: Vec<String> =
            of_services.into_iter().chain(of_stages).chain(self.longest_hour()).collect();
        match said.is_empty() {
            true => vec![self.words.text("report.stuck-unknown").to_owned()],
            false => said,
        }
    }

    /// Where the limit was missed most often; of several the ones with the larger share, and all that are equal. Nothing
    /// where nothing was measured.
    fn most_missed(&self, measured: Vec<Missed>, some: &str, none: &str) -> Option<String> {
        let often = |one: &Missed| (one.missed, Reverse(one.count));
        let most = measured.iter().map(often).max()?;
        if most.0 == 0 {
            return Some(self.words.text(none).to_owned());
        }
        let told = |one: &Missed| {
            self.words.with(
                "report.stuck-one",
                &[
                    ("name", &one.name),
                    ("missed", &one.missed),
                    ("count", &one.count),
                    ("minutes", &one.limit.num_minutes()),
                ],
            )
        };
        let worst: Vec<String> =
            measured.iter().filter(|one| often(one) == most).map(told).collect();
        Some(self.words.with(some, &[("where", &worst.join("; "))]))
    }

    /// The hour whose visitors waited longest; nothing where no hour stands out.
    fn longest_hour(&self) -> Option<String> {
        let hours = &self.report.hours;
        let waited = hours.iter().filter_map(|(hour, totals)| Some((*hour, totals.first_wait?)));
        let mut waited: Vec<_> =
            waited.map(|(hour, wait)| ((wait.p50, wait.p90, wait.max), hour)).collect();
        waited.sort_unstable();
        let [.., (second, _), (longest, hour)] = waited.as_slice() else { return None };
        let clock = |hour: u32| {
            NaiveTime::from_hms_opt(hour % 24, 0, 0).map(|at| time::in_sentence(at, self.words))
        };
        let (from, to) = (clock(*hour)?, clock(hour + 1)?);
        (longest > second).then(|| {
            self.words.with(
                "report.stuck-hour",
                &[("from", &from), ("to", &to), ("half", &whole(longest.0))],
            )
        })
    }

    /// What was measured in both, compared as it is shown: a difference that no figure shows is none.
    fn compared(&self) -> Vec<String> {
        let both = |of: &dyn Fn(&Report) -> Option<i64>| {
            Some((of(self.report)?, of(&self.before.report)?))
        };
        let numbers = both(&|report| i64::try_from(report.issued_a_day()?).ok());
        let Some(numbers) = numbers else {
            return vec![self.words.with("report.before-none", &[("month", &self.before.title)])];
        };
        let waits = both(&|report| Some(whole(report.all.first_wait?.p50)));
        let kept = both(&|report| {
            let (kept, all) = report.promise_kept()?;
            i64::try_from(percent(kept, all)).ok()
        });
        let told = |keys: [&str; 3], (now, then): (i64, i64)| {
            let [less, same, more] = keys;
            let key = match now.cmp(&then) {
                Ordering::Less => less,
                Ordering::Equal => same,
                Ordering::Greater => more,
            };
            self.words.with(key, &[("now", &now), ("then", &then)])
        };
        let numbers =
            told(["report.numbers-fewer", "report.numbers-same", "report.numbers-more"], numbers);
        let waits = waits.map(|pair| {
            told(["report.wait-shorter", "report.wait-same", "report.wait-longer"], pair)
        });
        let kept = kept
            .map(|pair| told(["report.kept-less", "report.kept-same", "report.kept-more"], pair));
        kept.into_iter().chain(waits).chain([numbers]).collect()
    }
}

/// Whole minutes, rounded up from the tenths that the tables show.
fn whole(time: TimeDelta) -> i64 {
    let tenths = (time.num_milliseconds() + 3_000) / 6_000;
    ((tenths + 9) / 10).max(1)
}
