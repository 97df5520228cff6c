//! What is wrong with a call as a whole: too long, too late, too loud or too soft, each fault with what to do.
//!
//! Belongs here: judging calls, and finding the longest that an office can make. Never here: single clips (that is `check`).

use super::announcement::{Announcement, Voices};
use super::check::{ClipFault, FIRST_MOST};
use super::extent::Extent;
use super::library::calling_counters;
use super::loud::{PEAK_MOST, TARGET, TOLERANCE, loudness_of};
use super::sound::{decibels, peak};
use crate::domain::{CallKind, CounterNumber, TicketNumber};
use crate::office::Office;

/// Everything that is wrong with a call of these voices, as the waiting room hears it.
pub fn call_faults(voices: &Voices, call: &Announcement) -> Vec<ClipFault> {
    let longest = voices.longest();
    let mut faults = Vec::new();
    if call.duration() > longest {
        faults.push(ClipFault::CallLong(call.duration().as_secs_f32(), longest.as_secs()));
    }
    let first = call.counter.map(|counter| voices.first_said(call.number, counter).as_secs_f32());
    faults.extend(first.filter(|first| *first > FIRST_MOST).map(ClipFault::CallLate));
    let samples: Vec<f32> = call.samples.iter().map(|s| f32::from(*s) / 32768.0).collect();
    let strongest = decibels(peak(&samples));
    if strongest > PEAK_MOST {
        faults.push(ClipFault::Peak(strongest));
    }
    let loudness = loudness_of(&samples).filter(|loudness| (loudness - TARGET).abs() > TOLERANCE);
    faults.extend(loudness.map(ClipFault::CallLoudness));
    faults
}

/// The call that takes longest until its number and way are said, of all that this office can make before its thousandth
/// visitor of a day.
pub fn longest_call(voices: &Voices, office: &Office) -> Option<(TicketNumber, CounterNumber)> {
    let numbers = office.services.iter().flat_map(|service| {
        (1..=9).filter_map(|digit| TicketNumber::new(service.code, digit * 111).ok())
    });
    let counters: Vec<CounterNumber> = calling_counters(office).map(|c| c.number).collect();
    let calls = numbers.flat_map(|number| counters.iter().map(move |counter| (number, *counter)));
    calls.max_by_key(|(number, counter)| {
        voices.duration(CallKind::Turn, *number, *counter, Extent::Once)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Language::{self, English, Indonesian};
    use std::time::Duration;

    fn call(voices: &Voices, number: &str, counter: i64) -> Announcement {
        let counter = CounterNumber::new(counter).unwrap();
        voices.announce(number.parse().unwrap(), counter, Extent::Repeated)
    }

    const ROOMS: [&[Language]; 4] =
        [&[Indonesian], &[English], &[Indonesian, English], &[English, Indonesian]];

    #[test]
    fn calls_of_the_programs_voices_are_as_loud_as_they_are_meant_to_be() {
        for languages in ROOMS {
            let voices = Voices::shipped(languages);
            for (number, counter) in [("T012", 3), ("S666", 6), ("W999", 9), ("E080", 17)] {
                let call = call(&voices, number, counter);
                assert_eq!(call_faults(&voices, &call), [], "{languages:?} {number} {counter}");
            }
        }
    }

    /// Every letter, every number below a thousand of one digit thrice, which are the extremes, and every counter.
    #[test]
    fn a_call_is_over_soon_enough_for_every_number_and_the_counters_that_offices_have() {
        for languages in ROOMS {
            let voices = Voices::shipped(languages);
            let (mut longest, mut latest) = (Duration::ZERO, Duration::ZERO);
            for letter in "ABCDEFGHJKLMNPQRSTUVWXYZ".chars() {
                for (digit, counter) in (0..=9).flat_map(|d| (1..=19).map(move |c| (d, c))) {
                    let serial = if digit == 0 { 100 } else { digit * 111 };
                    let number: TicketNumber = format!("{letter}{serial:03}").parse().unwrap();
                    let counter = CounterNumber::new(counter).unwrap();
                    longest = longest.max(voices.duration(
                        CallKind::Turn,
                        number,
                        counter,
                        Extent::Repeated,
                    ));
                    if counter.get() <= 9 {
                        latest = latest.max(voices.first_said(number, counter));
                    }
                }
            }
            assert!(longest <= voices.longest(), "{languages:?}: {longest:?}");
            assert!(latest <= Duration::from_secs(5), "{languages:?}: {latest:?}");
        }
    }

    #[test]
    fn what_is_too_long_too_soft_or_too_strong_is_told() {
        let voices = Voices::shipped(&[Indonesian]);
        let good = call(&voices, "T012", 3);
        let told = |samples: Vec<i16>| {
            let changed = Announcement { samples, ..good.clone() };
            let faults = call_faults(&voices, &changed);
            faults.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let soft = told(good.samples.iter().map(|sample| sample / 4).collect());
        assert!(soft.len() == 1 && soft[0].starts_with("has -28"), "{soft:?}");
        let strong = told(good.samples.iter().map(|sample| sample.saturating_mul(3)).collect());
        assert!(strong[0].starts_with("peaks at 0.0 dBFS"), "{strong:?}");
        let long = told([good.samples.clone(), good.samples.clone()].concat());
        assert!(long[0].contains("at most 11 s"), "{long:?}");
        let late = call(&voices, "W9999", 79);
        let late: Vec<String> =
            call_faults(&voices, &late).iter().map(ToString::to_string).collect();
        assert!(late.iter().any(|fault| fault.contains("after the chime")), "{late:?}");
    }
}
