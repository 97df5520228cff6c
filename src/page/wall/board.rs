//! One row for each counter, always at the same place: in one column while there is room for it, else in several, and where
//! even those have no room they take turns, page by page.

use super::icon;
use super::letters::{class, lines, plain, size, wide, widest};
use super::space::Space;
use crate::station::wall::{Row, RowState, View};
use maud::{Markup, html};

/// Between two rows, beside the letters of a row, for a sign in the place of a word.
const GAP: f64 = 0.24;
const PADS: f64 = 1.0;
const CELL_PADS: f64 = 0.76;
const TALL_PADS: f64 = 1.44;
const SIGN: f64 = 1.65;
/// The least and the most that a row is high, by what stands in it.
const ONE_LINE: f64 = 1.7;
const TWO_LINES: f64 = 2.95;
const WRAPPED: f64 = 4.55;

/// How the parts of a row stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Name and word beside a large number.
    Tall,
    /// The name above number and word.
    Stack,
    /// All in a line.
    Line,
    /// All in a line, a sign for the word where there is a number.
    Short,
    /// The name above the number and a sign, or the word.
    Cell,
}

impl Kind {
    fn class(self) -> &'static str {
        match self {
            Self::Tall => "tall",
            Self::Stack => "stack",
            Self::Line => "whole",
            Self::Short => "short",
            Self::Cell => "cell",
        }
    }

    fn has_word(self) -> bool {
        !matches!(self, Self::Short | Self::Cell)
    }
}

/// How all rows stand.
#[derive(Debug, Clone, PartialEq)]
struct Plan {
    kind: Kind,
    columns: usize,
    lines: usize,
    /// The width of a row.
    width: f64,
    /// How much larger a tall row is than the least.
    scale: f64,
}

/// The widest of each part of the rows.
struct Widths {
    name: f64,
    word: f64,
    quiet: f64,
    number: f64,
}

impl Widths {
    fn of(rows: &[Row]) -> Self {
        let quiet = rows.iter().filter(|row| row.number.is_empty());
        let long = rows.iter().any(|row| row.number.chars().count() > 4);
        Self {
            name: widest(rows.iter().map(|row| row.name.as_str()), wide),
            word: widest(rows.iter().map(|row| row.word.as_str()), plain),
            quiet: widest(quiet.map(|row| row.word.as_str()), plain),
            number: wide(if long { "Q0000" } else { "Q000" }),
        }
    }

    fn cell(&self) -> f64 {
        self.name.max(self.quiet).max(self.number + SIGN) + CELL_PADS
    }
}

fn plan(rows: &[Row], (width, height): (f64, f64)) -> Plan {
    let widths = Widths::of(rows);
    let wraps = |row: &&Row| is_wrapped(row, width - PADS);
    let Widths { name, word, quiet, number } = widths;
    let lines = |columns: usize| rows.len().div_ceil(columns).max(1);
    let share = |room: f64, parts: usize| (room - GAP * (parts as f64 - 1.0)) / parts as f64;
    let high = |columns: usize| share(height, lines(columns));
    let of = |columns: usize| share(width, columns);
    let is_tall = high(1) >= 3.1 && width >= name.max(word) + number * 1.6 + 0.6 + TALL_PADS;
    let is_stack = high(1) >= TWO_LINES && width >= name.max(number + word + 0.6) + PADS;
    let is_line = high(1) >= ONE_LINE && width >= name + number + word + 1.2 + PADS;
    let is_short = |columns: usize| {
        high(columns) >= ONE_LINE && of(columns) >= name + (number + SIGN).max(quiet) + 0.5 + PADS
    };
    let is_cell = |columns: usize| high(columns) >= TWO_LINES && of(columns) >= widths.cell();
    let single = [(is_tall, Kind::Tall), (is_stack, Kind::Stack), (is_line, Kind::Line)];
    let single = single.into_iter().chain([(is_short(1), Kind::Short)]);
    let several = [2, 3].into_iter().flat_map(|columns| {
        let kinds = [(is_cell(columns), Kind::Cell), (is_short(columns), Kind::Short)];
        kinds.into_iter().map(move |(fits, kind)| (fits, kind, columns))
    });
    let mut plans = single.map(|(fits, kind)| (fits, kind, 1)).chain(several);
    let found = plans.find_map(|(fits, kind, columns)| fits.then_some((kind, columns)));
    // All of them, where those with a long name are higher than the others.
    let wrapped = rows.iter().filter(wraps).count() as f64;
    let needs = (rows.len() as f64) * (TWO_LINES + GAP) - GAP + wrapped * (WRAPPED - TWO_LINES);
    let is_uneven = needs <= height && width >= number + word + 0.6 + PADS;
    let found = found.or(is_uneven.then_some((Kind::Stack, 1)));
    let Some((kind, columns)) = found else { return in_turns(&widths, (width, height)) };
    let row = high(columns).min(6.0);
    let scale = (row / 3.2).min((width - TALL_PADS - 0.6) / (name.max(word) + number * 1.6));
    let scale = scale.clamp(1.0, 1.6);
    Plan { kind, columns, lines: lines(columns), width: of(columns), scale }
}

