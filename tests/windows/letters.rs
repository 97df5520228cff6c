//! Letters that the windows' own font has not: an office's font for its paper serves its screens, too.

use super::scene_of;
use antre::app::letters::lend;
use antre::data::DataFolder;
use antre::fonts;
use antre::lab::harness::{KIOSK, Spot};
use std::{fs, thread};

/// The kiosk whose first service is called like this, of an office with a font for it in its data folder.
fn picture(name: &str) -> Vec<[u8; 3]> {
    let folder = tempfile::tempdir().unwrap();
    let data = DataFolder::locate(Some(folder.path().to_owned()));
    fs::create_dir_all(data.fonts_folder()).unwrap();
    let font = format!("{}/tests/fonts/NotoSansSC-subset.otf", env!("CARGO_MANIFEST_DIR"));
    fs::copy(font, data.fonts_folder().join("chinese.otf")).unwrap();
    lend(fonts::of(&data));
    let change = |source: &str| source.replace("Kartu Keluarga", name);
    let office = scene_of("2026-11-23T01:00:00Z", change);
    let picture = office.stage.picture(Spot::Kiosk, KIOSK).unwrap();
    picture.as_slice().iter().map(|pixel| [pixel.r, pixel.g, pixel.b]).collect()
}

#[test]
fn a_service_in_a_script_of_the_offices_own_font_can_be_read_at_the_kiosk() {
    // A letter that no font has looks like every other such letter.
    // A thread has one stage.
    let names = ["电子身份证", "登记局人口"];
    let [one, another] = names.map(|name| thread::spawn(|| picture(name)).join().unwrap());
    let differ = one.iter().zip(&another).filter(|(one, another)| one != another).count();
    assert!(differ > 50, "only {differ} pixels tell one name from another");
}
