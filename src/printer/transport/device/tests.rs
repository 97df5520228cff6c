//! Devices played by named pipes, which can be full and lose their reader, and by pseudo-terminals, which answer. A pipe is
//! no printer and is refused like any other file, so it is put in the place of a device that is already open.

use super::*;
use crate::printer::address::Address;
use crate::printer::transport::testing::{
    MORE_THAN_ANY_BUFFER, must_be_silent, must_hear, must_not_drain, must_stall, soon,
};
use crate::printer::transport::{Fault, is_no_printer};
use rustix::fs::{CWD, Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use std::os::fd::OwnedFd;
use std::path::PathBuf;

/// A named pipe stands in for the device: it too can be full, and its reader can go away.
fn pipe() -> (tempfile::TempDir, PathBuf, OwnedFd) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("lp0");
    rustix::fs::mkfifoat(CWD, &path, Mode::RUSR | Mode::WUSR).expect("a pipe");
    let reader = rustix::fs::open(&path, OFlags::RDONLY | OFlags::NONBLOCK, Mode::empty());
    (folder, path, reader.expect("readable"))
}

/// The device that the pipe stands in for.
fn open_pipe(path: &Path) -> Device {
    let port = platform::Port::one_way(path).expect("there is a reader");
    Device::new(port, path)
}

/// A pseudo-terminal stands in for a device that answers; we hold the printer's end.
fn answering() -> (OwnedFd, PathBuf) {
    let printer = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
    grantpt(&printer).and_then(|()| unlockpt(&printer)).expect("ours");
    let name = ptsname(&printer, Vec::new()).expect("it has a name");
    (printer, PathBuf::from(name.to_str().expect("a plain name")))
}

#[test]
fn bytes_arrive_and_the_device_settles() {
    let (_folder, path, reader) = pipe();
    let mut device = open_pipe(&path);
    device.write(b"T012\n", soon()).expect("small");
    assert_eq!(device.drain(soon()).expect("room"), Evidence::Left);
    let mut taken = [0; 16];
    let count = rustix::io::read(&reader, &mut taken).expect("readable");
    assert_eq!(&taken[..count], b"T012\n");
}

#[test]
fn a_device_that_takes_nothing_stalls_at_the_deadline() {
    let (_folder, path, _reader) = pipe();
    let mut device = open_pipe(&path);
    must_stall(&mut device, MORE_THAN_ANY_BUFFER);
    must_not_drain(&mut device);
}

#[test]
fn a_device_that_answers_is_heard_and_what_it_said_before_us_is_not() {
    let (printer, path) = answering();
    let _held_open = std::fs::File::options().read(true).write(true).open(&path);
    let say = |bytes: &[u8]| {
        assert_eq!(rustix::io::write(&printer, bytes), Ok(bytes.len()));
    };
    say(b"old\n");
    let mut device = Device::open(&path, soon()).expect("opens");
    assert!(device.answers());
    must_be_silent(&mut device);
    say(b"\x37\x22 \r\x00");
    must_hear(&mut device, b"\x37\x22 \r\x00");
    // A terminal would make two bytes of a line feed, were it not told to leave bytes alone.
    device.write(b"T012\n", soon()).expect("small");
    assert_eq!(device.drain(soon()).expect("it takes bytes"), Evidence::Left);
    // Until it is told, a terminal also sends back what it hears.
    let mut taken: Vec<u8> = Vec::new();
    while !taken.ends_with(b"T012\n") {
        let mut buffer = [0; 16];
        let count = rustix::io::read(&printer, &mut buffer).expect("readable");
        taken.extend(&buffer[..count]);
        assert!(taken.len() < 16, "{taken:x?}");
    }
    drop(printer);
    let error = device.read(&mut [0; 16], soon()).expect_err("nobody is there");
    assert_eq!(error.fault, Fault::Disconnected);
}

#[test]
fn a_device_without_a_way_back_says_nothing_and_is_not_waited_for() {
    let (_folder, path, _reader) = pipe();
    let mut device = open_pipe(&path);
    assert!(!device.answers());
    device.write(b"T012\n", soon()).expect("small");
    assert_eq!(device.read(&mut [0; 16], soon()).expect("no fault"), 0, "not our own bytes");
    assert_eq!(device.line_status(soon()), None, "a pipe has no status lines");
}

#[test]
fn a_device_that_stops_because_its_paper_is_out_says_so_before_the_deadline() {
    for step in [Step::Write, Step::Drain] {
        let (_folder, path, _reader) = pipe();
        let mut device = open_pipe(&path);
        must_stall(&mut device, MORE_THAN_ANY_BUFFER);
        device.silent = false;
        device.ask = |_, _| Ok(LineStatus::from_byte(0x38));
        let far = Instant::now() + Duration::from_secs(3600);
        let error = match step {
            Step::Write => device.write(b"T012\n", far),
            _ => device.drain(far).map(drop),
        };
        assert_eq!(error.expect_err("no paper").fault, Fault::PaperOut);
    }
}

