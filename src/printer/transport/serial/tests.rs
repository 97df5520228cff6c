//! Serial printers played by pseudo-terminals: silent, pulled out, and back again.

use super::*;
use crate::printer::transport::Fault;
use crate::printer::transport::testing::{must_be_silent, must_hear, must_stall, soon};
use rustix::termios::{InputModes, OptionalActions, tcgetattr, tcsetattr};
use serialport::{SerialPort, TTYPort};
use std::io::{Read, Write};
use std::time::Duration;

const SETTINGS: SerialSettings = SerialSettings {
    baud: 9600,
    flow: FlowControl::None,
    parity: Parity::None,
    stop_bits: StopBits::One,
};

/// A pseudo-terminal: the master plays the printer, the path is the port we open.
fn pty() -> (TTYPort, String) {
    let (master, slave) = TTYPort::pair().expect("a pseudo-terminal");
    let path = slave.name().expect("the slave has a name");
    (master, path)
}

#[test]
fn a_printer_that_never_reads_stalls_at_the_deadline() {
    let (_printer, path) = pty();
    let mut serial = Serial::open(&path, SETTINGS, soon()).expect("opens");
    must_stall(&mut serial, 1024 * 1024);
    must_be_silent(&mut serial);
}

#[test]
fn bytes_arrive_as_they_were_sent() {
    let (mut printer, path) = pty();
    let mut serial = Serial::open(&path, SETTINGS, soon()).expect("opens");
    let job = b"\x1b@T012\n\x11\x13\xff\x1dVB\x00";
    serial.write(job, soon()).expect("small");
    assert_eq!(serial.drain(soon()).expect("empties"), Evidence::Left);
    let mut taken = vec![0; job.len()];
    printer.set_timeout(Duration::from_secs(5)).expect("a timeout");
    printer.read_exact(&mut taken).expect("readable");
    assert_eq!(taken, job);
}

/// As over Bluetooth: two kilobytes a second, and every answer 400 ms late. Slow is not dead.
#[test]
fn a_printer_at_the_end_of_a_slow_line_is_served_and_heard() {
    const LATE: Duration = Duration::from_millis(400);
    let (mut printer, path) = pty();
    let mut serial = Serial::open(&path, SETTINGS, soon()).expect("opens");
    let job = [b"\x10\x04\x01".as_slice(), &[0x55; 500], b"\x1dr\x01"].concat();
    let expected = job.clone();
    let slow = std::thread::spawn(move || {
        printer.set_timeout(Duration::from_secs(5)).expect("a timeout");
        let mut taken: Vec<u8> = Vec::new();
        while taken.len() < expected.len() {
            let mut few = [0; 64];
            let count = printer.read(&mut few).expect("readable");
            taken.extend(&few[..count]);
            std::thread::sleep(Duration::from_millis(u64::try_from(count / 2).expect("few")));
        }
        assert_eq!(taken, expected);
        std::thread::sleep(LATE);
        printer.write_all(b"\x12\x00").expect("writable");
        printer
    });
    let began = Instant::now();
    serial.write(&job, soon()).expect("it takes them");
    assert_eq!(serial.drain(soon()).expect("empties"), Evidence::Left);
    let early = serial.read(&mut [0; 16], began + LATE / 2).expect("silence is no fault");
    assert_eq!(early, 0);
    must_hear(&mut serial, b"\x12\x00");
    assert!(began.elapsed() >= LATE);
    drop(slow.join().expect("no panic"));
}

