//! Invitations: a code that lets one device in, for a few minutes and a few tries.

use super::secret::{self, Token};
use super::{Access, AccessError, DEVICES_MOST, Device, DeviceKind, NAME_MOST};
use crate::clock::Clock;
use crate::secret::SecretError;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A code is good for so many minutes.
pub const INVITED_MINUTES: i64 = 5;
/// So many wrong codes end every invitation. With 40 bits that leaves nobody a chance to guess one.
const WRONG_MOST: u32 = 10;
/// So many may be open at a time.
const OPEN_MOST: usize = 8;

/// An open invitation. Its time is that of the boot clock: one that is set meanwhile neither ends it nor makes it last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Invitation {
    code: String,
    kind: DeviceKind,
    /// Which run of the machine `until_ms` belongs to.
    run: String,
    until_ms: i64,
    wrong: u32,
}

/// Why a device was not paired.
#[derive(Debug, Error)]
pub enum PairingError {
    /// The code is none, or no longer.
    #[error(
        "this code is not valid, or no longer: `antre pair` on the machine of the queue shows a new one"
    )]
    Code,
    /// Enough.
    #[error("{DEVICES_MOST} devices are paired; revoke those that are no more (`antre devices`)")]
    Full,
    /// No chance.
    #[error(transparent)]
    Chance(#[from] SecretError),
    /// The file.
    #[error(transparent)]
    Access(#[from] AccessError),
}

impl Access {
    /// Invites a device; the code is told once.
    ///
    /// # Errors
    /// [`PairingError`].
    pub fn invite(&self, kind: DeviceKind, clock: &dyn Clock) -> Result<String, PairingError> {
        let code = secret::code()?;
        let (run, now) = (clock.run(), clock.running());
        let until_ms = (now + TimeDelta::minutes(INVITED_MINUTES)).num_milliseconds();
        let invitation = Invitation { code: secret::hash(&code), kind, run, until_ms, wrong: 0 };
        self.change(|kept| {
            kept.invitations.retain(|one| is_open(one, clock));
            if kept.invitations.len() >= OPEN_MOST {
                kept.invitations.remove(0);
            }
            kept.invitations.push(invitation);
        })?;
        Ok(code)
    }

    /// Lets the device in that shows a code, once. A wrong one counts against all that are open.
    ///
    /// # Errors
    /// [`PairingError`].
    pub fn pair(
        &self,
        typed: &str,
        name: &str,
        from: &str,
        clock: &dyn Clock,
    ) -> Result<(Device, Token), PairingError> {
        let (code, token) = (secret::hash(&secret::meant(typed)), Token::make()?);
        let hash = token.hash();
        self.change(|kept| {
            kept.invitations.retain(|one| is_open(one, clock));
            let Some(at) = kept.invitations.iter().position(|one| one.code == code) else {
                kept.invitations.iter_mut().for_each(|one| one.wrong += 1);
                kept.invitations.retain(|one| one.wrong < WRONG_MOST);
                return Err(PairingError::Code);
            };
            if kept.devices.len() >= DEVICES_MOST {
                return Err(PairingError::Full);
            }
            let kind = kept.invitations.remove(at).kind;
            kept.newest += 1;
            let device = Device {
                id: kept.newest,
                kind,
                name: plain(name),
                from: from.to_owned(),
                paired_at: clock.now().timestamp_millis(),
                token: hash,
            };
            kept.devices.push(device.clone());
            Ok(device)
        })?
        .map(|device| (device, token))
    }
}

fn is_open(invitation: &Invitation, clock: &dyn Clock) -> bool {
    invitation.run == clock.run() && clock.running().num_milliseconds() < invitation.until_ms
}

/// A name as it may stand on every screen and in every terminal.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|c| !crate::printable::is_active(*c));
    letters.take(NAME_MOST).collect::<String>().trim().to_owned()
}
