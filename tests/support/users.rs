//! The real program as another user of the machine. Only root can do that; elsewhere a test says so and is left out.

use super::program::{ANTRE, Run, run};
use super::{TempOffice, left_out};
use antre::store::sqlite::SqliteStore;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// Who owns the data folder.
pub const OWNER: u32 = 4242;
/// The group of the office.
pub const GROUP: u32 = 4243;
/// A member of that group.
pub const MEMBER: u32 = 4244;
/// Nobody of the office.
pub const STRANGER: u32 = 65534;

/// Whether this is root; says so where it is not.
pub fn is_root() -> bool {
    let root = rustix::process::geteuid().is_root();
    if !root {
        left_out("not root, so nothing can be given to another user");
    }
    root
}

/// Owner, group and mode.
pub fn of(path: &Path) -> (u32, u32, u32) {
    let metadata = fs::symlink_metadata(path).unwrap();
    (metadata.uid(), metadata.gid(), metadata.mode() & 0o7777)
}

impl TempOffice {
    /// Gives the data folder to [`OWNER`] and [`GROUP`], with this mode.
    pub fn given(self, mode: u32) -> Self {
        for path in [self.path().to_owned(), self.file("office.toml")] {
            chown(path, Some(OWNER), Some(GROUP)).unwrap();
        }
        fs::set_permissions(self.path(), Permissions::from_mode(mode)).unwrap();
        // Its queue, too, as root makes it there.
        fs::remove_file(self.queue()).unwrap();
        drop(SqliteStore::create(&self.queue()).unwrap());
        self
    }

    /// The program with a strict umask, as this user; `None`: as root.
    pub fn antre_as(&self, user: Option<u32>, arguments: &str) -> Run {
        let reachable = tempfile::tempdir().unwrap();
        let program = reachable.path().join("antre");
        if fs::hard_link(ANTRE, &program).is_err() {
            fs::copy(ANTRE, &program).unwrap();
        }
        fs::set_permissions(reachable.path(), Permissions::from_mode(0o755)).unwrap();
        let mut command = Command::new("sh");
        command.arg("-c").arg("umask 077; exec \"$0\" --data \"$@\"").arg(program);
        command.arg(self.path()).args(arguments.split(' '));
        if let Some(user) = user {
            // Without groups of their own: `uid` takes those of root away.
            command.uid(user).gid(if user == STRANGER { STRANGER } else { GROUP });
        }
        run(&mut command)
    }

    /// The names in the data folder and the folders in it.
    pub fn names(&self) -> Vec<String> {
        let list = |folder: &Path| {
            let entries = fs::read_dir(folder).into_iter().flatten();
            entries.map(|entry| entry.unwrap().path()).collect::<Vec<_>>()
        };
        let mut all = list(self.path());
        all.extend(all.clone().iter().flat_map(|path| list(path)));
        let mut names: Vec<String> = all.iter().map(|path| path.display().to_string()).collect();
        names.sort();
        names
    }
}
