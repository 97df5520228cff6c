//! Whether a screen is lit: pure, one value, no window.
//!
//! Outside its hours a screen is dark and calm. A touch or a call lights it for a while, and at opening it is lit by
//! itself.

use crate::domain::Timestamp;
use crate::office::Office;

/// Seconds that a kiosk stays lit after the last touch.
pub const TOUCHED_SECONDS: u32 = 120;
/// Seconds that a wall stays lit after a call.
pub const CALLED_SECONDS: u32 = 300;

/// What keeps one screen lit outside its hours.
#[derive(Debug, Clone, Copy, Default)]
pub struct ScreenSleep {
    awake: u32,
}

impl ScreenSleep {
    /// Somebody is there.
    pub fn wake(&mut self, seconds: u32) {
        self.awake = self.awake.max(seconds);
    }

    /// One second has passed.
    pub fn second(&mut self) {
        self.awake = self.awake.saturating_sub(1);
    }

    /// Whether the screen is dark at `now`.
    pub fn is_dark(&self, office: &Office, now: Timestamp) -> bool {
        let local = now.with_timezone(&office.zone).naive_local();
        self.awake == 0 && !office.screen_hours.are_lit(local)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::{Outside, SAMPLES};

    #[test]
    fn a_screen_is_dark_outside_its_hours_and_lit_for_whoever_is_there() {
        let source = format!("{}\n[screen_hours]\nmonday = [\"07:00-16:00\"]", SAMPLES[0].1);
        let office = Office::parse(&source, &Outside::default()).unwrap();
        // 06:59 and 07:00 in Magetan, on a Monday.
        let [before, opening] = ["2026-11-22T23:59:00Z", "2026-11-23T00:00:00Z"]
            .map(|text| text.parse::<Timestamp>().unwrap());
        let mut sleep = ScreenSleep::default();
        assert!(sleep.is_dark(&office, before));
        assert!(!sleep.is_dark(&office, opening), "at opening it is lit by itself");
        sleep.wake(2);
        assert!(!sleep.is_dark(&office, before));
        sleep.second();
        sleep.wake(1);
        assert!(!sleep.is_dark(&office, before));
        sleep.second();
        assert!(sleep.is_dark(&office, before));
    }
}
