//! What the kiosk says of services and of closed doors, as plain words: the queue's facts in, sentences out.
//!
//! Pure. What is not known is not said, and never a zero. Never here: windows, or when something is refused.

use crate::desk::{NoNumber, ServiceIntake};
use crate::domain::Shut;
use crate::office::{Office, Opening};
use crate::phrase::time;
use crate::words::Words;
use chrono::NaiveDateTime;

/// Whether a service gives numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Gate {
    /// As far as is known.
    #[default]
    Open,
    /// It does, but not for long.
    Closing,
    /// It does not.
    Shut,
}

/// What stands on the tile of a service.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TileFacts {
    /// How many will be called before: "5 di depan"; empty when it is not known.
    pub waiting: String,
    /// The number alone, where there is no room for more; with its word when nobody waits.
    pub count: String,
    /// How long: "20-30 menit"; empty when nobody waits or nobody can say.
    pub wait: String,
    /// What is left of the quota: "sisa 12"; empty where there is none.
    pub left: String,
    /// Whether it gives numbers.
    pub gate: Gate,
    /// The gate in words; empty while it is open.
    pub gate_note: String,
    /// All of this for whoever hears the screen.
    pub spoken: String,
}

impl TileFacts {
    /// The facts of a service of which the queue says this.
    pub fn of(intake: Option<&ServiceIntake>, words: &Words) -> Self {
        let Some(intake) = intake else { return Self::default() };
        if let Some(why) = &intake.refused {
            let note = words.text(match why {
                NoNumber::Closed { .. } => "sentence.tile-closed",
                NoNumber::QuotaUsed { .. } => "sentence.tile-full",
                NoNumber::NoTimeLeft { .. } => "sentence.tile-late",
            });
            let (gate_note, spoken) = (note.to_owned(), note.to_owned());
            return Self { gate: Gate::Shut, gate_note, spoken, ..Self::default() };
        }
        let waiting = match intake.ahead {
            0 => words.text("sentence.nobody-waiting").to_owned(),
            count => words.with("sentence.waiting-count", &[("count", &count)]),
        };
        let wait = match (intake.wait, intake.ahead) {
            (Some(wait), _) => {
                let told = wait.rounded();
                words.with("sentence.tile-wait", &[("from", &told.from), ("to", &told.to)])
            }
            (None, _) => String::new(),
        };
        let wait_spoken = match (intake.wait, intake.ahead) {
            (Some(wait), _) => {
                let told = wait.rounded();
                words.with("sentence.tile-wait-spoken", &[("from", &told.from), ("to", &told.to)])
            }
            (None, 0) => String::new(),
            (None, _) => words.text("sentence.tile-wait-unknown-spoken").to_owned(),
        };
        let count = match intake.ahead {
            0 => words.with("sentence.waiting-count", &[("count", &0)]),
            count => count.to_string(),
        };
        let left = |key| intake.left.map(|count| words.with(key, &[("count", &count)]));
        let gate = if intake.tight { Gate::Closing } else { Gate::Open };
        let gate_note = if intake.tight { words.text("sentence.tile-closing") } else { "" };
        let ahead_spoken = match intake.ahead {
            0 => waiting.clone(),
            count => words.with("sentence.tile-ahead-spoken", &[("count", &count)]),
        };
        let said = [
            ahead_spoken,
            wait_spoken,
            left("sentence.tile-left-spoken").unwrap_or_default(),
            gate_note.to_owned(),
        ];
        let said: Vec<String> = said.into_iter().filter(|part| !part.is_empty()).collect();
        Self {
            spoken: said.join(", "),
            waiting,
            count,
            wait,
            left: left("sentence.tile-left").unwrap_or_default(),
            gate,
            gate_note: gate_note.to_owned(),
        }
    }
}

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

