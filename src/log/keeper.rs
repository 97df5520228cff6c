//! Writing lines as well as the disk allows: what could not be kept is counted, and the fault is told once.
//!
//! Never here: threads (`queue`), how a line gets into a file (`day_file`).

use super::day_file::{DayFile, Kept};
use super::line::about_the_log;

/// Tells the technician a sentence, elsewhere than in the log.
pub(super) type Tell = Box<dyn FnMut(&str) + Send>;

/// Keeps the lines of one program.
pub(super) struct Keeper {
    file: DayFile,
    tell: Option<Tell>,
    /// How many lines were lost since the last one that was kept, and why the newest of them was.
    lost: Option<(u64, String)>,
}

impl Keeper {
    pub(super) fn new(file: DayFile, tell: Tell) -> Self {
        Self { file, tell: Some(tell), lost: None }
    }

    /// Keeps a line, if it can. `overflowed` lines before it were never brought here, for want of room in the queue.
    pub(super) fn keep(&mut self, line: &str, overflowed: u64) {
        if overflowed > 0 {
            self.lose(overflowed, "the disk was too slow");
        }
        if let Some((count, why)) = &self.lost {
            let gap = format!("{count} lines before this one were not kept ({why})");
            match self.file.append(&about_the_log(line, &gap)) {
                Ok(Kept::Yes) => self.lost = None,
                Ok(Kept::Full | Kept::Nowhere) => {}
                Err(error) => return self.fail(line, &error.to_string()),
            }
        }
        if let Err(error) = self.file.append(line) {
            self.fail(line, &error.to_string());
        }
    }

    fn fail(&mut self, line: &str, error: &str) {
        self.lose(1, error);
        // Once in the life of the program: a disk that comes and goes fills no terminal.
        if let Some(mut tell) = self.tell.take() {
            let path = self.file.path(line);
            tell(&format!(
                "the log {} cannot be written ({error}); the work goes on without it",
                path.display()
            ));
        }
    }

    fn lose(&mut self, count: u64, why: &str) {
        let before = self.lost.take().map_or(0, |(count, _)| count);
        self.lost = Some((before + count, why.to_owned()));
    }
}
