//! Brings print jobs from the queue to one printer, by the one process that owns it.
//!
//! Belongs here: owning the printer, the order "mark, print, record", when a job of which nothing was sent is tried again,
//! and what the queue is told of a printer that prints nothing. Never here: bytes of a port (`printer`), what a ticket says (`paper`), the record itself (`desk`).
//!
//! A job is marked `Sending` before its first byte, so whatever kills this process, the record afterwards says
//! at least "perhaps printed" and never a false "printed"; and no job of which a byte was sent is ever sent again by itself.

mod back_off;
mod debounce;
mod locks;
mod port;
mod sheet;

use crate::data::DataFolder;
use crate::desk::{ClaimedJob, Desk, DeskError, PrintTarget, PrinterUpdate};
use crate::domain::{
    Incident, PrintCause, PrintOutcome, PrintState, PrinterState, Remains, TRIED_AGAIN_FOR,
};
use crate::fonts;
use crate::paper::profile::Realtime;
use crate::paper::{Composed, Fonts, Profile};
use crate::printer::{Address, AddressError, Deadlines, Job, Learned, PrintResult, Session, Watch};
use crate::profiles::{FindError, Profiles};
use back_off::BackOff;
use chrono::TimeDelta;
use debounce::Debounce;
use locks::lock_names;
pub use port::port_of;
use sheet::compose;
use std::fs::File;
use std::io;
use std::time::{Duration, Instant};
use thiserror::Error;

/// Stands for the questions between jobs; jobs of the queue count from 1.
const NO_JOB: i64 = 0;

