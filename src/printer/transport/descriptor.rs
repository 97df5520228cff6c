//! Waiting, reading and writing on Unix descriptors that never block.
//!
//! Belongs here: `poll`, `read`, `write` and `close` for descriptors opened with O_NONBLOCK. Never here: what the
//! descriptor is. A blocking write cannot be given a deadline, whatever a library's timeout says:
//! `serialport` 4.10 polls once and then blocks inside `write`.

use std::io::{Error, ErrorKind};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::termios::{QueueSelector, isatty, tcflush};

use super::in_time::drop_apart;
use super::ioctl;
use super::left_until;

/// Small enough that the count in an error is exact to a few lines of text, large enough that a
/// ticket is one write.
const SLICE: usize = 4096;

/// How long to leave alone a descriptor that says it is ready and then is not (`/dev/lp0` always says so), or that
/// tells only on request how much is left. At 9600 baud this is 5 characters.
const NAP: Duration = Duration::from_millis(5);

/// The first nap of a wait for the last bytes; each further one is twice as long, up to [`NAP`]. The other machine of a
/// local network confirms within a millisecond, and no event tells of it: a first nap of 5 ms was all that TCP took longer
/// than a pseudo-terminal.
const FIRST_NAP: Duration = Duration::from_micros(100);

/// An open port that is closed without waiting.
///
/// The last close of a serial port waits up to 30 seconds until its queue is empty, and a tenth of a second even
/// then. What is still queued is thrown away first; but the drivers of USB adapters do not throw away, so the waiting is left
/// to a thread. Until it has ended, opening the port again waits.
pub(super) struct Port(Option<OwnedFd>);

impl Port {
    pub(super) fn new(descriptor: OwnedFd) -> Port {
        Port(Some(descriptor))
    }
}

impl AsFd for Port {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_ref().expect("only dropping takes it away").as_fd()
    }
}

impl Drop for Port {
    fn drop(&mut self) {
        // Other files close at once, and opening a USB printer again too early would find it busy.
        let Some(descriptor) = self.0.take_if(|descriptor| isatty(descriptor)) else { return };
        // An empty queue is left alone: throwing it away can reach bytes that have left it, and cut off the end of a ticket
        // that was said to be out. Some drivers reset their chip with its last bytes in it (Linux's `imx_uart_flush_buffer`);
        // a pseudo-terminal loses what the system has not carried to its other end.
        if ioctl::unsent(&descriptor) != Ok(0) {
            // Nothing better can be done when this fails: the port is on its way out.
            let _ = tcflush(&descriptor, QueueSelector::OFlush);
        }
        drop_apart(descriptor);
    }
}

/// What a read of zero bytes means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nothing {
    /// The other end has gone: a connection, a serial port.
    End,
    /// Nothing: a USB printer that sent an empty packet.
    Silence,
}

/// Writes all of `bytes`, or says how many went and why no more did.
///
/// # Errors
/// `TimedOut` at the deadline; otherwise what the operating system says.
pub(super) fn write_all(
    descriptor: impl AsFd,
    bytes: &[u8],
    deadline: Instant,
) -> Result<(), (usize, Error)> {
    let descriptor = descriptor.as_fd();
    let mut sent = 0;
    let mut said_ready = false;
    while sent < bytes.len() {
        let end = bytes.len().min(sent + SLICE);
        match rustix::io::write(descriptor, &bytes[sent..end]) {
            Ok(0) => return Err((sent, ErrorKind::WriteZero.into())),
            Ok(count) => {
                sent += count;
                said_ready = false;
            }
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => {
                wait_again(descriptor, PollFlags::OUT, said_ready, deadline)
                    .map_err(|error| (sent, error))?;
                said_ready = true;
            }
            Err(errno) => return Err((sent, errno.into())),
        }
    }
    Ok(())
}

