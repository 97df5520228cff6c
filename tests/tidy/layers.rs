//! Who may know whom, read off the paths in the code.

use super::none;
use super::source::{File, has_word, root, rust_files};
use std::collections::BTreeSet;
use std::fs;

/// Each module with the modules of ours that it may name. The longest fitting line counts.
const LAYERS: &[(&str, &[&str])] = &[
    ("domain", &["domain"]),
    ("clock", &["domain"]),
    // Whoever makes a file that other programs need gives it owner and mode of the data folder.
    ("rights", &["rights"]),
    ("data", &["rights"]),
    ("file", &[]),
    ("disk", &["disk"]),
    ("printable", &[]),
    ("units", &["file"]),
    ("log", &["log", "data", "rights", "clock", "domain", "file", "printable"]),
    ("say", &["log", "printable"]),
    ("last_resort", &["log", "say"]),
    ("office", &["office", "domain", "printable"]),
    ("words", &["words", "domain"]),
    // What is kept, as values: a decision is made on it, a store reads and writes it.
    ("queue", &["queue", "domain"]),
    // How a value is told to people. What needs no more than the sentences may be used on paper.
    ("phrase", &["phrase", "desk", "office", "words", "domain"]),
    ("phrase::estimate", &["words", "domain"]),
    ("phrase::time", &["words", "domain"]),
    ("store", &["store", "queue", "rights", "file", "disk", "domain"]),
    ("secret", &["secret", "domain"]),
    // Who of the network may come in: a file beside the queue, and nothing of it.
    ("access", &["access", "secret", "data", "rights", "file", "clock", "printable", "domain"]),
    ("desk", &["desk", "store", "queue", "office", "secret", "domain", "clock", "printable"]),
    // A decision is made on values: no store, no clock, no turn.
    (
        "desk::decide",
        &[
            "desk::decide",
            "desk::request",
            "desk::refusal",
            "queue",
            "office",
            "domain",
            "printable",
        ],
    ),
    // It rings and listens; what has changed is not its business.
    ("feed", &["feed", "store", "data", "rights"]),
    ("paper", &["paper", "domain", "office", "phrase::estimate", "phrase::time", "words"]),
    ("printer", &["printer", "paper", "rights", "domain"]),
    (
        "printer::transport",
        &["printer::transport", "printer::address", "printer::usb", "printer::sheets"],
    ),
    ("printer::usb", &["printer::usb"]),
    ("profiles", &["paper", "data", "file"]),
    ("voice", &["voice", "office", "domain", "file"]),
    ("fonts", &["paper", "data", "file"]),
    ("spool", &["spool", "desk", "paper", "printer", "profiles", "fonts", "data", "domain"]),
    // It looks at everything that a program needs, and so knows what a program knows, but no window and no command.
    (
        "findings",
        &[
            "findings", "spool", "desk", "store", "paper", "printer", "profiles", "fonts", "voice",
            "office", "domain", "data", "rights", "file", "disk", "clock", "units",
        ],
    ),
    // It writes values down: of the rooms that open files or drive printers it may name what they gave, and no more.
    (
        "api",
        &[
            "api",
            "findings::Finding",
            "lab::rehearsal::Rehearsal",
            "report",
            "voice",
            "printer::discovery::Found",
            "printer::discovery::Kind",
            "printer::Learned",
            "printer::PrintResult",
            "paper::Composed",
            "store::sqlite::Restored",
            "access",
            "log::Entry",
            "desk",
            "queue",
            "office",
            "domain",
        ],
    ),
    ("report", &["report", "desk", "queue", "store", "office", "phrase", "words", "domain"]),
    // What is known and said at a place of the office, as plain values: no window, no file, no thread.
    ("station", &["station", "desk", "queue", "office", "phrase", "words", "domain"]),
    // What browsers are shown of what a station says: values in, HTML out. Of paper it borrows the code as dots.
    (
        "page",
        &["page", "station", "paper::raster::QrMatrix", "office", "phrase", "words", "domain"],
    ),
    (
        "app",
        &[
            "app", "station", "feed", "spool", "desk", "queue", "store", "paper", "printer",
            "voice", "profiles", "secret", "office", "phrase", "words", "domain", "data", "rights",
            "clock", "file", "log", "say",
        ],
    ),
    // The same stations and workers, for whoever has only a browser.
    (
        "serve",
        &[
            "serve", "access", "page", "app", "station", "feed", "desk", "queue", "report",
            "voice", "office", "phrase", "domain", "data", "rights", "clock", "file", "log", "say",
        ],
    ),
    // It plays with the windows, and no window knows that it is played with.
    (
        "lab",
        &[
            "lab", "app", "station", "desk", "queue", "store", "paper", "printer", "office",
            "phrase", "words", "domain", "data", "rights", "clock", "file",
        ],
    ),
    // A day is rehearsed without windows, as any program works.
    (
        "lab::rehearsal",
        &[
            "lab::rehearsal",
            "lab::virtual_printer",
            "report",
            "spool",
            "desk",
            "store",
            "paper",
            "printer",
            "office",
            "domain",
            "data",
            "clock",
        ],
    ),
    // The printer's side of the conversation: of ours it knows where it stands and what is drawn, so that no mistake is made
    // twice.
    (
        "lab::virtual_printer",
        &["lab::virtual_printer", "printer::Address", "printer::Watch", "printer::sheets", "paper"],
    ),
    // Its tests have both sides talk.
    ("lab::virtual_printer::tests", &["lab::virtual_printer", "printer", "paper", "domain"]),
    (
        "cli",
        &[
            "cli",
            "access",
            "api",
            "app",
            "serve",
            "lab",
            "station",
            "feed",
            "findings",
            "report",
            "spool",
            "desk",
            "queue",
            "store",
            "paper",
            "printer",
            "voice",
            "profiles",
            "fonts",
            "secret",
            "office",
            "phrase",
            "words",
            "domain",
            "data",
            "rights",
            "clock",
            "file",
            "units",
            "log",
            "printable",
            "say",
            "last_resort",
        ],
    ),
];

