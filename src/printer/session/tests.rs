//! Jobs on real ports, and conversations with a printer that follows a script.
//!
//! Every byte offset and every fault on real ports is the work of `tests/paper/`; here each rule of the session has
//! the shortest conversation that shows it.

use super::*;
use crate::domain::print::{PrintCause, PrintLevel, PrintOutcome};
use crate::paper::profile::{Ack, Clear};
use crate::paper::samples;
use crate::paper::{encode, lay_out};
use crate::printer::transport::{Evidence, Transport};
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

mod acknowledged;

/// What a job leaves behind that broke off.
const HELD: Remains = Remains { leftover: true, partial_ticket: true, answers_owed: 0 };

const QUICK: Deadlines = Deadlines {
    open: Duration::from_secs(2),
    progress: Duration::from_millis(200),
    send: Duration::from_secs(5),
    drain: Duration::from_millis(100),
    answer: Duration::from_millis(200),
    trying: Duration::from_millis(180),
    grace: Duration::from_millis(20),
    poll: Duration::from_millis(5),
    clear: Duration::from_millis(200),
    silence: Duration::from_millis(600),
};

fn ticket(profile: &Profile) -> Vec<u8> {
    encode(&lay_out(&samples::ticket(), profile).expect("fits"), profile)
}

fn attempt(address: &str, folder: &Path, bytes: &[u8]) -> PrintResult {
    let profile = samples::profile("generic-80");
    let address = address.parse().expect("an address");
    let mut session = Session::new(address, folder.to_owned(), profile.clone(), QUICK);
    session.print(&Job { id: 1, profile: &profile, bytes, height_mm: 1.0, cuts: 1 })
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

#[test]
fn a_port_is_set_as_the_profile_says() {
    let mut profile = samples::profile("generic-80");
    profile.serial.parity = Parity::Odd;
    profile.serial.stop_bits = StopBits::Two;
    profile.serial.flow = Flow::RtsCts;
    let expected = SerialSettings {
        baud: profile.serial.baud,
        flow: FlowControl::RtsCts,
        parity: transport::Parity::Odd,
        stop_bits: transport::StopBits::Two,
    };
    assert_eq!(serial_settings(&profile), expected);
}

#[test]
fn a_virtual_ticket_is_a_picture_of_the_very_bytes() {
    let folder = folder();
    let job = ticket(&samples::profile("generic-80"));
    let result = attempt("virtual://", folder.path(), &job);
    assert_eq!(result.outcome, PrintOutcome::Printed(PrintLevel::Drained));
    assert_eq!(std::fs::read(folder.path().join("0001.bin")).expect("stored"), job);
    let png = std::fs::read(folder.path().join("0001.png")).expect("stored");
    assert!(png.starts_with(b"\x89PNG"));
}

#[test]
fn a_printer_that_is_not_there_has_failed() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = format!("tcp://{}", listener.local_addr().expect("bound"));
    drop(listener);
    let result = attempt(&address, folder().path(), b"T012\n");
    assert_eq!(result.outcome, PrintOutcome::Failed(PrintCause::Refused));
    assert!(
        result.detail.contains("refused") && result.detail.ends_with("nothing was sent"),
        "{}",
        result.detail
    );
}

#[test]
fn a_printer_that_stops_half_way_leaves_the_paper_unknown() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = format!("tcp://{}", listener.local_addr().expect("bound"));
    let result = attempt(&address, folder().path(), &vec![b'\n'; 32 * 1024 * 1024]);
    assert_eq!(result.outcome, PrintOutcome::Unknown(PrintCause::Stalled));
}

#[test]
fn a_silent_network_printer_has_at_least_taken_it() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = format!("tcp://{}", listener.local_addr().expect("bound"));
    let result = attempt(&address, folder().path(), b"T012\n");
    assert_eq!(result.outcome, PrintOutcome::Printed(PrintLevel::Drained));
}

#[test]
fn bytes_that_draw_nothing_known_are_on_no_virtual_paper() {
    let result = attempt("virtual://", folder().path(), b"\x1d(k");
    assert_eq!(result.outcome, PrintOutcome::Failed(PrintCause::Io));
}

