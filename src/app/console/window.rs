//! Between the counter and its window: keys in, one whole view out.

use super::worker::{ConsoleCommand, ConsoleUpdate, ConsoleWorker, Reply};
use crate::app::platform::{
    WindowPlace, WindowsError, bridge, each_second, keep, lend_words, model, run_until_closed,
};
use crate::app::ui::{
    ConsolePhase, ConsoleView, ConsoleWindow, Metrics, StageStep, Tone, UnprintedTicket,
    WaitingGroup, WaitingTicket,
};
use crate::app::worker::spawn;
use crate::clock::Clock;
use crate::data::DataFolder;
use crate::desk::{CounterView, Desk, DeskError, PrintTarget};
use crate::domain::{
    Attendance, CounterNumber, Lane, Language, PrintState, Stage, State, Ticket, Timestamp, Why,
};
use crate::office::Office;
use crate::words::Words;
use slint::{ComponentHandle, SharedString};
use std::cell::RefCell;
use std::fmt::Display;
use std::rc::Rc;
use std::sync::{Arc, mpsc};

/// Seconds that the answer to a key stays.
const MESSAGE_SECONDS: u32 = 8;

/// The officer reads Indonesian.
const LANGUAGE: Language = Language::Indonesian;

/// A console window and what it shows.
pub struct Console {
    window: ConsoleWindow,
    office: Arc<Office>,
    counter: CounterNumber,
    clock: Arc<dyn Clock>,
    state: RefCell<Content>,
}

#[derive(Default)]
struct Content {
    view: Option<Box<CounterView>>,
    lost: bool,
    sound: Option<String>,
    message: Option<Message>,
}

struct Message {
    text: String,
    tone: Tone,
    seconds: u32,
}

impl Console {
    /// Makes the window of a counter, not yet shown. `send` brings its keys to the worker.
    ///
    /// # Errors
    /// When the platform has no window to give.
    pub fn open(
        office: Arc<Office>,
        counter: CounterNumber,
        clock: Arc<dyn Clock>,
        send: impl Fn(ConsoleCommand) + Clone + 'static,
    ) -> Result<Rc<Self>, WindowsError> {
        let window = ConsoleWindow::new().map_err(WindowsError::Window)?;
        window.global::<Metrics>().set_mm(office.screens.console_px_per_mm);
        lend_words(&window);
        let key = |command: ConsoleCommand| {
            let send = send.clone();
            move || send(command)
        };
        window.on_call_next(key(ConsoleCommand::Next));
        window.on_recall(key(ConsoleCommand::Recall));
        window.on_start(key(ConsoleCommand::Start));
        window.on_finish(key(ConsoleCommand::Finish));
        window.on_no_show(key(ConsoleCommand::NoShow));
        window.on_cancel(key(ConsoleCommand::Cancel));
        window.on_reprint(move |number: SharedString| {
            if let Ok(number) = number.parse() {
                send(ConsoleCommand::Reprint(number));
            }
        });
        let state = RefCell::default();
        let console = Rc::new(Self { window, office, counter, clock, state });
        console.show();
        Ok(console)
    }

    /// The window.
    pub fn window(&self) -> &ConsoleWindow {
        &self.window
    }

    /// Takes in what the worker tells.
    pub fn update(&self, update: ConsoleUpdate) {
        {
            let mut state = self.state.borrow_mut();
            match update {
                ConsoleUpdate::View(view) => {
                    state.lost = false;
                    state.view = Some(view);
                }
                ConsoleUpdate::QueueLost => state.lost = true,
                ConsoleUpdate::Sound(fault) => state.sound = fault,
                ConsoleUpdate::Reply(reply) => {
                    state.message = Some(message(&self.office, *reply));
                }
            }
        }
        self.show();
    }

    /// One second has passed.
    pub fn second(&self) {
        {
            let mut state = self.state.borrow_mut();
            if let Some(message) = &mut state.message {
                message.seconds += 1;
            }
            if state.message.as_ref().is_some_and(|m| m.seconds >= MESSAGE_SECONDS) {
                state.message = None;
            }
        }
        self.show();
    }

