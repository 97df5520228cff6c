//! The windows as people use them: tapped by label, on a stage without a screen.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod backstage;
mod bare;
mod console;
mod console_keys;
mod console_paper;
mod console_rooms;
mod console_sizes;
mod contrast;
mod display;
mod face;
mod golden;
mod guard;
mod guard_proof;
mod heard;
mod kiosk;
mod kiosk_deaf;
mod kiosk_doors;
mod kiosk_help;
mod kiosk_modes;
mod kiosk_zones;
mod layout;
#[path = "../support/left_out.rs"]
mod left_out;
mod letters;
mod look;
mod paper;
mod real;
mod sign_in;
mod supervisor;
mod taken;
mod wall_letters;
mod walls;

use antre::clock::{Clock, ManualClock};
use antre::desk::{Desk, IssueRequest, Subject, new_ticket_id};
use antre::domain::{CounterNumber, Lane, Language, ServiceCode, Timestamp};
use antre::lab::harness::{Premises, Spot, Stage};
use antre::lab::virtual_printer::VirtualPrinter;
use antre::words::Words;
use std::sync::Arc;

/// An office with a printer, its windows on a stage of this thread.
struct Scene {
    clock: ManualClock,
    premises: &'static Premises,
    printer: Option<VirtualPrinter>,
    stage: Stage<'static>,
}

fn scene() -> Scene {
    scene_with("")
}

/// The same with more sections in the office file, which has no rotation of its own then.
fn scene_with(sections: &str) -> Scene {
    scene_at(Premises::open_with(|source| with_sections(source, sections)).unwrap(), morning())
}

fn morning() -> ManualClock {
    ManualClock::at("2026-11-23T01:00:00Z".parse::<Timestamp>().unwrap())
}

/// An office whose file was changed, at another time.
fn scene_of(time: &str, change: impl FnOnce(&str) -> String) -> Scene {
    let clock = ManualClock::at(time.parse::<Timestamp>().unwrap());
    scene_at(Premises::open_with(change).unwrap(), clock)
}

fn scene_at((premises, printer): (Premises, VirtualPrinter), clock: ManualClock) -> Scene {
    // A stage borrows its premises; in a test they may live as long as the process.
    let premises: &'static Premises = Box::leak(Box::new(premises));
    let stage = Stage::open(premises, clock.clone()).unwrap();
    Scene { clock, premises, printer: Some(printer), stage }
}

fn with_sections(source: &str, sections: &str) -> String {
    let (before, rest) = source.split_once("[rotation]").unwrap();
    let (_, after) = rest.split_once("\n\n").unwrap();
    format!("{before}{after}\n{sections}")
}

/// A public word in Indonesian.
fn id(key: &str) -> &'static str {
    Words::of(Language::Indonesian).text(Box::leak(key.to_owned().into_boxed_str()))
}

/// What stands on the key of a console that calls this number.
fn calls(number: &str) -> String {
    Words::of(Language::Indonesian).with("officer.call-number", &[("number", &number)])
}

impl Scene {
    /// Another program on the same queue.
    fn desk(&self) -> Desk {
        let clock: Arc<dyn Clock> = Arc::new(self.clock.clone());
        self.premises.desk(&clock).unwrap()
    }

    /// A visitor who takes a number without using this kiosk.
    fn visitor(&mut self, service: char) {
        let mut desk = self.desk();
        let id = new_ticket_id(desk.now());
        let service = ServiceCode::new(service).unwrap();
        let case = desk
            .office()
            .service(service)
            .and_then(|service| Some(service.cases.first()?.id.clone()));
        let issued = desk.issue(&IssueRequest {
            service,
            case,
            lane: Lane::Regular,
            language: Language::Indonesian,
            id,
            key: None,
            override_code: None,
            print: None,
        });
        issued.unwrap();
        self.stage.settle();
    }

    /// An officer at another counter calls without the windows of this stage.
    fn call(&mut self, counter: i64) -> String {
        let called = self.desk().next(CounterNumber::new(counter).unwrap()).unwrap().unwrap();
        self.stage.settle();
        called.ticket.number.to_string()
    }

    /// The visitor called to this counter is withdrawn, and it is free again.
    fn call_away(&mut self, counter: i64) {
        self.desk().cancel(Subject::Counter(CounterNumber::new(counter).unwrap())).unwrap();
        self.stage.settle();
    }

    fn recall(&mut self, counter: i64) {
        self.desk().recall(Subject::Counter(CounterNumber::new(counter).unwrap())).unwrap();
        self.stage.settle();
    }

    #[track_caller]
    fn tap(&mut self, spot: Spot, label: &str) {
        if let Err(error) = self.stage.tap(spot, label) {
            panic!("{error}; there are {:?}", self.stage.labels(spot).unwrap());
        }
    }

    /// Answers everything that is left to be answered at the kiosk: the first case, all documents, the regular lane.
    #[track_caller]
    fn take_number(&mut self) {
        for key in ["kiosk.complete", "kiosk.without-priority"] {
            if self.usable(Spot::Kiosk, id(key)) {
                self.tap(Spot::Kiosk, id(key));
            }
        }
    }

    #[track_caller]
    fn sees(&self, spot: Spot, label: &str) {
        let labels = self.stage.labels(spot).unwrap();
        assert!(labels.iter().any(|l| l == label), "\"{label}\" is not among {labels:?}");
    }

    #[track_caller]
    fn sees_not(&self, spot: Spot, label: &str) {
        let labels = self.stage.labels(spot).unwrap();
        assert!(!labels.iter().any(|l| l == label), "\"{label}\" is among {labels:?}");
    }

    /// Presses the key that calls, whomever it calls.
    fn press_call(&mut self, spot: Spot) {
        self.stage.key(spot, slint::platform::Key::Space).unwrap();
    }

    /// Whether the console would call this number now.
    fn may_call(&self, spot: Spot, number: &str) -> bool {
        self.usable(spot, &calls(number))
    }

    fn usable(&self, spot: Spot, label: &str) -> bool {
        self.stage.enabled(spot, label).unwrap() == Some(true)
    }
}
