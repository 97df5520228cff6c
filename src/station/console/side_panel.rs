//! What stands at the right of the console while the officer decides something.
//!
//! A panel never hides the ticket or its keys, and it is left by the key that opened it, by Esc, or by itself once
//! there is nothing left to decide.

use super::command::ConsoleCommand;
use crate::domain::TicketId;
use std::collections::BTreeSet;

/// Which panel is open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum SidePanel {
    /// None: the queue is there.
    #[default]
    Queue,
    /// What is missing from this file?
    HandBack {
        ticket: TicketId,
        /// By the place in the list of documents, from 1.
        missing: BTreeSet<u16>,
    },
    /// Where shall this visitor go?
    Transfer { ticket: TicketId },
    /// Really?
    Cancel { ticket: TicketId },
    /// Who is back?
    Away,
    /// The printer, and what it did not print.
    Paper,
    /// What do the keys do?
    Keys,
}

impl SidePanel {
    /// Whether a letter stands for an action while this is open: where the lines have the letters of services, a key
    /// would mean two things.
    pub(super) fn leaves_letters(&self) -> bool {
        !matches!(self, Self::Transfer { .. })
    }
}

/// What the button of a panel does.
pub(super) fn confirmed(panel: &SidePanel) -> Option<ConsoleCommand> {
    match panel {
        SidePanel::HandBack { missing, .. } => {
            Some(ConsoleCommand::HandBack(missing.iter().copied().collect()))
        }
        SidePanel::Cancel { .. } => Some(ConsoleCommand::Cancel),
        SidePanel::Paper => Some(ConsoleCommand::PowerCycled),
        SidePanel::Queue | SidePanel::Keys | SidePanel::Away | SidePanel::Transfer { .. } => None,
    }
}
