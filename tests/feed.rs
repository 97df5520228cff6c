//! Whoever waits for news of the queue has them at once, or soon.

use crate::support::offices::small;
use crate::support::terms::issue;
use crate::support::{TempOffice, morning, open, parse};
use antre::clock::ManualClock;
use antre::data::DataFolder;
use antre::desk::Desk;
use antre::feed::{Feed, ring};
use antre::store::sqlite::SqliteStore;
use std::fs;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::UnixDatagram;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

/// Longer than any machine needs, and never waited for where all is well.
const PATIENCE: Duration = Duration::from_secs(20);

fn listen(feed: &Feed) -> Receiver<()> {
    let (tell, told) = mpsc::channel();
    feed.listen(move || tell.send(()).is_ok());
    told
}

fn bells(data: &DataFolder) -> Vec<PathBuf> {
    let entries = fs::read_dir(data.locks_folder()).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.filter(|path| path.metadata().unwrap().file_type().is_socket()).collect()
}

/// Lets what was told so far pass: a feed looks once when it begins.
fn settle(told: &Receiver<()>) {
    while told.recv_timeout(Duration::from_millis(300)).is_ok() {}
}

#[test]
fn a_bell_is_heard_by_every_feed_and_a_dead_one_is_taken_down() {
    let (office, clock, _) = open(&small());
    let data = office.data();
    let feeds = [Feed::start(&data).unwrap(), Feed::start(&data).unwrap()];
    let told = feeds.each_ref().map(listen);
    told.iter().for_each(settle);
    // Of a process that was killed.
    let dead = data.lock_file("bell-0-0");
    drop(UnixDatagram::bind(&dead).unwrap());
    let store = SqliteStore::open(&office.queue()).unwrap();
    let folder = data.clone();
    let desk = Desk::new(Box::new(store), Arc::new(parse(&small())), Arc::new(clock));
    let mut desk = desk.ringing(move || ring(&folder));
    issue(&mut desk, 'A');
    for told in &told {
        told.recv_timeout(PATIENCE).unwrap();
    }
    assert!(!dead.exists());
}

#[test]
fn a_change_is_told_though_every_bell_is_lost() {
    let (office, _, mut desk) = open(&small());
    let feed = Feed::start(&office.data()).unwrap();
    let told = listen(&feed);
    settle(&told);
    for bell in bells(&office.data()) {
        fs::remove_file(bell).unwrap();
    }
    issue(&mut desk, 'A');
    told.recv_timeout(PATIENCE).unwrap();
}

#[test]
fn a_data_folder_may_lie_deeper_than_a_socket_can_name() {
    let top = tempfile::tempdir().unwrap();
    let deep = top.path().join("kantor".repeat(12)).join("antrean".repeat(12));
    fs::create_dir_all(&deep).unwrap();
    let data = DataFolder::locate(Some(deep));
    drop(SqliteStore::create(&data.queue_file()).unwrap());
    let feed = Feed::start(&data).unwrap();
    let told = listen(&feed);
    settle(&told);
    assert_eq!(bells(&data).len(), 1);
    ring(&data);
    told.recv_timeout(PATIENCE).unwrap();
}

#[test]
fn a_bell_may_be_rung_by_whoever_may_write_to_the_folder() {
    let office = TempOffice::new(&small());
    fs::set_permissions(office.path(), fs::Permissions::from_mode(0o2770)).unwrap();
    let feed = Feed::start(&office.data()).unwrap();
    settle(&listen(&feed));
    let mode = |path: &PathBuf| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(bells(&office.data()).iter().map(mode).collect::<Vec<_>>(), [0o660]);
    drop(feed);
}

#[test]
fn what_is_shown_nowhere_is_no_new_moment() {
    let (office, _, mut desk) = open(&small());
    let mut window = office.desk(&ManualClock::at(morning()));
    // The first steps of the day: what is known of its clock.
    (0..2).for_each(|_| desk.close_earlier_days().unwrap());
    let before = window.change_token().unwrap();
    let pin = antre::domain::Pin::typed("1357").unwrap();
    let officer = antre::domain::Officer {
        id: antre::domain::OfficerId::new("sari").unwrap(),
        name: "Sari".to_owned(),
        role: antre::domain::Role::Officer,
    };
    desk.add_officer(officer.clone(), Some(pin)).unwrap();
    let wrong = antre::domain::Pin::typed("2468").unwrap();
    desk.sign_in(&officer.id, wrong).unwrap_err();
    assert_eq!(window.change_token().unwrap(), before, "a guess at a PIN is shown nowhere");
    issue(&mut desk, 'A');
    assert_ne!(window.change_token().unwrap(), before);
}
