//! A whole day of an office as its officers see it: the stations of its consoles and of its overview, with their workers
//! and without a window.

mod places;

use crate::support::terms::{issue, service, visitor};
use antre::clock::Clock;
use antre::domain::{EventSeq, Lane, PrintCause, PrinterState};
use antre::station::console::{
    ConsoleAction, ConsoleEvent, ConsolePhase, ConsoleUpdate, GuardedUpdate,
};
use antre::station::{Key, PrinterNow, Station, Tone};
use chrono::TimeDelta;

use places::{Day, LOST, about, said};

const SPACE: Key = Key::Typed(' ');

#[test]
fn officers_sign_in_and_no_view_knows_a_digit_of_a_pin() {
    let mut day = Day::begin();
    issue(&mut day.door, 'T');
    day.look();
    let view = day.view(1);
    assert!(view.sign_in.shown);
    assert_eq!(view.sign_in.heading, said("people.heading", &[("counter", &"Loket 1")]));
    let names: Vec<_> = view.sign_in.officers.iter().map(|officer| &*officer.name).collect();
    assert_eq!(names, ["Budi", "Sari"]);
    assert_eq!((view.next_number, view.sign_in.note), (String::new(), said("people.choose", &[])));
    day.happens(1, ConsoleEvent::Act(ConsoleAction::Next));
    day.press(1, Key::Typed('p'));
    assert_eq!(day.calls("T001"), 0, "nobody works here yet");
    day.press(1, Key::Typed('s'));
    day.type_pin(1, "9753");
    let view = day.view(1);
    assert_eq!((&*view.sign_in.person, view.sign_in.typed), ("Sari", 4));
    assert!(view.sign_in.can_enter && !format!("{view:?}").contains("9753"));
    day.press(1, Key::Enter);
    let view = day.view(1).sign_in;
    assert_eq!((view.shown, view.typed, view.tone), (true, 0, Tone::Warn));
    day.sign_in(1, 's', "1357");
    let view = day.view(1);
    assert_eq!((&*view.sign_in.who, &*view.next_number), ("Sari", "T001"));
    day.does(1, SPACE, &about("sentence.did-call", "T001"));
    day.happens(1, ConsoleEvent::Lock);
    let view = day.view(1);
    assert_eq!((view.sign_in.shown, &*view.number), (true, ""), "nobody reads it meanwhile");
    day.sign_in(1, 's', "1357");
    assert_eq!(day.view(1).number, "T001");
    day.press(1, Key::Typed('l'));
    assert!(day.view(1).sign_in.shown, "the letter of the lock");
}

#[test]
fn whoever_a_change_of_the_day_has_left_is_told_at_console_and_overview() {
    let mut day = Day::begin();
    for letter in ['T', 'T', 'K'] {
        issue(&mut day.door, letter);
    }
    day.clock.switch_off(TimeDelta::days(30));
    issue(&mut day.door, 'Q');
    day.look();
    day.sign_in(1, 's', "1357");
    let sentence = said(
        "officer.left-behind",
        &[("count", &3), ("day", &"Senin, 23 November 2026"), ("numbers", &"K001, T001, T002")],
    );
    assert_eq!(day.view(1).public_side, sentence);
    assert_eq!(day.office().stale, sentence);
    day.clock.advance(TimeDelta::hours(3));
    day.look();
    assert_eq!((day.view(1).public_side, day.office().stale), Default::default());
}

#[test]
fn an_office_day_is_told_at_its_stations_without_a_window() {
    let mut day = Day::begin();
    day.look();
    (1..=5).for_each(|at| day.sign_in(at, 's', "1357"));
    nobody_waits(&mut day);
    a_visitor_is_called_again_and_reports_late(&mut day);
    a_file_goes_back_and_comes_back(&mut day);
    somebody_is_sent_on_and_somebody_withdraws(&mut day);
    a_counter_takes_a_break(&mut day);
    somebody_asks_for_staff(&mut day);
    the_printer_runs_out_of_paper(&mut day);
    a_file_goes_all_the_way(&mut day);
    somebody_is_late(&mut day);
    the_day_is_over(&mut day);
}

