//! `why`: who is called next and for what reason, so that anybody can check that the queue is fair.
//!
//! Never here: the rule (`domain::policy`).

use super::answer::json;
use super::arguments::{JsonArg, ticket_number};
use super::{Done, Outcome, open};
use crate::data::DataFolder;
use crate::desk::Desk;
use crate::domain::{CounterNumber, Language, State, Ticket, TicketNumber, Why};
use crate::words::Words;
use clap::Args;
use serde::Serialize;

#[derive(Debug, Args)]
pub(super) struct WhyArgs {
    /// For example T012
    #[arg(value_parser = ticket_number)]
    number: TicketNumber,
    #[command(flatten)]
    json: JsonArg,
}

/// Why somebody is next, in one sentence.
pub(super) fn sentence(desk: &Desk, why: Why) -> String {
    Words::of(Language::English).why(why, desk.office().fairness)
}

pub(super) fn why(data: &DataFolder, args: &WhyArgs) -> Outcome {
    let mut desk = open::desk(data)?;
    let file = desk.ticket(args.number)?;
    let answer = Answer::of(&mut desk, &file.ticket)?;
    if args.json.json {
        json(&answer)?;
        return Ok(Done::Done);
    }
    let office = desk.office();
    if answer.counters.is_empty() {
        say!("{}: {}; nobody is to call it now", answer.number, answer.state);
    }
    for place in &answer.counters {
        let counter = office.counter_name(place.number, Language::English);
        let next = match (&place.next, &place.because) {
            (Some(next), Some(because)) => format!("next is {next}: {because}"),
            _ => "nobody is next".to_owned(),
        };
        let paused = if place.paused { " (paused)" } else { "" };
        let standing = match place.before {
            0 => format!("{} is the first of its lane", answer.number),
            1 => format!("1 waits in front of {} in the {} lane", answer.number, answer.lane),
            n => format!("{n} wait in front of {} in the {} lane", answer.number, answer.lane),
        };
        say!("{counter}{paused}: {next}; {standing}");
    }
    Ok(Done::Done)
}

/// Answer of `why`.
#[derive(Debug, Serialize)]
struct Answer {
    number: String,
    state: &'static str,
    lane: &'static str,
    /// The counters that may call it; empty when it does not wait.
    counters: Vec<Place>,
}

/// How a ticket stands at one counter.
#[derive(Debug, Serialize)]
struct Place {
    counter: u8,
    #[serde(skip)]
    number: CounterNumber,
    paused: bool,
    /// Who is next there.
    next: Option<String>,
    /// Why: `first-in-line`, `priority-turn`, `regular-turn` or `waited-too-long`.
    why: Option<&'static str>,
    /// The same as a sentence.
    because: Option<String>,
    /// How many wait in front of the ticket in its own lane.
    before: usize,
}

impl Answer {
    fn of(desk: &mut Desk, ticket: &Ticket) -> Result<Self, Box<dyn std::error::Error>> {
        let office = desk.office().clone();
        let mut counters = Vec::new();
        if matches!(ticket.state, State::Waiting { .. }) {
            for counter in &office.counters {
                let view = desk.counter_view(counter.number)?;
                if !view.waiting.iter().any(|waiting| waiting.id == ticket.id) {
                    continue;
                }
                let of_lane = view.waiting.iter().filter(|waiting| waiting.lane == ticket.lane);
                let (next, why) = view.next.unzip();
                counters.push(Place {
                    counter: counter.number.get(),
                    number: counter.number,
                    paused: view.paused,
                    next: next.map(|next| next.number.to_string()),
                    why: why.map(Why::code),
                    because: why.map(|why| sentence(desk, why)),
                    before: of_lane.take_while(|waiting| waiting.id != ticket.id).count(),
                });
            }
        }
        Ok(Self {
            number: ticket.number.to_string(),
            state: ticket.state.code(),
            lane: ticket.lane.code(),
            counters,
        })
    }
}
