//! The last resort: what becomes of a fault of the program itself (a panic), in whichever thread it happens.
//!
//! Belongs here: the sentence, the place, the end of the process. Never here: what is logged of it (`log`), or which fault
//! is really a missing library (`app`).
//!
//! A window whose worker has died would go on showing what it last knew, and look alive. So a fault in any thread of
//! ours ends the whole process with a code of its own; the unit starts it again, and the queue is on the disk.

use crate::log;
use crate::say;
use std::any::Any;
use std::panic;
use std::process;
use std::thread;

/// The exit code of a program that ended by a fault of its own, as Rust has it.
pub const FAULT: i32 = 101;

/// Threads whose end somebody waits for and turns into an error: calls into drivers.
const AWAITED: [&str; 1] = ["printer-port"];

/// From now on a fault ends the process with a sentence. `known` may have a better sentence for the words of some faults;
/// those end with code 1, because somebody can do something about them.
pub fn stand_by(known: impl Fn(&str) -> Option<String> + Send + Sync + 'static) {
    panic::set_hook(Box::new(move |info| {
        if let Some(sentence) = words(info.payload()).and_then(&known) {
            note!("{sentence}");
            log::flush();
            process::exit(1);
        }
        let place = log::place(info);
        match ends(thread::current().name()) {
            true => {
                say::aside(format_args!("antre: {}", sentence(&place, words(info.payload()))));
                process::exit(FAULT);
            }
            false => say::aside(format_args!(
                "antre: a helper of this program has ended by a fault at {place}; the program goes on"
            )),
        }
    }));
}

/// Whether a fault in the thread with this name ends the process. Threads without one belong to libraries: the one that
/// talks to screen readers may die, and the screen is still a screen.
fn ends(thread: Option<&str>) -> bool {
    thread.is_some_and(|name| !AWAITED.contains(&name))
}

/// What is said. The words of a fault may quote what somebody typed; they are for whoever stands at this terminal, and
/// never for the log.
fn sentence(place: &str, words: Option<&str>) -> String {
    let words = words.unwrap_or_default();
    format!(
        "a fault of the program has ended it, at {place} ({words}); every number that was given is in the queue: start it again, and report this line"
    )
}

fn words(payload: &dyn Any) -> Option<&str> {
    let owned = || payload.downcast_ref::<String>().map(String::as_str);
    payload.downcast_ref::<&str>().copied().or_else(owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_a_worker_ends_the_program_and_one_of_a_library_or_driver_does_not() {
        assert!(ends(Some("main")) && ends(Some("kiosk")) && ends(Some("voice")));
        assert!(!ends(None) && !ends(Some("printer-port")));
    }

    #[test]
    fn the_sentence_says_where_and_what_to_do() {
        let said = sentence("src/app/x.rs:7", Some("no key"));
        assert!(said.contains("at src/app/x.rs:7 (no key)"), "{said}");
        assert!(said.contains("start it again"), "{said}");
    }

    #[test]
    fn every_kind_of_words_is_read() {
        assert_eq!(words(&String::from("one")), Some("one"));
        assert_eq!(words(&"two"), Some("two"));
        assert_eq!(words(&3), None);
    }
}
