//! Signals: Ctrl-C while a verb waits for a printer ends the wait, at a moment at which nothing is half done; the one for a
//! file that may not grow further ends nothing.
//!
//! Never here: what is left undone then.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a shell makes of a program that Ctrl-C has ended.
const ENDED: i32 = 130;

static ASKED: AtomicBool = AtomicBool::new(false);

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

/// From now on the first Ctrl-C is only noted; the second one ends the program at once.
pub(super) fn listen() {
    let noted = ctrlc::set_handler(|| {
        if ASKED.swap(true, Ordering::SeqCst) {
            process::exit(ENDED);
        }
    });
    match noted {
        Ok(()) | Err(ctrlc::Error::MultipleHandlers) => {}
        // Then Ctrl-C ends the program as it always did.
        Err(error) => note!("Ctrl-C will not wait for the printer ({error})"),
    }
}

/// Whether somebody wants the wait to end.
pub(super) fn was_asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}
