//! Answers about counters: a break, and how a ticket stands at those that may call it.

use crate::desk::CounterView;
use crate::domain::{CounterNumber, Ticket, Why};
use schemars::JsonSchema;
use serde::Serialize;

/// Answer of `pause` and `resume`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Break {
    /// Which counter.
    pub counter: u8,
    /// Whether it takes a break now.
    pub paused: bool,
}

impl Break {
    /// What a counter does now.
    pub fn of(counter: CounterNumber, paused: bool) -> Self {
        Self { counter: counter.get(), paused }
    }
}

/// Answer of `why`: who is called before a ticket, and for what reason.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Standing {
    /// The number, for example T012.
    pub number: String,
    /// `waiting`, `called`, `serving`, `missed`, `returned`, `done`, `cancelled` or `lapsed`.
    pub state: &'static str,
    /// `regular` or `priority`.
    pub lane: &'static str,
    /// The counters that may call it; empty when it does not wait.
    pub counters: Vec<Place>,
}

impl Standing {
    /// A ticket at the counters that may call it.
    pub fn of(ticket: &Ticket, counters: Vec<Place>) -> Self {
        Self {
            number: ticket.number.to_string(),
            state: ticket.state.code(),
            lane: ticket.lane.code(),
            counters,
        }
    }
}

/// How a ticket stands at one counter.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Place {
    /// Which counter.
    pub counter: u8,
    /// Whether it takes a break.
    pub paused: bool,
    /// Who is next there.
    pub next: Option<String>,
    /// Why: `first-in-line`, `priority-turn`, `regular-turn` or `waited-too-long`.
    pub why: Option<&'static str>,
    /// The same as a sentence.
    pub because: Option<String>,
    /// How many wait in front of the ticket in its own lane.
    pub before: usize,
}

impl Place {
    /// Where a ticket stands at a counter; `None` where it does not wait for that one.
    pub fn of(
        ticket: &Ticket,
        counter: CounterNumber,
        view: &CounterView,
        sentence: impl Fn(Why) -> String,
    ) -> Option<Self> {
        if !view.waiting.iter().any(|waiting| waiting.id == ticket.id) {
            return None;
        }
        let of_lane = view.waiting.iter().filter(|waiting| waiting.lane == ticket.lane);
        let (next, why) = view.next.as_ref().map(|(next, why)| (next, *why)).unzip();
        Some(Self {
            counter: counter.get(),
            paused: view.paused,
            next: next.map(|next| next.number.to_string()),
            why: why.map(Why::code),
            because: why.map(sentence),
            before: of_lane.take_while(|waiting| waiting.id != ticket.id).count(),
        })
    }
}