/// A printer of the model TM-T20III that does what the test says, behind a port that never waits.
#[derive(Default)]
struct Scripted {
    /// What it answers to `DLE EOT` 1 to 4; the fixed bits are added.
    bits: [u8; 4],
    mute: bool,
    /// Its port says that nobody is there.
    dead: bool,
    /// Its port says so only to those who listen.
    ended: bool,
    /// Bytes that it takes before its port stalls; `None`: all.
    takes: Option<usize>,
    /// Keeps acknowledgements to itself.
    slow: bool,
    /// What goes wrong as soon as it has taken a whole job.
    after_job: Option<[u8; 4]>,
    /// What has gone wrong when the port stalls.
    when_stalled: Option<[u8; 4]>,
    taken: Vec<u8>,
    /// Bytes that the port was given, questions and all.
    written: usize,
    cleared: usize,
    answers: Vec<u8>,
    held_back: Vec<u8>,
    /// What it says when it has taken the bytes of a job.
    on_job: Vec<u8>,
}

#[derive(Clone, Default)]
struct Port(Arc<Mutex<Scripted>>);

impl Port {
    fn script(&self) -> std::sync::MutexGuard<'_, Scripted> {
        self.0.lock().expect("no test panics while it holds the script")
    }
}

impl Transport for Port {
    fn write(&mut self, bytes: &[u8], _deadline: Instant) -> Result<(), TransportError> {
        let mut script = self.script();
        if script.dead {
            let gone = std::io::ErrorKind::BrokenPipe.into();
            return Err(TransportError::scripted(script.written, gone));
        }
        script.written += bytes.len();
        let room =
            script.takes.map_or(usize::MAX, |takes| takes.saturating_sub(script.taken.len()));
        match bytes {
            [0x10, 0x04, ..] if !script.mute => {
                for question in bytes.chunks(3) {
                    let bits = script.bits[usize::from(question[2]) - 1];
                    script.answers.push(0x12 | bits);
                }
            }
            [0x10, 0x14, 0x08, ..] if !script.mute => {
                script.cleared += 1;
                script.answers.extend(b"7\x25\x00");
            }
            [0x10, ..] => {}
            bytes if bytes.len() > room => {
                script.taken.extend(&bytes[..room]);
                let sent = script.written - bytes.len() + room;
                if let Some(bits) = script.when_stalled.take() {
                    script.bits = bits;
                }
                let stalled = std::io::ErrorKind::TimedOut.into();
                return Err(TransportError::scripted(sent, stalled));
            }
            bytes => {
                script.taken.extend(bytes);
                let said = std::mem::take(&mut script.on_job);
                script.answers.extend(said);
                if bytes.ends_with(&crate::printer::request::IN_TURN) {
                    script.bits = script.after_job.take().unwrap_or(script.bits);
                }
                if let Some(id) = bytes.last_chunk::<11>()
                    && id.starts_with(b"\x1d(H")
                {
                    let ack = [b"7\x22".as_slice(), &id[7..], b"\x00"].concat();
                    match script.slow || script.after_job.is_some() {
                        true => script.held_back.extend(ack),
                        false => script.answers.extend(ack),
                    }
                    if let Some(bits) = script.after_job.take() {
                        script.bits = bits;
                    }
                }
            }
        }
        Ok(())
    }

    fn read(&mut self, buffer: &mut [u8], _deadline: Instant) -> Result<usize, TransportError> {
        let mut script = self.script();
        if script.ended {
            let gone = std::io::ErrorKind::UnexpectedEof.into();
            return Err(TransportError::scripted(script.written, gone));
        }
        let count = buffer.len().min(script.answers.len());
        buffer[..count].copy_from_slice(&script.answers[..count]);
        script.answers.drain(..count);
        Ok(count)
    }

    fn answers(&self) -> bool {
        true
    }

    fn drain(&mut self, _deadline: Instant) -> Result<Evidence, TransportError> {
        Ok(Evidence::Left)
    }
}

const PAPER_OUT: [u8; 4] = [0x08, 0x20, 0, 0x60];
const NEAR_END: [u8; 4] = [0, 0, 0, 0x0c];

/// A session that is connected to a scripted printer, and the script.
fn connected(profile: &str) -> (Session, Port) {
    let port = Port::default();
    let address = "tcp://127.0.0.1:9".parse().expect("an address");
    let profile = samples::profile(profile);
    let mut session = Session::new(address, PathBuf::new(), profile, QUICK);
    session.link = Some(Link::new(Box::new(port.clone()), Senses::of(&session.profile)));
    (session, port)
}

/// An address where nobody listens.
fn closed_address() -> Address {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    format!("tcp://{}", listener.local_addr().expect("bound")).parse().expect("an address")
}

fn job(session: &mut Session, id: i64, bytes: &[u8]) -> PrintOutcome {
    let profile = session.profile.clone();
    session.print(&Job { id, profile: &profile, bytes, height_mm: 0.0, cuts: 0 }).outcome
}

