//! What the overview says, as the values of its window.

use crate::app::platform::list;
use crate::app::ui;
use crate::station::overview;

impl From<overview::OverviewView> for ui::SupervisorView {
    fn from(view: overview::OverviewView) -> Self {
        Self {
            title: view.title.into(),
            clock: view.clock.into(),
            date: view.date.into(),
            printer: view.printer.into(),
            printer_tone: view.printer_tone.into(),
            advice: view.advice.into(),
            stale: view.stale.into(),
            figures: list(view.figures),
            counters: list(view.counters),
            stages: list(view.stages),
            late: list(view.late),
            missing: list(view.missing),
        }
    }
}

impl From<overview::DayFigure> for ui::DayFigure {
    fn from(figure: overview::DayFigure) -> Self {
        Self {
            name: figure.name.into(),
            value: figure.value.into(),
            note: figure.note.into(),
            tone: figure.tone.into(),
        }
    }
}

impl From<overview::WatchLine> for ui::WatchLine {
    fn from(line: overview::WatchLine) -> Self {
        Self {
            name: line.name.into(),
            what: line.what.into(),
            number: line.number.into(),
            detail: line.detail.into(),
            time: line.time.into(),
            word: line.word.into(),
            tone: line.tone.into(),
            quiet: line.quiet,
        }
    }
}
