//! Waiting and writing on Unix descriptors that never block.
//!
//! Belongs here: `poll` and `write` for descriptors opened with O_NONBLOCK. Never here: what the
//! descriptor is. A blocking write cannot be given a deadline, whatever a library's timeout says:
//! `serialport` 4.10 polls once and then blocks inside `write`.

use std::io::{Error, ErrorKind};
use std::os::fd::{AsFd, BorrowedFd};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::left_until;

/// Small enough that the count in an error is exact to a few lines of text, large enough that a
/// ticket is one write.
const SLICE: usize = 4096;

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
    while sent < bytes.len() {
        let end = bytes.len().min(sent + SLICE);
        match rustix::io::write(descriptor, &bytes[sent..end]) {
            Ok(0) => return Err((sent, ErrorKind::WriteZero.into())),
            Ok(count) => sent += count,
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => {
                wait_for(descriptor, PollFlags::OUT, deadline).map_err(|error| (sent, error))?;
            }
            Err(errno) => return Err((sent, errno.into())),
        }
    }
    Ok(())
}

/// Waits until more can be written.
///
/// # Errors
/// `TimedOut` at the deadline, `BrokenPipe` when the other end is gone.
pub(super) fn wait_writable(descriptor: impl AsFd, deadline: Instant) -> Result<(), Error> {
    wait_for(descriptor.as_fd(), PollFlags::OUT, deadline)
}

/// Waits until something can be read, which includes the end of the stream.
///
/// # Errors
/// `TimedOut` at the deadline, `BrokenPipe` when the other end is gone.
pub(super) fn wait_readable(descriptor: impl AsFd, deadline: Instant) -> Result<(), Error> {
    wait_for(descriptor.as_fd(), PollFlags::IN, deadline)
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

fn wait_for(descriptor: BorrowedFd<'_>, wanted: PollFlags, deadline: Instant) -> Result<(), Error> {
    loop {
        let left = left_until(deadline);
        let timeout =
            Timespec { tv_sec: left.as_secs().min(3600) as _, tv_nsec: left.subsec_nanos().into() };
        let mut watched = [PollFd::from_borrowed_fd(descriptor, wanted)];
        match poll(&mut watched, Some(&timeout)) {
            Ok(0) if left_until(deadline).is_zero() => return Err(ErrorKind::TimedOut.into()),
            Ok(0) | Err(Errno::INTR) => {}
            Ok(_) if watched[0].revents().intersects(wanted) => return Ok(()),
            // Neither readable nor writable, but an event: hung up, failed or closed. Trying again
            // would spin.
            Ok(_) => return Err(ErrorKind::BrokenPipe.into()),
            Err(errno) => return Err(errno.into()),
        }
    }
}
