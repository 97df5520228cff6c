//! What stands on the tile of a service at the kiosk: who waits, how long, what is left.
//!
//! What is not known is not said, and never a zero.

use super::estimate;
use crate::desk::{NoNumber, ServiceIntake};
use crate::words::Words;

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
        let wait = intake.wait.map(|wait| estimate::wait_in_short(wait, words));
        let wait_spoken = match (intake.wait, intake.ahead) {
            (Some(wait), _) => estimate::wait_spoken(wait, words),
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
            wait: wait.unwrap_or_default(),
            left: left("sentence.tile-left").unwrap_or_default(),
            gate,
            gate_note: gate_note.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Language, ServiceCode, WaitRange};

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
}
