//! What a console says, as the values of its window: sentence for sentence, nothing is decided here.

use crate::app::platform::{count, list};
use crate::app::ui;
use crate::station::console::{self, ConsoleAction, ConsolePhase};

impl From<ui::ConsoleAction> for ConsoleAction {
    fn from(action: ui::ConsoleAction) -> Self {
        match action {
            ui::ConsoleAction::Next => Self::Next,
            ui::ConsoleAction::Recall => Self::Recall,
            ui::ConsoleAction::Start => Self::Start,
            ui::ConsoleAction::Finish => Self::Finish,
            ui::ConsoleAction::HandBack => Self::HandBack,
            ui::ConsoleAction::NoShow => Self::NoShow,
            ui::ConsoleAction::Transfer => Self::Transfer,
            ui::ConsoleAction::Cancel => Self::Cancel,
            ui::ConsoleAction::Pause => Self::Pause,
            ui::ConsoleAction::Away => Self::Away,
            ui::ConsoleAction::Paper => Self::Paper,
            ui::ConsoleAction::Undo => Self::Undo,
            ui::ConsoleAction::Legend => Self::Legend,
            ui::ConsoleAction::Answer => Self::Answer,
            ui::ConsoleAction::PowerCycled => Self::PowerCycled,
            ui::ConsoleAction::Confirm => Self::Confirm,
            ui::ConsoleAction::Close => Self::Close,
        }
    }
}

fn can(view: &console::ConsoleView) -> ui::ConsoleCan {
    ui::ConsoleCan {
        next: view.can(ConsoleAction::Next),
        recall: view.can(ConsoleAction::Recall),
        start: view.can(ConsoleAction::Start),
        finish: view.can(ConsoleAction::Finish),
        hand_back: view.can(ConsoleAction::HandBack),
        no_show: view.can(ConsoleAction::NoShow),
        transfer: view.can(ConsoleAction::Transfer),
        cancel: view.can(ConsoleAction::Cancel),
        pause: view.can(ConsoleAction::Pause),
        away: view.can(ConsoleAction::Away),
        paper: view.can(ConsoleAction::Paper),
    }
}

impl From<console::ConsoleView> for ui::ConsoleView {
    fn from(view: console::ConsoleView) -> Self {
        Self {
            can: can(&view),
            letters: view.letters,
            counter: view.counter.into(),
            clock: view.clock.into(),
            printer: view.printer.into(),
            printer_tone: view.printer_tone.into(),
            paused: view.paused,
            phase: match view.phase {
                ConsolePhase::Idle => ui::ConsolePhase::Idle,
                ConsolePhase::Called => ui::ConsolePhase::Called,
                ConsolePhase::Serving => ui::ConsolePhase::Serving,
            },
            heading: view.heading.into(),
            today: list(view.today),
            number: view.number.into(),
            service: view.service.into(),
            case_name: view.case_name.into(),
            priority: view.priority,
            entry: view.entry.into(),
            steps: list(view.steps),
            clocks: list(view.clocks),
            calls: view.calls.into(),
            recall_seconds: count(view.recall_seconds),
            finish_label: view.finish_label.into(),
            call_label: view.call_label.into(),
            next_number: view.next_number.into(),
            next_reason: view.next_reason.into(),
            next_priority: view.next_priority,
            waiting_total: view.waiting_total.into(),
            waiting: list(view.waiting),
            away: view.away.into(),
            trouble: view.trouble.into(),
            trouble_tone: view.trouble_tone.into(),
            confirm_power: view.confirm_power,
            unprinted: list(view.unprinted),
            room: view.panel.map(ui::ConsoleRoom::from).unwrap_or_default(),
            last_call: view.last_call.into(),
            undo: view.undo.into(),
            undo_seconds: count(view.undo_seconds),
            message: view.message.into(),
            message_tone: view.message_tone.into(),
            stale: view.stale.into(),
            public_side: view.public_side.into(),
            help: view.help.into(),
            help_more: count(view.help_more),
        }
    }
}

