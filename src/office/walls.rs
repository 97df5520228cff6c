//! `[[display]]`, `[rotation]` and `[screen_hours]`: what each wall shows, what fills its quiet minutes, and when the
//! screens are lit.
//!
//! Only what stands in the office file, and which call or queue is a wall's business. Never here: windows, pictures.

use super::fault_log::{FaultLog, Placed};
use super::opening::Opening;
use super::reader::Section;
use super::{Counter, Office, Place, Service};
use crate::domain::{Attendance, CounterNumber, Hours, PublicCall, ServiceCode, Stage, StageId};
use chrono::NaiveDateTime;
use std::fmt::Display;

/// What one wall shows. Made by [`Office::wall`] or [`WallPlan::of`]; the default shows everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WallPlan {
    /// Its name in the office file; under it, it keeps its memory.
    pub name: Option<String>,
    /// Only these services; empty: all.
    pub services: Vec<ServiceCode>,
    /// Only these counters; empty: all.
    pub counters: Vec<CounterNumber>,
    /// Whether it speaks its calls.
    pub voice: bool,
    /// The diagonal of its screen in inches: no letter that people read is smaller than 25 mm.
    pub inches: u16,
}

/// The screen of a wall that says nothing of it, in inches.
pub const USUAL_INCHES: u16 = 43;
/// The screens that a wall may have.
const INCHES: std::ops::RangeInclusive<i64> = 19..=120;

/// What stands in the place of the card while no call is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// A folder of PNG files in the data folder.
    pub pictures: Option<String>,
    /// Where that folder is named, for whoever finds later that there is none.
    pub pictures_place: Place,
    /// Whether the service standard takes its turns.
    pub standard: bool,
    /// How long each picture and page stays.
    pub seconds: u16,
    /// So long a call counts as new and has the large card, as long as nobody has come.
    pub quiet_seconds: u16,
}

/// When the screens are lit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScreenHours(Option<Hours>);

impl WallPlan {
    /// A wall without a name.
    pub fn of(services: Vec<ServiceCode>, counters: Vec<CounterNumber>) -> Self {
        Self { services, counters, ..Self::default() }
    }

    /// Whether it shows less than everything.
    pub fn is_filtered(&self) -> bool {
        !self.services.is_empty() || !self.counters.is_empty()
    }

    /// Whether this call is shown and spoken here.
    pub fn shows_call(&self, call: &PublicCall) -> bool {
        self.is_for(call.service)
            && (self.counters.is_empty() || self.counters.contains(&call.counter))
    }

    /// Whether people who wait for this stage of this service may be called to this wall.
    pub fn shows_queue(&self, office: &Office, service: ServiceCode, stage: &StageId) -> bool {
        let mut here = office.counters.iter().filter(|c| self.counters.contains(&c.number));
        self.is_for(service)
            && (self.counters.is_empty() || here.any(|counter| counter.serves(service, stage)))
    }

    /// Whether this service has anything to do with this wall.
    pub fn shows_service(&self, office: &Office, service: &Service) -> bool {
        let mut stages = service.journey.iter();
        stages.any(|stage| self.shows_queue(office, service.code, &stage.id))
    }

    /// Whether this counter has a row here: people are called to it whom this wall calls.
    pub fn shows_counter(&self, office: &Office, counter: &Counter) -> bool {
        let mut services = office.services.iter().filter(|service| self.is_for(service.code));
        (self.counters.is_empty() || self.counters.contains(&counter.number))
            && services.any(|service| {
                let public = |at: &&Stage| at.attendance == Attendance::Public;
                let mut stages = service.journey.iter().filter(public);
                stages.any(|at| counter.serves(service.code, &at.id))
            })
    }

    /// Whether this service is shown here.
    pub fn is_for(&self, service: ServiceCode) -> bool {
        self.services.is_empty() || self.services.contains(&service)
    }
}

impl Default for WallPlan {
    fn default() -> Self {
        let (services, counters) = (Vec::new(), Vec::new());
        Self { name: None, services, counters, voice: false, inches: USUAL_INCHES }
    }
}

impl Default for Rotation {
    fn default() -> Self {
        Self {
            pictures: None,
            pictures_place: Place::default(),
            standard: false,
            seconds: 15,
            quiet_seconds: 20,
        }
    }
}

