//! `antre virtual-printer`: a printer for trying an office without one, and every trouble that it can have.

use crate::support::TempOffice;
use crate::support::offices::magetan;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

/// The program as a virtual printer.
struct Printer {
    child: Child,
    says: BufReader<ChildStdout>,
    hears: Option<ChildStdin>,
}

impl Printer {
    fn start(office: &TempOffice, line: &str) -> Self {
        let sheets = office.file("sheets");
        let arguments = format!("virtual-printer {line} --speed 400 --png {}", sheets.display());
        let mut child = office
            .command(&arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (says, hears) = (child.stdout.take().unwrap(), child.stdin.take());
        Self { says: BufReader::new(says), hears, child }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.says.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// The address and profile that it says it has, as arguments.
    fn at(&mut self) -> String {
        let line = self.line();
        let quoted: Vec<&str> = line.split('"').collect();
        assert!(line.starts_with("address = ") && quoted[2].contains("profile = "), "{line}");
        format!("--printer {} --profile {}", quoted[1], quoted[3])
    }

    /// Says a command and returns the answer. A sheet may come at any time.
    fn told(&mut self, command: &str) -> String {
        writeln!(self.hears.as_mut().unwrap(), "{command}").unwrap();
        loop {
            let line = self.line();
            if !line.starts_with("sheet ") {
                return line;
            }
        }
    }

    fn quit(mut self) {
        writeln!(self.hears.as_mut().unwrap(), "quit").unwrap();
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Printer {
    /// A test that fails must not leave a printer behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn print(office: &TempOffice, at: &str) -> Value {
    let run = office.antre(&format!("issue T --case baru {at} --json"));
    serde_json::from_str::<Value>(&run.stdout).unwrap()["print"].clone()
}

#[test]
fn a_ticket_becomes_a_sheet_and_trouble_comes_by_a_word() {
    let office = TempOffice::new(&magetan());
    let mut printer = Printer::start(&office, "--tcp 127.0.0.1:0");
    let at = printer.at();
    assert_eq!(print(&office, &at)["level"], "process-id");
    let sheet = printer.line();
    assert!(sheet.starts_with("sheet 1: ") && sheet.ends_with(" bytes, cut off"), "{sheet}");
    assert!(office.file("sheets/0001.png").exists());

    let out = printer.told("paper out");
    assert!(out.starts_with("paper out: offline: no paper"), "{out}");
    let failed = print(&office, &at);
    assert_eq!((&failed["state"], &failed["cause"]), (&json!("failed"), &json!("paper-out")));
    assert!(printer.told("paper in").contains("ready"));
    // In the middle of the ticket, behind the nine bytes of the questions before it.
    assert_eq!(printer.told("at 60 cover open"), "cover open after 60 more bytes");
    let failed = print(&office, &at);
    assert_eq!((&failed["state"], &failed["cause"]), (&json!("failed"), &json!("cover-open")));
    assert!(printer.told("status").contains("the cover is open"));
    assert!(printer.told("cover closed").contains("ready"));
    assert_eq!(print(&office, &at)["level"], "process-id");

    assert!(printer.told("on fire").contains("\"help\" lists them all"));
    assert!(printer.told("help").contains("the roll is used up"));
    printer.quit();
}

#[test]
fn without_standard_input_it_goes_on() {
    let office = TempOffice::new(&magetan());
    let mut printer = Printer::start(&office, "--tcp 127.0.0.1:0");
    let at = printer.at();
    drop(printer.hears.take());
    assert_eq!(print(&office, &at)["level"], "process-id");
    assert!(printer.line().starts_with("sheet 1: "));
}

#[cfg(unix)]
#[test]
fn it_can_be_a_serial_port() {
    let office = TempOffice::new(&magetan());
    let path = office.file("printer");
    let mut printer = Printer::start(&office, &format!("--pty {}", path.display()));
    let at = printer.at();
    assert!(at.contains("serial:///"), "{at}");
    assert_eq!(print(&office, &at)["level"], "process-id");
    assert!(printer.line().starts_with("sheet 1: "));
    printer.quit();
    assert!(std::fs::symlink_metadata(&path).is_err(), "and then it is gone");
}

#[test]
fn what_cannot_be_is_refused_with_a_reason() {
    let office = TempOffice::new(&magetan());
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let sheets = office.file("sheets");
    let refuse = |line: &str, profile: &str| {
        let arguments = format!("virtual-printer {line} --png {} {profile}", sheets.display());
        office.antre(&arguments).refusal()
    };
    let address = taken.local_addr().unwrap().to_string();
    assert!(refuse(&format!("--tcp {address}"), "").contains(&address));
    assert!(refuse("--tcp nowhere", "").contains("HOST:PORT"));
    assert!(refuse("--tcp 127.0.0.1:0", "--profile none").contains("none"));
    if cfg!(unix) {
        std::fs::write(office.file("notes"), "mine").unwrap();
        let refused = refuse(&format!("--pty {}", office.file("notes").display()), "");
        assert!(refused.contains("something else"), "{refused}");
    }
    assert_eq!(office.antre("virtual-printer --png sheets").code, Some(2));
}
