//! One turn from beginning to end: the day is brought up to date, decisions are made on it, all of them are kept at once.

use super::clock::{Calendar, Word};
use super::day_change::{DayChange, dated, is_unsure};
use super::decide::opening::ANSWERS_KEPT;
use super::decide::{Draft, carry_out, opening, people};
use super::refusal::Refusal;
use super::request::{Answer, Called, Envelope, Issued, Request, ReturnedFile};
use super::{Desk, DeskError, bring};
use crate::clock::Clock;
use crate::domain::{
    Actor, BusinessDay, Doubt, Ticket, TicketNumber, Timestamp, Verdict, Voucher, Why,
};
use crate::office::Office;
use crate::queue::{Answered, Change, ClockReading, ClockStep, Day, Outcome, PrintJob, RequestKey};
use crate::store::{StoreError, Turn};
use chrono::SubsecRound;

/// A turn that has begun, on a day that is up to date.
struct OpenTurn<'a> {
    /// Until it is committed.
    turn: Option<Box<dyn Turn + 'a>>,
    /// Whether the day has changes that are not kept yet.
    is_ahead: bool,
    known: &'a mut Option<Day>,
    office: &'a Office,
    now: Timestamp,
    verdict: Verdict,
    /// What is to be kept so far; the day has it already.
    changes: Vec<Change>,
    bell: Option<&'a (dyn Fn() + Send)>,
}

