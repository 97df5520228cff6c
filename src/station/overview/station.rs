//! The overview as a station: it is told of the office, and asks for nothing.

use super::show::{Content, view};
use super::view::OverviewView;
use crate::desk::{DeskError, Overview};
use crate::domain::Timestamp;
use crate::office::Office;
use crate::station::{PrinterNow, Station};
use std::sync::Arc;

/// What an overview asks for: nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoCommand {}

/// What an overview is told.
#[derive(Debug)]
pub enum OverviewUpdate {
    /// The office as it is now.
    View(Box<Overview>),
    /// The queue cannot be read.
    QueueLost(Box<DeskError>),
    /// How the printer is.
    Printer(PrinterNow),
}

/// What happens to an overview.
#[derive(Debug)]
pub enum OverviewEvent {
    /// The worker tells something.
    Update(OverviewUpdate),
    /// One second has passed.
    Second,
}

/// An overview.
pub struct OverviewStation {
    office: Arc<Office>,
    content: Content,
}

impl OverviewStation {
    /// The overview of an office, before it has heard of anything.
    pub fn new(office: Arc<Office>) -> Self {
        Self { office, content: Content::default() }
    }
}

impl Station for OverviewStation {
    type Event = OverviewEvent;
    type Effect = NoCommand;
    type View = OverviewView;

    fn handle(&mut self, event: OverviewEvent, _: Timestamp) -> Vec<NoCommand> {
        match event {
            OverviewEvent::Update(OverviewUpdate::View(overview)) => {
                self.content.overview = Some(overview);
                self.content.lost = None;
            }
            OverviewEvent::Update(OverviewUpdate::QueueLost(error)) => {
                self.content.lost = Some(error);
            }
            OverviewEvent::Update(OverviewUpdate::Printer(printer)) => {
                self.content.printer = Some(printer);
            }
            // Its times go on by themselves.
            OverviewEvent::Second => {}
        }
        Vec::new()
    }

    fn view(&self, now: Timestamp) -> OverviewView {
        view(&self.office, now, &self.content)
    }
}
