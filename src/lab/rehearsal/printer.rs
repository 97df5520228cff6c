//! The printer of a rehearsal: a virtual one on a real connection, that runs out of paper once.
//!
//! Never here: what a printer does (that is `printer`), or when a job is due (that is `spool`).

use super::RehearsalError;
use crate::data::DataFolder;
use crate::desk::{Desk, PrintTarget};
use crate::domain::{PrintState, State, Timestamp};
use crate::lab::virtual_printer::{Setup, Switch, VirtualPrinter};
use crate::paper::Profile;
use crate::spool::Spool;

/// A printer that answers everything, so that "printed" is the printer's own word.
const PROFILE: &str = "epson-tm-t20iii";

/// The printer and its owner.
pub(super) struct PrinterRoom {
    data: DataFolder,
    printer: VirtualPrinter,
    target: PrintTarget,
    spool: Option<Spool>,
    without_paper: bool,
}

impl PrinterRoom {
    /// Plugs the printer in.
    pub(super) fn open(data: &DataFolder) -> Result<Self, RehearsalError> {
        let profile =
            Profile::shipped(PROFILE).map_err(|error| std::io::Error::other(error.to_string()))?;
        let printer = Setup::new(profile).listen("127.0.0.1:0")?;
        let target = PrintTarget::at(printer.address().to_string(), PROFILE);
        Ok(Self { data: data.clone(), printer, target, spool: None, without_paper: false })
    }

    /// Where tickets are printed.
    pub(super) fn target(&self) -> PrintTarget {
        self.target.clone()
    }

    /// Prints what is due. Within `paper_out` the printer is without paper; afterwards somebody prints copies for
    /// those who still wait.
    pub(super) fn work(
        &mut self,
        desk: &mut Desk,
        now: Timestamp,
        paper_out: (Timestamp, Timestamp),
    ) -> Result<(), RehearsalError> {
        let without_paper = paper_out.0 <= now && now < paper_out.1;
        if without_paper != self.without_paper {
            self.without_paper = without_paper;
            let switch = if without_paper { Switch::PaperOut } else { Switch::PaperIn };
            self.printer.switches().throw(switch);
            if !without_paper {
                // Whoever has only just come needs no copy.
                self.print(desk)?;
                self.print_copies(desk, now)?;
            }
        }
        self.print(desk)
    }

    /// Prints what waits.
    fn print(&mut self, desk: &mut Desk) -> Result<(), RehearsalError> {
        if self.spool.is_none() {
            let spool = Spool::own(&self.data, desk, &self.target)?;
            self.spool = spool.map(|spool| spool.timed_by(self.printer.watch()));
        }
        if let Some(spool) = &mut self.spool {
            while spool.print_next(desk)?.is_some() {}
        }
        Ok(())
    }

    /// A copy for everybody who still waits and has no paper.
    fn print_copies(&self, desk: &mut Desk, now: Timestamp) -> Result<(), RehearsalError> {
        let day = desk.office().day(now);
        for history in desk.histories(day, day)? {
            let failed = history
                .papers
                .last()
                .is_some_and(|paper| matches!(paper.state, PrintState::Failed(_)));
            if failed && matches!(history.ticket.state, State::Waiting { .. }) {
                desk.reprint(history.ticket.number, &self.target)?;
            }
        }
        Ok(())
    }

    /// Pieces of paper that came out whole.
    pub(super) fn sheets(&self) -> usize {
        self.printer.truth().iter().filter(|piece| piece.cut).count()
    }
}