fn nobody_waits(day: &mut Day) {
    let view = day.view(1);
    assert_eq!((view.phase, &*view.heading), (ConsolePhase::Idle, &*said("console.free", &[])));
    assert!(view.can(ConsoleAction::Pause) && !view.can(ConsoleAction::Next));
    day.answers(1, SPACE, Tone::Warn, &said("sentence.nobody-waiting", &[]));
    let idle = said("sentence.counter-idle", &[]);
    day.answers(1, Key::Function(4), Tone::Warn, &idle);
    day.pass(8);
    assert_eq!(day.view(1).message, "", "an answer does not stay");
    assert_eq!(day.view(4).call_label, said("sentence.take-next", &[]), "a back office");
    let office = day.office();
    assert!(office.counters.iter().all(|line| line.quiet), "{:?}", office.counters);
}

fn a_visitor_is_called_again_and_reports_late(day: &mut Day) {
    issue(&mut day.door, 'T');
    issue(&mut day.door, 'T');
    day.look();
    let view = day.view(1);
    assert_eq!(
        (&*view.next_number, &*view.next_reason),
        ("T001", &*said("sentence.why-first", &[]))
    );
    assert_eq!(view.waiting.len(), 2);
    assert_eq!(day.view(2).next_number, "", "another service");
    day.does(1, SPACE, &about("sentence.did-call", "T001"));
    let view = day.view(1);
    assert_eq!((view.phase, view.recall_seconds), (ConsolePhase::Called, 20));
    assert_eq!(
        (&*view.number, &*view.calls),
        ("T001", &*said("sentence.called-times", &[("count", &1)]))
    );
    assert!(view.can(ConsoleAction::Start) && !view.can(ConsoleAction::Recall));
    let wait = said("officer.recall-wait", &[("number", &"T001"), ("count", &20)]);
    day.answers(1, Key::Function(2), Tone::Warn, &wait);
    day.answers(1, SPACE, Tone::Warn, &about("sentence.counter-busy", "T001"));
    day.pass(20);
    day.does(1, Key::Function(2), &about("sentence.did-recall", "T001"));
    assert_eq!(day.view(1).calls, said("sentence.called-times", &[("count", &2)]));
    day.does(1, Key::Function(6), &about("sentence.did-no-show", "T001"));
    assert_eq!(day.view(1).away, said("officer.away-people", &[("count", &1)]));
    assert_eq!(day.figure("supervisor.missed"), "1");
    let today: Vec<_> = day.view(1).today.into_iter().map(|one| (one.value, one.name)).collect();
    let told = [("1", "called"), ("0", "done"), ("0", "returned"), ("1", "missed")];
    let name = |key| said(&format!("officer.today-{key}"), &[]);
    assert_eq!(today, told.map(|(value, key)| (value.to_owned(), name(key))));
    // T001 is at the door after all.
    day.press(1, Key::Function(11));
    let panel = day.view(1).panel.unwrap();
    assert_eq!((panel.rows.len(), &*panel.rows[0].key), (1, "1"));
    assert_eq!(panel.rows[0].action, said("officer.is-here", &[]));
    day.does(1, Key::Typed('1'), &about("officer.did-present", "T001"));
    assert_eq!((day.view(1).panel, &*day.view(1).away), (None, ""));
}

fn a_file_goes_back_and_comes_back(day: &mut Day) {
    day.does(1, SPACE, &about("sentence.did-call", "T002"));
    let first = about("officer.start-first", "T002");
    day.answers(1, Key::Function(5), Tone::Warn, &first);
    day.does(1, Key::Function(3), &about("sentence.did-start", "T002"));
    let view = day.view(1);
    let next = said("sentence.finish-to", &[("stage", &"Pemeriksaan")]);
    assert_eq!((view.phase, view.finish_label), (ConsolePhase::Serving, next));
    day.press(1, Key::Function(5));
    let panel = day.view(1).panel.unwrap();
    assert_eq!(panel.title, about("officer.hand-back-title", "T002"));
    assert!(panel.rows.iter().all(|row| row.tickable && !row.ticked) && !panel.can_confirm);
    day.answers(1, Key::Enter, Tone::Warn, &said("officer.tick-first", &[]));
    day.press(1, Key::Typed('1'));
    let panel = day.view(1).panel.unwrap();
    assert!(panel.rows[0].ticked && panel.can_confirm);
    assert_eq!(panel.confirm, said("officer.hand-back-confirm", &[("count", &1)]));
    day.does(1, Key::Enter, &about("officer.did-hand-back", "T002"));
    assert_eq!(day.view(1).away, said("officer.away-files", &[("count", &1)]));
    let missing = day.office().missing;
    assert!(missing.ends_with(" 1"), "one document: {missing}");
    day.press(1, Key::Function(11));
    day.does(1, Key::Typed('1'), &about("officer.did-back", "T002"));
    let view = day.view(1);
    assert_eq!(view.next_number, "T002", "it keeps its place");
    assert!(view.next_reason.ends_with(&said("officer.why-back", &[])), "{}", view.next_reason);
}

