//! Who works here? A name, a PIN, nothing else. Of the PIN there is only how many digits.

use crate::page::icon::{self, icon};
use crate::page::key::inside;
use crate::page::note::{tone_class, tone_icon};
use crate::station::Tone;
use crate::station::console::SignInView;
use crate::words::Words;
use maud::{Markup, html};

const DIGITS: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// Everybody who could sign in. The arrow keys go through them.
pub(super) fn people(view: &SignInView, words: &Words) -> Markup {
    html! {
        h2.hidden { (words.text("people.choose")) }
        ul.people data-arrows { @for (index, officer) in view.officers.iter().enumerate() { li {
            button.key.row.chosen[officer.selected] type="button" data-do="officer" data-what=(index)
                aria-pressed=(officer.selected)
                data-sight=[officer.selected.then_some(index)] {
                (inside(&html! {
                    span.box.round { @if officer.selected { (icon(icon::CHECK)) } }
                    span.label { (officer.name) }
                    span.role { (officer.role) }
                }))
            }
        } } }
    }
}

/// The digits, how many are typed, and what came of them.
pub(super) fn pad(view: &SignInView, words: &Words) -> Markup {
    let person = if view.person.is_empty() { words.text("people.pin") } else { &view.person };
    let can_erase = view.can_type && view.typed > 0;
    html! {
        div.pad {
            h2 { (person) }
            p.dots aria-live="polite" {
                span.hidden { (view.typed_label) }
                @for _ in 0..view.typed { span.dot aria-hidden="true" {} }
            }
            p class={ "told " (tone_class(view.tone)) } aria-live="polite" {
                @if view.tone != Tone::Calm { (tone_icon(view.tone)) }
                span { (view.note) }
            }
            div.digits {
                @for digit in DIGITS { (button("key", digit, digit, view.can_type, "")) }
                (button("erase", "", words.text("people.erase"), can_erase, " word"))
                (button("key", "0", "0", view.can_type, ""))
                (button("enter", "", words.text("people.enter"), view.can_enter, " word primary"))
            }
        }
    }
}

fn button(does: &str, what: &str, label: &str, usable: bool, class: &str) -> Markup {
    let class = if usable { class } else { " word quiet" };
    html! {
        button type="button" class={ "key digit" (class) } data-do=(does) data-what=(what)
            aria-disabled=[(!usable).then_some("true")] { (label) }
    }
}
