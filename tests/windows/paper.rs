//! The window of a virtual printer, on paper that stops in the middle of a ticket.

use super::scene;
use antre::lab::paper::{Follower, Paper, PaperUpdate};
use antre::lab::virtual_printer::{Moment, Setup, Switch, VirtualPrinter};
use antre::paper::{Document, Profile, encode, lay_out};
use antre::printer::Address;
use std::io::Write;
use std::net::TcpStream;
use std::rc::Rc;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);

struct Room {
    paper: Rc<Paper>,
    follower: Follower,
    told: usize,
}

impl Room {
    /// Looks until the window shows what is expected; says what the window was told on the way.
    #[track_caller]
    fn until(&mut self, enough: impl Fn(&Self) -> bool) -> Vec<&'static str> {
        let started = Instant::now();
        let mut kinds = Vec::new();
        while !enough(self) {
            assert!(
                started.elapsed() < PATIENCE,
                "{:?} {}",
                self.paper.shows(),
                self.paper.caption()
            );
            let told = &mut self.told;
            let count = |_: &_, _: Option<&_>| *told += 1;
            for update in self.follower.look(Duration::from_millis(1), count).unwrap() {
                kinds.push(match update {
                    PaperUpdate::Growing(_) => "growing",
                    PaperUpdate::Sheet(..) => "sheet",
                    PaperUpdate::Printer(_) => "printer",
                });
                self.paper.update(update);
            }
        }
        kinds
    }
}

#[test]
fn paper_is_seen_while_it_comes_out_and_when_it_was_cut_off() {
    // A stage, because windows need one; the office on it stays dark.
    let _office = scene();
    let folder = tempfile::tempdir().unwrap();
    let profile = Profile::shipped("epson-tm-t20iii").unwrap();
    let document = Document::new().centred("Dukcapil").number("T012").qr("T012").centred("Loket 1");
    let ticket = encode(&lay_out(&document, &profile).unwrap(), &profile);
    let setup = Setup::new(profile).drawing_into(folder.path());
    let printer: VirtualPrinter = setup.listen("127.0.0.1:0").unwrap();
    let switches = printer.switches();
    // Behind the number, before the code.
    let number = ticket.windows(4).position(|part| part == b"T012").unwrap() as u64;
    switches.arm(Moment::Executed(number + 5), Switch::PaperOut);
    let Address::Tcp { host, port } = printer.address() else { panic!("it is on the network") };
    let paper = Paper::open(&printer).unwrap();
    let mut room = Room { paper, follower: Follower::new(printer), told: 0 };
    assert_eq!(room.paper.shows(), (0, 0), "no paper yet");
    TcpStream::connect((host, port)).unwrap().write_all(&ticket).unwrap();

    let kinds =
        room.until(|room| room.paper.shows().1 > 0 && room.paper.caption().contains("no paper"));
    assert!(kinds.contains(&"growing") && !kinds.contains(&"sheet"), "{kinds:?}");
    let half = room.paper.shows();
    assert!(half.0 >= 500, "the width of the paper: {half:?}");
    // The new roll: what hung out is torn off, and the rest comes out on the new one.
    switches.throw(Switch::PaperIn);
    room.until(|room| room.told == 2);
    assert!(room.paper.shows().1 > 0 && room.paper.shows() != half);
    room.until(|room| !room.paper.caption().contains("no paper"));
    switches.unplug();
    while room.follower.look(Duration::from_millis(1), |_, _| {}).is_some() {}
}
