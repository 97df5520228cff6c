//! `kiosk`, `console`, `supervisor` and `display`: the commands that open windows.

use super::display::DisplayArgs;
use super::open::OpenError;
use super::{Done, Outcome, PrinterArgs, WindowArgs, interrupt, open};
use crate::app::display::{DisplaySetup, DisplaySlot, Speech};
use crate::app::{self, Guard, WindowPlace};
use crate::clock::{Clock, SystemClock};
use crate::data::DataFolder;
use crate::domain::{CounterNumber, OfficerId};
use crate::fonts;
use crate::office::Office;
use crate::store::StoreError;
use crate::store::sqlite::Stay;
use std::error::Error;
use std::sync::Arc;

fn place(args: &WindowArgs, fullscreen_by_default: bool) -> WindowPlace {
    let windowed = args.windowed || args.geometry.is_some();
    let fullscreen = args.fullscreen || (fullscreen_by_default && !windowed);
    WindowPlace { fullscreen, monitor: args.monitor, geometry: args.geometry }
}

/// Gets ready for the first window of this process, before anything of the office is opened: its place, and its fonts.
fn ready(
    data: &DataFolder,
    args: &WindowArgs,
    fullscreen_by_default: bool,
) -> Result<WindowPlace, Box<dyn Error>> {
    with_letters();
    let place = place(args, fullscreen_by_default);
    place.prepare()?;
    app::letters::lend(fonts::of(data));
    if args.with_parent {
        app::end_with_parent()?;
    }
    Ok(place)
}

/// On a machine without any font this process begins again with ours.
pub(super) fn with_letters() {
    #[cfg(all(unix, not(target_os = "macos")))]
    app::fontless::begin_again_with_our_font();
}

/// Who may close a full-screen program: where the office has sign-in, somebody with a PIN.
fn guard(
    data: &DataFolder,
    office: &Arc<Office>,
    clock: &Arc<dyn Clock>,
) -> Result<Guard, OpenError> {
    if !office.people.sign_in {
        return Ok(Guard::Gesture);
    }
    let desk = open::desk_of(data, Arc::clone(office), Arc::clone(clock))?;
    Ok(Guard::Pin(Box::new(desk)))
}

/// Says for as long as it lives that a window has the queue open. From here on a signal ends the program as closing its
/// windows would; before, nothing of the office is open yet.
fn stay(data: &DataFolder) -> Result<Stay, StoreError> {
    let open = open::stay(data)?;
    interrupt::listen_then(app::end_windows);
    Ok(open)
}

fn ended() -> Done {
    if app::backstage::was_left() { Done::Left } else { Done::Done }
}

pub(super) fn kiosk(data: &DataFolder, window: &WindowArgs, printer: PrinterArgs) -> Outcome {
    let place = ready(data, window, true)?;
    let office = Arc::new(open::office(data)?);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let _open = stay(data)?;
    let mut desk = open::desk_of(data, Arc::clone(&office), clock.clone())?;
    let printer = open::printer(data, &mut desk, printer)?;
    let (print_loop, target) = match printer {
        Some(target) => {
            let own = open::desk_of(data, office, clock.clone())?;
            (Some(app::kiosk::PrintLoop::new(data.clone(), own, target.clone())), Some(target))
        }
        None => (None, None),
    };
    let guard = guard(data, desk.office(), &clock)?;
    let memory = app::kiosk::PageMemory::take(data, window.monitor).map_err(|error| {
        format!("cannot keep the kiosk's memory in {} ({error})", data.path().display())
    })?;
    let clock = desk.shown_clock();
    app::kiosk::run(desk, clock, target, data, print_loop, memory, (place, guard))?;
    Ok(ended())
}

pub(super) fn console(
    data: &DataFolder,
    by: Option<&OfficerId>,
    counter: CounterNumber,
    window: &WindowArgs,
    printer: PrinterArgs,
) -> Outcome {
    let place = ready(data, window, false)?;
    let _open = stay(data)?;
    let mut desk = open::desk_as(data, by)?;
    if desk.office().people.sign_in && by.is_some() {
        return Err("officers sign in at the consoles of this office; leave --officer out".into());
    }
    let target = open::printer(data, &mut desk, printer)?;
    let clock = desk.shown_clock();
    app::console::run(desk, clock, counter, target, data, place)?;
    Ok(Done::Done)
}

pub(super) fn supervisor(data: &DataFolder, window: &WindowArgs, printer: PrinterArgs) -> Outcome {
    let place = ready(data, window, false)?;
    let _open = stay(data)?;
    let _named = open::named(data, "supervisor")?;
    let mut desk = open::desk(data)?;
    let target = open::printer(data, &mut desk, printer)?;
    let clock = desk.shown_clock();
    app::supervisor::run(desk, clock, target.as_ref(), data, place)?;
    Ok(Done::Done)
}

pub(super) fn display(data: &DataFolder, args: &DisplayArgs) -> Outcome {
    let place = ready(data, &args.window, true)?;
    let _open = stay(data)?;
    let desk = open::desk(data)?;
    let plan = args.plan(desk.office())?;
    let slot = DisplaySlot::of(data, &plan, args.window.monitor).map_err(|error| {
        format!("cannot keep the display's memory in {} ({error})", data.path().display())
    })?;
    let speech = match plan.voice {
        true => Speech::open(desk.office(), data, slot.sound_note())?,
        false => None,
    };
    let say = speech.map(Speech::into_say);
    let setup = DisplaySetup { plan, slot, say };
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let guard = guard(data, desk.office(), &clock)?;
    let clock = desk.shown_clock();
    app::display::run(desk, clock, data, setup, (place, guard))?;
    Ok(ended())
}
