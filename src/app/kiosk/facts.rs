//! What the kiosk says of closed doors, as plain words: the queue's facts in, sentences out.
//!
//! Pure. Never here: windows, or when something is refused.

use crate::desk::NoNumber;
use crate::domain::Shut;
use crate::office::Office;
use crate::phrase::time;
use crate::words::Words;
use chrono::NaiveDateTime;

/// A page that gives no number: what is the matter, and what the visitor can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// In a few words.
    pub title: String,
    /// In one or two sentences.
    pub text: String,
}

/// Why no number is given, as the office's visitors read it at `now`, a time of the office.
pub fn refusal(office: &Office, why: &NoNumber, now: NaiveDateTime, words: &Words) -> Notice {
    let (title, text) = match why {
        NoNumber::Closed { why, opens, .. } => {
            let holiday =
                office.opening.holiday(office.opening.business_date(now), words.language());
            let reason = match (why, holiday) {
                (Shut::Holiday, Some(name)) => {
                    words.with("sentence.closed-holiday", &[("name", &name)])
                }
                (Shut::Holiday | Shut::DayOff, _) => words.text("sentence.closed-day-off").into(),
                (Shut::Early, _) => words.text("sentence.closed-early").into(),
                (Shut::Break, _) => words.text("sentence.closed-break").into(),
                (Shut::Late, _) => words.text("sentence.closed-late").into(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Language, ServiceCode};
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
            refusal(&office(), &why, time("2026-12-25 09:00"), Words::of(language)).text
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
            refusal(&office(), &why, time("2026-11-23 14:00"), words)
        };
        let full = says(NoNumber::QuotaUsed { service, quota: 250 });
        assert!(full.text.starts_with("Semua 250 nomor"), "{full:?}");
        let closes = NaiveTime::from_hms_opt(15, 0, 0).unwrap();
        let late = says(NoNumber::NoTimeLeft { service, closes });
        assert!(late.text.contains("pukul 15.00"), "{late:?}");
    }
}
