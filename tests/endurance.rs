//! A whole day and night of a running office, second by second, and what it does to the memory of the program.
//!
//! `cargo bench --bench endurance` plays 24 hours: visitors come and go, counters call, the wall rotates, speaks and
//! darkens, every window is drawn each other minute. It prints the memory at the end of each hour. `ANTRE_HOURS` plays
//! fewer.

use antre::clock::{Clock, ManualClock};
use antre::desk::{Desk, IssueRequest, Subject, new_ticket_id};
use antre::domain::{CounterNumber, Lane, Language, ServiceCode};
use antre::lab::harness::{CONSOLE, DISPLAY, KIOSK, Premises, Spot, Stage};
use std::error::Error;
use std::sync::Arc;
use std::time::Instant;

type Played<T = ()> = Result<T, Box<dyn Error>>;

/// Midnight in Magetan, before a Monday.
const MIDNIGHT: &str = "2026-11-22T17:00:00Z";
const VISITORS: u32 = 300;

fn main() -> Played {
    let hours = std::env::var("ANTRE_HOURS").ok().and_then(|n| n.parse().ok()).unwrap_or(24);
    let (premises, printer) = Premises::open()?;
    let clock = ManualClock::at(MIDNIGHT.parse()?);
    let mut stage = Stage::open(&premises, clock.clone())?;
    let time: Arc<dyn Clock> = Arc::new(clock);
    let mut desk = premises.desk(&time)?;
    let begin = Instant::now();
    let mut day = Day::default();
    println!("hour  resident kB  visitors  calls  real s");
    for hour in 0..hours {
        for minute in 0..60_u32 {
            day.minute(&mut desk, &mut stage, hour, minute)?;
            stage.pass(60);
            if minute.is_multiple_of(2) {
                stage.picture(Spot::Display(0), DISPLAY)?;
                stage.picture(Spot::Kiosk, KIOSK)?;
                stage.picture(Spot::Console(1), CONSOLE)?;
            }
            if minute.is_multiple_of(5) {
                stage.print()?;
                while printer.sheets().try_recv().is_ok() {}
            }
        }
        let (issued, called) = (day.issued, day.called);
        println!(
            "{hour:>4}  {:>11}  {issued:>8}  {called:>5}  {:>6}",
            resident()?,
            begin.elapsed().as_secs()
        );
    }
    Ok(())
}

#[derive(Default)]
struct Day {
    issued: u32,
    called: u32,
}

impl Day {
    /// From eight to three somebody comes every minute or two and each counter works on.
    fn minute(&mut self, desk: &mut Desk, stage: &mut Stage<'_>, hour: u32, minute: u32) -> Played {
        if !(8..15).contains(&hour) {
            return Ok(());
        }
        if self.issued < VISITORS && !minute.is_multiple_of(7) {
            match minute % 3 {
                0 => {
                    stage.tap(Spot::Kiosk, "Kartu Keluarga")?;
                    let words = antre::words::Words::of(Language::Indonesian);
                    stage.tap(Spot::Kiosk, words.text("kiosk.complete"))?;
                    stage.tap(Spot::Kiosk, words.text("kiosk.without-priority"))?;
                }
                other => issue(desk, if other == 1 { 'T' } else { 'Q' })?,
            }
            self.issued += 1;
        }
        for number in 1..=5 {
            let counter = CounterNumber::new(number).ok_or("counters begin at 1")?;
            let here = Subject::Counter(counter);
            if desk.next(counter).is_ok_and(|next| next.is_some()) {
                self.called += 1;
            }
            // A file of the back office is being worked on as soon as it is taken.
            let _ = desk.start(here);
            let _ = desk.finish(here);
        }
        Ok(())
    }
}

fn issue(desk: &mut Desk, service: char) -> Played {
    let id = new_ticket_id(desk.now());
    let service = ServiceCode::new(service).ok_or("a letter")?;
    let case =
        desk.office().service(service).and_then(|service| Some(service.cases.first()?.id.clone()));
    desk.issue(&IssueRequest {
        service,
        case,
        lane: Lane::Regular,
        language: Language::Indonesian,
        id,
        key: None,
        override_code: None,
        print: None,
    })?;
    Ok(())
}

/// The memory of this process that is in use, in kB.
fn resident() -> Played<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    Ok(line.and_then(|line| line.split_whitespace().next()).ok_or("no VmRSS")?.parse()?)
}
