//! The overview in browsers: one station for all supervisors, from the first one on.

use super::Shared;
use crate::app::supervisor::SupervisorWorker;
use crate::app::worker::{Commands, channel, spawn};
use crate::page::{self, Fragment};
use crate::station::Station;
use crate::station::overview::{NoCommand, OverviewEvent, OverviewStation, OverviewUpdate};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::sync::watch;

/// The overview of the office.
#[derive(Default)]
pub(super) struct LiveOverview {
    running: Mutex<Option<Running>>,
    changed: watch::Sender<u64>,
}

struct Running {
    station: OverviewStation,
    _commands: Commands<NoCommand>,
}

impl LiveOverview {
    /// Looks at the office from now on.
    pub(super) fn start(&self, shared: &Arc<Shared>) -> Result<watch::Receiver<u64>, String> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if running.is_none() {
            let desk = shared.reading_desk().map_err(|error| error.to_string())?;
            let worker = SupervisorWorker::new(desk, shared.target.as_ref(), shared.data.clone());
            let (commands, inbox) = channel();
            let station = OverviewStation::new(Arc::clone(&shared.office));
            *running = Some(Running { station, _commands: commands });
            let live: Weak<Shared> = Arc::downgrade(shared);
            let deliver = move |update| {
                live.upgrade().is_some_and(|shared| shared.overview.told(update, &shared))
            };
            spawn("overview", worker, inbox, Some(&shared.feed), deliver)
                .map_err(|error| format!("the system gives no thread ({error})"))?;
        }
        Ok(self.changed.subscribe())
    }

    fn told(&self, update: OverviewUpdate, shared: &Shared) -> bool {
        {
            let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(running) = &mut *running else { return false };
            running.station.handle(OverviewEvent::Update(update), shared.now());
        }
        self.changed.send_modify(|count| *count += 1);
        true
    }

    /// What its page shows.
    pub(super) fn fragments(&self, shared: &Shared) -> Vec<Fragment> {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(running) = &*running else { return Vec::new() };
        let mut fragments = page::overview::fragments(&running.station.view(shared.now()));
        fragments.push(page::overview::devices(&shared.device_lines()));
        fragments
    }
}
