//! Data folder: whether every program of the office can write what it needs, and whether it outlives the power.
//!
//! The scheme: the folder belongs to a group, is writable for it and hands it on (2770), and everybody who runs a
//! program of the office is in that group. A folder of one user alone (700, 755) is fine, too.

use super::Finding;
use crate::data::DataFolder;

/// The code of a folder that this user cannot write to.
pub(super) const NOT_WRITABLE: &str = "folder.not-writable";

/// What keeps some program of the office from writing, and what a power cut would take.
pub(super) fn look(data: &DataFolder) -> Vec<Finding> {
    if !data.office_file().exists() {
        // That is no data folder yet, and whoever opens it says so.
        return Vec::new();
    }
    let mut found = rights::look(data);
    found.extend(in_memory(data));
    found
}

/// A folder whose content goes with the power.
#[cfg(target_os = "linux")]
fn in_memory(data: &DataFolder) -> Option<Finding> {
    let stat = rustix::fs::statfs(data.path()).ok()?;
    let kind = kind_in_memory(stat.f_type as u32)?;
    let folder = data.path().display();
    let sentence = format!("{folder} is {kind}: the next power cut takes the whole day");
    Some(Finding::warning("folder.in-memory", sentence, "put the data folder on a disk"))
}

/// By the magic number of `statfs(2)`, Linux's `linux/magic.h`.
#[cfg(target_os = "linux")]
fn kind_in_memory(magic: u32) -> Option<&'static str> {
    match magic {
        0x0102_1994 => Some("in memory (tmpfs)"),
        0x8584_58f6 => Some("in memory (ramfs)"),
        0x794c_7630 => Some("on an overlay, which may be in memory"),
        _ => None,
    }
}

#[cfg(not(target_os = "linux"))]
fn in_memory(_: &DataFolder) -> Option<Finding> {
    None
}

/// Rights come from the folder there.
#[cfg(not(unix))]
mod rights {
    use super::{DataFolder, Finding};

    pub(super) fn look(_: &DataFolder) -> Vec<Finding> {
        Vec::new()
    }
}

#[cfg(unix)]
mod rights {
    use super::{DataFolder, Finding};
    use crate::findings::accounts::{group_name, primary_group, user_name};
    use crate::findings::quoted;
    use crate::rights::may_write;
    use std::fs::Metadata;
    use std::os::unix::fs::MetadataExt;
    use std::path::{Path, PathBuf};

    const READ: u32 = 4;
    const READ_WRITE: u32 = 6;
    const ALL: u32 = 7;
    /// So many files are named one by one.
    const NAMED: usize = 3;

