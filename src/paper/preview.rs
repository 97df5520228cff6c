//! What the paper will look like: a picture drawn from the very bytes of the job. The only file
//! that knows the crate `escpost-render`.
//!
//! Belongs here: pictures of paper. Never here: a second way to lay out or to encode a ticket; a
//! picture that does not come from the printed bytes proves nothing.

pub use super::sketch::to_text;

use escpost_profiles::resolver::{self, ResolveError};
use escpost_profiles::{BarcodeSystem, CutterGeometry, Font, PrinterProfile};
use escpost_render::{RenderError, RenderOptions, RenderResult, render_with_options};
use thiserror::Error;

use super::commands::{self, Kind};
use super::page_trial::{Trial, trials};
use super::profile::{CodeMethod, CutMode, ImageCommand, Profile};

/// Why a picture could not be drawn.
#[derive(Debug, Error)]
pub enum PreviewError {
    /// The profile names a renderer profile that does not exist.
    #[error(
        "drawing the paper: `preview` of printer profile {name} names no profile of \
         escpost-render; use one of: {known}"
    )]
    Profile {
        /// Our profile.
        name: String,
        /// What the renderer knows, separated by commas.
        known: String,
        /// The renderer's own error.
        #[source]
        source: ResolveError,
    },
    /// The renderer refuses the bytes: they would misprint, or they are not for this printer.
    #[error("drawing the paper: these bytes do not suit the printer profile {name}")]
    Render {
        /// Our profile.
        name: String,
        /// The renderer's own error, with the offset of the byte.
        #[source]
        source: RenderError,
    },
    /// The picture could not be read or written as PNG.
    #[error("drawing the paper: the picture could not be stored as PNG")]
    Png(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Draws `bytes` as the paper of `profile` would look after the cut, as a greyscale PNG with one
/// pixel per dot. Several tickets in one job stand below each other with a grey gap between.
///
/// # Errors
/// When the renderer refuses the bytes. Status requests, `FS .` and other commands without a trace
/// on paper are left out first; everything else is drawn or refused, never ignored.
pub fn to_png(bytes: &[u8], profile: &Profile) -> Result<Vec<u8>, PreviewError> {
    let printer = renderer_profile(profile)?;
    let options = RenderOptions { antialias: true, ..RenderOptions::default() };
    let rendered = render_with_options(&print_data(bytes, profile), &printer, &options);
    let rendered =
        rendered.map_err(|source| PreviewError::Render { name: profile.name.clone(), source })?;
    paper_picture(&rendered, profile)
}

/// The bytes that draw, in the vocabulary of the renderer.
fn print_data(bytes: &[u8], profile: &Profile) -> Vec<u8> {
    let cut = [0x1d, b'V', if profile.cut.mode == CutMode::Full { 0 } else { 1 }];
    let mut rest = bytes;
    let mut drawn = Vec::with_capacity(bytes.len());
    while let Some(command) = commands::first(rest) {
        let (this, later) = rest.split_at(command.len);
        match (command.kind, this) {
            // The renderer knows cuts only as GS V.
            (Kind::Cut, [0x1b | 0x1c, ..]) => drawn.extend(cut),
            (Kind::Cut | Kind::Paper, _) => drawn.extend(this),
            (Kind::StatusRequest(_) | Kind::NotPaper, _) => {}
        }
        rest = later;
    }
    // A command that the job ends inside of: the renderer says so with its offset.
    drawn.extend(rest);
    drawn
}

/// Whether the renderer knows the profile that `preview` names.
///
/// # Errors
/// [`PreviewError::Profile`] when it does not.
pub fn check(profile: &Profile) -> Result<(), PreviewError> {
    known(profile).map(|_| ())
}

fn known(profile: &Profile) -> Result<&'static PrinterProfile, PreviewError> {
    resolver::resolve(&profile.preview).map_err(|source| PreviewError::Profile {
        name: profile.name.clone(),
        known: resolver::available_ids().unwrap_or_default().join(", "),
        source,
    })
}

