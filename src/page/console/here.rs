//! The ticket at a counter: its number, where its file stands, the time it takes, and what can be done with it.

use super::code;
use crate::page::icon::{self, icon};
use crate::page::key::{Key, Rank, caps_of};
use crate::page::note::{priority, tone_class, tone_icon};
use crate::station::Tone;
use crate::station::console::{ConsoleAction, ConsoleClock, ConsolePhase, ConsoleView};
use crate::words::Words;
use maud::{Markup, html};

/// The ticket, or what the counter has done today.
pub(super) fn here(view: &ConsoleView, words: &Words) -> Markup {
    let idle = view.phase == ConsolePhase::Idle;
    html! {
        div.line {
            h2 { (view.heading) }
            @if !idle { p.calls { (view.calls) } }
        }
        @if idle { (nobody(view, words)) } @else { (ticket(view, words)) }
    }
}

fn nobody(view: &ConsoleView, words: &Words) -> Markup {
    let told = if view.paused { "officer.paused-here" } else { "console.nobody-here" };
    html! {
        @if !view.today.is_empty() {
            h3 { (words.text("officer.today-here")) }
            dl.figures { @for figure in &view.today {
                div { dt { (figure.name) } dd { (figure.value) } }
            } }
        }
        p.nobody { (words.text(told)) }
    }
}

fn ticket(view: &ConsoleView, words: &Words) -> Markup {
    html! {
        div.ticket {
            p.number { (view.number) }
            div.about {
                p.service {
                    (view.service)
                    @if !view.case_name.is_empty() { " · " (view.case_name) }
                }
                @if view.priority || !view.entry.is_empty() {
                    p.entry { @if view.priority { (priority(words)) " " } (view.entry) }
                }
            }
        }
    }
}

/// The times that run, against what they should be.
pub(super) fn clocks(view: &ConsoleView) -> Markup {
    if view.phase == ConsolePhase::Idle || view.clocks.is_empty() {
        return html! {};
    }
    html! { ul.clocks { @for clock in &view.clocks { li class=(tone_class(clock.tone)) { (one(clock)) } } } }
}

fn one(clock: &ConsoleClock) -> Markup {
    html! {
        @if clock.tone == Tone::Calm { (icon(icon::CLOCK)) } @else { (tone_icon(clock.tone)) }
        div {
            p.name { (clock.name) @if !clock.word.is_empty() { ", " (clock.word) } }
            p { b { (clock.time) } @if !clock.norm.is_empty() { span { " / " (clock.norm) } } }
        }
    }
}

/// The way of the file through the office.
pub(super) fn steps(view: &ConsoleView, words: &Words) -> Markup {
    if view.phase == ConsolePhase::Idle || view.steps.is_empty() {
        return html! {};
    }
    html! {
        ol.steps aria-label=(words.text("supervisor.stages")) { @for step in &view.steps {
            li.done[step.done].current[step.current] aria-current=[step.current.then_some("step")] {
                span.bar { @if step.done { (icon(icon::CHECK)) } }
                (step.name)
                @if step.done { span.hidden { ", " (words.text("officer.step-done")) } }
            }
        } }
    }
}

/// What can be done with the ticket. Every action keeps its place and its keys.
pub(super) fn keys(view: &ConsoleView, words: &Words) -> Markup {
    let key = |action, label: &str, letter: &str, rank| {
        let caps = caps_of(letter, view.letters, words);
        let usable = view.can(action);
        Key { does: "act", what: code(action), label, caps, rank, usable }.markup()
    };
    let next = |is_next| if is_next { Rank::Primary } else { Rank::Plain };
    let called = next(view.phase == ConsolePhase::Called);
    let serving = next(view.phase == ConsolePhase::Serving && view.panel.is_none());
    let finish = match view.finish_label.as_str() {
        "" => words.text("console.finish"),
        label => label,
    };
    let plain = |action, name, letter| key(action, words.text(name), letter, Rank::Plain);
    html! {
        (recall(view, words))
        (key(ConsoleAction::Start, words.text("console.start"), "letter.start", called))
        div.wide { (key(ConsoleAction::Finish, finish, "letter.finish", serving)) }
        (plain(ConsoleAction::HandBack, "officer.hand-back", "letter.hand-back"))
        (plain(ConsoleAction::NoShow, "console.no-show", "letter.no-show"))
        (plain(ConsoleAction::Transfer, "officer.transfer", "letter.transfer"))
        (key(ConsoleAction::Cancel, words.text("console.cancel"), "letter.cancel", Rank::Danger))
    }
}

/// Calling the same number again, or the seconds until that may be.
fn recall(view: &ConsoleView, words: &Words) -> Markup {
    let seconds = format!("{} {}", view.recall_seconds, words.text("officer.seconds"));
    let caps = match view.recall_seconds {
        1.. => vec![seconds.as_str()],
        _ => caps_of("letter.recall", view.letters, words),
    };
    Key {
        does: "act",
        what: code(ConsoleAction::Recall),
        label: words.text("console.recall"),
        caps,
        usable: view.can(ConsoleAction::Recall),
        ..Key::default()
    }
    .markup()
}
