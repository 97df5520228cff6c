//! Office file: what nobody has confirmed yet, and what it names and this machine does not have.
//!
//! Never here: what is right in an office file (`office`).

use super::Finding;
use crate::data::DataFolder;
use crate::domain::Language;
use crate::office::Office;

/// What an office may mean, and may have forgotten.
pub(super) fn unconfirmed(office: &Office) -> Vec<Finding> {
    let mut found = Vec::new();
    if office.opening.is_unconfirmed() {
        found.push(Finding::note(
            "office.hours-unconfirmed",
            "the hours are not confirmed yet, so they turn nobody away ([hours] confirmed = true)",
            "",
        ));
    }
    for channel in &office.unconfirmed_complaints {
        let name = channel.name.get(Language::English);
        let sentence = format!(
            "{name} is not confirmed yet, so it is shown nowhere ([[complaint]] verified = true)"
        );
        found.push(Finding::note("office.complaint-unconfirmed", sentence, ""));
    }
    found
}

/// Folders that the office file names. Not asked when a program starts: a wall without pictures still shows every call.
pub(super) fn missing(data: &DataFolder, office: &Office) -> Option<Finding> {
    let folder = data.pictures_folder(office.rotation.pictures.as_deref()?);
    let place = &office.rotation.pictures_place;
    let problem = format!("there is no folder {}", folder.display());
    (!folder.is_dir()).then(|| {
        Finding::at("office.pictures", place, problem, "make it, or write pictures = \"\"")
    })
}
