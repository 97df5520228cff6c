//! What helps a visitor besides the number: modes of the screen, a call for staff, the list of documents on paper.
//!
//! Pure state, a part of the kiosk's flow. Never here: pages, or what these things look like.

use crate::desk::HELP_MINUTES;
use crate::domain::PrintState;
use crate::queue::{HelpId, HelpRequest};

/// A mode of the screen that a visitor switches on and the next one finds switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Larger letters.
    LargeText,
    /// Yellow on black.
    HighContrast,
    /// Everything that is touched is in the lower part of the screen.
    LowReach,
}

/// The modes that are on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Modes {
    /// Larger letters.
    pub large_text: bool,
    /// Yellow on black.
    pub high_contrast: bool,
    /// Everything that is touched is in the lower part of the screen.
    pub low_reach: bool,
}

impl Modes {
    /// Switches one on or off.
    pub fn toggle(&mut self, mode: Mode) {
        let switch = match mode {
            Mode::LargeText => &mut self.large_text,
            Mode::HighContrast => &mut self.high_contrast,
            Mode::LowReach => &mut self.low_reach,
        };
        *switch = !*switch;
    }
}

/// How a call for staff stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Help {
    /// Nobody has called.
    #[default]
    None,
    /// The queue is being told.
    Asking,
    /// The consoles show it; for so many seconds.
    Told(HelpId, u32),
    /// Somebody has answered; for so many seconds.
    Coming(u32),
    /// The queue could not be told; for so many seconds.
    Failed(u32),
}

/// Seconds that the kiosk says that somebody comes, or that nobody could be told.
const ANSWER_SECONDS: u32 = 20;

impl Help {
    /// Whether a touch calls staff; while the queue is being told, another touch does nothing.
    pub fn can_ask(self) -> bool {
        self != Help::Asking
    }

    /// The queue was told, or could not be.
    pub fn answered(&mut self, request: Option<HelpId>) {
        if *self == Help::Asking {
            *self = request.map_or(Help::Failed(0), |id| Help::Told(id, 0));
        }
    }

    /// These calls are still open.
    pub fn open(&mut self, requests: &[HelpRequest]) {
        if let Help::Told(id, seconds) = *self
            && !requests.iter().any(|request| request.id == id)
        {
            // A call that nobody has answered ends, too, and then nobody comes.
            let forgotten = i64::from(seconds) + 1 >= HELP_MINUTES * 60;
            *self = if forgotten { Help::None } else { Help::Coming(0) };
        }
    }

    /// One second has passed.
    pub fn second(&mut self) {
        match self {
            Help::None | Help::Asking => {}
            Help::Told(_, seconds) => *seconds += 1,
            Help::Coming(seconds) | Help::Failed(seconds) => {
                *seconds += 1;
                if *seconds >= ANSWER_SECONDS {
                    *self = Help::None;
                }
            }
        }
    }
}

/// One touch that asks for a list on paper: the queue may answer it when the next visitor has asked for another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ListId(u32);

impl ListId {
    /// That of the next touch.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

/// How the list of documents on paper stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ListPaper {
    /// Nobody has asked for it.
    #[default]
    Unasked,
    /// The queue is being asked.
    Asked(ListId),
    /// It is being printed.
    Printing(i64),
    /// It came out, as far as anybody can know.
    Printed,
    /// It did not come out, or nobody knows. The job that may still bring it, where one does.
    Missing(Option<i64>),
}

impl ListPaper {
    /// The job that may still bring it.
    pub fn job(&self) -> Option<i64> {
        match self {
            ListPaper::Printing(job) => Some(*job),
            ListPaper::Missing(job) => *job,
            ListPaper::Unasked | ListPaper::Asked(_) | ListPaper::Printed => None,
        }
    }

    /// The queue has taken the job, or could not.
    pub fn answered(&mut self, job: Option<i64>) {
        if let ListPaper::Asked(_) = self {
            *self = job.map_or(ListPaper::Missing(None), ListPaper::Printing);
        }
    }

    /// News of a print job.
    pub fn printed(&mut self, job: i64, state: PrintState) {
        if ![ListPaper::Printing(job), ListPaper::Missing(Some(job))].contains(self) {
            return;
        }
        *self = match state {
            PrintState::Pending | PrintState::Sending => return,
            PrintState::Postponed(_) => ListPaper::Missing(Some(job)),
            PrintState::Printed(_) => ListPaper::Printed,
            PrintState::Failed(_) | PrintState::Unknown(_) | PrintState::Withdrawn(_) => {
                ListPaper::Missing(None)
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PrintCause;

    fn request(id: i64) -> HelpRequest {
        let asked_at = "2026-11-23T01:00:00Z".parse().unwrap();
        HelpRequest { id: HelpId(id), about: None, asked_at }
    }

    #[test]
    fn somebody_comes_when_the_call_is_answered_and_not_when_it_is_forgotten() {
        let mut help = Help::Asking;
        assert!(!help.can_ask());
        help.answered(Some(HelpId(3)));
        help.open(&[request(3)]);
        assert_eq!(help, Help::Told(HelpId(3), 0));
        let mut forgotten = help;
        (0..600).for_each(|_| forgotten.second());
        forgotten.open(&[]);
        assert_eq!(forgotten, Help::None);
        help.second();
        help.open(&[request(4)]);
        assert_eq!(help, Help::Coming(0));
        (0..ANSWER_SECONDS).for_each(|_| help.second());
        assert_eq!(help, Help::None);
    }

    #[test]
    fn a_list_is_missing_when_its_own_job_failed() {
        let mut list = ListPaper::Asked(ListId::default());
        list.answered(Some(7));
        list.printed(6, PrintState::Failed(PrintCause::PaperOut));
        list.printed(7, PrintState::Sending);
        assert_eq!(list, ListPaper::Printing(7));
        list.printed(7, PrintState::Failed(PrintCause::PaperOut));
        assert_eq!(list, ListPaper::Missing(None));
        let mut refused = ListPaper::Asked(ListId::default());
        refused.answered(None);
        assert_eq!(refused, ListPaper::Missing(None));
    }

    #[test]
    fn a_list_that_is_tried_again_may_still_come() {
        let mut list = ListPaper::Printing(7);
        for state in [PrintState::Postponed(PrintCause::Busy), PrintState::Sending] {
            list.printed(7, state);
            assert_eq!(list, ListPaper::Missing(Some(7)));
        }
        list.printed(7, PrintState::Printed(crate::domain::PrintLevel::Drained));
        assert_eq!(list, ListPaper::Printed);
    }
}
