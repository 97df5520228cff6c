//! The log on a real folder: days, sizes, rights, disks that do not take a line.

use super::day_file::{DAY_MAX, DayFile, Kept};
use super::keeper::Keeper;
use super::line::{LONGEST, one_line};
use super::name::Program;
use super::read::{Wanted, newest};
use crate::data::DataFolder;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};

const FULL: &str = "the rest of the day is not kept";

/// A data folder with an office file.
fn office() -> (tempfile::TempDir, DataFolder) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("office.toml"), "").unwrap();
    let data = DataFolder::locate(Some(folder.path().to_owned()));
    (folder, data)
}

fn kiosk(data: &DataFolder) -> DayFile {
    DayFile::new(data.clone(), Program::kiosk())
}

/// A line of the kiosk at noon of a day.
fn at(day: &str, text: &str) -> String {
    one_line(&format!("{day}T12:00:00.000Z info kiosk[1] {text}"))
}

fn log(data: &DataFolder, file: &str) -> String {
    fs::read_to_string(data.logs_folder().join(file)).unwrap()
}

fn files(data: &DataFolder) -> BTreeSet<String> {
    let entries = fs::read_dir(data.logs_folder()).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_place_in_the_sources_has_no_folder_of_whoever_built_the_program() {
    let places = [
        ("src/app/worker.rs", "src/app/worker.rs"),
        ("/home/budi/antre/src/app/worker.rs", "src/app/worker.rs"),
        ("/build/antre/target/debug/build/antre-0123456789abcdef/out/antre.rs", "out/antre.rs"),
        (
            "/home/budi/.cargo/registry/src/index-1949cf8c6b5b557f/slint-1.18.1/lib.rs",
            "slint-1.18.1/lib.rs",
        ),
        (
            "C:\\Users\\budi\\.cargo\\registry\\src\\index-1949cf8c6b5b557f\\winit-0.30.1\\src\\lib.rs",
            "winit-0.30.1/src/lib.rs",
        ),
        (
            "/home/budi/.cargo/git/checkouts/slint-0123/4567abc/internal/core.rs",
            "4567abc/internal/core.rs",
        ),
        (
            "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/option.rs",
            "library/core/src/option.rs",
        ),
        ("/opt/vendor/winit-0.30.1/src/platform.rs", "winit-0.30.1/src/platform.rs"),
        ("/tmp/main.rs", "main.rs"),
    ];
    for (built, told) in places {
        assert_eq!(super::within(built), told, "{built}");
    }
}

#[test]
fn every_day_has_its_file() {
    let (_folder, data) = office();
    let mut file = kiosk(&data);
    // The last: a clock that was set back.
    for (day, text) in [("2026-11-28", "a"), ("2026-11-29", "b"), ("2026-11-28", "c")] {
        assert_eq!(file.append(&at(day, text)).unwrap(), Kept::Yes);
    }
    assert_eq!(log(&data, "kiosk.2026-11-28.log"), at("2026-11-28", "a") + &at("2026-11-28", "c"));
    assert_eq!(log(&data, "kiosk.2026-11-29.log"), at("2026-11-29", "b"));
}

#[test]
fn a_folder_without_an_office_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().to_owned(), folder.path().join("nowhere")] {
        let data = DataFolder::locate(Some(path));
        assert_eq!(kiosk(&data).append(&at("2026-11-29", "a")).unwrap(), Kept::Nowhere);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_full_file_says_so_once_and_takes_no_more_whoever_writes() {
    let (_folder, data) = office();
    let path = data.logs_folder().join("kiosk.2026-11-29.log");
    let mut programs = [kiosk(&data), kiosk(&data)];
    assert_eq!(programs[0].append(&at("2026-11-29", "first")).unwrap(), Kept::Yes);
    // Lines up to just below the limit, so that the two find it from below.
    let filler = at("2026-11-29", &"x".repeat(50));
    let count = (DAY_MAX as usize - 2 * LONGEST - 5000) / filler.len();
    fs::write(&path, filler.repeat(count)).unwrap();
    let lengths = [LONGEST, 1, 2000, 10, LONGEST, 1, 1, 3000];
    let mut kept = Vec::new();
    for (n, length) in lengths.iter().enumerate() {
        let line = at("2026-11-29", &"y".repeat(*length));
        kept.push(programs[n % 2].append(&line).unwrap());
    }
    assert_eq!((kept[0], kept[7]), (Kept::Yes, Kept::Full), "{kept:?}");
    // A program that is started anew finds it full, too.
    assert_eq!(kiosk(&data).append(&at("2026-11-29", "z")).unwrap(), Kept::Full);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.len() as u64 <= DAY_MAX, "{}", text.len());
    assert_eq!(text.matches(FULL).count(), 1);
    let last = text.lines().last().unwrap();
    assert!(last.starts_with("2026-11-29T12:00:00.000Z warn kiosk[1] ") && last.ends_with(FULL));
    let yes = kept.iter().filter(|kept| **kept == Kept::Yes).count();
    assert_eq!(text.lines().count(), count + yes + 1);
    assert_eq!(programs[0].append(&at("2026-11-30", "the next day")).unwrap(), Kept::Yes);
}

