//! The moments of an officer's day, with the longest words of the sample office.

use super::people::counter;
use super::sample::Sample;
use crate::app::platform::model;
use crate::app::ui::{
    ConsoleCan, ConsoleClock, ConsoleFigure, ConsolePhase, ConsoleView, StageStep, Tone,
    UnprintedTicket, WaitingTicket,
};
use crate::domain::{PrintCause, ServiceCode};
use crate::phrase::{self, Audience, printer, time};
use chrono::TimeDelta;
use slint::{ModelRc, SharedString};

/// The service with the longest name.
const SERVICE: char = 'L';

/// What can always be opened.
fn idle() -> ConsoleCan {
    ConsoleCan { away: true, paper: true, ..ConsoleCan::default() }
}

/// How many wait, and how long the first of them.
fn total(sample: &Sample<'_>, count: u32, minutes: i64) -> SharedString {
    let longest = time::waited(TimeDelta::minutes(minutes), sample.words);
    sample.with("officer.waiting-total", &[("count", &count), ("longest", &longest)])
}

/// Nobody waits, nobody is here.
pub(super) fn quiet(sample: &Sample<'_>) -> ConsoleView {
    let language = sample.language();
    let counter = sample.office.counters.first();
    ConsoleView {
        counter: counter.map_or("", |counter| counter.name.get(language)).into(),
        clock: "10:42".into(),
        heading: sample.say("console.free"),
        call_label: sample.say("sentence.call-next"),
        letters: true,
        printer: sample.say("printing.ready"),
        waiting_total: total(sample, 0, 0),
        can: ConsoleCan { pause: true, ..idle() },
        ..ConsoleView::default()
    }
}

/// What the counter has done today.
fn today(sample: &Sample<'_>) -> ModelRc<ConsoleFigure> {
    let figures = [
        ("24", "officer.today-called"),
        ("121", "officer.today-done"),
        ("02:40", "officer.today-mean"),
        ("12", "officer.today-returned"),
        ("3", "officer.today-missed"),
    ];
    let figure = |(value, key): (&str, &'static str)| ConsoleFigure {
        value: value.into(),
        name: sample.say(key),
    };
    model(figures.into_iter().map(figure))
}

pub(super) fn waiting(sample: &Sample<'_>) -> ConsoleView {
    let office = sample.office;
    let lines = office.services.iter().cycle().zip(1..=40_u32);
    let turns = office.fairness.regular_per_priority;
    let away: &[(&str, &dyn std::fmt::Display)] = &[("returned", &12), ("missed", &14)];
    ConsoleView {
        can: ConsoleCan { next: true, pause: true, ..idle() },
        call_label: sample.with("officer.call-number", &[("number", &"L014")]),
        today: today(sample),
        next_number: "L014".into(),
        next_reason: format!(
            "{}. {}",
            sample.with("sentence.why-regular", &[("count", &turns)]),
            sample.say("officer.why-back")
        )
        .into(),
        next_priority: true,
        waiting_total: total(sample, 194, 127),
        waiting: model(lines.map(|(service, serial)| WaitingTicket {
            number: format!("{}{:03}", service.code, serial + 14).into(),
            what: detail(sample, service.code.letter()).into(),
            waited:
                time::waited(TimeDelta::minutes(131 - i64::from(serial) * 3), sample.words).into(),
            priority: serial % 5 == 2,
            tone: [Tone::Calm, Tone::Warn, Tone::Calm, Tone::Stop][serial as usize % 4],
        })),
        away: sample.with("officer.away-both", away),
        last_call: sample.with(
            "sentence.last-call",
            &[("number", &"T013"), ("counter", &counter(sample, 1)), ("time", &"10:41")],
        ),
        undo: format!("T012 {}", sample.say("officer.step-missed")).into(),
        undo_seconds: 42,
        message: sample.with("sentence.did-no-show", &[("number", &"T012")]),
        ..quiet(sample)
    }
}

fn detail(sample: &Sample<'_>, code: char) -> String {
    let language = sample.language();
    let service = ServiceCode::new(code).and_then(|code| sample.office.service(code));
    service.map_or_else(String::new, |service| {
        let stage = &service.journey[0].id;
        format!("{}, {}", service.name.get(language), sample.office.stage_name(stage, language))
    })
}

fn clock(sample: &Sample<'_>, name: &str, time: &str, norm: u16, tone: Tone) -> ConsoleClock {
    ConsoleClock {
        name: sample.say(name),
        time: time.into(),
        norm: sample.with("sentence.minutes", &[("count", &norm)]),
        word: match tone {
            Tone::Calm => "".into(),
            Tone::Warn => sample.say("officer.nearly-late"),
            Tone::Stop => sample.say("officer.late"),
        },
        tone,
    }
}

