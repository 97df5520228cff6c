//! Why no number is given.

use crate::domain::{ServiceCode, Shut};
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
