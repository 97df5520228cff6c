//! Signals: whoever asks a program to end (a service manager, a terminal that closes, Ctrl-C) is heard at a moment at which
//! nothing is half done, and who asks twice at once; the signal for a file that may not grow further ends nothing.
//!
//! Never here: what is left undone then.

use std::io;
use std::process;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);
static LISTENING: Once = Once::new();

/// From now on a write beyond the largest file that this account may have (`ulimit -f`) fails, as one on a full disk does,
/// and whoever wrote says so. By itself the system would end the program without a word.
pub(super) fn outlive_file_limits() {
    #[cfg(unix)]
    {
        // A handler, because a signal that is ignored would stay so in the players that are started.
        let noted = std::sync::Arc::new(AtomicBool::new(false));
        let caught = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, noted);
        // Without it the program ends as it always did.
        caught
            .map(drop)
            .unwrap_or_else(|error| note!("no word of a file that is too large ({error})"));
    }
}

/// From now on the first one who asks for the end is only noted; the second one ends the program at once.
pub(super) fn listen() {
    listen_then(|| ());
}

/// The same; `end` is called once, when somebody asks first. It must not wait: whoever asks again is heard behind it.
pub(super) fn listen_then(end: impl Fn() + Send + 'static) {
    LISTENING.call_once(|| {
        // Then the program ends as it always did.
        hear(end).unwrap_or_else(|error| note!("who asks it to end ends it at once ({error})"));
    });
}

/// Whether somebody wants the program to end.
pub(super) fn was_asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}

/// Somebody asks, by a signal of this name; `code` is what a shell makes of a program that it has ended.
fn asked(name: &str, code: i32, end: &impl Fn()) {
    if ASKED.swap(true, Ordering::SeqCst) {
        log_warn!(signal = name, "asked again to end, and ends at once");
        crate::log::flush();
        process::exit(code);
    }
    log_info!(signal = name, "asked to end");
    end();
}

#[cfg(unix)]
fn hear(end: impl Fn() + Send + 'static) -> io::Result<()> {
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::signal_name;
    let mut signals = Signals::new(heeded())?;
    let listen = move || {
        for signal in signals.forever() {
            asked(signal_name(signal).unwrap_or_default(), 128 + signal, &end);
        }
    };
    std::thread::Builder::new().name("signals".to_owned()).spawn(listen).map(drop)
}

/// The signals that ask for an end, without those that whoever started this program has told it to ignore (`nohup`).
#[cfg(unix)]
fn heeded() -> Vec<i32> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    // Only Linux tells; elsewhere all are heeded.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = ignored(&status);
    let is_heeded = |signal: &i32| ignored & (1 << (signal - 1)) == 0;
    [SIGTERM, SIGINT, SIGHUP].into_iter().filter(is_heeded).collect()
}

/// The signals that a process ignores, one bit for each, as `proc(5)` has it.
#[cfg(unix)]
fn ignored(status: &str) -> u64 {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

#[cfg(not(unix))]
fn hear(end: impl Fn() + Send + 'static) -> io::Result<()> {
    const ENDED: i32 = 130;
    ctrlc::set_handler(move || asked("Ctrl-C", ENDED, &end)).map_err(io::Error::other)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_is_ignored_is_read_as_the_system_tells_it() {
        let status = "Name:\tantre\nSigBlk:\t0000000000000000\nSigIgn:\t0000000000001001\n";
        assert_eq!(ignored(status), 0x1001);
        assert_eq!(ignored(""), 0);
    }
}
