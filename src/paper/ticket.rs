//! What the office's ticket says.
//!
//! Belongs here: which facts go on the paper, in the order of the office's template. Never here: how wide the paper
//! is or what a printer understands.

use super::document::{Align, Block, Document};
use super::picture::PictureError;
use super::raster::Bitmap;
use super::sheet::{Group, Sheet, Style};
use super::text::PaperText;
use crate::domain::{Lane, Language, ServiceCode, StageId, Ticket, Timestamp};
use crate::office::{Counter, Logo, Office, Text, TicketLine};
use crate::phrase::estimate;
use crate::phrase::time;
use crate::words::Words;

/// The sheets of a ticket, each cut by itself. `copy` 0 is the ticket itself: a sheet for each label of its template's
/// `copies`. n is its n-th copy: one sheet, which says so. `at` is when it was issued, where that is known.
pub fn sheets(office: &Office, ticket: &Ticket, copy: u32, at: Option<Timestamp>) -> Vec<Document> {
    written(office, ticket, copy, at).into_iter().map(Sheet::document).collect()
}

/// The same sheets with their sources.
pub(super) fn written<'a>(
    office: &'a Office,
    ticket: &Ticket,
    copy: u32,
    at: Option<Timestamp>,
) -> Vec<Sheet<'a>> {
    let sheet = |mark: &Mark<'a>| sheet(office, ticket, at, mark);
    let labels = &office.template(ticket.service).copies;
    match copy {
        0 if labels.is_empty() => vec![sheet(&Mark::None)],
        0 => labels.iter().map(|label| sheet(&Mark::Label(label))).collect(),
        count => vec![sheet(&Mark::Copy(count))],
    }
}

/// What tells a sheet from others of the same ticket.
enum Mark<'a> {
    None,
    Label(&'a Text),
    Copy(u32),
}

fn sheet<'a>(
    office: &'a Office,
    ticket: &Ticket,
    at: Option<Timestamp>,
    mark: &Mark<'a>,
) -> Sheet<'a> {
    let template = office.template(ticket.service);
    let mut sheet = Sheet::new(ticket.language);
    // The mark stands below the header, or first of all where there is none.
    let marked_after = usize::from(template.lines.first() == Some(&TicketLine::Office));
    for (index, line) in template.lines.iter().enumerate() {
        if index == marked_after {
            put_mark(&mut sheet, ticket.language, mark);
        }
        // A date that nobody knows is not printed.
        if *line != TicketLine::Time || at.is_some() {
            put_line(&mut sheet, office, ticket, *line);
        }
    }
    if !template.footer.is_empty() {
        sheet.group(Group::Notes);
    }
    for line in &template.footer {
        sheet.text(line, Style::Plain);
    }
    sheet
}

fn put_mark<'a>(sheet: &mut Sheet<'a>, language: Language, mark: &Mark<'a>) {
    match mark {
        Mark::None => {}
        Mark::Label(label) => {
            sheet.group(Group::Heading);
            sheet.text(label, Style::Bold);
        }
        Mark::Copy(count) => {
            sheet.group(Group::Heading);
            let mark = Words::of(language).with("paper.copy", &[("count", count)]);
            sheet.say(&mark, Style::Bold);
        }
    }
}