impl ScreenHours {
    /// Whether the screens are lit at this local time. Always, where the office has not said when.
    pub fn are_lit(&self, local: NaiveDateTime) -> bool {
        let Some(hours) = &self.0 else { return true };
        hours.spans(hours.business_date(local)).any(|span| span.contains(local))
    }

    /// They are not darkened on holidays: the days on which somebody works then are the office's to know.
    pub(super) fn read(log: &FaultLog, root: &Section<'_>, opening: &Opening) -> Self {
        let section = root.optional_section("screen_hours");
        Self(section.map(|section| opening.hours_like(log, &section)))
    }
}

impl Office {
    /// The wall with this name.
    pub fn wall(&self, name: &str) -> Option<&WallPlan> {
        self.walls.iter().find(|wall| wall.name.as_deref() == Some(name))
    }
}

pub(super) fn rotation(log: &FaultLog, root: &Section<'_>) -> Rotation {
    let standard = Rotation::default();
    let Some(section) = root.optional_section("rotation") else { return standard };
    let pictures = section.optional_text("pictures");
    let seconds = |name, default: u16| {
        u16::try_from(section.number_or(name, 5..=600, default.into())).unwrap_or(default)
    };
    Rotation {
        pictures_place: pictures.as_ref().map_or_else(Place::default, |folder| log.place(folder)),
        pictures: pictures.map(|folder| folder.value),
        standard: section.flag_or("standard", standard.standard),
        seconds: seconds("seconds", standard.seconds),
        quiet_seconds: seconds("quiet_seconds", standard.quiet_seconds),
    }
}

pub(super) fn walls(
    log: &FaultLog,
    root: &Section<'_>,
    services: &[Placed<Service>],
    counters: &[Placed<Counter>],
) -> Vec<WallPlan> {
    let mut walls: Vec<WallPlan> = Vec::new();
    for section in root.sections("display") {
        let name = section.parsed("name", "a short word of a-z, 0-9 and -", wall_name);
        let known: Vec<ServiceCode> = services.iter().map(|s| s.value.code).collect();
        let services = known_ones(log, section.texts("services"), "service", &known, |text| {
            ServiceCode::parse(text)
        });
        let known: Vec<CounterNumber> = counters.iter().map(|c| c.value.number).collect();
        let numbers = section.numbers("counters");
        let counters = known_ones(log, numbers, "counter", &known, |text| {
            text.parse().ok().and_then(CounterNumber::new)
        });
        let voice = section.flag_or("voice", false);
        let inches = section.number_or("inches", INCHES, USUAL_INCHES.into());
        let inches = u16::try_from(inches).unwrap_or(USUAL_INCHES);
        let Some(name) = name else { continue };
        if walls.iter().any(|wall| wall.name.as_deref() == Some(&*name.value)) {
            log.add(name.at, &*name.key, format!("display {} stands here twice", name.value));
        }
        walls.push(WallPlan { name: Some(name.value), services, counters, voice, inches });
    }
    walls
}

/// A name that can be part of a file name everywhere, and is no number: those belong to displays without a name.
fn wall_name(text: &str) -> Option<String> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let letter = text.starts_with(|c: char| c.is_ascii_lowercase());
    (letter && text.len() <= 24 && text.chars().all(fits)).then(|| text.to_owned())
}

