//! Questions to the kernel that no safe library asks: what a printer device says of itself, and what the network has
//! not confirmed.
//!
//! The only file with `unsafe`: each call names the number of a request and the type of its answer, and a wrong pair
//! would let the kernel write where it must not. Never here: what an answer means.
#![allow(unsafe_code)]

use std::ffi::c_int;
use std::os::fd::AsFd;

use rustix::fs::{FileType, fstat, major};
use rustix::io::Errno;
use rustix::ioctl::{Getter, Opcode, ioctl, opcode};
use rustix::termios::tcgetattr;

/// `LPGETSTATUS` of `<linux/lp.h>`: the status lines of IEEE 1284.
const LPGETSTATUS: Opcode = 0x060b;
/// `TIOCOUTQ` of `<asm/ioctls.h>`: what waits in a serial port. `SIOCOUTQ` of `<linux/sockios.h>`, what waits in a
/// connection, is the same number.
const OUTQ: Opcode = if cfg!(not(target_os = "linux"))
    || cfg!(any(target_arch = "powerpc", target_arch = "powerpc64"))
    || cfg!(any(target_arch = "sparc", target_arch = "sparc64"))
{
    opcode::read::<c_int>(b't', 115)
} else if cfg!(any(target_arch = "mips", target_arch = "mips64")) {
    0x7472
} else {
    0x5411
};

/// The drivers that know `LPGETSTATUS`, by the major numbers of `Documentation/admin-guide/devices.txt`: `lp` is 6;
/// `usblp` shares 180 with other USB devices, which answer that they do not know it.
const PRINTERS: [u32; 2] = [6, 180];

/// The status lines of a printer device, as the byte of IEEE 1284. May take five seconds.
///
/// # Errors
/// `NOTTY` for anything that is no printer device; otherwise what the kernel says.
pub(super) fn status_lines(printer: impl AsFd) -> Result<u8, Errno> {
    let stat = fstat(&printer)?;
    let is_device = FileType::from_raw_mode(stat.st_mode) == FileType::CharacterDevice;
    if cfg!(not(target_os = "linux")) || !is_device || !PRINTERS.contains(&major(stat.st_rdev)) {
        return Err(Errno::NOTTY);
    }
    // SAFETY: the two drivers write one `int` for `LPGETSTATUS`, and the file was checked above to be one of theirs.
    let status = unsafe { ioctl(printer, Getter::<LPGETSTATUS, c_int>::new()) }?;
    Ok((status & 0xff) as u8)
}

/// How many bytes have not left: those that wait in a serial port, or those of a TCP connection that the other machine
/// has not confirmed.
///
/// # Errors
/// `NOTTY` where the kernel cannot tell, and for any other file; otherwise what it says.
pub(super) fn unsent(port: impl AsFd) -> Result<usize, Errno> {
    match FileType::from_raw_mode(fstat(&port)?.st_mode) {
        FileType::Socket if cfg!(target_os = "linux") => {}
        // A terminal that was hung up says so instead of being none.
        FileType::CharacterDevice => {
            tcgetattr(&port)?;
        }
        _ => return Err(Errno::NOTTY),
    }
    // SAFETY: on serial ports, and on Linux's sockets, this number means a question that is answered by one `int`.
    let bytes = unsafe { ioctl(port, Getter::<OUTQ, c_int>::new()) }?;
    Ok(usize::try_from(bytes).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_no_printer_is_not_asked() {
        for path in ["/dev/null", "/proc/self/status"] {
            let file = std::fs::File::open(path).expect("every Linux has it");
            assert_eq!(status_lines(&file), Err(Errno::NOTTY), "{path}");
            assert_eq!(unsent(&file), Err(Errno::NOTTY), "{path}");
        }
    }
}
