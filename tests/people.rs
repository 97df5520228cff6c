//! The people who work in an office: signing in, guessing, roles, and whose step it was.

mod command_line;

use crate::support::offices::small;
use crate::support::terms::{at, counter, issue, number, service, target, visitor};
use crate::support::{TempOffice, morning, open};
use antre::clock::ManualClock;
use antre::desk::{Desk, DeskError, IssueRequest, PeopleError, Refusal};
use antre::domain::{Actor, Duty, Lane, NotAllowed, Officer, OfficerId, OverrideCode, Pin, Role};
use antre::secret::PinCost;
use chrono::TimeDelta;

fn id(text: &str) -> OfficerId {
    OfficerId::new(text).unwrap()
}

fn pin(text: &str) -> Pin {
    Pin::typed(text).unwrap()
}

fn somebody(who: &str, role: Role) -> Officer {
    Officer { id: id(who), name: format!("Bu {who}"), role }
}

/// An office where Sari is an officer, Dewi a supervisor and Tono a technician.
fn with_people() -> (TempOffice, ManualClock, Desk) {
    let (office, clock, desk) = open(&small());
    let mut desk = desk.with_pin_cost(PinCost::LEAST);
    desk.add_officer(somebody("sari", Role::Officer), Some(pin("1357"))).unwrap();
    desk.add_officer(somebody("dewi", Role::Supervisor), Some(pin("2468013"))).unwrap();
    desk.add_officer(somebody("tono", Role::Technician), Some(pin("90817"))).unwrap();
    (office, clock, desk)
}

fn sign_in(desk: &mut Desk, who: &str, digits: &str) -> Result<Officer, PeopleError> {
    desk.sign_in(&id(who), pin(digits)).map_err(people)
}

#[track_caller]
fn people(error: DeskError) -> PeopleError {
    match error {
        DeskError::Refusal(Refusal::People(error)) => error,
        other => panic!("{other}"),
    }
}

fn not_allowed<T: std::fmt::Debug>(result: Result<T, DeskError>) -> Duty {
    match people(result.unwrap_err()) {
        PeopleError::NotAllowed(NotAllowed { duty, .. }) => duty,
        other => panic!("{other}"),
    }
}

/// Seconds of the wait, and tries left before one, after a wrong PIN.
fn wrong(desk: &mut Desk, who: &str) -> (u32, u32) {
    match sign_in(desk, who, "5555") {
        Err(PeopleError::WrongPin { left, wait_seconds }) => (left, wait_seconds),
        other => panic!("{other:?}"),
    }
}

fn waits(desk: &mut Desk, who: &str, digits: &str) -> u32 {
    match sign_in(desk, who, digits) {
        Err(PeopleError::Wait { seconds }) => seconds,
        other => panic!("{other:?}"),
    }
}

#[test]
fn whoever_signs_in_is_named_by_every_step_until_they_sign_out() {
    let (_office, _clock, mut desk) = with_people();
    issue(&mut desk, 'B');
    assert_eq!(desk.actor(), &Actor::Program);
    let sari = sign_in(&mut desk, "sari", "1357").unwrap();
    assert_eq!(sari, somebody("sari", Role::Officer));
    desk.next(counter(2)).unwrap();
    desk.start(at(2)).unwrap();
    desk.reprint(number("B001"), &target("virtual://")).unwrap();
    desk.sign_out();
    sign_in(&mut desk, "dewi", "2468013").unwrap();
    desk.finish(at(2)).unwrap();
    desk.undo(counter(2)).unwrap();
    desk.sign_out();
    desk.cancel(at(2)).unwrap();
    let log = desk.ticket(number("B001")).unwrap().events;
    let told = |e: &antre::queue::Event| {
        format!("{} {}", e.kind, e.officer.as_ref().map_or("-", OfficerId::as_str))
    };
    assert_eq!(
        log.iter().map(told).collect::<Vec<_>>(),
        [
            "issued -",
            "called sari",
            "started sari",
            "reprinted sari",
            "finished dewi",
            "undone dewi",
            "cancelled -"
        ]
    );
}

