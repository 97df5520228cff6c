//! `officer`: who works here, from the command line.
//!
//! Whoever can write the data folder is trusted by the operating system and needs no PIN here; `--officer` names them.
//! Never here: what a role may do (`domain`).

use super::arguments::JsonArg;
use super::pin::{self, NewPin, Source};
use super::{Done, Outcome, answer, open};
use crate::api::people;
use crate::data::DataFolder;
use crate::desk::{Desk, DeskError};
use crate::domain::{Officer, OfficerId, Role};
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(super) enum OfficerCommand {
    /// Somebody begins to work here
    Add(AddArgs),
    /// List who works or has worked here
    List {
        #[command(flatten)]
        json: JsonArg,
    },
    /// Give an officer a new PIN, and end every wait after wrong ones
    Pin {
        #[command(flatten)]
        who: WhoArg,
        #[command(flatten)]
        pin: PinArgs,
        #[command(flatten)]
        json: JsonArg,
    },
    /// Give an officer another role
    Role {
        #[command(flatten)]
        who: WhoArg,
        /// petugas (officer), penyelia (supervisor) or teknisi (technician)
        #[arg(value_parser = role)]
        role: Role,
        #[command(flatten)]
        json: JsonArg,
    },
    /// Somebody no longer works here; what they did keeps their id
    Remove {
        #[command(flatten)]
        who: WhoArg,
        #[command(flatten)]
        json: JsonArg,
    },
}

#[derive(Debug, Args)]
pub(super) struct AddArgs {
    #[command(flatten)]
    who: WhoArg,
    /// The name that the office uses for them at work
    #[arg(long)]
    name: String,
    /// petugas (officer), penyelia (supervisor) or teknisi (technician)
    #[arg(long, default_value = "petugas", value_parser = role)]
    role: Role,
    #[command(flatten)]
    pin: PinArgs,
    #[command(flatten)]
    json: JsonArg,
}

#[derive(Debug, Args)]
pub(super) struct WhoArg {
    /// A short word or a number, for example sari or 07
    #[arg(value_name = "ID", value_parser = officer_id)]
    id: OfficerId,
}

#[derive(Debug, Args)]
pub(super) struct PinArgs {
    /// Read the PIN from the first line of standard input [default: ask at a terminal, else make one and show it once]
    #[arg(long)]
    pin_stdin: bool,
}

impl PinArgs {
    fn source(&self) -> Source {
        if self.pin_stdin { Source::Stdin } else { Source::Terminal }
    }
}

pub(super) fn officer_id(text: &str) -> Result<OfficerId, String> {
    let wrong = "an officer's id is a short word of a-z, 0-9 and -";
    OfficerId::new(text).ok_or_else(|| wrong.to_owned())
}

fn role(text: &str) -> Result<Role, String> {
    let wrong = "the roles are petugas (officer), penyelia (supervisor) and teknisi (technician)";
    Role::from_code(text).ok_or_else(|| wrong.to_owned())
}

/// An officer as a line.
fn line(file: &people::OfficerFile) -> String {
    let people::Officer { id, name, role, .. } = &file.officer;
    let state = match (&file.retired_at, file.has_pin, file.wait_seconds) {
        (Some(at), ..) => format!("no longer here since {at}"),
        (None, false, _) => "no PIN".to_owned(),
        (None, true, 0) => "can sign in".to_owned(),
        (None, true, wait) => format!("wrong PINs; can sign in again in {wait} s"),
    };
    format!("{id}: {name}, {role}; {state}")
}

/// What is said of a PIN.
fn pin_sentence(id: &OfficerId, made: Option<&String>) -> String {
    match made {
        Some(pin) => format!(
            "the PIN of {id} is {pin}; it is shown this once and kept nowhere in clear (`antre officer pin {id}` sets \
             another)"
        ),
        None => format!("{id} has the PIN that was typed"),
    }
}

