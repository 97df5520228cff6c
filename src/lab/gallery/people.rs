//! What only people of the office see: the page before a console, the question at a kiosk's corner, the whole office.

use super::sample::Sample;
use crate::app::platform::model;
use crate::app::ui::{
    BackstageView, DayCurve, DayFigure, Quarter, SeatChoice, SeatView, SignInOfficer, SignInView,
    SupervisorView, Tone, WatchLine,
};
use crate::phrase::time;

/// The name of the n-th counter.
pub(super) fn counter<'a>(sample: &Sample<'a>, index: usize) -> &'a str {
    sample.office.counters.get(index).map_or("", |counter| counter.name.get(sample.language()))
}

/// Instead of a console: its counter is open elsewhere, so is another one, and the last try was in vain.
pub(super) fn taken(sample: &Sample<'_>) -> SeatView {
    let name = counter(sample, 0);
    let about = |key: &str| sample.with(key, &[("counter", &name)]);
    let others = sample.office.counters.iter().enumerate().skip(1);
    SeatView {
        shown: true,
        title: about("seat.title"),
        text: sample.say("seat.text"),
        again: about("seat.again"),
        note: about("seat.still"),
        choices: model(others.map(|(index, counter)| SeatChoice {
            key: counter.number.to_string().into(),
            name: counter.name.get(sample.language()).into(),
            note: if index == 2 { sample.say("seat.taken") } else { "".into() },
            free: index != 2,
        })),
    }
}

/// Before a console: whose it is, half a PIN typed after a wrong one.
pub(super) fn sign_in(sample: &Sample<'_>) -> SignInView {
    let names = ["people.supervisor", "people.officer", "people.technician"].repeat(3);
    let officers = names.iter().enumerate().map(|(index, role)| SignInOfficer {
        name: format!("{} {}", sample.say(role), index + 1).into(),
        role: sample.say(role),
        selected: index == 1,
    });
    SignInView {
        shown: true,
        heading: sample.with("people.heading", &[("counter", &counter(sample, 0))]),
        officers: model(officers),
        place: 1,
        person: format!("{} 2", sample.say("people.officer")).into(),
        typed: 2,
        typed_label: sample.with("people.typed", &[("count", &2)]),
        can_type: true,
        can_enter: false,
        note: sample.with("people.wrong", &[("count", &3)]),
        tone: Tone::Warn,
        ..SignInView::default()
    }
}

/// Somebody has held the corner of a kiosk, and mistyped.
pub(super) fn door(sample: &Sample<'_>) -> BackstageView {
    BackstageView {
        asking: true,
        with_pin: true,
        digits: 2,
        message: sample.say("people.wrong-last"),
        ..BackstageView::default()
    }
}

fn line(sample: &Sample<'_>, name: &str, number: &str, minutes: usize, norm: usize) -> WatchLine {
    let late = minutes > norm;
    let time = format!("{minutes:02}:12");
    WatchLine {
        name: name.into(),
        what: sample.say(if late { "supervisor.serves" } else { "supervisor.calls" }),
        number: number.into(),
        time: sample.with("supervisor.against", &[("time", &time), ("norm", &norm)]),
        word: if late { sample.say("officer.late") } else { "".into() },
        tone: if late { Tone::Stop } else { Tone::Calm },
        ..WatchLine::default()
    }
}

/// A morning that has come to its peak, and how it is expected to end.
fn day_curve(sample: &Sample<'_>) -> DayCurve {
    let arrived = [4, 7, 9, 12, 14, 16, 15, 12, 9, 7, 5];
    let done = [0, 2, 4, 6, 7, 8, 9, 9, 9, 8, 6];
    let open = [4, 9, 14, 20, 27, 35, 41, 44, 44, 43, 42];
    let quarters = (0..28_usize).map(|index| Quarter {
        hour: if index % 4 == 0 { format!("{:02}:00", 8 + index / 4).into() } else { "".into() },
        arrived: arrived.get(index).copied().unwrap_or_default(),
        done: done.get(index).copied().unwrap_or_default(),
        open: match open.get(index) {
            Some(open) => *open,
            None if index < 25 => 42 - (i32::try_from(index).unwrap_or_default() - 10) * 3,
            None => -1,
        },
        expected: index >= open.len(),
    });
    DayCurve {
        quarters: model(quarters),
        most: 44,
        open: sample.with("supervisor.curve-open", &[("count", &42)]),
        spoken: sample.with(
            "supervisor.quarter",
            &[("time", &"08:00"), ("arrived", &4), ("done", &0), ("open", &4)],
        ),
    }
}

