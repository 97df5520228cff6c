//! The rooms of the demo: a data folder with the sample office, and a virtual printer on a TCP port.

use crate::app::kiosk::PrintRoom;
use crate::clock::Clock;
use crate::data::DataFolder;
use crate::desk::{Desk, PrintTarget};
use crate::office::{Office, Outside, SAMPLES};
use crate::paper::Profile;
use crate::printer::{Address, VirtualPrinter};
use crate::store::StoreError;
use crate::store::sqlite::SqliteStore;
use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::{env, fs, io, process};

const PROFILE: &str = "generic-80";

/// A temporary office; its folder is removed when it is dropped.
pub(super) struct Premises {
    folder: PathBuf,
    pub(super) data: DataFolder,
    pub(super) office: Arc<Office>,
    pub(super) address: Address,
}

impl Premises {
    /// Sets the sample office up, and a printer beside it.
    pub(super) fn open() -> Result<(Self, VirtualPrinter), Box<dyn Error>> {
        let folder = env::temp_dir().join(format!("antre-demo-{}", process::id()));
        fs::create_dir_all(&folder)?;
        let data = DataFolder::locate(Some(folder.clone()));
        let (_, source) = SAMPLES[0];
        fs::write(data.office_file(), source)?;
        let known = |_: &str| Ok(());
        let office = Office::parse(source, &Outside { address: &known, profile: &known })
            .map_err(|faults| format!("the sample office has {} faults", faults.len()))?;
        let printer = printer("127.0.0.1:0", &data)?;
        let address = printer.address();
        Ok((Self { folder, data, office: Arc::new(office), address }, printer))
    }

    /// A printer at the place of one that was taken away.
    pub(super) fn new_printer(&self) -> Result<VirtualPrinter, Box<dyn Error>> {
        let Address::Tcp { host, port } = &self.address else {
            return Err("the demo's printer is on the network".into());
        };
        Ok(printer(&format!("{host}:{port}"), &self.data)?)
    }

    /// Another desk on the same queue.
    pub(super) fn desk(&self, clock: &Arc<dyn Clock>) -> Result<Desk, StoreError> {
        let store = SqliteStore::open(&self.data.queue_file())?;
        Ok(Desk::new(Box::new(store), Arc::clone(&self.office), Arc::clone(clock)))
    }

    pub(super) fn target(&self) -> PrintTarget {
        PrintTarget { printer: self.address.to_string(), profile: PROFILE.to_owned() }
    }

    pub(super) fn print_room(&self, clock: &Arc<dyn Clock>) -> Result<PrintRoom, StoreError> {
        Ok(PrintRoom::new(self.data.clone(), self.desk(clock)?, self.address.clone()))
    }
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
