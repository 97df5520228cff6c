//! The console as officers use it.

use super::{calls, id, scene};
use antre::app::display::DisplaySlot;
use antre::app::kiosk::PageMemory;
use antre::domain::Language;
use antre::lab::harness::Spot::{Console, Kiosk};
use antre::voice::NoSound;
use antre::words::Words;
use slint::platform::Key;

const HERE: antre::lab::harness::Spot = Console(1);

fn finish_to(stage: &str) -> String {
    Words::of(Language::Indonesian).with("sentence.finish-to", &[("stage", &stage)])
}

#[test]
fn one_key_calls_and_only_when_the_counter_is_free() {
    let mut office = scene();
    assert!(!office.usable(HERE, id("sentence.call-next")), "nobody waits");
    office.visitor('T');
    office.visitor('T');
    office.stage.key(HERE, Key::F1).unwrap();
    office.sees(HERE, "T001");
    let words = Words::of(Language::Indonesian);
    let first = words.with("officer.finish-then-call", &[("number", &"T001"), ("next", &"T002")]);
    office.sees(HERE, &first);
    assert!(!office.usable(HERE, &first));
    office.stage.key(HERE, Key::F1).unwrap();
    let board = office.desk().board(antre::domain::EventSeq(0)).unwrap();
    assert_eq!(board.new_calls.len(), 1, "a key on a disabled action does nothing");
}

#[test]
fn the_space_bar_calls_too() {
    let mut office = scene();
    office.visitor('T');
    office.stage.key(HERE, Key::Space).unwrap();
    office.sees(HERE, "T001");
}

#[test]
fn from_the_call_to_the_next_stage_by_keys() {
    let mut office = scene();
    office.visitor('T');
    office.stage.key(HERE, Key::F1).unwrap();
    office.stage.key(HERE, Key::F3).unwrap();
    office.stage.key(HERE, Key::F4).unwrap();
    let file = office.desk().ticket("T001".parse().unwrap()).unwrap();
    assert_eq!(file.ticket.state.stage().unwrap().as_str(), "pemeriksaan");
    office.sees(HERE, id("console.nobody-here"));
}

#[test]
fn a_number_is_called_three_times_and_then_it_is_a_no_show() {
    let mut office = scene();
    office.visitor('T');
    office.tap(HERE, &calls("T001"));
    for _ in 0..2 {
        // The visitor gets time to come before the number is called again.
        office.stage.pass(20);
        office.tap(HERE, id("console.recall"));
    }
    assert!(!office.usable(HERE, id("console.recall")));
    office.tap(HERE, id("console.no-show"));
    let file = office.desk().ticket("T001".parse().unwrap()).unwrap();
    assert_eq!(file.ticket.state.code(), "missed");
}

#[test]
fn a_cancelled_ticket_frees_the_counter() {
    let mut office = scene();
    office.visitor('T');
    office.tap(HERE, &calls("T001"));
    office.tap(HERE, id("console.cancel"));
    let words = Words::of(Language::Indonesian);
    office.tap(HERE, &words.with("officer.cancel-confirm", &[("number", &"T001")]));
    office.visitor('T');
    office.tap(HERE, &calls("T002"));
    office.sees(HERE, "T002");
}

#[test]
fn the_back_office_takes_files_without_calling() {
    let mut office = scene();
    let words = Words::of(Language::Indonesian);
    office.visitor('T');
    office.tap(HERE, &calls("T001"));
    office.tap(HERE, id("console.start"));
    office.tap(HERE, &finish_to("Pemeriksaan"));
    office.tap(Console(5), &words.with("officer.take-number", &[("number", &"T001")]));
    office.tap(Console(5), &finish_to("Pencetakan"));
    let board = office.desk().board(antre::domain::EventSeq(0)).unwrap();
    assert_eq!(board.new_calls.len(), 1, "only the first stage is public so far");
}

#[test]
fn an_unprinted_ticket_is_listed_and_printed_again_as_a_copy() {
    let mut office = scene();
    office.printer = None;
    office.tap(Kiosk, "Kartu Keluarga");
    office.take_number();
    office.stage.print().unwrap();
    let reprint = format!("{} K001", id("console.reprint"));
    office.sees_not(HERE, &reprint);
    office.stage.pass(21);
    office.stage.print().unwrap();
    office.printer = Some(office.premises.new_printer().unwrap());
    office.tap(HERE, &reprint);
    assert_eq!(office.stage.print().unwrap(), 1);
    office.sees_not(HERE, &reprint);
    let file = office.desk().ticket("K001".parse().unwrap()).unwrap();
    assert_eq!(file.print_jobs.last().unwrap().copy, 1);
}

#[test]
fn the_console_follows_what_happens_elsewhere() {
    let mut office = scene();
    office.visitor('T');
    office.call(1);
    office.sees(HERE, "T001");
    office.tap(HERE, id("console.start"));
}

#[test]
fn an_unreadable_queue_is_said_and_nothing_can_be_pressed() {
    let mut office = scene();
    office.visitor('T');
    let queue = office.premises.data.queue_file();
    let aside = queue.with_extension("aside");
    std::fs::rename(&queue, &aside).unwrap();
    office.stage.settle();
    office.sees(HERE, id("officer.fault-replaced"));
    assert!(!office.may_call(HERE, "T001"));
    std::fs::rename(&aside, &queue).unwrap();
    office.stage.settle();
    office.sees_not(HERE, id("officer.fault-replaced"));
    assert!(office.may_call(HERE, "T001"));
}

#[test]
fn an_officer_reads_that_calls_are_not_heard_until_they_are_heard_again() {
    let mut office = scene();
    let words = Words::of(Language::Indonesian);
    let cause = id("cause.player-failed");
    let sentence = words.with("sentence.no-sound", &[("cause", &cause)]);
    // A display in another room whose sound card was pulled out.
    let display = DisplaySlot::take(&office.premises.data).unwrap();
    let gone = NoSound::Failed { program: "aplay".to_owned(), said: "no such device".to_owned() };
    display.sound_note().tell(Some(&gone)).unwrap();
    office.stage.pass(2);
    office.sees(HERE, &sentence);
    office.sees(Console(2), &sentence);
    office.visitor('T');
    office.tap(HERE, &calls("T001"));
    office.sees(HERE, "T001");
    display.sound_note().tell(None).unwrap();
    office.stage.pass(2);
    office.sees_not(HERE, &sentence);
}

#[test]
fn an_officer_reads_that_a_screen_is_missing_until_it_is_there() {
    let mut office = scene();
    let words = Words::of(Language::Indonesian);
    let wall = DisplaySlot::take(&office.premises.data).unwrap();
    wall.screen_note().tell(Some(2)).unwrap();
    office.stage.pass(2);
    let sentence = words.with("sentence.no-display-screen", &[("count", &2)]);
    office.sees(HERE, &sentence);
    wall.screen_note().tell(None).unwrap();
    let kiosk = PageMemory::take(&office.premises.data, Some(3)).unwrap();
    kiosk.screen_note().tell(Some(3)).unwrap();
    office.stage.pass(2);
    office.sees_not(HERE, &sentence);
    office.sees(HERE, &words.with("sentence.no-kiosk-screen", &[("count", &3)]));
    drop(kiosk);
    office.stage.pass(2);
    office.sees_not(HERE, &words.with("sentence.no-kiosk-screen", &[("count", &3)]));
}
