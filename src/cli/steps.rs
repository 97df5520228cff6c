//! The verbs for what does not go straight on: files handed back, late visitors, transfers, undo, breaks.

use super::arguments::{CounterArgs, NumberArgs, ReturnArgs, TransferArgs};
use super::board::moved_line;
use super::queue::{meant, moved, print};
use super::{Done, Outcome, answer, open};
use crate::api::counter::Break;
use crate::api::paper::Print;
use crate::api::ticket::Returned;
use crate::data::DataFolder;
use crate::desk::{Desk, DeskError, Destination};
use crate::domain::{Language, OfficerId, Ticket, TicketNumber};
use crate::say;

pub(super) fn of_number(
    data: &DataFolder,
    by: Option<&OfficerId>,
    args: &NumberArgs,
    step: impl Fn(&mut Desk, TicketNumber) -> Result<Ticket, DeskError>,
) -> Outcome {
    let mut desk = open::desk_as(data, by)?;
    let ticket = step(&mut desk, args.number)?;
    moved(desk.office(), &ticket, args.json.json)
}

pub(super) fn return_file(data: &DataFolder, by: Option<&OfficerId>, args: &ReturnArgs) -> Outcome {
    let mut desk = open::desk_as(data, by)?;
    let target = open::printer(data, &mut desk, args.printer.clone())?;
    let subject = meant(&args.subject)?;
    let returned = desk.return_file(subject, &args.missing, target.as_ref())?;
    say::is_done(moved_line(desk.office(), &returned.ticket));
    let (state, _printing) = match (returned.print_job, &target) {
        (Some(job), Some(target)) => {
            print(data, &mut desk, target, job, args.wait, "the file is handed back")
        }
        _ => (None, None),
    };
    if args.json.json {
        answer::json(&Returned::of(&returned.ticket, state))?;
        return Ok(Done::Done);
    }
    moved(desk.office(), &returned.ticket, false)?;
    say!("  slip: {}", answer::sentence(&Print::of(state)));
    Ok(Done::Done)
}

pub(super) fn transfer(data: &DataFolder, by: Option<&OfficerId>, args: &TransferArgs) -> Outcome {
    let mut desk = open::desk_as(data, by)?;
    let to = Destination { service: args.to.to_service, counter: args.to.to_counter };
    let ticket = desk.transfer(meant(&args.subject)?, to)?;
    moved(desk.office(), &ticket, args.json.json)
}

pub(super) fn undo(data: &DataFolder, by: Option<&OfficerId>, args: &CounterArgs) -> Outcome {
    let mut desk = open::desk_as(data, by)?;
    let ticket = desk.undo(args.counter)?;
    moved(desk.office(), &ticket, args.json.json)
}

pub(super) fn take_break(
    data: &DataFolder,
    by: Option<&OfficerId>,
    args: &CounterArgs,
    paused: bool,
) -> Outcome {
    let mut desk = open::desk_as(data, by)?;
    if paused {
        desk.pause(args.counter)?
    } else {
        desk.resume(args.counter)?
    }
    let name = desk.office().counter_name(args.counter, Language::English);
    let line = format!("{name}: {}", if paused { "paused" } else { "open" });
    say::is_done(line.clone());
    if args.json.json {
        answer::json(&Break::of(args.counter, paused))?;
    } else {
        say!("{line}");
    }
    Ok(Done::Done)
}
