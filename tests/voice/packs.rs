//! An office's own clips: checked, listed for a recording, made, and preferred to those of the program.

use super::recogniser::{Ear, heard_in};
use crate::support::TempOffice;
use crate::support::offices::magetan;
use antre::voice::{Recording, to_wav};
use std::fs;
use std::path::{Path, PathBuf};

/// An office that speaks these languages.
fn speaking(languages: &str) -> TempOffice {
    TempOffice::new(&magetan().replace("languages = [\"id\"]", &format!("languages = {languages}")))
}

/// A clip of the program.
fn shipped(language: &str, name: &str) -> Vec<u8> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/voice");
    fs::read(root.join(language).join(format!("{name}.wav"))).unwrap()
}

/// A folder of the office with these files.
fn folder(office: &TempOffice, name: &str, files: &[(&str, Vec<u8>)]) -> PathBuf {
    let folder = office.file(name);
    fs::create_dir_all(&folder).unwrap();
    for (file, content) in files {
        fs::write(folder.join(file), content).unwrap();
    }
    folder
}

#[test]
fn what_the_program_carries_is_enough_for_the_sample_offices() {
    let office = speaking("[\"id\", \"en\"]");
    let answer = office.antre("voice check").ok();
    let lines: Vec<&str> = answer.lines().collect();
    assert_eq!(lines.len(), 2, "{answer}");
    assert!(lines[0].starts_with("id: good (") && lines[1].starts_with("en: good ("), "{answer}");
    for language in ["id", "en"] {
        let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/voice").join(language);
        office.antre(&format!("voice check {}", pack.display())).ok();
    }
}

#[test]
fn javanese_is_listed_as_missing_until_it_is_recorded() {
    let office = speaking("[\"jv\"]");
    let told = office.antre("voice check").complaint();
    assert!(told.contains("digit-0, ") && told.contains("place-pamendhetan"), "{told}");
    assert!(told.contains("antre voice script --lang jv"), "{told}");
    let said = office.antre("voice say T012 1 --json --wav /dev/null").json();
    assert_eq!(said["sentences"][0]["language"], "id");

    // Whoever follows the script has a voice.
    let script = office.antre("voice script --lang jv --json").json();
    let lines = script.as_array().unwrap();
    let text = |file: &str| {
        let line = lines.iter().find(|line| line["file"] == file);
        line.unwrap_or_else(|| panic!("{file} is not in the script"))["text"].clone()
    };
    assert_eq!(text("digit-1.wav"), "setunggal");
    assert_eq!(text("place-pamendhetan.wav"), "Pamendhetan");
    assert!(!lines.iter().any(|line| line["file"] == "letter-z.wav"), "no service has a Z");
    let word = shipped("id", "digit-0");
    let recordings = office.file("recordings");
    fs::create_dir(&recordings).unwrap();
    for line in lines {
        fs::write(recordings.join(line["file"].as_str().unwrap()), &word).unwrap();
    }
    office.antre(&format!("voice make --lang jv --from {}", recordings.display())).ok();
    office.antre("voice check").ok();
    let said = office.antre("voice say T012 1 --json --wav /dev/null").json();
    assert_eq!(said["sentences"][0]["language"], "jv");
    assert_eq!(
        said["sentences"][0]["text"],
        "Nomer antrian, T, nol setunggal kalih, dipunaturi tindak dhateng loket setunggal."
    );
}

#[test]
fn an_own_clip_is_heard_instead_of_the_programs_and_the_others_stay() {
    let office = speaking("[\"id\"]");
    // Of all words "satu" is re-recorded; the recording happens to say "nine" in English.
    folder(&office, "voice/id", &[("digit-1.wav", shipped("en", "digit-9"))]);
    let file = office.file("call.wav");
    // It is recorded once, and heard at the end of a phrase too, where the program has a word of its own for that.
    office.antre(&format!("voice say T011 1 --wav {}", file.display())).ok();
    let sound = Recording::read(&fs::read(file).unwrap()).unwrap().samples;
    let ear = Ear::shipped(antre::domain::Language::Indonesian);
    let heard = heard_in(&sound, &ear);
    let once = ["intro", "letter-t", "digit-0", "go-to", "counter"];
    assert_eq!(heard, [once, once].concat());
    assert_eq!(heard_in(&sound, &Ear::of(&office.file("voice/id"))), ["digit-1"; 6]);
}

