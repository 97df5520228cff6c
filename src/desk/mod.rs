//! Where the office is asked: for a number, the next visitor, a move, a look.
//!
//! Belongs here: a turn on the day that is up to date, the decisions on it, and keeping what follows, all or nothing.
//! Never here: the rules themselves (`domain`), SQL (`store`), ports, windows, wording.

mod asking;
mod clock;
mod day_change;
mod decide;
mod door;
mod fault;
mod owner;
mod people;
mod refusal;
mod request;
mod sign_in;
mod turn;
mod views;

pub use crate::queue::{Leaflet, PrintContent};
pub use clock::DoubtedClock;
pub use day_change::{DayChange, LeftBehind};
pub use decide::forecast::Staffed;
pub use decide::soon::Soon;
pub use door::Door;
pub use fault::{DeskFault, FaultKind};
pub use people::OfficerFile;
pub use refusal::{MissingError, NoNumber, PeopleError, Refusal};
pub(crate) use refusal::{counter, service};
pub use request::{
    Answer, Called, ClaimedJob, Destination, Envelope, IssueRequest, Issued, Port, PrintTarget,
    PrinterUpdate, Request, ReturnedFile, Subject, Undoable, listed, new_ticket_id,
};
pub use views::{
    AtCounter, Board, Coming, CounterToday, CounterView, HELP_MINUTES, History, IssuedToday,
    LATEST_CALLS, OrphanedPaper, Overview, PrinterFile, ServiceIntake, TicketFile, Waiting,
};

use crate::clock::Clock;
use crate::domain::{Actor, BusinessDay, EventSeq, Timestamp, Verdict};
use crate::office::Office;
use crate::queue::{Day, Head, Stamps};
use crate::secret::PinCost;
use crate::store::{Archive, Store, StoreError};
use chrono::TimeDelta;
use clock::Calendar;
use day_change::Left;
use std::sync::Arc;
use thiserror::Error;

/// Why a use case did not happen.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DeskError {
    /// The queue could not be used.
    #[error(transparent)]
    Fault(#[from] DeskFault),
    /// The office does not do that. Nothing has changed then.
    #[error(transparent)]
    Refusal(Refusal),
}

impl DeskError {
    /// Whether nobody knows what came of the request. Asked again with the same key, it is done once.
    pub fn is_unknown(&self) -> bool {
        matches!(self, DeskError::Fault(fault) if fault.kind == FaultKind::Unknown)
    }
}

impl From<StoreError> for DeskError {
    fn from(error: StoreError) -> Self {
        DeskFault::from(error).into()
    }
}

/// Each of these is a refusal, and a refusal is an answer of the desk.
macro_rules! refusals {
    ($($why:ty),+) => {$(
        impl From<$why> for DeskError {
            fn from(why: $why) -> Self {
                Self::Refusal(why.into())
            }
        }
    )+};
}

refusals!(Refusal, PeopleError);

/// Where a desk writes down what becomes of numbers when it changes the day.
type Diary = Box<dyn Fn(&DayChange) + Send>;

/// The office at work: its rules and its queue.
pub struct Desk {
    store: Box<dyn Store>,
    office: Arc<Office>,
    clock: Arc<dyn Clock>,
    actor: Actor,
    pin_cost: PinCost,
    calendar: Calendar,
    /// The day as it was when it was last looked at or worked on.
    day: Option<Day>,
    /// The revision at which it last looked where the queue stands, and where it stood.
    seen: Option<(i64, Shown)>,
    /// Tells everybody that the queue has changed.
    bell: Option<Box<dyn Fn() + Send>>,
    /// Writes down what becomes of numbers when the day changes.
    diary: Option<Diary>,
    left: Left,
    /// Who decides what this desk is asked for; `None`: it does so itself.
    door: Option<Box<dyn Door>>,
    /// Where PINs are tried, besides at whom: what is guessed there is counted there.
    place: Option<String>,
}

impl Desk {
    /// A desk on this queue.
    pub fn new(store: Box<dyn Store>, office: Arc<Office>, clock: Arc<dyn Clock>) -> Self {
        Self {
            store,
            office,
            clock,
            actor: Actor::Program,
            pin_cost: PinCost::FULL,
            calendar: Calendar::default(),
            day: None,
            seen: None,
            bell: None,
            diary: None,
            left: Left::default(),
            door: None,
            place: None,
        }
    }

