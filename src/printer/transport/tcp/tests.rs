//! Network printers played by listeners of this machine: silent, full, gone, and back again.

use super::*;
use crate::printer::transport::Fault;
use crate::printer::transport::testing::{
    MORE_THAN_ANY_BUFFER, must_be_silent, must_hear, must_not_drain, must_stall, soon,
};
use std::io::{Read, Write};
use std::net::TcpListener;

fn listener() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("bound").port();
    (listener, port)
}

/// Both ends of a connection: ours and the printer's.
fn connected() -> (Tcp, TcpStream) {
    let (listener, port) = listener();
    let tcp = Tcp::open("127.0.0.1", port, soon()).expect("connects");
    (tcp, listener.accept().expect("it was opened").0)
}

/// An address that takes no further connection, and what keeps it so.
fn full() -> (SocketAddr, impl Drop) {
    let (listener, port) = listener();
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let mut waiting = Vec::new();
    while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(200)) {
        waiting.push(stream);
    }
    (address, Box::new((listener, waiting)))
}

#[test]
fn a_printer_that_never_reads_stalls_at_the_deadline() {
    let (mut tcp, _printer) = connected();
    must_stall(&mut tcp, MORE_THAN_ANY_BUFFER);
    must_not_drain(&mut tcp);
    must_be_silent(&mut tcp);
}

