//! `printer`: find, ask, try and watch printers, and say that one was switched off and on.
//!
//! Never here: what a printer's answers mean (`printer`), or their wording (`text`).

mod text;

use super::answer::{self, json};
use super::{Done, Outcome, PrinterArgs, PrinterCommand, interrupt, open};
use crate::api::printer::{Change, Confirmed, List, Status, Tested};
use crate::app::PrintLog;
use crate::data::DataFolder;
use crate::desk::{Desk, PrintTarget};
use crate::domain::{Duty, Language, OfficerId, PrintCause, PrintState, PrinterState};
use crate::paper::{Profile, calibration};
use crate::printer::discovery;
use crate::printer::recommend::recommend;
use crate::profiles::Profiles;
use crate::say;
use crate::spool::Spool;
use std::error::Error;
use std::io::ErrorKind;
use std::thread;
use std::time::{Duration, Instant};

/// How often `watch` looks whether the owner of the printer has said something new.
const LOOK_PAUSE: Duration = Duration::from_millis(250);
/// How often `watch` asks a printer itself that nobody drives.
const ASK_PAUSE: Duration = Duration::from_secs(2);
/// The same of one whose port does not stay open. Each look opens it anew, and a box that hangs up is not to be kept busy;
/// a technician who has just put the cable in waits no longer than this.
const LONGEST_ASK_PAUSE: Duration = Duration::from_secs(8);

pub(super) fn run(data: &DataFolder, by: Option<&OfficerId>, command: PrinterCommand) -> Outcome {
    match command {
        PrinterCommand::List { json } => list(json.json),
        PrinterCommand::Status { printer, json } => {
            Visit::begin(data, by, printer)?.status(data, json.json)
        }
        PrinterCommand::Test { printer, lang, json } => {
            Visit::begin(data, by, printer)?.test(data, lang, json.json)
        }
        PrinterCommand::Watch { printer, json } => {
            let _open = open::stay(data)?;
            let _named = open::named(data, open::WATCH)?;
            interrupt::listen();
            Visit::begin(data, by, printer)?.watch(data, json.json)
        }
        PrinterCommand::Confirm { printer, json } => {
            Visit::begin(data, by, printer)?.confirm(json.json)
        }
    }
}

fn list(as_json: bool) -> Outcome {
    let found = discovery::find();
    let list = List::of(&found);
    if as_json {
        json(&list)?;
    } else {
        crate::say::text(text::of_list(&list));
    }
    Ok(Done::Done)
}

/// A technician at one printer of an office.
struct Visit {
    desk: Desk,
    target: PrintTarget,
}

impl Visit {
    fn begin(
        data: &DataFolder,
        by: Option<&OfficerId>,
        printer: PrinterArgs,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        let mut desk = open::desk_as(data, by)?;
        let target = open::some_printer(data, &mut desk, printer)?;
        Ok(Self { desk, target })
    }

    /// Learns the newest of the printer: asks it where nobody drives it. Tells whether somebody does.
    fn look(&mut self, data: &DataFolder) -> Result<bool, Box<dyn std::error::Error>> {
        match Spool::own(data, &mut self.desk, &self.target)? {
            Some(mut spool) => {
                spool.examine(&mut self.desk)?;
                Ok(false)
            }
            None => Ok(true),
        }
    }

    fn status(mut self, data: &DataFolder, as_json: bool) -> Outcome {
        let owned = self.look(data)?;
        let file = self.desk.printer_file(&self.target.printer)?;
        file.record.iter().for_each(|record| PrintLog::of(&self.target).state(record));
        let state = file.record.as_ref().map_or(PrinterState::Unknown, |record| record.state);
        let status = Status::of(&self.target, owned, &file, self.desk.office());
        if as_json {
            json(&status)?;
        } else {
            crate::say::text(text::of_status(&status, state));
        }
        Ok(verdict(&self.target, state))
    }