fn put_line<'a>(sheet: &mut Sheet<'a>, office: &'a Office, ticket: &Ticket, line: TicketLine) {
    let words = Words::of(ticket.language);
    let code = ticket.service;
    let service = office.service(code);
    match line {
        TicketLine::Office => {
            sheet.group(Group::Heading);
            let template = office.template(code);
            // A file that is no picture was refused when the office file was loaded.
            if let Some(Ok(logo)) = template.logo.as_ref().map(picture_of) {
                sheet.add(Block::Picture { bitmap: logo, align: Align::Centre }, Vec::new());
            }
            for line in &template.header {
                sheet.text(line, Style::Plain);
            }
        }
        TicketLine::Service => {
            if let Some(service) = service {
                sheet.group(Group::Service);
                sheet.text(&service.name, Style::Large);
            }
        }
        TicketLine::Case => {
            let case = ticket.case.as_ref();
            if let Some(case) = service.zip(case).and_then(|(service, id)| service.case(id)) {
                sheet.group(Group::Service);
                sheet.text(&case.name, Style::Plain);
            }
        }
        TicketLine::Number => {
            sheet.group(Group::Number);
            put_number(sheet, ticket);
        }
        TicketLine::Priority => {
            if ticket.lane == Lane::Priority {
                sheet.group(Group::Lane);
                // The bar is wider than its word.
                let mark = format!(" {} ", words.text("paper.priority"));
                sheet.say(&mark, Style::Reversed);
            }
        }
        TicketLine::Ahead => {
            sheet.group(Group::Facts);
            let ahead = estimate::people_ahead_on_paper(ticket.ahead_at_issue, words);
            sheet.say(&ahead, Style::Large);
        }
        TicketLine::Estimate => {
            // Where the queue cannot tell, nothing is said: a guess would be taken for a promise.
            if let Some(wait) = ticket.estimate {
                sheet.group(Group::Facts);
                sheet.say(&estimate::wait_on_paper(wait, words), Style::Large);
            }
        }
        TicketLine::Time => {
            sheet.group(Group::Moment);
            let local = ticket.issued_at.with_timezone(&office.zone).naive_local();
            let (day, time) = time::day_and_time(local, words);
            sheet.ends(&day, &time);
        }
        TicketLine::WaitAt => {
            if let Some(first) = service.and_then(|service| service.journey.first()) {
                sheet.group(Group::Place);
                let (place, names) = place_of(office, code, &first.id, ticket.language);
                sheet.say(words.text("paper.wait-at"), Style::Plain);
                // Several counters at that size would be a poster.
                let style = if names.len() == 1 { Style::Giant } else { Style::Large };
                sheet.line(&place, style, names);
            }
        }
        TicketLine::Qr => {
            sheet.group(Group::Code);
            // Upper-case hexadecimal is the smallest QR code of an identity that any phone can read.
            sheet.add(Block::Qr(ticket.id.0.simple().to_string().to_uppercase()), Vec::new());
        }
        TicketLine::Barcode => {
            sheet.group(Group::Code);
            sheet.add(Block::Code128(ticket.number.to_string()), Vec::new());
        }
        TicketLine::Fee => {
            if let Some(fee) = &office.fee {
                sheet.group(Group::Notes);
                sheet.text(fee, Style::Plain);
            }
        }
        TicketLine::Complaints => {
            for channel in office.complaints.iter().filter(|channel| channel.on_ticket) {
                sheet.group(Group::Notes);
                let to = channel.at.as_ref().unwrap_or(&channel.name);
                let said = words.with("paper.complaints", &[("to", &to.get(ticket.language))]);
                sheet.line(&said, Style::Plain, vec![to]);
            }
        }
        TicketLine::Missed => {
            sheet.group(Group::Notes);
            let missed = words.with("paper.missed", &[("count", &office.call_limit)]);
            sheet.say(&missed, Style::Plain);
        }
        TicketLine::Rule => sheet.divide(Block::Rule),
        TicketLine::Space => sheet.divide(Block::Space { lines: 1 }),
    }
}

/// The narrowest paper of a ticket printer, 48 mm at 203 dpi. A wider logo is scaled to it: it would cost a serial line
/// seconds and say nothing more.
const LOGO_DOTS: u32 = 384;

/// The dots of a logo.
///
/// # Errors
/// When the file is no picture that can be printed.
pub(super) fn picture_of(logo: &Logo) -> Result<Bitmap, PictureError> {
    Bitmap::from_png(&logo.file, &logo.png, LOGO_DOTS)
}

/// The number as large as the paper allows.
pub(super) fn put_number(sheet: &mut Sheet<'_>, ticket: &Ticket) {
    sheet.add(Block::Number(PaperText::new(&ticket.number.to_string())), Vec::new());
}

