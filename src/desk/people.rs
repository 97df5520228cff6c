//! Who works here: adding and retiring officers, their roles and PINs, and in whose name this desk works.
//!
//! Never here: what a role may do (`domain`), looking at a PIN that somebody types (`sign_in`).

use super::{Desk, DeskError, Work, list};
use crate::domain::{Actor, Duty, NotAllowed, Officer, OfficerId, Pin, PinHash, Role};
use crate::printable;
use crate::secret::{self, SecretError};
use crate::store::{OfficerEvent, OfficerRecord, PeopleView};
use chrono::TimeDelta;
use std::collections::BTreeSet;
use thiserror::Error;

/// The longest name of an officer, in characters: it stands in the head of a console.
const NAME_MAX: usize = 40;

/// How many lines of the log of an officer's access are told.
const LOG_LINES: u32 = 20;

/// Why nobody was signed in, or nothing changed about an officer.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PeopleError {
    /// Somebody's role does not allow it.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// The office has no such officer.
    #[error("this office has no officer \"{asked}\"; {known}")]
    Unknown {
        /// What was asked for.
        asked: OfficerId,
        /// What there is.
        known: String,
    },
    /// There is one with this id.
    #[error("there is an officer \"{0}\" already; choose another id")]
    Exists(OfficerId),
    /// They no longer work here.
    #[error("\"{0}\" no longer works here; their id stays with what they did")]
    Retired(OfficerId),
    /// A name that cannot be one.
    #[error("an officer's name has 1 to {NAME_MAX} characters; this one has {0}")]
    Name(usize),
    /// A name that would move a terminal's cursor or turn its letters.
    #[error("the name has the invisible character U+{:04X}; type the name again without it", u32::from(*.0))]
    Hidden(char),
    /// They cannot sign in.
    #[error("\"{0}\" has no PIN yet; `antre officer pin {0}` gives one")]
    NoPin(OfficerId),
    /// Nobody can sign in.
    #[error("no officer of this office has a PIN yet; `antre officer add` makes one")]
    NoPins,
    /// Not the right digits.
    #[error("this is not the PIN; {}", and_now(*.left, *.wait_seconds))]
    WrongPin {
        /// How many more before a wait.
        left: u32,
        /// How long nobody may try now.
        wait_seconds: u32,
    },
    /// Too many wrong ones.
    #[error("too many wrong PINs; wait {seconds} seconds, or ask for a new PIN")]
    Wait {
        /// How long.
        seconds: u32,
    },
    /// A console where nobody is signed in.
    #[error("nobody is signed in here; sign in first")]
    SignInFirst,
    /// A PIN that cannot be kept or read.
    #[error(transparent)]
    Secret(#[from] SecretError),
}

fn and_now(left: u32, wait_seconds: u32) -> String {
    match (left, wait_seconds) {
        (_, 1..) => format!("wait {wait_seconds} seconds, or ask for a new PIN"),
        (1, _) => "one more wrong one and there is a wait".to_owned(),
        (left, _) => format!("{left} more wrong ones and there is a wait"),
    }
}

impl From<NotAllowed> for DeskError {
    fn from(refused: NotAllowed) -> Self {
        Self::People(refused.into())
    }
}

impl From<SecretError> for DeskError {
    fn from(error: SecretError) -> Self {
        Self::People(error.into())
    }
}

/// Everything that is known of an officer.
#[derive(Debug, Clone)]
pub struct OfficerFile {
    /// As the queue knows them.
    pub record: OfficerRecord,
    /// How long nobody may try their PIN; `None`: they may.
    pub wait: Option<TimeDelta>,
    /// What befell their access, newest first.
    pub events: Vec<OfficerEvent>,
}

impl Desk {
    /// In whose name this desk works.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Works in the name of this officer from here on. For whoever is trusted by the operating system: no PIN is asked.
    ///
    /// # Errors
    /// [`PeopleError::Unknown`], [`PeopleError::Retired`]; faults of the queue.
    pub fn act_as(&mut self, id: &OfficerId) -> Result<Officer, DeskError> {
        let officer = at_work(&*self.store.snapshot()?, id)?.officer;
        self.actor = Actor::Officer(officer.clone());
        Ok(officer)
    }

