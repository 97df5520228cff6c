//! The virtual printer on its lines, as a client finds it.
//!
//! Never here: what the engine does with a command (that is `engine`).

use super::*;
use crate::domain::print::{PrintLevel, PrintOutcome};
use crate::paper::samples;
use crate::paper::{encode, lay_out};
use crate::printer::session::{Deadlines, Job, Session};
use std::io::{Read, Write};
use std::net::TcpStream;

const PATIENCE: Duration = Duration::from_secs(30);
const TICKET: &[u8] = b"\x1b@T012\n\x1dVB\x00";

fn printer(profile: &str) -> (tempfile::TempDir, VirtualPrinter) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let profile = samples::profile(profile);
    let printer = VirtualPrinter::listen("127.0.0.1:0", folder.path(), profile);
    (folder, printer.expect("a free port"))
}

fn connect(printer: &VirtualPrinter) -> TcpStream {
    let Address::Tcp { host, port } = printer.address() else { panic!("it is on the network") };
    let connection = TcpStream::connect((host, port)).expect("listening");
    connection.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    connection
}

fn answers<const COUNT: usize>(mut from: impl Read) -> [u8; COUNT] {
    let mut answers = [0; COUNT];
    from.read_exact(&mut answers).expect("answers in time");
    answers
}

fn ticket() -> Vec<u8> {
    let profile = samples::profile("generic-80");
    encode(&lay_out(&samples::ticket(), &profile).expect("fits"), &profile)
}

fn next_sheet(printer: &VirtualPrinter) -> Sheet {
    let sheet = printer.sheets().recv_timeout(PATIENCE).expect("a sheet in time");
    sheet.expect("a sheet that can be drawn")
}

#[test]
fn a_printed_ticket_is_a_sheet() {
    let (folder, printer) = printer("generic-80");
    let profile = samples::profile("generic-80");
    let (address, deadlines) = (printer.address(), Deadlines::default());
    let mut session = Session::new(address, folder.path().to_owned(), profile.clone(), deadlines);
    let bytes = ticket();
    let job = Job { id: 1, profile: &profile, bytes: &bytes, height_mm: 80.0, cuts: 1 };
    let result = session.print(&job);
    assert_eq!(result.outcome, PrintOutcome::Printed(PrintLevel::Drained), "{}", result.detail);
    let sheet = next_sheet(&printer);
    assert_eq!(std::fs::read(sheet.bytes).expect("stored"), ticket());
}

#[test]
fn each_cut_is_a_sheet_and_status_is_answered_in_between() {
    let (_folder, printer) = printer("epson-tm-t20iii");
    let mut connection = connect(&printer);
    connection.write_all(b"\x10\x04\x01\x10").expect("connected");
    connection.write_all(&[&b"\x04\x04"[..], &ticket(), &ticket()].concat()).expect("connected");
    assert_eq!(answers(&connection), [0x12; 2]);
    assert_eq!(next_sheet(&printer).number, 1);
    assert_eq!(next_sheet(&printer).number, 2);
    connection.write_all(b"T012\n").expect("connected");
    drop(connection);
    assert_eq!(std::fs::read(next_sheet(&printer).bytes).expect("stored"), b"T012\n");
    let cut: Vec<bool> = printer.truth().iter().map(|piece| piece.cut).collect();
    assert_eq!(cut, [true, true, false]);
}

#[test]
fn the_next_client_is_served_when_the_first_has_gone() {
    let (_folder, printer) = printer("epson-tm-t20iii");
    let mut first = connect(&printer);
    first.write_all(b"\x10\x04\x01").expect("connected");
    assert_eq!(answers(&first), [0x12]);
    let mut second = connect(&printer);
    second.write_all(b"\x10\x04\x01").expect("the system takes it");
    drop(first);
    assert_eq!(answers(&second), [0x12]);
}

#[test]
fn a_job_and_its_end_are_answered_before_the_line_is_closed() {
    let (_folder, printer) = printer("epson-tm-t20iii");
    let mut connection = connect(&printer);
    connection.write_all(&[TICKET, b"\x1d(H\x06\x0000AB2D"].concat()).expect("connected");
    connection.shutdown(std::net::Shutdown::Write).expect("connected");
    let mut heard = Vec::new();
    connection.read_to_end(&mut heard).expect("a proper end");
    assert_eq!(heard, b"\x37\x22AB2D\x00");
}

#[test]
fn a_stalled_printer_keeps_what_it_has_read_for_later() {
    let (_folder, printer) = printer("epson-tm-t20iii");
    let switches = printer.switches();
    switches.arm(Moment::Received(4), Switch::Stall);
    let mut connection = connect(&printer);
    connection.write_all(&[TICKET, b"\x10\x04\x01"].concat()).expect("the system takes it");
    assert_eq!(switches.received(PATIENCE, 4), 4);
    assert_eq!(printer.truth(), []);
    switches.throw(Switch::Fast);
    assert_eq!(answers(&connection), [0x12]);
    assert_eq!(printer.truth()[0].bytes, TICKET);
}

