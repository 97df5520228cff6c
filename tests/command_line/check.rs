//! `antre check` as an administrator reads it: what is a fault, what is worth knowing, and who would be left waiting.

use crate::support::TempOffice;
use crate::support::offices::magetan;
use std::fs;

/// The file of an office, with other words in it.
fn rewrite(office: &TempOffice, from: &str, to: &str) {
    let file = office.file("office.toml");
    let source = fs::read_to_string(&file).unwrap();
    assert!(source.contains(from), "{from}");
    fs::write(file, source.replacen(from, to, 1)).unwrap();
}

/// The line of the office file that begins with this.
fn line_of(office: &TempOffice, begin: &str) -> usize {
    let source = fs::read_to_string(office.file("office.toml")).unwrap();
    1 + source.lines().position(|line| line.starts_with(begin)).unwrap()
}

/// An office file without the service of this letter.
fn without_service(source: &str, letter: &str) -> String {
    let at = source.find(&format!("code = \"{letter}\"")).unwrap();
    let begin = source[..at].rfind("[[service]]").unwrap();
    let end = at + source[at..].find("\n[[service]]").unwrap();
    source[..begin].to_owned() + &source[end..].replace(&format!("\"{letter}\", "), "")
}

#[test]
fn a_printer_that_puts_nothing_on_paper_is_worth_knowing() {
    let told = |address: &str| {
        let source = magetan().replace("address = \"\"", &format!("address = \"{address}\""));
        TempOffice::new(&source).antre("check").ok()
    };
    let drawn = told("virtual://");
    assert!(drawn.contains("virtual://: nothing comes out on paper"), "{drawn}");
    assert!(
        drawn.contains("([[printer]] address)") && drawn.contains("antre printer list"),
        "{drawn}"
    );
    assert!(told("").contains("no ticket is printed"));
    assert!(told("capture:///tmp/x.bin").contains("/tmp/x.bin collects the bytes"));
    assert!(!told("tcp://192.168.1.50:9100").contains("paper"));
}

/// A ticket sent to a file would count as printed, so the program refuses it; a technician learns that before it opens.
#[cfg(target_os = "linux")]
#[test]
fn an_address_that_leads_to_no_printer_is_a_fault_before_anything_is_sent() {
    for address in ["device:///dev/null", "serial:///dev/zero", "device:///proc/version"] {
        let source = magetan().replace("address = \"\"", &format!("address = \"{address}\""));
        let run = TempOffice::new(&source).antre("check");
        assert_eq!(run.code, Some(1), "{run:?}");
        assert!(run.stderr.contains("this is no printer"), "{run:?}");
        assert!(run.stderr.contains("capture://"), "{run:?}");
    }
    // What is not there now may be switched off, and is no fault of the office file.
    let source = magetan().replace("address = \"\"", "address = \"device:///dev/usb/lp99\"");
    TempOffice::new(&source).antre("check").ok();
}

#[test]
fn a_capture_file_that_cannot_be_is_a_fault() {
    let office = TempOffice::new(&magetan());
    let (missing, folder) = (office.file("no/such/file"), office.path().to_owned());
    for (address, advice) in [(missing, "create the folder"), (folder, "name a file")] {
        let address = format!("capture://{}", address.display());
        let source = magetan().replace("address = \"\"", &format!("address = \"{address}\""));
        fs::write(office.file("office.toml"), source).unwrap();
        let run = office.antre("check");
        assert!(!run.stdout.contains("collects the bytes"), "{run:?}");
        let told = run.complaint_of("the capture file");
        assert!(told.contains(advice), "{told}");
    }
}

#[test]
fn nothing_is_called_good_where_the_queue_cannot_be_used() {
    let office = TempOffice::without_queue(&magetan());
    let checked = office.antre("check");
    assert_eq!(checked.code, Some(1), "{checked:?}");
    assert!(!checked.stdout.contains(": good"), "{checked:?}");
    assert!(checked.stdout.contains("office.toml: read, but the office has faults"), "{checked:?}");
}

#[cfg(unix)]
#[test]
fn an_office_file_may_be_a_link_and_one_among_the_logs_is_in_nobodys_way() {
    use std::os::unix::fs::symlink;
    let office = TempOffice::new(&magetan());
    office.antre("issue K").ok();
    let elsewhere = tempfile::tempdir().unwrap();
    let aim = elsewhere.path().join("base.toml");
    fs::rename(office.file("office.toml"), &aim).unwrap();
    symlink(&aim, office.file("office.toml")).unwrap();
    office.antre("issue K").ok();
    assert!(office.antre("check").ok().contains("office.toml: good"));
    symlink("/dev/null", office.file("logs/x")).unwrap();
    let told = office.antre("check").ok();
    assert!(told.contains("warning: ") && told.contains("logs/x is a link"), "{told}");
}

#[test]
fn people_whose_service_has_left_the_office_file_are_named_with_the_way_on() {
    let office = TempOffice::new(&magetan());
    for number in ["T --case baru", "K", "K", "K"] {
        office.antre(&format!("issue {number}")).ok();
    }
    office.antre("next --counter 2").ok();
    office.antre("no-show K001").ok();
    assert!(office.antre("check").ok().contains("queue.db: good"));

    let whole = fs::read_to_string(office.file("office.toml")).unwrap();
    fs::write(office.file("office.toml"), without_service(&whole, "K")).unwrap();
    let checked = office.antre("check");
    assert_eq!(checked.code, Some(1), "{checked:?}");
    assert!(!checked.stdout.contains("queue.db: good"), "{checked:?}");
    let told: Vec<&str> = checked.stderr.lines().collect();
    assert_eq!(told.len(), 3, "{checked:?}");
    for (line, begin, way) in [
        (
            told[0],
            "antre: K002 is waiting, and service K is no longer in office.toml",
            "send the visitor on: `antre transfer K002 --to-service LETTER`",
        ),
        (told[1], "antre: K003 is waiting", "`antre transfer K003 --to-service LETTER`"),
        (
            told[2],
            "antre: K001 is missed",
            "`antre present K001`, then `antre transfer K001 --to-service LETTER`",
        ),
    ] {
        assert!(line.starts_with(begin) && line.ends_with(way), "{line}");
    }

    // What it says works.
    office.antre("transfer K002 --to-service T").ok();
    office.antre("transfer K003 --to-service T").ok();
    office.antre("present K001").ok();
    office.antre("transfer K001 --to-service T").ok();
    assert!(office.antre("check").ok().contains("queue.db: good"));
}