#[test]
fn every_fault_of_a_folder_is_told_at_once() {
    let office = speaking("[\"id\"]");
    let halting = [vec![0; 11_025], to_samples(&shipped("id", "digit-2"))].concat();
    let folder = folder(
        &office,
        "voice/id",
        &[
            ("digit-0.wav", shipped("id", "digit-0")),
            ("digit-1.wav", to_wav(&[3; 9000])),
            ("digit-2.wav", to_wav(&halting)),
            ("digit-3.wav", b"ID3".to_vec()),
            ("digit-four.wav", shipped("id", "digit-4")),
        ],
    );
    let run = office.antre("voice check");
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    for (file, problem) in [
        ("digit-1.wav", "is too quiet"),
        ("digit-2.wav", "begins with 5"),
        ("digit-3.wav", "it is no WAV file"),
        ("digit-four.wav", "is needed by no call"),
        ("digit-5.wav", "is missing"),
        ("letter-t.wav", "is missing"),
    ] {
        let line = format!("antre: {}: {problem}", folder.join(file).display());
        assert!(run.stderr.contains(&line), "{line} is not in {}", run.stderr);
    }
    let json = office.antre(&format!("voice check {} --json", folder.display()));
    let answer: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!((json.code, answer[0]["own"].as_u64()), (Some(1), Some(3)));
    assert!(answer[0]["faults"].as_array().unwrap().len() > 10);
}

fn to_samples(wav: &[u8]) -> Vec<i16> {
    Recording::read(wav).unwrap().as_clip().unwrap().0
}

#[test]
fn recordings_become_clips_and_what_is_no_clip_is_told() {
    let office = speaking("[\"id\"]");
    let softly: Vec<i16> = to_samples(&shipped("id", "digit-2")).iter().map(|s| s / 8).collect();
    let recorded = [vec![0; 20_000], softly, vec![0; 30_000]].concat();
    let session = [
        ("digit-2.wav", to_wav(&recorded)),
        ("take 7.wav", to_wav(&recorded)),
        ("digit-3.wav", to_wav(&[0; 9000])),
    ];
    let session = folder(&office, "session", &session);
    let run = office.antre(&format!("voice make --lang id --from {}", session.display()));
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("take 7.wav: is needed by no call"), "{run:?}");
    assert!(run.stderr.contains("digit-3.wav: nothing is to be heard in it"), "{run:?}");
    let made = to_samples(&fs::read(office.file("voice/id/digit-2.wav")).unwrap());
    assert!(made.len() < recorded.len() / 3, "trimmed");
    let peak = |samples: &[i16]| samples.iter().map(|s| s.unsigned_abs()).max().unwrap();
    assert!(peak(&made) > 3 * peak(&recorded), "levelled");
    assert!(!office.file("voice/id/digit-3.wav").exists());
}

/// A synthesiser that notes what it was given and speaks the same word for whatever word it is, with the pauses between.
#[cfg(unix)]
fn synthesiser(office: &TempOffice) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let notes = office.file("given");
    let word = [to_samples(&shipped("id", "digit-0")), vec![0; 7000]].concat();
    for count in 0..6 {
        fs::write(office.file(&format!("word-{count}.wav")), to_wav(&word.repeat(count + 1)))
            .unwrap();
    }
    let content = format!(
        "#!/bin/sh\nfor last; do :; done\necho \"$2 $4 $6 $last\" >> {}\n\
         count=$(echo \"$last\" | grep -o '\\[\\[_' | wc -l)\ncp {}-$((count)).wav \"$8\"\n",
        notes.display(),
        office.file("word").display()
    );
    let program = office.file("espeak");
    fs::write(&program, content).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    program
}

