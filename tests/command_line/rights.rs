//! Several users of one machine and one office: nobody locks another out, and `check` names what does.

use crate::support::offices::magetan;
use crate::support::users::{GROUP, MEMBER, OWNER, STRANGER, is_root, of};
use crate::support::{TempOffice, left_out};
use antre::rights::{Reach, SharedFolder};
use antre::store::Store;
use antre::store::sqlite::SqliteStore;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown, symlink};

/// A ticket on paper as far as a file is paper, with the locks of the printer.
fn issue(office: &TempOffice) -> String {
    format!("issue K --printer capture://{}", office.file("tickets.bin").display())
}

#[test]
fn one_verb_of_root_leaves_nothing_that_stops_the_office() {
    if !is_root() {
        return;
    }
    let office = TempOffice::new(&magetan()).given(0o2770);
    let issue = issue(&office);
    office.antre_as(None, &issue).ok();
    fs::remove_file(office.file("tickets.bin")).unwrap();
    assert_eq!(of(&office.queue()), (OWNER, GROUP, 0o660));
    assert_eq!(of(&office.file("locks")), (OWNER, GROUP, 0o2770));
    for lock in fs::read_dir(office.file("locks")).unwrap() {
        assert_eq!(of(&lock.unwrap().path()), (OWNER, GROUP, 0o660));
    }
    assert!(office.antre_as(Some(OWNER), &issue).ok().starts_with("K002: "));
    fs::remove_file(office.file("tickets.bin")).unwrap();
    assert!(office.antre_as(Some(MEMBER), &issue).ok().starts_with("K003: "));
    for user in [None, Some(OWNER), Some(MEMBER)] {
        office.antre_as(user, "check").ok();
    }
}

/// While a program of root runs, its `-wal` and `-shm` are there, and the others work beside it.
#[test]
fn the_log_of_the_queue_belongs_to_the_office_too() {
    if !is_root() {
        return;
    }
    let office = TempOffice::new(&magetan()).given(0o2770);
    office.antre_as(None, "issue K").ok();
    let mut open = SqliteStore::open(&office.queue()).unwrap();
    open.revision().unwrap();
    office.antre_as(Some(MEMBER), "issue K").ok();
    for file in ["queue.db-wal", "queue.db-shm"] {
        assert_eq!(of(&office.file(file)), (OWNER, GROUP, 0o660), "{file}");
    }
    assert!(office.antre_as(Some(OWNER), "issue K").ok().starts_with("K003: "));
}

/// Where everybody may write to the folder, and nobody else to the queue.
#[test]
fn whoever_may_not_write_the_queue_leaves_nothing_behind() {
    if !is_root() {
        return;
    }
    let office = TempOffice::new(&magetan()).given(0o2777);
    fs::set_permissions(office.file("office.toml"), Permissions::from_mode(0o644)).unwrap();
    office.antre_as(Some(OWNER), "issue K").ok();
    let before = office.names();
    for (mode, refusal) in [(0o664, "cannot write to"), (0o660, "cannot open the queue")] {
        fs::set_permissions(office.queue(), Permissions::from_mode(mode)).unwrap();
        for verb in ["board", "issue K", "next --counter 1", "check"] {
            let run = office.antre_as(Some(STRANGER), verb);
            assert_eq!(run.code, Some(1), "{verb}: {run:?}");
            let sentence = format!("{refusal} {}", office.queue().display());
            assert!(run.stderr.contains(&sentence), "{verb}: {run:?}");
            assert_eq!(office.names(), before, "{verb}");
        }
    }
    office.antre_as(Some(OWNER), "issue K").ok();
}

#[test]
fn hashes_of_pins_are_never_for_everybody_whatever_the_umask() {
    let office = TempOffice::new(&magetan());
    fs::set_permissions(office.path(), Permissions::from_mode(0o755)).unwrap();
    office.antre("issue K").ok();
    assert_eq!(of(&office.queue()).2, 0o600);
    fs::set_permissions(office.queue(), Permissions::from_mode(0o644)).unwrap();
    let told = office.antre("check").ok();
    let remedy = format!("`sudo chmod o= {}`", office.queue().display());
    assert!(told.contains("warning: every account") && told.contains(&remedy), "{told}");
}

