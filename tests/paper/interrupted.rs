//! A program that dies while it prints. Nobody knows then what is on paper, and so it is written down.

use super::picture::has;
use crate::support::TempOffice;
use crate::support::offices::magetan;
use serde_json::{Value, json};
use std::io::Read;
use std::net::TcpListener;
use std::process::{Child, Stdio};

/// A printer on the network that says nothing.
struct Printer(TcpListener);

impl Printer {
    fn new() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").unwrap())
    }

    fn address(&self) -> String {
        format!("tcp://{}", self.0.local_addr().unwrap())
    }

    /// Takes all of one job and closes.
    fn print(&self) -> Vec<u8> {
        let mut job = Vec::new();
        self.0.accept().unwrap().0.read_to_end(&mut job).unwrap();
        job
    }

    /// Has taken the first bytes of a job when the program is killed.
    fn print_while_it_dies(&self, program: &mut Child) {
        let (mut connection, _) = self.0.accept().unwrap();
        connection.read_exact(&mut [0; 16]).unwrap();
        program.kill().unwrap();
        program.wait().unwrap();
    }
}

/// What is known of the paper of the ticket with this serial.
fn print_of(office: &TempOffice, number: &str) -> Value {
    office.antre(&format!("ticket {number} --json")).json()["print"].clone()
}

fn start(office: &TempOffice, arguments: &str) -> Child {
    let mut command = office.command(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn a_ticket_that_was_being_printed_is_in_doubt_and_never_printed_again_by_itself() {
    let office = TempOffice::new(&magetan());
    let printer = Printer::new();
    let issue = format!("issue T --printer {} --json", printer.address());
    // The printer has a second to answer before the program is content. Should the machine have slept over it, the
    // ticket was printed after all and the next one dies.
    let mut serial = 0;
    let interrupted = loop {
        serial += 1;
        let number = format!("T{serial:03}");
        printer.print_while_it_dies(&mut start(&office, &issue));
        if print_of(&office, &number)["state"] == "pending" {
            break number;
        }
    };

    // It may still hold half a ticket and cannot be told to throw it away, so it is sent nothing until somebody has
    // switched it off and on.
    let refused = office.antre(&issue).json();
    let power_cycle = json!({"state": "failed", "level": null, "cause": "power-cycle"});
    assert_eq!(refused["print"], power_cycle);
    let mut desk = office.desk_beside_the_program();
    assert!(desk.confirm_power_cycle(&printer.address()).unwrap());
    assert!(!desk.confirm_power_cycle(&printer.address()).unwrap(), "once is enough");

    let next = start(&office, &issue);
    let job = printer.print();
    let issued: Value = serde_json::from_slice(&next.wait_with_output().unwrap().stdout).unwrap();
    assert_eq!(issued["print"]["state"], "printed");
    assert!(has(&job, issued["number"].as_str().unwrap()));
    assert!(!has(&job, &interrupted), "not a second paper of {interrupted}");
    let in_doubt = json!({"state": "unknown", "level": null, "cause": "interrupted"});
    assert_eq!(print_of(&office, &interrupted), in_doubt);

    let again = start(&office, &format!("reprint {interrupted} --printer {}", printer.address()));
    let job = printer.print();
    assert!(again.wait_with_output().unwrap().status.success());
    assert!(has(&job, &interrupted) && has(&job, "SALINAN 1"), "asked for, it is a copy");
}

#[test]
fn a_ticket_whose_printing_had_not_begun_is_printed_by_the_next_owner() {
    use crate::support::terms::{target, visitor};
    use antre::desk::IssueRequest;
    use antre::domain::Lane;
    let office = TempOffice::new(&magetan());
    let printer = Printer::new();
    // A kiosk that died between its commit and its first byte.
    let print = Some(target(&printer.address()));
    let request = IssueRequest { print, ..visitor('T', Lane::Regular) };
    office.desk_beside_the_program().issue(&request).unwrap();

    let next = start(&office, &format!("issue T --printer {}", printer.address()));
    let jobs = [printer.print(), printer.print()];
    assert!(next.wait_with_output().unwrap().status.success());
    assert!(has(&jobs[0], "T001") && has(&jobs[1], "T002"));
    assert_eq!(print_of(&office, "T001")["state"], "printed");
}
