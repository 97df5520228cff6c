//! What a wall shows in a browser, of every view that there is.

use super::*;
use crate::domain::{CallKind, EventSeq, Timestamp};
use crate::office::{Office, Outside, SAMPLES, WallPlan};
use crate::station::Station;
use crate::station::wall::{Card, Event, Listed, Row, RowState, Shown, Slide, Strip, Wall};
use std::sync::Arc;

fn row(name: &str, state: RowState, number: &str) -> Row {
    Row::of(name.to_owned(), state, number.to_owned(), Words::of(LANGUAGE))
}

pub(super) fn rows(count: usize) -> Vec<Row> {
    let states =
        [RowState::Serving, RowState::Called, RowState::Serving, RowState::Ready, RowState::Away];
    let of = |index: usize| {
        let state = states[index % states.len()];
        let holds = matches!(state, RowState::Serving | RowState::Called);
        let number = if holds { format!("K{:03}", index + 8) } else { String::new() };
        row(&format!("Loket {}", index + 1), state, &number)
    };
    (0..count).map(of).collect()
}

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

pub(super) fn hour() -> View {
    let words = Words::of(LANGUAGE);
    View {
        office: "Dinas Kependudukan dan Pencatatan Sipil".into(),
        region: "Kabupaten Magetan".into(),
        clock: "09:42".into(),
        date: "Rabu, 25 November 2026".into(),
        inches: 43,
        turn: 0,
        rows: vec![
            row("Loket 1", RowState::Serving, "T008"),
            row("Loket 2", RowState::Called, "K004"),
            row("Pengambilan", RowState::Ready, ""),
        ],
        card: None,
        shown: Shown::Fact(Slide {
            picture: "child",
            text: "Kartu Identitas Anak (KIA): bawa fotokopi akta kelahiran".into(),
        }),
        strip: Strip {
            label: words.text("display.soon").into(),
            numbers: texts(&["T014", "K007", "R003"]),
            lines: texts(&[words.text("display.soon-note")]),
            ..Strip::default()
        },
        hands_over: true,
        ready: texts(&["K001", "T001", "K003"]),
        missed: texts(&["T005"]),
        foot: words.text("display.none-ready").into(),
        stale: String::new(),
    }
}

pub(super) fn call(view: View, kind: CallKind, place: usize) -> View {
    let (key, number) = match kind {
        CallKind::Turn => ("display.go-to", "T012"),
        CallKind::Recall => ("display.called-again", "T012"),
        CallKind::Priority => ("display.priority-call", "R008"),
        CallKind::Handover => ("display.ready", "K003"),
    };
    let mut rows = view.rows.clone();
    let counter = rows[place].name.clone();
    rows[place] = Row { lit: true, ..row(&counter, RowState::Called, number) };
    let heading = Words::of(LANGUAGE).text(key).to_owned();
    let card = Card { id: 7, number: number.to_owned(), counter, heading, kind };
    View { rows, card: Some(card), ..view }
}

fn calls() -> Strip {
    let call =
        |number: &str, counter: &str| Listed { number: number.into(), counter: counter.into() };
    Strip {
        label: Words::of(LANGUAGE).text("display.recent").into(),
        calls: vec![call("T012", "Loket 5"), call("K006", "Loket 4")],
        ..Strip::default()
    }
}

fn queue() -> Strip {
    Strip {
        label: "Menunggu: 114".into(),
        lines: texts(&["T: 28 orang", "120-140 menit"]),
        ..Strip::default()
    }
}

fn many(letter: char, count: usize) -> Vec<String> {
    (1..=count).map(|serial| format!("{letter}{serial:03}")).collect()
}

fn stale() -> View {
    let words = Words::of(LANGUAGE);
    let mut view = hour();
    for one in &mut view.rows {
        *one = row(&one.name.clone(), RowState::Unknown, "");
    }
    View {
        stale: words.with("display.stale", &[("time", &"09:38")]),
        foot: words.text("display.stale-foot").into(),
        strip: Strip::default(),
        ready: Vec::new(),
        missed: Vec::new(),
        ..view
    }
}

