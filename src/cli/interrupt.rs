//! Ctrl-C while a verb waits for a printer: it ends the wait, at a moment at which nothing is half done.
//!
//! Never here: what is left undone then.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a shell makes of a program that Ctrl-C has ended.
const ENDED: i32 = 130;

static ASKED: AtomicBool = AtomicBool::new(false);

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
