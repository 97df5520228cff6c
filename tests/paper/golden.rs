//! Tickets as pictures that somebody has looked at, compared dot for dot.
//!
//! A change that moves ink fails here. Look at the new pictures, then take them over:
//!
//! ```text
//! ANTRE_BLESS=1 cargo test --no-default-features golden
//! ```
//!
//! Never here: words of the office; what a ticket says is tested elsewhere.

use crate::support::offices::magetan;
use antre::domain::WaitRange;
use antre::domain::{BusinessDay, Lane, Language, Ticket, TicketId, TicketNumber, Timestamp};
use antre::office::{Office, Outside, PrintAs};
use antre::paper::{Document, Fonts, Order, Profile, encode, job, lay_out_with, to_png};
use std::fs;
use std::path::{Path, PathBuf};

const TICKET_ID: &str = "01939F3B6A7C7D2E8B4F0A1C2D3E4F50";

/// A font file that an office might add: a few Chinese characters.
pub fn chinese_font() -> Vec<u8> {
    fs::read(root().join("tests/fonts/NotoSansSC-subset.otf")).unwrap()
}

fn fonts() -> Fonts {
    Fonts::shipped().with_file("NotoSansSC-subset.otf", chinese_font()).unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[track_caller]
fn check(name: &str, document: &Document) {
    check_as(PrintAs::Text, name, document);
}

#[track_caller]
fn check_as(print_as: PrintAs, name: &str, document: &Document) {
    for printer in ["generic-58", "generic-80"] {
        let profile = Profile::shipped(printer).unwrap().printing_as(print_as);
        let layout = lay_out_with(document, &profile, &fonts()).unwrap();
        let png = to_png(&encode(&layout, &profile), &profile).unwrap();
        let picture = Picture::read(&png);
        let drawn_mm = profile.mm_of_dots(picture.height);
        let said_mm = layout.height_mm(&profile);
        assert!((drawn_mm - said_mm).abs() < 1.0, "{drawn_mm} mm drawn, {said_mm} mm said");
        picture.compare(&format!("{name}-{printer}.png"));
    }
}

/// Black dots on white.
#[derive(PartialEq)]
struct Picture {
    width: u32,
    height: u32,
    black: Vec<bool>,
}

impl Picture {
    /// Any grey PNG; darker than the middle is black.
    fn read(file: &[u8]) -> Picture {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().unwrap();
        let mut grey = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut grey).unwrap();
        assert_eq!(info.color_type, png::ColorType::Grayscale);
        let black = grey[..info.buffer_size()].iter().map(|&grey| grey < 128).collect();
        Picture { width: info.width, height: info.height, black }
    }

    /// One bit for each dot.
    fn png(&self) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, self.width, self.height);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        encoder.set_compression(png::Compression::High);
        let mut writer = encoder.write_header().unwrap();
        let byte = |dots: &[bool]| {
            (0..8).fold(0, |byte, bit| byte << 1 | u8::from(!dots.get(bit).unwrap_or(&false)))
        };
        let rows = self.black.chunks(self.width as usize);
        let bytes: Vec<u8> = rows.flat_map(|row| row.chunks(8).map(byte)).collect();
        writer.write_image_data(&bytes).unwrap();
        writer.finish().unwrap();
        file
    }

    #[track_caller]
    fn compare(&self, name: &str) {
        let blessed: PathBuf = root().join("tests/paper/golden").join(name);
        if std::env::var_os("ANTRE_BLESS").is_some() {
            fs::write(&blessed, self.png()).unwrap();
        }
        let golden = fs::read(&blessed).map(|file| Picture::read(&file));
        if !golden.is_ok_and(|golden| golden == *self) {
            let seen = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
            fs::write(&seen, self.png()).unwrap();
            panic!(
                "{} no longer shows this ticket; it looks like {}. Look at both; if the new one is \
                 right, run again with ANTRE_BLESS=1",
                blessed.display(),
                seen.display()
            );
        }
    }
}

/// A ticket with these words, as a document of its own: what it looks like does not depend on any office.
fn ticket(office: &str, service: &str, lines: [&str; 3]) -> Document {
    let [ahead, place, fee] = lines;
    Document::new()
        .centred(office)
        .bold(service)
        .number("T012")
        .space(1)
        .centred(ahead)
        .bold(place)
        .centred("23 Nov 2026 10:42")
        .qr(TICKET_ID)
        .centred(fee)
}

