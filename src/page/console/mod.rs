//! The console of a counter, as the window shows it: the same order, the same places, the same words.
//!
//! Keys carry their letter first, for a browser keeps some of the upper row for itself. Never here: a digit of a PIN, for no view
//! has one.

mod act;
mod call;
mod here;
mod panel;
mod queue;
mod sign_in;
mod top;

pub use act::{action_named, code};

use super::shell::{Paths, content_of, live};
use super::{Fragment, note};
use crate::station::console::{ConsolePhase, ConsoleView};
use crate::station::{Tone, staff_words};
use maud::{Markup, html};

/// The slots of the page, in its order.
pub const SLOTS: [&str; 18] = [
    "who", "state", "tools", "time", "alarm", "notes", "here", "clocks", "steps", "keys", "side",
    "paper", "next", "more", "call", "message", "undo", "spoken",
];

const PATHS: Paths =
    Paths { stream: "/console/stream", event: "/console/event", here: "/console/here" };

/// What stands in each slot. Before an officer has signed in, that page stands in them.
pub fn fragments(view: &ConsoleView) -> Vec<Fragment> {
    let words = staff_words();
    if view.sign_in.shown {
        return filled(vec![
            Fragment::new("who", html! { h1 { (view.sign_in.heading) } }),
            Fragment::new("time", html! { (view.clock) }),
            Fragment::new("here", sign_in::people(&view.sign_in, words)),
            Fragment::new("side", sign_in::pad(&view.sign_in, words)),
        ]);
    }
    let open = view.panel.as_ref();
    let queue = |content: Markup| {
        if open.is_none() {
            content
        } else {
            html! {}
        }
    };
    filled(vec![
        Fragment::new("who", top::who(view, words)),
        Fragment::new("state", note::pill(&view.printer, view.printer_tone)),
        Fragment::new("tools", top::tools(view, words)),
        Fragment::new("time", html! { (view.clock) }),
        Fragment::new("alarm", note::note(&view.stale, Tone::Stop)),
        Fragment::new("notes", top::notes(view, words)),
        Fragment::new("here", here::here(view, words)),
        Fragment::new("clocks", here::clocks(view)),
        Fragment::new("steps", here::steps(view, words)),
        Fragment::new("keys", here::keys(view, words)),
        Fragment::new(
            "side",
            open.map_or_else(
                || queue::waiting(view, words),
                |panel| panel::panel(panel, view.letters, words),
            ),
        ),
        Fragment::new("paper", queue(queue::paper(view, words))),
        Fragment::new("next", queue(queue::next(view, words))),
        Fragment::new("more", queue(queue::more(view, words))),
        Fragment::new("call", call::call(view, words)),
        Fragment::new("message", call::message(view)),
        Fragment::new("undo", call::undo(view, words)),
        Fragment::new("spoken", html! { (spoken(view)) }),
    ])
}

/// Every slot of the page, in its order; what nobody has filled is empty.
pub(super) fn filled(given: Vec<Fragment>) -> Vec<Fragment> {
    let mut given = given;
    let slot = |id| {
        let place = given.iter().position(|fragment| fragment.id == id);
        place.map_or_else(|| Fragment::new(id, html! {}), |place| given.swap_remove(place))
    };
    SLOTS.into_iter().map(slot).collect()
}

/// What only a screen reader says: what has opened, or which ticket has come.
fn spoken(view: &ConsoleView) -> String {
    if let Some(panel) = &view.panel {
        return panel.title.clone();
    }
    if view.phase == ConsolePhase::Idle {
        return view.heading.clone();
    }
    format!("{}: {}, {}", view.heading, view.number, view.service)
}

/// The page around its slots; where a counter is chosen, too.
pub fn document(fragments: &[Fragment]) -> String {
    let words = staff_words();
    let at = |id| content_of(fragments, id);
    let content = html! {
        header.top {
            div #who { (at("who")) }
            div #state { (at("state")) }
            div #tools { (at("tools")) }
            div #time { (at("time")) }
        }
        div #alarm aria-live="assertive" { (at("alarm")) }
        div #notes aria-live="polite" { (at("notes")) }
        main {
            div.middle {
                div.left {
                    div.told {
                        div #here { (at("here")) }
                        div #clocks { (at("clocks")) }
                        div #steps { (at("steps")) }
                    }
                    div #keys role="group" aria-label=(words.text("web.actions")) { (at("keys")) }
                }
                div.right {
                    div #side { (at("side")) }
                    div #paper aria-live="polite" { (at("paper")) }
                    div #next { (at("next")) }
                    div #more { (at("more")) }
                }
            }
            div.foot {
                div #call { (at("call")) }
                div.line {
                    div #message aria-live="polite" { (at("message")) }
                    div #undo { (at("undo")) }
                }
            }
        }
        p #spoken .hidden aria-live="polite" { (at("spoken")) }
    };
    live(words.text("web.console"), "console", &PATHS, true, &content).html
}
