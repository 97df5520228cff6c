//! `voice check`, `voice script` and `voice make`: an office's own clips.

use super::{CheckArgs, MakeArgs, ScriptArgs, office, settings};
use crate::api::voice::{Checked, ClipFault, Line, Made};
use crate::cli::answer::json;
use crate::cli::{Done, Outcome};
use crate::data::DataFolder;
use crate::domain::Language;
use crate::office::Office;
use crate::voice::make::{self, MakeError};
use crate::voice::{
    ClipName, Entry, Extent, Pack, TABLE_FILE, Table, Take, Voice, Voices, call_faults,
    longest_call, table_of,
};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// Tells what is wrong on stderr, or that all is well.
fn tell(checked: &Checked) {
    let Checked { language, folder, needed, own, missing, faults } = checked;
    for ClipFault { file, problem } in faults {
        note!("{folder}/{file}: {problem}");
    }
    if !missing.is_empty() {
        note!(
            "{language}: {} of {needed} clips are missing: {}; calls that need one are spoken otherwise. \
             `antre voice script --lang {language}` tells what to record",
            missing.len(),
            missing.join(", ")
        );
    }
    if checked.is_good() {
        say!("{language}: good ({needed} clips needed, {own} of them the office's own)");
    }
}

pub(super) fn check(data: &DataFolder, args: &CheckArgs) -> Outcome {
    let office = office(data)?;
    let mut checked = Vec::new();
    if let Some(folder) = &args.folder {
        checked.push(check_folder(folder, args.lang, office.as_deref())?);
    } else {
        let languages = args.lang.map_or_else(|| settings(office.as_ref()).languages, |l| vec![l]);
        for language in languages {
            checked.push(check_voice(language, data, office.as_deref())?);
        }
        if let Some(office) = &office {
            check_calls(data, office, &mut checked)?;
        }
    }
    if args.json.json {
        json(&checked)?;
    } else {
        checked.iter().for_each(tell);
    }
    Ok(if checked.iter().all(Checked::is_good) { Done::Done } else { Done::Failed })
}

/// Everything that an office needs in one language.
fn check_voice(
    language: Language,
    data: &DataFolder,
    office: Option<&Office>,
) -> Result<Checked, Box<dyn std::error::Error>> {
    let (voice, faults) = Voice::open(language, &data.voice_folder(), office)?;
    Ok(Checked::of_voice(&voice, &needed(&voice, office), &faults))
}

/// The longest call that the office can make, in each language by itself and in all one after the other: whether it is over
/// soon enough and as loud as it should be.
fn check_calls(
    data: &DataFolder,
    office: &Arc<Office>,
    checked: &mut [Checked],
) -> Result<(), Box<dyn std::error::Error>> {
    let languages: Vec<Language> =
        checked.iter().filter_map(|checked| Language::from_code(checked.language)).collect();
    let alone = (0..languages.len()).map(|index| (vec![languages[index]], index));
    let together = (languages.len() > 1).then(|| (languages.clone(), languages.len() - 1));
    for (languages, index) in alone.chain(together) {
        let (voices, _) = Voices::open(&languages, &data.voice_folder(), Some(Arc::clone(office)))?;
        let Some((number, counter)) = longest_call(&voices, office) else { continue };
        let call = voices.announce(number, counter, Extent::Repeated);
        let faults = call_faults(&voices, &call).into_iter().map(|fault| ClipFault {
            file: format!("call {number} {counter}"),
            problem: fault.to_string(),
        });
        checked[index].faults.extend(faults);
    }
    Ok(())
}

/// A folder by itself: it should hold all of its table, or all that the office needs.
fn check_folder(
    folder: &Path,
    language: Option<Language>,
    office: Option<&Office>,
) -> Result<Checked, Box<dyn std::error::Error>> {
    if !folder.is_dir() {
        return Err(format!("there is no folder {}", folder.display()).into());
    }
    let table = table_of(folder)?;
    let language = language_of(folder, language, table.as_ref());
    let wanted = match &table {
        Some(table) => table.clips.keys().cloned().collect(),
        None => needed(&Voice::shipped(language), office),
    };
    let (pack, faults) = Pack::read(folder, &wanted)?;
    Ok(Checked::of_folder(folder, language, &wanted, (&pack, &faults)))
}

/// What an office needs; without an office file, all that the table of the language has.
fn needed(voice: &Voice, office: Option<&Office>) -> BTreeSet<ClipName> {
    match office {
        Some(office) => voice.needed(office),
        None => Table::shipped(voice.language()).clips.keys().cloned().collect(),
    }
}

fn language_of(folder: &Path, given: Option<Language>, table: Option<&Table>) -> Language {
    let named = || Language::from_code(folder.file_name()?.to_str()?);
    given.or(table.map(|table| table.language)).or_else(named).unwrap_or_default()
}

pub(super) fn script(data: &DataFolder, args: &ScriptArgs) -> Outcome {
    let office = office(data)?;
    let office = office.as_deref();
    let (voice, _) = Voice::open(args.lang, &data.voice_folder(), office)?;
    let line = |name: &ClipName| Line::of(name, &voice.entry(name, office));
    let lines: Vec<Line> = needed(&voice, office).iter().map(line).collect();
    if args.json.json {
        json(&lines)?;
        return Ok(Done::Done);
    }
    say!(
        "# {} recordings, one file each. One voice, one room, one distance, no background noise;",
        lines.len()
    );
    say!("# each word by itself, in the tone of the middle of a sentence. WAV, 44100 or 48000 Hz.");
    say!("# Then: antre voice make --lang {} --from FOLDER", args.lang);
    lines.iter().for_each(|Line { file, text }| say!("{file}\t{text}"));
    Ok(Done::Done)
}

