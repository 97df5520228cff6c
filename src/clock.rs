//! The only place that asks the time. Everything else is told.

use crate::domain::Timestamp;
use chrono::{TimeDelta, Utc};
use std::path::Path;
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

    /// Names the machine that this clock belongs to.
    fn machine(&self) -> String;

    /// Whether the system has called this clock synchronised since the machine was started.
    fn synchronised(&self) -> bool;

    /// Whether the machine has a clock that goes on while it is off.
    fn has_chip(&self) -> bool;
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
        static BOOT: OnceLock<String> = OnceLock::new();
        let ask = || line_of("/proc/sys/kernel/random/boot_id");
        BOOT.get_or_init(|| ask().unwrap_or_else(|| process().1.clone())).clone()
    }

    fn machine(&self) -> String {
        // Source: machine-id(5), which stays for the life of an installation.
        static MACHINE: OnceLock<String> = OnceLock::new();
        let ask = || line_of("/etc/machine-id").or_else(|| line_of("/proc/sys/kernel/hostname"));
        MACHINE.get_or_init(|| ask().unwrap_or_else(|| "this machine".to_owned())).clone()
    }

    fn synchronised(&self) -> bool {
        SYNCHRONISED.iter().any(|mark| Path::new(mark).exists())
    }

    fn has_chip(&self) -> bool {
        // Every PC has one, which its kernel reads at the start whether or not it is listed: virtual machines list none.
        let is_pc = cfg!(any(target_arch = "x86", target_arch = "x86_64"));
        static CHIP: OnceLock<bool> = OnceLock::new();
        let is_listed =
            || std::fs::read_dir("/sys/class/rtc").is_ok_and(|mut all| all.next().is_some());
        *CHIP.get_or_init(|| is_pc || cfg!(not(target_os = "linux")) || is_listed())
    }
}

/// Where the system says that it has synchronised its clock; both vanish when the machine is switched off. The first is
/// touched by systemd-timesyncd (source: systemd-timesyncd.service(8)); the second is for any other program that sets clocks,
/// such as chrony, and is made by a line of its unit (INSTALL.md).
const SYNCHRONISED: [&str; 2] =
    ["/run/systemd/timesync/synchronized", "/run/antre/clock-synchronised"];

/// The text of a file of one line; `None` where there is none.
fn line_of(path: &str) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
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
    synchronised: bool,
    has_chip: bool,
}

impl ManualClock {
    /// A clock that stands at `start`. Clones share its hands.
    pub fn at(start: Timestamp) -> Self {
        let running = TimeDelta::zero();
        let hands = Hands { now: start, running, runs: 1, synchronised: false, has_chip: true };
        Self(Arc::new(Mutex::new(hands)))
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
        hands.synchronised = false;
    }

    /// The system sets the hands by so much, from a server of time.
    pub fn synchronise(&self, by: TimeDelta) {
        let mut hands = self.hands();
        hands.now += by;
        hands.synchronised = true;
    }

    /// The machine has no clock that goes on while it is off.
    pub fn without_chip(&self) {
        self.hands().has_chip = false;
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

    fn machine(&self) -> String {
        "by hand".to_owned()
    }

    fn synchronised(&self) -> bool {
        self.hands().synchronised
    }

    fn has_chip(&self) -> bool {
        self.hands().has_chip
    }
}
