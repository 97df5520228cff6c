//! Printers on the network that take raw bytes, nearly always on port 9100.
//!
//! Belongs here: connecting, writing and closing a TCP stream under deadlines. Never here: other
//! network protocols.

use std::io::{Error, ErrorKind};
use std::net::{IpAddr, Shutdown, SocketAddr, TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use super::in_time::{aside, in_time};
use super::{Evidence, Step, Transport, TransportError, left_until};

/// How long a printer gets to confirm the end of a job by closing its side. Some never do, and the
/// next visitor must not wait for them.
const CONFIRMATION: Duration = Duration::from_secs(1);

/// How long a connection that was told its end is kept for the printer's last words. No one waits for that.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// A connection to a printer.
pub(super) struct Tcp {
    stream: TcpStream,
    target: String,
    sent: usize,
    /// Whether the end of the job was told, so that the last bytes may be on their way when the connection is closed.
    finished: bool,
    /// Whether the printer has closed its side, too.
    ended: bool,
}

impl Tcp {
    /// Connects to the first address of `host` that answers before the deadline.
    pub(super) fn open(host: &str, port: u16, deadline: Instant) -> Result<Tcp, TransportError> {
        let target = format!("the network printer {host}:{port}");
        let stream = resolve(host, port, deadline)
            .and_then(|addresses| connect(&addresses, deadline))
            .map_err(|error| {
                let advice = advice(&error, host, port);
                TransportError::opening(&target, error).advising(advice)
            })?;
        Ok(Tcp { stream, target, sent: 0, finished: false, ended: false })
    }

    fn fault(&self, step: Step, error: Error) -> TransportError {
        let error = if platform::gave_up(&error) {
            Error::new(ErrorKind::ConnectionAborted, error)
        } else {
            error
        };
        TransportError::after(step, &self.target, self.sent, error)
    }
}

impl Transport for Tcp {
    fn write(&mut self, bytes: &[u8], deadline: Instant) -> Result<(), TransportError> {
        let result = platform::write_all(&self.stream, bytes, deadline);
        let (count, fault) = match result {
            Ok(()) => (bytes.len(), None),
            Err((count, error)) => (count, Some(error)),
        };
        self.sent += count;
        fault.map_or(Ok(()), |error| Err(self.fault(Step::Write, error)))
    }

    fn read(&mut self, buffer: &mut [u8], deadline: Instant) -> Result<usize, TransportError> {
        platform::read(&self.stream, buffer, deadline)
            .map_err(|error| self.fault(Step::Read, error))
    }

    fn answers(&self) -> bool {
        true
    }

    /// Waits until the printer's end of the connection has confirmed every byte, where this machine can tell.
    fn drain(&mut self, deadline: Instant) -> Result<Evidence, TransportError> {
        platform::wait_confirmed(&self.stream, deadline)
            .map_err(|error| self.fault(Step::Drain, error))
    }

    /// Says that nothing more will come and reads until the printer closes its side too, which it
    /// does after it has taken everything. A printer that keeps its side open is no fault. Reading matters even then:
    /// closing a socket with unread status bytes in it resets the connection and can destroy data on its way.
    fn finish(&mut self, deadline: Instant) -> Result<Evidence, TransportError> {
        self.stream.shutdown(Shutdown::Write).map_err(|error| self.fault(Step::Drain, error))?;
        self.finished = true;
        let deadline = deadline.min(Instant::now() + CONFIRMATION);
        let mut answers = [0; 256];
        loop {
            match platform::read(&self.stream, &mut answers, deadline) {
                Ok(count) if count == 0 || left_until(deadline).is_zero() => {
                    return Ok(platform::confirmed(&self.stream));
                }
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                    self.ended = true;
                    return Ok(Evidence::Left);
                }
                Err(error) => return Err(self.fault(Step::Drain, error)),
            }
        }
    }
}

