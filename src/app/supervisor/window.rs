//! Between the overview and its window: one whole view in, nothing out.

use super::worker::SupervisorWorker;
use crate::app::host::{Host, Hosted};
use crate::app::platform::{WindowPlace, WindowsError, keep, lend_words};
use crate::app::ui::{Metrics, SupervisorView, SupervisorWindow};
use crate::app::worker::channel;
use crate::clock::Clock;
use crate::data::DataFolder;
use crate::desk::{Desk, PrintTarget};
use crate::office::Office;
use crate::station::Station;
use crate::station::overview::{NoCommand, OverviewEvent, OverviewStation, OverviewUpdate};
use slint::ComponentHandle;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// The overview in a supervisor's window.
pub struct Supervisor {
    window: SupervisorWindow,
    clock: Arc<dyn Clock>,
    station: RefCell<OverviewStation>,
}

impl Supervisor {
    /// Makes the window, not yet shown.
    ///
    /// # Errors
    /// When the platform has no window to give.
    pub fn open(office: Arc<Office>, clock: Arc<dyn Clock>) -> Result<Rc<Self>, WindowsError> {
        let window = SupervisorWindow::new().map_err(WindowsError::Window)?;
        window.global::<Metrics>().set_mm(office.screens.console_px_per_mm);
        lend_words(&window);
        let station = RefCell::new(OverviewStation::new(office));
        let supervisor = Rc::new(Self { window, clock, station });
        supervisor.second();
        Ok(supervisor)
    }

    /// The window.
    pub fn window(&self) -> &SupervisorWindow {
        &self.window
    }

    /// Takes in what the worker tells.
    pub fn update(&self, update: OverviewUpdate) {
        self.take(OverviewEvent::Update(update));
    }

    /// Shows the times as they are now.
    pub fn second(&self) {
        self.take(OverviewEvent::Second);
    }

    fn take(&self, event: OverviewEvent) {
        let now = self.clock.now();
        let asked = self.station.borrow_mut().handle(event, now);
        debug_assert_eq!(asked, [], "an overview asks for nothing");
        let mut view = SupervisorView::from(self.station.borrow().view(now));
        let shown = self.window.get_view();
        keep(&mut view.figures, &shown.figures);
        keep(&mut view.counters, &shown.counters);
        keep(&mut view.stages, &shown.stages);
        keep(&mut view.late, &shown.late);
        keep(&mut view.head, &shown.head);
        keep(&mut view.curve.quarters, &shown.curve.quarters);
        self.window.set_view(view);
    }
}

impl Hosted for Supervisor {
    type Window = SupervisorWindow;
    type Update = OverviewUpdate;

    fn hosted(&self) -> &SupervisorWindow {
        &self.window
    }

    fn told(&self, update: OverviewUpdate) {
        self.update(update);
    }

    fn tick(&self) {
        self.second();
    }
}

/// Runs a supervisor's window until it is closed.
///
/// # Errors
/// When no window can be shown.
pub fn run(
    desk: Desk,
    clock: Arc<dyn Clock>,
    target: Option<&PrintTarget>,
    data: &DataFolder,
    place: WindowPlace,
) -> Result<(), WindowsError> {
    let host = Host::open(data, place)?;
    let supervisor = Supervisor::open(Arc::clone(desk.office()), clock)?;
    let worker = SupervisorWorker::new(desk, target, data.clone());
    // The sender lives as long as the window: without it the worker would take the window for closed.
    let (_open, commands) = channel::<NoCommand>();
    host.employ("supervisor", worker, commands, &supervisor)?;
    host.show(&supervisor)?;
    host.run()
}
