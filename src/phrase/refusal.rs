//! Why the office does not do what it was asked for, in the words of whoever asked: a visitor, an officer.
//!
//! The technician's English is the refusal's own `Display`. Never here: when something is refused.

use super::{Notice, time};
use crate::desk::{DoubtedClock, LeftBehind, MissingError, NoNumber, PeopleError, Refusal};
use crate::domain::{Doubt, NotUndone, Role, Shut};
use crate::office::Office;
use crate::words::Words;
use chrono::NaiveDateTime;
use std::collections::BTreeSet;
use std::fmt::Display;

/// So many numbers stand in a sentence on a screen.
const SHOWN: usize = 8;

/// Why no number is given, as the office's visitors read it at `now`, a time of the office.
pub fn to_public(office: &Office, why: &NoNumber, now: NaiveDateTime, words: &Words) -> Notice {
    let (title, text) = match why {
        NoNumber::Closed { why, opens, .. } => {
            let holiday =
                office.opening.holiday(office.opening.business_date(now), words.language());
            let reason = match (why, holiday) {
                (Shut::Holiday, Some(name)) => {
                    words.with("sentence.closed-holiday", &[("name", &name)])
                }
                (Shut::Holiday | Shut::DayOff, _) => {
                    words.text("sentence.closed-day-off").to_owned()
                }
                (Shut::Early, _) => words.text("sentence.closed-early").to_owned(),
                (Shut::Break, _) => words.text("sentence.closed-break").to_owned(),
                (Shut::Late, _) => words.text("sentence.closed-late").to_owned(),
            };
            let opens = opens.map(|opens| opening(opens, now, words)).unwrap_or_default();
            ("sentence.closed-title", format!("{reason} {opens}").trim_end().to_owned())
        }
        NoNumber::QuotaUsed { quota, .. } => {
            ("sentence.numbers-gone-title", words.with("sentence.quota-gone", &[("count", quota)]))
        }
        NoNumber::NoTimeLeft { closes, .. } => {
            let time = time::in_sentence(*closes, words);
            ("sentence.late-title", words.with("sentence.late", &[("time", &time)]))
        }
    };
    Notice { title: words.text(title).to_owned(), text }
}

fn opening(opens: NaiveDateTime, now: NaiveDateTime, words: &Words) -> String {
    let time = time::in_sentence(opens.time(), words);
    if opens.date() == now.date() {
        return words.with("sentence.opens-today", &[("time", &time)]);
    }
    let day = time::day(opens.date(), words);
    words.with("sentence.opens", &[("day", &day), ("time", &time)])
}

/// That all numbers of a service are given.
pub fn numbers_gone(words: &Words) -> Notice {
    Notice::of("sentence.numbers-gone-title", "sentence.numbers-gone", words)
}

/// That no number is given any more, to whoever waited for the answer until the page had gone.
pub fn none_any_more(words: &Words) -> Notice {
    Notice::of("sentence.closed-title", "sentence.numbers-gone", words)
}

