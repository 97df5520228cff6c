//! What there is to see of the office, as plain values.

use crate::station::Tone;

/// All that there is to see of the office. An empty sentence is one that there is no reason for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OverviewView {
    /// What this is.
    pub title: String,
    /// The time of day.
    pub clock: String,
    /// The day.
    pub date: String,
    /// How the printer is, in short.
    pub printer: String,
    /// How urgent that is.
    pub printer_tone: Tone,
    /// What is wrong with the printer, and what to do.
    pub advice: String,
    /// Why what is shown may be old.
    pub stale: String,
    /// What is asked first: the promise, who waits, when the last one will be done.
    pub head: Vec<DayFigure>,
    /// The day as a curve; `None` before the first ticket.
    pub curve: Option<DayCurve>,
    /// The other figures of the day.
    pub figures: Vec<DayFigure>,
    /// What goes on at each counter.
    pub counters: Vec<WatchLine>,
    /// Where tickets are.
    pub stages: Vec<WatchLine>,
    /// Whoever would wait for ever, and whoever is late.
    pub late: Vec<WatchLine>,
    /// The documents that were missing most, in one line.
    pub missing: String,
}

/// The day by quarter of an hour.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayCurve {
    /// The quarters, from the one of the first ticket.
    pub quarters: Vec<Quarter>,
    /// The largest number of any of them.
    pub most: usize,
    /// How many are not done yet, as a sentence.
    pub open: String,
    /// What a screen reader says of it.
    pub spoken: String,
}

/// A quarter of an hour.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quarter {
    /// Its time where an hour begins.
    pub hour: String,
    /// How many took a number.
    pub arrived: usize,
    /// How many were finished.
    pub done: usize,
    /// How many were open at its end; `None` where nobody can say it.
    pub open: Option<usize>,
    /// Whether it is still to come.
    pub expected: bool,
}

/// A figure of the day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayFigure {
    /// What is counted.
    pub name: String,
    /// How many.
    pub value: String,
    /// How urgent that is.
    pub tone: Tone,
}

/// A line about a counter, a stage or a ticket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WatchLine {
    /// Which one.
    pub name: String,
    /// What goes on there.
    pub what: String,
    /// The number that is there.
    pub number: String,
    /// More about it.
    pub detail: String,
    /// How long, and how long it should be.
    pub time: String,
    /// What to do about it.
    pub todo: String,
    /// What the tone says, in a word.
    pub word: String,
    /// How late it is.
    pub tone: Tone,
    /// Whether nothing goes on there.
    pub quiet: bool,
}
