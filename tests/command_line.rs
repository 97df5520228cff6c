//! The command line as scripts see it: exit codes, sentences and JSON.

mod answers;
mod check;
mod data_files;
mod days;
mod hostile;
mod install;
#[cfg(unix)]
mod rights;
mod schema;
mod standard;
mod usage;

use crate::support::TempOffice;
use crate::support::offices::{magetan, small};
use crate::support::program::{ANTRE, run};
use serde_json::{Value, json};
use std::process::Command;

/// The given fields of an answer, which may have more.
fn fields(answer: &Value, names: &[&str]) -> Value {
    names.iter().map(|name| ((*name).to_owned(), answer[*name].clone())).collect()
}

const MOVED: [&str; 5] = ["number", "counter", "stage", "calls", "state"];

#[test]
fn a_whole_journey_from_the_command_line() {
    let office = TempOffice::new(&magetan());
    assert_eq!(
        office.antre("issue T --case baru").ok(),
        "T001: 0 ahead; not printed (no printer)\n"
    );
    let step = |verb: &str, counter: u8| {
        let answer = office.antre(&format!("{verb} --counter {counter} --json")).json();
        let text = |name: &str| answer[name].as_str().unwrap_or("-").to_owned();
        assert_eq!(answer["number"], "T001", "{verb} {counter}");
        format!("{} {} {}", text("state"), text("stage"), answer["calls"])
    };
    assert_eq!(step("next", 1), "called verifikasi 1");
    assert_eq!(step("recall", 1), "called verifikasi 2");
    assert_eq!(step("start", 1), "serving verifikasi 0");
    assert_eq!(step("finish", 1), "waiting pemeriksaan 0");
    assert_eq!(step("next", 5), "serving pemeriksaan 0");
    assert_eq!(step("finish", 5), "waiting cetak 0");
    assert_eq!(step("next", 4), "serving cetak 0");
    assert_eq!(step("finish", 4), "waiting register 0");
    assert_eq!(step("next", 4), "serving register 0");
    assert_eq!(step("finish", 4), "waiting penyerahan 0");
    assert_eq!(step("next", 3), "called penyerahan 1");
    assert_eq!(step("start", 3), "serving penyerahan 0");
    assert_eq!(step("finish", 3), "done - 0");

    let file = office.antre("ticket t1 --json").json();
    assert_eq!(fields(&file, &["promise", "norm"]), json!({"promise": "green", "norm": null}));
    assert!(file["service_seconds"].is_i64() && file["waited_seconds"].is_i64(), "{file}");
    assert_eq!(
        fields(&file, &["state", "case", "lane"]),
        json!({"state": "done", "case": "baru", "lane": "regular"})
    );
    assert_eq!(file["events"].as_array().unwrap().len(), 14);
    let board = office.antre("board --json").json();
    assert_eq!(
        fields(&board, &["waiting", "at_counters"]),
        json!({"waiting": 0, "at_counters": []})
    );
    assert_eq!(
        fields(&board["calls"][0], &["number", "counter"]),
        json!({"number": "T001", "counter": 3})
    );
}

#[test]
fn the_answers_to_issue_and_next_have_the_promised_shape() {
    let office = TempOffice::new(&magetan());
    let issued = office.antre("issue T --case baru --json").json();
    assert_eq!(
        fields(&issued, &["wait_minutes", "tight"]),
        json!({"wait_minutes": null, "tight": false})
    );
    let promised = ["number", "service", "lane", "stage", "ahead", "print"];
    assert_eq!(
        fields(&issued, &promised),
        json!({
            "number": "T001", "service": "T", "lane": "regular", "stage": "verifikasi", "ahead": 0,
            "print": {"state": "none", "level": null, "cause": null},
        })
    );
    assert_eq!(issued["id"].as_str().unwrap().len(), 36);
    let second = office.antre("issue T --case baru --priority --json").json();
    assert_eq!(fields(&second, &["lane", "ahead"]), json!({"lane": "priority", "ahead": 0}));
    let called = office.antre("next --counter 1 --json").json();
    assert_eq!(
        fields(&called, &["number", "counter", "stage", "calls"]),
        json!({"number": "T002", "counter": 1, "stage": "verifikasi", "calls": 1})
    );
}

