//! Which shipped profile fits a printer that was tried out.
//!
//! Belongs here: the choice, from what a printer called itself and from where its profile was wrong. Never here: asking,
//! or the words in which it is told.

use super::session::Learned;
use crate::paper::Profile;
use crate::paper::profile::{Ack, Realtime};

/// The widest line of a printer for 58 mm paper, in dots.
const NARROW_DOTS: u32 = 432;

/// The shipped profile that fits better than `profile`; `None` where that one fits. `refused`: the printer was sent
/// nothing, because its profile says that it answers.
pub fn recommend(profile: &Profile, learned: &Learned, refused: bool) -> Option<&'static str> {
    let by_name = learned.model.as_deref().and_then(of_model);
    let status = profile.status;
    let wrong = refused && status.realtime == Realtime::Yes
        || status.realtime == Realtime::No && learned.realtime == Some(true)
        || status.ack == Ack::ProcessId && learned.process_id == Some(false)
        || status.ack == Ack::GsR && learned.in_turn == Some(false);
    let tried = if profile.geometry.dots <= NARROW_DOTS { "auto-58" } else { "auto-80" };
    let better = by_name.or(wrong.then_some(tried))?;
    // A file of the office that completes the better one is as good.
    let has_it = profile.name == better || profile.inherits.as_deref() == Some(better);
    (!has_it || wrong).then_some(better).filter(|better| profile.name != *better)
}

/// The profile of the model that a printer names: the last words of its title.
fn of_model(model: &str) -> Option<&'static str> {
    let model = letters_and_digits(model);
    if model.len() < 4 {
        return None;
    }
    Profile::shipped_names().into_iter().find(|name| {
        let title = Profile::shipped(name).map(|profile| letters_and_digits(&profile.title));
        title.is_ok_and(|title| title.ends_with(&model))
    })
}

fn letters_and_digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::samples::profile;

    fn named(model: &str) -> Learned {
        Learned { model: Some(model.to_owned()), ..Learned::default() }
    }

    #[test]
    fn a_printer_that_names_itself_has_the_profile_of_its_model() {
        let generic = profile("generic-80");
        assert_eq!(recommend(&generic, &named("TM-T20II"), false), Some("epson-tm-t20ii"));
        assert_eq!(recommend(&generic, &named("TM-T20III"), false), Some("epson-tm-t20iii"));
        assert_eq!(recommend(&profile("epson-tm-t20iii"), &named("TM-T20III"), false), None);
        for unknown in ["", "80", "POS-1"] {
            assert_eq!(recommend(&generic, &named(unknown), false), None, "{unknown}");
        }
    }

    #[test]
    fn a_profile_that_was_wrong_gives_way_to_one_that_tries() {
        let no_name = Learned { process_id: Some(false), ..Learned::default() };
        assert_eq!(recommend(&profile("epson-tm-t20iii"), &no_name, false), Some("auto-80"));
        let silent = Learned::default();
        assert_eq!(recommend(&profile("epson-tm-t20iii"), &silent, true), Some("auto-80"));
        assert_eq!(recommend(&profile("epson-tm-t20iii"), &silent, false), None);
        let speaks = Learned { realtime: Some(true), ..Learned::default() };
        assert_eq!(recommend(&profile("generic-58"), &speaks, false), Some("auto-58"));
        assert_eq!(recommend(&profile("auto-58"), &speaks, false), None);
    }
}