/// A chip still holds the last bytes when the port's queue is empty, and some drivers throw those away as well. A
/// pseudo-terminal does the same with bytes that the system has not carried over yet, so this is tried often.
#[test]
fn a_job_that_has_left_is_not_thrown_away_when_the_port_is_closed() {
    let job = [0x55; 350];
    for _ in 0..200 {
        let (mut printer, path) = pty();
        printer.set_timeout(Duration::from_secs(5)).expect("a timeout");
        // As long as somebody has it open, the library reads what is there and does not look whether it was hung up.
        let _kept = std::fs::File::open(&path).expect("nobody holds it");
        let mut serial = Serial::open(&path, SETTINGS, soon()).expect("opens");
        serial.write(&job, soon()).expect("small");
        assert_eq!(serial.drain(soon()).expect("empties"), Evidence::Left);
        drop(serial);
        let mut taken = [0; 350];
        printer.read_exact(&mut taken).expect("all of it is there");
        assert_eq!(taken, job);
    }
}

#[test]
fn a_port_is_set_as_told() {
    let (_printer, path) = pty();
    // A pseudo-terminal has no parity to set; the rest it keeps like a real port.
    let told = SerialSettings {
        baud: 38400,
        flow: FlowControl::XonXoff,
        stop_bits: StopBits::Two,
        ..SETTINGS
    };
    let serial = Serial::open(&path, told, soon()).expect("opens");
    let port = &serial.port.control;
    assert_eq!(port.baud_rate().expect("readable"), 38400);
    assert_eq!(port.flow_control().expect("readable"), serialport::FlowControl::Software);
    assert_eq!(port.stop_bits().expect("readable"), serialport::StopBits::Two);
    assert_eq!(port.data_bits().expect("readable"), DataBits::Eight);
}

/// With `IXANY`, which an earlier program may have left set, every byte of a printer would mean "go on", its answer that
/// it has no paper among them.
#[test]
fn only_xon_releases_a_line_that_the_printer_has_stopped() {
    let (mut printer, path) = pty();
    let left_behind = std::fs::File::options().read(true).write(true).open(&path).expect("opens");
    let mut settings = tcgetattr(&left_behind).expect("a terminal");
    settings.input_modes |= InputModes::IXANY;
    tcsetattr(&left_behind, OptionalActions::Now, &settings).expect("a terminal");
    for (flow, stops) in [(FlowControl::XonXoff, true), (FlowControl::None, false)] {
        let told = SerialSettings { flow, ..SETTINGS };
        let mut serial = Serial::open(&path, told, soon()).expect("opens");
        let modes = tcgetattr(&left_behind).expect("a terminal").input_modes;
        assert!(!modes.contains(InputModes::IXANY), "{modes:?}");
        assert_eq!(modes.contains(InputModes::IXON), stops, "{modes:?}");
        if !stops {
            continue;
        }
        // What is heard behind XOFF tells that XOFF has arrived, too.
        printer.write_all(b"\x13\x16").expect("writable");
        must_hear(&mut serial, b"\x16");
        let short = Instant::now() + Duration::from_millis(100);
        let error = serial.write(b"T012\n", short).expect_err("the printer said stop");
        assert_eq!((error.fault, error.sent), (Fault::Stalled, 0));
        printer.write_all(b"\x11\x12").expect("writable");
        must_hear(&mut serial, b"\x12");
        serial.write(b"T012\n", soon()).expect("the printer said go on");
        assert_eq!(serial.drain(soon()).expect("it takes bytes"), Evidence::Left);
    }
}

#[test]
fn a_pulled_cable_is_disconnected() {
    let (printer, path) = pty();
    let mut serial = Serial::open(&path, SETTINGS, soon()).expect("opens");
    drop(printer);
    let error = serial.write(b"T012\n", soon()).expect_err("nobody is there");
    assert_eq!((error.fault, error.sent), (Fault::Disconnected, 0));
}

