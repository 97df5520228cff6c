//! The rooms of a console: what stands beside the ticket while the officer decides something.

use super::console::serving;
use super::sample::Sample;
use crate::app::platform::model;
use crate::app::ui::{ConsoleRoom, ConsoleView, LegendKey, RoomRow, Tone};
use crate::domain::PrintCause;
use crate::phrase::{self, Audience, printer};
use crate::station::console::caps;

fn beside(sample: &Sample<'_>, room: ConsoleRoom) -> ConsoleView {
    ConsoleView { room: ConsoleRoom { open: true, ..room }, ..serving(sample) }
}

fn row(key: usize, title: &str, detail: &str) -> RoomRow {
    RoomRow {
        key: key.to_string().into(),
        title: title.into(),
        detail: detail.into(),
        spoken: title.into(),
        enabled: true,
        ..RoomRow::default()
    }
}

/// The documents of all services and cases, the longest first.
fn longest_documents<'a>(sample: &Sample<'a>) -> Vec<&'a str> {
    let services = sample.office.services.iter();
    let common = services.clone().flat_map(|service| service.requirements.iter());
    let of_cases = services.flat_map(|s| s.cases.iter().flat_map(|case| case.requirements.iter()));
    let language = sample.language();
    let mut documents: Vec<&str> = common.chain(of_cases).map(|text| text.get(language)).collect();
    documents.sort_by_key(|document| std::cmp::Reverse(document.len()));
    documents.dedup();
    documents
}

/// Ticking what is missing: the longest documents of all services.
pub(super) fn hand_back(sample: &Sample<'_>) -> ConsoleView {
    let documents = longest_documents(sample);
    let rows = documents.iter().take(6).enumerate().map(|(index, document)| RoomRow {
        tickable: true,
        ticked: index % 2 == 0,
        ..row(index + 1, document, "")
    });
    let more = sample.with("officer.more", &[("page", &1), ("pages", &2)]);
    let more = RoomRow { key: "0".into(), ..row(0, &more, "") };
    beside(
        sample,
        ConsoleRoom {
            title: sample.with("officer.hand-back-title", &[("number", &"L013")]),
            note: sample.say("officer.hand-back-slip"),
            rows: model(rows.chain([more])),
            confirm: sample.with("officer.hand-back-confirm", &[("count", &3)]),
            can_confirm: true,
            ..ConsoleRoom::default()
        },
    )
}

pub(super) fn transfer(sample: &Sample<'_>) -> ConsoleView {
    let language = sample.language();
    let office = sample.office;
    let counters: Vec<&str> = office.counters.iter().map(|c| c.name.get(language)).collect();
    let rows = office.services.iter().take(7).enumerate().map(|(index, service)| {
        let stage = office.stage_name(&service.journey[0].id, language);
        let detail = format!("{stage}, {}", counters[..2].join(", "));
        RoomRow { enabled: index != 1, ..row(index + 1, service.name.get(language), &detail) }
    });
    let view = beside(
        sample,
        ConsoleRoom {
            title: sample.with("officer.transfer-title", &[("number", &"L013")]),
            note: sample.say("officer.transfer-note"),
            rows: model(rows),
            ..ConsoleRoom::default()
        },
    );
    ConsoleView { letters: false, ..view }
}

pub(super) fn cancel(sample: &Sample<'_>) -> ConsoleView {
    beside(
        sample,
        ConsoleRoom {
            title: sample.with("officer.cancel-title", &[("number", &"L013")]),
            note: sample.say("officer.cancel-note"),
            note_tone: Tone::Warn,
            confirm: sample.with("officer.cancel-confirm", &[("number", &"L013")]),
            confirm_danger: true,
            can_confirm: true,
            ..ConsoleRoom::default()
        },
    )
}

pub(super) fn away(sample: &Sample<'_>) -> ConsoleView {
    let language = sample.language();
    let documents = longest_documents(sample);
    let services = sample.office.services.iter().take(7);
    let rows = services.enumerate().map(|(index, service)| {
        let name = service.name.get(language);
        let documents = format!("{} (+2)", documents.get(index).unwrap_or(&"-"));
        let (action, detail) = if index % 2 == 0 {
            let values: &[(&str, &dyn std::fmt::Display)] =
                &[("time", &"09:58"), ("documents", &documents)];
            ("officer.is-back", sample.with("officer.away-returned", values))
        } else {
            ("officer.is-here", sample.with("officer.away-missed", &[("time", &"10:12")]))
        };
        let title = format!("{}{:03}  {name}", service.code, index + 8);
        RoomRow { action: sample.say(action), ..row(index + 1, &title, &detail) }
    });
    beside(
        sample,
        ConsoleRoom {
            title: sample.say("officer.away-title"),
            rows: model(rows),
            ..ConsoleRoom::default()
        },
    )
}

/// The printer may hold an old job, and papers are missing.
pub(super) fn paper(sample: &Sample<'_>) -> ConsoleView {
    let causes = ["paper-out", "interrupted", "expired", "no-answer", "power-cycle"];
    let reprint = sample.say("console.reprint");
    let rows = causes.iter().enumerate().map(|(index, cause)| {
        let detail = printer::capitalised(&phrase::why(cause, sample.words));
        row(index + 1, &format!("{reprint} T{:03}", index + 11), &detail)
    });
    let note = printer::trouble(PrintCause::PowerCycle, Audience::Staff, sample.words);
    beside(
        sample,
        ConsoleRoom {
            title: sample.say("officer.paper-title"),
            note: note.into(),
            note_tone: Tone::Stop,
            rows: model(rows),
            confirm: sample.say("officer.power-cycled"),
            can_confirm: true,
            ..ConsoleRoom::default()
        },
    )
}

/// What the keys do, half of them now.
pub(super) fn keys(sample: &Sample<'_>) -> ConsoleView {
    let lock = std::iter::once(("Ctrl+L", "letter.lock", "people.lock"));
    let legend = caps().chain(lock).enumerate().map(|(index, (cap, letter, label))| LegendKey {
        cap: cap.into(),
        letter: if letter.is_empty() { "".into() } else { sample.say(letter) },
        label: sample.say(label),
        usable: index % 2 == 0,
    });
    beside(
        sample,
        ConsoleRoom {
            title: sample.say("officer.keys-title"),
            legend: model(legend),
            ..ConsoleRoom::default()
        },
    )
}
