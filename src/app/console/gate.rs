//! Before a console does anything, somebody has signed in, where the office wants that.
//!
//! A worker around the console's worker: it lets commands through while somebody is signed in, and looks at PINs, which
//! takes a moment on purpose and therefore never happens on the thread of the windows. Never here: sentences, pixels.

use super::worker::ConsoleWorker;
use crate::app::worker::Worker;
use crate::desk::{DeskError, PeopleError, Refusal};
use crate::domain::{Actor, Officer, OfficerId, Timestamp};
use crate::queue::RequestKey;
use crate::say;
use crate::station::console::{
    ConsoleCommand, ConsoleUpdate, GuardedCommand, GuardedUpdate, Reply,
};
use chrono::TimeDelta;

/// How often a console where nobody is signed in looks who could.
const LOOK_PAUSE: TimeDelta = TimeDelta::seconds(1);

/// A console's worker behind a gate.
pub struct GuardedConsole {
    console: ConsoleWorker,
    wanted: bool,
    officers: Option<Vec<Officer>>,
    looked_at: Option<Timestamp>,
    /// Who sits here without having been asked, as long as the window has not heard of it.
    named: Option<Officer>,
}

impl GuardedConsole {
    /// Guards this console as its office wants. Where nobody signs in, it may work in the name of whoever its desk works
    /// for.
    pub fn new(mut console: ConsoleWorker) -> Self {
        let desk = console.desk();
        let wanted = desk.office().people.sign_in;
        if wanted {
            desk.sign_out();
        }
        let named = match desk.actor() {
            Actor::Officer(officer) => Some(officer.clone()),
            Actor::Program => None,
        };
        Self { console, wanted, officers: None, looked_at: None, named }
    }

    fn is_closed(&mut self) -> bool {
        self.wanted && *self.console.desk().actor() == Actor::Program
    }

    /// Goes on in the name of this officer, who had signed in before the program was started again.
    ///
    /// # Errors
    /// [`PeopleError::Unknown`], [`PeopleError::Retired`]; faults of the queue.
    pub fn resume(&mut self, officer: &OfficerId) -> Result<(), DeskError> {
        self.named = Some(self.console.desk().act_as(officer)?);
        Ok(())
    }

    /// In whose name it works.
    pub fn actor(&mut self) -> &Actor {
        self.console.desk().actor()
    }

    fn carry_out(
        &mut self,
        command: ConsoleCommand,
        key: Option<RequestKey>,
    ) -> Vec<GuardedUpdate> {
        if self.is_closed() {
            // A key that was pressed before the window had heard of it.
            let refused = DeskError::from(PeopleError::SignInFirst);
            let reply = ConsoleUpdate::Reply(Box::new(Reply::Refused(refused)));
            return vec![GuardedUpdate::Console(reply)];
        }
        let updates = self.console.handle_keyed(command, key);
        let retired = updates.iter().any(is_about_a_retired_officer);
        let mut updates: Vec<_> = updates.into_iter().map(GuardedUpdate::Console).collect();
        if retired {
            self.console.desk().sign_out();
            updates.push(GuardedUpdate::SignedOut { retired: true });
        }
        updates
    }

    /// Carries out a command. Whoever may have to ask again gives it a key, the same in every try.
    pub fn handle_keyed(
        &mut self,
        command: GuardedCommand,
        key: Option<RequestKey>,
    ) -> Vec<GuardedUpdate> {
        match command {
            GuardedCommand::Console(command) => self.carry_out(command, key),
            GuardedCommand::SignIn(officer, pin) => {
                vec![match self.console.desk().sign_in(&officer, pin) {
                    Ok(officer) => GuardedUpdate::SignedIn(officer),
                    Err(error) => {
                        note_not_signed_in(&error);
                        GuardedUpdate::NotSignedIn(Box::new(error))
                    }
                }]
            }
            GuardedCommand::SignOut => {
                self.console.desk().sign_out();
                vec![GuardedUpdate::SignedOut { retired: false }]
            }
        }
    }

    /// Who could sign in, when that has changed.
    fn look(&mut self) -> Option<GuardedUpdate> {
        if !self.is_closed() {
            return None;
        }
        let now = self.console.desk().now();
        // In both directions: a clock that is set back must not make this console blind.
        if self.looked_at.is_some_and(|at| (now - at).abs() < LOOK_PAUSE) {
            return None;
        }
        self.looked_at = Some(now);
        // When the queue cannot be read, the console says so itself.
        let records = self.console.desk().officers().ok()?;
        let with_pin = records.into_iter().filter(|record| record.pin.is_some());
        let officers: Vec<_> = with_pin.map(|record| record.officer).collect();
        if self.officers.as_ref() == Some(&officers) {
            return None;
        }
        self.officers = Some(officers.clone());
        Some(GuardedUpdate::Officers(officers))
    }
}

/// What a technician is told of somebody who could not sign in. A wrong PIN is no news.
fn note_not_signed_in(error: &DeskError) {
    match error {
        DeskError::Refusal(Refusal::People(
            PeopleError::WrongPin { .. } | PeopleError::Wait { .. },
        )) => {}
        DeskError::Fault(_) => note!("{error}"),
        error => {
            // It names somebody, and the log names nobody.
            say::aside(format_args!("antre: {error}"));
            log_warn!("somebody could not be signed in");
        }
    }
}

fn is_about_a_retired_officer(update: &ConsoleUpdate) -> bool {
    let ConsoleUpdate::Reply(reply) = update else { return false };
    matches!(&**reply, Reply::Refused(DeskError::Refusal(Refusal::People(PeopleError::Retired(_)))))
}

impl Worker for GuardedConsole {
    type Command = GuardedCommand;
    type Update = GuardedUpdate;

    fn handle(&mut self, command: GuardedCommand) -> Vec<GuardedUpdate> {
        self.handle_keyed(command, None)
    }

    fn poll(&mut self) -> Vec<GuardedUpdate> {
        let mut updates: Vec<_> =
            self.console.poll().into_iter().map(GuardedUpdate::Console).collect();
        updates.extend(self.named.take().map(GuardedUpdate::SignedIn));
        updates.extend(self.look());
        updates
    }
}
