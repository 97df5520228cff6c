//! Data folder: whether every program of the office can write what it needs.
//!
//! The scheme: the folder belongs to a group, is writable for it and hands it on (2770), and everybody who runs a
//! program of the office is in that group. A folder of one user alone (700, 755) is fine, too.

use super::{Finding, disk};
use crate::data::DataFolder;
use std::io::ErrorKind;

/// The code of a folder that this user cannot write to.
pub(super) const NOT_WRITABLE: &str = "folder.not-writable";

/// What keeps some program of the office from writing, and what its disk would lose.
pub(super) fn look(data: &DataFolder) -> Vec<Finding> {
    if !data.office_file().exists() && !is_closed(data) {
        // That is no data folder yet, and whoever opens it says so.
        return Vec::new();
    }
    let mut found = rights::look(data);
    found.extend(disk::look(data));
    found
}

/// Whether this user may not even look into the folder, so that nobody knows what is in it.
pub(super) fn is_closed(data: &DataFolder) -> bool {
    let looked = data.office_file().symlink_metadata();
    looked.is_err_and(|error| error.kind() == ErrorKind::PermissionDenied)
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
    use crate::findings::Severity;
    use crate::findings::accounts::{group_name, primary_group, user_name};
    use crate::findings::quoted;
    use crate::rights::may_write;
    use std::fs::Metadata;
    use std::os::unix::fs::{FileTypeExt, MetadataExt};
    use std::path::{Path, PathBuf};

    const READ: u32 = 4;
    const READ_WRITE: u32 = 6;
    const ALL: u32 = 7;
    /// What is wrong with whose logs are.
    const LOGS: &str = "logs.owner";
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

    /// What programs need somewhere.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Need {
        /// A file; what else can stand there, its reader says.
        File,
        /// A folder.
        Folder,
        /// A file or a socket in a folder of theirs.
        Within,
        /// A file that some program may write one day, in a folder of theirs.
        Log,
    }

    /// Something in the data folder that programs need.
    struct Entry {
        path: PathBuf,
        rights: Rights,
        wanted: u32,
        need: Need,
        /// What stands there instead.
        instead: Option<&'static str>,
    }

    impl Entry {
        fn at(path: PathBuf, wanted: u32, need: Need) -> Option<Self> {
            let metadata = path.symlink_metadata().ok()?;
            let wanted = if metadata.is_dir() { ALL } else { wanted };
            let (rights, kind) = (Rights::of(&metadata), metadata.file_type());
            let instead = match (need, kind) {
                (_, kind) if kind.is_symlink() => Some("a link"),
                (Need::File, _) => None,
                (Need::Folder, kind) if kind.is_dir() => None,
                (Need::Within, kind) if kind.is_socket() => None,
                (Need::Within | Need::Log, kind) if kind.is_file() => None,
                (_, kind) if kind.is_dir() => Some("a folder"),
                (_, kind) if kind.is_file() => Some("an ordinary file"),
                (_, kind) if kind.is_fifo() => Some("a named pipe"),
                _ => Some("a device or a socket"),
            };
            Some(Self { path, rights, wanted, need, instead })
        }

        /// A file that is read by whatever name leads to it.
        fn read(path: PathBuf) -> Option<Self> {
            let rights = Rights::of(&path.metadata().ok()?);
            Some(Self { path, rights, wanted: READ, need: Need::File, instead: None })
        }

        /// Whether owner, members of the group and this user (where the folder `is_ours` to write to) can use it.
        fn is_fine(&self, folder: Rights, is_ours: bool) -> bool {
            let is_for_us = !is_ours || self.wanted == READ || may_write(&self.path);
            self.grants(folder) && is_for_us
        }

        /// Whether owner and mode let owner and group of the folder use it.
        fn grants(&self, folder: Rights) -> bool {
            // Nobody is in the group by being this user; no account has this number.
            let member = (u32::MAX, folder.group);
            let owner = self.rights.grant((folder.user, folder.group), self.wanted);
            owner && (!folder.is_shared() || self.rights.grant(member, self.wanted))
        }
    }

    pub(super) fn look(data: &DataFolder) -> Vec<Finding> {
        let Ok(metadata) = data.path().metadata() else {
            return super::is_closed(data).then(|| behind(data.path())).into_iter().collect();
        };
        let folder = Rights::of(&metadata);
        let mut found = of_the_folder(data.path(), folder, super::is_closed(data));
        // Whoever may not even write to the folder has been told; the rest is about the others.
        let is_ours = may_write(data.path());
        for (code, entries) in needed(data) {
            let (others, entries): (Vec<Entry>, Vec<Entry>) =
                entries.into_iter().partition(|entry| entry.instead.is_some());
            found.extend(others.iter().map(other));
            let bad: Vec<&Entry> = entries.iter().filter(|e| !e.is_fine(folder, is_ours)).collect();
            found.extend(locked_out(code, folder, &bad).map(|one| as_grave_as(code, one)));
            if code == "queue.owner" {
                found.extend(entries.iter().filter(|e| e.wanted != READ).find_map(readable));
            }
        }
        found
    }

    /// A program that cannot write its log says so once and goes on without it.
    fn as_grave_as(code: &'static str, found: Finding) -> Finding {
        let severity = if code == LOGS { Severity::Warning } else { found.severity };
        Finding { severity, ..found }
    }

    /// Everything that programs open, by subject.
    fn needed(data: &DataFolder) -> Vec<(&'static str, Vec<Entry>)> {
        let queue = data.queue_file();
        let beside = |ending: &str| {
            let mut path = queue.clone().into_os_string();
            path.push(ending);
            Entry::at(path.into(), READ_WRITE, Need::File)
        };
        let folder = |path: PathBuf| Entry::at(path, READ_WRITE, Need::Folder);
        let within = |folder: PathBuf, need: Need| {
            let files = std::fs::read_dir(&folder).into_iter().flatten().flatten();
            let mut paths: Vec<PathBuf> = files.map(|file| file.path()).collect();
            paths.sort();
            let itself = Entry::at(folder, READ_WRITE, Need::Folder);
            let files = paths.into_iter().filter_map(|path| Entry::at(path, READ_WRITE, need));
            itself.into_iter().chain(files).collect::<Vec<_>>()
        };
        vec![
            ("office.owner", Entry::read(data.office_file()).into_iter().collect()),
            ("queue.owner", ["", "-wal", "-shm"].into_iter().filter_map(beside).collect()),
            ("locks.owner", within(data.path().join(DataFolder::LOCKS), Need::Within)),
            (LOGS, within(data.logs_folder(), Need::Log)),
            ("sheets.owner", folder(data.paper_folder()).into_iter().collect()),
            ("backups.owner", folder(data.backups_folder()).into_iter().collect()),
        ]
    }

    fn of_the_folder(path: &Path, folder: Rights, is_closed: bool) -> Vec<Finding> {
        let (shown, word) = (path.display(), quoted(path));
        let mut found = Vec::new();
        let user = rustix::process::geteuid().as_raw();
        if is_closed || !may_write(path) {
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

    /// A folder to which this user does not even come.
    fn behind(path: &Path) -> Finding {
        let name = user_name(rustix::process::geteuid().as_raw());
        let sentence = format!("{name} may not look into a folder above {}", path.display());
        let remedy = format!("`namei -l {}` shows which one; it needs the right x", quoted(path));
        Finding::fault(super::NOT_WRITABLE, sentence, remedy)
    }

    /// What a program that runs as owner of the folder, as a member of its group or as this user cannot use.
    fn locked_out(code: &'static str, folder: Rights, bad: &[&Entry]) -> Option<Finding> {
        let first = bad.first()?;
        if bad.iter().all(|entry| entry.grants(folder)) {
            return Some(kept_from_us(code, folder, &first.path));
        }
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

    /// What owner and mode let the office use, and this user cannot write all the same.
    fn kept_from_us(code: &'static str, folder: Rights, path: &Path) -> Finding {
        use rustix::process::{getegid, geteuid, getgroups};
        let (shown, word) = (path.display(), quoted(path));
        let (user, group) = (geteuid(), getegid());
        let groups = getgroups().unwrap_or_default();
        let is_member = groups.iter().chain([&group]).any(|group| group.as_raw() == folder.group);
        let name = user_name(user.as_raw());
        if user.is_root() || user.as_raw() == folder.user || is_member {
            let sentence = format!(
                "{name} cannot write {shown}, although its owner and mode allow it: it is marked as unchangeable, or has a \
                 list of rights of its own"
            );
            let remedy = format!(
                "`lsattr {word}` and `getfacl {word}` show it; `sudo chattr -i {word}` takes a mark away"
            );
            return Finding::fault(code, sentence, remedy);
        }
        let sentence = format!("{name} cannot write {shown}: it belongs to {}", folder.owners());
        let group = group_name(folder.group);
        let remedy = format!("`sudo usermod -aG {group} {name}`, and log in again");
        Finding::fault(code, sentence, remedy)
    }

    /// Something else than what programs need. In the folder of the logs it is in the way of nobody but a log of its name.
    fn other(entry: &Entry) -> Finding {
        let (shown, word) = (entry.path.display(), quoted(&entry.path));
        let severity = match entry.need {
            Need::Log => Severity::Warning,
            _ => Severity::Fault,
        };
        let instead = entry.instead.unwrap_or_default();
        let wanted = if entry.need == Need::Folder { "folder" } else { "file" };
        match instead {
            "a link" => {
                let sentence = format!("{shown} is a link, and no program follows it");
                let remedy = format!("`rm {word}`, and put the {wanted} itself there");
                Finding::new(severity, "folder.link", sentence, remedy)
            }
            _ => {
                let sentence = format!("{shown} is {instead}, where programs need a {wanted}");
                let remedy = format!("move it away: programs make their {wanted} anew");
                Finding::new(severity, "folder.other-kind", sentence, remedy)
            }
        }
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
