//! Keeping the output of a printer inside a kiosk free: what `presenter` decides, done on the open port.
//!
//! Never here: the decision, or jobs.

use std::time::{Duration, Instant};

use crate::domain::print::{PrintCause, PrinterState};
use crate::printer::transport::TransportError;

use super::Session;
use super::asking::{Examined, SAID_NOTHING};
use super::attempt::{State, refused};
use super::condition::Condition;
use super::presenter::{Action, Gate};

/// So long a job waits at most until the output is free. A hand that reaches and a motor that runs have 12 s.
const FREE_WITHIN: Duration = Duration::from_secs(15);

impl Session {
    /// Does what is due about the ticket in the output. Gives back how the printer is.
    pub(super) fn tend(&mut self, condition: &Condition) -> Result<PrinterState, TransportError> {
        let state = condition.state;
        let presenter = self.profile.presenter.clone();
        let (Some(rules), Some(output)) = (presenter, condition.output) else { return Ok(state) };
        // A faulty printer moves nothing, and half a command may hang in one that holds an older job.
        if state.cause().is_some() || self.remains.leftover {
            return Ok(state);
        }
        let now = self.watch.now();
        if let Some(action) = self.hanging.see(output, now, &rules) {
            self.order(action)?;
        }
        // The end of the roll is told first: nothing is printed when it has come.
        Ok(match state {
            PrinterState::Ready if self.hanging.is_not_taken() => PrinterState::TicketNotTaken,
            state => state,
        })
    }

    /// Makes room for the next ticket, so that nobody gets two in one hand. Gives back how the printer is then, or the
    /// end of the attempt.
    pub(super) fn free_output(
        &mut self,
        mut condition: Condition,
    ) -> Result<Result<Condition, State>, TransportError> {
        let profile = self.profile.clone();
        let Some(rules) = &profile.presenter else { return Ok(Ok(condition)) };
        let until = Instant::now() + FREE_WITHIN;
        while let Some(output) = condition.output {
            let now = self.watch.now();
            match self.hanging.gate(output, now, rules) {
                Gate::Open => break,
                Gate::After(action) => self.order(action)?,
                Gate::Closed => {}
            }
            if Instant::now() >= until {
                break;
            }
            let next = Instant::now() + self.deadlines.poll;
            let Some(link) = &mut self.link else { break };
            while Instant::now() < next {
                link.listen(next)?;
            }
            let Examined::Known(known) = self.examine(&profile)? else {
                return Ok(Err(refused(PrintCause::NoAnswer, SAID_NOTHING)));
            };
            if let PrinterState::Trouble(cause) = known.state {
                self.note(known.state, &known.answers);
                return Ok(Err(refused(cause, &known.answers)));
            }
            condition = known;
        }
        Ok(Ok(condition))
    }

    fn order(&mut self, action: Action) -> Result<(), TransportError> {
        let deadline = Instant::now() + self.deadlines.progress;
        match (&self.profile.presenter, &mut self.link) {
            (Some(rules), Some(link)) => link.write(action.bytes(rules), deadline),
            _ => Ok(()),
        }
    }
}
