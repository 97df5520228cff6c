//! The demo with a display: kiosk, console and wall on one screen, and the printed paper as a picture.

use crate::app::display::{DisplaySetup, Speech};
use crate::app::paper::{self, Paper};
use crate::app::platform::{WindowsError, each_second, run_until_closed};
use crate::app::stage::Premises;
use crate::app::{console, display, kiosk};
use crate::clock::{Clock, SystemClock};
use crate::domain::CounterNumber;
use crate::office::WallPlan;
use slint::{ComponentHandle, LogicalPosition, LogicalSize};
use std::error::Error;
use std::sync::Arc;

/// Opens the windows and runs until the last is closed.
pub(super) fn run() -> Result<(), Box<dyn Error>> {
    let (premises, printer) = Premises::open()?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let room = premises.print_room(&clock)?;
    let target = Some(premises.target());
    let (kiosk, _printing) = kiosk::start(
        premises.desk(&clock)?,
        Arc::clone(&clock),
        target.clone(),
        &premises.data,
        Some(room),
        None,
    )?;
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
    let setup = DisplaySetup { plan: WallPlan::default(), slot, say };
    let display =
        display::start(premises.desk(&clock)?, Arc::clone(&clock), &premises.data, setup)?;
    let paper = Paper::open(&printer)?;
    paper::follow(&paper, printer, |sheet, _| {
        if let Err(error) = sheet {
            note!("a sheet could not be drawn: {error}");
        }
    })?;

    place(kiosk.window(), (20.0, 20.0), (450.0, 800.0))?;
    place(console.window(), (490.0, 20.0), (1024.0, 600.0))?;
    place(display.window(), (490.0, 660.0), (1024.0, 576.0))?;
    place(paper.window(), (1530.0, 20.0), (360.0, 600.0))?;
    say!("Tap the kiosk, then press Space in the console of counter 1.");
    say!("The other counters: antre --data {} console --counter 5", premises.data.path().display());
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
