//! The command line: what can be said to `antre`, and who answers.
//!
//! Belongs here: one `match` that shows the whole program. The words of the command line are in `arguments`,
//! what is asked and told in the other files of this folder, the JSON in `api`, the rules in none of them. JSON fields and
//! exit codes are an interface that others script against.

mod answer;
mod arguments;
mod backup;
mod board;
mod check;
mod display;
mod earlier;
mod files;
mod install;
mod interrupt;
mod lab;
mod log;
mod logged;
mod officer;
mod open;
mod pin;
mod printer;
mod queue;
mod rehearse;
mod report;
mod serve;
mod sheet;
mod standard;
mod steps;
mod usage;
mod virtual_printer;
mod voice;
mod why;

use crate::data::DataFolder;
use crate::desk::{DeskError, Refusal};
use crate::domain::{Lane, NotAllowed};
use crate::last_resort;
use crate::say;
pub use arguments::WindowArgs;
use arguments::{
    Cli, Command, IssueArgs, PaperArgs, PrinterArgs, PrinterCommand, ReportCommand, SubjectArgs,
    WaitArg,
};
use logged::Logged;
use std::error::Error;
use std::process::ExitCode;

/// What a command came to.
pub type Outcome = Result<Done, Box<dyn Error>>;

/// A command that was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// Exit code 0.
    Done,
    /// Exit code 3: there was nothing to call.
    NothingWaiting,
    /// Exit code 4: staff have closed a full-screen program, and nothing should start it again by itself.
    Left,
    /// Exit code 1: what is wrong has been written to stderr already.
    Failed,
}

impl Done {
    /// The exit code.
    fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::NothingWaiting => 3,
            Self::Left => 4,
        }
    }
}

/// Carries out what the arguments of this process say; the exit code of the program.
pub fn main() -> ExitCode {
    interrupt::outlive_file_limits();
    usage::read().map_or_else(|code| code, run)
}

/// Carries out a command, and says what failed and what to do.
fn run(mut cli: Cli) -> ExitCode {
    #[cfg(feature = "windows")]
    last_resort::stand_by(crate::app::missing_library);
    #[cfg(not(feature = "windows"))]
    last_resort::stand_by(|_| None);
    let data = DataFolder::locate(cli.data.take());
    let logged = Logged::of(&cli.command);
    logged.iter().for_each(|log| log.begin(&data));
    let done = carry_out(cli, &data).unwrap_or_else(|error| {
        fail(&*error);
        Done::Failed
    });
    logged.iter().for_each(|log| log.end(done));
    ExitCode::from(done.code())
}

/// Says why a command failed. What names an officer is not logged: nobody's work is followed there.
fn fail(error: &(dyn Error + 'static)) {
    let of_the_desk = |error: &DeskError| matches!(error, DeskError::Refusal(Refusal::People(_)));
    let is_about_somebody =
        error.is::<NotAllowed>() || error.downcast_ref::<DeskError>().is_some_and(of_the_desk);
    if is_about_somebody {
        say::aside_failure(error);
        log_warn!("refused, because of who asked");
    } else {
        say::note_failure(error);
    }
}

fn carry_out(cli: Cli, data: &DataFolder) -> Outcome {
    use crate::desk::Desk;
    let by = cli.officer.as_ref();
    let lane = |priority| if priority { Lane::Priority } else { Lane::Regular };
    match cli.command {
        Command::Demo(args) => lab::demo(args),
        Command::Gallery(args) => lab::gallery(args),
        Command::Init(args) => files::init(data, &args),
        Command::Backup(args) => backup::backup(data, &args),
        Command::Restore(args) => backup::restore(data, &args),
        Command::Check { json } => check::check(data, json),
        Command::Kiosk { window, printer } => windows::kiosk(data, &window, printer),
        Command::Console { counter, window, printer } => {
            windows::console(data, by, counter, &window, printer)
        }
        Command::Supervisor { window, printer } => windows::supervisor(data, &window, printer),
        Command::Display(args) => windows::display(data, &args),
        Command::Serve(args) => serve::serve(data, &args),
        Command::Pair(args) => serve::pair(data, &args),
        Command::Devices(args) => serve::devices(data, &args),
        Command::Install(args) => install::install(data, &args),
        Command::Issue(args) => queue::issue(data, by, &args, lane(args.priority)),
        Command::Next { counter, json } => queue::next(data, by, counter, json.json),
        Command::Recall(args) => queue::advance(data, by, &args, Desk::recall),
        Command::Start(args) => queue::advance(data, by, &args, Desk::start),
        Command::Finish(args) => queue::advance(data, by, &args, Desk::finish),
        Command::NoShow(args) => queue::advance(data, by, &args, Desk::no_show),
        Command::Present(args) => steps::of_number(data, by, &args, Desk::present),
        Command::Return(args) => steps::return_file(data, by, &args),
        Command::Back(args) => steps::of_number(data, by, &args, Desk::back),
        Command::Transfer(args) => steps::transfer(data, by, &args),
        Command::Cancel(args) => queue::advance(data, by, &args, Desk::cancel),
        Command::Undo(args) => steps::undo(data, by, &args),
        Command::Pause(args) => steps::take_break(data, by, &args, true),
        Command::Resume(args) => steps::take_break(data, by, &args, false),
        Command::Board { json } => board::board(data, json.json),
        Command::Why(args) => why::why(data, &args),
        Command::Ticket { number, json } => queue::ticket(data, number, json.json),
        Command::Standard(args) => standard::standard(data, &args),
        Command::Reprint { number, printer, wait, json } => {
            queue::reprint(data, by, number, (printer, wait), json.json)
        }
        Command::Rehearse(args) => rehearse::rehearse(data, &args),
        Command::Report(ReportCommand::Day { date, form }) => report::day(data, date, &form),
        Command::Report(ReportCommand::Month { month, form }) => report::month(data, month, &form),
        Command::Paper(args) => sheet::paper(data, &args),
        Command::Printer(command) => printer::run(data, by, command),
        Command::VirtualPrinter(args) => virtual_printer::run(data, &args),
        Command::Officer(command) => officer::run(data, by, &command),
        Command::Voice(command) => voice::run(data, &command),
        Command::Log(args) => log::log(data, &args),
    }
}

#[cfg(feature = "windows")]
mod windows;

/// A build without windows says so instead of pretending.
#[cfg(not(feature = "windows"))]
mod windows {
    use super::display::DisplayArgs;
    use super::{Outcome, PrinterArgs, WindowArgs};
    use crate::data::DataFolder;
    use crate::domain::{CounterNumber, OfficerId};

    fn none() -> Outcome {
        Err("this antre was built without windows; build it with `cargo build --features windows`"
            .into())
    }

    pub(super) fn kiosk(_: &DataFolder, _: &WindowArgs, _: PrinterArgs) -> Outcome {
        none()
    }

    pub(super) fn console(
        _: &DataFolder,
        _: Option<&OfficerId>,
        _: CounterNumber,
        _: &WindowArgs,
        _: PrinterArgs,
    ) -> Outcome {
        none()
    }

    pub(super) fn supervisor(_: &DataFolder, _: &WindowArgs, _: PrinterArgs) -> Outcome {
        none()
    }

    pub(super) fn display(_: &DataFolder, _: &DisplayArgs) -> Outcome {
        none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
