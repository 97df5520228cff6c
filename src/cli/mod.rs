//! The command line: what can be said to `antre`, and who answers.
//!
//! Belongs here: the words of the command line and one `match`. The answers are in the other files of this folder,
//! the rules in none of them. JSON fields and exit codes are an interface that others script against.

mod answer;
mod files;
mod open;
mod queue;
mod report;
mod sheet;

use crate::data::DataFolder;
use crate::domain::{CaseId, CounterNumber, Lane, Language, ServiceCode, TicketNumber};
use crate::printer::Address;
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// What a command came to.
pub type Outcome = Result<Done, Box<dyn std::error::Error>>;

/// A command that was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// Exit code 0.
    Done,
    /// Exit code 3: there was nothing to call.
    NothingWaiting,
    /// Exit code 1: what is wrong has been written to stderr already.
    Failed,
}

impl From<Done> for ExitCode {
    fn from(done: Done) -> Self {
        ExitCode::from(match done {
            Done::Done => 0,
            Done::Failed => 1,
            Done::NothingWaiting => 3,
        })
    }
}

/// The queue of a public-service office: kiosk, ticket printer, console and display on one SQLite file.
#[derive(Debug, Parser)]
#[command(name = "antre", version, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 done, 1 refused or failed (the reason is on stderr), \
    2 wrong usage, 3 nothing waiting.")]
pub struct Cli {
    /// Folder of the office file and the queue [default: ANTRE_DATA, else the platform's data folder]
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Play a morning at the sample office, with a virtual printer
    Demo(DemoArgs),
    /// Write a commented office.toml and an empty queue into the data folder
    Init {
        /// The sample office to start from
        #[arg(long, default_value = "magetan", value_parser = ["magetan", "desa"])]
        sample: String,
    },
    /// List every fault of office.toml with its line, and check the queue file
    Check,
    /// Run the touch-screen kiosk
    Kiosk {
        #[command(flatten)]
        window: WindowArgs,
        #[command(flatten)]
        printer: PrinterArgs,
    },
    /// Run an officer's console
    Console {
        /// The officer's counter
        #[arg(long, value_name = "N", value_parser = counter_number)]
        counter: CounterNumber,
        #[command(flatten)]
        window: WindowArgs,
    },
    /// Run a waiting-room display
    Display {
        #[command(flatten)]
        window: WindowArgs,
    },
    /// Take a number
    Issue(IssueArgs),
    /// Call the next visitor, or take the next file at a back-office counter
    Next {
        /// The counter that calls
        #[arg(long, value_name = "N", value_parser = counter_number)]
        counter: CounterNumber,
        #[command(flatten)]
        json: JsonArg,
    },
    /// Call the same number once more
    Recall(SubjectArgs),
    /// The visitor has come: begin the work
    Start(SubjectArgs),
    /// The work is done: pass the file on, or hand it over
    Finish(SubjectArgs),
    /// Nobody came
    NoShow(SubjectArgs),
    /// Withdraw a ticket
    Cancel(SubjectArgs),
    /// Show who waits and who was called
    Board {
        #[command(flatten)]
        json: JsonArg,
    },
    /// Show everything known of a ticket of today
    Ticket {
        /// For example T012
        #[arg(value_parser = ticket_number)]
        number: TicketNumber,
        #[command(flatten)]
        json: JsonArg,
    },
    /// Print a ticket once more, marked as a copy
    Reprint {
        /// For example T012
        #[arg(value_parser = ticket_number)]
        number: TicketNumber,
        #[command(flatten)]
        printer: PrinterArgs,
        #[command(flatten)]
        json: JsonArg,
    },
    /// Report what happened: waits, service times against the norm, no-shows, papers
    #[command(subcommand)]
    Report(ReportCommand),
    /// Show or save what the paper of a ticket looks like, without printing it
    Paper(PaperArgs),
}

#[derive(Debug, Subcommand)]
enum ReportCommand {
    /// One day
    Day {
        /// For example 2026-11-24 [default: today]
        #[arg(value_name = "DATE", value_parser = report::date)]
        date: Option<NaiveDate>,
        #[command(flatten)]
        form: ReportForm,
    },
    /// One month
    Month {
        /// For example 2026-11 [default: this month]
        #[arg(value_name = "MONTH", value_parser = report::month_name)]
        month: Option<NaiveDate>,
        #[command(flatten)]
        form: ReportForm,
    },
}

#[derive(Debug, Args)]
struct ReportForm {
    /// As CSV for a spreadsheet
    #[arg(long, conflicts_with_all = ["html", "json"])]
    csv: bool,
    /// As one HTML file with charts, for A4
    #[arg(long, conflicts_with = "json")]
    html: bool,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// Write into FILE instead of to the terminal
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    out: Option<PathBuf>,
    /// Language: id, jv or en
    #[arg(long, value_name = "LANG", default_value = "id", value_parser = language)]
    lang: Language,
}

