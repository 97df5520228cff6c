//! An office whose queue is served, on ports that the system chooses.

use super::http::{Browser, Stream};
use super::webdriver;
use crate::support::terms::counter;
use crate::support::{TempOffice, morning, parse};
use antre::access::{Access, DeviceKind};
use antre::clock::ManualClock;
use antre::desk::Desk;
use antre::domain::{Officer, OfficerId, Pin, Role, State};
use antre::office::{Office, SAMPLES, Serving};
use antre::secret::PinCost;
use antre::serve::{OpenDesk, Parts, ServeError, Server};
use antre::store::sqlite::SqliteStore;
use std::net::SocketAddr;
use std::sync::Arc;

/// The PINs of Sari and Budi.
pub const PINS: [(&str, &str, &str); 2] = [("sari", "Sari", "1357"), ("budi", "Budi", "2468")];

pub struct Site {
    /// Before the folder: it ends first.
    server: Option<Server>,
    pub folder: TempOffice,
    pub office: Arc<Office>,
    pub clock: ManualClock,
    pub desk: Desk,
    pub access: Access,
}

impl Site {
    /// The city office, where officers sign in; two of them have a PIN.
    pub fn open() -> Self {
        Self::open_with(str::to_owned)
    }

    /// The same with another office file.
    pub fn open_with(change: impl Fn(&str) -> String) -> Self {
        let source = SAMPLES.iter().find(|(name, _)| *name == "magetan").unwrap().1;
        let source = &change(source);
        let folder = TempOffice::new(source);
        let clock = ManualClock::at(morning());
        let mut office = parse(source);
        let here = SocketAddr::from(([127, 0, 0, 1], 0));
        let (public, staff) = (Some(here), Some(here));
        office.serving =
            Some(Serving { public, staff, plain_http: true, names: vec!["antre.kantor".into()] });
        let office = Arc::new(office);
        let mut desk = desk_on(&folder, &office, &clock);
        for (id, name, pin) in PINS {
            let id = OfficerId::new(id).unwrap();
            let officer = Officer { id, name: name.to_owned(), role: Role::Officer };
            desk.add_officer(officer, Pin::typed(pin)).unwrap();
        }
        let access = Access::of(&folder.data());
        let mut site = Self { folder, office, clock, desk, access, server: None };
        site.start();
        site
    }

    pub fn start(&mut self) {
        self.try_start().unwrap();
    }

    fn try_start(&mut self) -> Result<(), ServeError> {
        let (folder, office, clock) =
            (self.folder.queue(), Arc::clone(&self.office), self.clock.clone());
        let open: OpenDesk = Box::new(move || {
            let store = SqliteStore::open(&folder).map_err(|error| error.to_string())?;
            let desk = Desk::new(Box::new(store), Arc::clone(&office), Arc::new(clock.clone()));
            Ok(desk.with_pin_cost(PinCost::LEAST))
        });
        let parts = Parts {
            data: self.folder.data(),
            office: Arc::clone(&self.office),
            clock: Arc::new(self.clock.clone()),
            target: None,
            open,
        };
        self.server = Some(Server::start(parts)?);
        Ok(())
    }

    /// Starts it where it was before: whoever has a page open finds it again.
    pub fn start_there(&mut self, (public, staff): (SocketAddr, SocketAddr)) {
        let mut office = (*self.office).clone();
        let serving = office.serving.take().unwrap();
        office.serving = Some(Serving { public: Some(public), staff: Some(staff), ..serving });
        self.office = Arc::new(office);
        // Another test's connection may stand there for a moment.
        webdriver::until("its ports are free", || self.try_start().is_ok());
    }

    /// Ends the server; whoever is connected loses it.
    pub fn stop(&mut self) {
        self.server = None;
    }

    /// Where the walls and the staff's pages are.
    pub fn ports(&self) -> (SocketAddr, SocketAddr) {
        (self.public().at, self.stranger().at)
    }

    pub fn public(&self) -> Browser {
        Browser::new(self.server.as_ref().unwrap().public.unwrap())
    }

    /// A browser that nobody has paired.
    pub fn stranger(&self) -> Browser {
        Browser::new(self.server.as_ref().unwrap().staff.unwrap())
    }

    /// A device that was paired.
    pub fn device(&self, kind: DeviceKind) -> Browser {
        let code = self.access.invite(kind, &self.clock).unwrap();
        let mut browser = self.stranger();
        let reply = browser.form("/pair", &format!("code={code}"));
        assert_eq!(reply.status, 303, "{}", reply.text());
        let cookie = reply.head("set-cookie").unwrap().split(';').next().unwrap();
        browser.cookie = Some(cookie.to_owned());
        browser
    }

    /// The same device at the server that runs now.
    pub fn again(&self, device: &Browser) -> Browser {
        Browser { cookie: device.cookie.clone(), ..self.stranger() }
    }

    /// How often a number was called to a counter.
    pub fn calls(&mut self, number: &str) -> usize {
        let file = self.desk.ticket(number.parse().unwrap()).unwrap();
        file.events.iter().filter(|event| event.kind == "called").count()
    }

    /// What a counter holds.
    pub fn holds(&mut self, at: u8) -> Option<String> {
        let board = self.desk.board(antre::domain::EventSeq(0)).unwrap();
        let here = |state: &State| match state {
            State::Called { counter: there, .. } | State::Serving { counter: there, .. } => {
                *there == counter(at)
            }
            _ => false,
        };
        board.open.iter().find(|ticket| here(&ticket.state)).map(|ticket| ticket.number.to_string())
    }
}

fn desk_on(folder: &TempOffice, office: &Arc<Office>, clock: &ManualClock) -> Desk {
    let store = SqliteStore::open(&folder.queue()).unwrap();
    let desk = Desk::new(Box::new(store), Arc::clone(office), Arc::new(clock.clone()));
    desk.with_pin_cost(PinCost::LEAST)
}

/// Presses something on a console's page.
pub fn press(device: &Browser, key: &str, act: &str, what: &str) -> u16 {
    let event = format!(r#"{{"key":"{key}","do":"{act}","what":"{what}"}}"#);
    device.post("/console/event", &event).status
}

/// Sits down at a counter and signs in; the stream that shows it.
pub fn sign_in(device: &Browser, at: u8, officer: usize) -> Stream {
    let mut page = device.stream("/console/stream");
    assert_eq!(press(device, &format!("seat-{at}"), "counter", &at.to_string()), 204);
    page.shows(PINS[officer].1);
    // Officers stand there in the order of their ids.
    let place = if officer == 0 { "1" } else { "0" };
    press(device, "who", "officer", place);
    for (nth, digit) in PINS[officer].2.chars().enumerate() {
        press(device, &format!("digit-{nth}"), "key", &digit.to_string());
    }
    press(device, "enter", "enter", "");
    page.until("page", |told| told.data.contains("\"keys\"") && told.data.contains("next"));
    page
}
