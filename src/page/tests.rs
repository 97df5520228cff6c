//! Everything that a station says stands on its page, as text, in a place that can be found; and the pages stay small.

use super::console::{self, action_named};
use super::marked::{self, mark};
use super::overview::DeviceLine;
use super::{Fragment, SCRIPT, STYLE, counters, overview, pairing, sample};
use crate::station::Tone;
use crate::station::console::{ConsolePhase, ConsoleView};
use crate::station::overview::OverviewView;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::{env, fs};

fn joined(fragments: &[Fragment]) -> String {
    fragments.iter().map(|fragment| fragment.html.as_str()).collect()
}

fn drawn(change: impl FnOnce(&mut ConsoleView)) -> String {
    let mut view = marked::marked();
    change(&mut view);
    joined(&console::fragments(&view))
}

fn choices() -> counters::CountersView {
    let line = |(number, name): (u32, &str)| counters::CounterLine {
        number,
        name: name.to_owned(),
        note: if number == 3 { "Sudah dipakai".to_owned() } else { String::new() },
        free: number != 3,
    };
    let names = ["Loket 1", "Loket 2", "Pengambilan", "Ruang Cetak", "Kasi"];
    counters::CountersView {
        clock: "07:58".to_owned(),
        note: "Pengambilan masih dipakai.".to_owned(),
        counters: (1..).zip(names).map(line).collect(),
    }
}

fn device() -> DeviceLine {
    DeviceLine {
        name: mark("device"),
        kind: mark("kind"),
        state: mark("state"),
        id: mark("id"),
        revocable: true,
    }
}

/// Every page of the console in every state that shows other fields.
fn consoles() -> Vec<String> {
    vec![
        drawn(|_| {}),
        drawn(|view| view.recall_seconds = 0),
        drawn(|view| view.phase = ConsolePhase::Idle),
        drawn(|view| {
            view.message.clear();
            view.stale.clear();
        }),
        drawn(|view| view.panel = Some(marked::marked_panel())),
        drawn(|view| {
            let mut panel = marked::marked_panel();
            panel.rows.clear();
            panel.legend.clear();
            view.panel = Some(panel);
        }),
        drawn(|view| view.sign_in.shown = true),
    ]
}

/// The marks that stand between what maud makes of their signs.
fn marks(html: &str) -> BTreeSet<String> {
    let parts = html.split("&lt;b&gt;").skip(1);
    parts.filter_map(|part| Some(part.split_once("&lt;/b&gt;")?.0.to_owned())).collect()
}

/// The marks of a view, from how it is printed for people who look for mistakes.
fn marks_of(view: &impl std::fmt::Debug) -> BTreeSet<String> {
    let text = format!("{view:?}");
    let parts = text.split("<b>").skip(1);
    parts.filter_map(|part| Some(part.split_once("</b>")?.0.to_owned())).collect()
}

#[test]
fn everything_that_a_console_says_is_shown_as_text() {
    let all = consoles().concat();
    let mut said = marks_of(&marked::marked());
    said.extend(marks_of(&marked::marked_panel()));
    assert!(said.len() > 50, "{said:?}");
    assert_eq!(said.difference(&marks(&all)).collect::<Vec<_>>(), Vec::<&String>::new());
    for number in ["4711", "4712", "4713"] {
        assert!(all.contains(number), "{number}");
    }
    let raw = all.split("<b>").skip(1).find(|part| part.starts_with(char::is_alphanumeric));
    assert_eq!(raw, None, "a mark was taken for a tag");
}

#[test]
fn everything_that_the_overview_says_is_shown_as_text() {
    let view = marked::marked_overview();
    let all = joined(&overview::fragments(&view)) + &overview::devices(&[device()]).html;
    let mut said = marks_of(&view);
    said.extend(marks_of(&device()));
    assert_eq!(said.difference(&marks(&all)).collect::<Vec<_>>(), Vec::<&String>::new());
    let still = OverviewView { curve: None, ..view };
    assert!(joined(&overview::fragments(&still)).contains("class=\"nobody\""));
}

#[test]
fn whatever_else_a_console_knows_changes_its_page() {
    type Change = fn(&mut ConsoleView);
    let changes: [(&str, Change); 14] = [
        ("printer_tone", |view| view.printer_tone = Tone::Calm),
        ("paused", |view| view.paused = true),
        ("phase", |view| view.phase = ConsolePhase::Called),
        ("priority", |view| view.priority = false),
        ("step.done", |view| view.steps[0].done = true),
        ("step.current", |view| view.steps[0].current = true),
        ("clock.tone", |view| view.clocks[0].tone = Tone::Stop),
        ("letters", |view| view.letters = false),
        ("can", |view| view.can.clear()),
        ("next_priority", |view| view.next_priority = false),
        ("waiting.tone", |view| view.waiting[0].tone = Tone::Calm),
        ("trouble_tone", |view| view.trouble_tone = Tone::Warn),
        ("confirm_power", |view| view.confirm_power = false),
        ("message_tone", |view| view.message_tone = Tone::Stop),
    ];
    let before = drawn(|_| {});
    for (field, change) in changes {
        assert_ne!(drawn(change), before, "{field}");
    }
}

