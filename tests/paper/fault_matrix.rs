//! Every fault of a printer at every byte of a ticket: a claim "printed" is compared with what really came out.
//!
//! The printer is a double written from printers' manuals; it does not know what the session expects. By default the
//! slow faults are tried at every few bytes; `ANTRE_FAULT_CASES=all` tries everything. Belongs here: the faults, and
//! what must hold for each of them. Never here: how one case is played (that is `fault_trial`).

use super::fault_trial::{Case, Line, play, sheets};
use antre::lab::virtual_printer::{Moment, Switch};
use antre::paper::Profile;
use antre::paper::profile::{Ack, Clear, CodeMethod};
use std::env;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// Cases at one time. They wait more than they work.
const AT_ONCE: usize = 8;

/// Question bytes before the first byte of a job, and the two questions within and behind it.
const AROUND_A_JOB: usize = 9 + 2 * 11;

struct Fault {
    name: &'static str,
    fault: &'static [Switch],
    then: &'static [Switch],
    cure: &'static [Switch],
    /// Counted by what is carried out instead of what is received: exactly there the paper ends.
    executed: bool,
    /// The printer prints in time.
    in_time: bool,
    /// By default only every so many bytes.
    step: usize,
}

const fn fault(
    name: &'static str,
    fault: &'static [Switch],
    cure: &'static [Switch],
    step: usize,
) -> Fault {
    Fault { name, fault, then: &[], cure, executed: false, in_time: false, step }
}

const LATE: Duration = Duration::from_millis(20);
/// Given up for the first job, and there while the second is awaited.
const INTO_THE_NEXT: Duration = Duration::from_millis(150);
const NOW: Duration = Duration::ZERO;
const TOO_LATE: Duration = Duration::from_millis(400);

const FAULTS: &[Fault] = &[
    fault("nothing", &[], &[], 20),
    fault("hang-up", &[Switch::HangUp], &[], 1),
    fault("power cycle", &[Switch::PowerOff, Switch::PowerOn], &[], 1),
    fault("power off", &[Switch::PowerOff], &[Switch::PowerOn], 7),
    fault("paper out on arrival", &[Switch::PaperOut], &[Switch::PaperIn], 1),
    Fault {
        executed: true,
        ..fault("paper out at the head", &[Switch::PaperOut], &[Switch::PaperIn], 1)
    },
    fault("cover open", &[Switch::CoverOpen], &[Switch::CoverClosed], 3),
    fault("cutter jam", &[Switch::CutterJam], &[Switch::CutterFree], 7),
    fault("overheated", &[Switch::Overheated], &[Switch::Cooled], 7),
    fault("broken", &[Switch::Broken], &[Switch::PowerOff, Switch::PowerOn], 7),
    fault("offline", &[Switch::Offline], &[Switch::Online], 7),
    fault("near end", &[Switch::NearEnd], &[Switch::PaperIn], 20),
    fault("stall", &[Switch::Stall], &[Switch::Fast], 5),
    fault("mute", &[Switch::Mute], &[Switch::Speaking], 5),
    fault("junk", &[Switch::Junk], &[Switch::Clean], 3),
    fault("one-byte answers", &[Switch::Dripping], &[Switch::Flowing], 3),
    fault("slow", &[Switch::Slow(4000)], &[Switch::Fast], 20),
    fault("late ack", &[Switch::AckLate(LATE)], &[Switch::AckNormal], 7),
    fault("ack too late", &[Switch::AckLate(TOO_LATE)], &[Switch::AckNormal], 20),
    fault("duplicate ack", &[Switch::AckTwice], &[Switch::AckNormal], 3),
    fault("lost ack", &[Switch::AckLost], &[Switch::AckNormal], 7),
    fault("slow answers", &[Switch::AnswersAfter(LATE)], &[Switch::AnswersAfter(NOW)], 20),
    fault(
        "answers too slow",
        &[Switch::AnswersAfter(INTO_THE_NEXT)],
        &[Switch::AnswersAfter(NOW)],
        40,
    ),
    fault("one late answer", &[Switch::LateAnswer(LATE)], &[], 7),
    fault("one answer too late", &[Switch::LateAnswer(INTO_THE_NEXT)], &[], 10),
    fault("a lost answer", &[Switch::LoseAnswer(1)], &[], 7),
    fault("the third answer is lost", &[Switch::LoseAnswer(3)], &[], 10),
    fault("ack at once", &[Switch::AckAtOnce], &[Switch::AckNormal], 20),
    Fault {
        in_time: true,
        ..fault("ack at once, in time", &[Switch::AckAtOnce], &[Switch::AckNormal], 60)
    },
    Fault {
        then: &[Switch::PaperOut],
        executed: true,
        in_time: true,
        ..fault(
            "ack at once, next out",
            &[Switch::AckAtOnce],
            &[Switch::AckNormal, Switch::PaperIn],
            60,
        )
    },
    Fault {
        then: &[Switch::PaperOut],
        executed: true,
        ..fault("lost answer, next out", &[Switch::LoseAnswer(1)], &[Switch::PaperIn], 10)
    },
    Fault {
        then: &[Switch::PaperOut],
        executed: true,
        ..fault(
            "ack too late, next out",
            &[Switch::AckLate(TOO_LATE)],
            &[Switch::AckNormal, Switch::PaperIn],
            10,
        )
    },
    Fault {
        then: &[Switch::Stall],
        ..fault(
            "ack late, next stalls",
            &[Switch::AckLate(INTO_THE_NEXT)],
            &[Switch::AckNormal, Switch::Fast],
            10,
        )
    },
    Fault {
        then: &[Switch::PaperOut],
        executed: true,
        ..fault(
            "ack twice, next out",
            &[Switch::AckTwice],
            &[Switch::AckNormal, Switch::PaperIn],
            10,
        )
    },
];

