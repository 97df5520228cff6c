//! The consoles of paired devices: one for each device, whichever of its tabs shows it.
//!
//! Belongs here: which device sits at which counter, and for how long without a sign of life. A console is the same station and
//! the same worker as in a window. Never here: HTTP, HTML, what a key does.

use super::Shared;
use super::event::PageEvent;
use crate::access::{Device, Sitting};
use crate::app::console::{ConsoleWorker, CounterLock, GuardedConsole};
use crate::app::worker::{Commands, Worker, channel, spawn};
use crate::desk::DeskError;
use crate::domain::{CounterNumber, OfficerId};
use crate::office::Counter;
use crate::page::counters::{CounterLine, CountersView};
use crate::page::{self, Fragment};
use crate::phrase::time;
use crate::queue::RequestKey;
use crate::station::console::{ConsoleEvent, ConsoleStation, GuardedCommand, GuardedUpdate};
use crate::station::{Station, staff_words};
use chrono::TimeDelta;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use tokio::sync::watch;

/// A counter is free again so long after the last sign of life of its page.
const SEAT_KEPT: TimeDelta = TimeDelta::seconds(15);
/// So many presses are remembered: a page asks again for its last one, and only for that.
const PRESSES: usize = 64;
/// One PIN is looked at at a time in each half of the machine: it takes a processor and 19 MiB on purpose.
static LOOKS_AT_PINS: [Mutex<()>; 2] = [Mutex::new(()), Mutex::new(())];

/// What a console's worker is asked for by a page.
type Keyed = (GuardedCommand, Option<RequestKey>);

/// The worker of a console, which takes the key of each press along.
struct KeyedConsole {
    console: GuardedConsole,
    device: u32,
}

impl Worker for KeyedConsole {
    type Command = Keyed;
    type Update = GuardedUpdate;

    fn handle(&mut self, (command, key): Keyed) -> Vec<GuardedUpdate> {
        let _turn = matches!(command, GuardedCommand::SignIn(..)).then(|| {
            let turn = &LOOKS_AT_PINS[self.device as usize % LOOKS_AT_PINS.len()];
            turn.lock().unwrap_or_else(PoisonError::into_inner)
        });
        self.console.handle_keyed(command, key)
    }

    fn poll(&mut self) -> Vec<GuardedUpdate> {
        self.console.poll()
    }
}

/// A device at its counter.
struct Seat {
    counter: CounterNumber,
    station: ConsoleStation,
    commands: Commands<Keyed>,
    /// Who is signed in, as far as the page has been told.
    officer: Option<OfficerId>,
    /// The day on which they signed in.
    day: String,
    _lock: CounterLock,
}

/// What a device's console is at a moment.
#[derive(Default)]
struct State {
    seat: Option<Seat>,
    /// The counter that could not be had last.
    refused: Option<CounterNumber>,
    /// Which seat it is: news of an earlier one concerns nobody.
    number: u64,
    pressed: VecDeque<String>,
    /// When its page was last heard of, by the time that nobody can set.
    heard: Option<TimeDelta>,
}

/// The console of one device.
pub(super) struct LiveConsole {
    device: u32,
    shared: Weak<Shared>,
    state: Mutex<State>,
    /// Counts what may have changed.
    changed: watch::Sender<u64>,
}

/// The consoles of all devices.
#[derive(Default)]
pub(super) struct Consoles(Mutex<BTreeMap<u32, Arc<LiveConsole>>>);

impl Consoles {
    fn all(&self) -> MutexGuard<'_, BTreeMap<u32, Arc<LiveConsole>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The console of a device.
    pub(super) fn of(&self, device: &Device, shared: &Arc<Shared>) -> Arc<LiveConsole> {
        let make = || {
            Arc::new(LiveConsole {
                device: device.id,
                shared: Arc::downgrade(shared),
                state: Mutex::default(),
                changed: watch::Sender::new(0),
            })
        };
        Arc::clone(self.all().entry(device.id).or_insert_with(make))
    }

    /// Takes the seats of devices again that were at a counter when the server ended, before anybody else may come in.
    pub(super) fn resume(&self, shared: &Arc<Shared>) {
        let (Ok(sittings), Ok(devices)) = (shared.access.sittings(), shared.access.devices())
        else {
            return;
        };
        for sitting in sittings {
            if let Some(device) = devices.iter().find(|device| device.id == sitting.device) {
                let console = self.of(device, shared);
                console.heard();
                console.sit_again(false);
            }
        }
    }

    /// Where a device sits, as a sentence.
    pub(super) fn state_of(&self, device: &Device, shared: &Shared) -> String {
        let words = staff_words();
        let live = self.all().get(&device.id).cloned();
        let counter = live.and_then(|live| live.state().seat.as_ref().map(|seat| seat.counter));
        match counter {
            Some(counter) => shared.office.counter_name(counter, words.language()),
            None => words.text("web.device-away").to_owned(),
        }
    }

