//! The only place that asks the time. Everything else is told.

use crate::domain::Timestamp;
use chrono::{TimeDelta, Utc};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Instant;

/// A source of the present moment.
pub trait Clock: Send + Sync {
    /// Now, in UTC.
    fn now(&self) -> Timestamp;

    /// How long this machine has been running, or some other time that nobody can set. Only differences mean anything.
    fn running(&self) -> TimeDelta;
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that may ask")]
    fn now(&self) -> Timestamp {
        Utc::now()
    }

    fn running(&self) -> TimeDelta {
        static START: OnceLock<Instant> = OnceLock::new();
        // Linux counts there what the machine slept, too; `Instant` does not, and a laptop that was closed over night has
        // no wrong clock.
        let uptime = std::fs::read_to_string("/proc/uptime").ok();
        let seconds = uptime.and_then(|text| text.split_whitespace().next()?.parse::<f64>().ok());
        match seconds {
            Some(seconds) => TimeDelta::milliseconds((seconds * 1_000.0) as i64),
            None => {
                let start = *START.get_or_init(Instant::now);
                TimeDelta::from_std(start.elapsed()).unwrap_or(TimeDelta::MAX)
            }
        }
    }
}

/// A clock that moves only when it is told to: tests and the headless demo live by it.
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<Mutex<Hands>>);

#[derive(Debug)]
struct Hands {
    now: Timestamp,
    running: TimeDelta,
}

impl ManualClock {
    /// A clock that stands at `start`. Clones share its hands.
    pub fn at(start: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(Hands { now: start, running: TimeDelta::zero() })))
    }

    /// Lets time go by. A negative time sets the hands back, as a person would.
    pub fn advance(&self, by: TimeDelta) {
        let mut hands = self.hands();
        hands.now += by;
        hands.running += by.max(TimeDelta::zero());
    }

    /// Sets the hands, while no time goes by.
    pub fn set(&self, by: TimeDelta) {
        self.hands().now += by;
    }

    fn hands(&self) -> MutexGuard<'_, Hands> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        self.hands().now
    }

    fn running(&self) -> TimeDelta {
        self.hands().running
    }
}