/// A printer that gives the strongest evidence. Its speed only sets how long the session waits.
fn tm() -> Profile {
    let mut profile = Profile::shipped("epson-tm-t20iii").unwrap();
    (profile.speed.mm_per_s, profile.speed.cut_ms) = (1000.0, 0);
    profile
}

/// A printer that gives weaker evidence, or cannot be cleared.
fn weaker(ack: Ack, clear: Clear) -> Profile {
    let mut profile = tm();
    (profile.status.ack, profile.status.clear) = (ack, clear);
    profile
}

/// One printer on one line, for every fault.
struct Bench {
    title: &'static str,
    profile: Profile,
    line: Line,
    /// Sheets of each job.
    sheets: usize,
    /// Bytes that it receives before it stops reading.
    holds: usize,
    /// By default every step of a fault is so many times longer.
    coarser: usize,
}

/// Claims of each kind, and wrong ones.
#[derive(Default, Clone)]
struct Row {
    cases: usize,
    claims: [usize; 5],
    wrong: Vec<String>,
}

impl Bench {
    /// Plays every fault at its offsets, prints the table, and returns what was wrong.
    fn try_all(&self) -> Vec<String> {
        let all = env::var("ANTRE_FAULT_CASES").is_ok_and(|cases| cases == "all");
        let length = sheets(&self.profile, 1, self.sheets).concat().len();
        let mut cases = Vec::new();
        for (index, fault) in FAULTS.iter().enumerate() {
            let step = if all { 1 } else { fault.step * self.coarser };
            let offsets = (0..=length + AROUND_A_JOB).step_by(step);
            cases.extend(offsets.map(|offset| (index, offset as u64)));
        }
        let rows = Mutex::new(vec![Row::default(); FAULTS.len()]);
        let next = AtomicUsize::new(0);
        let play_the_next = || {
            while let Some(&(index, offset)) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                let verdict = play(&self.case(&FAULTS[index], offset));
                let row = &mut rows.lock().unwrap()[index];
                row.cases += 1;
                row.claims[verdict.claim as usize] += 1;
                let place = format!("{}, {} at {offset}", self.title, FAULTS[index].name);
                row.wrong.extend(verdict.wrong.iter().map(|wrong| format!("{place}: {wrong}")));
            }
        };
        thread::scope(|scope| {
            (0..AT_ONCE).for_each(|_| drop(scope.spawn(play_the_next)));
        });
        let rows = rows.into_inner().unwrap();
        println!("{}: a job of {length} bytes\n{}", self.title, table(&rows));
        // Two of each fault are enough to see what is the matter.
        rows.into_iter().flat_map(|row| row.wrong.into_iter().take(2)).collect()
    }

    fn case(&self, fault: &Fault, offset: u64) -> Case<'_> {
        Case {
            profile: &self.profile,
            line: self.line,
            sheets: self.sheets,
            holds: self.holds,
            fault: fault.fault,
            then: fault.then,
            in_time: fault.in_time,
            moment: if fault.executed {
                Moment::Executed(offset)
            } else {
                Moment::Received(offset)
            },
            cure: fault.cure,
        }
    }
}

