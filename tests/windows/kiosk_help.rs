//! What a visitor finds besides a number: staff, the list on paper, the published standard.

use super::{id, scene};
use antre::domain::{EventSeq, Language};
use antre::lab::harness::Spot::Kiosk;
use antre::words::Words;

#[test]
fn staff_are_rung_once_and_the_kiosk_says_that_they_come() {
    let mut office = scene();
    office.tap(Kiosk, "Kartu Keluarga");
    office.stage.touch(Kiosk, id("kiosk.ask-staff")).unwrap();
    assert!(!office.usable(Kiosk, id("kiosk.ask-staff")), "a double tap finds it switched off");
    office.stage.settle();
    office.sees(Kiosk, id("sentence.staff-told"));
    office.tap(Kiosk, id("kiosk.ask-staff"));
    let open = office.desk().help_requests().unwrap();
    assert_eq!(open.len(), 1, "impatience does not ring twice");
    assert_eq!(open[0].about.unwrap().letter(), 'K');

    assert!(office.desk().answer_staff(open[0].id).unwrap());
    office.stage.settle();
    office.sees(Kiosk, id("sentence.staff-coming"));
    office.sees_not(Kiosk, id("sentence.staff-told"));
    office.stage.pass(20);
    office.sees_not(Kiosk, id("sentence.staff-coming"));
}

#[test]
fn a_call_for_staff_outlives_the_page_but_not_its_answer() {
    let mut office = scene();
    office.tap(Kiosk, id("kiosk.ask-staff"));
    office.stage.pass(40);
    office.sees(Kiosk, id("sentence.staff-told"));
    let asked = office.desk().help_requests().unwrap().pop().unwrap();
    assert_eq!(asked.about, None);
    office.desk().answer_staff(asked.id).unwrap();
    office.stage.pass(21);
    office.sees_not(Kiosk, id("sentence.staff-told"));
}

#[test]
fn staff_who_cannot_be_told_are_not_promised() {
    let mut office = scene();
    office.stage.touch(Kiosk, id("kiosk.ask-staff")).unwrap();
    let queue = office.premises.data.queue_file();
    let aside = queue.with_extension("aside");
    std::fs::rename(&queue, &aside).unwrap();
    office.stage.settle();
    office.sees(Kiosk, id("sentence.staff-failed"));
    std::fs::rename(&aside, &queue).unwrap();
    office.stage.settle();
}

#[test]
fn the_list_comes_out_on_paper_without_a_number() {
    let mut office = scene();
    office.tap(Kiosk, "KTP Elektronik (cetak)");
    office.tap(Kiosk, "KTP saya hilang");
    office.tap(Kiosk, id("kiosk.not-complete"));
    office.sees(Kiosk, "Surat kehilangan dari kepolisian");
    office.tap(Kiosk, id("kiosk.print-list"));
    office.sees(Kiosk, id("sentence.list-printing"));
    assert!(!office.usable(Kiosk, id("kiosk.print-list")), "one list for each visitor");
    assert_eq!(office.stage.print().unwrap(), 1);
    office.sees(Kiosk, id("sentence.list-printed"));
    assert!(office.desk().board(EventSeq(0)).unwrap().open.is_empty());
}

#[test]
fn a_list_that_did_not_come_out_is_to_be_photographed() {
    let mut office = scene();
    office.printer = None;
    office.tap(Kiosk, "Aktivasi IKD");
    office.tap(Kiosk, id("kiosk.not-complete"));
    office.tap(Kiosk, id("kiosk.print-list"));
    office.stage.print().unwrap();
    office.sees(Kiosk, id("sentence.list-missing"));
}

#[test]
fn the_standard_of_a_service_is_one_tap_away_and_one_tap_back() {
    for (language, button, name) in [
        (Language::Indonesian, "Indonesia", "KTP Elektronik (cetak)"),
        (Language::English, "English", "Electronic ID card"),
    ] {
        let seen = std::thread::spawn(move || {
            let words = Words::of(language);
            let mut office = scene();
            office.tap(Kiosk, button);
            office.tap(Kiosk, name);
            office.tap(Kiosk, words.text("kiosk.standard"));
            // It is longer than the screen: what is not seen is a touch or two away.
            let mut seen = office.stage.labels(Kiosk).unwrap();
            while office.usable(Kiosk, words.text("kiosk.scroll-down")) {
                office.tap(Kiosk, words.text("kiosk.scroll-down"));
                seen.extend(office.stage.labels(Kiosk).unwrap());
            }
            for part in ["requirements", "procedure", "time", "fee", "product", "complaints"] {
                let title = words.text(&format!("standard.{part}")).to_owned();
                assert!(seen.contains(&title), "no {title}");
            }
            assert!(seen.contains(&words.with("standard.promise", &[("count", &18)])));
            assert!(seen.iter().any(|label| label.contains("dispenduk@magetan.go.id")));
            office.tap(Kiosk, words.text("kiosk.back"));
            office.sees(Kiosk, words.text("kiosk.standard"));
        });
        seen.join().unwrap();
    }
}

#[test]
fn a_standard_that_nobody_reads_makes_room_for_the_next_visitor() {
    let mut office = scene();
    office.tap(Kiosk, "Kartu Keluarga");
    office.tap(Kiosk, id("kiosk.standard"));
    office.stage.pass(30);
    office.sees(Kiosk, id("kiosk.still-here"));
    office.stage.pass(15);
    office.sees(Kiosk, id("kiosk.choose"));
}
