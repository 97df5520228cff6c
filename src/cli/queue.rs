//! The verbs of the queue, through the same use cases as the windows.

use super::answer::{self, Print, json};
use super::arguments::SubjectGroup;
use super::{Done, IssueArgs, Outcome, PrinterArgs, SubjectArgs, open};
use crate::data::DataFolder;
use crate::desk::{Desk, DeskError, IssueRequest, PrintTarget, Subject, new_ticket_id};
use crate::domain::{
    CounterNumber, EventSeq, Lane, Language, OfficerId, PrintState, Ticket, TicketNumber,
};
use crate::office::Office;
use crate::spool::Spool;
use std::thread;
use std::time::{Duration, Instant};

/// How long a verb waits for a printer that another process owns before it answers `pending`.
const PRINT_PATIENCE: Duration = Duration::from_secs(20);
const PRINT_POLL: Duration = Duration::from_millis(20);

/// What is safe whatever becomes of a ticket's paper.
const IN_THE_QUEUE: &str = "the ticket is in the queue";

pub(super) fn issue(
    data: &DataFolder,
    by: Option<&OfficerId>,
    args: &IssueArgs,
    lane: Lane,
) -> Outcome {
    let mut desk = open::desk_as(data, by)?;
    let printer = PrinterArgs {
        printer: args.printer.printer.clone(),
        profile: args.printer.profile.clone(),
    };
    let printer = open::printer(data, desk.office(), printer)?;
    let issued = desk.issue(&IssueRequest {
        service: args.service,
        case: args.case.clone(),
        lane,
        language: args.lang,
        id: new_ticket_id(desk.now()),
        key: args.key.clone(),
        override_code: args.override_code.clone(),
        print: printer.as_ref().map(|(_, target)| target.clone()),
    })?;
    let state = match (issued.print_job, &printer) {
        (Some(job), Some((_, target))) => print(data, &mut desk, target, job, IN_THE_QUEUE),
        _ => None,
    };
    if args.json.json {
        json(&answer::Issued::of(&issued.ticket, state, issued.repeated, issued.tight))?;
    } else {
        let Ticket { number, ahead_at_issue, .. } = issued.ticket;
        let wait = issued.ticket.estimate.map(|wait| wait.rounded());
        let wait = wait.map(|w| format!(", about {}-{} min", w.from, w.to)).unwrap_or_default();
        let tight = if issued.tight { "; it may become late" } else { "" };
        let print = Print::of(state).sentence();
        println!("{number}: {ahead_at_issue} ahead{wait}{tight}; {print}");
    }
    Ok(Done::Done)
}

/// Sees a job through: prints it where no other process owns the printer, else waits for the owner to do it.
/// What was `done` is safe already, so no fault here takes it back; it is told on stderr.
pub(super) fn print(
    data: &DataFolder,
    desk: &mut Desk,
    target: &PrintTarget,
    job: i64,
    done: &str,
) -> Option<PrintState> {
    let patience = Instant::now() + PRINT_PATIENCE;
    loop {
        match Spool::own(data, desk, target) {
            Ok(Some(mut spool)) => {
                loop {
                    match spool.print_next(desk) {
                        Ok(Some(printed)) if printed.sheet.job.id == job => {
                            tell(&printed.result.detail, printed.result.outcome.into(), done);
                            break;
                        }
                        Ok(Some(_)) => {}
                        Ok(None) => break,
                        Err(error) => {
                            eprintln!("antre: {done}, but: {error}");
                            break;
                        }
                    }
                }
                return told(desk, job, done);
            }
            Ok(None) => {}
            Err(error) => {
                eprintln!("antre: {done}, but: {error}");
                return told(desk, job, done);
            }
        }
        let state = told(desk, job, done);
        let settled = !matches!(state, Some(PrintState::Pending | PrintState::Sending));
        if settled || Instant::now() > patience {
            return state;
        }
        thread::sleep(PRINT_POLL);
    }
}

/// What is recorded of the job; when even that cannot be read, it is still pending as far as anybody knows.
fn told(desk: &mut Desk, job: i64, done: &str) -> Option<PrintState> {
    desk.print_state(job).unwrap_or_else(|error| {
        eprintln!("antre: {done}, but: {error}");
        Some(PrintState::Pending)
    })
}

fn tell(detail: &str, state: PrintState, done: &str) {
    if !matches!(state, PrintState::Printed(_)) {
        eprintln!("antre: {done}, but not surely on paper: {detail}");
    }
}

pub(super) fn next(
    data: &DataFolder,
    by: Option<&OfficerId>,
    counter: CounterNumber,
    as_json: bool,
) -> Outcome {
    let mut desk = open::desk_as(data, by)?;
    let Some(called) = desk.next(counter)? else {
        if as_json {
            json(&answer::Nobody { waiting: 0 })?;
        } else {
            println!("nobody waits for counter {counter}");
        }
        return Ok(Done::NothingWaiting);
    };
    moved(desk.office(), &called.ticket, as_json)
}

