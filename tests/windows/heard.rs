//! The screens as a screen reader is given them: whatever can be touched has a kind and a name, everything that is read
//! with the eyes is said, and once.

use super::{Scene, id, look, scene};
use antre::domain::Language;
use antre::lab::gallery::{Frame, Hall, Heard, Measures, Room, SCREENS};
use antre::lab::harness::Spot::{self, Kiosk};
use antre::words::Words;
use slint::platform::Key;
use std::collections::BTreeSet;

/// What can be pressed.
const KINDS: [&str; 4] = ["Button", "Checkbox", "RadioButton", "Switch"];

/// In Indonesian, on one upright and one lying screen.
pub fn is_listened_to(frame: &Frame) -> bool {
    let room = frame.screen.room();
    let glasses = room.glasses();
    frame.language == Language::Indonesian
        && glasses.iter().take(2).any(|glass| *glass == frame.glass)
        && !matches!(room, Room::Paper | Room::Widgets)
}

/// What is wrong with what is said of a frame.
pub fn faults(heard: &[Heard], measures: &Measures) -> Vec<String> {
    if heard.is_empty() {
        return vec!["nothing is said".to_owned()];
    }
    let mut faults = Vec::new();
    let unusable = id("common.unusable");
    for one in heard {
        let name = &one.label;
        let around = one.within.map(|index| &heard[index]);
        if one.role == "Nothing" {
            faults.push(format!("\"{name}\" is read as a thing of unknown kind"));
        }
        if one.acts != KINDS.contains(&one.role.as_str()) {
            faults.push(format!(
                "\"{name}\" is a {} that cannot be pressed, or the reverse",
                one.role
            ));
        }
        if one.acts && !name.chars().any(char::is_alphanumeric) {
            faults.push(format!("a {} has no name", one.role));
        }
        if one.acts && !one.enabled && one.hint != unusable {
            faults.push(format!("\"{name}\" does not say that it cannot be used now"));
        }
        if one.role == "RadioButton" && !(one.checkable && around.is_some_and(is_named_group)) {
            faults.push(format!("\"{name}\" is one of nothing"));
        }
        if around.is_some_and(|around| around.acts || around.label == *name) {
            faults.push(format!("\"{name}\" is read twice"));
        }
        if around.is_some_and(|around| around.live) {
            faults.push(format!("\"{name}\" is said whenever what it is part of is said"));
        }
    }
    let silent = measures.texts.iter().filter(|text| !text.spoken);
    faults.extend(silent.map(|text| format!("\"{}\" is shown and not said", text.says)));
    faults
}

fn is_named_group(heard: &Heard) -> bool {
    heard.role == "RadioGroup" && !heard.label.is_empty()
}

#[track_caller]
fn judge(rooms: &[Room]) {
    let mut found: Vec<_> =
        rooms.iter().flat_map(|room| look::at(*room)).flat_map(|found| &found.unsaid).collect();
    let count = found.len();
    found.truncate(60);
    assert!(count == 0, "{count} faults: {found:#?}");
}

#[test]
fn a_screen_reader_is_given_every_page_of_the_kiosk_once() {
    judge(&[Room::Kiosk]);
}

#[test]
fn a_screen_reader_is_given_every_moment_of_console_office_and_wall_once() {
    judge(&[Room::Console, Room::Supervisor, Room::Display]);
}

/// What is below a question for a PIN is neither read nor reached. The wall is left out: a call stays visible behind the question, and nobody hears a wall through a screen reader.
#[test]
fn below_a_question_for_a_pin_there_is_nothing() {
    let hall = Hall::without_screen().unwrap();
    let heard = |name: &str| -> BTreeSet<String> {
        let screen = SCREENS.iter().find(|screen| screen.name == name).unwrap();
        let frame = screen.frames().find(|f| f.language == Language::Indonesian).unwrap();
        let labels = hall.heard(&frame).into_iter().map(|heard| heard.label);
        // Several pages have a clock.
        labels.filter(|label| label.chars().any(char::is_alphabetic)).collect()
    };
    let pages = [
        ("kiosk-door", "kiosk-services"),
        ("console-sign-in", "console-waiting"),
        ("console-taken", "console-waiting"),
    ];
    for (question, page) in pages {
        let (asked, below) = (heard(question), heard(page));
        assert!(asked.len() > 2 && below.len() > 2, "{question}: {asked:?}; {page}: {below:?}");
        let both: Vec<_> = asked.intersection(&below).collect();
        assert!(both.is_empty(), "{question} is above {both:?}");
    }
}