#[test]
fn golden_javanese_ticket() {
    let lines = ["ꦲꦤ ꧕ ꦮꦺꦴꦁ ꦱꦢꦸꦫꦸꦁꦔꦶꦥꦸꦤ꧀", "ꦔꦤ꧀ꦠꦿꦶ ꦲꦶꦁ ꦭꦺꦴꦏꦺꦠ꧀ ꧑-꧒", "ꦩꦧꦺꦴꦠꦼꦤ꧀ ꦩꦧꦪꦂ"];
    let office = "ꦢꦶꦤꦱ꧀ ꦏꦥꦼꦤ꧀ꦢꦸꦢꦸꦏ꧀ꦏꦤ꧀ ꦭꦤ꧀ ꦥꦼꦚ꧀ꦕꦠꦠꦤ꧀ ꦱꦶꦥꦶꦭ꧀ ꦏꦧꦸꦥꦠꦺꦤ꧀ ꦩꦒꦼꦠꦤ꧀";
    check("javanese", &ticket(office, "KTP Elektronik ꦏꦠꦺꦥꦺ", lines).rule().large("ꦩꦒꦼꦠꦤ꧀", 3));
}

#[test]
fn golden_arabic_ticket() {
    let lines = ["أمامك ٥ أشخاص", "انتظر عند الشباك 1-2", "الخدمة مجانية"];
    let office = "مكتب السجل المدني في ماجيتان";
    check("arabic", &ticket(office, "بطاقة الهوية الإلكترونية (KTP)", lines));
}

#[test]
fn golden_chinese_ticket() {
    let lines = ["您前面有 5 位", "请在 1-2 号窗口等候", "不收费"];
    check("chinese", &ticket("马格坦县人口与民事登记局", "电子身份证 (KTP)", lines));
}

/// The office's own ticket T012, issued at a fixed moment.
fn office_ticket(source: &str, language: Language, lane: Lane, copy: u32) -> Document {
    let picture = |_: &str| Ok(fs::read(root().join("tests/paper/golden/emblem.png")).unwrap());
    let office = Office::parse(source, &Outside { picture: &picture, ..Outside::default() });
    let office = office.unwrap_or_else(|faults| panic!("{faults:?}"));
    let service = &office.services[0];
    let at: Timestamp = "2026-11-23T03:42:00Z".parse().unwrap();
    let number = TicketNumber::new(service.code, 12).unwrap();
    let (id, day) = (TicketId(TICKET_ID.parse().unwrap()), BusinessDay::of(at, office.zone));
    let ticket = Ticket {
        case: service.cases.first().map(|case| case.id.clone()),
        estimate: Some(WaitRange { from: 20, to: 30 }),
        ahead_at_issue: 5,
        lane,
        language,
        ..Ticket::new(id, number, day, service.journey[0].id.clone(), at)
    };
    let mut sheets = job::sheets(&office, Order::Ticket { ticket: &ticket, copy, at: Some(at) });
    assert_eq!(sheets.len(), 1);
    sheets.remove(0)
}

#[test]
fn golden_standard_ticket() {
    let ticket = office_ticket(&magetan(), Language::Indonesian, Lane::Regular, 0);
    check("standard", &ticket);
}

#[test]
fn golden_ticket_drawn_as_pictures() {
    let ticket = office_ticket(&magetan(), Language::Indonesian, Lane::Priority, 0);
    check_as(PrintAs::Picture, "drawn", &ticket);
}

#[test]
fn golden_copy_for_the_priority_lane() {
    check("priority-copy", &office_ticket(&magetan(), Language::Javanese, Lane::Priority, 2));
}

#[test]
fn golden_ticket_with_everything_on_it() {
    let lines = "lines = [\"office\", \"rule\", \"service\", \"case\", \"number\", \"priority\", \"ahead\", \
                 \"estimate\", \"time\", \"wait-at\", \"qr\", \"barcode\", \"fee\", \"complaints\", \"missed\", \
                 \"rule\"]\n";
    let source = magetan().replace("logo = \"\"", "logo = \"emblem.png\"");
    let source = source.replace("footer = []", "footer = [\"Matur nuwun\", \"ꦩꦠꦸꦂꦤꦸꦮꦸꦤ꧀\"]");
    let (before, after) = source.split_once("lines = [").unwrap();
    let after = after.split_once("]\n").unwrap().1;
    let source = format!("{before}{lines}{after}");
    check("full", &office_ticket(&source, Language::English, Lane::Priority, 0));
}
