//! Who works here: adding and retiring officers, their roles and PINs, and in whose name this desk works.
//!
//! Never here: what a role may do (`domain`), looking at a PIN that somebody types (`sign_in`).

use super::decide::people as decide;
use super::refusal::Refusal;
use super::{Desk, DeskError, Look};
use crate::domain::{Actor, Officer, OfficerId, Pin, PinHash, Role};
use crate::queue::{OfficerEvent, OfficerRecord};
use crate::secret;
use chrono::TimeDelta;

/// How many lines of the log of an officer's access are told.
const LOG_LINES: u32 = 20;

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
    /// [`PeopleError::Unknown`](super::PeopleError::Unknown), [`PeopleError::Retired`](super::PeopleError::Retired);
    /// faults of the queue.
    pub fn act_as(&mut self, id: &OfficerId) -> Result<Officer, DeskError> {
        let officer = decide::at_work(self.look()?.day, id)?.officer.clone();
        self.actor = Actor::Officer(officer.clone());
        Ok(officer)
    }

    /// Everybody who works or has worked here, by id.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn officers(&mut self) -> Result<Vec<OfficerRecord>, DeskError> {
        Ok(self.look()?.day.officers().cloned().collect())
    }

    /// Everything that is known of everybody who works or has worked here, by id.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn officer_files(&mut self) -> Result<Vec<OfficerFile>, DeskError> {
        let now = self.clock.now();
        let Look { view, day, .. } = self.look()?;
        let mut files = Vec::new();
        for record in day.officers() {
            let id = &record.officer.id;
            let wait = day.failed_attempts(&decide::door_of(id)).wait(now);
            let (events, record) = (view.officer_events(id, LOG_LINES)?, record.clone());
            files.push(OfficerFile { record, wait, events });
        }
        Ok(files)
    }

    /// Somebody begins to work here.
    ///
    /// # Errors
    /// [`PeopleError::Exists`](super::PeopleError::Exists), [`PeopleError::Name`](super::PeopleError::Name),
    /// [`PeopleError::Hidden`](super::PeopleError::Hidden),
    /// [`PeopleError::NotAllowed`](super::PeopleError::NotAllowed); faults of the queue.
    pub fn add_officer(&mut self, officer: Officer, pin: Option<Pin>) -> Result<(), DeskError> {
        let officer = decide::with_good_name(officer)?;
        let pin = pin.map(|pin| self.keep(pin)).transpose()?;
        self.decide(|draft| decide::add_officer(draft, officer, pin))
    }

    /// Gives an officer another PIN, and ends every wait for it. Everybody may change their own.
    ///
    /// # Errors
    /// [`PeopleError::Unknown`](super::PeopleError::Unknown), [`PeopleError::Retired`](super::PeopleError::Retired),
    /// [`PeopleError::NotAllowed`](super::PeopleError::NotAllowed); faults of the queue.
    pub fn set_pin(&mut self, id: &OfficerId, pin: Pin) -> Result<Officer, DeskError> {
        let pin = self.keep(pin)?;
        self.decide(|draft| decide::set_pin(draft, id, pin))
    }

    /// Gives an officer another role.
    ///
    /// # Errors
    /// As [`Desk::set_pin`].
    pub fn set_role(&mut self, id: &OfficerId, role: Role) -> Result<Officer, DeskError> {
        self.decide(|draft| decide::set_role(draft, id, role))
    }

    /// Somebody no longer works here: they cannot sign in, and what they did keeps their id.
    ///
    /// # Errors
    /// As [`Desk::set_pin`].
    pub fn retire_officer(&mut self, id: &OfficerId) -> Result<Officer, DeskError> {
        self.decide(|draft| decide::retire_officer(draft, id))
    }

    /// Outside any turn: it takes as long as it is meant to.
    fn keep(&self, pin: Pin) -> Result<PinHash, DeskError> {
        Ok(secret::keep(pin, self.pin_cost).map_err(Refusal::from)?)
    }
}
