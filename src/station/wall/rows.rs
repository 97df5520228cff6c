//! What each counter does that calls the public: one row for each, always at the same place.

use super::known::Known;
use super::view::{Row, RowState};
use crate::domain::{Attendance, Language, PublicCall, State, TicketNumber};
use crate::office::{Counter, Office};
use crate::words::Words;

/// The rows of a wall; `lit` is the call on its card.
pub(super) fn rows(
    office: &Office,
    known: &Known,
    lit: Option<&PublicCall>,
    stale: bool,
    language: Language,
) -> Vec<Row> {
    let shown = |counter: &&Counter| known.plan().shows_counter(office, counter);
    let row = |counter: &Counter| {
        let (state, number) = match stale {
            true => (RowState::Unknown, None),
            false => state(office, known, counter),
        };
        let is_lit =
            |call: &PublicCall| call.counter == counter.number && Some(call.number) == number;
        let name = counter.name.get(language).to_owned();
        let shown = number.map(|number| number.to_string()).unwrap_or_default();
        let lit = state == RowState::Called && lit.is_some_and(is_lit);
        Row { lit, ..Row::of(name, state, shown, Words::of(language)) }
    };
    office.counters.iter().filter(shown).map(row).collect()
}

impl Row {
    /// The row of a counter with this name, in this state, with the number that it holds, or "".
    pub fn of(name: String, state: RowState, number: String, words: &Words) -> Self {
        let word = words.text(match state {
            RowState::Ready => "display.counter-ready",
            RowState::Called => "display.counter-called",
            RowState::Serving => "display.counter-serving",
            RowState::Busy => "display.counter-busy",
            RowState::Away => "display.counter-away",
            RowState::Unknown => "display.counter-unknown",
        });
        let said = match state {
            RowState::Unknown => words.text("display.counter-unknown-spoken"),
            _ => word,
        };
        Self { name, number, state, word: word.to_owned(), said: said.to_owned(), lit: false }
    }
}

fn state(office: &Office, known: &Known, counter: &Counter) -> (RowState, Option<TicketNumber>) {
    let Some(board) = known.board() else { return (RowState::Unknown, None) };
    let held = board.open.iter().find(|ticket| ticket.state.counter() == Some(counter.number));
    let idle = match board.paused.contains(&counter.number) {
        true => RowState::Away,
        false => RowState::Ready,
    };
    let Some(ticket) = held else { return (idle, None) };
    let public = |stage| office.attendance(ticket.service, stage) == Attendance::Public;
    if !ticket.state.stage().is_some_and(public) || !known.plan().is_for(ticket.service) {
        return (RowState::Busy, None);
    }
    match ticket.state {
        // What the room has not been told yet does not stand here before it is lit.
        State::Called { .. } if known.is_unseen(ticket.number) => (idle, None),
        State::Called { .. } => (RowState::Called, Some(ticket.number)),
        _ => (RowState::Serving, Some(ticket.number)),
    }
}