#[test]
fn the_thirty_first_day_goes_when_a_new_one_begins_and_nothing_else() {
    let (_folder, data) = office();
    fs::create_dir(data.logs_folder()).unwrap();
    let put = |name: &str| fs::write(data.logs_folder().join(name), "x\n").unwrap();
    let days: Vec<_> = (1..=31).map(|day| format!("2026-10-{day:02}")).collect();
    for day in &days {
        put(&format!("kiosk.{day}.log"));
        put(&format!("console-1.{day}.log"));
    }
    let others = ["kiosk.2026-10-01.log.gz", "notes.2026-10-01.log", "cli.log", "printer.bin"];
    others.iter().for_each(|name| put(name));
    let before = files(&data);
    // Not the first of its day: nothing is removed.
    kiosk(&data).append(&at("2026-10-31", "a")).unwrap();
    assert_eq!(files(&data), before);
    kiosk(&data).append(&at("2026-11-01", "b")).unwrap();
    let gone: Vec<_> = before.difference(&files(&data)).cloned().collect();
    assert_eq!(
        gone,
        [
            "console-1.2026-10-01.log",
            "console-1.2026-10-02.log",
            "kiosk.2026-10-01.log",
            "kiosk.2026-10-02.log"
        ]
    );
}

#[test]
fn half_a_line_of_somebody_who_is_gone_is_ended_first() {
    let (_folder, data) = office();
    fs::create_dir(data.logs_folder()).unwrap();
    let half = "2026-11-29T11:59:59.000Z warn kio";
    fs::write(data.logs_folder().join("kiosk.2026-11-29.log"), half).unwrap();
    kiosk(&data).append(&at("2026-11-29", "a")).unwrap();
    let expected = format!("{half}\n{}", at("2026-11-29", "a"));
    assert_eq!(log(&data, "kiosk.2026-11-29.log"), expected);
}

#[cfg(unix)]
#[test]
fn a_log_that_somebody_removes_begins_anew() {
    let (_folder, data) = office();
    let mut file = kiosk(&data);
    file.append(&at("2026-11-29", "a")).unwrap();
    fs::remove_dir_all(data.logs_folder()).unwrap();
    file.append(&at("2026-11-29", "b")).unwrap();
    assert_eq!(log(&data, "kiosk.2026-11-29.log"), at("2026-11-29", "b"));
}

/// A keeper of the kiosk's log, and what it tells.
fn keeper(data: &DataFolder) -> (Keeper, Receiver<String>) {
    let (tell, told) = channel();
    let tell = move |sentence: &str| tell.send(sentence.to_owned()).unwrap();
    (Keeper::new(kiosk(data), Box::new(tell)), told)
}

#[test]
fn a_log_that_cannot_be_written_is_told_once_and_the_gap_is_counted() {
    let (_folder, data) = office();
    fs::write(data.logs_folder(), "a file in the place of the folder").unwrap();
    let (mut keeper, told) = keeper(&data);
    ["a", "b", "c"].iter().for_each(|text| keeper.keep(&at("2026-11-29", text), 0));
    let sentence = told.try_recv().unwrap();
    assert!(sentence.contains("kiosk.2026-11-29.log cannot be written ("), "{sentence}");
    assert!(told.try_recv().is_err(), "it is said once");
    fs::remove_file(data.logs_folder()).unwrap();
    keeper.keep(&at("2026-11-29", "d"), 4);
    keeper.keep(&at("2026-11-29", "e"), 0);
    let text = log(&data, "kiosk.2026-11-29.log");
    let lines: Vec<_> = text.lines().map(|line| line.splitn(4, ' ').nth(3).unwrap()).collect();
    let gap = "7 lines before this one were not kept (the disk was too slow)";
    assert_eq!(lines, [gap, "d", "e"]);
    // It is still once when it happens again.
    fs::remove_dir_all(data.logs_folder()).unwrap();
    fs::write(data.logs_folder(), "").unwrap();
    keeper.keep(&at("2026-11-30", "f"), 0);
    assert!(told.try_recv().is_err());
}

