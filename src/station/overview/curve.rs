//! The day as a curve: who came, who was finished and how many were open, by quarter of an hour, and how those who are
//! here now are expected to be finished. Pure.

use super::view::{DayCurve, Quarter};
use crate::desk::Overview;
use crate::domain::{State, Ticket, Timestamp};
use crate::office::Office;
use crate::phrase::time;
use crate::station::staff::words;
use chrono::{TimeDelta, Timelike};
use std::fmt::Display;

/// Minutes of a quarter.
const MINUTES: i64 = 15;

/// At most so many quarters: a day and a night.
const MOST: i64 = 24 * 4;

/// When a ticket was finished in whatever way; `None`: it is open.
fn ended(ticket: &Ticket) -> Option<Timestamp> {
    let ended = matches!(ticket.state, State::Done | State::Cancelled | State::Lapsed);
    ended.then_some(ticket.changed_at)
}

/// The beginning of the quarter of an hour that a moment is in, by the clocks of the office.
fn quarter_of(office: &Office, at: Timestamp) -> Timestamp {
    let local = at.with_timezone(&office.zone);
    let past = i64::from(local.minute()) % MINUTES * 60 + i64::from(local.second());
    at - TimeDelta::seconds(past) - TimeDelta::nanoseconds(i64::from(local.nanosecond()))
}

/// The curve of the day; `None` before the first ticket.
pub(super) fn curve(office: &Office, now: Timestamp, overview: &Overview) -> Option<DayCurve> {
    let tickets = &overview.tickets;
    let first = tickets.iter().map(|ticket| ticket.issued_at).min()?;
    let cleared = overview.cleared_in.map(|left| now + left);
    let begin = quarter_of(office, first.min(now));
    let end = cleared.unwrap_or(now).max(now);
    // At least four hours, so that a morning is no single bar.
    let count = ((end - begin).num_minutes() / MINUTES + 1).clamp(16, MOST);
    let open_at = |at: Timestamp| {
        let open = |t: &&Ticket| t.issued_at < at && ended(t).is_none_or(|ended| ended >= at);
        tickets.iter().filter(open).count()
    };
    let open_now = open_at(now + TimeDelta::nanoseconds(1));
    let quarter = |index: i64| {
        let from = begin + TimeDelta::minutes(index * MINUTES);
        let to = from + TimeDelta::minutes(MINUTES);
        let within = |at: Timestamp| from <= at && at < to;
        let arrived = tickets.iter().filter(|t| within(t.issued_at)).count();
        let done = |t: &&Ticket| t.state == State::Done && within(t.changed_at);
        let expected = from > now;
        let open = match cleared {
            _ if !expected => Some(open_at(to.min(now + TimeDelta::nanoseconds(1)))),
            // As many as are here now, fewer and fewer until the last one is done.
            Some(cleared) if from < cleared => {
                let left = (cleared - from).num_seconds();
                let all = (cleared - now).num_seconds().max(1);
                let rest = i64::try_from(open_now).unwrap_or(i64::MAX).saturating_mul(left);
                usize::try_from((rest + all - 1) / all).ok()
            }
            _ => None,
        };
        let local = from.with_timezone(&office.zone);
        let hour = if local.minute() == 0 { time::clock(from, office.zone) } else { String::new() };
        Quarter { hour, arrived, done: tickets.iter().filter(done).count(), open, expected }
    };
    let quarters: Vec<Quarter> = (0..count).map(quarter).collect();
    let most = quarters.iter().map(|q| q.arrived.max(q.done).max(q.open.unwrap_or_default())).max();
    let spoken = quarters.iter().filter(|q| !q.expected && !q.hour.is_empty()).map(|q| {
        let open = q.open.unwrap_or_default();
        let values: &[(&str, &dyn Display)] =
            &[("time", &q.hour), ("arrived", &q.arrived), ("done", &q.done), ("open", &open)];
        words().with("supervisor.quarter", values)
    });
    let spoken = spoken.collect::<Vec<_>>().join("; ");
    let open = words().with("supervisor.curve-open", &[("count", &open_now)]);
    Some(DayCurve { open, most: most.unwrap_or_default().max(1), spoken, quarters })
}

#[cfg(test)]
mod tests {
    use super::super::show::tests::{now, office, overview, ticket};
    use super::*;

    #[test]
    fn who_came_and_went_stands_in_its_quarter_and_the_rest_is_expected() {
        let at = |minutes| now() - TimeDelta::minutes(minutes);
        let come = |number: &str, minutes| {
            let mut ticket = ticket(number, "verifikasi");
            ticket.issued_at = at(minutes);
            ticket
        };
        // It is 08:10; two came at 07:20, one of them was done at 07:50, and two more are here.
        let mut done = come("T001", 50);
        (done.state, done.changed_at) = (State::Done, at(20));
        let tickets = vec![done, come("T002", 50), come("T003", 8), come("T004", 7)];
        let mut overview = overview(tickets);
        overview.cleared_in = Some(TimeDelta::minutes(60));
        let curve = curve(&office(), now(), &overview).unwrap();
        let open = words().with("supervisor.curve-open", &[("count", &3)]);
        assert_eq!((curve.open, curve.most, curve.quarters.len()), (open, 3, 16));
        let told: Vec<_> = curve.quarters.iter().map(|q| (q.arrived, q.done, q.open)).collect();
        let past = [(2, 0, Some(2)), (0, 0, Some(2)), (0, 1, Some(1)), (2, 0, Some(3))];
        assert_eq!(told[..4], past);
        assert!(curve.quarters[..4].iter().all(|quarter| !quarter.expected));
        let expected: Vec<_> = told[4..9].iter().map(|(_, _, open)| *open).collect();
        assert_eq!(expected, [Some(3), Some(2), Some(2), Some(1), None]);
        assert_eq!(curve.quarters[3].hour, "08:00");
        assert!(curve.spoken.contains("08:00"), "{}", curve.spoken);
    }

    #[test]
    fn nobody_knows_more_than_the_desk() {
        let overview = overview(vec![ticket("T001", "verifikasi")]);
        let curve = curve(&office(), now(), &overview).unwrap();
        let expected = curve.quarters.iter().filter(|quarter| quarter.expected);
        assert!(expected.clone().count() > 0 && expected.clone().all(|q| q.open.is_none()));
        assert_eq!(super::curve(&office(), now(), &self::overview(Vec::new())), None);
    }
}
