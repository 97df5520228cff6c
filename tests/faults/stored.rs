//! A queue of each released version, stored beside this file: it is read in full, and the office goes on with it.

use crate::support::offices::small;
use crate::support::terms::{at, counter, issue, next, number, service, visitor};
use crate::support::{TempOffice, morning};
use antre::clock::ManualClock;
use antre::desk::{Desk, IssueRequest, Leaflet, Port, PrintTarget, PrinterUpdate};
use antre::domain::{
    BusinessDay, EventSeq, Lane, Language, Officer, OfficerId, Pin, PrintCause, PrintKind,
    PrintLevel, PrintOutcome, PrintState, PrinterState, Remains, Role, State,
};
use antre::paper::{Profile, part_off};
use antre::secret::PinCost;
use antre::spool::Spool;
use chrono::TimeDelta;
use rusqlite::Connection;
use std::fs;
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/faults/queues")
}

/// The printer of the stored queues, wherever it is now.
fn printer(address: &str) -> PrintTarget {
    PrintTarget {
        printer: "kios".to_owned(),
        address: address.to_owned(),
        profile: "generic-80".to_owned(),
    }
}

fn sari() -> OfficerId {
    OfficerId::new("sari").unwrap()
}

fn pin() -> Pin {
    Pin::typed("2468").unwrap()
}

/// Which port that printer is at.
const PORT: &str = "file:///dev/ttyUSB0";

/// The versions that were released.
const STORED: [u32; 5] = [7, 8, 9, 10, 11];

const PROVED: PrintLevel = PrintLevel::ProcessId;

/// The morning of an office, as the program of the newest version keeps it.
#[test]
#[ignore = "makes the stored queue of a new schema version, once"]
fn make_the_stored_queue() {
    let office = TempOffice::new(&small());
    let clock = ManualClock::at(morning());
    let mut desk = office.desk(&clock).with_pin_cost(PinCost::LEAST);
    let officer = Officer { id: sari(), name: "Bu Sari".to_owned(), role: Role::Supervisor };
    desk.add_officer(officer, Some(pin())).unwrap();
    let kiosk = printer("serial:///dev/ttyUSB0");
    let mut take = |letter, lane, language| {
        let print = Some(kiosk.clone());
        desk.issue(&IssueRequest { print, language, ..visitor(letter, lane) }).unwrap();
    };
    take('A', Lane::Regular, Language::Indonesian);
    take('A', Lane::Priority, Language::Javanese);
    take('B', Lane::Regular, Language::English);
    take('A', Lane::Regular, Language::Indonesian);
    desk.recover_print_jobs(&kiosk, &Port::named(PORT), true).unwrap();
    let mut print = |outcome: PrintOutcome, news: PrinterUpdate| {
        let sheet = desk.begin_print_job("kios").unwrap().unwrap();
        desk.settle_print_job("kios", sheet.job.id, outcome, &[], &news).unwrap();
    };
    let ready = PrinterUpdate {
        state: PrinterState::Ready,
        note: "DLE EOT 1: 12h".to_owned(),
        ..PrinterUpdate::default()
    };
    print(PrintOutcome::Printed(PROVED), ready);
    let out = PrintCause::PaperOut;
    let half = PrinterUpdate {
        state: PrinterState::Trouble(out),
        leftover: Some(true),
        partial_ticket: Some(true),
        note: "DLE EOT 4: 72h".to_owned(),
        ..PrinterUpdate::default()
    };
    print(PrintOutcome::Unknown(out), half.clone());
    let third = desk.begin_print_job("kios").unwrap().unwrap().job.id;
    desk.postpone_print_job("kios", third, out, &[], &half).unwrap();
    assert!(desk.withdraw_print_job(third).unwrap());
    assert!(desk.confirm_power_cycle("kios").unwrap());
    let owes = PrinterUpdate {
        answers_owed: Some(2),
        note: "DLE EOT 4: 72h".to_owned(),
        ..PrinterUpdate::default()
    };
    desk.record_printer("kios", &[], &owes).unwrap();

    desk.sign_in(&sari(), pin()).unwrap();
    assert_eq!(next(&mut desk, 1).unwrap().number, number("A002"));
    desk.start(at(1)).unwrap();
    desk.return_file(at(1), &[2], None).unwrap();
    assert_eq!(next(&mut desk, 2).unwrap().number, number("B001"));
    desk.pause(counter(3)).unwrap();
    desk.ask_staff(Some(service('A'))).unwrap();
    let case = None;
    let leaflet = Leaflet { service: service('A'), case, language: Language::English };
    desk.print_leaflet(&leaflet, &kiosk).unwrap();
    drop(desk);

    let made = Connection::open(office.queue()).unwrap();
    let version: i64 = made.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    made.close().unwrap();
    let stored = folder().join(format!("{version}.db"));
    assert!(!stored.exists(), "{} is what an office has; it stays as it is", stored.display());
    fs::copy(office.queue(), stored).unwrap();
}

/// An office on a copy of the stored queue of this version, ten seconds later.
fn office_with(version: u32) -> (TempOffice, ManualClock, Desk) {
    let office = TempOffice::new(&small());
    fs::copy(folder().join(format!("{version}.db")), office.queue()).unwrap();
    office.store().check().unwrap();
    let clock = ManualClock::at(morning() + TimeDelta::seconds(10));
    let desk = office.desk(&clock).with_pin_cost(PinCost::LEAST);
    (office, clock, desk)
}