/// What the pure rules must never touch.
const NOT_IN_THE_DOMAIN: [&str; 9] =
    ["serde", "rusqlite", "fs", "io", "thread", "net", "process", "env", "Instant"];

/// The module that a file is, without the name of the package: `src/store/sqlite/rows.rs` is `store::sqlite::rows`.
pub fn module_of(file: &File) -> Vec<String> {
    let path = file.below_src().trim_end_matches(".rs");
    let parts = path.split('/').filter(|part| !["mod", "lib", "main"].contains(part));
    parts.map(str::to_owned).collect()
}

/// Every path of ours that a line of code in `module` names, in full.
fn paths(code: &str, module: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for (start, word) in code.match_indices("crate::").chain(code.match_indices("super::")) {
        let before = code[..start].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':' || c == '$') {
            continue;
        }
        // Who may see something is not whom it knows.
        if code[..start].ends_with("pub(in ") {
            continue;
        }
        let (mut base, mut rest) = if word == "crate::" {
            (&module[..0], &code[start + word.len()..])
        } else {
            (module, &code[start..])
        };
        while let Some(above) = rest.strip_prefix("super::") {
            (base, rest) = (&base[..base.len().saturating_sub(1)], above);
        }
        let part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
        let end = rest.find(|c| !part(c)).unwrap_or(rest.len());
        let mut path = base.to_vec();
        path.extend(rest[..end].split("::").filter(|p| !p.is_empty()).map(str::to_owned));
        if rest[end..].starts_with('{') && path.len() < 2 {
            // `crate::{a, b}` hides what it names; the rule wants each on a line of its own.
            path.push("{...}".to_owned());
        }
        found.push(path.join("::"));
    }
    found
}

