//! What an officer reads after a key: what was done, or why it was not.

use super::content::{LANGUAGE, words};
use super::sign_in::role_name;
use super::worker::{ConsoleCommand, Reply};
use crate::app::ui::Tone;
use crate::desk::{DeskError, DoubtedClock, FaultKind, MissingError, PeopleError, Refusal};
use crate::domain::{Doubt, NotUndone, State, Ticket};
use crate::office::Office;
use crate::phrase::time;
use std::fmt::Display;

/// The answer to a key.
pub(super) struct Message {
    pub(super) text: String,
    pub(super) tone: Tone,
    /// How long it has been shown.
    pub(super) seconds: u32,
}

fn say(key: &str, values: &[(&str, &dyn Display)]) -> String {
    words().with(key, values)
}

/// The sentence for what came of a key.
pub(super) fn message(office: &Office, reply: Reply) -> Message {
    let (text, tone) = match reply {
        Reply::Nobody => (say("sentence.nobody-waiting", &[]), Tone::Calm),
        Reply::NoPrinter => (say("sentence.printer-none", &[]), Tone::Warn),
        Reply::Settled(command) => {
            let key = match command {
                ConsoleCommand::Pause => "officer.did-pause",
                ConsoleCommand::Resume => "officer.did-resume",
                ConsoleCommand::Answer(_) => "officer.did-answer",
                _ => "officer.did-confirm",
            };
            (say(key, &[]), Tone::Calm)
        }
        Reply::Done(command, ticket) => (done(office, &command, &ticket), Tone::Calm),
        Reply::Refused(error) => {
            let broken = match &error {
                DeskError::Fault(fault) => !is_passing(fault.kind),
                DeskError::Refusal(Refusal::ClockAhead { .. }) => true,
                _ => false,
            };
            if broken {
                note!("{error}");
            }
            (sentence_of(&error), if broken { Tone::Stop } else { Tone::Warn })
        }
    };
    Message { text, tone, seconds: 0 }
}

fn done(office: &Office, command: &ConsoleCommand, ticket: &Ticket) -> String {
    let key = match (command, &ticket.state) {
        (ConsoleCommand::Next, State::Called { .. }) => "sentence.did-call",
        (ConsoleCommand::Next, _) => "sentence.did-take",
        (ConsoleCommand::Recall, _) => "sentence.did-recall",
        (ConsoleCommand::Start, _) => "sentence.did-start",
        (ConsoleCommand::Finish, State::Done) => "sentence.did-hand-over",
        (ConsoleCommand::Finish, _) => "sentence.did-finish",
        (ConsoleCommand::HandBack(_), _) => "officer.did-hand-back",
        (ConsoleCommand::Back(_), _) => "officer.did-back",
        (ConsoleCommand::NoShow, _) => "sentence.did-no-show",
        (ConsoleCommand::Present(_), _) => "officer.did-present",
        (ConsoleCommand::Transfer(_), _) if ticket.reserved_for.is_some() => {
            "officer.did-transfer-counter"
        }
        (ConsoleCommand::Transfer(_), _) => "officer.did-transfer",
        (ConsoleCommand::Cancel, _) => "sentence.did-cancel",
        (ConsoleCommand::Undo, _) => "officer.did-undo",
        (ConsoleCommand::Reprint(_), _) => "sentence.did-reprint",
        // These concern no ticket.
        (ConsoleCommand::Pause, _) => "officer.did-pause",
        (ConsoleCommand::Resume, _) => "officer.did-resume",
        (ConsoleCommand::Answer(_), _) => "officer.did-answer",
        (ConsoleCommand::PowerCycled, _) => "officer.did-confirm",
    };
    let stage = ticket.state.stage().map(|s| office.stage_name(s, LANGUAGE)).unwrap_or_default();
    let service = office.service(ticket.service).map_or("", |s| s.name.get(LANGUAGE));
    let counter = ticket.reserved_for.map(|c| office.counter_name(c, LANGUAGE)).unwrap_or_default();
    let values: &[(&str, &dyn Display)] = &[
        ("number", &ticket.number),
        ("stage", &stage),
        ("service", &service),
        ("counter", &counter),
    ];
    say(key, values)
}

/// Faults that are over when the officer has read of them.
fn is_passing(kind: FaultKind) -> bool {
    matches!(kind, FaultKind::Conflict | FaultKind::Busy)
}

/// Why something was not done, in the officer's words; each sentence says what to do.
pub(in crate::app) fn sentence_of(error: &DeskError) -> String {
    match error {
        DeskError::Fault(found) => say(fault(found.kind), &[]),
        DeskError::Refusal(why) => refusal(why),
    }
}

