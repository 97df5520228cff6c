//! What leads on from a queue that cannot be used: the newest backup beside it, else an empty queue.
//!
//! Never here: taking anything back, or beginning anything.

use std::fs;
use std::path::{Path, PathBuf};

/// What to do about a queue that cannot be used, as a sentence.
pub(super) fn way_on(queue: &Path) -> String {
    match newest_backup(queue) {
        Some(backup) => format!(
            "Close all programs and run `antre restore {}`, the newest backup here; what is there now is kept",
            backup.display()
        ),
        None => "There is no backup of it here: take one from elsewhere back with `antre restore FILE`, or close all programs \
                 and begin an empty queue with `antre init --new-queue`: what is there now is kept, and the numbers go on where \
                 programs have told of them"
            .to_owned(),
    }
}

/// The newest copy in the folder `backups`: one that somebody made, else one that was made before its schema changed.
fn newest_backup(queue: &Path) -> Option<PathBuf> {
    let folder = queue.parent()?.join("backups");
    let names =
        fs::read_dir(&folder).ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let (made, kept): (Vec<String>, Vec<String>) =
        names.partition(|name| name.starts_with("antre-") && !name.ends_with(".part"));
    let made = made.iter().filter(|name| folder.join(name).join("queue.db").is_file());
    let kept = kept.iter().filter(|name| name.starts_with("queue-v") && name.ends_with(".db"));
    made.max().map(|name| folder.join(name)).or_else(|| Some(folder.join(kept.max()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_whole_backup_leads_on_and_a_new_queue_where_there_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let queue = folder.path().join("queue.db");
        assert!(way_on(&queue).contains("`antre init --new-queue`"));
        let backups = folder.path().join("backups");
        let make = |name: &str| {
            fs::create_dir_all(backups.join(name)).unwrap();
            fs::write(backups.join(name).join("queue.db"), "").unwrap();
        };
        make("before-20261130-120000");
        make("antre-20261130-120000.part");
        assert_eq!(newest_backup(&queue), None);
        fs::write(backups.join("queue-v8-001.db"), "").unwrap();
        assert_eq!(newest_backup(&queue), Some(backups.join("queue-v8-001.db")));
        ["antre-20261128-170000", "antre-20261129-170000"].into_iter().for_each(make);
        fs::create_dir(backups.join("antre-20261130-170000")).unwrap();
        assert_eq!(newest_backup(&queue), Some(backups.join("antre-20261129-170000")));
        assert!(way_on(&queue).contains("antre-20261129-170000`"));
    }
}
