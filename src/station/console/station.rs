//! A console as a station: what happens there goes in, what it asks its worker for comes out.

use super::action::ConsoleAction;
use super::command::{ConsoleCommand, GuardedCommand, GuardedUpdate};
use super::content::{Content, Here};
use super::sign_in::SignIn;
use super::view::ConsoleView;
use super::{keys, panel_lines, show, steps};
use crate::domain::{CounterNumber, TicketNumber, Timestamp};
use crate::office::Office;
use crate::station::staff::{LANGUAGE, words};
use crate::station::{Key, Station};
use std::sync::Arc;

/// What happens at a console.
#[derive(Debug)]
pub enum ConsoleEvent {
    /// A button of the console is pressed.
    Act(ConsoleAction),
    /// A line of the open panel is chosen, by its place from 0.
    Choose(usize),
    /// A copy of a paper that did not come out is asked for.
    Reprint(TicketNumber),
    /// A key is pressed. Before somebody has signed in it belongs to that page, then to the open panel, then to the console.
    Key(Key),
    /// Somebody who could sign in is chosen, by their place from 0.
    ChooseOfficer(usize),
    /// The last digit is taken away.
    Erase,
    /// The digits are enough.
    Enter,
    /// Whoever is signed in leaves.
    Lock,
    /// The worker tells something.
    Update(GuardedUpdate),
    /// One second has passed.
    Second,
}

/// A console.
pub struct ConsoleStation {
    office: Arc<Office>,
    counter: CounterNumber,
    content: Content,
    sign_in: SignIn,
}

impl ConsoleStation {
    /// The console of a counter, before it has heard of anything.
    pub fn new(office: Arc<Office>, counter: CounterNumber) -> Self {
        let sign_in = SignIn::of(office.people);
        Self { office, counter, content: Content::default(), sign_in }
    }

    /// Whether a key means anything here; one that does not is whoever else's.
    pub fn knows(&self, key: Key, now: Timestamp) -> bool {
        self.sign_in.is_closed()
            || panel_lines::line_of(&self.here(now), key).is_some()
            || keys::action_of(key, self.content.panel.leaves_letters()).is_some()
            || self.locks(key)
    }

    /// Whether a key is the letter that locks the console.
    fn locks(&self, key: Key) -> bool {
        self.office.people.sign_in
            && self.content.panel.leaves_letters()
            && keys::is_letter(key, words().text(keys::LOCK))
    }

    fn here(&self, now: Timestamp) -> Here<'_> {
        Here { office: &self.office, counter: self.counter, now, content: &self.content }
    }

    /// What an officer does at the console. Where nobody is signed in, nobody does.
    fn work(
        &mut self,
        step: impl FnOnce(&mut Content, &Office, CounterNumber) -> Option<ConsoleCommand>,
    ) -> Option<GuardedCommand> {
        if self.sign_in.is_closed() {
            return None;
        }
        self.sign_in.touch();
        step(&mut self.content, &self.office, self.counter).map(GuardedCommand::Console)
    }

    fn key(&mut self, key: Key, now: Timestamp) -> Option<GuardedCommand> {
        if self.sign_in.is_closed() {
            return self.sign_in.key(key);
        }
        if let Some(line) = panel_lines::line_of(&self.here(now), key) {
            return self.work(|content, _, _| steps::follow(content, line));
        }
        if self.locks(key) {
            return self.sign_in.lock();
        }
        let action = keys::action_of(key, self.content.panel.leaves_letters())?;
        self.work(|content, office, counter| steps::act(content, office, counter, now, action))
    }
}

impl Station for ConsoleStation {
    type Event = ConsoleEvent;
    type Effect = GuardedCommand;
    type View = ConsoleView;

    fn handle(&mut self, event: ConsoleEvent, now: Timestamp) -> Vec<GuardedCommand> {
        let asked =
            match event {
                ConsoleEvent::Act(action) => self
                    .work(|content, office, here| steps::act(content, office, here, now, action)),
                ConsoleEvent::Choose(line) => self
                    .work(|content, office, here| steps::choose(content, office, here, now, line)),
                ConsoleEvent::Reprint(number) => {
                    self.work(|content, _, _| steps::send(content, ConsoleCommand::Reprint(number)))
                }
                ConsoleEvent::Key(key) => self.key(key, now),
                ConsoleEvent::ChooseOfficer(index) => {
                    self.sign_in.choose(index);
                    None
                }
                ConsoleEvent::Erase => {
                    self.sign_in.erase();
                    None
                }
                ConsoleEvent::Enter => self.sign_in.enter(),
                ConsoleEvent::Lock => self.sign_in.lock(),
                ConsoleEvent::Update(update) => {
                    if let Some(update) = self.sign_in.update(update) {
                        self.content.update(&self.office, update);
                    }
                    None
                }
                ConsoleEvent::Second => {
                    self.content.second();
                    self.sign_in.second()
                }
            };
        asked.into_iter().collect()
    }

    fn view(&self, now: Timestamp) -> ConsoleView {
        // Whoever is not signed in sees nobody's number.
        let nothing = Content::default();
        let content = if self.sign_in.is_closed() { &nothing } else { &self.content };
        let mut view = show::view(&Here { content, ..self.here(now) });
        let counter = self.office.counter_name(self.counter, LANGUAGE);
        view.sign_in = self.sign_in.view(&counter);
        view
    }
}