/// Every state of a wall that is looked at.
fn states() -> Vec<(&'static str, View)> {
    let mut long = hour();
    long.rows[1].name = "Loket pengambilan dokumen kependudukan".into();
    let with = |count| View { rows: rows(count), ..hour() };
    let crowd = View { rows: long.rows.iter().cycle().take(12).cloned().collect(), ..long.clone() };
    vec![
        ("quiet", hour()),
        ("call", call(hour(), CallKind::Turn, 0)),
        ("recall", call(hour(), CallKind::Recall, 0)),
        ("priority", call(View { strip: queue(), ..hour() }, CallKind::Priority, 1)),
        ("handover", call(hour(), CallKind::Handover, 2)),
        (
            "busy",
            call(
                View { strip: calls(), ready: many('K', 14), missed: many('T', 5), ..with(5) },
                CallKind::Turn,
                2,
            ),
        ),
        ("all-ready", View { shown: Shown::Ready, strip: queue(), ready: many('K', 14), ..hour() }),
        ("one", View { office: "Mal Pelayanan Publik".into(), ..with(1) }),
        ("four", with(4)),
        ("six", call(with(6), CallKind::Recall, 1)),
        ("seven", View { strip: calls(), ..with(7) }),
        ("eight", call(with(8), CallKind::Turn, 6)),
        ("nine", with(9)),
        ("twelve", call(with(12), CallKind::Priority, 10)),
        ("twelve-quiet", with(12)),
        ("long-name", call(long, CallKind::Handover, 1)),
        ("long-names", crowd),
        ("stale", stale()),
        ("stale-call", View { card: call(hour(), CallKind::Turn, 0).card, ..stale() }),
        ("doubt", View { clock: String::new(), date: "Tanggal tidak diketahui".into(), ..hour() }),
        ("nobody", View { ready: Vec::new(), missed: Vec::new(), shown: Shown::Nothing, ..hour() }),
        ("small", call(View { inches: 32, ..hour() }, CallKind::Turn, 1)),
        (
            "small-quiet",
            View {
                inches: 32,
                shown: Shown::Fact(Slide {
                    picture: "clock",
                    text: "KTP: 18 menit sejak dipanggil".into(),
                }),
                strip: calls(),
                ready: many('K', 9),
                ..with(6)
            },
        ),
        ("tiny", View { inches: 24, ..with(4) }),
        ("tiny-call", call(View { inches: 24, ..with(4) }, CallKind::Recall, 1)),
    ]
}

fn page(view: &View) -> String {
    document(&fragments(view), "utara")
}

fn html_of(view: &View, id: &str) -> String {
    fragments(view).into_iter().find(|piece| piece.id == id).unwrap().html
}

/// Writes every state into the folder of this variable, to be looked at.
#[test]
fn every_state_can_be_looked_at() {
    let Ok(folder) = std::env::var("ANTRE_WALL_PAGES") else { return };
    for (name, view) in states() {
        std::fs::write(format!("{folder}/{name}.html"), page(&view)).unwrap();
    }
    std::fs::write(format!("{folder}/wall.css"), STYLE).unwrap();
}

#[test]
fn every_value_of_a_wall_stands_in_its_page_and_none_is_markup() {
    let odd = |name: &str| format!("{name} <b>&\"");
    let shown = |name: &str| format!("{name} &lt;b&gt;&amp;&quot;");
    let row = Row {
        name: odd("row"),
        number: odd("held"),
        state: RowState::Serving,
        word: odd("word"),
        said: odd("said"),
        lit: true,
    };
    let card = Card {
        id: 3,
        number: odd("number"),
        counter: odd("counter"),
        heading: odd("heading"),
        kind: CallKind::Recall,
    };
    let full = View {
        office: odd("office"),
        region: odd("region"),
        clock: odd("clock"),
        date: odd("date"),
        inches: 42,
        turn: 0,
        rows: vec![row],
        card: Some(card),
        shown: Shown::Nothing,
        strip: Strip {
            label: odd("label"),
            numbers: vec![odd("soon")],
            calls: vec![Listed { number: odd("last"), counter: odd("there") }],
            lines: vec![odd("note")],
        },
        hands_over: true,
        ready: vec![odd("ready")],
        missed: vec![odd("missed")],
        foot: odd("foot"),
        stale: String::new(),
    };
    let quiet = View {
        card: None,
        shown: Shown::Fact(Slide { picture: "clock", text: odd("fact") }),
        ready: Vec::new(),
        ..full.clone()
    };
    let stale = View { stale: odd("stale"), ..quiet.clone() };
    let all = [&full, &quiet, &stale].map(page).concat();
    let names = "row held word said number counter heading office region clock date label soon last there note ready missed \
        foot fact stale";
    for name in names.split_whitespace() {
        assert!(all.contains(&shown(name)), "{name}");
    }
    assert!(all.contains(" i42 ") && !all.contains("<b>&"));
    assert!(document(&[], "<utara>").contains("data-name=\"&lt;utara&gt;\""));
}

