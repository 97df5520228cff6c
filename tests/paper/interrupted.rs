//! A program that is killed while it prints, in each state that a job can be in. Nobody knows then what is on paper,
//! and so it is written down; no number is lost, and none is printed twice unless somebody asks.
//!
//! The owner that dies has all the time in the world, so that no test depends on when it is killed.

use super::PATIENCE;
use super::picture::has;
use crate::support::offices::magetan;
use crate::support::process::{Helper, report};
use crate::support::terms::visitor;
use crate::support::{TempOffice, desk_in};
use antre::data::DataFolder;
use antre::desk::{IssueRequest, PrintTarget};
use antre::domain::{BusinessDay, Lane, PrintState, PrinterState};
use antre::lab::virtual_printer::{Moment, Piece, Setup, Switch, VirtualPrinter};
use antre::paper::Profile;
use antre::printer::Deadlines;
use antre::queue::PrintJob;
use antre::spool::Spool;
use antre::store::Store;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// It can be asked, acknowledges and throws away what it holds.
const EPSON: &str = "epson-tm-t20iii";
/// It only takes bytes.
const GENERIC: &str = "generic-80";

/// Where the helper reads which printer to own.
pub const ORDER: &str = "owner.txt";

/// A helper's task: owns the printer, prints one job and reports what became of it. It is never in a hurry.
pub fn own_and_print(folder: &Path, _: u8) {
    let order = fs::read_to_string(folder.join(ORDER)).unwrap();
    let (printer, profile) = order.split_once(' ').unwrap();
    let target = PrintTarget::at(printer, profile);
    let never = Duration::from_secs(3600);
    let deadlines = Deadlines {
        progress: never,
        send: never,
        drain: never,
        answer: never,
        grace: never,
        clear: never,
        ..Deadlines::default()
    };
    let data = DataFolder::locate(Some(folder.to_owned()));
    let mut desk = desk_in(folder);
    let mut spool = Spool::own_within(&data, &mut desk, &target, deadlines).unwrap().unwrap();
    report("owner");
    let printed = spool.print_next(&mut desk).unwrap().unwrap();
    report(&format!("{:?}", printed.result.outcome));
}

/// A helper's task: takes a number with paper and dies before anything else.
pub fn take_a_number(folder: &Path, _: u8) {
    let order = fs::read_to_string(folder.join(ORDER)).unwrap();
    let (printer, profile) = order.split_once(' ').unwrap();
    let print = Some(PrintTarget::at(printer, profile));
    let request = IssueRequest { print, ..visitor('T', Lane::Regular) };
    let issued = desk_in(folder).issue(&request).unwrap();
    report(&issued.ticket.number.to_string());
    std::io::stdin().lines().for_each(drop);
}

/// An office whose first visitor has taken a number with paper, in a process that was killed right after.
struct Scene {
    office: TempOffice,
    printer: VirtualPrinter,
    profile: &'static str,
}

impl Scene {
    fn new(profile: &'static str) -> Self {
        Self::with(profile, |setup, _| setup.listen("127.0.0.1:0").unwrap())
    }

    fn with(profile: &'static str, plug_in: fn(Setup, &TempOffice) -> VirtualPrinter) -> Self {
        let office = TempOffice::new(&magetan());
        let printer = plug_in(Setup::new(Profile::shipped(profile).unwrap()), &office);
        let order = format!("{} {profile}", printer.address());
        fs::write(office.file(ORDER), order).unwrap();
        let mut kiosk = Helper::start("take-a-number", office.path(), 1);
        assert_eq!(kiosk.line().as_deref(), Some("T001"));
        kiosk.kill();
        Self { office, printer, profile }
    }

    fn throw(&self, switch: Switch) {
        self.printer.switches().throw(switch);
    }

    /// Starts an owner of the printer; it prints T001.
    fn owner(&self) -> Helper {
        let mut owner = Helper::start("own-and-print", self.office.path(), 1);
        assert_eq!(owner.line().as_deref(), Some("owner"));
        owner
    }

    fn address(&self) -> String {
        self.printer.address().to_string()
    }

    /// A verb of the program on this printer, which must be answered in JSON.
    fn antre(&self, verb: &str) -> Value {
        let (printer, profile) = (self.address(), self.profile);
        self.office.antre(&format!("{verb} --printer {printer} --profile {profile} --json")).json()
    }

    fn record(&self, number: &str) -> Value {
        self.office.antre(&format!("ticket {number} --json")).json()["print"].clone()
    }

    /// How many bytes the printer is sent for T001: the three questions before it, the ticket, and the two questions in
    /// it and behind it.
    fn bytes_of_a_job(&self) -> u64 {
        let paper = format!("paper T001 --text --profile {} --json", self.profile);
        let ticket = self.office.antre(&paper).json()["bytes"].as_u64().unwrap();
        3 * 3 + ticket + 2 * 11
    }

    /// How many pieces of paper carry this text.
    fn papers(&self, text: &str) -> usize {
        self.printer.truth().iter().filter(|piece| has(&piece.bytes, text)).count()
    }

