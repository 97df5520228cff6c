//! Between the kiosk's flow and its window: intents in, one whole view out.

use super::page_memory::PageMemory;
use super::print_loop::{PrintLoop, Printing};
use super::speech;
use super::view::view;
use super::worker::{KioskCommand, KioskUpdate, KioskWorker};
use crate::app::backstage::Backstage;
use crate::app::host::{Host, Hosted};
use crate::app::place::Guard;
use crate::app::platform::{WindowPlace, WindowsError, keep, lend_words};
use crate::app::screen_sleep::TOUCHED_SECONDS;
use crate::app::ui::{KioskWindow, Metrics, Theme, Touches, Words};
use crate::app::worker::channel;
use crate::clock::Clock;
use crate::data::DataFolder;
use crate::desk::{Desk, PrintTarget};
use crate::domain::{CaseId, Lane, Language, ServiceCode};
use crate::office::Office;
use crate::station::kiosk::{Event, Intent, Kiosk as Station, Mode, Page, Request};
use slint::platform::{Key, WindowEvent};
use slint::{ComponentHandle, SharedString, Timer};
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::time::Duration;

/// A kiosk window and what it shows.
pub struct Kiosk {
    window: KioskWindow,
    backstage: Rc<Backstage>,
    office: Arc<Office>,
    clock: Arc<dyn Clock>,
    send: Box<dyn Fn(KioskCommand)>,
    station: RefCell<Station>,
    numbered: Cell<bool>,
}

impl Kiosk {
    /// Makes the window, not yet shown. `send` brings its wishes to the worker; `prints` tells whether it has a
    /// printer at all.
    ///
    /// # Errors
    /// When the platform has no window to give.
    pub fn open(
        office: Arc<Office>,
        clock: Arc<dyn Clock>,
        prints: bool,
        send: impl Fn(KioskCommand) + 'static,
    ) -> Result<Rc<Self>, WindowsError> {
        let window = KioskWindow::new().map_err(WindowsError::Window)?;
        window.global::<Metrics>().set_mm(office.screens.kiosk_px_per_mm);
        lend_words(&window);
        let station = RefCell::new(Station::new(Arc::clone(&office), prints));
        let numbered = Cell::new(false);
        let backstage = Backstage::of(&window, &office, &clock);
        let kiosk = Rc::new(Self {
            window,
            backstage,
            office,
            clock,
            send: Box::new(send),
            station,
            numbered,
        });
        kiosk.connect();
        kiosk.show();
        Ok(kiosk)
    }

    /// The window.
    pub fn window(&self) -> &KioskWindow {
        &self.window
    }

    /// What staff and the hour do to it.
    pub fn backstage(&self) -> &Rc<Backstage> {
        &self.backstage
    }

    /// Takes in what the worker tells.
    pub fn update(&self, update: KioskUpdate) {
        self.happens(Event::Told(update));
    }

    /// One second has passed.
    pub fn second(&self) {
        self.happens(Event::Second);
    }

    /// Whether a finger or a key counts now.
    fn hears(&self) -> bool {
        self.station.borrow().hears(self.clock.now())
    }

    fn happens(&self, event: Event) {
        let request = self.station.borrow_mut().handle(event, self.clock.now());
        self.show();
        self.ask(request);
    }

    /// Asks the queue.
    fn ask(&self, request: Option<Request>) {
        let asked_at = self.clock.now();
        if let Some(request) = request {
            (self.send)(KioskCommand { request, asked_at });
        }
    }

    fn connect(self: &Rc<Self>) {
        let on = |intent: fn(SharedString) -> Option<Intent>| {
            let kiosk = Rc::downgrade(self);
            move |word: SharedString| intend(&kiosk, intent(word))
        };
        let press = |intent: Intent| {
            let kiosk = Rc::downgrade(self);
            move || intend(&kiosk, Some(intent.clone()))
        };
        let window = &self.window;
        window.on_choose_service(on(|code| ServiceCode::parse(&code).map(Intent::ChooseService)));
        window.on_choose_case(on(|id| CaseId::new(&id).map(Intent::ChooseCase)));
        window.on_set_language(on(|code| Language::from_code(&code).map(Intent::SetLanguage)));
        let kiosk = Rc::downgrade(self);
        window.on_show_from(move |place| {
            intend(&kiosk, usize::try_from(place).ok().map(Intent::ShowFrom));
        });
        let kiosk = Rc::downgrade(self);
        window.on_take_number(move |priority| {
            let lane = if priority { Lane::Priority } else { Lane::Regular };
            intend(&kiosk, Some(Intent::TakeNumber(lane)));
        });
        window.on_complete(press(Intent::Complete));
        window.on_not_complete(press(Intent::NotComplete));
        window.on_print_list(press(Intent::PrintList));
        window.on_show_standard(press(Intent::ShowStandard));
        window.on_ask_staff(press(Intent::AskStaff));
        window.on_hear(press(Intent::Hear));
        window.on_toggle_large_text(press(Intent::Toggle(Mode::LargeText)));
        window.on_toggle_high_contrast(press(Intent::Toggle(Mode::HighContrast)));
        window.on_toggle_low_reach(press(Intent::Toggle(Mode::LowReach)));
        window.on_back(press(Intent::Back));
        window.on_done(press(Intent::Done));
        let kiosk = Rc::downgrade(self);
        let touched = move || {
            if let Some(kiosk) = kiosk.upgrade() {
                kiosk.backstage.wake(TOUCHED_SECONDS);
                kiosk.happens(Event::Felt);
            }
        };
        window.on_keep_going(touched.clone());
        window.on_touched(touched);
        let kiosk = Rc::downgrade(self);
        window.on_typed(move |text| kiosk.upgrade().is_some_and(|kiosk| kiosk.typed(&text)));
        let kiosk = Rc::downgrade(self);
        window
            .global::<Touches>()
            .on_count(move || kiosk.upgrade().is_some_and(|kiosk| kiosk.hears()));
        let weak = window.as_weak();
        window.on_move_focus(move |steps| {
            let weak = weak.clone();
            // Not within the event of the key that asks for it.
            Timer::single_shot(Duration::ZERO, move || {
                if let Some(window) = weak.upgrade() {
                    tab(window.window(), steps);
                }
            });
        });
    }

