//! One turn from beginning to end: the day is brought up to date, decisions are made on it, all of them are kept at once.

use super::clock::{Calendar, Word};
use super::decide::{Draft, carry_out, opening, people};
use super::refusal::Refusal;
use super::request::{Answer, Called, Envelope, Issued, Request, ReturnedFile};
use super::{Desk, DeskError, bring};
use crate::clock::Clock;
use crate::domain::{Actor, BusinessDay, Doubt, Ticket, Timestamp, Verdict, Voucher, Why};
use crate::office::Office;
use crate::queue::{Answered, Change, ClockReading, ClockStep, Day, Outcome, PrintJob, RequestKey};
use crate::store::{Archive, StoreError, Turn};
use chrono::SubsecRound;

/// A turn that has begun, on a day that is up to date.
struct OpenTurn<'a> {
    turn: Box<dyn Turn + 'a>,
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
            let Self { store, office, clock, calendar, day: known, bell, .. } = &mut *self;
            let turn = store.begin(key)?;
            let newest = turn.head().newest_day;
            let verdict = judge(calendar, &**clock, office, &*turn, word)?;
            let now = verdict.time.unwrap_or_else(|| clock.now()).trunc_subsecs(3);
            bring(known, &*turn, verdict.day)?;
            let changes = Vec::new();
            let bell = bell.as_deref();
            let mut open = OpenTurn { turn, known, office, now, verdict, changes, bell };
            let (reading, step) = calendar.keep(&**clock, verdict, newest);
            let back = step.is_some() && newest > Some(verdict.day);
            let is_first = step.is_some();
            open.keep_clock(reading, step, word, actor)?;
            let unknown = calendar.day_was_unknown();
            if newest.is_some_and(|newest| newest != verdict.day)
                && open.change_day(unknown, back, is_first)?
            {
                // Kept whatever becomes of the request; and read anew, with whoever was taken over into this day.
                open.commit()?;
                self.day = None;
                continue;
            }
            return work(open);
        }
    }
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
        self.day().apply(&changes);
        self.changes.extend(changes);
    }

    /// Carries out a request, unless it was already.
    fn answer(&mut self, envelope: &Envelope) -> Result<Answer, DeskError> {
        let Envelope { key, actor, request } = envelope;
        let fingerprint = request.fingerprint();
        if let Some(before) = self.turn.answered(key)? {
            // Those of before an update do not say what they were for.
            if !before.fingerprint.is_empty() && before.fingerprint != fingerprint {
                let (key, was, is) = (key.key.clone(), before.fingerprint, fingerprint);
                return Err(Refusal::KeyUsed { key, was, is }.into());
            }
            return Ok(again(request, &before.outcome, &*self.turn)?);
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

    /// Closes what other days left open; tells whether there was anything.
    fn change_day(&mut self, unknown: bool, back: bool, is_first: bool) -> Result<bool, DeskError> {
        let date: BusinessDay = self.verdict.day;
        let left = self.turn.left_over(date)?;
        let later = match unknown && back {
            true => self.turn.ahead_of(date)?,
            false => Vec::new(),
        };
        let mut draft = self.draft(&Actor::Program)?;
        opening::change_day(&mut draft, left, later, unknown)?;
        if is_first {
            opening::forget_answers(&mut draft);
        }
        let (changes, _) = draft.finish();
        let is_due = !changes.is_empty();
        self.apply(changes);
        Ok(is_due)
    }

    /// Keeps everything. The day is dropped where that fails: what was kept then only the store knows.
    fn commit(self) -> Result<(), StoreError> {
        if self.changes.is_empty() {
            return Ok(());
        }
        let Some(day) = self.known.take() else { return Err(StoreError::Conflict(None)) };
        let kept = self.turn.commit(&self.changes, &day);
        if kept.is_ok() {
            *self.known = Some(day);
        }
        // Also where nobody knows whether it was kept: whoever looks sees.
        self.bell.into_iter().for_each(|ring| ring());
        kept
    }
}

/// The answer to a request that was carried out before, with its ticket as it is now.
fn again(
    request: &Request,
    outcome: &Outcome,
    archive: &dyn Archive,
) -> Result<Answer, StoreError> {
    let ticket = || -> Result<Ticket, StoreError> {
        let known = outcome.ticket.map(|id| archive.ticket_by_id(id)).transpose()?;
        known.flatten().ok_or(StoreError::Conflict(None))
    };
    let job = || -> Result<PrintJob, StoreError> {
        let known = outcome.job.map(|id| archive.print_job(id)).transpose()?;
        known.flatten().ok_or(StoreError::Conflict(None))
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
        _ => Answer::Ticket(ticket()?),
    })
}