    /// The same desk, which keeps PINs with this much work.
    pub fn with_pin_cost(self, pin_cost: PinCost) -> Self {
        Self { pin_cost, ..self }
    }

    /// The same desk, which rings this bell after each change that it has made.
    #[must_use]
    pub fn ringing(self, bell: impl Fn() + Send + 'static) -> Self {
        Self { bell: Some(Box::new(bell)), ..self }
    }

    /// The same desk, which tells what becomes of numbers when it changes the day.
    #[must_use]
    pub fn telling(self, diary: impl Fn(&DayChange) + Send + 'static) -> Self {
        Self { diary: Some(Box::new(diary)), ..self }
    }

    /// The same desk, which lays its requests down at a door. What it looks at it still reads itself.
    #[must_use]
    pub fn through(self, door: impl Door + 'static) -> Self {
        Self { door: Some(Box::new(door)), ..self }
    }

    /// The same desk, at which PINs are tried at this place: whoever guesses there keeps no officer from signing in elsewhere.
    #[must_use]
    pub fn trying_pins_at(self, place: impl Into<String>) -> Self {
        Self { place: Some(place.into()), ..self }
    }

    /// The office it works for.
    pub fn office(&self) -> &Arc<Office> {
        &self.office
    }

    /// The time that nobody can set (see [`Clock::running`]).
    pub fn running(&self) -> TimeDelta {
        self.clock.running()
    }

    /// Changes when somebody has changed something of the queue that is shown somewhere, and every half minute: what a window
    /// shows depends on the day and on how long somebody has waited, too. A key that is kept, or a guess at a PIN, is nothing
    /// that is shown.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn change_token(&mut self) -> Result<ChangeToken, DeskFault> {
        let half_minute = self.clock.now().timestamp() / 30;
        let revision = self.store.revision()?;
        let shown = match self.seen {
            Some((seen, shown)) if seen == revision => shown,
            _ => Shown::of(self.store.read()?.head()),
        };
        self.seen = Some((revision, shown));
        Ok(ChangeToken { shown, half_minute })
    }
}

/// Change token: while it is the same, looking again shows nothing new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangeToken {
    shown: Shown,
    half_minute: i64,
}

/// Where the queue stands, as far as anything shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shown {
    event: EventSeq,
    job: i64,
    help: i64,
    stamps: Stamps,
    day: Option<BusinessDay>,
    steps: i64,
}

impl Shown {
    fn of(head: &Head) -> Self {
        let Head { event, job, help, stamps, newest_day: day, clocks: (_, steps), .. } = *head;
        Self { event, job, help, stamps: Stamps { people: 0, ..stamps }, day, steps }
    }
}

/// What every reading use case needs.
struct Look<'a> {
    view: Box<dyn Archive + 'a>,
    day: &'a Day,
    office: &'a Office,
    now: Timestamp,
    verdict: Verdict,
    left: &'a mut Left,
}

impl Look<'_> {
    /// Whom the change of the day has left behind.
    fn left_behind(&mut self) -> Result<Option<LeftBehind>, StoreError> {
        Ok(self.left.look(&*self.view, self.day)?.cloned())
    }
}

impl Desk {
    /// Begins a reading use case.
    fn look(&mut self) -> Result<Look<'_>, DeskError> {
        let view = self.store.read()?;
        let verdict = self.calendar.judge(&*self.clock, &self.office, &*view)?;
        let now = verdict.time.unwrap_or_else(|| self.clock.now());
        let day = bring(&mut self.day, &*view, verdict.day)?;
        Ok(Look { view, day, office: &self.office, now, verdict, left: &mut self.left })
    }
}

/// Brings a day up to date; another one is read as a whole.
fn bring<'d>(
    known: &'d mut Option<Day>,
    view: &dyn Archive,
    date: BusinessDay,
) -> Result<&'d Day, StoreError> {
    let here = known.take().filter(|day| day.date() == date);
    let here = match here {
        Some(day) if day.head() == view.head() => day,
        here => {
            let update = view.update(here.as_ref(), date)?;
            let mut day = here.unwrap_or_else(|| Day::new(date));
            day.take(update);
            day
        }
    };
    Ok(known.insert(here))
}