#[test]
fn a_printer_that_acknowledges_has_printed() {
    let (mut session, port) = connected("epson-tm-t20iii");
    let printed = PrintOutcome::Printed(PrintLevel::ProcessId);
    assert_eq!(job(&mut session, 7, b"T012\n"), printed);
    assert_eq!(job(&mut session, 8, b"T013\n"), printed, "the port is kept");
    let sent = b"T012\n\x1d(H\x06\x0000   'T013\n\x1d(H\x06\x0000   (";
    assert_eq!(port.script().taken, sent);
    assert_eq!(session.state(), PrinterState::Ready);
}

#[test]
fn nothing_is_sent_to_a_printer_without_paper() {
    let (mut session, port) = connected("epson-tm-t20iii");
    port.script().bits = PAPER_OUT;
    assert_eq!(job(&mut session, 1, b"T012\n"), PrintOutcome::Failed(PrintCause::PaperOut));
    assert!(port.script().taken.is_empty());
    assert!(!session.remains().leftover);
    assert_eq!(session.state(), PrinterState::Trouble(PrintCause::PaperOut));
}

#[test]
fn a_sheet_is_noted_when_the_printer_would_print_it_and_before_its_first_byte() {
    let (mut session, port) = connected("epson-tm-t20iii");
    let profile = session.profile.clone();
    let sheet = Job { id: -1, profile: &profile, bytes: b"test\n", height_mm: 0.0, cuts: 0 };
    port.script().bits = PAPER_OUT;
    session.print_once_noted(&sheet, &mut || panic!("nothing of it is sent"));
    port.script().bits = [0; 4];
    let mut noted = false;
    let refused = session.print_once_noted(&sheet, &mut || {
        noted = port.script().taken.is_empty();
        false
    });
    assert!(noted && !refused.begun && port.script().taken.is_empty());
    assert!(matches!(
        session.print_once_noted(&sheet, &mut || true).outcome,
        PrintOutcome::Printed(_)
    ));
}

#[test]
fn a_port_that_is_closed_tells_nothing_new() {
    let (mut session, port) = connected("epson-tm-t20iii");
    assert!(session.ask_if_open().is_some());
    port.script().dead = true;
    assert!(session.ask_if_open().is_none(), "it died");
    assert!(session.ask_if_open().is_none(), "and is not opened");
}

#[test]
fn a_roll_near_its_end_still_prints() {
    let (mut session, port) = connected("epson-tm-t20iii");
    session.profile.status.near_end = true;
    port.script().bits = NEAR_END;
    assert!(matches!(job(&mut session, 1, b"T012\n"), PrintOutcome::Printed(_)));
    assert_eq!(session.state(), PrinterState::NearEnd);
    assert_eq!(session.ask().state, PrinterState::NearEnd);
}

#[test]
fn a_printer_that_should_answer_and_does_not_gets_nothing_and_keeps_its_port() {
    let (mut session, port) = connected("epson-tm-t20iii");
    port.script().mute = true;
    assert_eq!(job(&mut session, 1, b"T012\n"), PrintOutcome::Failed(PrintCause::NoAnswer));
    assert!(port.script().taken.is_empty());
    assert_eq!(port.script().written, 2 * 9, "one round, repeated once");
    assert_eq!(session.state(), PrinterState::Trouble(PrintCause::NoAnswer));
    port.script().mute = false;
    assert!(matches!(job(&mut session, 2, b"T013\n"), PrintOutcome::Printed(_)), "on that port");
}

#[test]
fn a_port_that_says_nothing_for_long_is_opened_anew() {
    let (mut session, port) = connected("epson-tm-t20iii");
    port.script().mute = true;
    session.address = closed_address();
    session.deadlines.silence = Duration::ZERO;
    assert_eq!(session.ask().state, PrinterState::Trouble(PrintCause::NoAnswer));
    assert_eq!(session.ask().state, PrinterState::Trouble(PrintCause::Refused));
}

#[test]
fn a_port_that_was_kept_and_died_is_opened_anew_before_the_first_byte() {
    let (mut session, port) = connected("epson-tm-t20iii");
    port.script().dead = true;
    session.address = closed_address();
    assert_eq!(job(&mut session, 1, b"T012\n"), PrintOutcome::Failed(PrintCause::Refused));
    assert!(port.script().taken.is_empty());
}

#[test]
fn paper_that_runs_out_in_the_middle_leaves_nothing_behind() {
    let (mut session, port) = connected("epson-tm-t20iii");
    port.script().after_job = Some(PAPER_OUT);
    let ticket = b"T012\n\x1dVB\x00";
    assert_eq!(job(&mut session, 1, ticket), PrintOutcome::Failed(PrintCause::PaperOut));
    assert_eq!(port.script().cleared, 1);
    assert!(!session.remains().leftover);
}

