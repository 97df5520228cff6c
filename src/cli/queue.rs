//! The verbs of the queue, through the same use cases as the windows.

use super::answer::{json, sentence};
use super::arguments::SubjectGroup;
use super::board::moved_line;
use super::{
    Done, IssueArgs, Outcome, PrinterArgs, SubjectArgs, WaitArg, board, interrupt, open, why,
};
use crate::api::paper::Print;
use crate::api::ticket::{Called, Issued, Moved, Nobody, TicketFile};
use crate::app::PrintLog;
use crate::data::DataFolder;
use crate::desk::{Desk, DeskError, FaultKind, IssueRequest, PrintTarget, Subject, new_ticket_id};
use crate::domain::{
    CounterNumber, EventSeq, Lane, Language, OfficerId, PrintState, TRIED_AGAIN_FOR, Ticket,
    TicketNumber,
};
use crate::office::Office;
use crate::phrase::{estimate, printer, time};
use crate::say;
use crate::spool::{Spool, SpoolError};
use chrono::TimeDelta;
use std::thread;
use std::time::{Duration, Instant};

/// How often a verb looks whether its sheet has come.
const PRINT_POLL: Duration = Duration::from_millis(20);

/// How long whoever asked hears nothing while another program drives the printer.
const SILENCE: Duration = Duration::from_secs(1);

/// What is safe whatever becomes of a ticket's paper.
const IN_THE_QUEUE: &str = "the ticket is in the queue";

/// Refuses a language that the office's kiosks do not offer.
fn offers(office: &Office, language: Language) -> Result<(), String> {
    let offered = &office.screens.languages;
    if offered.contains(&language) {
        return Ok(());
    }
    let offered: Vec<&str> = offered.iter().map(|language| language.code()).collect();
    Err(format!(
        "this office has no tickets in \"{language}\"; its languages are {} (screens.languages in office.toml)",
        offered.join(", ")
    ))
}

pub(super) fn issue(
    data: &DataFolder,
    by: Option<&OfficerId>,
    args: &IssueArgs,
    lane: Lane,
) -> Outcome {
    let mut desk = open::desk_as(data, by)?;
    if args.new_day {
        open_new_day(&mut desk)?;
    }
    offers(desk.office(), args.lang)?;
    let printer = open::printer(data, &mut desk, args.printer.clone())?;
    let issued = desk.issue(&IssueRequest {
        service: args.service,
        case: args.case.clone(),
        lane,
        language: args.lang,
        id: new_ticket_id(desk.now()),
        key: args.key.clone(),
        override_code: args.override_code.clone(),
        print: printer.clone(),
    })?;
    let doubted = desk.doubted_clock();
    if let Some(doubted) = &doubted {
        note!("{doubted}");
    }
    say::is_done(format!("{} is given, and is in the queue", issued.ticket.number));
    let (state, _printing) = match (issued.print_job, &printer) {
        (Some(job), Some(target)) => print(data, &mut desk, target, job, args.wait, IN_THE_QUEUE),
        _ => (None, None),
    };
    if args.json.json {
        json(&Issued::of(&issued.ticket, state, issued.repeated, issued.tight, doubted.as_ref()))?;
    } else {
        let Ticket { number, ahead_at_issue, .. } = issued.ticket;
        let wait = issued.ticket.estimate.map(estimate::wait_in_english);
        let wait = wait.map(|wait| format!(", {wait}")).unwrap_or_default();
        let tight = if issued.tight { "; it may become late" } else { "" };
        let print = sentence(&Print::of(state));
        say!("{number}: {ahead_at_issue} ahead{wait}{tight}; {print}");
    }
    Ok(Done::Done)
}

/// Opens the day of the clock, and tells whom that leaves behind: nobody else would call them out.
fn open_new_day(desk: &mut Desk) -> Result<(), DeskError> {
    let before = desk.board(EventSeq(0))?;
    desk.open_new_day()?;
    let after = desk.board(EventSeq(0))?;
    let goes_on = |left: &&Ticket| after.open.iter().chain(&after.away).any(|t| t.id == left.id);
    let left = before.open.iter().chain(&before.away).filter(|ticket| !goes_on(ticket));
    let left: Vec<String> = left.map(|ticket| ticket.number.to_string()).collect();
    if !left.is_empty() {
        note!(
            "the day {} is closed, and with it these numbers, which nobody calls any more: {}; whoever of them is here takes \
             a new one",
            before.day,
            left.join(", ")
        );
    }
    Ok(())
}