#[cfg(unix)]
#[test]
fn a_pack_is_made_from_its_table_alone() {
    let office = speaking("[\"id\"]");
    let pack = folder(&office, "pack", &[]);
    let program = synthesiser(&office);
    let make =
        format!("voice make --pack {} --lang id --espeak {}", pack.display(), program.display());
    assert!(office.antre(&make).ok().starts_with("Wrote 54 clips to "));
    let given = fs::read_to_string(office.file("given")).unwrap();
    for line in [
        "silakan menuju|[[l'okEt]]|5",
        "silakan menuju|[[l'okEt]]|5|[[b@l'as]]",
        "nomor antrean|T|0|4|5",
        "nomor antrean|T|0|1|4",
        "nomor antrean|T|0|1|5",
    ] {
        let line = format!("id 185 100 {}", line.replace('|', " [[_:_:_:_:_:]] "));
        assert!(given.lines().any(|given| given == line), "{line} is not in {given}");
    }
    office.antre(&format!("voice check {}", pack.display())).ok();
    // The table that was written is followed from now on.
    let table = fs::read_to_string(pack.join("pack.toml")).unwrap();
    fs::write(pack.join("pack.toml"), table.replace("nomor antrean", "nomor urut")).unwrap();
    office.antre(&make).ok();
    let given = fs::read_to_string(office.file("given")).unwrap();
    assert!(given.lines().any(|given| given.starts_with("id 185 100 nomor urut ")));
}

#[test]
fn making_nothing_leaves_nothing_behind() {
    let office = TempOffice::new(&magetan());
    assert!(office.antre("voice make").ok().starts_with("There is nothing to make"));
    assert!(office.antre("voice check").ok().contains("id: good"), "the program's own voice");
}

#[cfg(unix)]
#[test]
fn a_counter_with_a_name_that_nobody_has_spoken_is_made_for_the_office() {
    let source = magetan().replace("id = \"Pengambilan\"", "id = \"Loket Ambil\"");
    let office = TempOffice::new(&source);
    let told = office.antre("voice check").complaint();
    assert!(told.contains("place-loket-ambil"), "{told}");
    let way = |office: &TempOffice| {
        let said = office.antre("voice say T012 3 --json --wav /dev/null").json();
        said["sentences"][0]["text"].as_str().unwrap().rsplit_once(", ").unwrap().1.to_owned()
    };
    assert_eq!(way(&office), "silakan menuju loket tiga.", "until then by its number");
    let program = synthesiser(&office);
    let made = office.antre(&format!("voice make --espeak {}", program.display())).ok();
    assert!(made.starts_with("Wrote 1 clips to "), "{made}");
    assert_eq!(
        fs::read_to_string(office.file("given")).unwrap(),
        "id 185 100 silakan menuju [[_:_:_:_:_:]] Loket Ambil\n"
    );
    assert_eq!(way(&office), "silakan menuju Loket Ambil.");
    office.antre("voice check").ok();
    let again = office.antre(&format!("voice make --espeak {}", program.display())).ok();
    assert!(
        again.starts_with("Wrote 1 clips to "),
        "the office's own table is made again: {again}"
    );
}

#[test]
fn without_a_synthesiser_it_says_how_to_get_one() {
    let office = speaking("[\"id\"]");
    let pack = folder(&office, "pack", &[]);
    let make = format!("voice make --pack {} --espeak antre-no-such-program", pack.display());
    let run = office.antre(&make);
    assert!(run.stderr.contains("sudo apt install espeak-ng"), "{run:?}");
    let javanese = office.antre("voice make --lang jv").refusal();
    assert!(javanese.contains("antre voice script --lang jv"), "{javanese}");
}