#[test]
fn a_number_whose_documents_depend_on_the_case_wants_the_case() {
    let office = TempOffice::new(&magetan());
    assert_eq!(
        office.antre("issue T --json").refusal(),
        "service T asks for other documents in each case; say which with --case: baru, rusak, hilang, ubah-data, pindah, \
         orang-asing"
    );
    office.antre("issue T --case hilang").ok();
    office.antre("issue K").ok();
    // Where every case asks for the same documents, none need be said.
    let one_list = "requirements = [\"KK\"]\ncase = [{ id = \"baru\", name = \"Baru\" }, { id = \"lama\", name = \"Lama\" }]";
    let same = small().replacen("requirements = [\"KK\", \"KTP\"]", one_list, 1);
    TempOffice::new(&same).antre("issue A").ok();
}

#[test]
fn nobody_waiting_is_exit_code_3() {
    let office = TempOffice::new(&magetan());
    let nobody = office.antre("next --counter 1 --json");
    assert_eq!(nobody.code, Some(3), "{nobody:?}");
    assert_eq!(nobody.stdout.parse::<Value>().unwrap(), json!({"waiting": 0, "elsewhere": 0}));
    let nobody = office.antre("next --counter 1");
    assert_eq!((nobody.code, &*nobody.stdout), (Some(3), "nobody waits for counter 1\n"));
}

#[test]
fn a_refusal_is_exit_code_1_and_a_sentence() {
    let office = TempOffice::new(&magetan());
    office.antre("issue T --case baru").ok();
    office.antre("issue T --case baru").ok();
    assert_eq!(
        office.antre("finish T001 --json").refusal(),
        "T001 cannot be finished: it is waiting; call it first"
    );
    office.antre("next --counter 1").ok();
    assert_eq!(
        office.antre("next --counter 1 --json").refusal(),
        "counter 1 still has T001 (called); finish it, mark it as a no-show or cancel it first"
    );
    office.antre("recall T001").ok();
    office.antre("recall T001").ok();
    assert_eq!(
        office.antre("recall T001").refusal(),
        "T001 was called 3 times; mark it as a no-show instead"
    );
    assert!(office.antre("ticket T077").refusal().starts_with("no ticket T077 was issued on "));
    assert!(office.antre("issue Z").refusal().starts_with("this office has no service Z"));
    let no_printer = office.antre("reprint T001").refusal();
    assert!(no_printer.starts_with("printer kios has no address yet"), "{no_printer}");
}

#[test]
fn moves_are_answered_with_where_the_ticket_is_now() {
    let office = TempOffice::new(&magetan());
    office.antre("issue T --case baru").ok();
    office.antre("next --counter 1").ok();
    assert_eq!(
        fields(&office.antre("no-show --counter 1 --json").json(), &MOVED),
        json!({"number": "T001", "counter": null, "stage": "verifikasi", "calls": 0, "state": "missed"})
    );
    assert_eq!(
        fields(&office.antre("cancel T001 --json").json(), &MOVED),
        json!({"number": "T001", "counter": null, "stage": null, "calls": 0, "state": "cancelled"})
    );
}

#[test]
fn a_file_goes_home_and_comes_back_from_the_command_line() {
    let office = TempOffice::new(&magetan());
    office.antre("issue T --case hilang").ok();
    office.antre("next --counter 1").ok();
    office.antre("start T001").ok();
    let returned = office.antre("return T001 --missing 1,2 --json").json();
    let names = ["number", "counter", "stage", "state"];
    assert_eq!(
        fields(&returned, &names),
        json!({"number": "T001", "counter": null, "stage": "verifikasi", "state": "returned"})
    );
    let board = office.antre("board --json").json();
    assert_eq!((&board["waiting"], &board["away"][0]["number"]), (&json!(0), &json!("T001")));
    assert_eq!(
        board["missing"],
        json!([
            {"service": "T", "document": "Kartu Keluarga (KK)", "count": 1},
            {"service": "T", "document": "Surat kehilangan dari kepolisian", "count": 1},
        ])
    );
    let file = office.antre("ticket T001 --json").json();
    assert_eq!(
        file["missing"][1],
        json!({"item": 2, "document": "Surat kehilangan dari kepolisian"})
    );
    let back = office.antre("back T001 --json").json();
    assert_eq!((&back["state"], &back["entry"]), (&json!("waiting"), &json!("back")));
    // The sentence alone, and not once more as its own cause.
    assert_eq!(office.antre("return T001 --missing 9").stderr.lines().count(), 1);
    let refused = office.antre("return T001 --missing 9").refusal();
    assert_eq!(refused, "T001 has no document 9; its list is numbered from 1 to 2");
    office.antre("next --counter 1").ok();
    office.antre("no-show T001").ok();
    assert_eq!(office.antre("present T001 --json").json()["entry"], "present");
}