    fn show(&self) {
        let content = self.state.borrow();
        let mut view = view(&self.office, self.counter, self.clock.now(), &content);
        let shown = self.window.get_view();
        keep(&mut view.steps, &shown.steps);
        keep(&mut view.waiting_groups, &shown.waiting_groups);
        keep(&mut view.waiting, &shown.waiting);
        keep(&mut view.unprinted, &shown.unprinted);
        self.window.set_view(view);
    }
}

fn words() -> &'static Words {
    Words::of(LANGUAGE)
}

fn message(office: &Office, reply: Reply) -> Message {
    let say = |key: &str, values: &[(&str, &dyn Display)]| words().with(key, values);
    let (text, tone) = match reply {
        Reply::Nobody => (say("sentence.nobody-waiting", &[]), Tone::Calm),
        Reply::NoPrinter => (say("sentence.printer-none", &[]), Tone::Warn),
        Reply::Done(command, ticket) => {
            let stage = ticket.state.stage().map(|s| office.stage_name(s, LANGUAGE));
            let key = match (command, &ticket.state) {
                (ConsoleCommand::Next, State::Called { .. }) => "sentence.did-call",
                (ConsoleCommand::Next, _) => "sentence.did-take",
                (ConsoleCommand::Recall, _) => "sentence.did-recall",
                (ConsoleCommand::Start, _) => "sentence.did-start",
                (ConsoleCommand::Finish, State::Done) => "sentence.did-hand-over",
                (ConsoleCommand::Finish, _) => "sentence.did-finish",
                (ConsoleCommand::NoShow, _) => "sentence.did-no-show",
                (ConsoleCommand::Cancel, _) => "sentence.did-cancel",
                (ConsoleCommand::Reprint(_), _) => "sentence.did-reprint",
            };
            let stage = stage.unwrap_or_default();
            (say(key, &[("number", &ticket.number), ("stage", &stage)]), Tone::Calm)
        }
        Reply::Refused(error) => match &error {
            DeskError::CounterBusy { number, .. } => {
                (say("sentence.counter-busy", &[("number", number)]), Tone::Warn)
            }
            DeskError::CounterIdle(_) => (say("sentence.counter-idle", &[]), Tone::Warn),
            DeskError::CallLimit { number, limit } => {
                let values: &[(&str, &dyn Display)] = &[("number", number), ("count", limit)];
                (say("sentence.call-limit", values), Tone::Warn)
            }
            DeskError::Refused(refused) => {
                (say("sentence.not-now", &[("number", &refused.number)]), Tone::Warn)
            }
            DeskError::TooSoon { number, .. } => {
                (say("sentence.not-now", &[("number", number)]), Tone::Warn)
            }
            DeskError::Store(crate::store::StoreError::Conflict(_)) => {
                (say("sentence.taken-elsewhere", &[]), Tone::Warn)
            }
            error => {
                eprintln!("antre: {error}");
                (say("sentence.stale-console", &[]), Tone::Stop)
            }
        },
    };
    Message { text, tone, seconds: 0 }
}

fn view(office: &Office, number: CounterNumber, now: Timestamp, content: &Content) -> ConsoleView {
    let local = now.with_timezone(&office.zone);
    let back_office = serves_only_back_office(office, number);
    let call = if back_office { "sentence.take-next" } else { "sentence.call-next" };
    let mut shown = ConsoleView {
        counter: office.counter_name(number, LANGUAGE).into(),
        clock: local.format("%H:%M").to_string().into(),
        call_label: words().text(call).into(),
        ..ConsoleView::default()
    };
    if content.lost {
        shown.stale = words().text("sentence.stale-console").into();
    }
    if let Some(fault) = &content.sound {
        let key = format!("cause.{fault}");
        let cause = words().text(&key);
        shown.sound = words().with("sentence.no-sound", &[("cause", &cause)]).into();
    }
    if let Some(message) = &content.message {
        shown.message = message.text.as_str().into();
        shown.message_tone = message.tone;
    }
    let Some(view) = &content.view else { return shown };
    match &view.current {
        Some(ticket) => current(&mut shown, office, ticket, now),
        None => shown.phase = ConsolePhase::Idle,
    }
    let usable = !content.lost;
    shown.can_next = usable && view.current.is_none() && view.next.is_some();
    queue(&mut shown, office, view);
    paper(&mut shown, office, view);
    if !usable {
        shown.can_recall = false;
        shown.can_start = false;
        shown.can_finish = false;
        shown.can_no_show = false;
        shown.can_cancel = false;
    }
    shown
}

