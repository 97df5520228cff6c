//! The rules that make a profile describe a printer that can exist.
//!
//! Belongs here: what no type can hold, each rule with the key that has to change. Never here:
//! reading files (that is `profile_file`).

use std::collections::BTreeSet;

use super::presenter;
use super::profile::{CodeMethod, CutCommand, CutMode, ImageCommand, Profile};
use super::rule::Broken;

/// Checks every rule; the first that is broken is told.
pub(super) fn check(profile: &Profile) -> Result<(), Broken> {
    let require = |holds: bool, key: &'static str, rule: &'static str| match holds {
        true => Ok(()),
        false => Err(Broken { key, rule }),
    };
    require(!profile.title.trim().is_empty(), "title", "name maker and model")?;
    require(!profile.sources.is_empty(), "sources", "name at least one source of these facts")?;

    let paper = &profile.geometry;
    let whole_bytes = paper.dots > 0 && paper.dots <= 1024 && paper.dots.is_multiple_of(8);
    require(whole_bytes, "geometry.dots", "must be a multiple of 8 between 8 and 1024")?;
    let dpi_fits = (100..=600).contains(&paper.dpi);
    require(dpi_fits, "geometry.dpi", "must lie between 100 and 600")?;
    let width_fits = (20.0..=120.0).contains(&paper.paper_mm);
    require(width_fits, "geometry.paper_mm", "must lie between 20 and 120")?;
    let prints_on_paper = profile.mm_of_dots(paper.dots) <= paper.paper_mm;
    require(prints_on_paper, "geometry.paper_mm", "is narrower than the printable width")?;
    let blade_fits = (0.0..=40.0).contains(&paper.head_to_cutter_mm);
    require(blade_fits, "geometry.head_to_cutter_mm", "must lie between 0 and 40")?;
    let spacing_fits = (16..=255).contains(&paper.line_spacing_dots);
    require(spacing_fits, "geometry.line_spacing_dots", "must lie between 16 and 255")?;
    let motion_fits = (25..=2540).contains(&paper.motion_per_inch);
    require(motion_fits, "geometry.motion_per_inch", "must lie between 25 and 2540")?;

    let font = &profile.font_a;
    let width_fits = (1..=64).contains(&font.cell_width_dots);
    require(width_fits, "font_a.cell_width_dots", "must lie between 1 and 64")?;
    let height_fits = (1..=64).contains(&font.cell_height_dots);
    require(height_fits, "font_a.cell_height_dots", "must lie between 1 and 64")?;
    let columns_fit = (1..=paper.dots / font.cell_width_dots).contains(&font.columns);
    require(columns_fit, "font_a.columns", "must be at least 1 and fit the printable width")?;

    let pages = &profile.code_pages;
    let numbered = pages.preferred.iter().all(|page| pages.numbers.contains_key(page));
    require(numbered, "code_pages.preferred", "names a page without a number")?;
    let distinct: BTreeSet<u8> = pages.numbers.values().copied().collect();
    let one_each = distinct.len() == pages.numbers.len();
    require(one_each, "code_pages.numbers", "gives two pages the same number")?;

    let cut = &profile.cut;
    let cuts_as_said = match cut.command {
        CutCommand::None => cut.mode == CutMode::None,
        CutCommand::GsV65 => cut.mode == CutMode::Full,
        CutCommand::GsV66 | CutCommand::GsV1 | CutCommand::EscM => cut.mode == CutMode::Partial,
        CutCommand::EscI => cut.mode != CutMode::None,
    };
    require(cuts_as_said, "cut.command", "does another cut than `mode` says")?;
    let margin_fits = (0.0..=15.0).contains(&cut.margin_mm);
    require(margin_fits, "cut.margin_mm", "must lie between 0 and 15")?;
    let feeds_itself = matches!(cut.command, CutCommand::GsV65 | CutCommand::GsV66);
    let units = cut.margin_mm * f64::from(paper.motion_per_inch) / 25.4;
    let rule = "is more than the 255 motion units that the cut command can feed";
    require(!feeds_itself || units <= 255.0, "cut.margin_mm", rule)?;

    let can_draw = profile.image.command != ImageCommand::None;
    let rule = "\"raster\" needs an image command";
    require(can_draw || profile.qr != CodeMethod::Raster, "qr", rule)?;
    require(can_draw || profile.code128 != CodeMethod::Raster, "code128", rule)?;
    // ESC * needs a line spacing of exactly 24 dots in vertical motion units, which is one byte.
    let spacing = 24 * paper.motion_per_inch;
    let lines_touch = spacing.is_multiple_of(paper.dpi) && spacing / paper.dpi <= 255;
    let by_columns = profile.image.command == ImageCommand::EscStar33;
    let rule = "\"esc-star-33\" needs a motion unit of which 24 dots are a whole number up to 255";
    require(lines_touch || !by_columns, "geometry.motion_per_inch", rule)?;
    let bands_fit = (1..=2047).contains(&profile.image.band_rows);
    require(bands_fit, "image.band_rows", "must lie between 1 and 2047")?;
    let speed_fits = (1200..=921_600).contains(&profile.serial.baud);
    require(speed_fits, "serial.baud", "must lie between 1200 and 921600")?;
    let buffer_fits = (1024..=1_048_576).contains(&profile.serial.buffer_bytes);
    require(buffer_fits, "serial.buffer_bytes", "must lie between 1024 and 1048576")?;
    let band_bytes = paper.dots / 8 * u32::from(profile.image.band_rows);
    let band_fits = band_bytes <= profile.serial.buffer_bytes;
    require(band_fits, "image.band_rows", "makes bands larger than the receive buffer")?;
    let answer_fits = profile.status.answer_ms.is_none_or(|ms| (50..=10_000).contains(&ms));
    require(answer_fits, "status.answer_ms", "must lie between 50 and 10000")?;
    let speed_fits = (5.0..=1000.0).contains(&profile.speed.mm_per_s);
    require(speed_fits, "speed.mm_per_s", "must lie between 5 and 1000")?;
    require(profile.speed.cut_ms <= 10_000, "speed.cut_ms", "must be at most 10000")?;
    presenter::check(profile)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::samples::profile;

    fn check_refused(key: &str, spoil: impl Fn(&mut Profile)) {
        let mut profile = profile("generic-80");
        spoil(&mut profile);
        assert_eq!(check(&profile).expect_err(key).key, key);
    }

    #[test]
    fn a_printer_that_cannot_exist_is_refused_with_its_key() {
        check_refused("title", |p| p.title = " ".to_owned());
        check_refused("sources", |p| p.sources.clear());
        check_refused("geometry.line_spacing_dots", |p| p.geometry.line_spacing_dots = 1);
        check_refused("code_pages.numbers", |p| {
            p.code_pages.numbers.values_mut().for_each(|n| *n = 0)
        });
        check_refused("cut.margin_mm", |p| p.geometry.motion_per_inch = 2540);
        check_refused("serial.baud", |p| p.serial.baud = 0);
        check_refused("speed.mm_per_s", |p| p.speed.mm_per_s = f64::INFINITY);
        check_refused("status.answer_ms", |p| p.status.answer_ms = Some(20));
        check_refused("speed.cut_ms", |p| p.speed.cut_ms = 60_000);
        check_refused("geometry.dots", |p| p.geometry.dots = 577);
        check_refused("geometry.paper_mm", |p| p.geometry.paper_mm = 58.0);
        check_refused("geometry.dpi", |p| p.geometry.dpi = 0);
        check_refused("font_a.cell_width_dots", |p| p.font_a.cell_width_dots = 0);
        check_refused("font_a.columns", |p| p.font_a.columns = 49);
        check_refused("code_pages.preferred", |p| p.code_pages.numbers.clear());
        check_refused("cut.command", |p| p.cut.mode = CutMode::None);
        check_refused("image.band_rows", |p| p.image.band_rows = 0);
        check_refused("geometry.motion_per_inch", |p| {
            p.image.command = ImageCommand::EscStar33;
            p.geometry.motion_per_inch = 200;
        });
        check_refused("serial.buffer_bytes", |p| p.serial.buffer_bytes = 45);
        check_refused("image.band_rows", |p| p.serial.buffer_bytes = 2048);
        check_refused("speed.mm_per_s", |p| p.speed.mm_per_s = f64::NAN);
        check_refused("code128", |p| {
            p.code128 = CodeMethod::Raster;
            p.image.command = ImageCommand::None;
        });
        check_refused("qr", |p| {
            p.qr = CodeMethod::Raster;
            p.image.command = ImageCommand::None;
        });
    }
}
