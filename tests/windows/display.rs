//! The wall as people in the room see it.

use super::{Scene, id, scene};
use antre::app::display::{Say, Speech};
use antre::domain::Language;
use antre::lab::harness::Spot::Display;
use antre::office::{Office, Player};
use antre::voice::Recording;
use antre::words::Words;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

const WALL: antre::lab::harness::Spot = Display(0);

impl Scene {
    /// Waits until the wall says this: some things take turns, and each is seen every half minute.
    #[track_caller]
    pub(super) fn comes(&mut self, spot: antre::lab::harness::Spot, label: &str) {
        for _ in 0..31 {
            if self.stage.labels(spot).unwrap().iter().any(|l| l == label) {
                return;
            }
            self.stage.pass(1);
        }
        panic!("\"{label}\" does not come: {:?}", self.stage.labels(spot).unwrap());
    }

    /// The number in front, on each display.
    fn in_front(&self, displays: usize) -> Vec<String> {
        (0..displays).map(|index| self.stage.announced(index).unwrap()).collect()
    }
}

#[test]
fn before_the_first_call_the_wall_says_so() {
    scene().sees(WALL, id("display.nobody"));
}

#[test]
fn two_calls_in_the_same_moment_are_both_shown_in_order() {
    let mut office = scene();
    office.visitor('T');
    office.visitor('K');
    office.call(1);
    office.call(2);
    assert_eq!(office.in_front(1), ["T001"]);
    office.stage.pass(9);
    assert_eq!(office.in_front(1), ["T001"], "ten seconds belong to the first call");
    office.stage.pass(1);
    assert_eq!(office.in_front(1), ["K001"]);
    office.sees(WALL, "T001");
}

#[test]
fn two_displays_show_the_same() {
    let mut office = scene();
    office.stage.open_display().unwrap();
    office.visitor('T');
    office.visitor('K');
    office.call(2);
    office.call(1);
    assert_eq!(office.in_front(2), ["K001", "K001"]);
    office.stage.pass(10);
    assert_eq!(office.in_front(2), ["T001", "T001"]);
}

#[test]
fn a_restart_repeats_nothing_and_loses_nothing() {
    let mut office = scene();
    office.visitor('T');
    office.visitor('K');
    office.visitor('K');
    office.call(1);
    assert_eq!(office.in_front(1), ["T001"]);
    office.stage.close_displays();
    office.call(2);
    office.stage.open_display().unwrap();
    assert_eq!(office.in_front(1), ["K001"], "called while the display was off");
    let (ear, say) = ear(4);
    office.stage.close_displays();
    office.stage.open_speaking_display(Some(say)).unwrap();
    assert_eq!(office.in_front(1), ["K001"], "the last call still stands there");
    office.sees(WALL, "T001");
    office.stage.pass(30);
    assert!(ear.borrow().is_empty(), "K001 was announced and is not announced again");
}

#[test]
fn a_display_that_is_started_after_the_first_calls_shows_the_last_one_at_rest() {
    let mut office = scene();
    office.stage.close_displays();
    for lock in std::fs::read_dir(office.premises.data.path().join("locks")).unwrap() {
        let lock = lock.unwrap();
        if lock.file_name().to_string_lossy().starts_with("display") {
            std::fs::remove_file(lock.path()).unwrap();
        }
    }
    office.visitor('T');
    office.visitor('K');
    office.call(1);
    office.call(2);
    office.stage.open_display().unwrap();
    office.stage.resize_display(0, (640, 360)).unwrap();
    office.sees_not(WALL, id("display.nobody"));
    office.sees(WALL, "T001");
    office.sees(WALL, "K001");
    assert_eq!(office.in_front(1), ["K001"]);
    let ground = |office: &Scene| {
        let picture = office.stage.frame(WALL).unwrap();
        let pixel = picture.as_slice()[(150 * picture.width() + 22) as usize];
        [pixel.r, pixel.g, pixel.b]
    };
    let rest = ground(&office);
    for _ in 0..40 {
        office.stage.move_on(Duration::from_millis(50));
        assert_eq!(ground(&office), rest, "no card comes up");
    }
    office.stage.pass(21);
    office.recall(2);
    let colours: Vec<_> = (0..20)
        .map(|_| {
            office.stage.move_on(Duration::from_millis(50));
            ground(&office)
        })
        .collect();
    let different: std::collections::BTreeSet<_> = colours.into_iter().collect();
    assert!(different.len() > 1, "a recall comes up and pulses: {different:?}");
    assert!(!different.contains(&rest), "{rest:?}: {different:?}");
}

