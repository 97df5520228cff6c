//! The host of a program's windows: it gives each its worker, shows it, ticks it each second, and runs until they close.
//!
//! Belongs here: what every program with a window needs around it. Never here: what a window shows or asks for.

use super::backstage::Backstage;
use super::missing_screen::ScreenNote;
use super::place::{Guard, WindowPlace};
use super::platform::{WindowsError, attend, each_second};
use super::worker::{Inbox, Worker};
use crate::data::DataFolder;
use crate::feed::Feed;
use slint::{ComponentHandle, Timer};
use std::cell::RefCell;
use std::rc::Rc;

/// A window that a host shows.
pub(super) trait Hosted: 'static {
    /// The window itself.
    type Window: ComponentHandle + 'static;
    /// What its worker tells it.
    type Update: Send + 'static;

    /// The window.
    fn hosted(&self) -> &Self::Window;

    /// Takes in what the worker tells.
    fn told(&self, update: Self::Update);

    /// One second has passed.
    fn tick(&self);
}

/// The host of one program.
pub(super) struct Host {
    place: WindowPlace,
    feed: Feed,
    timers: RefCell<Vec<Timer>>,
}

impl Host {
    /// Gets ready to show windows at this place, on the queue of this data folder.
    ///
    /// # Errors
    /// [`WindowsError::Thread`].
    pub(super) fn open(data: &DataFolder, place: WindowPlace) -> Result<Self, WindowsError> {
        let feed = Feed::start(data).map_err(WindowsError::Thread)?;
        Ok(Self { place, feed, timers: RefCell::default() })
    }

    /// Who tells of the news of the queue.
    pub(super) fn feed(&self) -> &Feed {
        &self.feed
    }

    /// Gives a window its worker, which looks at the queue whenever there is news of it.
    ///
    /// # Errors
    /// [`WindowsError::Thread`].
    pub(super) fn employ<H, W>(
        &self,
        name: &str,
        worker: W,
        inbox: Inbox<W::Command>,
        window: &Rc<H>,
    ) -> Result<(), WindowsError>
    where
        H: Hosted,
        W: Worker<Update = H::Update>,
    {
        attend(name, (worker, inbox), Some(&self.feed), window, H::told)
            .map_err(WindowsError::Thread)
    }

    /// Shows a window, and ticks it as long as it lives.
    ///
    /// # Errors
    /// [`WindowsError::Window`].
    pub(super) fn show<H: Hosted>(&self, window: &Rc<H>) -> Result<(), WindowsError> {
        self.place.show(window.hosted())?;
        self.tick(window);
        Ok(())
    }

    /// The same for a window that visitors stand before: see [`WindowPlace::show_guarded`].
    ///
    /// # Errors
    /// [`WindowsError`].
    pub(super) fn show_guarded<H: Hosted>(
        &self,
        window: &Rc<H>,
        stage: &Rc<Backstage>,
        guard: Guard,
        told: ScreenNote,
    ) -> Result<(), WindowsError> {
        self.place.show_guarded(window.hosted(), stage, guard, told)?;
        self.tick(window);
        Ok(())
    }

    fn tick<H: Hosted>(&self, window: &Rc<H>) {
        let weak = Rc::downgrade(window);
        let timer =
            each_second(move || weak.upgrade().into_iter().for_each(|window| window.tick()));
        self.timers.borrow_mut().push(timer);
    }

    /// Runs until the windows are closed.
    ///
    /// # Errors
    /// [`WindowsError::Window`].
    pub(super) fn run(&self) -> Result<(), WindowsError> {
        self.place.run()
    }
}
