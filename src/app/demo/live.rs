//! The demo with a display: kiosk, console and wall on one screen, and the printed paper as a picture.

use crate::app::display::Speech;
use crate::app::platform::{WindowsError, bridge, each_second, lend_words, run_until_closed};
use crate::app::stage::Premises;
use crate::app::ui::{PaperView, PaperWindow};
use crate::app::{console, display, kiosk};
use crate::clock::{Clock, SystemClock};
use crate::domain::{CounterNumber, Language};
use crate::printer::VirtualPrinter;
use crate::words::Words;
use slint::{ComponentHandle, Image, LogicalPosition, LogicalSize, SharedPixelBuffer};
use std::error::Error;
use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;
use std::sync::Arc;
use std::thread;

/// Opens the windows and runs until the last is closed.
pub(super) fn run() -> Result<(), Box<dyn Error>> {
    let (premises, printer) = Premises::open()?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let room = premises.print_room(&clock)?;
    let target = Some(premises.target());
    let kiosk =
        kiosk::start(premises.desk(&clock)?, Arc::clone(&clock), target.clone(), Some(room))?;
    let counter = CounterNumber::new(1).ok_or("counters begin at 1")?;
    let console = console::start(
        premises.desk(&clock)?,
        Arc::clone(&clock),
        counter,
        target,
        &premises.data,
    )?;
    let slot = display::DisplaySlot::take(&premises.data)?;
    let speech = Speech::open(&premises.office, &premises.data, slot.sound_note())?;
    let say = speech.map(Speech::into_say);
    let display = display::start(premises.desk(&clock)?, Arc::clone(&clock), slot, say)?;
    let paper = PaperWindow::new().map_err(WindowsError::Window)?;
    lend_words(&paper);
    watch_paper(&paper, printer)?;

    place(kiosk.window(), (20.0, 20.0), (450.0, 800.0))?;
    place(console.window(), (490.0, 20.0), (1024.0, 600.0))?;
    place(display.window(), (490.0, 660.0), (1024.0, 576.0))?;
    place(&paper, (1530.0, 20.0), (360.0, 600.0))?;
    println!("Tap the kiosk, then press Space in the console of counter 1.");
    println!(
        "The other counters: antre --data {} console --counter 5",
        premises.data.path().display()
    );
    let _timer = each_second(move || {
        kiosk.second();
        console.second();
        display.second();
    });
    Ok(run_until_closed()?)
}

fn place(
    window: &impl ComponentHandle,
    at: (f32, f32),
    size: (f32, f32),
) -> Result<(), WindowsError> {
    window.window().set_size(LogicalSize::new(size.0, size.1));
    window.show().map_err(WindowsError::Window)?;
    window.window().set_position(LogicalPosition::new(at.0, at.1));
    Ok(())
}

/// Shows every sheet as soon as the virtual printer has it.
fn watch_paper(window: &PaperWindow, printer: VirtualPrinter) -> io::Result<()> {
    let words = Words::of(Language::Indonesian);
    let weak = window.as_weak();
    window.set_view(PaperView {
        title: words.text("sentence.virtual-printer").into(),
        caption: printer.address().to_string().into(),
        ..PaperView::default()
    });
    let show = bridge(move |(number, pixels): (u32, SharedPixelBuffer<slint::Rgb8Pixel>)| {
        let Some(window) = weak.upgrade() else { return };
        window.set_view(PaperView {
            caption: words.with("paper.sheet", &[("count", &number)]).into(),
            sheet: Image::from_rgb8(pixels),
            has_sheet: true,
            ..window.get_view()
        });
    });
    let watch = move || {
        while let Ok(sheet) = printer.sheets().recv() {
            let shown = sheet.and_then(|s| Ok((s.number, pixels(&s.picture)?)));
            match shown {
                Ok(sheet) => {
                    if !show(sheet) {
                        return;
                    }
                }
                Err(error) => eprintln!("antre: a sheet could not be shown: {error}"),
            }
        }
    };
    thread::Builder::new().name("paper".to_owned()).spawn(watch).map(drop)
}

/// Reads the picture of a sheet: black and white, or shades of grey.
fn pixels(path: &Path) -> io::Result<SharedPixelBuffer<slint::Rgb8Pixel>> {
    let mut decoder = png::Decoder::new(BufReader::new(File::open(path)?));
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
        *pixel = slint::Rgb8Pixel { r: sample[0], g: *green, b: *blue };
    }
    Ok(buffer)
}
