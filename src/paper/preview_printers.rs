//! Both sample tickets on the paper of every printer: those that the program carries, and those that the renderer
//! knows and we do not.
//!
//! Belongs here: what the renderer says of each character and each picture, held against the layout. Never here: how
//! a picture of paper is composed (that is tried beside `preview.rs`).

use super::*;
use crate::paper::code_page::CodePage;
use crate::paper::document::{Align, Document};
use crate::paper::layout::{Layout, Op};
use crate::paper::profile::CutCommand;
use crate::paper::samples::{TICKET_ID, full_ticket, profile, ticket};
use crate::paper::{encode, lay_out};
use escpost_render::{DecodedCommand, Effect, PaintRegion, render_with_trace};

/// What an independent decoder reads in the one QR code of a picture.
pub(super) fn read_qr(png: &[u8]) -> String {
    let (dots, width) = grey_dots(png).expect("our own PNG");
    let dot = |x: usize, y: usize| dots[y * width + x];
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, dots.len() / width, dot);
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "one code on the ticket");
    grids[0].decode().expect("a readable code").1
}

/// One line of characters, or one picture, as the renderer put it on the paper.
#[derive(Debug)]
struct Row {
    text: String,
    left: u32,
    right: u32,
    top: u32,
    bottom: u32,
}

impl Row {
    fn new(character: Option<u8>, at: &PaintRegion) -> Row {
        let text = character.map(char::from).into_iter().collect();
        let (right, bottom) = (at.x + at.width, at.y + at.height);
        Row { text, left: at.x, right, top: at.y, bottom }
    }
}

/// Everything that is on the paper, from top to bottom. The sample tickets are ASCII.
fn printed(bytes: &[u8], profile: &Profile) -> Vec<Row> {
    let printer = renderer_profile(profile).expect("the renderer knows it");
    let drawn = render_with_trace(&print_data(bytes, profile), &printer).expect("drawable");
    assert_eq!(drawn.render.warnings, [], "{}", profile.name);
    let mut rows: Vec<Row> = Vec::new();
    for command in drawn.trace.sheets.iter().flat_map(|sheet| &sheet.commands) {
        for effect in &command.effects {
            let Effect::Paint { bounds } = effect else { continue };
            let character = match command.command {
                DecodedCommand::TextByte(byte) => Some(byte),
                _ => None,
            };
            match rows.last_mut() {
                Some(row) if character.is_some() && row.top == bounds.y => {
                    row.text.extend(character.map(char::from));
                    row.right = bounds.x + bounds.width;
                }
                _ => rows.push(Row::new(character, bounds)),
            }
        }
    }
    rows
}

/// Holds the paper against the layout: every line whole, in order, in its size and place, nothing beyond the edge,
/// nothing on top of anything else.
fn check_paper(layout: &Layout, profile: &Profile) {
    let name = &profile.name;
    let rows = printed(&encode(layout, profile), profile);
    for (above, below) in rows.iter().zip(rows.iter().skip(1)) {
        assert!(above.bottom <= below.top, "{name}: {above:?} reaches into {below:?}");
    }
    for row in &rows {
        assert!(row.right <= profile.geometry.dots, "{name}: {row:?} leaves the paper");
    }
    let mut texts = rows.iter().filter(|row| !row.text.is_empty());
    for op in &layout.ops {
        let Op::Line(line) = op else { continue };
        let row = texts.next().unwrap_or_else(|| panic!("{name}: {:?} is missing", line.text));
        assert_eq!(row.text, line.text, "{name}");
        let height = profile.font_a.cell_height_dots * u32::from(line.scale);
        assert_eq!(row.bottom - row.top, height, "{name}: the size of {:?}", line.text);
        if line.align == Align::Centre {
            let uneven = row.left.abs_diff(profile.geometry.dots - row.right);
            assert!(uneven <= 1, "{name}: {row:?} is not in the middle");
        }
    }
    assert!(texts.next().is_none(), "{name}: more lines than the layout has");
}

