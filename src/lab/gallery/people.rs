//! What only people of the office see: the page before a console, the question at a kiosk's corner, the whole office.

use super::sample::Sample;
use crate::app::platform::model;
use crate::app::ui::{
    BackstageView, DayFigure, SeatChoice, SeatView, SignInOfficer, SignInView, SupervisorView,
    Tone, WatchLine,
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

/// A busy day as a supervisor sees it: a counter beyond its norm, one that rests, paper missing.
pub(super) fn supervisor(sample: &Sample<'_>) -> SupervisorView {
    let language = sample.language();
    let figure = |key: &str, value: &str, tone| DayFigure {
        name: sample.say(key),
        value: value.into(),
        tone,
        ..DayFigure::default()
    };
    let kept = DayFigure {
        note: sample.with("supervisor.of", &[("count", &81)]),
        ..figure("supervisor.kept", "74", Tone::Warn)
    };
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
        tone: Tone::Stop,
        ..WatchLine::default()
    };
    let late = (0..5_usize).map(|index| {
        let number = format!("K{:03}", 40 + index);
        let place = counter(sample, 2 + index % 3);
        let detail = format!("{}, {place}", sample.say("officer.this-stage"));
        WatchLine { what: "".into(), detail: detail.into(), ..line(sample, &number, "", 9, 4) }
    });
    let documents = sample.office.services.iter().flat_map(|service| &service.requirements);
    let missing = documents.take(5).enumerate().map(|(index, document)| WatchLine {
        name: document.get(language).into(),
        time: (9 - index).to_string().into(),
        ..WatchLine::default()
    });
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 25);
    SupervisorView {
        title: sample.say("supervisor.title"),
        clock: "10:42".into(),
        date: day.map_or_else(String::new, |day| time::day(day, sample.words)).into(),
        printer: sample.say("printing.near-end"),
        printer_tone: Tone::Warn,
        advice: sample.say("advice.paper-out"),
        stale: "".into(),
        figures: model(
            [
                figure("supervisor.issued", "148", Tone::Calm),
                figure("supervisor.waiting", "52", Tone::Calm),
                figure("supervisor.working", "4", Tone::Calm),
                figure("supervisor.done", "81", Tone::Calm),
                kept,
                figure("supervisor.missed", "7", Tone::Calm),
                figure("supervisor.returned", "12", Tone::Calm),
            ]
            .into_iter(),
        ),
        counters: model(counters),
        stages: model(stages),
        late: model(std::iter::once(stuck).chain(late)),
        missing: model(missing),
    }
}
