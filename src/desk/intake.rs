//! Whether a number can be given now: hours, quota, and what still fits before closing.
//!
//! Asked by `issue` within its own transaction, and by a kiosk that shows it before anybody touches a service.

use super::outlook::Outlook;
use super::{Desk, DeskError, Look, list};
use crate::domain::{
    BusinessDay, Doors, Fit, Lane, Language, OverrideCode, ServiceCode, Shut, Timestamp, WaitRange,
};
use crate::office::{Office, Service};
use crate::store::{Snapshot, StoreError};
use chrono::{NaiveDateTime, NaiveTime};
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
    /// What is left to do no longer fits before the counters close.
    NoTimeLeft {
        /// The service.
        service: ServiceCode,
        /// When the counters close, in the office's own time.
        closes: NaiveTime,
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
            NoNumber::NoTimeLeft { .. } => "no-time-left",
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
            NoNumber::NoTimeLeft { service, closes } => {
                let closes = closes.format("%H:%M");
                write!(
                    f,
                    "another ticket of service {service} can no longer be finished before closing at {closes}"
                )
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
    /// A number is given, but it may become late before it is finished.
    pub tight: bool,
    /// How many numbers are left today, where there is a limit.
    pub left: Option<u32>,
    /// How many people may be called before whoever takes a number in the regular lane now.
    pub ahead: u32,
    /// How long they wait for the first call, if that is known.
    pub wait: Option<WaitRange>,
}

impl Desk {
    /// Whether a number can be given now, for each service in the order of the kiosk.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn intake(&mut self) -> Result<Vec<ServiceIntake>, DeskError> {
        let Look { view, day, office, now, verdict, .. } = self.look()?;
        let known = verdict.time.is_some();
        let mut outlook = Outlook::of(&*view, office, day, now)?;
        let of = |service: &Service| {
            let ahead = outlook.ahead(&*view, service, Lane::Regular)?;
            let moment = known.then_some(now);
            let (refused, tight) = admission(&*view, office, service, &mut outlook, day, moment)?;
            Ok(ServiceIntake {
                service: service.code,
                refused,
                tight,
                left: if known { left(&*view, service, day)? } else { None },
                ahead: ahead.people,
                wait: outlook.wait(&*view, service, ahead)?,
            })
        };
        office.services.iter().map(of).collect()
    }
}

/// Why no number of this service is given at this moment, and whether one that is given may become late. Where nobody knows
/// the time, neither hours nor quota turn anybody away.
pub(super) fn admission(
    view: &(impl Snapshot + ?Sized),
    office: &Office,
    service: &Service,
    outlook: &mut Outlook<'_>,
    day: BusinessDay,
    now: Option<Timestamp>,
) -> Result<(Option<NoNumber>, bool), StoreError> {
    let Some(now) = now else { return Ok((None, false)) };
    let local = now.with_timezone(&office.zone).naive_local();
    let doors = office.opening.at(local);
    if let Some(Doors::Shut { why, opens }) = doors {
        let date = office.opening.business_date(local);
        let holiday = office.opening.holiday(date, Language::English).map(str::to_owned);
        return Ok((Some(NoNumber::Closed { why, holiday, opens }), false));
    }
    if let (Some(quota), Some(0)) = (service.quota, left(view, service, day)?) {
        return Ok((Some(NoNumber::QuotaUsed { service: service.code, quota }), false));
    }
    let Some(Doors::Open { closes }) = doors else { return Ok((None, false)) };
    let fit = outlook.fit(view, service, closes - local)?;
    let too_late = NoNumber::NoTimeLeft { service: service.code, closes: closes.time() };
    Ok(((fit == Fit::TooLate).then_some(too_late), fit == Fit::Tight))
}

/// How many numbers are left today, where there is a limit.
fn left(
    view: &(impl Snapshot + ?Sized),
    service: &Service,
    day: BusinessDay,
) -> Result<Option<u32>, StoreError> {
    let Some(quota) = service.quota else { return Ok(None) };
    Ok(Some(quota.saturating_sub(view.numbers_given(day, service.code)?)))
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
