//! The words about printers: which one is meant, how long it is waited for, what a technician does with it.

use super::common::{JsonArg, language};
use crate::domain::{Language, PrinterId};
use crate::printer::Address;
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum PrinterCommand {
    /// List the ports of this machine that a printer is or could be at, without asking any of them
    List {
        #[command(flatten)]
        json: JsonArg,
    },
    /// Say how a printer is: its owner's word, or its own where no program drives it
    Status {
        #[command(flatten)]
        printer: PrinterArgs,
        #[command(flatten)]
        json: JsonArg,
    },
    /// Print a test sheet that shows whether the profile tells the truth
    Test {
        #[command(flatten)]
        printer: PrinterArgs,
        /// Language of the sheet: id, jv or en
        #[arg(long, value_name = "LANG", default_value = "id", value_parser = language)]
        lang: Language,
        #[command(flatten)]
        json: JsonArg,
    },
    /// Tell each change of a printer in a line of its own, until stopped
    Watch {
        #[command(flatten)]
        printer: PrinterArgs,
        #[command(flatten)]
        json: JsonArg,
    },
    /// Say that a printer was switched off and on, so that nothing old can be in it any more
    Confirm {
        #[command(flatten)]
        printer: PrinterArgs,
        #[command(flatten)]
        json: JsonArg,
    },
}

#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct PrinterArgs {
    /// The id of a printer in office.toml, or an address: tcp://HOST:PORT, serial:///dev/ttyUSB0?baud=19200,
    /// usb://04b8:0e15/SERIAL, device:///dev/usb/lp0, capture:///path/file or virtual:// [default: the first printer of office.toml]
    #[arg(long, value_name = "ID", value_parser = printer)]
    pub(in crate::cli) printer: Option<PrinterChoice>,
    /// Name of a printer profile [default: office.toml]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) profile: Option<String>,
}

/// Which printer is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) enum PrinterChoice {
    /// The one that the office file calls so.
    Id(PrinterId),
    /// The one that is found there.
    At(Address),
}

/// How long a sheet may take to begin.
#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct WaitArg {
    /// How many seconds a printer that prints nothing is tried, at most 20
    #[arg(long, value_name = "SECONDS", default_value_t = 20, value_parser = clap::value_parser!(u8).range(..=20))]
    pub(in crate::cli) wait: u8,
}

fn printer(text: &str) -> Result<PrinterChoice, String> {
    if let Some(id) = PrinterId::new(text) {
        return Ok(PrinterChoice::Id(id));
    }
    if !text.contains("://") {
        let meant = PrinterId::new(&text.to_ascii_lowercase());
        let meant = meant.map(|id| format!("; did you mean {id}?")).unwrap_or_default();
        return Err(format!(
            "{text:?} is neither the id of a printer, a short word of a-z, 0-9 and -, nor an address, which has :// in \
             it{meant}"
        ));
    }
    let address = text.parse().map_err(|e: crate::printer::AddressError| e.to_string());
    address.map(PrinterChoice::At)
}
