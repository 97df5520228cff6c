//! Whole days, played by seed. A day that breaks a promise of the product ends with an error and not with figures.

use crate::support::TempOffice;
use crate::support::offices::magetan;
use antre::data::DataFolder;
use antre::domain::Timestamp;
use antre::office::{Office, Outside, SAMPLES};
use antre::rehearsal::{Rehearsal, Settings};
use chrono::TimeDelta;
use std::sync::Arc;

fn play(sample: &str, seed: u64, visitors: usize) -> Rehearsal {
    let (_, source) = SAMPLES.iter().find(|(name, _)| *name == sample).unwrap();
    let office = Arc::new(Office::parse(source, &Outside::default()).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let data = DataFolder::locate(Some(folder.path().to_owned()));
    let opens: Timestamp = "2026-11-23T01:00:00Z".parse().unwrap();
    Rehearsal::play(&office, Settings { seed, visitors }, &data, opens, opens + TimeDelta::hours(7))
        .unwrap()
}

#[test]
fn everybody_who_took_a_number_has_an_end_and_the_paper_tells_the_truth() {
    for (sample, seed) in [("magetan", 1), ("desa", 2)] {
        let day = play(sample, seed, 60);
        let all = &day.report.all;
        assert_eq!(all.issued + day.counts.refused, 60, "{day}");
        assert_eq!(all.done + all.missed + all.cancelled + all.lapsed, all.issued, "{day}");
        assert!(all.done * 10 >= all.issued * 6, "most go home with their business done: {day}");
        assert_eq!(day.counts.power_cuts, 1);
        assert!(
            day.report.papers.keys().any(|(state, _)| state == "failed"),
            "without paper: {day}"
        );
        assert!(day.report.copies > 0, "somebody printed copies: {day}");
    }
}

#[test]
fn the_same_seed_plays_the_same_day() {
    let [one, again, another] = [1, 1, 9].map(|seed| play("magetan", seed, 40));
    let lived = |day: &Rehearsal| (day.counts, day.report.all.clone(), day.report.hours.clone());
    assert_eq!(lived(&one), lived(&again));
    assert_ne!(lived(&one), lived(&another));
}

#[test]
fn the_office_of_the_data_folder_is_rehearsed_beside_its_queue() {
    let office = TempOffice::new(&magetan());
    office.antre("issue T --case baru").ok();
    let keep = office.file("latihan");
    let told = office
        .antre(&format!("rehearse --day --visitors 12 --seed 3 --keep {}", keep.display()))
        .ok();
    assert!(told.starts_with("Rehearsed 2026-11-23 with seed 3: 12 visitors"), "{told}");
    let answer = office.antre("board --json").json();
    assert_eq!(
        answer["waiting_total"].as_u64().unwrap_or(1),
        1,
        "the office's own queue is untouched: {answer}"
    );
    let again = office.antre(&format!("rehearse --keep {}", keep.display())).refusal();
    assert!(again.contains("holds a queue already"), "{again}");
    assert!(office.antre("rehearse --day 2026-11-22").refusal().contains("closed on 2026-11-22"));
}
