//! What people in a waiting room want to know ahead: who is called soon, and how long their queue is.

use crate::desk::decide::forecast::Forecast;
use crate::desk::decide::soon::{Soon, soon};
use crate::desk::{Desk, DeskError, Look};
use crate::domain::{Lane, ServiceCode, WaitRange};

/// What is to come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coming {
    /// Who would be called next, by the rule that chooses; it can change.
    pub soon: Vec<Soon>,
    /// How long whoever takes a number of a service now waits for the first call, where that is known.
    pub waits: Vec<(ServiceCode, WaitRange)>,
}

impl Desk {
    /// What is to come, as far as it is known.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn coming(&mut self) -> Result<Coming, DeskError> {
        let Look { day, office, now, .. } = self.look()?;
        let forecast = Forecast::of(day, office, now);
        let wait = |service: &crate::office::Service| {
            let range = forecast.wait(service, forecast.ahead(service, Lane::Regular))?;
            Some((service.code, range))
        };
        Ok(Coming {
            soon: soon(day, office, now),
            waits: office.services.iter().filter_map(wait).collect(),
        })
    }
}
