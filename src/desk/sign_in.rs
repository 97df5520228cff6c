//! Somebody types a PIN: at a console, or to leave a kiosk.
//!
//! Each try is counted before it is looked at, in a turn of its own; then the PIN is looked at, which takes a
//! while on purpose, while nobody waits for the queue; then the count is taken back if it was right. Whoever pulls a
//! plug in between has lost a try, and two who type at once have used two.

use super::decide::people::{at_work, count_attempt, door_of, forgive};
use super::refusal::{PeopleError, Refusal};
use super::{Desk, DeskError};
use crate::domain::{Actor, FailedAttempts, Officer, OfficerId, Pin};
use crate::secret;
use chrono::TimeDelta;

/// The one place where a PIN alone is enough.
const KIOSK: &str = "kiosk";

/// In whole seconds, and never none where there is a wait.
fn seconds(wait: TimeDelta) -> u32 {
    u32::try_from((wait.num_milliseconds() + 999) / 1000).unwrap_or(0)
}

impl Desk {
    /// An officer signs in: every step of this desk names them from here on.
    ///
    /// Takes a noticeable moment, on purpose; never call it on the thread of a window.
    ///
    /// # Errors
    /// [`PeopleError::WrongPin`], [`PeopleError::Wait`] after too many of them, [`PeopleError::NoPin`],
    /// [`PeopleError::Unknown`], [`PeopleError::Retired`]; faults of the queue.
    pub fn sign_in(&mut self, id: &OfficerId, pin: Pin) -> Result<Officer, DeskError> {
        let kept = at_work(self.look()?.day, id)?.pin.clone();
        let kept = kept.ok_or_else(|| PeopleError::NoPin(id.clone()))?;
        let door = match &self.place {
            Some(place) => format!("{}/{place}", door_of(id)),
            None => door_of(id),
        };
        let failed_attempts = self.count_attempt(&door)?;
        if !secret::fits(pin, &kept).map_err(Refusal::from)? {
            return Err(self.wrong(failed_attempts, Some(id))?);
        }
        let officer = self.decide_unsigned(|draft| {
            let now = at_work(draft.day, id)?;
            if now.pin.as_ref() != Some(&kept) {
                // It was changed while this one was looked at.
                let (left, wait_seconds) = (failed_attempts.left(), 0);
                return Err(PeopleError::WrongPin { left, wait_seconds }.into());
            }
            forgive(draft, &door);
            Ok(now.officer.clone())
        })?;
        self.actor = Actor::Officer(officer.clone());
        Ok(officer)
    }

    /// Whoever is signed in leaves; from here on this desk works in nobody's name.
    pub fn sign_out(&mut self) {
        self.actor = Actor::Program;
    }

    /// Whether anybody could sign in.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn has_pins(&mut self) -> Result<bool, DeskError> {
        Ok(self.look()?.day.officers().any(|record| record.pin.is_some()))
    }

    /// Somebody wants to leave the screen of a kiosk and types a PIN without saying who they are. Whoever works here may;
    /// the answer is `None` where several have this PIN, for then nobody knows which of them it was. Wrong ones are
    /// counted for all kiosks together, and never against an officer: a visitor who plays with the screen locks no
    /// console.
    ///
    /// Takes a moment for each officer; never call it on the thread of a window.
    ///
    /// # Errors
    /// [`PeopleError::WrongPin`], [`PeopleError::Wait`], [`PeopleError::NoPins`]; faults of the queue.
    pub fn leave_kiosk(&mut self, pin: Pin) -> Result<Option<Officer>, DeskError> {
        let officers = self.look()?.day.officers();
        let with_pin = officers.filter_map(|one| Some((one.officer.clone(), one.pin.clone()?)));
        let with_pin: Vec<_> = with_pin.collect();
        if with_pin.is_empty() {
            return Err(PeopleError::NoPins.into());
        }
        let failed_attempts = self.count_attempt(KIOSK)?;
        let mut found = Vec::new();
        for (officer, kept) in with_pin {
            if secret::fits(pin, &kept).map_err(Refusal::from)? {
                found.push(officer);
            }
        }
        if found.is_empty() {
            return Err(self.wrong(failed_attempts, None)?);
        }
        let who = found.pop().filter(|_| found.is_empty());
        self.decide_unsigned(|draft| {
            forgive(draft, KIOSK);
            if let Some(officer) = &who {
                draft.note_officer(&officer.id, "left-kiosk");
            }
            Ok(())
        })?;
        Ok(who)
    }

    /// Counts a try, unless it is too early for one.
    fn count_attempt(&mut self, door: &str) -> Result<FailedAttempts, DeskError> {
        let counted = self.decide_unsigned(|draft| Ok(count_attempt(draft, door)))?;
        Ok(counted.map_err(|wait| PeopleError::Wait { seconds: seconds(wait) })?)
    }

    /// The sentence about a wrong PIN; where it brings a wait, the log of the officer keeps that somebody guessed.
    fn wrong(
        &mut self,
        failed_attempts: FailedAttempts,
        officer: Option<&OfficerId>,
    ) -> Result<DeskError, DeskError> {
        let wait_seconds =
            failed_attempts.last.and_then(|last| failed_attempts.wait(last)).map_or(0, seconds);
        if let Some(id) = officer.filter(|_| wait_seconds > 0) {
            self.decide_unsigned(|draft| {
                draft.note_officer(id, "guessed-at");
                Ok(())
            })?;
        }
        Ok(PeopleError::WrongPin { left: failed_attempts.left(), wait_seconds }.into())
    }
}
