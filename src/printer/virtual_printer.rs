//! A printer that exists only on screen: it listens like a network printer and turns what it gets
//! into pictures.
//!
//! Belongs here: a double of the device, for the demo and for tests that want to see paper. Never
//! here: our own side of the conversation (that is `session` and `transport`).

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use crate::paper::commands::{self, Kind};
use crate::paper::preview;
use crate::paper::profile::Profile;

use super::address::Address;
use super::sheets::{Sheet, Sheets};

/// "All is well", the answer to every `DLE EOT n`: fixed bits only.
const ALL_WELL: u8 = 0x12;

/// A virtual printer. It stops when it is dropped.
pub struct VirtualPrinter {
    address: SocketAddr,
    sheets: Receiver<io::Result<Sheet>>,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// What the printer's thread and its owner both see.
#[derive(Default)]
struct Shared {
    stopping: AtomicBool,
    /// The connection being served, so that stopping can end a read that waits for ever.
    connection: Mutex<Option<TcpStream>>,
}

impl VirtualPrinter {
    /// Starts a printer of the kind `profile` on `addr` (`127.0.0.1:9100`, or port 0 for any free
    /// one) that puts its sheets into `dir`. Like most real ones it serves one connection at a
    /// time, and the next when that one is closed.
    ///
    /// # Errors
    /// When the address cannot be bound or the folder cannot be created.
    pub fn listen(addr: &str, dir: &Path, profile: Profile) -> io::Result<VirtualPrinter> {
        let listener = TcpListener::bind(addr)?;
        let mut address = listener.local_addr()?;
        if address.ip().is_unspecified() {
            // Bound to every network of this machine: from here it is reached as this machine.
            address.set_ip(if address.is_ipv4() {
                Ipv4Addr::LOCALHOST.into()
            } else {
                Ipv6Addr::LOCALHOST.into()
            });
        }
        let shared = Arc::new(Shared::default());
        let (finished, sheets) = mpsc::channel();
        let mut mechanism = Mechanism {
            sheets: Sheets::open(dir)?,
            profile,
            finished,
            pending: Vec::new(),
            job: Vec::new(),
        };
        let seen = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("virtual-printer".to_owned())
            .spawn(move || serve(&listener, &seen, &mut mechanism))?;
        Ok(VirtualPrinter { address, sheets, shared, thread: Some(thread) })
    }

    /// Where it can be reached.
    pub fn address(&self) -> Address {
        Address::Tcp { host: self.address.ip().to_string(), port: self.address.port() }
    }

