//! Decisions: one moment of the day and a request in, changes and an answer out, or a refusal.
//!
//! Each is a function on values that opens no file, waits for nobody and can be tried in a test of a few lines. Belongs here:
//! asking the rules (`domain`) with what the day holds, and writing down what follows. Never here: the store, a clock, a port,
//! wording for visitors.

pub(super) mod admission;
pub(super) mod breaks;
pub(super) mod call;
mod draft;
pub(super) mod forecast;
pub(super) mod help;
pub(super) mod issue;
pub(super) mod opening;
pub(super) mod paper;
pub(super) mod people;
pub(super) mod printer;
pub(super) mod returned;
pub(super) mod soon;
pub(super) mod take_over;
pub(super) mod transfer;
pub(super) mod undo;

pub(super) use draft::{Draft, Happening};

use super::refusal::Refusal;
use super::request::{Answer, Request};
use crate::domain::Action;

/// Decides what is asked for.
pub(super) fn carry_out(draft: &mut Draft<'_>, request: &Request) -> Result<Answer, Refusal> {
    let step = |draft: &mut Draft<'_>, subject, action| {
        call::step(draft, subject, action).map(Answer::Ticket)
    };
    match request {
        Request::Issue(wish) => issue::issue(draft, wish).map(Answer::Issued),
        Request::Next(counter) => call::next(draft, *counter).map(Answer::Called),
        Request::Recall(subject) => call::recall(draft, *subject).map(Answer::Ticket),
        Request::Start(subject) => step(draft, *subject, Action::Start),
        Request::Finish(subject) => step(draft, *subject, Action::Finish),
        Request::NoShow(subject) => step(draft, *subject, Action::NoShow),
        Request::Cancel(subject) => step(draft, *subject, Action::Cancel),
        Request::Return { subject, missing, print } => {
            let returned = returned::return_file(draft, *subject, missing, print.as_ref());
            returned.map(Answer::Returned)
        }
        Request::Back(number) => returned::back(draft, *number).map(Answer::Ticket),
        Request::Present(number) => returned::present(draft, *number).map(Answer::Ticket),
        Request::Transfer(subject, to) => {
            transfer::transfer(draft, *subject, *to).map(Answer::Ticket)
        }
        Request::Undo(counter) => undo::undo(draft, *counter).map(Answer::Ticket),
        Request::Pause(counter) => breaks::take_break(draft, *counter, true).map(|()| Answer::Done),
        Request::Resume(counter) => {
            breaks::take_break(draft, *counter, false).map(|()| Answer::Done)
        }
        Request::Reprint(number, target) => {
            let (ticket, job) = paper::reprint(draft, *number, target)?;
            Ok(Answer::Reprinted(ticket, job))
        }
        Request::PrintLeaflet(leaflet, target) => {
            paper::print_leaflet(draft, leaflet, target).map(Answer::Job)
        }
        Request::AskStaff(about) => help::ask_staff(draft, *about).map(Answer::Help),
        Request::AnswerStaff(id) => Ok(Answer::Waited(help::answer_staff(draft, *id))),
        Request::ConfirmPowerCycle(id) => {
            printer::confirm_power_cycle(draft, id).map(Answer::Waited)
        }
    }
}

#[cfg(test)]
mod tests;
