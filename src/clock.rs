//! The only place that asks the time. Everything else is told.

use crate::domain::Timestamp;
use chrono::{TimeDelta, Utc};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Instant;

/// A source of the present moment.
pub trait Clock: Send + Sync {
    /// Now, in UTC.
    fn now(&self) -> Timestamp;

    /// How long this machine has been running, or some other time that nobody can set. Only differences within one
    /// run mean anything.
    fn running(&self) -> TimeDelta;

    /// Names the run that `running` counts: programs that name the same one count alike.
    fn run(&self) -> String;
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
        // Linux counts there what the machine slept, too; `Instant` does not, and a laptop that was closed over night has
        // no wrong clock.
        #[cfg(target_os = "linux")]
        {
            let uptime = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
            TimeDelta::seconds(uptime.tv_sec) + TimeDelta::nanoseconds(uptime.tv_nsec)
        }
        #[cfg(not(target_os = "linux"))]
        TimeDelta::from_std(process().0.elapsed()).unwrap_or(TimeDelta::MAX)
    }

    fn run(&self) -> String {
        // Source: Linux, random(4). A new one at every start of the machine.
        let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id");
        boot.map_or_else(|_| process().1.clone(), |id| id.trim().to_owned())
    }
}

/// Since when this process counts, and its name: no other counts alike.
fn process() -> &'static (Instant, String) {
    static PROCESS: OnceLock<(Instant, String)> = OnceLock::new();
    PROCESS.get_or_init(|| {
        let began = SystemClock.now().timestamp_millis();
        (Instant::now(), format!("process {} of {began}", std::process::id()))
    })
}

/// A clock that moves only when it is told to: tests and the headless demo live by it.
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<Mutex<Hands>>);

#[derive(Debug)]
struct Hands {
    now: Timestamp,
    running: TimeDelta,
    runs: u32,
}

impl ManualClock {
    /// A clock that stands at `start`. Clones share its hands.
    pub fn at(start: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(Hands { now: start, running: TimeDelta::zero(), runs: 1 })))
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

    /// The machine is off for so long, and starts again with the right time.
    pub fn switch_off(&self, by: TimeDelta) {
        let mut hands = self.hands();
        hands.now += by;
        hands.running = TimeDelta::zero();
        hands.runs += 1;
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

    fn run(&self) -> String {
        format!("by hand {}", self.hands().runs)
    }
}
