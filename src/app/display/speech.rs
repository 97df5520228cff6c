//! The voice of a display: opens it, and tells what becomes of the sound.
//!
//! Never here: when a call is spoken (that is `window`), clips, players.

use super::sound::SoundNote;
use crate::data::DataFolder;
use crate::domain::PublicCall;
use crate::office::{Office, Player};
use crate::voice::{ClipFault, PackError, PackFault, SoundReport, Speaker, Voices, outlet};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error;

/// The next call comes up only after this much silence.
const BREATH: Duration = Duration::from_millis(500);

/// A display's voice.
#[derive(Debug)]
pub struct Speech(Speaker);

/// Why a display has no voice at all. That nothing sounds is no reason: that is told, and the display goes on.
#[derive(Debug, Error)]
pub enum SpeechError {
    /// The office's own clips.
    #[error("the office's own clips cannot be used; `antre voice check` tells more")]
    Clips(#[from] PackError),
    /// The system.
    #[error("cannot start the thread of the voice")]
    Thread(#[from] io::Error),
}

impl Speech {
    /// The voice that the office file asks for; `None` when it asks for silence. Faults of the office's own clips are told on stderr and the program's
    /// clips stand in; faults of the sound are told there and to the consoles.
    ///
    /// # Errors
    /// What a player or a voice of the office lacks, as a sentence.
    pub fn open(
        office: &Arc<Office>,
        data: &DataFolder,
        note: SoundNote,
    ) -> Result<Option<Self>, SpeechError> {
        let settings = &office.voice;
        if settings.player == Player::Silent {
            return Ok(None);
        }
        let folder = data.voice_folder();
        let (voices, faults) =
            Voices::open(&settings.languages, &folder, Some(Arc::clone(office)))?;
        let is_missing = |fault: &PackFault| fault.fault == ClipFault::Missing;
        let (missing, faulty): (Vec<_>, Vec<_>) = faults.into_iter().partition(is_missing);
        for fault in faulty {
            note!("{}/{fault}", folder.display());
        }
        if !missing.is_empty() {
            let (count, place) = (missing.len(), folder.display());
            note!("{count} clips are missing in {place}; `antre voice check` lists them");
        }
        let told = move |report| tell(&note, &report);
        let speaker =
            Speaker::start(Arc::new(voices), outlet::open(&settings.player, data.path()), told)?;
        Ok(Some(Self(speaker)))
    }

    /// As the display's window asks for it.
    #[cfg(feature = "windows")]
    pub fn into_say(self) -> Box<super::Say> {
        Box::new(move |call, behind| self.say(call, behind))
    }

    /// Speaks a call while `behind` more wait for their turn on the wall. Returns how long it takes.
    pub fn say(&self, call: &PublicCall, behind: usize) -> Duration {
        match self.0.say(call, behind) {
            Duration::ZERO => Duration::ZERO,
            sounds => sounds + BREATH,
        }
    }
}

fn tell(note: &SoundNote, report: &SoundReport) {
    let fault = match report {
        SoundReport::Heard => None,
        SoundReport::Silent(fault) => {
            note!("calls are not heard: {fault}");
            Some(fault)
        }
        SoundReport::LeftOut(call) => {
            let (number, counter) = (call.number, call.counter);
            note!("{number} to counter {counter} was shown but not spoken: too many calls waited");
            return;
        }
    };
    if let Err(error) = note.tell(fault) {
        note!("the consoles could not be told about the sound: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::super::{DisplaySlot, silent_display};
    use super::*;
    use crate::domain::{CounterNumber, EventSeq, Manner, ServiceCode, TicketNumber, Timestamp};
    use crate::office::{Outside, SAMPLES};
    use std::time::Instant;

    fn office(player: &str) -> Arc<Office> {
        let source = SAMPLES[0].1.replace("player = \"auto\"", &format!("player = '{player}'"));
        let known = |_: &str| Ok(());
        let outside = Outside { profile: &known, ..Outside::default() };
        Arc::new(Office::parse(&source, &outside).unwrap())
    }

    fn call() -> PublicCall {
        let service = ServiceCode::new('T').unwrap();
        let number = TicketNumber::new(service, 12).unwrap();
        let counter = CounterNumber::new(3).unwrap();
        PublicCall {
            seq: EventSeq(1),
            number,
            service,
            counter,
            at: Timestamp::UNIX_EPOCH,
            manner: Manner::default(),
        }
    }

    #[test]
    fn a_missing_player_reaches_the_consoles_and_holds_nothing_up() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::locate(Some(folder.path().to_owned()));
        let slot = DisplaySlot::take(&data).unwrap();
        let office = office("antre-no-such-player");
        let speech = Speech::open(&office, &data, slot.sound_note()).unwrap().unwrap();
        assert!(speech.say(&call(), 0) > Duration::from_secs(7), "as long as it would sound");
        let begin = Instant::now();
        while silent_display(&data).is_none() {
            assert!(begin.elapsed() < Duration::from_secs(60), "nobody was told");
            std::thread::yield_now();
        }
        assert_eq!(silent_display(&data), Some("player-missing".to_owned()));
        assert_eq!(speech.say(&call(), 0), Duration::ZERO, "the wall goes on at its own pace");
    }

    #[test]
    fn an_office_can_choose_silence() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::locate(Some(folder.path().to_owned()));
        let slot = DisplaySlot::take(&data).unwrap();
        assert!(Speech::open(&office("none"), &data, slot.sound_note()).unwrap().is_none());
    }

    #[test]
    fn clips_that_cannot_be_read_at_all_are_told_before_the_window_opens() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::locate(Some(folder.path().to_owned()));
        let slot = DisplaySlot::take(&data).unwrap();
        std::fs::create_dir_all(data.voice_folder().join("id")).unwrap();
        std::fs::write(data.voice_folder().join("id/pack.toml"), "language = 3").unwrap();
        let told = Speech::open(&office("auto"), &data, slot.sound_note()).unwrap_err().to_string();
        assert!(told.contains("antre voice check"), "{told}");
    }
}
