//! The report for a spreadsheet.
//!
//! Never here: figures or their wording.

use super::table::Table;
use crate::domain::Language;

/// The tables below each other, each with its title and headings. Spreadsheets that are set to Indonesian read a comma
/// as the decimal sign and expect semicolons between cells; the mark at the beginning tells them that it is UTF-8.
///
/// # Errors
/// When the library cannot write into memory; it can.
pub fn csv(tables: &[Table], language: Language) -> Result<String, Box<dyn std::error::Error>> {
    let delimiter = match language {
        Language::English => b',',
        Language::Indonesian | Language::Javanese => b';',
    };
    let mut writer =
        csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(Vec::new());
    for (number, table) in tables.iter().enumerate() {
        if number > 0 {
            writer.write_record([""])?;
        }
        writer.write_record([&table.title])?;
        writer.write_record(&table.headings)?;
        for row in &table.rows {
            writer.write_record(row)?;
        }
    }
    let written = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(format!("\u{feff}{}", String::from_utf8(written)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_with_the_delimiter_is_quoted() {
        let table = Table {
            title: "Per layanan".to_owned(),
            headings: vec!["Layanan".to_owned(), "menit".to_owned()],
            in_full: vec!["Layanan".to_owned(), "dalam menit".to_owned()],
            rows: vec![vec!["T; cetak \"baru\"".to_owned(), "4,5".to_owned()]],
        };
        let text = csv(std::slice::from_ref(&table), Language::Indonesian).unwrap();
        assert_eq!(text, "\u{feff}Per layanan\nLayanan;menit\n\"T; cetak \"\"baru\"\"\";4,5\n");
        let text = csv(&[table], Language::English).unwrap();
        assert!(text.contains("\"4,5\""), "{text}");
    }
}
