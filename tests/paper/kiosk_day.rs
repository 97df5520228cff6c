//! A day at a kiosk whose printer is built in: two hundred tickets, each taken, forgotten or pulled at, through the
//! queue and its owner.
//!
//! Belongs here: what staff read, what the record keeps, and whose hand got what. Time passes for paper and owner alike
//! and for nobody else, so nothing waits. Never here: how long a ticket may hang (that is `printer::session::presenter`).

use super::picture::has;
use crate::support::TempOffice;
use crate::support::offices::magetan;
use crate::support::terms::visitor;
use antre::app::{PrinterWatch, Urgency};
use antre::desk::{Desk, IssueRequest, PrintTarget};
use antre::domain::{Lane, Language, PrintLevel, PrintOutcome, PrintState, PrinterState};
use antre::lab::virtual_printer::{Exit, Piece, Setup, Switch, VirtualPrinter};
use antre::phrase::printer;
use antre::printer::Deadlines;
use antre::profiles::Profiles;
use antre::spool::Spool;
use antre::words::Words;
use std::collections::BTreeMap;
use std::fs;
use std::thread;
use std::time::Duration;

const TICKETS: usize = 200;
const SEED: u64 = 0x0041_6e74_7265;

/// What staff read of a printer that is well, and of one in whose mouth a ticket hangs, in every language.
const WELL: [&str; 3] = ["Printer siap", "Printer siap", "Printer ready"];
const HANGS: [&str; 3] =
    ["Tiket belum diambil", "Tiket dereng dipunpundhut", "Ticket not taken yet"];

/// How a visitor treats a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Visitor {
    /// Takes it after so many seconds, before anybody minds.
    Takes(u64),
    /// Pulls at it while it is printed.
    Pulls,
    /// Leaves without it; after so many seconds the next visitor comes.
    Forgets(u64),
}

/// Visitors of a fixed seed: xorshift, by its published constants.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn visitor(&mut self) -> Visitor {
        match self.below(10) {
            0..=4 => Visitor::Takes(1 + self.below(13)),
            5 | 6 => Visitor::Pulls,
            7 => Visitor::Forgets(5 + self.below(9)),
            8 => Visitor::Forgets(16 + self.below(27)),
            _ => Visitor::Forgets(46 + self.below(100)),
        }
    }
}

/// An office with such a printer and its owner.
struct Kiosk {
    _office: TempOffice,
    desk: Desk,
    target: PrintTarget,
    printer: VirtualPrinter,
    spool: Spool,
    watch: PrinterWatch,
    /// What the record has to say, oldest first.
    events: Vec<&'static str>,
    /// What has to become of each number.
    exits: BTreeMap<String, &'static str>,
    /// The state that was told last.
    told: (PrinterState, [String; 3]),
}

