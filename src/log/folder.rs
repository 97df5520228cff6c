//! Opening the log file of a day, with owner and rights of the data folder. Never here: what stands in the file.

use crate::data::DataFolder;
use crate::rights::{Reach, SharedFile, SharedFolder, may_write};
use std::io;

/// Opens the file `name` in the folder `logs` of a data folder, for appending and for looking at its end; makes what is
/// missing of both. `None` where the data folder has no office file: that is no data folder, and nothing is left in it.
///
/// # Errors
/// Whatever keeps this user from writing there; a link in the place of folder or file. Whoever may not write the queue
/// makes no file either, for it would be in the way of those who may.
pub(super) fn open(data: &DataFolder, name: &str) -> io::Result<Option<SharedFile>> {
    let Ok(folder) = SharedFolder::open(data.path()) else { return Ok(None) };
    if !folder.holds(DataFolder::OFFICE) {
        return Ok(None);
    }
    let may_make = may_write(&data.queue_file());
    if !may_make && !folder.holds(DataFolder::LOGS) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let logs = folder.folder(DataFolder::LOGS, Reach::Readers)?;
    let opened = match may_make {
        true => logs.appended(name, Reach::Readers)?,
        false => logs.appended_if_there(name)?,
    };
    Ok(Some(opened))
}