#[test]
fn check_names_the_file_of_another_owner_and_the_command_that_gives_it_back() {
    if !is_root() {
        return;
    }
    let office = TempOffice::new(&magetan()).given(0o2770);
    office.antre_as(None, &issue(&office)).ok();
    let lock = office.file("locks/counter-1.lock");
    fs::write(&lock, "").unwrap();
    let checked = office.antre("check");
    assert_eq!(checked.code, Some(1), "{checked:?}");
    assert!(!checked.stdout.contains(": good"), "{checked:?}");
    let told = checked.complaint_of(&lock.display().to_string());
    let command =
        format!("sudo chown {OWNER}:{GROUP} {0} && sudo chmod u+rwX,g+rwX {0}", lock.display());
    assert!(told.contains("belongs to root:") && told.ends_with(&format!("`{command}`")), "{told}");
    // What it says works.
    let shell =
        std::process::Command::new("sh").arg("-c").arg(command.replace("sudo ", "")).status();
    assert!(shell.unwrap().success());
    office.antre("check").ok();

    chown(office.queue(), Some(0), Some(0)).unwrap();
    fs::set_permissions(office.queue(), Permissions::from_mode(0o644)).unwrap();
    let told = office.antre("check").complaint_of("queue.db");
    assert!(told.contains("some may not write it"), "{told}");
    let told = office.antre_as(Some(MEMBER), "issue K").refusal();
    assert!(told.starts_with("cannot write to ") && told.contains("`antre check`"), "{told}");
}

#[test]
fn somebody_outside_the_group_learns_how_to_get_in() {
    if !is_root() {
        return;
    }
    let office = TempOffice::new(&magetan()).given(0o2775);
    fs::set_permissions(office.file("office.toml"), Permissions::from_mode(0o644)).unwrap();
    office.antre_as(Some(OWNER), "issue K").ok();
    let run = office.antre_as(Some(STRANGER), "check");
    let told = run.complaint_of("cannot write to");
    assert!(told.contains(&format!("sudo usermod -aG {GROUP} ")), "{told}");
}

#[test]
fn a_group_that_is_not_handed_on_is_told_before_it_locks_anybody_out() {
    if !is_root() {
        return;
    }
    let office = TempOffice::new(&magetan()).given(0o770);
    let told = office.antre("check").ok();
    let remedy = format!("`sudo chmod g+s {}`", office.path().display());
    assert!(told.contains("does not hand its group on") && told.contains(&remedy), "{told}");
    fs::set_permissions(office.path(), Permissions::from_mode(0o2770)).unwrap();
    assert!(!office.antre("check").ok().contains("hand its group on"));
}

