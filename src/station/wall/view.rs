//! What a wall shows at a moment, as plain values: sentences, states and codes.
//!
//! Never here: how it is drawn, or how many numbers a line has room for.

use super::slides::Slide;
use crate::domain::CallKind;

/// What a counter does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RowState {
    /// It holds nobody.
    #[default]
    Ready,
    /// It has called a number, and nobody has come yet.
    Called,
    /// It serves a number.
    Serving,
    /// It is at work on something that concerns nobody in this room.
    Busy,
    /// It takes a break.
    Away,
    /// Nobody knows: the queue cannot be read.
    Unknown,
}

/// A counter: one row, at its place all day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// "Loket 1".
    pub name: String,
    /// The number that it holds, or "".
    pub number: String,
    /// What it does.
    pub state: RowState,
    /// The same as a word.
    pub word: String,
    /// The same for whoever hears the wall.
    pub said: String,
    /// Its call is the one on the card.
    pub lit: bool,
}

/// A call while it is new.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Card {
    /// Another one for each call.
    pub id: i32,
    /// "T012".
    pub number: String,
    /// "Loket 1".
    pub counter: String,
    /// What the visitor is to do.
    pub heading: String,
    /// What the call is to the room.
    pub kind: CallKind,
}

/// A number and where it was called to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listed {
    /// "T012".
    pub number: String,
    /// "Loket 1".
    pub counter: String,
}

/// What takes turns below the card: one question, and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Strip {
    /// The question.
    pub label: String,
    /// Numbers side by side.
    pub numbers: Vec<String>,
    /// Calls one below the other.
    pub calls: Vec<Listed>,
    /// Sentences one below the other.
    pub lines: Vec<String>,
}

/// What fills the room of the card while no call is new.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Shown {
    /// Nothing yet.
    #[default]
    Nothing,
    /// One fact.
    Fact(Slide),
    /// All numbers that are ready, where they are more than the foot has room for.
    Ready,
    /// A picture of the office, by the token of whoever holds it.
    Picture(u32),
}

/// Everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct View {
    /// "Dinas Kependudukan dan Pencatatan Sipil".
    pub office: String,
    /// "Kabupaten Magetan".
    pub region: String,
    /// "09:42"; "" while nobody knows.
    pub clock: String,
    /// "Senin, 23 November 2026", or that it is not known.
    pub date: String,
    /// The diagonal of the screen.
    pub inches: u16,
    /// Changes every few seconds: where numbers have no room side by side, the next ones follow.
    pub turn: u32,
    /// The counters.
    pub rows: Vec<Row>,
    /// The call that is new.
    pub card: Option<Card>,
    /// What stands in its place.
    pub shown: Shown,
    /// What takes turns below it.
    pub strip: Strip,
    /// Whether anything is ever handed over to people of this room.
    pub hands_over: bool,
    /// The numbers whose document is ready.
    pub ready: Vec<String>,
    /// The numbers that were called and did not come.
    pub missed: Vec<String>,
    /// What stands at the foot while there are neither.
    pub foot: String,
    /// "" or the sentence that says that nobody knows how things stand.
    pub stale: String,
}