#[test]
fn every_action_has_a_button() {
    let all = consoles().concat();
    let mut what: Vec<&str> = all.split("data-do=\"act\" data-what=\"").skip(1).collect();
    what.iter_mut().for_each(|rest| *rest = rest.split('"').next().unwrap());
    let known: BTreeSet<&str> = what.into_iter().collect();
    assert_eq!(known.len(), 17, "{known:?}");
    assert!(known.iter().all(|name| action_named(name).is_some()), "{known:?}");
    let others = ["choose", "reprint", "officer", "key", "erase", "enter", "lock"];
    for does in others {
        assert!(all.contains(&format!("data-do=\"{does}\"")), "{does}");
    }
    let choices = joined(&counters::fragments(&choices()));
    assert!(choices.contains("data-do=\"counter\" data-what=\"2\""), "{choices}");
}

#[test]
fn a_key_that_cannot_be_used_keeps_its_place() {
    let buttons = |html: &str| html.matches("<button").count();
    let quiet = drawn(|view| view.can.clear());
    assert_eq!(buttons(&quiet), buttons(&drawn(|_| {})));
    assert_eq!(quiet.matches("aria-disabled=\"true\"").count(), marked::EVERY.len());
}

#[test]
fn of_a_pin_there_is_only_how_many_digits() {
    let pad = |typed| {
        let html = drawn(|view| {
            view.sign_in.shown = true;
            view.sign_in.typed = typed;
        });
        html.replace("<span class=\"dot\" aria-hidden=\"true\"></span>", "")
    };
    assert_eq!(pad(4), pad(7));
}

#[test]
fn every_slot_is_there_once_and_always() {
    for view in [marked::marked(), sample::sign_in(), sample::legend()] {
        let ids: Vec<_> = console::fragments(&view).iter().map(|fragment| fragment.id).collect();
        assert_eq!(ids, console::SLOTS);
    }
    let ids: Vec<_> = counters::fragments(&choices()).iter().map(|fragment| fragment.id).collect();
    assert_eq!(ids, console::SLOTS);
    let mut ids: Vec<_> =
        overview::fragments(&sample::overview()).iter().map(|fragment| fragment.id).collect();
    ids.push(overview::devices(&[]).id);
    assert_eq!(ids, overview::SLOTS);
    for page in pages() {
        let ids: Vec<&str> =
            page.1.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let once: BTreeSet<&&str> = ids.iter().collect();
        assert_eq!(once.len(), ids.len(), "{}: {ids:?}", page.0);
    }
}

#[test]
fn a_page_brings_no_code_and_no_style_of_its_own() {
    for (name, html) in pages() {
        assert!(!html.contains(" style="), "{name}");
        assert!(!html.contains(" on"), "{name}");
        assert!(!html.contains("<style"), "{name}");
        assert_eq!(html.matches("<script").count(), 1, "{name}");
        assert!(html.contains("<script src=\"/antre.js\" defer></script>"), "{name}");
        assert!(html.contains("<html lang=\"id\">"), "{name}");
    }
}

#[test]
fn a_page_is_small() {
    let whole = |html: &str| html.len() + STYLE.len() + SCRIPT.len();
    for (name, html) in pages() {
        assert!(whole(&html) < 60_000, "{name}: {}", whole(&html));
    }
    // Each second only the clocks change.
    let second = console::fragments(&sample::serving());
    let clocks = second.iter().find(|fragment| fragment.id == "clocks").unwrap();
    assert!(clocks.html.len() < 1500, "{}", clocks.html.len());
}

/// Every page with a name, as it is seen.
fn pages() -> Vec<(&'static str, String)> {
    let console = |view: &ConsoleView| console::document(&console::fragments(view));
    let devices = [
        DeviceLine {
            name: "Loket 2".to_owned(),
            kind: "Konsol".to_owned(),
            state: "Tersambung sejak 07:31".to_owned(),
            id: "a".to_owned(),
            revocable: true,
        },
        DeviceLine {
            name: "Layar lobi".to_owned(),
            kind: "Layar".to_owned(),
            state: "Tidak terlihat sejak 10:12".to_owned(),
            ..device()
        },
    ];
    let mut office = overview::fragments(&sample::overview());
    office.push(overview::devices(&devices));
    let addresses = [
        ("Layar ruang tunggu", "http://192.0.2.10:8080/wall"),
        ("Nomor saya", "http://192.0.2.10:8080/me"),
    ];
    let addresses = addresses.map(|(title, address)| (title.to_owned(), address.to_owned()));
    vec![
        ("idle", console(&sample::idle())),
        ("paused", console(&ConsoleView { paused: true, ..sample::idle() })),
        ("serving", console(&sample::serving())),
        ("trouble", console(&sample::trouble())),
        ("hand-back", console(&sample::hand_back())),
        ("legend", console(&sample::legend())),
        ("sign-in", console(&sample::sign_in())),
        ("counters", console::document(&counters::fragments(&choices()))),
        ("overview", overview::document(&office)),
        ("pair", pairing::document("").html),
        ("pair-wrong", pairing::document("Kode itu tidak berlaku lagi.").html),
        ("doors", pairing::public(&addresses).html),
    ]
}

/// Writes the pages into the folder that `ANTRE_PAGES` names, for people who look at them in a browser.
#[test]
fn the_pages_can_be_looked_at() {
    let Some(folder) = env::var_os("ANTRE_PAGES").map(PathBuf::from) else { return };
    fs::create_dir_all(&folder).unwrap();
    for (name, html) in pages() {
        fs::write(folder.join(name).with_extension("html"), html).unwrap();
    }
    fs::write(folder.join("antre.css"), STYLE).unwrap();
    fs::write(folder.join("antre.js"), SCRIPT).unwrap();
}