    /// Waits until the printer has put so many pieces out.
    fn wait_for_pieces(&self, count: usize) -> Vec<Piece> {
        let pieces = self.printer.truth_when(PATIENCE, |pieces| pieces.len() >= count);
        assert!(pieces.len() >= count, "{}", self.printer.switches().report());
        pieces
    }

    /// Starts an owner and kills it once its job is marked and `until` has happened; all that time somebody else
    /// holds the queue, so that it can write nothing more.
    fn kill_an_owner_that_cannot_record(&self, until: impl FnOnce()) {
        let owner = self.owner();
        let mut store = self.office.store();
        let started = Instant::now();
        let is_sending = |store: &mut dyn Store| {
            // Unsettled jobs belong to every day.
            let day = BusinessDay::parse("2026-11-23").unwrap();
            let jobs = store.read().unwrap().update(None, day).unwrap().jobs;
            let is_ours = |job: &&PrintJob| job.printer == self.address();
            jobs.iter().filter(is_ours).any(|job| job.state == PrintState::Sending)
        };
        while !is_sending(&mut store) {
            assert!(started.elapsed() < PATIENCE, "it never began");
            std::thread::yield_now();
        }
        let held = store.begin(None).unwrap();
        until();
        let target = PrintTarget::at(self.address(), self.profile);
        let owned = || Spool::is_owned(&self.office.data(), &target).unwrap();
        assert!(owned());
        owner.kill();
        assert!(!owned(), "a dead owner owns nothing");
        drop(held);
    }

    /// What holds whatever died: the next visitor has the next number and its paper once, T001 is in doubt and was
    /// not printed again by itself, and whoever asks for it gets a copy that says so.
    fn goes_on_after_doubt(&self) {
        let before = self.papers("T001");
        let next = self.antre("issue T --case baru");
        assert_eq!(next["number"], "T002", "no number is lost");
        assert_eq!(next["print"]["state"], "printed");
        let in_doubt = json!({"state": "unknown", "level": null, "cause": "interrupted"});
        assert_eq!(self.record("T001"), in_doubt);
        assert_eq!((self.papers("T001"), self.papers("T002")), (before, 1));
        let copy = self.antre("reprint T001");
        assert_eq!(copy["print"]["state"], "printed");
        assert_eq!((self.papers("T001"), self.papers("SALINAN 1")), (before + 1, 1));
        assert_eq!(self.office.antre("board --json").json()["waiting"], 2);
    }
}

#[test]
fn killed_while_the_job_is_pending_the_next_owner_prints_it_once() {
    for profile in [EPSON, GENERIC] {
        let scene = Scene::new(profile);
        assert_eq!(scene.record("T001")["state"], "pending");
        let next = scene.antre("issue T --case baru");
        assert_eq!((&next["number"], &next["print"]["state"]), (&json!("T002"), &json!("printed")));
        assert_eq!(scene.record("T001")["state"], "printed");
        assert_eq!((scene.papers("T001"), scene.papers("T002")), (1, 1));
        assert_eq!(scene.papers("SALINAN"), 0);
    }
}

#[test]
fn killed_before_the_printer_has_answered() {
    let scene = Scene::new(EPSON);
    scene.throw(Switch::Mute);
    let owner = scene.owner();
    assert!(scene.printer.switches().received(PATIENCE, 3) >= 3, "it was asked");
    owner.kill();
    assert_eq!(scene.record("T001")["state"], "pending", "being printed, as far as anybody knows");
    scene.throw(Switch::Speaking);
    assert_eq!(scene.papers("T001"), 0);
    scene.goes_on_after_doubt();
}

#[test]
fn killed_in_the_middle_of_the_bytes() {
    let scene = Scene::new(EPSON);
    // A printer that has taken the questions and the first line of the ticket, and reads no further.
    scene.printer.switches().arm(Moment::Received(40), Switch::Stall);
    let owner = scene.owner();
    assert!(scene.printer.switches().received(PATIENCE, 40) >= 40);
    owner.kill();
    // The rest is still on its way: it goes down with the line, and the printer keeps what it has.
    scene.throw(Switch::HangUp);
    scene.throw(Switch::Fast);
    scene.goes_on_after_doubt();
    assert_eq!(scene.papers("T001"), 1, "the copy that was asked for");
}

#[test]
fn killed_while_the_acknowledgement_is_awaited() {
    let scene = Scene::new(EPSON);
    scene.throw(Switch::AckLost);
    let owner = scene.owner();
    scene.wait_for_pieces(1);
    owner.kill();
    scene.throw(Switch::AckNormal);
    assert_eq!(scene.papers("T001"), 1, "it is on paper, and nobody will ever know");
    scene.goes_on_after_doubt();
}