#[derive(Debug, Args)]
struct JsonArg {
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct PrinterArgs {
    /// tcp://HOST:PORT, serial:///dev/ttyUSB0?baud=19200, device:///dev/usb/lp0, capture:///path/file or
    /// virtual:// [default: office.toml]
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    printer: Option<Address>,
    /// Name of a printer profile [default: office.toml]
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
}

/// How a window appears.
#[derive(Debug, Clone, Args)]
pub struct WindowArgs {
    /// In an ordinary window
    #[arg(long, conflicts_with = "fullscreen")]
    pub windowed: bool,
    /// On the whole screen [default for kiosk and display]
    #[arg(long)]
    pub fullscreen: bool,
    /// On the N-th monitor, from 1, where the platform allows it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..))]
    pub monitor: Option<u8>,
}

#[derive(Debug, Args)]
struct DemoArgs {
    /// Without a display: play by itself and write pictures of every screen and ticket into DIR
    #[arg(long, value_name = "DIR")]
    headless: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct IssueArgs {
    /// Letter of the service, for example T
    #[arg(value_parser = service_code)]
    service: ServiceCode,
    /// Case of the service, for example hilang
    #[arg(long, value_name = "ID", value_parser = case_id)]
    case: Option<CaseId>,
    /// Use the priority lane
    #[arg(long)]
    priority: bool,
    /// Language of the ticket: id, jv or en
    #[arg(long, value_name = "LANG", default_value = "id", value_parser = language)]
    lang: Language,
    /// The same key on the same day brings the same ticket, however often it is sent
    #[arg(long, value_name = "TEXT")]
    key: Option<String>,
    #[command(flatten)]
    printer: PrinterArgs,
    #[command(flatten)]
    json: JsonArg,
}

#[derive(Debug, Args)]
struct SubjectArgs {
    #[command(flatten)]
    subject: SubjectGroup,
    #[command(flatten)]
    json: JsonArg,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct SubjectGroup {
    /// The ticket, for example T012
    #[arg(value_parser = ticket_number)]
    number: Option<TicketNumber>,
    /// The counter that holds the ticket
    #[arg(long, value_name = "N", value_parser = counter_number)]
    counter: Option<CounterNumber>,
}

#[derive(Debug, Args)]
struct PaperArgs {
    /// For example T012
    #[arg(value_parser = ticket_number)]
    number: TicketNumber,
    #[command(flatten)]
    form: PaperForm,
    #[command(flatten)]
    json: JsonArg,
    /// Name of a printer profile [default: office.toml]
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct PaperForm {
    /// Save a picture
    #[arg(long, value_name = "FILE")]
    png: Option<PathBuf>,
    /// Save the bytes that a printer would get
    #[arg(long, value_name = "FILE")]
    bytes: Option<PathBuf>,
    /// Show it as text
    #[arg(long)]
    text: bool,
}

fn counter_number(text: &str) -> Result<CounterNumber, String> {
    let number = text.parse().ok().and_then(CounterNumber::new);
    number.ok_or_else(|| "a counter is a number from 1 to 99".to_owned())
}

fn ticket_number(text: &str) -> Result<TicketNumber, String> {
    text.parse().map_err(|e: crate::domain::NumberError| e.to_string())
}

fn service_code(text: &str) -> Result<ServiceCode, String> {
    let wrong = "a service is one letter from A to Z without I and O";
    ServiceCode::parse(text).ok_or_else(|| wrong.to_owned())
}

fn case_id(text: &str) -> Result<CaseId, String> {
    CaseId::new(text).ok_or_else(|| "a case is a short word of a-z, 0-9 and -".to_owned())
}

fn language(text: &str) -> Result<Language, String> {
    Language::from_code(text).ok_or_else(|| "the languages are id, jv and en".to_owned())
}

fn address(text: &str) -> Result<Address, String> {
    text.parse().map_err(|e: crate::printer::AddressError| e.to_string())
}

/// Carries out a command.
///
/// # Errors
/// Whatever refused or failed; its text says what to do.
pub fn run(cli: Cli) -> Outcome {
    use crate::desk::Desk;
    let data = DataFolder::locate(cli.data);
    let lane = |priority| if priority { Lane::Priority } else { Lane::Regular };
    match cli.command {
        Command::Demo(args) => windows::demo(args.headless),
        Command::Init { sample } => files::init(&data, &sample),
        Command::Check => files::check(&data),
        Command::Kiosk { window, printer } => windows::kiosk(&data, &window, printer),
        Command::Console { counter, window } => windows::console(&data, counter, &window),
        Command::Display { window } => windows::display(&data, &window),
        Command::Issue(args) => queue::issue(&data, &args, lane(args.priority)),
        Command::Next { counter, json } => queue::next(&data, counter, json.json),
        Command::Recall(args) => queue::advance(&data, &args, Desk::recall),
        Command::Start(args) => queue::advance(&data, &args, Desk::start),
        Command::Finish(args) => queue::advance(&data, &args, Desk::finish),
        Command::NoShow(args) => queue::advance(&data, &args, Desk::no_show),
        Command::Cancel(args) => queue::advance(&data, &args, Desk::cancel),
        Command::Board { json } => queue::board(&data, json.json),
        Command::Ticket { number, json } => queue::ticket(&data, number, json.json),
        Command::Reprint { number, printer, json } => {
            queue::reprint(&data, number, printer, json.json)
        }
        Command::Report(ReportCommand::Day { date, form }) => report::day(&data, date, &form),
        Command::Report(ReportCommand::Month { month, form }) => report::month(&data, month, &form),
        Command::Paper(args) => sheet::paper(&data, &args),
    }
}

#[cfg(feature = "windows")]
mod windows;

/// A build without windows says so instead of pretending.
#[cfg(not(feature = "windows"))]
mod windows {
    use super::{Outcome, PrinterArgs, WindowArgs};
    use crate::data::DataFolder;
    use crate::domain::CounterNumber;
    use std::path::PathBuf;

    fn none() -> Outcome {
        Err("this antre was built without windows; build it with `cargo build --features windows`"
            .into())
    }

    pub(super) fn demo(_: Option<PathBuf>) -> Outcome {
        none()
    }

    pub(super) fn kiosk(_: &DataFolder, _: &WindowArgs, _: PrinterArgs) -> Outcome {
        none()
    }

    pub(super) fn console(_: &DataFolder, _: CounterNumber, _: &WindowArgs) -> Outcome {
        none()
    }

    pub(super) fn display(_: &DataFolder, _: &WindowArgs) -> Outcome {
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
