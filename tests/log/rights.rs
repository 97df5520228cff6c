//! Whose the log is, and what becomes of it where it cannot be written.

use super::lines_of;
use crate::support::offices::magetan;
use crate::support::program::{ANTRE, run};
use crate::support::{TempOffice, left_out};
use std::fs;
use std::process::Command;

#[test]
fn a_log_that_cannot_be_written_stops_nothing_and_is_said_once() {
    let office = TempOffice::new(&magetan());
    fs::write(office.file("logs"), "a file in the place of the folder").unwrap();
    let run = office.antre("issue T --case baru");
    assert_eq!((&*run.stdout, run.code), ("T001: 0 ahead; not printed (no printer)\n", Some(0)));
    let [said] = run.stderr.lines().collect::<Vec<_>>()[..] else { panic!("{run:?}") };
    assert!(said.starts_with("antre: the log "), "{said}");
    assert!(said.contains(".log cannot be written (") && said.ends_with("without it"), "{said}");
    // What fails is said as ever, and no second sentence stands beside it.
    assert!(office.antre("issue Z").refusal().starts_with("this office has no service Z"));
    assert_eq!(
        fs::read_to_string(office.file("logs")).unwrap(),
        "a file in the place of the folder"
    );
}

/// Somebody holds the lock of the file for good, which a disk that hangs looks like from within the program.
#[test]
fn a_log_that_hangs_stops_nothing() {
    let office = TempOffice::new(&magetan());
    office.antre("issue T --case baru").ok();
    let mut files = fs::read_dir(office.file("logs")).unwrap();
    let file = fs::File::open(files.next().unwrap().unwrap().path()).unwrap();
    file.lock().unwrap();
    let run = office.antre("issue T --case baru");
    assert_eq!((run.code, &*run.stderr), (Some(0), ""), "{run:?}");
    assert!(run.stdout.starts_with("T002: "), "{run:?}");
}

#[cfg(unix)]
mod of_the_folder {
    use super::*;
    use crate::support::users::{GROUP, MEMBER, OWNER, is_root, of};
    use std::os::unix::fs::{PermissionsExt, chown};
    use std::path::PathBuf;

    fn only_file(office: &TempOffice) -> PathBuf {
        let mut files = fs::read_dir(office.file("logs")).unwrap();
        files.next().unwrap().unwrap().path()
    }

    #[test]
    fn root_writes_a_log_that_the_owner_of_the_folder_goes_on_with() {
        if !is_root() {
            return;
        }
        for (mode, folder, file) in [(0o750, 0o750, 0o640), (0o2775, 0o2775, 0o664)] {
            let office = TempOffice::new(&magetan()).given(mode);
            office.antre_as(None, "issue T --case baru").ok();
            assert_eq!(of(&office.file("logs")), (OWNER, GROUP, folder));
            assert_eq!(of(&only_file(&office)), (OWNER, GROUP, file));
            let before = lines_of(office.path(), "cli.").len();
            office.antre_as(Some(OWNER), "issue T --case baru").ok();
            let lines = lines_of(office.path(), "cli.");
            assert!(lines.len() >= before + 2, "{lines:#?}");
        }
    }

    /// What was there before is not given away: it might be anybody's.
    #[test]
    fn root_gives_away_only_what_it_has_made() {
        if !is_root() {
            return;
        }
        let office = TempOffice::new(&magetan());
        office.antre("issue T --case baru").ok();
        let before = (of(&office.file("logs")), of(&only_file(&office)));
        chown(office.path(), Some(OWNER), Some(GROUP)).unwrap();
        office.antre("issue T --case baru").ok();
        assert_eq!((of(&office.file("logs")), of(&only_file(&office))), before);
    }

    #[test]
    fn a_log_of_somebody_else_stops_nothing_and_check_names_it() {
        if !is_root() {
            return;
        }
        let office = TempOffice::new(&magetan()).given(0o2770);
        office.antre_as(Some(OWNER), "issue T --case baru").ok();
        let file = only_file(&office);
        chown(&file, Some(0), Some(0)).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        let run = office.antre_as(Some(OWNER), "issue T --case baru");
        assert_eq!(run.code, Some(0), "{run:?}");
        let said: Vec<_> = run.stderr.lines().collect();
        assert!(said.len() == 1 && said[0].ends_with("the work goes on without it"), "{run:?}");
        let told = office.antre_as(Some(OWNER), "check").ok();
        let line = told.lines().find(|line| line.contains(&file.display().to_string())).unwrap();
        assert!(line.starts_with("  warning: ") && line.contains("sudo chown"), "{told}");
    }

    #[test]
    fn a_user_of_the_group_shares_the_log_with_the_owner() {
        if !is_root() {
            return;
        }
        let office = TempOffice::new(&magetan()).given(0o770);
        office.antre_as(Some(MEMBER), "issue T --case baru").ok();
        assert_eq!(of(&only_file(&office)), (MEMBER, GROUP, 0o660));
        office.antre_as(Some(OWNER), "issue T --case baru").ok();
        assert!(lines_of(office.path(), "cli.").len() >= 4);
    }
}

/// A disk of one page and a read-only one in the place of the folder, in a mount name space of its own. Where mounting is
/// not permitted there is nothing to try; the tests above and those beside the log remain.
#[cfg(target_os = "linux")]
#[test]
fn a_log_on_a_full_or_a_read_only_disk() {
    let text = r#"
        mkdir "$2/logs" && mount -t tmpfs -o size=4k antre "$2/logs" 2>/dev/null || exit 77
        dd if=/dev/zero of="$2/logs/filler" bs=4k count=1 2>/dev/null
        "$1" --data "$2" issue T --case baru
        rm "$2/logs/filler"
        "$1" --data "$2" issue T --case baru
        cat "$2"/logs/cli.*
        mount -o remount,ro "$2/logs"
        "$1" --data "$2" issue T --case baru
    "#;
    let office = TempOffice::new(&magetan());
    let mut shell = Command::new("unshare");
    shell.args(["--mount", "sh", "-c", text, "sh", ANTRE]).arg(office.path());
    let run = run(&mut shell);
    if run.code == Some(77) || run.stderr.contains("unshare") {
        return left_out("mounting is not permitted here");
    }
    let said: Vec<_> = run.stderr.lines().collect();
    let [full, read_only] = said[..] else { panic!("{run:?}") };
    assert!(full.contains("cannot be written (No space left on device"), "{run:?}");
    assert!(read_only.contains("cannot be written (Read-only file system"), "{run:?}");
    let out: Vec<_> = run.stdout.lines().collect();
    assert_eq!(out.len(), 5, "{run:?}");
    assert!(out[0].starts_with("T001: ") && out[1].starts_with("T002: "), "{run:?}");
    assert!(out[2].contains(" started ") && out[3].ends_with(" ended code=0"), "{run:?}");
    assert!(out[4].starts_with("T003: "), "{run:?}");
}
