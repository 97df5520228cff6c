//! Tickets and profiles that several tests print.
//!
//! Never here: assertions.

use super::document::Document;
use super::profile::Profile;

/// A ticket id as the QR code carries it: 32 hexadecimal digits.
pub(crate) const TICKET_ID: &str = "01939F3B6A7C7D2E8B4F0A1C2D3E4F50";

/// The standard ticket: what a visitor needs, and nothing else.
pub(crate) fn ticket() -> Document {
    Document::new()
        .centred("Dukcapil Kabupaten Magetan")
        .bold("KTP Elektronik")
        .number("T012")
        .centred("5 orang di depan Anda")
        .centred("perkiraan 20-30 menit")
        .centred("23 Nov 2026 10:42")
        .centred("tunggu di Loket 1-2")
        .qr(TICKET_ID)
        .centred("Tidak dipungut biaya")
}

/// The longest ticket an office prints: every line of the wireframe, in full.
pub(crate) fn full_ticket() -> Document {
    Document::new()
        .bold("DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL - MAGETAN")
        .space(1)
        .large("KTP Elektronik", 2)
        .space(1)
        .number("T012")
        .space(1)
        .centred("5 orang di depan Anda")
        .centred("perkiraan 20-30 menit")
        .centred("23 Nov 2026 10:42")
        .bold("tunggu di Loket 1-2")
        .qr(TICKET_ID)
        .centred("Tidak dipungut biaya")
        .centred("Nomor dilewati setelah 3 panggilan")
}

/// A profile that the program carries.
pub(crate) fn profile(name: &str) -> Profile {
    Profile::shipped(name).expect("shipped profiles are valid")
}