impl Desk {
    /// Decides in the name of whoever works at this desk.
    pub(super) fn decide<T>(
        &mut self,
        decide: impl FnOnce(&mut Draft<'_>) -> Result<T, Refusal>,
    ) -> Result<T, DeskError> {
        let actor = self.actor.clone();
        self.decide_as(Word::Clock, &actor, decide)
    }

    /// Decides in nobody's name.
    pub(super) fn decide_unsigned<T>(
        &mut self,
        decide: impl FnOnce(&mut Draft<'_>) -> Result<T, Refusal>,
    ) -> Result<T, DeskError> {
        self.decide_as(Word::Clock, &Actor::Program, decide)
    }

    pub(super) fn decide_as<T>(
        &mut self,
        word: Word,
        actor: &Actor,
        decide: impl FnOnce(&mut Draft<'_>) -> Result<T, Refusal>,
    ) -> Result<T, DeskError> {
        self.in_turn(word, actor, None, |mut open| {
            let mut draft = open.draft(actor)?;
            let answer = decide(&mut draft)?;
            let (changes, _) = draft.finish();
            open.apply(changes);
            open.commit()?;
            Ok(answer)
        })
    }

    /// Carries out what is asked for. Asked again with the same key, it is not carried out again: the answer is that of the
    /// first time, marked as repeated.
    ///
    /// # Errors
    /// [`Refusal`]; faults of the queue. After a fault nobody may know whether it was carried out: ask again with the same
    /// key.
    pub fn ask(&mut self, envelope: &Envelope) -> Result<Answer, DeskError> {
        envelope.refuse_bad_key()?;
        if let Some(door) = &mut self.door {
            return door.ask(envelope);
        }
        self.in_turn(Word::Clock, &envelope.actor, Some(&envelope.key), |mut open| {
            let answer = open.answer(envelope)?;
            open.commit()?;
            Ok(answer)
        })
    }

    /// Carries out several requests in one turn, each on what the ones before have led to: as if they were asked one by one, but
    /// kept together. A refusal concerns one of them, a fault of the queue all.
    ///
    /// # Errors
    /// Faults of the queue: then none of them was kept, or nobody knows. A clock that would close a day refuses them all.
    pub fn ask_all(
        &mut self,
        envelopes: &[Envelope],
    ) -> Result<Vec<Result<Answer, Refusal>>, DeskError> {
        self.in_turn(Word::Clock, &Actor::Program, None, |mut open| {
            let mut answers = Vec::new();
            for envelope in envelopes {
                let good = envelope.refuse_bad_key().map_err(DeskError::from);
                answers.push(match good.and_then(|()| open.answer(envelope)) {
                    Ok(answer) => Ok(answer),
                    Err(DeskError::Refusal(why)) => Err(why),
                    Err(fault) => return Err(fault),
                });
            }
            open.commit()?;
            Ok(answers)
        })
    }

    /// Works in a turn. The first one of a new business day closes what was left open before, in a turn of its own.
    fn in_turn<T>(
        &mut self,
        word: Word,
        actor: &Actor,
        key: Option<&RequestKey>,
        work: impl FnOnce(OpenTurn<'_>) -> Result<T, DeskError>,
    ) -> Result<T, DeskError> {
        // The revision tells of the changes of others only.
        self.seen = None;
        loop {
            let Self { store, office, clock, calendar, day: known, bell, diary, .. } = &mut *self;
            let turn = store.begin(key)?;
            let newest = turn.head().newest_day;
            let verdict = judge(calendar, &**clock, office, &*turn, word)?;
            let now = verdict.time.unwrap_or_else(|| clock.now()).trunc_subsecs(3);
            bring(known, &*turn, verdict.day)?;
            let changes = Vec::new();
            let bell = bell.as_deref();
            let mut open = OpenTurn {
                turn: Some(turn),
                is_ahead: false,
                known,
                office,
                now,
                verdict,
                changes,
                bell,
            };
            let (reading, step) = calendar.keep(&**clock, verdict, newest);
            let back = step.is_some() && newest > Some(verdict.day);
            let comes = step.clone().filter(|step| step.from.is_some_and(|from| from != step.day));
            // By a clock that nobody believes nothing is old.
            let is_first = step.is_some() && verdict.time.is_some();
            open.keep_clock(reading, step, word, actor)?;
            let unknown = calendar.day_was_unknown();
            if newest.is_some_and(|newest| newest != verdict.day) {
                let (is_due, mut change) = open.change_day(unknown, back, is_first)?;
                change.is_unsure = comes.as_ref().is_some_and(is_unsure);
                if comes.is_none() {
                    // They were told when the day came.
                    change.set_aside.clear();
                }
                if is_due || change.concerns_anybody() {
                    // Kept whatever becomes of the request; and read anew, with whoever was taken over into this day.
                    open.commit()?;
                    if let (Some(tell), true) = (diary, change.concerns_anybody()) {
                        tell(&change);
                    }
                    self.day = None;
                    continue;
                }
            }
            return work(open);
        }
    }
}

/// Whose numbers a change of the day concerns. `ahead` are those of later days.
fn day_change(
    day: BusinessDay,
    changes: &[Change],
    ahead: Vec<(BusinessDay, TicketNumber)>,
) -> DayChange {
    let lapsed = changes.iter().filter_map(|change| match change {
        Change::Moved { before, .. } => Some(&**before),
        _ => None,
    });
    let taken_over = changes.iter().filter_map(|change| match change {
        Change::CarriedOver { ticket, .. } => Some(&**ticket),
        _ => None,
    });
    let (lapsed, taken_over) = (dated(lapsed), dated(taken_over));
    let set_aside = ahead.into_iter().filter(|number| !taken_over.contains(number)).collect();
    DayChange { day, lapsed, taken_over, set_aside, is_unsure: false }
}

/// What is made of the clock, where somebody wants to write.
fn judge(
    calendar: &mut Calendar,
    clock: &dyn Clock,
    office: &Office,
    turn: &dyn Turn,
    word: Word,
) -> Result<Verdict, DeskError> {
    let mut verdict = calendar.judge(clock, office, turn)?;
    if word == Word::Person {
        let (trust, time) = (Ok(Voucher::Person), Some(clock.now()));
        verdict = Verdict { day: verdict.clock, trust, time, ..verdict };
    }
    if verdict.doubt() == Some(Doubt::Ahead) && verdict.day < verdict.clock {
        // Nobody is harmed by a day that opens too early where nobody waits.
        if !turn.left_over(verdict.clock)?.is_empty() {
            let (queue, clock) = (verdict.day, verdict.clock);
            return Err(Refusal::ClockAhead { queue, clock }.into());
        }
        verdict.day = verdict.clock;
    }
    calendar.found(clock, verdict);
    Ok(verdict)
}

impl OpenTurn<'_> {
    /// The day as it is by now.
    fn day(&mut self) -> &mut Day {
        let date = self.verdict.day;
        self.known.get_or_insert_with(|| Day::new(date))
    }

    /// A decision in this one's name, as far as they work here.
    fn draft(&mut self, actor: &Actor) -> Result<Draft<'_>, DeskError> {
        let (office, now, verdict) = (self.office, self.now, self.verdict);
        let day = self.day();
        let actor = people::signed(day, actor)?;
        Ok(Draft::new(day, office, now, verdict, actor))
    }

    fn apply(&mut self, changes: Vec<Change>) {
        self.is_ahead |= !changes.is_empty();
        self.day().apply(&changes);
        self.changes.extend(changes);
    }

    fn turn(&self) -> Result<&dyn Turn, StoreError> {
        self.turn.as_deref().map_or(Err(StoreError::Conflict(None)), |turn| Ok(turn as &dyn Turn))
    }

    /// What this request was answered: in this very turn, or before.
    fn answered(&self, key: &RequestKey) -> Result<Option<Answered>, StoreError> {
        let here = self.changes.iter().find_map(|change| match change {
            Change::Answered(answered) if answered.key == *key => Some((**answered).clone()),
            _ => None,
        });
        match here {
            Some(answered) => Ok(Some(answered)),
            None => self.turn()?.answered(key),
        }
    }

    /// Carries out a request, unless it was already.
    fn answer(&mut self, envelope: &Envelope) -> Result<Answer, DeskError> {
        let Envelope { key, actor, request } = envelope;
        // Also of an old answer nobody is told who no longer works here.
        people::signed(self.day(), actor)?;
        let fingerprint = request.fingerprint();
        if let Some(before) = self.answered(key)? {
            let is_old = self.verdict.time.is_some() && before.at < self.now - ANSWERS_KEPT;
            if is_old {
                self.apply(vec![Change::AnswersForgotten(self.now - ANSWERS_KEPT)]);
            } else {
                // Those of before an update do not say for which number they were.
                let is_same = match before.fingerprint.is_empty() {
                    true => matches!(request, Request::Issue(_)),
                    false => before.fingerprint == fingerprint,
                };
                if !is_same {
                    let (key, was, is) = (key.key.clone(), before.fingerprint, fingerprint);
                    return Err(Refusal::KeyUsed { key, was, is }.into());
                }
                return Ok(self.again(request, &before.outcome)?);
            }
        }
        let (at, day) = (self.now, self.verdict.day);
        let mut draft = self.draft(actor)?;
        let answer = carry_out(&mut draft, request)?;
        let (mut changes, action) = draft.finish();
        // Where nothing has changed it may be asked again.
        if request.keeps_answer() && !changes.is_empty() {
            let (key, outcome) = (key.clone(), answer.outcome());
            let answered = Answered { key, fingerprint, outcome, at, day, action };
            changes.push(Change::Answered(Box::new(answered)));
        }
        self.apply(changes);
        Ok(answer)
    }

    /// Notes what is to be kept of the clock. Only what a person decides has a name: the night is nobody's step.
    fn keep_clock(
        &mut self,
        reading: Option<ClockReading>,
        step: Option<ClockStep>,
        word: Word,
        actor: &Actor,
    ) -> Result<(), DeskError> {
        let mut changes: Vec<Change> = reading.map(Change::ClockRead).into_iter().collect();
        if let Some(step) = step {
            let officer = match word {
                Word::Clock => None,
                Word::Person => people::signed(self.day(), actor)?.id().cloned(),
            };
            changes.push(Change::ClockStepped { step, officer });
        }
        self.changes.extend(changes);
        Ok(())
    }

    /// Closes what other days left open; tells whether there was anything, and whose numbers it concerns.
    fn change_day(
        &mut self,
        unknown: bool,
        back: bool,
        is_first: bool,
    ) -> Result<(bool, DayChange), DeskError> {
        let date: BusinessDay = self.verdict.day;
        let left = self.turn()?.left_over(date)?;
        let later = if back { self.turn()?.ahead_of(date)? } else { Vec::new() };
        let mut draft = self.draft(&Actor::Program)?;
        let ahead = dated(later.iter().map(|one| &one.ticket));
        opening::change_day(&mut draft, left, later, unknown)?;
        if is_first {
            opening::forget_answers(&mut draft);
        }
        let (changes, _) = draft.finish();
        let is_due = !changes.is_empty();
        let change = day_change(date, &changes, ahead);
        self.apply(changes);
        Ok((is_due, change))
    }

    /// The answer to a request that was carried out before, with its ticket as it is now.
    fn again(&self, request: &Request, outcome: &Outcome) -> Result<Answer, StoreError> {
        let (turn, day) = (self.turn.as_deref(), self.known.as_ref());
        let ticket = || -> Result<Ticket, StoreError> {
            let id = outcome.ticket.ok_or(StoreError::Conflict(None))?;
            // The day knows what was decided in this turn, the archive what was decided on other days.
            let known = match (day.and_then(|day| day.ticket_by_id(id)), turn) {
                (Some(ticket), _) => Some(ticket.clone()),
                (None, Some(turn)) => turn.ticket_by_id(id)?,
                (None, None) => None,
            };
            known.ok_or(StoreError::Conflict(None))
        };
        let job = || -> Result<PrintJob, StoreError> {
            let id = outcome.job.ok_or(StoreError::Conflict(None))?;
            let known = match (day.and_then(|day| day.print_job(id)), turn) {
                (Some(job), _) => Some(job.clone()),
                (None, Some(turn)) => turn.print_job(id)?,
                (None, None) => None,
            };
            known.ok_or(StoreError::Conflict(None))
        };
        Ok(match request {
            Request::Issue(_) => {
                let (ticket, print_job) = (ticket()?, outcome.job);
                Answer::Issued(Issued { ticket, print_job, repeated: true, tight: false })
            }
            Request::Next(_) => {
                let why = outcome.why.unwrap_or(Why::FirstInLine);
                Answer::Called(Some(Called { ticket: ticket()?, why }))
            }
            Request::Return { .. } => {
                Answer::Returned(ReturnedFile { ticket: ticket()?, print_job: outcome.job })
            }
            Request::Reprint(..) => Answer::Reprinted(ticket()?, job()?),
            Request::PrintLeaflet(..) => Answer::Job(job()?.id),
            Request::Pause(_) | Request::Resume(_) => Answer::Done,
            Request::Recall(_)
            | Request::Start(_)
            | Request::Finish(_)
            | Request::NoShow(_)
            | Request::Cancel(_)
            | Request::Back(_)
            | Request::Present(_)
            | Request::Transfer(..)
            | Request::Undo(_) => Answer::Ticket(ticket()?),
            // An answer is kept only where something had waited for it.
            Request::AnswerStaff(_) | Request::ConfirmPowerCycle(_) => Answer::Waited(true),
            // No answer is kept: whoever asks twice is one who waits.
            Request::AskStaff(_) => return Err(StoreError::Conflict(None)),
        })
    }

    /// Keeps everything. The day is dropped where that fails: what was kept then only the store knows.
    fn commit(mut self) -> Result<(), StoreError> {
        if self.changes.is_empty() {
            return Ok(());
        }
        let (Some(turn), Some(day)) = (self.turn.take(), self.known.take()) else {
            return Err(StoreError::Conflict(None));
        };
        self.is_ahead = false;
        let kept = turn.commit(&self.changes, &day);
        if kept.is_ok() {
            *self.known = Some(day);
        }
        // Also where nobody knows whether it was kept: whoever looks sees. Not where nothing was: a disk that is full would
        // wake everybody at each try.
        if matches!(kept, Ok(()) | Err(StoreError::Unknown(_) | StoreError::Disk(_))) {
            self.bell.into_iter().for_each(|ring| ring());
        }
        kept
    }
}

impl Drop for OpenTurn<'_> {
    fn drop(&mut self) {
        // Given up in the middle: the day would know of what never was.
        if self.is_ahead {
            *self.known = None;
        }
    }
}