    /// One second has passed: clocks go on, and counters are free whose page is silent, or whose device was sent away.
    pub(super) fn second(&self, shared: &Shared) {
        let known = shared.access.devices().ok();
        let consoles: Vec<_> = self.all().values().cloned().collect();
        for console in consoles {
            let away =
                known.as_ref().is_some_and(|all| all.iter().all(|one| one.id != console.device));
            if away {
                self.all().remove(&console.device);
                console.stand_up();
                console.changed.send_modify(|count| *count += 1);
                continue;
            }
            console.second(shared);
        }
    }
}

impl LiveConsole {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells of everything that may have changed.
    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    fn tell(&self) {
        self.changed.send_modify(|count| *count += 1);
    }

    /// Its page lives.
    pub(super) fn heard(&self) {
        if let Some(shared) = self.shared.upgrade() {
            self.state().heard = Some(shared.clock.running());
        }
    }

    /// A page is opened, or comes back: whoever was here before goes on, where the counter is free. Who was away for longer
    /// than a console stays unlocked signs in again.
    pub(super) fn come_back(&self) {
        let Some(shared) = self.shared.upgrade() else { return };
        let lock = TimeDelta::minutes(shared.office.people.lock_minutes.into());
        let is_long = {
            let mut state = self.state();
            let now = shared.clock.running();
            let away = state.heard.replace(now).map(|heard| now - heard);
            !lock.is_zero() && away.is_some_and(|away| away >= lock)
        };
        if self.state().seat.is_none() {
            self.sit_again(is_long);
        }
    }

    fn sit_again(&self, locked: bool) {
        let Some(shared) = self.shared.upgrade() else { return };
        let Ok(sittings) = shared.access.sittings() else { return };
        let Some(sitting) = sittings.into_iter().find(|one| one.device == self.device) else {
            return;
        };
        let Some(counter) = sitting.counter() else { return };
        // A night ends every session; the counter stays that of this device.
        let officer = sitting.officer().filter(|_| !locked && shared.day() == sitting.day);
        self.sit(&shared, counter, officer.as_ref());
    }

    /// Sits down at a counter, if it is free.
    fn sit(&self, shared: &Arc<Shared>, counter: CounterNumber, officer: Option<&OfficerId>) {
        match self.try_to_sit(shared, counter, officer) {
            Ok(true) => self.state().refused = None,
            Ok(false) => self.state().refused = Some(counter),
            Err(error) => {
                note!("{error}");
                self.state().refused = Some(counter);
            }
        }
        self.tell();
    }

    fn try_to_sit(
        &self,
        shared: &Arc<Shared>,
        counter: CounterNumber,
        officer: Option<&OfficerId>,
    ) -> Result<bool, String> {
        let Some(lock) = CounterLock::take(&shared.data, counter)? else { return Ok(false) };
        let text = |error: DeskError| error.to_string();
        let desk = shared.desk()?.trying_pins_at(format!("device-{}", self.device));
        let (target, data) = (shared.target.clone(), shared.data.clone());
        let worker = ConsoleWorker::new(desk, counter, target, data).map_err(text)?;
        let mut console = GuardedConsole::new(worker);
        if let Some(officer) = officer {
            match console.resume(officer) {
                // Who was retired meanwhile does not go on; somebody else may sign in.
                Ok(()) | Err(DeskError::Refusal(_)) => {}
                Err(error) => return Err(text(error)),
            }
        }
        let worker = KeyedConsole { console, device: self.device };
        let (commands, inbox) = channel();
        let number = {
            let mut state = self.state();
            state.number += 1;
            state.pressed.clear();
            let station = ConsoleStation::new(Arc::clone(&shared.office), counter);
            let commands = commands.clone();
            let day = shared.day();
            state.seat = Some(Seat { counter, station, commands, officer: None, day, _lock: lock });
            state.number
        };
        drop(commands);
        let console = shared.consoles.all().get(&self.device).cloned();
        let live = console.as_ref().map(Arc::downgrade).unwrap_or_default();
        let deliver = move |update| live.upgrade().is_some_and(|live| live.told(number, update));
        let name = format!("console {counter}");
        spawn(&name, worker, inbox, Some(&shared.feed), deliver)
            .map_err(|error| format!("the system gives no thread ({error})"))?;
        self.keep(shared);
        Ok(true)
    }

    /// Writes down who sits here, for a server that is started again.
    fn keep(&self, shared: &Shared) {
        let sitting = {
            let state = self.state();
            let Some(seat) = &state.seat else { return };
            Sitting::new(self.device, seat.counter, seat.officer.as_ref(), shared.day())
        };
        if let Err(error) = shared.access.sit(sitting) {
            note!("{error}");
        }
    }

