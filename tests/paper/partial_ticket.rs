//! Half a ticket hangs out of the printer: the next visitor's ticket is parted from it, whatever became of the program
//! that knew and of the printer's power. Never two visitors on one sheet.

use super::PATIENCE;
use super::interrupted::ORDER;
use super::picture::has;
use crate::support::TempOffice;
use crate::support::offices::magetan;
use crate::support::process::Helper;
use antre::lab::virtual_printer::{Moment, Piece, Setup, Switch, VirtualPrinter};
use antre::paper::{Profile, part_off};
use serde_json::{Value, json};
use std::fs;
use std::time::Duration;

/// It can be asked, acknowledges and throws away what it holds.
const EPSON: &str = "epson-tm-t20iii";
/// It can be asked, and throws nothing away: after a fault it wants to be switched off and on.
const PLAIN: &str = "xprinter-xp-80";

struct Scene {
    office: TempOffice,
    printer: VirtualPrinter,
    profile: &'static str,
}

impl Scene {
    fn new(profile: &'static str) -> Self {
        let office = TempOffice::new(&magetan());
        let printer = Setup::new(Profile::shipped(profile).unwrap()).listen("127.0.0.1:0").unwrap();
        Self { office, printer, profile }
    }

    /// A verb of the program, which opens the printer anew each time and must be answered in JSON.
    fn antre(&self, verb: &str) -> Value {
        let at = format!("--printer {} --profile {}", self.printer.address(), self.profile);
        self.office.antre(&format!("{verb} {at} --json")).json()
    }

    /// From now on the printer loses its power when its ticket is on paper down to the number, and before the cut.
    fn loses_its_power_in_the_next_ticket(&self) {
        self.printer.switches().arm(Moment::Executed(220), Switch::PowerOff);
    }

    fn has_power_again(&self) {
        self.printer.switches().throw(Switch::PowerOn);
    }

    /// How many bytes the printer gets for the next ticket, which must come out.
    fn bytes_of_the_next_ticket(&self, number: &str) -> u64 {
        let received = || self.printer.switches().received(Duration::ZERO, 0);
        let before = received();
        let issued = self.antre("issue T --case baru");
        assert_eq!(
            (&issued["number"], &issued["print"]["state"]),
            (&json!(number), &json!("printed"))
        );
        received() - before
    }

    /// The next ticket begins with a cut of its own, and only that one: the one behind it is shorter by so much. Both say
    /// the same but for one digit. (What hangs out of this printer vanishes with the line, so its paper alone would not
    /// show that it was not parted.)
    #[track_caller]
    fn is_parted(&self, half: &str, [next, after]: [&str; 2]) {
        let cut = part_off(self.printer.profile()).len() as u64;
        assert!(cut > 0);
        let parted = self.bytes_of_the_next_ticket(next);
        assert_eq!(parted, self.bytes_of_the_next_ticket(after) + cut, "{next} is not parted");
        let pieces = self.printer.truth();
        let on_one = |piece: &Piece| {
            [half, next, after].iter().filter(|number| has(&piece.bytes, number)).count()
        };
        assert!(pieces.iter().all(|piece| on_one(piece) <= 1), "two visitors on one sheet");
        assert_eq!(pieces.iter().map(on_one).sum::<usize>(), 3);
    }
}

#[test]
fn between_two_runs_of_the_program_the_next_ticket_is_parted_from_half_a_one() {
    let scene = Scene::new(EPSON);
    scene.loses_its_power_in_the_next_ticket();
    assert_eq!(scene.antre("issue T --case baru")["print"]["state"], "unknown");
    scene.has_power_again();
    // This printer proves that it is empty, so nobody is asked for anything; what hangs out hangs there still.
    assert_eq!(scene.antre("printer status")["leftover"], false);
    scene.is_parted("T001", ["T002", "T003"]);
}

#[test]
fn after_a_pulled_plug_and_a_confirmation_the_next_ticket_is_parted_from_half_a_one() {
    let scene = Scene::new(PLAIN);
    scene.loses_its_power_in_the_next_ticket();
    assert_eq!(scene.antre("issue T --case baru")["print"]["state"], "unknown");
    scene.has_power_again();
    let refused = scene.antre("issue T --case baru");
    assert_eq!(refused["print"]["cause"], "power-cycle");
    assert_eq!(scene.antre("printer confirm")["confirmed"], true);
    let status = scene.antre("printer status");
    assert_eq!((&status["leftover"], &status["partial_ticket"]), (&json!(false), &json!(true)));
    scene.is_parted("T001", ["T003", "T004"]);
}

#[test]
fn after_a_killed_owner_the_next_ticket_is_parted_from_half_a_one() {
    let scene = Scene::new(EPSON);
    let order = format!("{} {}", scene.printer.address(), scene.profile);
    fs::write(scene.office.file(ORDER), order).unwrap();
    let mut kiosk = Helper::start("take-a-number", scene.office.path(), 1);
    assert_eq!(kiosk.line().as_deref(), Some("T001"));
    kiosk.kill();
    let switches = scene.printer.switches();
    switches.arm(Moment::Executed(220), Switch::Stall);
    let mut owner = Helper::start("own-and-print", scene.office.path(), 1);
    assert_eq!(owner.line().as_deref(), Some("owner"));
    let started = std::time::Instant::now();
    while !has(&scene.printer.hanging(), "T001") {
        assert!(started.elapsed() < PATIENCE, "{}", switches.report());
        std::thread::yield_now();
    }
    owner.kill();
    switches.throw(Switch::HangUp);
    switches.throw(Switch::Fast);
    // Whoever looks at the printer first clears it, and is gone again before the next ticket.
    assert_eq!(scene.antre("printer status")["leftover"], false);
    let doubt = scene.office.antre("ticket T001 --json").json()["print"].clone();
    assert_eq!(doubt, json!({"state": "unknown", "level": null, "cause": "interrupted"}));
    scene.is_parted("T001", ["T002", "T003"]);
}
