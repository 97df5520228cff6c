//! Players: programs of the system that play a WAV file, run with a deadline.
//!
//! Belongs here: which players there are, running one, ending it when it hangs, and whether it can have played at all.
//! Never here: what is played.

use super::announcement::Announcement;
use super::sink::{NoSound, Sink};
use super::wav::to_wav;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};
use std::{env, fmt, thread};
use tempfile::NamedTempFile;

/// What a player may take longer than the announcement itself: to open a sound card, and to drain it.
const GRACE: Duration = Duration::from_secs(5);
/// How often a running player is looked at.
const LOOK: Duration = Duration::from_millis(20);
/// How long the last words of a player that has ended are waited for.
const LAST_WORDS: Duration = Duration::from_millis(200);
/// A player that takes less than one part in so many of the call's time has not played it, whatever its exit code says:
/// ffplay without a sound card ends well after 0.7 s of a call of 15 s.
const PART_HEARD: u32 = 2;
/// Stands for the WAV file in the arguments of a player.
const FILE: &str = "{file}";

/// The players of this system, the best first.
#[cfg(target_os = "windows")]
const KNOWN: &[&[&str]] = &[&[
    "powershell",
    "-NoProfile",
    "-Command",
    // By variable: a path needs no quoting then.
    "(New-Object Media.SoundPlayer $env:ANTRE_WAV).PlaySync()",
    "#{file}",
]];
/// The players of this system, the best first.
#[cfg(target_os = "macos")]
const KNOWN: &[&[&str]] = &[&["afplay"]];
/// The players of this system, the best first: PipeWire, PulseAudio, ALSA, and what is often there anyway.
#[cfg(not(any(target_os = "windows", target_os = "macos")))]
const KNOWN: &[&[&str]] = &[
    &["pw-play"],
    &["paplay"],
    &["aplay", "-q"],
    &["ffplay", "-nodisp", "-autoexit", "-loglevel", "error"],
];

/// The programs that are looked for where the office names none.
pub(super) fn known() -> impl Iterator<Item = &'static str> {
    KNOWN.iter().filter_map(|command| command.first().copied())
}

/// One player, or several of which the first that works is used.
#[derive(Clone)]
pub(super) struct Programs {
    commands: Vec<Vec<String>>,
    /// Whether the system was asked, instead of the office file.
    detected: bool,
    /// The one that worked last.
    first: usize,
    grace: Duration,
    /// The time that nobody can set.
    now: Arc<dyn Fn() -> Instant + Send + Sync>,
}

impl fmt::Debug for Programs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Programs").field("commands", &self.commands).finish_non_exhaustive()
    }
}

impl Programs {
    /// The players of this system.
    pub(super) fn detected() -> Self {
        let owned = |command: &&[&str]| command.iter().map(ToString::to_string).collect();
        Self { detected: true, ..Self::of(KNOWN.iter().map(owned).collect()) }
    }

    /// The player of the office file.
    pub(super) fn only(command: Vec<String>) -> Self {
        Self::of(vec![command])
    }

    fn of(commands: Vec<Vec<String>>) -> Self {
        Self { commands, detected: false, first: 0, grace: GRACE, now: Arc::new(Instant::now) }
    }

    /// Plays a file that sounds so long with the first player that does.
    fn try_each(&mut self, file: &Path, sounds: Duration) -> Result<(), NoSound> {
        let limit = sounds + self.grace;
        let mut worst = None;
        for turn in 0..self.commands.len() {
            let index = (self.first + turn) % self.commands.len();
            let begin = (self.now)();
            let ended = run(&self.commands[index], file, limit);
            let took = (self.now)().duration_since(begin);
            let heard = ended.and_then(|()| whole(&self.commands[index], took, sounds));
            match heard {
                Ok(()) => {
                    self.first = index;
                    return Ok(());
                }
                // Another player is asked, unless so much time has gone that the call would come too late.
                Err(NoSound::Hung { program, seconds }) => {
                    self.first = (index + 1) % self.commands.len();
                    return Err(NoSound::Hung { program, seconds });
                }
                Err(NoSound::Missing { .. }) if self.detected => {}
                // The best player knows best what is the matter.
                Err(other) => worst = worst.or(Some(other)),
            }
        }
        let names: Vec<&str> =
            self.commands.iter().filter_map(|c| Some(c.first()?.as_str())).collect();
        Err(worst.unwrap_or_else(|| NoSound::NoPlayer { tried: names.join(", ") }))
    }
}

