//! `voice`: hear a call, look after the clips, make them.
//!
//! Belongs here: the words of the command line for the voice, and speaking one call. Never here: what a good clip is
//! (that is `voice`).

mod pack;

use super::answer::json;
use super::arguments::{JsonArg, counter_number, language, ticket_number};
use super::{Done, Outcome, open};
use crate::api::voice::Said;
use crate::data::DataFolder;
use crate::desk;
use crate::domain::{CounterNumber, Language, TicketNumber};
use crate::office::{Office, Player, VoiceSettings};
use crate::voice::{Extent, Voices, outlet, to_wav};
use clap::{Args, Subcommand};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Debug, Subcommand)]
pub(super) enum VoiceCommand {
    /// Play a call as the waiting room hears it, or write it to a file
    Say(SayArgs),
    /// List every fault of the clips: missing, clipped, too quiet, silence at the ends
    Check(CheckArgs),
    /// List what to read aloud for a recording, with the name of each file
    Script(ScriptArgs),
    /// Make clips with espeak-ng, or from recordings: levelled, trimmed, in the right format
    Make(MakeArgs),
}

#[derive(Debug, Args)]
pub(super) struct SayArgs {
    /// The number called, for example T012
    #[arg(value_parser = ticket_number)]
    number: TicketNumber,
    /// The counter to go to
    #[arg(value_name = "COUNTER", value_parser = counter_number)]
    counter: CounterNumber,
    /// Language of the call: id, jv or en; several times for several [default: office.toml]
    #[arg(long, value_name = "LANG", value_parser = language)]
    lang: Vec<Language>,
    /// Write a WAV file instead of playing
    #[arg(long, value_name = "FILE")]
    wav: Option<PathBuf>,
    #[command(flatten)]
    json: JsonArg,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// A folder of clips [default: the folder "voice" of the data folder, and all that the office needs]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Only this language: id, jv or en
    #[arg(long, value_name = "LANG", value_parser = language)]
    lang: Option<Language>,
    #[command(flatten)]
    json: JsonArg,
}

#[derive(Debug, Args)]
pub(super) struct ScriptArgs {
    /// Language of the recording: id, jv or en
    #[arg(long, value_name = "LANG", default_value = "id", value_parser = language)]
    lang: Language,
    #[command(flatten)]
    json: JsonArg,
}

#[derive(Debug, Args)]
pub(super) struct MakeArgs {
    /// Folder of the pack [default: the folder of the language in the folder "voice" of the data folder]
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
    /// Language of the pack: id, jv or en [default: what the pack's table says, else id]
    #[arg(long, value_name = "LANG", value_parser = language)]
    lang: Option<Language>,
    /// Take the recordings in DIR, named as `antre voice script` says, instead of espeak-ng
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// The program espeak-ng
    #[arg(long, value_name = "PROGRAM", default_value = "espeak-ng", conflicts_with = "from")]
    espeak: PathBuf,
    #[command(flatten)]
    json: JsonArg,
}

pub(super) fn run(data: &DataFolder, command: &VoiceCommand) -> Outcome {
    match command {
        VoiceCommand::Say(args) => say(data, args),
        VoiceCommand::Check(args) => pack::check(data, args),
        VoiceCommand::Script(args) => pack::script(data, args),
        VoiceCommand::Make(args) => pack::make(data, args),
    }
}

/// The office, if there is one: a call can be tried before there is an office file.
fn office(data: &DataFolder) -> Result<Option<Arc<Office>>, open::OpenError> {
    match open::office(data) {
        Ok(office) => Ok(Some(Arc::new(office))),
        Err(open::OpenError::Missing(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

fn settings(office: Option<&Arc<Office>>) -> VoiceSettings {
    office.map(|office| office.voice.clone()).unwrap_or_default()
}

fn say(data: &DataFolder, args: &SayArgs) -> Outcome {
    let office = office(data)?;
    if let Some(office) = &office {
        desk::service(office, args.number.service())?;
        desk::counter(office, args.counter)?;
    }
    let settings = settings(office.as_ref());
    let languages = if args.lang.is_empty() { &settings.languages } else { &args.lang };
    let (voices, _) = Voices::open(languages, &data.voice_folder(), office)?;
    let call = voices.announce(args.number, args.counter, Extent::Repeated);
    match &args.wav {
        Some(file) => fs::write(file, to_wav(&call.samples)).map_err(|error| {
            format!("cannot write {} ({error}); choose another place", file.display())
        })?,
        None if settings.player == Player::Silent => {
            return Err(
                "office.toml says [voice] player = \"none\"; choose a player, or give --wav FILE"
                    .into(),
            );
        }
        None => outlet::open(&settings.player, data.path()).play(&call)?,
    }
    if args.json.json {
        json(&Said::of(&call, args.counter, &voices, args.wav.as_deref()))?;
    } else {
        call.sentences.iter().for_each(|sentence| say!("{}", voices.text(sentence)));
        if let Some(file) = &args.wav {
            say!("{}: {:.1} s", file.display(), call.duration().as_secs_f32());
        }
    }
    Ok(Done::Done)
}