#[test]
fn killed_while_the_printer_is_being_cleared() {
    let scene = Scene::new(EPSON);
    let switches = scene.printer.switches();
    // The roll ends in the middle of the ticket. Asked how it is in two rounds (of three questions) the printer says so, and falls
    // silent in the middle of the command that throws the rest away (ten bytes).
    let until_it_is_cleared = scene.bytes_of_a_job() + 2 * 3 * 3;
    switches.arm(Moment::Executed(60), Switch::PaperOut);
    switches.arm(Moment::Received(until_it_is_cleared + 5), Switch::Mute);
    let owner = scene.owner();
    assert!(switches.received(PATIENCE, until_it_is_cleared + 10) >= until_it_is_cleared + 10);
    owner.kill();
    scene.throw(Switch::Speaking);
    scene.throw(Switch::PaperIn);
    assert!(!scene.wait_for_pieces(1)[0].cut, "what hung out was torn off");
    scene.goes_on_after_doubt();
}

#[cfg(unix)]
#[test]
fn killed_with_the_ticket_in_the_port() {
    let plug_in = |setup: Setup, office: &TempOffice| setup.open_pty(&office.file("port")).unwrap();
    let scene = Scene::with(EPSON, plug_in);
    let switches = scene.printer.switches();
    // The printer reads no further than the first line; the rest waits in this machine.
    switches.arm(Moment::Received(40), Switch::Stall);
    let owner = scene.owner();
    assert!(switches.received(PATIENCE, 40) >= 40);
    owner.kill();
    // What a dead owner has left in a port goes to the printer all the same.
    scene.throw(Switch::Fast);
    switches.received(PATIENCE, scene.bytes_of_a_job());
    scene.wait_for_pieces(1);
    scene.goes_on_after_doubt();
}

#[test]
fn killed_in_the_middle_of_a_test_sheet() {
    // No job of the queue says that it was begun, and it is half a sheet in a printer like any other.
    let office = TempOffice::new(&magetan());
    let cannot_forget = "xprinter-xp-80";
    let setup = Setup::new(Profile::shipped(cannot_forget).unwrap());
    let printer = setup.listen("127.0.0.1:0").unwrap();
    let at = format!("--printer {} --profile {cannot_forget}", printer.address());
    printer.switches().arm(Moment::Received(40), Switch::Stall);
    let mut technician = office.command(&format!("printer test {at}")).spawn().unwrap();
    assert!(printer.switches().received(PATIENCE, 40) >= 40);
    technician.kill().unwrap();
    technician.wait().unwrap();
    printer.switches().throw(Switch::HangUp);
    printer.switches().throw(Switch::Fast);
    let status = office.antre(&format!("printer status {at} --json"));
    let status: Value = serde_json::from_str(&status.stdout).unwrap();
    assert_eq!((&status["leftover"], &status["partial_ticket"]), (&json!(true), &json!(true)));
    let refused = office.antre(&format!("issue T --case baru {at} --json")).json();
    assert_eq!(refused["print"]["cause"], "power-cycle");
}

#[test]
fn killed_between_the_acknowledgement_and_the_record() {
    let scene = Scene::new(EPSON);
    scene.throw(Switch::Stall);
    scene.kill_an_owner_that_cannot_record(|| {
        scene.throw(Switch::Fast);
        scene.wait_for_pieces(1);
    });
    assert_eq!(scene.papers("T001"), 1);
    scene.goes_on_after_doubt();
}

#[test]
fn a_printer_that_cannot_forget_is_sent_nothing_until_it_was_switched_off_and_on() {
    let scene = Scene::new(GENERIC);
    scene.throw(Switch::Stall);
    scene.kill_an_owner_that_cannot_record(|| ());
    // Switched off, it prints nothing of that any more. But nobody has said so.
    scene.throw(Switch::PowerOff);
    scene.throw(Switch::Fast);
    scene.throw(Switch::PowerOn);
    let received = scene.printer.switches().received(Duration::ZERO, 0);
    let power_cycle = json!({"state": "failed", "level": null, "cause": "power-cycle"});
    for number in ["T002", "T003"] {
        let refused = scene.antre("issue T --case baru");
        assert_eq!((&refused["number"], &refused["print"]), (&json!(number), &power_cycle));
    }
    assert_eq!(scene.printer.switches().received(Duration::ZERO, 0), received, "not a byte");
    let mut desk = scene.office.desk_beside_the_program();
    let record = desk.printer(&scene.address()).unwrap().unwrap();
    assert_eq!(
        (record.state.cause().unwrap().code(), record.remains.leftover),
        ("power-cycle", true)
    );
    assert_eq!(scene.antre("printer confirm")["confirmed"], true);
    let record = desk.printer(&scene.address()).unwrap().unwrap();
    assert_eq!((record.state, record.remains.leftover), (PrinterState::Unknown, false));
    assert_eq!(scene.antre("issue T --case baru")["print"]["state"], "printed");
    assert_eq!(scene.papers("T001") + scene.papers("T002") + scene.papers("T003"), 0);
    assert_eq!(scene.antre("reprint T002")["print"]["state"], "printed");
    assert_eq!(scene.papers("T002"), 1);
}
