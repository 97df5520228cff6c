//! The open panel as it is shown.

use super::content::Here;
use super::keys::{KEYS, LOCK};
use super::obstacle::{obstacle, unfinished};
use super::panel_lines::lines;
use super::side_panel::SidePanel;
use super::view::{LegendKey, PanelRow, PanelView};
use crate::station::staff::words;
use crate::station::{Tone, printer_says};

/// The open panel as it is shown.
pub(super) fn shown(here: &Here<'_>) -> Option<PanelView> {
    let number = here.current().map(|t| t.number.to_string()).unwrap_or_default();
    let about = |key: &str| words().with(key, &[("number", &number)]);
    let mut panel = PanelView::default();
    match &here.content.panel {
        SidePanel::Queue => return None,
        SidePanel::HandBack { missing, .. } => {
            panel.title = about("officer.hand-back-title");
            let printer = here.office.usual_printer().is_some();
            let note = if printer { "officer.hand-back-slip" } else { "officer.hand-back-no-slip" };
            panel.note = words().text(note).into();
            let count = missing.len();
            panel.confirm = words().with("officer.hand-back-confirm", &[("count", &count)]);
        }
        SidePanel::Transfer { .. } => {
            panel.title = about("officer.transfer-title");
            panel.note = words().text("officer.transfer-note").into();
        }
        SidePanel::Cancel { .. } => {
            panel.title = about("officer.cancel-title");
            panel.note = words().text("officer.cancel-note").into();
            panel.note_tone = Tone::Warn;
            panel.confirm = about("officer.cancel-confirm");
            panel.confirm_danger = true;
        }
        SidePanel::Away => {
            panel.title = words().text("officer.away-title").into();
            panel.empty = words().text("officer.away-none").into();
        }
        SidePanel::Paper => {
            let says = printer_says(here.office, here.content.printer.as_ref());
            panel.title = words().text("officer.paper-title").into();
            panel.note = says.advice;
            panel.note_tone = says.tone;
            panel.empty = words().text("officer.paper-none").into();
            if says.leftover {
                panel.confirm = words().text("officer.power-cycled").into();
            }
        }
        SidePanel::Keys => {
            panel.title = words().text("officer.keys-title").into();
            // The window's own key, which no ticket and no break stands in the way of.
            let lock = here.office.people.sign_in.then(|| LegendKey {
                cap: "Ctrl+L".into(),
                letter: words().text(LOCK).into(),
                label: words().text("people.lock").into(),
                usable: true,
            });
            let keys = KEYS.iter().map(|entry| LegendKey {
                cap: entry.cap.into(),
                letter: entry.letter().into(),
                label: words().text(entry.label).into(),
                usable: obstacle(here, entry.action).is_none(),
            });
            panel.legend = keys.chain(lock).collect();
        }
    }
    panel.can_confirm = unfinished(here).is_none() && here.content.lost.is_none();
    panel.rows = lines(here)
        .into_iter()
        .map(|line| PanelRow {
            spoken: line.spoken(),
            key: line.key.unwrap_or_default(),
            title: line.title,
            detail: line.detail,
            action: line.action,
            tickable: line.ticked.is_some(),
            ticked: line.ticked == Some(true),
            enabled: line.enabled,
        })
        .collect();
    Some(panel)
}
