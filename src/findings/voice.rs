//! Voice: whether anything on this machine can play the calls.

use super::{Finding, Severity};
use crate::office::{Office, Player};
use crate::voice::outlet;
use std::env;
use std::path::{Path, PathBuf};

/// A player that is not installed. Not asked when a program starts: a wall without a voice still shows every call.
pub(super) fn no_player(office: &Office) -> Option<Finding> {
    let command = match &office.voice.player {
        Player::Program(command) => command,
        Player::Detected => return nothing_plays(office, &mut outlet::players(), &is_installed),
        Player::Silent | Player::Folder(_) => return None,
    };
    let program = command.first().map_or("", String::as_str);
    let problem =
        format!("there is no program \"{program}\" on this machine, so no call would be spoken");
    let place = &office.voice.player_place;
    (!is_installed(program)).then(|| {
        Finding::at("voice.player", place, problem, "install it, or write \"auto\" or \"none\"")
    })
}

/// None of the players that are looked for. Whether a display speaks is said when it is started, so an office that names
/// none that does may not need one.
fn nothing_plays(
    office: &Office,
    players: &mut dyn Iterator<Item = &'static str>,
    is_installed: &dyn Fn(&str) -> bool,
) -> Option<Finding> {
    let players: Vec<_> = players.collect();
    if players.iter().any(|program| is_installed(program)) {
        return None;
    }
    let speaks = office.walls.iter().find(|wall| wall.voice);
    let (severity, whose) = match speaks.and_then(|wall| wall.name.as_deref()) {
        Some(name) => {
            (Severity::Warning, format!("display \"{name}\" shows its calls and speaks none"))
        }
        None if speaks.is_some() => (Severity::Warning, "no call is spoken".to_owned()),
        None => (Severity::Note, "a display with --voice would speak no call".to_owned()),
    };
    let sentence =
        format!("no program that plays sound is on this machine ({}): {whose}", players.join(", "));
    let remedy = "install one of them (Debian: pipewire-bin, pulseaudio-utils or alsa-utils), or write player = \"none\" in [voice]";
    Some(Finding::new(severity, "voice.no-player", sentence, remedy))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::{Outside, SAMPLES};

    fn found(office: &Office, installed: &'static str) -> Option<(Severity, String)> {
        let mut players = ["pw-play", "aplay"].into_iter();
        let found = nothing_plays(office, &mut players, &|program| program == installed)?;
        assert_eq!(found.code, "voice.no-player");
        Some((found.severity, found.to_string()))
    }

    #[test]
    fn a_display_that_speaks_wants_a_program_that_plays() {
        let silent = Office::parse(SAMPLES[0].1, &Outside::default()).unwrap();
        let speaking = format!("{}\n[[display]]\nname = \"utara\"\nvoice = true\n", SAMPLES[0].1);
        let speaking = Office::parse(&speaking, &Outside::default()).unwrap();
        for office in [&silent, &speaking] {
            assert_eq!(found(office, "aplay"), None, "one is enough");
        }
        let (severity, told) = found(&speaking, "").unwrap();
        assert_eq!(severity, Severity::Warning);
        assert!(told.contains("(pw-play, aplay): display \"utara\" shows its calls"), "{told}");
        assert!(told.contains("alsa-utils"), "{told}");
        assert_eq!(found(&silent, "").unwrap().0, Severity::Note, "the office may need none");
    }
}
