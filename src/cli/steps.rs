//! The verbs for what does not go straight on: files handed back, late visitors, transfers, undo, breaks.

use super::arguments::{CounterArgs, NumberArgs, ReturnArgs, TransferArgs};
use super::queue::{meant, moved};
use super::{Done, Outcome, answer, open};
use crate::data::DataFolder;
use crate::desk::{Desk, DeskError, Destination};
use crate::domain::{Language, Ticket, TicketNumber};

pub(super) fn of_number(
    data: &DataFolder,
    args: &NumberArgs,
    step: impl Fn(&mut Desk, TicketNumber) -> Result<Ticket, DeskError>,
) -> Outcome {
    let mut desk = open::desk(data)?;
    let ticket = step(&mut desk, args.number)?;
    moved(desk.office(), &ticket, args.json.json)
}

pub(super) fn return_file(data: &DataFolder, args: &ReturnArgs) -> Outcome {
    let mut desk = open::desk(data)?;
    let ticket = desk.return_file(meant(&args.subject)?, &args.missing)?;
    moved(desk.office(), &ticket, args.json.json)
}

pub(super) fn transfer(data: &DataFolder, args: &TransferArgs) -> Outcome {
    let mut desk = open::desk(data)?;
    let to = Destination { service: args.to.to_service, counter: args.to.to_counter };
    let ticket = desk.transfer(meant(&args.subject)?, to)?;
    moved(desk.office(), &ticket, args.json.json)
}

pub(super) fn undo(data: &DataFolder, args: &CounterArgs) -> Outcome {
    let mut desk = open::desk(data)?;
    let ticket = desk.undo(args.counter)?;
    moved(desk.office(), &ticket, args.json.json)
}

pub(super) fn take_break(data: &DataFolder, args: &CounterArgs, paused: bool) -> Outcome {
    let mut desk = open::desk(data)?;
    if paused {
        desk.pause(args.counter)?
    } else {
        desk.resume(args.counter)?
    }
    if args.json.json {
        answer::json(&answer::Break { counter: args.counter.get(), paused })?;
    } else {
        let name = desk.office().counter_name(args.counter, Language::English);
        println!("{name}: {}", if paused { "paused" } else { "open" });
    }
    Ok(Done::Done)
}
