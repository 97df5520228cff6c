//! Between the kiosk's flow and its window: intents in, one whole view out.

use super::flow::{Flow, Intent, Page, PaperNote, Trouble, can_take};
use super::print_room::PrintRoom;
use super::worker::{KioskCommand, KioskUpdate, KioskWorker};
use crate::app::platform::{
    WindowPlace, WindowsError, bridge, each_second, keep, lend_words, model, run_until_closed,
};
use crate::app::ui::{
    KioskCase, KioskLanguage, KioskPage, KioskService, KioskView, KioskWindow, Metrics, PaperState,
};
use crate::app::worker::spawn;
use crate::clock::Clock;
use crate::desk::{Board, Desk, Issued, PrintTarget, new_ticket_id};
use crate::domain::{CaseId, Lane, Language, ServiceCode};
use crate::office::Office;
use crate::paper::ticket::{people_ahead, waiting_place};
use crate::words::Words;
use slint::{ComponentHandle, SharedString};
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use std::sync::{Arc, mpsc};

/// A kiosk window and what it shows.
pub struct Kiosk {
    window: KioskWindow,
    office: Arc<Office>,
    clock: Arc<dyn Clock>,
    send: Box<dyn Fn(KioskCommand)>,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    flow: Flow,
    board: Option<Box<Board>>,
}

impl Kiosk {
    /// Makes the window, not yet shown. `send` brings its wishes to the worker.
    ///
    /// # Errors
    /// When the platform has no window to give.
    pub fn open(
        office: Arc<Office>,
        clock: Arc<dyn Clock>,
        send: impl Fn(KioskCommand) + 'static,
    ) -> Result<Rc<Self>, WindowsError> {
        let window = KioskWindow::new().map_err(WindowsError::Window)?;
        window.global::<Metrics>().set_mm(office.screens.kiosk_px_per_mm);
        lend_words(&window);
        let state = RefCell::default();
        let kiosk = Rc::new(Self { window, office, clock, send: Box::new(send), state });
        kiosk.connect();
        kiosk.show();
        Ok(kiosk)
    }

    /// The window.
    pub fn window(&self) -> &KioskWindow {
        &self.window
    }

    /// Takes in what the worker tells.
    pub fn update(&self, update: KioskUpdate) {
        {
            let State { flow, board } = &mut *self.state.borrow_mut();
            match update {
                KioskUpdate::Board(new) => {
                    flow.queue_readable(true);
                    *board = Some(new);
                }
                KioskUpdate::QueueLost => {
                    flow.queue_readable(false);
                    *board = None;
                }
                KioskUpdate::Answered(wish, answer) => flow.answered(wish, *answer),
                KioskUpdate::Print(job, print) => flow.printed(job, print),
            }
        }
        self.show();
    }

    /// One second has passed.
    pub fn second(&self) {
        self.state.borrow_mut().flow.second();
        self.show();
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
        window.on_toggle_priority(press(Intent::TogglePriority));
        window.on_take_number(press(Intent::TakeNumber));
        window.on_not_complete(press(Intent::NotComplete));
        window.on_back(press(Intent::Back));
        window.on_done(press(Intent::Done));
        let kiosk = Rc::downgrade(self);
        let touched = move || {
            if let Some(kiosk) = kiosk.upgrade() {
                kiosk.state.borrow_mut().flow.touched();
                kiosk.show();
            }
        };
        window.on_keep_going(touched.clone());
        window.on_touched(touched);
    }

    fn show(&self) {
        let state = self.state.borrow();
        let language = state.flow.language();
        self.window.global::<crate::app::ui::Words>().set_language(language.code().into());
        let mut view = view(&self.office, &self.clock, &state);
        let shown = self.window.get_view();
        keep(&mut view.languages, &shown.languages);
        keep(&mut view.services, &shown.services);
        keep(&mut view.cases, &shown.cases);
        keep(&mut view.requirements, &shown.requirements);
        self.window.set_view(view);
    }
}

fn intend(kiosk: &Weak<Kiosk>, intent: Option<Intent>) {
    let (Some(kiosk), Some(intent)) = (kiosk.upgrade(), intent) else { return };
    let id = new_ticket_id(kiosk.clock.now());
    let wish = kiosk.state.borrow_mut().flow.intend(intent, &kiosk.office, id);
    kiosk.show();
    if let Some(wish) = wish {
        (kiosk.send)(KioskCommand::Issue(wish, kiosk.clock.now()));
    }
}

fn view(office: &Office, clock: &Arc<dyn Clock>, state: &State) -> KioskView {
    let language = state.flow.language();
    let words = Words::of(language);
    let local = clock.now().with_timezone(&office.zone);
    let page = state.flow.page();
    let mut view = KioskView {
        office: office.name.as_str().into(),
        region: office.region.as_str().into(),
        clock: local.format("%H:%M").to_string().into(),
        languages: model(Language::ALL.iter().map(|l| KioskLanguage {
            code: l.code().into(),
            name: language_name(*l).into(),
            selected: *l == language,
        })),
        idle_seconds: i32::try_from(state.flow.countdown()).unwrap_or(0),
        fee_note: office
            .fee
            .as_ref()
            .map_or_else(String::new, |f| f.get(language).to_owned())
            .into(),
        ..KioskView::default()
    };
    match page {
        Page::Services => {
            view.page = KioskPage::Services;
            view.services = services(office, state.board.as_deref(), words);
        }
        Page::Checklist { service, case, lane } => {
            view.page = KioskPage::Checklist;
            view.priority = lane == Lane::Priority;
            checklist(&mut view, office, service, case.as_ref(), language);
        }
        Page::Incomplete { service, case } => {
            view.page = KioskPage::Incomplete;
            checklist(&mut view, office, service, case.as_ref(), language);
        }
        Page::Issuing { .. } => view.page = KioskPage::Issuing,
        Page::Number { issued, paper, .. } => {
            view.page = KioskPage::Number;
            number(&mut view, office, &issued, paper, words);
        }
        Page::Trouble { trouble, .. } => {
            view.page = KioskPage::Trouble;
            let (title, text) = match trouble {
                Trouble::Queue => ("sentence.queue-trouble-title", "sentence.queue-trouble"),
                Trouble::NumbersGone => ("sentence.numbers-gone-title", "sentence.numbers-gone"),
            };
            view.trouble_title = words.text(title).into();
            view.trouble_text = words.text(text).into();
        }
    }
    view
}