#[test]
fn a_link_in_the_place_of_the_queue_or_a_lock_is_not_followed() {
    let office = TempOffice::without_queue(&magetan());
    let elsewhere = tempfile::tempdir().unwrap();
    let aim = elsewhere.path().join("aim");
    symlink(&aim, office.queue()).unwrap();
    for verb in ["issue K", "board"] {
        let told = office.antre(verb).refusal();
        assert!(told.contains("queue.db is a link"), "{told}");
    }
    let told = office.antre("check").complaint_of("queue.db is a link");
    assert!(told.contains(&format!("`rm {}`", office.queue().display())), "{told}");
    assert!(!aim.exists());
    fs::remove_file(office.queue()).unwrap();
    // The folder itself may be reached by a link.
    let by_link = elsewhere.path().join("office");
    symlink(office.path(), &by_link).unwrap();
    let folder = antre::data::DataFolder::locate(Some(by_link));
    SqliteStore::create(&folder.queue_file()).unwrap();
    let locks = SharedFolder::open(office.path()).unwrap().folder("locks", Reach::Writers).unwrap();
    drop(locks);
    symlink(&aim, office.file("locks/counter-1.lock")).unwrap();
    assert!(folder.try_counter(1).is_err());
    assert!(!aim.exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_data_folder_in_memory_is_told() {
    let Ok(folder) = tempfile::tempdir_in("/dev/shm") else {
        return left_out("there is no /dev/shm to write to");
    };
    if rustix::fs::statfs(folder.path()).unwrap().f_type as u32 != 0x0102_1994 {
        return left_out("/dev/shm is not in memory here");
    }
    let office = TempOffice::new(&magetan());
    for file in ["office.toml", "queue.db"] {
        fs::copy(office.file(file), folder.path().join(file)).unwrap();
    }
    let mut command = std::process::Command::new(crate::support::program::ANTRE);
    let checked =
        crate::support::program::run(command.arg("--data").arg(folder.path()).arg("check")).ok();
    assert!(
        checked.contains("warning: ") && checked.contains("the next power cut takes"),
        "{checked}"
    );
}

/// The pictures of `virtual://` are drawn by whichever program has the printer.
#[test]
fn the_folder_of_the_drawn_paper_belongs_to_the_office_too() {
    if !is_root() {
        return;
    }
    let office = TempOffice::new(&magetan()).given(0o2770);
    for (user, number) in [(None, "K001"), (Some(OWNER), "K002"), (Some(MEMBER), "K003")] {
        let issued = office.antre_as(user, "issue K --printer virtual://").ok();
        let is_printed = issued.contains("; printed") && issued.starts_with(number);
        assert!(is_printed, "{issued}");
    }
    assert_eq!(of(&office.file("paper")), (OWNER, GROUP, 0o2770));
}

#[test]
fn what_a_stranger_may_not_see_is_never_said_to_be_missing() {
    if !is_root() {
        return;
    }
    let office = TempOffice::new(&magetan()).given(0o2770);
    office.antre_as(Some(OWNER), "issue K").ok();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::set_permissions(elsewhere.path(), Permissions::from_mode(0o777)).unwrap();
    let backup = format!("backup {}", elsewhere.path().display());
    let told = office.antre_as(Some(STRANGER), &backup).refusal();
    assert!(told.starts_with("cannot open the queue ") && !told.contains("there is no"), "{told}");
    let checked = office.antre_as(Some(STRANGER), "check");
    let told = checked.stderr.clone();
    assert!(!told.contains("printer-profiles") && !told.contains("UTF-8"), "{told}");
    let told = checked.complaint();
    let way = format!("it belongs to {OWNER}:{GROUP}, mode 2770; ");
    assert!(told.contains(&way) && told.contains("sudo usermod -aG"), "{told}");
    let json = office.antre_as(Some(STRANGER), "check --json");
    let answer: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(answer["findings"][0]["code"], "folder.not-writable", "{answer}");
}

#[test]
fn a_backup_in_the_data_folder_belongs_to_the_office_and_elsewhere_to_its_maker() {
    if !is_root() {
        return;
    }
    let office = TempOffice::new(&magetan()).given(0o2770);
    let made = office.antre_as(Some(MEMBER), "backup --json").json();
    let path = std::path::PathBuf::from(made["path"].as_str().unwrap());
    let folder = path.parent().unwrap();
    assert_eq!((of(folder).1, of(folder).2), (GROUP, 0o2770));
    for file in [path.clone(), folder.join("office.toml")] {
        assert_eq!((of(&file).1, of(&file).2), (GROUP, 0o660), "{}", file.display());
    }
    let restore = format!("restore {}", folder.display());
    office.antre_as(Some(OWNER), &restore).ok();

    let elsewhere = tempfile::tempdir().unwrap();
    fs::set_permissions(elsewhere.path(), Permissions::from_mode(0o777)).unwrap();
    let backup = format!("backup {} --json", elsewhere.path().display());
    let made = office.antre_as(Some(MEMBER), &backup).json();
    let path = std::path::PathBuf::from(made["path"].as_str().unwrap());
    assert_eq!((of(&path).2, of(path.parent().unwrap()).2 & 0o777), (0o600, 0o700));
    let restore = format!("restore {}", path.parent().unwrap().display());
    let told = office.antre_as(Some(OWNER), &restore).refusal();
    assert!(told.starts_with("cannot read the copy ") && !told.contains("there is no"), "{told}");
}
