//! The wall of a waiting room as a page for televisions: the same board as the display's window, in HTML that old
//! browsers understand.
//!
//! Everything is drawn twice, for a screen that lies and for one that stands; the style sheet shows one of the two. So the
//! sizes that depend on what is written are chosen here, and the browser lays out nothing that could move.
//! Never here: what is shown (`station::wall`), who is sent a piece, scripts.

mod board;
mod foot;
mod front;
mod icon;
mod letters;
mod numbers;
mod space;

#[cfg(test)]
mod style_tests;
#[cfg(test)]
mod tests;

use super::Fragment;
use super::shell::head;
use crate::station::wall::{LANGUAGE, View};
use crate::words::Words;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use space::Space;

/// The look of the wall: what a browser of 2014 knows, and no more.
pub const STYLE: &str = include_str!("../../ui/web/wall.css");

/// The pieces of the wall, always the same ones in the same order.
pub fn fragments(view: &View) -> Vec<Fragment> {
    let words = Words::of(LANGUAGE);
    let (lying, upright) = (Space::lying(view), Space::upright(view));
    let both = |draw: &dyn Fn(&Space) -> Option<Markup>| {
        let drawn = [&lying, &upright].map(|space| draw(space).map(Markup::into_string));
        drawn.into_iter().flatten().collect::<String>()
    };
    let piece = |id, html| Fragment { id, html };
    vec![
        piece("head", both(&|space| Some(front::head(view, space))) + &time(view)),
        piece("rows", both(&|space| Some(board::board(view, space)))),
        piece("card", both(&|space| front::card(view, space))),
        piece("lead", both(&|space| front::lead(view, space, words))),
        piece("notice", both(&|space| front::notice(view, space))),
        piece("strip", both(&|space| front::strip(view, space))),
        piece("foot", both(&|space| Some(foot::foot(view, space, words)))),
    ]
}

/// The time that was shown last, once, for the sentence that says since when nothing is known.
fn time(view: &View) -> String {
    html! { span #time hidden { (view.clock) } }.into_string()
}

/// The page that holds these pieces, for the wall of this name that speaks: until a browser lets it, it asks for the key
/// that switches the sound on, which answers with the sound of `/wall/chime.wav`.
pub fn document(fragments: &[Fragment], name: &str) -> String {
    page(fragments, name, true)
}

/// The same for a wall that never speaks.
pub fn silent_document(fragments: &[Fragment], name: &str) -> String {
    page(fragments, name, false)
}

fn page(fragments: &[Fragment], name: &str, speaks: bool) -> String {
    let words = Words::of(LANGUAGE);
    // What is called is told at once to whoever hears the page, that nobody knows when there is time.
    let told = |id: &str| match id {
        "card" => Some("assertive"),
        "notice" => Some("polite"),
        _ => None,
    };
    let whole = |id: &str| told(id).map(|_| "true");
    let page = html! {
        (DOCTYPE)
        html lang=(LANGUAGE.code()) {
            (head(name, "/wall.css"))
            body data-stream="/wall/stream" data-here="/wall/here" data-stay="1" data-name=(name) {
                @for piece in fragments {
                    div id=(piece.id) aria-live=[told(piece.id)] aria-atomic=[whole(piece.id)] {
                        (PreEscaped(&piece.html))
                    }
                }
                @if speaks { (sound(words)) }
                div #stale role="alert" data-text=(words.text("display.stale"))
                    data-foot=(words.text("display.stale-foot")) hidden {}
            }
        }
    };
    page.into_string()
}

/// The key that switches the sound on has the focus from the beginning, so that one press of a remote control is enough;
/// after a minute a small sign in the corner is left of it.
fn sound(words: &Words) -> Markup {
    html! {
        button #sound type="button" data-src="/wall/chime.wav" autofocus {
            span.press { (words.text("display.sound-press")) }
            span.mark { (icon::drawn("silent", Some(words.text("display.sound-off")))) }
        }
    }
}