/// Why something was not done, in the officer's words; each sentence says what to do.
pub fn to_staff(why: &Refusal, words: &Words) -> String {
    let say = |key: &str, values: &[(&str, &dyn Display)]| words.with(key, values);
    match why {
        Refusal::CounterBusy { number, .. } => say("sentence.counter-busy", &[("number", number)]),
        Refusal::CounterIdle(_) => say("sentence.counter-idle", &[]),
        Refusal::CallLimit { number, limit } => {
            say("sentence.call-limit", &[("number", number), ("count", limit)])
        }
        Refusal::TooSoon { number, ago, interval } => {
            let left = interval.saturating_sub(*ago);
            say("officer.recall-wait", &[("number", number), ("count", &left)])
        }
        Refusal::Refused(refused) => say("sentence.not-now", &[("number", &refused.number)]),
        Refusal::NoTicket { number, .. } => say("officer.no-ticket", &[("number", number)]),
        Refusal::Paused(_) => say("officer.paused-first", &[]),
        Refusal::PausedThere { .. } => say("officer.paused-there", &[]),
        Refusal::BreakAlready { paused: true, .. } => say("officer.paused-already", &[]),
        Refusal::BreakAlready { paused: false, .. } => say("officer.open-already", &[]),
        Refusal::WrongCounter { number, .. } => say("officer.wrong-counter", &[("number", number)]),
        Refusal::Missing(MissingError::NoneNamed(_)) => say("officer.tick-first", &[]),
        Refusal::Missing(_) => say("officer.list-changed", &[]),
        Refusal::NotUndone(NotUndone::Nothing(_)) => say("officer.nothing-to-undo", &[]),
        Refusal::NotUndone(NotUndone::Final { number, .. }) => {
            say("officer.undo-final", &[("number", number)])
        }
        Refusal::NotUndone(NotUndone::TooLate { number, .. }) => {
            say("officer.undo-late", &[("number", number)])
        }
        Refusal::NotUndone(NotUndone::Changed { number, .. }) => {
            say("officer.undo-changed", &[("number", number)])
        }
        Refusal::NoCounter { .. } | Refusal::NoService { .. } => say("officer.office-changed", &[]),
        Refusal::ClockAhead { queue, clock } => {
            let (doubt, queue, clock) = (Doubt::Ahead, *queue, *clock);
            doubted_clock(&DoubtedClock { doubt, clock, queue }, words)
        }
        Refusal::People(error) => people(error, words),
        // Of giving numbers, which no console does.
        Refusal::Number(_)
        | Refusal::NoCase { .. }
        | Refusal::CaseNeeded { .. }
        | Refusal::NoNumber { .. }
        | Refusal::NoOverride { .. }
        | Refusal::Key(_)
        | Refusal::KeyText
        | Refusal::KeyUsed { .. } => say("officer.office-changed", &[]),
    }
}

/// That the clock is not believed, before anybody presses a key.
pub fn doubted_clock(doubted: &DoubtedClock, words: &Words) -> String {
    let DoubtedClock { doubt, clock, queue } = *doubted;
    let key = match doubt {
        Doubt::Ahead if queue < clock => "officer.clock-ahead",
        Doubt::Ahead => "officer.clock-unsure",
        Doubt::SetBack => "officer.clock-set-back",
        Doubt::Behind => "officer.clock-behind",
        Doubt::NoChip => "officer.clock-no-chip",
        Doubt::Gap => "officer.clock-gap",
    };
    let (clock, queue) = (time::day(clock.date(), words), time::day(queue.date(), words));
    words.with(key, &[("clock", &clock), ("queue", &queue)])
}

/// Whom the change of the day has left behind.
pub fn left_behind(left: &LeftBehind, words: &Words) -> String {
    let days = left.numbers.iter().map(|(day, _)| *day).collect::<BTreeSet<_>>();
    let days: Vec<String> = days.into_iter().map(|day| time::day(day.date(), words)).collect();
    let shown = left.numbers.iter().take(SHOWN).map(|(_, number)| number.to_string());
    let mut numbers = shown.collect::<Vec<_>>().join(", ");
    if left.numbers.len() > SHOWN {
        numbers += " ...";
    }
    let (count, day) = (left.numbers.len(), days.join(", "));
    words.with("officer.left-behind", &[("count", &count), ("day", &day), ("numbers", &numbers)])
}

/// Why somebody may not do this.
fn people(error: &PeopleError, words: &Words) -> String {
    match error {
        PeopleError::NotAllowed(refused) => {
            let roles = refused.duty.roles().iter().map(|role| role_name(*role, words));
            let roles = roles.collect::<Vec<_>>().join(", ");
            words.with("people.not-allowed", &[("roles", &roles)])
        }
        PeopleError::Retired(_) => retired(words).to_owned(),
        PeopleError::SignInFirst => words.text("people.sign-in-first").to_owned(),
        _ => cannot_sign_in(words).to_owned(),
    }
}

/// That whoever was signed in no longer works here.
pub fn retired(words: &Words) -> &str {
    words.text("people.retired")
}

/// That this officer cannot sign in.
pub fn cannot_sign_in(words: &Words) -> &str {
    words.text("people.cannot")
}

