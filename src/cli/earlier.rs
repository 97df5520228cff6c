//! What shows that a data folder had a queue before: nobody begins an empty one beside it unawares.
//!
//! Never here: what is done about it (`files`).

use crate::data::DataFolder;
use crate::file;
use crate::log::{self, Entry, Wanted};
use crate::phrase::time;
use crate::store::sqlite::Seen;
use chrono_tz::Tz;

/// How many of the newest lines of the logs are looked through.
const LINES: usize = 2_000;
/// The largest memory of a wall, in bytes.
const MEMORY_MOST: u64 = 1 << 16;

/// Each thing that shows an earlier queue, as somebody can look at it.
pub(super) fn traces(data: &DataFolder) -> Vec<String> {
    let mut traces = Vec::new();
    if let Some(seen) = Seen::beside(&data.queue_file()) {
        let Seen { event, at, .. } = seen;
        traces.push(format!(
            "{} tells of event {event} at {} UTC",
            data.lock_file("seen").display(),
            time::technical(at, Tz::UTC)
        ));
    }
    let announced = |name: &String| {
        let said = file::read_text(&data.lock_file(name), MEMORY_MOST).ok();
        let memory = said.as_deref().and_then(|said| said.lines().next());
        name.starts_with("display")
            && memory.is_some_and(|memory| memory.trim().parse::<i64>().is_ok_and(|seq| seq > 0))
    };
    if let Some(wall) = data.lock_names().iter().find(|name| announced(name)) {
        traces.push(format!("{} is the memory of a wall", data.lock_file(wall).display()));
    }
    let wanted = Wanted { lines: LINES, ..Wanted::default() };
    if let Ok(found) = log::newest(data, &wanted)
        && found.entries.iter().any(is_work)
    {
        traces.push(format!("the logs in {} tell of work", data.logs_folder().display()));
    }
    traces
}

/// Whether a line can only be written where there is a queue.
fn is_work(entry: &Entry) -> bool {
    let is_step = !entry.program.starts_with("cli-printer");
    is_step
        && (entry.text == "ended code=0"
            || entry.text.starts_with("this program drives the printer"))
}