#[cfg(unix)]
#[test]
fn no_link_and_no_pipe_leads_out_of_the_folder() {
    use std::os::unix::fs::symlink;
    let (folder, data) = office();
    let outside = tempfile::tempdir().unwrap();
    let line = at("2026-11-29", "a");
    let in_the_way = |make: &dyn Fn(&Path)| {
        let path = data.logs_folder().join("kiosk.2026-11-29.log");
        let _ = fs::remove_file(&path);
        make(&path);
        kiosk(&data).append(&line).unwrap_err()
    };
    symlink(outside.path(), data.logs_folder()).unwrap();
    kiosk(&data).append(&line).unwrap_err();
    fs::remove_file(data.logs_folder()).unwrap();
    fs::create_dir(data.logs_folder()).unwrap();
    in_the_way(&|path| symlink(outside.path().join("target"), path).unwrap());
    in_the_way(&|path| {
        fs::write(folder.path().join("queue.db"), "").unwrap();
        symlink(folder.path().join("queue.db"), path).unwrap();
    });
    in_the_way(&|path| fs::create_dir(path).unwrap());
    fs::remove_dir(data.logs_folder().join("kiosk.2026-11-29.log")).unwrap();
    // Nobody reads this pipe: whoever opened it as a file would wait for ever.
    in_the_way(&|path| {
        rustix::fs::mknodat(
            rustix::fs::CWD,
            path,
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RWXU,
            0,
        )
        .unwrap();
    });
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
    assert_eq!(fs::read(folder.path().join("queue.db")).unwrap(), b"");
}

#[test]
fn the_newest_lines_of_all_programs_stand_in_the_order_of_their_times() {
    let (_folder, data) = office();
    fs::create_dir(data.logs_folder()).unwrap();
    let put = |name: &str, lines: &[(&str, &str)]| {
        let program = name.split('.').next().unwrap();
        let line = |(at, text): &(&str, &str)| format!("{at}Z info {program}[1] {text}\n");
        let text: String = lines.iter().map(line).collect();
        fs::write(data.logs_folder().join(name), text).unwrap();
    };
    put("kiosk.2026-11-28.log", &[("2026-11-28T08:00:00", "k0"), ("2026-11-28T09:00:00", "k1")]);
    // The clock was set back between k3 and k4: the file knows better in which order they came.
    put(
        "kiosk.2026-11-29.log",
        &[
            ("2026-11-29T08:00:00", "k2"),
            ("2026-11-29T10:00:00", "k3"),
            ("2026-11-29T09:59:00", "k4"),
        ],
    );
    put(
        "console-1.2026-11-29.log",
        &[("2026-11-29T07:00:00", "c0"), ("2026-11-29T10:00:00", "c1")],
    );
    put("notes.2026-11-29.log", &[("2026-11-29T08:00:00", "not ours")]);
    let texts = |lines, program: Option<&str>, since: Option<&str>| {
        let program = program.map(str::to_owned);
        let since = since.map(|at| at.parse().unwrap());
        let found = newest(&data, &Wanted { lines, program, since }).unwrap();
        assert!(found.faults.is_empty());
        found.entries.into_iter().map(|entry| entry.text).collect::<Vec<_>>()
    };
    assert_eq!(texts(100, None, None), ["k0", "k1", "c0", "k2", "c1", "k3", "k4"]);
    assert_eq!(texts(6, None, None), ["k1", "c0", "k2", "c1", "k3", "k4"]);
    assert_eq!(texts(2, Some("kiosk"), None), ["k3", "k4"]);
    assert_eq!(texts(100, Some("console"), None), ["c0", "c1"]);
    assert_eq!(texts(100, None, Some("2026-11-29T09:00:00Z")), ["c1", "k3", "k4"]);
    assert_eq!(texts(100, None, Some("2026-11-28T08:30:00Z"))[0], "k1");
    assert_eq!(texts(0, None, None), [""; 0]);
}

#[test]
fn damaged_lines_are_shown_in_their_place() {
    let (_folder, data) = office();
    assert!(newest(&data, &Wanted { lines: 9, ..Wanted::default() }).unwrap().entries.is_empty());
    fs::create_dir(data.logs_folder()).unwrap();
    let mut bytes = b"half a line\n".to_vec();
    bytes.extend(at("2026-11-29", "whole").bytes());
    bytes.extend(b"\xff\x1b[2J");
    fs::write(data.logs_folder().join("kiosk.2026-11-29.log"), bytes).unwrap();
    let found = newest(&data, &Wanted { lines: 9, ..Wanted::default() }).unwrap();
    let shown: Vec<_> =
        found.entries.iter().map(|e| (e.at.to_rfc3339(), e.text.as_str())).collect();
    let (midnight, noon) = ("2026-11-29T00:00:00+00:00", "2026-11-29T12:00:00+00:00");
    let expected = [(midnight, "half a line"), (noon, "whole"), (noon, "\u{fffd}\\u{1b}[2J")];
    assert_eq!(shown, expected.map(|(at, text)| (at.to_owned(), text)));
}