fn refusal(why: &Refusal) -> String {
    match why {
        Refusal::CounterBusy { number, .. } => say("sentence.counter-busy", &[("number", number)]),
        Refusal::CounterIdle(_) => say("sentence.counter-idle", &[]),
        Refusal::CallLimit { number, limit } => {
            say("sentence.call-limit", &[("number", number), ("count", limit)])
        }
        Refusal::TooSoon { number, ago, interval } => {
            let left = interval.saturating_sub(*ago);
            say("officer.recall-wait", &[("number", number), ("count", &left)])
        }
        Refusal::Refused(refused) => say("sentence.not-now", &[("number", &refused.number)]),
        Refusal::NoTicket { number, .. } => say("officer.no-ticket", &[("number", number)]),
        Refusal::Paused(_) => say("officer.paused-first", &[]),
        Refusal::PausedThere { .. } => say("officer.paused-there", &[]),
        Refusal::BreakAlready { paused: true, .. } => say("officer.paused-already", &[]),
        Refusal::BreakAlready { paused: false, .. } => say("officer.open-already", &[]),
        Refusal::WrongCounter { number, .. } => say("officer.wrong-counter", &[("number", number)]),
        Refusal::Missing(MissingError::NoneNamed(_)) => say("officer.tick-first", &[]),
        Refusal::Missing(_) => say("officer.list-changed", &[]),
        Refusal::NotUndone(NotUndone::Nothing(_)) => say("officer.nothing-to-undo", &[]),
        Refusal::NotUndone(NotUndone::Final { number, .. }) => {
            say("officer.undo-final", &[("number", number)])
        }
        Refusal::NotUndone(NotUndone::TooLate { number, .. }) => {
            say("officer.undo-late", &[("number", number)])
        }
        Refusal::NotUndone(NotUndone::Changed { number, .. }) => {
            say("officer.undo-changed", &[("number", number)])
        }
        Refusal::NoCounter { .. } | Refusal::NoService { .. } => say("officer.office-changed", &[]),
        Refusal::ClockAhead { queue, clock } => {
            let (doubt, queue, clock) = (Doubt::Ahead, *queue, *clock);
            doubted_clock(&DoubtedClock { doubt, clock, queue })
        }
        Refusal::People(error) => people(error),
        // Of giving numbers, which no console does.
        Refusal::Number(_)
        | Refusal::NoCase { .. }
        | Refusal::CaseNeeded { .. }
        | Refusal::NoNumber { .. }
        | Refusal::NoOverride { .. }
        | Refusal::Key(_)
        | Refusal::KeyUsed { .. } => say("officer.office-changed", &[]),
    }
}

/// That the clock is not believed, before anybody presses a key.
pub(in crate::app) fn doubted_clock(doubted: &DoubtedClock) -> String {
    let DoubtedClock { doubt, clock, queue } = *doubted;
    let key = match doubt {
        Doubt::Ahead if queue < clock => "officer.clock-ahead",
        Doubt::Ahead => "officer.clock-unsure",
        Doubt::SetBack => "officer.clock-set-back",
        Doubt::Behind => "officer.clock-behind",
        Doubt::NoChip => "officer.clock-no-chip",
        Doubt::Gap => "officer.clock-gap",
    };
    let (clock, queue) = (time::day(clock.date(), words()), time::day(queue.date(), words()));
    say(key, &[("clock", &clock), ("queue", &queue)])
}

/// The sentence for a fault of the queue.
fn fault(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::Conflict => "sentence.taken-elsewhere",
        FaultKind::Busy => "officer.fault-busy",
        FaultKind::Full => "officer.fault-full",
        FaultKind::Forbidden => "officer.fault-read-only",
        FaultKind::Damaged => "officer.fault-corrupt",
        FaultKind::Replaced => "officer.fault-replaced",
        FaultKind::Foreign => "officer.fault-less",
        FaultKind::Newer => "officer.fault-newer",
        FaultKind::Unknown => "officer.fault-disk",
        _ => "sentence.stale-console",
    }
}

/// Why somebody may not do this.
fn people(error: &PeopleError) -> String {
    match error {
        PeopleError::NotAllowed(refused) => {
            let roles = refused.duty.roles().iter().map(|role| role_name(*role));
            let roles = roles.collect::<Vec<_>>().join(", ");
            words().with("people.not-allowed", &[("roles", &roles)])
        }
        PeopleError::Retired(_) => words().text("people.retired").to_owned(),
        PeopleError::SignInFirst => words().text("people.sign-in-first").to_owned(),
        _ => words().text("people.cannot").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::BusinessDay;

    #[test]
    fn a_wrong_clock_is_said_and_not_taken_for_a_fault_of_the_queue() {
        let day = |day| BusinessDay::parse(day).unwrap();
        let error = DeskError::Refusal(Refusal::ClockAhead {
            queue: day("2026-11-23"),
            clock: day("2026-11-24"),
        });
        let said = sentence_of(&error);
        assert!(said.contains("24 November 2026") && said.contains("23 November 2026"), "{said}");
        assert!(said.to_lowercase().contains("jam"), "{said}");
        assert_ne!(said, say("sentence.stale-console", &[]));
    }

    #[test]
    fn every_doubt_about_the_clock_has_a_sentence_with_its_days() {
        let [clock, queue] =
            ["2026-11-20", "2026-11-23"].map(|day| BusinessDay::parse(day).unwrap());
        for doubt in Doubt::ALL {
            let said = doubted_clock(&DoubtedClock { doubt: *doubt, clock, queue });
            assert!(
                said.contains("20 November 2026") || said.contains("23 November 2026"),
                "{said}"
            );
            assert!(said.contains("jam") || said.contains("Jam"), "{said}");
        }
    }
}