#[test]
fn whoever_is_served_is_called_no_more_and_the_row_says_so_for_as_long_as_it_is_true() {
    let mut office = scene();
    office.visitor('T');
    office.call(1);
    office.stage.pass(1);
    office.sees(WALL, id("display.go-to"));
    office.sees(WALL, id("display.counter-called"));
    let here = antre::desk::Subject::Counter(antre::domain::CounterNumber::new(1).unwrap());
    office.desk().start(here).unwrap();
    office.stage.pass(10);
    office.sees_not(WALL, id("display.go-to"));
    office.sees_not(WALL, id("display.counter-called"));
    office.clock.advance(chrono::TimeDelta::minutes(30));
    office.stage.pass(1);
    office.sees(WALL, id("display.counter-serving"));
    office.sees(WALL, "T001");
}

#[test]
fn a_call_that_waits_for_its_turn_is_read_nowhere_as_a_call() {
    let mut office = scene();
    office.visitor('T');
    office.visitor('K');
    office.call(1);
    office.call(2);
    office.stage.pass(5);
    // The other counter is as it was.
    let texts = office.stage.measures(WALL).unwrap().texts;
    let called = texts.iter().filter(|text| text.says == id("display.counter-called")).count();
    assert_eq!(called, 1);
    office.stage.pass(5);
    office.sees(WALL, "K001");
}

#[test]
fn a_display_that_never_announced_anything_loses_nothing_either() {
    let mut office = scene();
    office.stage.close_displays();
    office.visitor('T');
    office.call(1);
    office.stage.open_display().unwrap();
    assert_eq!(office.in_front(1), ["T001"]);
}

#[test]
fn a_recall_comes_up_again() {
    let mut office = scene();
    office.visitor('T');
    office.visitor('K');
    office.call(1);
    office.call(2);
    office.stage.pass(20);
    assert_eq!(office.in_front(1), ["K001"]);
    office.recall(1);
    assert_eq!(office.in_front(1), ["T001"]);
}

#[test]
fn an_unreadable_queue_is_said_instead_of_zero_waiting() {
    let mut office = scene();
    office.visitor('T');
    let waiting =
        |n: u32| Words::of(Language::Indonesian).with("sentence.waiting-total", &[("count", &n)]);
    office.comes(WALL, &waiting(1));
    let queue = office.premises.data.queue_file();
    let aside = queue.with_extension("aside");
    std::fs::rename(&queue, &aside).unwrap();
    office.stage.pass(1);
    let labels = office.stage.labels(WALL).unwrap();
    let stale = Words::of(Language::Indonesian).with("display.stale", &[("time", &"08:00")]);
    assert!(labels.contains(&stale), "{stale} is not among {labels:?}");
    office.sees_not(WALL, &waiting(1));
    office.sees_not(WALL, &waiting(0));
    std::fs::rename(&aside, &queue).unwrap();
    office.stage.pass(1);
    office.comes(WALL, &waiting(1));
}

#[test]
fn a_quiet_hour_is_not_a_stale_one() {
    let mut office = scene();
    office.stage.pass(30);
    office.sees(WALL, id("display.nobody"));
}

#[test]
fn cards_that_are_ready_stand_on_the_wall() {
    let mut office = scene();
    office.visitor('K');
    let mut desk = office.desk();
    for counter in [2, 4] {
        let counter = antre::domain::CounterNumber::new(counter).unwrap();
        desk.next(counter).unwrap();
        let here = antre::desk::Subject::Counter(counter);
        if desk.start(here).is_err() {
            // A back-office file is being worked on as soon as it is taken.
        }
        desk.finish(here).unwrap();
    }
    office.stage.pass(1);
    office.sees(WALL, id("display.ready"));
}

#[test]
fn a_new_day_clears_the_wall_without_anybody_writing() {
    let mut office = scene();
    office.visitor('T');
    office.call(1);
    assert_eq!(office.in_front(1), ["T001"]);
    office.clock.advance(chrono::TimeDelta::hours(24));
    office.stage.settle();
    assert_eq!(office.in_front(1), [""]);
    office.sees(WALL, id("display.nobody"));
}

