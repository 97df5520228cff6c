//! Systemd's user units of our programs: their text, where they are, and reading them back.
//!
//! Every unit tells in its first line how the rest was written, so that a file which somebody has changed is known from
//! one that nobody has. Never here: writing, removing or starting one.

use crate::file;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Where the units of a user are, within the folder of the user's settings.
pub(crate) const FOLDER: &str = "systemd/user";

/// The largest unit, in bytes: ours have 2 KB.
const MOST: u64 = 64 << 10;

/// Staff have closed the program: it is not started again by itself.
pub(crate) const LEFT: u8 = 4;

/// The target that starts and stops all programs of this machine together.
pub(crate) const TARGET: &str = "antre.target";

const HEAD: &str = "# Written by `antre install`, checksum ";

/// A file of systemd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unit {
    /// Its file name.
    pub(crate) name: String,
    /// What stands in it, with its checksum.
    pub(crate) text: String,
}

/// One program of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Program {
    /// For example `antre-display-utara`.
    pub(crate) name: String,
    /// For people: "Antre display utara".
    pub(crate) title: String,
    /// The command and its arguments.
    pub(crate) words: Vec<String>,
}

/// The units of these programs.
pub(crate) fn units(programs: &[Program]) -> Vec<Unit> {
    let target = "[Unit]\n\
         Description=Antre, all programs of this machine\n\
         PartOf=graphical-session.target\n\
         After=graphical-session.target\n\n\
         [Install]\n\
         WantedBy=graphical-session.target\n";
    let mut units = vec![sealed(TARGET.to_owned(), target)];
    units.extend(programs.iter().map(|p| sealed(format!("{}.service", p.name), &service(p))));
    units
}

fn service(program: &Program) -> String {
    let command: Vec<String> = program.words.iter().map(|word| quoted(word)).collect();
    let mut text = String::new();
    let _ = write!(
        text,
        "[Unit]\n\
         Description={title}\n\
         PartOf={TARGET}\n\
         After=graphical-session.target\n\
         # Never given up: an office opens in the morning whatever happened at night.\n\
         StartLimitIntervalSec=0\n\n\
         [Service]\n\
         ExecStart={command}\n\
         Restart=always\n\
         # Two seconds after a crash; where it crashes again and again, slower and slower (systemd 254 and newer).\n\
         RestartSec=2\n\
         RestartSteps=6\n\
         RestartMaxDelaySec=60\n\
         # Asked to end, it ends by itself: the last ticket may be on its way for a minute. Its players end with it.\n\
         TimeoutStopSec=90\n\
         KillMode=mixed\n\
         # Staff have closed it on purpose.\n\
         RestartPreventExitStatus={LEFT}\n\
         SuccessExitStatus={LEFT}\n\n\
         [Install]\n\
         WantedBy={TARGET}\n",
        title = program.title,
        command = command.join(" "),
    );
    text
}

/// A word of a command line as systemd reads it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@,=+".contains(c);
    let mut escaped = String::new();
    for c in word.chars() {
        match c {
            '%' => escaped += "%%",
            '$' => escaped += "$$",
            '"' | '\\' => escaped.extend(['\\', c]),
            _ => escaped.push(c),
        }
    }
    let is_plain = !word.is_empty() && word.chars().all(plain);
    if is_plain { escaped } else { format!("\"{escaped}\"") }
}

