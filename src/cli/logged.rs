//! Which command writes which program log, and how much of itself.
//!
//! One list of all verbs. Never here: how a log is written (`log`), or the verb that shows it (`log` beside this file).

use super::Done;
use super::arguments::{Command, PrinterCommand};
use crate::clock::SystemClock;
use crate::data::DataFolder;
use crate::log::{self, Program};
use crate::say;
use std::sync::OnceLock;

/// The log of a command.
pub(super) struct Logged {
    program: Program,
    extent: Extent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// A program that runs all day: its beginning and end, and everything it notes.
    Window,
    /// A step of the queue or a word with a printer: the same.
    Step,
    /// A look: only what it notes. Others ask for the board every second, and that would fill the day.
    Look,
}

/// Why the log of this command cannot be written, where that is not said at once.
static UNWRITTEN: OnceLock<String> = OnceLock::new();

impl Logged {
    /// The log of a command; `None` for what concerns no office, and for what is about the people who work in one.
    pub(super) fn of(command: &Command) -> Option<Self> {
        let step = |verb| Some(Self { program: Program::verb(verb), extent: Extent::Step });
        let look = |verb| Some(Self { program: Program::verb(verb), extent: Extent::Look });
        let window = |program| Some(Self { program, extent: Extent::Window });
        match command {
            Command::Kiosk { .. } => window(Program::kiosk()),
            Command::Console { counter, .. } => window(Program::console(*counter)),
            Command::Supervisor { .. } => window(Program::supervisor()),
            Command::Serve(_) => window(Program::serve()),
            Command::Pair(_) => step("pair"),
            Command::Devices(args) if args.revokes() => step("devices-revoke"),
            Command::Devices(_) => look("devices"),
            Command::Display(args) => window(Program::display(args.name())),
            Command::Issue(_) => step("issue"),
            Command::Next { .. } => step("next"),
            Command::Recall(_) => step("recall"),
            Command::Start(_) => step("start"),
            Command::Finish(_) => step("finish"),
            Command::NoShow(_) => step("no-show"),
            Command::Present(_) => step("present"),
            Command::Return(_) => step("return"),
            Command::Back(_) => step("back"),
            Command::Transfer(_) => step("transfer"),
            Command::Cancel(_) => step("cancel"),
            Command::Undo(_) => step("undo"),
            Command::Pause(_) => step("pause"),
            Command::Resume(_) => step("resume"),
            Command::Reprint { .. } => step("reprint"),
            Command::Printer(PrinterCommand::List { .. }) => look("printer-list"),
            Command::Printer(PrinterCommand::Status { .. }) => step("printer-status"),
            Command::Printer(PrinterCommand::Test { .. }) => step("printer-test"),
            Command::Printer(PrinterCommand::Watch { .. }) => step("printer-watch"),
            Command::Printer(PrinterCommand::Confirm { .. }) => step("printer-confirm"),
            Command::Backup(_) => step("backup"),
            Command::Restore(_) => step("restore"),
            Command::Check { .. } => look("check"),
            Command::Board { .. } => look("board"),
            Command::Why(_) => look("why"),
            Command::Ticket { .. } => look("ticket"),
            Command::Standard(_) => look("standard"),
            Command::Report(_) => look("report"),
            Command::Paper(_) => look("paper"),
            Command::Officer(_)
            | Command::Log(_)
            | Command::Demo(_)
            | Command::Gallery(_)
            | Command::Init(_)
            | Command::Install(_)
            | Command::Rehearse(_)
            | Command::VirtualPrinter(_)
            | Command::Voice(_) => None,
        }
    }

    /// Begins the log, and says in it that the program has started.
    pub(super) fn begin(&self, data: &DataFolder) {
        let at_once = self.extent == Extent::Window;
        let tell = move |sentence: &str| match at_once {
            true => say::aside(format_args!("antre: {sentence}")),
            // A verb ends in a moment, and its own sentence comes first.
            false => drop(UNWRITTEN.set(sentence.to_owned())),
        };
        if let Err(error) = log::begin(data, self.program.clone(), SystemClock, tell) {
            say::aside_failure(&error);
        }
        if self.extent != Extent::Look {
            log_info!(version = env!("CARGO_PKG_VERSION"), "started");
        }
    }

    /// Ends the log with the exit code of the program. That it could not be written is said behind what went well;
    /// whatever failed has told of the same disk already.
    pub(super) fn end(&self, done: Done) {
        if self.extent != Extent::Look {
            log_info!(code = done.code(), "ended");
        }
        log::flush();
        match UNWRITTEN.get() {
            Some(sentence) if done != Done::Failed => say::aside(format_args!("antre: {sentence}")),
            _ => {}
        }
    }
}
