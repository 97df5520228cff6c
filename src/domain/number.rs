//! The number on the ticket: a letter and at least three digits.

use super::service::ServiceCode;
use std::{fmt, str::FromStr};
use thiserror::Error;

/// The highest serial of one service on one day; five characters are the widest a wall can carry.
pub const SERIAL_MAX: u32 = 9999;

/// The number a visitor holds, unique within one business day: `T012`. After `T999` comes `T1000`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TicketNumber {
    service: ServiceCode,
    serial: u32,
}

/// Why a text or a serial is no ticket number.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NumberError {
    /// Not of the form letter + digits.
    #[error("\"{0}\" is not a ticket number; write a service letter and digits, for example T012")]
    Form(String),
    /// Serial 0 or above [`SERIAL_MAX`].
    #[error(
        "service {service} has no number left today (serial {serial}; the last possible is {SERIAL_MAX})"
    )]
    UsedUp {
        /// The service asked for.
        service: ServiceCode,
        /// The serial that would have been next.
        serial: u32,
    },
}

impl TicketNumber {
    /// The number with this serial (1 to [`SERIAL_MAX`]).
    ///
    /// # Errors
    /// [`NumberError::UsedUp`] outside that range: a number is never wrapped round and given twice.
    pub fn new(service: ServiceCode, serial: u32) -> Result<Self, NumberError> {
        if (1..=SERIAL_MAX).contains(&serial) {
            Ok(Self { service, serial })
        } else {
            Err(NumberError::UsedUp { service, serial })
        }
    }

    /// The service whose series this number belongs to.
    pub fn service(self) -> ServiceCode {
        self.service
    }

    /// The count within the series, from 1.
    pub fn serial(self) -> u32 {
        self.serial
    }
}

impl fmt::Display for TicketNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}{:03}", self.service, self.serial);
        f.pad(&text)
    }
}

impl FromStr for TicketNumber {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        let form = || NumberError::Form(text.to_owned());
        let mut rest = text.trim().chars();
        let service = rest.next().and_then(ServiceCode::new).ok_or_else(form)?;
        let digits = rest.as_str();
        if digits.is_empty() || digits.len() > 5 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(form());
        }
        Self::new(service, digits.parse().map_err(|_| form())?).map_err(|_| form())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(serial: u32) -> Result<String, NumberError> {
        TicketNumber::new(ServiceCode::new('T').unwrap(), serial).map(|n| n.to_string())
    }

    #[test]
    fn three_digits_then_four_and_never_back_to_zero() {
        assert_eq!(number(1).unwrap(), "T001");
        assert_eq!(number(999).unwrap(), "T999");
        assert_eq!(number(1000).unwrap(), "T1000");
        assert!(number(0).is_err());
        assert!(number(10_000).unwrap_err().to_string().contains("no number left"));
    }

    #[test]
    fn people_type_numbers_loosely() {
        for typed in ["T012", "t12", " T12 "] {
            assert_eq!(typed.parse::<TicketNumber>().unwrap().to_string(), "T012");
        }
        for wrong in ["", "T", "012", "T-1", "T000", "I001", "T99999", "TT1"] {
            assert!(wrong.parse::<TicketNumber>().is_err(), "{wrong:?}");
        }
    }
}
