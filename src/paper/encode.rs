//! A layout as ESC/POS bytes. The only file that knows the crate `escpos`.
//!
//! The crate composes what it does well (initialise, justify, size, bold, the native QR code) into
//! memory; it never sees a port. Text, code pages, feeds, pictures and the cut are bytes of our
//! own, because in version 0.20 the crate sends UTF-8 for characters outside its page, precedes
//! pictures with CAN and sends a full cut for a partial one. Never here: a decision that can fail
//! (that is `layout`), so encoding always succeeds.

use std::cell::RefCell;

use escpos::driver::Driver;
use escpos::errors::Result as EscposResult;
use escpos::printer::Printer;
use escpos::utils::{JustifyMode, Protocol, QRCodeCorrectionLevel, QRCodeModel, QRCodeOption};

use super::code_page::CodePage;
use super::document::{Align, Weight};
use super::layout::{Barcode, Drawn, Layout, Line, Op, Qr, lines_to_cutter};
use super::profile::{CutCommand, Profile};
use super::raster::Bitmap;

const LF: u8 = 0x0a;
const ESC: u8 = 0x1b;
const FS: u8 = 0x1c;
const GS: u8 = 0x1d;

/// The bytes that print `layout` on the printer of `profile`: one job, cut at its end.
///
/// Every byte that could be left out is left out: on a serial line at 9600 baud each one costs a
/// millisecond of a visitor's time.
pub fn encode(layout: &Layout, profile: &Profile) -> Vec<u8> {
    compose(layout, profile).expect(
        "composing in memory fails only on a text size outside 1..=8 or a QR code of over 7089 \
         characters, and layout admits neither",
    )
}

/// The bytes that part what hangs out of the printer from the next job: half a ticket of somebody who has gone. A
/// printer inside a kiosk takes it back, so that it is not handed to the next visitor. Nothing where the printer has no
/// blade.
pub fn part_off(profile: &Profile) -> Vec<u8> {
    if profile.cut.command == CutCommand::None {
        return Vec::new();
    }
    let mut bytes = Composer::start(profile)
        .and_then(Composer::finish)
        .expect("composing in memory fails only on sizes and codes, and here are none");
    if let Some(presenter) = &profile.presenter {
        bytes.extend(presenter.makes_room());
    }
    bytes
}

fn compose(layout: &Layout, profile: &Profile) -> EscposResult<Vec<u8>> {
    let mut composer = Composer::start(profile)?;
    for op in &layout.ops {
        match op {
            Op::Line(line) => composer.line(line)?,
            Op::Feed { lines } => composer.feed(*lines)?,
            Op::Qr(qr) => composer.qr(qr)?,
            Op::Barcode(code) => composer.barcode(code)?,
            Op::Drawn(Drawn { bitmap, align, .. }) | Op::Picture { bitmap, align } => {
                composer.picture(bitmap, *align, false)?
            }
        }
    }
    composer.finish()
}

/// The state that the printer is in after the bytes so far, so that nothing is said twice.
struct Composer<'a> {
    printer: Printer<Memory>,
    profile: &'a Profile,
    align: Align,
    weight: Weight,
    scale: u8,
    /// The number of the page that is selected.
    page: Option<u8>,
    /// The last bytes were a picture.
    after_picture: bool,
}

