//! The states of the wall, made from what its station would show: with many counters, long lists and long words.

use super::sample::Sample;
use crate::app::display::view::view as drawn;
use crate::app::ui::{BackstageView, WallView};
use crate::domain::CallKind;
use crate::office::{Text, WallPlan};
use crate::phrase::time;
use crate::station::wall::{Card, Listed, Row, RowState, Shown, Slide, Strip, View, slides};

fn say(sample: &Sample<'_>, key: &str) -> String {
    sample.words.text(key).to_owned()
}

/// A counter in a state, with the number that it holds.
fn row(sample: &Sample<'_>, name: String, state: RowState, number: &str) -> Row {
    Row::of(name, state, number.to_owned(), sample.words)
}

/// The office's own counters that call the public, free.
fn own_rows(sample: &Sample<'_>) -> Vec<Row> {
    let office = sample.office;
    let public = office.counters.iter().filter(|counter| office.calls_the_public(counter));
    let name = |name: &Text| name.get(sample.language()).to_owned();
    public.map(|counter| row(sample, name(&counter.name), RowState::Ready, "")).collect()
}

/// So many counters, in every state.
fn rows(sample: &Sample<'_>, count: usize) -> Vec<Row> {
    let word = own_rows(sample)[0].name.replace(" 1", "");
    let held = ["T008", "K004", "R002", "N011", "L007", "S003", "Q005", "U002", "T009", "K005"];
    let of = |index: usize| {
        let name = format!("{word} {}", index + 1);
        match index % 6 {
            1 => row(sample, name, RowState::Called, held[index % held.len()]),
            3 => row(sample, name, RowState::Ready, ""),
            4 => row(sample, name, RowState::Away, ""),
            _ => row(sample, name, RowState::Serving, held[index % held.len()]),
        }
    };
    (0..count).map(of).collect()
}

fn at_rest(sample: &Sample<'_>) -> View {
    let office = sample.office;
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 25);
    View {
        office: office.name.clone(),
        region: office.region.clone(),
        clock: "09:42".into(),
        date: day.map_or_else(String::new, |day| time::day(day, sample.words)),
        inches: sample.inches,
        rows: own_rows(sample),
        hands_over: true,
        foot: say(sample, "display.none-ready"),
        ..View::default()
    }
}

fn nobody(sample: &Sample<'_>) -> Strip {
    Strip { label: say(sample, "display.nobody"), ..Strip::default() }
}

fn soon(sample: &Sample<'_>) -> Strip {
    Strip {
        label: say(sample, "display.soon"),
        numbers: ["T014", "K007", "R003"].map(str::to_owned).to_vec(),
        lines: vec![say(sample, "display.soon-note")],
        ..Strip::default()
    }
}

fn last(sample: &Sample<'_>, rows: &[Row]) -> Strip {
    let call = |(number, row): (&str, &Row)| Listed {
        number: number.to_owned(),
        counter: row.name.clone(),
    };
    let calls = ["T012", "K006"].into_iter().zip(rows.iter().rev()).map(call).collect();
    Strip { label: say(sample, "display.recent"), calls, ..Strip::default() }
}

fn queue(sample: &Sample<'_>) -> Strip {
    let text =
        |key: &str, values: &[(&str, &dyn std::fmt::Display)]| sample.words.with(key, values);
    Strip {
        label: text("sentence.waiting-total", &[("count", &114)]),
        lines: vec![
            text("display.queue", &[("service", &"T"), ("count", &28)]),
            text("sentence.tile-wait", &[("from", &120), ("to", &140)]),
        ],
        ..Strip::default()
    }
}

/// The longest fact, or the shortest.
fn fact(sample: &Sample<'_>, longest: bool) -> Shown {
    let letters = |slide: &Slide| slide.text.chars().count();
    let plan = WallPlan { inches: sample.inches, ..WallPlan::default() };
    let all = slides(sample.office, &plan, sample.words);
    let one = match longest {
        true => all.into_iter().max_by_key(letters),
        false => all.into_iter().min_by_key(letters),
    };
    one.map_or(Shown::Nothing, Shown::Fact)
}

fn card(sample: &Sample<'_>, view: View, kind: CallKind, place: usize) -> View {
    let (key, number) = match kind {
        CallKind::Turn => ("display.go-to", "T012"),
        CallKind::Recall => ("display.called-again", "T012"),
        CallKind::Priority => ("display.priority-call", "R008"),
        CallKind::Handover => ("display.ready", "K003"),
    };
    let mut rows = view.rows.clone();
    let counter = rows[place].name.clone();
    let called = row(sample, counter.clone(), RowState::Called, number);
    rows[place] = Row { lit: true, ..called };
    let heading = say(sample, key);
    let card = Card { id: 0, number: number.to_owned(), counter, heading, kind };
    View { rows, card: Some(card), ..view }
}

