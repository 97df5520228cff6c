//! Files that are handed back: what may be missing, and what a slip says of it.

use crate::domain::Ticket;
use crate::office::{Office, Text};

/// A file that was handed back.
#[derive(Debug, Clone)]
pub struct ReturnedFile {
    /// Its ticket.
    pub ticket: Ticket,
    /// The slip, where one is printed.
    pub print_job: Option<i64>,
}

/// The documents that a slip of this ticket lists. What has left the office file since is left out.
pub fn listed<'a>(office: &'a Office, ticket: &Ticket, items: &[u16]) -> Vec<&'a Text> {
    let Some(service) = office.service(ticket.service) else { return Vec::new() };
    let list: Vec<&Text> = service.documents(ticket.case.as_ref()).collect();
    let document = |item: &u16| list.get(usize::from(*item).checked_sub(1)?).copied();
    items.iter().filter_map(document).collect()
}
