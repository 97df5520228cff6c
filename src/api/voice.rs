//! Answers about the voice: a call that was spoken, the clips of a language, what to record.

use crate::domain::{CounterNumber, Language};
use crate::voice::{Announcement, ClipName, Entry, Pack, PackFault, Sentence, Voice, Voices};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;

/// Answer of `voice say`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Said {
    /// Who is called.
    pub number: String,
    /// To which counter.
    pub counter: u8,
    /// How long it sounds, chime and repetition included.
    pub seconds: f32,
    /// The file, with `--wav`.
    pub wav: Option<String>,
    /// What is said, once; it is heard twice.
    pub sentences: Vec<SaidSentence>,
}

impl Said {
    /// A call to this counter, and the file that it was written to.
    pub fn of(
        call: &Announcement,
        counter: CounterNumber,
        voices: &Voices,
        wav: Option<&Path>,
    ) -> Self {
        let sentence = |sentence| SaidSentence::of(sentence, voices);
        Self {
            number: call.number.to_string(),
            counter: counter.get(),
            seconds: call.duration().as_secs_f32(),
            wav: wav.map(|file| file.display().to_string()),
            sentences: call.sentences.iter().map(sentence).collect(),
        }
    }
}

/// One sentence of a call.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SaidSentence {
    /// `id`, `jv` or `en`.
    pub language: &'static str,
    /// What is heard.
    pub text: String,
    /// What it is joined from.
    pub clips: Vec<String>,
}

impl SaidSentence {
    /// A sentence, by the words of these voices.
    pub fn of(sentence: &Sentence, voices: &Voices) -> Self {
        Self {
            language: sentence.language.code(),
            text: voices.text(sentence),
            clips: sentence.clips().map(ToString::to_string).collect(),
        }
    }
}

/// What is known of the clips of one language; `voice check` answers with a list of them.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Checked {
    /// `id`, `jv` or `en`.
    pub language: &'static str,
    /// Where they are.
    pub folder: String,
    /// How many clips the office needs, or the folder should hold.
    pub needed: usize,
    /// How many of them the office has recorded or made itself.
    pub own: usize,
    /// Those that nobody has.
    pub missing: Vec<String>,
    /// What is wrong with the files.
    pub faults: Vec<ClipFault>,
}

impl Checked {
    /// Everything that is needed in the language of a voice.
    pub fn of_voice(voice: &Voice, needed: &BTreeSet<ClipName>, faults: &[PackFault]) -> Self {
        let missing = needed.iter().filter(|name| voice.clip(name).is_none());
        Self {
            language: voice.language().code(),
            folder: voice.folder().display().to_string(),
            needed: needed.len(),
            own: needed.iter().filter(|name| voice.is_own(name)).count(),
            missing: missing.map(ToString::to_string).collect(),
            faults: faults.iter().map(ClipFault::of).collect(),
        }
    }

    /// A folder by itself, which should hold what is wanted. A clip that it lacks is among the faults.
    pub fn of_folder(
        folder: &Path,
        language: Language,
        wanted: &BTreeSet<ClipName>,
        (pack, faults): (&Pack, &[PackFault]),
    ) -> Self {
        Self {
            language: language.code(),
            folder: folder.display().to_string(),
            needed: wanted.len(),
            own: pack.names().filter(|name| wanted.contains(*name)).count(),
            missing: Vec::new(),
            faults: faults.iter().map(ClipFault::of).collect(),
        }
    }

    /// Whether there is nothing to mend.
    pub fn is_good(&self) -> bool {
        self.faults.is_empty() && self.missing.is_empty()
    }
}

/// One fault of a file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClipFault {
    /// Which file.
    pub file: String,
    /// What is wrong with it.
    pub problem: String,
}

impl ClipFault {
    /// A fault of a folder.
    pub fn of(fault: &PackFault) -> Self {
        Self { file: fault.file.clone(), problem: fault.fault.to_string() }
    }
}

/// One line of a recording session; `voice script` answers with a list of them.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Line {
    /// The name that the recording gets.
    pub file: String,
    /// What to read aloud.
    pub text: String,
}

impl Line {
    /// A clip of a table.
    pub fn of(name: &ClipName, entry: &Entry) -> Self {
        Self { file: name.file(), text: entry.text.clone() }
    }
}

/// Answer of `voice make`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Made {
    /// `id`, `jv` or `en`.
    pub language: &'static str,
    /// Where the clips are.
    pub folder: String,
    /// The files that were written.
    pub files: Vec<String>,
    /// The recordings that could not be used.
    pub faults: Vec<ClipFault>,
}

impl Made {
    /// Nothing yet, in this folder.
    pub fn begin(language: Language, folder: &Path) -> Self {
        Self {
            language: language.code(),
            folder: folder.display().to_string(),
            files: Vec::new(),
            faults: Vec::new(),
        }
    }
}