#[test]
fn a_broken_line_can_be_opened_anew() {
    let (_folder, printer) = printer("epson-tm-t20iii");
    printer.switches().arm(Moment::Received(7), Switch::HangUp);
    let mut connection = connect(&printer);
    connection.write_all(TICKET).expect("the system takes it");
    assert!(!matches!(connection.read(&mut [0]), Ok(1)), "closed or reset");
    let mut connection = connect(&printer);
    connection.write_all(b"\x1dVB\x00\x10\x04\x01").expect("connected");
    assert_eq!(answers(&connection), [0x12]);
    // The first half hung out when the line broke, and was torn off.
    let out: Vec<Vec<u8>> = printer.truth().into_iter().map(|piece| piece.bytes).collect();
    assert_eq!(out, [b"\x1b@T012\n".to_vec(), b"\x1dVB\x00".to_vec()]);
}

#[test]
fn a_printer_that_is_switched_off_is_not_there() {
    let (_folder, printer) = printer("epson-tm-t20iii");
    let Address::Tcp { host, port } = printer.address() else { panic!("it is on the network") };
    let switches = printer.switches();
    for connected in [false, true] {
        let connection = connected.then(|| connect(&printer));
        switches.throw(Switch::PowerOff);
        if let Some(mut connection) = connection {
            assert!(!matches!(connection.read(&mut [0]), Ok(1)));
        }
        assert!(TcpStream::connect((host.as_str(), port)).is_err(), "nobody is there");
        assert!(switches.report().contains("off"));
        switches.throw(Switch::PowerOn);
        let mut connection = TcpStream::connect((host.as_str(), port)).expect("it is back");
        connection.write_all(b"\x10\x04\x01").expect("connected");
        assert_eq!(answers(&connection), [0x12]);
    }
}

#[test]
fn it_stops_when_dropped_even_in_the_middle_of_a_job() {
    let (_folder, printer) = printer("epson-tm-t20iii");
    let mut connection = connect(&printer);
    connection.write_all(b"T0\x10\x04\x01").expect("connected");
    assert_eq!(answers(&connection), [0x12], "it is serving us");
    let Address::Tcp { host, port } = printer.address() else { panic!("it is on the network") };
    drop(printer);
    assert!(TcpStream::connect((host, port)).is_err(), "nobody listens any more");
}

#[test]
fn paper_that_cannot_be_drawn_is_told() {
    let (_folder, printer) = printer("generic-58");
    let mut connection = connect(&printer);
    connection.write_all(&[TICKET, b"\x1d(k\x03\x001Q0\n"].concat()).expect("connected");
    drop(connection);
    assert!(printer.sheets().recv_timeout(PATIENCE).expect("a sheet in time").is_err());
}

#[cfg(unix)]
mod on_a_pseudo_terminal {
    use super::*;
    use serialport_free::open;
    use std::fs;

    /// The other end as a program opens it that knows nothing of serial ports.
    mod serialport_free {
        use rustix::fs::{Mode, OFlags};
        use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
        use std::fs::File;
        use std::path::Path;

        pub(super) fn open(link: &Path) -> File {
            let flags = OFlags::RDWR | OFlags::NOCTTY;
            let descriptor = rustix::fs::open(link, flags, Mode::empty()).expect("a terminal");
            let mut settings = tcgetattr(&descriptor).expect("a terminal");
            settings.make_raw();
            tcsetattr(&descriptor, OptionalActions::Now, &settings).expect("a terminal");
            File::from(descriptor)
        }
    }

    fn printer() -> (tempfile::TempDir, PathBuf, VirtualPrinter) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let link = folder.path().join("printer");
        let profile = samples::profile("epson-tm-t20iii");
        let printer = VirtualPrinter::open_pty(&link, &folder.path().join("sheets"), profile);
        (folder, link, printer.expect("a pseudo-terminal"))
    }

    #[test]
    fn it_prints_and_answers_one_client_after_the_other() {
        let (_folder, link, printer) = printer();
        assert_eq!(printer.address().to_string(), format!("serial://{}", link.display()));
        for number in 1..=3 {
            let mut port = open(&link);
            port.write_all(&[b"\x10\x04\x01", TICKET, b"\x1dr\x01"].concat()).expect("open");
            assert_eq!(answers(&port), [0x12, 0]);
            assert_eq!(next_sheet(&printer).number, number);
        }
        drop(printer);
        assert!(!link.exists() && fs::symlink_metadata(&link).is_err(), "unplugged");
    }

    #[test]
    fn a_line_that_broke_is_there_again_under_the_same_name() {
        let (_folder, link, printer) = printer();
        let mut port = open(&link);
        port.write_all(b"\x10\x04\x01").expect("open");
        assert_eq!(answers(&port), [0x12]);
        printer.switches().throw(Switch::PowerOff);
        assert!(!matches!(port.read(&mut [0]), Ok(1)), "hung up");
        drop(port);
        printer.switches().throw(Switch::PowerOn);
        let mut port = open(&link);
        port.write_all(b"\x10\x04\x01").expect("open");
        assert_eq!(answers(&port), [0x12]);
    }

    #[test]
    fn a_file_in_the_place_of_the_link_is_left_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("notes");
        fs::write(&file, "mine").expect("writable");
        let setup = || Setup::new(samples::profile("generic-80"));
        assert!(setup().open_pty(&file).is_err());
        assert_eq!(fs::read(&file).expect("there"), b"mine");
        // A link that an earlier run left behind is nobody's.
        let link = folder.path().join("printer");
        std::os::unix::fs::symlink("/nowhere", &link).expect("writable");
        drop(setup().open_pty(&link).expect("replaced"));
    }
}
