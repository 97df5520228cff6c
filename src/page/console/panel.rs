//! The panel that is open while the officer decides something: lines with a key each, one button, and a way out.

use super::code;
use crate::page::icon::{self, icon};
use crate::page::key::{Key, Rank, cap_in_a_browser, inside, kbds};
use crate::page::note::note;
use crate::station::console::{ConsoleAction, LegendKey, PanelRow, PanelView};
use crate::words::Words;
use maud::{Markup, html};

/// The open panel.
pub(super) fn panel(panel: &PanelView, letters: bool, words: &Words) -> Markup {
    let nothing = panel.rows.is_empty() && panel.legend.is_empty() && !panel.empty.is_empty();
    html! {
        div.open data-sight=(panel.title) {
            div.line {
                h2 { (panel.title) }
                (Key {
                    does: "act",
                    what: code(ConsoleAction::Close),
                    label: words.text("officer.close"),
                    caps: vec!["Esc"],
                    usable: true,
                    ..Key::default()
                }.markup())
            }
            (note(&panel.note, panel.note_tone))
            @if !panel.rows.is_empty() {
                ul.rows { @for (index, row) in panel.rows.iter().enumerate() { li { (line(index, row)) } } }
            }
            @if !panel.legend.is_empty() { (legend(&panel.legend, letters, words)) }
            @if nothing { p.nobody { (panel.empty) } }
            @if !panel.confirm.is_empty() { (confirm(panel)) }
        }
    }
}

fn confirm(panel: &PanelView) -> Markup {
    let rank = if panel.confirm_danger { Rank::Danger } else { Rank::Primary };
    Key {
        does: "act",
        what: code(ConsoleAction::Confirm),
        label: &panel.confirm,
        caps: vec!["Enter"],
        rank,
        usable: panel.can_confirm,
    }
    .markup()
}

fn line(index: usize, row: &PanelRow) -> Markup {
    let class = if row.enabled { "key row" } else { "key row quiet" };
    let spoken = Some(&row.spoken).filter(|spoken| !spoken.is_empty());
    html! {
        button type="button" class=(class) data-do="choose" data-what=(index) aria-label=[spoken]
            role=[row.tickable.then_some("checkbox")]
            aria-checked=[row.tickable.then_some(if row.ticked { "true" } else { "false" })]
            aria-disabled=[(!row.enabled).then_some("true")] {
            (inside(&html! {
                (kbds(&[row.key.as_str()]))
                @if row.tickable { span.box { @if row.ticked { (icon(icon::CHECK)) } } }
                span.label {
                    (row.title)
                    @if !row.detail.is_empty() { span.detail { (row.detail) } }
                }
                @if !row.action.is_empty() { span.action { (row.action) } }
            }))
        }
    }
}

/// What the keys do. The letters of some people act by themselves: here they are switched off.
fn legend(keys: &[LegendKey], letters: bool, words: &Words) -> Markup {
    html! {
        ul.legend { @for key in keys {
            @let caps = [key.letter.as_str(), cap_in_a_browser(&key.cap)];
            @if caps.iter().any(|cap| !cap.is_empty()) {
                li.quiet[!key.usable] {
                    span.caps { @for cap in caps { @if !cap.is_empty() { kbd { (cap) } } } }
                    span { (key.label) }
                }
            }
        } }
        button #letters .key type="button" aria-pressed=(letters) {
            (inside(&html! {
                span.box { (icon(icon::CHECK)) }
                span.label { (words.text("web.letters")) }
            }))
        }
    }
}