/// By labels alone, as a screen reader would press them, and told at every step where one is.
#[test]
fn a_visitor_who_sees_nothing_is_told_each_page_in_one_breath() {
    let mut office = scene();
    assert_eq!(office.stage.said(), [id("kiosk.choose")]);
    office.tap(Kiosk, "KTP Elektronik (cetak)");
    assert_eq!(office.stage.said(), ["KTP Elektronik (cetak). Apa yang terjadi dengan KTP Anda?"]);
    office.tap(Kiosk, "KTP saya hilang");
    let documents = "Sudah membawa semua ini? \
        Kartu Keluarga (KK). Surat kehilangan dari kepolisian";
    assert_eq!(office.stage.said(), [documents]);
    office.tap(Kiosk, id("kiosk.complete"));
    assert!(office.stage.said()[0].starts_with(id("kiosk.which-lane")));
    office.tap(Kiosk, id("kiosk.without-priority"));
    let said = office.stage.said();
    let number = "Nomor antrean Anda T001. Tunggu panggilan di Loket 1. \
        Tidak ada orang di depan Anda";
    assert!(said.iter().any(|said| said == number), "{said:?}");
    let paper = id("sentence.print-waiting");
    assert!(said.iter().any(|said| said.starts_with(paper)), "{said:?}");
    assert_eq!(said.len(), 2, "{said:?}");
}

#[test]
fn a_tile_says_its_letter_who_waits_and_how_long() {
    let mut office = scene();
    office.visitor('K');
    office.stage.pass(31);
    let hints = office.stage.descriptions(Kiosk).unwrap();
    let words = Words::of(Language::Indonesian);
    let letter = words.with("sentence.tile-letter-spoken", &[("letter", &"K")]);
    let waiting = words.with("sentence.tile-ahead-spoken", &[("count", &1)]);
    let said = format!("{letter}, {waiting}, {}", id("sentence.tile-wait-unknown-spoken"));
    assert!(hints.contains(&said), "{hints:?}");
}

/// Otherwise a digit of the PIN that was meant for the question would choose a service below it.
#[test]
fn the_keyboard_cannot_leave_the_question_of_staff() {
    let mut office = scene();
    office.stage.hold_kiosk((10, 10), 6);
    office.sees(Kiosk, id("backstage.leave-title"));
    for _ in 0..4 {
        office.stage.key(Kiosk, Key::Tab).unwrap();
    }
    office.stage.key(Kiosk, Key::Return).unwrap();
    assert!(office.stage.is_kiosk_left(), "Enter has gone somewhere else");
}

/// A choice that loses the keyboard sends whoever cannot see the ring back to the first button of the page.
#[test]
fn what_is_chosen_by_keyboard_keeps_the_keyboard() {
    let mut office = scene();
    tab_to(&mut office, Kiosk, "English");
    office.stage.key(Kiosk, Key::Return).unwrap();
    assert_eq!(office.stage.focused(Kiosk).unwrap().as_deref(), Some("English"));
    office.stage.type_key(Kiosk, "t").unwrap();
    assert_eq!(office.stage.focused(Kiosk).unwrap(), None, "a new page begins with itself");
    tab_to(&mut office, Kiosk, "I have lost my ID card");
    office.stage.key(Kiosk, Key::Return).unwrap();
    office.sees(Kiosk, "Police report of the loss");
    office.stage.key(Kiosk, Key::Escape).unwrap();
    office.stage.key(Kiosk, Key::Escape).unwrap();
    office.sees(Kiosk, Words::of(Language::English).text("kiosk.choose"));
}

#[track_caller]
fn tab_to(office: &mut Scene, spot: Spot, label: &str) {
    let arrives = (0..30).any(|_| {
        office.stage.key(spot, Key::Tab).unwrap();
        office.stage.focused(spot).unwrap().as_deref() == Some(label)
    });
    assert!(arrives, "Tab does not come to \"{label}\"");
}

/// The line that was pressed may be gone with its room, and with it the keyboard.
#[test]
fn the_keys_of_a_console_go_on_working_after_its_lines_were_pressed_by_keyboard() {
    let here = Spot::Console(1);
    let mut office = scene();
    office.visitor('T');
    for key in [Key::F1, Key::F3, Key::F5] {
        office.stage.key(here, key).unwrap();
    }
    let open = |office: &Scene| {
        office.stage.labels(here).unwrap().iter().any(|label| label == id("officer.close"))
    };
    assert!(open(&office));
    tab_to(&mut office, here, "Kartu Keluarga (KK)");
    office.stage.key(here, Key::Space).unwrap();
    office.stage.key(here, Key::Escape).unwrap();
    assert!(!open(&office), "Escape is heard by nobody");
}
