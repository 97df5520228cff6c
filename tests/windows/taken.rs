//! The question of a console whose counter is taken: tried again, or another counter.

use antre::app::console::{CounterLock, TakenQuestion};
use antre::data::DataFolder;
use antre::domain::CounterNumber;
use antre::lab::harness;
use antre::office::{Office, Outside, SAMPLES};
use i_slint_backend_testing::ElementHandle;
use slint::platform::{Key, PointerEventButton, WindowEvent};
use slint::{ComponentHandle, SharedString};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

fn office() -> Arc<Office> {
    Arc::new(Office::parse(SAMPLES[0].1, &Outside::default()).unwrap())
}

fn counter(number: i64) -> CounterNumber {
    CounterNumber::new(number).unwrap()
}

type Asked =
    (tempfile::TempDir, DataFolder, CounterLock, Rc<TakenQuestion>, Rc<RefCell<Vec<CounterLock>>>);

/// Counter 1 is taken; the question of whoever wants it too, and the counters that they have got so far.
fn asked() -> Asked {
    harness::build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let data = DataFolder::locate(Some(folder.path().to_owned()));
    let first = CounterLock::take(&data, counter(1)).unwrap().unwrap();
    let got: Rc<RefCell<Vec<CounterLock>>> = Rc::default();
    let list = Rc::clone(&got);
    let found = move |lock| list.borrow_mut().push(lock);
    let question = TakenQuestion::open(office(), data.clone(), counter(1), found).unwrap();
    question.window().show().unwrap();
    (folder, data, first, question, got)
}

fn label(question: &TakenQuestion, label: &str) -> Option<ElementHandle> {
    ElementHandle::find_by_accessible_label(question.window(), label).next()
}

#[track_caller]
fn tap(question: &TakenQuestion, text: &str) {
    label(question, text).unwrap().mock_single_click(PointerEventButton::Left);
}

fn press(question: &TakenQuestion, text: impl Into<SharedString>) {
    let text = text.into();
    question.window().window().dispatch_event(WindowEvent::KeyPressed { text });
}

#[test]
fn a_counter_that_is_taken_is_tried_again_until_it_is_free() {
    let (_folder, _data, first, question, got) = asked();
    assert!(label(&question, "Loket 1 sudah dipakai").is_some());
    tap(&question, "Coba Loket 1 lagi");
    assert!(got.borrow().is_empty(), "still taken");
    assert!(label(&question, "Loket 1 masih dipakai.").is_some());
    drop(first);
    press(&question, Key::Return);
    assert_eq!(got.borrow()[0].counter, counter(1));
}

#[test]
fn another_counter_is_chosen_by_its_key() {
    let (_folder, _data, _first, question, got) = asked();
    press(&question, "9");
    assert!(got.borrow().is_empty(), "there is no counter 9");
    press(&question, "3");
    assert_eq!(got.borrow()[0].counter, counter(3));
}

#[test]
fn counters_that_are_taken_as_well_are_shown_and_cannot_be_chosen() {
    let (_folder, data, _first, question, got) = asked();
    let second = CounterLock::take(&data, counter(2)).unwrap().unwrap();
    question.look();
    let row = label(&question, "Loket 2").unwrap();
    assert_eq!(row.accessible_enabled(), Some(false));
    row.mock_single_click(PointerEventButton::Left);
    press(&question, "2");
    assert!(got.borrow().is_empty());
    drop(second);
    question.look();
    tap(&question, "Loket 2");
    assert_eq!(got.borrow()[0].counter, counter(2));
}
