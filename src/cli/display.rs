//! `display`: which wall it is, by name or by what it shows.

use super::arguments::{WindowArgs, counter_number, service_code};
use crate::desk;
use crate::domain::{CounterNumber, ServiceCode};
use crate::office::{Office, WallPlan};
use clap::Args;
use std::error::Error;

#[derive(Debug, Args)]
pub(super) struct DisplayArgs {
    #[command(flatten)]
    pub(super) window: WindowArgs,
    /// Its name, under which it remembers what it has announced; one that office.toml names shows what stands there.
    /// Without it: wall, and wall 2 for the second one
    #[arg(long, value_name = "NAME", value_parser = display_name)]
    name: Option<String>,
    /// Show only calls of these services, for example T,R
    #[arg(long, value_name = "LETTERS", value_delimiter = ',', value_parser = service_code)]
    services: Vec<ServiceCode>,
    /// Show only calls to these counters, for example 1,2
    #[arg(long, value_name = "N,N", value_delimiter = ',', value_parser = counter_number)]
    counters: Vec<CounterNumber>,
    /// Speak the calls, as the table voice of office.toml says; only one display of a room should
    #[arg(long)]
    voice: bool,
}

impl DisplayArgs {
    /// What it is called, as it was typed.
    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// What the display shows.
    #[cfg_attr(
        not(any(feature = "windows", test)),
        expect(dead_code, reason = "only a window shows a wall")
    )]
    pub(super) fn plan(&self, office: &Office) -> Result<WallPlan, Box<dyn Error>> {
        let shows = WallPlan::of(self.services.clone(), self.counters.clone());
        let mut plan = match &self.name {
            None => shows,
            Some(name) if office.wall(name).is_some() => {
                if shows.is_filtered() {
                    return Err(format!(
                        "what the display \"{name}\" shows stands below its [[display]] in office.toml; leave --services and \
                         --counters out, or give it another name"
                    )
                    .into());
                }
                named(office, name)?
            }
            // Where the office names its displays, a name that it does not know is mistyped, unless it is told what to show.
            Some(name) if !office.walls.is_empty() && !shows.is_filtered() => named(office, name)?,
            Some(name) => WallPlan { name: Some(name.clone()), ..shows },
        };
        for service in &self.services {
            desk::service(office, *service)?;
        }
        for counter in &self.counters {
            desk::counter(office, *counter)?;
        }
        plan.voice |= self.voice;
        Ok(plan)
    }
}

/// The most letters of a name.
const NAME_MOST: usize = 24;

/// A name that can be part of a file's name everywhere.
fn display_name(text: &str) -> Result<String, String> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == ' ';
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic());
    let ends = !text.ends_with(' ') && !text.contains("  ");
    let is_name = begins && ends && text.len() <= NAME_MOST && text.chars().all(fits);
    is_name.then(|| text.to_owned()).ok_or_else(|| {
        format!(
            "a display's name begins with a letter and is at most {NAME_MOST} letters a-z, digits, single spaces and -"
        )
    })
}

/// The wall of this name.
pub(super) fn named(office: &Office, name: &str) -> Result<WallPlan, String> {
    let known: Vec<&str> = office.walls.iter().filter_map(|w| w.name.as_deref()).collect();
    let known = match known.is_empty() {
        true => "it names none; add a section [[display]] to office.toml".to_owned(),
        false => format!("its displays are {}", known.join(", ")),
    };
    let wall = office.wall(name).cloned();
    wall.ok_or_else(|| format!("this office has no display \"{name}\"; {known}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::open;
    use clap::FromArgMatches;

    fn plan(office: &Office, arguments: &[&str]) -> Result<WallPlan, String> {
        let command = DisplayArgs::augment_args(clap::Command::new("display").no_binary_name(true));
        let matches = command.try_get_matches_from(arguments).map_err(|e| e.to_string())?;
        let arguments = DisplayArgs::from_arg_matches(&matches).unwrap();
        arguments.plan(office).map_err(|error| error.to_string())
    }

    fn with_utara() -> Office {
        let utara = WallPlan { name: Some("utara".to_owned()), voice: true, ..WallPlan::default() };
        Office { walls: vec![utara], ..open::sample("magetan").unwrap() }
    }

    #[test]
    fn what_the_office_does_not_have_is_answered_with_what_it_has() {
        let office = open::sample("magetan").unwrap();
        let refused = |arguments: &[&str]| plan(&office, arguments).unwrap_err();
        let services = "this office has no service Z; its services are T, R, K, N, L, S, Q, U";
        assert_eq!(refused(&["--services", "T,Z"]), services);
        let counters = "this office has no counter 77; its counters are 1, 2, 3, 4, 5";
        assert_eq!(refused(&["--counters", "77"]), counters);
        let aula = plan(&with_utara(), &["--name", "aula"]).unwrap_err();
        assert_eq!(aula, "this office has no display \"aula\"; its displays are utara");
    }

    #[test]
    fn a_display_shows_what_its_name_or_its_options_say() {
        let named = with_utara();
        assert!(plan(&named, &["--name", "utara"]).unwrap().voice);
        let twice = plan(&named, &["--name", "utara", "--services", "T"]).unwrap_err();
        assert!(twice.contains("stands below its [[display]]"), "{twice}");
        let own = plan(&named, &["--name", "Aula 2", "--services", "T"]).unwrap();
        assert_eq!((own.name.as_deref(), own.is_filtered()), (Some("Aula 2"), true));
        let office = open::sample("magetan").unwrap();
        let own = plan(&office, &["--name", "aula", "--voice"]).unwrap();
        assert_eq!((own.name.as_deref(), own.voice), (Some("aula"), true));
    }

    #[test]
    fn a_name_is_a_short_word_that_any_folder_can_hold() {
        let office = open::sample("magetan").unwrap();
        for name in ["", "1", " a", "a ", "a  b", "a/b", "a.b", "\u{e9}", &"a".repeat(25)] {
            let refused = plan(&office, &["--name", name]).unwrap_err();
            assert!(refused.contains("begins with a letter"), "{name:?}: {refused}");
        }
    }
}