    /// Everybody who works or has worked here, by id.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn officers(&mut self) -> Result<Vec<OfficerRecord>, DeskError> {
        Ok(self.store.snapshot()?.officers()?)
    }

    /// Everything that is known of everybody who works or has worked here, by id.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn officer_files(&mut self) -> Result<Vec<OfficerFile>, DeskError> {
        let now = self.clock.now();
        let view = self.store.snapshot()?;
        let mut files = Vec::new();
        for record in view.officers()? {
            let id = &record.officer.id;
            let wait = view.guesses(&super::sign_in::door_of(id))?.wait(now);
            files.push(OfficerFile { wait, events: view.officer_events(id, LOG_LINES)?, record });
        }
        Ok(files)
    }

    /// Somebody begins to work here.
    ///
    /// # Errors
    /// [`PeopleError::Exists`], [`PeopleError::Name`], [`PeopleError::Hidden`], [`PeopleError::NotAllowed`]; faults of the queue.
    pub fn add_officer(&mut self, officer: Officer, pin: Option<Pin>) -> Result<(), DeskError> {
        let name = officer.name.trim().to_owned();
        let length = name.chars().count();
        if !(1..=NAME_MAX).contains(&length) {
            return Err(PeopleError::Name(length).into());
        }
        if let Some(hidden) = name.chars().find(|c| printable::is_active(*c)) {
            return Err(PeopleError::Hidden(hidden).into());
        }
        let pin = pin.map(|pin| self.keep(pin)).transpose()?;
        let mut work = self.work()?;
        work.may(Duty::People)?;
        if work.tx.officer(&officer.id)?.is_some() {
            return Err(PeopleError::Exists(officer.id).into());
        }
        let officer = Officer { name, ..officer };
        let record = OfficerRecord { officer, pin, added_at: work.now, retired_at: None };
        work.write_officer(&record, "added")?;
        Ok(work.commit()?)
    }

    /// Gives an officer another PIN, and ends every wait for it. Everybody may change their own.
    ///
    /// # Errors
    /// [`PeopleError::Unknown`], [`PeopleError::Retired`], [`PeopleError::NotAllowed`]; faults of the queue.
    pub fn set_pin(&mut self, id: &OfficerId, pin: Pin) -> Result<Officer, DeskError> {
        let pin = self.keep(pin)?;
        let mut work = self.work()?;
        if work.actor.id() != Some(id) {
            work.may(Duty::People)?;
        }
        let record = OfficerRecord { pin: Some(pin), ..at_work(&*work.tx, id)? };
        work.write_officer(&record, "pin-set")?;
        work.tx.set_guesses(&super::sign_in::door_of(id), crate::domain::Guesses::default())?;
        work.commit()?;
        Ok(record.officer)
    }

    /// Gives an officer another role.
    ///
    /// # Errors
    /// As [`Desk::set_pin`].
    pub fn set_role(&mut self, id: &OfficerId, role: Role) -> Result<Officer, DeskError> {
        let mut work = self.work()?;
        work.may(Duty::People)?;
        let mut record = at_work(&*work.tx, id)?;
        record.officer.role = role;
        work.write_officer(&record, "role-set")?;
        work.commit()?;
        Ok(record.officer)
    }

    /// Somebody no longer works here: they cannot sign in, and what they did keeps their id.
    ///
    /// # Errors
    /// As [`Desk::set_pin`].
    pub fn retire_officer(&mut self, id: &OfficerId) -> Result<Officer, DeskError> {
        let mut work = self.work()?;
        work.may(Duty::People)?;
        let record = at_work(&*work.tx, id)?;
        let record = OfficerRecord { pin: None, retired_at: Some(work.now), ..record };
        work.write_officer(&record, "retired")?;
        work.commit()?;
        Ok(record.officer)
    }

    /// Outside any transaction: it takes as long as it is meant to.
    fn keep(&self, pin: Pin) -> Result<PinHash, DeskError> {
        Ok(secret::keep(pin, self.pin_cost)?)
    }
}

impl Work<'_> {
    /// Whether whoever takes this step may.
    pub(super) fn may(&self, duty: Duty) -> Result<(), NotAllowed> {
        self.actor.may(duty)
    }

    /// Names the officer in everything that follows, with the role that they have at this moment.
    pub(super) fn sign(&mut self, actor: &Actor) -> Result<(), DeskError> {
        if let Some(id) = actor.id() {
            self.actor = Actor::Officer(at_work(&*self.tx, id)?.officer);
            self.tx.sign(Some(id));
        }
        Ok(())
    }

    fn write_officer(&mut self, record: &OfficerRecord, kind: &str) -> Result<(), DeskError> {
        self.tx.set_officer(record)?;
        self.note_officer(&record.officer.id, kind)
    }

    pub(super) fn note_officer(&mut self, id: &OfficerId, kind: &str) -> Result<(), DeskError> {
        let (officer, by) = (id.clone(), self.actor.id().cloned());
        Ok(self.tx.note_officer(&OfficerEvent {
            officer,
            at: self.now,
            kind: kind.to_owned(),
            by,
        })?)
    }
}

/// The officer with this id, if they work here.
pub(super) fn at_work(
    view: &(impl PeopleView + ?Sized),
    id: &OfficerId,
) -> Result<OfficerRecord, DeskError> {
    match view.officer(id)? {
        Some(record) if record.retired_at.is_none() => Ok(record),
        Some(_) => Err(PeopleError::Retired(id.clone()).into()),
        None => {
            let officers = view.officers()?;
            let here = officers.iter().filter(|one| one.retired_at.is_none());
            let ids: BTreeSet<_> = here.map(|one| one.officer.id.to_string()).collect();
            let known = match ids.is_empty() {
                true => "it has none yet, `antre officer add` adds one".to_owned(),
                false => format!("its officers are {}", list(ids.into_iter())),
            };
            Err(PeopleError::Unknown { asked: id.clone(), known }.into())
        }
    }
}
