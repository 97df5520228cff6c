//! Who works here: adding and retiring officers, their roles and PINs, and the count of wrong ones.

use super::Draft;
use crate::desk::refusal::{NAME_MAX, PeopleError, Refusal, list};
use crate::domain::{Actor, Duty, FailedAttempts, Officer, OfficerId, PinHash, Role, Timestamp};
use crate::printable;
use crate::queue::{Change, Day, OfficerEvent, OfficerRecord};
use chrono::TimeDelta;
use std::collections::BTreeSet;

/// Where the PIN of an officer is tried.
pub(in crate::desk) fn door_of(id: &OfficerId) -> String {
    format!("officer/{id}")
}

/// The officer with this id, if they work here.
pub(in crate::desk) fn at_work<'d>(
    day: &'d Day,
    id: &OfficerId,
) -> Result<&'d OfficerRecord, PeopleError> {
    match day.officer(id) {
        Some(record) if record.retired_at.is_none() => Ok(record),
        Some(_) => Err(PeopleError::Retired(id.clone())),
        None => {
            let here = day.officers().filter(|one| one.retired_at.is_none());
            let ids: BTreeSet<_> = here.map(|one| one.officer.id.to_string()).collect();
            let known = match ids.is_empty() {
                true => "it has none yet, `antre officer add` adds one".to_owned(),
                false => format!("its officers are {}", list(ids.into_iter())),
            };
            Err(PeopleError::Unknown { asked: id.clone(), known })
        }
    }
}

/// Whoever works, with the role that they have at this moment.
pub(in crate::desk) fn signed(day: &Day, actor: &Actor) -> Result<Actor, PeopleError> {
    match actor.id() {
        Some(id) => Ok(Actor::Officer(at_work(day, id)?.officer.clone())),
        None => Ok(Actor::Program),
    }
}

/// The officer with a name that can stand in the head of a console.
pub(in crate::desk) fn with_good_name(officer: Officer) -> Result<Officer, PeopleError> {
    let name = officer.name.trim().to_owned();
    let length = name.chars().count();
    if !(1..=NAME_MAX).contains(&length) {
        return Err(PeopleError::Name(length));
    }
    if let Some(hidden) = name.chars().find(|c| printable::is_active(*c)) {
        return Err(PeopleError::Hidden(hidden));
    }
    Ok(Officer { name, ..officer })
}

/// Somebody begins to work here.
pub(in crate::desk) fn add_officer(
    draft: &mut Draft<'_>,
    officer: Officer,
    pin: Option<PinHash>,
) -> Result<(), Refusal> {
    draft.may(Duty::People)?;
    if draft.day.officer(&officer.id).is_some() {
        return Err(PeopleError::Exists(officer.id).into());
    }
    let record = OfficerRecord { officer, pin, added_at: draft.now, retired_at: None };
    draft.write_officer(record, "added");
    Ok(())
}

/// Gives an officer another PIN, and ends every wait for it. Everybody may change their own.
pub(in crate::desk) fn set_pin(
    draft: &mut Draft<'_>,
    id: &OfficerId,
    pin: PinHash,
) -> Result<Officer, Refusal> {
    if draft.actor.id() != Some(id) {
        draft.may(Duty::People)?;
    }
    let record = OfficerRecord { pin: Some(pin), ..at_work(draft.day, id)?.clone() };
    let officer = draft.write_officer(record, "pin-set");
    draft.change(Change::FailedAttempts {
        door: door_of(id),
        failed_attempts: FailedAttempts::default(),
    });
    Ok(officer)
}

/// Gives an officer another role.
pub(in crate::desk) fn set_role(
    draft: &mut Draft<'_>,
    id: &OfficerId,
    role: Role,
) -> Result<Officer, Refusal> {
    draft.may(Duty::People)?;
    let mut record = at_work(draft.day, id)?.clone();
    record.officer.role = role;
    Ok(draft.write_officer(record, "role-set"))
}

/// Somebody no longer works here.
pub(in crate::desk) fn retire_officer(
    draft: &mut Draft<'_>,
    id: &OfficerId,
) -> Result<Officer, Refusal> {
    draft.may(Duty::People)?;
    let record = at_work(draft.day, id)?.clone();
    let record = OfficerRecord { pin: None, retired_at: Some(draft.now), ..record };
    Ok(draft.write_officer(record, "retired"))
}

/// Counts a try at a door. Where it is too early for one, it is not counted, and told how long to wait.
pub(in crate::desk) fn count_attempt(
    draft: &mut Draft<'_>,
    door: &str,
) -> Result<FailedAttempts, TimeDelta> {
    let before = draft.day.failed_attempts(door);
    if let Some(wait) = before.wait(draft.now) {
        let by_this_clock = before.by_this_clock(draft.now);
        if by_this_clock != before {
            draft.change(Change::FailedAttempts {
                door: door.to_owned(),
                failed_attempts: by_this_clock,
            });
        }
        return Err(wait);
    }
    let failed_attempts = before.one_more(draft.now);
    draft.change(Change::FailedAttempts { door: door.to_owned(), failed_attempts });
    Ok(failed_attempts)
}

/// The tries at a door are forgiven: the PIN was right.
pub(in crate::desk) fn forgive(draft: &mut Draft<'_>, door: &str) {
    draft.change(Change::FailedAttempts {
        door: door.to_owned(),
        failed_attempts: FailedAttempts::default(),
    });
}

impl Draft<'_> {
    fn write_officer(&mut self, record: OfficerRecord, kind: &str) -> Officer {
        let officer = record.officer.clone();
        self.change(Change::Officer(record));
        self.note_officer(&officer.id, kind);
        officer
    }

    /// A line in the log of an officer's access.
    pub(in crate::desk) fn note_officer(&mut self, id: &OfficerId, kind: &str) {
        let (officer, by) = (id.clone(), self.actor.id().cloned());
        let (at, kind): (Timestamp, String) = (self.now, kind.to_owned());
        self.change(Change::OfficerNoted(OfficerEvent { officer, at, kind, by }));
    }
}