fn known_ones<T: Copy + PartialEq + Display>(
    log: &FaultLog,
    names: Vec<Placed<String>>,
    what: &str,
    known: &[T],
    read: impl Fn(&str) -> Option<T>,
) -> Vec<T> {
    let mut found = Vec::new();
    for name in names {
        match read(&name.value).filter(|one| known.contains(one)) {
            Some(one) if !found.contains(&one) => found.push(one),
            Some(_) => {
                log.add(name.at, name.key, format!("{what} {} stands here twice", name.value))
            }
            None => {
                let known: Vec<String> = known.iter().map(ToString::to_string).collect();
                let problem =
                    format!("no {what} \"{}\"; there are {}", name.value, known.join(", "));
                log.add(name.at, name.key, problem);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::{Outside, SAMPLES};
    use super::*;
    use crate::domain::{EventSeq, Manner, TicketNumber, Timestamp};

    fn parse(addition: &str) -> Result<Office, Vec<String>> {
        // The sample has a rotation of its own.
        let (before, rest) = SAMPLES[0].1.split_once("[rotation]").unwrap();
        let source = format!("{before}{}\n{addition}", rest.split_once("\n\n").unwrap().1);
        Office::parse(&source, &Outside::default())
            .map_err(|faults| faults.iter().map(ToString::to_string).collect())
    }

    fn call(service: char, counter: i64) -> PublicCall {
        let service = ServiceCode::new(service).unwrap();
        let number = TicketNumber::new(service, 1).unwrap();
        let counter = CounterNumber::new(counter).unwrap();
        PublicCall {
            seq: EventSeq(1),
            number,
            service,
            counter,
            at: Timestamp::UNIX_EPOCH,
            manner: Manner::default(),
        }
    }

    #[test]
    fn a_wall_shows_its_services_at_its_counters() {
        let office = parse(
            "[[display]]\nname = \"utara\"\nservices = [\"T\", \"R\"]\ncounters = [1]\nvoice = true\ninches = 55\n\
             [[display]]\nname = \"ambil\"\ncounters = [3]",
        )
        .unwrap();
        let north = office.wall("utara").unwrap();
        assert!(north.voice && north.is_filtered());
        assert_eq!((north.inches, WallPlan::default().inches), (55, USUAL_INCHES));
        assert!(north.shows_call(&call('T', 1)));
        assert!(!north.shows_call(&call('K', 1)), "another service");
        assert!(!north.shows_call(&call('T', 3)), "the handover is in another room");
        let stage = |id: &str| StageId::new(id).unwrap();
        let code = |c| ServiceCode::new(c).unwrap();
        assert!(north.shows_queue(&office, code('T'), &stage("verifikasi")));
        assert!(!north.shows_queue(&office, code('T'), &stage("penyerahan")));
        let collection = office.wall("ambil").unwrap();
        assert!(collection.shows_queue(&office, code('K'), &stage("penyerahan")));
        assert!(!collection.shows_queue(&office, code('K'), &stage("verifikasi")));
        let service = |c| office.service(code(c)).unwrap();
        assert!(collection.shows_service(&office, service('K')));
        assert!(!collection.shows_service(&office, service('Q')), "nothing is handed over");
        assert!(office.wall("selatan").is_none());
        assert!(WallPlan::default().shows_call(&call('S', 2)));
    }

    #[test]
    fn every_fault_of_a_display_is_named() {
        let faults = parse(
            "[[display]]\nname = \"1\"\ninches = 7\n[[display]]\nname = \"a\"\nservices = [\"Z\"]\ncounters = [9, 1, 1]\n\
             [[display]]\nname = \"a\"\n[rotation]\nseconds = 1\n[screen_hours]\nmonday = [\"9\"]",
        )
        .unwrap_err();
        let told = faults.join("\n");
        for part in [
            "display[1].name: \"1\" is not a short word",
            "display[1].inches: expected a whole number from 19 to 120",
            "display[2].services[1]: no service \"Z\"; there are T, R, K",
            "display[2].counters[1]: no counter \"9\"; there are 1, 2, 3",
            "display[2].counters[3]: counter 1 stands here twice",
            "display[3].name: display a stands here twice",
            "rotation.seconds: expected a whole number from 5 to 600",
            "screen_hours.monday[1]: \"9\" is not a time",
        ] {
            assert!(told.contains(part), "{part} is not in:\n{told}");
        }
        assert_eq!(faults.len(), 8, "{told}");
    }

    #[test]
    fn screens_are_lit_in_their_hours_and_always_where_there_are_none() {
        let at = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        let office = parse("[screen_hours]\nmonday = [\"06:30-12:00\", \"13:00-16:30\"]").unwrap();
        let lit = |text| office.screen_hours.are_lit(at(text));
        assert!(!lit("2026-11-23T06:29:59"));
        assert!(lit("2026-11-23T06:30:00"));
        assert!(!lit("2026-11-23T12:30:00"));
        assert!(lit("2026-11-23T16:29:59"));
        assert!(!lit("2026-11-24T10:00:00"), "a day without hours is dark");
        assert!(parse("").unwrap().screen_hours.are_lit(at("2026-11-22T03:00:00")));
    }
}
