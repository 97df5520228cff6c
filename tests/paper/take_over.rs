//! Whoever becomes the owner of a printer learns what is in it: what is known of its port, under whatever id.

use crate::support::offices::magetan;
use crate::support::open;
use crate::support::terms::{target, visitor};
use antre::desk::{Desk, IssueRequest, Port, PrintTarget, PrinterUpdate};
use antre::domain::{Lane, PrintCause, PrintState, PrinterState, Remains};
use chrono::TimeDelta;

const PRINTER: &str = "tcp://10.0.0.5:9100";
const HALF: Remains = Remains { leftover: true, partial_ticket: true, answers_owed: 0 };
const CUT_FIRST: Remains = Remains { leftover: false, partial_ticket: true, answers_owed: 0 };

fn port() -> Port {
    Port::named(PRINTER)
}

fn news(state: PrinterState) -> PrinterUpdate {
    PrinterUpdate { state, note: format!("{state:?}"), ..PrinterUpdate::default() }
}

/// A ticket whose paper has been begun.
fn begun(desk: &mut Desk, printer: &str) -> i64 {
    let request = IssueRequest { print: Some(target(printer)), ..visitor('T', Lane::Regular) };
    let issued = desk.issue(&request).unwrap().print_job;
    let sheet = desk.begin_print_job(printer).unwrap().unwrap();
    assert_eq!(Some(sheet.job.id), issued);
    sheet.job.id
}

/// The printer with this id becomes owned where `port` is.
fn own(desk: &mut Desk, id: &str, port: &str) {
    let here = PrintTarget { printer: id.to_owned(), ..target(&format!("address of {port}")) };
    desk.recover_print_jobs(&here, &Port::named(port), true).unwrap();
}

fn owes(desk: &mut Desk, id: &str, answers: u8) {
    let owes = PrinterUpdate { answers_owed: Some(answers), ..news(PrinterState::Ready) };
    desk.record_printer(id, &[], &owes).unwrap();
}

fn remains(desk: &mut Desk, id: &str) -> Remains {
    desk.printer(id).unwrap().map(|record| record.remains).unwrap_or_default()
}

#[test]
fn what_is_in_a_printer_stays_at_its_port_whoever_is_owned_first() {
    for kiosk_first in [true, false] {
        let (_office, _, mut desk) = open(&magetan());
        own(&mut desk, "kios", "A");
        own(&mut desk, "loket", "B");
        let job = begun(&mut desk, "kios");
        // Its owner dies, and the two are swapped in the office file.
        let swapped = [("kios", "B"), ("loket", "A")];
        let order = if kiosk_first { swapped } else { [swapped[1], swapped[0]] };
        order.iter().for_each(|(id, port)| own(&mut desk, id, port));
        let doubt = PrintState::Unknown(PrintCause::Interrupted);
        assert_eq!(desk.print_state(job).unwrap(), Some(doubt));
        assert_eq!(remains(&mut desk, "loket"), HALF, "{kiosk_first}");
        assert!(!remains(&mut desk, "kios").leftover, "nothing is held by that one");
        // Back again: each fact once, and at its port.
        own(&mut desk, "kios", "A");
        assert_eq!(remains(&mut desk, "kios"), HALF, "{kiosk_first}");
        own(&mut desk, "loket", "B");
        assert!(!remains(&mut desk, "loket").leftover, "{kiosk_first}");
    }
}

#[test]
fn a_printer_that_moves_begins_with_a_cut_and_leaves_the_rest_behind() {
    let (_office, _, mut desk) = open(&magetan());
    own(&mut desk, "kios", "A");
    begun(&mut desk, "kios");
    own(&mut desk, "kios", "A");
    assert_eq!(remains(&mut desk, "kios"), HALF);
    own(&mut desk, "kios", "B");
    assert_eq!(remains(&mut desk, "kios"), CUT_FIRST);
    own(&mut desk, "gudang", "A");
    assert_eq!(remains(&mut desk, "gudang"), HALF);
}

#[test]
fn answers_that_are_owed_under_two_names_are_never_fewer() {
    let (_office, clock, mut desk) = open(&magetan());
    own(&mut desk, "kios", "A");
    owes(&mut desk, "kios", 2);
    clock.advance(TimeDelta::seconds(40));
    own(&mut desk, "loket", "B");
    owes(&mut desk, "loket", 5);
    // The two names are one port after all.
    let one = || Port { identity: Some("A".to_owned()), is_of: Box::new(|_| true) };
    let here = PrintTarget { printer: "loket".to_owned(), ..target("tcp://printer:9100") };
    desk.recover_print_jobs(&here, &one(), true).unwrap();
    assert_eq!(remains(&mut desk, "loket").answers_owed, 5);
    // The minute of each counts.
    own(&mut desk, "gudang", "C");
    owes(&mut desk, "gudang", 7);
    clock.advance(TimeDelta::seconds(60));
    desk.recover_print_jobs(&here, &one(), true).unwrap();
    assert_eq!(remains(&mut desk, "loket").answers_owed, 0);
}

