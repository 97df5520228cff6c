//! What proves a ticket, and what does not: acknowledgements that are late, missing, doubled or too early.

use super::*;

#[test]
fn the_late_answer_of_an_earlier_job_does_not_prove_the_next_one() {
    let (mut session, port) = connected("epson-tm-t20iii");
    let status = &mut session.profile.status;
    (status.ack, status.clear) = (Ack::GsR, Clear::None);
    let silence = PrintOutcome::Unknown(PrintCause::NoAnswer);
    let printed = PrintOutcome::Printed(PrintLevel::StatusAfterData);
    let ticket = b"T012\n\x1dVB\x00";
    port.script().on_job = b"\x00\x00\x00".to_vec();
    assert_eq!(job(&mut session, 9, ticket), printed);
    port.script().taken.clear();
    assert_eq!(job(&mut session, 1, ticket), silence);
    port.script().on_job = b"\x00\x00".to_vec();
    assert_eq!(job(&mut session, 2, ticket), silence, "that was for the first");
    assert_eq!(port.script().taken.iter().filter(|byte| **byte == b'r').count(), 3 + 9);
    // Six of the last eight are still owed. Whatever was lost, the next job asks often enough.
    port.script().on_job = b"\x00".repeat(2 * (6 + 1));
    assert_eq!(job(&mut session, 3, ticket), silence, "all of that could be for the others");
    port.script().on_job = b"\x00".repeat(2 * (8 + 1) + 1);
    assert_eq!(job(&mut session, 4, ticket), printed);
}

#[test]
fn a_printer_that_never_acknowledged_and_is_well_has_been_given_its_ticket() {
    for ack in [Ack::ProcessId, Ack::GsR, Ack::Try] {
        let (mut session, port) = connected("epson-tm-t20iii");
        let status = &mut session.profile.status;
        (status.ack, status.clear) = (ack, Clear::None);
        port.script().slow = true;
        let handed_over = PrintOutcome::Printed(PrintLevel::Drained);
        for id in 1..=3 {
            assert_eq!(job(&mut session, id, b"T012\n\x1dVB\x00"), handed_over, "{ack:?}");
            let Remains { leftover, partial_ticket, .. } = session.remains();
            assert!(!leftover && !partial_ticket, "no power cycle is asked for");
        }
        let learned = session.learned();
        assert_eq!(
            (learned.process_id, learned.in_turn),
            match ack {
                Ack::ProcessId => (Some(false), None),
                _ => (None, Some(false)),
            }
        );
    }
}

#[test]
fn the_first_acknowledgement_is_relied_on_from_then_on() {
    let (mut session, port) = connected("epson-tm-t20iii");
    session.profile.status.ack = Ack::Try;
    let ticket = b"T012\n\x1dVB\x00";
    let by_answer = PrintOutcome::Printed(PrintLevel::StatusAfterData);
    port.script().on_job = b"\x00".to_vec();
    assert_eq!(job(&mut session, 1, ticket), by_answer, "asked once, behind the job");
    port.script().on_job = b"\x00\x00\x00".to_vec();
    assert_eq!(job(&mut session, 2, ticket), by_answer);
    assert_eq!(job(&mut session, 3, ticket), PrintOutcome::Unknown(PrintCause::NoAnswer));
    assert!(!session.remains().leftover, "it is well, so nothing is left in it");
}

#[test]
fn an_acknowledgement_sooner_than_paper_can_move_proves_nothing() {
    let (mut session, port) = connected("epson-tm-t20iii");
    let profile = session.profile.clone();
    let ticket = Job { id: 1, profile: &profile, bytes: b"T012\n", height_mm: 85.0, cuts: 1 };
    let result = session.print(&ticket);
    assert_eq!(result.outcome, PrintOutcome::Printed(PrintLevel::Drained), "{}", result.detail);
    // What it says of a slip that is long on paper by then is no more than a receipt either.
    let handed_over = PrintOutcome::Printed(PrintLevel::Drained);
    assert_eq!(job(&mut session, 2, b"T013\n"), handed_over);
    assert!(result.detail.contains("sooner than paper can move"), "{}", result.detail);
    assert!(session.learned().receipt_only);
    assert!(port.script().taken.ends_with(b"   \""), "it was asked and has answered");
}

