//! Whether a number can be given now: hours, quota, and later what still fits before closing.
//!
//! Asked by `issue` within its own transaction, and by a kiosk that shows it before anybody touches a service.

use super::{Desk, DeskError, list};
use crate::domain::{BusinessDay, Doors, Language, OverrideCode, ServiceCode, Shut, Timestamp};
use crate::office::{Office, Service};
use crate::store::{Snapshot, StoreError};
use chrono::NaiveDateTime;
use std::fmt;

/// Why no number is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoNumber {
    /// The office is closed.
    Closed {
        /// Why.
        why: Shut,
        /// The name of the holiday, on one.
        holiday: Option<String>,
        /// When numbers are given again, in the office's own time, if that is known.
        opens: Option<NaiveDateTime>,
    },
    /// All numbers of the day are given.
    QuotaUsed {
        /// The service.
        service: ServiceCode,
        /// How many there are a day.
        quota: u32,
    },
}

impl NoNumber {
    /// The stable name used in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            NoNumber::Closed { why: Shut::Early, .. } => "not-open-yet",
            NoNumber::Closed { why: Shut::Break, .. } => "break",
            NoNumber::Closed { why: Shut::Late, .. } => "closed-for-today",
            NoNumber::Closed { why: Shut::DayOff, .. } => "day-off",
            NoNumber::Closed { why: Shut::Holiday, .. } => "holiday",
            NoNumber::QuotaUsed { .. } => "quota-used",
        }
    }
}

impl fmt::Display for NoNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoNumber::Closed { why, holiday, opens } => {
                let name = || holiday.as_ref().map_or(String::new(), |name| format!(" ({name})"));
                match why {
                    Shut::Early => f.write_str("the office is not open yet")?,
                    Shut::Break => f.write_str("the office takes its break")?,
                    Shut::Late => f.write_str("the office has closed for today")?,
                    Shut::DayOff => f.write_str("the office is closed today")?,
                    Shut::Holiday => write!(f, "today is a holiday{}", name())?,
                }
                match opens {
                    Some(opens) => {
                        write!(f, "; numbers are given from {}", opens.format("%Y-%m-%d %H:%M"))
                    }
                    None => Ok(()),
                }
            }
            NoNumber::QuotaUsed { service, quota } => {
                write!(f, "all {quota} numbers of service {service} for today are given")
            }
        }
    }
}

/// What a kiosk may say of a service before anybody asks for a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceIntake {
    /// The service.
    pub service: ServiceCode,
    /// Why no number is given now; `None`: one is given.
    pub refused: Option<NoNumber>,
    /// How many numbers are left today, where there is a limit.
    pub left: Option<u32>,
}

impl Desk {
    /// Whether a number can be given now, for each service in the order of the kiosk.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn intake(&mut self) -> Result<Vec<ServiceIntake>, DeskError> {
        let now = self.now();
        let (view, day, office) = self.look()?;
        let of = |service| Ok(intake(&*view, office, service, day, now)?);
        office.services.iter().map(of).collect()
    }
}

/// Whether a number of this service can be given at this moment.
pub(super) fn intake(
    view: &(impl Snapshot + ?Sized),
    office: &Office,
    service: &Service,
    day: BusinessDay,
    now: Timestamp,
) -> Result<ServiceIntake, StoreError> {
    let code = service.code;
    let mut left = None;
    if let Some(quota) = service.quota {
        left = Some(quota.saturating_sub(view.last_serial(day, code)?));
    }
    let refused = closed(office, now).or_else(|| match (left, service.quota) {
        (Some(0), Some(quota)) => Some(NoNumber::QuotaUsed { service: code, quota }),
        _ => None,
    });
    Ok(ServiceIntake { service: code, refused, left })
}

fn closed(office: &Office, now: Timestamp) -> Option<NoNumber> {
    let local = now.with_timezone(&office.zone).naive_local();
    match office.opening.at(local)? {
        Doors::Open { .. } => None,
        Doors::Shut { why, opens } => {
            let holiday = office.opening.holiday(local.date(), Language::English);
            Some(NoNumber::Closed { why, holiday: holiday.map(str::to_owned), opens })
        }
    }
}

/// What a member of staff says to get a number all the same; only what the office has listed.
pub(super) fn known_override(office: &Office, code: &OverrideCode) -> Result<(), DeskError> {
    if office.overrides.iter().any(|known| known.code == *code) {
        return Ok(());
    }
    let known = list(office.overrides.iter().map(|known| known.code.to_string()));
    let known =
        if known.is_empty() { "none; add [[override]] to office.toml".to_owned() } else { known };
    Err(DeskError::NoOverride { asked: code.clone(), known })
}