pub(super) fn make(data: &DataFolder, args: &MakeArgs) -> Outcome {
    let office = office(data)?;
    let code = args.lang.unwrap_or_default().code();
    let folder = args.pack.clone().unwrap_or_else(|| data.voice_folder().join(code));
    fs::create_dir_all(&folder).map_err(|error| {
        format!(
            "cannot create the folder {} ({error}); choose another with --pack",
            folder.display()
        )
    })?;
    let table = table_of(&folder)?;
    let language = language_of(&folder, args.lang, table.as_ref());
    let mut made = Made::begin(language, &folder);
    match &args.from {
        Some(recordings) => from_recordings(recordings, &folder, &mut made)?,
        None => {
            let missing = missing(language, data, args, office.as_ref())?;
            speak(args, &folder, table, missing, &mut made)?;
        }
    }
    if made.files.is_empty() && is_empty(&folder) {
        // A folder without clips would look like a voice that lacks every word.
        fs::remove_dir(&folder)?;
    }
    if args.json.json {
        json(&made)?;
    } else {
        for ClipFault { file, problem } in &made.faults {
            note!("{file}: {problem}");
        }
        match made.files.len() {
            0 => say!("There is nothing to make in {}", made.folder),
            count => say!("Wrote {count} clips to {}", made.folder),
        }
    }
    Ok(if made.faults.is_empty() { Done::Done } else { Done::Failed })
}

/// The words that the office needs and nobody has, for its own folder; nothing for a pack elsewhere.
fn missing(
    language: Language,
    data: &DataFolder,
    args: &MakeArgs,
    office: Option<&Arc<Office>>,
) -> Result<Table, Box<dyn std::error::Error>> {
    let mut table = Table { clips: Default::default(), ..Table::shipped(language).clone() };
    if let (None, Some(office)) = (&args.pack, office) {
        let (voice, _) = Voice::open(language, &data.voice_folder(), Some(office))?;
        for name in voice.missing(office) {
            let entry = voice.entry(&name, Some(office)).into_owned();
            table.clips.insert(name, entry);
        }
        table.title.clone_from(&office.name);
    }
    Ok(table)
}

/// Speaks every word of the pack's table, and the missing ones.
fn speak(
    args: &MakeArgs,
    folder: &Path,
    table: Option<Table>,
    missing: Table,
    made: &mut Made,
) -> Result<(), Box<dyn std::error::Error>> {
    let (language, is_new) = (missing.language, is_empty(folder));
    let mut whole = match table {
        Some(table) => table,
        // A new pack somewhere else is a whole one.
        None if args.pack.is_some() => Table::shipped(language).clone(),
        None => Table { clips: Default::default(), ..missing.clone() },
    };
    whole.clips.extend(missing.clips);
    let Some(synthesis) = whole.synthesis.as_ref().or(missing.synthesis.as_ref()) else {
        return Err(format!(
            "there is no synthetic voice for \"{language}\"; record one: `antre voice script --lang {language}`"
        )
        .into());
    };
    let program = Table::shipped(language);
    let entry = |name: &ClipName| whole.clips.get(name).or_else(|| program.clips.get(name));
    for take in whole.takes() {
        let carrier = whole.carrier(&take);
        let (names, place) =
            carrier.map_or((vec![&take.name], 0), |carrier| carrier.around(&take.name));
        let words: Option<Vec<&str>> =
            names.iter().map(|name| entry(name).map(Entry::spoken)).collect();
        let words = words.ok_or_else(|| {
            format!("the carrier of {take} has a word that the table does not tell; give it a text")
        })?;
        let clip = make::spoken(&args.espeak, synthesis, (&words, place), folder)
            .map_err(|error| word_fault(&take, words[place], error))?;
        make::write(folder, &take, &clip)?;
        made.files.push(take.file());
    }
    if is_new && !whole.clips.is_empty() {
        make::write_file(&folder.join(TABLE_FILE), whole.to_toml().as_bytes())?;
    }
    Ok(())
}

/// Without the name of the word nobody finds its line in the table.
fn word_fault(take: &Take, spoken: &str, error: MakeError) -> Box<dyn std::error::Error> {
    match error {
        MakeError::Silent | MakeError::Rate(_) | MakeError::Recording { .. } => {
            format!("espeak-ng made no sound of \"{spoken}\" ({take}): {error}").into()
        }
        other => other.into(),
    }
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

fn from_recordings(
    recordings: &Path,
    folder: &Path,
    made: &mut Made,
) -> Result<(), Box<dyn std::error::Error>> {
    let entries = fs::read_dir(recordings)
        .map_err(|error| format!("cannot read the folder {} ({error})", recordings.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        files.push(entry?.file_name().to_string_lossy().into_owned());
    }
    files.sort();
    for file in files.into_iter().filter(|file| file.to_lowercase().ends_with(".wav")) {
        let named = file.strip_suffix(".wav").and_then(Take::parse);
        let clip = match named {
            Some(take) => make::from_recording(&recordings.join(&file)).map(|clip| (take, clip)),
            None => {
                let problem = crate::voice::ClipFault::Unneeded.to_string();
                made.faults.push(ClipFault { file, problem });
                continue;
            }
        };
        match clip {
            Ok((take, clip)) => {
                make::write(folder, &take, &clip)?;
                made.files.push(file);
            }
            Err(error) => made.faults.push(ClipFault { file, problem: error.to_string() }),
        }
    }
    Ok(())
}