#[test]
fn paper_that_runs_out_at_the_cut_leaves_a_doubt() {
    for (ack, at_the_cut) in [(Ack::ProcessId, b"7\x22~~~~\x00".as_slice()), (Ack::GsR, b"\x00")] {
        let (mut session, port) = connected("epson-tm-t20iii");
        session.profile.status.ack = ack;
        port.script().after_job = Some(PAPER_OUT);
        port.script().on_job = at_the_cut.to_vec();
        let outcome = job(&mut session, 1, b"T012\n\x1dVB\x00");
        assert_eq!(outcome, PrintOutcome::Unknown(PrintCause::PaperOut), "{ack:?}");
        assert!(!session.remains().leftover, "and all the same it is empty");
    }
}

#[test]
fn a_stalled_port_is_explained_by_the_printer() {
    for (bits, cause) in [([0; 4], PrintCause::Stalled), (PAPER_OUT, PrintCause::PaperOut)] {
        let (mut session, port) = connected("epson-tm-t20iii");
        session.profile.status.clear = Clear::None;
        port.script().takes = Some(3);
        port.script().when_stalled = Some(bits);
        assert_eq!(job(&mut session, 1, b"T012\n"), PrintOutcome::Unknown(cause));
        assert!(session.remains().leftover);
    }
}

#[test]
fn a_port_that_took_nothing_has_left_nothing() {
    let (mut session, port) = connected("epson-tm-t20iii");
    port.script().takes = Some(0);
    assert_eq!(job(&mut session, 1, b"T012\n"), PrintOutcome::Failed(PrintCause::Stalled));
    assert!(!session.remains().leftover);
}

#[test]
fn an_old_job_that_cannot_be_cleared_keeps_the_next_one_back() {
    let (mut session, port) = connected("epson-tm-t20iii");
    session.profile.status.clear = Clear::None;
    session.set_remains(HELD);
    assert_eq!(job(&mut session, 2, b"T013\n"), PrintOutcome::Failed(PrintCause::PowerCycle));
    assert!(port.script().taken.is_empty());
    session.set_remains(Remains::default());
    assert!(matches!(job(&mut session, 3, b"T014\n"), PrintOutcome::Printed(_)));
}

#[test]
fn an_old_job_is_cleared_before_the_next_one_or_while_nobody_prints() {
    let (mut session, port) = connected("epson-tm-t20iii");
    session.set_remains(HELD);
    assert!(matches!(job(&mut session, 2, b"T013\n"), PrintOutcome::Printed(_)));
    assert_eq!(port.script().cleared, 1);
    session.set_remains(HELD);
    assert_eq!(session.ask().state, PrinterState::Ready);
    assert_eq!(port.script().cleared, 2);
    assert!(!session.remains().leftover);
}

#[test]
fn every_condition_of_the_printer_has_its_cause() {
    for (bits, cause) in [
        ([0x08, 0x04, 0, 0], PrintCause::CoverOpen),
        (PAPER_OUT, PrintCause::PaperOut),
        ([0x08, 0x40, 0x08, 0], PrintCause::Cutter),
        ([0x08, 0x40, 0x20, 0], PrintCause::Broken),
        ([0x08, 0x40, 0x40, 0], PrintCause::Overheated),
        ([0x08, 0, 0, 0], PrintCause::Offline),
    ] {
        let (mut session, port) = connected("epson-tm-t20iii");
        port.script().bits = bits;
        assert_eq!(session.ask().state, PrinterState::Trouble(cause));
        port.script().bits = [0; 4];
        assert_eq!(session.ask().state, PrinterState::Ready, "mended");
    }
}

#[test]
fn a_port_that_was_kept_for_a_silent_printer_and_died_takes_no_ticket_with_it() {
    let (mut session, port) = connected("generic-80");
    let profile = session.profile.clone();
    let ticket = Job { id: 1, profile: &profile, bytes: b"T012\n", height_mm: 500.0, cuts: 1 };
    let printed = PrintOutcome::Printed(PrintLevel::Drained);
    assert_eq!(session.print(&ticket).outcome, printed);
    assert!(session.link.is_some(), "kept while it prints");
    port.script().ended = true;
    session.address = closed_address();
    assert_eq!(job(&mut session, 2, b"T013\n"), PrintOutcome::Failed(PrintCause::Refused));
    assert_eq!(port.script().taken, b"T012\n");
}
