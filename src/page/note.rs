//! What a tone looks like: a class for its colours, and an icon that tells it without any.

use super::icon::{self, icon};
use crate::station::Tone;
use crate::words::Words;
use maud::{Markup, html};

/// The class of a tone.
pub(super) fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Calm => "calm",
        Tone::Warn => "warn",
        Tone::Stop => "stop",
    }
}

/// The icon of a tone.
pub(super) fn tone_icon(tone: Tone) -> Markup {
    icon(match tone {
        Tone::Calm => icon::INFO,
        Tone::Warn => icon::NOTICE,
        Tone::Stop => icon::STOP,
    })
}

/// A sentence on the ground of its tone; nothing where there is no sentence.
pub(super) fn note(sentence: &str, tone: Tone) -> Markup {
    if sentence.is_empty() {
        return html! {};
    }
    html! { p class={ "note " (tone_class(tone)) } { (tone_icon(tone)) span { (sentence) } } }
}

/// A few words in a line of the head.
pub(super) fn pill(text: &str, tone: Tone) -> Markup {
    if text.is_empty() {
        return html! {};
    }
    html! { p class={ "pill " (tone_class(tone)) } { (tone_icon(tone)) span { (text) } } }
}

/// That somebody comes first.
pub(super) fn priority(words: &Words) -> Markup {
    html! { span.priority { (icon(icon::STAR)) (words.text("console.priority")) } }
}