impl<'a> Composer<'a> {
    fn start(profile: &'a Profile) -> EscposResult<Composer<'a>> {
        let mut printer = Printer::new(Memory::default(), Protocol::default(), None);
        // ESC @ belongs at the start: at the end it can swallow the first bytes of the next job.
        printer.init()?;
        if profile.init.cancel_kanji {
            printer.custom(&[FS, b'.'])?;
        }
        if !profile.init.bytes.is_empty() {
            printer.custom(&profile.init.bytes)?;
        }
        // ESC @ may have ended a mode of the output, so every sheet sets it again.
        if let Some(presenter) = profile.presenter.as_ref().filter(|p| !p.init.is_empty()) {
            printer.custom(&presenter.init)?;
        }
        Ok(Composer {
            printer,
            profile,
            align: Align::default(),
            weight: Weight::default(),
            scale: 1,
            // Which page a clone starts in is not known, so the first accent always selects one.
            page: None,
            after_picture: false,
        })
    }

    fn line(&mut self, line: &Line) -> EscposResult<()> {
        self.after_picture = false;
        self.set_align(line.align)?;
        self.set_scale(line.scale)?;
        self.set_weight(line.weight)?;
        for run in &line.runs {
            self.set_page(run.page, line.page_number)?;
            self.printer.custom(&run.bytes)?;
        }
        self.printer.custom(&[LF])?;
        Ok(())
    }

    fn feed(&mut self, lines: u8) -> EscposResult<()> {
        // Some printers feed an empty line by the height of the current size.
        self.set_scale(1)?;
        if std::mem::take(&mut self.after_picture) && self.profile.image.swallows_line_feed {
            self.printer.custom(&[LF])?;
        }
        match lines {
            0..=2 => self.printer.custom(&[LF, LF][..usize::from(lines)])?,
            _ => self.printer.custom(&[ESC, b'd', lines])?,
        };
        Ok(())
    }

    fn qr(&mut self, qr: &Qr) -> EscposResult<()> {
        if qr.native {
            self.set_align(Align::Centre)?;
            let option =
                QRCodeOption::new(QRCodeModel::Model2, qr.module_dots, QRCodeCorrectionLevel::M);
            self.printer.qrcode_option(&qr.payload, option)?;
        } else {
            let picture = Bitmap::of_qr(&qr.matrix, usize::from(qr.module_dots / 2));
            self.picture(&picture, Align::Centre, true)?;
        }
        Ok(())
    }

    /// `GS h`, `GS w` and `GS k`: height, width and the code in code set B, without characters below it.
    fn barcode(&mut self, code: &Barcode) -> EscposResult<()> {
        let Barcode { payload, module_dots, height_dots, .. } = code;
        if !code.native {
            let picture = code.bars.bitmap(usize::from(*module_dots), usize::from(*height_dots));
            return self.picture(&picture, Align::Centre, false);
        }
        self.set_align(Align::Centre)?;
        self.printer.custom(&[GS, b'h', *height_dots, GS, b'w', *module_dots])?;
        // A payload that fits the paper is far shorter than 253 characters.
        let length = u8::try_from(payload.len() + 2).unwrap_or(u8::MAX);
        self.printer.custom(&[GS, b'k', 73, length, b'{', b'B'])?;
        self.printer.custom(payload.as_bytes())?;
        self.after_picture = false;
        Ok(())
    }

    fn picture(&mut self, bitmap: &Bitmap, align: Align, doubled: bool) -> EscposResult<()> {
        self.set_align(align)?;
        self.printer.custom(&bitmap.encode(self.profile, doubled))?;
        self.after_picture = true;
        Ok(())
    }

    /// Cuts, and hands over the bytes. Cut commands work only at the beginning of a line; every
    /// op ends there.
    fn finish(mut self) -> EscposResult<Vec<u8>> {
        let cut = &self.profile.cut;
        let units = cut.margin_mm * f64::from(self.profile.geometry.motion_per_inch) / 25.4;
        let feed_units = units.round().clamp(0.0, 255.0) as u8;
        let command: &[u8] = match cut.command {
            CutCommand::GsV66 => &[GS, b'V', 66, feed_units],
            CutCommand::GsV65 => &[GS, b'V', 65, feed_units],
            CutCommand::GsV1 => &[GS, b'V', 1],
            CutCommand::EscI => &[ESC, b'i'],
            CutCommand::EscM => &[ESC, b'm'],
            CutCommand::None => &[],
        };
        if !matches!(cut.command, CutCommand::GsV66 | CutCommand::GsV65) {
            self.feed(lines_to_cutter(self.profile))?;
        }
        if let Some(presenter) =
            self.profile.presenter.as_ref().filter(|p| !p.before_cut.is_empty())
        {
            self.printer.custom(&presenter.before_cut)?;
        }
        self.printer.custom(command)?;
        self.printer.print()?;
        Ok(self.printer.driver().bytes.into_inner())
    }

    fn set_align(&mut self, align: Align) -> EscposResult<()> {
        if self.align != align {
            self.printer.justify(match align {
                Align::Left => JustifyMode::LEFT,
                Align::Centre => JustifyMode::CENTER,
                Align::Right => JustifyMode::RIGHT,
            })?;
            self.align = align;
        }
        Ok(())
    }

    fn set_weight(&mut self, weight: Weight) -> EscposResult<()> {
        let is_new = |this: Weight, before: Weight| (this == weight) != (this == before);
        if is_new(Weight::Bold, self.weight) {
            self.printer.bold(weight == Weight::Bold)?;
        }
        if is_new(Weight::Reversed, self.weight) {
            self.printer.reverse(weight == Weight::Reversed)?;
        }
        self.weight = weight;
        Ok(())
    }

    fn set_scale(&mut self, scale: u8) -> EscposResult<()> {
        if self.scale != scale {
            self.printer.size(scale, scale)?;
            self.scale = scale;
        }
        Ok(())
    }

    /// Selects `page` under the number of the profile, or under `tried`. A line of ASCII alone needs no page.
    fn set_page(&mut self, page: Option<CodePage>, tried: Option<u8>) -> EscposResult<()> {
        let own = page.and_then(|page| self.profile.code_pages.numbers.get(&page).copied());
        let number = page.and(tried).or(own);
        if let (Some(number), true) = (number, number != self.page) {
            self.printer.custom(&[ESC, b't', number])?;
            self.page = Some(number);
        }
        Ok(())
    }
}

/// A printer that only remembers.
#[derive(Default)]
struct Memory {
    bytes: RefCell<Vec<u8>>,
}

impl Driver for Memory {
    fn name(&self) -> String {
        "memory".to_owned()
    }