    /// The sheets in the order of their cuts; `recv_timeout` waits for the next. An error is a
    /// sheet that could not be drawn or stored.
    pub fn sheets(&self) -> &Receiver<io::Result<Sheet>> {
        &self.sheets
    }
}

impl Drop for VirtualPrinter {
    fn drop(&mut self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        if let Some(connection) = self.shared.lock().as_ref() {
            // Already closed is as good.
            let _ = connection.shutdown(Shutdown::Both);
        }
        // Wakes the thread if it waits for a connection; it looks at `stopping` first.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            // A panic in there has already been reported on standard error.
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn lock(&self) -> std::sync::MutexGuard<'_, Option<TcpStream>> {
        // The guarded value is whole at any time, so a panic elsewhere does not spoil it.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn serve(listener: &TcpListener, shared: &Shared, mechanism: &mut Mechanism) {
    for connection in listener.incoming() {
        if shared.stopping.load(Ordering::SeqCst) {
            return;
        }
        let Ok(connection) = connection else { continue };
        *shared.lock() = connection.try_clone().ok();
        // Dropping the printer may have looked before the line above; look again.
        if shared.stopping.load(Ordering::SeqCst) {
            return;
        }
        mechanism.print_all_of(connection);
        *shared.lock() = None;
    }
}

/// The part that turns bytes into sheets.
struct Mechanism {
    sheets: Sheets,
    profile: Profile,
    finished: Sender<io::Result<Sheet>>,
    /// Bytes that do not make a whole command yet.
    pending: Vec<u8>,
    /// What will be on the next sheet.
    job: Vec<u8>,
}

impl Mechanism {
    fn print_all_of(&mut self, mut connection: TcpStream) {
        let mut buffer = [0; 4096];
        loop {
            match connection.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => {
                    self.pending.extend_from_slice(&buffer[..count]);
                    if self.take_commands(&mut connection).is_err() {
                        break;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
        // A closed connection ends the sheet: half a command on it is still paper.
        self.job.append(&mut self.pending);
        self.finish_sheet();
    }

    /// Carries out every whole command in `pending`.
    fn take_commands(&mut self, connection: &mut TcpStream) -> io::Result<()> {
        let mut taken = 0;
        while let Some(command) = commands::first(&self.pending[taken..]) {
            let bytes = &self.pending[taken..taken + command.len];
            taken += command.len;
            match command.kind {
                Kind::StatusRequest(_) => connection.write_all(&[ALL_WELL])?,
                Kind::Paper | Kind::NotPaper => self.job.extend_from_slice(bytes),
                Kind::Cut => {
                    self.job.extend_from_slice(bytes);
                    self.finish_sheet();
                }
            }
        }
        self.pending.drain(..taken);
        Ok(())
    }

    fn finish_sheet(&mut self) {
        let job = std::mem::take(&mut self.job);
        if job.is_empty() {
            return;
        }
        let drawn = preview::to_png(&job, &self.profile).map_err(io::Error::other);
        let sheet = drawn.and_then(|picture| self.sheets.store(&job, &picture));
        // The owner may not care about sheets; the files are there all the same.
        let _ = self.finished.send(sheet);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::print::{PrintLevel, PrintOutcome};
    use crate::paper::samples;
    use crate::paper::{encode, lay_out};
    use crate::printer::session::{Deadlines, Job, Session};
    use std::time::Duration;

    const PATIENCE: Duration = Duration::from_secs(10);

    fn printer() -> (tempfile::TempDir, VirtualPrinter) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let profile = samples::profile("generic-80");
        let printer = VirtualPrinter::listen("127.0.0.1:0", folder.path(), profile);
        (folder, printer.expect("a free port"))
    }

    fn ticket() -> Vec<u8> {
        let profile = samples::profile("generic-80");
        encode(&lay_out(&samples::ticket(), &profile).expect("fits"), &profile)
    }

    fn next_sheet(printer: &VirtualPrinter) -> Sheet {
        let sheet = printer.sheets().recv_timeout(PATIENCE).expect("a sheet in time");
        sheet.expect("a sheet that can be drawn")
    }

    #[test]
    fn a_printed_ticket_is_a_sheet() {
        let (folder, printer) = printer();
        let profile = samples::profile("generic-80");
        let (address, deadlines) = (printer.address(), Deadlines::default());
        let mut session =
            Session::new(address, folder.path().to_owned(), profile.clone(), deadlines);
        let bytes = ticket();
        let result = session.print(&Job {
            id: 1,
            profile: &profile,
            bytes: &bytes,
            height_mm: 80.0,
            cuts: 1,
        });
        assert_eq!(result.outcome, PrintOutcome::Printed(PrintLevel::Drained), "{}", result.detail);
        let sheet = next_sheet(&printer);
        assert_eq!(std::fs::read(sheet.bytes).expect("stored"), ticket());
    }

    #[test]
    fn each_cut_is_a_sheet_and_status_is_answered_in_between() {
        let (_folder, printer) = printer();
        let mut connection = TcpStream::connect(printer.address).expect("listening");
        connection.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let mut answer = [0; 2];
        connection.write_all(b"\x10\x04\x01\x10").expect("connected");
        connection
            .write_all(&[&b"\x04\x04"[..], &ticket(), &ticket()].concat())
            .expect("connected");
        connection.read_exact(&mut answer).expect("two answers");
        assert_eq!(answer, [ALL_WELL; 2]);
        assert_eq!(next_sheet(&printer).number, 1);
        assert_eq!(next_sheet(&printer).number, 2);
        drop(connection);
        let uncut =
            TcpStream::connect(printer.address).and_then(|mut next| next.write_all(b"T012\n"));
        uncut.expect("it serves the next one");
        assert_eq!(std::fs::read(next_sheet(&printer).bytes).expect("stored"), b"T012\n");
    }

    #[test]
    fn it_stops_when_dropped_even_in_the_middle_of_a_job() {
        let (_folder, printer) = printer();
        let mut connection = TcpStream::connect(printer.address).expect("listening");
        connection.write_all(b"T0").expect("connected");
        connection.write_all(b"\x10\x04\x01").expect("connected");
        connection.read_exact(&mut [0]).expect("it is serving us");
        let address = printer.address;
        drop(printer);
        assert!(TcpStream::connect(address).is_err(), "nobody listens any more");
    }
}
