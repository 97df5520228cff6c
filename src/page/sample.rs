//! A few moments of a day as they are seen, for the tests and for people who look at the pages.

use crate::domain::Language;
use crate::station::Tone;
use crate::station::console::{
    ConsoleAction, ConsoleClock, ConsoleFigure, ConsolePhase, ConsoleView, LegendKey, PanelRow,
    PanelView, SignInOfficer, SignInView, StageStep, UnprintedTicket, WaitingTicket, caps,
};
use crate::station::overview::{DayCurve, DayFigure, OverviewView, Quarter, WatchLine};
use crate::words::Words;

fn words() -> &'static Words {
    Words::of(Language::Indonesian)
}

fn say(key: &str) -> String {
    words().text(key).to_owned()
}

/// Nobody is here, many wait.
pub(super) fn idle() -> ConsoleView {
    let tones = [Tone::Calm, Tone::Warn, Tone::Calm, Tone::Stop];
    let waiting = (1..=40_usize).map(|serial| WaitingTicket {
        number: format!("{}{:03}", ['T', 'R', 'K', 'N', 'S', 'L'][serial % 6], serial + 14),
        what: "Kartu Identitas Anak (KIA), Verifikasi".to_owned(),
        waited: format!("{} menit", 131 - serial * 3),
        priority: serial % 5 == 2,
        tone: tones[serial % 4],
    });
    let figures = [
        ("24", "officer.today-called"),
        ("121", "officer.today-done"),
        ("02:40", "officer.today-mean"),
        ("12", "officer.today-returned"),
        ("3", "officer.today-missed"),
    ];
    ConsoleView {
        counter: "Loket 1".to_owned(),
        clock: "10:42".to_owned(),
        printer: say("printing.ready"),
        heading: say("console.free"),
        today: figures
            .map(|(value, key)| ConsoleFigure { value: value.to_owned(), name: say(key) })
            .into(),
        call_label: words().with("officer.call-number", &[("number", &"L014")]),
        letters: true,
        can: vec![
            ConsoleAction::Next,
            ConsoleAction::Pause,
            ConsoleAction::Away,
            ConsoleAction::Paper,
        ],
        next_number: "L014".to_owned(),
        next_reason: words().with("sentence.why-regular", &[("count", &2)]),
        next_priority: true,
        waiting_total: words()
            .with("officer.waiting-total", &[("count", &194), ("longest", &"127 menit")]),
        waiting: waiting.collect(),
        away: words().with("officer.away-both", &[("returned", &12), ("missed", &14)]),
        last_call: words().with(
            "sentence.last-call",
            &[("number", &"T013"), ("counter", &"Loket 2"), ("time", &"10:41")],
        ),
        undo: format!("T012 {}", say("officer.step-missed")),
        undo_seconds: 42,
        message: words().with("sentence.did-no-show", &[("number", &"T012")]),
        ..ConsoleView::default()
    }
}

/// A file that is worked on.
pub(super) fn serving() -> ConsoleView {
    let clock = |name, time: &str, norm: &str, tone| ConsoleClock {
        name: say(name),
        time: time.to_owned(),
        norm: norm.to_owned(),
        word: if tone == Tone::Calm { String::new() } else { say("officer.nearly-late") },
        tone,
    };
    let steps = [("Verifikasi", true), ("Pemrosesan", false), ("Penyerahan", false)];
    ConsoleView {
        phase: ConsolePhase::Serving,
        heading: say("console.serving"),
        number: "L013".to_owned(),
        service: "Akta kelahiran / kematian".to_owned(),
        case_name: "Kelahiran".to_owned(),
        priority: true,
        entry: say("officer.entry-present"),
        steps: steps
            .map(|(name, done)| StageStep {
                name: name.to_owned(),
                done,
                current: name == "Pemrosesan",
            })
            .into(),
        clocks: vec![
            clock("officer.this-stage", "01:52", "2 menit", Tone::Warn),
            clock("officer.whole-service", "12:30", "18 menit", Tone::Calm),
        ],
        finish_label: words().with("sentence.finish-to", &[("stage", &"Pemrosesan")]),
        call_label: words()
            .with("officer.finish-then-call", &[("number", &"L013"), ("next", &"L014")]),
        can: vec![
            ConsoleAction::Finish,
            ConsoleAction::HandBack,
            ConsoleAction::Transfer,
            ConsoleAction::Cancel,
            ConsoleAction::Away,
            ConsoleAction::Paper,
        ],
        message: String::new(),
        ..idle()
    }
}