#[test]
fn a_piece_changes_only_when_something_else_is_seen() {
    let changed = |before: &View, after: &View| -> Vec<&'static str> {
        let pairs = fragments(before).into_iter().zip(fragments(after));
        pairs.filter(|(one, other)| one != other).map(|(one, _)| one.id).collect()
    };
    let view = hour();
    assert_eq!(changed(&view, &View { turn: 1, ..view.clone() }), [""; 0]);
    assert_eq!(changed(&view, &View { clock: "09:43".into(), ..view.clone() }), ["head"]);
    assert_eq!(changed(&view, &View { missed: many('T', 2), ..view.clone() }), ["foot"]);
    assert_eq!(changed(&view, &call(view.clone(), CallKind::Turn, 0)), ["rows", "card", "lead"]);
    let mut again = call(view.clone(), CallKind::Turn, 0);
    let before = again.clone();
    again.card.as_mut().unwrap().id += 1;
    assert_eq!(changed(&before, &again), ["card"], "it pulses once more");
    assert!(html_of(&before, "card").contains("data-what=\"7\""));
}

#[test]
fn the_pieces_are_the_same_ones_for_every_wall_and_the_page_has_each_once() {
    let ids = ["head", "rows", "card", "lead", "notice", "strip", "foot"];
    for (name, view) in states() {
        let pieces = fragments(&view);
        assert!(pieces.iter().map(|piece| piece.id).eq(ids), "{name}");
        let page = page(&view);
        for id in ids.into_iter().chain(["sound", "stale", "time"]) {
            assert_eq!(page.matches(&format!(" id=\"{id}\"")).count(), 1, "{name}: {id}");
        }
        assert!(!page.contains("style=") && page.matches("<script").count() == 1, "{name}");
        assert!(page.contains("<script src=\"/antre.js\" defer></script>"), "{name}");
        let bytes = page.len() + STYLE.len();
        assert!(bytes <= 45_000, "{name}: {bytes} bytes");
    }
}

#[test]
fn every_counter_is_seen_in_its_turn_and_twelve_are_seen_at_once() {
    for count in 0..=14 {
        for inches in [55, 43, 40, 32, 24, 19] {
            let view = |turn| View { inches, turn, rows: rows(count), ..hour() };
            let (first, turns): (String, String) = (
                html_of(&view(0), "rows"),
                (0..14).map(|turn| html_of(&view(turn), "rows")).collect(),
            );
            for row in rows(count) {
                let name = format!(">{}</b>", row.name);
                assert!(turns.contains(&name), "{count} on {inches}: {name}");
                if inches >= 43 && count <= 12 {
                    assert_eq!(first.matches(&name).count(), 2, "{count} on {inches}: {name}");
                }
            }
        }
    }
}

