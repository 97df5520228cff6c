//! From what a wall shows, as plain values, to the view of its window: a mapping, and no more.

use crate::app::platform::model;
use crate::app::ui::{CallKind, RowState, WallCall, WallRow, WallStrip, WallView};
use crate::domain::CallKind as Kind;
use crate::station::wall::{Row, RowState as State, Shown, View};
use slint::{Image, SharedPixelBuffer, SharedString};

thread_local! {
    /// One dot.
    static BLANK: Image = Image::from_rgb8(SharedPixelBuffer::new(1, 1));
}

/// The view of the window that shows this; `picture` is the one that it names.
pub(crate) fn view(shown: &View, picture: Option<Image>) -> WallView {
    let text = |text: &String| SharedString::from(text.as_str());
    let card = shown.card.clone().unwrap_or_default();
    let (fact, icon) = match &shown.shown {
        Shown::Fact(slide) => (slide.text.as_str(), slide.picture),
        _ => ("", ""),
    };
    let lines = |part: fn(&Row) -> &str| {
        let parts: Vec<&str> = shown.rows.iter().map(part).collect();
        SharedString::from(parts.join("\n"))
    };
    WallView {
        office: text(&shown.office),
        region: text(&shown.region),
        clock: text(&shown.clock),
        date: text(&shown.date),
        inches: shown.inches.into(),
        turn: i32::try_from(shown.turn % 1_000_000).unwrap_or(0),
        rows: model(shown.rows.iter().map(row)),
        row_names: lines(|row| &row.name),
        row_words: lines(|row| &row.word),
        row_quiet_words: lines(|row| if row.number.is_empty() { &row.word } else { "" }),
        has_card: shown.card.is_some(),
        call_id: card.id,
        number: text(&card.number),
        counter: text(&card.counter),
        heading: text(&card.heading),
        kind: match card.kind {
            Kind::Turn => CallKind::Turn,
            Kind::Recall => CallKind::Recall,
            Kind::Priority => CallKind::Priority,
            Kind::Handover => CallKind::Handover,
        },
        fact: fact.into(),
        fact_words: fact.split_whitespace().collect::<Vec<_>>().join("\n").into(),
        fact_icon: icon.into(),
        has_picture: picture.is_some(),
        // Always the same picture of one dot: an empty one equals nothing, not even itself, and a wall would lay itself
        // out anew four times a second, all night.
        picture: picture.unwrap_or_else(|| BLANK.with(Image::clone)),
        shows_ready: shown.shown == Shown::Ready,
        strip: WallStrip {
            label: text(&shown.strip.label),
            numbers: model(shown.strip.numbers.iter().map(text)),
            calls: model(
                shown.strip.calls.iter().map(|call| WallCall {
                    number: text(&call.number),
                    counter: text(&call.counter),
                }),
            ),
            lines: model(shown.strip.lines.iter().map(text)),
        },
        hands_over: shown.hands_over,
        ready: model(shown.ready.iter().map(text)),
        missed: model(shown.missed.iter().map(text)),
        foot: text(&shown.foot),
        stale: text(&shown.stale),
    }
}

fn row(row: &Row) -> WallRow {
    WallRow {
        name: row.name.as_str().into(),
        number: row.number.as_str().into(),
        state: match row.state {
            State::Ready => RowState::Ready,
            State::Called => RowState::Called,
            State::Serving => RowState::Serving,
            State::Busy => RowState::Busy,
            State::Away => RowState::Away,
            State::Unknown => RowState::Unknown,
        },
        word: row.word.as_str().into(),
        said: row.said.as_str().into(),
        lit: row.lit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_that_has_nothing_new_to_show_is_not_shown_anew() {
        let shown = View::default();
        assert!(view(&shown, None).picture == view(&shown, None).picture);
    }
}
