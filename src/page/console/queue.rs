//! The right side of a console: who waits, what the printer needs, who is next, who is away.

use super::code;
use crate::page::icon::{self, icon};
use crate::page::key::{Key, caps_of, inside};
use crate::page::note::{priority, tone_class, tone_icon};
use crate::station::Tone;
use crate::station::console::{ConsoleAction, ConsoleView, WaitingTicket};
use crate::words::Words;
use maud::{Markup, html};

/// So many of those who wait are listed; a page is sent again with each of their minutes.
const ROWS: usize = 20;

/// So many papers that did not come out; the panel of the printer lists all.
const PAPERS: usize = 2;

/// Everybody who waits, in the order of the queue.
pub(super) fn waiting(view: &ConsoleView, words: &Words) -> Markup {
    let more = view.waiting.len().saturating_sub(ROWS);
    html! {
        div.line {
            h2 { (words.text("officer.waiting-here")) }
            @if !view.waiting.is_empty() { p.total { (view.waiting_total) } }
        }
        @if view.waiting.is_empty() {
            p.nobody { (words.text("console.nobody-waits")) }
        } @else {
            // What scrolls can be reached by the keyboard.
            div.scroll tabindex="0" role="region" aria-label=(words.text("officer.waiting-here")) {
                ol.waiting { @for ticket in view.waiting.iter().take(ROWS) { (row(ticket, words)) } }
                @if more > 0 { p.rest { "+ " (more) } }
            }
        }
    }
}

fn row(ticket: &WaitingTicket, words: &Words) -> Markup {
    let late = match ticket.tone {
        Tone::Calm => None,
        Tone::Warn => Some(words.text("officer.nearly-late")),
        Tone::Stop => Some(words.text("officer.late")),
    };
    html! {
        li {
            b { (ticket.number) }
            span.what { (ticket.what) }
            @if ticket.priority {
                span.star { (icon(icon::STAR)) span.hidden { (words.text("console.priority")) } }
            }
            span class={ "waited " (tone_class(ticket.tone)) } {
                @if let Some(word) = late { (tone_icon(ticket.tone)) span.hidden { (word) ", " } }
                (ticket.waited)
            }
        }
    }
}

/// What is wrong with the printer, what to do about it, and the numbers whose paper did not come out.
pub(super) fn paper(view: &ConsoleView, words: &Words) -> Markup {
    let (tone, sentence) = match view.trouble.as_str() {
        "" if view.unprinted.is_empty() => return html! {},
        "" => (Tone::Warn, words.text("console.unprinted")),
        trouble => (view.trouble_tone, trouble),
    };
    let more = view.unprinted.len().saturating_sub(PAPERS);
    html! {
        div class={ "trouble " (tone_class(tone)) } {
            p.line { (tone_icon(tone)) span { (sentence) } }
            @if view.confirm_power {
                (Key {
                    does: "act",
                    what: code(ConsoleAction::PowerCycled),
                    label: words.text("officer.power-cycled"),
                    usable: true,
                    ..Key::default()
                }.markup())
            }
            @if !view.unprinted.is_empty() { ul.unprinted {
                @for ticket in view.unprinted.iter().take(PAPERS) { li {
                    span { (ticket.reason) }
                    button.key type="button" data-do="reprint" data-what=(ticket.number) {
                        (inside(&html! {
                            (icon(icon::PRINTER))
                            span.label { (words.text("console.reprint")) " " (ticket.number) }
                        }))
                    }
                } }
                @if more > 0 { li { "+ " (more) } }
            } }
        }
    }
}

/// Who is next, and the rule that says so.
pub(super) fn next(view: &ConsoleView, words: &Words) -> Markup {
    let nobody = view.next_number.is_empty();
    html! {
        div.line {
            h2 { (words.text(if nobody { "console.no-next" } else { "console.next" })) }
            @if !nobody { b { (view.next_number) } }
            @if view.next_priority { (priority(words)) }
        }
        p.reason { (view.next_reason) }
    }
}

/// Who is away, and the printer.
pub(super) fn more(view: &ConsoleView, words: &Words) -> Markup {
    let away = match view.away.as_str() {
        "" => words.text("officer.key-away"),
        away => away,
    };
    let key = |action, label, letter| {
        let caps = caps_of(letter, view.letters, words);
        let usable = view.can(action);
        Key { does: "act", what: code(action), label, caps, usable, ..Key::default() }.markup()
    };
    html! {
        (key(ConsoleAction::Away, away, "letter.away"))
        (key(ConsoleAction::Paper, words.text("officer.key-paper"), "letter.paper"))
    }
}