#[test]
fn a_printer_without_an_id_has_one_name_from_the_first_time_on() {
    let (office, clock, mut kiosk) = open(&magetan());
    let mut console = office.desk(&clock);
    let first = kiosk.name_printer("tcp://localhost:9100", &port()).unwrap();
    assert_eq!(first, "tcp://localhost:9100");
    // Nobody has owned it yet, and the other spelling comes first in the alphabet.
    assert_eq!(console.name_printer("tcp://127.0.0.1:9100", &port()).unwrap(), first);
    let other = Port::named("tcp://elsewhere:9100");
    assert_eq!(
        console.name_printer("tcp://elsewhere:9100", &other).unwrap(),
        "tcp://elsewhere:9100"
    );
}

#[test]
fn words_that_lead_to_another_port_name_another_printer() {
    let (_office, _, mut desk) = open(&magetan());
    let words = "serial:///dev/ttyUSB0";
    let names = |desk: &mut Desk, port: &str| desk.name_printer(words, &Port::named(port)).unwrap();
    assert_eq!(names(&mut desk, "file:///by-id/a"), words);
    let at = |port: &str| (target(words), Port::named(port));
    let (here, port) = at("file:///by-id/a");
    desk.recover_print_jobs(&here, &port, true).unwrap();
    begun(&mut desk, words);
    desk.recover_print_jobs(&here, &port, true).unwrap();
    assert_eq!(remains(&mut desk, words), HALF);
    assert_eq!(names(&mut desk, "file:///by-id/b"), words);
    assert_eq!(remains(&mut desk, words), Remains::default());
    own(&mut desk, "kios", "file:///by-id/a");
    assert_eq!(remains(&mut desk, "kios"), HALF);
}

#[test]
fn an_answer_that_is_owed_is_expected_for_a_minute() {
    let (_office, clock, mut desk) = open(&magetan());
    let owed = |desk: &mut Desk| remains(desk, PRINTER).answers_owed;
    owes(&mut desk, PRINTER, 3);
    clock.advance(TimeDelta::seconds(59));
    desk.recover_print_jobs(&target(PRINTER), &port(), true).unwrap();
    assert_eq!(owed(&mut desk), 3);
    clock.advance(TimeDelta::seconds(1));
    desk.recover_print_jobs(&target(PRINTER), &port(), true).unwrap();
    assert_eq!(owed(&mut desk), 0);
}

#[test]
fn what_a_printer_holds_is_known_under_every_name_that_its_port_has_had() {
    let (_office, _, mut desk) = open(&magetan());
    // The owner by another spelling died in the middle of a job; the one by an id of the office left half a ticket.
    desk.recover_print_jobs(&target(PRINTER), &port(), true).unwrap();
    let job = begun(&mut desk, PRINTER);
    desk.recover_print_jobs(&target("kiosk-before"), &port(), true).unwrap();
    let doubt = PrintState::Unknown(PrintCause::Interrupted);
    assert_eq!(desk.print_state(job).unwrap(), Some(doubt));
    let half = PrinterUpdate { partial_ticket: Some(true), ..news(PrinterState::Ready) };
    desk.record_printer("kiosk-before", &[], &half).unwrap();
    let now = PrintTarget { printer: "kiosk-now".to_owned(), ..target("tcp://printer:9100") };
    desk.recover_print_jobs(&now, &Port::named("tcp://elsewhere:9100"), true).unwrap();
    assert_eq!(remains(&mut desk, "kiosk-now"), Remains::default(), "another port");
    desk.recover_print_jobs(&now, &port(), true).unwrap();
    assert_eq!(remains(&mut desk, "kiosk-now"), HALF);
    assert_eq!(remains(&mut desk, "kiosk-before"), Remains::default(), "once");
}

#[test]
fn what_a_dead_owner_left_in_the_printer_is_remembered_where_a_printer_can_hold_it() {
    for may_hold in [false, true] {
        let (_office, _, mut desk) = open(&magetan());
        let job = begun(&mut desk, PRINTER);
        desk.recover_print_jobs(&target(PRINTER), &port(), may_hold).unwrap();
        let doubt = PrintState::Unknown(PrintCause::Interrupted);
        assert_eq!(desk.print_state(job).unwrap(), Some(doubt));
        let expected =
            Remains { leftover: may_hold, partial_ticket: may_hold, ..Remains::default() };
        assert_eq!(remains(&mut desk, PRINTER), expected);
        desk.recover_print_jobs(&target(PRINTER), &port(), may_hold).unwrap();
    }
}
