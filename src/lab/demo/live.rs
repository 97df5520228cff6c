//! The demo with a display: kiosk, console and wall on one screen, and the printed paper as a picture.
//!
//! Each window is a program of its own, as in an office; this process has the printer and shows its paper. Several windows
//! in one process would also not be safe: the library that speaks to screen readers (accesskit_atspi_common 0.19) looks
//! its windows up as if they had come up in the order in which they were made, and ends the program where they had not.

use super::layout::{Layout, Place};
use crate::app::place::{TRIES, once_there, put};
use crate::app::platform::{WindowsError, each_second};
use crate::clock::{Clock, SystemClock};
use crate::lab::harness::Premises;
use crate::lab::paper::{self, Paper};
use slint::winit_030::WinitWindowAccessor;
use slint::{ComponentHandle, Window};
use std::cell::{Cell, RefCell};
use std::env;
use std::error::Error;
use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::sync::Arc;

/// The programs beside the printer, and their places.
type Programs = RefCell<Vec<Child>>;

/// Opens the windows and runs until the last is closed.
pub(super) fn run() -> Result<(), Box<dyn Error>> {
    let (premises, printer) = Premises::open()?;
    // The queue is there before three programs look for it at once.
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    drop(premises.desk(&clock)?);
    let paper = Paper::open(&printer)?;
    paper::follow(&paper, printer, |sheet, _| {
        if let Err(error) = sheet {
            note!("a sheet could not be drawn: {error}");
        }
    })?;
    paper.window().show().map_err(WindowsError::Window)?;
    say!("Tap the kiosk, then press Space in the console of counter 1.");
    say!("The other counters: antre --data {} console --counter 5", premises.data.path().display());

    let (programs, started) = (Rc::new(Programs::default()), Rc::new(Cell::new(false)));
    let (theirs, begun, data) =
        (Rc::clone(&programs), Rc::clone(&started), premises.data.path().to_owned());
    once_there(paper.window().as_weak(), TRIES, move |window| {
        let layout = layout(window);
        put(window, layout.paper.at);
        begun.set(true);
        match start(&data, &layout) {
            Ok(children) => *theirs.borrow_mut() = children,
            Err(error) => note!("the other programs of the demo cannot be started ({error})"),
        }
    });
    let (theirs, printer) = (Rc::clone(&programs), paper.window().as_weak());
    let _timer = each_second(move || {
        let has_ended = |child: &mut Child| !matches!(child.try_wait(), Ok(None));
        let all_ended = theirs.borrow_mut().iter_mut().all(has_ended);
        let is_closed = printer.upgrade().is_none_or(|window| !window.window().is_visible());
        if started.get() && all_ended && is_closed {
            let _ = slint::quit_event_loop();
        }
    });
    Ok(slint::run_event_loop_until_quit().map_err(WindowsError::Window)?)
}

/// Where everything stands on the monitor of this window.
fn layout(window: &Window) -> Layout {
    let monitor = window.with_winit_window(|winit| {
        let monitor = winit.current_monitor().or_else(|| winit.available_monitors().next())?;
        let (at, size) = (monitor.position(), monitor.size());
        (size.width > 0).then_some(((at.x, at.y), (size.width, size.height)))
    });
    // The smallest that anybody has.
    let (at, size) = monitor.flatten().unwrap_or(((0, 0), (1366, 768)));
    Layout::on(at, size, window.scale_factor())
}

fn start(data: &Path, layout: &Layout) -> io::Result<Vec<Child>> {
    let program = |words: &[&str], place: &Place| {
        Command::new(env::current_exe()?)
            .arg("--data")
            .arg(data)
            .args(words)
            .args(["--with-parent", "--geometry", &place.at.to_string()])
            .env("SLINT_SCALE_FACTOR", place.scale.to_string())
            // They end when this process does, however it ends.
            .stdin(Stdio::piped())
            .spawn()
    };
    Ok(vec![
        program(&["kiosk"], &layout.kiosk)?,
        program(&["console", "--counter", "1"], &layout.console)?,
        program(&["display", "--voice"], &layout.display)?,
    ])
}