fn here(sample: &Sample<'_>) -> ConsoleView {
    let language = sample.language();
    let office = sample.office;
    let service = ServiceCode::new(SERVICE).and_then(|code| office.service(code));
    let Some(service) = service else { return quiet(sample) };
    let case = service.cases.first();
    ConsoleView {
        phase: ConsolePhase::Called,
        heading: sample.say("console.called"),
        call_label: sample
            .with("officer.finish-then-call", &[("number", &"L013"), ("next", &"L014")]),
        number: "L013".into(),
        service: service.name.get(language).into(),
        case_name: case.map_or("", |case| case.name.get(language)).into(),
        priority: true,
        entry: sample.say("officer.entry-present"),
        steps: model(service.journey.iter().enumerate().map(|(index, step)| StageStep {
            name: office.stage_name(&step.id, language).into(),
            done: false,
            current: index == 0,
        })),
        clocks: model(
            [
                clock(sample, "officer.since-call", "00:24", 2, Tone::Calm),
                clock(sample, "officer.whole-service", "12:30", 18, Tone::Calm),
            ]
            .into_iter(),
        ),
        finish_label: service.journey.get(1).map_or_else(
            || sample.say("sentence.finish-last"),
            |next| {
                let name = office.stage_name(&next.id, language);
                sample.with("sentence.finish-to", &[("stage", &name)])
            },
        ),
        message: "".into(),
        ..waiting(sample)
    }
}

pub(super) fn called(sample: &Sample<'_>) -> ConsoleView {
    let can = ConsoleCan {
        start: true,
        no_show: true,
        cancel: true,
        transfer: true,
        pause: true,
        ..idle()
    };
    let open = ConsoleClock {
        word: sample.say("officer.call-open"),
        norm: "".into(),
        ..clock(sample, "officer.since-call", "02:24", 2, Tone::Warn)
    };
    let whole = clock(sample, "officer.whole-service", "12:30", 18, Tone::Calm);
    ConsoleView {
        clocks: model([open, whole].into_iter()),
        calls: sample.with("sentence.called-times", &[("count", &2)]),
        recall_seconds: 19,
        can,
        ..here(sample)
    }
}

pub(super) fn serving(sample: &Sample<'_>) -> ConsoleView {
    let can = ConsoleCan {
        finish: true,
        hand_back: true,
        cancel: true,
        transfer: true,
        pause: true,
        ..idle()
    };
    ConsoleView {
        phase: ConsolePhase::Serving,
        heading: sample.say("console.serving"),
        clocks: model(
            [
                clock(sample, "officer.this-stage", "01:52", 2, Tone::Warn),
                clock(sample, "officer.whole-service", "12:30", 18, Tone::Calm),
            ]
            .into_iter(),
        ),
        can,
        ..here(sample)
    }
}

/// Far beyond every norm, somebody asks at the kiosk, and the wall is mute.
pub(super) fn late(sample: &Sample<'_>) -> ConsoleView {
    let longest = sample
        .office
        .services
        .iter()
        .max_by_key(|service| service.name.get(sample.language()).chars().count());
    let about = longest.map_or("", |service| service.name.get(sample.language()));
    ConsoleView {
        clocks: model(
            [
                clock(sample, "officer.this-stage", "112:07", 2, Tone::Stop),
                clock(sample, "officer.whole-service", "130:12", 18, Tone::Stop),
            ]
            .into_iter(),
        ),
        help: sample.with("officer.asks", &[("about", &about), ("time", &"10:40")]),
        help_more: 2,
        public_side: sample
            .with("sentence.no-sound", &[("cause", &sample.say("cause.player-hung"))]),
        message: sample.with("sentence.counter-busy", &[("number", &"L013")]),
        message_tone: Tone::Warn,
        ..serving(sample)
    }
}

/// Tickets without paper, a printer that may still hold one, calls without sound.
pub(super) fn trouble(sample: &Sample<'_>) -> ConsoleView {
    let causes = ["paper-out", "no-answer", "interrupted", "expired"];
    let cause = sample.say("cause.player-missing");
    ConsoleView {
        printer: sample.say("officer.leftover-short"),
        printer_tone: Tone::Stop,
        trouble: printer::trouble(PrintCause::PowerCycle, Audience::Staff, sample.words).into(),
        trouble_tone: Tone::Stop,
        confirm_power: true,
        unprinted: model(causes.iter().zip(11..).map(|(cause, serial)| UnprintedTicket {
            number: format!("T{serial:03}").into(),
            reason: printer::capitalised(&phrase::why(cause, sample.words)).into(),
        })),
        public_side: sample.with("sentence.no-sound", &[("cause", &cause)]),
        ..serving(sample)
    }
}

/// The counter takes a break.
pub(super) fn paused(sample: &Sample<'_>) -> ConsoleView {
    ConsoleView {
        paused: true,
        heading: sample.say("officer.paused"),
        can: ConsoleCan { pause: true, ..idle() },
        message: sample.say("officer.did-pause"),
        ..waiting(sample)
    }
}

/// The queue cannot be read.
pub(super) fn stale(sample: &Sample<'_>) -> ConsoleView {
    ConsoleView {
        stale: sample.say("sentence.stale-console"),
        can: ConsoleCan::default(),
        message: sample.say("officer.fault-disk"),
        message_tone: Tone::Stop,
        ..waiting(sample)
    }
}
