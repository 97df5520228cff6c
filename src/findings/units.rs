//! Units: whether the programs that `antre install` has set up for this user start by themselves, and start what they should.
//!
//! Their files are read, and systemd is not asked: what is wrong in them can be told where none runs. Never here: writing
//! or removing one, and whether a program runs at this moment.

use super::{Finding, quoted};
use crate::data::DataFolder;
use crate::rights::may_write;
use crate::units::{self, TARGET, command, folders_of_links, is_untouched, ours};
use std::collections::BTreeSet;
use std::env;
use std::io;
use std::path::{Path, PathBuf};

/// What keeps the units of this user from starting this program on this data folder.
pub(super) fn look(data: &DataFolder) -> Vec<Finding> {
    let (Ok(folder), Ok(program), true) =
        (units::folder(), env::current_exe(), cfg!(target_os = "linux"))
    else {
        return Vec::new();
    };
    let here = Here { folder: &folder, program: &program, data: data.path() };
    here.look().unwrap_or_else(|error| vec![unreadable(&folder, &error)])
}

fn unreadable(path: &Path, error: &io::Error) -> Finding {
    let sentence = format!("cannot read {} ({error})", path.display());
    Finding::warning("unit.unreadable", sentence, "check its permissions")
}

/// What the units are held against.
struct Here<'a> {
    /// Where they are.
    folder: &'a Path,
    /// This program.
    program: &'a Path,
    /// The data folder that is looked at.
    data: &'a Path,
}

impl Here<'_> {
    fn look(&self) -> io::Result<Vec<Finding>> {
        let there = ours(self.folder)?;
        let mut enabled = BTreeSet::new();
        for links in folders_of_links(self.folder)? {
            enabled.extend(ours(&links)?);
        }
        let mut found = Vec::new();
        for name in there.iter().filter(|name| *name != TARGET) {
            let path = self.folder.join(name);
            match units::read(&path) {
                Ok(text) => found.extend(self.of_unit(name, &text.unwrap_or_default())),
                Err(error) => found.push(unreadable(&path, &error)),
            }
        }
        found.extend(not_enabled(&there, &enabled));
        found.extend(enabled.iter().filter(|name| !there.contains(name)).map(|name| {
            let folder = self.folder.display();
            let sentence = format!("{name} is enabled, and there is no such unit in {folder}");
            Finding::warning("unit.gone", sentence, format!("`systemctl --user disable {name}`"))
        }));
        Ok(found)
    }

    /// What is wrong with what a unit starts.
    fn of_unit(&self, name: &str, text: &str) -> Vec<Finding> {
        // Somebody may have put another program in front of ours, and knows why.
        let Some(words) = command(text).filter(|_| is_untouched(text)) else { return Vec::new() };
        let mut found = Vec::new();
        let program = Path::new(&words[0]);
        let anew = self.anew(&words);
        if !program.is_file() {
            let sentence = format!("{name} starts {}, which is not there", program.display());
            found.push(Finding::fault("unit.program-missing", sentence, anew.clone()));
        } else if !is_same(program, self.program) {
            let (program, own) = (program.display(), self.program.display());
            let sentence = format!("{name} starts {program}, and this program is {own}");
            let remedy = format!("where that is not meant, {anew}");
            found.push(Finding::warning("unit.other-program", sentence, remedy));
        }
        let Some(data) = after(&words, "--data").map(Path::new) else { return found };
        let shown = data.display();
        if !DataFolder::locate(Some(data.to_owned())).office_file().exists() {
            let sentence = format!("{name} works in {shown}, where no office is");
            found.push(Finding::fault("unit.no-office", sentence, anew));
        } else if !is_same(data, self.data) {
            let sentence = format!("{name} works in {shown}, and not in {}", self.data.display());
            found.push(Finding::note("unit.other-office", sentence, ""));
            // Of this one that has been told.
            if !may_write(data) {
                let sentence =
                    format!("{name} works in {shown}, and this user may not write there");
                let remedy = format!("`antre --data {} check` says what is missing", quoted(data));
                found.push(Finding::fault("unit.not-writable", sentence, remedy));
            }
        }
        found
    }

    /// The command that writes a unit anew, for this program and this data folder.
    fn anew(&self, words: &[String]) -> String {
        let [program, data] = [self.program, self.data].map(quoted);
        let has = |word: &str| words.iter().any(|w| w == word);
        let given = |word: &str| after(words, word).map(|w| format!(" {w}")).unwrap_or_default();
        let mut which = match () {
            () if has("kiosk") => "--kiosk".to_owned(),
            () if has("console") => format!("--console{}", given("--counter")),
            () => format!("--display{}", given("--name")),
        };
        if has("--voice") {
            which += " --voice";
        }
        if has("--monitor") {
            which += &format!(" --monitor{}", given("--monitor"));
        }
        format!("`{program} --data {data} install {which}` writes it anew")
    }
}

/// Units that nothing starts; without the target none of them starts.
fn not_enabled(there: &[String], enabled: &BTreeSet<String>) -> Option<Finding> {
    let programs = there.iter().map(String::as_str).filter(|name| *name != TARGET);
    let mut idle: Vec<&str> = programs.clone().filter(|name| !enabled.contains(*name)).collect();
    if programs.clone().next().is_some() && !enabled.contains(TARGET) {
        idle = std::iter::once(TARGET).chain(programs).collect();
    }
    let first = idle.iter().find(|name| **name != TARGET)?;
    let sentence = match idle.len() {
        1 => format!("{first} is there and does not start by itself"),
        _ => format!("these do not start by themselves: {}", idle.join(", ")),
    };
    let remedy =
        format!("`systemctl --user daemon-reload && systemctl --user enable {}`", idle.join(" "));
    Some(Finding::warning("unit.not-enabled", sentence, remedy))
}

/// The word that follows this one.
fn after<'a>(words: &'a [String], word: &str) -> Option<&'a String> {
    let at = words.iter().position(|w| w == word)?;
    words.get(at + 1)
}

fn is_same(a: &Path, b: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| PathBuf::from(path));
    real(a) == real(b)
}