fn serves_only_back_office(office: &Office, number: CounterNumber) -> bool {
    let Some(counter) = office.counter(number) else { return false };
    let mut stages = office.stages.iter().filter(|s| counter.stages.contains(&s.stage.id));
    stages.all(|s| s.stage.attendance == Attendance::BackOffice)
}

fn current(shown: &mut ConsoleView, office: &Office, ticket: &Ticket, now: Timestamp) {
    let (phase, calls) = match ticket.state {
        State::Called { calls, .. } => {
            (ConsolePhase::Called, words().with("sentence.called-times", &[("count", &calls)]))
        }
        _ => (ConsolePhase::Serving, String::new()),
    };
    shown.phase = phase;
    shown.calls = calls.into();
    shown.number = ticket.number.to_string().into();
    shown.priority = ticket.lane == Lane::Priority;
    let called = phase == ConsolePhase::Called;
    shown.can_recall = ticket.may_recall(office.call_limit);
    shown.can_start = called;
    shown.can_no_show = called;
    shown.can_finish = !called;
    shown.can_cancel = true;
    let seconds = (now - ticket.changed_at).num_seconds().max(0);
    shown.elapsed = format!("{:02}:{:02}", seconds / 60, seconds % 60).into();
    let Some(service) = office.service(ticket.service) else { return };
    shown.service = service.name.get(LANGUAGE).into();
    let case = ticket.case.as_ref().and_then(|case| service.case(case));
    shown.case_name = case.map_or("", |case| case.name.get(LANGUAGE)).into();
    let Some(stage) = ticket.state.stage() else { return };
    shown.stage = office.stage_name(stage, LANGUAGE).into();
    let here = service.journey.iter().position(|s| s.id == *stage).unwrap_or(0);
    shown.steps = model(service.journey.iter().enumerate().map(|(index, step)| StageStep {
        name: office.stage_name(&step.id, LANGUAGE).into(),
        done: index < here,
        current: index == here,
    }));
    shown.finish_label = finish_label(office, service.journey.get(here + 1)).into();
    if let (Some(norm), false) = (service.norm_minutes(stage), called) {
        shown.norm = words().with("sentence.minutes", &[("count", &norm)]).into();
        shown.elapsed_tone = tone(seconds, i64::from(norm) * 60);
    }
}

/// Amber from four fifths of the norm, red beyond it.
fn tone(seconds: i64, norm: i64) -> Tone {
    if seconds > norm {
        Tone::Stop
    } else if seconds * 5 >= norm * 4 {
        Tone::Warn
    } else {
        Tone::Calm
    }
}

fn finish_label(office: &Office, following: Option<&Stage>) -> String {
    match following {
        Some(stage) => {
            let name = office.stage_name(&stage.id, LANGUAGE);
            words().with("sentence.finish-to", &[("stage", &name)])
        }
        None => words().text("sentence.finish-last").to_owned(),
    }
}

fn detail(office: &Office, ticket: &Ticket) -> String {
    let service = office.service(ticket.service);
    let name = service.map_or("", |s| s.name.get(LANGUAGE));
    match ticket.state.stage() {
        Some(stage) => format!("{name}, {}", office.stage_name(stage, LANGUAGE)),
        None => name.to_owned(),
    }
}