/// The renderer's profile for this model's quirks, with our dimensions, pages and abilities.
fn renderer_profile(profile: &Profile) -> Result<PrinterProfile, PreviewError> {
    let known = known(profile)?;
    let geometry = &profile.geometry;
    let mut printer = known.clone();
    printer.id.clone_from(&profile.name);
    printer.geometry.printable_width_dots = geometry.dots;
    printer.geometry.dpi_x = geometry.dpi;
    printer.geometry.dpi_y = geometry.dpi;
    printer.motion.horizontal_units_per_inch = geometry.dpi;
    printer.motion.vertical_units_per_inch = geometry.motion_per_inch;
    printer.defaults.line_spacing_dots = geometry.line_spacing_dots;
    printer.fonts.a = Font {
        cell_width_dots: profile.font_a.cell_width_dots,
        cell_height_dots: profile.font_a.cell_height_dots,
        baseline_dots: profile.font_a.cell_height_dots * 5 / 6,
    };
    printer.cutter = (profile.cut.mode != CutMode::None).then(|| CutterGeometry {
        print_head_to_cutter_dots: profile.dots_of_mm(geometry.head_to_cutter_mm),
    });
    printer.features.paper_part_cut = profile.cut.mode == CutMode::Partial;
    printer.features.paper_full_cut = profile.cut.mode == CutMode::Full;
    printer.features.qr_code = profile.qr == CodeMethod::Native;
    let codes = &mut printer.features.barcodes.function_b;
    match profile.code128 {
        CodeMethod::Native => codes.insert(BarcodeSystem::Code128),
        CodeMethod::Raster | CodeMethod::None => codes.remove(&BarcodeSystem::Code128),
    };
    let sends = |command| profile.image.command == command;
    printer.features.bit_image_raster = sends(ImageCommand::GsV0);
    printer.features.graphics = sends(ImageCommand::GsParenL);
    printer.features.bit_image_column = sends(ImageCommand::EscStar33);
    let pages = profile.code_pages.numbers.iter();
    printer
        .code_pages
        .extend(pages.map(|(page, number)| (*number, format!("CP{}", page.number()))));
    // A number that the test sheet only tries is drawn as the page it stands for: which one a printer has there is what
    // the sheet is to find out.
    let taken = |number| profile.code_pages.numbers.values().any(|&own| own == number);
    for Trial { page, number, .. } in trials(profile).into_iter().filter(|t| !taken(t.number)) {
        printer.code_pages.insert(number, format!("CP{}", page.number()));
    }
    Ok(printer)
}

/// White paper of the roll's real width with every rendered sheet on it.
///
/// The renderer leaves the feed to the blade at the end of a sheet. On the real roll that blank
/// paper is the beginning of the next ticket, so it moves to the top.
fn paper_picture(rendered: &RenderResult, profile: &Profile) -> Result<Vec<u8>, PreviewError> {
    const WHITE: u8 = 255;
    const GAP: (u8, usize) = (160, 12);
    let paper_width = profile.dots_of_mm(profile.geometry.paper_mm) as usize;
    let blank_top = profile.dots_of_mm(profile.geometry.head_to_cutter_mm) as usize;
    let mut picture: Vec<u8> = Vec::new();
    for sheet in &rendered.sheets {
        let (dots, sheet_width) = grey_dots(&sheet.png)?;
        let rows: Vec<&[u8]> = dots.chunks(sheet_width.max(1)).collect();
        let blank_end =
            rows.iter().rev().take_while(|row| row.iter().all(|&dot| dot == WHITE)).count();
        let printed = &rows[..rows.len() - blank_end.min(blank_top)];
        let margin = paper_width.saturating_sub(sheet_width) / 2;
        if !picture.is_empty() {
            picture.resize(picture.len() + GAP.1 * paper_width, GAP.0);
        }
        picture.resize(picture.len() + blank_top * paper_width, WHITE);
        for row in printed {
            let start = picture.len();
            picture.resize(start + paper_width, WHITE);
            let width = row.len().min(paper_width);
            picture[start + margin..start + margin + width].copy_from_slice(&row[..width]);
        }
    }
    if picture.is_empty() {
        // A job without ink is still a picture: one row of paper.
        picture.resize(paper_width, WHITE);
    }
    grey_png(&picture, paper_width)
}

/// A PNG as one byte per dot, and its width.
fn grey_dots(png: &[u8]) -> Result<(Vec<u8>, usize), PreviewError> {
    let fail = |error: png::DecodingError| PreviewError::Png(Box::new(error));
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(fail)?;
    let mut dots = vec![0; reader.output_buffer_size().unwrap_or(0)];
    let info = reader.next_frame(&mut dots).map_err(fail)?;
    dots.truncate(info.buffer_size());
    Ok((dots, info.width as usize))
}

fn grey_png(dots: &[u8], width: usize) -> Result<Vec<u8>, PreviewError> {
    let fail = |error: png::EncodingError| PreviewError::Png(Box::new(error));
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width as u32, (dots.len() / width) as u32);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(fail)?;
    writer.write_image_data(dots).map_err(fail)?;
    writer.finish().map_err(fail)?;
    Ok(file)
}

#[cfg(test)]
#[path = "preview_printers.rs"]
mod printers;

#[cfg(test)]
mod tests {
    use super::printers::read_qr;
    use super::*;
    use crate::domain::{CaseId, Language, Ticket};
    use crate::office::SAMPLES;
    use crate::paper::Order;
    use crate::paper::document::Document;
    use crate::paper::samples::{TICKET_ID, full_ticket, issued, office, profile, ticket};
    use crate::paper::{calibration, encode, lay_out};

    fn job(document: &Document, profile: &Profile) -> Vec<u8> {
        encode(&lay_out(document, profile).expect("the document fits"), profile)
    }