#[test]
fn everything_in_a_stored_queue_is_read() {
    STORED.into_iter().for_each(everything_is_read);
}

fn everything_is_read(version: u32) {
    let (_office, _, mut desk) = office_with(version);
    let state = |desk: &mut Desk, ticket: &str| desk.ticket(number(ticket)).unwrap().ticket.state;
    assert!(matches!(state(&mut desk, "A001"), State::Waiting { .. }));
    assert!(matches!(state(&mut desk, "A002"), State::Returned { .. }));
    assert!(matches!(state(&mut desk, "B001"), State::Called { .. }));

    let file = desk.ticket(number("A002")).unwrap();
    assert_eq!((file.ticket.lane, file.ticket.language), (Lane::Priority, Language::Javanese));
    let log: Vec<_> =
        file.events.iter().map(|event| (&*event.kind, event.officer.clone())).collect();
    let by = Some(sari());
    let called = ("called", by.clone());
    assert_eq!(log, [("issued", None), called, ("started", by.clone()), ("returned", by)]);
    assert_eq!(file.missing[0].document, "KTP");

    let paper = |desk: &mut Desk, ticket: &str| {
        let job = desk.ticket(number(ticket)).unwrap().print_jobs.remove(0);
        assert_eq!((job.kind(), job.copy, &*job.printer), (PrintKind::Ticket, 0, "kios"));
        job.state
    };
    let states = ["A001", "A002", "B001", "A003"].map(|ticket| paper(&mut desk, ticket));
    let out = PrintCause::PaperOut;
    let expected =
        [PrintState::Printed(PROVED), PrintState::Unknown(out), PrintState::Withdrawn(out)];
    assert_eq!(states[..3], expected);
    assert_eq!(states[3], PrintState::Pending);

    let kiosk = desk.printer_file("kios").unwrap();
    let record = kiosk.record.unwrap();
    assert_eq!(record.address.as_deref(), Some("serial:///dev/ttyUSB0"));
    let answers_owed = if version < 8 { 0 } else { 2 };
    assert_eq!(record.remains, Remains { leftover: false, partial_ticket: true, answers_owed });
    assert_eq!(record.identity.as_deref(), Some(PORT).filter(|_| version >= 8));
    assert_eq!((record.state, &*record.note), (PrinterState::Unknown, "DLE EOT 4: 72h"));
    let befell: Vec<_> = kiosk.events.iter().map(|event| (&*event.kind, event.cause)).collect();
    assert_eq!(befell, [("power-cycled", None), ("trouble", Some(out))]);

    let officers = desk.officers().unwrap();
    assert_eq!((&officers[0].officer.id, officers[0].officer.role), (&sari(), Role::Supervisor));
    let board = desk.board(EventSeq(0)).unwrap();
    assert_eq!((board.paused, board.help.len()), (vec![counter(3)], 1));
    let day = BusinessDay::parse("2026-11-23").unwrap();
    assert_eq!(desk.histories(day, day).unwrap().len(), 4);
}

#[test]
fn the_office_goes_on_with_a_stored_queue() {
    STORED.into_iter().for_each(the_office_goes_on);
}

fn the_office_goes_on(version: u32) {
    let (office, _, mut desk) = office_with(version);
    desk.sign_in(&sari(), pin()).unwrap();
    assert_eq!(issue(&mut desk, 'A').number, number("A004"), "the numbers go on");
    desk.start(at(2)).unwrap();
    desk.finish(at(2)).unwrap();
    // Whoever is back with the missing document keeps place and lane; the turns of the lanes go on as they stood.
    let back = desk.back(number("A002")).unwrap();
    assert_eq!((back.entry.code(), back.lane), ("back", Lane::Priority));
    let mut called = Vec::new();
    while let Some(ticket) = next(&mut desk, 1) {
        called.push(ticket.number.to_string());
        desk.no_show(at(1)).unwrap();
    }
    assert_eq!(called, ["A001", "A002", "A003", "A004"]);
    desk.reprint(number("A001"), &printer("virtual://")).unwrap();

    // What waits is printed wherever the printer is now, and parted from what hangs out of it.
    let paper = office.file("paper.bin");
    let here = printer(&format!("capture://{}", paper.display()));
    let mut spool = Spool::own(&office.data(), &mut desk, &here).unwrap().unwrap();
    let mut printed = Vec::new();
    while let Some(one) = spool.print_next(&mut desk).unwrap() {
        printed.push((one.claimed.name(), one.claimed.job.copy, one.state));
    }
    let drained = PrintState::Printed(PrintLevel::Drained);
    let names: Vec<_> = printed.iter().map(|(name, copy, _)| (&**name, *copy)).collect();
    assert_eq!(names, [("A003", 0), ("A001", 1), ("leaflet A en", 0)]);
    assert!(printed.iter().all(|(.., state)| *state == drained), "{printed:?}");
    let cut = part_off(&Profile::shipped("generic-80").unwrap());
    assert!(fs::read(paper).unwrap().starts_with(&cut));
    assert!(!desk.printer("kios").unwrap().unwrap().remains.partial_ticket);
}
