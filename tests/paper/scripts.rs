//! Services named in scripts that no printer has, through the real program: drawn, or refused with what to do.
//!
//! Never here: what drawn lines look like (that is `golden`).

use super::golden::chinese_font;
use super::picture::has;
use crate::support::TempOffice;
use crate::support::offices::magetan;
use antre::paper::commands;
use std::fs;

/// The city office, its identity cards named like this in every language.
fn office(name: &str) -> TempOffice {
    let source = magetan();
    let (before, after) = source.split_once("code = \"T\"\nname = ").unwrap();
    let (_, after) = after.split_once('\n').unwrap();
    TempOffice::new(&format!("{before}code = \"T\"\nname = \"{name}\"\n{after}"))
}

fn print(office: &TempOffice) -> Vec<u8> {
    let to = office.file("tickets.bin");
    office.antre(&format!("issue T --case baru --printer capture://{}", to.display())).ok();
    fs::read(to).unwrap()
}

/// Whether a job holds a picture.
fn has_picture(job: &[u8]) -> bool {
    let mut rest = job;
    while let Some(command) = commands::first(rest) {
        if rest.starts_with(b"\x1dv0") {
            return true;
        }
        rest = &rest[command.len..];
    }
    false
}

#[test]
fn a_service_in_javanese_script_is_drawn_and_the_rest_is_text() {
    let office = office("ꦏꦠꦺꦥꦺ");
    assert!(office.antre("check").ok().contains("good"));
    let job = print(&office);
    assert!(has_picture(&job));
    assert!(has(&job, "T001") && has(&job, "Dinas Dukcapil Kabupaten Magetan"));
    assert!(office.antre("paper T001 --text").ok().contains("ꦏꦠꦺꦥꦺ"));
}

#[test]
fn a_script_without_a_font_is_refused_until_the_office_adds_one() {
    let office = office("电子身份证");
    let refused = office.antre("check");
    assert_eq!(refused.code, Some(1), "{refused:?}");
    for part in ["service[1].name", "电", "font file", "`fonts`"] {
        assert!(refused.stderr.contains(part), "{part}: {refused:?}");
    }
    fs::create_dir(office.data().fonts_folder()).unwrap();
    fs::write(office.data().fonts_folder().join("chinese.otf"), chinese_font()).unwrap();
    assert!(office.antre("check").ok().contains("good"));
    assert!(has_picture(&print(&office)));
}

#[test]
fn a_file_that_is_no_font_is_told_by_check_and_stops_no_ticket() {
    let office = office("KTP");
    fs::create_dir(office.data().fonts_folder()).unwrap();
    fs::write(office.data().fonts_folder().join("broken.ttf"), "no font").unwrap();
    fs::write(office.data().fonts_folder().join("OFL.txt"), "a licence").unwrap();
    let told = office.antre("check");
    assert!(told.stderr.contains("broken.ttf holds no font"), "{told:?}");
    assert!(!told.stderr.contains("OFL.txt"), "{told:?}");
    let job = print(&office);
    assert!(has(&job, "T001") && !has_picture(&job));
}