#[test]
fn a_closed_office_gives_no_number_unless_staff_say_why() {
    // Open for a minute after midnight, and on disk it is always noon.
    let source = magetan().replace("confirmed = false", "confirmed = true");
    let source = source.replace("2026-12-25", "1999-12-25").replace("2027-01-01", "1999-01-01");
    let mut closed =
        source.replace("08:00-15:00", "00:00-00:01").replace("08:00-11:00", "00:00-00:01");
    closed = closed.replacen(
        "[hours]",
        "[hours]\nsaturday = [\"00:00-00:01\"]\nsunday = [\"00:00-00:01\"]",
        1,
    );
    let office = TempOffice::new(&closed);
    let refused = office.antre("issue T --case baru --json").refusal();
    assert!(
        refused.starts_with("the office has closed for today; numbers are given from "),
        "{refused}"
    );
    let board = office.antre("board --json").json();
    assert_eq!(
        fields(&board["intake"][0], &["service", "open", "refused", "left"]),
        json!({"service": "T", "open": false, "refused": "closed-for-today", "left": null})
    );
    assert!(
        office
            .antre("issue T --case baru --override sakit")
            .refusal()
            .contains("its reasons are gangguan")
    );
    office.antre("issue T --case baru --override janji").ok();
    let file = office.antre("ticket T001 --json").json();
    assert_eq!(file["events"][0]["detail"], "janji");
}

#[test]
fn a_quota_is_shown_and_kept_from_the_command_line() {
    let office = TempOffice::new(&magetan().replace("# quota = 250", "quota = 2"));
    let left = || office.antre("board --json").json()["intake"][0]["left"].clone();
    assert_eq!(left(), 2);
    office.antre("issue T --case baru").ok();
    assert_eq!(left(), 1);
    office.antre("issue T --case baru").ok();
    assert!(
        office.antre("issue T --case baru").refusal().starts_with("all 2 numbers of service T")
    );
    office.antre("issue K").ok();
}

#[test]
fn a_file_goes_home_with_a_slip_that_lists_what_is_missing() {
    let office = TempOffice::new(&magetan());
    let paper = office.file("paper.bin");
    let printer = format!("--printer capture://{}", paper.display());
    office.antre("issue T --case hilang --lang en").ok();
    office.antre("next --counter 1").ok();
    office.antre("start T001").ok();
    let returned = office.antre(&format!("return T001 --missing 2 {printer} --json")).json();
    assert_eq!(
        (&returned["state"], &returned["print"]["state"]),
        (&json!("returned"), &json!("printed"))
    );
    let bytes = std::fs::read(paper).unwrap();
    let on_paper = String::from_utf8_lossy(&bytes);
    for expected in ["T001", "[ ] Police report of the loss"] {
        assert!(on_paper.contains(expected), "{expected} is not in {on_paper}");
    }
    assert!(!on_paper.contains("Family card"), "what was there is not listed: {on_paper}");
    let papers = office.antre("ticket T001 --json").json()["papers"].clone();
    assert_eq!((&papers[0]["kind"], papers.as_array().unwrap().len()), (&json!("slip"), 1));
}

#[test]
fn transfers_breaks_and_undo_from_the_command_line() {
    let office = TempOffice::new(&magetan());
    office.antre("issue T --case baru").ok();
    let sent = office.antre("transfer T001 --to-service K --to-counter 2 --json").json();
    assert_eq!(
        fields(&sent, &["number", "service", "reserved_for", "entry", "state"]),
        json!({"number": "T001", "service": "K", "reserved_for": 2, "entry": "transferred", "state": "waiting"})
    );
    let paused = office.antre("pause --counter 2 --json").json();
    assert_eq!(paused, json!({"counter": 2, "paused": true}));
    assert_eq!(office.antre("board --json").json()["paused"], json!([2]));
    assert!(office.antre("next --counter 2").refusal().starts_with("counter 2 is paused"));
    office.antre("issue K").ok();
    assert_eq!(
        office.antre("transfer K001 --to-counter 2").refusal(),
        "counter 2 is paused and would not call K001; resume it first, or send K001 to another counter"
    );
    office.antre("cancel K001").ok();
    assert_eq!(office.antre("resume --counter 2").ok(), "Counter 2: open\n");
    office.antre("next --counter 2").ok();
    let undone = office.antre("undo --counter 2 --json").json();
    assert_eq!(
        fields(&undone, &["number", "state"]),
        json!({"number": "T001", "state": "waiting"})
    );
    assert_eq!(office.antre("undo --counter 2").refusal(), "there is nothing to undo at counter 2");
    assert_eq!(office.antre("board --json").json()["calls"], json!([]));
}

