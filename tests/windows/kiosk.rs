//! The kiosk as visitors use it.

use super::{Scene, id, scene, scene_of};
use antre::domain::{EventSeq, Language};
use antre::lab::harness::Spot::Kiosk;
use antre::words::Words;

const KIA: &str = "Kartu Identitas Anak (KIA)";

impl Scene {
    /// Whether a label of the kiosk has this sentence in it.
    fn tells(&self, key: &str) -> bool {
        self.stage.labels(Kiosk).unwrap().iter().any(|label| label.contains(id(key)))
    }
}

#[test]
fn one_question_a_page_and_a_number_on_screen_and_paper() {
    let mut office = scene();
    office.tap(Kiosk, "KTP Elektronik (cetak)");
    office.tap(Kiosk, "KTP saya hilang");
    office.sees(Kiosk, "Surat kehilangan dari kepolisian");
    office.tap(Kiosk, id("kiosk.complete"));
    office.sees(Kiosk, id("kiosk.which-lane"));
    assert!(
        office.desk().board(EventSeq(0)).unwrap().open.is_empty(),
        "no number before the last answer"
    );
    office.tap(Kiosk, id("kiosk.without-priority"));
    office.sees(Kiosk, "T001");
    office.sees(Kiosk, "Loket 1");
    assert!(office.tells("sentence.print-waiting"));
    assert_eq!(office.stage.print().unwrap(), 1);
    assert!(office.tells("sentence.take-ticket-below"));
    let file = office.desk().ticket("T001".parse().unwrap()).unwrap();
    assert_eq!(file.ticket.case.unwrap().as_str(), "hilang");
}

/// The kiosk of this scene has no voice: whoever asks for one sees that there is none, and is not left waiting.
#[test]
fn whoever_wants_to_hear_the_number_is_told_when_nothing_can_be_heard() {
    let mut office = scene();
    office.tap(Kiosk, KIA);
    office.tap(Kiosk, id("kiosk.complete"));
    office.sees_not(Kiosk, id("kiosk.hear"));
    office.tap(Kiosk, id("kiosk.without-priority"));
    office.tap(Kiosk, id("kiosk.hear"));
    office.sees(Kiosk, id("kiosk.not-heard"));
    office.sees(Kiosk, "N001");
}

#[test]
fn what_is_asked_of_a_service_without_documents_is_two_taps() {
    let mut office = scene();
    office.tap(Kiosk, "Informasi dan pengaduan");
    office.tap(Kiosk, id("kiosk.without-priority"));
    office.sees(Kiosk, "U001");
}

#[test]
fn a_double_tap_is_one_ticket() {
    let mut office = scene();
    office.tap(Kiosk, KIA);
    office.tap(Kiosk, id("kiosk.complete"));
    office.stage.touch(Kiosk, id("kiosk.without-priority")).unwrap();
    // The second touch finds a page with nothing to touch.
    assert!(office.stage.touch(Kiosk, id("kiosk.without-priority")).is_err());
    office.stage.settle();
    office.sees(Kiosk, "N001");
    assert_eq!(office.desk().board(EventSeq(0)).unwrap().open.len(), 1);
}

#[test]
fn each_language_is_one_tap_away_and_the_next_visitor_starts_in_indonesian() {
    let mut office = scene();
    for (language, name) in [(Language::English, "English"), (Language::Javanese, "Jawa")] {
        office.tap(Kiosk, name);
        office.sees(Kiosk, Words::of(language).text("kiosk.choose"));
    }
    office.stage.pass(31);
    office.sees(Kiosk, id("kiosk.choose"));
}

#[test]
fn a_visitor_who_walks_away_is_asked_and_then_forgotten() {
    let mut office = scene();
    office.tap(Kiosk, KIA);
    office.stage.pass(29);
    office.sees_not(Kiosk, id("kiosk.keep-going"));
    office.stage.pass(1);
    office.tap(Kiosk, id("kiosk.keep-going"));
    office.stage.pass(29);
    office.sees(Kiosk, id("kiosk.complete"));
    office.stage.pass(16);
    office.sees(Kiosk, id("kiosk.choose"));
}