/// The words of the command that a unit starts: what [`quoted`] has made of them. `None` where nobody of ours has written it so.
pub(crate) fn command(text: &str) -> Option<Vec<String>> {
    let line = text.lines().find_map(|line| line.strip_prefix("ExecStart="))?;
    let (mut words, mut word) = (Vec::new(), None::<String>);
    let mut is_quoted = false;
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        match c {
            '"' => {
                is_quoted = !is_quoted;
                word.get_or_insert_default();
            }
            ' ' if !is_quoted => words.extend(word.take()),
            '\\' => word.get_or_insert_default().push(rest.next()?),
            '%' | '$' => {
                // Single, it stands for something that only systemd knows.
                rest.next().filter(|second| *second == c)?;
                word.get_or_insert_default().push(c);
            }
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    (!is_quoted && !words.is_empty()).then_some(words)
}

/// Where systemd looks for units of this user.
pub(crate) fn folder() -> Result<PathBuf, String> {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let config = set("XDG_CONFIG_HOME").or_else(|| Some(set("HOME")?.join(".config")));
    let config =
        config.ok_or("neither XDG_CONFIG_HOME nor HOME says where this user's units are")?;
    Ok(config.join(FOLDER))
}

/// The names of the units of ours in a folder, or of the links to them.
pub(crate) fn ours(folder: &Path) -> io::Result<Vec<String>> {
    let name = |path: &PathBuf| Some(path.file_name()?.to_str()?.to_owned());
    let mut names: Vec<String> = entries(folder)?.iter().filter_map(name).collect();
    names.retain(|name| {
        name == TARGET || (name.starts_with("antre-") && name.ends_with(".service"))
    });
    names.sort();
    Ok(names)
}

/// The folders of links by which units are enabled.
pub(crate) fn folders_of_links(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = entries(folder)?;
    found.retain(|path| path.extension().is_some_and(|e| e == "wants" || e == "requires"));
    Ok(found)
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        entries => entries?.map(|entry| Ok(entry?.path())).collect(),
    }
}

/// The text of a unit, where there is one.
pub(crate) fn read(path: &Path) -> io::Result<Option<String>> {
    match file::read_text(path, MOST) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        text => text.map(Some),
    }
}

fn sealed(name: String, body: &str) -> Unit {
    Unit { name, text: format!("{HEAD}{:016x}\n{body}", checksum(body)) }
}

/// Whether this is a unit of ours that nobody has changed since.
pub(crate) fn is_untouched(text: &str) -> bool {
    let Some((first, body)) = text.split_once('\n') else { return false };
    first.strip_prefix(HEAD).is_some_and(|sum| sum == format!("{:016x}", checksum(body)))
}

/// FNV-1a: it only has to notice an edit, and to be the same in every version of the program.
fn checksum(text: &str) -> u64 {
    let step = |sum: u64, byte: u8| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(words: &[&str]) -> Program {
        let words = words.iter().map(ToString::to_string).collect();
        Program { name: "antre-kiosk".to_owned(), title: "Antre kiosk".to_owned(), words }
    }

    #[test]
    fn a_unit_restarts_always_but_not_after_staff_have_closed_it() {
        let units = units(&[program(&["/opt/antre", "--data", "/srv/antre", "kiosk"])]);
        assert_eq!([&*units[0].name, &*units[1].name], ["antre.target", "antre-kiosk.service"]);
        for line in [
            "ExecStart=/opt/antre --data /srv/antre kiosk",
            "Restart=always",
            "RestartSec=2",
            "StartLimitIntervalSec=0",
            "RestartPreventExitStatus=4",
            "TimeoutStopSec=90",
            "KillMode=mixed",
            "WantedBy=antre.target",
        ] {
            assert!(units[1].text.lines().any(|l| l == line), "{line}:\n{}", units[1].text);
        }
        assert!(units[0].text.contains("WantedBy=graphical-session.target"));
    }

    #[test]
    fn nothing_in_a_path_means_anything_to_systemd() {
        assert_eq!(quoted("/srv/antre"), "/srv/antre");
        assert_eq!(quoted("/srv/my office"), "\"/srv/my office\"");
        assert_eq!(quoted("a\"b\\c%d$e"), "\"a\\\"b\\\\c%%d$$e\"");
        assert_eq!(quoted(""), "\"\"");
    }

    #[test]
    fn the_command_of_a_unit_is_read_back_as_it_was_given() {
        let words = ["/opt/my antre", "--data", "/srv/50% \"of\" it\\$HOME", "", "kiosk"];
        assert_eq!(command(&units(&[program(&words)])[1].text).unwrap(), words);
        for theirs in ["ExecStart=", "Exec=antre", "ExecStart=%h/antre kiosk", "ExecStart=\"antre"]
        {
            assert_eq!(command(theirs), None, "{theirs}");
        }
    }

    #[test]
    fn an_edit_is_noticed() {
        let unit = &units(&[program(&["antre", "kiosk"])])[1];
        assert!(is_untouched(&unit.text));
        assert!(!is_untouched(&unit.text.replace("RestartSec=2", "RestartSec=9")));
        assert!(!is_untouched("[Unit]\nDescription=somebody else's\n"));
        assert!(!is_untouched(""));
    }
}