#[test]
fn silence_is_not_printed_until_the_answer_comes_after_all() {
    let (mut session, port) = connected("epson-tm-t20iii");
    assert!(matches!(job(&mut session, 40, b"T011\n"), PrintOutcome::Printed(_)));
    port.script().slow = true;
    assert_eq!(job(&mut session, 41, b"T012\n"), PrintOutcome::Unknown(PrintCause::NoAnswer));
    assert!(session.late_acknowledgements().is_empty());
    let late = std::mem::take(&mut port.script().held_back);
    port.script().answers.extend([late.clone(), late].concat());
    assert_eq!(session.late_acknowledgements(), [] as [i64; 0], "nobody has listened yet");
    session.ask();
    assert_eq!(session.late_acknowledgements(), [41]);
    assert_eq!(session.late_acknowledgements(), [] as [i64; 0]);
}

#[test]
fn a_proof_that_has_come_is_not_forgotten_when_the_printer_is_emptied() {
    let (mut session, port) = connected("epson-tm-t20iii");
    assert!(matches!(job(&mut session, 40, b"T011\n"), PrintOutcome::Printed(_)));
    port.script().slow = true;
    assert_eq!(job(&mut session, 41, b"T012\n"), PrintOutcome::Unknown(PrintCause::NoAnswer));
    let late = std::mem::take(&mut port.script().held_back);
    port.script().answers.extend(late);
    session.ask();
    session.nothing_is_left();
    assert_eq!(session.late_acknowledgements(), [41]);
}

#[test]
fn the_proof_of_one_job_does_not_tell_that_another_has_come_out() {
    let (mut session, port) = connected("epson-tm-t20iii");
    assert!(matches!(job(&mut session, 40, b"T011\n"), PrintOutcome::Printed(_)));
    port.script().slow = true;
    assert_eq!(job(&mut session, 41, b"T012\n"), PrintOutcome::Unknown(PrintCause::NoAnswer));
    session.leave_bytes(Ack::GsR);
    let late = std::mem::take(&mut port.script().held_back);
    port.script().answers.extend(late);
    // Its port is listened to, and nothing more is learned.
    session.link.as_mut().expect("it is kept").listen(Instant::now()).expect("it answers");
    assert_eq!(session.late_acknowledgements(), [41]);
    assert!(session.remains().leftover, "that one has no name to prove it by");
}

#[test]
fn the_acknowledgement_of_another_job_proves_nothing() {
    let (mut session, port) = connected("epson-tm-t20iii");
    assert!(matches!(job(&mut session, 1, b"T011\n"), PrintOutcome::Printed(_)));
    port.script().slow = true;
    port.script().answers.extend(b"7\x22ABCD\x007\x22   !\x01");
    assert_eq!(job(&mut session, 2, b"T012\n"), PrintOutcome::Unknown(PrintCause::NoAnswer));
}

#[test]
fn an_answer_in_turn_counts_only_on_a_quiet_line() {
    for (answers, outcome) in [
        (b"\x00".as_slice(), PrintOutcome::Printed(PrintLevel::StatusAfterData)),
        (b"\x0c", PrintOutcome::Unknown(PrintCause::PaperOut)),
        (b"\xff\x00", PrintOutcome::Printed(PrintLevel::Drained)),
    ] {
        let (mut session, port) = connected("epson-tm-t20iii");
        session.profile.status.ack = Ack::GsR;
        let profile = session.profile.clone();
        // The answer comes after the questions of the preflight, which forgets what was heard before it.
        let reply = answers.to_vec();
        port.script().takes = None;
        port.script().on_job = reply;
        let job = Job { id: 1, profile: &profile, bytes: b"T012\n", height_mm: 0.0, cuts: 0 };
        assert_eq!(session.print(&job).outcome, outcome, "{answers:x?}");
        assert!(port.script().taken.ends_with(&crate::printer::request::IN_TURN));
    }
}

#[test]
fn an_answer_in_turn_that_came_too_early_does_not_become_a_proof_while_it_is_waited_on() {
    let (mut session, port) = connected("epson-tm-t20iii");
    session.profile.status.ack = Ack::GsR;
    let profile = session.profile.clone();
    let ticket = b"T012\n\x1dVB\x00";
    // Three answers at once, for paper that takes a third of a second and could not be there before a fifth.
    port.script().on_job = b"\x00\x00\x00".to_vec();
    let job = Job { id: 1, profile: &profile, bytes: ticket, height_mm: 85.0, cuts: 0 };
    assert_eq!(session.print(&job).outcome, PrintOutcome::Printed(PrintLevel::Drained));
    assert!(session.learned().receipt_only);
}

