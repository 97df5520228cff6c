//! A supervisor's window beside a stage: it only looks, so nothing on the stage has to know of it.

use super::Premises;
use super::element::{self, resize};
use super::seat::{Seat, mailbox};
use super::{CONSOLE, Played, Size};
use crate::app::supervisor::{Supervisor, SupervisorWorker};
use crate::clock::{Clock, ManualClock};
use crate::lab::picture::Picture;
use crate::station::overview::NoCommand;
use slint::ComponentHandle;
use std::rc::Rc;
use std::sync::Arc;

/// Somebody who watches the office.
pub struct Lookout {
    window: Rc<Supervisor>,
    seat: Seat<SupervisorWorker>,
    _nothing_to_ask: Box<dyn Fn(NoCommand)>,
}

impl Lookout {
    /// Opens the window, on a thread that is a stage already.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn open(premises: &Premises, clock: &ManualClock) -> Played<Self> {
        let time: Arc<dyn Clock> = Arc::new(clock.clone());
        let (send, commands) = mailbox();
        let window = Supervisor::open(Arc::clone(&premises.office), Arc::clone(&time))?;
        let target = premises.target();
        let desk = premises.desk(&time)?;
        let worker = SupervisorWorker::new(desk, Some(&target), premises.data.clone());
        resize(window.window(), CONSOLE);
        window.window().show()?;
        Ok(Self { window, seat: Seat::new(worker, commands), _nothing_to_ask: Box::new(send) })
    }

    /// Looks once, and shows what there is.
    pub fn look(&mut self) {
        self.seat.turn(|update| self.window.update(update));
        self.window.second();
    }

    /// What a screen reader would find.
    pub fn labels(&self) -> Vec<String> {
        element::labels(self.window.window())
    }

    /// What reaches beyond the window at this size.
    pub fn outside(&self, size: Size) -> Vec<String> {
        element::outside(self.window.window(), size)
    }

    /// A picture at this size.
    ///
    /// # Errors
    /// When it cannot be drawn.
    pub fn picture(&self, size: Size) -> Played<Picture> {
        element::picture(self.window.window(), size)
    }
}
