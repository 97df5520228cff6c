//! The script of the morning: who comes, who calls, what goes wrong, and what everybody sees.

use super::album::Album;
use crate::clock::ManualClock;
use crate::domain::{Language, Timestamp};
use crate::lab::harness::{
    CONSOLE, CONSOLE_SMALL, DISPLAY, DISPLAY_UPRIGHT, KIOSK, KIOSK_LANDSCAPE, Premises, Spot, Stage,
};
use crate::lab::virtual_printer::VirtualPrinter;
use crate::words::Words;
use slint::platform::Key;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Duration;

type Played = Result<(), Box<dyn Error>>;

/// Eight in the morning in Magetan, on a Monday.
const MORNING: &str = "2026-11-23T01:00:00Z";
/// How long a sheet may take from its last byte to its picture; only a broken printer takes so long.
const SHEET_PATIENCE: Duration = Duration::from_secs(30);

/// Plays the morning and writes its pictures into `folder`.
pub(super) fn play(folder: &Path) -> Played {
    let (premises, printer) = Premises::open()?;
    let clock = ManualClock::at(MORNING.parse::<Timestamp>()?);
    let stage = Stage::open(&premises, clock)?;
    let album = Album::open(folder)?;
    let mut day = Day { stage, album, premises: &premises, printer: Some(printer) };
    day.opening()?;
    day.first_visitor()?;
    day.more_visitors()?;
    day.two_calls_at_once()?;
    day.one_file_to_the_end()?;
    day.printer_taken_away()?;
    day.queue_out_of_reach()?;
    let Day { album, .. } = day;
    say!("Done. Open {}", album.close()?.display());
    Ok(())
}

struct Day<'a> {
    stage: Stage<'a>,
    album: Album,
    premises: &'a Premises,
    printer: Option<VirtualPrinter>,
}

fn say(language: Language, key: &str) -> &'static str {
    Words::of(language).text(key).to_owned().leak()
}

fn id(key: &str) -> &'static str {
    say(Language::Indonesian, key)
}

