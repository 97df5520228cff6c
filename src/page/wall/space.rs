//! The room that a wall has: where its parts stand, in capitals of 25 mm. The style sheet says the same.

use crate::office::USUAL_INCHES;
use crate::station::wall::View;

/// The sides of a screen of the usual size.
const LONG: f64 = 38.07;
const SHORT: f64 = 21.41;
/// Around everything, between the parts, above the head.
const EDGE: f64 = 0.9;
pub(super) const GAP: f64 = 0.36;
const TOP: f64 = 0.55;
/// The smallest screen that an office may name.
const LEAST_INCHES: u16 = 19;
/// More counters than these have a narrow front beside them.
const CROWD: usize = 8;

/// The room of a wall that lies or stands.
#[derive(Debug, Clone)]
pub(super) struct Space {
    /// Taller than wide.
    pub(super) upright: bool,
    /// A small screen, or many counters on one that stands: fewer lines for all else.
    pub(super) tight: bool,
    /// The width between the edges.
    pub(super) inner: f64,
    /// The call, or what stands in its place.
    pub(super) front: (f64, f64),
    /// What takes turns below it; `None` where a screen has no room for it.
    pub(super) strip: Option<(f64, f64)>,
    /// The rows.
    pub(super) board: (f64, f64),
    classes: String,
}

impl Space {
    /// The room of a screen that lies.
    pub(super) fn lying(view: &View) -> Self {
        let (wide, high, inches) = sides(view, LONG, SHORT);
        let (tight, crowd) = (high < 19.0, view.rows.len() > CROWD);
        let inner = wide - 2.0 * EDGE;
        let body = high - TOP - if tight { 2.75 } else { 3.5 } - 2.4 - 2.0 * GAP;
        let board = inner * if crowd { 0.595 } else { 0.495 };
        let front = inner - board - GAP;
        let strip = if tight { 3.5 } else { 5.1 };
        let bare = body - strip - GAP < 4.0;
        let lead = if bare { body } else { body - strip - GAP };
        Self {
            upright: false,
            tight,
            inner,
            front: (front, lead),
            strip: (!bare).then_some((front, strip)),
            board: (board, body),
            classes: classes(
                "lying",
                inches,
                &[("tight", tight), ("crowd", crowd), ("bare", bare)],
            ),
        }
    }

    /// The room of a screen that stands.
    pub(super) fn upright(view: &View) -> Self {
        let (high, wide, inches) = sides(view, LONG, SHORT);
        let crowd = view.rows.len() > CROWD;
        let tight = high < 34.0 || crowd;
        let few = !tight && view.rows.len() <= 5;
        let inner = wide - 2.0 * EDGE;
        let body = high - TOP - if tight { 3.65 } else { 5.4 } - 4.0 - 2.0 * GAP;
        let strip = if tight { 3.5 } else { 5.1 };
        let bare = body - strip - 5.5 - 2.0 * GAP < 6.0;
        let lead = if few { 8.3 } else { 5.5 };
        let below = if bare { 0.0 } else { strip + GAP };
        Self {
            upright: true,
            tight,
            inner,
            front: (inner, lead),
            strip: (!bare).then_some((inner, strip)),
            board: (inner, body - lead - GAP - below),
            classes: classes("upright", inches, &[("tight", tight), ("few", few), ("bare", bare)]),
        }
    }

    /// The classes of a part of this wall.
    pub(super) fn part(&self, name: &str) -> String {
        format!("{name} {}", self.classes)
    }

    /// All of the front, where nothing stands below the call.
    pub(super) fn whole_front(&self) -> (f64, f64) {
        let below = self.strip.map_or(0.0, |(_, high)| high + GAP);
        (self.front.0, self.front.1 + below)
    }
}

/// The sides of a screen and its inches, of which more than usual make larger letters and not more room.
fn sides(view: &View, long: f64, short: f64) -> (f64, f64, u16) {
    let inches = match view.inches {
        0 => USUAL_INCHES,
        inches => inches.clamp(LEAST_INCHES, USUAL_INCHES),
    };
    let share = f64::from(inches) / f64::from(USUAL_INCHES);
    (long * share, short * share, inches)
}

fn classes(side: &str, inches: u16, others: &[(&str, bool)]) -> String {
    let others = others.iter().filter(|(_, is)| *is).map(|(name, _)| format!(" {name}"));
    format!("{side} i{inches}{}", others.collect::<String>())
}
