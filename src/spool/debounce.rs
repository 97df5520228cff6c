//! What is believed of a printer that wavers.
//!
//! A roll near its end wobbles past the sensor: "near the end" and "well" then take turns several times a second. A
//! roll is only believed to be full again after a while, or after the printer was in trouble, because nobody puts a
//! new roll in without opening the cover. Pure: answers in, belief out.

use crate::domain::PrinterState;

/// After so many well answers in a row a roll that was near its end is believed to be full again.
const FULL_AGAIN: u8 = 5;

/// The memory of one printer's answers.
#[derive(Debug, Default)]
pub(super) struct Debounce {
    near_end: bool,
    well_in_a_row: u8,
}

impl Debounce {
    /// What to believe after this answer.
    pub(super) fn take(&mut self, answer: PrinterState) -> PrinterState {
        match answer {
            PrinterState::Ready | PrinterState::TicketNotTaken if self.near_end => {
                self.well_in_a_row += 1;
                if self.well_in_a_row < FULL_AGAIN {
                    return PrinterState::NearEnd;
                }
                self.near_end = false;
            }
            PrinterState::NearEnd => *self = Self { near_end: true, well_in_a_row: 0 },
            _ => self.near_end = false,
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PrintCause;
    use PrinterState::{NearEnd, Ready, Trouble, Unknown};

    fn believed(answers: &[PrinterState]) -> Vec<PrinterState> {
        let mut debounce = Debounce::default();
        answers.iter().map(|answer| debounce.take(*answer)).collect()
    }

    #[test]
    fn a_roll_that_wobbles_past_the_sensor_is_near_its_end() {
        let wobble = [Ready, NearEnd, Ready, Ready, NearEnd, Ready, Ready, Ready, Ready];
        assert_eq!(believed(&wobble)[0], Ready);
        assert!(believed(&wobble)[1..].iter().all(|state| *state == NearEnd));
    }

    #[test]
    fn a_new_roll_is_believed_after_a_while() {
        let answers = [NearEnd, Ready, Ready, Ready, Ready, Ready, Ready];
        let expected = [NearEnd, NearEnd, NearEnd, NearEnd, NearEnd, Ready, Ready];
        assert_eq!(believed(&answers), expected);
    }

    #[test]
    fn a_ticket_that_hangs_in_the_output_is_no_new_roll() {
        let hangs = PrinterState::TicketNotTaken;
        assert_eq!(believed(&[hangs, NearEnd, hangs, Ready]), [hangs, NearEnd, NearEnd, NearEnd]);
    }

    #[test]
    fn an_open_cover_makes_the_new_roll_credible_at_once() {
        let open = Trouble(PrintCause::CoverOpen);
        assert_eq!(believed(&[NearEnd, open, Ready]), [NearEnd, open, Ready]);
        assert_eq!(believed(&[NearEnd, Unknown, Ready]), [NearEnd, Unknown, Ready]);
    }
}
