//! The line between the printer and whoever prints, seen from the printer; and the network kind of it.
//!
//! Belongs here: opening, reading, writing, breaking. Never here: what the bytes mean. The kind that looks like a
//! serial port is in `pty`.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

/// An answer that nobody takes for so long is lost.
const WRITE_PATIENCE: Duration = Duration::from_secs(1);

/// An open line.
pub(super) trait Line: Send + Sync {
    /// Waits for bytes; 0 when the line is closed from either side.
    fn read(&self, buffer: &mut [u8]) -> io::Result<usize>;
    /// Hands over an answer.
    fn write(&self, bytes: &[u8]) -> io::Result<()>;
    /// Breaks the line and ends a `read` that waits.
    fn close(&self);
}

/// Where lines come from, one at a time.
pub(super) trait Port: Send {
    /// Makes sure that the port can be found.
    fn plug_in(&mut self) -> io::Result<()>;
    /// Waits for the next line. May end with an error or with a line that is dead already when it is woken.
    fn open(&mut self) -> io::Result<Arc<dyn Line>>;
    /// The printer is switched off: nobody finds the port until it is plugged in again.
    fn take_away(&mut self);
}

/// A port of the network.
pub(super) struct Tcp {
    listener: Option<TcpListener>,
    address: SocketAddr,
}

impl Tcp {
    pub fn bind(address: &str) -> io::Result<Tcp> {
        let listener = TcpListener::bind(address)?;
        let address = listener.local_addr()?;
        Ok(Tcp { listener: Some(listener), address })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Port for Tcp {
    fn plug_in(&mut self) -> io::Result<()> {
        if self.listener.is_none() {
            self.listener = Some(TcpListener::bind(self.address)?);
        }
        Ok(())
    }

    fn open(&mut self) -> io::Result<Arc<dyn Line>> {
        let listener = self.listener.as_ref().ok_or(ErrorKind::NotConnected)?;
        let (stream, _) = listener.accept()?;
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(WRITE_PATIENCE))?;
        Ok(Arc::new(stream))
    }

    fn take_away(&mut self) {
        self.listener = None;
    }
}

impl Line for TcpStream {
    fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        Read::read(&mut &*self, buffer)
    }

    fn write(&self, bytes: &[u8]) -> io::Result<()> {
        Write::write_all(&mut &*self, bytes)
    }

    fn close(&self) {
        // Already closed is as good.
        let _ = self.shutdown(Shutdown::Both);
    }
}

/// Ends the wait for a connection: who is connected looks up.
pub(super) fn wake(address: SocketAddr) {
    // Nobody listening is as good as woken.
    let _ = TcpStream::connect_timeout(&address, WRITE_PATIENCE);
}
