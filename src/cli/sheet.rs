//! `paper`: what the paper of a ticket looks like, from the very bytes that a printer would get.

use super::answer::{self, json};
use super::{Done, Outcome, PaperArgs, open};
use crate::data::DataFolder;
use crate::fonts;
use crate::paper::{self, Order, to_png};
use crate::profiles::Profiles;
use std::fs;
use std::path::Path;

pub(super) fn paper(data: &DataFolder, args: &PaperArgs) -> Outcome {
    let mut desk = open::desk(data)?;
    let file = desk.ticket(args.number)?;
    let name = args.profile.as_deref().unwrap_or(&desk.office().printer.profile);
    let profile = Profiles::of(data).find(name)?;
    let order = Order::Ticket { ticket: &file.ticket, copy: 0 };
    let composed = paper::job(desk.office(), order, &profile, &fonts::of(data))?;
    if let Some(path) = &args.form.bytes {
        save(path, &composed.bytes)?;
    }
    if let Some(path) = &args.form.png {
        save(path, &to_png(&composed.bytes, &profile)?)?;
    }
    let text = args.form.text.then(|| composed.to_text());
    if args.json.json {
        json(&answer::Sheet {
            number: args.number.to_string(),
            profile: name.to_owned(),
            bytes: composed.bytes.len(),
            height_mm: composed.height_mm,
            sheets: composed.sheets(),
            text,
        })?;
    } else if let Some(text) = text {
        println!("{text}");
    }
    Ok(Done::Done)
}

fn save(path: &Path, content: &[u8]) -> Result<(), String> {
    fs::write(path, content).map_err(|error| format!("cannot write {} ({error})", path.display()))
}