impl Drop for Tcp {
    /// A connection that is closed goes on sending what it holds, for minutes: a printer that gets new paper would
    /// print a ticket that was given up. Unless the job was finished, that is thrown away. Where nothing is left to send,
    /// the printer is told so, and its last words are heard by a thread before the connection is closed: whatever comes
    /// later is answered with a reset, upon which some printers throw away what they have not printed.
    fn drop(&mut self) {
        if self.ended {
            return;
        }
        if !self.finished {
            if platform::confirmed(&self.stream) != Evidence::Left {
                return platform::throw_away(&self.stream);
            }
            // It fails where the printer has gone; then there is nobody to tell.
            let _ = self.stream.shutdown(Shutdown::Write);
        }
        // As long as there is a copy, the connection is open. Without one it is closed now, as it would be without us.
        if let Ok(stream) = self.stream.try_clone()
            && !hear_out(&stream, Instant::now())
        {
            aside(move || {
                hear_out(&stream, Instant::now() + LAST_WORDS);
            });
        }
    }
}

/// Reads what the printer says and whether it closes its side before the deadline.
fn hear_out(stream: &TcpStream, deadline: Instant) -> bool {
    let mut answers = [0; 256];
    loop {
        match platform::read(stream, &mut answers, deadline) {
            Ok(0) => return false,
            // One that never stops talking must not hold us.
            Ok(_) if left_until(deadline).is_zero() => return false,
            Ok(_) => {}
            Err(_) => return true,
        }
    }
}

/// Connects to the first address that answers. One that says nothing must not use up the time of the next.
fn connect(addresses: &[SocketAddr], deadline: Instant) -> Result<TcpStream, Error> {
    let mut last: Error = ErrorKind::NotFound.into();
    for (tried, address) in addresses.iter().enumerate() {
        let share = left_until(deadline) / u32::try_from(addresses.len() - tried).unwrap_or(1);
        // A zero timeout is an error of its own, so the last attempt gets a moment.
        match TcpStream::connect_timeout(address, share.max(Duration::from_millis(1))) {
            Ok(stream) => {
                // A ticket is one small packet: it must not wait for company.
                stream.set_nodelay(true)?;
                #[cfg(unix)]
                stream.set_nonblocking(true)?;
                platform::keep_alive(&stream);
                return Ok(stream);
            }
            // That something is there says more than that nothing is at another of its addresses.
            Err(error) if last.kind() != ErrorKind::ConnectionRefused => last = error,
            Err(_) => {}
        }
    }
    Err(last)
}

/// What a person can do when no connection came about.
fn advice(error: &Error, host: &str, port: u16) -> Option<String> {
    Some(match error.kind() {
        ErrorKind::ConnectionRefused => format!(
            "something answers at {host}, but takes no connection on port {port} just now: it may serve another \
             computer, or restart; if that lasts, check the address and the port on the printer's own test page"
        ),
        ErrorKind::TimedOut => format!(
            "nothing answers at {host}: check that the printer is on, its network cable, and that its address is still \
             this one"
        ),
        ErrorKind::NotFound => format!(
            "nobody knows the name {host}: check its spelling, or write the number of the address instead"
        ),
        ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable | ErrorKind::NetworkDown => {
            format!(
                "no way leads to {host}: check the network of this machine, then that of the printer"
            )
        }
        _ => return None,
    })
}

/// The addresses of a host. Name servers have no deadline of their own.
fn resolve(host: &str, port: u16, deadline: Instant) -> Result<Vec<SocketAddr>, Error> {
    if let Ok(number) = host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(number, port)]);
    }
    let name = host.to_owned();
    in_time(deadline, move || match (name.as_str(), port).to_socket_addrs() {
        Ok(addresses) => Ok(addresses.collect()),
        Err(error) => Err(Error::new(ErrorKind::NotFound, error)),
    })
}

#[cfg(unix)]
mod platform {
    use super::super::descriptor::{self, Nothing};
    use super::super::ioctl;
    use super::Evidence;
    use rustix::io::Errno;
    use rustix::net::sockopt::{set_socket_keepalive, set_socket_linger};
    use std::io::Error;
    use std::net::TcpStream;
    use std::time::{Duration, Instant};

