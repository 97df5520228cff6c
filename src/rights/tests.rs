//! Files, folders and sockets in data folders of all kinds.

use super::*;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

#[test]
fn a_file_reaches_no_further_than_its_folder_and_a_queue_never_everybody() {
    for (folder, readers, writers) in [
        (0o2770, 0o660, 0o660),
        (0o2775, 0o664, 0o660),
        (0o755, 0o644, 0o600),
        (0o700, 0o600, 0o600),
        (0o777, 0o666, 0o660),
    ] {
        let modes = (Reach::Readers.file_mode(folder), Reach::Writers.file_mode(folder));
        assert_eq!(modes, (readers, writers), "{folder:o}");
    }
    assert_eq!(Reach::Writers.folder_mode(0o42775), 0o2770);
}

#[test]
fn a_link_is_not_followed_and_a_pipe_holds_nobody_up() {
    let office = tempfile::tempdir().unwrap();
    let other = tempfile::tempdir().unwrap();
    let (aim, stolen) = (other.path().join("aim"), other.path().join("stolen"));
    fs::write(&aim, "precious").unwrap();
    symlink(&aim, office.path().join("a.lock")).unwrap();
    symlink(&stolen, office.path().join("b.lock")).unwrap();
    symlink(other.path(), office.path().join("locks")).unwrap();
    let folder = SharedFolder::open(office.path()).unwrap();
    for name in ["a.lock", "b.lock"] {
        assert!(folder.file(name, Reach::Writers).is_err(), "{name}");
    }
    assert!(folder.folder("locks", Reach::Writers).is_err());
    assert!(open_existing(&office.path().join("a.lock")).is_err());
    assert_eq!((fs::read_to_string(&aim).unwrap().as_str(), stolen.exists()), ("precious", false));
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, FileType, Mode, mknodat};
        mknodat(CWD, office.path().join("pipe"), FileType::Fifo, Mode::RWXU, 0).unwrap();
        let told = folder.file("pipe", Reach::Writers).unwrap_err().to_string();
        assert!(told.contains("something else"), "{told}");
    }
}

#[test]
fn the_umask_decides_nothing() {
    let office = tempfile::tempdir().unwrap();
    fs::set_permissions(office.path(), Permissions::from_mode(0o2770)).unwrap();
    let locks = SharedFolder::open(office.path()).unwrap().folder("locks", Reach::Writers);
    let made = locks.unwrap().file("a.lock", Reach::Writers).unwrap();
    let mode = |file: &str| fs::metadata(office.path().join(file)).unwrap().mode() & 0o7777;
    assert!(made.is_new);
    assert_eq!((mode("locks"), mode("locks/a.lock")), (0o2770, 0o660));
}
