//! The disk is full, fails, or may not be written.

use crate::support::offices::{magetan, small};
use crate::support::program::{ANTRE, run};
use crate::support::terms::{issue, visitor};
use crate::support::{TempOffice, left_out, morning, parse};
use antre::clock::ManualClock;
use antre::desk::{Desk, DeskError, FaultKind};
use antre::domain::{EventSeq, Lane};
use antre::store::StoreError;
use antre::store::sqlite::{Limits, SqliteStore};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

/// A desk on a disk with room for so many pages of 4 KiB.
fn desk_within(office: &TempOffice, max_pages: Option<u32>) -> Result<Desk, StoreError> {
    let store =
        SqliteStore::open_within(&office.queue(), Limits { max_pages, ..Limits::default() })?;
    let clock = Arc::new(ManualClock::at(morning()));
    Ok(Desk::new(Box::new(store), Arc::new(parse(&small())), clock))
}

#[test]
fn a_full_disk_loses_nothing_and_the_office_goes_on_when_there_is_room() {
    let office = TempOffice::new(&small());
    let mut desk = desk_within(&office, Some(30)).unwrap();
    let mut told = 0;
    let error = loop {
        match desk.issue(&visitor('A', Lane::Regular)) {
            Ok(issued) => {
                told += 1;
                assert_eq!(issued.ticket.number.serial(), told);
            }
            Err(error) => break error,
        }
    };
    assert!(told > 10, "{told}");
    assert!(
        matches!(&error, DeskError::Fault(fault) if fault.kind == FaultKind::Full),
        "{error:?}"
    );
    let advice = "nothing was changed. Free some space there and try again";
    assert!(error.to_string().ends_with(advice), "{error}");
    assert_eq!(desk.board(EventSeq(0)).unwrap().open.len(), told as usize, "still readable");
    drop(desk);
    let mut desk = desk_within(&office, None).unwrap();
    assert_eq!(issue(&mut desk, 'A').number.serial(), told + 1, "no gap");
    assert_eq!(desk.board(EventSeq(0)).unwrap().open.len(), told as usize + 1);
}

/// Runs a script in which `$1` is the program and `$2` the folder of the office.
#[cfg(unix)]
fn script(shell: &mut Command, text: &str, folder: &Path) -> crate::support::program::Run {
    run(shell.arg("-c").arg(text).arg("sh").arg(ANTRE).arg(folder))
}

/// A disk of 600 KB in a mount name space of its own, so that nothing stays behind. Where mounting is not permitted
/// there is nothing to try; the test above remains.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_really_full() {
    let text = r#"
        mkdir "$2/disk" && mount -t tmpfs -o size=600k antre "$2/disk" 2>/dev/null || exit 77
        cp "$2/office.toml" "$2/disk/" && cd "$2/disk" || exit 1
        "$1" --data . init --queue >/dev/null || exit 1
        "$1" --data . issue T --case baru
        dd if=/dev/zero of=filler bs=1k 2>/dev/null
        "$1" --data . issue T --case baru
        echo "exit $?"
        rm filler
        "$1" --data . issue T --case baru
        "$1" --data . check >/dev/null && echo checked
    "#;
    let office = TempOffice::new(&magetan());
    let shell = &mut Command::new("unshare");
    shell.args(["--mount", "sh"]);
    let run = script(shell, text, office.path());
    if run.code == Some(77) || run.stderr.contains("unshare") {
        return left_out("mounting is not permitted here");
    }
    assert_eq!(
        run.stdout.lines().map(|l| l.split(':').next().unwrap()).collect::<Vec<_>>(),
        ["T001", "exit 1", "T002", "checked"],
        "{run:?}"
    );
    let mut said = run.stderr.lines();
    assert!(
        said.next().unwrap().contains("the disk that holds the queue ./queue.db is full"),
        "{run:?}"
    );
    assert!(said.all(|line| line.starts_with("  because: ")), "{run:?}");
}

