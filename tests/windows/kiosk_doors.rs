//! When there is no number, or no paper: each says why, calmly, and what a visitor can do.

use super::{Scene, id, scene, scene_of};
use antre::domain::{Language, PrintCause, PrinterState};
use antre::lab::harness::Spot::{Console, Kiosk};
use antre::words::Words;

/// The office has confirmed its hours: Monday to Thursday 08:00 to 15:00.
fn with_hours(time: &str) -> Scene {
    scene_of(time, |file| file.replace("confirmed = false", "confirmed = true"))
}

/// So many numbers of service K a day.
fn with_quota(quota: u8) -> Scene {
    scene_of("2026-11-23T01:00:00Z", |file| {
        file.replace("code = \"K\"", &format!("code = \"K\"\nquota = {quota}"))
    })
}

fn said(office: &Scene, part: &str) -> bool {
    let mut all = office.stage.descriptions(Kiosk).unwrap();
    all.extend(office.stage.labels(Kiosk).unwrap());
    all.iter().any(|text| text.contains(part))
}

#[test]
fn a_closed_office_says_when_it_opens_and_opens_by_itself() {
    // Half past seven.
    let mut office = with_hours("2026-11-23T00:30:00Z");
    office.sees(Kiosk, id("sentence.closed-title"));
    assert!(said(&office, "Senin-Kamis 08.00"));
    assert!(said(&office, "mulai pukul 08.00"));
    office.tap(Kiosk, "English");
    office.sees(Kiosk, Words::of(Language::English).text("sentence.closed-title"));
    office.clock.advance(chrono::TimeDelta::minutes(30));
    office.stage.pass(31);
    office.sees(Kiosk, id("kiosk.choose"));
}

#[test]
fn a_holiday_is_named_in_the_language_of_the_visitor() {
    let mut office = with_hours("2026-12-25T03:00:00Z");
    assert!(said(&office, "Hari Raya Natal"));
    assert!(said(&office, "Senin, 28 Desember 2026"));
    office.tap(Kiosk, "English");
    assert!(said(&office, "Christmas Day"));
}

#[test]
fn what_is_left_of_a_quota_stands_on_its_tile_until_it_is_gone() {
    let mut office = with_quota(2);
    assert!(said(&office, "sisa 2 nomor hari ini"));
    office.visitor('K');
    assert!(said(&office, "sisa 1 nomor hari ini"));
    office.visitor('K');
    assert!(said(&office, id("sentence.tile-full")));
    office.tap(Kiosk, "Kartu Keluarga");
    office.sees(Kiosk, id("sentence.numbers-gone-title"));
    assert!(said(&office, "Semua 2 nomor"));
    office.sees_not(Kiosk, id("kiosk.complete"));
    office.tap(Kiosk, id("kiosk.back"));
    office.sees(Kiosk, id("kiosk.choose"));
}

#[test]
fn the_last_number_may_go_while_a_visitor_reads() {
    let mut office = with_quota(1);
    office.tap(Kiosk, "Kartu Keluarga");
    office.visitor('K');
    office.take_number();
    office.sees(Kiosk, id("sentence.numbers-gone-title"));
    assert_eq!(office.desk().board(antre::domain::EventSeq(0)).unwrap().open.len(), 1);
}

/// Counter 1 has served five visitors of service Q, each for so many minutes.
pub(super) fn after_five_visits(office: &mut Scene, minutes: i64) {
    for _ in 0..5 {
        office.visitor('Q');
        office.call(1);
        office.tap(Console(1), id("console.start"));
        office.clock.advance(chrono::TimeDelta::minutes(minutes));
        office.tap(Console(1), id("console.finish"));
    }
}

