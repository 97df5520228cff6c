//! The words of the command line, as types.
//!
//! Belongs here: verbs, options and how a value is read from them. Never here: what a verb does.

mod common;
mod printer;

use super::backup::{BackupArgs, RestoreArgs};
use super::display::DisplayArgs;
use super::files::InitArgs;
use super::install::InstallArgs;
use super::lab::{DemoArgs, GalleryArgs};
use super::log::LogArgs;
use super::officer::{OfficerCommand, officer_id};
use super::rehearse::RehearseArgs;
use super::report::{self, ReportForm};
use super::serve::{DevicesArgs, PairArgs, ServeArgs};
use super::standard::StandardArgs;
use super::virtual_printer::VirtualPrinterArgs;
use super::voice::VoiceCommand;
use super::why::WhyArgs;
use crate::domain::{
    CaseId, CounterNumber, Language, OfficerId, OverrideCode, ServiceCode, TicketNumber,
};
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};
pub use common::WindowArgs;
pub(super) use common::{
    JsonArg, case_id, counter_number, language, override_code, service_code, ticket_number,
};
pub(super) use printer::{PrinterArgs, PrinterChoice, PrinterCommand, WaitArg};
use std::path::PathBuf;

/// The queue of a public-service office: kiosk, ticket printer, console and display on one SQLite file.
#[derive(Debug, Parser)]
#[command(name = "antre", bin_name = "antre", version, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 done, 1 refused or failed (the reason is on stderr), \
    2 wrong usage, 3 nothing waiting, 4 closed by staff, 101 a fault of the program.")]
pub(super) struct Cli {
    /// Folder of the office file and the queue [default: ANTRE_DATA, else the platform's data folder]
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    /// Whose step this is; recorded with it
    #[arg(long, global = true, value_name = "ID", value_parser = officer_id)]
    pub(super) officer: Option<OfficerId>,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Play a morning at the sample office, with a virtual printer
    #[cfg_attr(not(feature = "lab"), command(hide = true))]
    Demo(DemoArgs),
    /// Show every screen in every language, size and mode, and every widget, with made-up contents
    #[cfg_attr(not(feature = "lab"), command(hide = true))]
    Gallery(GalleryArgs),
    /// Write a commented office.toml and an empty queue into the data folder
    Init(InitArgs),
    /// Copy the queue and the files of the office into a folder, while everybody works
    Backup(BackupArgs),
    /// Put a copy in the place of the queue; what was there is kept
    Restore(RestoreArgs),
    /// List every fault of office.toml with its line, and all else that would keep a program from working
    Check {
        #[command(flatten)]
        json: JsonArg,
    },
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
        #[command(flatten)]
        printer: PrinterArgs,
    },
    /// Run the window of a supervisor: all counters, all stages, what has become late
    Supervisor {
        #[command(flatten)]
        window: WindowArgs,
        #[command(flatten)]
        printer: PrinterArgs,
    },
    /// Open the queue to the office's own network, as office.toml says
    Serve(ServeArgs),
    /// Show a code that lets one browser of the office in, for five minutes
    Pair(PairArgs),
    /// List the devices that may come in, or send one away
    Devices(DevicesArgs),
    /// Run a waiting-room display
    Display(DisplayArgs),
    /// Write units that start the programs of this machine by themselves, and again after a crash
    Install(InstallArgs),
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
    /// Whoever missed the call has reported: back into the queue, behind a few others
    Present(NumberArgs),
    /// Documents are missing: hand the file back to the applicant, with a slip that lists them
    Return(ReturnArgs),
    /// The applicant is back with the documents: back into the queue, ahead of new numbers
    Back(NumberArgs),
    /// Send a visitor to another service or counter, under the same number
    Transfer(TransferArgs),
    /// Withdraw a ticket
    Cancel(SubjectArgs),
    /// Take the last step at a counter back, within a minute
    Undo(CounterArgs),
    /// The counter takes a break and calls nobody
    Pause(CounterArgs),
    /// The counter calls again
    Resume(CounterArgs),
    /// Show who waits and who was called
    Board {
        #[command(flatten)]
        json: JsonArg,
    },
    /// Say who is called before a ticket, and why
    Why(WhyArgs),
    /// Show everything known of a ticket of today
    Ticket {
        /// For example T012
        #[arg(value_parser = ticket_number)]
        number: TicketNumber,
        #[command(flatten)]
        json: JsonArg,
    },
    /// Show the published service standard: documents, procedure, time, fee, product, complaints
    Standard(StandardArgs),
    /// Print a ticket once more, marked as a copy; exit code 1 when no copy came out or nobody knows
    Reprint {
        /// For example T012
        #[arg(value_parser = ticket_number)]
        number: TicketNumber,
        #[command(flatten)]
        printer: PrinterArgs,
        #[command(flatten)]
        wait: WaitArg,
        #[command(flatten)]
        json: JsonArg,
    },
    /// Rehearse a whole day in seconds: visitors, no-shows, returns, a printer without paper, a power cut
    Rehearse(RehearseArgs),
    /// Report what happened: waits, service times against the norm, no-shows, papers
    #[command(subcommand)]
    Report(ReportCommand),
    /// Show or save what the paper of a ticket looks like, without printing it
    Paper(PaperArgs),
    /// Find, ask, try and watch printers
    #[command(subcommand)]
    Printer(PrinterCommand),
    /// Run a printer that draws its paper into a folder and has every fault of a real one
    VirtualPrinter(VirtualPrinterArgs),
    /// Say who works here, in which role, with which PIN
    #[command(subcommand)]
    Officer(OfficerCommand),
    /// Hear a call, and look after the clips it is made of
    #[command(subcommand)]
    Voice(VoiceCommand),
    /// Show the newest lines of the logs of all programs, by time
    Log(LogArgs),
}

