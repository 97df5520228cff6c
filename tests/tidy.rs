//! The source tree keeps its own rules: who may know whom, which file knows which library, how long a file may be.
//!
//! Every rule lists all offenders with file and line. Never here: what clippy and rustfmt check already.

mod circles;
mod layers;
mod source;
mod translation;

use source::{File, rust_files};
use std::collections::BTreeSet;
use std::fs;

/// Fails with all offenders, if there are any.
#[track_caller]
fn none(rule: &str, offenders: Vec<String>) {
    assert!(offenders.is_empty(), "{rule}:\n  {}", offenders.join("\n  "));
}

/// Where each library may be named, by the beginning of the path below `src`.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("rusqlite", &["store/sqlite"]),
    ("escpos", &["paper/encode.rs"]),
    ("escpost_render", &["paper/preview"]),
    ("escpost_profiles", &["paper/preview"]),
    ("parley", &["paper/shape/"]),
    ("swash", &["paper/shape/"]),
    ("icu_normalizer", &["paper/text.rs"]),
    ("icu_segmenter", &["paper/shape/breaks.rs"]),
    ("qrcode", &["paper/raster.rs"]),
    ("barcoders", &["paper/barcode.rs"]),
    ("serialport", &["printer/transport/serial"]),
    ("slint", &["app/", "lab/"]),
    ("x11rb", &["app/monitor/x11.rs"]),
    ("i_slint_backend_testing", &["lab/"]),
    ("i_slint_core", &["lab/gallery/hearing.rs", "lab/gallery/measure.rs", "lab/harness/focus.rs"]),
    ("clap", &["cli/", "main.rs"]),
    ("serde_json", &["access/", "cli/", "serve/"]),
    ("axum", &["serve/"]),
    ("tokio", &["serve/"]),
    ("tokio_rustls", &["serve/"]),
    ("rcgen", &["serve/certificate.rs"]),
    ("sha2", &["access/secret.rs", "serve/certificate.rs"]),
    ("schemars", &["api/"]),
    ("dirs", &["data.rs"]),
    ("hound", &["voice/wav.rs"]),
    ("rubato", &["voice/make.rs"]),
    ("argon2", &["secret.rs"]),
    ("getrandom", &["secret.rs"]),
    ("rpassword", &["cli/pin.rs"]),
    ("ctrlc", &["cli/interrupt.rs"]),
    ("tracing", &["say.rs", "log/"]),
    ("tracing_subscriber", &["log/"]),
];

#[test]
fn one_module_wraps_one_library() {
    let mut offenders = Vec::new();
    for file in rust_files("src") {
        for (library, homes) in LIBRARIES {
            if !homes.iter().any(|home| file.below_src().starts_with(home)) {
                offenders.extend(file.lines_with(|code| source::names(code, library), library));
            }
        }
    }
    none("a library is known to its own module alone", offenders);
}

#[test]
fn every_library_is_still_used_where_it_may_be() {
    let files = rust_files("src");
    let mut offenders = Vec::new();
    for (library, homes) in LIBRARIES {
        let used = |file: &File| file.code().any(|(_, code)| source::names(&code, library));
        let at_home = |file: &&File| homes.iter().any(|home| file.below_src().starts_with(home));
        if !files.iter().filter(at_home).any(used) {
            offenders.push(format!("{library} is in none of {homes:?}"));
        }
    }
    none("a rule about a library that is gone checks nothing", offenders);
}

#[test]
fn every_file_says_first_what_belongs_in_it() {
    let mut files = rust_files("src");
    files.extend(rust_files("tests"));
    files.extend(File::read("ui/build.rs"));
    let silent = |file: &&File| !file.text().starts_with("//! ");
    none(
        "a file opens with `//!`",
        files.iter().filter(silent).map(|file| file.place(1)).collect(),
    );
}

const LONGEST: usize = 450;

#[test]
fn a_file_can_be_read_in_one_sitting() {
    let mut files = rust_files("src");
    files.extend(rust_files("tests"));
    let long = |file: &File| file.text().lines().count() > LONGEST;
    let offenders = files.iter().filter(|file| long(file)).map(|file| file.place(1)).collect();
    none("a file is too long to be one thing", offenders);
}

