//! What is not seen or not heard in the waiting room, and the sentence that staff read of it.

use super::staff::words;
use crate::phrase;

/// What the programs of the public side tell of themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublicSide {
    /// Why a display does not speak the calls, by the code of the fault.
    pub sound: Option<String>,
    /// A program whose screen is not there.
    pub screen: Option<MissingScreen>,
}

/// A running program that shows nothing because its monitor is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingScreen {
    /// Whether it is a kiosk; a display otherwise.
    pub is_kiosk: bool,
    /// The number of the monitor.
    pub monitor: u8,
}

impl PublicSide {
    /// The sentence, the screens first; empty where all is well.
    pub(super) fn sentence(&self) -> String {
        if let Some(missing) = &self.screen {
            let key = match missing.is_kiosk {
                true => "sentence.no-kiosk-screen",
                false => "sentence.no-display-screen",
            };
            return words().with(key, &[("count", &missing.monitor)]);
        }
        let Some(fault) = &self.sound else { return String::new() };
        words().with("sentence.no-sound", &[("cause", &phrase::why(fault, words()))])
    }
}
