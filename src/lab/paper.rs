//! The window of a virtual printer: the paper as it comes out, and every sheet that was cut off.
//!
//! Belongs here: following a virtual printer, on a thread that the window does not wait for, and showing what was seen.
//! Never here: what is on the paper (that is `paper`), or what a printer does with bytes (that is its own double).

use crate::app::platform::{WindowsError, bridge, lend_words, run_until_closed};
use crate::app::ui::{PaperView, PaperWindow};
use crate::domain::Language;
use crate::file;
use crate::lab::virtual_printer::{Piece, VirtualPrinter};
use crate::paper::preview;
use crate::printer::sheets::Sheet;
use crate::words::Words;
use slint::{ComponentHandle, Image, Rgb8Pixel, SharedPixelBuffer};
use std::io::{self, Cursor};
use std::rc::Rc;
use std::sync::mpsc::RecvTimeoutError;
use std::thread;
use std::time::Duration;

/// How often the paper is looked at while it comes out.
const LOOK_PAUSE: Duration = Duration::from_millis(80);

/// The largest picture of a sheet, in bytes.
const SHEET_MOST: u64 = 64 << 20;

/// Paper as pixels.
type Pixels = SharedPixelBuffer<Rgb8Pixel>;

/// What the window is told.
#[derive(Debug)]
pub enum PaperUpdate {
    /// Paper is coming out; this much of it is there.
    Growing(Pixels),
    /// A sheet has left the printer.
    Sheet(u32, Pixels),
    /// How the printer is, in its own words.
    Printer(String),
}

/// The window.
pub struct Paper {
    window: PaperWindow,
    words: &'static Words,
}

impl Paper {
    /// A window for this printer, not shown yet.
    ///
    /// # Errors
    /// [`WindowsError::Window`].
    pub fn open(printer: &VirtualPrinter) -> Result<Rc<Self>, WindowsError> {
        let window = PaperWindow::new().map_err(WindowsError::Window)?;
        lend_words(&window);
        let words = Words::of(Language::Indonesian);
        window.set_view(PaperView {
            title: words.text("sentence.virtual-printer").into(),
            caption: printer.address().to_string().into(),
            ..PaperView::default()
        });
        Ok(Rc::new(Self { window, words }))
    }

    /// Shows what is new.
    pub fn update(&self, update: PaperUpdate) {
        let shown = self.window.get_view();
        self.window.set_view(match update {
            PaperUpdate::Growing(paper) => {
                PaperView { sheet: Image::from_rgb8(paper), has_sheet: true, ..shown }
            }
            PaperUpdate::Sheet(number, paper) => PaperView {
                caption: self.words.with("paper.sheet", &[("count", &number)]).into(),
                sheet: Image::from_rgb8(paper),
                has_sheet: true,
                ..shown
            },
            PaperUpdate::Printer(report) => PaperView { caption: report.into(), ..shown },
        });
    }

    /// The window, to be placed and photographed.
    pub fn window(&self) -> &(impl ComponentHandle + use<>) {
        &self.window
    }

    /// How many dots of paper it shows, across and down.
    pub fn shows(&self) -> (u32, u32) {
        let size = self.window.get_view().sheet.size();
        (size.width, size.height)
    }

    /// What stands below the paper.
    pub fn caption(&self) -> String {
        self.window.get_view().caption.into()
    }
}

/// Somebody who looks at the paper of a printer, again and again.
pub struct Follower {
    printer: VirtualPrinter,
    /// What hung out when it was last looked at.
    hanging: Vec<u8>,
    report: String,
    sheets: usize,
}

impl Follower {
    /// Has seen nothing yet.
    pub fn new(printer: VirtualPrinter) -> Self {
        let report = condition(&printer);
        Self { printer, hanging: Vec::new(), report, sheets: 0 }
    }

    /// The printer, to be used.
    pub fn printer(&self) -> &VirtualPrinter {
        &self.printer
    }

