//! What stands on the tile of a service at the kiosk: who waits, how long, what is left.
//!
//! What is not known is not said, and never a zero.

use super::estimate;
use crate::desk::{NoNumber, ServiceIntake, Staffed};
use crate::words::Words;

/// So many numbers or fewer are worth telling that they are left.
const FEW: u32 = 20;

/// What the fact on a tile is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TileFact {
    /// Who waits, and how long; or nothing, where that is not known.
    #[default]
    Waiting,
    /// Whoever comes now is served at once.
    Direct,
    /// Numbers are given, but not for long.
    Closing,
    /// None is given.
    Shut,
}

/// What stands on the tile of a service.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TileFacts {
    /// What helps to decide, in one line: "5 di depan Anda, 20-30 menit". Empty where nothing is known that would.
    pub text: String,
    /// The same where there is little room: "5 di depan Anda".
    pub brief: String,
    /// What it is about.
    pub fact: TileFact,
    /// The same for whoever hears the screen.
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
            let [text, brief, spoken] = [(); 3].map(|()| note.to_owned());
            return Self { fact: TileFact::Shut, text, brief, spoken };
        }
        let (ahead, ahead_spoken, fact) = match (intake.ahead, intake.staffed) {
            (0, Staffed::Free) => {
                let direct = words.text("sentence.tile-direct").to_owned();
                (direct.clone(), direct, TileFact::Direct)
            }
            (0, Staffed::Busy) => {
                let next = words.text("sentence.tile-next").to_owned();
                (next.clone(), next, TileFact::Waiting)
            }
            // That nobody waits where nobody may be working either helps nobody to decide.
            (0, Staffed::Unknown) => {
                let nobody = words.text("sentence.nobody-waiting").to_owned();
                (String::new(), nobody, TileFact::Waiting)
            }
            (count, _) => (
                words.with("sentence.tile-ahead", &[("count", &count)]),
                words.with("sentence.tile-ahead-spoken", &[("count", &count)]),
                TileFact::Waiting,
            ),
        };
        let known = intake.wait.filter(|_| intake.ahead > 0 || intake.staffed == Staffed::Busy);
        let wait = known.map(|wait| estimate::wait_in_short(wait, words));
        let wait_spoken = match (known, intake.ahead) {
            (Some(wait), _) => estimate::wait_spoken(wait, words),
            (None, 0) => String::new(),
            (None, _) => words.text("sentence.tile-wait-unknown-spoken").to_owned(),
        };
        let left = |key| intake.left.map(|count| words.with(key, &[("count", &count)]));
        let closing = intake.tight.then(|| words.text("sentence.tile-closing").to_owned());
        let joined = |parts: [Option<String>; 4]| {
            let said = parts.into_iter().flatten().filter(|part| !part.is_empty());
            said.collect::<Vec<_>>().join(", ")
        };
        Self {
            brief: closing.clone().unwrap_or_else(|| ahead.clone()),
            // Where it closes soon, that is what decides. What is left of many decides nothing.
            text: match &closing {
                Some(closing) => joined([Some(closing.clone()), wait.or(Some(ahead)), None, None]),
                None => {
                    let few = intake.left.is_some_and(|left| left <= FEW);
                    joined([Some(ahead), wait, left("sentence.tile-left").filter(|_| few), None])
                }
            },
            spoken: joined([
                Some(ahead_spoken),
                Some(wait_spoken),
                left("sentence.tile-left-spoken"),
                closing,
            ]),
            fact: if intake.tight { TileFact::Closing } else { fact },
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
            staffed: Staffed::Busy,
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
        assert_eq!(spoken(&nobody), "Anda yang berikutnya");
        let told = |intake| TileFacts::of(Some(intake), Words::of(Language::Indonesian)).text;
        assert_eq!(told(&unknown), "5 di depan Anda");
        assert_eq!(told(&intake()), "5 di depan Anda, 20-30 menit");
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
        assert_eq!((facts.fact, &*facts.text), (TileFact::Shut, "Nomor habis"));
        assert_eq!(facts.spoken, "Nomor habis");
    }

    #[test]
    fn only_a_free_counter_serves_at_once_and_an_empty_office_says_nothing() {
        let told = |staffed| {
            let nobody = ServiceIntake { ahead: 0, wait: None, staffed, ..intake() };
            let facts = TileFacts::of(Some(&nobody), Words::of(Language::Indonesian));
            (facts.fact, facts.text)
        };
        assert_eq!(told(Staffed::Free), (TileFact::Direct, "Langsung dilayani".to_owned()));
        assert_eq!(told(Staffed::Busy), (TileFact::Waiting, "Anda yang berikutnya".to_owned()));
        assert_eq!(told(Staffed::Unknown), (TileFact::Waiting, String::new()));
    }
}