/// Tells whoever finds nobody in line that people may be here whom a change of the day has left.
fn note_left_behind(desk: &mut Desk) -> Result<(), DeskError> {
    let left = desk.board(EventSeq(0))?.left_behind;
    if let Some(left) = left.filter(|left| left.is_fresh(desk.now())) {
        // Not into the log: scripts ask again and again.
        say::aside(format_args!("antre: {left}"));
    }
    Ok(())
}

/// Sees a job through: prints it where no other process owns the printer, else waits for the owner to do it.
/// What was `done` is safe already, so no fault here takes it back; it is told on stderr. Gives back what is known of the job,
/// and the spool that printed it: letting go of it may wait for a printer that says nothing back, so the answer goes first.
pub(super) fn print(
    data: &DataFolder,
    desk: &mut Desk,
    target: &PrintTarget,
    job: i64,
    wait: WaitArg,
    done: &str,
) -> (Option<PrintState>, Option<Spool>) {
    let patience = Duration::from_secs(wait.wait.into());
    let began = Instant::now();
    let mut told_of_the_wait = false;
    loop {
        match Spool::own(data, desk, target) {
            Ok(Some(spool)) => {
                let patience = TimeDelta::from_std(patience).unwrap_or(TRIED_AGAIN_FOR);
                let mut spool = spool.patient_for(job, patience);
                let state = print_as_owner(&mut spool, desk, (target, job), done);
                return (state, Some(spool));
            }
            Ok(None) => {}
            Err(error) => {
                note_unprinted(done, &error);
                return (told(desk, job, done), None);
            }
        }
        let state = told(desk, job, done);
        let waited = began.elapsed();
        let is_open = state.is_some_and(PrintState::is_open);
        if is_open && waited >= SILENCE && !told_of_the_wait {
            told_of_the_wait = true;
            let (printer, seconds) = (&target.printer, patience.saturating_sub(waited).as_secs());
            note!(
                "{done}, but another program drives printer {printer} and has not printed its sheet yet; waiting for it, \
                 {seconds} s more at most"
            );
        }
        if !is_open || waited > patience {
            // Whoever drives the printer has told its own log why.
            if let Some(known) = state.and_then(printer::not_printed) {
                note!("{done}, but its sheet {known}");
            }
            return (state, None);
        }
        thread::sleep(PRINT_POLL);
    }
}

/// Prints what waits until this job is settled; a printer that prints nothing is tried again, as long as the spool is
/// patient. Ctrl-C ends that between two attempts and leaves the job to the next owner of the printer: an attempt that is
/// killed leaves a doubt, and a printer that wants to be switched off and on, although it was sent nothing.
fn print_as_owner(
    spool: &mut Spool,
    desk: &mut Desk,
    (target, job): (&PrintTarget, i64),
    done: &str,
) -> Option<PrintState> {
    let log = PrintLog::of(target);
    interrupt::listen();
    while !interrupt::was_asked() {
        let printed = spool.print_next(desk);
        printed.iter().flatten().for_each(|printed| log.sheet(printed));
        match printed {
            Ok(Some(printed)) if printed.claimed.job.id == job => {
                let detail = &printed.result.detail;
                if !printed.state.is_waiting() {
                    tell(detail, printed.state, done);
                    return told(desk, job, done);
                }
                if let Some(why) =
                    printer::not_printed_yet(printed.state).filter(|_| printed.refusals == 1)
                {
                    let until = printed.claimed.job.created_at + spool.patience(job);
                    let until = time::clock_with_seconds(until, desk.office().zone);
                    let line =
                        format_args!("{done}, but its sheet {why} It is tried again until {until}");
                    say::note_because(line, detail);
                }
            }
            Ok(Some(_)) => {}
            // It was settled by others, or it waits for its next try.
            Ok(None) => match told(desk, job, done) {
                Some(state) if state.is_waiting() => thread::sleep(PRINT_POLL),
                state => return state,
            },
            Err(error) => {
                note_unprinted(done, &error);
                return told(desk, job, done);
            }
        }
    }
    note!("{done}; its sheet is left to whoever drives the printer next");
    told(desk, job, done)
}

/// What is recorded of the job; when even that cannot be read, it is still pending as far as anybody knows.
fn told(desk: &mut Desk, job: i64, done: &str) -> Option<PrintState> {
    desk.print_state(job).unwrap_or_else(|error| {
        note_unprinted(done, &error.into());
        Some(PrintState::Pending)
    })
}