impl From<console::ConsoleFigure> for ui::ConsoleFigure {
    fn from(figure: console::ConsoleFigure) -> Self {
        Self { value: figure.value.into(), name: figure.name.into() }
    }
}

impl From<console::StageStep> for ui::StageStep {
    fn from(step: console::StageStep) -> Self {
        Self { name: step.name.into(), done: step.done, current: step.current }
    }
}

impl From<console::ConsoleClock> for ui::ConsoleClock {
    fn from(clock: console::ConsoleClock) -> Self {
        Self {
            name: clock.name.into(),
            time: clock.time.into(),
            norm: clock.norm.into(),
            word: clock.word.into(),
            tone: clock.tone.into(),
        }
    }
}

impl From<console::WaitingTicket> for ui::WaitingTicket {
    fn from(ticket: console::WaitingTicket) -> Self {
        Self {
            number: ticket.number.into(),
            what: ticket.what.into(),
            waited: ticket.waited.into(),
            priority: ticket.priority,
            tone: ticket.tone.into(),
        }
    }
}

impl From<console::UnprintedTicket> for ui::UnprintedTicket {
    fn from(ticket: console::UnprintedTicket) -> Self {
        Self { number: ticket.number.into(), reason: ticket.reason.into() }
    }
}

impl From<console::PanelView> for ui::ConsoleRoom {
    fn from(panel: console::PanelView) -> Self {
        Self {
            open: true,
            title: panel.title.into(),
            note: panel.note.into(),
            note_tone: panel.note_tone.into(),
            rows: list(panel.rows),
            empty: panel.empty.into(),
            legend: list(panel.legend),
            confirm: panel.confirm.into(),
            confirm_danger: panel.confirm_danger,
            can_confirm: panel.can_confirm,
        }
    }
}

impl From<console::PanelRow> for ui::RoomRow {
    fn from(row: console::PanelRow) -> Self {
        Self {
            key: row.key.into(),
            title: row.title.into(),
            detail: row.detail.into(),
            action: row.action.into(),
            spoken: row.spoken.into(),
            tickable: row.tickable,
            ticked: row.ticked,
            enabled: row.enabled,
        }
    }
}

impl From<console::LegendKey> for ui::LegendKey {
    fn from(key: console::LegendKey) -> Self {
        Self {
            cap: key.cap.into(),
            letter: key.letter.into(),
            label: key.label.into(),
            usable: key.usable,
        }
    }
}

impl From<console::SignInView> for ui::SignInView {
    fn from(view: console::SignInView) -> Self {
        Self {
            shown: view.shown,
            who: view.who.into(),
            can_lock: view.can_lock,
            heading: view.heading.into(),
            officers: list(view.officers),
            place: view.place.map_or(-1, count),
            person: view.person.into(),
            typed: count(view.typed),
            typed_label: view.typed_label.into(),
            can_type: view.can_type,
            can_enter: view.can_enter,
            note: view.note.into(),
            tone: view.tone.into(),
        }
    }
}

impl From<console::SignInOfficer> for ui::SignInOfficer {
    fn from(officer: console::SignInOfficer) -> Self {
        Self { name: officer.name.into(), role: officer.role.into(), selected: officer.selected }
    }
}

impl From<console::TakenView> for ui::SeatView {
    fn from(view: console::TakenView) -> Self {
        Self {
            shown: true,
            title: view.title.into(),
            text: view.text.into(),
            again: view.again.into(),
            note: view.note.into(),
            choices: list(view.choices),
        }
    }
}

impl From<console::CounterChoice> for ui::SeatChoice {
    fn from(choice: console::CounterChoice) -> Self {
        Self {
            key: choice.key.into(),
            name: choice.name.into(),
            note: choice.note.into(),
            free: choice.free,
        }
    }
}