#[test]
fn a_number_makes_room_for_the_next_visitor() {
    let mut office = scene();
    office.tap(Kiosk, KIA);
    office.take_number();
    office.stage.print().unwrap();
    office.stage.pass(17);
    office.sees(Kiosk, "N001");
    office.stage.pass(1);
    office.sees(Kiosk, id("kiosk.choose"));
}

#[test]
fn documents_missing_is_a_list_and_no_number() {
    let mut office = scene();
    office.tap(Kiosk, "Kartu Keluarga");
    office.tap(Kiosk, id("kiosk.not-complete"));
    office.sees(Kiosk, "KK asli atau surat kehilangan");
    office.tap(Kiosk, id("kiosk.done"));
    office.sees(Kiosk, id("kiosk.choose"));
    assert!(office.desk().board(EventSeq(0)).unwrap().open.is_empty());
}

#[test]
fn the_answer_about_priority_goes_with_the_ticket_and_is_confirmed() {
    let mut office = scene();
    office.tap(Kiosk, KIA);
    office.tap(Kiosk, id("kiosk.complete"));
    office.tap(Kiosk, id("kiosk.with-priority"));
    office.sees(Kiosk, id("kiosk.priority"));
    let file = office.desk().ticket("N001".parse().unwrap()).unwrap();
    assert_eq!(file.ticket.lane.code(), "priority");
}

#[test]
fn a_dead_printer_does_not_take_the_number_away() {
    let mut office = scene();
    office.printer = None;
    office.tap(Kiosk, KIA);
    office.take_number();
    office.sees(Kiosk, "N001");
    office.stage.print().unwrap();
    office.stage.pass(2);
    office.sees(Kiosk, "N001");
    assert!(office.tells("sentence.print-missing"));
    assert!(office.tells("sentence.print-missing-more"));
    office.stage.pass(27);
    office.sees(Kiosk, "N001");
}

#[test]
fn an_unreadable_queue_is_said_and_ends_by_itself() {
    let mut office = scene();
    let queue = office.premises.data.queue_file();
    let aside = queue.with_extension("aside");
    std::fs::rename(&queue, &aside).unwrap();
    office.stage.settle();
    office.sees(Kiosk, id("sentence.queue-trouble-title"));
    std::fs::rename(&aside, &queue).unwrap();
    office.stage.settle();
    office.sees(Kiosk, id("kiosk.choose"));
}

#[test]
fn the_tiles_tell_who_is_ahead() {
    let mut office = scene();
    office.visitor('K');
    office.visitor('K');
    office.stage.settle();
    office.tap(Kiosk, "Jawa");
    office.tap(Kiosk, "Indonesia");
    let waiting =
        Words::of(Language::Indonesian).with("sentence.tile-ahead-spoken", &[("count", &2)]);
    let descriptions = office.stage.descriptions(Kiosk).unwrap();
    assert!(descriptions.iter().any(|d| d.contains(&waiting)), "{descriptions:?}");
}

#[test]
fn a_wish_that_the_queue_could_not_hear_in_time_dies_with_its_visitor() {
    let mut office = scene();
    office.tap(Kiosk, KIA);
    office.tap(Kiosk, id("kiosk.complete"));
    office.stage.touch(Kiosk, id("kiosk.without-priority")).unwrap();
    // The disk hangs: nobody answers while the visitor is sent to a counter and goes.
    office.clock.advance(chrono::TimeDelta::seconds(60));
    office.stage.settle();
    office.sees(Kiosk, id("sentence.queue-trouble-title"));
    assert!(office.desk().board(EventSeq(0)).unwrap().open.is_empty(), "no number for nobody");
}

/// An office that lists these languages.
fn speaking(list: &str) -> Scene {
    scene_of("2026-11-23T01:00:00Z", |source| {
        source.replace("languages = [\"id\", \"jv\", \"en\"]", &format!("languages = {list}"))
    })
}

#[test]
fn a_kiosk_offers_the_languages_of_the_office_and_no_other() {
    let office = speaking("[\"id\", \"en\"]");
    office.sees(Kiosk, "English");
    office.sees_not(Kiosk, "Jawa");
}

#[test]
fn where_there_is_one_language_a_kiosk_asks_for_none() {
    let office = speaking("[\"id\"]");
    office.sees(Kiosk, id("kiosk.choose"));
    ["Indonesia", "English", "Jawa"].iter().for_each(|name| office.sees_not(Kiosk, name));
}