/// A number that is given is never taken back by a sentence about its sheet, however little room there is.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_becomes_full_behind_the_number() {
    let text = r#"
        mkdir "$2/disk" && mount -t tmpfs -o size=600k antre "$2/disk" 2>/dev/null || exit 77
        cp "$2/office.toml" "$2/disk/" && cd "$2/disk" || exit 1
        "$1" --data . init --queue >/dev/null || exit 1
        at="--printer capture://$2/sheets --profile generic-80"
        for room in $(seq 40 4 140); do
            dd if=/dev/zero of=filler bs=1k 2>/dev/null
            truncate -s "-${room}K" filler
            "$1" --data . issue T --case baru $at 2>../said
            echo "exit $?" && cat ../said && rm filler
        done
    "#;
    let office = TempOffice::new(&magetan());
    let run = script(Command::new("unshare").args(["--mount", "sh"]), text, office.path());
    if run.code == Some(77) || run.stderr.contains("unshare") {
        return left_out("mounting is not permitted here");
    }
    let behind: Vec<&str> = run
        .stdout
        .lines()
        .filter(|line| line.starts_with("antre: the ticket is in the queue"))
        .collect();
    assert!(!behind.is_empty(), "{run:?}");
    for line in behind {
        assert!(!line.contains("nothing was changed"), "{line}");
        assert!(line.contains("the disk that holds the queue ./queue.db is full"), "{line}");
        assert!(line.contains("Do not give the command again: free some space there"), "{line}");
    }
}

/// A write that fails in another way than for lack of space: the system allows no file beyond 64 KB.
#[cfg(unix)]
#[test]
fn a_disk_that_fails_confirms_nothing() {
    let office = TempOffice::new(&magetan());
    let mut kiosk = office.desk_beside_the_program();
    // While this desk is open the log of the queue grows well beyond the limit.
    (0..40).for_each(|_| drop(issue(&mut kiosk, 'T')));
    let text = r#"ulimit -f 64; exec "$1" --data "$2" issue T --case baru"#;
    let sentence = script(&mut Command::new("sh"), text, office.path()).refusal();
    assert!(sentence.starts_with("the disk failed while the queue was used"), "{sentence}");
    assert_eq!(issue(&mut kiosk, 'T').number.to_string(), "T041");
}

#[cfg(unix)]
mod read_only {
    use super::*;
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;

    const NOBODY: u32 = 65534;

    /// What `nobody` is told on this office. Root may write anywhere, so as root the program is run as another user,
    /// from a copy that this user can reach.
    fn as_nobody(office: &TempOffice, arguments: &str) -> String {
        let reachable = tempfile::tempdir().unwrap();
        let program = reachable.path().join("antre");
        fs::copy(ANTRE, &program).unwrap();
        allow(reachable.path(), 0o755);
        let mut command = Command::new(program);
        command.arg("--data").arg(office.path()).args(arguments.split(' '));
        if rustix::process::geteuid().is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        let run = run(&mut command);
        allow(office.path(), 0o755);
        run.complaint()
    }

    fn allow(path: &Path, mode: u32) {
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_folder_in_which_no_queue_can_be_made() {
        let office = TempOffice::without_queue(&magetan());
        allow(office.path(), 0o555);
        let sentence = as_nobody(&office, "init --queue");
        assert!(sentence.starts_with("cannot write to "), "{sentence}");
        assert!(!office.queue().exists());
    }

    #[test]
    fn a_queue_that_may_only_be_read() {
        for verb in ["issue T --case baru", "next --counter 1", "check"] {
            let office = TempOffice::new(&magetan());
            issue(&mut office.desk_beside_the_program(), 'T');
            let before = fs::read(office.queue()).unwrap();
            allow(&office.queue(), 0o444);
            allow(office.path(), 0o555);
            let sentence = as_nobody(&office, verb);
            assert!(sentence.starts_with("cannot write to "), "{verb}: {sentence}");
            assert!(sentence.contains("give this user write permission"), "{verb}: {sentence}");
            assert!(fs::read(office.queue()).unwrap() == before, "{verb} changed the file");
        }
    }

    #[test]
    fn a_queue_that_may_be_written_in_a_folder_that_may_not() {
        let office = TempOffice::new(&magetan());
        issue(&mut office.desk_beside_the_program(), 'T');
        allow(&office.queue(), 0o666);
        allow(office.path(), 0o555);
        let sentence = as_nobody(&office, "issue T --case baru");
        assert!(sentence.starts_with("cannot write to "), "{sentence}");
    }

    #[test]
    fn a_queue_that_may_not_even_be_read() {
        let office = TempOffice::new(&magetan());
        issue(&mut office.desk_beside_the_program(), 'T');
        allow(&office.queue(), 0o000);
        allow(office.path(), 0o555);
        let sentence = as_nobody(&office, "board");
        assert!(sentence.starts_with("cannot open the queue "), "{sentence}");
        assert!(sentence.contains("this user may not read it"), "{sentence}");
    }
}
