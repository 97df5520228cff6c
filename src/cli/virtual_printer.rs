//! `virtual-printer`: a printer that exists only on screen, with every fault at the end of a line on standard input.
//!
//! Belongs here: its words on the command line and what it writes. Never here: what a printer does (that is
//! `lab::virtual_printer`).

use super::{Done, Outcome};
use crate::data::DataFolder;
use crate::lab::virtual_printer::{Moment, Piece, Setup, Switch, Switches, VirtualPrinter};
use crate::paper::Profile;
use crate::printable::as_lines;
use crate::printer::Address;
use crate::printer::sheets::Sheet;
use crate::profiles::Profiles;
use clap::Args;
use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::thread;

#[derive(Debug, Args)]
#[command(after_help = "Every line on standard input is a switch: \"paper out\", \"paper in\", \
    \"cover open\" ...; \"at N SWITCH\" waits until N more bytes have been received; \"status\" says \
    how it is; \"help\" lists all switches; \"quit\" ends it.")]
pub(super) struct VirtualPrinterArgs {
    #[command(flatten)]
    line: LineArgs,
    /// Draw every sheet into this folder, and keep its bytes beside it
    #[arg(long, value_name = "DIR")]
    png: PathBuf,
    /// Name of a printer profile: what the printer can do and how fast it is
    #[arg(long, value_name = "NAME", default_value = "epson-tm-t20iii")]
    profile: String,
    /// Speed of the paper, 0 for no time at all [default: the profile's]
    #[arg(long, value_name = "MM_PER_S")]
    speed: Option<f64>,
    /// Show the paper in a window, as it comes out
    #[cfg(feature = "windows")]
    #[arg(long)]
    window: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct LineArgs {
    /// Listen like a network printer, for example on 127.0.0.1:9100
    #[arg(long, value_name = "ADDR")]
    tcp: Option<String>,
    /// Open a serial port at this path
    #[arg(long, value_name = "PATH")]
    pty: Option<PathBuf>,
}

pub(super) fn run(data: &DataFolder, args: &VirtualPrinterArgs) -> Outcome {
    let profile = Profiles::of(data).find(&args.profile)?;
    let printer = plug_in(args, profile)?;
    say(&format!(
        "address = \"{}\"  # profile = \"{}\"; \"help\" lists what can go wrong",
        printer.address(),
        args.profile
    ));
    if let Some(warning) = reachable(&printer.address()) {
        note!("{warning}");
    }
    let switches = printer.switches();
    #[cfg(feature = "windows")]
    if args.window {
        #[cfg(all(unix, not(target_os = "macos")))]
        crate::app::fontless::begin_again_with_our_font();
        // The window has the thread of the program; what is typed is heard on another.
        let hands = switches.clone();
        thread::Builder::new().name("switches".to_owned()).spawn(move || obey(&hands))?;
        crate::lab::paper::run(printer, |sheet, piece| say(&told(sheet, piece)))?;
        switches.unplug();
        return Ok(Done::Done);
    }
    let sheets = thread::Builder::new().name("sheets".to_owned()).spawn(move || watch(&printer))?;
    obey(&switches)?;
    // The end of standard input ends nothing: a service has none.
    sheets.join().map_err(|_| "the virtual printer has failed; the message is above".into())
}

/// What whoever listens beyond this machine should know.
fn reachable(address: &Address) -> Option<String> {
    let Address::Tcp { host, port } = address else { return None };
    let host = host.trim_matches(['[', ']']);
    let is_own = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    (!is_own).then(|| {
        format!(
            "this printer listens on {host}: everybody in the network can print on it and fill the disk; for this \
             machine alone use --tcp 127.0.0.1:{port}"
        )
    })
}

/// Does what the lines of standard input say, until one says "quit" or there are no more.
fn obey(switches: &Switches) -> io::Result<()> {
    for line in io::stdin().lines() {
        match line?.trim() {
            "" => {}
            "quit" => {
                switches.unplug();
                break;
            }
            command => say(answer(switches, command).trim_end()),
        }
    }
    Ok(())
}

fn plug_in(args: &VirtualPrinterArgs, profile: Profile) -> Result<VirtualPrinter, Box<dyn Error>> {
    let folder = |error| format!("cannot make the folder {} ({error})", args.png.display());
    fs::create_dir_all(&args.png).map_err(folder)?;
    let speed = args.speed.unwrap_or(profile.speed.mm_per_s);
    let setup = Setup::new(profile).drawing_into(&args.png).at_speed(speed);
    match &args.line {
        LineArgs { tcp: Some(address), .. } => setup.listen(address).map_err(|error| {
            format!(
                "cannot listen on {address} ({error}); write HOST:PORT, and a port that is free"
            )
            .into()
        }),
        LineArgs { pty, .. } => open_pty(setup, pty.as_deref().unwrap_or(Path::new(""))),
    }
}

#[cfg(unix)]
fn open_pty(setup: Setup, path: &Path) -> Result<VirtualPrinter, Box<dyn Error>> {
    setup.open_pty(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            format!("there is something else at {}; choose another path", path.display()).into()
        }
        _ => format!("cannot open a serial port at {} ({error})", path.display()).into(),
    })
}

