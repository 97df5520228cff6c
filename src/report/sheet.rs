//! A table of the report as markup, with its bars and the key to them.
//!
//! Never here: which bars a table has (that is `html`), how one is drawn (that is `bar`).

use super::bar;
use super::spread::Spread;
use super::table::{NOTHING, Table};
use crate::words::Words;
use chrono::TimeDelta;
use maud::{Markup, html};

/// The most rows that stay together on one page.
const ON_ONE_PAGE: usize = 24;
/// With more columns than these a table becomes a list of cards where the screen is narrow.
const NARROW: usize = 3;

/// A column of bars.
pub(super) struct Bars<'a> {
    before: usize,
    heading: &'a str,
    bars: Vec<Markup>,
    small: bool,
}

impl<'a> Bars<'a> {
    /// Bars that stand before this column, one for each row from the first. The heading is empty where the figure beside
    /// says what they are.
    pub(super) fn new(
        before: usize,
        heading: &'a str,
        bars: impl IntoIterator<Item = Markup>,
    ) -> Self {
        Self { before, heading, bars: bars.into_iter().collect(), small: false }
    }
}

/// A table on its way to the page.
pub(super) struct Sheet<'a> {
    table: &'a Table,
    words: &'a Words,
    key: Vec<&'a str>,
    bars: Vec<Bars<'a>>,
}

impl<'a> Sheet<'a> {
    /// A table without bars.
    pub(super) fn of(table: &'a Table, words: &'a Words) -> Self {
        Self { table, words, key: Vec::new(), bars: Vec::new() }
    }

    /// With an explanation of these strokes.
    pub(super) fn with_key(mut self, key: &[&'a str]) -> Self {
        self.key.extend(key);
        self
    }

    /// With a column of bars.
    pub(super) fn with_bars(mut self, bars: Bars<'a>) -> Self {
        self.bars.push(bars);
        self
    }

    /// With a last column of times on one scale.
    pub(super) fn with_times(self, spreads: Vec<Option<Spread>>) -> Self {
        let longest = spreads.iter().flatten().map(|spread| spread.p90).max();
        let longest = longest.unwrap_or(TimeDelta::zero());
        let bars = spreads.into_iter().map(|spread| bar::times(spread, longest));
        let last = self.table.in_full.len();
        self.with_bars(Bars::new(last, "", bars))
    }

    /// With a last column of shares, which the figure before it tells; small, and left out where the screen is narrow.
    pub(super) fn with_shares(
        self,
        shares: impl IntoIterator<Item = Option<(usize, usize)>>,
    ) -> Self {
        let share = |share: Option<(usize, usize)>| {
            share.map_or(html! {}, |(part, all)| bar::share(part, all))
        };
        let last = self.table.in_full.len();
        let bars = Bars::new(last, "", shares.into_iter().map(share));
        self.with_bars(Bars { small: true, ..bars })
    }

    /// With bars of the two numbers that the second and third column count, behind them.
    pub(super) fn with_pairs(mut self, pairs: Vec<(usize, usize)>) -> Self {
        self.key.extend(["first", "second"]);
        let most = pairs.iter().map(|(first, second)| *first.max(second)).max().unwrap_or(0);
        let bars = pairs.into_iter().map(|(first, second)| bar::pair(first, second, most));
        self.with_bars(Bars::new(3, "", bars))
    }

    /// The table in a section of its own; nothing where it has no rows.
    pub(super) fn markup(&self) -> Markup {
        let Table { title, in_full, rows, .. } = self.table;
        if rows.is_empty() {
            return html! {};
        }
        html! {
            section.long[rows.len() > ON_ONE_PAGE] {
                table.wide[in_full.len() > NARROW].pairs[self.has_pairs()] role="table" style=(self.widths()) {
                    caption { h2 { (title) } (self.explained()) }
                    thead { tr role="row" { @for column in 0..=in_full.len() {
                        @for bars in self.bars_before(column) {
                            th.bar.small[bars.small] scope="col" aria-hidden="true" { (bars.heading) }
                        }
                        @if let Some(heading) = in_full.get(column) {
                            th scope="col" role="columnheader" { (on_two_lines(heading)) }
                        }
                    } } }
                    tbody { @for (index, row) in rows.iter().enumerate() {
                        tr.group[begins_group(self.table, index)].sum[is_sum(self.table, index)] role="row" {
                            (self.row(index, row))
                        }
                    } }
                }
            }
        }
    }

    fn has_pairs(&self) -> bool {
        self.bars.iter().filter(|bars| !bars.small).count() > 1
    }

    fn has_shares(&self) -> bool {
        self.bars.iter().any(|bars| bars.small)
    }

    /// How wide a bar is on a wide screen and on paper, and how many figures stand side by side on a narrow one.
    fn widths(&self) -> String {
        let bar = match (self.has_pairs(), self.has_shares()) {
            (true, _) => 19,
            (false, true) => 22,
            (false, false) => 36,
        };
        let figures = self.table.in_full.len() - 1 - usize::from(self.has_shares());
        let side_by_side = if figures > 4 { 3 } else { figures };
        format!("--bar: {bar}%; --figures: {side_by_side}")
    }

    fn row(&self, index: usize, row: &[String]) -> Markup {
        html! { @for column in 0..=row.len() {
            @for bars in self.bars_before(column) {
                td.bar.small[bars.small] aria-hidden="true" { @if let Some(bar) = bars.bars.get(index) { (bar) } }
            }
            @match (column, row.get(column)) {
                (0, Some(name)) => th scope="row" role="rowheader" { (marked(name)) },
                (_, Some(cell)) => {
                    td.none[cell == NOTHING].share[self.has_shares() && column + 1 == row.len()]
                        role="cell" data-label=[self.table.in_full.get(column).map(|heading| label(heading))] { (cell) }
                },
                (_, None) => {},
            }
        } }
    }

    fn bars_before(&self, column: usize) -> impl Iterator<Item = &Bars<'a>> {
        self.bars.iter().filter(move |bars| bars.before == column)
    }

