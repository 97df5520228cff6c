//! The office's own ticket: how many sheets, and what `check` says of texts that its paper cannot carry.

use super::picture::has;
use super::{capture, captured, count_cuts};
use crate::support::TempOffice;
use crate::support::offices::magetan;
use crate::support::program::{ANTRE, run};
use antre::office::SAMPLES;
use serde_json::json;

fn village() -> TempOffice {
    let (_, desa) = SAMPLES.iter().find(|(name, _)| *name == "desa").unwrap();
    TempOffice::new(&desa.replace("generic-58", "generic-80"))
}

#[test]
fn a_village_hands_out_two_sheets_in_one_job_and_one_when_asked_again() {
    let office = village();
    let to = capture(&office);
    let issued = office.antre(&format!("issue T --case rusak --printer {to} --json")).json();
    assert_eq!(issued["print"]["state"], "printed");
    let job = captured(&office);
    assert_eq!(count_cuts(&job), 2);
    let sheets: Vec<&[u8]> = [0, 1].map(|n| sheet(&job, n)).to_vec();
    assert!(has(sheets[0], "Untuk pemohon") && !has(sheets[0], "Untuk berkas"));
    assert!(has(sheets[1], "Untuk berkas") && !has(sheets[1], "Untuk pemohon"));
    for part in ["T001", "KTP Elektronik", "Rusak"] {
        assert!(sheets.iter().all(|sheet| has(sheet, part)), "{part}");
    }
    let papers = &office.antre("ticket T001 --json").json()["papers"];
    assert_eq!(papers.as_array().unwrap().len(), 1, "one job, one answer");

    std::fs::remove_file(office.file("tickets.bin")).unwrap();
    office.antre(&format!("reprint T001 --printer {to}")).ok();
    let again = captured(&office);
    assert_eq!(count_cuts(&again), 1);
    assert!(has(&again, "SALINAN 1") && !has(&again, "Untuk"));
}

/// The n-th sheet of a job whose sheets all begin with the printer's initialisation.
fn sheet(job: &[u8], n: usize) -> &[u8] {
    let starts: Vec<usize> =
        job.windows(2).enumerate().filter(|(_, w)| w == b"\x1b@").map(|(at, _)| at).collect();
    &job[starts[n]..starts.get(n + 1).copied().unwrap_or(job.len())]
}

#[test]
fn paper_shows_every_sheet_below_the_other() {
    let office = village();
    office.antre(&format!("issue K --printer {}", capture(&office))).ok();
    let facts = office.antre("paper K001 --text --json").json();
    assert_eq!(facts["sheets"], json!(2));
    assert_eq!(facts["bytes"].as_u64().unwrap(), captured(&office).len() as u64);
    let text = facts["text"].as_str().unwrap();
    let at = |label: &str| text.find(label).unwrap_or_else(|| panic!("{label} in {text}"));
    assert!(at("Untuk pemohon") < at("Untuk berkas"));
    assert_eq!(text.matches("Tidak dipungut biaya").count(), 2);
}

#[test]
fn the_slip_of_a_file_that_was_handed_back_can_be_looked_at() {
    let office = TempOffice::new(&magetan());
    let to = capture(&office);
    office.antre("issue T --case hilang").ok();
    assert_eq!(office.antre("paper T001 --slip --text").refusal(), "T001 was not handed back");
    for step in ["next --counter 1", "start T001"] {
        office.antre(step).ok();
    }
    office.antre(&format!("return T001 --missing 2 --printer {to}")).ok();
    let bytes = office.file("slip.bin");
    office.antre(&format!("paper T001 --slip --bytes {}", bytes.display())).ok();
    assert_eq!(std::fs::read(bytes).unwrap(), captured(&office), "as it was printed");
    let text = office.antre("paper T001 --slip --text").ok();
    assert!(text.contains("[ ] Surat kehilangan dari kepolisian"), "{text}");
    assert!(!text.contains("Kartu Keluarga"), "only what is missing: {text}");
}