fn queue(shown: &mut ConsoleView, office: &Office, view: &CounterView) {
    if let Some((ticket, why)) = &view.next {
        shown.next_number = ticket.number.to_string().into();
        shown.next_detail = detail(office, ticket).into();
        shown.next_priority = ticket.lane == Lane::Priority;
        let turns = office.fairness.regular_per_priority;
        let cap = office.fairness.cap_minutes;
        let reason = match why {
            Why::FirstInLine => words().text("sentence.why-first").to_owned(),
            Why::PriorityTurn => words().text("sentence.why-priority").to_owned(),
            Why::RegularTurn => words().with("sentence.why-regular", &[("count", &turns)]),
            Why::WaitedTooLong => words().with("sentence.why-cap", &[("count", &cap)]),
        };
        shown.next_reason = reason.into();
    }
    let count = view.waiting.len();
    shown.waiting_total = words().with("sentence.waiting-count", &[("count", &count)]).into();
    shown.waiting = model(view.waiting.iter().map(|ticket| WaitingTicket {
        number: ticket.number.to_string().into(),
        detail: detail(office, ticket).into(),
        priority: ticket.lane == Lane::Priority,
    }));
    let waits_at = |stage| view.waiting.iter().filter(move |t| t.state.stage() == Some(stage));
    let stages = office.stages.iter().map(|s| (s, waits_at(&s.stage.id).count()));
    shown.waiting_groups = model(stages.filter(|(_, count)| *count > 0).map(|(s, count)| {
        WaitingGroup { name: s.name.get(LANGUAGE).into(), count: count.to_string().into() }
    }));
    if let Some(call) = &view.latest_call {
        let counter = office.counter_name(call.counter, LANGUAGE);
        let time = call.at.with_timezone(&office.zone).format("%H:%M");
        let values: &[(&str, &dyn Display)] =
            &[("number", &call.number), ("counter", &counter), ("time", &time)];
        shown.last_call = words().with("sentence.last-call", values).into();
    }
}

fn paper(shown: &mut ConsoleView, office: &Office, view: &CounterView) {
    shown.unprinted = model(view.unprinted.iter().map(|(ticket, job)| UnprintedTicket {
        number: ticket.number.to_string().into(),
        reason: match job.state {
            PrintState::Failed(cause) | PrintState::Unknown(cause) => {
                words().text(&format!("cause.{cause}")).into()
            }
            PrintState::Sending => words().text("cause.interrupted").into(),
            _ => words().text("cause.expired").into(),
        },
    }));
    let missing = view.unprinted.len();
    let (sentence, tone) = match (&office.printer.address, missing) {
        (None, _) => (words().text("sentence.printer-none").to_owned(), Tone::Calm),
        (Some(_), 0) => (words().text("sentence.printer-ready").to_owned(), Tone::Calm),
        (Some(_), _) => {
            (words().with("sentence.printer-fault", &[("count", &missing)]), Tone::Warn)
        }
    };
    shown.printer = sentence.into();
    shown.printer_tone = tone;
}

/// Runs a console until its window is closed.
///
/// # Errors
/// When no window can be shown; an unknown counter.
pub fn run(
    desk: Desk,
    clock: Arc<dyn Clock>,
    counter: CounterNumber,
    target: Option<PrintTarget>,
    data: &DataFolder,
    place: WindowPlace,
) -> Result<(), Box<dyn std::error::Error>> {
    let console = start(desk, clock, counter, target, data)?;
    place.show(console.window())?;
    let ticking = Rc::clone(&console);
    let _timer = each_second(move || ticking.second());
    Ok(run_until_closed()?)
}

/// A console with its thread, not yet shown.
pub(crate) fn start(
    desk: Desk,
    clock: Arc<dyn Clock>,
    counter: CounterNumber,
    target: Option<PrintTarget>,
    data: &DataFolder,
) -> Result<Rc<Console>, Box<dyn std::error::Error>> {
    let office = Arc::clone(desk.office());
    let worker = ConsoleWorker::new(desk, counter, target, data.clone())?;
    let (send, commands) = mpsc::channel();
    let keys = move |command| {
        // The worker lives as long as the window; a key after its end has nobody to answer.
        let _ = send.send(command);
    };
    let console = Console::open(office, counter, clock, keys)?;
    let weak = Rc::downgrade(&console);
    let deliver = bridge(move |update| {
        if let Some(console) = weak.upgrade() {
            console.update(update);
        }
    });
    spawn("console", worker, commands, deliver)?;
    Ok(console)
}
