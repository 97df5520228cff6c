//! Queue: whether the file is whole, whether its day is the clock's, who can sign in, and whom a changed office file would
//! leave waiting.

use super::{Finding, clock};
use crate::clock::SystemClock;
use crate::data::DataFolder;
use crate::desk::{Desk, DeskError, OrphanedPaper};
use crate::domain::{EventSeq, State, Ticket};
use crate::office::{Lost, Office};
use crate::store::StoreError;
use crate::store::sqlite::SqliteStore;
use std::sync::Arc;

/// What became of looking at the queue.
#[derive(Debug)]
pub enum Queue {
    /// It cannot be used by any program.
    Unusable(Finding),
    /// It is whole.
    Whole {
        /// How many of today's tickets cannot go on with this office file; each is a finding.
        lost: usize,
        /// Everything that was found.
        found: Vec<Finding>,
    },
}

/// Looks at the whole queue, and at today's tickets with this office file.
pub fn look_at(data: &DataFolder, office: &Arc<Office>) -> Queue {
    let file = data.queue_file();
    let whole = || -> Result<_, StoreError> {
        let store = SqliteStore::open_as_allowed(&file)?;
        store.check()?;
        Ok(store)
    };
    let store = match whole() {
        Ok(store) => store,
        Err(error) => return Queue::Unusable(unusable(&error)),
    };
    let desk = Desk::new(Box::new(store), Arc::clone(office), Arc::new(SystemClock));
    match contents(desk) {
        Ok((lost, mut found)) => {
            let count = lost.len();
            found.extend(lost);
            Queue::Whole { lost: count, found }
        }
        Err(error) => Queue::Unusable(Finding::of_error("queue.unusable", &error)),
    }
}

/// Why no program can use the file. Other programs are told to ask `check`, which cannot send anybody to itself.
fn unusable(error: &StoreError) -> Finding {
    let told = Finding::of_error("queue.unusable", error);
    let (sentence, remedy) = match error {
        StoreError::ReadOnly { path, .. } => (
            format!("cannot write to {}", path.display()),
            "give this user write permission to the folder and the file",
        ),
        StoreError::Open { path, .. } => (
            format!("cannot open the queue {}", path.display()),
            "give this user read and write permission to the folder and the file",
        ),
        _ => return told,
    };
    Finding { sentence, remedy: remedy.to_owned(), ..told }
}

/// Tickets that cannot go on, and everything else that was found.
fn contents(mut desk: Desk) -> Result<(Vec<Finding>, Vec<Finding>), DeskError> {
    let board = desk.board(EventSeq::default())?;
    let mut found = clock::look(&board, &SystemClock);
    let tickets = board.open.iter().chain(&board.away);
    let lost = tickets.filter_map(|ticket| lost(desk.office(), ticket)).collect();
    found.extend(nobody_to_sign_in(&mut desk)?);
    found.extend(orphaned(&desk.overview()?.orphaned));
    Ok((lost, found))
}

/// Papers that wait for a printer which the office file has under no id: it was renamed or taken out.
fn orphaned(papers: &[OrphanedPaper]) -> Option<Finding> {
    let first = papers.first()?;
    let told = |paper: &OrphanedPaper| format!("{} for {}", paper.number, paper.printer);
    let told: Vec<String> = papers.iter().map(told).collect();
    let sentence = format!(
        "sheets wait for a printer that is no longer in office.toml, and nothing prints them: {}",
        told.join(", ")
    );
    let number = first.number;
    let remedy = format!(
        "`antre reprint {number}` prints one at the office's printer, as the key at a console does; or give the \
         printer its id back ([[printer]] id)"
    );
    Some(Finding::warning("printer.jobs-orphaned", sentence, remedy))
}

/// An office with sign-in where no officer has a PIN: its consoles stay locked.
fn nobody_to_sign_in(desk: &mut Desk) -> Result<Option<Finding>, DeskError> {
    let officers = desk.officers()?;
    let can = officers.iter().any(|o| o.retired_at.is_none() && o.pin.is_some());
    let is_locked = desk.office().people.sign_in && !can;
    Ok(is_locked.then(|| {
        Finding::fault(
            "officers.nobody-can-sign-in",
            "nobody can sign in at a console: [people] sign_in = true, and no officer has a PIN",
            "`antre officer add` makes one, and `antre officer pin` gives a PIN",
        )
    }))
}

/// Why nobody of this office would ever go on with a ticket, and what to do; `None` where somebody will.
fn lost(office: &Office, ticket: &Ticket) -> Option<Finding> {
    let Ticket { number, service, .. } = ticket;
    let stage = ticket.state.stage()?;
    let why = match office.lost(ticket)? {
        Lost::NoService => format!("service {service} is no longer in office.toml"),
        Lost::NotServed => {
            format!("no counter serves stage \"{stage}\" of service {service} any more")
        }
        Lost::HolderGone(counter) => {
            format!("counter {counter}, which holds it, is no longer in office.toml")
        }
        Lost::OnlyGone(counter) if office.counter(counter).is_none() => {
            format!("counter {counter}, which alone may call it, is no longer in office.toml")
        }
        Lost::OnlyGone(counter) => {
            format!("only counter {counter} may call it, which serves that no longer")
        }
    };
    let first = match ticket.state {
        State::Missed { .. } => format!("`antre present {number}`, then "),
        State::Returned { .. } => format!("`antre back {number}`, then "),
        _ => String::new(),
    };
    let is_served = office.counters.iter().any(|counter| counter.serves(*service, stage));
    let to = match office.service(*service) {
        Some(_) if is_served => service.to_string(),
        _ => "LETTER".to_owned(),
    };
    let remedy = format!(
        "put that back into the file, or send the visitor on: {first}`antre transfer {number} \
         --to-service {to}`"
    );
    let sentence = format!("{number} is {}, and {why}", ticket.state.code());
    Some(Finding::fault("queue.ticket-lost", sentence, remedy))
}
