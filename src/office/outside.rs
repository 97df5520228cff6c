//! What an office file mentions and others know: ports, profiles, pictures, paper.
//!
//! Never here: reading the file.

use super::{Fault, Office};

/// What the office file mentions but does not know itself; each check answers with the problem, if there is one.
pub struct Outside<'a> {
    /// Whether a text is the address of a printer; answers with what all spellings of that address have in common.
    pub address: &'a dyn Fn(&str) -> Result<String, String>,
    /// Whether a text names a printer profile.
    pub profile: &'a dyn Fn(&str) -> Result<(), String>,
    /// What a picture file in the office's folder holds.
    pub picture: &'a dyn Fn(&str) -> Result<Vec<u8>, String>,
    /// What of this office's paper cannot be printed. Asked also for an office that has other faults, as far as it
    /// was understood.
    pub paper: &'a dyn Fn(&Office) -> Vec<Fault>,
}

impl Default for Outside<'_> {
    /// Everything outside is as the office file says.
    fn default() -> Self {
        Self {
            address: &|text| Ok(text.to_owned()),
            profile: &|_| Ok(()),
            picture: &|_| Ok(Vec::new()),
            paper: &|_| Vec::new(),
        }
    }
}
