//! Answers to `GS r` that come after the program that asked has ended: they have no names, and none of them is the answer of
//! the next ticket. A false "printed" would be the worst of all claims.
//!
//! The printer here is one behind a box: its answers reach whoever is connected at that moment, and it holds them back
//! until the test lets them out. It prints nothing of what comes later, so whatever is claimed of that is false.

use super::interrupted::ORDER;
use crate::support::offices::magetan;
use crate::support::process::Helper;
use crate::support::terms::visitor;
use crate::support::{TempOffice, desk_in};
use antre::desk::{Desk, IssueRequest, PrintTarget};
use antre::domain::{Lane, PrintCause, PrintLevel, PrintState};
use antre::printer::{Deadlines, Watch};
use antre::spool::{Printed, Spool};
use serde_json::{Value, json};
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// It can be asked and answers `GS r`; it throws nothing away.
const IN_TURN: &str = "bixolon-srp-350iii";
const GS_R: &[u8] = b"\x1dr\x01";
/// The roll is well.
const WELL: u8 = 0x00;

/// What the printer behind the box has been asked.
#[derive(Default)]
struct Asked {
    /// Answers to `GS r` that it has not given.
    held_back: usize,
    /// Whether it gives them to the next job.
    lets_out: bool,
}

/// A printer behind a box that serves one connection after the other.
struct BoxedPrinter {
    port: u16,
    asked: Arc<(Mutex<Asked>, Condvar)>,
}

impl BoxedPrinter {
    fn plug_in() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new((Mutex::new(Asked::default()), Condvar::new()));
        let printer = Arc::clone(&asked);
        thread::spawn(move || listener.incoming().for_each(|line| serve(line.unwrap(), &printer)));
        Self { port, asked }
    }

    fn at(&self, host: &str) -> String {
        format!("tcp://{host}:{}", self.port)
    }

    /// Waits until it owes so many answers.
    fn owes(&self, count: usize) {
        let (asked, news) = &*self.asked;
        drop(news.wait_while(asked.lock().unwrap(), |asked| asked.held_back < count).unwrap());
    }

    /// From now on whoever asks gets the answers that others have asked for, and none of its own.
    fn lets_them_out(&self) {
        self.asked.0.lock().unwrap().lets_out = true;
    }
}

fn serve(mut line: TcpStream, (asked, news): &(Mutex<Asked>, Condvar)) {
    let (mut heard, mut buffer) = (Vec::new(), [0; 4096]);
    // A connection that breaks is one that has ended.
    while let Ok(count @ 1..) = line.read(&mut buffer) {
        heard.extend(&buffer[..count]);
        while let Some(at) = heard.windows(3).position(|three| {
            three == GS_R || (three.starts_with(b"\x10\x04") && (1..=4).contains(&three[2]))
        }) {
            let question: Vec<u8> = heard.drain(..at + 3).skip(at).collect();
            let mut asked = asked.lock().unwrap();
            let answers = match (&*question == GS_R, asked.lets_out) {
                (false, _) => vec![0x12],
                (true, true) => vec![WELL; std::mem::take(&mut asked.held_back)],
                (true, false) => {
                    asked.held_back += 1;
                    Vec::new()
                }
            };
            // Whoever has gone hears nothing.
            let _ = line.write_all(&answers);
            news.notify_all();
        }
    }
}

fn quick() -> Deadlines {
    Deadlines { grace: Duration::from_millis(200), ..Deadlines::default() }
}

/// A clock by which the paper has long moved when the first answer comes: none comes sooner than physics allows.
fn hurrying() -> Watch {
    let looks = AtomicU64::new(0);
    Watch::new(move || {
        let seconds = looks.fetch_add(10, Ordering::Relaxed);
        Instant::now() + Duration::from_secs(seconds)
    })
}

/// A visitor's ticket, printed by a program that begins and ends with it.
fn one_ticket(office: &TempOffice, desk: &mut Desk, printer: &PrintTarget) -> Printed {
    let request = IssueRequest { print: Some(printer.clone()), ..visitor('T', Lane::Regular) };
    desk.issue(&request).unwrap();
    let spool = Spool::own_within(&office.data(), desk, printer, quick()).unwrap();
    spool.unwrap().timed_by(hurrying()).print_next(desk).unwrap().unwrap()
}

#[test]
fn late_answers_to_a_killed_program_prove_nothing_of_the_next_ticket() {
    // The program that was killed spelled the address in another way than the one that comes after it.
    let printer = BoxedPrinter::plug_in();
    let office = TempOffice::new(&magetan());
    fs::write(office.file(ORDER), format!("{} {IN_TURN}", printer.at("localhost"))).unwrap();
    let mut kiosk = Helper::start("take-a-number", office.path(), 1);
    assert_eq!(kiosk.line().as_deref(), Some("T001"));
    kiosk.kill();
    let mut owner = Helper::start("own-and-print", office.path(), 1);
    assert_eq!(owner.line().as_deref(), Some("owner"));
    printer.owes(3);
    owner.kill();
    printer.lets_them_out();

    let next = format!("--printer {} --profile {IN_TURN} --json", printer.at("127.0.0.1"));
    let issued = office.antre(&format!("issue T --case baru {next}")).json();
    let power_cycle = json!({"state": "failed", "level": null, "cause": "power-cycle"});
    assert_eq!((&issued["number"], &issued["print"]), (&json!("T002"), &power_cycle));
    let first = office.antre("ticket T001 --json").json()["print"].clone();
    assert_eq!(first, json!({"state": "unknown", "level": null, "cause": "interrupted"}));
    let status = office.antre(&format!("printer status {next}"));
    let status: Value = serde_json::from_str(&status.stdout).unwrap();
    assert_eq!((&status["leftover"], &status["partial_ticket"]), (&json!(true), &json!(true)));
}

#[test]
fn late_answers_to_a_program_that_gave_up_prove_nothing_of_the_next_ticket() {
    let printer = BoxedPrinter::plug_in();
    let office = TempOffice::new(&magetan());
    let mut desk = desk_in(office.path());
    let here = PrintTarget::at(printer.at("127.0.0.1"), IN_TURN);
    let first = one_ticket(&office, &mut desk, &here);
    assert!(proves_nothing(first.state), "it is well and never answered: {:?}", first.state);
    printer.lets_them_out();
    let next = one_ticket(&office, &mut desk, &here);
    assert!(proves_nothing(next.state), "{:?}: {}", next.state, next.result.detail);
}

fn proves_nothing(state: PrintState) -> bool {
    let doubt = PrintState::Unknown(PrintCause::NoAnswer);
    [PrintLevel::SentOnly, PrintLevel::Drained].map(PrintState::Printed).contains(&state)
        || state == doubt
}