impl Sink for Programs {
    fn play(&mut self, announcement: &Announcement) -> Result<(), NoSound> {
        let file = written(&to_wav(&announcement.samples))
            .map_err(|error| NoSound::file(&env::temp_dir(), &error))?;
        // The file goes with the value, whatever becomes of the player.
        self.try_each(file.path(), announcement.duration())
    }
}

/// A call as a file for a player, under a name that nobody else has.
fn written(wav: &[u8]) -> io::Result<NamedTempFile> {
    let mut file = tempfile::Builder::new().prefix("antre-call-").suffix(".wav").tempfile()?;
    file.write_all(wav)?;
    Ok(file)
}

/// Whether a player that ended well has taken long enough to have been heard.
fn whole(command: &[String], took: Duration, sounds: Duration) -> Result<(), NoSound> {
    if took * PART_HEARD >= sounds {
        return Ok(());
    }
    let (took, sounds) = (took.as_secs_f32(), sounds.as_secs_f32());
    Err(NoSound::Failed {
        program: command.first().cloned().unwrap_or_default(),
        said: format!("it ended after {took:.1} s of a call of {sounds:.1} s"),
    })
}

/// Runs a player to its end, or ends it at the limit.
fn run(command: &[String], file: &Path, limit: Duration) -> Result<(), NoSound> {
    let Some((program, arguments)) = command.split_first() else { return Ok(()) };
    let name = || program.clone();
    let failed = |said: String| NoSound::Failed { program: name(), said };
    let mut child = spawn(program, arguments, file)
        .map_err(|error| NoSound::Missing { program: name(), said: error.to_string() })?;
    let last_words = listen(&mut child);
    match wait(&mut child, limit) {
        Ok(Some(status)) if status.success() => Ok(()),
        Ok(Some(status)) => {
            let said = last_words.recv_timeout(LAST_WORDS).unwrap_or_default();
            let said = said.lines().rfind(|line| !line.trim().is_empty()).map(str::trim);
            Err(failed(said.map_or_else(|| status.to_string(), str::to_owned)))
        }
        Ok(None) => Err(NoSound::Hung { program: name(), seconds: limit.as_secs() }),
        Err(error) => Err(failed(error.to_string())),
    }
}

fn spawn(program: &str, arguments: &[String], file: &Path) -> io::Result<Child> {
    let mut command = Command::new(program);
    for argument in arguments {
        command.arg(argument.replace(FILE, &file.to_string_lossy()));
    }
    if !arguments.iter().any(|argument| argument.contains(FILE)) {
        command.arg(file);
    }
    // A group of its own: a script that hangs is ended together with what it has started.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
        .env("ANTRE_WAV", file)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
}

/// Waits for the end; `None` when the limit came first and the player was ended.
fn wait(child: &mut Child, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let begin = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if begin.elapsed() >= limit {
            end(child)?;
            return Ok(None);
        }
        thread::sleep(LOOK);
    }
}

fn end(child: &mut Child) -> io::Result<()> {
    #[cfg(unix)]
    {
        let group = rustix::process::Pid::from_child(child);
        rustix::process::kill_process_group(group, rustix::process::Signal::KILL)?;
    }
    #[cfg(not(unix))]
    child.kill()?;
    child.wait().map(drop)
}

