//! Who will come on a rehearsed day, when, and how they will behave: everything that chance decides, decided first.
//!
//! Pure: the same office, seed and number of visitors give the same script. Never here: the queue.

use crate::domain::{CaseId, Lane, Language, ServiceCode, Timestamp};
use crate::office::{Office, Service};
use chrono::TimeDelta;
use fastrand::Rng;

/// What a rehearsal is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// The same seed gives the same day.
    pub seed: u64,
    /// How many people come.
    pub visitors: usize,
}

/// One person.
#[derive(Debug, Clone, PartialEq)]
pub struct Visitor {
    /// When they stand in front of the kiosk.
    pub arrives_at: Timestamp,
    /// What they want.
    pub service: ServiceCode,
    /// Why.
    pub case: Option<CaseId>,
    /// Their lane.
    pub lane: Lane,
    /// The language they choose.
    pub language: Language,
    /// How they answer their calls.
    pub manner: Manner,
    /// From hearing the number to standing at the counter.
    pub walk: TimeDelta,
    /// How much slower or faster than the norm each piece of work on this file goes, for as many stages as there are.
    pub pace: Vec<f64>,
    /// The file lacks something when it is first looked at, and is complete after this time.
    pub incomplete: Option<TimeDelta>,
}

/// How a person answers a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Comes at the first call.
    Attentive,
    /// Hears only the second.
    Distracted,
    /// Is outside when called, and reports at a counter this long after the number was given up.
    Late(TimeDelta),
    /// Has gone home.
    Gone,
}

/// Shares of people, in percent. Not from a source: an office's own report replaces them by what it measured.
mod share {
    pub(super) const PRIORITY: u32 = 15;
    pub(super) const DISTRACTED: u32 = 10;
    pub(super) const LATE: u32 = 4;
    pub(super) const GONE: u32 = 3;
    pub(super) const INCOMPLETE: u32 = 12;
    pub(super) const JAVANESE: u32 = 20;
}

/// Everybody who comes between `opens` and `closes`, in the order of their coming. Two of three come in the first half
/// of the day: public offices are full in the morning.
pub fn visitors(
    office: &Office,
    settings: Settings,
    opens: Timestamp,
    closes: Timestamp,
) -> Vec<Visitor> {
    let mut chance = Rng::with_seed(settings.seed);
    let length = (closes - opens).num_seconds().max(1);
    let mut visitors: Vec<Visitor> = (0..settings.visitors)
        .map(|_| {
            // The smaller of two draws is early more often than late.
            let half = length / 2;
            let second = match chance.u32(0..100) < 67 {
                true => chance.i64(0..half.max(1)),
                false => half + chance.i64(0..half.max(1)),
            };
            visitor(office, opens + TimeDelta::seconds(second), &mut chance)
        })
        .collect();
    visitors.sort_by_key(|visitor| visitor.arrives_at);
    visitors
}

fn visitor(office: &Office, arrives_at: Timestamp, chance: &mut Rng) -> Visitor {
    let service = popular(&office.services, chance);
    let case = match service.cases.len() {
        0 => None,
        cases => Some(service.cases[chance.usize(0..cases)].id.clone()),
    };
    let of = |percent: u32, chance: &mut Rng| chance.u32(0..100) < percent;
    let manner = match chance.u32(0..100) {
        draw if draw < share::GONE => Manner::Gone,
        draw if draw < share::GONE + share::LATE => {
            Manner::Late(TimeDelta::seconds(chance.i64(120..1_200)))
        }
        draw if draw < share::GONE + share::LATE + share::DISTRACTED => Manner::Distracted,
        _ => Manner::Attentive,
    };
    Visitor {
        arrives_at,
        service: service.code,
        case,
        lane: if of(share::PRIORITY, chance) { Lane::Priority } else { Lane::Regular },
        language: if of(share::JAVANESE, chance) {
            Language::Javanese
        } else {
            Language::Indonesian
        },
        manner,
        walk: TimeDelta::seconds(chance.i64(8..40)),
        pace: service.journey.iter().map(|_| pace(chance)).collect(),
        incomplete: of(share::INCOMPLETE, chance)
            .then(|| TimeDelta::seconds(chance.i64(600..5_400))),
    }
}

/// Services that the kiosk offers first are wanted most: each half as often as the one before, but never rarely.
fn popular<'a>(services: &'a [Service], chance: &mut Rng) -> &'a Service {
    let weight = |index: usize| 100 / (index as u32 + 2) + 5;
    let mut draw = chance.u32(0..(0..services.len()).map(weight).sum::<u32>().max(1));
    for (index, service) in services.iter().enumerate() {
        match draw.checked_sub(weight(index)) {
            None => return service,
            Some(rest) => draw = rest,
        }
    }
    &services[0]
}

/// A factor around 0.85: most work is a little quicker than its norm, and some takes twice as long. The product of
/// several draws is skewed as service times are.
fn pace(chance: &mut Rng) -> f64 {
    let draws: f64 = (0..4).map(|_| 0.7 + 0.6 * chance.f64()).product();
    (0.85 * draws).clamp(0.3, 3.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::{Outside, SAMPLES};

    fn day(seed: u64) -> Vec<Visitor> {
        let office = Office::parse(SAMPLES[0].1, &Outside::default()).unwrap();
        let opens: Timestamp = "2026-11-23T01:00:00Z".parse().unwrap();
        let settings = Settings { seed, visitors: 200 };
        visitors(&office, settings, opens, opens + TimeDelta::hours(7))
    }

    #[test]
    fn the_same_seed_is_the_same_day_and_another_is_another() {
        assert_eq!(day(7), day(7));
        assert_ne!(day(7), day(8));
    }

    #[test]
    fn everybody_comes_while_the_office_is_open_in_order_and_every_kind_of_person_comes() {
        let day = day(1);
        assert!(day.is_sorted_by_key(|visitor| visitor.arrives_at));
        assert!(day.iter().all(|v| v.arrives_at >= day[0].arrives_at && !v.pace.is_empty()));
        let any = |found: fn(&Visitor) -> bool| day.iter().any(found);
        assert!(any(|v| v.lane == Lane::Priority) && any(|v| v.incomplete.is_some()));
        assert!(any(|v| v.manner == Manner::Gone) && any(|v| matches!(v.manner, Manner::Late(_))));
    }
}