    /// A key that nothing in the window has taken; tells whether it means something here.
    fn typed(&self, text: &str) -> bool {
        let mut characters = text.chars();
        let (Some(key), None) = (characters.next(), characters.next()) else { return false };
        let means = self.station.borrow().meaning(key).is_some();
        self.happens(Event::Key(key));
        means
    }

    /// Once the number has left the screen, no restart brings it back.
    fn forget(&self) {
        let numbered = matches!(self.station.borrow().flow().page(), Page::Number { .. });
        if self.numbered.replace(numbered) && !numbered {
            let asked_at = self.clock.now();
            (self.send)(KioskCommand { request: Request::Forget, asked_at });
        }
    }

    fn show(&self) {
        self.forget();
        let station = self.station.borrow();
        let language = station.flow().language();
        let modes = station.flow().modes();
        let words = self.window.global::<Words>();
        let same_language = words.get_language() == language.code();
        words.set_language(language.code().into());
        self.window.global::<Theme>().set_high_contrast(modes.high_contrast);
        let mut view = view(&station.view(self.clock.now()), self.office.screens.paper_side);
        let shown = self.window.get_view();
        keep(&mut view.languages, &shown.languages);
        keep(&mut view.services, &shown.services);
        keep(&mut view.answers, &shown.answers);
        keep(&mut view.requirements, &shown.requirements);
        keep(&mut view.notices, &shown.notices);
        keep(&mut view.at_counters, &shown.at_counters);
        keep(&mut view.hours, &shown.hours);
        // Lists within lists are compared by their place, never by what they say; they change with their page only.
        if view.page == shown.page && view.trail == shown.trail && same_language {
            view.standard_brings = shown.standard_brings;
            view.standard_does = shown.standard_does;
        }
        self.window.set_view(view);
    }
}

fn intend(kiosk: &Weak<Kiosk>, intent: Option<Intent>) {
    let (Some(kiosk), Some(intent)) = (kiosk.upgrade(), intent) else { return };
    kiosk.happens(Event::Wanted(intent));
}

/// Moves the keyboard's place so many steps on, or back.
fn tab(window: &slint::Window, steps: i32) {
    let key = if steps < 0 { Key::Backtab } else { Key::Tab };
    for _ in 0..steps.unsigned_abs() {
        let text = SharedString::from(key);
        window.dispatch_event(WindowEvent::KeyPressed { text: text.clone() });
        window.dispatch_event(WindowEvent::KeyReleased { text });
    }
}

impl Hosted for Kiosk {
    type Window = KioskWindow;
    type Update = KioskUpdate;

    fn hosted(&self) -> &KioskWindow {
        &self.window
    }

    fn told(&self, update: KioskUpdate) {
        self.update(update);
    }

    fn tick(&self) {
        self.second();
    }
}

/// Runs a kiosk until its window is closed. `print_loop` prints its tickets; `None` where the office has no printer.
///
/// # Errors
/// When no window can be shown.
pub fn run(
    desk: Desk,
    clock: Arc<dyn Clock>,
    target: Option<PrintTarget>,
    data: &DataFolder,
    print_loop: Option<PrintLoop>,
    memory: PageMemory,
    (place, guard): (WindowPlace, Guard),
) -> Result<(), WindowsError> {
    let told = memory.screen_note();
    let host = Host::open(data, place)?;
    let (kiosk, printing) = start(desk, clock, target, data, print_loop, Some(memory), &host)?;
    // Dropped last, when no window is there any more: the last ticket may still be on its way, for a minute, and a
    // full-screen window that nothing draws would stand before the staff meanwhile.
    let _printing = printing;
    let kiosk = kiosk;
    host.show_guarded(&kiosk, kiosk.backstage(), guard, told)?;
    let ended = host.run();
    // A window that cannot be hidden goes with the kiosk.
    let _ = kiosk.window().hide();
    ended
}

/// A kiosk with its threads, not yet shown, and the end of its printing.
fn start(
    desk: Desk,
    clock: Arc<dyn Clock>,
    target: Option<PrintTarget>,
    data: &DataFolder,
    print_loop: Option<PrintLoop>,
    memory: Option<PageMemory>,
    host: &Host,
) -> Result<(Rc<Kiosk>, Option<Printing>), WindowsError> {
    let (send, commands) = channel();
    let wishes = move |command| send.send(command);
    let kiosk = Kiosk::open(Arc::clone(desk.office()), clock, target.is_some(), wishes)?;
    let teller = speech::open(desk.office(), data);
    let mut worker = KioskWorker::new(desk, target, data.clone()).telling(teller);
    if let Some(memory) = memory {
        worker = worker.remembering(memory);
    }
    host.employ("kiosk", worker, commands, &kiosk)?;
    let printing = print_loop
        .map(|print_loop| print_loop.spawn(host.feed()))
        .transpose()
        .map_err(WindowsError::Thread)?;
    Ok((kiosk, printing))
}
