//! The kiosk's own voice: opens it as the office file asks for it.
//!
//! Never here: when a number is said (`station::kiosk`), clips, players.

use crate::data::DataFolder;
use crate::office::{KioskVoice, Office, Player};
use crate::voice::{Teller, Voices, outlet};
use std::sync::Arc;

/// A voice for the number on the screen; `None` where the office file asks for none, and where it cannot be had, which is
/// noted: no kiosk stays closed for that.
pub(super) fn open(office: &Arc<Office>, data: &DataFolder) -> Option<Teller> {
    let player = &office.voice.player;
    if office.screens.kiosk_voice == KioskVoice::Never || *player == Player::Silent {
        return None;
    }
    let languages = &office.screens.languages;
    let voices = Voices::open(languages, &data.voice_folder(), Some(Arc::clone(office)));
    let voices = voices.inspect_err(|error| {
        note!("the kiosk says no numbers: the office's own clips cannot be used ({error}); `antre voice check` tells more");
    });
    // Faults of single clips are told by the display and by `antre voice check`.
    let (voices, _) = voices.ok()?;
    let teller = Teller::start(voices, outlet::open(player, data.path()));
    teller.inspect_err(|error| note!("the kiosk says no numbers: {error}")).ok()
}
