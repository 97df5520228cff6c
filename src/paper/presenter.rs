//! What becomes of a cut ticket in a printer that is built into a kiosk: bytes and facts as data of its profile.
//!
//! Such a printer cuts a ticket through and holds it in its output until it is taken; some push it out, take it back,
//! light the mouth of the kiosk, and have a sensor for it. Belongs here: the table `[presenter]` of a profile and its
//! rules. Never here: when something is done (that is `printer::session::presenter`), or what a printer answers.

use serde::Deserialize;

use super::commands::{self, Kind};
use super::profile::{CutMode, Profile};
use super::rule::Broken;

/// The output of a printer inside a kiosk. Every list of bytes may be empty: the printer has no such command.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Presenter {
    /// Sent behind the bytes of `init`, at the start of every sheet: modes of the output.
    pub init: Vec<u8>,
    /// Sent before each cut: moves the black mark of the paper to the blade.
    pub before_cut: Vec<u8>,
    /// Sent behind the last cut of a job: pushes the ticket out as far as a hand can take it.
    pub behind_cut: Vec<u8>,
    /// Pushes a ticket out altogether.
    pub eject: Vec<u8>,
    /// Takes a ticket back into the kiosk.
    pub retract: Vec<u8>,
    /// Lights the mouth of the kiosk; sent behind `behind_cut`.
    pub light_on: Vec<u8>,
    /// Ends the light; sent when the output is free again.
    pub light_off: Vec<u8>,
    /// Reminds the visitor once of a ticket that still hangs there.
    pub buzzer: Vec<u8>,
    /// How the printer says that a ticket is in its output.
    pub sensor: OutputSensor,
    /// What becomes of a ticket that nobody takes.
    pub not_taken: NotTaken,
    /// So long a ticket waits for its visitor, in seconds, 5 to 600.
    pub after_s: u32,
}

/// How a printer says that a ticket is in its output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutputSensor {
    /// `DLE EOT 20` (10 04 14) is answered by 10 0F and four bytes: paper (bit 5 ticket in the output, bit 6 virtual
    /// paper end), user, faults that can be mended, faults that cannot.
    /// Source: Custom, KPM-210/216 user manual p. 3-9; KPM300 command reference p. 80 and 113.
    CustomFullStatus,
    /// `DLE EOT 4`: bit 6 means that a ticket is at the sensor, and bit 5 alone the end of the paper.
    /// Source: Citizen, PPU-700 command reference p. 58.
    #[serde(rename = "dle-eot-4-bit-6")]
    DleEot4Bit6,
    /// Not at all.
    #[default]
    None,
}

/// What becomes of a ticket that nobody takes. An office may say otherwise in a profile of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotTaken {
    /// It is taken back when its time is over: a number that lies about is taken by somebody else.
    Retract,
    /// It stays until the next ticket is due; then it is pushed out, where the printer can do that.
    Leave,
}

impl Presenter {
    /// What is sent behind the last cut of a job.
    pub fn behind_last_cut(&self) -> Vec<u8> {
        [&self.behind_cut[..], &self.light_on].concat()
    }

    /// The command that makes room for the next ticket, empty where there is none.
    pub fn makes_room(&self) -> &[u8] {
        match self.not_taken {
            NotTaken::Retract => &self.retract,
            NotTaken::Leave => &self.eject,
        }
    }
}

/// Checks the rules of the table; the first that is broken is told.
pub(super) fn check(profile: &Profile) -> Result<(), Broken> {
    let Some(presenter) = &profile.presenter else { return Ok(()) };
    let require = |holds: bool, key: &'static str, rule: &'static str| match holds {
        true => Ok(()),
        false => Err(Broken { key, rule }),
    };
    require(profile.cut.mode == CutMode::Full, "cut.mode", "must be \"full\" with a presenter")?;
    for (key, bytes) in [
        ("presenter.init", &presenter.init),
        ("presenter.before_cut", &presenter.before_cut),
        ("presenter.behind_cut", &presenter.behind_cut),
        ("presenter.eject", &presenter.eject),
        ("presenter.retract", &presenter.retract),
        ("presenter.light_on", &presenter.light_on),
        ("presenter.light_off", &presenter.light_off),
        ("presenter.buzzer", &presenter.buzzer),
    ] {
        let rule = "must be whole commands that neither print, nor cut, nor ask anything";
        require(are_silent_commands(bytes), key, rule)?;
    }
    let waits = (5..=600).contains(&presenter.after_s);
    require(waits, "presenter.after_s", "must lie between 5 and 600")?;
    let retracts = presenter.not_taken == NotTaken::Retract;
    let rule = "\"retract\" needs a command in `retract`";
    require(!retracts || !presenter.retract.is_empty(), "presenter.not_taken", rule)?;
    // Without a sensor nobody knows when to take back or to push out: the printer's own timer is set by `init`.
    let knows = presenter.sensor != OutputSensor::None;
    let rule = "\"retract\" needs a sensor; let `init` set the printer's own timer";
    require(!retracts || knows, "presenter.not_taken", rule)
}

/// Whether `bytes` are commands from their first to their last, none of which leaves a trace on paper.
fn are_silent_commands(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some(command) = commands::first(rest) {
        if command.kind != Kind::NotPaper || command.len < 2 {
            return false;
        }
        rest = &rest[command.len..];
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::samples;

    fn check_refused(key: &str, spoil: impl Fn(&mut Profile, &mut Presenter)) {
        let mut profile = samples::profile("custom-vkp80ii");
        let mut presenter = profile.presenter.clone().expect("it has one");
        spoil(&mut profile, &mut presenter);
        profile.presenter = Some(presenter);
        assert_eq!(check(&profile).expect_err(key).key, key);
    }

    #[test]
    fn an_output_that_cannot_exist_is_refused_with_its_key() {
        check_refused("cut.mode", |profile, _| profile.cut.mode = CutMode::Partial);
        check_refused("presenter.after_s", |_, presenter| presenter.after_s = 4);
        check_refused("presenter.after_s", |_, presenter| presenter.after_s = 601);
        check_refused("presenter.not_taken", |_, presenter| presenter.retract.clear());
        check_refused("presenter.not_taken", |_, presenter| presenter.sensor = OutputSensor::None);
        // Half a command would swallow the beginning of the next ticket.
        check_refused("presenter.behind_cut", |_, p| p.behind_cut = vec![0x1d, 0x65, 0x03]);
        check_refused("presenter.init", |_, p| p.init = vec![b'A']);
        check_refused("presenter.eject", |_, p| p.eject = vec![0x1d, b'V', 0]);
        check_refused("presenter.retract", |_, p| p.retract = vec![0x10, 0x04, 0x14]);
        check_refused("presenter.buzzer", |_, p| p.buzzer = vec![0x07]);
    }

    #[test]
    fn what_makes_room_is_what_the_policy_says() {
        let mut presenter = samples::profile("custom-vkp80ii").presenter.expect("it has one");
        assert_eq!(presenter.makes_room(), [0x1d, 0x65, 0x02]);
        presenter.not_taken = NotTaken::Leave;
        assert_eq!(presenter.makes_room(), [0x1d, 0x65, 0x05]);
        presenter.light_on = vec![0x1d, 0x52, 0x32, 1, 9, 9];
        assert!(presenter.behind_last_cut().starts_with(&presenter.behind_cut));
        assert!(presenter.behind_last_cut().ends_with(&presenter.light_on));
    }
}