/// What a role is called.
pub fn role_name(role: Role, words: &Words) -> &str {
    words.text(match role {
        Role::Officer => "people.officer",
        Role::Supervisor => "people.supervisor",
        Role::Technician => "people.technician",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{BusinessDay, CounterNumber, Language, ServiceCode, StageId};
    use crate::office::{Outside, SAMPLES};
    use chrono::NaiveTime;

    fn office() -> Office {
        Office::parse(SAMPLES[0].1, &Outside::default()).unwrap()
    }

    fn time(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn closed_doors_say_why_and_when_they_open() {
        let says = |why, opens: &str, language| {
            let why = NoNumber::Closed { why, holiday: None, opens: Some(time(opens)) };
            to_public(&office(), &why, time("2026-12-25 09:00"), Words::of(language)).text
        };
        let id = Language::Indonesian;
        assert_eq!(
            says(Shut::Early, "2026-12-25 13:00", id),
            "Nomor antrean belum dibagikan. Nomor diberikan mulai pukul 13.00."
        );
        assert_eq!(
            says(Shut::Holiday, "2026-12-28 08:00", id),
            "Hari ini libur: Hari Raya Natal. Nomor diberikan lagi Senin, 28 Desember 2026 pukul 08.00."
        );
        assert_eq!(
            says(Shut::Late, "2026-12-28 08:00", Language::English),
            "Service has ended for today. Numbers are given again on Monday, 28 December 2026 at 08:00."
        );
    }

    #[test]
    fn what_cannot_be_served_today_is_said_with_its_reason() {
        let service = ServiceCode::new('T').unwrap();
        let says = |why| {
            let words = Words::of(Language::Indonesian);
            to_public(&office(), &why, time("2026-11-23 14:00"), words)
        };
        let full = says(NoNumber::QuotaUsed { service, quota: 250 });
        assert!(full.text.starts_with("Semua 250 nomor"), "{full:?}");
        let closes = NaiveTime::from_hms_opt(15, 0, 0).unwrap();
        let late = says(NoNumber::NoTimeLeft { service, closes });
        assert!(late.text.contains("pukul 15.00"), "{late:?}");
    }

    #[test]
    fn a_wrong_clock_is_said_and_not_taken_for_a_fault_of_the_queue() {
        let day = |day| BusinessDay::parse(day).unwrap();
        let why = Refusal::ClockAhead { queue: day("2026-11-23"), clock: day("2026-11-24") };
        let words = Words::of(Language::Indonesian);
        let said = to_staff(&why, words);
        assert!(said.contains("24 November 2026") && said.contains("23 November 2026"), "{said}");
        assert!(said.to_lowercase().contains("jam"), "{said}");
        assert_ne!(said, words.text("sentence.stale-console"));
    }

    #[test]
    fn every_doubt_about_the_clock_has_a_sentence_with_its_days() {
        let [clock, queue] =
            ["2026-11-20", "2026-11-23"].map(|day| BusinessDay::parse(day).unwrap());
        for doubt in Doubt::ALL {
            let doubted = DoubtedClock { doubt: *doubt, clock, queue };
            let said = doubted_clock(&doubted, Words::of(Language::Indonesian));
            assert!(
                said.contains("20 November 2026") || said.contains("23 November 2026"),
                "{said}"
            );
            assert!(said.contains("jam") || said.contains("Jam"), "{said}");
        }
    }

    #[test]
    fn an_officer_reads_of_a_refusal_what_it_is_about() {
        let counter = CounterNumber::new(1).unwrap();
        let number = "T012".parse().unwrap();
        for words in Language::ALL.iter().map(|language| Words::of(*language)) {
            for why in [
                Refusal::CounterBusy { counter, number, state: "called" },
                Refusal::CallLimit { number, limit: 3 },
                Refusal::NotUndone(NotUndone::TooLate { counter, number, kind: "called".into() }),
                Refusal::WrongCounter {
                    number,
                    counter,
                    service: ServiceCode::new('T').unwrap(),
                    stage: StageId::new("verifikasi").unwrap(),
                },
            ] {
                let said = to_staff(&why, words);
                assert!(said.contains("T012") && !said.contains('{'), "{said}");
            }
            let said = to_staff(&Refusal::TooSoon { number, ago: 4, interval: 10 }, words);
            assert!(said.contains("T012") && said.contains('6'), "seconds that are left: {said}");
        }
    }
}