    fn write(&self, data: &[u8]) -> EscposResult<()> {
        self.bytes.try_borrow_mut()?.extend_from_slice(data);
        Ok(())
    }

    fn read(&self, _buffer: &mut [u8]) -> EscposResult<usize> {
        Ok(0)
    }

    fn flush(&self) -> EscposResult<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::commands::{self, Kind};
    use crate::paper::document::Document;
    use crate::paper::layout::lay_out;
    use crate::paper::profile::CodeMethod;
    use crate::paper::samples::{profile, ticket};
    use proptest::prelude::*;

    fn bytes(document: &Document, profile: &Profile) -> Vec<u8> {
        encode(&lay_out(document, profile).expect("the document fits"), profile)
    }

    #[test]
    fn the_standard_ticket_fits_its_budget() {
        for name in Profile::shipped_names() {
            let mut profile = profile(name);
            let own = bytes(&ticket(), &profile).len();
            profile.qr = CodeMethod::Native;
            let native = bytes(&ticket(), &profile).len();
            profile.qr = CodeMethod::None;
            let bare = bytes(&ticket(), &profile).len();
            println!(
                "standard ticket on {name}: {bare} bytes, with a code {own}, a native one {native}"
            );
            assert!(bare <= 256, "{name}: {bare} bytes");
        }
    }

    #[test]
    fn a_ticket_is_these_bytes() {
        let document =
            Document::new().bold("Dukcapil").number("T012").space(2).centred("Loket 1").left("x");
        let expected = [
            b"\x1b@\x1ba\x01\x1bE\x01Dukcapil\n".as_slice(),
            b"\x1d!\x77\x1bE\x00T012\n\x1d!\x00\n\nLoket 1\n\x1ba\x00x\n",
            b"\x1dVB\x20",
        ];
        assert_eq!(bytes(&document, &profile("generic-80")), expected.concat());
    }

    #[test]
    fn a_printer_that_boots_in_chinese_is_told_at_the_start() {
        let job = bytes(&Document::new().left("x"), &profile("xprinter-xp-80"));
        assert!(job.starts_with(b"\x1b@\x1c.x\n"));
    }

    #[test]
    fn every_cut_is_the_command_of_the_profile() {
        let mut profile = profile("generic-80");
        for (command, end) in [
            (CutCommand::GsV65, b"x\n\x1dVA\x20".as_slice()),
            (CutCommand::GsV1, b"x\n\x1bd\x06\x1dV\x01"),
            (CutCommand::EscI, b"x\n\x1bd\x06\x1bi"),
            (CutCommand::EscM, b"x\n\x1bd\x06\x1bm"),
            (CutCommand::None, b"x\n\x1bd\x06"),
        ] {
            profile.cut.command = command;
            let job = bytes(&Document::new().left("x"), &profile);
            assert!(job.ends_with(end), "{command:?}: {job:x?}");
        }
    }

    #[test]
    fn half_a_ticket_is_parted_off_where_there_is_a_blade() {
        // 4 mm in units of 1/406 inch.
        assert_eq!(part_off(&profile("epson-tm-t20iii")), b"\x1b@\x1dVB\x40");
        assert_eq!(part_off(&profile("generic-58")), b"");
    }

