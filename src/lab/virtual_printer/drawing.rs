//! Pieces of paper as pictures in a folder.
//!
//! Never here: how a picture is drawn (that is `paper::preview`) or numbered (that is `sheets`).

use std::io;
use std::sync::mpsc::{Receiver, Sender};

use crate::paper::preview;
use crate::paper::profile::Profile;
use crate::printer::sheets::{Sheet, Sheets};

use super::paper_strip::Piece;

/// Draws every piece until the printer stops.
pub(super) fn draw_all(
    pieces: &Receiver<Piece>,
    folder: &Sheets,
    profile: &Profile,
    finished: &Sender<io::Result<Sheet>>,
) {
    for piece in pieces {
        let drawn = preview::to_png(&piece.bytes, profile).map_err(io::Error::other);
        let sheet = drawn.and_then(|picture| folder.store(&piece.bytes, &picture));
        // The owner may not care about sheets; the files are there all the same.
        let _ = finished.send(sheet);
    }
}