    /// Takes in what the worker tells; `false` once it works for nobody.
    fn told(&self, number: u64, update: GuardedUpdate) -> bool {
        let Some(shared) = self.shared.upgrade() else { return false };
        let officer = match &update {
            GuardedUpdate::SignedIn(officer) => Some(Some(officer.id.clone())),
            GuardedUpdate::SignedOut { .. } => Some(None),
            _ => None,
        };
        {
            let mut state = self.state();
            if state.number != number {
                return false;
            }
            let Some(seat) = &mut state.seat else { return false };
            let asked = seat.station.handle(ConsoleEvent::Update(update), shared.now());
            asked.into_iter().for_each(|command| seat.commands.send((command, None)));
            if let Some(officer) = &officer {
                seat.officer.clone_from(officer);
                seat.day = shared.day();
            }
        }
        if officer.is_some() {
            self.keep(&shared);
        }
        self.tell();
        true
    }

    /// Takes in what the page sends. Sent again, it has happened already; `false` for what is not known here.
    pub(super) fn press(&self, event: &PageEvent) -> bool {
        let Some(shared) = self.shared.upgrade() else { return false };
        let Some(key) = event.key() else { return false };
        {
            let mut state = self.state();
            // Who has no seat is judged by how long they were away when the page comes back, not by a key before that.
            if state.seat.is_some() {
                state.heard = Some(shared.clock.running());
            }
            if state.pressed.iter().any(|pressed| pressed == key) {
                return true;
            }
            if state.pressed.len() == PRESSES {
                state.pressed.pop_front();
            }
            state.pressed.push_back(key.to_owned());
        }
        if event.act == "counter" {
            return self.choose(&shared, &event.what);
        }
        if event.act == "leave" {
            self.stand_up();
            if let Err(error) = shared.access.leave(self.device) {
                note!("{error}");
            }
            self.tell();
            return true;
        }
        let Some(event_here) = event.at_console() else { return false };
        {
            let mut state = self.state();
            let Some(seat) = &mut state.seat else { return true };
            let asked = seat.station.handle(event_here, shared.now());
            let keyed = |command| (command, event.request_key(self.device));
            asked.into_iter().map(keyed).for_each(|command| seat.commands.send(command));
        }
        self.tell();
        true
    }

    fn choose(&self, shared: &Arc<Shared>, what: &str) -> bool {
        let counter = what.parse().ok().and_then(CounterNumber::new);
        let known = counter.filter(|number| shared.office.counter(*number).is_some());
        let Some(counter) = known else { return false };
        if self.state().seat.is_none() {
            self.heard();
            self.sit(shared, counter, None);
        }
        true
    }

    /// Gives the counter back. Whoever sat here sits here again when the page comes back.
    fn stand_up(&self) {
        let seat = {
            let mut state = self.state();
            state.number += 1;
            state.seat.take()
        };
        drop(seat);
    }

    fn second(&self, shared: &Shared) {
        let now = shared.clock.running();
        let silent = {
            let state = self.state();
            state.seat.is_some() && state.heard.is_none_or(|heard| now - heard > SEAT_KEPT)
        };
        if silent {
            self.stand_up();
            self.tell();
            return;
        }
        {
            let mut state = self.state();
            let Some(seat) = &mut state.seat else { return };
            let mut asked = seat.station.handle(ConsoleEvent::Second, shared.now());
            if seat.officer.is_some() && seat.day != shared.day() {
                // Nobody works through a night here: whoever comes in the morning signs in.
                asked.extend(seat.station.handle(ConsoleEvent::Lock, shared.now()));
            }
            asked.into_iter().for_each(|command| seat.commands.send((command, None)));
        }
        self.tell();
    }

    /// What its page shows.
    pub(super) fn fragments(&self, shared: &Shared) -> Vec<Fragment> {
        let state = self.state();
        match &state.seat {
            Some(seat) => page::console::fragments(&seat.station.view(shared.now())),
            None => page::counters::fragments(&counters(shared, state.refused)),
        }
    }
}

/// The counters that somebody could sit down at.
fn counters(shared: &Shared, refused: Option<CounterNumber>) -> CountersView {
    let words = staff_words();
    let name = |number| shared.office.counter_name(number, words.language());
    let line = |counter: &Counter| {
        let taken = shared.data.is_counter_taken(counter.number.get()).unwrap_or(false);
        CounterLine {
            number: counter.number.get().into(),
            name: name(counter.number),
            note: if taken { words.text("seat.taken").to_owned() } else { String::new() },
            free: !taken,
        }
    };
    CountersView {
        clock: time::clock(shared.now(), shared.office.zone),
        note: refused
            .map(|counter| words.with("seat.still", &[("counter", &name(counter))]))
            .unwrap_or_default(),
        counters: shared.office.counters.iter().map(line).collect(),
    }
}
