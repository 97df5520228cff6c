//! The whole office for whoever answers for it: who works on what, who waits where, what has become late, and which devices are
//! connected.

use super::curve::curve;
use super::note::{note, pill, tone_class, tone_icon};
use super::shell::{Paths, content_of, live};
use super::{Fragment, icon};
use crate::station::overview::{DayFigure, OverviewView, WatchLine};
use crate::station::{Tone, staff_words};
use crate::words::Words;
use maud::{Markup, html};

/// The slots of the page, in its order; that of the devices is filled by `devices`.
pub const SLOTS: [&str; 12] = [
    "who", "state", "date", "time", "alarm", "notes", "head", "curve", "late", "counters",
    "stages", "devices",
];

const PATHS: Paths =
    Paths { stream: "/supervisor/stream", event: "/supervisor/event", here: "/supervisor/here" };

/// A device that the office has let in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeviceLine {
    /// What it is called.
    pub name: String,
    /// What it is used as.
    pub kind: String,
    /// How it is, as a sentence.
    pub state: String,
    /// Its id, which is sent when it is revoked.
    pub id: String,
    /// Whether it may be revoked.
    pub revocable: bool,
}

/// What stands in each slot but that of the devices.
pub fn fragments(view: &OverviewView) -> Vec<Fragment> {
    let words = staff_words();
    vec![
        Fragment::new("who", html! { h1 { (view.title) } }),
        Fragment::new("state", pill(&view.printer, view.printer_tone)),
        Fragment::new("date", html! { (view.date) }),
        Fragment::new("time", html! { (view.clock) }),
        Fragment::new("alarm", note(&view.stale, Tone::Stop)),
        Fragment::new("notes", note(&view.advice, view.printer_tone)),
        Fragment::new("head", head(view)),
        Fragment::new("curve", curve(view.curve.as_ref(), words)),
        Fragment::new(
            "late",
            list("supervisor.late", "supervisor.nothing-late", &view.late, words),
        ),
        Fragment::new(
            "counters",
            list("supervisor.counters", "web.no-counter", &view.counters, words),
        ),
        Fragment::new("stages", stages(view, words)),
    ]
}

/// What is asked first, in large figures, and the others below.
fn head(view: &OverviewView) -> Markup {
    html! {
        dl.large { @for figure in &view.head { (large(figure)) } }
        dl.small { @for figure in &view.figures {
            div class=(tone_class(figure.tone)) { dt { (figure.name) ":" } " " dd { (figure.value) } }
        } }
    }
}

fn large(figure: &DayFigure) -> Markup {
    html! { div class=(tone_class(figure.tone)) {
        dt { (figure.name) }
        dd { @if figure.tone != Tone::Calm { (tone_icon(figure.tone)) } (figure.value) }
    } }
}

fn list(title: &'static str, empty: &'static str, lines: &[WatchLine], words: &Words) -> Markup {
    html! {
        h2 { (words.text(title)) }
        @if lines.is_empty() {
            p.nobody { (words.text(empty)) }
        } @else {
            ul.watch { @for line in lines { (row(line)) } }
        }
    }
}

fn stages(view: &OverviewView, words: &Words) -> Markup {
    html! {
        (list("supervisor.stages", "supervisor.no-stages", &view.stages, words))
        @if !view.missing.is_empty() { p.missing { (view.missing) } }
    }
}

/// A line; late is filled and nearly late tinted, so that it is told without any colour.
fn row(line: &WatchLine) -> Markup {
    // What is empty keeps its column.
    let part = |class: &str, text: &str| html! { span class=(class) { @if !text.is_empty() { (text) " " } } };
    html! {
        li.quiet[line.quiet].(tone_class(line.tone)) {
            div.line {
                span.name { (line.name) " " }
                (part("what", &line.what))
                (part("number", &line.number))
                (part("detail", &line.detail))
                (part("time", &line.time))
                span.word { @if !line.word.is_empty() { (tone_icon(line.tone)) span { (line.word) } } }
            }
            @if !line.todo.is_empty() { p.todo { (line.todo) } }
        }
    }
}

/// The devices that the office has let in.
pub fn devices(devices: &[DeviceLine]) -> Fragment {
    let words = staff_words();
    let ask = |name: &str| words.with("web.revoke-ask", &[("name", &name)]);
    let content = html! {
        h2 { (words.text("web.devices")) }
        @if devices.is_empty() { p.nobody { (words.text("web.no-devices")) } }
        ul.devices { @for device in devices { li {
            span.name { (device.name) }
            span.kind { (device.kind) }
            span.state { (device.state) }
            @if device.revocable {
                button.key.danger type="button" data-do="revoke" data-what=(device.id)
                    data-ask=(ask(&device.name)) {
                    span.label { (words.text("web.revoke")) span.hidden { " " (device.name) } }
                }
            }
        } } }
    };
    Fragment::new("devices", content)
}

/// The page around its slots.
pub fn document(fragments: &[Fragment]) -> String {
    let words = staff_words();
    let at = |id| content_of(fragments, id);
    let content = html! {
        header.top {
            div #who { (at("who")) }
            div #state { (at("state")) }
            div #date { (at("date")) }
            div #time { (at("time")) }
        }
        div #alarm aria-live="assertive" { (at("alarm")) }
        div #notes aria-live="polite" { (at("notes")) }
        main {
            section #head { (at("head")) }
            div.middle {
                div.left {
                    section #curve { (at("curve")) }
                    section #counters { (at("counters")) }
                }
                div.right {
                    section #late aria-live="polite" { (at("late")) }
                    section #stages { (at("stages")) }
                }
            }
            section #devices { (at("devices")) }
            p.report {
                a href="/report" { (icon::icon(icon::PAGE)) (words.text("web.report")) }
            }
        }
    };
    live(words.text("supervisor.title"), "overview", &PATHS, false, &content).html
}