/// Everything that the display of a scene has spoken, each call with how many waited behind it. The display takes the
/// place of the silent one, and speaks each call for so many seconds.
fn listening(seconds: u64) -> (Scene, Heard) {
    let mut office = scene();
    office.stage.close_displays();
    let (heard, say) = ear(seconds);
    office.stage.open_speaking_display(Some(say)).unwrap();
    (office, heard)
}

type Heard = Rc<RefCell<Vec<String>>>;

/// Everything that a display speaks with this voice, for so many seconds each.
fn ear(seconds: u64) -> (Heard, Box<Say>) {
    let heard = Heard::default();
    let ear = Rc::clone(&heard);
    let say = move |call: &antre::domain::PublicCall, behind: usize| {
        ear.borrow_mut().push(format!("{} {} +{behind}", call.number, call.counter));
        Duration::from_secs(seconds)
    };
    (heard, Box::new(say))
}

#[test]
fn a_call_is_spoken_when_it_comes_up_and_once() {
    let (mut office, heard) = listening(4);
    office.visitor('T');
    office.visitor('K');
    office.call(1);
    office.call(2);
    assert_eq!(*heard.borrow(), ["T001 1 +0"]);
    office.stage.pass(9);
    assert_eq!(heard.borrow().len(), 1, "the picture has not changed yet");
    office.stage.pass(30);
    assert_eq!(*heard.borrow(), ["T001 1 +0", "K001 2 +0"]);
}

#[test]
fn the_next_call_waits_until_this_one_has_been_spoken() {
    let (mut office, heard) = listening(17);
    office.visitor('T');
    office.visitor('K');
    office.visitor('K');
    office.call(1);
    office.call(2);
    office.stage.pass(16);
    assert_eq!((office.in_front(1), heard.borrow().len()), (vec!["T001".to_owned()], 1));
    office.stage.pass(1);
    assert_eq!((office.in_front(1), heard.borrow().len()), (vec!["K001".to_owned()], 2));
}

#[test]
fn a_recall_of_a_call_that_waits_is_spoken_once_in_its_place() {
    let (mut office, heard) = listening(25);
    office.visitor('T');
    office.visitor('K');
    office.call(1);
    office.call(2);
    office.stage.pass(21);
    office.recall(2);
    office.stage.pass(60);
    assert_eq!(*heard.borrow(), ["T001 1 +0", "K001 2 +0"]);
}

#[test]
fn from_the_officers_key_to_the_sound_of_the_call() {
    let mut office = scene();
    office.stage.close_displays();
    let data = &office.premises.data;
    let mut voiced = Office::clone(&office.premises.office);
    voiced.voice.player = Player::Folder("calls".into());
    let note = antre::app::display::DisplaySlot::take(data).unwrap().sound_note();
    let speech = Speech::open(&Arc::new(voiced), data, note).unwrap().unwrap();
    office.stage.open_speaking_display(Some(speech.into_say())).unwrap();
    office.visitor('T');
    office.press_call(antre::lab::harness::Spot::Console(1));
    assert_eq!(office.in_front(1), ["T001"]);
    let file = data.path().join("calls/000001-T001-1.wav");
    let begin = Instant::now();
    let sound = loop {
        // The file is there before its last sample is.
        let read = std::fs::read(&file).ok().and_then(|wav| Recording::read(&wav).ok());
        if let Some(sound) = read {
            break sound;
        }
        assert!(begin.elapsed() < Duration::from_secs(60), "nothing was spoken");
        std::thread::yield_now();
    };
    let seconds = sound.samples.len() / sound.rate as usize;
    assert!((8..13).contains(&seconds), "chime and the whole sentence twice: {seconds} s");
}

#[test]
fn a_display_that_was_not_asked_to_speak_is_silent() {
    let (mut office, heard) = listening(4);
    office.stage.open_display().unwrap();
    office.visitor('T');
    office.call(1);
    assert_eq!(office.in_front(2), ["T001", "T001"]);
    assert_eq!(heard.borrow().len(), 1, "one display of the room speaks");
}