#[test]
fn what_the_night_closes_is_nobodys_step() {
    let (_office, clock, mut desk) = with_people();
    let left = issue(&mut desk, 'B');
    clock.advance(TimeDelta::days(1));
    sign_in(&mut desk, "sari", "1357").unwrap();
    desk.pause(counter(1)).unwrap();
    let histories = desk.histories(left.day, left.day).unwrap();
    let lapsed = histories[0].events.last().unwrap();
    assert_eq!((&*lapsed.kind, &lapsed.officer), ("lapsed", &None));
}

#[test]
fn a_wrong_pin_signs_nobody_in_and_the_fifth_brings_a_wait() {
    let (office, clock, mut desk) = with_people();
    let told: Vec<_> = (0..5).map(|_| wrong(&mut desk, "sari")).collect();
    assert_eq!(told, [(4, 0), (3, 0), (2, 0), (1, 0), (0, 30)]);
    assert_eq!(desk.actor(), &Actor::Program);
    assert_eq!(waits(&mut desk, "sari", "1357"), 30, "the right one waits too");
    sign_in(&mut desk, "dewi", "2468013").unwrap();

    // Another program, another day in the life of the machine: the count is in the queue.
    let mut later = office.desk(&clock);
    clock.advance(TimeDelta::milliseconds(29_500));
    assert_eq!(waits(&mut later, "sari", "1357"), 1, "never \"0 seconds\"");
    clock.advance(TimeDelta::milliseconds(500));
    assert_eq!(wrong(&mut later, "sari"), (0, 60));
    clock.advance(TimeDelta::seconds(60));
    sign_in(&mut later, "sari", "1357").unwrap();
    assert_eq!(wrong(&mut desk, "sari"), (4, 0), "the right one has forgiven the wrong ones");

    let files = desk.officer_files().unwrap();
    let sari = files.iter().find(|file| file.record.officer.id == id("sari")).unwrap();
    let kinds: Vec<_> = sari.events.iter().map(|event| &*event.kind).collect();
    assert_eq!(kinds, ["guessed-at", "guessed-at", "added"]);
}

#[test]
fn a_clock_that_is_set_back_neither_shortens_a_wait_nor_makes_it_endless() {
    let (_office, clock, mut desk) = with_people();
    assert_eq!([(); 5].map(|()| wrong(&mut desk, "sari").1), [0, 0, 0, 0, 30]);
    clock.advance(TimeDelta::days(-400));
    assert_eq!(waits(&mut desk, "sari", "1357"), 30);
    clock.advance(TimeDelta::seconds(29));
    assert_eq!(waits(&mut desk, "sari", "1357"), 1);
    clock.advance(TimeDelta::seconds(1));
    sign_in(&mut desk, "sari", "1357").unwrap();
}

#[test]
fn a_new_pin_ends_the_wait_and_the_old_one_is_none() {
    let (_office, _clock, mut desk) = with_people();
    assert_eq!([(); 5].map(|()| wrong(&mut desk, "sari").1), [0, 0, 0, 0, 30]);
    desk.set_pin(&id("sari"), pin("7531")).unwrap();
    assert!(matches!(
        sign_in(&mut desk, "sari", "1357"),
        Err(PeopleError::WrongPin { left: 4, .. })
    ));
    sign_in(&mut desk, "sari", "7531").unwrap();
}

#[test]
fn whoever_cannot_sign_in_is_told_why() {
    let (_office, _clock, mut desk) = with_people();
    desk.add_officer(somebody("baru", Role::Officer), None).unwrap();
    desk.retire_officer(&id("tono")).unwrap();
    let told = |desk: &mut Desk, who| sign_in(desk, who, "1357").unwrap_err().to_string();
    assert_eq!(
        told(&mut desk, "baru"),
        "\"baru\" has no PIN yet; `antre officer pin baru` gives one"
    );
    assert_eq!(
        told(&mut desk, "tono"),
        "\"tono\" no longer works here; their id stays with what they did"
    );
    assert_eq!(
        told(&mut desk, "ali"),
        "this office has no officer \"ali\"; its officers are baru, dewi, sari"
    );
    assert_eq!(
        told(&mut desk, "dewi"),
        "this is not the PIN; 4 more wrong ones and there is a wait"
    );
}