fn somebody_is_sent_on_and_somebody_withdraws(day: &mut Day) {
    day.does(1, SPACE, &about("sentence.did-call", "T002"));
    day.press(1, Key::Function(7));
    let panel = day.view(1).panel.unwrap();
    assert_eq!(panel.title, about("officer.transfer-title", "T002"));
    assert!(panel.rows.iter().any(|row| row.key == "K" && row.enabled), "{:?}", panel.rows);
    day.press(1, Key::Typed('k'));
    let view = day.view(1);
    assert!(view.message.contains("T002") && view.message.contains("Kartu Keluarga"), "{view:?}");
    assert_eq!((view.panel, &*day.view(2).next_number), (None, "T002"));
    // That was a mistake, for as long as a minute.
    assert!(view.undo.starts_with("T002 ") && view.undo_seconds > 0);
    day.does(1, Key::Function(10), &about("officer.did-undo", "T002"));
    assert_eq!((&*day.view(1).number, &*day.view(2).next_number), ("T002", ""));
    day.press(1, Key::Function(8));
    let panel = day.view(1).panel.unwrap();
    assert!(panel.confirm_danger && panel.note_tone == Tone::Warn);
    day.press(1, Key::Escape);
    assert_eq!((day.view(1).panel, &*day.view(1).number), (None, "T002"), "not after all");
    day.press(1, Key::Function(8));
    day.does(1, Key::Enter, &about("sentence.did-cancel", "T002"));
    let nothing = said("officer.nothing-to-undo", &[]);
    day.answers(1, Key::Function(10), Tone::Warn, &nothing);
}

fn a_counter_takes_a_break(day: &mut Day) {
    issue(&mut day.door, 'K');
    day.does(2, Key::Function(9), &said("officer.did-pause", &[]));
    let view = day.view(2);
    assert_eq!((view.paused, &*view.heading), (true, &*said("officer.paused", &[])));
    assert!(!view.can(ConsoleAction::Next));
    day.answers(2, SPACE, Tone::Warn, &said("officer.paused-first", &[]));
    let office = day.office();
    assert_eq!(office.counters[1].what, said("supervisor.on-break", &[]));
    day.does(2, Key::Function(9), &said("officer.did-resume", &[]));
    assert!(day.view(2).can(ConsoleAction::Next));
}

fn somebody_asks_for_staff(day: &mut Day) {
    day.answers(2, Key::Typed('j'), Tone::Warn, &said("officer.nobody-asks", &[]));
    day.door.ask_staff(Some(service('K'))).unwrap();
    day.look();
    for at in 1..=5 {
        assert!(day.view(at).help.contains("Kartu Keluarga"), "{at}: {}", day.view(at).help);
    }
    day.does(2, Key::Typed('J'), &said("officer.did-answer", &[]));
    assert!((1..=5).all(|at| day.view(at).help.is_empty()), "everybody sees that somebody goes");
}