/// A number that is called, beyond its time, with everything that can be wrong.
pub(super) fn trouble() -> ConsoleView {
    ConsoleView {
        phase: ConsolePhase::Called,
        heading: say("console.called"),
        calls: words().with("sentence.called-times", &[("count", &2)]),
        recall_seconds: 19,
        can: vec![
            ConsoleAction::Start,
            ConsoleAction::NoShow,
            ConsoleAction::Cancel,
            ConsoleAction::Paper,
        ],
        printer: say("officer.leftover-short"),
        printer_tone: Tone::Stop,
        trouble: say("advice.power-cycle"),
        trouble_tone: Tone::Stop,
        confirm_power: true,
        unprinted: ["T011", "T012", "T010"]
            .map(|number| UnprintedTicket {
                number: number.to_owned(),
                reason: say("cause.paper-out"),
            })
            .into(),
        help: words()
            .with("officer.asks", &[("time", &"10:40"), ("about", &say("officer.asks-anything"))]),
        help_more: 2,
        public_side: words().with("sentence.no-sound", &[("cause", &say("cause.player-hung"))]),
        message: words().with("officer.recall-wait", &[("number", &"L013"), ("count", &19)]),
        message_tone: Tone::Warn,
        ..serving()
    }
}

/// What is missing is ticked.
pub(super) fn hand_back() -> ConsoleView {
    let row = |(index, title): (usize, &str)| PanelRow {
        key: (index + 1).to_string(),
        title: title.to_owned(),
        spoken: format!("{}, {title}", index + 1),
        tickable: true,
        ticked: index % 2 == 0,
        enabled: true,
        ..PanelRow::default()
    };
    let titles = ["Fotokopi surat nikah / akta cerai", "Surat keterangan kelahiran", "Fotokopi KK"];
    let panel = PanelView {
        title: words().with("officer.hand-back-title", &[("number", &"L013")]),
        note: say("officer.hand-back-slip"),
        rows: titles.into_iter().enumerate().map(row).collect(),
        confirm: words().with("officer.hand-back-confirm", &[("count", &2)]),
        can_confirm: true,
        ..PanelView::default()
    };
    ConsoleView { letters: false, panel: Some(panel), ..serving() }
}

/// The keys and what they do.
pub(super) fn legend() -> ConsoleView {
    let keys = caps().enumerate().map(|(index, (cap, letter, label))| LegendKey {
        cap: cap.to_owned(),
        letter: if letter.is_empty() { String::new() } else { say(letter) },
        label: say(label),
        usable: index % 3 != 0,
    });
    let panel = PanelView {
        title: say("officer.keys-title"),
        legend: keys.collect(),
        ..PanelView::default()
    };
    ConsoleView { panel: Some(panel), ..serving() }
}

/// Half a PIN is typed, after a wrong one.
pub(super) fn sign_in() -> ConsoleView {
    let names = ["people.supervisor", "people.officer", "people.technician"].repeat(3);
    let officers = names.iter().enumerate().map(|(index, role)| SignInOfficer {
        name: format!("{} {}", say(role), index + 1),
        role: say(role),
        selected: index == 1,
    });
    let sign_in = SignInView {
        shown: true,
        heading: words().with("people.heading", &[("counter", &"Loket 1")]),
        officers: officers.collect(),
        place: Some(1),
        person: format!("{} 2", say("people.officer")),
        typed: 2,
        typed_label: words().with("people.typed", &[("count", &2)]),
        can_type: true,
        note: words().with("people.wrong", &[("count", &3)]),
        tone: Tone::Warn,
        ..SignInView::default()
    };
    ConsoleView { sign_in, ..idle() }
}

