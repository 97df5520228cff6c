//! `check`: what is wrong with an office before it opens, and whom a changed office file would leave waiting.
//!
//! Belongs here: which things are looked at, and what is said of them. A fault ends with exit code 1; what is only worth
//! knowing is a line below the answer. Never here: what is right in an office file (`office`).

use super::{Done, Outcome, open};
use crate::clock::SystemClock;
use crate::data::DataFolder;
use crate::desk::Desk;
use crate::domain::{EventSeq, Language, State, Ticket};
use crate::fonts;
use crate::office::{Fault, Office, Place, Player, Printer};
use crate::printer::Address;
use crate::printer::transport::is_no_printer;
use crate::profiles::Profiles;
use crate::store::sqlite::SqliteStore;
use std::env;
use std::path::Path;
use std::sync::Arc;

/// Checks the office's own printer profiles and fonts, the office file and, where there is one, the queue.
pub(super) fn check(data: &DataFolder) -> Outcome {
    let mut faults: Vec<String> =
        Profiles::of(data).faults().iter().map(ToString::to_string).collect();
    faults.extend(fonts::faults(data).iter().map(ToString::to_string));
    tell(&faults);
    let office = Arc::new(open::office(data)?);
    say!(
        "{}: good ({} services, {} stages, {} counters)",
        data.office_file().display(),
        office.services.len(),
        office.stages.len(),
        office.counters.len()
    );
    worth_knowing(data, &office);
    let missing = missing(data, &office);
    tell(&missing);
    faults.extend(missing);
    let queue = data.queue_file();
    if queue.exists() {
        let store = SqliteStore::open(&queue)?;
        store.check()?;
        let desk = Desk::new(Box::new(store), office, Arc::new(SystemClock));
        let lost = left_waiting(desk)?;
        match lost.len() {
            0 => say!("{}: good", queue.display()),
            n => say!(
                "{}: whole, but of today's tickets {n} cannot go on with this office file",
                queue.display()
            ),
        }
        tell(&lost);
        faults.extend(lost);
    } else {
        say!("{}: not there yet; it is made with the first number", queue.display());
    }
    Ok(if faults.is_empty() { Done::Done } else { Done::Failed })
}

fn tell(faults: &[String]) {
    for fault in faults {
        note!("{fault}");
    }
}

/// What an office may mean, and may have forgotten.
fn worth_knowing(data: &DataFolder, office: &Office) {
    for paper in no_paper(data, office) {
        say!("  {paper}");
    }
    if office.opening.is_unconfirmed() {
        say!(
            "  the hours are not confirmed yet, so they turn nobody away ([hours] confirmed = true)"
        );
    }
    for channel in &office.unconfirmed_complaints {
        let name = channel.name.get(Language::English);
        say!(
            "  {name} is not confirmed yet, so it is shown nowhere ([[complaint]] verified = true)"
        );
    }
}

/// Which tickets of this office do not come out on paper, why, and how that is changed.
fn no_paper(data: &DataFolder, office: &Office) -> Vec<String> {
    if office.printers.is_empty() {
        return vec!["the office has no [[printer]]: no ticket is printed".to_owned()];
    }
    office.printers.iter().filter_map(|printer| no_paper_from(data, printer)).collect()
}

fn no_paper_from(data: &DataFolder, printer: &Printer) -> Option<String> {
    let address = printer.address.as_deref().map(str::parse::<Address>);
    let instead = match address {
        None => "has no address yet: no ticket is printed".to_owned(),
        Some(Ok(Address::Virtual)) => format!(
            "is virtual://: nothing comes out on paper, tickets become pictures in {}",
            data.paper_folder().display()
        ),
        Some(Ok(Address::Capture(file))) => {
            format!("is a file: nothing comes out on paper, {} collects the bytes", file.display())
        }
        _ => return None,
    };
    let id = &printer.id;
    Some(format!(
        "printer {id} {instead}; for a real printer write its address ([[printer]] address), which `antre printer list` shows"
    ))
}

/// What the office file names and this machine does not have. Not asked when a program starts: a wall without pictures,
/// or without a voice, still shows every call.
fn missing(data: &DataFolder, office: &Office) -> Vec<String> {
    let mut missing = Vec::new();
    let mut add = |place: &Place, problem: String| {
        let Place { line, key } = place.clone();
        missing.push(Fault { line, key, problem }.to_string());
    };
    if let Some(folder) = &office.rotation.pictures {
        let folder = data.pictures_folder(folder);
        if !folder.is_dir() {
            let problem = format!("there is no folder {}", folder.display());
            add(&office.rotation.pictures_place, problem);
        }
    }
    if let Player::Program(command) = &office.voice.player {
        let program = command.first().map_or("", String::as_str);
        if !is_installed(program) {
            let problem = format!(
                "there is no program \"{program}\" on this machine, so no call would be spoken; install it, or write \
                 \"auto\" or \"none\""
            );
            add(&office.voice.player_place, problem);
        }
    }
    missing.extend(office.printers.iter().filter_map(no_printer));
    missing
}

/// Why a printer of the office can never print, where another kind of file stands at its address.
fn no_printer(printer: &Printer) -> Option<String> {
    let address = printer.address.as_deref()?.parse::<Address>().ok()?;
    let error = is_no_printer(&address)?;
    Some(format!("printer {}: {error} ({})", printer.id, error.source))
}

/// Whether there is a program with this name or path.
fn is_installed(program: &str) -> bool {
    let is_there = |path: &Path| path.is_file() || (cfg!(windows) && with_exe(path).is_file());
    if Path::new(program).components().count() > 1 {
        return is_there(Path::new(program));
    }
    let folders = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&folders).any(|folder| is_there(&folder.join(program)))
}

fn with_exe(path: &Path) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".exe");
    name.into()
}

/// Today's tickets that no counter of this office file can take on, with what to do.
fn left_waiting(mut desk: Desk) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let board = desk.board(EventSeq::default())?;
    let tickets = board.open.iter().chain(&board.away);
    Ok(tickets.filter_map(|ticket| lost(desk.office(), ticket)).collect())
}

/// Why nobody of this office would ever go on with a ticket, and what to do; `None` where somebody will.
fn lost(office: &Office, ticket: &Ticket) -> Option<String> {
    let Ticket { number, service, .. } = ticket;
    let stage = ticket.state.stage()?;
    let not_here = |counter| office.counter(counter).is_none();
    let served = office.counters.iter().any(|counter| counter.serves(*service, stage));
    let why = if office.service(*service).is_none() {
        format!("service {service} is no longer in office.toml")
    } else if !served {
        format!("no counter serves stage \"{stage}\" of service {service} any more")
    } else if let Some(counter) = ticket.state.counter().filter(|held| not_here(*held)) {
        format!("counter {counter}, which holds it, is no longer in office.toml")
    } else if let Some(counter) = ticket.reserved_for
        && !office.counter(counter).is_some_and(|only| only.serves(*service, stage))
    {
        format!("only counter {counter} may call it, which serves that no longer")
    } else {
        return None;
    };
    let first = match ticket.state {
        State::Missed { .. } => format!("`antre present {number}`, then "),
        State::Returned { .. } => format!("`antre back {number}`, then "),
        _ => String::new(),
    };
    let to = match office.service(*service) {
        Some(_) if served => service.to_string(),
        _ => "LETTER".to_owned(),
    };
    let state = ticket.state.code();
    Some(format!(
        "{number} is {state}, and {why}; put that back into the file, or send the visitor on: \
         {first}`antre transfer {number} --to-service {to}`"
    ))
}