/// Why the spool cannot work.
#[derive(Debug, Error)]
pub enum SpoolError {
    /// The queue could not be used.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The lock that makes one process the owner of a printer could not be taken.
    #[error("cannot create the printer's lock in the data folder; check its permissions")]
    Lock(#[source] io::Error),
    /// Where the printer is cannot be understood.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// What the printer is cannot be read.
    #[error(transparent)]
    Profile(#[from] FindError),
}

/// One printer, owned.
pub struct Spool {
    printer: String,
    profiles: Profiles,
    fonts: Fonts,
    /// Whether it can be asked how it is.
    can_answer: bool,
    /// Whether it may hold bytes of a sheet that did not come out.
    may_hold: bool,
    /// Begins a new conversation with it.
    begin: Box<dyn Fn() -> Session + Send>,
    session: Session,
    watch: Watch,
    debounce: Debounce,
    back_off: BackOff,
    /// When a port is opened again that does not stay open, only to ask.
    reopening: BackOff,
    /// So long after it was asked for the job of somebody who is in a hurry is tried at most.
    patience: Option<(i64, TimeDelta)>,
    /// What could not be written, because the queue had a fault at that moment.
    unsaved: Option<Unsaved>,
    _owned: Vec<File>,
}

/// A job that was printed, or not.
#[derive(Debug)]
pub struct Printed {
    /// Which job, of which ticket.
    pub claimed: ClaimedJob,
    /// What this attempt came to.
    pub result: PrintResult,
    /// What the queue says of the job now: it may wait to be tried again.
    pub state: PrintState,
    /// How often in a row nothing of it could be sent.
    pub refusals: usize,
    /// From the look for a job until the printer was spoken to: marking it in the queue and composing its bytes.
    pub prepared: Duration,
}

/// What the queue has yet to be told.
#[derive(Debug)]
struct Unsaved {
    attempt: Option<(i64, Attempted)>,
    /// Jobs whose acknowledgement has come after all.
    late: Vec<i64>,
    /// What was noticed of the printer.
    incidents: Vec<Incident>,
    news: PrinterUpdate,
}

/// What became of a job that was taken from the queue.
#[derive(Debug, Clone, Copy)]
enum Attempted {
    /// It is done with.
    Settled(PrintOutcome),
    /// Nothing of it was sent, and it is to be tried again.
    Postponed(PrintCause),
}

impl Spool {
    /// Becomes the owner of a printer; `None` while another process is. What a dead owner left in the middle is
    /// settled first.
    ///
    /// # Errors
    /// [`SpoolError`].
    pub fn own(
        data: &DataFolder,
        desk: &mut Desk,
        target: &PrintTarget,
    ) -> Result<Option<Self>, SpoolError> {
        Self::own_within(data, desk, target, Deadlines::default())
    }

    /// As [`Spool::own`], with other deadlines than an office has.
    ///
    /// # Errors
    /// As [`Spool::own`].
    pub fn own_within(
        data: &DataFolder,
        desk: &mut Desk,
        target: &PrintTarget,
        deadlines: Deadlines,
    ) -> Result<Option<Self>, SpoolError> {
        let address: Address = target.address.parse()?;
        let profiles = Profiles::of(data);
        let profile = profiles.find(&target.profile)?;
        let can_answer = profile.status.realtime != Realtime::No;
        let mut owned = Vec::new();
        for name in lock_names(target, &address) {
            let Some(lock) = data.try_lock(&name).map_err(SpoolError::Lock)? else {
                return Ok(None);
            };
            owned.push(lock);
        }
        let may_hold = address.may_hold_bytes();
        desk.recover_print_jobs(target, &port_of(&address), may_hold)?;
        let folder = data.paper_folder();
        let begin =
            move || Session::new(address.clone(), folder.clone(), profile.clone(), deadlines);
        Ok(Some(Self {
            printer: target.printer.clone(),
            profiles,
            fonts: fonts::of(data),
            can_answer,
            may_hold,
            session: begin(),
            watch: Watch::default(),
            begin: Box::new(begin),
            debounce: Debounce::default(),
            back_off: BackOff::default(),
            reopening: BackOff::default(),
            patience: None,
            unsaved: None,
            _owned: owned,
        }))
    }

    /// The same, with another clock for how fast the paper moves: for a printer that prints in no time.
    #[must_use]
    pub fn timed_by(mut self, watch: Watch) -> Self {
        self.session = (self.begin)().timed_by(watch.clone());
        self.watch = watch;
        self
    }

    /// Whether any process owns this printer at the moment: only then is the record of its state up to date.
    ///
    /// # Errors
    /// [`SpoolError::Lock`] when the printer's lock cannot be looked at; [`SpoolError::Address`].
    pub fn is_owned(data: &DataFolder, target: &PrintTarget) -> Result<bool, SpoolError> {
        for name in lock_names(target, &target.address.parse()?) {
            if data.is_locked(&name).map_err(SpoolError::Lock)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The same for somebody who waits no longer than this for that job, while the printer prints nothing.
    #[must_use]
    pub fn patient_for(self, job: i64, patience: TimeDelta) -> Self {
        Self { patience: Some((job, patience.min(TRIED_AGAIN_FOR))), ..self }
    }

    /// So long after it was asked for a job is tried at most.
    pub fn patience(&self, job: i64) -> TimeDelta {
        let hurried = self.patience.filter(|(hurried, _)| *hurried == job);
        hurried.map_or(TRIED_AGAIN_FOR, |(_, patience)| patience)
    }

    /// Whether a job of which nothing could be sent is to be tried again now.
    pub fn is_due(&self, desk: &Desk) -> bool {
        self.back_off.is_due(desk.running())
    }

    /// Prints the oldest waiting job; `None` when there is none, or when the printer has just refused one and is left
    /// alone for a moment. Takes as long as the printer takes, within the deadlines of a session.
    ///
    /// # Errors
    /// Faults of the queue. A fault of the printer is no error but the result of the job.
    pub fn print_next(&mut self, desk: &mut Desk) -> Result<Option<Printed>, SpoolError> {
        let began = Instant::now();
        self.save(desk)?;
        if self.back_off.waits(desk.running()) {
            return Ok(None);
        }
        let Some(claimed) = desk.begin_print_job(&self.printer)? else {
            self.back_off.forget();
            return Ok(None);
        };
        let before = self.believe(claimed.remains);
        let composed = compose(desk, &self.profiles, &self.fonts, &claimed);
        let prepared = began.elapsed();
        let result = match composed {
            Ok((profile, composed)) => self.print(claimed.job.id, &profile, &composed),
            Err(detail) => PrintResult::not_begun(PrintCause::Layout, detail),
        };
        let job = claimed.job.id;
        let attempted = self.judge(desk, &claimed, &result);
        match attempted {
            Attempted::Postponed(_) => self.back_off.refuse(job, desk.running()),
            Attempted::Settled(_) => self.back_off.forget(),
        }
        let refusals = self.back_off.times(job);
        self.tell(desk, Some(before), Some((job, attempted)))?;
        let state = match attempted {
            Attempted::Postponed(cause) => PrintState::Postponed(cause),
            Attempted::Settled(outcome) => outcome.into(),
        };
        Ok(Some(Printed { claimed, result, state, refusals, prepared }))
    }

    /// Whether a job is done with. What has left no byte behind is tried again while its visitor still stands there.
    fn judge(&self, desk: &Desk, claimed: &ClaimedJob, result: &PrintResult) -> Attempted {
        let settled = Attempted::Settled(result.outcome);
        let PrintOutcome::Failed(cause) = result.outcome else { return settled };
        let next_age = desk.now() - claimed.job.created_at + self.back_off.pause(claimed.job.id);
        let again = cause.is_tried_again(next_age) && next_age <= self.patience(claimed.job.id);
        if again && !result.begun { Attempted::Postponed(cause) } else { settled }
    }

    /// Prints a sheet that belongs to no ticket: for a technician, who sees what came of it.
    ///
    /// # Errors
    /// Faults of the queue. A fault of the printer is no error but the result.
    pub fn print_sheet(
        &mut self,
        desk: &mut Desk,
        profile: &Profile,
        sheet: &Composed,
    ) -> Result<PrintResult, SpoolError> {
        let before = self.catch_up(desk)?;
        // No other sheet has this name, nor has a job: those count from 1.
        let job = job_of(-desk.now().timestamp_millis(), profile, sheet);
        let Self { printer, session, may_hold, .. } = self;
        let mut begun = None;
        let result = session.print_once_noted(&job, &mut || {
            // No job says that it was begun. If the program dies now, the printer is what tells of it.
            let noted = may_hold.then(|| desk.begin_sheet(printer));
            noted.is_none_or(|noted| begun.insert(noted).is_ok())
        });
        let is_begun = begun.transpose()?.is_some();
        // What was said of a sheet in hand holds no more, whatever others have made of it since.
        self.tell(desk, Some(before).filter(|_| !is_begun), None)?;
        Ok(result)
    }

    /// Finds out what the printer can do, after a sheet: for a technician.
    pub fn probe(&mut self) -> &Learned {
        self.session.probe()
    }

    /// Asks the printer how it is, and tells the queue when that has changed. For the time between jobs: it may take
    /// as long as opening a port does. A port that had to be opened for that and does not stay open is left alone for a
    /// moment, longer each time: a box that hangs up at once would otherwise be kept busy by us.
    ///
    /// # Errors
    /// Faults of the queue. A printer that is not well is no error.
    pub fn ask(&mut self, desk: &mut Desk) -> Result<PrinterState, SpoolError> {
        let before = self.catch_up(desk)?;
        let opened = self.session.connections();
        let news = match self.reopening.waits(desk.running()) {
            true => self.session.ask_if_open(),
            false => Some(self.session.ask()),
        };
        match self.session.connections() > opened {
            true => self.reopening.refuse(NO_JOB, desk.running()),
            false if self.session.is_open() => self.reopening.forget(),
            false => {}
        }
        if news.is_none() {
            // It was not asked, so its last answer is none to this question.
            return Ok(desk
                .printer(&self.printer)?
                .map_or(PrinterState::Unknown, |known| known.state));
        }
        let state = self.tell(desk, Some(before), None)?;
        if state.cause().is_none() {
            self.back_off.end_wait(desk.running());
        }
        Ok(state)
    }

    /// As [`Spool::ask`], and where the printer cannot answer, its port is opened at least: for a technician who
    /// stands beside it, not for every second of the day.
    ///
    /// # Errors
    /// As [`Spool::ask`].
    pub fn examine(&mut self, desk: &mut Desk) -> Result<PrinterState, SpoolError> {
        if self.can_answer {
            return self.ask(desk);
        }
        let before = self.catch_up(desk)?;
        self.session.reach();
        Ok(self.tell(desk, Some(before), None)?)
    }

    fn print(&mut self, id: i64, profile: &Profile, composed: &Composed) -> PrintResult {
        self.session.print(&job_of(id, profile, composed))
    }

    /// Learns what others have written since the printer was last spoken to.
    fn catch_up(&mut self, desk: &mut Desk) -> Result<Remains, DeskError> {
        self.save(desk)?;
        let known = desk.printer(&self.printer)?;
        Ok(self.believe(known.map(|record| record.remains).unwrap_or_default()))
    }

    /// Takes over what the queue says of what is in the printer and hangs out of it, and gives it back. Only an owner
    /// says that bytes are left in it; that there are none any more is also said by whoever has switched it off and on.
    /// What hangs out ends with a cut, which only the conversation knows of.
    fn believe(&mut self, known: Remains) -> Remains {
        let mut remains = self.session.remains();
        if remains.leftover && !known.leftover {
            // A printer that was switched off has lost what it was told and asked, and the port to it is dead.
            self.session = (self.begin)().timed_by(self.watch.clone());
            remains.answers_owed = 0;
        }
        self.session.set_remains(Remains { leftover: known.leftover, ..remains.and(known) });
        known
    }

    /// Tells the queue what was learned since it was believed to be as `before`, and everything where that is `None`; gives
    /// back how the printer is.
    fn tell(
        &mut self,
        desk: &mut Desk,
        before: Option<Remains>,
        attempt: Option<(i64, Attempted)>,
    ) -> Result<PrinterState, DeskError> {
        // First: what was left in the printer may just have come out.
        let late = self.session.late_acknowledgements();
        let incidents = self.session.incidents();
        let remains = self.session.remains();
        let mut state = self.debounce.take(self.session.state());
        // A printer that says what is the matter now is helped with that first.
        let asks_for_help = remains.leftover && !self.session.may_find_out();
        if asks_for_help && (state.cause().is_none() || !self.can_answer) {
            state = PrinterState::Trouble(PrintCause::PowerCycle);
        }
        let news = PrinterUpdate {
            state,
            leftover: changed(before.map(|b| b.leftover), remains.leftover),
            partial_ticket: changed(before.map(|b| b.partial_ticket), remains.partial_ticket),
            answers_owed: changed(before.map(|b| b.answers_owed), remains.answers_owed),
            note: self.session.report().detail.clone(),
        };
        self.unsaved = Some(Unsaved { attempt, late, incidents, news });
        self.save(desk)?;
        Ok(state)
    }

    /// Writes what was learned. A fault of the queue keeps it for the next time: what is known of a paper is not lost
    /// because a disk was full for a moment.
    fn save(&mut self, desk: &mut Desk) -> Result<(), DeskError> {
        let Some(mut unsaved) = self.unsaved.take() else { return Ok(()) };
        let printer = &self.printer;
        let noted = desk.note_incidents(printer, &unsaved.incidents);
        let saved = noted.and_then(|noted| {
            unsaved.incidents.clear();
            for what in noted.into_iter().filter_map(trait_of) {
                note!("{printer}: the printer {what}");
            }
            let Unsaved { attempt, late, news, .. } = &unsaved;
            match *attempt {
                Some((job, Attempted::Settled(outcome))) => {
                    desk.settle_print_job(printer, job, outcome, late, news)
                }
                Some((job, Attempted::Postponed(cause))) => {
                    desk.postpone_print_job(printer, job, cause, late, news).map(drop)
                }
                None => desk.record_printer(printer, late, news),
            }
        });
        saved.inspect_err(|_| self.unsaved = Some(unsaved))
    }
}

fn changed<T: PartialEq + Copy>(before: Option<T>, now: T) -> Option<T> {
    (before != Some(now)).then_some(now)
}

fn job_of<'a>(id: i64, profile: &'a Profile, composed: &'a Composed) -> Job<'a> {
    let Composed { bytes, height_mm, cuts, .. } = composed;
    Job { id, profile, bytes, height_mm: *height_mm, cuts: *cuts }
}

/// What kind of printer it is, for the technician.
fn trait_of(incident: Incident) -> Option<&'static str> {
    match incident {
        Incident::AcknowledgesReceipt => Some(
            "acknowledges sooner than paper can move: that it has received a ticket, not that it has printed it",
        ),
        Incident::NeverAcknowledges => Some(
            "does not know the acknowledgement of its profile; antre printer test names a better one",
        ),
        Incident::Acknowledges => {
            Some("acknowledges after all; what was said of its profile does not hold any more")
        }
        Incident::TicketNotTaken | Incident::TicketRetracted | Incident::TicketEjected => None,
    }
}