fn is_in(path: &str, module: &str) -> bool {
    path.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// The rule for a module.
fn layer(module: &str) -> Option<(&'static str, &'static [&'static str])> {
    let fitting = LAYERS.iter().filter(|(name, _)| is_in(module, name));
    fitting.max_by_key(|(name, _)| name.len()).copied()
}

/// Every name in a line of code of this module that its layer may not know.
fn strangers(code: &str, module: &[String]) -> Vec<String> {
    let Some((_, known)) = layer(&module.join("::")) else { return Vec::new() };
    let ours =
        |path: &String| path.starts_with("{") || LAYERS.iter().any(|(name, _)| is_in(path, name));
    let unknown = |path: &String| !known.iter().any(|name| is_in(path, name));
    paths(code, module).into_iter().filter(ours).filter(unknown).collect()
}

#[test]
fn dependencies_run_one_way() {
    let mut offenders = Vec::new();
    for file in rust_files("src") {
        let mut module = module_of(&file);
        let depth = module.len();
        for (number, code) in file.code_without_tests() {
            // A module within the file begins and ends at the margin; a path in it starts one step further down.
            if !code.starts_with(' ') && has_word(&code, "mod") && code.ends_with('{') {
                module.push("within".to_owned());
            } else if code == "}" {
                module.truncate(depth);
            }
            for path in strangers(&code, &module) {
                offenders.push(format!(
                    "{}: {} names {path}",
                    file.place(number),
                    module.join("::")
                ));
            }
        }
    }
    none("a module names what its layer may not know", offenders);
}

#[test]
fn every_module_has_its_place() {
    let top = fs::read_dir(root().join("src")).unwrap();
    let names =
        top.map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned());
    let found: BTreeSet<String> = names
        .filter(|n| {
            !["lib", "main", "ARCHITECTURE", "DECISIONS", "GLOSSARY", "INSTALL"].contains(&&**n)
        })
        .collect();
    let offenders = found.iter().filter(|name| layer(name).is_none());
    none(
        "a module that LAYERS does not know",
        offenders.map(|name| format!("src/{name}")).collect(),
    );
}

#[test]
fn the_rules_of_the_queue_are_pure() {
    let mut offenders = Vec::new();
    for file in rust_files("src/domain") {
        for word in NOT_IN_THE_DOMAIN {
            offenders.extend(file.lines_with(|code| has_word(code, word), word));
        }
    }
    none("domain has no clock, file, thread, SQL or serde", offenders);
}

#[test]
fn a_path_is_followed_to_what_it_names() {
    let strangers = |code: &str, module: &str| {
        let module: Vec<String> = module.split("::").map(str::to_owned).collect();
        strangers(code, &module)
    };
    assert_eq!(strangers("use crate::store::Store;", "domain::ticket"), ["store::Store"]);
    assert_eq!(strangers("use super::super::desk::Desk;", "office::parse"), ["desk::Desk"]);
    assert_eq!(strangers("use super::day::Timestamp;", "domain::ticket"), [""; 0]);
    assert_eq!(strangers("    x: crate::cli::Cli,", "spool"), ["cli::Cli"]);
    assert_eq!(strangers("use crate::{desk::Desk, domain};", "store"), ["{...}"]);
    assert_eq!(strangers("use super::address::Address;", "printer::transport"), [""; 0]);
    assert_eq!(
        strangers("use crate::printer::session;", "printer::transport"),
        ["printer::session"]
    );
    assert_eq!(
        strangers("use crate::paper::Profile;", "printer::transport::tcp"),
        ["paper::Profile"]
    );
    assert_eq!(strangers("use crate::app::worker;", "cli::windows"), [""; 0]);
    assert_eq!(strangers("pub(in crate::desk) fn next(", "desk::decide::call"), [""; 0]);
    assert_eq!(
        strangers("use super::super::turn::OpenTurn;", "desk::decide::call"),
        ["desk::turn::OpenTurn"]
    );
}
