//! `install`: the programs of this machine start by themselves, and again after a crash.
//!
//! Belongs here: which programs, and what to type next. Never here: starting anything. What runs on a machine is the
//! business of whoever sits before it; the units are written, and the commands are said.

mod folder;

use super::arguments::counter_number;
use super::{Done, Outcome, display, open};
use crate::data::DataFolder;
use crate::domain::CounterNumber;
use crate::serve::ServeError;
use crate::units::{self, Program, TARGET, Unit};
use clap::Args;
use std::env;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct InstallArgs {
    /// The kiosk
    #[arg(long)]
    kiosk: bool,
    /// The console of this counter; several times for several
    #[arg(long, value_name = "N", value_parser = counter_number)]
    console: Vec<CounterNumber>,
    /// A display: without a name it shows everything, with one what [[display]] in office.toml says
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "")]
    display: Vec<String>,
    /// The display without a name speaks the calls
    #[arg(long)]
    voice: bool,
    /// On the N-th monitor, from 1; for one program at a time
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..))]
    monitor: Option<u8>,
    /// The server: browsers of the office's network, as office.toml says
    #[arg(long)]
    serve: bool,
    /// Only show what would be written
    #[arg(long)]
    print: bool,
    /// Replace or remove files that somebody has changed, too
    #[arg(long)]
    force: bool,
    /// Remove everything that was installed
    #[arg(long, conflicts_with_all = ["kiosk", "console", "display", "voice", "monitor", "serve", "print"])]
    remove: bool,
}

/// Writes, shows or removes the units.
pub(super) fn install(data: &DataFolder, args: &InstallArgs) -> Outcome {
    let folder = units::folder();
    if args.remove {
        return remove(&folder?, args.force);
    }
    let programs = programs(data, args)?;
    let units = units::units(&programs);
    if args.print {
        // Whoever only looks may be nobody with a folder of units: in a container, or before the kiosk's user is made.
        let folder = folder.unwrap_or_else(|_| PathBuf::from("~/.config").join(units::FOLDER));
        for Unit { name, text } in &units {
            crate::say::text(format_args!("# {}\n{text}\n", folder.join(name).display()));
        }
        return Ok(Done::Done);
    }
    for (path, done) in folder::write(&folder?, &units, args.force)? {
        let word = if done == folder::Done::Same { "Unchanged" } else { "Wrote" };
        say!("{word} {}", path.display());
    }
    let names: Vec<String> = programs.iter().map(|p| format!("{}.service", p.name)).collect();
    say!("");
    say!("Now, as the user who is logged in on this screen:");
    say!("  systemctl --user daemon-reload");
    say!("  systemctl --user enable {TARGET} {}", names.join(" "));
    say!("  systemctl --user start {}", names.join(" "));
    say!("What they say: journalctl --user -f -u {}", names.join(" -u "));
    Ok(Done::Done)
}

fn remove(folder: &Path, force: bool) -> Outcome {
    let removed = folder::remove(folder, force)?;
    if removed.is_empty() {
        say!("Nothing is installed in {}", folder.display());
        return Ok(Done::Done);
    }
    for (path, _) in &removed {
        say!("Removed {}", path.display());
    }
    say!("");
    say!("What runs goes on until it is stopped:");
    say!("  systemctl --user stop 'antre-*.service' {TARGET}");
    say!("  systemctl --user daemon-reload");
    Ok(Done::Done)
}

fn programs(
    data: &DataFolder,
    args: &InstallArgs,
) -> Result<Vec<Program>, Box<dyn std::error::Error>> {
    if cfg!(not(target_os = "linux")) {
        return Err("this system has no systemd; src/INSTALL.md says what it has instead".into());
    }
    let office = open::office(data)?;
    let here = [env::current_exe()?, std::path::absolute(data.path())?];
    let [program, data] = here.map(|path| path.display().to_string());
    for path in [&program, &data] {
        // A line break would begin a line of the unit's own.
        if path.chars().any(char::is_control) {
            return Err(format!(
                "{path:?} has a line break or another control character in it, which a unit cannot carry; rename the folder"
            )
            .into());
        }
    }
    let mut programs = Vec::new();
    let mut add = |name: &str, title: String, words: &[String]| {
        let mut all = vec![program.clone(), "--data".to_owned(), data.clone()];
        all.extend(words.iter().cloned());
        // What has no window is on no monitor.
        let monitor = args.monitor.iter().filter(|_| name != "serve");
        all.extend(monitor.flat_map(|n| ["--monitor".to_owned(), n.to_string()]));
        programs.push(Program { name: format!("antre-{name}"), title, words: all });
    };
    if args.kiosk {
        add("kiosk", "Antre kiosk".to_owned(), &["kiosk".to_owned()]);
    }
    for counter in &args.console {
        if office.counter(*counter).is_none() {
            return Err(format!("this office has no counter {counter}").into());
        }
        let words = ["console".to_owned(), "--counter".to_owned(), counter.to_string()];
        add(&format!("console-{counter}"), format!("Antre console {counter}"), &words);
    }
    for name in &args.display {
        let mut words = vec!["display".to_owned()];
        if name.is_empty() {
            words.extend(args.voice.then(|| "--voice".to_owned()));
            add("display", "Antre display".to_owned(), &words);
        } else {
            display::named(&office, name)?;
            words.extend(["--name".to_owned(), name.clone()]);
            add(&format!("display-{name}"), format!("Antre display {name}"), &words);
        }
    }
    if args.serve {
        if office.serving.is_none() {
            return Err(ServeError::Closed.into());
        }
        add("serve", "Antre server".to_owned(), &["serve".to_owned()]);
    }
    if programs.is_empty() {
        return Err("say which programs: --kiosk, --console N, --display [NAME], --serve".into());
    }
    if args.monitor.is_some() && programs.len() > 1 {
        return Err("--monitor goes with one program; install them one by one".into());
    }
    if args.voice && !args.display.iter().any(String::is_empty) {
        return Err("--voice goes with a display without a name; for one with a name write voice = true below its [[display]]".into());
    }
    Ok(programs)
}