/// Notes a fault of the queue that keeps a sheet from being printed. The fault's own sentence is for whoever wanted a change,
/// and would have the same done twice.
fn note_unprinted(done: &str, error: &SpoolError) {
    let SpoolError::Desk(DeskError::Fault(of_the_queue)) = error else {
        return note!("{done}, but: {error}");
    };
    let first = match of_the_queue.kind {
        FaultKind::Full => "free some space there",
        FaultKind::Busy => "wait a moment",
        FaultKind::Unknown => "look after the disk",
        _ => return note!("{done}, but: {error}"),
    };
    // What happened stands first in it, and what to do about a change that was refused behind that.
    let said = of_the_queue.to_string();
    let what = said.split(';').next().unwrap_or_default();
    note!(
        "{done}, but its sheet is not printed yet: {what}. Do not give the command again: {first}; whoever drives the printer \
         next prints the sheet, and `antre reprint NUMBER` gives a copy"
    );
}

fn tell(detail: &str, state: PrintState, done: &str) {
    if let Some(known) = printer::not_printed(state) {
        say::note_because(format_args!("{done}, but its sheet {known}"), detail);
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
        let elsewhere = board::elsewhere(&mut desk)?;
        if as_json {
            let elsewhere = elsewhere.iter().map(|waiting| waiting.count).sum();
            json(&Nobody::of(elsewhere))?;
        } else {
            say!("nobody waits for counter {counter}{}", board::hint(&elsewhere));
        }
        note_left_behind(&mut desk)?;
        return Ok(Done::NothingWaiting);
    };
    say::is_done(moved_line(desk.office(), &called.ticket));
    let because = why::sentence(&desk, called.why);
    if as_json {
        json(&Called::of(&called.ticket, called.why, because))?;
    } else {
        say!("{}; {because}", moved_line(desk.office(), &called.ticket));
    }
    Ok(Done::Done)
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
    say::is_done(moved_line(office, ticket));
    if as_json {
        json(&Moved::of(ticket))?;
        return Ok(Done::Done);
    }
    say!("{}", moved_line(office, ticket));
    Ok(Done::Done)
}

pub(super) fn ticket(data: &DataFolder, number: TicketNumber, as_json: bool) -> Outcome {
    let mut desk = open::desk(data)?;
    let file = desk.ticket(number)?;
    let answer = TicketFile::of(&file, desk.office(), desk.now());
    if as_json {
        json(&answer)?;
        return Ok(Done::Done);
    }
    say!("{}", moved_line(desk.office(), &file.ticket));
    for document in &answer.missing {
        say!("  missing: {}. {}", document.item, document.document);
    }
    say!("  paper: {}", sentence(&answer.print));
    for line in answer.events {
        let at = line.stage.map(|stage| format!(" {stage}")).unwrap_or_default();
        let by = line.counter.map(|counter| format!(", counter {counter}")).unwrap_or_default();
        let why = line.detail.map(|detail| format!(" ({detail})")).unwrap_or_default();
        let who = line.officer.map(|officer| format!(", {officer}")).unwrap_or_default();
        say!("  {} {}{why}{at}{by}{who}", line.at, line.kind);
    }
    Ok(Done::Done)
}

pub(super) fn reprint(
    data: &DataFolder,
    by: Option<&OfficerId>,
    number: TicketNumber,
    (printer, wait): (PrinterArgs, WaitArg),
    as_json: bool,
) -> Outcome {
    let mut desk = open::desk_as(data, by)?;
    let target = open::some_printer(data, &mut desk, printer)?;
    let (ticket, job) = desk.reprint(number, &target)?;
    let (state, _printing) = print(data, &mut desk, &target, job.id, wait, IN_THE_QUEUE);
    if as_json {
        let doubted = desk.doubted_clock();
        json(&Issued::of(&ticket, state, true, false, doubted.as_ref()))?;
    } else {
        say!("{number}: copy {}; {}", job.copy, sentence(&Print::of(state)));
    }
    // The paper is all that was asked for.
    if let Some(PrintState::Printed(_)) = state {
        return Ok(Done::Done);
    }
    if state.is_none_or(PrintState::is_open) {
        note!(
            "copy {} of {number} has not come out yet; it may still come, and antre ticket {number} tells what became of it",
            job.copy
        );
    }
    Ok(Done::Failed)
}
