//! An office's own printer profiles, through the real program: which file wins, and who hears of its faults.
//!
//! Never here: what a profile may say (that is tried beside `src/paper/profile_file.rs`).

use crate::paper::has;
use crate::support::TempOffice;
use crate::support::offices::magetan;
use std::fs;

/// An office with this printer profile of its own.
fn office_with(name: &str, toml: &str) -> TempOffice {
    let office = TempOffice::new(&magetan());
    let folder = office.data().profiles_folder();
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(name), toml).unwrap();
    office
}

#[test]
fn an_own_profile_prints_without_being_built_in() {
    let ours = "inherits = \"generic-58\"\n[init]\nbytes = [28, 46]\n";
    let office = office_with("loket.toml", ours);
    let to = office.file("tickets.bin");
    let printed = office.antre(&format!(
        "issue T --case baru --printer capture://{} --profile loket",
        to.display()
    ));
    printed.ok();
    let bytes = fs::read(to).unwrap();
    assert!(bytes.starts_with(b"\x1b@\x1c.") && has(&bytes, "T001"));
    let text = office.antre("paper T001 --text --profile loket").ok();
    assert_eq!(text, office.antre("paper T001 --text --profile generic-58").ok());
    assert!(office.antre("check").ok().contains("good"));
}

#[test]
fn the_profile_that_the_office_names_may_be_its_own() {
    let office = office_with("generic-80.toml", "inherits = \"generic-58\"\n");
    office.antre("issue T --case baru");
    let narrow = office.antre("paper T001 --text --profile generic-58").ok();
    assert_eq!(office.antre("paper T001 --text").ok(), narrow);
}

#[test]
fn a_fault_of_an_own_profile_is_told_with_file_and_line_even_before_it_is_used() {
    let office = office_with("spare.toml", "inherits = \"generic-80\"\n[cut]\nmargin_mm = 99.0\n");
    let path = office.data().profiles_folder().join("spare.toml");
    let place = format!("{}, line 3: cut.margin_mm: ", path.display());
    let check = office.antre("check");
    assert_eq!(check.code, Some(1), "{check:?}");
    assert!(check.stderr.contains(&place), "{check:?}");
    let told = office.antre("issue T --case baru --printer virtual:// --profile spare").refusal();
    assert!(told.contains(&place), "{told}");
    assert_eq!(office.antre("board --json").json()["waiting"], 0, "no number without its paper");
}

#[test]
fn a_name_leads_nowhere_but_into_the_folder() {
    let office = TempOffice::new(&magetan());
    fs::write(office.file("outside.toml"), "inherits = \"generic-80\"").unwrap();
    let told =
        office.antre("issue T --case baru --printer virtual:// --profile ../outside").refusal();
    assert!(told.contains("a-z, 0-9 and -"), "{told}");
}
