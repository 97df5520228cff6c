//! Taking over a printer: what its earlier owner left behind, under whatever name it was known.

use super::Draft;
use crate::desk::request::{Port, PrintTarget, PrinterUpdate};
use crate::domain::{PrintCause, PrintState, PrinterState, Remains, Timestamp};
use crate::queue::{Change, Day, PrinterRecord};
use chrono::TimeDelta;

/// So long after it was last heard of a printer may still give an answer that it owes. It was well when its job was given up,
/// after half as much time again as it needs to print, and an answer is seconds on its way at most.
const ANSWERS_COME_WITHIN: TimeDelta = TimeDelta::seconds(60);

/// What stands between scheme and path of an address, and in no id of an office file.
const IN_ADDRESSES_ONLY: &str = "://";

/// Settles what an earlier owner of this printer left behind, and records where the printer is now.
pub(in crate::desk) fn recover_print_jobs(
    draft: &mut Draft<'_>,
    target: &PrintTarget,
    port: &Port,
    may_hold: bool,
) {
    draft.take_over(target, port, may_hold);
}

/// The name by which the queue knows a printer that the office file does not, if anybody has named it.
pub(in crate::desk) fn known_name(day: &Day, port: &Port) -> Option<String> {
    let is_it = |record: &&PrinterRecord| {
        record.printer.contains(IN_ADDRESSES_ONLY) && (port.is_of)(record)
    };
    day.printers().find(is_it).map(|known| known.printer.clone())
}

/// Names a printer that the office file does not know: by the first spelling of its address that anybody used.
pub(in crate::desk) fn name_printer(draft: &mut Draft<'_>, address: &str, port: &Port) -> String {
    if let Some(known) = known_name(draft.day, port) {
        return known;
    }
    // The same words, once for a port that is something else now: its facts stay where they are.
    if let Some(before) = draft.day.printer(address) {
        draft.leave_behind(before, before.remains);
    }
    let (stored, identity) = (Some(address.to_owned()), port.identity.clone());
    let record = PrinterRecord { address: stored, identity, ..unknown(address, draft.now) };
    draft.change(Change::Printer(record));
    address.to_owned()
}

/// What the queue knows of a port that gets another owner.
pub(in crate::desk) struct Found {
    /// What it knows of the id of this owner, wherever that was until now.
    own: Option<PrinterRecord>,
    /// Whether that was another port.
    has_moved: bool,
    /// What it knows of this port under other ids.
    others: Vec<PrinterRecord>,
    /// Jobs of this id that were found in the middle.
    own_jobs: Vec<i64>,
    /// The same of the other ids.
    other_jobs: Vec<i64>,
}

impl Found {
    pub(in crate::desk) fn read(day: &Day, id: &str, port: &Port) -> Self {
        let own = day.printer(id).cloned();
        // An owner that was told of before anybody said where it is is here.
        let is_placed = |own: &PrinterRecord| own.identity.is_some() || own.address.is_some();
        let has_moved = own.as_ref().is_some_and(|own| is_placed(own) && !(port.is_of)(own));
        let is_other = |other: &&PrinterRecord| other.printer != id && (port.is_of)(other);
        let others: Vec<PrinterRecord> = day.printers().filter(is_other).cloned().collect();
        let interrupted = |id: &str| -> Vec<i64> {
            let jobs = day.unsettled_print_jobs(id);
            jobs.filter(|job| job.state == PrintState::Sending).map(|job| job.id).collect()
        };
        let other_jobs = others.iter().flat_map(|other| interrupted(&other.printer)).collect();
        let own_jobs = interrupted(id);
        Self { own, has_moved, others, own_jobs, other_jobs }
    }

    /// Whether nothing has happened but that the owner ended and came again.
    pub(in crate::desk) fn is_settled(
        &self,
        target: &PrintTarget,
        port: &Port,
        now: Timestamp,
    ) -> bool {
        let is_here = |own: &PrinterRecord| {
            let is_told = port.identity.is_none() || own.identity == port.identity;
            own.address.as_ref() == Some(&target.address)
                && is_told
                && remains(own, now) == own.remains
        };
        let nothing_else =
            self.others.is_empty() && self.own_jobs.is_empty() && self.other_jobs.is_empty();
        self.own.as_ref().is_some_and(is_here) && !self.has_moved && nothing_else
    }
}