#[test]
fn every_dependency_earns_a_sentence() {
    let cargo = fs::read_to_string(source::root().join("Cargo.toml")).unwrap();
    let lines: Vec<&str> = cargo.lines().collect();
    let mut offenders = Vec::new();
    let mut listing = false;
    for (index, line) in lines.iter().enumerate() {
        let place = || format!("Cargo.toml:{}: {line}", index + 1);
        let comment = |at: usize| lines.get(at).is_some_and(|line| line.starts_with("# "));
        if let Some(section) = line.strip_prefix('[') {
            let section = section.trim_end_matches(']');
            listing = section.ends_with("dependencies");
            // `[dependencies.slint]`: the sentence stands below the name.
            if section.contains("dependencies.") && !comment(index + 1) {
                offenders.push(place());
            }
        } else if listing
            && line.starts_with(|c: char| c.is_ascii_alphabetic())
            && !comment(index - 1)
        {
            offenders.push(place());
        }
    }
    none("a dependency stands without the sentence that earns it", offenders);
}

#[test]
fn every_dependency_is_used() {
    let cargo = fs::read_to_string(source::root().join("Cargo.toml")).unwrap();
    let cargo: toml::Table = cargo.parse().unwrap();
    let (src, tests) = (rust_files("src"), rust_files("tests"));
    let build = File::read("ui/build.rs").unwrap();
    let code = |file: &File| file.code().map(|(_, code)| code).collect::<Vec<_>>();
    let program: Vec<String> =
        src.iter().flat_map(File::code_without_tests).map(|(_, code)| code).collect();
    let tried = src.iter().chain(&tests).flat_map(code).collect();
    let kinds = [
        ("dependencies", program),
        ("dev-dependencies", tried),
        ("build-dependencies", code(&build)),
    ];
    let targets = cargo["target"].as_table().unwrap().values().filter_map(toml::Value::as_table);
    let mut offenders = Vec::new();
    for part in [&cargo].into_iter().chain(targets) {
        for (kind, code) in &kinds {
            let listed = part.get(*kind).and_then(toml::Value::as_table);
            for name in listed.into_iter().flat_map(toml::Table::keys) {
                let library = name.replace('-', "_");
                if !code.iter().any(|line| source::names(line, &library)) {
                    offenders.push(format!("{name} in [{kind}]"));
                }
            }
        }
    }
    none("a dependency of Cargo.toml is named nowhere", offenders);
}

/// Where it may depend on the laboratory what is compiled.
const ASK_FOR_THE_LAB: [&str; 3] = ["src/lab/", "src/cli/lab.rs", "src/cli/arguments.rs"];

