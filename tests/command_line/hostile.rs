//! What somebody may type or put into a file, on its way to a terminal or a log: it is seen, and it does nothing.

use crate::support::TempOffice;
use crate::support::offices::magetan;
use crate::support::program::{ANTRE, Run, run};
use std::fs;
use std::process::Command;

/// Clears a screen, turns letters around, ends a line and begins one that looks like ours.
const HOSTILE: &str = "T\u{1b}[2J\u{9b}\u{202e}\u{2028}\r\nantre: all is well";

/// Nothing of what a program said or logged moves a cursor, and every line at the margin is the program's own.
#[track_caller]
fn check(said: &Run, quoted: &str) {
    for text in [&said.stdout, &said.stderr] {
        let active = text.chars().find(|c| {
            (c.is_control() && *c != '\n')
                || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        });
        assert_eq!(active, None, "{text:?}");
        assert!(!text.contains("\nantre: all is well"), "{text:?}");
    }
    assert!(format!("{}{}", said.stdout, said.stderr).contains(quoted), "{said:?}");
}

#[test]
fn an_argument_that_is_quoted_does_nothing() {
    let office = TempOffice::new(&magetan());
    let say = |arguments: &[&str]| run(office.command("").args(arguments));
    for arguments in [
        &["ticket", HOSTILE][..],
        &["issue", "T", "--case", HOSTILE],
        &["issue", "T", "--lang", HOSTILE],
        &[HOSTILE],
        &["--officer", HOSTILE, "next", "--counter", "1"],
        &["init", "--sample", HOSTILE],
    ] {
        let told = say(arguments);
        assert_eq!(told.code, Some(2), "{told:?}");
        check(&told, "\\u{1b}[2J");
    }
    check(&say(&["display", "--name", HOSTILE]), "");
    check(&say(&["issue", "K", "--printer", "virtual://", "--profile", HOSTILE]), "");
    let wav = format!("/no such folder/{HOSTILE}.wav");
    check(&say(&["voice", "say", "T012", "1", "--wav", &wav]), "\\u{1b}[2J");
}

#[test]
fn a_folder_whose_name_is_a_command_to_terminals_is_only_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("a\u{1b}[2J\nantre: all is well");
    for verb in [&["board"][..], &["check"], &["log"]] {
        check(&run(Command::new(ANTRE).arg("--data").arg(&data).args(verb)), "\\u{1b}[2J\\nantre");
    }
}

#[test]
fn a_key_of_a_file_is_only_a_key() {
    let office = TempOffice::new(&magetan());
    let key = r#""x\u001b[2J\nantre: all is well" = 1"#;
    fs::write(office.file("office.toml"), format!("{}\n{key}\n", magetan())).unwrap();
    check(&office.antre("check"), "\\u{1b}[2J\\nantre: all is well");
    check(&office.antre("board --json"), "\\u{1b}[2J\\nantre: all is well");
    let log = office.antre("log");
    check(&log, "");
}

#[test]
fn titles_of_profiles_and_keys_of_profiles_do_nothing() {
    let office = TempOffice::new(&magetan());
    fs::create_dir(office.file("printer-profiles")).unwrap();
    let profile = office.file("printer-profiles").join("own.toml");
    for text in [
        "inherits = \"generic-80\"\ntitle = \"x\\u001b[2J\\nantre: all is well\"\n",
        "inherits = \"generic-80\"\n\"x\\u001b[2J\\nantre: all is well\" = 3\n",
        "inherits = \"x\\u001b[2J\\nantre: all is well\"\n",
    ] {
        fs::write(&profile, text).unwrap();
        check(&office.antre("check"), "");
        check(&office.antre("printer list"), "");
        check(&office.antre("issue K --printer virtual:// --profile own"), "");
    }
}

#[test]
fn a_name_with_an_invisible_character_is_refused_by_what_is_wrong_with_it() {
    let office = TempOffice::new(&magetan());
    for (name, code) in [("Sari\u{1b}[2J", "U+001B"), ("Sari\u{202e}", "U+202E")] {
        let told = run(office.command("officer add sari --name").arg(name)).complaint();
        assert!(told.contains(&format!("invisible character {code}")), "{told}");
    }
}

/// What JSON leaves as it is, too: U+007F to U+009F and marks of direction.
#[test]
fn json_says_the_same_in_plain_characters() {
    let office = TempOffice::new(&magetan());
    let path = office.file("call\u{9b}\u{202e}.wav");
    let mut say = office.command("voice say T012 1 --json --wav");
    let said = run(say.arg(&path));
    check(&said, "\\u009b\\u202e");
    assert_eq!(said.json()["wav"], path.to_str().unwrap());
}
