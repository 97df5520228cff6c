//! The sheets of a job of the queue, from what the queue says of it.
//!
//! Never here: what stands on them (`paper`).

use crate::desk::{Desk, Leaflet, WorkSheet, listed};
use crate::domain::PrintKind;
use crate::paper::{self, Composed, Fonts, Order, Profile};
use crate::profiles::Profiles;

/// The bytes of a job, and what they were encoded for.
pub(super) fn compose(
    desk: &Desk,
    profiles: &Profiles,
    fonts: &Fonts,
    sheet: &WorkSheet,
) -> Result<(Profile, Composed), String> {
    let profile = profiles.find(&sheet.job.profile).map_err(|e| e.to_string())?;
    let office = desk.office();
    let at = sheet.knows_time.then_some(sheet.job.created_at);
    let content = sheet.job.content.as_deref().unwrap_or_default();
    let missing: Vec<_> =
        sheet.ticket.iter().flat_map(|ticket| listed(office, ticket, content)).collect();
    let leaflet = Leaflet::of(content);
    let order = match (&sheet.ticket, sheet.job.kind, &leaflet) {
        (Some(ticket), PrintKind::Ticket, _) => {
            let at = sheet.knows_time.then_some(ticket.issued_at);
            Order::Ticket { ticket, copy: sheet.job.copy, at }
        }
        (Some(ticket), PrintKind::Slip, _) => Order::Slip { ticket, missing: &missing, at },
        (None, PrintKind::Leaflet, Some(Leaflet { service, case, language })) => {
            let service = office.service(*service).ok_or("its service has left the office file")?;
            Order::Leaflet { service, case: case.as_ref(), language: *language, at }
        }
        _ => return Err(format!("nobody knows what \"{content}\" is")),
    };
    let composed = paper::job(office, order, &profile, fonts).map_err(|e| e.to_string())?;
    Ok((profile, composed))
}
