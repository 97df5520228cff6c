//! How much an office file may hold, and that reading it takes as long as it is.

use super::{Office, Outside, SAMPLES};

fn desa() -> &'static str {
    SAMPLES.iter().find(|(name, _)| *name == "desa").unwrap().1
}

/// The faults of the village's file after a change.
fn faults(change: impl Fn(&str) -> String) -> Vec<String> {
    let parsed = Office::parse(&change(desa()), &Outside::default());
    parsed.err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

#[test]
fn a_list_that_nobody_means_is_one_fault_and_not_metres_of_paper() {
    let lines = |count: usize| {
        let footer = vec!["\"Terima kasih\""; count].join(", ");
        faults(|source| {
            source.replacen("copies = [", &format!("footer = [{footer}]\ncopies = ["), 1)
        })
    };
    assert_eq!(lines(20), [""; 0]);
    let found = lines(10_000);
    assert_eq!(found.len(), 1, "{found:?}");
    let said = "ticket.footer: has 10000 entries; at most 20 have room, so take some out";
    assert!(found[0].ends_with(said), "{found:?}");
}

#[test]
fn every_list_and_every_text_has_an_end() {
    let holidays = "[[holiday]]\ndate = \"2026-12-25\"\nname = \"Natal\"\n".repeat(1001);
    let counters = "[[counter]]\nnumber = 9\nname = \"Loket\"\n".repeat(2000);
    let stages = "[[stage]]\nid = \"satu\"\nname = \"Satu\"\n".repeat(2000);
    for (key, more) in [("holiday", holidays), ("counter", counters), ("stage", stages)] {
        let found = faults(|source| format!("{source}\n{more}"));
        let said = format!("{key}: has ");
        assert!(found.iter().any(|fault| fault.contains(&said)), "{key}: {:?}", found.first());
    }
    let long = "x ".repeat(300);
    let found = faults(|source| {
        source.replacen("copies = [", &format!("header = [\"{long}\"]\ncopies = ["), 1)
    });
    let said = "ticket.header[1]: has 599 letters; a text has at most 500, so shorten it";
    assert!(found.iter().any(|fault| fault.ends_with(said)), "{found:?}");
}

#[test]
fn a_quoted_key_cannot_begin_a_line_of_its_own() {
    let found = faults(|source| format!("{source}\n\"x\\n  line 1: \\u001b[2J\" = 1\n"));
    let fault = found.iter().find(|fault| fault.contains("is unknown")).unwrap();
    assert!(!fault.contains('\n') && !fault.contains('\u{1b}'), "{fault:?}");
    assert!(fault.contains("x\\n  line 1: \\u{1b}[2J"), "{fault}");
}
