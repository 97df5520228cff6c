//! A machine with nothing on it: no display and no font, not even the library that would look for one.

use std::fs;
use std::process::Command;

#[test]
#[cfg(target_os = "linux")]
fn the_demo_needs_no_font_of_the_machine() {
    let folder = tempfile::tempdir().unwrap();
    // What lies here in its place is no library, and so there is none.
    let libraries = folder.path().join("libraries");
    fs::create_dir(&libraries).unwrap();
    fs::write(libraries.join("libfontconfig.so.1"), "").unwrap();
    let pictures = folder.path().join("pictures");
    let demo = Command::new(env!("CARGO_BIN_EXE_antre"))
        .args(["demo", "--headless"])
        .arg(&pictures)
        .env("LD_LIBRARY_PATH", &libraries)
        .output()
        .unwrap();
    assert!(demo.status.success(), "{}", String::from_utf8_lossy(&demo.stderr));
    assert!(pictures.join("index.html").exists());
}
