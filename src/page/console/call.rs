//! The one big action of the day, and under it what the last key did and how to take it back.

use super::code;
use crate::page::key::{Key, caps_of, kbds};
use crate::page::note::{tone_class, tone_icon};
use crate::station::Tone;
use crate::station::console::{ConsoleAction, ConsoleView};
use crate::words::Words;
use maud::{Markup, html};

/// The big key: the number that it calls stands on it; while it calls nobody, what comes before that.
pub(super) fn call(view: &ConsoleView, words: &Words) -> Markup {
    let action = if view.paused { ConsoleAction::Pause } else { ConsoleAction::Next };
    let label = match view.call_label.as_str() {
        _ if view.paused => words.text("officer.resume-counter"),
        "" => words.text("console.call-next"),
        label => label,
    };
    let caps = if view.paused {
        caps_of("letter.pause", view.letters, words)
    } else {
        vec![words.text("console.space-key")]
    };
    let usable = view.can(action);
    html! {
        button.call.quiet[!usable] type="button" data-do="act" data-what=(code(action))
            aria-disabled=[(!usable).then_some("true")] {
            span.label { (label) }
            @if usable { (kbds(&caps)) }
        }
    }
}

/// What came of the last key, or what was called last. What does not go on is said at once.
pub(super) fn message(view: &ConsoleView) -> Markup {
    if view.message.is_empty() {
        return html! { p { (view.last_call) } };
    }
    let tone = view.message_tone;
    html! {
        p class={ "told " (tone_class(tone)) } role=[(tone == Tone::Stop).then_some("alert")] {
            @if tone != Tone::Calm { (tone_icon(tone)) }
            span { (view.message) }
        }
    }
}

/// The step that can be taken back, and for how long.
pub(super) fn undo(view: &ConsoleView, words: &Words) -> Markup {
    if view.undo.is_empty() {
        return html! {};
    }
    let label = format!("{}: {}", words.text("officer.undo"), view.undo);
    html! {
        span.seconds { (view.undo_seconds) " " (words.text("officer.seconds")) }
        (Key {
            does: "act",
            what: code(ConsoleAction::Undo),
            label: &label,
            caps: caps_of("letter.undo", view.letters, words),
            usable: true,
            ..Key::default()
        }.markup())
    }
}
