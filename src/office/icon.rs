//! The picture of a service or a case on the kiosk, by name. How it is drawn the screens know.

use super::reader::Section;

/// A picture that stands for a service or a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ServiceIcon {
    /// A sheet of paper: what every service has something to do with.
    #[default]
    Document,
    /// A card with a face.
    IdCard,
    /// A fingerprint.
    Fingerprint,
    /// Parents and a child.
    Family,
    /// A child.
    Child,
    /// A sheet with a seal.
    Certificate,
    /// A house and an arrow.
    Moving,
    /// A telephone.
    Phone,
    /// A question mark.
    Question,
    /// Something new: a sheet with a plus.
    New,
    /// Something that is lost: a lens.
    Lost,
    /// A card that is torn.
    Damaged,
    /// A pen: something has changed.
    Change,
    /// The world: somebody from another country.
    World,
    /// Two rings.
    Rings,
    /// A candle.
    Candle,
}

/// All of them, by the names in the office file.
pub const ICONS: &[(&str, ServiceIcon)] = &[
    ("document", ServiceIcon::Document),
    ("id-card", ServiceIcon::IdCard),
    ("fingerprint", ServiceIcon::Fingerprint),
    ("family", ServiceIcon::Family),
    ("child", ServiceIcon::Child),
    ("certificate", ServiceIcon::Certificate),
    ("moving", ServiceIcon::Moving),
    ("phone", ServiceIcon::Phone),
    ("question", ServiceIcon::Question),
    ("new", ServiceIcon::New),
    ("lost", ServiceIcon::Lost),
    ("damaged", ServiceIcon::Damaged),
    ("change", ServiceIcon::Change),
    ("world", ServiceIcon::World),
    ("rings", ServiceIcon::Rings),
    ("candle", ServiceIcon::Candle),
];

const EXPECTED: &str = "document, id-card, fingerprint, family, child, certificate, moving, phone, question, new, lost, \
    damaged, change, world, rings or candle";

impl ServiceIcon {
    /// Its name in the office file.
    pub fn code(self) -> &'static str {
        ICONS.iter().find(|(_, icon)| *icon == self).map_or("document", |(code, _)| code)
    }

    /// The picture with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        ICONS.iter().find(|(known, _)| *known == code).map(|(_, icon)| *icon)
    }

    pub(super) fn read(section: &Section<'_>) -> Self {
        section.parsed_or("icon", EXPECTED, Self::from_code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_picture_has_a_name_that_the_fault_lists() {
        for (code, icon) in ICONS {
            assert_eq!(ServiceIcon::from_code(code), Some(*icon));
            assert_eq!(icon.code(), *code);
            assert!(EXPECTED.contains(code), "{code}");
        }
        assert_eq!(ServiceIcon::from_code("rocket"), None);
    }
}
