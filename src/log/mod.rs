//! The program log: what the programs of an office did and met, line by line, in the data folder, for whoever has to
//! understand a fault afterwards.
//!
//! One file for each program, counter or display, and day; ten megabytes a day at most, thirty days. A log that cannot
//! be written stops and slows nothing. Belongs here: from the event to the file, and back to whoever looks. Never
//! here: standard error (`say`), what is worth a line (whoever calls `note!` or `log_info!`), the log of a ticket, and
//! nothing of a visitor but the number.
//!
//! ```text
//! note!, log_info! -> tracing -> line -> queue -> (thread) keeper -> day_file -> folder
//! ```

mod day_file;
mod folder;
mod keeper;
mod line;
mod name;
mod queue;
mod read;
#[cfg(test)]
mod tests;

pub use line::Entry;
pub use name::Program;
pub use read::{Found, Wanted, newest};

use crate::clock::Clock;
use crate::data::DataFolder;
use day_file::DayFile;
use keeper::Keeper;
use line::{Style, one_line};
use queue::Queue;
use std::io::{self, Write};
use std::panic::{Location, PanicHookInfo};
use std::sync::OnceLock;
use std::time::Duration;
use std::{panic, thread};
use thiserror::Error;
use tracing::Subscriber;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::FilterExt;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::registry::Registry;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{filter, fmt};

/// How long a program that ends waits for its last lines to be written.
const LAST_LINES: Duration = Duration::from_secs(1);

/// The queue of this process, once its log has begun.
static QUEUE: OnceLock<Queue> = OnceLock::new();

/// Why a program has no log.
#[derive(Debug, Error)]
pub enum NoLog {
    /// Nobody would write it.
    #[error("the operating system gave no thread for the log")]
    Thread(#[source] io::Error),
    /// This process has one.
    #[error("the log of this process has begun already")]
    Begun,
}

/// Begins the log of this process: from here on its events, those of every thread, go into the files of `program` in the
/// data folder. When they cannot be written, `tell` is told so, once, and the work goes on.
///
/// Nothing is opened before the first event, and nothing is left in a folder without an office.
///
/// # Errors
/// [`NoLog`].
pub fn begin(
    data: &DataFolder,
    program: Program,
    clock: impl Clock + 'static,
    tell: impl FnMut(&str) + Send + 'static,
) -> Result<(), NoLog> {
    let file = DayFile::new(data.clone(), program.clone());
    let mut keeper = Keeper::new(file, Box::new(tell));
    let queue = Queue::to(move |line, overflowed| keeper.keep(line, overflowed));
    let queue = queue.map_err(NoLog::Thread)?;
    QUEUE.set(queue.clone()).map_err(|_| NoLog::Begun)?;
    listener(Style { clock, program }, queue).try_init().map_err(|_| NoLog::Begun)?;
    log_panics();
    Ok(())
}

/// Waits until all that was logged is written, for a second at most. For a program that is about to end.
pub fn flush() {
    if let Some(queue) = QUEUE.get() {
        queue.flush(LAST_LINES);
    }
}

/// Brings our events to the queue as lines. Those of libraries are theirs: nobody here has read what is in them.
fn listener<C: Clock + 'static>(style: Style<C>, queue: Queue) -> impl Subscriber + Send + Sync {
    let is_ours = |target: &str| target == "antre" || target.starts_with("antre::");
    let ours = filter::filter_fn(move |metadata| metadata.is_event() && is_ours(metadata.target()));
    let lines = fmt::layer()
        // It would write to standard error by itself, and panic where nobody reads that.
        .log_internal_errors(false)
        // `one_line` makes harmless what a terminal would obey, and more than that.
        .with_ansi_sanitization(false)
        .event_format(style)
        .with_writer(move || Line(queue.clone()))
        .with_filter(ours.and(LevelFilter::INFO));
    Registry::default().with(lines)
}

/// Where the formatter writes one event: it comes in one piece.
struct Line(Queue);

impl Write for Line {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        self.0.put(one_line(&String::from_utf8_lossy(event)));
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Where a panic happened: file, line and column, without the folders of the machine that the program was built on.
pub fn place(info: &PanicHookInfo<'_>) -> String {
    let at = |at: &Location<'_>| format!("{}:{}:{}", within(at.file()), at.line(), at.column());
    info.location().map(at).unwrap_or_default()
}

/// A file of the sources as it is called within its crate, behind the name of the crate where that is another one.
fn within(file: &str) -> String {
    let file = file.replace('\\', "/");
    let is_absolute = file.starts_with('/') || file.get(1..3) == Some(":/");
    if !is_absolute {
        return file;
    }
    // A crate from a registry, one from a repository, the standard library: behind them stands one folder without meaning.
    for shelf in ["/registry/src/", "/git/checkouts/", "/rustc/"] {
        let behind = file.split_once(shelf).and_then(|(_, rest)| rest.split_once('/'));
        if let Some((_, within)) = behind {
            return within.to_owned();
        }
    }
    let parts: Vec<&str> = file.split('/').collect();
    // `out` is where a build script writes, `src` where people do.
    let root = parts.iter().rposition(|part| ["src", "out"].contains(part));
    // A crate that lies somewhere with its version in its name.
    let is_crate = |name: &&str| name.rsplit_once('-').is_some_and(|(_, v)| v.contains('.'));
    let from = match root {
        None => parts.len() - 1,
        Some(root) if root > 0 && is_crate(&parts[root - 1]) => root - 1,
        Some(root) => root,
    };
    parts[from..].join("/")
}

/// Logs the place of a panic before it is told as usual. Its words stay out: they may quote what somebody typed.
fn log_panics() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let place = place(info);
        let thread = thread::current().name().unwrap_or_default().to_owned();
        tracing::error!(thread, place, "a fault of the program");
        flush();
        usual(info);
    }));
}
