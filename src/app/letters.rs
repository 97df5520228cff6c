//! The letters of windows: our own font, then those that paper has, then those of the machine, which may have none.
//!
//! Belongs here: lending fonts to the windows. Never here: which files an office adds, what a font can draw (`paper`), or
//! what becomes of a machine without fonts (`fontless`).

use crate::paper::Fonts;
use slint::fontique_011::fontique::{Blob, Collection, FamilyId, GenericFamily};
use slint::fontique_011::shared_collection;
use std::cell::RefCell;

/// The font of every window, as `ui/theme.slint` names it.
const FAMILY: &str = "Antre Sans";

/// The families in which a window looks for a letter that its own font has not.
const GENERAL: [GenericFamily; 2] = [GenericFamily::SansSerif, GenericFamily::SystemUi];

thread_local! {
    /// Fonts to lend to the windows of this thread, as soon as there is one.
    static MEANT: RefCell<Option<Fonts>> = const { RefCell::new(None) };
}

/// Lends the fonts of paper to the windows that this thread makes from now on, before those of the machine: what comes out
/// of the printer can be read on the screen, and both look alike.
pub fn lend(fonts: Fonts) {
    MEANT.set(Some(fonts));
}

/// Lends what is meant for the windows, now that there is one.
pub(super) fn lend_now() {
    let mut collection = shared_collection();
    lend_our_own(&mut collection);
    let Some(fonts) = MEANT.take() else { return };
    let mut families: Vec<FamilyId> = Vec::new();
    for file in fonts.beyond_windows() {
        let registered = collection.register_fonts(Blob::new(file), None);
        families.extend(registered.into_iter().map(|(family, _)| family));
    }
    for general in GENERAL {
        prefer(&mut collection, general, &families);
    }
}

/// Makes our own font the last resort of every family. A text that is leaving its window is measured once more, without
/// the font that the window has for it; on a machine without any font the renderer would then end the program.
fn lend_our_own(collection: &mut Collection) {
    let Some(ours) = collection.family_id(FAMILY) else { return };
    for general in GENERAL {
        if !collection.generic_families(general).any(|family| family == ours) {
            collection.append_generic_families(general, [ours].into_iter());
        }
    }
}

fn prefer(collection: &mut Collection, general: GenericFamily, families: &[FamilyId]) {
    let before: Vec<FamilyId> = collection.generic_families(general).collect();
    let others = before.into_iter().filter(|family| !families.contains(family));
    let all: Vec<FamilyId> = families.iter().copied().chain(others).collect();
    collection.set_generic_families(general, all.into_iter());
}
