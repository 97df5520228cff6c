//! Stations: what each place of the office knows, does and shows, as plain values.
//!
//! Belongs here: what an event makes of a station, what it asks for, and what there is to see, as sentences, tones and
//! codes. A window draws it, and so may a browser. Never here: windows, JSON, HTML, threads, files, rules.
//!
//! ```text
//! event -> handle(event, now) -> what the worker is asked for
//!          view(now)          -> sentences, tones, codes
//! ```

pub mod console;
mod key;
pub mod kiosk;
pub mod overview;
mod printer;
mod public_side;
mod staff;
mod tone;
pub mod wall;

pub use key::Key;
pub use printer::{PrinterNow, PrinterSays, Urgency, printer_says};
pub use public_side::{MissingScreen, PublicSide};
pub use staff::words as staff_words;
pub use tone::Tone;

use crate::domain::Timestamp;

/// A place of the office: it is told what happens there, and says what there is to see.
pub trait Station {
    /// What happens there.
    type Event;
    /// What it asks for, of whoever carries things out.
    type Effect;
    /// What there is to see.
    type View;

    /// Takes an event in.
    fn handle(&mut self, event: Self::Event, now: Timestamp) -> Vec<Self::Effect>;

    /// What there is to see. The same moment and the same events give the same view.
    fn view(&self, now: Timestamp) -> Self::View;
}