#[test]
fn a_parallel_port_says_by_itself_that_its_paper_is_out() {
    let (_folder, path, _reader) = pipe();
    let device = open_pipe(&path);
    let full = rustix::io::Errno::NOSPC.into();
    assert_eq!(device.fault(Step::Write, full).fault, Fault::PaperOut);
}

#[test]
fn status_lines_are_read_as_the_standard_has_them() {
    let [well, paper_out] = [0x18, 0x38].map(LineStatus::from_byte);
    assert_eq!(well, LineStatus { paper_out: false, selected: true, fault: false });
    assert_eq!(paper_out, LineStatus { paper_out: true, ..well });
    assert_eq!(LineStatus::from_byte(0), LineStatus { selected: false, fault: true, ..well });
}

#[test]
fn a_cable_that_is_pulled_after_the_last_byte_is_noticed() {
    let (_folder, path, reader) = pipe();
    let mut device = open_pipe(&path);
    device.write(b"T012\n", soon()).expect("small");
    drop(reader);
    let error = device.drain(soon()).expect_err("nobody is there");
    assert_eq!((error.fault, error.sent), (Fault::Disconnected, 5));
}

#[cfg(target_os = "linux")]
#[test]
fn only_a_printer_is_a_printer() {
    use rustix::fs::FileType;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("file"), "").expect("writable");
    let (_kept, pipe, _reader) = pipe();
    let _socket = std::os::unix::net::UnixListener::bind(at("socket")).expect("a socket");
    let mut strangers = vec![
        at("file"),
        folder.path().to_owned(),
        pipe,
        at("socket"),
        "/dev/null".into(),
        "/dev/zero".into(),
        "/dev/ptmx".into(),
    ];
    // A device by another name is the same device. Only root may make one.
    let mode = Mode::RUSR | Mode::WUSR;
    let null = rustix::fs::makedev(1, 3);
    if rustix::fs::mknodat(CWD, at("lp0"), FileType::CharacterDevice, mode, null).is_ok() {
        strangers.push(at("lp0"));
    }
    for (number, stranger) in strangers.clone().into_iter().enumerate() {
        let link = at(&format!("link{number}"));
        std::os::unix::fs::symlink(stranger, &link).expect("writable");
        strangers.push(link);
    }
    for stranger in strangers {
        let error = Device::open(&stranger, soon()).err().unwrap_or_else(|| panic!("{stranger:?}"));
        assert_eq!((error.fault, error.sent), (Fault::NotAPrinter, 0), "{stranger:?}: {error:?}");
        assert!(error.to_string().contains("capture://"), "{error}");
        let seen = is_no_printer(&Address::Device(stranger)).expect("seen without opening it");
        assert_eq!(seen.to_string(), error.to_string());
    }
    let (_printer, terminal) = answering();
    for path in [terminal, at("not there")] {
        let seen = is_no_printer(&Address::Device(path));
        assert!(seen.is_none(), "{seen:?}");
    }
}

#[test]
fn a_pulled_cable_is_told_with_the_count() {
    let (_folder, path, reader) = pipe();
    let mut device = open_pipe(&path);
    device.write(b"T012\n", soon()).expect("small");
    drop(reader);
    let error = device.write(b"T013\n", soon()).expect_err("nobody reads");
    assert_eq!((error.fault, error.sent), (Fault::Disconnected, 5));
}

#[test]
fn a_missing_device_is_not_created() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("lp0");
    let error = Device::open(&path, soon()).err().expect("missing");
    assert_eq!(error.fault, Fault::Unreachable);
    assert!(!path.exists());
}

#[test]
fn a_device_that_comes_back_under_its_name_is_opened_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let name = folder.path().join("lp0");
    for job in [b"T012\n", b"T013\n"] {
        let (printer, port) = answering();
        std::os::unix::fs::symlink(port, &name).expect("plugged in");
        let mut device = Device::open(&name, soon()).expect("it is there");
        device.write(job, soon()).expect("small");
        std::fs::remove_file(&name).expect("unplugged");
        drop(printer);
        let error = device.write(job, soon()).expect_err("nobody is there");
        assert_eq!((error.fault, error.sent), (Fault::Disconnected, 5));
        let error = Device::open(&name, soon()).err().expect("gone");
        assert_eq!((error.fault, error.sent), (Fault::Unreachable, 0));
    }
}
