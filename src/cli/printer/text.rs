//! The answers of `printer` as text.

use crate::api::printer::{Abilities, Change, Confirmed, List, NewestJob, Port, PrinterEvent};
use crate::api::printer::{Status, Tested};
use crate::cli::answer;
use crate::desk::PrintTarget;
use crate::domain::{Language, PrintCause, PrintState, PrinterState};
use crate::phrase::{self, Audience};
use crate::words::Words;
use std::fmt::Write;

/// The command line speaks English.
fn words() -> &'static Words {
    Words::of(Language::English)
}

/// Why a printer prints nothing, and what to do.
pub(super) fn trouble(target: &PrintTarget, cause: PrintCause) -> String {
    format!(
        "{}: {}",
        target.printer,
        phrase::printer::trouble(cause, Audience::Technician, words())
    )
}

/// How a printer is; `None`: no program drives it.
fn of_state(driven: Option<PrinterState>) -> String {
    phrase::printer::state(driven, words())
}

/// A printer in a line of text: its id, and where it is.
fn of_name(printer: &str, address: &str) -> String {
    if printer == address { address.to_owned() } else { format!("{printer} at {address}") }
}

/// `printer list`.
pub(super) fn of_list(list: &List) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    for Port { address, description, port, advice, .. } in &list.printers {
        let today = if address.ends_with(port.as_str()) {
            String::new()
        } else {
            format!(", today {port}")
        };
        let _ = writeln!(text, "{address}  {description}{today}");
        if let Some(advice) = advice {
            let _ = writeln!(text, "    {advice}");
        }
    }
    if list.printers.is_empty() {
        text += "no port of this machine has a printer\n";
    }
    text + "a printer on the network is not listed: its address is tcp://HOST:9100\n"
}

/// `printer status`, of a printer in this state.
pub(super) fn of_status(status: &Status, state: PrinterState) -> String {
    let Status { printer, address, profile, condition, .. } = status;
    let mut text = format!("{} ({profile}): {}", of_name(printer, address), of_state(Some(state)));
    let mut line = |part: String| {
        text.push('\n');
        text += &part;
    };
    if let Some(since) = &condition.since {
        line(format!("  since {since}"));
    }
    if let Some(note) = condition.note.as_ref().filter(|note| !note.is_empty()) {
        let answers = ["DLE EOT", "GS r"].iter().any(|question| note.contains(question));
        line(if answers { format!("  it said: {note}") } else { format!("  {note}") });
    }
    if condition.partial_ticket {
        line("  half a ticket may hang out of it; the next one is parted from it".to_owned());
    }
    line(if status.owned {
        "  driven by another program; this is its word".to_owned()
    } else {
        "  driven by no other program; asked just now".to_owned()
    });
    if let Some(NewestJob { number, kind, copy, print }) = &status.newest_job {
        let copy = if *copy > 0 { format!(", copy {copy}") } else { String::new() };
        line(format!("  newest job: {kind} {number}{copy}, {}", answer::sentence(print)));
    }
    for PrinterEvent { at, kind, cause, .. } in &status.events {
        let cause = cause.map(|cause| format!(" ({cause})")).unwrap_or_default();
        line(format!("  {at} {kind}{cause}"));
    }
    text + "\n"
}

fn of_abilities(learned: &Abilities) -> String {
    let mut found = Vec::new();
    if let Some(model) = &learned.model {
        found.push(format!("calls itself {model}"));
    }
    let slowest = learned.slowest_answer_ms.map(|ms| format!(" within {:.0} ms", ms.ceil()));
    let named = "acknowledges each ticket by name (GS ( H)";
    let known = [
        (
            learned.answers,
            format!("answers questions{}", slowest.unwrap_or_default()),
            "answers no question",
        ),
        (learned.process_id, named.to_owned(), "does not know GS ( H"),
        (learned.gs_r, "answers behind each ticket (GS r)".to_owned(), "does not answer GS r"),
        (learned.clears, "can be emptied (DLE DC4)".to_owned(), "cannot be emptied by a command"),
    ];
    for (is, yes, no) in known {
        found.extend(is.map(|is| if is { yes } else { no.to_owned() }));
    }
    if learned.receipt_only {
        let what = "acknowledges sooner than paper can move, so that proves nothing";
        found.push(what.to_owned());
    }
    found.iter().map(|line| format!("\n  it {line}")).collect()
}

/// `printer test`, of a sheet that came to this state; `begun`: a byte of it was sent.
pub(super) fn of_test(tested: &Tested, state: PrintState, begun: bool) -> String {
    let Tested { printer, address, profile, bytes, height_mm, .. } = tested;
    let sentence = match state {
        PrintState::Printed(level) => phrase::printer::level(level.code(), words()),
        _ => answer::sentence(&tested.print),
    };
    let sheet = match begun {
        true => format!("{bytes} bytes, {height_mm:.0} mm of paper"),
        false => "nothing was sent".to_owned(),
    };
    let advice = match tested.recommended_profile {
        Some(better) => format!("\n  the profile {better} fits it better than {profile}"),
        None if !begun => String::new(),
        None if tested.learned.answers == Some(true) => {
            format!("\n  the profile {profile} fits what it answered")
        }
        None => {
            "\n  it said nothing that a profile could be chosen by; the sheet shows whether it fits"
                .to_owned()
        }
    };
    let (name, learned) = (of_name(printer, address), of_abilities(&tested.learned));
    format!("{name} ({profile}): {sentence}; {sheet}{learned}{advice}")
}

/// A line of `printer watch`, of a printer in this state.
pub(super) fn of_change(change: &Change, state: PrinterState) -> String {
    let unowned = if change.owned { String::new() } else { of_state(None) };
    format!("{} {}. {unowned}", change.at, of_state(Some(state))).trim_end().to_owned()
}

/// `printer confirm`.
pub(super) fn of_confirmation(confirmed: &Confirmed) -> String {
    let printer = &confirmed.printer;
    if confirmed.confirmed {
        format!("{printer}: tickets are sent to it again")
    } else {
        format!("{printer}: nothing waited for that; nothing was changed")
    }
}
