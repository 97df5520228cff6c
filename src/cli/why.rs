//! `why`: who is called next and for what reason, so that anybody can check that the queue is fair.
//!
//! Never here: the rule (`domain::policy`).

use super::answer::json;
use super::arguments::{JsonArg, ticket_number};
use super::{Done, Outcome, open};
use crate::api::counter::{Place, Standing};
use crate::data::DataFolder;
use crate::desk::{Desk, DeskError};
use crate::domain::{CounterNumber, Language, State, Ticket, TicketNumber, Why};
use crate::phrase;
use crate::words::Words;
use clap::Args;

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
    phrase::why_next(why, desk.office().fairness, Words::of(Language::English))
}

pub(super) fn why(data: &DataFolder, args: &WhyArgs) -> Outcome {
    let mut desk = open::desk(data)?;
    let file = desk.ticket(args.number)?;
    let (counters, places): (Vec<_>, Vec<_>) = places(&mut desk, &file.ticket)?.into_iter().unzip();
    let answer = Standing::of(&file.ticket, places);
    if args.json.json {
        json(&answer)?;
        return Ok(Done::Done);
    }
    let office = desk.office();
    if answer.counters.is_empty() {
        say!("{}: {}; nobody is to call it now", answer.number, answer.state);
    }
    for (number, place) in counters.into_iter().zip(&answer.counters) {
        let counter = office.counter_name(number, Language::English);
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

/// The counters that may call a ticket, and how it stands at each; none when it does not wait.
fn places(desk: &mut Desk, ticket: &Ticket) -> Result<Vec<(CounterNumber, Place)>, DeskError> {
    let mut places = Vec::new();
    if matches!(ticket.state, State::Waiting { .. }) {
        let office = desk.office().clone();
        for counter in office.counters.iter().map(|counter| counter.number) {
            let view = desk.counter_view(counter)?;
            let place = Place::of(ticket, counter, &view, |why| sentence(desk, why));
            places.extend(place.map(|place| (counter, place)));
        }
    }
    Ok(places)
}
