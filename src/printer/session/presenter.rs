//! The ticket in the output of a printer inside a kiosk: how long it has hung there, and what is done about it.
//!
//! Every ticket hangs there for some seconds, because a visitor reads the screen first, puts a bag down, has one hand
//! only. So nothing is said for a third of the time it may wait, and nothing is done before that time is over, unless
//! the next ticket is due: nobody may get two tickets in one hand. Pure: what the sensor says and the time are told to
//! it. Never here: asking, sending, or what an answer means.
//!
//! ```text
//! free --ticket--> hanging --a third--> not taken --its time is over, "retract"--> acted
//!  ^                  |                     |                                       |   '--still there--> stuck
//!  |                  '---- the next ticket is due ---------> acted                 |
//!  '------------------------------- free ------------------------------------------'
//! ```

use std::time::{Duration, Instant};

use crate::domain::print::Incident;
use crate::paper::profile::{NotTaken, Presenter};

use super::condition::Output;

/// So long a ticket is left to its visitor although the next one is due: who stands there has seen it by then.
const REACHING: Duration = Duration::from_secs(5);

/// So long a printer may need to take a ticket back or to push it out.
/// Source: Citizen, PPU-700 command reference p. 121: its motor runs for 5 s where no paper is found.
const MOVING: Duration = Duration::from_secs(7);

/// What is to be done about the ticket in the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    /// Takes it back.
    Retract,
    /// Pushes it out.
    Eject,
    /// Reminds the visitor.
    Remind,
    /// Ends the light: the output is free.
    LightOff,
}

/// Whether the next ticket may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gate {
    /// It may: the output is free, or nothing can be done about it.
    Open,
    /// Not yet.
    Closed,
    /// Not before this was done and the output is free.
    After(Action),
}

/// The output of one printer.
#[derive(Debug, Default)]
pub(super) struct Hanging {
    /// Since when a ticket has hung there and nothing has moved.
    since: Option<Instant>,
    /// Before then the ticket may still be on its way.
    printed_by: Option<Instant>,
    /// It was said that it is not taken.
    told: bool,
    /// What was sent against it, and when.
    acted: Option<(Incident, Instant)>,
    /// That did not help.
    stuck: bool,
    incidents: Vec<Incident>,
}

impl Action {
    /// The command that does it, empty where there is none.
    pub(super) fn bytes(self, rules: &Presenter) -> &[u8] {
        match self {
            Action::Retract => &rules.retract,
            Action::Eject => &rules.eject,
            Action::Remind => &rules.buzzer,
            Action::LightOff => &rules.light_off,
        }
    }
}

impl Hanging {
    /// The sensor has said so at `now`. What is to be done.
    pub(super) fn see(
        &mut self,
        output: Output,
        now: Instant,
        rules: &Presenter,
    ) -> Option<Action> {
        if !output.ticket {
            let was_there = self.since.take().is_some();
            // Whatever took it, the sensor cannot say; the command came last.
            self.incidents.extend(self.acted.take().map(|(fate, _)| fate));
            (self.told, self.stuck) = (false, false);
            return (was_there && !rules.light_off.is_empty()).then_some(Action::LightOff);
        }
        if self.moves(output, now) {
            return None;
        }
        let waits = now.saturating_duration_since(*self.since.get_or_insert(now));
        if self.acted.is_some_and(|(_, at)| now >= at + MOVING) {
            (self.acted, self.stuck) = (None, true);
        }
        let its_time = Duration::from_secs(rules.after_s.into());
        let reminds = waits >= its_time / 3 && !self.told;
        if reminds {
            self.tell();
        }
        if waits >= its_time && rules.not_taken == NotTaken::Retract && self.may_act() {
            return Some(self.act(Action::Retract, now));
        }
        (reminds && !rules.buzzer.is_empty()).then_some(Action::Remind)
    }