pub(super) fn advance(
    data: &DataFolder,
    by: Option<&OfficerId>,
    args: &SubjectArgs,
    step: impl Fn(&mut Desk, Subject) -> Result<Ticket, DeskError>,
) -> Outcome {
    let mut desk = open::desk_as(data, by)?;
    let ticket = step(&mut desk, meant(&args.subject)?)?;
    moved(desk.office(), &ticket, args.json.json)
}

/// The ticket that is meant.
pub(super) fn meant(subject: &SubjectGroup) -> Result<Subject, &'static str> {
    match (subject.number, subject.counter) {
        (Some(number), _) => Ok(Subject::Ticket(number)),
        (None, Some(counter)) => Ok(Subject::Counter(counter)),
        (None, None) => Err("give a ticket number or --counter N"),
    }
}

pub(super) fn moved(office: &Office, ticket: &Ticket, as_json: bool) -> Outcome {
    if as_json {
        json(&answer::Moved::of(ticket))?;
        return Ok(Done::Done);
    }
    let mut line = format!("{}: {}", ticket.number, ticket.state.code());
    if let Some(stage) = ticket.state.stage() {
        line += &format!(" for {}", office.stage_name(stage, Language::English));
    }
    if let Some(counter) = ticket.state.counter() {
        line += &format!(" at {}", office.counter_name(counter, Language::English));
    }
    if let Some(counter) = ticket.reserved_for {
        line += &format!(" at {} only", office.counter_name(counter, Language::English));
    }
    println!("{line}");
    Ok(Done::Done)
}

pub(super) fn board(data: &DataFolder, as_json: bool) -> Outcome {
    let mut desk = open::desk(data)?;
    let board = desk.board(EventSeq(0))?;
    let intake = desk.intake()?;
    if as_json {
        json(&answer::Board::of(&board, &intake, desk.office(), desk.now()))?;
        return Ok(Done::Done);
    }
    let office = desk.office();
    println!("{}: {} waiting", board.day, board.waiting().count());
    for waiting in board.counts() {
        let stage = office.stage_name(&waiting.stage, Language::English);
        println!("  {} {stage}: {}", waiting.service, waiting.count);
    }
    for ticket in board.open.iter().filter(|t| t.state.counter().is_some()) {
        moved(office, ticket, false)?;
    }
    for service in intake {
        match (service.refused, service.left) {
            (Some(why), _) => println!("  {} no numbers: {why}", service.service),
            (None, Some(left)) => println!("  {} {left} numbers left", service.service),
            (None, None) => {}
        }
        if service.tight {
            println!("  {} what waits hardly fits before closing", service.service);
        }
    }
    for ticket in &board.away {
        moved(office, ticket, false)?;
    }
    for counter in &board.paused {
        println!("{} is paused", office.counter_name(*counter, Language::English));
    }
    for missing in &board.missing {
        println!("  missing {} x {}: {}", missing.count, missing.service, missing.document);
    }
    for call in &board.latest_calls {
        let time = call.at.with_timezone(&office.zone).format("%H:%M:%S");
        let counter = office.counter_name(call.counter, Language::English);
        println!("  {time} {} to {counter}", call.number);
    }
    Ok(Done::Done)
}

pub(super) fn ticket(data: &DataFolder, number: TicketNumber, as_json: bool) -> Outcome {
    let mut desk = open::desk(data)?;
    let file = desk.ticket(number)?;
    let answer = answer::TicketFile::of(&file, desk.office(), desk.now());
    if as_json {
        json(&answer)?;
        return Ok(Done::Done);
    }
    moved(desk.office(), &file.ticket, false)?;
    for document in &answer.missing {
        println!("  missing: {}. {}", document.item, document.document);
    }
    println!("  paper: {}", answer.print.sentence());
    for line in answer.events {
        let at = line.stage.map(|stage| format!(" {stage}")).unwrap_or_default();
        let by = line.counter.map(|counter| format!(", counter {counter}")).unwrap_or_default();
        let why = line.detail.map(|detail| format!(" ({detail})")).unwrap_or_default();
        let who = line.officer.map(|officer| format!(", {officer}")).unwrap_or_default();
        println!("  {} {}{why}{at}{by}{who}", line.at, line.kind);
    }
    Ok(Done::Done)
}

pub(super) fn reprint(
    data: &DataFolder,
    by: Option<&OfficerId>,
    number: TicketNumber,
    printer: PrinterArgs,
    as_json: bool,
) -> Outcome {
    let mut desk = open::desk_as(data, by)?;
    let Some((_, target)) = open::printer(data, desk.office(), printer)? else {
        return Err("this office has no printer; give one with --printer, or in office.toml".into());
    };
    let (ticket, job) = desk.reprint(number, &target)?;
    let state = print(data, &mut desk, &target, job.id, IN_THE_QUEUE);
    if as_json {
        json(&answer::Issued::of(&ticket, state, true, false))?;
    } else {
        println!("{number}: copy {}; {}", job.copy, Print::of(state).sentence());
    }
    Ok(Done::Done)
}
