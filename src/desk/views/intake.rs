//! What a kiosk shows of each service before anybody asks for a number.

use crate::desk::decide::admission::{admission, left};
use crate::desk::decide::forecast::{Forecast, Staffed};
use crate::desk::refusal::NoNumber;
use crate::desk::{Desk, DeskError, Look};
use crate::domain::{Attendance, CounterNumber, Lane, ServiceCode, State, TicketNumber, WaitRange};
use crate::office::Service;

/// A number that is called or served, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtCounter {
    /// The counter.
    pub counter: CounterNumber,
    /// The number.
    pub number: TicketNumber,
}

/// What a kiosk may say of a service before anybody asks for a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceIntake {
    /// The service.
    pub service: ServiceCode,
    /// Why no number is given now; `None`: one is given.
    pub refused: Option<NoNumber>,
    /// A number is given, but it may become late before it is finished.
    pub tight: bool,
    /// How many numbers are left today, where there is a limit.
    pub left: Option<u32>,
    /// How many people may be called before whoever takes a number in the regular lane now.
    pub ahead: u32,
    /// How long they wait for the first call, if that is known.
    pub wait: Option<WaitRange>,
    /// Whether somebody works where it begins.
    pub staffed: Staffed,
}

impl Desk {
    /// Whether a number can be given now, for each service in the order of the kiosk.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn intake(&mut self) -> Result<Vec<ServiceIntake>, DeskError> {
        let Look { day, office, now, verdict, .. } = self.look()?;
        let known = verdict.time.is_some();
        let forecast = Forecast::of(day, office, now);
        let of = |service: &Service| {
            let ahead = forecast.ahead(service, Lane::Regular);
            let (refused, tight) = admission(day, office, service, &forecast, known.then_some(now));
            ServiceIntake {
                service: service.code,
                refused,
                tight,
                left: if known { left(day, service) } else { None },
                ahead: ahead.people,
                wait: forecast.wait(service, ahead),
                staffed: forecast.staffed(service),
            }
        };
        Ok(office.services.iter().map(of).collect())
    }

    /// The numbers that are called or served where the public is called, by counter.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn at_counters(&mut self) -> Result<Vec<AtCounter>, DeskError> {
        let Look { day, office, .. } = self.look()?;
        let at = |ticket: &crate::domain::Ticket| {
            let (State::Called { stage, counter, .. } | State::Serving { stage, counter }) =
                &ticket.state
            else {
                return None;
            };
            let info = office.stages.iter().find(|info| info.stage.id == *stage)?;
            let public = info.stage.attendance == Attendance::Public;
            public.then_some(AtCounter { counter: *counter, number: ticket.number })
        };
        Ok(day.held_tickets().filter_map(at).collect())
    }
}
