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
    /// The display of this name in office.toml: what it shows, whether it speaks, and its own memory
    #[arg(long, value_name = "NAME", conflicts_with_all = ["services", "counters"])]
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
        let mut plan = match &self.name {
            Some(name) => named(office, name)?,
            None => WallPlan::of(self.services.clone(), self.counters.clone()),
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

    #[test]
    fn what_the_office_does_not_have_is_answered_with_what_it_has() {
        let office = open::sample("magetan").unwrap();
        let refused = |arguments: &[&str]| {
            let command =
                DisplayArgs::augment_args(clap::Command::new("display").no_binary_name(true));
            let matches = command.try_get_matches_from(arguments).unwrap();
            DisplayArgs::from_arg_matches(&matches).unwrap().plan(&office).unwrap_err().to_string()
        };
        let services = "this office has no service Z; its services are T, R, K, N, L, S, Q, U";
        assert_eq!(refused(&["--services", "T,Z"]), services);
        let counters = "this office has no counter 77; its counters are 1, 2, 3, 4, 5";
        assert_eq!(refused(&["--counters", "77"]), counters);
        assert!(refused(&["--name", "aula"]).starts_with("this office has no display \"aula\"; "));
    }
}