/// Where they do not all fit, some of them at a time, those with a long name on two lines.
fn in_turns(widths: &Widths, (width, height): (f64, f64)) -> Plan {
    let half = (width - GAP) / 2.0;
    let columns = if widths.cell() <= half { 2 } else { 1 };
    let of = if columns == 2 { half } else { width };
    let least = if widths.cell() > of { WRAPPED } else { TWO_LINES };
    let has_word = columns == 1 && widths.number + widths.word + 0.6 + PADS <= of;
    let (kind, lines) = match ((height + GAP) / (least + GAP)) as usize {
        // A screen that has no room for two lines has one.
        0 => (Kind::Short, 1),
        lines if has_word => (Kind::Stack, lines),
        lines => (Kind::Cell, lines),
    };
    Plan { kind, columns, lines, width: of, scale: 1.0 }
}

/// All counters, or those whose turn it is.
pub(super) fn board(view: &View, space: &Space) -> Markup {
    let plan = plan(&view.rows, space.board);
    let at_once = plan.columns * plan.lines;
    let pages = view.rows.len().div_ceil(at_once).max(1);
    let page = view.turn as usize % pages;
    // A place stays, also when the last page has nobody for it.
    let place = |column: usize, line: usize| page * at_once + column * plan.lines + line;
    html! {
        div class=(space.part("board")) {
            @for column in 0..plan.columns {
                div.column {
                    @for line in 0..plan.lines {
                        (row(view.rows.get(place(column, line)), &plan))
                    }
                }
            }
        }
    }
}

fn row(row: Option<&Row>, plan: &Plan) -> Markup {
    let kind = plan.kind;
    let Some(row) = row else {
        return html! { div class={ "row nobody " (kind.class()) } {} };
    };
    let pads = if kind == Kind::Cell { CELL_PADS } else { PADS };
    let is_high = matches!(kind, Kind::Cell | Kind::Stack);
    let wraps = is_high && is_wrapped(row, plan.width - pads);
    let small = size(if kind == Kind::Tall { plan.scale } else { 1.0 });
    let name = html! { b class={ "name " (class(small)) } { (row.name) } };
    let number = match row.number.is_empty() {
        true => html! {},
        false if kind == Kind::Tall => {
            html! { b class={ "number " (class(size(plan.scale * 1.6))) } { (row.number) } }
        }
        false => html! { b.number.s10 { (row.number) } },
    };
    let said = (row.said != row.word).then_some(row.said.as_str());
    let role = said.map(|_| "img");
    let does = match (row.number.is_empty() || kind.has_word(), row.state) {
        (true, _) => {
            html! { span class={ "word " (class(small)) } role=[role] aria-label=[said] { (row.word) } }
        }
        (false, RowState::Called) => icon::drawn("bell", Some(&row.said)),
        (false, _) => icon::drawn("people", Some(&row.said)),
    };
    let mut classes = format!("row {} {}", kind.class(), state(row.state));
    for (name, is) in [("lit", row.lit), ("quiet", row.number.is_empty()), ("wraps", wraps)] {
        if is {
            classes = format!("{classes} {name}");
        }
    }
    html! {
        div class=(classes) {
            @match kind {
                Kind::Tall => { div.what { (name) (does) } (number) }
                Kind::Stack | Kind::Cell => { (name) div.below { (number) (does) } }
                Kind::Line | Kind::Short => { (name) (number) (does) }
            }
        }
    }
}

/// Whether the name of a counter has more than a line in this room.
fn is_wrapped(row: &Row, room: f64) -> bool {
    lines(&row.name, room).is_none_or(|lines| lines > 1)
}

fn state(state: RowState) -> &'static str {
    match state {
        RowState::Ready => "ready",
        RowState::Called => "called",
        RowState::Serving => "serving",
        RowState::Busy => "busy",
        RowState::Away => "away",
        RowState::Unknown => "unknown",
    }
}
