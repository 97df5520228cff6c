//! The report for a terminal.
//!
//! Never here: figures or their wording.

use super::table::Table;
use unicode_width::UnicodeWidthStr;

/// A table with its columns aligned: text to the left, figures to the right.
pub fn text(table: &Table) -> String {
    let rows = || std::iter::once(&table.headings).chain(&table.rows);
    let columns = rows().map(Vec::len).max().unwrap_or(0);
    let widest = |column: usize| {
        rows().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(widest).collect();
    let mut text = format!("{}\n", table.title);
    for row in rows() {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let gap = " ".repeat(widths[column].saturating_sub(cell.width()));
            match column {
                0 => line += &format!("  {cell}{gap}"),
                _ => line += &format!("  {gap}{cell}"),
            }
        }
        text += &format!("{}\n", line.trim_end());
    }
    text
}