    #[test]
    fn a_printer_in_a_kiosk_takes_back_what_is_parted_off() {
        assert_eq!(part_off(&profile("custom-vkp80ii")), b"\x1b@\x1dVA\x20\x1de\x02");
        assert_eq!(part_off(&profile("citizen-ppu-700")), b"\x1b@\x1dR1\x00\x1dVA\x20\x1dR0");
    }

    #[test]
    fn a_black_mark_is_found_before_each_cut() {
        let mut profile = profile("custom-vkp80ii");
        profile.presenter.as_mut().expect("it has one").before_cut = vec![0x1d, 0xf8];
        assert!(bytes(&Document::new().left("x"), &profile).ends_with(b"x\n\x1d\xf8\x1dVA\x20"));
    }

    #[test]
    fn a_line_feed_that_a_printer_swallows_is_sent_twice() {
        let mut profile = profile("generic-58");
        let document = Document::new().qr("T").centred("x").space(2).centred("y");
        let usual = bytes(&document, &profile);
        profile.image.swallows_line_feed = true;
        let more = bytes(&document, &profile);
        let end_of_picture = usual.windows(2).rposition(|pair| pair == b"\nx").expect("x follows");
        let expected = [&usual[..end_of_picture], b"\n", &usual[end_of_picture..]].concat();
        assert_eq!(more, expected, "once more after the picture, and nowhere else");
    }

    #[test]
    fn a_bar_code_is_drawn_by_the_printer_or_sent_as_a_picture() {
        let mut profile = profile("generic-80");
        let document = Document::new().code128("T012").left("x");
        let native = bytes(&document, &profile);
        let expected = b"\x1b@\x1ba\x01\x1dh\x40\x1dw\x03\x1dkI\x06{BT012\n";
        assert!(native.starts_with(expected), "{native:x?}");
        profile.code128 = CodeMethod::Raster;
        let picture = bytes(&document, &profile);
        // 79 modules of 3 dots in 30 bytes, 64 rows of them in two bands.
        assert!(picture.starts_with(b"\x1b@\x1ba\x01\x1dv0\x00\x1e\x00\x30\x00"), "{picture:x?}");
        profile.code128 = CodeMethod::None;
        assert_eq!(bytes(&document, &profile), bytes(&Document::new().left("x"), &profile));
    }

    #[test]
    fn the_code_page_changes_only_for_a_line_that_needs_it() {
        let document = Document::new().left("a").left("é").left("b").left("è");
        let job = bytes(&document, &profile("generic-80"));
        assert!(job.starts_with(b"\x1b@a\n\x1bt\x10\xe9\nb\n\xe8\n"), "{job:x?}");
    }

    /// What the commands in a job are, without the characters between them.
    fn command_bytes(job: &[u8]) -> Vec<Vec<u8>> {
        let mut rest = job;
        let mut found = Vec::new();
        while let Some(command) = commands::first(rest) {
            let (this, later) = rest.split_at(command.len);
            if this[0] < 0x20 {
                assert_ne!(command.kind, Kind::NotPaper, "{this:x?}");
                found.push(this.to_vec());
            }
            rest = later;
        }
        assert!(rest.is_empty(), "the job ends inside a command: {rest:x?}");
        found
    }

    #[test]
    fn hostile_text_adds_no_command() {
        let profile = profile("generic-80");
        let plain = bytes(&Document::new().centred("KTP x y").number("T012"), &profile);
        let hostile = "KTP\u{1b}\u{10}\u{4}\u{14}\u{9b}\u{202e} x\u{1d}\u{1c} y\u{0}";
        let attacked = bytes(&Document::new().centred(hostile).number("T\u{1b}012"), &profile);
        assert_eq!(attacked, plain);
    }

    proptest! {
        #[test]
        fn no_text_ever_becomes_a_command(
            raw in "[ -~\\x00-\\x1f\\x7f-\\u{ff}\\u{200e}\\u{202e}]{0,60}",
        ) {
            let profile = profile("generic-58");
            if let Ok(layout) = lay_out(&Document::new().left(&raw), &profile) {
                let job = encode(&layout, &profile);
                prop_assert!(!job.windows(2).any(|pair| matches!(pair, [0x10, 4 | 5 | 0x14])));
                for command in command_bytes(&job) {
                    let ours = matches!(command.as_slice(), [LF] | [ESC, b'@' | b't' | b'd', ..]);
                    prop_assert!(ours, "{:x?}", command);
                }
            }
        }
    }
}
