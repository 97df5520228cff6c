//! What a console knows, and what each news from the worker makes of it.
//!
//! Plain values: what is shown of them is computed in `show`, what an officer does with them in `steps`.

use super::command::{ConsoleCommand, ConsoleUpdate, Reply};
use super::message::{Message, message};
use super::side_panel::SidePanel;
use crate::desk::CounterView;
use crate::domain::{Attendance, CounterNumber, State, Ticket, TicketId, Timestamp};
use crate::office::Office;
use crate::phrase::fault;
use crate::station::staff::words;
use crate::station::{PrinterNow, PublicSide};

/// Seconds that the answer to a key stays.
const MESSAGE_SECONDS: u32 = 8;

/// Seconds after which a key without an answer no longer holds the others up.
const ANSWER_SECONDS: u32 = 10;

/// What a console knows.
#[derive(Default)]
pub(super) struct Content {
    /// The counter; `None` before it was read for the first time.
    pub(super) view: Option<Box<CounterView>>,
    /// Why the queue cannot be read, as a sentence.
    pub(super) lost: Option<String>,
    /// What is not seen or not heard in the waiting room.
    pub(super) public: PublicSide,
    /// How the printer is; `None` where this office has none, or before anybody looked.
    pub(super) printer: Option<PrinterNow>,
    /// The answer to the last key.
    pub(super) message: Option<Message>,
    /// What stands at the right.
    pub(super) panel: SidePanel,
    /// Which page of its lines, from 0.
    pub(super) page: usize,
    /// A command is under way for so many seconds. Keys that come before its answer are not sent: two presses of a
    /// nervous finger are one.
    pub(super) pending: Option<u32>,
}

/// A console at one moment: everything that a view or a decision depends on.
#[derive(Clone, Copy)]
pub(super) struct Here<'a> {
    pub(super) office: &'a Office,
    pub(super) counter: CounterNumber,
    pub(super) now: Timestamp,
    pub(super) content: &'a Content,
}

impl Here<'_> {
    /// The ticket that this counter holds.
    pub(super) fn current(&self) -> Option<&Ticket> {
        self.content.view.as_ref()?.current.as_ref()
    }

    /// Whether this counter takes files and calls nobody.
    pub(super) fn takes(&self) -> bool {
        let Some(counter) = self.office.counter(self.counter) else { return false };
        let stages = self.office.stages.iter();
        let mut here = stages.filter(|s| counter.stages.contains(&s.stage.id));
        here.all(|s| s.stage.attendance == Attendance::BackOffice)
    }

    /// How many seconds the current number may not be called again.
    pub(super) fn recall_seconds(&self) -> i64 {
        let Some(ticket) = self.current() else { return 0 };
        let called = matches!(ticket.state, State::Called { .. });
        if !called || !ticket.may_recall(self.office.call_limit) {
            return 0;
        }
        let ago = (self.now - ticket.changed_at).num_seconds();
        // A clock that was set back since: the desk allows it, so does the key.
        if ago < 0 { 0 } else { (i64::from(self.office.recall_seconds) - ago).max(0) }
    }

    /// Seconds left to take the last step back.
    pub(super) fn undo_seconds(&self) -> i64 {
        let undo = self.content.view.as_ref().and_then(|view| view.undo.as_ref());
        undo.map_or(0, |undo| (undo.until - self.now).num_seconds().clamp(0, 60))
    }
}

impl Content {
    /// Takes in what the worker tells.
    pub(super) fn update(&mut self, office: &Office, update: ConsoleUpdate) {
        match update {
            ConsoleUpdate::View(view) => {
                self.lost = None;
                self.view = Some(view);
                self.leave_a_panel_of_the_past();
            }
            ConsoleUpdate::QueueLost(error) => self.lost = Some(fault::to_staff(&error, words())),
            ConsoleUpdate::Printer(printer) => self.printer = Some(printer),
            ConsoleUpdate::PublicSide(public) => self.public = public,
            ConsoleUpdate::Reply(reply) => {
                self.pending = None;
                if let Reply::Done(command, _) | Reply::Settled(command) = &*reply
                    && !matches!(command, ConsoleCommand::Reprint(_) | ConsoleCommand::Answer(_))
                {
                    self.panel = SidePanel::Queue;
                }
                self.message = Some(message(office, *reply));
            }
        }
    }

    /// One second has passed.
    pub(super) fn second(&mut self) {
        if let Some(message) = &mut self.message {
            message.seconds += 1;
        }
        if self.message.as_ref().is_some_and(|m| m.seconds >= MESSAGE_SECONDS) {
            self.message = None;
        }
        self.pending = self.pending.map(|s| s + 1).filter(|s| *s < ANSWER_SECONDS);
    }

    /// A panel about a ticket that has left this counter has nothing to decide any more.
    fn leave_a_panel_of_the_past(&mut self) {
        let current = self.view.as_ref().and_then(|view| view.current.as_ref());
        let here = |id: &TicketId| current.is_some_and(|t| t.id == *id);
        let serving = current.is_some_and(|t| matches!(t.state, State::Serving { .. }));
        let stays = match &self.panel {
            SidePanel::HandBack { ticket, .. } => here(ticket) && serving,
            SidePanel::Transfer { ticket } | SidePanel::Cancel { ticket } => here(ticket),
            _ => true,
        };
        if !stays {
            self.panel = SidePanel::Queue;
        }
    }
}