/// Before the first number of the day.
pub(super) fn morning(sample: &Sample<'_>) -> WallView {
    drawn(&View { shown: fact(sample, false), strip: nobody(sample), ..at_rest(sample) }, None)
}

/// An ordinary hour, between two calls.
fn hour(sample: &Sample<'_>) -> View {
    let rest = at_rest(sample);
    let mut rows = rest.rows.clone();
    rows[0] = row(sample, rows[0].name.clone(), RowState::Serving, "T008");
    rows[1] = row(sample, rows[1].name.clone(), RowState::Called, "K004");
    View {
        rows,
        shown: fact(sample, true),
        strip: soon(sample),
        ready: ["K001", "T001", "K003"].map(str::to_owned).to_vec(),
        missed: vec!["T005".to_owned()],
        ..rest
    }
}

pub(super) fn quiet(sample: &Sample<'_>) -> WallView {
    drawn(&hour(sample), None)
}

pub(super) fn call(sample: &Sample<'_>) -> WallView {
    drawn(&card(sample, hour(sample), CallKind::Turn, 0), None)
}

pub(super) fn recall(sample: &Sample<'_>) -> WallView {
    drawn(&card(sample, hour(sample), CallKind::Recall, 0), None)
}

pub(super) fn priority(sample: &Sample<'_>) -> WallView {
    let view = View { strip: queue(sample), ..hour(sample) };
    drawn(&card(sample, view, CallKind::Priority, 1), None)
}

pub(super) fn handover(sample: &Sample<'_>) -> WallView {
    drawn(&card(sample, hour(sample), CallKind::Handover, 2), None)
}

/// Six calls a minute: five counters, many numbers that are ready, and longer ones.
pub(super) fn busy(sample: &Sample<'_>) -> WallView {
    let rows = rows(sample, 5);
    let view = View {
        strip: last(sample, &rows),
        rows,
        ready: (1..=14_u32).map(|serial| format!("K{serial:03}")).collect(),
        missed: (1..=5_u32).map(|serial| format!("T{serial:03}")).collect(),
        ..at_rest(sample)
    };
    drawn(&card(sample, view, CallKind::Turn, 2), None)
}

/// More numbers are ready than the foot has room for.
pub(super) fn ready(sample: &Sample<'_>) -> WallView {
    let ready = (1..=14_u32).map(|serial| format!("K{serial:03}")).collect();
    let view = View { ready, shown: Shown::Ready, strip: queue(sample), ..hour(sample) };
    drawn(&view, None)
}

/// Seven counters: the most of one column.
pub(super) fn seven(sample: &Sample<'_>) -> WallView {
    let rows = rows(sample, 7);
    drawn(&View { strip: last(sample, &rows), rows, ..hour(sample) }, None)
}

pub(super) fn eight(sample: &Sample<'_>) -> WallView {
    let view = View { rows: rows(sample, 8), ..hour(sample) };
    drawn(&card(sample, view, CallKind::Turn, 6), None)
}

pub(super) fn twelve(sample: &Sample<'_>) -> WallView {
    let view = View { rows: rows(sample, 12), ..hour(sample) };
    drawn(&card(sample, view, CallKind::Recall, 10), None)
}

pub(super) fn twelve_quiet(sample: &Sample<'_>) -> WallView {
    drawn(&View { rows: rows(sample, 12), ..hour(sample) }, None)
}

/// A counter whose name is as long as a name may be.
pub(super) fn long_name(sample: &Sample<'_>) -> WallView {
    let mut view = hour(sample);
    view.rows[1].name = "Loket pengambilan dokumen kependudukan".to_owned();
    drawn(&card(sample, view, CallKind::Handover, 1), None)
}

/// Outside the hours of the screens.
pub(super) fn dark(_: &Sample<'_>) -> BackstageView {
    BackstageView { dark: true, clock: "10:42".into(), step: 642, ..BackstageView::default() }
}

/// The queue cannot be read.
pub(super) fn stale(sample: &Sample<'_>) -> WallView {
    let mut view = at_rest(sample);
    for one in &mut view.rows {
        *one = row(sample, one.name.clone(), RowState::Unknown, "");
    }
    view.stale = sample.words.with("display.stale", &[("time", &"09:38")]);
    view.foot = say(sample, "display.stale-foot");
    drawn(&view, None)
}

/// Nobody knows which day it is.
pub(super) fn doubt(sample: &Sample<'_>) -> WallView {
    let date = say(sample, "sentence.date-unknown");
    drawn(&View { date, clock: String::new(), ..hour(sample) }, None)
}
