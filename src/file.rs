//! Files that people put into a data folder: read whole, up to a size, and only where they are files.
//!
//! A pipe in the place of a file would keep a program waiting for ever, and a device that never ends would fill the
//! memory. Every reader of such a file comes through here, with the largest size that makes sense for its kind. Never
//! here: what is in a file, and files that the program itself keeps open (locks, the queue, the log).

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

/// Opens a file for reading, if it is one: an ordinary file of at most `most` bytes. A link to one is one.
///
/// # Errors
/// What the operating system says, or a sentence about what stands there instead of a file.
pub(crate) fn open(path: &Path, most: u64) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    // Opening a pipe must not wait for whoever writes into it.
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let flags = rustix::fs::OFlags::NONBLOCK.bits();
        options.custom_flags(i32::try_from(flags).unwrap_or(0));
    }
    let file = options.open(path)?;
    let found = file.metadata()?;
    if !found.is_file() {
        return Err(io::Error::other(format!("it is {}, and no file", kind(&found))));
    }
    if found.len() > most {
        return Err(too_large(most));
    }
    Ok(file)
}

/// Reads a file of at most `most` bytes.
///
/// # Errors
/// As [`open`].
pub(crate) fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // It may be growing at this moment, and some files of the system do not know their size.
    open(path, most)?.take(most + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > most {
        true => Err(too_large(most)),
        false => Ok(bytes),
    }
}

/// Reads a text file of at most `most` bytes.
///
/// # Errors
/// As [`open`]; [`io::ErrorKind::InvalidData`] for what is not UTF-8.
pub(crate) fn read_text(path: &Path, most: u64) -> io::Result<String> {
    let not_utf8 = |_| io::Error::new(io::ErrorKind::InvalidData, "it is not text in UTF-8");
    String::from_utf8(read(path, most)?).map_err(not_utf8)
}

fn too_large(most: u64) -> io::Error {
    let size = match most >> 20 {
        0 => format!("{} KB", most >> 10),
        megabytes => format!("{megabytes} MB"),
    };
    io::Error::other(format!("it has more than the {size} that such a file may have"))
}

#[cfg(unix)]
fn kind(found: &std::fs::Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    match found.file_type() {
        kind if kind.is_dir() => "a folder",
        kind if kind.is_fifo() => "a named pipe",
        kind if kind.is_socket() => "a socket",
        _ => "a device",
    }
}

#[cfg(not(unix))]
fn kind(found: &std::fs::Metadata) -> &'static str {
    if found.is_dir() { "a folder" } else { "a device" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_its_size() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, b"1234").unwrap();
        assert_eq!(read_text(&path, 4).unwrap(), "1234");
        let told = read(&path, 3).unwrap_err().to_string();
        assert!(told.contains("more than the 0 KB"), "{told}");
        assert_eq!(
            read(&folder.path().join("none"), 9).unwrap_err().kind(),
            io::ErrorKind::NotFound
        );
        std::fs::write(&path, b"\xff").unwrap();
        assert_eq!(read_text(&path, 4).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }

    /// Read with `fs::read`, each of these would wait or go on for ever.
    #[cfg(target_os = "linux")]
    #[test]
    fn what_is_no_file_is_said_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        let endless = folder.path().join("endless");
        std::os::unix::fs::symlink("/dev/zero", &endless).unwrap();
        for (path, said) in
            [(&*pipe, "a named pipe"), (&*endless, "a device"), (folder.path(), "a folder")]
        {
            let told = read(path, 1 << 20).unwrap_err().to_string();
            assert!(told.contains(said), "{told}");
        }
        // A file that does not know its size: /proc says 0.
        assert!(read(Path::new("/proc/self/status"), 10).is_err());
    }
}