    /// Owner, group and mode of something.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    struct Rights {
        user: u32,
        group: u32,
        mode: u32,
    }

    impl Rights {
        fn of(metadata: &Metadata) -> Self {
            let (user, group) = (metadata.uid(), metadata.gid());
            Self { user, group, mode: metadata.mode() & 0o7777 }
        }

        /// As a person reads it: `antre:antre, mode 2770`.
        fn shown(self) -> String {
            format!("{}, mode {:o}", self.owners(), self.mode)
        }

        fn owners(self) -> String {
            format!("{}:{}", user_name(self.user), group_name(self.group))
        }

        /// Whether the group of the data folder shares it.
        fn is_shared(self) -> bool {
            self.mode & 0o020 != 0
        }

        /// Whether this user and group have these rights (`rwx` as a digit): the first class that fits decides.
        fn grant(self, (user, group): (u32, u32), wanted: u32) -> bool {
            let class = match () {
                () if user == self.user => self.mode >> 6,
                () if group == self.group => self.mode >> 3,
                () => self.mode,
            };
            user == 0 || class & wanted == wanted
        }
    }

    /// Something in the data folder that programs need.
    struct Entry {
        path: PathBuf,
        rights: Rights,
        wanted: u32,
        is_link: bool,
    }

    impl Entry {
        fn at(path: PathBuf, wanted: u32) -> Option<Self> {
            let metadata = path.symlink_metadata().ok()?;
            let wanted = if metadata.is_dir() { ALL } else { wanted };
            let (rights, is_link) = (Rights::of(&metadata), metadata.is_symlink());
            Some(Self { path, rights, wanted, is_link })
        }

        /// Whether owner, members of the group and this user (where the folder `is_ours` to write to) can use it.
        fn is_fine(&self, folder: Rights, is_ours: bool) -> bool {
            // Nobody is in the group by being this user; no account has this number.
            let member = (u32::MAX, folder.group);
            let owner = self.rights.grant((folder.user, folder.group), self.wanted);
            let members = !folder.is_shared() || self.rights.grant(member, self.wanted);
            owner && members && (!is_ours || self.wanted == READ || may_write(&self.path))
        }
    }

    pub(super) fn look(data: &DataFolder) -> Vec<Finding> {
        let Ok(metadata) = data.path().metadata() else { return Vec::new() };
        let folder = Rights::of(&metadata);
        let mut found = of_the_folder(data.path(), folder);
        // Whoever may not even write to the folder has been told; the rest is about the others.
        let is_ours = may_write(data.path());
        for (code, entries) in needed(data) {
            let (links, entries): (Vec<Entry>, Vec<Entry>) =
                entries.into_iter().partition(|entry| entry.is_link);
            found.extend(links.iter().map(link));
            let bad: Vec<&Entry> = entries.iter().filter(|e| !e.is_fine(folder, is_ours)).collect();
            found.extend(locked_out(code, folder, &bad));
            if code == "queue.owner" {
                found.extend(entries.iter().filter(|e| e.wanted != READ).find_map(readable));
            }
        }
        found
    }

    /// Everything that programs open, by subject.
    fn needed(data: &DataFolder) -> Vec<(&'static str, Vec<Entry>)> {
        let queue = data.queue_file();
        let beside = |ending: &str| {
            let mut path = queue.clone().into_os_string();
            path.push(ending);
            Entry::at(path.into(), READ_WRITE)
        };
        let within = |folder: PathBuf| {
            let files = std::fs::read_dir(&folder).into_iter().flatten().flatten();
            let mut paths: Vec<PathBuf> = files.map(|file| file.path()).collect();
            paths.sort();
            let all = std::iter::once(folder).chain(paths);
            all.filter_map(|path| Entry::at(path, READ_WRITE)).collect::<Vec<_>>()
        };
        vec![
            ("office.owner", Entry::at(data.office_file(), READ).into_iter().collect()),
            ("queue.owner", ["", "-wal", "-shm"].into_iter().filter_map(beside).collect()),
            ("locks.owner", within(data.path().join(DataFolder::LOCKS))),
            ("logs.owner", within(data.logs_folder())),
            ("sheets.owner", Entry::at(data.paper_folder(), READ_WRITE).into_iter().collect()),
            ("backups.owner", Entry::at(data.backups_folder(), READ_WRITE).into_iter().collect()),
        ]
    }

    fn of_the_folder(path: &Path, folder: Rights) -> Vec<Finding> {
        let (shown, word) = (path.display(), quoted(path));
        let mut found = Vec::new();
        let user = rustix::process::geteuid().as_raw();
        if !may_write(path) {
            let (name, group) = (user_name(user), group_name(folder.group));
            let how = match folder.is_shared() {
                true => format!("`sudo usermod -aG {group} {name}`, and log in again"),
                false => format!(
                    "`sudo chown :GROUP {word} && sudo chmod 2770 {word}`, with a group that all users of the office \
                     are in"
                ),
            };
            let remedy = format!("give this user write permission: {how}");
            let sentence =
                format!("cannot write to {shown} as {name}: it belongs to {}", folder.shown());
            found.push(Finding::fault(super::NOT_WRITABLE, sentence, remedy));
        }
        if folder.mode & 0o002 != 0 {
            let sentence = format!("everybody on this machine may write to {shown}");
            let remedy = format!("`sudo chmod o-w {word}`");
            found.push(Finding::warning("folder.open-to-all", sentence, remedy));
        }
        let is_private = primary_group(folder.user) == Some(folder.group);
        if folder.is_shared() && folder.mode & 0o2000 == 0 && !is_private {
            let sentence = format!(
                "{shown} does not hand its group on ({}), so what one user makes there another may not be able to use",
                folder.shown()
            );
            let remedy = format!("`sudo chmod g+s {word}`");
            found.push(Finding::warning("folder.no-setgid", sentence, remedy));
        }
        found
    }

    /// What a program that runs as owner of the folder, as a member of its group or as this user cannot use.
    fn locked_out(code: &'static str, folder: Rights, bad: &[&Entry]) -> Option<Finding> {
        let first = bad.first()?;
        let more = match bad.len() {
            1 => String::new(),
            n => format!(" and {} more beside it", n - 1),
        };
        let verb = if first.wanted == READ { "read" } else { "write" };
        let sentence = format!(
            "{}{more} cannot be used by every program of the office: it belongs to {}, the data folder to {}; some \
             may not {verb} it",
            first.path.display(),
            first.rights.shown(),
            folder.shown()
        );
        let words: Vec<String> = match bad.len() {
            ..=NAMED => bad.iter().map(|entry| quoted(&entry.path)).collect(),
            // All of them stand in one folder, which is the first or its parent.
            _ => vec![quoted(
                first.path.parent().filter(|_| first.wanted != ALL).unwrap_or(&first.path),
            )],
        };
        let deep = if bad.len() > NAMED { "-R " } else { "" };
        let mode = if folder.is_shared() { "u+rwX,g+rwX" } else { "u+rwX" };
        let words = words.join(" ");
        let remedy = format!(
            "`sudo chown {deep}{} {words} && sudo chmod {deep}{mode} {words}`",
            folder.owners()
        );
        Some(Finding::fault(code, sentence, remedy))
    }

    fn link(entry: &Entry) -> Finding {
        let sentence = format!("{} is a link, and no program follows it", entry.path.display());
        let remedy = format!("`rm {}`, and put the file itself there", quoted(&entry.path));
        Finding::fault("folder.link", sentence, remedy)
    }

    /// A queue that others may read: there are hashes of PINs in it, and a PIN of four digits is soon found.
    fn readable(entry: &Entry) -> Option<Finding> {
        (entry.rights.mode & 0o007 != 0).then(|| {
            let sentence = format!(
                "every account of this machine may read the hashes of the PINs in {} (mode {:o})",
                entry.path.display(),
                entry.rights.mode
            );
            let remedy = format!("`sudo chmod o= {}`", quoted(&entry.path));
            Finding::warning("queue.readable-by-all", sentence, remedy)
        })
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn the_first_class_that_fits_decides() {
            let file = Rights { user: 5, group: 50, mode: 0o640 };
            assert!(file.grant((5, 7), READ_WRITE) && file.grant((7, 50), READ));
            assert!(!file.grant((7, 50), READ_WRITE) && !file.grant((7, 70), READ));
            assert!(file.grant((0, 0), ALL), "root");
            let odd = Rights { mode: 0o066, ..file };
            assert!(!odd.grant((5, 50), READ) && odd.grant((7, 7), READ_WRITE));
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn what_goes_with_the_power_is_known_by_its_kind() {
        for (magic, is_told) in [(0x0102_1994, true), (0x794c_7630, true), (0xef53, false)] {
            assert_eq!(kind_in_memory(magic).is_some(), is_told, "{magic:x}");
        }
    }
}
