//! The real program, run and listened to.

use super::TempOffice;
use serde_json::Value;
use std::process::{Command, Output, Stdio};

/// The program's file.
pub const ANTRE: &str = env!("CARGO_BIN_EXE_antre");

/// What a run of the program came to.
#[derive(Debug)]
pub struct Run {
    /// `None`: killed by a signal.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

impl Run {
    /// What it answered when all went well.
    #[track_caller]
    pub fn ok(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        self.stdout
    }

    /// The one line of JSON it answered.
    #[track_caller]
    pub fn json(self) -> Value {
        assert_eq!(self.stdout.lines().count(), 1, "{self:?}");
        serde_json::from_str(&self.ok()).unwrap()
    }

    /// The sentence with which it refused, having said nothing on stdout.
    #[track_caller]
    pub fn refusal(self) -> String {
        assert_eq!(self.stdout, "", "{self:?}");
        self.complaint()
    }

    /// The one of its sentences on stderr that has these words in it.
    #[track_caller]
    pub fn complaint_of(&self, words: &str) -> String {
        assert_eq!(self.code, Some(1), "{self:?}");
        let sentence = self.stderr.lines().find(|line| line.contains(words));
        sentence
            .and_then(|line| line.strip_prefix("antre: "))
            .unwrap_or_else(|| panic!("{words}: {self:?}"))
            .to_owned()
    }

    /// The sentence with which it ended: exit code 1, one sentence on stderr and below it nothing but causes.
    #[track_caller]
    pub fn complaint(self) -> String {
        assert_eq!(self.code, Some(1), "{self:?}");
        let mut lines = self.stderr.lines();
        let sentence = lines.next().and_then(|line| line.strip_prefix("antre: "));
        assert!(lines.all(|line| line.starts_with("  because: ")), "{self:?}");
        sentence.unwrap_or_else(|| panic!("{self:?}")).to_owned()
    }
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Run {
    command.stdin(Stdio::null()).output().unwrap().into()
}

impl TempOffice {
    /// The program with these arguments (separated by spaces) on this office, for a user who has installed nothing.
    pub fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(ANTRE);
        command.env("XDG_CONFIG_HOME", self.file("settings"));
        command.arg("--data").arg(self.path()).args(arguments.split_whitespace());
        command
    }

    /// Runs the program with these arguments on this office.
    pub fn antre(&self, arguments: &str) -> Run {
        run(&mut self.command(arguments))
    }
}