#[test]
fn a_ticket_of_a_counter_that_is_gone_or_serves_something_else_is_named() {
    let office = TempOffice::new(&crate::support::offices::small());
    for service in ["A", "B", "B"] {
        office.antre(&format!("issue {service}")).ok();
    }
    office.antre("transfer B001 --to-counter 2").ok();
    office.antre("next --counter 3").ok();
    office.antre("check").ok();
    let whole = fs::read_to_string(office.file("office.toml")).unwrap();
    fs::write(office.file("office.toml"), whole.replace("number = 3", "number = 4")).unwrap();
    let told = office.antre("check").complaint();
    assert!(
        told.starts_with("A001 is called, and counter 3, which holds it, is no longer"),
        "{told}"
    );
    assert!(told.ends_with("`antre transfer A001 --to-service A`"), "{told}");
    office.antre("transfer A001 --to-service A").ok();
    office.antre("check").ok();
    rewrite(&office, "services = [\"B\"]", "services = [\"A\"]");
    let told = office.antre("check").complaint();
    assert!(told.starts_with("B001 is waiting, and only counter 2 may call it"), "{told}");
    office.antre("transfer B001 --to-service B").ok();
    office.antre("check").ok();
}

#[test]
fn what_this_machine_does_not_have_is_a_fault_with_its_line() {
    let office = TempOffice::new(&magetan());
    rewrite(&office, "player = \"auto\"", "player = \"antre-no-such-player {file}\"");
    rewrite(&office, "pictures = \"\"", "pictures = \"gambar\"");
    let checked = office.antre("check");
    assert_eq!(checked.code, Some(1), "{checked:?}");
    let folder = format!(
        "antre: line {}: rotation.pictures: there is no folder",
        line_of(&office, "pictures = ")
    );
    let player = format!(
        "antre: line {}: voice.player: there is no program \"antre-no-such-player\"",
        line_of(&office, "player = ")
    );
    for expected in [folder, player] {
        assert!(
            checked.stderr.lines().any(|line| line.starts_with(&expected)),
            "{expected} {checked:?}"
        );
    }
    fs::create_dir(office.file("gambar")).unwrap();
    // A program that is surely there, by its path.
    rewrite(&office, "antre-no-such-player", crate::support::program::ANTRE);
    office.antre("check").ok();
}

#[test]
fn a_file_that_is_not_utf_8_says_so_with_the_line() {
    let office = TempOffice::new(&magetan());
    let line = line_of(&office, "name = ");
    let mut bytes = fs::read(office.file("office.toml")).unwrap();
    let at = String::from_utf8_lossy(&bytes).find("name = \"").unwrap() + 8;
    bytes.insert(at, 0xe9);
    fs::write(office.file("office.toml"), bytes).unwrap();
    let told = office.antre("check").refusal();
    assert!(told.contains("UTF-8") && told.contains(&format!("line {line}")), "{told}");
    assert!(!told.contains("permission"), "{told}");
}

/// The kiosk gives numbers, and every console stays locked.
#[test]
fn an_office_where_nobody_can_sign_in_is_not_good() {
    let office = TempOffice::new(&magetan().replace("sign_in = false", "sign_in = true"));
    office.antre("issue K").ok();
    let checked = office.antre("check");
    assert!(!checked.stdout.contains("queue.db: good"), "{checked:?}");
    let told = checked.stderr.lines().next().unwrap().to_owned();
    assert!(told.starts_with("antre: nobody can sign in at a console"), "{told}");
    assert!(told.contains("`antre officer add`"), "{told}");
    office.antre("officer add sari --name Sari").ok();
    assert!(office.antre("check").ok().contains("queue.db: good"));
}

#[test]
fn every_finding_is_there_for_scripts_with_code_severity_and_remedy() {
    let office = TempOffice::new(&magetan());
    rewrite(&office, "pictures = \"\"", "pictures = \"gambar\"");
    let run = office.antre("check --json");
    assert_eq!((run.code, &*run.stderr), (Some(1), ""), "{run:?}");
    let answer: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(answer["good"], false);
    let found = answer["findings"].as_array().unwrap();
    let of = |code: &str| found.iter().find(|f| f["code"] == code).unwrap().clone();
    let pictures = of("office.pictures");
    assert_eq!(pictures["severity"], "fault");
    let place = format!("line {}: rotation.pictures: ", line_of(&office, "pictures = "));
    assert!(pictures["sentence"].as_str().unwrap().starts_with(&place), "{pictures}");
    assert!(pictures["remedy"].as_str().unwrap().contains("make it"), "{pictures}");
    assert_eq!(of("printer.no-address")["severity"], "note");
    rewrite(&office, "call_limit = 3", "call_limit = 0");
    let run = office.antre("check --json");
    assert!(run.stdout.contains("\"office.fault\"") && run.stdout.contains("queue.call_limit"));
}