/// A busy day as a supervisor sees it: a counter beyond its norm, one that rests, paper missing.
pub(super) fn supervisor(sample: &Sample<'_>) -> SupervisorView {
    let language = sample.language();
    let figure = |key: &str, value: &str, tone| DayFigure {
        name: sample.say(key),
        value: value.into(),
        tone,
    };
    let kept = sample.with("supervisor.kept-of", &[("kept", &74), ("count", &121)]);
    let longest = sample
        .with("supervisor.waiting-longest", &[("longest", &time::minutes(134, sample.words))]);
    let head = [
        figure("supervisor.kept", &kept, Tone::Warn),
        DayFigure { name: longest, value: "122".into(), tone: Tone::Calm },
        figure("supervisor.last-done", "14:20", Tone::Calm),
    ];
    let counters = sample.office.counters.iter().enumerate().map(|(index, counter)| {
        let name = counter.name.get(language);
        let number = format!("T{:03}", 12 + index);
        match index {
            1 => WatchLine {
                number: "".into(),
                time: "".into(),
                word: "".into(),
                quiet: true,
                tone: Tone::Calm,
                what: sample.say("supervisor.on-break"),
                ..line(sample, name, "", 0, 1)
            },
            _ => line(sample, name, &number, 2 + index * 2, 5),
        }
    });
    let minutes = |index| time::minutes(u16::try_from(index * 17).unwrap_or(0), sample.words);
    let stages = sample.office.stages.iter().enumerate().map(|(index, stage)| WatchLine {
        name: stage.name.get(language).into(),
        what: sample.with("supervisor.at-stage", &[("waiting", &(index * 4)), ("working", &1)]),
        detail: sample.with("supervisor.norm", &[("norm", &"2-5")]),
        time: sample.with("supervisor.longest", &[("longest", &minutes(index))]),
        word: if index == 4 { sample.say("officer.late") } else { "".into() },
        tone: if index == 4 { Tone::Stop } else { Tone::Calm },
        ..WatchLine::default()
    });
    let stage = sample.office.stages.first().map_or("", |stage| stage.name.get(language));
    let stuck = WatchLine {
        name: "U012".into(),
        detail: format!("{} (+14)", sample.with("supervisor.not-served", &[("stage", &stage)]))
            .into(),
        time: "1:12:40".into(),
        word: sample.say("supervisor.stuck"),
        todo: sample.say("supervisor.open-counter"),
        tone: Tone::Stop,
        ..WatchLine::default()
    };
    let late = (0..5_usize).map(|index| {
        let number = format!("K{:03}", 40 + index);
        let place = counter(sample, 2 + index % 3);
        let detail = format!("{}, {place}", sample.say("officer.this-stage"));
        let todo = sample.with("supervisor.see-counter", &[("counter", &place)]);
        let minutes = if index < 3 { 9 } else { 4 };
        let line = line(sample, &number, "", minutes, 4);
        let line = WatchLine { what: "".into(), detail: detail.into(), todo, ..line };
        if index < 3 {
            return line;
        }
        WatchLine { tone: Tone::Warn, word: sample.say("officer.nearly-late"), ..line }
    });
    let documents = sample.office.services.iter().flat_map(|service| &service.requirements);
    let named =
        documents.take(2).zip(7..).map(|(one, count)| format!("{} {count}", one.get(language)));
    let named = named.collect::<Vec<_>>().join(", ");
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 25);
    SupervisorView {
        title: sample.say("supervisor.title"),
        clock: "10:42".into(),
        date: day.map_or_else(String::new, |day| time::day(day, sample.words)).into(),
        printer: sample.say("printing.near-end"),
        printer_tone: Tone::Warn,
        advice: sample.say("advice.paper-out"),
        stale: "".into(),
        head: model(head.into_iter()),
        curve: day_curve(sample),
        figures: model(
            [
                figure("supervisor.issued", "148", Tone::Calm),
                figure("supervisor.working", "4", Tone::Calm),
                figure("supervisor.done", "81", Tone::Calm),
                figure("supervisor.missed", "7", Tone::Calm),
                figure("supervisor.returned", "12", Tone::Calm),
            ]
            .into_iter(),
        ),
        counters: model(counters),
        stages: model(stages),
        late: model(std::iter::once(stuck).chain(late)),
        missing: sample.with("supervisor.missing-line", &[("documents", &named)]),
    }
}
