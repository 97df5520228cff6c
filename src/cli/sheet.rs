//! `paper`: what the paper of a ticket looks like, from the very bytes that a printer would get.

use super::answer::{self, json};
use super::{Done, Outcome, PaperArgs, open};
use crate::data::DataFolder;
use crate::paper::{Profile, encode, lay_out, ticket, to_png, to_text};
use std::fs;
use std::path::Path;

pub(super) fn paper(data: &DataFolder, args: &PaperArgs) -> Outcome {
    let mut desk = open::desk(data)?;
    let file = desk.ticket(args.number)?;
    let name = args.profile.as_deref().unwrap_or(&desk.office().printer.profile);
    let profile = Profile::shipped(name)?;
    let document = ticket::ticket(desk.office(), &file.ticket, 0);
    let layout = lay_out(&document, &profile)?;
    let bytes = encode(&layout, &profile);
    if let Some(path) = &args.form.bytes {
        save(path, &bytes)?;
    }
    if let Some(path) = &args.form.png {
        save(path, &to_png(&bytes, &profile)?)?;
    }
    let text = args.form.text.then(|| to_text(&layout));
    if args.json.json {
        json(&answer::Sheet {
            number: args.number.to_string(),
            profile: name.to_owned(),
            bytes: bytes.len(),
            height_mm: layout.height_mm(&profile),
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
