//! Views with a mark in every field: a page that leaves one out is found.

use crate::station::Tone;
use crate::station::console::{
    ConsoleAction, ConsoleClock, ConsoleFigure, ConsolePhase, ConsoleView, LegendKey, PanelRow,
    PanelView, SignInOfficer, SignInView, StageStep, UnprintedTicket, WaitingTicket,
};
use crate::station::overview::{DayCurve, DayFigure, OverviewView, Quarter, WatchLine};

/// A mark that no page may take for a tag.
pub(super) fn mark(field: &str) -> String {
    format!("<b>{field}</b>")
}

/// What is told of each action, whether it can be used or not.
pub(super) const EVERY: [ConsoleAction; 11] = [
    ConsoleAction::Next,
    ConsoleAction::Recall,
    ConsoleAction::Start,
    ConsoleAction::Finish,
    ConsoleAction::HandBack,
    ConsoleAction::NoShow,
    ConsoleAction::Transfer,
    ConsoleAction::Cancel,
    ConsoleAction::Pause,
    ConsoleAction::Away,
    ConsoleAction::Paper,
];

/// A console with a mark in every field; a field that is new asks for its mark here.
pub(super) fn marked() -> ConsoleView {
    ConsoleView {
        sign_in: marked_sign_in(),
        counter: mark("counter"),
        clock: mark("clock"),
        printer: mark("printer"),
        printer_tone: Tone::Warn,
        paused: false,
        phase: ConsolePhase::Serving,
        heading: mark("heading"),
        today: vec![ConsoleFigure { value: mark("today-value"), name: mark("today-name") }],
        number: mark("number"),
        service: mark("service"),
        case_name: mark("case"),
        priority: true,
        entry: mark("entry"),
        steps: vec![StageStep { name: mark("step"), done: false, current: false }],
        clocks: vec![ConsoleClock {
            name: mark("clock-name"),
            time: mark("clock-time"),
            norm: mark("clock-norm"),
            word: mark("clock-word"),
            tone: Tone::Warn,
        }],
        calls: mark("calls"),
        recall_seconds: 4711,
        finish_label: mark("finish"),
        call_label: mark("call"),
        letters: true,
        can: EVERY.to_vec(),
        next_number: mark("next-number"),
        next_reason: mark("next-reason"),
        next_priority: true,
        waiting_total: mark("waiting-total"),
        waiting: vec![WaitingTicket {
            number: mark("waiting-number"),
            what: mark("waiting-what"),
            waited: mark("waiting-waited"),
            priority: true,
            tone: Tone::Stop,
        }],
        away: mark("away"),
        trouble: mark("trouble"),
        trouble_tone: Tone::Stop,
        confirm_power: true,
        unprinted: vec![UnprintedTicket {
            number: mark("unprinted-number"),
            reason: mark("unprinted-reason"),
        }],
        panel: None,
        last_call: mark("last-call"),
        undo: mark("undo"),
        undo_seconds: 4712,
        message: mark("message"),
        message_tone: Tone::Warn,
        stale: mark("stale"),
        public_side: mark("public-side"),
        help: mark("help"),
        help_more: 4713,
    }
}

fn marked_sign_in() -> SignInView {
    SignInView {
        shown: false,
        who: mark("who"),
        can_lock: true,
        heading: mark("sign-in-heading"),
        officers: vec![SignInOfficer {
            name: mark("officer"),
            role: mark("role"),
            selected: false,
        }],
        place: Some(0),
        person: mark("person"),
        typed: 5,
        typed_label: mark("typed"),
        can_type: true,
        can_enter: true,
        note: mark("sign-in-note"),
        tone: Tone::Warn,
    }
}

/// A panel with a mark in every field.
pub(super) fn marked_panel() -> PanelView {
    PanelView {
        title: mark("panel-title"),
        note: mark("panel-note"),
        note_tone: Tone::Warn,
        rows: vec![PanelRow {
            key: mark("row-key"),
            title: mark("row-title"),
            detail: mark("row-detail"),
            action: mark("row-action"),
            spoken: mark("row-spoken"),
            tickable: true,
            ticked: false,
            enabled: true,
        }],
        empty: mark("panel-empty"),
        legend: vec![LegendKey {
            cap: mark("legend-cap"),
            letter: mark("legend-letter"),
            label: mark("legend-label"),
            usable: true,
        }],
        confirm: mark("panel-confirm"),
        confirm_danger: false,
        can_confirm: true,
    }
}

/// The office with a mark in every field.
pub(super) fn marked_overview() -> OverviewView {
    let figure = |name: &str| DayFigure {
        name: mark(&format!("{name}-name")),
        value: mark(&format!("{name}-value")),
        tone: Tone::Warn,
    };
    let line = |about: &str| WatchLine {
        name: mark(&format!("{about}-name")),
        what: mark(&format!("{about}-what")),
        number: mark(&format!("{about}-number")),
        detail: mark(&format!("{about}-detail")),
        time: mark(&format!("{about}-time")),
        todo: mark(&format!("{about}-todo")),
        word: mark(&format!("{about}-word")),
        tone: Tone::Stop,
        quiet: false,
    };
    let quarter =
        |hour: String| Quarter { hour, arrived: 1, done: 1, open: Some(1), expected: true };
    OverviewView {
        title: mark("title"),
        clock: mark("clock"),
        date: mark("date"),
        printer: mark("printer"),
        printer_tone: Tone::Warn,
        advice: mark("advice"),
        stale: mark("stale"),
        head: vec![figure("head")],
        curve: Some(DayCurve {
            quarters: [mark("hour"), String::new(), String::new(), String::new()]
                .map(quarter)
                .into(),
            most: 4,
            open: mark("curve-open"),
            spoken: mark("curve-spoken"),
        }),
        figures: vec![figure("figure")],
        counters: vec![line("counter")],
        stages: vec![line("stage")],
        late: vec![line("late")],
        missing: mark("missing"),
    }
}