#[test]
fn before_closing_a_tile_warns_and_then_says_that_it_no_longer_fits() {
    // 13:00; five visits of ten minutes later it is 13:50, and the counters close at 15:00.
    let mut office = with_hours("2026-11-23T06:00:00Z");
    after_five_visits(&mut office, 10);
    assert!(said(&office, id("sentence.tile-direct")), "a counter is open and holds nobody");
    (0..4).for_each(|_| office.visitor('Q'));
    office.stage.settle();
    assert!(said(&office, id("sentence.tile-closing")), "50 minutes of work, 70 minutes left");
    office.tap(Kiosk, "Aktivasi IKD");
    office.sees(Kiosk, id("sentence.tight"));
    office.take_number();
    office.sees(Kiosk, "Q010");
    office.sees(Kiosk, id("sentence.tight"));
    office.tap(Kiosk, id("kiosk.done"));
    office.visitor('Q');
    office.clock.advance(chrono::TimeDelta::minutes(20));
    office.stage.settle();
    assert!(said(&office, id("sentence.tile-late")));
    office.tap(Kiosk, "Aktivasi IKD");
    office.sees(Kiosk, id("sentence.late-title"));
    assert!(said(&office, "pukul 15.00"));
}

#[test]
fn a_wait_that_nobody_can_know_is_said_to_be_unknown() {
    let mut office = scene();
    office.visitor('K');
    assert!(said(&office, id("sentence.tile-wait-unknown-spoken")));
    office.tap(Kiosk, "Kartu Keluarga");
    office.take_number();
    office.sees(Kiosk, id("sentence.wait-unknown"));
}

/// The owner of the printer says how it is; the owner is this test.
fn printer_is(office: &mut Scene, state: PrinterState) {
    let target = office.premises.target();
    let news = antre::desk::PrinterUpdate { state, ..Default::default() };
    office.desk().record_printer(&target.printer, &[], &news).unwrap();
    office.stage.settle();
}

#[test]
fn a_printer_in_trouble_is_said_before_anybody_takes_a_number() {
    let mut office = scene();
    // Its owner has it from the first ticket on.
    office.tap(Kiosk, "Aktivasi IKD");
    office.take_number();
    office.stage.print().unwrap();
    office.tap(Kiosk, id("kiosk.done"));
    printer_is(&mut office, PrinterState::NearEnd);
    office.sees_not(Kiosk, id("sentence.no-paper-now"));
    printer_is(&mut office, PrinterState::Trouble(PrintCause::PaperOut));
    office.sees(Kiosk, id("sentence.no-paper-now"));
    office.tap(Kiosk, "English");
    office.sees(Kiosk, Words::of(Language::English).text("sentence.no-paper-now"));
    office.tap(Kiosk, "Indonesia");
    printer_is(&mut office, PrinterState::Trouble(PrintCause::CoverOpen));
    office.sees(Kiosk, id("sentence.no-printer-now"));
    office.tap(Kiosk, "Aktivasi IKD");
    office.tap(Kiosk, id("kiosk.not-complete"));
    assert!(!office.usable(Kiosk, id("kiosk.print-list")), "no list on paper either");
    printer_is(&mut office, PrinterState::Ready);
    assert!(office.usable(Kiosk, id("kiosk.print-list")));
}

#[test]
fn a_number_without_paper_because_the_roll_is_empty_says_so() {
    let mut office = scene();
    office.tap(Kiosk, "Aktivasi IKD");
    office.take_number();
    let target = office.premises.target();
    let mut desk = office.desk();
    let job = desk.begin_print_job(&target.printer).unwrap().unwrap().job.id;
    let state = PrinterState::Trouble(PrintCause::PaperOut);
    let news = antre::desk::PrinterUpdate { state, ..Default::default() };
    let failed = antre::domain::PrintOutcome::Failed(PrintCause::PaperOut);
    desk.settle_print_job(&target.printer, job, failed, &[], &news).unwrap();
    office.stage.settle();
    assert!(said(&office, id("sentence.print-paper-out")));
    office.stage.pass(29);
    office.sees(Kiosk, "Q001");
}
