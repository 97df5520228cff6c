//! The voice as a waiting room hears it: words recognised in the very file that would be played, and the clips of an
//! office looked after from the command line.

mod packs;
mod recogniser;

use crate::support::TempOffice;
use crate::support::offices::magetan;
use crate::support::program::run;
use antre::domain::Language;
use antre::voice::{Recording, Table};
use recogniser::{Ear, heard_in};
use serde_json::json;

/// What the file of a call says to somebody who knows only the clips.
fn heard(office: &TempOffice, call: &str, language: Language) -> Vec<String> {
    let file = office.file("call.wav");
    let lang = language.code();
    let wav = file.to_str().unwrap();
    office.antre(&format!("voice say {call} --lang {lang} --wav {wav}")).ok();
    let recording = Recording::read(&std::fs::read(&file).unwrap()).unwrap();
    assert_eq!((recording.rate, recording.channels, recording.bits), (22_050, 1, 16));
    heard_in(&recording.samples, &Ear::shipped(language))
}

/// What was said, as text.
fn words(language: Language, heard: &[String]) -> String {
    let table = &Table::shipped(language).clips;
    let text = |name: &String| table[&antre::voice::ClipName::parse(name).unwrap()].text.clone();
    heard.iter().map(text).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn says(office: &TempOffice, call: &str, language: Language, once: &str) {
    let heard = words(language, &heard(office, call, language));
    assert_eq!(heard, format!("{once} {once}"), "everything twice, and nothing else");
}

/// A call that would take too long is said once, and then without the words that everybody knows.
#[track_caller]
fn says_once(office: &TempOffice, call: &str, once: &str, again: &str) {
    let heard = words(Language::Indonesian, &heard(office, call, Language::Indonesian));
    assert_eq!(heard, format!("{once} {again}"));
}

/// The city office with more services and counters, so that every word of a call is there to be said.
fn many_counters() -> TempOffice {
    let mut office = magetan();
    for code in ["B", "W"] {
        office += &format!(
            "\n[[service]]\ncode = \"{code}\"\nname = \"{code}\"\njourney = [{{ stage = \"layanan\" }}]\n"
        );
    }
    for number in [17, 38, 46] {
        office += &format!(
            "\n[[counter]]\nnumber = {number}\nname = \"Loket {number}\"\nstages = [\"layanan\"]\n"
        );
    }
    TempOffice::new(&office)
}

#[test]
fn an_indonesian_call_is_understood_word_by_word() {
    let office = many_counters();
    for (call, words) in [
        ("T012 1", "nomor antrean T nol satu dua silakan menuju loket satu"),
        ("B385 3", "nomor antrean B tiga delapan lima silakan menuju pengambilan"),
    ] {
        says(&office, call, Language::Indonesian, words);
    }
    let way = "K sembilan sembilan sembilan silakan menuju loket tujuh belas";
    let short = way.replace("silakan menuju ", "");
    says_once(&office, "K999 17", &format!("nomor antrean {way}"), &short);
    let way = "Q delapan nol nol nol silakan menuju loket empat puluh enam";
    let short = way.replace("silakan menuju ", "");
    says_once(&office, "Q8000 46", &format!("nomor antrean {way}"), &short);
}

#[test]
fn an_english_call_is_understood_word_by_word() {
    let office = many_counters();
    for (call, words) in [
        ("T012 2", "number T zero one two please go to counter two"),
        ("W740 38", "number W seven four zero please go to counter thirty eight"),
    ] {
        says(&office, call, Language::English, words);
    }
}

#[test]
fn two_calls_over_one_another_are_understood_by_nobody() {
    // The proof that a test by ear would notice calls that overlap.
    let ear = Ear::shipped(Language::Indonesian);
    let voices = antre::voice::Voices::shipped(&[Language::Indonesian]);
    let sound = |number: &str, counter| {
        let counter = antre::domain::CounterNumber::new(counter).unwrap();
        let extent = antre::voice::Extent::Brief;
        let call = voices.announce(number.parse().unwrap(), counter, extent);
        call.samples.iter().map(|sample| f32::from(*sample) / 65536.0).collect::<Vec<f32>>()
    };
    let (one, other) = (sound("T012", 1), sound("K345", 2));
    assert_eq!(heard_in(&one, &ear).len(), 6);
    let late = 4000;
    let mut both = one.clone();
    both.resize(both.len().max(late + other.len()), 0.0);
    both[late..].iter_mut().zip(&other).for_each(|(sum, sample)| *sum += sample);
    let heard = heard_in(&both, &ear);
    assert!(heard.len() < 6, "{heard:?}");
}

#[test]
fn a_call_can_be_heard_before_there_is_an_office() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("call.wav");
    let mut command = std::process::Command::new(crate::support::program::ANTRE);
    command.arg("--data").arg(folder.path()).args(["voice", "say", "t12", "3", "--json", "--wav"]);
    let said = run(command.arg(&file)).json();
    assert_eq!(said["number"], "T012");
    assert_eq!(
        said["sentences"],
        json!([{
            "language": "id",
            "text": "Nomor antrean, T, nol satu dua, silakan menuju loket tiga.",
            "clips": ["intro", "letter-t", "digit-0", "digit-1", "digit-2", "go-to", "counter", "digit-3"],
        }])
    );
    assert!((8.0..11.0).contains(&said["seconds"].as_f64().unwrap()));
}

#[test]
fn a_call_that_cannot_be_heard_says_why() {
    let player = |player: &str| {
        let chosen = format!("player = '{player}'");
        TempOffice::new(&magetan().replace("player = \"auto\"", &chosen))
    };
    let missing = player("antre-no-such-player").antre("voice say T012 1").refusal();
    assert!(missing.starts_with("cannot run the player antre-no-such-player"), "{missing}");
    let silent = player("none").antre("voice say T012 1").refusal();
    assert!(silent.contains("--wav FILE"), "{silent}");
    let folder = tempfile::tempdir().unwrap();
    let into_folder = player(&format!("wav:{}", folder.path().display()));
    into_folder.antre("voice say T012 1").ok();
    into_folder.antre("voice say K001 2").ok();
    let mut files: Vec<String> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(files, ["000001-T012-1.wav", "000002-K001-2.wav"]);
}

#[test]
fn a_call_to_what_the_office_does_not_have_is_answered_with_what_it_has() {
    let office = TempOffice::new(&magetan());
    let counters = "this office has no counter 77; its counters are 1, 2, 3, 4, 5";
    assert_eq!(office.antre("voice say T012 77 --wav /dev/null").refusal(), counters);
    let services = "this office has no service Z; its services are T, R, K, N, L, S, Q, U";
    assert_eq!(office.antre("voice say Z012 1 --wav /dev/null").refusal(), services);
}
