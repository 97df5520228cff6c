//! The lock files of a printer: one for its id, and one for every spelling of its address.
//!
//! Never here: taking them (the spool does).

use crate::desk::PrintTarget;
use crate::printer::Address;

/// Whoever owns a printer owns its id, and its address in every spelling: neither a second program under another name, nor one
/// that still knows an old address, comes in between.
pub(super) fn lock_names(target: &PrintTarget, address: &Address) -> Vec<String> {
    let id = format!("id {}", target.printer);
    std::iter::once(id).chain(address.identities()).map(|name| lock_name(&name)).collect()
}

/// A file name for a printer: readable, and different for different addresses.
fn lock_name(printer: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let readable: String = printer.chars().map(plain).take(60).collect();
    // The readable part alone would give tcp://a-b and tcp://a.b one name. FNV-1a, by its published constants.
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = printer.bytes().fold(0xcbf2_9ce4_8422_2325, mix);
    format!("printer-{readable}-{hash:016x}.lock")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_printer_has_its_own_lock() {
        let [a, b] = ["tcp://a-b:9100", "tcp://a.b:9100"].map(lock_name);
        assert_ne!(a, b);
        assert!(a.starts_with("printer-tcp---a-b-9100-"), "{a}");
    }
}
