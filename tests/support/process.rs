//! Other processes of the office: this test binary, started once more with a task.
//!
//! Such a process has the same code as the program and can do what no verb of the command line does: work in a
//! loop, or wait at the starting line until all are there.

use std::env;
use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

const TASK: &str = "ANTRE_TEST_TASK";
const FOLDER: &str = "ANTRE_TEST_FOLDER";
const INDEX: &str = "ANTRE_TEST_INDEX";

/// Before every line that a helper reports; the test harness writes lines of its own.
const MARK: &str = "@ ";

/// What a helper is told: the folder of its office and which of several it is.
pub type Task = fn(&Path, u8);

/// The helper's side: carries out the task this process was started for, if it was.
pub fn carry_out(tasks: &[(&str, Task)]) {
    let Ok(name) = env::var(TASK) else { return };
    let folder = PathBuf::from(env::var_os(FOLDER).unwrap());
    let index = env::var(INDEX).unwrap().parse().unwrap();
    let (_, task) = tasks.iter().find(|(known, _)| *known == name).unwrap();
    println!();
    task(&folder, index);
}

/// The helper's side: tells the test something.
pub fn report(line: &str) {
    println!("{MARK}{line}");
}

/// The helper's side: stands at the starting line until the test lets everybody run.
pub fn wait_for_the_start() {
    report("ready");
    std::io::stdin().lines().for_each(drop);
}

/// The test's side of a helper.
pub struct Helper {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Helper {
    /// Starts a helper.
    pub fn start(task: &str, folder: &Path, index: u8) -> Self {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["another_process", "--exact", "--nocapture", "--test-threads=1"])
            .env(TASK, task)
            .env(FOLDER, folder)
            .env(INDEX, index.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    /// The next thing it reports; `None` when it has ended.
    pub fn line(&mut self) -> Option<String> {
        let mut reported =
            self.lines.by_ref().filter_map(|l| Some(l.unwrap().strip_prefix(MARK)?.to_owned()));
        reported.next()
    }

    /// Waits until it stands at the starting line.
    pub fn ready(&mut self) {
        assert_eq!(self.line().as_deref(), Some("ready"));
    }

    /// Lets it run.
    pub fn go(&mut self) {
        drop(self.child.stdin.take());
    }

    /// Everything it reports until it ends by itself, in peace.
    pub fn finish(mut self) -> Vec<String> {
        self.go();
        let lines = std::iter::from_fn(|| self.line()).collect();
        assert!(self.child.wait().unwrap().success());
        lines
    }

    /// With which code it ends, of whatever it reports before.
    pub fn exit_code(mut self) -> Option<i32> {
        self.go();
        while self.line().is_some() {}
        self.child.wait().unwrap().code()
    }

    /// Ends it as a power cut would, without a warning, and returns what it had still reported.
    pub fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        std::iter::from_fn(|| self.line()).collect()
    }
}

impl Drop for Helper {
    /// A test that fails must not leave a process behind that works for ever.
    fn drop(&mut self) {
        // Mostly it has ended long ago.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts helpers 1 to `count`, lets them run at the same moment and returns what each reported.
pub fn rush(task: &str, folder: &Path, count: u8) -> Vec<Vec<String>> {
    let mut helpers: Vec<_> = (1..=count).map(|i| Helper::start(task, folder, i)).collect();
    helpers.iter_mut().for_each(Helper::ready);
    helpers.iter_mut().for_each(Helper::go);
    helpers.into_iter().map(Helper::finish).collect()
}
