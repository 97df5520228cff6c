//! The record of printers: how they are, what they may still hold, what befell them.

use super::Draft;
use super::paper::prove;
use crate::desk::refusal::Refusal;
use crate::desk::request::PrinterUpdate;
use crate::domain::{Duty, Incident, PrinterState, Remains};
use crate::queue::{Change, PrinterEvent, PrinterRecord};

/// What kind of event it is when somebody has switched a printer off and on.
const POWER_CYCLED: &str = "power-cycled";

/// What was learned of a printer, and that jobs given up long ago came out after all.
pub(in crate::desk) fn record_printer(
    draft: &mut Draft<'_>,
    printer: &str,
    late: &[i64],
    news: &PrinterUpdate,
) {
    prove(draft, late);
    draft.tell(printer, news);
}

/// Adds to the log of a printer what its owner has noticed of it; of what it is by nature one line is enough, until the
/// contrary is noticed. Gives back what was added.
pub(in crate::desk) fn note_incidents(
    draft: &mut Draft<'_>,
    printer: &str,
    incidents: &[Incident],
) -> Vec<Incident> {
    let known: Vec<&str> = draft.day.printer_events(printer).map(|event| &*event.kind).collect();
    let mut noted = incidents.to_vec();
    noted.retain(|incident| incident.is_news(&known));
    for incident in &noted {
        draft.log(printer, incident.code(), PrinterState::Ready);
    }
    noted
}

/// Somebody has switched a printer off and on. Tells whether that was being waited for.
pub(in crate::desk) fn confirm_power_cycle(
    draft: &mut Draft<'_>,
    printer: &str,
) -> Result<bool, Refusal> {
    draft.may(Duty::Printer)?;
    let known = draft.day.printer(printer).filter(|known| known.remains.leftover);
    let Some(known) = known.cloned() else { return Ok(false) };
    // How it is now its owner will find out.
    let state = PrinterState::Unknown;
    let since = draft.now;
    let remains = Remains { leftover: false, answers_owed: 0, ..known.remains };
    draft.change(Change::Printer(PrinterRecord { state, remains, since, ..known }));
    draft.log(printer, POWER_CYCLED, PrinterState::Unknown);
    Ok(true)
}

/// Says of a printer what is true of it if its owner dies now: a sheet that belongs to no job is about to be sent to it.
pub(in crate::desk) fn begin_sheet(draft: &mut Draft<'_>, printer: &str) {
    let Some(known) = draft.day.printer(printer).cloned() else { return };
    let remains = Remains { leftover: true, partial_ticket: true, ..known.remains };
    let note = "its owner ended in the middle of a sheet".to_owned();
    draft.change(Change::Printer(PrinterRecord { remains, note, ..known }));
}

impl Draft<'_> {
    /// Writes what was learned of a printer over what was known, if it differs.
    pub(super) fn tell(&mut self, printer: &str, news: &PrinterUpdate) {
        let known = self.printer(printer).cloned();
        if known.as_ref().is_some_and(|known| !news.changes(known)) {
            return;
        }
        let remains = known.as_ref().map(|known| known.remains).unwrap_or_default();
        let since = self.now;
        self.change(Change::Printer(PrinterRecord {
            printer: printer.to_owned(),
            address: known.as_ref().and_then(|known| known.address.clone()),
            identity: known.as_ref().and_then(|known| known.identity.clone()),
            state: news.state,
            remains: news.remains(remains),
            note: news.note.clone(),
            since,
        }));
        let before = known.map_or(PrinterState::Unknown, |known| known.state);
        // A roll that comes to its end is news for the staff, but nothing that befell the printer.
        let is_trouble = |state: PrinterState| state.cause().is_some();
        if before != news.state && (is_trouble(before) || is_trouble(news.state)) {
            self.log(printer, news.state.code(), news.state);
        }
    }

    fn log(&mut self, printer: &str, kind: &str, state: PrinterState) {
        let (kind, cause) = (kind.to_owned(), state.cause());
        let officer = self.actor.id().cloned();
        let event = PrinterEvent { at: self.now, kind, cause, officer };
        self.change(Change::PrinterNoted { printer: printer.to_owned(), event });
    }
}
