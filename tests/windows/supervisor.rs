//! The window of whoever answers for the office.

use super::{Scene, id, scene};
use antre::desk::Subject;
use antre::domain::{CounterNumber, Language};
use antre::lab::harness::Lookout;
use antre::words::Words;
use std::fmt::Display;

const SIZES: [(u32, u32); 3] = [(1366, 768), (1024, 600), (1920, 1080)];

fn say(key: &str, values: &[(&str, &dyn Display)]) -> String {
    Words::of(Language::Indonesian).with(key, values)
}

fn at(counter: i64) -> Subject {
    Subject::Counter(CounterNumber::new(counter).unwrap())
}

struct Watched {
    office: Scene,
    lookout: Lookout,
}

impl Watched {
    fn new(office: Scene) -> Self {
        let lookout = Lookout::open(office.premises, &office.clock).unwrap();
        let mut watched = Self { office, lookout };
        watched.look();
        watched
    }

    fn look(&mut self) {
        self.office.later(0);
        self.lookout.look();
    }

    #[track_caller]
    fn sees(&self, label: &str) {
        let labels = self.lookout.labels();
        assert!(labels.iter().any(|l| l == label), "\"{label}\" is not among {labels:?}");
    }

    #[track_caller]
    fn sees_not(&self, label: &str) {
        let labels = self.lookout.labels();
        assert!(!labels.iter().any(|l| l == label), "\"{label}\" is among {labels:?}");
    }
}

#[test]
fn an_empty_office_says_so() {
    let watched = Watched::new(scene());
    watched.sees(id("supervisor.nothing-late"));
    watched.sees(id("supervisor.no-stages"));
    watched.sees(id("supervisor.nothing-missing"));
    watched.sees(id("supervisor.idle"));
    watched.sees(&format!("- {}", id("supervisor.none-promised")));
    watched.sees(&format!("- {}", id("supervisor.all-done")));
}

#[test]
fn who_holds_what_and_what_has_become_late() {
    let mut watched = Watched::new(scene());
    for service in ['T', 'T', 'K', 'N'] {
        watched.office.visitor(service);
    }
    watched.office.call(1);
    watched.office.desk().start(at(1)).unwrap();
    watched.office.desk().pause(CounterNumber::new(2).unwrap()).unwrap();
    watched.look();
    watched.sees("T001");
    watched.sees(id("supervisor.serves"));
    watched.sees(id("supervisor.on-break"));
    watched.sees(&say("supervisor.at-stage", &[("waiting", &3), ("working", &1)]));
    watched.sees_not(id("officer.nearly-late"));
    watched.office.later(3 * 60 + 20);
    watched.look();
    watched.sees(id("officer.nearly-late"));
    watched.office.later(60);
    watched.look();
    watched.sees(id("officer.late"));
    watched.sees_not(id("supervisor.nothing-late"));
    // Four minutes over the norm of the stage, and the whole promise has gone by, too.
    watched.office.later(14 * 60);
    watched.look();
    let lines = watched.lookout.labels().join("\n");
    assert!(lines.contains(&format!("{}, Loket 1", id("officer.whole-service"))), "{lines}");
}

#[test]
fn missing_documents_and_promises_are_counted() {
    let mut watched = Watched::new(scene());
    watched.office.visitor('N');
    watched.office.visitor('Q');
    watched.office.call(1);
    watched.office.desk().start(at(1)).unwrap();
    watched.office.desk().return_file(at(1), &[2], None).unwrap();
    watched.office.call(1);
    watched.office.desk().start(at(1)).unwrap();
    watched.office.desk().finish(at(1)).unwrap();
    watched.look();
    watched.sees(&say("supervisor.missing-line", &[("documents", &"Kartu Keluarga (KK) 1")]));
    let kept = say("supervisor.kept-of", &[("kept", &1), ("count", &1)]);
    watched.sees(&format!("{kept} {}", id("supervisor.kept")));
}

#[test]
fn whatever_needs_attention_names_what_to_do_and_the_day_is_a_curve() {
    let mut watched = Watched::new(scene());
    for service in ['T', 'T', 'K'] {
        watched.office.visitor(service);
    }
    watched.office.call(1);
    watched.office.desk().start(at(1)).unwrap();
    watched.office.later(5 * 60);
    watched.look();
    watched.sees(&say("supervisor.see-counter", &[("counter", &"Loket 1")]));
    let labels = watched.lookout.labels();
    let quarter: &[(&str, &dyn Display)] =
        &[("time", &"08:00"), ("arrived", &3), ("done", &0), ("open", &3)];
    let told = say("supervisor.quarter", quarter);
    assert!(labels.iter().any(|label| label.contains(&told)), "{labels:?}");
}

#[test]
fn a_clock_that_is_not_believed_is_said_before_anybody_presses_a_key() {
    let mut watched = Watched::new(scene());
    let (clock, queue) = ("Selasa, 24 November 2026", "Senin, 23 November 2026");
    let said = say("officer.clock-ahead", &[("clock", &clock), ("queue", &queue)]);
    watched.office.visitor('T');
    watched.look();
    watched.sees_not(&said);
    watched.office.clock.set(chrono::TimeDelta::days(1));
    watched.look();
    watched.sees(&said);
    watched.office.sees(antre::lab::harness::Spot::Console(1), &said);
    watched.office.clock.set(-chrono::TimeDelta::days(1));
    watched.look();
    watched.sees_not(&said);
    watched.office.sees_not(antre::lab::harness::Spot::Console(1), &said);
}

#[test]
fn an_unreadable_queue_is_said_and_what_was_seen_stays() {
    let mut watched = Watched::new(scene());
    watched.office.visitor('T');
    watched.look();
    let queue = watched.office.premises.data.queue_file();
    let aside = queue.with_extension("aside");
    std::fs::rename(&queue, &aside).unwrap();
    watched.look();
    watched.sees(id("officer.fault-replaced"));
    watched.sees(&say("supervisor.at-stage", &[("waiting", &1), ("working", &0)]));
    std::fs::rename(&aside, &queue).unwrap();
    watched.look();
    watched.sees_not(id("officer.fault-replaced"));
}

#[test]
fn it_fits_every_screen_on_a_day_with_everything() {
    let mut watched = Watched::new(scene());
    for service in ['T', 'R', 'N', 'Q', 'K', 'L', 'S', 'U', 'T', 'K', 'N', 'T', 'T'] {
        watched.office.visitor(service);
    }
    for counter in [1, 2] {
        watched.office.call(counter);
        watched.office.desk().start(at(counter)).unwrap();
        watched.office.desk().return_file(at(counter), &[1], None).ok();
        watched.office.desk().next(CounterNumber::new(counter).unwrap()).ok();
        watched.office.desk().start(at(counter)).ok();
    }
    watched.office.later(25 * 60);
    watched.look();
    for size in SIZES {
        let outside = watched.lookout.outside(size);
        assert!(outside.is_empty(), "at {size:?}: {outside:?}");
    }
    assert!(watched.lookout.picture(SIZES[0]).is_ok());
}
