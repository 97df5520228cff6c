//! The head of a console: whose counter this is, and what everybody at it should know.

use super::code;
use crate::page::icon::{self, icon};
use crate::page::key::{Key, caps_of, inside, kbds};
use crate::page::note::note;
use crate::station::Tone;
use crate::station::console::{ConsoleAction, ConsoleView};
use crate::words::Words;
use maud::{Markup, html};

/// The counter, who works there, and the way out.
pub(super) fn who(view: &ConsoleView, words: &Words) -> Markup {
    html! {
        h1 { (view.counter) }
        @if !view.sign_in.who.is_empty() { p.person { (view.sign_in.who) } }
        @if view.sign_in.can_lock {
            button.key type="button" data-do="lock" data-what="" {
                (inside(&html! {
                    (icon(icon::LOCK))
                    span.label { (words.text("people.lock")) }
                    (kbds(&caps_of("letter.lock", view.letters, words)))
                }))
            }
        }
    }
}

/// The break, and the list of the keys.
pub(super) fn tools(view: &ConsoleView, words: &Words) -> Markup {
    let pause = if view.paused { "officer.resume" } else { "officer.pause" };
    html! {
        (Key {
            does: "act",
            what: code(ConsoleAction::Pause),
            label: words.text(pause),
            caps: caps_of("letter.pause", view.letters, words),
            usable: view.can(ConsoleAction::Pause),
            ..Key::default()
        }.markup())
        (Key {
            does: "act",
            what: code(ConsoleAction::Legend),
            label: words.text("officer.keys"),
            caps: vec!["?"],
            usable: true,
            ..Key::default()
        }.markup())
    }
}

/// Who asks for staff, and what the waiting room does not see or hear. One thing at a time: what cannot be read cannot be called
/// either.
pub(super) fn notes(view: &ConsoleView, words: &Words) -> Markup {
    html! {
        @if !view.help.is_empty() {
            div.note.help {
                (icon(icon::PEOPLE))
                span { (view.help) }
                @if view.help_more > 0 { span.count { "+ " (view.help_more) } }
                (Key {
                    does: "act",
                    what: code(ConsoleAction::Answer),
                    label: words.text("officer.answer"),
                    caps: caps_of("letter.answer", view.letters, words),
                    usable: true,
                    ..Key::default()
                }.markup())
            }
        }
        @if view.stale.is_empty() { (note(&view.public_side, Tone::Warn)) }
    }
}
