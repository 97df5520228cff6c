//! Between the back stage and its window, whichever that is.

use super::staff_exit::{Said, StaffExit, Step};
use super::worker::{StaffCommand, StaffWorker, Verdict};
use crate::app::platform::{attend, each_second};
use crate::app::screen_sleep::{ScreenSleep, TOUCHED_SECONDS};
use crate::app::ui;
use crate::app::worker::channel;
use crate::clock::Clock;
use crate::desk::Desk;
use crate::domain::Language;
use crate::office::Office;
use crate::phrase::time;
use crate::words::Words;
use chrono::Timelike;
use slint::{ComponentHandle, Global, Timer};
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Staff read Indonesian.
const LANGUAGE: Language = Language::Indonesian;

static LEFT: AtomicBool = AtomicBool::new(false);

/// Whether staff have closed this program.
pub fn was_left() -> bool {
    LEFT.load(Ordering::Relaxed)
}

/// The back stage of one window.
pub struct Backstage {
    office: Arc<Office>,
    clock: Arc<dyn Clock>,
    exit: RefCell<StaffExit>,
    sleep: RefCell<ScreenSleep>,
    show: Box<dyn Fn(ui::BackstageView)>,
    try_pin: OnceCell<Box<dyn Fn(StaffCommand)>>,
    left: Cell<bool>,
    timer: OnceCell<Timer>,
}

impl Backstage {
    /// The back stage of this window. Until [`Backstage::guard`] it only knows the hours.
    pub fn of<W>(window: &W, office: &Arc<Office>, clock: &Arc<dyn Clock>) -> Rc<Self>
    where
        W: ComponentHandle + 'static,
        for<'a> ui::Backstage<'a>: Global<'a, W>,
    {
        let weak = window.as_weak();
        let show = move |view| {
            if let Some(window) = weak.upgrade() {
                window.global::<ui::Backstage<'_>>().set_view(view);
            }
        };
        let stage = Rc::new(Self {
            office: Arc::clone(office),
            clock: Arc::clone(clock),
            exit: RefCell::default(),
            sleep: RefCell::default(),
            show: Box::new(show),
            try_pin: OnceCell::new(),
            left: Cell::new(false),
            timer: OnceCell::new(),
        });
        let port = window.global::<ui::Backstage<'_>>();
        let on = |act: fn(&Self)| {
            let stage = Rc::downgrade(&stage);
            move || {
                if let Some(stage) = stage.upgrade() {
                    act(&stage);
                    stage.update();
                }
            }
        };
        port.on_wake(on(|stage| stage.sleep.borrow_mut().wake(TOUCHED_SECONDS)));
        port.on_knock(on(Self::ask_to_leave));
        port.on_stay(on(|stage| stage.exit.borrow_mut().stay()));
        port.on_erase(on(|stage| stage.exit.borrow_mut().erase()));
        port.on_enter(on(|stage| {
            let step = stage.exit.borrow_mut().enter();
            stage.take(step);
        }));
        let typing = Rc::downgrade(&stage);
        port.on_digit(move |digit| {
            if let (Some(stage), Some(digit)) = (typing.upgrade(), digit.chars().next()) {
                stage.exit.borrow_mut().digit(digit);
                stage.update();
            }
        });
        let ticking = Rc::downgrade(&stage);
        let timer = each_second(move || {
            if let Some(stage) = ticking.upgrade() {
                stage.sleep.borrow_mut().second();
                stage.exit.borrow_mut().second();
                stage.update();
            }
        });
        // It was empty a moment ago.
        let _ = stage.timer.set(timer);
        stage.update();
        stage
    }

    /// From now on staff can leave: with a PIN that `try_pin` has looked at, or by an answer alone where there is none.
    pub fn guard(&self, try_pin: Option<Box<dyn Fn(StaffCommand)>>) {
        self.exit.borrow_mut().with_pin = try_pin.is_some();
        if let Some(try_pin) = try_pin {
            // The first one stays.
            let _ = self.try_pin.set(try_pin);
        }
    }

    /// The same with a thread that looks at PINs on this desk.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn guard_with(self: &Rc<Self>, desk: Desk) -> std::io::Result<()> {
        let (send, commands) = channel();
        let try_pin = move |command| send.send(command);
        let worker = (StaffWorker::new(desk), commands);
        attend("staff", worker, None, self, Self::answered)?;
        self.guard(Some(Box::new(try_pin)));
        Ok(())
    }

    /// Somebody has made the gesture of staff.
    pub fn ask_to_leave(&self) {
        self.exit.borrow_mut().ask_to_leave();
        self.update();
    }

    /// What became of a PIN.
    pub fn answered(&self, verdict: Verdict) {
        let step = self.exit.borrow_mut().answered(verdict);
        self.take(step);
        self.update();
    }

    /// Somebody is there: the screen stays lit for so many seconds at least.
    pub fn wake(&self, seconds: u32) {
        self.sleep.borrow_mut().wake(seconds);
        self.update();
    }

    /// Whether staff have left.
    pub fn is_left(&self) -> bool {
        self.left.get()
    }

    fn take(&self, step: Step) {
        match step {
            Step::Stay => {}
            Step::Try(pin) => {
                if let Some(try_pin) = self.try_pin.get() {
                    try_pin(StaffCommand::Try(pin));
                }
            }
            Step::Leave => {
                self.left.set(true);
                LEFT.store(true, Ordering::Relaxed);
                // On a stage without an event loop there is nothing to quit.
                let _ = slint::quit_event_loop();
            }
        }
    }

    fn update(&self) {
        let now = self.clock.now();
        let local = now.with_timezone(&self.office.zone);
        let words = Words::of(LANGUAGE);
        let exit = self.exit.borrow();
        let mut view = ui::BackstageView {
            dark: self.sleep.borrow().is_dark(&self.office, now) && exit.asking().is_none(),
            clock: time::clock(now, self.office.zone).into(),
            step: i32::try_from(local.hour() * 60 + local.minute()).unwrap_or(0),
            ..ui::BackstageView::default()
        };
        if let Some(asking) = exit.asking() {
            view.asking = true;
            view.with_pin = exit.with_pin;
            view.digits = i32::try_from(asking.typed.len()).unwrap_or(0);
            view.busy = asking.checking;
            view.message = match asking.said {
                Said::Nothing => String::new(),
                Said::Form => words.text("backstage.pin-form").to_owned(),
                Said::Wrong => words.text("backstage.pin-wrong").to_owned(),
                Said::Wait(count) => words.with("backstage.pin-wait", &[("count", &count)]),
                Said::Unreadable => words.text("backstage.pin-unreadable").to_owned(),
            }
            .into();
        }
        (self.show)(view);
    }
}
