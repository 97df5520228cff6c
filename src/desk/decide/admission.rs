//! Whether a number can be given now: hours, quota, and what still fits before closing.

use super::forecast::Forecast;
use crate::desk::refusal::{NoNumber, Refusal, list};
use crate::domain::{Fit, Language, OpeningState, OverrideCode, Timestamp};
use crate::office::{Office, Service};
use crate::queue::Day;

/// Why no number of this service is given at this moment, and whether one that is given may become late. Where nobody knows
/// the time, neither hours nor quota turn anybody away.
pub(in crate::desk) fn admission(
    day: &Day,
    office: &Office,
    service: &Service,
    forecast: &Forecast<'_>,
    now: Option<Timestamp>,
) -> (Option<NoNumber>, bool) {
    let Some(now) = now else { return (None, false) };
    let local = now.with_timezone(&office.zone).naive_local();
    let doors = office.opening.at(local);
    if let Some(OpeningState::Shut { why, opens }) = doors {
        let date = office.opening.business_date(local);
        let holiday = office.opening.holiday(date, Language::English).map(str::to_owned);
        return (Some(NoNumber::Closed { why, holiday, opens }), false);
    }
    if let (Some(quota), Some(0)) = (service.quota, left(day, service)) {
        return (Some(NoNumber::QuotaUsed { service: service.code, quota }), false);
    }
    let Some(OpeningState::Open { closes }) = doors else { return (None, false) };
    let fit = forecast.fit(service, closes - local);
    let too_late = NoNumber::NoTimeLeft { service: service.code, closes: closes.time() };
    ((fit == Fit::TooLate).then_some(too_late), fit == Fit::Tight)
}

/// How many numbers are left today, where there is a limit.
pub(in crate::desk) fn left(day: &Day, service: &Service) -> Option<u32> {
    let quota = service.quota?;
    Some(quota.saturating_sub(day.numbers_given(service.code)))
}

/// What a member of staff says to get a number all the same; only what the office has listed.
pub(in crate::desk) fn known_override(office: &Office, code: &OverrideCode) -> Result<(), Refusal> {
    if office.overrides.iter().any(|known| known.code == *code) {
        return Ok(());
    }
    let known = list(office.overrides.iter().map(|known| known.code.to_string()));
    let known =
        if known.is_empty() { "none; add [[override]] to office.toml".to_owned() } else { known };
    Err(Refusal::NoOverride { asked: code.clone(), known })
}