#[test]
fn an_id_belongs_to_one_person_for_ever() {
    let (_office, _clock, mut desk) = with_people();
    let again = |desk: &mut Desk| desk.add_officer(somebody("tono", Role::Officer), None);
    assert!(matches!(people(again(&mut desk).unwrap_err()), PeopleError::Exists(_)));
    desk.retire_officer(&id("tono")).unwrap();
    assert!(matches!(people(again(&mut desk).unwrap_err()), PeopleError::Exists(_)));
    let mut named = |name: &str| {
        let named = Officer { name: name.to_owned(), ..somebody("baru", Role::Officer) };
        people(desk.add_officer(named, None).unwrap_err())
    };
    for name in ["", "   ", &"x".repeat(41)] {
        assert!(matches!(named(name), PeopleError::Name(_)), "{name:?}");
    }
    for (name, hidden) in [("a\nb", '\n'), ("a\u{9b}b", '\u{9b}'), ("a\u{202e}b", '\u{202e}')] {
        assert!(matches!(named(name), PeopleError::Hidden(found) if found == hidden), "{name:?}");
    }
    for refused in
        [desk.set_pin(&id("tono"), pin("7531")), desk.set_role(&id("tono"), Role::Officer)]
    {
        assert!(matches!(people(refused.unwrap_err()), PeopleError::Retired(_)));
    }
}

#[test]
fn a_technician_serves_nobody() {
    let (_office, _clock, mut desk) = with_people();
    issue(&mut desk, 'A');
    sign_in(&mut desk, "tono", "90817").unwrap();
    assert_eq!(not_allowed(desk.next(counter(1))), Duty::Serve);
    assert_eq!(not_allowed(desk.finish(at(1))), Duty::Serve);
    assert_eq!(not_allowed(desk.return_file(at(1), &[1], None)), Duty::Serve);
    assert_eq!(not_allowed(desk.back(number("A001"))), Duty::Serve);
    assert_eq!(not_allowed(desk.present(number("A001"))), Duty::Serve);
    assert_eq!(not_allowed(desk.transfer(at(1), Default::default())), Duty::Serve);
    assert_eq!(not_allowed(desk.undo(counter(1))), Duty::Serve);
    assert_eq!(not_allowed(desk.pause(counter(1))), Duty::Serve);
    // But papers and printers are theirs.
    desk.reprint(number("A001"), &target("virtual://")).unwrap();
    assert!(!desk.confirm_power_cycle("virtual://").unwrap());
}

#[test]
fn an_exception_from_the_rules_is_the_supervisors() {
    let source = small().replace(
        "[[printer]]",
        "[[override]]\ncode = \"janji\"\nname = \"Janji\"\n[hours]\nconfirmed = true\n[[printer]]",
    );
    let (_office, _clock, desk) = open(&source);
    let mut desk = desk.with_pin_cost(PinCost::LEAST);
    desk.add_officer(somebody("sari", Role::Officer), None).unwrap();
    desk.add_officer(somebody("dewi", Role::Supervisor), None).unwrap();
    let exception =
        IssueRequest { override_code: OverrideCode::new("janji"), ..visitor('B', Lane::Regular) };
    desk.act_as(&id("sari")).unwrap();
    assert_eq!(not_allowed(desk.issue(&exception)), Duty::Override);
    desk.act_as(&id("dewi")).unwrap();
    assert_eq!(desk.issue(&exception).unwrap().ticket.number.service(), service('B'));
    let issued = &desk.ticket(number("B001")).unwrap().events[0];
    assert_eq!(
        (issued.detail.as_deref(), issued.officer.as_ref()),
        (Some("janji"), Some(&id("dewi")))
    );
}

#[test]
fn people_are_managed_by_supervisor_and_technician_and_everybody_changes_their_own_pin() {
    let (_office, _clock, mut desk) = with_people();
    desk.act_as(&id("sari")).unwrap();
    assert_eq!(not_allowed(desk.set_role(&id("sari"), Role::Supervisor)), Duty::People);
    assert_eq!(not_allowed(desk.add_officer(somebody("x", Role::Officer), None)), Duty::People);
    assert_eq!(not_allowed(desk.retire_officer(&id("dewi"))), Duty::People);
    assert_eq!(not_allowed(desk.set_pin(&id("dewi"), pin("7531"))), Duty::People);
    desk.set_pin(&id("sari"), pin("7531")).unwrap();
    for manager in ["dewi", "tono"] {
        desk.act_as(&id(manager)).unwrap();
        desk.set_role(&id("sari"), Role::Officer).unwrap();
    }
    let sari = desk.officer_files().unwrap().remove(1);
    let log: Vec<_> =
        sari.events.iter().map(|e| (&*e.kind, e.by.as_ref().map(OfficerId::as_str))).collect();
    assert_eq!(
        log,
        [
            ("role-set", Some("tono")),
            ("role-set", Some("dewi")),
            ("pin-set", Some("sari")),
            ("added", None)
        ]
    );
}