    /// Another ticket is due, and the sensor has just said so.
    pub(super) fn gate(&mut self, output: Output, now: Instant, rules: &Presenter) -> Gate {
        let _ = self.see(output, now, &Presenter { not_taken: NotTaken::Leave, ..rules.clone() });
        if !output.ticket {
            return Gate::Open;
        }
        let Some(since) = self.since.filter(|_| !self.moves(output, now)) else {
            return Gate::Closed;
        };
        if now < since + REACHING || self.acted.is_some() {
            return Gate::Closed;
        }
        let action = match rules.not_taken {
            NotTaken::Retract => Action::Retract,
            NotTaken::Leave => Action::Eject,
        };
        if action.bytes(rules).is_empty() || self.stuck {
            return Gate::Open;
        }
        Gate::After(self.act(action, now))
    }

    /// Another ticket is on its way and printed by then.
    pub(super) fn sent(&mut self, printed_by: Instant) {
        let incidents = std::mem::take(&mut self.incidents);
        *self = Hanging { printed_by: Some(printed_by), incidents, ..Hanging::default() };
    }

    /// The printer has said that it has printed the ticket.
    pub(super) fn printed(&mut self) {
        self.printed_by = None;
    }

    /// What hung out of the printer was parted off and taken away by what makes room in the output.
    pub(super) fn parted_off(&mut self, rules: &Presenter) {
        if !rules.makes_room().is_empty() {
            self.incidents.push(fate(match rules.not_taken {
                NotTaken::Retract => Action::Retract,
                NotTaken::Leave => Action::Eject,
            }));
        }
    }

    /// Whether it is time to say that the ticket is not taken.
    pub(super) fn is_not_taken(&self) -> bool {
        self.told
    }

    /// What became of tickets since the last call.
    pub(super) fn incidents(&mut self) -> Vec<Incident> {
        std::mem::take(&mut self.incidents)
    }

    /// Nothing is done while paper moves: half a ticket would be pulled through the blade.
    fn moves(&self, output: Output, now: Instant) -> bool {
        output.moving || self.printed_by.is_some_and(|by| now < by)
    }

    fn tell(&mut self) {
        self.told = true;
        self.incidents.push(Incident::TicketNotTaken);
    }

    fn may_act(&self) -> bool {
        self.acted.is_none() && !self.stuck
    }

    fn act(&mut self, action: Action, now: Instant) -> Action {
        self.acted = Some((fate(action), now));
        action
    }
}

