//! What the stage can do beyond taps: hold, type, restart, look at one moment.

use super::seat::{Seat, mailbox};
use super::{Picture, Played, Size, Spot, Stage, element, open_kiosk};
use crate::app::backstage::StaffWorker;
use crate::clock::Clock;
use crate::lab::gallery::{Measures, measure};
use chrono::TimeDelta;
use i_slint_backend_testing::mock_elapsed_time;
use slint::ComponentHandle;
use std::sync::Arc;
use std::time::Duration;

impl Stage<'_> {
    /// Kills the kiosk and starts it again after so many seconds.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn restart_kiosk(&mut self, after: u32) -> Played {
        let time: Arc<dyn Clock> = Arc::new(self.clock.clone());
        self.kiosk.1.worker().let_go();
        self.clock.advance(TimeDelta::seconds(after.into()));
        self.kiosk = open_kiosk(self.premises, &time)?;
        self.settle();
        Ok(())
    }

    /// Lets the kiosk's worker do what it was asked for, without its window hearing of it.
    pub fn work_unseen(&mut self) {
        self.kiosk.1.turn(drop);
    }

    /// Lets nobody leave the kiosk who has no PIN.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn guard_kiosk(&mut self) -> Played {
        let time: Arc<dyn Clock> = Arc::new(self.clock.clone());
        let (send, commands) = mailbox();
        self.kiosk.0.backstage().guard(Some(Box::new(send)));
        let worker = StaffWorker::new(self.premises.desk(&time)?);
        self.staff = Some(Seat::new(worker, commands));
        Ok(())
    }

    /// Presses the keys together that are the gesture of staff, and lets everybody react.
    ///
    /// # Errors
    /// When there is no such window.
    pub fn knock_on_keys(&mut self, spot: Spot) -> Played {
        match spot {
            Spot::Kiosk => element::knock_on_keys(self.kiosk.0.window()),
            Spot::Console(counter) => element::knock_on_keys(self.console(counter)?.window()),
            Spot::Display(index) => element::knock_on_keys(self.display(index)?.window()),
        }
        self.settle();
        Ok(())
    }

    /// Whether staff have left the kiosk.
    pub fn is_kiosk_left(&self) -> bool {
        self.kiosk.0.backstage().is_left()
    }

    /// Holds a finger on a place of the kiosk for so many seconds.
    pub fn hold_kiosk(&mut self, at: (u32, u32), seconds: u32) {
        element::press_at(self.kiosk.0.window(), at);
        self.pass(seconds);
        element::release_at(self.kiosk.0.window(), at);
        self.settle();
    }

    /// Touches a place, in pixels, whatever is there, and lets everybody react.
    ///
    /// # Errors
    /// When there is no such window.
    pub fn touch_at(&mut self, spot: Spot, at: (u32, u32)) -> Played {
        match spot {
            Spot::Kiosk => element::touch_at(self.kiosk.0.window(), at),
            Spot::Console(counter) => element::touch_at(self.console(counter)?.window(), at),
            Spot::Display(index) => element::touch_at(self.display(index)?.window(), at),
        }
        self.settle();
        Ok(())
    }

    /// A picture of a window as it is in this very moment, in the middle of its motions.
    ///
    /// # Errors
    /// When there is no such window, or it cannot be drawn.
    pub fn frame(&self, spot: Spot) -> Played<Picture> {
        match spot {
            Spot::Kiosk => element::frame(self.kiosk.0.window()),
            Spot::Console(counter) => element::frame(self.console(counter)?.window()),
            Spot::Display(index) => element::frame(self.display(index)?.window()),
        }
    }

    /// Lets motions go on without anybody doing anything.
    pub fn move_on(&self, by: Duration) {
        mock_elapsed_time(by);
    }

    /// Where what carries this label is, and how large, in pixels: left, top, width and height.
    ///
    /// # Errors
    /// When there is no such window, or nothing that carries the label.
    pub fn place_of(&self, spot: Spot, label: &str) -> Played<(f32, f32, f32, f32)> {
        let place = match spot {
            Spot::Kiosk => element::place(self.kiosk.0.window(), label),
            Spot::Console(counter) => element::place(self.console(counter)?.window(), label),
            Spot::Display(index) => element::place(self.display(index)?.window(), label),
        };
        place.ok_or_else(|| format!("nothing is labelled \"{label}\"").into())
    }

    /// All texts of a window and all that can be touched, as it is laid out now.
    ///
    /// # Errors
    /// When there is no such window.
    pub fn measures(&self, spot: Spot) -> Played<Measures> {
        Ok(match spot {
            Spot::Kiosk => measure(self.kiosk.0.window().window()),
            Spot::Console(counter) => measure(self.console(counter)?.window().window()),
            Spot::Display(index) => measure(self.display(index)?.window().window()),
        })
    }

    /// Gives a display another size, for good.
    ///
    /// # Errors
    /// When there is no such display.
    pub fn resize_display(&self, index: usize, size: Size) -> Played {
        element::resize(self.display(index)?.window(), size);
        mock_elapsed_time(Duration::ZERO);
        Ok(())
    }
}