/// Reads what has come, or waits for it; 0 when nothing came before the deadline.
///
/// # Errors
/// `UnexpectedEof` or `BrokenPipe` when the other end has gone; otherwise what the operating system says.
pub(super) fn read(
    descriptor: impl AsFd,
    buffer: &mut [u8],
    nothing: Nothing,
    deadline: Instant,
) -> Result<usize, Error> {
    let descriptor = descriptor.as_fd();
    if buffer.is_empty() {
        return Ok(0);
    }
    let mut said_ready = false;
    // The first look is before the first wait: what has already come is heard even after the deadline.
    loop {
        match rustix::io::read(descriptor, &mut *buffer) {
            Ok(0) if nothing == Nothing::End => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(0) | Err(Errno::INTR | Errno::AGAIN) => {}
            Ok(count) => return Ok(count),
            Err(errno) => return Err(errno.into()),
        }
        match wait_again(descriptor, PollFlags::IN, said_ready, deadline) {
            Err(error) if error.kind() == ErrorKind::TimedOut => return Ok(0),
            waited => waited?,
        }
        said_ready = true;
    }
}

/// Waits until more can be written, and makes sure that there is still somebody to write to.
///
/// # Errors
/// `TimedOut` at the deadline, `BrokenPipe` when the other end is gone, otherwise what the operating system says.
pub(super) fn wait_writable(descriptor: impl AsFd, deadline: Instant) -> Result<(), Error> {
    let descriptor = descriptor.as_fd();
    wait_for(descriptor, PollFlags::OUT, deadline)?;
    // Linux's usblp is writable when it was unplugged, and tells only those who write, be it nothing.
    match rustix::io::write(descriptor, &[]) {
        Err(Errno::INTR | Errno::AGAIN) | Ok(_) => Ok(()),
        Err(errno) => Err(errno.into()),
    }
}

/// Waits until nothing waits any more to leave: in a serial port, or in a connection until the other machine has
/// confirmed it. The usual call for a port, `tcdrain`, waits for ever; for a connection there is none.
///
/// # Errors
/// `TimedOut` at the deadline, `BrokenPipe` when the other end is gone; otherwise what the operating system says.
pub(super) fn wait_sent(descriptor: impl AsFd, deadline: Instant) -> Result<(), Error> {
    let descriptor = descriptor.as_fd();
    let mut nap = FIRST_NAP;
    while ioctl::unsent(descriptor)? > 0 {
        if left_until(deadline).is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        watch(descriptor, nap.min(left_until(deadline)))?;
        nap = NAP.min(2 * nap);
    }
    Ok(())
}

/// Lets `pause` pass, but notices at once when the other end goes away.
///
/// # Errors
/// `BrokenPipe` when it did.
pub(super) fn watch(descriptor: impl AsFd, pause: Duration) -> Result<(), Error> {
    match wait_for(descriptor.as_fd(), PollFlags::empty(), Instant::now() + pause) {
        Err(error) if error.kind() == ErrorKind::TimedOut => Ok(()),
        other => other,
    }
}

/// Waits after a call that found the descriptor not ready; for a moment longer if it had said that it was.
fn wait_again(
    descriptor: BorrowedFd<'_>,
    wanted: PollFlags,
    said_ready: bool,
    deadline: Instant,
) -> Result<(), Error> {
    if left_until(deadline).is_zero() {
        return Err(ErrorKind::TimedOut.into());
    }
    if said_ready {
        watch(descriptor, NAP.min(left_until(deadline)))?;
    }
    wait_for(descriptor, wanted, deadline)
}

fn wait_for(descriptor: BorrowedFd<'_>, wanted: PollFlags, deadline: Instant) -> Result<(), Error> {
    let lost = PollFlags::ERR | PollFlags::HUP | PollFlags::NVAL;
    loop {
        let left = left_until(deadline);
        let timeout =
            Timespec { tv_sec: left.as_secs().min(3600) as _, tv_nsec: left.subsec_nanos().into() };
        let mut watched = [PollFd::from_borrowed_fd(descriptor, wanted)];
        let seen = match poll(&mut watched, Some(&timeout)) {
            Ok(0) if left_until(deadline).is_zero() => return Err(ErrorKind::TimedOut.into()),
            Ok(0) | Err(Errno::INTR) => continue,
            Ok(_) => watched[0].revents(),
            Err(errno) => return Err(errno.into()),
        };
        // When the other end has gone, its last words can still be read; but nobody is there to write to.
        let ready = seen.intersects(wanted) && (wanted == PollFlags::IN || !seen.intersects(lost));
        // Whatever else was seen will be seen again at once: waiting for longer would spin.
        return if ready { Ok(()) } else { Err(ErrorKind::BrokenPipe.into()) };
    }
}
