//! A data folder on media that cannot be written: read as it is where everything stands in the file, else from a private
//! copy; never as if what is missing had not been.

use crate::support::offices::magetan;
use crate::support::process::Helper;
use crate::support::program::{ANTRE, Run, run};
use crate::support::{TempOffice, left_out};
use std::fs;
use std::process::Command;

/// What the program answers on a copy of these files that is mounted so that nobody can write it. `None` where mounting
/// is not permitted.
fn on_closed_media(office: &TempOffice, names: &[&str], arguments: &str) -> Option<Run> {
    let media = tempfile::tempdir().unwrap();
    for name in names {
        fs::copy(office.file(name), media.path().join(name)).unwrap();
    }
    let text = r#"mount --bind "$2" "$2" 2>/dev/null && mount -o remount,ro,bind "$2" 2>/dev/null || exit 77
        program="$1"; data="$2"; shift 2; exec "$program" --data "$data" "$@""#;
    let mut shell = Command::new("unshare");
    shell.args(["--mount", "sh", "-c", text, "sh", ANTRE]).arg(media.path());
    let run = run(shell.args(arguments.split(' ')));
    let left = fs::read_dir(media.path()).unwrap().count();
    assert_eq!(left, names.len(), "nothing is left there");
    if run.code == Some(77) || run.stderr.contains("unshare") {
        left_out("mounting is not permitted here");
        return None;
    }
    Some(run)
}

const CLOSED: [&str; 2] = ["queue.db", "office.toml"];
const OPEN: [&str; 3] = ["queue.db", "queue.db-wal", "office.toml"];

#[test]
fn a_closed_queue_is_read_as_it_is_and_never_changed() {
    let office = TempOffice::new(&magetan());
    office.antre("issue T --case baru").ok();
    let Some(board) = on_closed_media(&office, &CLOSED, "board --json") else { return };
    assert_eq!(board.json()["waiting"], 1);
    let said = on_closed_media(&office, &CLOSED, "issue T --case baru").unwrap().refusal();
    assert!(said.starts_with("the disk that holds ") && said.contains("is read-only"), "{said}");
}

#[test]
fn a_closed_queue_is_backed_up_elsewhere() {
    let office = TempOffice::new(&magetan());
    office.antre("issue T --case baru").ok();
    let elsewhere = tempfile::tempdir().unwrap();
    let verb = format!("backup {} --json", elsewhere.path().display());
    let Some(made) = on_closed_media(&office, &CLOSED, &verb) else { return };
    assert_eq!(made.json()["tickets"], 1);
    let mut window = Helper::start("stay", office.path(), 2);
    window.ready();
    let made = on_closed_media(&office, &OPEN, &verb).unwrap();
    assert_eq!(made.json()["tickets"], 3);
    window.finish();
    // Without a place to write to it says where.
    let said = on_closed_media(&office, &CLOSED, "backup").unwrap().refusal();
    assert!(said.starts_with("cannot write the backup into "), "{said}");
    assert!(said.contains("give another folder"), "{said}");
}

#[test]
fn a_queue_with_its_log_is_read_from_a_private_copy_and_without_it_refused() {
    let office = TempOffice::new(&magetan());
    let mut window = Helper::start("stay", office.path(), 3);
    window.ready();
    let Some(board) = on_closed_media(&office, &OPEN, "board --json") else { return };
    assert_eq!(board.json()["waiting"], 3);
    let said = on_closed_media(&office, &CLOSED, "board").unwrap().refusal();
    assert!(said.contains("lacks its newest changes"), "{said}");
    window.finish();
}

#[test]
fn check_says_that_the_disk_is_read_only_and_looks_at_the_queue_all_the_same() {
    let office = TempOffice::new(&magetan());
    office.antre("issue T --case baru").ok();
    let Some(checked) = on_closed_media(&office, &CLOSED, "check") else { return };
    let told = checked.stderr.lines().next().unwrap_or_default();
    assert!(told.contains("is read-only") && told.contains("remount,rw"), "{checked:?}");
    assert!(checked.stdout.contains("queue.db: whole"), "{checked:?}");
    assert!(!format!("{checked:?}").contains("antre check"), "it sends nobody to itself");
    assert_eq!(checked.code, Some(1), "{checked:?}");
}

/// What the program answers in a folder of this office on a disk that is full. `None` where mounting is not permitted.
fn on_a_full_disk(office: &TempOffice, arguments: &str) -> Option<Run> {
    let disk = tempfile::tempdir().unwrap();
    let text = r#"mount -t tmpfs -o size=2m none "$2" 2>/dev/null || exit 77
        cp "$3/queue.db" "$3/office.toml" "$2"
        dd if=/dev/zero of="$2/filling" bs=4k 2>/dev/null
        program="$1"; data="$2"; shift 3; exec "$program" --data "$data" "$@""#;
    let mut shell = Command::new("unshare");
    shell.args(["--mount", "sh", "-c", text, "sh", ANTRE]).arg(disk.path()).arg(office.path());
    let run = run(shell.args(arguments.split(' ')));
    if run.code == Some(77) || run.stderr.contains("unshare") {
        left_out("mounting is not permitted here");
        return None;
    }
    Some(run)
}

#[test]
fn a_full_disk_is_no_good_office_and_restore_names_it() {
    let office = TempOffice::new(&magetan());
    office.antre("issue T --case baru").ok();
    let Some(checked) = on_a_full_disk(&office, "check") else { return };
    let told = checked.complaint_of("is full");
    assert!(told.starts_with("the disk of ") && told.contains("free some space"), "{told}");
    let verb = format!("restore {}", office.queue().display());
    let restored = on_a_full_disk(&office, &verb).unwrap();
    assert_eq!(restored.code, Some(1), "{restored:?}");
    let cause = "because: the disk that holds the queue ";
    assert!(restored.stderr.contains(cause), "{restored:?}");
    assert!(restored.stderr.contains("Free some space there"), "{restored:?}");
}
