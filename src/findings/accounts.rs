//! Accounts: users and groups of this machine by their numbers, as `/etc/passwd` and `/etc/group` name them.

use std::fs;

/// The name of a user, else the number.
pub(super) fn user_name(id: u32) -> String {
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    line_of(&users, id).map_or_else(|| id.to_string(), |fields| fields[0].to_owned())
}

/// The name of a group, else the number.
pub(super) fn group_name(id: u32) -> String {
    let groups = fs::read_to_string("/etc/group").unwrap_or_default();
    line_of(&groups, id).map_or_else(|| id.to_string(), |fields| fields[0].to_owned())
}

/// The group that a user has by itself.
pub(super) fn primary_group(user: u32) -> Option<u32> {
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    line_of(&users, user)?.get(3)?.parse().ok()
}

/// The fields of the line whose third is this number.
fn line_of(file: &str, id: u32) -> Option<Vec<&str>> {
    let lines = file.lines().map(|line| line.split(':').collect::<Vec<_>>());
    lines.into_iter().find(|fields| fields.get(2).is_some_and(|n| n.parse() == Ok(id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_by_its_number() {
        let users =
            "root:x:0:0:root:/root:/bin/sh\nbroken\nantre:x:991:993::/srv/antre:/bin/false\n";
        assert_eq!(
            line_of(users, 991).map(|fields| (fields[0], fields[3])),
            Some(("antre", "993"))
        );
        assert_eq!(line_of(users, 5), None);
    }
}