#[test]
fn wrong_usage_is_exit_code_2_and_changes_nothing() {
    let office = TempOffice::new(&magetan());
    for wrong in [
        "",
        "issue",
        "issue I",
        "issue TT",
        "issue T --case baru --lang de",
        "issue T --case baru --printer /dev/usb/lp0",
        "issue T --case baru --printer tcp://",
        "issue T --case baru --override NO!",
        "next",
        "next --counter 0",
        "next --counter 100",
        "start",
        "start T001 --counter 1",
        "ticket 12",
        "return T001",
        "return T001 --missing one",
        "back --counter 1",
        "transfer T001",
        "undo T001",
        "pause",
        "paper T001",
        "paper T001 --text --png x.png",
        "init --sample mars",
        "dance",
    ] {
        let run = office.antre(wrong);
        assert_eq!((run.code, &*run.stdout), (Some(2), ""), "{wrong}: {run:?}");
        assert!(!run.stderr.is_empty(), "{wrong}");
    }
    assert!(!office.file("locks/seen").exists(), "nothing was done");
}

#[test]
fn a_repeated_key_is_answered_with_the_same_ticket() {
    let office = TempOffice::new(&magetan());
    let tap = || office.antre("issue T --case baru --key tap-1 --json").json();
    let (first, second) = (tap(), tap());
    assert_eq!(first["id"], second["id"]);
    assert_eq!((&first["repeated"], &second["repeated"]), (&json!(false), &json!(true)));
    assert_eq!(office.antre("board --json").json()["waiting"], 1);
}

#[test]
fn init_writes_an_office_that_works_and_never_overwrites_one() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("new/office");
    let antre = |arguments: &str| {
        run(Command::new(ANTRE).args(arguments.split(' ')).env("ANTRE_DATA", &data))
    };
    for sample in ["desa", "magetan"] {
        antre(&format!("init --sample {sample}")).ok();
        assert!(data.join("queue.db").exists());
        let good = antre("check").ok();
        assert_eq!(good.matches(": good").count(), 2, "{good}");
        std::fs::remove_dir_all(&data).unwrap();
    }
    antre("init").ok();
    let mine = std::fs::read(data.join("office.toml")).unwrap();
    assert!(antre("init --sample desa").refusal().contains("was left as it is"));
    assert_eq!(std::fs::read(data.join("office.toml")).unwrap(), mine);
}

#[test]
fn help_says_the_exit_codes() {
    let help = run(Command::new(ANTRE).arg("--help")).ok();
    for code in ["0 done", "1 refused", "2 wrong usage", "3 nothing waiting"] {
        assert!(help.contains(code), "{code}");
    }
    let console = run(Command::new(ANTRE).args(["console", "--help"])).ok();
    assert!(
        !console.contains("[default for"),
        "a console has a window unless it is told otherwise: {console}"
    );
}

#[test]
fn a_report_of_today_in_every_form() {
    let office = TempOffice::new(&magetan());
    office.antre("issue T --case baru").ok();
    office.antre("next --counter 1").ok();
    office.antre("start --counter 1").ok();
    office.antre("finish --counter 1").ok();
    let answer = office.antre("report day --json").json();
    assert_eq!(
        fields(&answer, &["issued", "done", "open"]),
        json!({"issued": 1, "done": 0, "open": 1})
    );
    assert_eq!(answer["services"][0]["promise_seconds"], 18 * 60);
    assert!(office.antre("report day").ok().contains("Nomor diambil"));
    assert!(office.antre("report month --csv --lang en").ok().contains("Numbers taken,1"));
    let page = office.file("laporan.html");
    office.antre(&format!("report month --html --out {}", page.display())).ok();
    assert!(std::fs::read_to_string(page).unwrap().starts_with("<!DOCTYPE html>"));
    let answer = office.antre("report day 2001-01-01 --json").json();
    assert_eq!(fields(&answer, &["issued", "from"]), json!({"issued": 0, "from": "2001-01-01"}));
    let wrong = office.antre("report day 23-11-2026");
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.stderr.contains("year-month-day"), "{wrong:?}");
}