fn fate(action: Action) -> Incident {
    match action {
        Action::Eject => Incident::TicketEjected,
        Action::Retract | Action::Remind | Action::LightOff => Incident::TicketRetracted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::samples;

    const FREE: Output = Output { ticket: false, moving: false };
    const THERE: Output = Output { ticket: true, moving: false };
    const MOVES: Output = Output { ticket: true, moving: true };

    /// An output of a VKP80II, where a ticket waits for 45 s, and a clock that the test moves.
    struct Bench {
        hanging: Hanging,
        rules: Presenter,
        now: Instant,
    }

    impl Bench {
        fn new(not_taken: NotTaken) -> Bench {
            let mut rules = samples::profile("custom-vkp80ii").presenter.expect("it has one");
            (rules.not_taken, rules.after_s) = (not_taken, 45);
            Bench { hanging: Hanging::default(), rules, now: Instant::now() }
        }

        fn after(&mut self, seconds: u64) -> &mut Bench {
            self.now += Duration::from_secs(seconds);
            self
        }

        #[track_caller]
        fn sees(&mut self, output: Output, expected: Option<Action>) -> &mut Bench {
            assert_eq!(self.hanging.see(output, self.now, &self.rules), expected);
            self
        }

        #[track_caller]
        fn gate(&mut self, output: Output, expected: Gate) -> &mut Bench {
            assert_eq!(self.hanging.gate(output, self.now, &self.rules), expected);
            self
        }

        #[track_caller]
        fn told(&mut self, not_taken: bool, incidents: &[Incident]) -> &mut Bench {
            assert_eq!(self.hanging.is_not_taken(), not_taken);
            assert_eq!(self.hanging.incidents(), incidents);
            self
        }
    }

    #[test]
    fn a_ticket_that_is_taken_in_good_time_is_no_news() {
        let mut bench = Bench::new(NotTaken::Retract);
        bench.sees(THERE, None).after(14).sees(THERE, None).told(false, &[]);
        bench.sees(FREE, None).told(false, &[]).gate(FREE, Gate::Open);
        // Its time does not count for the next one.
        bench.sees(THERE, None).after(14).sees(THERE, None).told(false, &[]);
    }

    #[test]
    fn one_that_hangs_on_is_told_once_and_then_taken_back() {
        let mut bench = Bench::new(NotTaken::Retract);
        bench.sees(THERE, None).after(15).sees(THERE, None).told(true, &[Incident::TicketNotTaken]);
        bench.after(29).sees(THERE, None).told(true, &[]);
        bench.after(1).sees(THERE, Some(Action::Retract)).sees(MOVES, None).told(true, &[]);
        bench.after(3).sees(FREE, None).told(false, &[Incident::TicketRetracted]);
    }

    #[test]
    fn a_printer_that_takes_nothing_back_is_asked_to_once() {
        let mut bench = Bench::new(NotTaken::Retract);
        bench.sees(THERE, None).after(45).sees(THERE, Some(Action::Retract));
        for _ in 0..20 {
            bench.after(3).sees(THERE, None);
        }
        // The next ticket is printed all the same.
        bench.gate(THERE, Gate::Open).told(true, &[Incident::TicketNotTaken]);
        bench.sees(FREE, None).told(false, &[]);
    }

    #[test]
    fn the_next_ticket_waits_for_the_hand_that_reaches_and_for_nothing_longer() {
        let mut bench = Bench::new(NotTaken::Retract);
        bench.gate(THERE, Gate::Closed).after(4).gate(THERE, Gate::Closed);
        bench.after(1).gate(THERE, Gate::After(Action::Retract)).gate(THERE, Gate::Closed);
        bench.gate(MOVES, Gate::Closed).after(2).gate(FREE, Gate::Open);
        bench.told(false, &[Incident::TicketRetracted]);
        let mut bench = Bench::new(NotTaken::Leave);
        bench
            .sees(THERE, None)
            .after(600)
            .sees(THERE, None)
            .told(true, &[Incident::TicketNotTaken]);
        bench.gate(THERE, Gate::After(Action::Eject)).after(1).gate(FREE, Gate::Open);
        bench.told(false, &[Incident::TicketEjected]);
    }

    #[test]
    fn where_nothing_moves_a_ticket_the_next_one_is_printed_behind_it() {
        let mut bench = Bench::new(NotTaken::Leave);
        bench.rules.eject.clear();
        bench.sees(THERE, None).after(5).gate(THERE, Gate::Open).told(false, &[]);
        bench.rules.eject = vec![1];
        bench.hanging.stuck = true;
        bench.gate(THERE, Gate::Open);
    }

    #[test]
    fn nothing_is_done_while_paper_moves() {
        let mut bench = Bench::new(NotTaken::Retract);
        let printed_by = bench.now + Duration::from_secs(4);
        bench.hanging.sent(printed_by);
        bench.after(3).sees(THERE, None).gate(THERE, Gate::Closed).after(1).sees(MOVES, None);
        // Its time begins when it hangs still.
        bench.after(30).sees(MOVES, None).told(false, &[]).sees(THERE, None);
        bench.after(14).sees(THERE, None).told(false, &[]).after(1).sees(THERE, None);
        bench.told(true, &[Incident::TicketNotTaken]);
    }

    #[test]
    fn a_visitor_is_reminded_once_and_the_light_goes_out_with_the_ticket() {
        let mut bench = Bench::new(NotTaken::Leave);
        (bench.rules.buzzer, bench.rules.light_off) = (vec![1], vec![2]);
        bench.sees(FREE, None).sees(THERE, None).after(15).sees(THERE, Some(Action::Remind));
        bench.after(1).sees(THERE, None).sees(FREE, Some(Action::LightOff)).sees(FREE, None);
    }
}
