//! Whose document is ready and who missed a call, always at the same place: also while the card is up.

use super::letters::wide;
use super::numbers::{cell, drawn, one};
use super::space::Space;
use crate::station::wall::View;
use crate::words::Words;
use maud::{Markup, html};

/// After a heading, and between the two.
const AFTER: f64 = 0.6;
const BETWEEN: f64 = 0.9;

pub(super) fn foot(view: &View, space: &Space, words: &Words) -> Markup {
    let known = view.stale.is_empty();
    let (ready, missed) = (words.text("display.ready"), words.text("display.missed"));
    let names_ready = known && view.hands_over;
    let has_missed = known && !view.missed.is_empty();
    let heads = wide(ready) + wide(missed) + BETWEEN;
    // Where both have no room beside each other, they take turns.
    let least = match space.upright {
        true => heads,
        false => heads + 2.0 * AFTER + one(&view.ready) + one(&view.missed),
    };
    let conflict = names_ready && has_missed && least > space.inner;
    // Each goes on where it was, whatever stood there in between.
    let turn = if conflict { view.turn / 2 } else { view.turn };
    let is_even = view.turn.is_multiple_of(2);
    let shows_ready = !conflict || is_even;
    let shows_missed = has_missed && (!conflict || !is_even);
    // Whoever missed a call has the room of one number, wherever others are ready.
    let room = match (space.upright, names_ready) {
        (true, _) => space.inner,
        (false, true) if conflict => {
            space.inner - wide(if shows_ready { ready } else { missed }) - AFTER
        }
        (false, true) => space.inner - heads - 2.0 * AFTER,
        (false, false) => space.inner - wide(missed) - AFTER,
    };
    let of_missed = match names_ready && !conflict {
        true if space.upright => wide(missed).max(one(&view.missed)),
        true => one(&view.missed),
        false => room,
    };
    let of_ready = match has_missed && !conflict {
        true if space.upright => room - of_missed - BETWEEN,
        true => room - of_missed,
        false if space.upright => room,
        false if conflict => room,
        // The place of whoever misses a call stays free.
        false => room - cell(&view.ready),
    };
    html! {
        div class=(space.part("foot")) {
            div.group {
                @if names_ready && shows_ready {
                    b.s10.title.good { (ready) }
                    @if view.ready.is_empty() { span.s10.note { (view.foot) } }
                    @else { (drawn(&view.ready, (of_ready, 1.0), turn)) }
                } @else if !names_ready && !has_missed {
                    span.s10.note { (view.foot) }
                }
            }
            @if shows_missed {
                div.group.missed {
                    b.s10.title { (missed) }
                    (drawn(&view.missed, (of_missed, 1.0), turn))
                }
            }
        }
    }
}
