//! The bell: one datagram socket for each process that listens, beside the locks. A datagram to one address of the network
//! would reach one listener only.

use crate::data::DataFolder;
use std::thread;
use std::time::Duration;

/// What the names of the sockets begin with.
const PREFIX: &str = "bell-";

/// The socket of this process; without one, only the rest is waited for.
pub(super) struct Bell(Option<platform::Socket>);

impl Bell {
    /// Hangs a bell. Where none can be hung the watcher looks by itself, and nobody is kept from working.
    pub(super) fn hang(data: &DataFolder) -> Self {
        Self(platform::Socket::bind(data).ok())
    }

    /// Waits until it rings, for so long at most; tells whether it has.
    pub(super) fn wait(&self, rest: Duration) -> bool {
        match &self.0 {
            Some(socket) => socket.wait(rest),
            None => {
                thread::sleep(rest);
                false
            }
        }
    }
}

/// Tells every process of this office that listens that the queue has changed. Nobody is waited for; bells of processes that
/// are no more are taken down.
pub fn ring(data: &DataFolder) {
    platform::ring(data);
}

#[cfg(unix)]
mod platform {
    use super::PREFIX;
    use crate::data::DataFolder;
    use crate::rights;
    use std::fs::{self, File};
    use std::io;
    use std::os::fd::AsRawFd;
    use std::os::unix::net::UnixDatagram;
    use std::path::{Path, PathBuf};
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::Duration;

    /// So many names are tried at most.
    const MOST: u32 = 10_000;

    /// How many names this process has tried.
    static COUNT: AtomicU32 = AtomicU32::new(0);

    pub(super) struct Socket {
        socket: UnixDatagram,
        path: PathBuf,
    }

    impl Drop for Socket {
        fn drop(&mut self) {
            // Where it stays, the next one who rings takes it down.
            let _ = fs::remove_file(&self.path);
        }
    }

    impl Socket {
        pub(super) fn bind(data: &DataFolder) -> io::Result<Self> {
            rights::make_folder(&data.locks_folder(), rights::Reach::Writers)?;
            let (socket, path) = free(data)?;
            let this = Self { socket, path };
            rights::share_socket(&this.path)?;
            Ok(this)
        }

        pub(super) fn wait(&self, rest: Duration) -> bool {
            let rest = rest.max(Duration::from_millis(1));
            if self.socket.set_read_timeout(Some(rest)).is_err() {
                std::thread::sleep(rest);
            }
            let rang = self.socket.recv(&mut [0; 8]).is_ok();
            // Whoever rang meanwhile meant the same.
            let _ = self.socket.set_nonblocking(true);
            while self.socket.recv(&mut [0; 8]).is_ok() {}
            let _ = self.socket.set_nonblocking(false);
            rang
        }
    }

    /// A socket under a name that no living process has.
    fn free(data: &DataFolder) -> io::Result<(UnixDatagram, PathBuf)> {
        loop {
            let (process, nth) = (std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
            let path = data.locks_folder().join(format!("{PREFIX}{process}-{nth}"));
            let bound = within(&path, |short| UnixDatagram::bind(short));
            match bound {
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                    // Of a process that had this number before and was killed, or has it in a container.
                    let socket = UnixDatagram::unbound()?;
                    socket.set_nonblocking(true)?;
                    if is_dead(&socket, &path) {
                        fs::remove_file(&path)?;
                    }
                }
                bound => return Ok((bound?, path)),
            }
            if nth > MOST {
                return Err(io::ErrorKind::AddrInUse.into());
            }
        }
    }

    /// Does something by a short name of this path. A socket's address has room for about a hundred bytes, and a data folder may
    /// lie deep: by the number of its open folder the path is the same, where the system has such paths.
    fn within<T>(path: &Path, act: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
        let is_long = path.as_os_str().len() > 90;
        let (Some(folder), Some(name), true) = (path.parent(), path.file_name(), is_long) else {
            return act(path);
        };
        let folder = File::open(folder)?;
        act(&Path::new("/proc/self/fd").join(folder.as_raw_fd().to_string()).join(name))
    }

    /// Whether nobody listens any more at a socket; whoever listens has heard it now.
    fn is_dead(socket: &UnixDatagram, path: &Path) -> bool {
        // A link is not followed: it might lead out of the data folder.
        let Ok(sent) = rights::at_socket(path, |there| socket.send_to(&[1], there)) else {
            return false;
        };
        sent.is_err_and(|error| error.kind() == io::ErrorKind::ConnectionRefused)
    }

    pub(super) fn ring(data: &DataFolder) {
        let Ok(entries) = fs::read_dir(data.locks_folder()) else { return };
        let Ok(socket) = UnixDatagram::unbound() else { return };
        // A listener that does not listen is not waited for.
        if socket.set_nonblocking(true).is_err() {
            return;
        }
        for entry in entries.flatten() {
            let is_bell = entry.file_name().to_string_lossy().starts_with(PREFIX);
            if is_bell && is_dead(&socket, &entry.path()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

#[cfg(not(unix))]
mod platform {
    use crate::data::DataFolder;
    use std::io;
    use std::time::Duration;

    pub(super) struct Socket;

    impl Socket {
        pub(super) fn bind(_: &DataFolder) -> io::Result<Self> {
            Err(io::ErrorKind::Unsupported.into())
        }

        pub(super) fn wait(&self, rest: Duration) -> bool {
            std::thread::sleep(rest);
            false
        }
    }

    pub(super) fn ring(_: &DataFolder) {}
}
