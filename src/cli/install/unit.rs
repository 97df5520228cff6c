//! The text of a systemd user unit: pure.
//!
//! Every unit tells in its first line how the rest was written, so that a file which somebody has changed is known from
//! one that nobody has.

use std::fmt::Write as _;

/// Staff have closed the program: it is not started again by itself.
pub(super) const LEFT: u8 = 4;

/// The target that starts and stops all programs of this machine together.
pub(super) const TARGET: &str = "antre.target";

const HEAD: &str = "# Written by `antre install`, checksum ";

/// A file of systemd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    /// Its file name.
    pub(super) name: String,
    /// What stands in it, with its checksum.
    pub(super) text: String,
}

/// One program of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Program {
    /// For example `antre-display-utara`.
    pub(super) name: String,
    /// For people: "Antre display utara".
    pub(super) title: String,
    /// The command and its arguments.
    pub(super) words: Vec<String>,
}

/// The units of these programs.
pub(super) fn units(programs: &[Program]) -> Vec<Unit> {
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

fn sealed(name: String, body: &str) -> Unit {
    Unit { name, text: format!("{HEAD}{:016x}\n{body}", checksum(body)) }
}

/// Whether this is a unit of ours that nobody has changed since.
pub(super) fn is_untouched(text: &str) -> bool {
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
    fn an_edit_is_noticed() {
        let unit = &units(&[program(&["antre", "kiosk"])])[1];
        assert!(is_untouched(&unit.text));
        assert!(!is_untouched(&unit.text.replace("RestartSec=2", "RestartSec=9")));
        assert!(!is_untouched("[Unit]\nDescription=somebody else's\n"));
        assert!(!is_untouched(""));
    }
}