impl Kiosk {
    /// With the profile of this name; `own`: a file of the office that is the profile.
    fn new(name: &str, own: Option<&str>) -> Self {
        let office = TempOffice::new(&magetan());
        if let Some(text) = own {
            let folder = office.file("printer-profiles");
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join(format!("{name}.toml")), text).unwrap();
        }
        let profile = Profiles::of(&office.data()).find(name).unwrap();
        let printer = Setup::new(profile).listen("127.0.0.1:0").unwrap();
        printer.switches().throw(Switch::VisitorsAway);
        let target = PrintTarget::at(printer.address().to_string(), name);
        let mut desk = office.desk_beside_the_program();
        // Nothing is waited for but the printer, which answers at once.
        let deadlines = Deadlines { poll: Duration::from_millis(2), ..Deadlines::default() };
        let spool = Spool::own_within(&office.data(), &mut desk, &target, deadlines);
        let spool = spool.unwrap().unwrap().timed_by(printer.watch());
        let watch = PrinterWatch::new(office.data(), &target).unwrap();
        let told = (PrinterState::Unknown, Default::default());
        let (events, exits) = (Vec::new(), BTreeMap::new());
        Self { _office: office, desk, target, printer, spool, watch, events, exits, told }
    }

    fn throw(&self, switch: Switch) {
        self.printer.switches().throw(switch);
    }

    fn pass(&self, seconds: u64) {
        self.throw(Switch::TimePasses(Duration::from_secs(seconds)));
    }

    /// A visitor takes a number; returns it with its print job.
    fn issue(&mut self) -> (String, i64) {
        let print = Some(self.target.clone());
        let request = IssueRequest { print, ..visitor('T', Lane::Regular) };
        let issued = self.desk.issue(&request).unwrap();
        (issued.ticket.number.to_string(), issued.print_job.unwrap())
    }

    /// Prints it, and it comes out.
    #[track_caller]
    fn print(&mut self) -> String {
        let (number, _) = self.issue();
        let printed = self.spool.print_next(&mut self.desk).unwrap().unwrap();
        let expected = PrintOutcome::Printed(PrintLevel::StatusAfterData);
        assert_eq!(printed.result.outcome, expected, "{number}: {}", printed.result.detail);
        number
    }

    /// The owner asks the printer; then state, sentences and record have to be these.
    #[track_caller]
    fn sees(&mut self, state: PrinterState) {
        assert_eq!(self.spool.ask(&mut self.desk).unwrap(), state);
        if let Some(now) = self.watch.look(&mut self.desk) {
            let says = |language: &Language| printer::says(now.driven(), Words::of(*language));
            let all: Vec<String> = Language::ALL.iter().map(says).collect();
            self.told = (now.state, all.try_into().unwrap());
            let urgency = match now.state {
                PrinterState::TicketNotTaken => Urgency::Soon,
                _ => Urgency::None,
            };
            assert_eq!(now.urgency(), urgency, "it prints all the same");
        }
        let sentences = if state == PrinterState::Ready { WELL } else { HANGS };
        assert_eq!((self.told.0, &self.told.1[..]), (state, &sentences.map(str::to_owned)[..]));
        let file = self.desk.printer_file(&self.target.printer).unwrap();
        assert_eq!(file.record.unwrap().state, state);
        let kept: Vec<&str> = file.events.iter().map(|event| event.kind.as_str()).collect();
        let expected: Vec<&str> = self.events.iter().rev().take(kept.len()).copied().collect();
        assert_eq!(kept, expected, "newest first");
        assert!(kept.len() == self.events.len() || kept.len() >= 20);
    }

    fn hangs(&self) -> bool {
        !self.printer.in_output().is_empty()
    }

    /// One visitor, and what becomes of the ticket. `takes_back`: the office wants it.
    fn visit(&mut self, visitor: Visitor, takes_back: bool) {
        use PrinterState::{Ready, TicketNotTaken};
        if visitor == Visitor::Pulls {
            self.throw(Switch::TicketPulled);
        }
        if self.hangs() {
            // It was forgotten a while ago and makes room now.
            self.events.push(if takes_back { "ticket-retracted" } else { "ticket-ejected" });
        }
        let number = self.print();
        self.sees(Ready);
        match visitor {
            Visitor::Pulls => {
                assert!(!self.hangs());
                self.exits.insert(number, "taken");
            }
            Visitor::Takes(after) => {
                assert!(self.hangs());
                self.pass(after);
                self.sees(Ready);
                self.throw(Switch::TicketTaken);
                assert!(!self.hangs(), "it was presented");
                self.sees(Ready);
                self.exits.insert(number, "taken");
            }
            Visitor::Forgets(until) => {
                self.exits.insert(number, if takes_back { "retracted" } else { "ejected" });
                self.pass(until);
                if until < 15 {
                    return self.sees(Ready);
                }
                self.events.push("ticket-not-taken");
                self.sees(TicketNotTaken);
                if until < 45 || !takes_back {
                    return self.sees(TicketNotTaken);
                }
                self.events.push("ticket-retracted");
                self.sees(Ready);
                assert!(!self.hangs());
            }
        }
    }

    /// When all have gone: every number came out once, and each hand got one.
    fn close(self) {
        let last = self.printer.in_output();
        let pieces: Vec<Piece> = self.printer.truth().into_iter().chain(last.clone()).collect();
        assert_eq!(pieces.len(), TICKETS);
        assert!(pieces.iter().all(|piece| piece.cut));
        let unknown = self.printer.unknown();
        assert!(unknown.is_empty(), "it did not know {unknown:02x?}");
        let mut hands = BTreeMap::new();
        let mut left: BTreeMap<&str, usize> = BTreeMap::new();
        for (number, expected) in &self.exits {
            let its: Vec<&Piece> =
                pieces.iter().filter(|piece| has(&piece.bytes, number.as_str())).collect();
            let [piece] = its[..] else { panic!("{number} came out {} times", its.len()) };
            let is_last = last.iter().any(|hanging| hanging.bytes == piece.bytes);
            let exit = match piece.exit {
                Exit::Taken(hand) => {
                    let other = hands.insert(hand, number);
                    assert_eq!(other, None, "{number} came into the same hand");
                    "taken"
                }
                Exit::Retracted => "retracted",
                Exit::Ejected => "ejected",
                Exit::Fell if is_last => continue,
                Exit::Fell => "fallen",
            };
            assert_eq!(exit, *expected, "{number}");
            *left.entry(exit).or_default() += 1;
        }
        println!("{} on {}: {left:?}", self.target.profile, self.target.printer);
        // Every ticket that was taken back or pushed out is in the record, and nothing else.
        let counted = |kind: &str| self.events.iter().filter(|event| **event == kind).count();
        for (exit, kind) in [("retracted", "ticket-retracted"), ("ejected", "ticket-ejected")] {
            assert_eq!(left.get(exit).copied().unwrap_or(0), counted(kind), "{exit}");
        }
        assert!(left["taken"] > 100 && self.events.len() > 40, "a day of all kinds");
    }
}