#[derive(Debug, Subcommand)]
pub(super) enum ReportCommand {
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
pub(super) struct IssueArgs {
    /// Letter of the service, for example T
    #[arg(value_parser = service_code)]
    pub(super) service: ServiceCode,
    /// Case of the service, for example hilang
    #[arg(long, value_name = "ID", value_parser = case_id)]
    pub(super) case: Option<CaseId>,
    /// Use the priority lane
    #[arg(long)]
    pub(super) priority: bool,
    /// Language of the ticket: id, jv or en
    #[arg(long, value_name = "LANG", default_value = "id", value_parser = language)]
    pub(super) lang: Language,
    /// The same key brings the same ticket, however often it is sent, for two days
    #[arg(long, value_name = "TEXT")]
    pub(super) key: Option<String>,
    /// Give the number even out of hours or above the quota, for one of the reasons listed in office.toml
    #[arg(long = "override", value_name = "CODE", value_parser = override_code)]
    pub(super) override_code: Option<OverrideCode>,
    /// Open the day of the clock although it closes an earlier one with people in it and the clock seems to be wrong
    #[arg(long)]
    pub(super) new_day: bool,
    #[command(flatten)]
    pub(super) printer: PrinterArgs,
    #[command(flatten)]
    pub(super) wait: WaitArg,
    #[command(flatten)]
    pub(super) json: JsonArg,
}

#[derive(Debug, Args)]
pub(super) struct SubjectArgs {
    #[command(flatten)]
    pub(super) subject: SubjectGroup,
    #[command(flatten)]
    pub(super) json: JsonArg,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct SubjectGroup {
    /// The ticket, for example T012
    #[arg(value_parser = ticket_number)]
    pub(super) number: Option<TicketNumber>,
    /// The counter that holds the ticket
    #[arg(long, value_name = "N", value_parser = counter_number)]
    pub(super) counter: Option<CounterNumber>,
}

#[derive(Debug, Args)]
pub(super) struct NumberArgs {
    /// For example T012
    #[arg(value_parser = ticket_number)]
    pub(super) number: TicketNumber,
    #[command(flatten)]
    pub(super) json: JsonArg,
}

#[derive(Debug, Args)]
pub(super) struct CounterArgs {
    /// The counter
    #[arg(long, value_name = "N", value_parser = counter_number)]
    pub(super) counter: CounterNumber,
    #[command(flatten)]
    pub(super) json: JsonArg,
}

#[derive(Debug, Args)]
pub(super) struct ReturnArgs {
    #[command(flatten)]
    pub(super) subject: SubjectGroup,
    /// What is missing, by its place in the list of documents, from 1; for example 1,3
    #[arg(long, value_name = "N,N", required = true, value_delimiter = ',')]
    pub(super) missing: Vec<u16>,
    #[command(flatten)]
    pub(super) printer: PrinterArgs,
    #[command(flatten)]
    pub(super) wait: WaitArg,
    #[command(flatten)]
    pub(super) json: JsonArg,
}

#[derive(Debug, Args)]
pub(super) struct TransferArgs {
    #[command(flatten)]
    pub(super) subject: SubjectGroup,
    #[command(flatten)]
    pub(super) to: DestinationArgs,
    #[command(flatten)]
    pub(super) json: JsonArg,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub(super) struct DestinationArgs {
    /// Letter of the other service
    #[arg(long, value_name = "LETTER", value_parser = service_code)]
    pub(super) to_service: Option<ServiceCode>,
    /// The only counter that may call it
    #[arg(long, value_name = "N", value_parser = counter_number)]
    pub(super) to_counter: Option<CounterNumber>,
}

#[derive(Debug, Args)]
pub(super) struct PaperArgs {
    /// For example T012
    #[arg(value_parser = ticket_number)]
    pub(super) number: TicketNumber,
    #[command(flatten)]
    pub(super) form: PaperForm,
    /// The slip about the documents that were missing when it was last handed back, instead of the ticket
    #[arg(long)]
    pub(super) slip: bool,
    #[command(flatten)]
    pub(super) json: JsonArg,
    /// Name of a printer profile [default: office.toml]
    #[arg(long, value_name = "NAME")]
    pub(super) profile: Option<String>,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct PaperForm {
    /// Save a picture
    #[arg(long, value_name = "FILE")]
    pub(super) png: Option<PathBuf>,
    /// Save the bytes that a printer would get
    #[arg(long, value_name = "FILE")]
    pub(super) bytes: Option<PathBuf>,
    /// Show it as text
    #[arg(long)]
    pub(super) text: bool,
}
