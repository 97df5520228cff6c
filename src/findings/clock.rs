//! Clock: whether the programs of this machine believe it, and what a wrong one has left in the queue.
//!
//! Never here: when a clock is believed (`domain`), or asking one.

use super::{Finding, Severity};
use crate::clock::Clock;
use crate::desk::{Board, DoubtedClock};
use crate::domain::Doubt;

/// What keeps a clock without a chip from being in doubt every morning.
const NO_CHIP_REMEDY: &str = "give it a clock chip, or a network that sets its clock before the office opens, and see with \
                              `timedatectl` that it does";

/// What a board tells of the clock of this machine.
pub(super) fn look(board: &Board, clock: &dyn Clock) -> Vec<Finding> {
    let mut found = Vec::new();
    match &board.clock {
        Some(doubted) => found.push(in_doubt(board, doubted)),
        None if !clock.has_chip() && !clock.synchronised() => found.push(Finding::warning(
            "clock.no-chip",
            "this machine has no clock chip, and nothing has set its clock since it was started: after its next start \
             nobody knows the day",
            NO_CHIP_REMEDY,
        )),
        None => {}
    }
    found.extend(ahead(board));
    let left = board.left_behind.as_ref();
    found.extend(left.map(|left| Finding::warning("clock.left-behind", left.to_string(), "")));
    found
}

/// A clock that the desk does not believe; its sentence says what to do now.
fn in_doubt(board: &Board, doubted: &DoubtedClock) -> Finding {
    let DoubtedClock { doubt, clock, queue } = doubted;
    if *doubt == Doubt::NoChip {
        return Finding::warning("clock.no-chip", doubted.to_string(), NO_CHIP_REMEDY);
    }
    // Such a clock closes no day on which anybody is left, so nobody gets a number until somebody decides.
    let holds_up = *doubt == Doubt::Ahead
        && queue < clock
        && !(board.open.is_empty() && board.away.is_empty());
    let severity = if holds_up { Severity::Fault } else { Severity::Warning };
    Finding::new(severity, "clock.doubted", doubted.to_string(), "")
}

/// Numbers of days that have not come yet: they may be on paper twice.
fn ahead(board: &Board) -> Option<Finding> {
    let numbers = board.ahead.iter().map(|ticket| format!("{} of {}", ticket.number, ticket.day));
    let numbers: Vec<String> = numbers.collect();
    let sentence = format!("a wrong clock has left numbers of later days: {}", numbers.join(", "));
    let remedy = "give their visitors new numbers; nobody calls these before their day";
    (!numbers.is_empty()).then(|| Finding::warning("clock.tickets-ahead", sentence, remedy))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;
    use crate::desk::{Desk, IssueRequest, Subject, new_ticket_id};
    use crate::domain::{EventSeq, Lane, Language, ServiceCode, TicketNumber};
    use crate::office::{Office, Outside, SAMPLES};
    use crate::store::sqlite::SqliteStore;
    use chrono::TimeDelta;
    use std::sync::Arc;
    use tempfile::TempDir;

    struct Scene {
        clock: ManualClock,
        folder: TempDir,
    }

    impl Scene {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            drop(SqliteStore::create(&folder.path().join("queue.db")).unwrap());
            Self { clock: ManualClock::at("2026-11-23T01:00:00Z".parse().unwrap()), folder }
        }

        fn desk(&self) -> Desk {
            let office = Office::parse(SAMPLES[0].1, &Outside::default()).unwrap();
            let store = SqliteStore::open(&self.folder.path().join("queue.db")).unwrap();
            Desk::new(Box::new(store), Arc::new(office), Arc::new(self.clock.clone()))
        }

        fn issue(&self) -> TicketNumber {
            let mut desk = self.desk();
            let request = IssueRequest {
                service: ServiceCode::new('K').unwrap(),
                case: None,
                lane: Lane::Regular,
                language: Language::English,
                id: new_ticket_id(desk.now()),
                key: None,
                override_code: None,
                print: None,
            };
            desk.issue(&request).unwrap().ticket.number
        }

        fn found(&self) -> Vec<(&'static str, Severity, String)> {
            let board = self.desk().board(EventSeq(0)).unwrap();
            let found = look(&board, &self.clock);
            found.into_iter().map(|f| (f.code, f.severity, f.to_string())).collect()
        }

        #[track_caller]
        fn finds(&self, code: &str, severity: Severity, words: &str) {
            let found = self.found();
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!((found[0].0, found[0].1), (code, severity), "{found:?}");
            assert!(found[0].2.contains(words), "{found:?}");
        }
    }

    #[test]
    fn a_clock_that_holds_up_visitors_is_a_fault_and_any_other_doubt_a_warning() {
        let scene = Scene::new();
        let number = scene.issue();
        assert_eq!(scene.found(), []);
        scene.clock.set(TimeDelta::days(1));
        scene.finds("clock.doubted", Severity::Fault, "later than can be after 2026-11-23");
        scene.clock.set(TimeDelta::days(-1));
        scene.desk().cancel(Subject::Ticket(number)).unwrap();
        scene.clock.set(TimeDelta::days(1));
        scene.finds("clock.doubted", Severity::Warning, "--new-day");
        scene.clock.set(TimeDelta::days(-3));
        scene.finds("clock.doubted", Severity::Warning, "was set back to 2026-11-21");
    }

    #[test]
    fn a_machine_without_a_clock_chip_is_told_of_until_the_network_has_set_it() {
        let scene = Scene::new();
        scene.issue();
        scene.clock.without_chip();
        // The boot clock still knows the time of the morning.
        scene.finds("clock.no-chip", Severity::Warning, "after its next start");
        scene.clock.switch_off(TimeDelta::zero());
        scene.finds("clock.no-chip", Severity::Warning, "; give it a clock chip");
        scene.clock.synchronise(TimeDelta::hours(1));
        assert_eq!(scene.found(), []);
    }

    #[test]
    fn whoever_waited_when_a_clock_alone_opened_a_day_is_named() {
        let scene = Scene::new();
        scene.issue();
        scene.clock.switch_off(TimeDelta::days(20));
        assert_eq!(scene.found(), [], "nothing is closed yet");
        scene.issue();
        scene.finds(
            "clock.left-behind",
            Severity::Warning,
            "1 number was unfinished when the day changed, and nobody calls them any more: K001 of 2026-11-23;",
        );
    }

    #[test]
    fn numbers_of_later_days_are_named_with_their_day() {
        let scene = Scene::new();
        let number = scene.issue();
        scene.desk().cancel(Subject::Ticket(number)).unwrap();
        scene.clock.set(TimeDelta::days(1_500));
        scene.issue();
        scene.clock.switch_off(TimeDelta::minutes(5) - TimeDelta::days(1_500));
        scene.finds(
            "clock.tickets-ahead",
            Severity::Warning,
            "later days: K001 of 2031-01-01; give",
        );
    }
}
