//! The clips inside the program. `ui/voice/README.md` tells how they were made.
//!
//! Only the list: a test compares it with the tables, and `pack` reads the files.

use crate::domain::Language;

/// The files of a folder, by name.
macro_rules! clips {
    ($folder:literal: $($name:literal)+) => {
        &[$((
            $name,
            include_bytes!(concat!("../../ui/voice/", $folder, "/", $name, ".wav")).as_slice(),
        )),+]
    };
}

/// A language with the names and files of its clips.
type Files = (Language, &'static [(&'static str, &'static [u8])]);

/// Every language that the program can speak by itself.
#[rustfmt::skip]
pub(super) const PACKS: &[Files] = &[
    (Language::Indonesian, clips!("id":
        "intro" "go-to" "counter" "teen" "tens" "tens.end" "number-10" "number-11" "place-pengambilan" "place-meja-layanan"
        "digit-0" "digit-1" "digit-2" "digit-3" "digit-4" "digit-5" "digit-6" "digit-7" "digit-8" "digit-9"
        "digit-0.end" "digit-1.end" "digit-2.end" "digit-3.end" "digit-4.end" "digit-5.end" "digit-6.end"
        "digit-7.end" "digit-8.end" "digit-9.end"
        "letter-a" "letter-b" "letter-c" "letter-d" "letter-e" "letter-f" "letter-g" "letter-h" "letter-j"
        "letter-k" "letter-l" "letter-m" "letter-n" "letter-p" "letter-q" "letter-r" "letter-s" "letter-t"
        "letter-u" "letter-v" "letter-w" "letter-x" "letter-y" "letter-z"
    )),
    (Language::English, clips!("en":
        "intro" "go-to" "counter" "place-collection" "place-service-desk"
        "digit-0" "digit-1" "digit-2" "digit-3" "digit-4" "digit-5" "digit-6" "digit-7" "digit-8" "digit-9"
        "digit-0.end" "digit-1.end" "digit-2.end" "digit-3.end" "digit-4.end" "digit-5.end" "digit-6.end"
        "digit-7.end" "digit-8.end" "digit-9.end"
        "number-10" "number-11" "number-12" "number-13" "number-14" "number-15" "number-16" "number-17"
        "number-18" "number-19" "number-20" "number-30" "number-40" "number-50" "number-60" "number-70"
        "number-80" "number-90"
        "number-10.end" "number-11.end" "number-12.end" "number-13.end" "number-14.end" "number-15.end"
        "number-16.end" "number-17.end" "number-18.end" "number-19.end" "number-20.end" "number-30.end"
        "number-40.end" "number-50.end" "number-60.end" "number-70.end" "number-80.end" "number-90.end"
        "letter-a" "letter-b" "letter-c" "letter-d" "letter-e" "letter-f" "letter-g" "letter-h" "letter-j"
        "letter-k" "letter-l" "letter-m" "letter-n" "letter-p" "letter-q" "letter-r" "letter-s" "letter-t"
        "letter-u" "letter-v" "letter-w" "letter-x" "letter-y" "letter-z"
    )),
];