#[test]
fn whoever_is_retired_or_gets_another_role_at_work_feels_it_at_the_next_step() {
    let (office, clock, mut desk) = with_people();
    issue(&mut desk, 'B');
    sign_in(&mut desk, "sari", "1357").unwrap();
    let mut elsewhere = office.desk(&clock);
    elsewhere.set_role(&id("sari"), Role::Technician).unwrap();
    assert_eq!(not_allowed(desk.next(counter(2))), Duty::Serve);
    elsewhere.retire_officer(&id("sari")).unwrap();
    assert!(matches!(people(desk.next(counter(2)).unwrap_err()), PeopleError::Retired(_)));
    assert_eq!(elsewhere.ticket(number("B001")).unwrap().events.len(), 1, "nothing has changed");
}

#[test]
fn a_kiosk_is_left_with_the_pin_of_whoever_works_here() {
    let (office, clock, mut desk) = with_people();
    let kiosk = |digits: &str| office.desk(&clock).leave_kiosk(pin(digits));
    assert_eq!(kiosk("90817").unwrap(), Some(somebody("tono", Role::Technician)));
    desk.set_pin(&id("sari"), pin("90817")).unwrap();
    assert_eq!(kiosk("90817").unwrap(), None, "one of two, and nobody knows which");
    // A visitor plays with it: no console minds.
    for _ in 0..4 {
        assert!(matches!(
            people(kiosk("5555").unwrap_err()),
            PeopleError::WrongPin { wait_seconds: 0, .. }
        ));
    }
    assert!(matches!(
        people(kiosk("5555").unwrap_err()),
        PeopleError::WrongPin { wait_seconds: 30, .. }
    ));
    assert!(matches!(people(kiosk("2468013").unwrap_err()), PeopleError::Wait { seconds: 30 }));
    sign_in(&mut desk, "dewi", "2468013").unwrap();
    clock.advance(TimeDelta::seconds(30));
    assert_eq!(kiosk("2468013").unwrap().unwrap().id, id("dewi"));
    let dewi = desk.officer_files().unwrap().remove(0);
    assert_eq!((&*dewi.events[0].kind, &dewi.events[0].officer), ("left-kiosk", &id("dewi")));
    let (_office, _clock, mut alone) = open(&small());
    assert!(!alone.has_pins().unwrap());
    assert!(matches!(people(alone.leave_kiosk(pin("5555")).unwrap_err()), PeopleError::NoPins));
    assert!(desk.has_pins().unwrap());
}

#[test]
fn two_who_guess_at_once_have_used_two_tries() {
    let (office, _clock, mut desk) = with_people();
    let threads: Vec<_> = (0..6)
        .map(|_| {
            let mut desk = office.desk(&ManualClock::at(morning()));
            std::thread::spawn(move || sign_in(&mut desk, "sari", "5555").is_err())
        })
        .collect();
    assert!(threads.into_iter().all(|thread| thread.join().unwrap()));
    assert_eq!(
        waits(&mut desk, "sari", "1357"),
        30,
        "five guesses, and the sixth was not looked at"
    );
}

#[test]
fn whoever_goes_to_a_visitor_who_asked_is_named() {
    let (office, _clock, mut desk) = with_people();
    let asked = desk.ask_staff(None).unwrap();
    sign_in(&mut desk, "sari", "1357").unwrap();
    assert!(desk.answer_staff(asked.id).unwrap());
    // No program asks for this yet; the file knows it.
    let file = rusqlite::Connection::open(office.queue()).unwrap();
    let who: Option<String> =
        file.query_row("SELECT officer FROM help_request", [], |row| row.get(0)).unwrap();
    assert_eq!(who.as_deref(), Some("sari"));
}
