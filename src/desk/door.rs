//! A door: where a desk may lay its requests down instead of deciding them itself.
//!
//! A program that answers for many desks gathers what they ask for, and keeps it together. Never here: gathering, wires.

use super::{Answer, DeskError, Envelope};

/// Whoever decides for a desk.
pub trait Door: Send {
    /// As [`Desk::ask`](super::Desk::ask).
    ///
    /// # Errors
    /// As [`Desk::ask`](super::Desk::ask).
    fn ask(&mut self, envelope: &Envelope) -> Result<Answer, DeskError>;
}
