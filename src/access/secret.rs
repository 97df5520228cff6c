//! Tokens and codes: made by chance, kept as hashes.

use crate::secret::{SecretError, by_chance};
use sha2::{Digest, Sha256};
use std::fmt;
use std::fmt::Write as _;

/// The letters of a pairing code: 40 bits.
const CODE_LETTERS: usize = 8;
/// The letters of a token: 160 bits.
const TOKEN_LETTERS: usize = 32;

/// What a device shows to be let in. Told once, to the device.
pub struct Token(String);

impl Token {
    pub(super) fn make() -> Result<Self, SecretError> {
        by_chance(TOKEN_LETTERS).map(Self)
    }

    /// For the device itself, and nobody else.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn hash(&self) -> String {
        hash(&self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

/// A code that somebody types.
pub(super) fn code() -> Result<String, SecretError> {
    by_chance(CODE_LETTERS)
}

/// A code as it is meant, however it was typed: in small letters, with spaces and hyphens, O for 0, I and L for 1.
pub(super) fn meant(typed: &str) -> String {
    let letters = typed.chars().filter(|c| c.is_ascii_alphanumeric());
    let meant = letters.map(|c| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    });
    meant.collect()
}

/// What is kept of a token or a code.
pub(super) fn hash(secret: &str) -> String {
    Sha256::digest(secret.as_bytes()).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
