//! The list of documents on paper, for whoever cannot take a number yet: a print job that belongs to no ticket.

use crate::domain::{CaseId, Language, ServiceCode};

/// Which list, in which language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaflet {
    /// The service.
    pub service: ServiceCode,
    /// The case; none where the service has none.
    pub case: Option<CaseId>,
    /// The language of the paper.
    pub language: Language,
}

impl Leaflet {
    /// What its print job keeps. The list itself is read from the office file when it is printed.
    pub(in crate::desk) fn content(&self) -> String {
        let Self { service, case, language } = self;
        let case = case.as_ref().map_or("", CaseId::as_str);
        format!("{service} {} {case}", language.code())
    }

    /// Which one a print job means.
    pub fn of(content: &str) -> Option<Self> {
        let mut words = content.splitn(3, ' ');
        let service = ServiceCode::parse(words.next()?)?;
        let language = Language::from_code(words.next()?)?;
        let case = match words.next()? {
            "" => None,
            case => Some(CaseId::new(case)?),
        };
        Some(Self { service, case, language })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leaflet_is_found_again_from_its_job() {
        let service = ServiceCode::new('T').unwrap();
        for case in [None, CaseId::new("ubah-data")] {
            let leaflet = Leaflet { service, case, language: Language::Javanese };
            assert_eq!(Leaflet::of(&leaflet.content()), Some(leaflet));
        }
        for wrong in ["", "T", "T id", "1 id hilang", "T xx ", "T id UBAH DATA"] {
            assert_eq!(Leaflet::of(wrong), None, "{wrong}");
        }
    }
}
