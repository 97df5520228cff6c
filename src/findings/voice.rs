//! Voice: whether the player that the office names is on this machine.

use super::Finding;
use crate::office::{Office, Player};
use std::env;
use std::path::{Path, PathBuf};

/// A player that is not installed. Not asked when a program starts: a wall without a voice still shows every call.
pub(super) fn no_player(office: &Office) -> Option<Finding> {
    let Player::Program(command) = &office.voice.player else { return None };
    let program = command.first().map_or("", String::as_str);
    let problem =
        format!("there is no program \"{program}\" on this machine, so no call would be spoken");
    let place = &office.voice.player_place;
    (!is_installed(program)).then(|| {
        Finding::at("voice.player", place, problem, "install it, or write \"auto\" or \"none\"")
    })
}

/// Whether there is a program with this name or path.
fn is_installed(program: &str) -> bool {
    let is_there = |path: &Path| path.is_file() || (cfg!(windows) && with_exe(path).is_file());
    if Path::new(program).components().count() > 1 {
        return is_there(Path::new(program));
    }
    let folders = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&folders).any(|folder| is_there(&folder.join(program)))
}

fn with_exe(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".exe");
    name.into()
}