/// The hours of the week, neighbouring days of the same hours together: ("Senin-Kamis", "08.00 sampai 15.00").
pub fn hours(opening: &Opening, words: &Words) -> Vec<(String, String)> {
    let Some(week) = opening.week() else { return Vec::new() };
    let name = |day: usize| words.text(&format!("date.weekday-{}", day + 1)).to_owned();
    let mut rows: Vec<(usize, usize, String)> = Vec::new();
    for (day, spans) in week.iter().enumerate() {
        let span = |span: &crate::domain::Span| {
            let (from, to) =
                (time::in_sentence(span.from, words), time::in_sentence(span.to, words));
            words.with("sentence.hours-day", &[("from", &from), ("to", &to)])
        };
        let text = match spans.as_slice() {
            [] => words.text("sentence.hours-shut").to_owned(),
            spans => spans.iter().map(span).collect::<Vec<_>>().join(", "),
        };
        match rows.last_mut() {
            Some((_, last, same)) if *same == text => *last = day,
            _ => rows.push((day, day, text)),
        }
    }
    let row = |(first, last, text): (usize, usize, String)| match first == last {
        true => (name(first), text),
        false => (format!("{}-{}", name(first), name(last)), text),
    };
    rows.into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Language, ServiceCode, WaitRange};
    use crate::office::{Outside, SAMPLES};
    use chrono::NaiveTime;

    fn intake() -> ServiceIntake {
        ServiceIntake {
            service: ServiceCode::new('T').unwrap(),
            refused: None,
            tight: false,
            left: None,
            ahead: 5,
            wait: Some(WaitRange { from: 22, to: 28 }),
        }
    }

    fn spoken(intake: &ServiceIntake) -> String {
        TileFacts::of(Some(intake), Words::of(Language::Indonesian)).spoken
    }

    #[test]
    fn a_tile_says_what_is_known_and_no_more() {
        assert_eq!(spoken(&intake()), "5 orang di depan Anda, tunggu 20 sampai 30 menit");
        let unknown = ServiceIntake { wait: None, ..intake() };
        assert_eq!(spoken(&unknown), "5 orang di depan Anda, lama tunggu belum diketahui");
        let nobody = ServiceIntake { ahead: 0, wait: None, ..intake() };
        assert_eq!(spoken(&nobody), "Belum ada yang menunggu");
        let told = TileFacts::of(Some(&unknown), Words::of(Language::Indonesian));
        assert_eq!((&*told.wait, &*told.count), ("", "5"));
        assert_eq!(told.waiting, "5 di depan");
        let limited = ServiceIntake { left: Some(12), tight: true, ..intake() };
        let said = "5 orang di depan Anda, tunggu 20 sampai 30 menit, sisa 12 nomor hari ini, Segera tutup";
        assert_eq!(spoken(&limited), said);
        let unread = TileFacts::of(None, Words::of(Language::Indonesian));
        assert_eq!(unread, TileFacts::default(), "unknown is never zero");
    }

    #[test]
    fn a_service_without_numbers_says_why_instead_of_who_waits() {
        let service = ServiceCode::new('T').unwrap();
        let full = NoNumber::QuotaUsed { service, quota: 250 };
        let facts = TileFacts::of(
            Some(&ServiceIntake { refused: Some(full), ..intake() }),
            Words::of(Language::Indonesian),
        );
        assert_eq!((facts.gate, &*facts.waiting), (Gate::Shut, ""));
        assert_eq!(facts.spoken, "Nomor habis");
    }

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

    #[test]
    fn days_of_the_same_hours_are_one_row() {
        let rows = hours(&office().opening, Words::of(Language::Indonesian));
        let expected = [
            ("Senin-Kamis", "08.00 sampai 15.00"),
            ("Jumat", "08.00 sampai 11.00"),
            ("Sabtu-Minggu", "tutup"),
        ];
        let expected = expected.map(|(day, span)| (day.to_owned(), span.to_owned()));
        assert_eq!(rows, expected);
        assert_eq!(hours(&Opening::default(), Words::of(Language::English)), []);
    }
}
