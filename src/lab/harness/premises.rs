//! The rooms of a stage: a temporary data folder with the sample office, and a virtual printer on a TCP port.

use crate::app::kiosk::PrintLoop;
use crate::clock::Clock;
use crate::data::DataFolder;
use crate::desk::{Desk, PrintTarget};
use crate::lab::virtual_printer::VirtualPrinter;
use crate::office::{Office, Outside, SAMPLES};
use crate::paper::Profile;
use crate::printer::{Address, Watch};
use crate::store::StoreError;
use crate::store::sqlite::SqliteStore;
use std::error::Error;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::{fs, io};

const PROFILE: &str = "generic-80";

/// A temporary office; its folder is removed when it is dropped.
pub struct Premises {
    folder: PathBuf,
    /// Its data folder.
    pub data: DataFolder,
    /// The sample office.
    pub office: Arc<Office>,
    /// Where its printer is, or was.
    pub address: Address,
    /// The clock of the printer that is there now.
    watch: Arc<Mutex<Watch>>,
}

impl Premises {
    /// Sets the sample office up, and a printer beside it.
    ///
    /// # Errors
    /// When the temporary folder cannot be written or no port is free.
    pub fn open() -> Result<(Self, VirtualPrinter), Box<dyn Error>> {
        Self::open_with(str::to_owned)
    }

    /// The same with the office file as `change` makes it from the sample.
    ///
    /// # Errors
    /// As [`Premises::open`]; faults of the file.
    pub fn open_with(
        change: impl FnOnce(&str) -> String,
    ) -> Result<(Self, VirtualPrinter), Box<dyn Error>> {
        let folder = new_folder()?;
        let data = DataFolder::locate(Some(folder.clone()));
        let (_, source) = SAMPLES[0];
        let printer = printer("127.0.0.1:0", &data)?;
        let address = printer.address();
        // Other programs on this folder use the same printer.
        // Whoever tries the office out has no PIN.
        let source = source.replace("sign_in = true", "sign_in = false");
        let source = source.replace("virtual://\"", &format!("{address}\""));
        let source = change(&source);
        fs::write(data.office_file(), &source)?;
        let office = Office::parse(&source, &Outside::default())
            .map_err(|faults| format!("the sample office has {} faults", faults.len()))?;
        drop(SqliteStore::create(&data.queue_file())?);
        let watch = Arc::new(Mutex::new(printer.watch()));
        Ok((Self { folder, data, office: Arc::new(office), address, watch }, printer))
    }

    /// A printer at the place of one that was taken away.
    ///
    /// # Errors
    /// When the old one is still there.
    pub fn new_printer(&self) -> Result<VirtualPrinter, Box<dyn Error>> {
        let Address::Tcp { host, port } = &self.address else {
            return Err("the demo's printer is on the network".into());
        };
        let printer = printer(&format!("{host}:{port}"), &self.data)?;
        *self.watch.lock().unwrap_or_else(PoisonError::into_inner) = printer.watch();
        Ok(printer)
    }

    /// Another desk on the same queue.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn desk(&self, clock: &Arc<dyn Clock>) -> Result<Desk, StoreError> {
        let store = SqliteStore::open(&self.data.queue_file())?;
        Ok(Desk::new(Box::new(store), Arc::clone(&self.office), Arc::clone(clock)))
    }

    /// Where the tickets of this office are printed.
    pub fn target(&self) -> PrintTarget {
        let address = self.address.to_string();
        match self.office.printers.first() {
            Some(printer) => {
                let printer = printer.id.to_string();
                PrintTarget { printer, address, profile: PROFILE.to_owned() }
            }
            None => PrintTarget::at(address, PROFILE),
        }
    }

    /// A print loop for the printer.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn print_loop(&self, clock: &Arc<dyn Clock>) -> Result<PrintLoop, StoreError> {
        let watch = Arc::clone(&self.watch);
        let now = move || watch.lock().unwrap_or_else(PoisonError::into_inner).now();
        let print_loop = PrintLoop::new(self.data.clone(), self.desk(clock)?, self.target());
        Ok(print_loop.timed_by(Watch::new(now)))
    }
}

/// A folder that nobody had before and nobody else may look into: a program that was killed leaves its own behind.
fn new_folder() -> io::Result<PathBuf> {
    Ok(tempfile::Builder::new().prefix("antre-demo-").tempdir()?.keep())
}

fn printer(at: &str, data: &DataFolder) -> io::Result<VirtualPrinter> {
    let profile = Profile::shipped(PROFILE).map_err(io::Error::other)?;
    VirtualPrinter::listen(at, &data.paper_folder(), profile)
}

impl Drop for Premises {
    fn drop(&mut self) {
        // A leftover in the temporary folder harms nobody.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
