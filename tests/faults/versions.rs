//! A queue of an earlier version is brought to this one with everything that is in it.
//!
//! A file of each earlier version is built from the frozen statements that made it, never by the program of today.

use crate::support::TempOffice;
use crate::support::offices::magetan;
use crate::support::terms::number;
use antre::domain::{EventSeq, Officer, OfficerId, Pin, Role};
use antre::domain::{PrintCause, PrintKind, PrintLevel, PrintState};
use antre::secret::PinCost;
use antre::store::sqlite::SqliteStore;
use rusqlite::Connection;

/// A morning in version 1: T001 is printed, its copy is in doubt, T002 waits for its paper.
const VERSION_1: &str = concat!(
    include_str!("../../src/store/sqlite/001_queue.sql"),
    "
    INSERT INTO series VALUES ('2026-11-23', 'T', 2);
    INSERT INTO ticket (row, id, business_day, series, serial, lane, language, ahead, issued_at,
                        request_key, state, stage, changed_at, last_event)
    VALUES (1, x'00000000000000000000000000000001', '2026-11-23', 'T', 1, 'regular', 'id', 0,
            1795395600000, NULL, 'waiting', 'verifikasi', 1795395600000, 1),
           (2, x'00000000000000000000000000000002', '2026-11-23', 'T', 2, 'priority', 'jv', 1,
            1795395601000, 'tap-2', 'waiting', 'verifikasi', 1795395601000, 2);
    INSERT INTO event (ticket, business_day, at, kind, stage)
    VALUES (1, '2026-11-23', 1795395600000, 'issued', 'verifikasi'),
           (2, '2026-11-23', 1795395601000, 'issued', 'verifikasi'),
           (1, '2026-11-23', 1795395602000, 'reprinted', 'verifikasi');
    INSERT INTO print_job (id, ticket, copy, printer, profile, state, detail, created_at, changed_at)
    VALUES (11, 1, 0, 'virtual://', 'generic-80', 'printed', 'drained', 1795395600000, 1795395600000),
           (12, 2, 0, 'virtual://', 'generic-80', 'pending', NULL, 1795395601000, 1795395601000),
           (13, 1, 1, 'virtual://', 'generic-80', 'unknown', 'interrupted', 1795395602000, 1795395602000);
    PRAGMA application_id = 0x414e5452;
    PRAGMA user_version = 1;"
);

#[test]
fn version_1_keeps_its_tickets_and_papers() {
    let office = TempOffice::new(&magetan());
    Connection::open(office.queue()).unwrap().execute_batch(VERSION_1).unwrap();
    SqliteStore::open(&office.queue()).unwrap().check().unwrap();
    let clock = antre::clock::ManualClock::at(crate::support::morning());
    let mut desk = office.desk(&clock);
    let papers = |desk: &mut antre::desk::Desk, ticket| {
        let file = desk.ticket(number(ticket)).unwrap();
        assert_eq!(file.events[0].kind, "issued");
        let told = file.print_jobs.into_iter();
        told.map(|job| (job.id, job.kind, job.copy, job.state)).collect::<Vec<_>>()
    };
    let (drained, doubt) = (PrintLevel::Drained, PrintCause::Interrupted);
    assert_eq!(
        papers(&mut desk, "T001"),
        [
            (11, PrintKind::Ticket, 0, PrintState::Printed(drained)),
            (13, PrintKind::Ticket, 1, PrintState::Unknown(doubt)),
        ]
    );
    assert_eq!(papers(&mut desk, "T002"), [(12, PrintKind::Ticket, 0, PrintState::Pending)]);
    assert_eq!(desk.ticket(number("T002")).unwrap().ticket.lane.code(), "priority");
    // In its place in the line, for the service of its number, with nothing counted yet.
    let ticket = desk.ticket(number("T001")).unwrap().ticket;
    assert_eq!((ticket.service, ticket.entry.code()), (ticket.number.service(), "in-turn"));
    assert_eq!((ticket.place, ticket.arrived_at), (ticket.last_event, ticket.issued_at));
    assert_eq!(crate::support::terms::next(&mut desk, 1).unwrap().number, number("T002"));
    desk.cancel(crate::support::terms::at(1)).unwrap();
    assert_eq!(crate::support::terms::next(&mut desk, 1).unwrap().number, number("T001"));
    let third = crate::support::terms::issue(&mut desk, 'T');
    assert_eq!(third.number, number("T003"), "the numbers go on");
}

