//! The lock of a counter: one console works there at a time.

use crate::data::DataFolder;
use crate::domain::CounterNumber;
use std::fs::File;

/// A counter that no other console of this office works at, for as long as it is kept.
#[derive(Debug)]
pub struct CounterLock {
    /// Which counter it is.
    pub counter: CounterNumber,
    _file: File,
}

impl CounterLock {
    /// Takes a counter; `None` when another console works there.
    ///
    /// # Errors
    /// A sentence, when that cannot be found out.
    pub fn take(data: &DataFolder, counter: CounterNumber) -> Result<Option<Self>, String> {
        let lock = data.try_counter(counter.get()).map_err(|error| {
            let folder = data.path().display();
            format!("cannot create the lock of a counter in {folder} ({error})")
        })?;
        Ok(lock.map(|file| Self { counter, _file: file }))
    }
}