#[test]
fn a_ticket_that_was_given_up_does_not_come_out_later() {
    let (mut tcp, mut printer) = connected();
    must_stall(&mut tcp, MORE_THAN_ANY_BUFFER);
    drop(tcp);
    let error = printer.read_to_end(&mut Vec::new()).expect_err("no proper end");
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_nobody_reads_does_not_spoil_the_end() {
    let (mut tcp, mut printer) = connected();
    tcp.write(b"T012\n", soon()).expect("small");
    tcp.drain(soon()).expect("confirmed");
    printer.write_all(b"\x12\x16").expect("connected");
    must_hear(&mut tcp, b"\x12");
    drop(tcp);
    let mut taken = Vec::new();
    printer.read_to_end(&mut taken).expect("a proper end");
    assert_eq!(taken, b"T012\n");
}

/// A connection that is closed answers a late byte with a reset, and a printer may then throw away what it has not
/// printed. So it is closed for good only when the printer has said its last word.
#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_comes_after_the_end_does_not_spoil_it() {
    for finish in [false, true] {
        let (mut tcp, mut printer) = connected();
        tcp.write(b"T012\n", soon()).expect("small");
        assert_eq!(tcp.drain(soon()).expect("confirmed"), Evidence::Left);
        if finish {
            tcp.finish(Instant::now()).expect("no fault");
        }
        printer.write_all(b"\x12").expect("connected");
        drop(tcp);
        let mut taken = Vec::new();
        printer.read_to_end(&mut taken).expect("a proper end");
        assert_eq!(taken, b"T012\n");
        for _ in 0..10 {
            printer.write_all(b"\x37\x22\x00").expect("nobody has reset the connection");
        }
        assert!(printer.take_error().expect("a socket").is_none(), "finished: {finish}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_connection_that_stays_open_is_looked_after() {
    use rustix::net::sockopt::{socket_keepalive, tcp_keepcnt, tcp_keepidle, tcp_keepintvl};
    let (tcp, _printer) = connected();
    let socket = &tcp.stream;
    assert!(socket_keepalive(socket).expect("a socket"));
    let idle = tcp_keepidle(socket).expect("a connection");
    let between = tcp_keepintvl(socket).expect("a connection");
    let silence = idle + between * tcp_keepcnt(socket).expect("a connection");
    assert!(silence <= Duration::from_secs(30), "a dead printer is noticed after {silence:?}");
}

#[cfg(unix)]
#[test]
fn a_connection_that_the_kernel_gave_up_is_lost_and_not_slow() {
    let (tcp, _printer) = connected();
    let given_up = rustix::io::Errno::TIMEDOUT.into();
    assert_eq!(tcp.fault(Step::Read, given_up).fault, Fault::Disconnected);
    let slow = ErrorKind::TimedOut.into();
    assert_eq!(tcp.fault(Step::Write, slow).fault, Fault::Stalled);
}

#[test]
fn an_answer_is_heard_even_after_the_deadline() {
    let (mut tcp, mut printer) = connected();
    assert!(tcp.answers());
    printer.write_all(b"\x12\x16").expect("connected");
    must_hear(&mut tcp, b"\x12");
    assert_eq!(tcp.read(&mut [0; 16], Instant::now()).expect("still there"), 1);
    assert_eq!(tcp.read(&mut [0; 16], Instant::now()).expect("still there"), 0);
}

#[test]
fn a_printer_that_hangs_up_is_disconnected() {
    let (mut tcp, printer) = connected();
    tcp.write(b"T012\n", soon()).expect("small");
    // With unread bytes in its hands, so that the connection is reset.
    drop(printer);
    let error = tcp.read(&mut [0; 16], soon()).expect_err("nobody is there");
    assert_eq!((error.fault, error.sent), (Fault::Disconnected, 5), "{error:?}");
    let error = tcp.write(b"T013\n", soon()).expect_err("nobody is there");
    assert_eq!(error.fault, Fault::Disconnected, "{error:?}");

    let (mut tcp, printer) = connected();
    drop(printer);
    let error = tcp.read(&mut [0; 16], soon()).expect_err("a proper end");
    assert_eq!((error.fault, error.sent), (Fault::Disconnected, 0));
}

#[test]
fn a_printer_that_closes_its_side_has_taken_everything() {
    let (listener, port) = listener();
    let printer = std::thread::spawn(move || {
        let mut taken = Vec::new();
        let (mut stream, _) = listener.accept().expect("a connection");
        stream.read_to_end(&mut taken).expect("readable");
        taken
    });
    let mut tcp = Tcp::open("localhost", port, soon()).expect("connects");
    tcp.write(b"T012\n", soon()).expect("small");
    assert_eq!(tcp.finish(soon()).expect("a proper end"), Evidence::Left);
    assert_eq!(printer.join().expect("no panic"), b"T012\n");
}

#[cfg(target_os = "linux")]
#[test]
fn a_printer_that_keeps_its_side_open_has_confirmed_the_bytes_all_the_same() {
    let (mut tcp, mut printer) = connected();
    for job in [b"T012\n", b"T013\n"] {
        tcp.write(job, soon()).expect("small");
        assert_eq!(tcp.drain(soon()).expect("confirmed"), Evidence::Left);
    }
    let short = Instant::now() + Duration::from_millis(50);
    assert_eq!(tcp.finish(short).expect("no fault"), Evidence::Left);
    drop(tcp);
    let mut taken = Vec::new();
    printer.read_to_end(&mut taken).expect("a proper end");
    assert_eq!(taken, b"T012\nT013\n");
}

#[test]
fn a_job_that_is_not_confirmed_is_only_accepted() {
    let (mut tcp, _printer) = connected();
    must_stall(&mut tcp, MORE_THAN_ANY_BUFFER);
    let short = Instant::now() + Duration::from_millis(50);
    assert_eq!(tcp.finish(short).expect("no fault"), Evidence::Accepted);
}

#[cfg(target_os = "linux")]
#[test]
fn a_printer_that_goes_and_comes_back_is_found_again() {
    // An address of this machine that nobody else uses, so that nobody takes the port meanwhile.
    let host = "127.77.0.1";
    let listener = TcpListener::bind((host, 0)).expect("a free port");
    let port = listener.local_addr().expect("bound").port();
    let open = || Tcp::open(host, port, soon());
    open().expect("listening");
    drop(listener);
    let error = open().err().expect("refused");
    assert_eq!((error.fault, error.sent), (Fault::Refused, 0), "it is not \"not found\"");
    assert!(error.to_string().contains(&format!("port {port}")), "{error}");
    assert!(error.to_string().contains("another computer"), "{error}");
    let _listener = TcpListener::bind((host, port)).expect("free again");
    open().expect("listening again");
}

#[test]
fn a_host_that_says_nothing_is_unreachable_at_the_deadline_and_keeps_no_other_waiting() {
    let (silent, _full) = full();
    let started = Instant::now();
    let deadline = started + Duration::from_millis(300);
    let error = Tcp::open("127.0.0.1", silent.port(), deadline).err().expect("silent");
    assert_eq!((error.fault, error.sent), (Fault::Unreachable, 0));
    assert!(error.to_string().contains("nothing answers at 127.0.0.1"), "{error}");
    assert!(started.elapsed() < Duration::from_secs(5));

    let (_listener, port) = listener();
    let there = SocketAddr::from(([127, 0, 0, 1], port));
    let patience = Instant::now() + Duration::from_secs(2);
    connect(&[silent, there], patience).expect("the second has its share of the time");
}

#[cfg(target_os = "linux")]
#[test]
fn a_host_that_refuses_at_one_address_is_there() {
    let (silent, _full) = full();
    let refusing = SocketAddr::from(([127, 77, 0, 2], 9100));
    for addresses in [[silent, refusing], [refusing, silent]] {
        let error = connect(&addresses, Instant::now() + Duration::from_millis(400));
        assert_eq!(error.expect_err("no listener").kind(), ErrorKind::ConnectionRefused);
    }
}

#[test]
fn a_name_that_nobody_knows_is_told_as_such() {
    // The domain is reserved for names that do not exist: RFC 2606.
    let error = Tcp::open("printer.invalid", 9100, soon()).err().expect("unknown");
    assert_eq!(error.fault, Fault::Unreachable);
}