fn table(rows: &[Row]) -> String {
    let line = |name: &str, cells: [String; 7]| {
        let cells: String = cells.iter().map(|cell| format!("{cell:>11}")).collect();
        format!("{name:<24}{cells}\n")
    };
    let head = ["cases", "process-id", "in turn", "handed over", "failed", "unknown", "wrong"];
    let mut table = line("fault", head.map(str::to_owned));
    let mut sum = [0; 7];
    for (fault, row) in FAULTS.iter().zip(rows) {
        let [named, in_turn, handed, failed, unknown] = row.claims;
        let cells = [row.cases, named, in_turn, handed, failed, unknown, row.wrong.len()];
        sum.iter_mut().zip(cells).for_each(|(sum, cell)| *sum += cell);
        table += &line(fault.name, cells.map(|cell| cell.to_string()));
    }
    table + &line("all faults", sum.map(|cell| cell.to_string()))
}

#[track_caller]
fn check(benches: &[Bench]) {
    let wrong: Vec<String> = benches.iter().flat_map(Bench::try_all).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_claim_is_wrong_at_any_byte_on_the_network() {
    let (title, profile) = ("process id, network", tm());
    check(&[Bench { title, profile, line: Line::Network, sheets: 1, holds: 4096, coarser: 1 }]);
}

#[cfg(unix)]
#[test]
fn no_claim_is_wrong_on_a_serial_port() {
    let bench = |title, line, coarser| Bench {
        title,
        profile: tm(),
        line,
        sheets: 1,
        holds: 4096,
        coarser,
    };
    check(&[
        bench("process id, serial port", Line::PseudoTerminal, 5),
        bench("process id, device file", Line::Device, 12),
    ]);
}

#[test]
fn no_claim_is_wrong_of_a_job_of_two_sheets() {
    let bench = |title, profile| Bench {
        title,
        profile,
        line: Line::Network,
        sheets: 2,
        holds: 4096,
        coarser: 6,
    };
    check(&[
        bench("process id, two sheets", tm()),
        bench("GS r, two sheets", weaker(Ack::GsR, Clear::DleDc4Fn8)),
    ]);
}

#[test]
fn no_claim_is_wrong_with_weaker_printers() {
    let bench = |title, profile, holds| Bench {
        title,
        profile,
        line: Line::Network,
        sheets: 1,
        holds,
        coarser: 7,
    };
    check(&[
        bench("GS r, DLE DC4 8", weaker(Ack::GsR, Clear::DleDc4Fn8), 4096),
        bench("GS r, DLE ENQ 2", weaker(Ack::GsR, Clear::DleEnq2), 4096),
        bench("GS r, nothing clears", weaker(Ack::GsR, Clear::None), 4096),
        bench("status, no acknowledgement", weaker(Ack::None, Clear::DleDc4Fn8), 4096),
        bench("process id, holds 64 bytes", tm(), 64),
    ]);
}

#[test]
fn no_claim_is_wrong_in_the_middle_of_a_picture() {
    let mut profile = tm();
    profile.qr = CodeMethod::Raster;
    let (title, line) = ("process id, a picture", Line::Network);
    check(&[Bench { title, profile, line, sheets: 1, holds: 4096, coarser: 60 }]);
}