/// The counters where a stage of a service is called, "Loket 1 / Loket 3", with its sources.
pub(super) fn place_of<'a>(
    office: &'a Office,
    service: ServiceCode,
    stage: &StageId,
    language: Language,
) -> (String, Vec<&'a Text>) {
    let serves = |counter: &&Counter| counter.serves(service, stage);
    let names: Vec<&Text> = office.counters.iter().filter(serves).map(|c| &c.name).collect();
    let place = names.iter().map(|name| name.get(language)).collect::<Vec<_>>().join(" / ");
    (place, names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::Outside;
    use crate::paper::samples::{issued, office, words_of};

    /// The lines of every sheet of this ticket.
    fn says(office: &Office, ticket: &Ticket, copy: u32) -> Vec<Vec<String>> {
        sheets(office, ticket, copy, Some(ticket.issued_at)).iter().map(words_of).collect()
    }

    fn magetan() -> Office {
        office("magetan", str::to_owned)
    }

    #[test]
    fn the_ticket_of_magetan_says_what_a_visitor_needs_in_the_order_in_which_it_is_needed() {
        let office = magetan();
        let ticket = Ticket { lane: Lane::Priority, ..issued(&office, 'T', Language::Indonesian) };
        let expected = [
            "Dinas Dukcapil Kabupaten Magetan",
            "Senin, 23 Nov 2026 | 10:42",
            "KTP Elektronik (cetak)",
            "Baru",
            "T012",
            "PRIORITAS",
            "Tunggu panggilan di",
            "Loket 1",
            "5 orang di depan Anda",
            "Tidak dipungut biaya",
            "Dilewati setelah 3 panggilan",
            "Pengaduan: dispenduk@magetan.go.id",
        ];
        assert_eq!(says(&office, &ticket, 0), [expected]);
    }

    #[test]
    fn the_ticket_speaks_the_language_of_its_visitor() {
        let office = magetan();
        let english = says(&office, &issued(&office, 'T', Language::English), 0).remove(0);
        for line in ["Electronic ID card", "Free of charge", "Wait for the call at", "Counter 1"] {
            assert!(english.iter().any(|said| said == line), "{line} is not in {english:?}");
        }
        assert!(!english.iter().any(|said| said.contains("PRIORITY")), "regular lane");
    }

    #[test]
    fn the_village_prints_a_sheet_for_each_label_and_a_reprint_only_one() {
        let office = office("desa", str::to_owned);
        let ticket = issued(&office, 'T', Language::Indonesian);
        let both = says(&office, &ticket, 0);
        let [mine, of_the_file] = &both[..] else { panic!("two sheets: {both:?}") };
        let moment = "Senin, 23 Nov 2026 | 10:42";
        assert_eq!(mine[2..6], ["Untuk pemohon", moment, "KTP Elektronik", "Baru"]);
        assert_eq!(of_the_file[2], "Untuk berkas");
        assert_eq!((&mine[..2], &mine[3..]), (&of_the_file[..2], &of_the_file[3..]));

        let reprint = says(&office, &ticket, 7);
        assert_eq!(reprint.len(), 1);
        assert_eq!(reprint[0][2..5], ["SALINAN 7", moment, "KTP Elektronik"]);
        assert!(!reprint[0].iter().any(|line| line.starts_with("Untuk")));
    }

    #[test]
    fn a_template_decides_which_lines_stand_where() {
        let template = "[ticket]\nheader = [\"A\"]\nfooter = [\"Z\"]\n\
            lines = [\"number\", \"barcode\", \"rule\", \"time\", \"office\"]";
        let office = office("desa", |source| {
            let (before, rest) = source.split_once("[ticket]").expect("a template");
            let (_, after) = rest.split_once("[screens]").expect("the next section");
            format!("{before}{template}\n[screens]{after}")
        });
        let ticket = issued(&office, 'T', Language::Indonesian);
        let lines = ["T012", "(T012)", "---", "Senin, 23 Nov 2026 | 10:42", "A", "Z"];
        assert_eq!(says(&office, &ticket, 0), [lines.map(str::to_owned)]);
        // Without a header on top the mark is the first thing on the paper.
        assert_eq!(says(&office, &ticket, 2)[0][0], "SALINAN 2");
    }

    #[test]
    fn the_logo_stands_above_the_header_and_a_broken_one_is_left_out() {
        let png = crate::paper::samples::png(640, 40);
        let with_logo = |png: Vec<u8>| {
            let (_, source) = crate::office::SAMPLES[0];
            let source = source.replace("logo = \"\"", "logo = \"logo.png\"");
            let picture = move |_: &str| Ok(png.clone());
            let outside = Outside { picture: &picture, ..Outside::default() };
            let office = Office::parse(&source, &outside).expect("a valid office");
            let ticket = issued(&office, 'T', Language::Indonesian);
            sheets(&office, &ticket, 0, Some(ticket.issued_at)).remove(0).blocks
        };
        let blocks = with_logo(png);
        let Block::Picture { bitmap, align: Align::Centre } = &blocks[0] else {
            panic!("{blocks:?}")
        };
        assert_eq!((bitmap.width_dots(), bitmap.rows()), (384, 24), "scaled to 48 mm");
        assert_eq!(blocks[1..], with_logo(b"no picture".to_vec()));
    }

    #[test]
    fn what_an_office_does_not_know_is_not_on_its_paper() {
        let office = office("desa", |source| source.replace("fee = ", "# fee = "));
        let ticket = Ticket { case: None, ..issued(&office, 'K', Language::Indonesian) };
        let lines = says(&office, &ticket, 1).remove(0);
        assert!(!lines.iter().any(|line| line.contains("biaya") || line.contains("Pengaduan")));
        assert_eq!(lines[4..6], ["Kartu Keluarga", "K012"], "no case");
    }
}