fn check_printer(profile: &Profile) {
    let name = &profile.name;
    let lay = |document: &Document| lay_out(document, profile).expect("the ticket fits");
    let standard = lay(&ticket());
    assert!(
        standard.ops.iter().any(|op| matches!(op, Op::Line(line) if line.text == "T012")),
        "{name}"
    );
    check_paper(&standard, profile);
    let png = to_png(&encode(&standard, profile), profile).expect("drawable");
    if profile.qr != CodeMethod::None {
        assert_eq!(read_qr(&png), TICKET_ID, "{name}");
    }
    let (dots, width) = grey_dots(&png).expect("our own PNG");
    let (drawn, said) =
        (profile.mm_of_dots((dots.len() / width) as u32), standard.height_mm(profile));
    assert!((drawn - said).abs() < 1.0, "{name}: drawn {drawn} mm, said {said} mm");
    check_paper(&lay(&full_ticket().code128("T012")), profile);
}

#[test]
fn both_tickets_are_whole_on_every_printer_that_the_program_carries() {
    for name in Profile::shipped_names() {
        check_printer(&profile(name));
    }
}

#[test]
fn a_printer_that_swallows_a_line_feed_keeps_the_quiet_zone_below_a_picture() {
    let mut printer = profile("netum-nt-5890k");
    assert!(printer.image.swallows_line_feed);
    printer.qr = CodeMethod::Raster;
    check_printer(&printer);
}

/// A printer as the renderer describes it, in our words.
fn known_to_the_renderer(id: &str) -> Profile {
    let theirs = resolver::resolve(id).expect("it is in the list");
    let mut ours = profile("generic-80");
    ours.name = id.to_owned();
    ours.preview = id.to_owned();
    let geometry = &mut ours.geometry;
    geometry.dots = theirs.geometry.printable_width_dots;
    geometry.dpi = theirs.geometry.dpi_x;
    geometry.paper_mm = f64::from(theirs.paper_width_tenths_mm) / 10.0;
    geometry.line_spacing_dots = theirs.defaults.line_spacing_dots;
    geometry.motion_per_inch = theirs.motion.vertical_units_per_inch;
    ours.font_a.cell_width_dots = theirs.fonts.a.cell_width_dots;
    ours.font_a.cell_height_dots = theirs.fonts.a.cell_height_dots;
    ours.font_a.columns = geometry.dots / theirs.fonts.a.cell_width_dots;
    if theirs.cutter.is_none() {
        ours.cut.mode = CutMode::None;
        ours.cut.command = CutCommand::None;
    }
    let features = &theirs.features;
    ours.image.swallows_line_feed =
        theirs.commands.gs_v_0_following_lf == escpost_profiles::FeedBehavior::Ignored;
    ours.image.command = match (features.graphics, features.bit_image_raster) {
        (true, _) => ImageCommand::GsParenL,
        (_, true) => ImageCommand::GsV0,
        _ if features.bit_image_column => ImageCommand::EscStar33,
        _ => ImageCommand::None,
    };
    ours.qr = match (features.qr_code, ours.image.command) {
        (true, _) => CodeMethod::Native,
        (false, ImageCommand::None) => CodeMethod::None,
        (false, _) => CodeMethod::Raster,
    };
    let theirs_code128 = features.barcodes.function_b.contains(&BarcodeSystem::Code128);
    ours.code128 = match (theirs_code128, ours.image.command) {
        (true, _) => CodeMethod::Native,
        (false, ImageCommand::None) => CodeMethod::None,
        (false, _) => CodeMethod::Raster,
    };
    let slots = CodePage::ALL.into_iter().filter_map(|page| {
        let name = format!("CP{}", page.number());
        let slot = theirs.code_pages.iter().find(|(_, encoding)| **encoding == name);
        slot.map(|(slot, _)| (page, *slot))
    });
    ours.code_pages.numbers = slots.collect();
    ours.code_pages.preferred = ours.code_pages.numbers.keys().copied().collect();
    ours
}

#[test]
fn both_tickets_are_whole_on_every_printer_that_the_renderer_knows() {
    let ids = resolver::available_ids().expect("its list is part of the crate");
    assert!(ids.len() >= 30, "{ids:?}");
    for id in ids {
        check_printer(&known_to_the_renderer(&id));
    }
}