    /// What the strokes mean.
    fn explained(&self) -> Markup {
        let text = |key: &str| match key {
            "thick" => self.words.text("report.half").to_owned(),
            "thin" => self.words.text("report.most").to_owned(),
            "tick-promise" => self.words.text("report.promise").to_lowercase(),
            "tick-norm" => self.words.text("report.norm").to_lowercase(),
            "end" => self.words.with("report.beyond", &[("times", &bar::MOST_TIMES)]),
            "first" => self.heading(1),
            _ => self.heading(2),
        };
        let sample = |key: &str| bar::sample(key.split('-').next().unwrap_or(key));
        html! { @if !self.key.is_empty() {
            p.key { @for key in &self.key { span { (sample(key)) (text(key)) } } }
        } }
    }

    fn heading(&self, column: usize) -> String {
        self.table.in_full.get(column).map(|heading| heading.to_lowercase()).unwrap_or_default()
    }
}

/// A heading breaks behind its colon and nowhere else after it.
fn on_two_lines(heading: &str) -> String {
    match heading.split_once(": ") {
        Some((what, which)) => format!("{what}: {}", which.replace(' ', "\u{a0}")),
        None => heading.to_owned(),
    }
}

/// The same above a figure that stands by itself, where all labels of a row have to be equally high.
fn label(heading: &str) -> String {
    on_two_lines(heading).replacen(": ", ":\n", 1)
}

/// A name with the letter of its service as a mark, where it begins with one.
fn marked(name: &str) -> Markup {
    match name.split_once(' ') {
        Some((letter, name)) if letter.len() == 1 => {
            html! { span.named { span.mark { (letter) } " " span { (name) } } }
        }
        _ => html! { (name) },
    }
}

/// The letter of a service, where a row begins with one.
fn letter(row: &[String]) -> Option<&str> {
    let (letter, _) = row.first()?.split_once(' ')?;
    (letter.len() == 1).then_some(letter)
}

/// Whether the rows of another service begin here, in a table in which services have several rows.
fn begins_group(table: &Table, index: usize) -> bool {
    let letters: Vec<_> = table.rows.iter().map(|row| letter(row)).collect();
    let several = letters.windows(2).any(|pair| pair[0].is_some() && pair[0] == pair[1]);
    several && index > 0 && letters[index] != letters[index - 1]
}

/// Whether this is the row of all services together, which stands last and has no letter.
fn is_sum(table: &Table, index: usize) -> bool {
    let last = index + 1 == table.rows.len();
    last && index > 0 && letter(&table.rows[index]).is_none() && letter(&table.rows[0]).is_some()
}