/// A language is always named in itself, so that its speakers find it.
fn language_name(language: Language) -> &'static str {
    match language {
        Language::Indonesian => "Indonesia",
        Language::Javanese => "Jawa",
        Language::English => "English",
    }
}

fn services(office: &Office, board: Option<&Board>, words: &Words) -> slint::ModelRc<KioskService> {
    // Unknown is not zero: before the first look at the queue nothing is said.
    let note = |code| match board {
        None => String::new(),
        Some(board) => {
            let waits = |(ticket, _): &(&crate::domain::Ticket, _)| ticket.service == code;
            match board.waiting().filter(waits).count() {
                0 => words.text("sentence.nobody-waiting").to_owned(),
                count => words.with("sentence.waiting-count", &[("count", &count)]),
            }
        }
    };
    model(office.services.iter().map(|service| KioskService {
        code: service.code.to_string().into(),
        name: service.name.get(words.language()).into(),
        note: note(service.code).into(),
    }))
}

fn checklist(
    view: &mut KioskView,
    office: &Office,
    code: ServiceCode,
    chosen: Option<&CaseId>,
    language: Language,
) {
    let Some(service) = office.service(code) else { return };
    view.service_code = code.to_string().into();
    view.service_name = service.name.get(language).into();
    let eligibility = service.eligibility.as_ref();
    view.eligibility = eligibility.map_or("", |text| text.get(language)).into();
    view.cases = model(service.cases.iter().map(|case| KioskCase {
        id: case.id.as_str().into(),
        name: case.name.get(language).into(),
        selected: Some(&case.id) == chosen,
    }));
    let documents = service.documents(chosen).map(|document| document.get(language).into());
    view.requirements = model(documents);
    view.can_take = can_take(service, chosen);
}

fn number(view: &mut KioskView, office: &Office, issued: &Issued, paper: PaperNote, words: &Words) {
    let ticket = &issued.ticket;
    let code = ticket.service;
    let number = ticket.number.to_string();
    view.ahead = people_ahead(words, ticket.ahead_at_issue).into();
    if let Some(service) = office.service(code) {
        let place = waiting_place(office, code, &service.journey[0].id, words.language());
        view.wait_at = words.with("sentence.wait-at", &[("place", &place)]).into();
        view.service_name = service.name.get(words.language()).into();
    }
    let said: &[(&str, &dyn std::fmt::Display)] = &[("number", &number)];
    let (state, note) = match paper {
        PaperNote::None => (PaperState::None, words.with("sentence.print-none", said)),
        PaperNote::Printing => (PaperState::Printing, words.with("sentence.print-waiting", said)),
        PaperNote::Printed => (PaperState::Printed, words.with("sentence.print-done", said)),
        PaperNote::Missing => (PaperState::Missing, words.with("sentence.print-missing", said)),
        PaperNote::Doubtful => (PaperState::Missing, words.with("sentence.print-doubt", said)),
    };
    view.paper = state;
    view.paper_note = note.into();
    view.number = number.into();
}

/// Runs a kiosk until its window is closed. `room` prints its tickets; `None` where the office has no printer.
///
/// # Errors
/// When no window can be shown.
pub fn run(
    desk: Desk,
    clock: Arc<dyn Clock>,
    target: Option<PrintTarget>,
    room: Option<PrintRoom>,
    place: WindowPlace,
) -> Result<(), WindowsError> {
    let kiosk = start(desk, clock, target, room)?;
    place.show(kiosk.window())?;
    let ticking = Rc::clone(&kiosk);
    let _timer = each_second(move || ticking.second());
    run_until_closed()
}

/// A kiosk with its threads, not yet shown.
pub(crate) fn start(
    desk: Desk,
    clock: Arc<dyn Clock>,
    target: Option<PrintTarget>,
    room: Option<PrintRoom>,
) -> Result<Rc<Kiosk>, WindowsError> {
    let (send, commands) = mpsc::channel();
    let wishes = move |command| {
        // The worker lives as long as the window; a wish after its end has nobody to answer.
        let _ = send.send(command);
    };
    let kiosk = Kiosk::open(Arc::clone(desk.office()), clock, wishes)?;
    let weak = Rc::downgrade(&kiosk);
    let deliver = bridge(move |update| {
        if let Some(kiosk) = weak.upgrade() {
            kiosk.update(update);
        }
    });
    let worker = KioskWorker::new(desk, target);
    spawn("kiosk", worker, commands, deliver).map_err(WindowsError::Thread)?;
    if let Some(room) = room {
        room.spawn().map_err(WindowsError::Thread)?;
    }
    Ok(kiosk)
}
