//! Invitations and devices, on a clock that is set by hand.

use super::*;
use crate::clock::ManualClock;
use chrono::TimeDelta;

fn clock() -> ManualClock {
    ManualClock::at("2026-11-23T01:00:00Z".parse().unwrap())
}

fn office() -> (tempfile::TempDir, Access) {
    let folder = tempfile::tempdir().unwrap();
    let access = Access::of(&DataFolder::locate(Some(folder.path().to_owned())));
    (folder, access)
}

#[test]
fn a_code_lets_one_device_in_however_it_is_typed() {
    let (folder, access) = office();
    let code = access.invite(DeviceKind::Console, &clock()).unwrap();
    let typed = format!(" {}-{} ", code[..4].to_ascii_lowercase(), &code[4..]);
    let (device, token) = access.pair(&typed, "Loket\u{1b} 2", "192.0.2.7", &clock()).unwrap();
    assert_eq!((device.id, device.kind, device.name.as_str()), (1, DeviceKind::Console, "Loket 2"));
    assert_eq!(access.device_of(token.as_str()).unwrap(), Some(device));
    assert_eq!(access.device_of("").unwrap(), None);
    let again = access.pair(&code, "", "192.0.2.8", &clock()).unwrap_err();
    assert!(matches!(again, PairingError::Code), "once");
    let text = fs::read_to_string(folder.path().join(FILE)).unwrap();
    assert!(!text.contains(token.as_str()) && !text.contains(&code), "{text}");
}

#[test]
fn a_code_ends_by_time_by_wrong_ones_and_by_a_restart_and_no_set_clock_changes_that() {
    let (_folder, access) = office();
    let clock = clock();
    let code = access.invite(DeviceKind::Console, &clock).unwrap();
    clock.set(TimeDelta::days(400));
    let late = access.invite(DeviceKind::Console, &clock).unwrap();
    assert!(access.pair(&code, "", "", &clock).is_ok(), "the time of day is no matter");
    clock.advance(TimeDelta::minutes(INVITED_MINUTES));
    assert!(access.pair(&late, "", "", &clock).is_err());
    let guessed = access.invite(DeviceKind::Console, &clock).unwrap();
    for _ in 0..10 {
        assert!(access.pair("0000-0000", "", "", &clock).is_err());
    }
    assert!(access.pair(&guessed, "", "", &clock).is_err(), "ten wrong ones end it");
}

#[test]
fn a_device_that_is_revoked_is_known_nowhere_and_its_number_never_comes_back() {
    let (folder, access) = office();
    let pair = || {
        let code = access.invite(DeviceKind::Supervisor, &clock()).unwrap();
        access.pair(&code, "", "", &clock()).unwrap()
    };
    let (device, token) = pair();
    let counter = CounterNumber::new(3).unwrap();
    let officer = OfficerId::new("sari");
    let sitting = Sitting::new(device.id, counter, officer.as_ref(), "2026-11-23".to_owned());
    access.sit(sitting.clone()).unwrap();
    assert_eq!((sitting.counter(), sitting.officer()), (Some(counter), officer));
    // Another program of the office.
    let other = Access::of(&DataFolder::locate(Some(folder.path().to_owned())));
    assert_eq!(other.sittings().unwrap(), [sitting]);
    assert!(other.revoke(device.id).unwrap());
    assert!(!other.revoke(device.id).unwrap());
    assert_eq!(access.device_of(token.as_str()).unwrap(), None, "at once, in every program");
    assert_eq!(access.sittings().unwrap(), []);
    assert_eq!(pair().0.id, 2);
}

#[test]
fn a_file_that_cannot_be_understood_lets_nobody_in_and_is_not_written_over() {
    let (folder, access) = office();
    fs::write(folder.path().join(FILE), "{").unwrap();
    let told = access.devices().unwrap_err().to_string();
    assert!(told.contains(FILE) && told.contains("antre check"), "{told}");
    assert!(access.invite(DeviceKind::Console, &clock()).is_err());
    assert_eq!(fs::read_to_string(folder.path().join(FILE)).unwrap(), "{");
}