    pub(super) use descriptor::write_all;

    pub(super) fn read(
        stream: &TcpStream,
        buffer: &mut [u8],
        deadline: Instant,
    ) -> Result<usize, Error> {
        descriptor::read(stream, buffer, Nothing::End, deadline)
    }

    pub(super) fn wait_confirmed(stream: &TcpStream, deadline: Instant) -> Result<Evidence, Error> {
        match descriptor::wait_sent(stream, deadline) {
            Ok(()) => Ok(Evidence::Left),
            Err(error) if error.raw_os_error() == Some(Errno::NOTTY.raw_os_error()) => {
                Ok(Evidence::Accepted)
            }
            Err(error) => Err(error),
        }
    }

    pub(super) fn confirmed(stream: &TcpStream) -> Evidence {
        match ioctl::unsent(stream) {
            Ok(0) => Evidence::Left,
            _ => Evidence::Accepted,
        }
    }

    /// Has the kernel ask after a connection on which nothing is said. A printer that was switched off says no goodbye: one
    /// that is kept open between two jobs would count as there until the next ticket is sent into the void. Asked after
    /// ten seconds of silence and given up after three questions, it is known to be gone within half a minute. No printer
    /// hears of it: its own network answers.
    pub(super) fn keep_alive(stream: &TcpStream) {
        // A connection that is not looked after prints all the same.
        let _ = set_socket_keepalive(stream, true);
        #[cfg(any(target_os = "linux", target_os = "macos", target_os = "freebsd"))]
        {
            use rustix::net::sockopt::{set_tcp_keepcnt, set_tcp_keepidle, set_tcp_keepintvl};
            let _ = set_tcp_keepidle(stream, Duration::from_secs(10));
            let _ = set_tcp_keepintvl(stream, Duration::from_secs(5));
            let _ = set_tcp_keepcnt(stream, 3);
        }
    }

    /// Whether the kernel has given the connection up, which it calls by the name of a deadline that has passed.
    pub(super) fn gave_up(error: &Error) -> bool {
        error.raw_os_error() == Some(Errno::TIMEDOUT.raw_os_error())
    }

    pub(super) fn throw_away(stream: &TcpStream) {
        // Nothing better can be done when this fails: the connection is on its way out.
        let _ = set_socket_linger(stream, Some(Duration::ZERO));
    }
}

/// Elsewhere the standard library's timeouts are kept, and nothing is known of what the printer has confirmed.
#[cfg(not(unix))]
mod platform {
    use super::super::left_until;
    use super::Evidence;
    use std::io::{Error, ErrorKind, Read, Write};
    use std::net::TcpStream;
    use std::time::{Duration, Instant};

    pub(super) fn write_all(
        mut stream: &TcpStream,
        bytes: &[u8],
        deadline: Instant,
    ) -> Result<(), (usize, Error)> {
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

    pub(super) fn read(
        mut stream: &TcpStream,
        buffer: &mut [u8],
        deadline: Instant,
    ) -> Result<usize, Error> {
        stream.set_read_timeout(Some(left_until(deadline).max(Duration::from_millis(1))))?;
        match stream.read(buffer) {
            Ok(0) => Err(ErrorKind::UnexpectedEof.into()),
            Err(error) if matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock) => {
                Ok(0)
            }
            result => result,
        }
    }

    pub(super) fn wait_confirmed(_stream: &TcpStream, _: Instant) -> Result<Evidence, Error> {
        Ok(Evidence::Accepted)
    }

    pub(super) fn confirmed(_stream: &TcpStream) -> Evidence {
        Evidence::Accepted
    }

    pub(super) fn keep_alive(_stream: &TcpStream) {}

    pub(super) fn gave_up(_error: &Error) -> bool {
        false
    }

    pub(super) fn throw_away(_stream: &TcpStream) {}
}

#[cfg(test)]
mod tests;
