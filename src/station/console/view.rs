//! What there is to see at a console, as plain values: sentences, tones, codes and counts.

use super::action::ConsoleAction;
use super::sign_in::SignInView;
use crate::station::Tone;

/// Whether a ticket is at the counter, and how far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ConsolePhase {
    /// None is.
    #[default]
    Idle,
    /// It is called.
    Called,
    /// It is served.
    Serving,
}

/// All that there is to see at a console. An empty sentence is one that there is no reason for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConsoleView {
    /// The page on which an officer signs in; it stands before everything else.
    pub sign_in: SignInView,
    /// The name of the counter.
    pub counter: String,
    /// The time of day.
    pub clock: String,
    /// How the printer is, in short.
    pub printer: String,
    /// How urgent that is.
    pub printer_tone: Tone,
    /// Whether this counter takes a break.
    pub paused: bool,
    /// Whether a ticket is here.
    pub phase: ConsolePhase,
    /// What goes on here.
    pub heading: String,
    /// What this counter has done today; nothing before its first step.
    pub today: Vec<ConsoleFigure>,
    /// The number of the ticket that is here.
    pub number: String,
    /// Its service.
    pub service: String,
    /// Its case.
    pub case_name: String,
    /// Whether it is a priority ticket.
    pub priority: bool,
    /// How it came into its queue.
    pub entry: String,
    /// Its way through the office.
    pub steps: Vec<StageStep>,
    /// Its clocks: the work here, the whole service.
    pub clocks: Vec<ConsoleClock>,
    /// How often it was called.
    pub calls: String,
    /// Seconds until it may be called again.
    pub recall_seconds: i64,
    /// What finishing it means.
    pub finish_label: String,
    /// What calling the next one is called here, with its number; or what comes before that.
    pub call_label: String,
    /// Whether a letter stands for an action now, rather than for a line of the open panel.
    pub letters: bool,
    /// The actions that would be carried out now.
    pub can: Vec<ConsoleAction>,
    /// Who is next.
    pub next_number: String,
    /// Why.
    pub next_reason: String,
    /// Whether that is a priority ticket.
    pub next_priority: bool,
    /// How many wait, and how long.
    pub waiting_total: String,
    /// Who waits.
    pub waiting: Vec<WaitingTicket>,
    /// How many are away, with their file or without.
    pub away: String,
    /// What is wrong with the printer, and what to do.
    pub trouble: String,
    /// How urgent that is.
    pub trouble_tone: Tone,
    /// Whether somebody has to say that the printer was switched off and on.
    pub confirm_power: bool,
    /// Papers that did not come out.
    pub unprinted: Vec<UnprintedTicket>,
    /// The open panel; `None` while the queue stands there.
    pub panel: Option<PanelView>,
    /// What was called last in this office.
    pub last_call: String,
    /// The step that can be taken back.
    pub undo: String,
    /// For so many seconds.
    pub undo_seconds: i64,
    /// The answer to the last key.
    pub message: String,
    /// How urgent that is.
    pub message_tone: Tone,
    /// Why what is shown may be old.
    pub stale: String,
    /// What is not seen or not heard in the waiting room.
    pub public_side: String,
    /// Who asks for staff at a kiosk.
    pub help: String,
    /// How many besides.
    pub help_more: usize,
}

/// Something that is counted of the day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConsoleFigure {
    /// How many, or how long.
    pub value: String,
    /// Of what.
    pub name: String,
}

/// A stage on the way of a ticket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StageStep {
    /// Its name.
    pub name: String,
    /// Whether it is behind the ticket.
    pub done: bool,
    /// Whether the ticket is there.
    pub current: bool,
}

/// A clock of a ticket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConsoleClock {
    /// What it measures.
    pub name: String,
    /// Minutes and seconds.
    pub time: String,
    /// How long that should take.
    pub norm: String,
    /// What the tone says, in a word.
    pub word: String,
    /// How late it is.
    pub tone: Tone,
}

/// Somebody who waits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WaitingTicket {
    /// The number.
    pub number: String,
    /// For what: the service, and the case or the stage.
    pub what: String,
    /// For how long.
    pub waited: String,
    /// Whether it is a priority ticket.
    pub priority: bool,
    /// How late it is.
    pub tone: Tone,
}

/// A paper that did not come out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnprintedTicket {
    /// Whose.
    pub number: String,
    /// Why.
    pub reason: String,
}

/// The open panel.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PanelView {
    /// What is decided there.
    pub title: String,
    /// What to know for it.
    pub note: String,
    /// How urgent that is.
    pub note_tone: Tone,
    /// Its lines.
    pub rows: Vec<PanelRow>,
    /// What to say where there are no lines.
    pub empty: String,
    /// What the keys do.
    pub legend: Vec<LegendKey>,
    /// The label of its one button.
    pub confirm: String,
    /// Whether what the button does is grave.
    pub confirm_danger: bool,
    /// Whether it would do it now.
    pub can_confirm: bool,
}

/// A line of the open panel.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PanelRow {
    /// Its key.
    pub key: String,
    /// What it is about.
    pub title: String,
    /// What there is to know of it.
    pub detail: String,
    /// What it does, where the title does not say it.
    pub action: String,
    /// What a screen reader says of it.
    pub spoken: String,
    /// Whether it can be ticked.
    pub tickable: bool,
    /// Whether it is.
    pub ticked: bool,
    /// Whether it can be chosen.
    pub enabled: bool,
}

/// A key of the legend.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LegendKey {
    /// What stands on it; empty where only its letter does it.
    pub cap: String,
    /// The letter that does the same; empty where none does.
    pub letter: String,
    /// What it does.
    pub label: String,
    /// Whether it would do it now.
    pub usable: bool,
}

impl ConsoleView {
    /// Whether this action would be carried out now.
    pub fn can(&self, action: ConsoleAction) -> bool {
        self.can.contains(&action)
    }
}