pub(super) fn run(data: &DataFolder, by: Option<&OfficerId>, command: &OfficerCommand) -> Outcome {
    match command {
        OfficerCommand::Add(args) => add(data, by, args),
        OfficerCommand::List { json } => list(data, json.json),
        OfficerCommand::Pin { who, pin, json } => {
            let mut desk = open::desk_as(data, by)?;
            let new = pin::of(&who.id, pin.source())?;
            let officer = desk.set_pin(&who.id, new.pin)?;
            told(&officer, Some(&new), "has a new PIN", json.json)
        }
        OfficerCommand::Role { who, role, json } => {
            let mut desk = open::desk_as(data, by)?;
            let before = supervisors(&mut desk)?;
            let officer = desk.set_role(&who.id, *role)?;
            warn_of_the_last(&mut desk, before)?;
            told(&officer, None, &format!("is {}", role.in_english()), json.json)
        }
        OfficerCommand::Remove { who, json } => {
            let mut desk = open::desk_as(data, by)?;
            let before = supervisors(&mut desk)?;
            let officer = desk.retire_officer(&who.id)?;
            warn_of_the_last(&mut desk, before)?;
            told(&officer, None, "no longer works here; what was done keeps the id", json.json)
        }
    }
}

/// How many supervisors work here.
fn supervisors(desk: &mut Desk) -> Result<usize, DeskError> {
    let officers = desk.officers()?.into_iter();
    let here = officers.filter(|one| one.retired_at.is_none());
    Ok(here.filter(|one| one.officer.role == Role::Supervisor).count())
}

/// Not refused: whoever types this may know who comes next. But an office does not lose its last supervisor unnoticed.
fn warn_of_the_last(desk: &mut Desk, before: usize) -> Result<(), DeskError> {
    if before > 0 && supervisors(desk)? == 0 {
        note!(
            "no supervisor works here any more; nobody at a console may give numbers against the rules or manage \
             officers. `antre officer add ID --name NAME --role penyelia` adds one"
        );
    }
    Ok(())
}

fn add(data: &DataFolder, by: Option<&OfficerId>, args: &AddArgs) -> Outcome {
    let mut desk = open::desk_as(data, by)?;
    let id = args.who.id.clone();
    // Where nobody signs in, a PIN is only made for whoever asks for one.
    let new = match desk.office().people.sign_in || args.pin.pin_stdin {
        true => Some(pin::of(&id, args.pin.source())?),
        false => None,
    };
    let officer = Officer { id, name: args.name.clone(), role: args.role };
    desk.add_officer(officer.clone(), new.as_ref().map(|new| new.pin))?;
    let what = format!("works here as {}", args.role.in_english());
    told(&officer, new.as_ref(), &what, args.json.json)
}

fn told(officer: &Officer, new: Option<&NewPin>, what: &str, as_json: bool) -> Outcome {
    let made = new.and_then(|new| new.made.clone());
    if as_json {
        answer::json(&people::Officer::of(officer, made))?;
        return Ok(Done::Done);
    }
    say!("{} ({}) {what}", officer.id, officer.name);
    if new.is_some() {
        say!("  {}", pin_sentence(&officer.id, made.as_ref()));
    }
    Ok(Done::Done)
}

fn list(data: &DataFolder, as_json: bool) -> Outcome {
    let mut desk = open::desk(data)?;
    let files = desk.officer_files()?;
    let office = desk.office();
    let files: Vec<_> = files.iter().map(|file| people::OfficerFile::of(file, office)).collect();
    if as_json {
        answer::json(&files)?;
        return Ok(Done::Done);
    }
    if files.is_empty() {
        say!("nobody yet; `antre officer add ID --name NAME` adds somebody");
    }
    for file in files {
        say!("{}", line(&file));
    }
    Ok(Done::Done)
}

/// Who is there before anybody else, where officers sign in.
const FIRST: &str = "penyelia";

/// The first officer of a new office, with the PIN they will have.
pub(super) fn first() -> Result<(Officer, NewPin), Box<dyn std::error::Error>> {
    let id = officer_id(FIRST)?;
    let new = pin::of(&id, Source::Terminal)?;
    Ok((Officer { id, name: "Penyelia".to_owned(), role: Role::Supervisor }, new))
}

/// What `init` says about the first officer.
pub(super) fn about_the_first(officer: &Officer, new: &NewPin) -> [String; 2] {
    [
        format!(
            "Officers sign in at the console. The first is \"{}\", a supervisor; {}.",
            officer.id,
            pin_sentence(&officer.id, new.made.as_ref())
        ),
        "Add the others with `antre officer add`. An office that wants no sign-in sets sign_in = false under [people]."
            .to_owned(),
    ]
}
