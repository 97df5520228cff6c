//! `paper`: what the paper of a ticket looks like, from the very bytes that a printer would get.

use super::answer::json;
use super::{Done, Outcome, PaperArgs, open};
use crate::api::paper::Sheet;
use crate::data::DataFolder;
use crate::desk::listed;
use crate::domain::Action;
use crate::fonts;
use crate::paper::{self, Order, to_png};
use crate::profiles::Profiles;
use std::fs;
use std::path::Path;

pub(super) fn paper(data: &DataFolder, args: &PaperArgs) -> Outcome {
    let mut desk = open::desk(data)?;
    let file = desk.ticket(args.number)?;
    let name = args.profile.as_deref().unwrap_or(desk.office().usual_profile());
    let usual = desk.office().usual_printer().filter(|_| args.profile.is_none());
    let print_as = usual.map(|printer| printer.print_as).unwrap_or_default();
    let profile = Profiles::of(data).find(name)?.printing_as(print_as);
    let ticket = &file.ticket;
    let items: Vec<u16> = file.missing.iter().map(|document| document.item).collect();
    let missing = listed(desk.office(), ticket, &items);
    let order = if args.slip {
        let mut newest_first = file.events.iter().rev();
        let returned = newest_first.find(|event| event.kind == Action::Return.code());
        let at = returned.ok_or_else(|| format!("{} was not handed back", ticket.number))?.at;
        Order::Slip { ticket, missing: &missing, at: file.knows_time.then_some(at) }
    } else {
        Order::Ticket { ticket, copy: 0, at: file.knows_time.then_some(ticket.issued_at) }
    };
    let composed = paper::job(desk.office(), order, &profile, &fonts::of(data))?;
    if let Some(path) = &args.form.bytes {
        save(path, &composed.bytes)?;
    }
    if let Some(path) = &args.form.png {
        save(path, &to_png(&composed.bytes, &profile)?)?;
    }
    let text = args.form.text.then(|| composed.to_text());
    if args.json.json {
        json(&Sheet::of(args.number, name, &composed, text))?;
    } else if let Some(text) = text {
        crate::say::text(format_args!("{text}\n"));
    }
    Ok(Done::Done)
}

fn save(path: &Path, content: &[u8]) -> Result<(), String> {
    fs::write(path, content).map_err(|error| format!("cannot write {} ({error})", path.display()))
}