#[cfg(not(unix))]
fn open_pty(_: Setup, _: &Path) -> Result<VirtualPrinter, Box<dyn Error>> {
    Err("this system has no pseudo-terminals; use --tcp".into())
}

/// Writes a line for every sheet until the printer is unplugged.
fn watch(printer: &VirtualPrinter) -> Done {
    for (index, sheet) in printer.sheets().iter().enumerate() {
        // Every piece of paper is told once, in order.
        let piece = printer.truth().into_iter().nth(index);
        say(&told(&sheet, piece.as_ref()));
    }
    Done::Done
}

fn told(sheet: &io::Result<Sheet>, piece: Option<&Piece>) -> String {
    let mut line = match sheet {
        Ok(sheet) => format!("sheet {}: {}", sheet.number, sheet.picture.display()),
        Err(error) => {
            let mut line = format!("a sheet without a picture: {error}");
            if let Some(cause) = error.get_ref().and_then(Error::source) {
                line.push_str(&format!(": {cause}"));
            }
            line
        }
    };
    if let Some(piece) = piece {
        let edge = if piece.cut { "cut off" } else { "torn off" };
        line.push_str(&format!(", {} bytes, {edge}", piece.bytes.len()));
        if !piece.strays.is_empty() {
            let count = piece.strays.len();
            line.push_str(&format!(
                "; {count} real-time commands hidden in its data were carried out"
            ));
        }
    }
    line
}

/// What a line of standard input brings.
fn answer(switches: &Switches, command: &str) -> String {
    if command == "help" {
        let more = "at N SWITCH   after N more bytes\nstatus        how it is\nquit          end\n";
        return Switch::help() + more;
    }
    if command == "status" {
        return switches.report();
    }
    match later(command) {
        Some((bytes, switch)) => match switch.parse::<Switch>() {
            Ok(switch) => {
                switches.arm(Moment::Received(bytes), switch);
                format!("{switch} after {bytes} more bytes")
            }
            Err(error) => error.to_string(),
        },
        None => match command.parse::<Switch>() {
            Ok(switch) => {
                switches.throw(switch);
                format!("{switch}: {}", switches.report())
            }
            Err(error) => error.to_string(),
        },
    }
}

/// `at N SWITCH`
fn later(command: &str) -> Option<(u64, &str)> {
    let (bytes, switch) = command.strip_prefix("at ")?.trim_start().split_once(' ')?;
    Some((bytes.parse().ok()?, switch))
}

/// Writes at once, also into a pipe. Nobody listening is no reason to stop printing.
fn say(line: &str) {
    let mut out = io::stdout().lock();
    let line = as_lines(line);
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printer_that_others_can_reach_says_so() {
        for (address, is_told) in [
            ("tcp://127.0.0.1:9100", false),
            ("tcp://[::1]:9100", false),
            ("tcp://0.0.0.0:9100", true),
            ("tcp://192.168.1.5:9100", true),
            ("serial:///dev/pts/3", false),
        ] {
            let told = reachable(&address.parse().expect(address));
            assert_eq!(told.is_some(), is_told, "{address}: {told:?}");
        }
    }
}
