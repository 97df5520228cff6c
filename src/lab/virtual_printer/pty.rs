//! A line that looks like a serial port: a pseudo-terminal, found by a link in the file system.
//!
//! Belongs here: everything that is Unix about it. Never here: what the bytes mean.
//!
//! The printer holds the master. Whoever opens the link gets the other end. Nothing of ours keeps that end open, so
//! the printer notices when it is closed, as it would notice on a network line.

use std::fs;
use std::io::{self, ErrorKind, PipeReader, PipeWriter, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use super::line::{Line, Port};

/// While nobody has the other end open, the system offers nothing to wait for.
const LOOK_EVERY: Timespec = Timespec { tv_sec: 0, tv_nsec: 10_000_000 };

const AT_ONCE: Timespec = Timespec { tv_sec: 0, tv_nsec: 0 };

/// A pseudo-terminal that is found at `link`.
pub(super) struct Pty {
    link: PathBuf,
    master: Option<Arc<Master>>,
    bell: Arc<Bell>,
}

/// Ends a wait in another thread.
pub(super) struct Bell {
    ears: PipeReader,
    rope: PipeWriter,
}

struct Master {
    descriptor: OwnedFd,
    broken: AtomicBool,
    bell: Arc<Bell>,
}

impl Pty {
    /// Makes the pseudo-terminal and the link to it.
    ///
    /// # Errors
    /// When there is something at `link` that is no link, or the system has no pseudo-terminal left.
    pub fn create(link: &Path) -> io::Result<Pty> {
        let (ears, rope) = io::pipe()?;
        let bell = Arc::new(Bell { ears, rope });
        let mut pty = Pty { link: link.to_owned(), master: None, bell };
        pty.make()?;
        Ok(pty)
    }

    pub fn bell(&self) -> Arc<Bell> {
        Arc::clone(&self.bell)
    }

    fn make(&mut self) -> io::Result<()> {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
        let descriptor = openpt(flags)?;
        grantpt(&descriptor)?;
        unlockpt(&descriptor)?;
        rustix::io::ioctl_fionbio(&descriptor, true)?;
        let name = ptsname(&descriptor, Vec::new())?;
        let other_end = Path::new(std::ffi::OsStr::from_bytes(name.to_bytes()));
        self.unlink()?;
        std::os::unix::fs::symlink(other_end, &self.link)?;
        let bell = Arc::clone(&self.bell);
        let master = Arc::new(Master { descriptor, broken: AtomicBool::new(false), bell });
        self.master = Some(master);
        Ok(())
    }

    /// Removes the link, and nothing that is not a link.
    fn unlink(&self) -> io::Result<()> {
        match fs::symlink_metadata(&self.link) {
            Ok(found) if !found.is_symlink() => Err(ErrorKind::AlreadyExists.into()),
            Ok(_) => fs::remove_file(&self.link),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        }
    }
}

impl Port for Pty {
    fn plug_in(&mut self) -> io::Result<()> {
        if self.master.as_ref().is_some_and(|master| master.broken.load(Ordering::SeqCst)) {
            self.take_away();
        }
        match self.master {
            Some(_) => Ok(()),
            None => self.make(),
        }
    }

    fn open(&mut self) -> io::Result<Arc<dyn Line>> {
        let master = Arc::clone(self.master.as_ref().ok_or(ErrorKind::NotConnected)?);
        // Once it was opened and closed again, it says "hung up" until somebody opens it anew.
        while master.wait(Some(&AT_ONCE))? == Some(PollFlags::HUP) {
            if master.bell.wait()? {
                return Err(ErrorKind::Interrupted.into());
            }
        }
        Ok(master)
    }

    fn take_away(&mut self) {
        // The link first: the system gives the name of a closed terminal to the next one, which may be another
        // printer's. Nothing better can be done when it fails.
        let _ = self.unlink();
        self.master = None;
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        self.take_away();
    }
}

impl Bell {
    pub fn ring(&self) {
        // The pipe is never full: each ring is heard before the next wait ends.
        let _ = (&self.rope).write(b"!");
    }

    /// Waits a little; true when it rang.
    fn wait(&self) -> io::Result<bool> {
        let mut watched = [PollFd::new(&self.ears, PollFlags::IN)];
        match poll(&mut watched, Some(&LOOK_EVERY)) {
            Ok(0) | Err(Errno::INTR) => Ok(false),
            Ok(_) => self.hear().map(|()| true),
            Err(errno) => Err(errno.into()),
        }
    }

    fn hear(&self) -> io::Result<()> {
        (&self.ears).read(&mut [0; 16]).map(drop)
    }
}

impl Master {
    /// What there is to be known of the other end before `timeout`, possibly nothing; `None` when the bell rang.
    fn wait(&self, timeout: Option<&Timespec>) -> io::Result<Option<PollFlags>> {
        let mut watched = [
            PollFd::from_borrowed_fd(self.descriptor.as_fd(), PollFlags::IN),
            PollFd::new(&self.bell.ears, PollFlags::IN),
        ];
        loop {
            match poll(&mut watched, timeout) {
                Err(Errno::INTR) => {}
                Err(errno) => return Err(errno.into()),
                Ok(_) if watched[1].revents().contains(PollFlags::IN) => {
                    self.bell.hear()?;
                    return Ok(None);
                }
                Ok(_) => return Ok(Some(watched[0].revents())),
            }
        }
    }
}

impl Line for Master {
    fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.broken.load(Ordering::SeqCst) {
                return Ok(0);
            }
            match rustix::io::read(&self.descriptor, &mut *buffer) {
                Ok(count) => return Ok(count),
                // The other end is closed and everything it said was read.
                Err(Errno::IO) => return Ok(0),
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => {
                    if self.wait(None)?.is_none() {
                        return Ok(0);
                    }
                }
                Err(errno) => return Err(errno.into()),
            }
        }
    }

    fn write(&self, bytes: &[u8]) -> io::Result<()> {
        // Whoever does not take its answers loses them: a few bytes always fit.
        rustix::io::write(&self.descriptor, bytes).map(drop).map_err(Into::into)
    }

    fn close(&self) {
        self.broken.store(true, Ordering::SeqCst);
        self.bell.ring();
    }
}
