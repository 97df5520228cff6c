//! Keeping PINs without being able to tell them, and making ones that nobody can guess.
//!
//! The only module that knows the hash and the operating system's chance. A PIN has few digits, so whoever steals the
//! queue file can try them all; the hash makes that slow, and the count of wrong PINs makes it impossible at a console.

use crate::domain::{OfficerId, Pin, PinHash};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{CustomizedPasswordHasher, Error, PasswordVerifier};
use argon2::{Argon2, Params};
use thiserror::Error as ThisError;

/// How many digits a PIN has that nobody chose.
const MADE_DIGITS: usize = 6;

/// Why no PIN can be kept or looked at.
#[derive(Debug, ThisError)]
pub enum SecretError {
    /// No chance.
    #[error(
        "the operating system gives no random numbers; nothing can be kept secret without them"
    )]
    Chance(#[from] getrandom::Error),
    /// The hash could not be made.
    #[error("the PIN could not be kept")]
    Keep(#[source] Error),
    /// What was kept cannot be read.
    #[error("what is kept of this PIN cannot be read; set a new one with `antre officer pin`")]
    Kept(#[source] Error),
}

/// The letters of Crockford's base 32: none of them is taken for another one, on a screen or aloud.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// So many letters by chance, of five bits each: a code that somebody types, a token that a device shows.
///
/// # Errors
/// [`SecretError::Chance`].
pub fn by_chance(letters: usize) -> Result<String, SecretError> {
    let mut bytes = vec![0; letters];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.into_iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect())
}

/// How much work one look at a PIN is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PinCost {
    memory_kib: u32,
    passes: u32,
}

impl PinCost {
    /// What OWASP recommends for Argon2id ("Password Storage Cheat Sheet"): 19 MiB, two passes, one lane.
    pub const FULL: Self = Self { memory_kib: 19 * 1024, passes: 2 };
    /// As little as there is: for tests and rehearsals, where nobody guesses.
    pub const LEAST: Self = Self { memory_kib: Params::MIN_M_COST, passes: Params::MIN_T_COST };
}

/// What is kept of a PIN.
///
/// # Errors
/// [`SecretError`].
pub fn keep(pin: Pin, cost: PinCost) -> Result<PinHash, SecretError> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt)?;
    let params = Params::new(cost.memory_kib, cost.passes, 1, None);
    let params = params.map_err(|error| SecretError::Keep(error.into()))?;
    let hash: Result<PasswordHash, Error> =
        Argon2::default().hash_password_with_params(pin.digits(), &salt, params);
    Ok(PinHash::new(hash.map_err(SecretError::Keep)?.to_string()))
}

/// Whether this is the PIN of which that was kept. Takes as long as keeping it did.
///
/// # Errors
/// [`SecretError::Kept`].
pub fn fits(pin: Pin, kept: &PinHash) -> Result<bool, SecretError> {
    let hash = PasswordHash::new(kept.as_str()).map_err(|e| SecretError::Kept(e.into()))?;
    match Argon2::default().verify_password(pin.digits(), &hash) {
        Ok(()) => Ok(true),
        Err(Error::PasswordInvalid) => Ok(false),
        Err(error) => Err(SecretError::Kept(error)),
    }
}

/// A new PIN by chance, as text, for it is shown once.
///
/// # Errors
/// [`SecretError::Chance`].
pub fn make(officer: &OfficerId) -> Result<(Pin, String), SecretError> {
    loop {
        let mut text = String::new();
        while text.len() < MADE_DIGITS {
            let mut byte = [0];
            getrandom::fill(&mut byte)?;
            // 250 and above would make the first six digits more likely than the others.
            if byte[0] < 250 {
                text.push(char::from(b'0' + byte[0] % 10));
            }
        }
        if let Ok(pin) = Pin::chosen(&text, officer) {
            return Ok((pin, text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pin(text: &str) -> Pin {
        Pin::typed(text).unwrap()
    }

    #[test]
    fn only_the_same_pin_fits_and_nothing_kept_tells_it() {
        let [kept, again] = [(); 2].map(|()| keep(pin("1357"), PinCost::LEAST).unwrap());
        assert!(fits(pin("1357"), &kept).unwrap() && fits(pin("1357"), &again).unwrap());
        for wrong in ["1358", "13570", "7531"] {
            assert!(!fits(pin(wrong), &kept).unwrap(), "{wrong}");
        }
        assert_ne!(kept, again, "two officers with the same PIN look different");
        assert!(kept.as_str().starts_with("$argon2id$v=19$") && !kept.as_str().contains("1357"));
    }

    #[test]
    fn an_office_works_with_the_recommended_parameters() {
        let kept = keep(pin("1357"), PinCost::FULL).unwrap();
        assert!(kept.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", kept.as_str());
        assert!(fits(pin("1357"), &kept).unwrap());
    }

    #[test]
    fn what_was_not_kept_by_us_is_said() {
        let strange = PinHash::new("1357".to_owned());
        assert!(matches!(fits(pin("1357"), &strange), Err(SecretError::Kept(_))));
    }

    #[test]
    fn a_made_pin_is_a_good_one_and_never_twice_the_same() {
        let officer = OfficerId::new("sari").unwrap();
        let made: Vec<_> = (0..20).map(|_| make(&officer).unwrap()).collect();
        for (pin, text) in &made {
            assert_eq!(Pin::chosen(text, &officer).as_ref(), Ok(pin));
            assert_eq!(text.len(), MADE_DIGITS);
        }
        let different: std::collections::BTreeSet<_> = made.iter().map(|(_, text)| text).collect();
        assert!(different.len() > 15, "{different:?}");
    }
}