    /// What is new after `patience` at most; `None` when the printer has been unplugged. Every sheet is told to `told`,
    /// with what is on it.
    pub fn look(
        &mut self,
        patience: Duration,
        mut told: impl FnMut(&io::Result<Sheet>, Option<&Piece>),
    ) -> Option<Vec<PaperUpdate>> {
        let mut news = Vec::new();
        match self.printer.sheets().recv_timeout(patience) {
            Ok(sheet) => {
                let piece = self.printer.truth().into_iter().nth(self.sheets);
                told(&sheet, piece.as_ref());
                self.sheets += 1;
                self.hanging.clear();
                // What cannot be drawn has been told.
                let drawn = sheet
                    .and_then(|s| Ok((s.number, pixels(&file::read(&s.picture, SHEET_MOST)?)?)));
                news.extend(drawn.ok().map(|(number, paper)| PaperUpdate::Sheet(number, paper)));
            }
            Err(RecvTimeoutError::Timeout) => news.extend(self.growing()),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
        let report = condition(&self.printer);
        if report != self.report {
            self.report.clone_from(&report);
            news.push(PaperUpdate::Printer(report));
        }
        Some(news)
    }

    fn growing(&mut self) -> Option<PaperUpdate> {
        let hanging = self.printer.hanging();
        if hanging.is_empty() || hanging == self.hanging {
            return None;
        }
        // Half of a code's commands draws nothing yet; the next look will.
        let picture = preview::to_png(&hanging, self.printer.profile()).ok();
        self.hanging = hanging;
        picture.and_then(|png| pixels(&png).ok()).map(PaperUpdate::Growing)
    }
}

/// How the printer is, without the bytes that it holds at the moment.
fn condition(printer: &VirtualPrinter) -> String {
    let report = printer.switches().report();
    let state = report.rsplit_once(", ").map_or(&*report, |(state, _)| state);
    format!("{}: {state}", printer.address())
}

/// Follows a printer on a thread of its own, until the printer is unplugged or the windows are gone.
///
/// # Errors
/// When the operating system gives no thread.
pub fn follow(
    paper: &Rc<Paper>,
    printer: VirtualPrinter,
    mut told: impl FnMut(&io::Result<Sheet>, Option<&Piece>) + Send + 'static,
) -> Result<(), WindowsError> {
    let shown = Rc::downgrade(paper);
    let show = bridge(move |update: PaperUpdate| {
        if let Some(paper) = shown.upgrade() {
            paper.update(update);
        }
    });
    let mut follower = Follower::new(printer);
    let work = move || {
        while let Some(news) = follower.look(LOOK_PAUSE, &mut told) {
            if !news.into_iter().all(&show) {
                return;
            }
        }
        // Whoever unplugged the printer wants its window gone, too.
        let _ = slint::quit_event_loop();
    };
    thread::Builder::new().name("paper".to_owned()).spawn(work).map_err(WindowsError::Thread)?;
    Ok(())
}

/// Shows a printer in a window until that is closed or the printer is unplugged.
///
/// # Errors
/// [`WindowsError`].
pub fn run(
    printer: VirtualPrinter,
    told: impl FnMut(&io::Result<Sheet>, Option<&Piece>) + Send + 'static,
) -> Result<(), WindowsError> {
    let paper = Paper::open(&printer)?;
    follow(&paper, printer, told)?;
    paper.window.show().map_err(WindowsError::Window)?;
    run_until_closed()
}

/// The pixels of a PNG: black and white, or shades of grey.
fn pixels(png: &[u8]) -> io::Result<Pixels> {
    let mut decoder = png::Decoder::new(Cursor::new(png));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(io::Error::other)?;
    let size = reader.output_buffer_size().ok_or_else(|| io::Error::other("too large"))?;
    let mut bytes = vec![0; size];
    let frame = reader.next_frame(&mut bytes).map_err(io::Error::other)?;
    let samples = frame.color_type.samples();
    let mut buffer = SharedPixelBuffer::new(frame.width, frame.height);
    for (pixel, sample) in buffer.make_mut_slice().iter_mut().zip(bytes.chunks_exact(samples)) {
        let green = sample.get(1).filter(|_| samples >= 3).unwrap_or(&sample[0]);
        let blue = sample.get(2).filter(|_| samples >= 3).unwrap_or(&sample[0]);
        *pixel = Rgb8Pixel { r: sample[0], g: *green, b: *blue };
    }
    Ok(buffer)
}