fn the_printer_runs_out_of_paper(day: &mut Day) {
    let view = day.view(3);
    assert_eq!((view.printer, view.printer_tone), (said("officer.unowned", &[]), Tone::Warn));
    let mut news = |state, leftover| {
        let now = PrinterNow { state, owned: true, leftover, since: None };
        let update = GuardedUpdate::Console(ConsoleUpdate::Printer(now));
        day.consoles.get_mut(&3).unwrap().told(vec![update], &day.clock);
        day.view(3)
    };
    let out = news(PrinterState::Trouble(PrintCause::PaperOut), false);
    assert_eq!((out.printer_tone, out.trouble_tone), (Tone::Stop, Tone::Stop));
    assert!(!out.trouble.is_empty() && !out.confirm_power);
    let cycle = news(PrinterState::Trouble(PrintCause::PowerCycle), true);
    assert!(cycle.confirm_power);
    let well = news(PrinterState::Ready, false);
    assert_eq!((well.printer_tone, &*well.trouble), (Tone::Calm, ""));
    let nothing = said("officer.nothing-to-confirm", &[]);
    day.press(3, Key::Function(12));
    day.answers(3, Key::Enter, Tone::Warn, &nothing);
    day.press(3, Key::Function(12));
    assert_eq!(day.view(3).panel, None, "the key that opened it closes it");
}

/// Everybody who is called, served and done at this counter.
fn serve(day: &mut Day, at: u8) {
    day.press(at, SPACE);
    if day.view(at).phase == ConsolePhase::Called {
        day.press(at, Key::Function(3));
    }
    assert_eq!(day.view(at).phase, ConsolePhase::Serving, "{:?}", day.view(at).message);
    day.pass(30);
    day.press(at, Key::Function(4));
}

fn a_file_goes_all_the_way(day: &mut Day) {
    assert_eq!(day.view(1).next_number, "T001");
    for at in [1, 5, 4, 4] {
        serve(day, at);
        assert!(day.view(at).message.starts_with("T001 "), "{}", day.view(at).message);
    }
    assert_eq!(day.view(3).next_number, "T001", "it is ready to be fetched");
    serve(day, 3);
    assert_eq!(day.view(3).message, about("sentence.did-hand-over", "T001"));
    assert_eq!(day.figure("supervisor.done"), "1");
    assert!(day.view(1).last_call.contains("T001"), "{}", day.view(1).last_call);
}

fn somebody_is_late(day: &mut Day) {
    day.does(2, SPACE, &about("sentence.did-call", "K001"));
    day.does(2, Key::Function(3), &about("sentence.did-start", "K001"));
    let busy = day.office();
    assert_eq!((&*busy.counters[1].number, &*busy.counters[1].what), ("K001", "Melayani"));
    assert!(busy.late.is_empty(), "{:?}", busy.late);
    day.clock.advance(TimeDelta::minutes(30));
    let (view, office) = (day.view(2), day.office());
    let whole = &view.clocks[1];
    assert_eq!((whole.tone, &*whole.word), (Tone::Stop, &*said("officer.late", &[])));
    assert_eq!((&*office.late[0].name, office.late[0].tone), ("K001", Tone::Stop));
}

fn the_day_is_over(day: &mut Day) {
    day.clock.advance(TimeDelta::days(1));
    day.look();
    let view = day.view(2);
    assert_eq!((view.phase, &*view.number, view.waiting.len()), (ConsolePhase::Idle, "", 0));
    assert_eq!(day.figure("supervisor.issued"), "0");
}

#[test]
fn a_lost_answer_is_asked_for_again_and_nobody_is_called_twice() {
    let mut day = Day::begin();
    day.look();
    day.sign_in(1, 's', "1357");
    issue(&mut day.door, 'T');
    day.door.issue(&visitor('T', Lane::Priority)).unwrap();
    day.look();
    let first = day.view(1).next_number;
    // The queue has kept it and cannot say so: the worker asks once more with the same key.
    LOST.set(1);
    day.does(1, SPACE, &about("sentence.did-call", &first));
    assert_eq!((LOST.get(), day.calls(&first)), (0, 1));
    assert_eq!(day.door.board(EventSeq(0)).unwrap().new_calls.len(), 1, "and nobody else");
    day.pass(20);
    LOST.set(1);
    day.does(1, Key::Function(2), &about("sentence.did-recall", &first));
    assert_eq!(day.view(1).calls, said("sentence.called-times", &[("count", &2)]));
    assert_eq!(day.calls(&first), 2);
    // A nervous finger: what comes before the answer is not sent.
    day.does(1, Key::Function(6), &about("sentence.did-no-show", &first));
    let station = &mut day.consoles.get_mut(&1).unwrap().station;
    let mut press = || station.handle(ConsoleEvent::Key(SPACE), day.clock.now());
    assert_eq!((press().len(), press().len()), (1, 0));
}
