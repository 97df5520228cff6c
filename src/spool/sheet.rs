//! The sheets of a job of the queue, from what the queue says of it.
//!
//! Never here: what stands on them (`paper`).

use crate::desk::{ClaimedJob, Desk, Leaflet, PrintContent, listed};
use crate::paper::{self, Composed, Fonts, Order, Profile};
use crate::profiles::Profiles;

/// The bytes of a job, and what they were encoded for.
pub(super) fn compose(
    desk: &Desk,
    profiles: &Profiles,
    fonts: &Fonts,
    claimed: &ClaimedJob,
) -> Result<(Profile, Composed), String> {
    let found = profiles.find(&claimed.job.profile).map_err(|e| e.to_string())?;
    let office = desk.office();
    let profile = found.printing_as(office.print_as(&claimed.job.printer));
    let at = claimed.knows_time.then_some(claimed.job.created_at);
    let missing: Vec<_> = match (&claimed.ticket, &claimed.job.content) {
        (Some(ticket), PrintContent::Slip(items)) => listed(office, ticket, items),
        _ => Vec::new(),
    };
    let order = match (&claimed.ticket, &claimed.job.content) {
        (Some(ticket), PrintContent::Ticket) => {
            let at = claimed.knows_time.then_some(ticket.issued_at);
            Order::Ticket { ticket, copy: claimed.job.copy, at }
        }
        (Some(ticket), PrintContent::Slip(_)) => Order::Slip { ticket, missing: &missing, at },
        (_, PrintContent::Leaflet(Leaflet { service, case, language })) => {
            let service = office.service(*service).ok_or("its service has left the office file")?;
            Order::Leaflet { service, case: case.as_ref(), language: *language, at }
        }
        (None, _) => return Err("its ticket is not in the queue".to_owned()),
    };
    let composed = paper::job(office, order, &profile, fonts).map_err(|e| e.to_string())?;
    Ok((profile, composed))
}
