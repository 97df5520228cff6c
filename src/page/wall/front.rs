//! Head, call, what stands in its place, and what takes turns below it.

use super::icon;
use super::letters::{LINE, class, lines, size, wide};
use super::numbers::drawn;
use super::space::Space;
use crate::domain::CallKind;
use crate::station::wall::{Card, Shown, Slide, Strip, View};
use crate::words::Words;
use maud::{Markup, html};

/// The office, the day and the time. A name that is wider than a wall gives way to the region: people know where they are.
pub(super) fn head(view: &View, space: &Space) -> Markup {
    let clock = 8.2;
    let room = if space.upright { space.inner } else { space.inner - clock };
    let most = if space.tight { 1 } else { 2 };
    let fits = |text: &str| lines(text, room).filter(|lines| *lines <= most);
    let by_region = fits(&view.office).is_none();
    html! {
        div class=(space.part("head")) {
            div.office {
                // Whoever hears the wall is told both.
                @if by_region { span.heard role="heading" aria-level="1" { (view.office) } b.s10.name { (view.region) } }
                // Where the name has two lines, there is none left for the region.
                @else { b.s10.name role="heading" aria-level="1" { (view.office) } span.s10.region { (view.region) } }
            }
            div.time {
                b.s13.clock { (view.clock) }
                span.date { (view.date) }
            }
        }
    }
}

/// The call while it is new.
pub(super) fn card(view: &View, space: &Space) -> Option<Markup> {
    let card = view.card.as_ref()?;
    let sizes = Sizes::of(card, space.front);
    let (kind, sign) = match card.kind {
        CallKind::Turn => ("turn", None),
        CallKind::Recall => ("recall", Some("again")),
        CallKind::Priority => ("priority", Some("star")),
        CallKind::Handover => ("handover", Some("page")),
    };
    let sign = html! { @if let Some(sign) = sign { span.sign { (icon::drawn(sign, None)) } } };
    let shape = match (sizes.low, sizes.headless) {
        (true, _) => "low",
        (false, true) => "headless",
        (false, false) => "high",
    };
    Some(html! {
        // Another element for each call: it pulses once, and is told anew.
        div class={ (space.part("card")) " " (kind) " " (shape) } data-what=(card.id) {
            p.band {
                (sign)
                b class=(if sizes.headless { "heard" } else { "s10" }) { (card.heading) }
                @if kind == "priority" && !sizes.headless { (sign) }
            }
            div.call {
                b class={ "number " (class(sizes.number)) } { (card.number) }
                b class={ "counter " (class(sizes.counter)) } { (card.counter) }
            }
        }
    })
}

/// How large a call is written.
struct Sizes {
    number: u16,
    counter: u16,
    /// The counter beside the number.
    low: bool,
    /// A sign, and no room for a heading.
    headless: bool,
}

impl Sizes {
    fn of(card: &Card, (width, height): (f64, f64)) -> Self {
        let inner = width - 1.2;
        let (number, name) = (wide(&card.number).max(1.0), wide(&card.counter).max(1.0));
        let low = height < 6.7 && name <= inner * 0.42;
        let room = if low { inner * 0.42 } else { inner };
        let wrapped = lines(&card.counter, room).unwrap_or(3) as f64 * LINE;
        // What is called matters more than what kind of call it is, which a sign tells, too.
        let headless = !low && height - 2.2 - wrapped < 3.1;
        let field = height - if headless { 0.6 } else { 2.2 };
        let several = name > room;
        // A sign in the corner has its room on both sides.
        let signed = headless && card.kind != CallKind::Turn;
        let beside = if signed { width - 5.2 } else { inner };
        let field = if card.kind == CallKind::Priority { field - 0.3 } else { field };
        let counter = match several {
            true => 1.0,
            false => (field * if low { 0.4 } else { 0.2 }).clamp(1.0, 2.2).min(room / name),
        };
        // Between number and counter there is a line, where there is a heading.
        let air = if headless { 0.8 } else { 0.75 + counter * 0.38 };
        let below = if several { wrapped } else { counter * LINE } + air;
        let figures = match low {
            true => (field * 0.66).min(inner * 0.57 / number),
            false => (beside / number).min((field - below) / 1.144),
        };
        Self { number: size(figures), counter: size(counter), low, headless }
    }
}