impl Draft<'_> {
    fn take_over(&mut self, target: &PrintTarget, port: &Port, may_hold: bool) {
        let found = Found::read(self.day, &target.printer, port);
        let PrintTarget { printer, address, .. } = target;
        let Found { own, has_moved, others, own_jobs, other_jobs } = found;
        for &job in own_jobs.iter().chain(&other_jobs) {
            let unknown = PrintState::Unknown(PrintCause::Interrupted);
            self.move_job(job, PrintState::Sending, unknown);
        }
        let begun = Remains { leftover: true, partial_ticket: true, ..Remains::default() };
        let left_by = |jobs: &[i64]| if jobs.is_empty() { Remains::default() } else { begun };

        let own = own.unwrap_or_else(|| unknown(printer, self.now));
        let before = remains(&own, self.now);
        let identity = port.identity.clone();
        let here = if has_moved {
            self.leave_behind(&own, before.and(left_by(&own_jobs)));
            // The machine may have moved with its id, to another address of the network. A cut too many costs nothing.
            let partial_ticket = before.partial_ticket || !own_jobs.is_empty();
            let remains = Remains { partial_ticket, ..Remains::default() };
            PrinterRecord { identity, remains, ..unknown(printer, self.now) }
        } else {
            // What cannot be asked now is what it was.
            let identity = identity.or_else(|| own.identity.clone());
            PrinterRecord { identity, remains: before, ..own }
        };
        let stays = here.remains;
        self.change(Change::Printer(PrinterRecord { address: Some(address.clone()), ..here }));

        let mut note = None;
        let mut left = stays.and(left_by(&other_jobs));
        if !has_moved {
            left = left.and(left_by(&own_jobs));
        }
        if left != stays {
            note = Some("its owner ended in the middle of a job".to_owned());
        }
        for other in others {
            let remains = remains(&other, self.now);
            if left.and(remains) != left {
                note = note.or_else(|| Some(format!("as {}: {}", other.printer, other.note)));
                left = left.and(remains);
            }
            let (address, identity, remains) = (None, None, Remains::default());
            self.change(Change::Printer(PrinterRecord { address, identity, remains, ..other }));
        }
        if may_hold && left != stays {
            let news = PrinterUpdate {
                state: PrinterState::Unknown,
                leftover: Some(left.leftover),
                partial_ticket: Some(left.partial_ticket),
                answers_owed: Some(left.answers_owed),
                note: note.unwrap_or_default(),
            };
            self.tell(printer, &news);
        }
    }

    /// Keeps what is in a printer that its id leaves: in a record of its own, for whoever drives that port next.
    fn leave_behind(&mut self, moved: &PrinterRecord, left: Remains) {
        if left == Remains::default() {
            return;
        }
        for name in [&moved.address, &moved.identity].into_iter().flatten() {
            let known = self.printer(name);
            // The same words may be the name of a printer that is elsewhere.
            let is_taken = |known: &&PrinterRecord| known.identity != moved.identity;
            if *name == moved.printer || known.as_ref().is_some_and(is_taken) {
                continue;
            }
            let remains = known.map_or(left, |known| known.remains.and(left));
            // The spelling may stand for another port tomorrow.
            let address = moved.address.clone().filter(|_| moved.identity.is_none());
            let printer = name.clone();
            let record = PrinterRecord { printer, address, remains, ..moved.clone() };
            self.change(Change::Printer(record));
            return;
        }
    }
}

/// What is in a printer by now: what it has not answered in all this time it will not answer any more.
fn remains(record: &PrinterRecord, now: Timestamp) -> Remains {
    let answers_owed = match now - record.since < ANSWERS_COME_WITHIN {
        true => record.remains.answers_owed,
        false => 0,
    };
    Remains { answers_owed, ..record.remains }
}

/// A printer of which nothing is known.
fn unknown(printer: &str, now: Timestamp) -> PrinterRecord {
    PrinterRecord {
        printer: printer.to_owned(),
        address: None,
        identity: None,
        state: PrinterState::Unknown,
        remains: Remains::default(),
        note: String::new(),
        since: now,
    }
}
