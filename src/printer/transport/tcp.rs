//! Printers on the network that take raw bytes, nearly always on port 9100.
//!
//! Belongs here: connecting, writing and closing a TCP stream under deadlines. Never here: other
//! network protocols.

use std::io::{Error, ErrorKind, Read};
use std::net::{IpAddr, Shutdown, SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::{Evidence, Step, Transport, TransportError, left_until};

/// How long a printer gets to confirm the end of a job by closing its side. Some never do, and the
/// next visitor must not wait for them.
const CONFIRMATION: Duration = Duration::from_secs(1);

/// A connection to a printer.
pub(super) struct Tcp {
    stream: TcpStream,
    target: String,
    sent: usize,
}

impl Tcp {
    /// Connects to the first address of `host` that answers before the deadline.
    pub(super) fn open(host: &str, port: u16, deadline: Instant) -> Result<Tcp, TransportError> {
        let target = format!("the network printer {host}:{port}");
        let stream = connect(host, port, deadline)
            .map_err(|error| TransportError::opening(&target, error))?;
        Ok(Tcp { stream, target, sent: 0 })
    }
}

impl Transport for Tcp {
    fn write(&mut self, bytes: &[u8], deadline: Instant) -> Result<(), TransportError> {
        let result = write_all(&self.stream, bytes, deadline);
        let (count, fault) = match result {
            Ok(()) => (bytes.len(), None),
            Err((count, error)) => (count, Some(error)),
        };
        self.sent += count;
        fault.map_or(Ok(()), |error| {
            Err(TransportError::after(Step::Write, &self.target, self.sent, error))
        })
    }

    fn read(&mut self, buffer: &mut [u8], deadline: Instant) -> Result<usize, TransportError> {
        match read(&self.stream, buffer, deadline) {
            Ok(0) => Err(ErrorKind::UnexpectedEof.into()),
            Err(error) if matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock) => {
                Ok(0)
            }
            result => result,
        }
        .map_err(|error| TransportError::after(Step::Read, &self.target, self.sent, error))
    }

    fn answers(&self) -> bool {
        true
    }

    /// The network tells nobody whether the printer has taken what was sent; only `finish` can learn that.
    fn drain(&mut self, _deadline: Instant) -> Result<Evidence, TransportError> {
        Ok(Evidence::Accepted)
    }

    /// Says that nothing more will come and reads until the printer closes its side too, which it
    /// does after it has taken everything. A printer that keeps its side open is no fault: then we
    /// only know that the network took the bytes. Reading matters even then: closing a socket with
    /// unread status bytes in it resets the connection and can destroy data on its way.
    fn finish(&mut self, deadline: Instant) -> Result<Evidence, TransportError> {
        let fail = |error| TransportError::after(Step::Drain, &self.target, self.sent, error);
        self.stream.shutdown(Shutdown::Write).map_err(fail)?;
        let deadline = deadline.min(Instant::now() + CONFIRMATION);
        let mut answers = [0; 256];
        loop {
            match read(&self.stream, &mut answers, deadline) {
                Ok(0) => return Ok(Evidence::Left),
                Ok(_) if left_until(deadline).is_zero() => return Ok(Evidence::Accepted),
                Ok(_) => {}
                Err(error)
                    if matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock) =>
                {
                    return Ok(Evidence::Accepted);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(fail(error)),
            }
        }
    }
}

fn connect(host: &str, port: u16, deadline: Instant) -> Result<TcpStream, Error> {
    let mut last: Error = ErrorKind::NotFound.into();
    for address in resolve(host, port, deadline)? {
        // A zero timeout is an error of its own, so the last attempt gets a moment.
        let left = left_until(deadline).max(Duration::from_millis(1));
        match TcpStream::connect_timeout(&address, left) {
            Ok(stream) => {
                // A ticket is one small packet: it must not wait for company.
                stream.set_nodelay(true)?;
                #[cfg(unix)]
                stream.set_nonblocking(true)?;
                return Ok(stream);
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// The addresses of a host. Name servers have no deadline of their own, so a name is looked up in
/// a thread that may be left behind.
fn resolve(host: &str, port: u16, deadline: Instant) -> Result<Vec<SocketAddr>, Error> {
    if let Ok(number) = host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(number, port)]);
    }
    let (answer, answered) = mpsc::channel();
    let name = host.to_owned();
    std::thread::Builder::new().name("printer-name-lookup".to_owned()).spawn(move || {
        let found = (name.as_str(), port).to_socket_addrs();
        // Nobody listens any more when the deadline has passed; that is fine.
        let _ = answer.send(found.map(Iterator::collect));
    })?;
    let timed_out = |_| Error::from(ErrorKind::TimedOut);
    answered.recv_timeout(left_until(deadline)).map_err(timed_out)?
}

#[cfg(unix)]
fn write_all(stream: &TcpStream, bytes: &[u8], deadline: Instant) -> Result<(), (usize, Error)> {
    super::descriptor::write_all(stream, bytes, deadline)
}

#[cfg(unix)]
fn read(mut stream: &TcpStream, buffer: &mut [u8], deadline: Instant) -> Result<usize, Error> {
    // A hang-up is readable: the read tells whether it was a proper end or a reset.
    match super::descriptor::wait_readable(stream, deadline) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error),
        _ => stream.read(buffer),
    }
}

#[cfg(not(unix))]
fn write_all(
    mut stream: &TcpStream,
    bytes: &[u8],
    deadline: Instant,
) -> Result<(), (usize, Error)> {
    use std::io::Write;
    let mut sent = 0;
    while sent < bytes.len() {
        let left = left_until(deadline);
        if left.is_zero() {
            return Err((sent, ErrorKind::TimedOut.into()));
        }
        let slice = &bytes[sent..bytes.len().min(sent + 4096)];
        let written = stream.set_write_timeout(Some(left)).and_then(|()| stream.write(slice));
        sent += written.map_err(|error| (sent, error))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn read(mut stream: &TcpStream, buffer: &mut [u8], deadline: Instant) -> Result<usize, Error> {
    stream.set_read_timeout(Some(left_until(deadline).max(Duration::from_millis(1))))?;
    stream.read(buffer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printer::transport::Fault;
    use crate::printer::transport::testing::{MORE_THAN_ANY_BUFFER, must_stall};
    use std::net::TcpListener;

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(5)
    }

    fn listener() -> (TcpListener, u16) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        (listener, port)
    }

    #[test]
    fn a_printer_that_never_reads_stalls_at_the_deadline() {
        let (_listener, port) = listener();
        let mut tcp = Tcp::open("127.0.0.1", port, soon()).expect("the backlog accepts");
        must_stall(&mut tcp, MORE_THAN_ANY_BUFFER);
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

    #[test]
    fn a_printer_that_keeps_its_side_open_leaves_us_with_less_knowledge() {
        let (_listener, port) = listener();
        let mut tcp = Tcp::open("127.0.0.1", port, soon()).expect("connects");
        tcp.write(b"T012\n", soon()).expect("small");
        let short = Instant::now() + Duration::from_millis(50);
        assert_eq!(tcp.finish(short).expect("no fault"), Evidence::Accepted);
    }

    #[test]
    fn nobody_listening_is_unreachable() {
        let (listener, port) = listener();
        drop(listener);
        let error = Tcp::open("127.0.0.1", port, soon()).err().expect("refused");
        assert_eq!((error.fault, error.sent), (Fault::Unreachable, 0));
    }
}