    #[test]
    fn every_picture_command_draws_the_same_dots() {
        let commands = [ImageCommand::GsV0, ImageCommand::GsParenL, ImageCommand::EscStar33];
        let drawn = commands.map(|command| {
            let mut profile = profile("generic-80");
            profile.qr = CodeMethod::Raster;
            profile.image.command = command;
            let png = to_png(&job(&ticket(), &profile), &profile).expect("drawable");
            assert_eq!(read_qr(&png), TICKET_ID, "{command:?}");
            let (dots, _) = grey_dots(&png).expect("our own PNG");
            dots.into_iter().filter(|&dot| dot < 128).count()
        });
        assert_eq!(drawn, [drawn[0]; 3], "black dots");
    }

    #[test]
    fn a_printers_own_bar_code_and_ours_are_the_same_bars() {
        // Two independent encoders of Code 128: the renderer's and that of our pictures.
        let drawn = [CodeMethod::Native, CodeMethod::Raster].map(|method| {
            let mut profile = profile("generic-80");
            profile.code128 = method;
            let job = job(&Document::new().code128("T012"), &profile);
            grey_dots(&to_png(&job, &profile).expect("drawable")).expect("our own PNG").0
        });
        assert!(drawn[0].iter().filter(|&&dot| dot == 0).count() > 64 * 100, "bars");
        assert!(drawn[0] == drawn[1]);
    }

    #[test]
    fn what_leaves_no_trace_on_paper_is_left_out() {
        let profile = profile("xprinter-xp-80");
        let job = job(&ticket(), &profile);
        let chatty = [b"\x10\x04\x01".as_slice(), &job, b"\x1d(H\x06\x0000ABCD\x1dr\x01"].concat();
        assert_eq!(
            to_png(&chatty, &profile).expect("drawable"),
            to_png(&job, &profile).expect("drawable")
        );
    }

    #[test]
    fn bytes_for_another_printer_are_refused() {
        let native = job(&ticket(), &profile("generic-80"));
        let error = to_png(&native, &profile("generic-58")).expect_err("it has no native code");
        assert!(error.to_string().contains("generic-58"), "{error}");
        assert!(to_png(b"\x1d(k\x10", &profile("generic-80")).is_err());
    }

    #[test]
    fn two_tickets_in_one_job_are_two_sheets() {
        let profile = profile("generic-80");
        let job = job(&Document::new().number("T012"), &profile);
        let height = |bytes: &[u8]| {
            grey_dots(&to_png(bytes, &profile).expect("drawable")).expect("our PNG").0.len()
        };
        assert!(height(&[job.clone(), job.clone()].concat()) > 2 * height(&job));
    }

    /// Writes the tickets where `ANTRE_PICTURES` points, for people who want to look at them.
    #[test]
    fn pictures_for_people() {
        let Some(folder) = std::env::var_os("ANTRE_PICTURES") else {
            return;
        };
        for name in Profile::shipped_names() {
            let profile = profile(name);
            let folder = std::path::Path::new(&folder);
            for (name_of_office, _) in SAMPLES.iter().filter(|_| name.starts_with("generic")) {
                for language in Language::ALL {
                    let office = office(name_of_office, str::to_owned);
                    let case =
                        CaseId::new(if *name_of_office == "desa" { "hilang" } else { "ubah-data" });
                    let ticket = Ticket { case, ..issued(&office, 'T', *language) };
                    let service = office.service(ticket.number.service()).expect("a service");
                    let missing: Vec<_> = service.documents(ticket.case.as_ref()).collect();
                    let (copy, at) = (0, Some(ticket.issued_at));
                    for (kind, order) in [
                        ("ticket", Order::Ticket { ticket: &ticket, copy, at }),
                        ("slip", Order::Slip { ticket: &ticket, missing: &missing, at }),
                    ] {
                        let png = crate::paper::job(
                            &office,
                            order,
                            &profile,
                            &crate::paper::Fonts::shipped(),
                        )
                        .expect("fits");
                        let png = to_png(&png.bytes, &profile).expect("drawable");
                        let file = format!("{name_of_office}-{kind}-{language}-{name}.png");
                        std::fs::write(folder.join(file), png).expect("a writable folder");
                    }
                }
            }
            let sheet = calibration(&profile, Language::Indonesian).expect("fits");
            let png = to_png(&sheet.bytes, &profile).expect("drawable");
            std::fs::write(folder.join(format!("{name}-test.png")), png)
                .expect("a writable folder");
            for (kind, document) in [("standard", ticket()), ("full", full_ticket())] {
                let png = to_png(&job(&document, &profile), &profile).expect("drawable");
                let file = folder.join(format!("{name}-{kind}.png"));
                std::fs::write(file, png).expect("a writable folder");
                println!("{}", to_text(&lay_out(&document, &profile).expect("fits")));
            }
        }
    }
}