/// What stands in the place of a call: one fact with its picture, or all numbers that are ready. Pictures of the office
/// have no place on this page.
pub(super) fn lead(view: &View, space: &Space, words: &Words) -> Option<Markup> {
    if view.card.is_some() || !view.stale.is_empty() {
        return None;
    }
    let part = space.part("lead");
    match &view.shown {
        Shown::Nothing | Shown::Picture(_) => Some(html! { div class={ (part) " empty" } {} }),
        Shown::Fact(Slide { picture, text }) => Some(html! {
            div class={ (part) " fact" } { (told(picture, text, space.front)) }
        }),
        Shown::Ready => {
            let (width, height) = space.front;
            let room = (width - 1.4, height - 2.2);
            Some(html! {
                div class={ (part) " all" } {
                    b.s10.good { (words.text("display.ready")) }
                    (drawn(&view.ready, room, view.turn))
                }
            })
        }
    }
}

/// A sentence beside its picture, as large as there is room for; without the picture where there is too little.
fn told(picture: &str, text: &str, (width, height): (f64, f64)) -> Markup {
    let large = height >= 8.0;
    let extent = if large { 3.2 } else { 2.2 };
    let beside = width - 1.4 - extent - 0.8;
    let fits = |room: f64, capitals: f64| {
        lines(text, room / capitals)
            .is_some_and(|lines| lines as f64 * LINE * capitals <= height - 0.3)
    };
    let with_picture = fits(beside, 1.0);
    let room = if with_picture { beside } else { width - 1.4 };
    let sizes = [2.0, 1.8, 1.6, 1.4, 1.2];
    let capitals = sizes.into_iter().chain([1.0]).find(|capitals| fits(room, *capitals));
    html! {
        @if with_picture { (icon::sized(picture, large)) }
        @if let Some(capitals) = capitals { p class=(class(size(capitals))) { (text) } }
        // What an office writes itself may be longer than any room: its end is told by dots.
        @else { p class={ "s10 cut cut" (((height - 0.3) / LINE).clamp(1.0, 5.0) as usize) } { (text) } }
    }
}

/// That nobody knows how things stand: in the place of everything that is not known, also below a call.
pub(super) fn notice(view: &View, space: &Space) -> Option<Markup> {
    if view.stale.is_empty() {
        return None;
    }
    let (below, room) = match (&view.card, space.strip) {
        (None, _) => (false, space.whole_front()),
        (Some(_), Some(strip)) => (true, strip),
        // The rows say it.
        (Some(_), None) => return None,
    };
    let class = if below { "strip notice" } else { "lead whole notice" };
    Some(html! { div class=(space.part(class)) { (told("notice", &view.stale, room)) } })
}

/// One question and its answer, in turns.
pub(super) fn strip(view: &View, space: &Space) -> Option<Markup> {
    let room = space.strip.filter(|_| view.stale.is_empty())?;
    let Strip { label, numbers, calls, lines } = &view.strip;
    let width = room.0 - 0.9;
    // With one line, what else there is to say stands there in the next turn.
    let turn = view.turn as usize;
    let at = |count: usize| if space.tight { turn % count.max(1) } else { 0 };
    let most = if space.tight { 1 } else { 2 };
    let note = space.tight && turn % 2 == 1 && !numbers.is_empty();
    let label = match lines.first() {
        Some(line) if note => line,
        _ => label,
    };
    let wraps = most == 2 && calls.len() == 1;
    let alone = numbers.is_empty() && calls.is_empty() && lines.is_empty();
    Some(html! {
        div class={ (space.part("strip")) @if alone { " alone" } } {
            p.ask.s10 { (label) }
            @if !numbers.is_empty() { (drawn(numbers, (width, 1.0), view.turn)) }
            @for call in calls.iter().skip(at(calls.len())).take(most) {
                p.call.wraps[wraps] { b.number.s10 { (call.number) } b.counter.s10 { (call.counter) } }
            }
            @if numbers.is_empty() {
                @for line in lines.iter().skip(at(lines.len())).take(most) { p.line.s10 { b { (line) } } }
            } @else if !space.tight {
                @for line in lines.iter().take(1) { p.line.s10.note { (line) } }
            }
        }
    })
}
