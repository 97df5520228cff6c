//! Every frame of the gallery, hung once: what it looks like and what is wrong with it, for all tests of this binary.
//!
//! Belongs here: who looks at which frame. Never here: what is right (`golden`, `guard`, `contrast`, `heard`).

use super::golden::Drawn;
use super::{contrast, guard, heard};
use antre::lab::gallery::{Hall, Room, SCREENS, Screen};
use std::sync::OnceLock;
use std::thread;

/// What was found out about one screen.
pub struct Found {
    pub screen: &'static Screen,
    pub frames: usize,
    pub drawn: Drawn,
    /// What does not fit or cannot be touched.
    pub misfits: Vec<String>,
    /// What cannot be read.
    pub pale: Vec<String>,
    /// What a screen reader does not say, or says twice.
    pub unsaid: Vec<String>,
}

/// So many are looked at at a time, by whoever asks first: the kiosk is half of the gallery.
const PARTS: usize = 4;

static LOOKED: [OnceLock<Vec<Found>>; PARTS] = [const { OnceLock::new() }; PARTS];

/// The part that the screen at this place of the gallery belongs to.
fn part_of(index: usize, room: Room) -> usize {
    match room {
        Room::Kiosk => index % 2,
        Room::Console | Room::Supervisor => 2,
        Room::Display | Room::Paper | Room::Widgets => 3,
    }
}

/// What was found out about the screens of a room.
pub fn at(room: Room) -> impl Iterator<Item = &'static Found> {
    let has = move |part: &usize| {
        let mut screens = SCREENS.iter().enumerate().filter(|(_, screen)| screen.room() == room);
        screens.any(|(index, _)| part_of(index, room) == *part)
    };
    let parts: Vec<usize> = (0..PARTS).filter(has).collect();
    // Beside each other, and each in a thread of its own: a thread can be a stage only once, and whoever asks may be one.
    thread::scope(|scope| {
        for &part in &parts {
            scope.spawn(move || LOOKED[part].get_or_init(|| look(part)));
        }
    });
    let found = parts.into_iter().filter_map(|part| LOOKED[part].get()).flatten();
    found.filter(move |found| found.screen.room() == room)
}

fn look(part: usize) -> Vec<Found> {
    let hall = Hall::without_screen().unwrap();
    let screens = SCREENS.iter().enumerate();
    let screens = screens.filter(|(index, screen)| part_of(*index, screen.room()) == part);
    screens.map(|(_, screen)| at_each_frame(&hall, screen)).collect()
}

fn at_each_frame(hall: &Hall, screen: &'static Screen) -> Found {
    let mut found = Found {
        screen,
        frames: 0,
        drawn: Drawn::default(),
        misfits: Vec::new(),
        pale: Vec::new(),
        unsaid: Vec::new(),
    };
    for frame in screen.frames() {
        let look = hall.look(&frame);
        let (picture, measures) = (look.picture().unwrap(), look.measures());
        found.frames += 1;
        found.drawn.add(&frame, &picture);
        let told = |faults: Vec<String>| {
            faults.into_iter().map(|fault| format!("{frame}: {fault}")).collect::<Vec<_>>()
        };
        found.misfits.extend(told(guard::faults(&frame, &measures)));
        if contrast::is_measured(&frame) {
            found.pale.extend(told(contrast::faults(&picture, &measures)));
        }
        if heard::is_listened_to(&frame) {
            found.unsaid.extend(told(heard::faults(&look.heard(), &measures)));
        }
    }
    assert!(found.frames > 0, "{} has no frames", screen.name);
    found
}