#[test]
fn what_is_owed_is_owed_however_often_it_is_said_that_the_printer_holds_nothing() {
    let (mut session, port) = connected("epson-tm-t20iii");
    let status = &mut session.profile.status;
    (status.ack, status.clear) = (Ack::GsR, Clear::None);
    let ticket = b"T012\n\x1dVB\x00";
    port.script().on_job = b"\x00\x00\x00".to_vec();
    let printed = PrintOutcome::Printed(PrintLevel::StatusAfterData);
    assert_eq!(job(&mut session, 1, ticket), printed);
    let silence = PrintOutcome::Unknown(PrintCause::NoAnswer);
    assert_eq!(job(&mut session, 2, ticket), silence);
    // As its owner does before each job.
    session.set_remains(session.remains());
    port.script().on_job = b"\x00\x00\x00".to_vec();
    assert_eq!(job(&mut session, 3, ticket), silence, "those were for the second");
}

#[test]
fn an_acknowledgement_that_was_lost_is_not_awaited_for_ever() {
    let (mut session, port) = connected("epson-tm-t20iii");
    session.profile.status.clear = Clear::None;
    let ticket = b"T012\n\x1dVB\x00";
    let printed = PrintOutcome::Printed(PrintLevel::ProcessId);
    assert_eq!(job(&mut session, 1, ticket), printed);
    port.script().slow = true;
    let silence = PrintOutcome::Unknown(PrintCause::NoAnswer);
    assert_eq!([2, 3].map(|id| job(&mut session, id, ticket)), [silence; 2]);
    // That of the second job is lost; that of the third comes late, and behind it nothing comes of the second.
    let third = port.script().held_back.split_off(7);
    port.script().answers.extend(third);
    session.ask();
    assert_eq!(session.late_acknowledgements(), [3]);
    assert!(session.awaited.is_empty(), "{:?}", session.awaited);
    assert_eq!(job(&mut session, 4, ticket), silence);
    port.script().slow = false;
    assert_eq!(job(&mut session, 5, ticket), printed);
    assert!(session.awaited.is_empty(), "{:?}", session.awaited);
}

#[test]
fn what_was_noted_of_an_acknowledgement_is_taken_back_when_it_comes() {
    let (mut session, port) = connected("epson-tm-t20iii");
    session.profile.status.clear = Clear::None;
    let ticket = b"T012\n\x1dVB\x00";
    port.script().slow = true;
    let noted: Vec<_> = (1..=3)
        .map(|id| {
            job(&mut session, id, ticket);
            session.incidents()
        })
        .collect();
    assert_eq!(noted, [vec![], vec![Incident::NeverAcknowledges], vec![]], "told once");
    port.script().slow = false;
    let printed = PrintOutcome::Printed(PrintLevel::ProcessId);
    assert_eq!(job(&mut session, 4, ticket), printed);
    assert_eq!(session.incidents(), [Incident::Acknowledges]);
    assert_eq!(session.incidents(), []);
}

#[test]
fn a_printer_whose_acknowledgement_comes_late_is_not_one_that_gives_none() {
    let (mut session, port) = connected("epson-tm-t20iii");
    session.profile.status.clear = Clear::None;
    let ticket = b"T012\n\x1dVB\x00";
    port.script().slow = true;
    let handed_over = PrintOutcome::Printed(PrintLevel::Drained);
    assert_eq!([1, 2].map(|id| job(&mut session, id, ticket)), [handed_over; 2]);
    assert_eq!(session.learned().process_id, Some(false));
    let late = std::mem::take(&mut port.script().held_back);
    port.script().answers.extend(late);
    session.ask();
    assert_eq!(session.late_acknowledgements(), [] as [i64; 0], "it was not in doubt");
    assert_eq!(session.learned().process_id, Some(true));
    assert_eq!(session.incidents(), [Incident::Acknowledges]);
    assert_eq!(job(&mut session, 3, ticket), PrintOutcome::Unknown(PrintCause::NoAnswer));
}