fn play(name: &str, own: Option<&str>, takes_back: bool) {
    let mut kiosk = Kiosk::new(name, own);
    let mut chance = Chance(SEED);
    for _ in 0..TICKETS {
        kiosk.visit(chance.visitor(), takes_back);
    }
    kiosk.close();
}

#[test]
fn a_day_at_a_custom_gives_nobody_two_tickets() {
    play("custom-vkp80ii", None, true);
}

#[test]
fn a_day_at_a_citizen_gives_nobody_two_tickets() {
    play("citizen-ppu-700", None, true);
}

#[test]
fn an_office_may_let_tickets_stay_until_the_next_one_is_due() {
    let own = "inherits = \"custom-vkp80iii\"\n[presenter]\nnot_taken = \"leave\"\n";
    play("kios", Some(own), false);
}

#[test]
fn the_next_ticket_waits_for_a_hand_that_reaches() {
    let mut kiosk = Kiosk::new("citizen-ppu-700", None);
    kiosk.print();
    kiosk.sees(PrinterState::Ready);
    let (_, job) = kiosk.issue();
    let Kiosk { mut spool, mut desk, printer, _office: office, .. } = kiosk;
    thread::scope(|scope| {
        let printing = scope.spawn(|| spool.print_next(&mut desk).unwrap().unwrap());
        let mut other = office.desk_beside_the_program();
        while other.print_state(job).unwrap() != Some(PrintState::Sending) {
            thread::yield_now();
        }
        printer.switches().throw(Switch::TicketTaken);
        let printed = printing.join().unwrap();
        let expected = PrintOutcome::Printed(PrintLevel::StatusAfterData);
        assert_eq!(printed.result.outcome, expected);
    });
    let first: Vec<Exit> = printer.truth().iter().map(|piece| piece.exit).collect();
    assert_eq!((first, printer.in_output().len()), (vec![Exit::Taken(1)], 1));
}

#[test]
fn a_printer_that_moves_no_cut_ticket_prints_on_and_says_so() {
    let mut kiosk = Kiosk::new("custom-tg2480", None);
    kiosk.print();
    kiosk.sees(PrinterState::Ready);
    kiosk.pass(20);
    kiosk.events.push("ticket-not-taken");
    kiosk.sees(PrinterState::TicketNotTaken);
    kiosk.print();
    kiosk.sees(PrinterState::Ready);
    assert_eq!(kiosk.printer.in_output().len(), 2, "the office knew of it");
    assert!(kiosk.printer.unknown().is_empty());
}
