//! Windows on a screen: where they appear, how updates reach them from other threads, when they end.

use super::ui;
use super::worker::{Inbox, Worker, spawn};
use crate::feed::Feed;
use crate::station::Tone;
use slint::{Model, ModelRc, PlatformError, Timer, TimerMode, VecModel};
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use thiserror::Error;

/// Why no window can be shown.
#[derive(Debug, Error)]
pub enum WindowsError {
    /// The platform refused.
    #[error("{}", super::missing_libraries::why_no_window(.0))]
    Window(#[source] PlatformError),
    /// No thread for the work behind the window.
    #[error("the operating system gave no thread for the work behind the window")]
    Thread(#[source] std::io::Error),
}

pub use super::place::WindowPlace;

/// So soon it is asked again to end.
const AGAIN: Duration = Duration::from_millis(100);

/// Answers a window's questions for words, and for letters where the machine has none.
pub(crate) fn lend_words<'a, W>(window: &'a W)
where
    ui::Words<'a>: slint::Global<'a, W>,
{
    use crate::domain::Language;
    use slint::Global;
    super::letters::lend_now();
    ui::Words::get(window).on_text(|language, key| {
        let language = Language::from_code(&language).unwrap_or_default();
        crate::words::Words::of(language).text(&key).into()
    });
    ui::Words::get(window).on_held(|text| super::nonbreaking::nonbreaking(&text).into());
}

/// A list for a view.
pub(crate) fn model<T: Clone + 'static>(items: impl Iterator<Item = T>) -> ModelRc<T> {
    let items: Vec<T> = items.collect();
    ModelRc::from(Rc::new(VecModel::from(items)) as Rc<dyn Model<Data = T>>)
}

/// A list of a station for a view.
pub(super) fn list<T, U: From<T> + Clone + 'static>(items: Vec<T>) -> ModelRc<U> {
    model(items.into_iter().map(U::from))
}

/// A count for a view; one that no screen could show is none.
pub(super) fn count(count: impl TryInto<i32>) -> i32 {
    count.try_into().unwrap_or(0)
}

impl From<Tone> for ui::Tone {
    fn from(tone: Tone) -> Self {
        match tone {
            Tone::Calm => Self::Calm,
            Tone::Warn => Self::Warn,
            Tone::Stop => Self::Stop,
        }
    }
}

/// Keeps the list that the window has already, where the new one says the same: only what changed is drawn again.
pub(super) fn keep<T: Clone + PartialEq + 'static>(new: &mut ModelRc<T>, shown: &ModelRc<T>) {
    if new.row_count() == shown.row_count() && new.iter().eq(shown.iter()) {
        *new = shown.clone();
    }
}

/// Calls `tick` each second on the thread of the windows; ends when the timer is dropped.
pub(crate) fn each_second(tick: impl FnMut() + 'static) -> Timer {
    let timer = Timer::default();
    timer.start(TimerMode::Repeated, Duration::from_secs(1), tick);
    timer
}

type Receiver = Rc<dyn Fn(Box<dyn Any>)>;

thread_local! {
    static RECEIVERS: RefCell<Vec<Receiver>> = const { RefCell::new(Vec::new()) };
}

/// A function for other threads that brings their updates to `receive` on this thread, the one of the windows.
/// It answers `false` once the windows are gone.
pub fn bridge<T: Send + 'static>(
    receive: impl Fn(T) + 'static,
) -> impl Fn(T) -> bool + Send + 'static {
    let unpack = move |update: Box<dyn Any>| {
        if let Ok(update) = update.downcast::<T>() {
            receive(*update);
        }
    };
    let index = RECEIVERS.with_borrow_mut(|receivers| {
        receivers.push(Rc::new(unpack));
        receivers.len() - 1
    });
    move |update| {
        let arrive = move || {
            let receiver = RECEIVERS.with_borrow(|receivers| receivers.get(index).cloned());
            if let Some(receiver) = receiver {
                receiver(Box::new(update));
            }
        };
        slint::invoke_from_event_loop(arrive).is_ok()
    }
}

/// Runs a worker on a thread of its own that tells `listener`, as long as that lives.
///
/// # Errors
/// When the operating system gives no thread.
pub(super) fn attend<L: 'static, W: Worker>(
    name: &str,
    (worker, inbox): (W, Inbox<W::Command>),
    feed: Option<&Feed>,
    listener: &Rc<L>,
    tell: impl Fn(&L, W::Update) + 'static,
) -> std::io::Result<()>
where
    W::Update: 'static,
{
    let weak = Rc::downgrade(listener);
    let deliver = bridge(move |update| {
        if let Some(listener) = weak.upgrade() {
            tell(&listener, update);
        }
    });
    spawn(name, worker, inbox, feed, deliver).map(drop)
}

/// Closes the windows of this process when its standard input ends: whoever has started it holds the other end, and is
/// gone then.
///
/// # Errors
/// When the operating system gives no thread.
pub fn end_with_parent() -> std::io::Result<()> {
    let wait = || {
        // What comes is of no matter.
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        quit();
    };
    std::thread::Builder::new().name("parent".to_owned()).spawn(wait).map(drop)
}

/// Closes the windows of this process soon; whoever calls does not wait for it.
pub fn end_windows() {
    let ending = std::thread::Builder::new().name("ending".to_owned()).spawn(quit);
    if let Err(error) = ending {
        note!("the windows cannot be closed ({error})");
    }
}

/// Asks until they are gone: what is asked before the event loop has begun is forgotten when it does.
fn quit() {
    while !GONE.load(Ordering::Relaxed) {
        // Before there are windows there is nothing to quit.
        let _ = slint::quit_event_loop();
        std::thread::park_timeout(AGAIN);
    }
}

/// Whether the event loop has ended: no other one begins in a process whose windows were closed from outside.
static GONE: AtomicBool = AtomicBool::new(false);

/// Runs until the last window is closed.
///
/// # Errors
/// [`WindowsError::Window`].
pub fn run_until_closed() -> Result<(), WindowsError> {
    let ran = slint::run_event_loop().map_err(WindowsError::Window);
    GONE.store(true, Ordering::Relaxed);
    ran
}
