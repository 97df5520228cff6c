//! Files that are handed back: what may be missing, and what a slip says of it.

use crate::domain::Ticket;
use crate::office::{Office, Text};
use crate::queue::MissingDocument;

/// A file that was handed back.
#[derive(Debug, Clone)]
pub struct ReturnedFile {
    /// Its ticket.
    pub ticket: Ticket,
    /// The slip, where one is printed.
    pub print_job: Option<i64>,
}

/// What a slip about these documents keeps: their places in the list. It is written in the language of the ticket when
/// it is printed.
pub(in crate::desk) fn content(missing: &[MissingDocument]) -> String {
    missing.iter().map(|m| m.item.to_string()).collect::<Vec<_>>().join(",")
}

/// The documents that a slip of this ticket lists. What has left the office file since is left out.
pub fn listed<'a>(office: &'a Office, ticket: &Ticket, content: &str) -> Vec<&'a Text> {
    let Some(service) = office.service(ticket.service) else { return Vec::new() };
    let list: Vec<&Text> = service.documents(ticket.case.as_ref()).collect();
    let document = |item: &str| list.get(item.parse::<usize>().ok()?.checked_sub(1)?).copied();
    content.split(',').filter_map(document).collect()
}