    fn test(mut self, data: &DataFolder, language: Language, as_json: bool) -> Outcome {
        self.desk.actor().may(Duty::Printer)?;
        let profile = Profiles::of(data).find(&self.target.profile)?;
        let sheet = calibration(&profile, language)?;
        let Some(mut spool) = Spool::own(data, &mut self.desk, &self.target)? else {
            let printer = &self.target.printer;
            return Err(format!(
                "another program drives {printer}; close it for the test sheet, or take a number to try the printer"
            )
            .into());
        };
        // A sheet that is killed leaves a doubt; the first Ctrl-C waits until this one is out.
        interrupt::listen();
        // What a profile does not know of its printer is tried out: that is what a test is for.
        let tried = Profile { status: profile.status.tried_out(), ..profile.clone() };
        let result = spool.print_sheet(&mut self.desk, &tried, &sheet)?;
        let state = PrintState::from(result.outcome);
        let learned = spool.probe();
        let refused = state == PrintState::Failed(PrintCause::NoAnswer);
        let recommended = recommend(&profile, learned, refused);
        let tested =
            Tested::of(&self.target, state, &sheet, &result).learning(learned, recommended);
        if as_json {
            json(&tested)?;
        } else {
            say!("{}", text::of_test(&tested, state, result.begun));
        }
        if let PrintState::Failed(cause) | PrintState::Unknown(cause) = state {
            let trouble = text::trouble(&self.target, cause);
            say::note_because(format_args!("{trouble}"), result.detail);
            return Ok(Done::Failed);
        }
        Ok(Done::Done)
    }

    fn watch(mut self, data: &DataFolder, as_json: bool) -> Outcome {
        let mut log = PrintLog::of(&self.target);
        let mut told = None;
        let mut asked: Option<Instant> = None;
        let mut pause = ASK_PAUSE;
        while !interrupt::was_asked() {
            let owned = Spool::is_owned(data, &self.target)?;
            if !owned && asked.is_none_or(|asked| asked.elapsed() >= pause) {
                self.look(data)?;
                asked = Some(Instant::now());
                let known = self.desk.printer(&self.target.printer)?;
                pause = next_pause(pause, known.and_then(|known| known.state.cause()));
            }
            let record = self.desk.printer(&self.target.printer)?;
            let news = (owned, record.as_ref().map(|record| (record.state, record.remains)));
            if told != Some(news) {
                told = Some(news);
                record.iter().for_each(|record| log.state(record));
                let now = self.desk.now();
                let change =
                    Change::of(&self.target, owned, record.as_ref(), now, self.desk.office());
                let state = record.map_or(PrinterState::Unknown, |record| record.state);
                if !tell(&change, state, as_json)? {
                    break;
                }
            }
            thread::sleep(LOOK_PAUSE);
        }
        Ok(Done::Done)
    }

    fn confirm(mut self, as_json: bool) -> Outcome {
        let confirmed = self.desk.confirm_power_cycle(&self.target.printer)?;
        let confirmed = Confirmed::of(&self.target, confirmed);
        if as_json {
            json(&confirmed)?;
        } else {
            say!("{}", text::of_confirmation(&confirmed));
        }
        Ok(Done::Done)
    }
}

/// How long after a look that found this trouble the next one is due.
fn next_pause(before: Duration, cause: Option<PrintCause>) -> Duration {
    match cause {
        Some(
            PrintCause::Unreachable
            | PrintCause::Refused
            | PrintCause::Disconnected
            | PrintCause::NoAnswer,
        ) => (before * 2).min(LONGEST_ASK_PAUSE),
        _ => ASK_PAUSE,
    }
}

/// Tells a change; whether anybody reads it. Whoever has the queue open does not end in the middle of a line.
fn tell(change: &Change, state: PrinterState, as_json: bool) -> Result<bool, Box<dyn Error>> {
    let told = match as_json {
        true => say::try_json(&answer::line(change)?),
        false => say::try_line(format_args!("{}", text::of_change(change, state))),
    };
    match told {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(format!("the answer could not be written ({error})").into()),
    }
}

/// A printer that prints nothing is exit code 1, with the reason.
fn verdict(target: &PrintTarget, state: PrinterState) -> Done {
    match state.cause() {
        Some(cause) => {
            note!("{}", text::trouble(target, cause));
            Done::Failed
        }
        None => Done::Done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_does_not_stay_open_is_opened_less_often_until_it_does() {
        let mut pause = ASK_PAUSE;
        let mut after = |cause| {
            pause = next_pause(pause, cause);
            pause.as_secs()
        };
        let gone = Some(PrintCause::Disconnected);
        assert_eq!([gone; 3].map(&mut after), [4, 8, 8]);
        assert_eq!(after(Some(PrintCause::CoverOpen)), 2, "it answers");
        assert_eq!([gone, None].map(after), [4, 2]);
    }
}