#[test]
fn a_counter_keeps_its_place_whatever_it_does() {
    let places = |view: &View| {
        let html = html_of(view, "rows");
        let names =
            html.split("name s").skip(1).map(|part| part.split('<').next().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    let mut busy = hour();
    for one in &mut busy.rows {
        *one = row(&one.name.clone(), RowState::Called, "T999");
    }
    assert_eq!(places(&hour()), places(&busy));
    assert_eq!(places(&hour()), places(&stale()));
}

#[test]
fn long_names_have_two_lines_and_the_least_letters() {
    let (_, view) = states().into_iter().find(|(name, _)| *name == "long-name").unwrap();
    assert!(html_of(&view, "rows").contains(" wraps"));
    assert!(html_of(&view, "card").contains("counter s10"));
    assert!(!html_of(&hour(), "rows").contains(" wraps"));
}

#[test]
fn every_number_that_is_ready_or_missed_has_its_turn() {
    for inches in [43, 32, 24] {
        let view = |turn| View {
            inches,
            turn,
            ready: many('K', 40),
            missed: many('T', 12),
            shown: Shown::Ready,
            ..hour()
        };
        let foot: String = (0..120).map(|turn| html_of(&view(turn), "foot")).collect();
        let lead: String = (0..40).map(|turn| html_of(&view(turn), "lead")).collect();
        for number in many('K', 40) {
            assert!(foot.contains(&number) && lead.contains(&number), "{number} on {inches}");
        }
        for number in many('T', 12) {
            assert!(foot.contains(&number), "{number} on {inches}");
        }
    }
}

#[test]
fn every_state_and_every_kind_of_call_has_its_word_and_its_shape() {
    use RowState::{Away, Busy, Called, Ready, Serving, Unknown};
    let shapes = [
        (Ready, "ready"),
        (Called, "called"),
        (Serving, "serving"),
        (Busy, "busy"),
        (Away, "away"),
        (Unknown, "unknown"),
    ];
    for (state, shape) in shapes {
        let one = row("Loket 1", state, if state == Called { "T001" } else { "" });
        let (word, said) = (one.word.clone(), one.said.clone());
        let html = html_of(&View { rows: vec![one], ..hour() }, "rows");
        assert!(html.contains(&format!("tall {shape}")) && html.contains(&word), "{html}");
        assert!(html.contains(&said), "{html}");
    }
    let kinds = [
        (CallKind::Turn, "turn"),
        (CallKind::Recall, "recall"),
        (CallKind::Priority, "priority"),
        (CallKind::Handover, "handover"),
    ];
    let mut cards = Vec::new();
    for (kind, shape) in kinds {
        let view = call(hour(), kind, 0);
        let html = html_of(&view, "card");
        assert!(html.contains(&format!(" {shape} high")), "{html}");
        assert!(html.contains(&view.card.unwrap().heading), "{html}");
        cards.push(html.matches("<path").count());
        assert!(kind == CallKind::Turn || STYLE.contains(&format!(".{shape} .band")), "{shape}");
    }
    assert_eq!(cards, [0, 2, 4, 2], "a sign, two for whoever has priority, none for a turn");
}

#[test]
fn a_wall_that_cannot_look_says_so_and_nothing_else() {
    let sentence = Words::of(LANGUAGE).with("display.stale", &[("time", &"09:38")]);
    let view = stale();
    assert!(html_of(&view, "notice").contains(&sentence));
    assert!(html_of(&view, "lead").is_empty() && html_of(&view, "strip").is_empty());
    assert!(!html_of(&view, "foot").contains(Words::of(LANGUAGE).text("display.ready")));
    let during = View { card: call(hour(), CallKind::Turn, 0).card, ..view };
    assert!(html_of(&during, "notice").contains("strip notice"), "below the call");
    assert!(html_of(&hour(), "notice").is_empty());
}

#[test]
fn only_a_wall_that_speaks_asks_for_its_sound() {
    let pieces = fragments(&hour());
    let (speaks, silent) = (document(&pieces, "utara"), silent_document(&pieces, "utara"));
    let words = Words::of(LANGUAGE);
    for sentence in [words.text("display.sound-press"), words.text("display.sound-off")] {
        assert!(speaks.contains(sentence) && !silent.contains(sentence), "{sentence}");
    }
    assert!(speaks.contains(" autofocus") && speaks.contains("data-src=\"/wall/chime.wav\""));
    for page in [&speaks, &silent] {
        assert!(page.contains("data-stay=\"1\"") && page.contains("lang=\"id\""));
        // For the screen that lies and for the one that stands.
        assert_eq!(page.matches("role=\"heading\" aria-level=\"1\"").count(), 2);
        assert!(page.contains("rel=\"icon\" href=\"data:,\""), "no picture is asked for");
        assert!(page.contains(&format!("data-text=\"{}\"", words.text("display.stale"))));
    }
}

/// The page of a wall as its station tells it, from its first moment to a lost queue.
#[test]
fn what_a_station_tells_is_drawn() {
    let office = Arc::new(Office::parse(SAMPLES[0].1, &Outside::default()).unwrap());
    let now = "2026-11-23T01:00:00Z".parse::<Timestamp>().unwrap();
    let plan = WallPlan { inches: 32, ..WallPlan::default() };
    let mut wall = Wall::resume(Arc::clone(&office), plan, EventSeq(0), now);
    let first = page(&wall.view(now));
    assert!(
        first.contains(&office.name) && first.contains(&office.region) && first.contains(" i32 ")
    );
    for counter in office.counters.iter().filter(|counter| office.calls_the_public(counter)) {
        assert!(first.contains(counter.name.get(LANGUAGE)), "{first}");
    }
    for second in 1..600 {
        let now = now + chrono::TimeDelta::seconds(second);
        let _ = wall.handle(Event::Seen, now);
        let _ = wall.handle(Event::Second, now);
        let lead = html_of(&wall.view(now), "lead");
        assert!(lead.contains(" fact") && !lead.contains(" cut"), "{second} s: {lead}");
    }
    let _ = wall.handle(Event::Lost, now);
    assert!(html_of(&wall.view(now), "notice").contains("08:09"));
}
