//! What a switch does to the printer.
//!
//! Belongs here: hands and accidents, and switches that go by themselves. Never here: what the sender of bytes does.

use std::time::Duration;

use super::super::condition::Condition;
use super::super::interpreter::{Interpreter, Step};
use super::super::output::Output;
use super::super::replies::Answer;
use super::super::switch::{Moment, Switch};
use super::Engine;

impl Engine {
    /// Makes a switch go by itself.
    pub fn arm(&mut self, moment: Moment, switch: Switch) {
        let at = match moment {
            Moment::Received(more) => Moment::Received(self.received + more),
            Moment::Executed(more) => Moment::Executed(self.executed + more),
            Moment::Fed(more) => Moment::Fed(self.fed + more),
        };
        self.armed.push((at, switch));
    }

    /// Forgets the switches that would go by themselves.
    pub fn disarm(&mut self) {
        self.armed.clear();
    }

    /// How it is, in a few words.
    pub fn report(&self) -> String {
        let state = match (self.powered, self.condition.troubles().as_str()) {
            (false, _) => "switched off".to_owned(),
            (true, "") => "ready".to_owned(),
            (true, troubles) => format!("offline: {troubles}"),
        };
        let roll = if self.condition.near_end { ", the roll ends soon" } else { "" };
        let output =
            if self.in_output().is_empty() { "" } else { ", a ticket hangs in its output" };
        let unknown = match self.unknown().len() {
            0 => String::new(),
            count => format!(", it did not know {count} commands"),
        };
        format!("{state}{roll}{output}{unknown}, {} bytes wait in it", self.buffer.len())
    }

    /// Something happens to it.
    pub fn switch(&mut self, switch: Switch, now: Duration) {
        let before = self.condition;
        let sensor = self.profile.status.near_end;
        let condition = &mut self.condition;
        match switch {
            Switch::PaperOut => {
                (condition.paper_out, condition.near_end) = (true, sensor);
            }
            Switch::PaperIn => {
                (condition.paper_out, condition.near_end) = (false, false);
                self.tear();
            }
            Switch::NearEnd => condition.near_end = sensor,
            Switch::CoverOpen => condition.cover_open = true,
            Switch::CoverClosed => condition.cover_open = false,
            Switch::CutterJam => condition.blade_stuck = true,
            Switch::CutterFree => {
                (condition.blade_stuck, condition.cutter_error) = (false, false);
                // Whoever freed the blade has taken away the paper that no cut will part.
                if !matches!(self.steps.front(), Some(Step::Blade(_))) {
                    self.tear();
                }
            }
            Switch::Overheated => condition.overheated = true,
            Switch::Cooled => condition.overheated = false,
            Switch::Broken => condition.broken = true,
            Switch::Offline => condition.switched_offline = true,
            Switch::Online => condition.switched_offline = false,
            Switch::DrawerOpen => condition.drawer_open = true,
            Switch::DrawerClosed => condition.drawer_open = false,
            Switch::Stall => self.stalled = true,
            Switch::Slow(per_second) => self.bytes_per_s = Some(per_second),
            Switch::Fast => (self.stalled, self.bytes_per_s) = (false, None),
            Switch::AckAtOnce => self.receipts = Some(Interpreter::new(&self.profile)),
            Switch::AckNormal => {
                self.receipts = None;
                self.replies.switch(switch);
            }
            Switch::OneConnection(pause) => self.pause = pause,
            Switch::ForgetOnClose => self.forgets_on_close = true,
            Switch::KeepOnClose => self.forgets_on_close = false,
            Switch::HangUp => self.hang_up = self.line_open,
            Switch::PowerOff => self.power_off(),
            Switch::PowerOn => self.powered = true,
            Switch::TicketTaken => self.output.iter_mut().for_each(Output::take),
            Switch::TicketPulled => self.output.iter_mut().for_each(Output::pull),
            Switch::VisitorsAway => self.output.iter_mut().for_each(|o| o.visitors(false)),
            Switch::VisitorsHere => self.output.iter_mut().for_each(|o| o.visitors(true)),
            Switch::TimePasses(time) => self.spent += time,
            _ => self.replies.switch(switch),
        }
        self.changed(&before, now);
    }

    pub(super) fn changed(&mut self, before: &Condition, now: Duration) {
        if self.condition.online() && !before.online() {
            self.woken_at = now;
        }
        if self.powered && self.condition.changed_since(before) & self.automatic != 0 {
            self.replies.say(Answer::Other, &self.condition.automatic(), now);
        }
    }

    fn power_off(&mut self) {
        self.throw_away();
        self.interpreter.forget_all();
        self.paper_strip.forget_all();
        self.output.iter_mut().for_each(Output::forget_modes);
        self.replies.forget();
        (self.condition.broken, self.condition.cutter_error) = (false, false);
        (self.powered, self.automatic) = (false, 0);
        self.hang_up = self.line_open;
    }

    /// Switches that were armed for now.
    pub(super) fn go_off(&mut self, now: Duration) {
        if self.armed.is_empty() {
            return;
        }
        let reached = |moment: Moment| match moment {
            Moment::Received(count) => self.received >= count,
            Moment::Executed(count) => self.executed >= count,
            Moment::Fed(dots) => self.fed >= dots,
        };
        let (due, later): (Vec<_>, Vec<_>) =
            self.armed.iter().copied().partition(|(moment, _)| reached(*moment));
        self.armed = later;
        due.into_iter().for_each(|(_, switch)| self.switch(switch, now));
    }

    /// Empties the receive buffer and the print buffer.
    pub(super) fn throw_away(&mut self) {
        self.buffer.clear();
        self.steps.clear();
        self.spotted.clear();
        self.interpreter.forget_command();
        self.paper_strip.forget_letters();
        self.executed = self.received;
        self.free_at = self.woken_at.max(self.free_at);
    }
}
