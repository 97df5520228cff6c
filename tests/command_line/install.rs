//! `antre install` as an administrator uses it: written, shown, refused, removed; nothing is ever started.

use crate::support::TempOffice;
use crate::support::offices::magetan;
use crate::support::program::{ANTRE, Run, run};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// An office and a user whose units are in a folder of the test.
struct Machine {
    office: TempOffice,
    home: tempfile::TempDir,
}

impl Machine {
    fn new() -> Self {
        let wall = "\n[[display]]\nname = \"utara\"\ncounters = [1]\n";
        let office = TempOffice::new(&(magetan() + wall));
        Self { office, home: tempfile::tempdir().unwrap() }
    }

    fn antre(&self, arguments: &str) -> Run {
        run(self.office.command(arguments).env("XDG_CONFIG_HOME", self.home.path()))
    }

    fn install(&self, arguments: &str) -> Run {
        self.antre(&format!("install {arguments}"))
    }

    /// The findings of a check that are about units: code, severity, sentence and remedy.
    fn found(&self) -> Vec<[String; 4]> {
        let answer: Value = serde_json::from_str(&self.antre("check --json").stdout).unwrap();
        let text = |found: &Value, key: &str| found[key].as_str().unwrap_or_default().to_owned();
        let all = answer["findings"].as_array().unwrap().iter();
        let all = all.map(|f| ["code", "severity", "sentence", "remedy"].map(|key| text(f, key)));
        all.filter(|found| found[0].starts_with("unit.")).collect()
    }

    /// Enables units as systemd does.
    #[cfg(unix)]
    fn enable(&self, wanted_by: &str, names: &[&str]) {
        let wants = self.folder().join(format!("{wanted_by}.wants"));
        fs::create_dir_all(&wants).unwrap();
        for name in names {
            std::os::unix::fs::symlink(self.folder().join(name), wants.join(name)).unwrap();
        }
    }

    fn folder(&self) -> PathBuf {
        self.home.path().join("systemd/user")
    }

    fn unit(&self, name: &str) -> String {
        fs::read_to_string(self.folder().join(name)).unwrap()
    }

    fn units(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.folder()) else { return Vec::new() };
        let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
        let mut names: Vec<String> = entries.map(|entry| name(entry.unwrap())).collect();
        names.sort();
        names
    }
}

#[test]
#[cfg(target_os = "linux")]
fn the_programs_of_a_machine_get_units_and_the_next_commands_are_said() {
    let machine = Machine::new();
    let said = machine.install("--kiosk --console 1 --display --voice --display utara").ok();
    assert_eq!(
        machine.units(),
        [
            "antre-console-1.service",
            "antre-display-utara.service",
            "antre-display.service",
            "antre-kiosk.service",
            "antre.target"
        ]
    );
    assert!(machine.unit("antre-console-1.service").contains(" console --counter 1\n"));
    assert!(machine.unit("antre-display.service").contains(" display --voice\n"));
    assert!(machine.unit("antre-display-utara.service").contains(" display --name utara\n"));
    assert!(said.contains("systemctl --user daemon-reload\n"), "{said}");
    assert!(said.contains("systemctl --user enable antre.target antre-kiosk.service"), "{said}");
    let journals = "journalctl --user -f -u antre-kiosk.service -u antre-console-1.service -u antre-display.service \
                    -u antre-display-utara.service\n";
    assert!(said.ends_with(journals), "{said}");
    assert!(machine.install("--kiosk").ok().contains("Unchanged"));
}

#[test]
#[cfg(target_os = "linux")]
fn a_server_is_installed_where_the_office_says_where_it_answers() {
    let machine = Machine::new();
    let refused = machine.install("--serve").complaint();
    assert!(refused.contains("[serve]") && refused.contains("0.0.0.0:8080"), "{refused}");
    assert_eq!(machine.units(), [""; 0]);
    machine.office.write(&format!("{}\n[serve]\npublic = \"0.0.0.0:8080\"\n", magetan()));
    machine.install("--serve --monitor 2").ok();
    assert!(machine.unit("antre-serve.service").contains(" serve\n"), "it is on no monitor");
}

