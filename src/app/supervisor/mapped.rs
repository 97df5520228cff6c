//! What the overview says, as the values of its window.

use crate::app::platform::{count, list};
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
            head: list(view.head),
            figures: list(view.figures),
            curve: view.curve.map(ui::DayCurve::from).unwrap_or_default(),
            counters: list(view.counters),
            stages: list(view.stages),
            late: list(view.late),
            missing: view.missing.into(),
        }
    }
}

impl From<overview::DayCurve> for ui::DayCurve {
    fn from(curve: overview::DayCurve) -> Self {
        Self {
            quarters: list(curve.quarters),
            most: count(curve.most),
            open: curve.open.into(),
            spoken: curve.spoken.into(),
        }
    }
}

impl From<overview::Quarter> for ui::Quarter {
    fn from(quarter: overview::Quarter) -> Self {
        Self {
            hour: quarter.hour.into(),
            arrived: count(quarter.arrived),
            done: count(quarter.done),
            open: quarter.open.map_or(-1, count),
            expected: quarter.expected,
        }
    }
}

impl From<overview::DayFigure> for ui::DayFigure {
    fn from(figure: overview::DayFigure) -> Self {
        Self { name: figure.name.into(), value: figure.value.into(), tone: figure.tone.into() }
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
            todo: line.todo.into(),
            word: line.word.into(),
            tone: line.tone.into(),
            quiet: line.quiet,
        }
    }
}