/// A morning in version 3: T001 is called at a counter, another counter takes a break, a printer was switched off and on.
const VERSION_3: &str = concat!(
    include_str!("../../src/store/sqlite/001_queue.sql"),
    include_str!("../../src/store/sqlite/002_printer.sql"),
    include_str!("../../src/store/sqlite/003_journey.sql"),
    "
    INSERT INTO series VALUES ('2026-11-23', 'T', 1);
    INSERT INTO ticket (row, id, business_day, series, serial, service, lane, language, ahead, issued_at, state, stage,
                        counter, calls, entry, place, arrived_at, clock_ms, clock_since, changed_at, last_event)
    VALUES (1, x'00000000000000000000000000000001', '2026-11-23', 'T', 1, 'T', 'regular', 'id', 0, 1795395600000,
            'called', 'verifikasi', 1, 1, 'in-turn', 1, 1795395600000, 0, 1795395660000, 1795395660000, 2);
    INSERT INTO event (ticket, business_day, at, kind, stage, counter)
    VALUES (1, '2026-11-23', 1795395600000, 'issued', 'verifikasi', NULL),
           (1, '2026-11-23', 1795395660000, 'called', 'verifikasi', 1);
    INSERT INTO counter_event (business_day, counter, kind, at) VALUES ('2026-11-23', 2, 'paused', 1795395600000);
    INSERT INTO printer_event (printer, at, kind) VALUES ('virtual://', 1795395600000, 'power-cycled');
    PRAGMA application_id = 0x414e5452;
    PRAGMA user_version = 3;"
);

#[test]
fn version_3_goes_on_with_steps_that_name_nobody() {
    let office = TempOffice::new(&magetan());
    Connection::open(office.queue()).unwrap().execute_batch(VERSION_3).unwrap();
    SqliteStore::open(&office.queue()).unwrap().check().unwrap();
    let clock = antre::clock::ManualClock::at(crate::support::morning());
    let mut desk = office.desk(&clock).with_pin_cost(PinCost::LEAST);
    assert!(desk.officers().unwrap().is_empty());
    let sari = OfficerId::new("sari").unwrap();
    let officer = Officer { id: sari.clone(), name: "Sari".to_owned(), role: Role::Officer };
    desk.add_officer(officer, Pin::typed("1357")).unwrap();
    desk.sign_in(&sari, Pin::typed("1357").unwrap()).unwrap();
    desk.start(crate::support::terms::at(1)).unwrap();
    let log = desk.ticket(number("T001")).unwrap().events;
    let told: Vec<_> = log.into_iter().map(|event| (event.kind, event.officer)).collect();
    let kind = |kind: &str, who| (kind.to_owned(), who);
    assert_eq!(told, [kind("issued", None), kind("called", None), kind("started", Some(sari))]);
    assert_eq!(desk.board(EventSeq(0)).unwrap().paused, [crate::support::terms::counter(2)]);
    assert_eq!(desk.printer_file("virtual://").unwrap().events[0].officer, None);
}

#[test]
fn a_file_is_migrated_once() {
    let office = TempOffice::new(&magetan());
    Connection::open(office.queue()).unwrap().execute_batch(VERSION_1).unwrap();
    let version = || -> i64 {
        let file = Connection::open(office.queue()).unwrap();
        file.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
    };
    assert_eq!(version(), 1);
    let both = [(); 2].map(|()| SqliteStore::open(&office.queue()).unwrap());
    let newest = version();
    assert!(newest > 1);
    drop(both);
    SqliteStore::open(&office.queue()).unwrap().check().unwrap();
    assert_eq!(version(), newest);
}
