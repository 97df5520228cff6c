//! What an officer is told of the printer, and what an officer can do for it.

use super::{Scene, id, scene};
use antre::clock::Clock;
use antre::desk::{Desk, PrinterUpdate};
use antre::domain::{PrintCause, PrinterState};
use antre::lab::harness::Spot::{self, Console, Kiosk};
use antre::spool::Spool;
use slint::platform::Key;
use std::sync::Arc;

const HERE: Spot = Console(1);

/// Somebody who drives the printer of the office and says how it is.
struct Owner {
    desk: Desk,
    printer: String,
    spool: Option<Spool>,
}

impl Owner {
    fn of(office: &Scene) -> Self {
        let clock: Arc<dyn Clock> = Arc::new(office.clock.clone());
        let mut desk = office.premises.desk(&clock).unwrap();
        let target = office.premises.target();
        let spool = Spool::own(&office.premises.data, &mut desk, &target).unwrap();
        assert!(spool.is_some(), "nobody else drives it");
        Self { desk, printer: target.printer, spool }
    }

    fn says(&mut self, office: &mut Scene, state: PrinterState, leftover: Option<bool>) {
        let news = PrinterUpdate { state, leftover, ..PrinterUpdate::default() };
        self.desk.record_printer(&self.printer, &[], &news).unwrap();
        office.stage.pass(2);
    }
}

#[test]
fn within_two_seconds_every_console_knows_how_the_printer_is() {
    let mut office = scene();
    let mut owner = Owner::of(&office);
    owner.says(&mut office, PrinterState::Ready, None);
    office.sees(HERE, id("printing.ready"));
    owner.says(&mut office, PrinterState::NearEnd, None);
    office.sees(HERE, id("printing.near-end"));
    let near_end = format!("{}. {}", id("printing.near-end"), id("advice.near-end"));
    office.sees(HERE, &near_end);
    owner.says(&mut office, PrinterState::Trouble(PrintCause::PaperOut), None);
    office.sees(HERE, "Kertas habis");
    office.sees(Console(5), &format!("Kertas habis. {}", id("advice.paper-out")));
    owner.says(&mut office, PrinterState::Ready, None);
    office.sees_not(HERE, "Kertas habis");
    owner.spool = None;
    office.stage.pass(2);
    office.sees(HERE, id("officer.unowned"));
}

#[test]
fn a_printer_with_an_old_ticket_in_it_waits_for_somebody_who_says_it_was_switched_off() {
    let mut office = scene();
    let mut owner = Owner::of(&office);
    let trouble = PrinterState::Trouble(PrintCause::PowerCycle);
    owner.says(&mut office, trouble, Some(true));
    office.sees(HERE, id("officer.leftover-short"));
    office.press_paper_keys();
    let record = office.desk().printer(&owner.printer).unwrap().unwrap();
    assert!(!record.remains.leftover);
    office.stage.pass(1);
    office.sees_not(HERE, id("officer.leftover-short"));
    owner.says(&mut office, trouble, Some(true));
    office.tap(HERE, id("officer.power-cycled"));
    assert!(!office.desk().printer(&owner.printer).unwrap().unwrap().remains.leftover);
    office.sees(HERE, id("officer.did-confirm"));
}

impl Scene {
    fn press_paper_keys(&mut self) {
        self.stage.key(HERE, Key::F12).unwrap();
        self.stage.key(HERE, Key::Return).unwrap();
    }
}

#[test]
fn there_is_nothing_to_confirm_at_a_printer_that_is_well() {
    let mut office = scene();
    let mut owner = Owner::of(&office);
    owner.says(&mut office, PrinterState::Ready, None);
    office.press_paper_keys();
    office.sees(HERE, id("officer.nothing-to-confirm"));
}

#[test]
fn a_missing_paper_and_the_current_number_are_printed_again_by_key() {
    let mut office = scene();
    office.printer = None;
    office.tap(Kiosk, "Kartu Keluarga");
    office.take_number();
    office.stage.print().unwrap();
    office.stage.pass(21);
    office.stage.print().unwrap();
    office.visitor('T');
    office.printer = Some(office.premises.new_printer().unwrap());
    office.stage.key(HERE, Key::F1).unwrap();
    office.stage.key(HERE, Key::F12).unwrap();
    office.stage.type_key(HERE, "1").unwrap();
    assert_eq!(office.stage.print().unwrap(), 1);
    office.stage.settle();
    assert_eq!(office.desk().ticket("K001".parse().unwrap()).unwrap().print_jobs.len(), 2);
    office.stage.type_key(HERE, "1").unwrap();
    assert_eq!(office.stage.print().unwrap(), 1);
    assert_eq!(office.desk().ticket("T001".parse().unwrap()).unwrap().print_jobs.len(), 1);
}

#[test]
fn any_ticket_of_today_is_printed_again() {
    let mut office = scene();
    for service in ['T', 'K', 'N'] {
        office.visitor(service);
    }
    office.stage.key(HERE, Key::F12).unwrap();
    let reprint = |number: &str| format!("{} {number}", id("console.reprint"));
    // The newest first, whoever is at the counter.
    office.sees(HERE, &reprint("N001"));
    office.tap(HERE, &reprint("T001"));
    assert_eq!(office.stage.print().unwrap(), 1);
    let file = office.desk().ticket("T001".parse().unwrap()).unwrap();
    assert_eq!(file.print_jobs.last().unwrap().copy, 1);
    assert!(office.desk().ticket("K001".parse().unwrap()).unwrap().print_jobs.is_empty());
}
