//! Choosing a counter, in the slots of a console: whoever sits down says where.

use super::Fragment;
use super::console::filled;
use super::key::inside;
use super::note::note;
use crate::station::{Tone, staff_words};
use maud::html;

/// What there is to see of the choice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountersView {
    /// The time of day.
    pub clock: String,
    /// What came of the last try; empty before the first.
    pub note: String,
    /// The counters of the office, in its order.
    pub counters: Vec<CounterLine>,
}

/// A counter that could be chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CounterLine {
    /// Its number, which is sent when it is chosen.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// That it is taken, or what its work is; empty where there is nothing to say.
    pub note: String,
    /// Whether it may be chosen.
    pub free: bool,
}

/// What stands in each slot.
pub fn fragments(view: &CountersView) -> Vec<Fragment> {
    let words = staff_words();
    let list = html! {
        @if view.counters.is_empty() { p.nobody { (words.text("web.no-counter")) } }
        ul.counters { @for counter in &view.counters { li {
            button.key.row.quiet[!counter.free] type="button" data-do="counter"
                data-what=(counter.number) aria-disabled=[(!counter.free).then_some("true")] {
                (inside(&html! { span.label {
                    (counter.name)
                    @if !counter.note.is_empty() { span.detail { (counter.note) } }
                } }))
            }
        } } }
    };
    filled(vec![
        Fragment::new("who", html! { h1 { (words.text("web.choose-counter")) } }),
        Fragment::new("time", html! { (view.clock) }),
        Fragment::new("notes", note(&view.note, Tone::Warn)),
        Fragment::new("here", list),
    ])
}