impl Day<'_> {
    fn kiosk(&mut self, name: &str, says: &str) -> Played {
        let picture = self.stage.picture(Spot::Kiosk, KIOSK)?;
        Ok(self.album.screen(name, says, &picture)?)
    }

    fn display(&mut self, name: &str, says: &str) -> Played {
        let picture = self.stage.picture(Spot::Display(0), DISPLAY)?;
        Ok(self.album.screen(name, says, &picture)?)
    }

    fn console(&mut self, counter: u8, name: &str, says: &str) -> Played {
        let picture = self.stage.picture(Spot::Console(counter), CONSOLE)?;
        Ok(self.album.screen(name, says, &picture)?)
    }

    /// Prints what is pending and waits for the virtual printer's picture of it.
    fn print(&mut self) -> Result<Vec<crate::printer::sheets::Sheet>, Box<dyn Error>> {
        let printed = self.stage.print()?;
        let printer = self.printer.as_ref().ok_or("there is no printer")?;
        let sheets = (0..printed).map(|_| Ok(printer.sheets().recv_timeout(SHEET_PATIENCE)??));
        sheets.collect()
    }

    fn ticket(&mut self, name: &str, says: &str) -> Played {
        for sheet in self.print()? {
            self.album.sheet(name, says, &sheet.picture)?;
        }
        Ok(())
    }

    fn opening(&mut self) -> Played {
        self.display("display-opening", "The wall before the first call: it says so.")?;
        self.kiosk("kiosk-services", "The kiosk: eight services, three languages.")?;
        let picture = self.stage.picture(Spot::Kiosk, KIOSK_LANDSCAPE)?;
        let says = "The same kiosk on a landscape screen of 1280 x 800.";
        self.album.screen("kiosk-services-landscape", says, &picture)?;
        self.console(1, "console-idle", "Counter 1: nobody waits yet.")
    }

    fn first_visitor(&mut self) -> Played {
        self.stage.tap(Spot::Kiosk, "KTP Elektronik (cetak)")?;
        let says = "First tap, the service. Then one question a page.";
        self.kiosk("kiosk-cases", says)?;
        self.stage.tap(Spot::Kiosk, "KTP saya hilang")?;
        let says = "Second tap, the case: a lost card needs a police report.";
        self.kiosk("kiosk-documents-lost", says)?;
        let picture = self.stage.picture(Spot::Kiosk, KIOSK_LANDSCAPE)?;
        self.album.screen("kiosk-documents-landscape", "The same in landscape.", &picture)?;
        self.stage.tap(Spot::Kiosk, id("kiosk.complete"))?;
        let says = "Third tap: everything is there. The last question is about priority.";
        self.kiosk("kiosk-priority", says)?;
        self.stage.tap(Spot::Kiosk, id("kiosk.without-priority"))?;
        let says = "Fourth tap: the number is in the queue and on the screen before the printer has moved.";
        self.kiosk("kiosk-number-printing", says)?;
        self.ticket("ticket-T001", "The ticket, drawn from the bytes that the printer received.")?;
        self.stage.pass(1);
        self.kiosk("kiosk-number", "The ticket is printed; the screen says so.")?;
        let picture = self.stage.picture(Spot::Kiosk, KIOSK_LANDSCAPE)?;
        self.album.screen("kiosk-number-landscape", "The number in landscape.", &picture)?;
        self.stage.pass(18);
        Ok(())
    }

    /// A visitor who takes a number and goes to sit down.
    fn visit(&mut self, taps: &[&str], language: Language) -> Played {
        for label in taps {
            self.stage.tap(Spot::Kiosk, label)?;
        }
        self.stage.tap(Spot::Kiosk, say(language, "kiosk.complete"))?;
        self.stage.tap(Spot::Kiosk, say(language, "kiosk.without-priority"))?;
        Ok(())
    }

    fn go_and_sit(&mut self) -> Played {
        self.print()?;
        self.stage.pass(19);
        Ok(())
    }

    fn more_visitors(&mut self) -> Played {
        self.visit(&["Kartu Keluarga"], Language::Indonesian)?;
        self.go_and_sit()?;
        self.stage.tap(Spot::Kiosk, "KTP Elektronik (cetak)")?;
        self.stage.tap(Spot::Kiosk, "KTP saya rusak")?;
        self.stage.tap(Spot::Kiosk, id("kiosk.not-complete"))?;
        let says = "Documents missing: the list of what to bring instead of a number.";
        self.kiosk("kiosk-incomplete", says)?;
        self.stage.tap(Spot::Kiosk, id("kiosk.done"))?;

        self.stage.tap(Spot::Kiosk, "English")?;
        self.stage.tap(Spot::Kiosk, "Electronic ID card")?;
        self.stage.tap(Spot::Kiosk, "I am a foreign resident")?;
        self.kiosk("kiosk-documents-english", "The same page in English, for a foreign resident.")?;
        self.visit(&[], Language::English)?;
        self.ticket("ticket-english", "Her ticket speaks English, too.")?;
        self.stage.pass(19);

        self.stage.tap(Spot::Kiosk, "Jawa")?;
        self.stage.tap(Spot::Kiosk, "KTP-el (cithak)")?;
        self.stage.tap(Spot::Kiosk, "KTP kula risak")?;
        self.stage.tap(Spot::Kiosk, say(Language::Javanese, "kiosk.complete"))?;
        let says = "In Javanese, with the priority lane: one tap, no proof, no reason stored.";
        self.kiosk("kiosk-priority-javanese", says)?;
        self.stage.tap(Spot::Kiosk, say(Language::Javanese, "kiosk.with-priority"))?;
        self.kiosk("kiosk-number-priority", "What was granted is confirmed beside the number.")?;
        self.ticket("ticket-priority", "A priority ticket in Javanese.")?;
        self.stage.pass(19);

        for (service, case) in
            [("Perekaman KTP-el", None), ("KTP Elektronik (cetak)", Some("Ini KTP pertama saya"))]
        {
            let taps: Vec<&str> = [Some(service), case].into_iter().flatten().collect();
            self.visit(&taps, Language::Indonesian)?;
            self.go_and_sit()?;
        }
        self.visit(&["Akta kelahiran / kematian", "Ada bayi yang lahir"], Language::Indonesian)?;
        self.go_and_sit()?;

        self.stage.tap(Spot::Kiosk, "Kartu Keluarga")?;
        self.stage.pass(32);
        self.kiosk("kiosk-still-here", "Nobody touches the screen for half a minute: it asks.")?;
        self.stage.pass(15);
        self.kiosk("kiosk-waiting", "Back at the beginning, with the number of people waiting.")
    }

    fn two_calls_at_once(&mut self) -> Played {
        self.console(1, "console-waiting", "Counter 1: who waits, who is next, and why.")?;
        self.stage.key(Spot::Console(1), Key::Space)?;
        self.stage.key(Spot::Console(2), Key::Space)?;
        self.stage.pass(2);
        let says =
            "Counters 1 and 2 call in the same second. The first call has the wall to itself.";
        self.display("display-first-call", says)?;
        self.stage.pass(16);
        let says = "Ten seconds later the second call comes up; none is lost.";
        self.display("display-second-call", says)?;
        self.console(1, "console-called", "Counter 1 waits for the visitor it called.")?;
        // A visitor gets time to come before the number is called again.
        self.stage.pass(4);
        self.stage.tap(Spot::Console(1), id("console.recall"))?;
        self.stage.pass(10);
        self.display("display-recall", "A recall comes up again on the wall.")?;
        self.stage.tap(Spot::Console(1), id("console.start"))?;
        self.stage.pass(95);
        self.console(
            1,
            "console-serving",
            "Serving, with the clock against the norm of this stage.",
        )?;
        let picture = self.stage.picture(Spot::Console(1), CONSOLE_SMALL)?;
        let says = "The same console on a small screen of 1024 x 600.";
        self.album.screen("console-serving-small", says, &picture)?;
        let passed_on = Words::of(Language::Indonesian)
            .with("sentence.finish-to", &[("stage", &"Pemeriksaan")]);
        self.stage.tap(Spot::Console(1), &passed_on)?;
        self.stage.tap(Spot::Console(2), id("console.no-show"))
    }

    /// The back office takes the file from stage to stage; nobody is called for that.
    fn one_file_to_the_end(&mut self) -> Played {
        let finish_to = |stage: &str| {
            Words::of(Language::Indonesian).with("sentence.finish-to", &[("stage", &stage)])
        };
        self.stage.key(Spot::Console(5), Key::Space)?;
        self.stage.pass(40);
        self.stage.tap(Spot::Console(5), &finish_to("Pencetakan"))?;
        self.stage.key(Spot::Console(4), Key::Space)?;
        self.stage.pass(200);
        self.console(
            4,
            "console-back-office",
            "The print room works past the norm: the clock turns red.",
        )?;
        self.stage.tap(Spot::Console(4), &finish_to("Register"))?;
        self.stage.key(Spot::Console(4), Key::Space)?;
        self.stage.pass(30);
        self.stage.tap(Spot::Console(4), &finish_to("Penyerahan"))?;
        self.stage.pass(10);
        self.display("display-ready", "The card is ready: its number stands on the wall.")?;
        self.stage.pass(35);
        let says = "A quiet minute: the service standard below the last call, until the next one.";
        self.display("display-standard", says)?;
        let picture = self.stage.picture(Spot::Display(0), DISPLAY_UPRIGHT)?;
        self.album.screen("display-standard-upright", "The same on an upright wall.", &picture)?;
        self.stage.key(Spot::Console(3), Key::Space)?;
        self.stage.pass(8);
        let says = "The second call of the same number, for the handover.";
        self.display("display-handover", says)?;
        self.stage.tap(Spot::Console(3), id("console.start"))?;
        self.stage.tap(Spot::Console(3), id("sentence.finish-last"))?;
        self.console(3, "console-handed-over", "Handed over: one number for the whole journey.")
    }

    fn printer_taken_away(&mut self) -> Played {
        say!(
            "     Now the printer is switched off. What begins with \"antre:\" is a note for the technician."
        );
        self.printer = None;
        self.visit(&["Kartu Identitas Anak (KIA)"], Language::Indonesian)?;
        self.stage.print()?;
        // It is tried again for twenty seconds; then the officer is told.
        self.stage.pass(21);
        self.stage.print()?;
        let says =
            "The printer is gone. The number counts all the same, and the screen says what to do.";
        self.kiosk("kiosk-no-paper", says)?;
        self.console(1, "console-unprinted", "The officer sees whose ticket is missing.")?;
        self.printer = Some(self.premises.new_printer()?);
        let reprint = format!("{} N001", id("console.reprint"));
        self.stage.tap(Spot::Console(1), &reprint)?;
        self.ticket(
            "ticket-copy",
            "Printed again by the officer: the same number, marked as a copy.",
        )?;
        self.stage.pass(30);
        self.console(1, "console-printed", "Nothing is left unprinted.")
    }

    fn queue_out_of_reach(&mut self) -> Played {
        say!(
            "     Now the file of the queue is moved away: each window notes it once, and goes on looking."
        );
        let queue = self.premises.data.queue_file();
        let aside = queue.with_extension("aside");
        fs::rename(&queue, &aside)?;
        self.stage.pass(5);
        let says = "The queue cannot be read: the wall says so instead of showing zero.";
        self.display("display-stale", says)?;
        self.kiosk("kiosk-out-of-order", "The kiosk sends people to a counter.")?;
        self.console(1, "console-stale", "The console says that nothing was changed.")?;
        fs::rename(&aside, &queue)?;
        self.stage.pass(5);
        self.display("display-again", "The queue is back, and everything with it.")
    }
}