#[test]
#[cfg(target_os = "linux")]
fn a_unit_that_somebody_has_changed_is_replaced_only_by_force() {
    let machine = Machine::new();
    machine.install("--kiosk").ok();
    let file = machine.folder().join("antre-kiosk.service");
    let edited = machine.unit("antre-kiosk.service").replace("RestartSec=2", "RestartSec=30");
    fs::write(&file, &edited).unwrap();
    let refused = machine.install("--kiosk --display").complaint();
    assert!(refused.contains("antre-kiosk.service") && refused.contains("--force"), "{refused}");
    assert_eq!(machine.unit("antre-kiosk.service"), edited);
    assert!(!machine.units().contains(&"antre-display.service".to_owned()), "all or nothing");
    machine.install("--remove").complaint();
    assert_eq!(machine.units().len(), 2);
    machine.install("--kiosk --force").ok();
    assert!(machine.unit("antre-kiosk.service").contains("RestartSec=2\n"));
    // A unit of an older version that nobody has changed is simply replaced.
    machine.install("--kiosk --monitor 2").ok();
    assert!(machine.unit("antre-kiosk.service").contains(" kiosk --monitor 2\n"));
}

#[test]
#[cfg(target_os = "linux")]
fn print_writes_nothing_and_remove_takes_everything_back() {
    let machine = Machine::new();
    let shown = machine.install("--kiosk --print").ok();
    assert!(shown.contains("Restart=always"), "{shown}");
    assert!(machine.units().is_empty());
    machine.install("--kiosk --console 2").ok();
    fs::write(machine.folder().join("antre-notes.txt"), "mine").unwrap();
    let wants = machine.folder().join("antre.target.wants");
    fs::create_dir(&wants).unwrap();
    let link = wants.join("antre-kiosk.service");
    std::os::unix::fs::symlink(machine.folder().join("antre-kiosk.service"), &link).unwrap();
    let said = machine.install("--remove").ok();
    assert!(said.contains("systemctl --user stop"), "{said}");
    assert_eq!(machine.units(), ["antre-notes.txt"]);
    assert!(link.symlink_metadata().is_err(), "it would point nowhere");
    assert!(machine.install("--remove").ok().contains("Nothing is installed"));
}

#[test]
#[cfg(target_os = "linux")]
fn print_shows_the_units_also_where_nobody_has_a_folder_for_them() {
    let machine = Machine::new();
    let mut command = machine.office.command("install --kiosk --print");
    let shown = run(command.env_remove("HOME").env_remove("XDG_CONFIG_HOME")).ok();
    assert!(shown.contains("# ~/.config/systemd/user/antre-kiosk.service"), "{shown}");
    let mut command = machine.office.command("install --kiosk");
    let refused = run(command.env_remove("HOME").env_remove("XDG_CONFIG_HOME")).refusal();
    assert!(refused.contains("XDG_CONFIG_HOME"), "{refused}");
}

#[test]
#[cfg(target_os = "linux")]
fn what_cannot_be_is_refused_before_anything_is_written() {
    let machine = Machine::new();
    for (arguments, why) in [
        ("", "--kiosk"),
        ("--console 9", "no counter 9"),
        ("--display selatan", "its displays are utara"),
        ("--kiosk --display --monitor 1", "one by one"),
        ("--display utara --voice", "voice = true"),
    ] {
        let refused = machine.install(arguments).refusal();
        assert!(refused.contains(why), "{arguments}: {refused}");
    }
    assert!(machine.units().is_empty());
}

/// Somebody has removed the unit by hand; the link would start nothing, and `systemctl` would complain for ever.
#[test]
#[cfg(target_os = "linux")]
fn remove_disables_also_what_is_gone_and_leaves_what_is_not_ours() {
    let machine = Machine::new();
    machine.install("--kiosk").ok();
    let wants = machine.folder().join("graphical-session.target.wants");
    fs::create_dir(&wants).unwrap();
    for unit in ["antre-display-lama.service", "antre.target", "other.service"] {
        std::os::unix::fs::symlink(machine.folder().join(unit), wants.join(unit)).unwrap();
    }
    machine.install("--remove").ok();
    assert_eq!(machine.units(), ["graphical-session.target.wants"]);
    let left: Vec<_> =
        fs::read_dir(&wants).unwrap().map(|link| link.unwrap().file_name()).collect();
    assert_eq!(left, ["other.service"]);
}