/// A morning of the office.
pub(super) fn overview() -> OverviewView {
    let figure = |value: &str, name: &str, tone| DayFigure {
        name: say(name),
        value: value.to_owned(),
        tone,
    };
    let line = |name: &str, number: &str, time: &str, tone| WatchLine {
        name: name.to_owned(),
        what: say("supervisor.serves"),
        number: number.to_owned(),
        time: time.to_owned(),
        word: if tone == Tone::Stop { say("officer.late") } else { String::new() },
        tone,
        ..WatchLine::default()
    };
    let stage = |name: &str, waiting: usize, tone| WatchLine {
        what: words().with("supervisor.at-stage", &[("waiting", &waiting), ("working", &1)]),
        detail: words().with("supervisor.norm", &[("norm", &"2-4")]),
        ..line(name, "", "terlama 51 menit", tone)
    };
    let late = |number: &str, todo: &str| WatchLine {
        number: String::new(),
        what: String::new(),
        detail: "Pemrosesan, Loket 4".to_owned(),
        todo: todo.to_owned(),
        ..line(number, "", "05:12 / 4 menit", Tone::Stop)
    };
    let quarters = (0..28_usize).map(|index| Quarter {
        hour: if index % 4 == 0 { format!("{:02}:00", 8 + index / 4) } else { String::new() },
        arrived: if index < 11 { (index * 7) % 9 + 2 } else { 0 },
        done: if index < 11 { (index * 5) % 7 + 1 } else { 0 },
        open: Some(if index < 12 {
            4 + index * 3
        } else {
            37_usize.saturating_sub((index - 11) * 2)
        }),
        expected: index > 10,
    });
    OverviewView {
        title: say("supervisor.title"),
        clock: "10:42".to_owned(),
        date: "Rabu, 25 November 2026".to_owned(),
        printer: say("officer.printer-asked"),
        printer_tone: Tone::Warn,
        advice: say("advice.unreachable"),
        head: vec![
            figure("74 dari 121", "supervisor.kept", Tone::Warn),
            figure("122", "supervisor.waiting", Tone::Calm),
            figure("14:20", "supervisor.last-done", Tone::Calm),
        ],
        curve: Some(DayCurve {
            quarters: quarters.collect(),
            most: 37,
            open: words().with("supervisor.curve-open", &[("count", &36)]),
            spoken: String::new(),
        }),
        figures: vec![
            figure("146", "supervisor.issued", Tone::Calm),
            figure("4", "supervisor.working", Tone::Calm),
            figure("81", "supervisor.done", Tone::Calm),
            figure("7", "supervisor.missed", Tone::Calm),
            figure("12", "supervisor.returned", Tone::Calm),
        ],
        counters: vec![
            line("Loket 1", "T012", "02:12 / 5 menit", Tone::Calm),
            WatchLine {
                quiet: true,
                what: say("supervisor.on-break"),
                ..line("Loket 2", "", "", Tone::Calm)
            },
            line("Pengambilan", "T014", "06:12 / 5 menit", Tone::Stop),
            line("Ruang Cetak", "T015", "06:12 / 5 menit", Tone::Stop),
        ],
        stages: vec![
            stage("Verifikasi", 9, Tone::Calm),
            stage("Perekaman", 4, Tone::Calm),
            stage("Pemrosesan", 12, Tone::Stop),
        ],
        late: vec![
            late("U012", &say("supervisor.open-counter")),
            late("K040", &say("supervisor.new-number")),
        ],
        missing: words().with(
            "supervisor.missing-line",
            &[("documents", &"Kartu Keluarga (KK) 7, Fotokopi KK 4")],
        ),
        ..OverviewView::default()
    }
}
