//! Everything that was written about the tickets of some days.

use super::{
    Draft, PRINTER, Place, call, issue, look, look_on, must_conflict_on, new_ticket, now, numbers,
    paper_of, record, search, service, today, tomorrow, write, write_on, yesterday,
};
use antre::domain::{BusinessDay, Doubt, State, Voucher};
use antre::queue::{Change, ClockReading, ClockStep};
use antre::store::Store;
use chrono::TimeDelta;

pub fn histories_are_those_of_the_days_asked_for(place: &dyn Place) {
    let mut store = place.open();
    let old = issue(&mut *store, yesterday());
    let new = issue(&mut *store, today());
    let called = call(&mut *store, &old, 1);
    record(&mut *store, &called, "cancelled", State::Cancelled);
    for ticket in [&old, &new] {
        write_on(&mut *store, ticket.day, |draft| draft.print(paper_of(ticket, 0, PRINTER)));
    }
    let days = [(yesterday(), yesterday()), (yesterday(), today()), (today(), today())];
    let found = days.map(|(from, to)| {
        let tickets = search(&mut *store, |view| view.tickets_between(from, to));
        let events = search(&mut *store, |view| view.events_between(from, to));
        let jobs = search(&mut *store, |view| view.print_jobs_between(from, to));
        assert!(events.is_sorted_by_key(|(_, event)| event.seq));
        let kinds: Vec<_> =
            events.iter().map(|(ticket, event)| (*ticket == old.id, event.kind.clone())).collect();
        (
            numbers(&tickets).len(),
            kinds,
            jobs.iter().map(|job| job.ticket.unwrap()).collect::<Vec<_>>(),
        )
    });
    let kind = |old, kind: &str| (old, kind.to_owned());
    let logs = [
        kind(true, "issued"),
        kind(false, "issued"),
        kind(true, "called"),
        kind(true, "cancelled"),
    ];
    let of_old: Vec<_> = logs.iter().filter(|(old, _)| *old).cloned().collect();
    assert_eq!(found[0], (1, of_old, vec![old.id]));
    assert_eq!(found[1], (2, logs.to_vec(), vec![old.id, new.id]));
    assert_eq!(found[2], (1, vec![kind(false, "issued")], vec![new.id]));
}

pub fn the_last_clock_of_each_machine_is_kept_with_the_step(place: &dyn Place) {
    let mut store = place.open();
    let reading = |machine: &str, minutes| ClockReading {
        machine: machine.to_owned(),
        run: format!("boot {minutes}"),
        running: TimeDelta::minutes(minutes),
        now: now() + TimeDelta::minutes(minutes),
        synchronised: minutes > 1,
    };
    let kept = |store: &mut dyn Store, machine: &str| {
        let readings = look(store, |day| day.head().clocks.0);
        (search(store, |view| view.clock_reading(machine)), readings)
    };
    assert_eq!(kept(&mut *store, "kiosk"), (None, 0));
    let mut counted = 0;
    for newer in [reading("kiosk", 1), reading("console", 2), reading("kiosk", 3)] {
        write(&mut *store, |draft| draft.change(Change::ClockRead(newer.clone())));
        let (kept, count) = kept(&mut *place.open(), &newer.machine);
        assert_eq!(kept, Some(newer));
        assert!(count > counted, "whoever looks at the count sees that it is another one");
        counted = count;
    }
    let mut draft = Draft::begin(&mut *store, today());
    draft.change(Change::ClockRead(reading("kiosk", 4)));
    drop(draft);
    assert_eq!(
        kept(&mut *store, "kiosk"),
        (Some(reading("kiosk", 3)), counted),
        "no step, no reading"
    );
}

/// A step of the clock of the kiosk.
pub(super) fn clock_step(
    from: Option<BusinessDay>,
    day: BusinessDay,
    trust: Result<Voucher, Doubt>,
) -> ClockStep {
    ClockStep { at: now(), machine: "kiosk".to_owned(), from, day, trust }
}

pub fn the_doubt_of_a_ticket_is_that_of_its_issue(place: &dyn Place) {
    let mut store = place.open();
    let before = issue(&mut *store, yesterday());
    let steps = [
        clock_step(None, yesterday(), Err(Doubt::NoChip)),
        clock_step(Some(yesterday()), today(), Ok(Voucher::Person)),
    ];
    let keep = |store: &mut dyn Store, date, step: &ClockStep| {
        let (step, officer) = (step.clone(), None);
        write_on(store, date, |draft| draft.change(Change::ClockStepped { step, officer }));
    };
    keep(&mut *store, yesterday(), &steps[0]);
    let doubtful = write_on(&mut *store, yesterday(), |draft| {
        draft.doubt = Some(Doubt::NoChip);
        let serial = draft.next_serial('T');
        draft.give(new_ticket(yesterday(), serial))
    });
    keep(&mut *store, today(), &steps[1]);
    let known = issue(&mut *store, today());
    let doubts = [&before, &doubtful, &known]
        .map(|ticket| look_on(&mut *store, ticket.day, |day| day.doubt_at_issue(ticket.id)));
    assert_eq!(doubts, [None, Some(Doubt::NoChip), None]);
    let left = search(&mut *store, |view| view.left_over(today()));
    assert_eq!(left.iter().map(|one| one.doubt).collect::<Vec<_>>(), doubts[..2]);
    let last = |store: &mut dyn Store, of| search(store, |view| view.last_clock_step(of));
    assert_eq!(last(&mut *store, None).as_ref(), Some(&steps[1]));
    assert_eq!(last(&mut *store, Some(Voucher::Person)).as_ref(), Some(&steps[1]));
    assert_eq!(last(&mut *store, Some(Voucher::Order)), None);
    let opening = |store: &mut dyn Store, day| search(store, |view| view.opening_step(day));
    assert_eq!(opening(&mut *store, today()).as_ref(), Some(&steps[1]));
    assert_eq!(opening(&mut *store, tomorrow()), None);
    let since = search(&mut *store, |view| view.days_since_vouched());
    assert_eq!(since, (Some(today()), vec![today()]));
    let newest = search(&mut *store, |view| view.newest_moment()).unwrap();
    assert_eq!(newest.0, today());
    let ahead = search(&mut *store, |view| view.ahead_of(yesterday()));
    assert_eq!(numbers(ahead.iter().map(|one| &one.ticket)), ["T001"]);
}

pub fn a_day_never_repeats_a_number_that_was_carried_over_into_it(place: &dyn Place) {
    let mut store = place.open();
    let old = [(); 3].map(|()| issue(&mut *store, yesterday()));
    write(&mut *store, |draft| draft.carry_over(&old[2], today()));
    let given = |store: &mut dyn Store| look(store, |day| day.numbers_given(service('T')));
    assert_eq!(given(&mut *store), 1, "a quota counts what was given, not what was skipped");
    let next = issue(&mut *store, today());
    assert_eq!((next.number.serial(), given(&mut *store)), (4, 2));
    write(&mut *store, |draft| draft.carry_over(&old[1], today()));
    assert_eq!((issue(&mut *store, today()).number.serial(), given(&mut *store)), (5, 4));
    let first = issue(&mut *store, tomorrow());
    // The number is taken there.
    must_conflict_on(&mut *store, tomorrow(), |draft| draft.carry_over(&old[0], tomorrow()));
    let there = look_on(&mut *store, tomorrow(), |day| day.tickets().cloned().collect::<Vec<_>>());
    assert_eq!((numbers(&there), there[0].id), (vec!["T001".to_owned()], first.id));
}
