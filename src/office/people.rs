//! Whether officers sign in, and when a console locks by itself.
//!
//! Never here: the officers themselves. They come and go without anybody editing a file, and their PINs have no place
//! in one.

use super::fault_log::FaultLog;
use super::reader::Section;

/// How an office knows who works at a counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct People {
    /// Whether a console asks for a PIN before anything else. An office file that says nothing wants none.
    pub sign_in: bool,
    /// A console that nobody has touched for so many minutes asks again; 0: never.
    pub lock_minutes: u16,
}

impl People {
    pub(super) fn read(log: &FaultLog, section: Option<Section<'_>>) -> Self {
        let Some(section) = section else { return Self::default() };
        if !section.has("sign_in") {
            let place = section.place();
            log.add(
                place.at,
                format!("{}.sign_in", place.key),
                "is missing; expected true or false",
            );
        }
        let sign_in = section.flag_or("sign_in", false);
        let lock_minutes = section.number_or("lock_minutes", 0..=240, 0) as u16;
        Self { sign_in, lock_minutes }
    }
}
