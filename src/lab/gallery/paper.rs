//! The demo's paper.

use super::sample::Sample;
use crate::app::ui::PaperView;

/// Nothing has been printed yet.
pub(super) fn none(sample: &Sample<'_>) -> PaperView {
    PaperView { title: sample.say("sentence.virtual-printer"), ..PaperView::default() }
}