#[test]
fn what_an_office_runs_is_the_same_with_and_without_the_lab() {
    let mut offenders = Vec::new();
    for file in rust_files("src") {
        if !ASK_FOR_THE_LAB.iter().any(|home| file.name().starts_with(home)) {
            let asks = |(_, line): &(usize, &str)| line.contains(r#"feature = "lab""#);
            let lines = file.text().lines().enumerate().filter(asks);
            offenders.extend(lines.map(|(index, _)| file.place(index + 1)));
        }
    }
    none("only the lab, and who answers for it, may be there or not", offenders);
}

#[test]
fn what_is_installed_knows_nothing_private_of_slint() {
    let cargo = fs::read_to_string(source::root().join("Cargo.toml")).unwrap();
    let cargo: toml::Table = cargo.parse().unwrap();
    let list = |name: &str| {
        let parts = cargo["features"][name].as_array().unwrap().iter();
        parts.map(|part| part.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for feature in ["windows", "kms"] {
        let private = list(feature).into_iter().filter(|part| part.contains("i-slint"));
        none("the lab alone brings what only looks into windows", private.collect());
        assert!(!list(feature).contains(&"lab".to_owned()), "{feature}");
    }
    assert_eq!(list("lab")[0], "windows");
    let always = |(name, how): &(&String, &toml::Value)| {
        name.starts_with("i-slint") && how.get("optional") != Some(&true.into())
    };
    let always = cargo["dependencies"].as_table().unwrap().iter().filter(always);
    none("a crate of Slint's own comes always", always.map(|(name, _)| name.clone()).collect());
}

#[test]
fn the_crates_of_slint_move_together() {
    let table = |name: &str| {
        let text = fs::read_to_string(source::root().join(name)).unwrap();
        text.parse::<toml::Table>().unwrap()
    };
    let cargo = table("Cargo.toml");
    let kinds = ["dependencies", "build-dependencies"].map(|kind| cargo[kind].as_table().unwrap());
    let of_slint = |name: &str| name.starts_with("slint") || name.starts_with("i-slint");
    let asked = kinds.into_iter().flatten().filter(|(name, _)| of_slint(name));
    let asked: Vec<&str> = asked.map(|(_, how)| how["version"].as_str().unwrap()).collect();
    assert_eq!(asked, ["~1.18"; 4], "one requirement for all");
    let lock = table("Cargo.lock");
    let packages = lock["package"].as_array().unwrap().iter();
    let locked = packages.map(|p| (p["name"].as_str().unwrap(), p["version"].as_str().unwrap()));
    let versions: BTreeSet<&str> =
        locked.filter(|(name, _)| of_slint(name)).map(|(_, version)| version).collect();
    assert_eq!(versions.len(), 1, "{versions:?}");
}

#[test]
fn nothing_is_left_half_done() {
    let mut offenders = Vec::new();
    for file in rust_files("src").into_iter().chain(rust_files("tests")) {
        for word in ["todo!", "unimplemented!", "dbg!", "panic!(\"not"] {
            offenders.extend(file.lines_with(|code| code.contains(word), word));
        }
        for (number, line) in file.text().lines().enumerate() {
            let note = line.split_once("//").map_or("", |(_, note)| note);
            if ["TODO", "FIXME", "XXX", "HACK"].iter().any(|word| source::has_word(note, word)) {
                offenders.push(format!("{}: {}", file.place(number + 1), line.trim()));
            }
        }
    }
    none("a note that something is unfinished", offenders);
}

#[test]
fn only_the_clock_asks_the_time() {
    let mut offenders = Vec::new();
    for file in rust_files("src").into_iter().filter(|file| file.below_src() != "clock.rs") {
        for call in ["Utc::now", "Local::now", "SystemTime", "now_v7", "OffsetDateTime"] {
            offenders.extend(file.lines_with(|code| code.contains(call), call));
        }
    }
    none("the time of day comes from a Clock", offenders);
}

#[test]
fn nothing_ends_because_nobody_reads() {
    let mut offenders = Vec::new();
    // A test in `src` may print what it measured.
    let answers = |file: &File| {
        ["cli/", "app/", "lab/", "main.rs"].iter().any(|p| file.below_src().starts_with(p))
    };
    for file in rust_files("src").into_iter().filter(|file| file.below_src() != "say.rs") {
        let banned = if answers(&file) { "print" } else { "eprint" };
        let panics = |code: &str| {
            ["!(", "ln!("].iter().any(|call| code.contains(&format!("{banned}{call}")))
        };
        offenders.extend(file.lines_with(panics, banned));
    }
    none("println! and eprintln! panic where nobody reads; use say! and note!", offenders);
}

#[test]
fn tests_do_not_sleep() {
    let mut offenders = Vec::new();
    // The bench is no test: it measures time.
    for file in rust_files("tests").into_iter().filter(|file| file.name() != "tests/bench.rs") {
        for call in ["sleep", "Utc", "SystemTime"] {
            offenders.extend(file.lines_with(|code| source::has_word(code, call), call));
        }
    }
    none("a test that waits or asks the time is a test that fails one day", offenders);
}

#[test]
fn the_queue_has_no_column_for_a_person() {
    let folder = source::root().join("src/store/sqlite");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let schemas: Vec<_> = entries.filter(|path| path.extension() == Some("sql".as_ref())).collect();
    assert!(!schemas.is_empty());
    let mut offenders = Vec::new();
    for path in schemas {
        let schema = fs::read_to_string(&path).unwrap();
        let columns = schema.lines().map(str::trim).enumerate();
        let mut table = "";
        for (index, line) in columns.filter(|(_, line)| !line.starts_with("--")) {
            if let Some(named) = line.strip_prefix("CREATE TABLE ") {
                table = named.split_whitespace().next().unwrap_or("");
                continue;
            }
            let added = line.split_once("ADD COLUMN ").map_or(line, |(_, column)| column);
            let column = added.split_whitespace().next().unwrap_or("");
            for personal in
                ["name", "nama", "nik", "phone", "telepon", "email", "address", "alamat", "reason"]
            {
                // What the office calls its own staff at work, and where a printer is: nothing of an applicant is in
                // these tables.
                if [("officer", "working_name"), ("printer", "address")].contains(&(table, column))
                {
                    continue;
                }
                if column.split('_').any(|part| part == personal) {
                    offenders.push(format!("{}:{}: {line}", path.display(), index + 1));
                }
            }
        }
    }
    none("what is not stored cannot leak", offenders);
}

#[test]
fn unsafe_code_stays_in_its_one_file() {
    let mut offenders = Vec::new();
    let home = "printer/transport/ioctl.rs";
    for file in rust_files("src").into_iter().filter(|file| file.below_src() != home) {
        let wrong =
            |code: &str| source::has_word(code, "unsafe") || source::has_word(code, "unsafe_code");
        offenders.extend(file.lines_with(wrong, "unsafe"));
    }
    none("questions to the kernel that no safe library asks have one file", offenders);
}