#[test]
fn an_answer_is_heard_and_what_was_said_before_us_is_not() {
    let (mut printer, slave) = TTYPort::pair().expect("a pseudo-terminal");
    printer.write_all(b"\x12 old").expect("writable");
    let path = slave.name().expect("the slave has a name");
    drop(slave);
    let mut serial = Serial::open(&path, SETTINGS, soon()).expect("opens");
    assert!(serial.answers());
    let byte = &mut [0];
    assert_eq!(serial.read(byte, Instant::now()).expect("open"), 0, "{byte:?} is old");
    // Bytes that a terminal would edit, were it not told to leave them alone.
    let answer = b"\x37\x22 \r\n\x03\x04\x00\xff";
    printer.write_all(answer).expect("writable");
    must_hear(&mut serial, answer);
    printer.write_all(b"\x16").expect("writable");
    must_hear(&mut serial, b"\x16");
}

#[test]
fn a_cable_that_is_pulled_while_we_wait_is_disconnected() {
    let (printer, path) = pty();
    let mut serial = Serial::open(&path, SETTINGS, soon()).expect("opens");
    let pulling = std::thread::spawn(move || drop(printer));
    let error = serial.read(&mut [0; 16], soon()).expect_err("nobody is there");
    pulling.join().expect("no panic");
    assert_eq!(error.fault, Fault::Disconnected, "{error:?}");
    let error = serial.drain(soon()).expect_err("nobody is there");
    assert_eq!(error.fault, Fault::Disconnected, "{error:?}");
}

#[test]
fn a_port_that_comes_back_under_its_name_is_opened_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let name = folder.path().join("ttyUSB0");
    let path = name.to_str().expect("a plain name");
    for job in [b"T012\n", b"T013\n"] {
        let (mut printer, port) = pty();
        std::os::unix::fs::symlink(port, &name).expect("plugged in");
        let mut serial = Serial::open(path, SETTINGS, soon()).expect("it is there");
        serial.write(job, soon()).expect("small");
        serial.drain(soon()).expect("it takes bytes");
        let mut taken = [0; 5];
        printer.set_timeout(Duration::from_secs(5)).expect("a timeout");
        printer.read_exact(&mut taken).expect("readable");
        assert_eq!(&taken, job);
        std::fs::remove_file(&name).expect("unplugged");
        drop(printer);
        let error = serial.write(job, soon()).expect_err("nobody is there");
        assert_eq!(error.fault, Fault::Disconnected);
        let error = Serial::open(path, SETTINGS, soon()).err().expect("gone");
        assert_eq!(error.fault, Fault::Unreachable);
    }
}

#[test]
fn a_port_is_free_as_soon_as_it_is_dropped() {
    let (_printer, path) = pty();
    for _ in 0..20 {
        let mut serial = Serial::open(&path, SETTINGS, soon()).expect("free");
        serial.write(b"T012\n", soon()).expect("small");
    }
}

#[test]
fn a_port_that_another_program_holds_is_busy() {
    let (_printer, path) = pty();
    let _first = Serial::open(&path, SETTINGS, soon()).expect("opens");
    let error = Serial::open(&path, SETTINGS, soon()).err().expect("held");
    assert_eq!(error.fault, Fault::Busy, "{error:?}");
    let us = format!("(process {})", std::process::id());
    assert!(error.to_string().contains(&us) || cfg!(not(target_os = "linux")), "{error}");
}

#[test]
fn only_a_terminal_is_a_serial_port() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("ttyS0");
    std::fs::write(&file, "").expect("writable");
    for stranger in [file.as_path(), folder.path(), Path::new("/dev/null"), Path::new("/dev/ptmx")]
    {
        let path = stranger.to_str().expect("a plain name");
        let error = Serial::open(path, SETTINGS, soon()).err().unwrap_or_else(|| panic!("{path}"));
        assert_eq!((error.fault, error.sent), (Fault::NotAPrinter, 0), "{path}: {error:?}");
        assert!(error.to_string().contains("capture://"), "{error}");
    }
}

#[test]
fn a_missing_port_is_unreachable() {
    let error = Serial::open("/dev/no-such-port", SETTINGS, soon()).err().expect("missing");
    assert_eq!(error.fault, Fault::Unreachable);
    assert!(error.to_string().contains("there is no /dev/no-such-port"), "{error}");
}