#[test]
fn check_lists_what_the_paper_cannot_carry_among_the_other_faults() {
    let source = magetan()
        .replace("call_limit = 3", "call_limit = 30")
        .replace("en = \"Child ID card\"", "en = \"Child ID ☺\"")
        .replace(
            "footer = []",
            "footer = [\"https://dispenduk.magetan.go.id/pengaduan/ktp-elektronik\"]",
        );
    let line = |part: &str| 1 + source[..source.find(part).unwrap()].matches('\n').count();
    let [queue, footer, name] = ["call_limit", "footer = [\"https", "Child ID ☺"].map(line);
    let office = tempfile::tempdir().unwrap();
    std::fs::write(office.path().join("office.toml"), &source).unwrap();
    let antre = |arguments: &str| {
        let mut command = std::process::Command::new(ANTRE);
        run(command.arg("--data").arg(office.path()).args(arguments.split(' ')))
    };
    for verb in ["check", "issue T --case baru"] {
        let run = antre(verb);
        assert_eq!((run.code, &*run.stdout), (Some(1), ""), "{verb}: {run:?}");
        let said: Vec<&str> = run.stderr.lines().map(str::trim).collect();
        assert!(said[0].ends_with("has 3 faults:"), "{run:?}");
        assert!(said[1].starts_with(&format!("line {queue}: queue.call_limit: ")), "{run:?}");
        assert!(said[2].starts_with(&format!("line {footer}: ticket.footer[1]: ")), "{run:?}");
        assert!(said[3].starts_with(&format!("line {name}: service[4].name.en: ")), "{run:?}");
    }
}

#[test]
fn another_printer_than_the_office_files_is_tried_before_a_number_is_taken() {
    let long = "PelayananAdministrasiKependudukanTerpadu";
    let office =
        TempOffice::new(&magetan().replace("footer = []", &format!("footer = [\"{long}\"]")));
    office.antre("check").ok();
    let run = office
        .antre(&format!("issue T --case baru --profile generic-58 --printer {}", capture(&office)));
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.stderr.contains("do not fit the printer generic-58"), "{run:?}");
    assert!(run.stderr.contains(": ticket.footer[1]: "), "{run:?}");
    assert_eq!(office.antre("board --json").json()["waiting"], 0);
}

#[test]
fn a_logo_comes_from_the_offices_own_folder() {
    let source = magetan().replace("logo = \"\"", "logo = \"logo.png\"");
    let office = tempfile::tempdir().unwrap();
    std::fs::write(office.path().join("office.toml"), &source).unwrap();
    let antre = |arguments: &str| {
        let mut command = std::process::Command::new(ANTRE);
        run(command.arg("--data").arg(office.path()).args(arguments.split(' ')))
    };
    let check = || antre("check").stderr;
    assert!(check().contains(": ticket.logo: cannot read \"logo.png\" in "), "{}", check());
    std::fs::write(office.path().join("logo.png"), b"GIF89a").unwrap();
    assert!(
        check().contains(": ticket.logo: reading the picture logo.png: it is not"),
        "{}",
        check()
    );
    std::fs::write(office.path().join("logo.png"), grey_png(200, 48)).unwrap();
    antre("init --queue").ok();
    antre("check").ok();
    let to = office.path().join("tickets.bin");
    antre(&format!("issue T --case baru --printer capture://{}", to.display())).ok();
    let bytes = std::fs::read(to).unwrap();
    assert!(has(&bytes, "\u{1d}v0"), "the dots are sent");

    let elsewhere = source.replace("logo.png", "../logo.png");
    std::fs::write(office.path().join("office.toml"), elsewhere).unwrap();
    assert!(check().contains(": ticket.logo: \"../logo.png\" is no file name"), "{}", check());
}

fn grey_png(width: u32, height: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&vec![100; (width * height) as usize]).unwrap();
    writer.finish().unwrap();
    file
}
