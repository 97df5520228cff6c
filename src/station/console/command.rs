//! Between a console and the worker that asks the desk for it: commands one way, updates the other.

use crate::desk::{CounterView, DeskError, Destination};
use crate::domain::{Officer, OfficerId, Pin, Ticket, TicketNumber};
use crate::queue::HelpId;
use crate::station::{PrinterNow, PublicSide};

/// What an officer does at a counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConsoleCommand {
    /// Call the next visitor, or take the next file.
    Next,
    /// Call the same number again.
    Recall,
    /// The visitor has come.
    Start,
    /// This stage is done.
    Finish,
    /// Hand the file back; these documents are missing, by their place in the list, from 1.
    HandBack(Vec<u16>),
    /// The applicant is back with the documents.
    Back(TicketNumber),
    /// Nobody came.
    NoShow,
    /// Whoever missed the call has reported.
    Present(TicketNumber),
    /// Send the visitor on.
    Transfer(Destination),
    /// Withdraw the ticket.
    Cancel,
    /// Take the last step back.
    Undo,
    /// Take a break.
    Pause,
    /// Call again.
    Resume,
    /// Print a copy.
    Reprint(TicketNumber),
    /// The printer was switched off and on.
    PowerCycled,
    /// Somebody goes to the visitor who asks at a kiosk.
    Answer(HelpId),
}

/// What came of a key.
#[derive(Debug)]
pub enum Reply {
    /// The ticket as it is now.
    Done(ConsoleCommand, Ticket),
    /// It was done, and no ticket is concerned.
    Settled(ConsoleCommand),
    /// Nobody waits.
    Nobody,
    /// This office has no printer.
    NoPrinter,
    /// It was refused, or failed.
    Refused(DeskError),
}

/// What a console is told of its counter.
#[derive(Debug)]
pub enum ConsoleUpdate {
    /// The counter as it is now.
    View(Box<CounterView>),
    /// The answer to a key.
    Reply(Box<Reply>),
    /// The queue cannot be read.
    QueueLost(Box<DeskError>),
    /// How the printer is.
    Printer(PrinterNow),
    /// What the programs of the public side tell of themselves.
    PublicSide(PublicSide),
}

/// What a console asks for, where officers may have to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GuardedCommand {
    /// A key of the officer.
    Console(ConsoleCommand),
    /// Somebody signs in.
    SignIn(OfficerId, Pin),
    /// Whoever is signed in leaves.
    SignOut,
}

/// What such a console is told.
#[derive(Debug)]
pub enum GuardedUpdate {
    /// About the counter.
    Console(ConsoleUpdate),
    /// Who could sign in.
    Officers(Vec<Officer>),
    /// Somebody has signed in.
    SignedIn(Officer),
    /// Nobody has: why.
    NotSignedIn(Box<DeskError>),
    /// Whoever was signed in has left, or was retired.
    SignedOut {
        /// Whether they no longer work here.
        retired: bool,
    },
}