#[test]
#[cfg(target_os = "linux")]
fn a_line_break_in_the_path_never_reaches_a_unit() {
    let machine = Machine::new();
    let folder = machine.home.path().join("office\nExecStartPre=false");
    fs::create_dir(&folder).unwrap();
    fs::copy(machine.office.file("office.toml"), folder.join("office.toml")).unwrap();
    let mut command = Command::new(ANTRE);
    command.arg("--data").arg(&folder).args(["install", "--kiosk"]);
    let refused = run(command.env("XDG_CONFIG_HOME", machine.home.path())).refusal();
    assert!(refused.contains("line break") && refused.contains("\\n"), "{refused}");
    assert!(machine.units().is_empty());
}

#[test]
#[cfg(target_os = "linux")]
fn a_check_tells_which_units_do_not_start_by_themselves() {
    let machine = Machine::new();
    assert_eq!(machine.found(), [] as [[String; 4]; 0], "nothing is installed");
    machine.install("--kiosk --console 1").ok();
    let [code, severity, sentence, remedy] = machine.found().remove(0);
    assert_eq!((&*code, &*severity), ("unit.not-enabled", "warning"));
    let all = "antre.target, antre-console-1.service, antre-kiosk.service";
    assert_eq!(sentence, format!("these do not start by themselves: {all}"));
    assert!(remedy.ends_with(&format!("enable {}`", all.replace(',', ""))), "{remedy}");

    machine.enable("graphical-session.target", &["antre.target"]);
    machine.enable("antre.target", &["antre-kiosk.service"]);
    let [_, _, sentence, _] = machine.found().remove(0);
    assert_eq!(sentence, "antre-console-1.service is there and does not start by itself");
    machine.enable("antre.target", &["antre-console-1.service"]);
    assert_eq!(machine.found(), [] as [[String; 4]; 0]);

    fs::remove_file(machine.folder().join("antre-console-1.service")).unwrap();
    let [code, _, sentence, remedy] = machine.found().remove(0);
    assert_eq!(code, "unit.gone");
    assert!(sentence.starts_with("antre-console-1.service is enabled, and there is no"));
    assert_eq!(remedy, "`systemctl --user disable antre-console-1.service`");
}

#[test]
#[cfg(target_os = "linux")]
fn a_check_tells_what_units_start_that_is_not_this_program_on_this_office() {
    let machine = Machine::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let program = elsewhere.path().join("antre");
    // Not by this process: a file that it has open for writing, for whatever child of another test, cannot be run.
    let copied = Command::new("cp").arg(ANTRE).arg(&program).status();
    assert!(copied.unwrap().success());
    let data = elsewhere.path().join("office");
    fs::create_dir(&data).unwrap();
    fs::copy(machine.office.file("office.toml"), data.join("office.toml")).unwrap();
    let mut install = Command::new(&program);
    install.arg("--data").arg(&data).args("install --display utara --monitor 2".split(' '));
    run(install.env("XDG_CONFIG_HOME", machine.home.path())).ok();
    machine.enable("graphical-session.target", &["antre.target"]);
    machine.enable("antre.target", &["antre-display-utara.service"]);

    let codes = |found: &[[String; 4]]| {
        let code = |[code, severity, ..]: &[String; 4]| format!("{code} {severity}");
        found.iter().map(code).collect::<Vec<_>>()
    };
    let found = machine.found();
    assert_eq!(codes(&found), ["unit.other-program warning", "unit.other-office note"]);
    let anew = format!(
        "`{} --data {} install --display utara --monitor 2` writes it anew",
        ANTRE,
        machine.office.path().display()
    );
    assert_eq!(found[0][3], format!("where that is not meant, {anew}"));
    let (works, not) = (data.display(), machine.office.path().display());
    assert_eq!(
        found[1][2],
        format!("antre-display-utara.service works in {works}, and not in {not}")
    );

    drop(elsewhere);
    let found = machine.found();
    assert_eq!(codes(&found), ["unit.program-missing fault", "unit.no-office fault"]);
    assert!(found.iter().all(|[.., remedy]| *remedy == anew), "{found:?}");
    assert!(machine.antre("check").complaint_of("which is not there").ends_with("anew"));

    // Whoever has put something before it knows what it starts.
    let unit = machine.folder().join("antre-display-utara.service");
    let text = fs::read_to_string(&unit).unwrap().replace("ExecStart=", "ExecStart=/usr/bin/env ");
    fs::write(&unit, text).unwrap();
    assert_eq!(machine.found(), [] as [[String; 4]; 0]);
}