/// Reads what a player complains of, so that it never waits for a reader. Nobody waits for the end of it: a program
/// that the player has left behind may hold it open for ever.
fn listen(child: &mut Child) -> mpsc::Receiver<String> {
    let (send, receive) = mpsc::channel();
    if let Some(mut pipe) = child.stderr.take() {
        let read = move || {
            let mut said = Vec::new();
            // What is lost when this fails is only the reason, and the player's end tells that it failed.
            let _ = pipe.by_ref().take(4096).read_to_end(&mut said);
            let _ = send.send(String::from_utf8_lossy(&said).into_owned());
            let _ = io::copy(&mut pipe, &mut io::sink());
        };
        // Without a thread the reason is not known; the sound is not lost by it.
        let _ = thread::Builder::new().name("player".to_owned()).spawn(read);
    }
    receive
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::super::{Extent, Voices};
    use super::*;
    use crate::domain::{CounterNumber, Language};
    use std::collections::VecDeque;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::path::PathBuf;
    use std::sync::Mutex;
    use tempfile::TempDir;

    fn call() -> Announcement {
        let voices = Voices::shipped(&[Language::Indonesian]);
        voices.announce("T012".parse().unwrap(), CounterNumber::new(3).unwrap(), Extent::Once)
    }

    /// A player that is a script of the shell. It is started through the shell, so that no test ever meets a script
    /// that another thread still holds open for writing.
    fn script(folder: &TempDir, name: &str, content: &str) -> Vec<String> {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        vec!["sh".to_owned(), path.to_string_lossy().into_owned()]
    }

    fn play(programs: &mut Programs) -> Result<(), NoSound> {
        programs.play(&call())
    }

    /// These players by a clock on which each of them takes as long as the next of these times; then as long as a call.
    fn timed(programs: Programs, seconds: &[f32]) -> Programs {
        let begin = Instant::now();
        let takes = Mutex::new((VecDeque::from(seconds.to_vec()), begin, false));
        let now = move || {
            let mut takes = takes.lock().unwrap();
            let (seconds, now, runs) = &mut *takes;
            if *runs {
                *now += Duration::from_secs_f32(seconds.pop_front().unwrap_or(60.0));
            }
            *runs = !*runs;
            *now
        };
        Programs { now: Arc::new(now), ..programs }
    }

    fn only(command: Vec<String>) -> Programs {
        timed(Programs::only(command), &[])
    }

    fn detected(commands: Vec<Vec<String>>) -> Programs {
        timed(Programs { detected: true, ..Programs::of(commands) }, &[])
    }

    fn nowhere() -> Vec<String> {
        vec!["antre-no-such-player".to_owned()]
    }

    #[test]
    fn a_player_gets_the_whole_call_and_nothing_stays_behind() {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("heard.wav");
        let told = folder.path().join("told");
        let content = format!("cp \"$1\" {}; echo \"$1\" > {}", copy.display(), told.display());
        let mut player = only(script(&folder, "player", &content));
        assert_eq!(play(&mut player), Ok(()));
        assert_eq!(fs::read(&copy).unwrap(), to_wav(&call().samples));
        let file = PathBuf::from(fs::read_to_string(told).unwrap().trim());
        assert!(!file.exists(), "{} was removed", file.display());
    }

    #[test]
    fn the_file_can_stand_anywhere_in_the_command() {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("heard.wav");
        let command = ["cp", "{file}", copy.to_str().unwrap()].map(str::to_owned);
        assert_eq!(play(&mut only(command.to_vec())), Ok(()));
        assert_eq!(fs::read(&copy).unwrap(), to_wav(&call().samples));
    }

    #[test]
    fn a_player_that_fails_is_quoted() {
        let folder = tempfile::tempdir().unwrap();
        let fails = script(&folder, "fails", "echo ALSA: no card >&2; exit 1");
        let said = "ALSA: no card".to_owned();
        let expected = NoSound::Failed { program: "sh".to_owned(), said };
        assert_eq!(play(&mut only(fails)), Err(expected));
        let wordless = script(&folder, "wordless", "exit 3");
        let told = play(&mut only(wordless)).unwrap_err().to_string();
        assert!(told.contains("exit status: 3"), "{told}");
    }

    #[test]
    fn a_player_that_is_not_there_is_named() {
        let told = play(&mut only(nowhere())).unwrap_err().to_string();
        assert!(told.contains("antre-no-such-player") && told.contains("[voice] player"), "{told}");
        let none = play(&mut detected(vec![nowhere(), nowhere()])).unwrap_err();
        assert_eq!(none.code(), "no-player");
    }

    #[test]
    fn a_player_that_hangs_is_ended_with_all_it_has_started() {
        let folder = tempfile::tempdir().unwrap();
        // The reader of the pipe lives until the last process of the group is gone.
        let hangs = script(&folder, "hangs", "tail -f /dev/null & tail -f /dev/null");
        let file = folder.path().join("call.wav");
        fs::write(&file, b"").unwrap();
        let mut child = spawn(&hangs[0], &hangs[1..], &file).unwrap();
        let ended = listen(&mut child);
        assert_eq!(wait(&mut child, Duration::from_millis(100)).unwrap(), None);
        assert_eq!(ended.recv(), Ok(String::new()), "nobody holds the pipe any more");
    }

    #[test]
    fn a_hanging_player_becomes_a_sentence_and_the_next_one_has_its_turn_then() {
        let folder = tempfile::tempdir().unwrap();
        let hangs = script(&folder, "hangs", "tail -f /dev/null");
        let mut players = detected(vec![hangs.clone(), vec!["true".to_owned()]]);
        players.grace = Duration::ZERO;
        let sounds = Duration::from_millis(100);
        let told = players.try_each(Path::new("/dev/null"), sounds).unwrap_err();
        assert_eq!(told.code(), "player-hung");
        players.grace = GRACE;
        assert_eq!(players.try_each(Path::new("/dev/null"), sounds), Ok(()));
    }

    #[test]
    fn the_first_player_that_works_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let count = folder.path().join("count");
        let fails = script(&folder, "fails", &format!("echo x >> {}; exit 1", count.display()));
        let works = script(&folder, "works", "exit 0");
        let mut players = detected(vec![nowhere(), fails, works]);
        assert_eq!((play(&mut players), play(&mut players)), (Ok(()), Ok(())));
        assert_eq!(fs::read_to_string(count).unwrap(), "x\n", "asked once");
    }

    /// ffplay without a sound card: exit code 0 after 0.7 s.
    #[test]
    fn a_player_that_ends_far_too_early_was_not_heard_and_the_next_one_is_tried() {
        let folder = tempfile::tempdir().unwrap();
        let heard = folder.path().join("heard");
        let hasty = script(&folder, "hasty", "exit 0");
        let works = script(&folder, "works", &format!("echo x >> {}", heard.display()));
        let sounds = call().duration().as_secs_f32();
        let mut players = timed(detected(vec![hasty.clone(), works]), &[0.7, sounds, sounds]);
        assert_eq!((play(&mut players), play(&mut players)), (Ok(()), Ok(())));
        assert_eq!(fs::read_to_string(&heard).unwrap(), "x\nx\n", "the second is kept");
        let mut alone = timed(Programs::only(hasty), &[0.7]);
        let told = play(&mut alone).unwrap_err();
        assert_eq!(told.code(), "player-failed");
        assert!(told.to_string().contains("it ended after 0.7 s of a call of"), "{told}");
    }

    #[test]
    fn the_reason_of_the_best_player_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let honest = script(&folder, "honest", "echo no card >&2; exit 1");
        let hasty = script(&folder, "hasty", "exit 0");
        let mut players = timed(detected(vec![honest, hasty]), &[0.1, 0.7]);
        let told = play(&mut players).unwrap_err().to_string();
        assert!(told.contains("no card"), "{told}");
    }

    /// A little early is whole: a sound card has the last of it still before it.
    #[test]
    fn a_player_may_end_a_little_early() {
        let folder = tempfile::tempdir().unwrap();
        let sounds = call().duration().as_secs_f32();
        let players = Programs::only(script(&folder, "works", "exit 0"));
        assert_eq!(play(&mut timed(players, &[sounds * 0.9])), Ok(()));
    }

    #[test]
    fn a_talkative_player_is_not_held_up() {
        let folder = tempfile::tempdir().unwrap();
        let talks = script(&folder, "talks", "yes no card | head -n 100000 >&2; exit 1");
        let told = play(&mut only(talks)).unwrap_err();
        assert_eq!(told.code(), "player-failed");
    }
}
