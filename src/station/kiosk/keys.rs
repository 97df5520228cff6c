//! What a key of a keyboard means on each page: the letter of a service, the digit of a choice.
//!
//! Space, Tab and the arrows belong to what has the focus, so they are the window's; so is Enter while something has it. Never
//! here: pages.

use super::intent::Intent;
use super::page::Page;
use crate::domain::{Lane, ServiceCode};
use crate::office::Office;

/// What this key means on this page; `None`: nothing.
pub fn meaning(key: char, page: &Page, office: &Office) -> Option<Intent> {
    let place = key.to_digit(10).and_then(|digit| usize::try_from(digit).ok()?.checked_sub(1));
    match page {
        Page::Services => {
            let by_place = place.and_then(|place| office.services.get(place)).map(|s| s.code);
            let by_letter = || ServiceCode::parse(&key.to_ascii_uppercase().to_string());
            let code = by_place.or_else(by_letter)?;
            office.service(code).map(|service| Intent::ChooseService(service.code))
        }
        Page::Cases { service } => {
            let case = office.service(*service)?.cases.get(place?)?;
            Some(Intent::ChooseCase(case.id.clone()))
        }
        // Enter goes on to what is asked next.
        Page::Documents { .. } => match key {
            '1' | '\n' => Some(Intent::Complete),
            '2' => Some(Intent::NotComplete),
            _ => None,
        },
        // Two equal answers: Enter alone is neither.
        Page::Priority { .. } => match key {
            '1' => Some(Intent::TakeNumber(Lane::Priority)),
            '2' => Some(Intent::TakeNumber(Lane::Regular)),
            _ => None,
        },
        Page::Number { .. } => (key == '\n').then_some(Intent::Done),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::CaseId;
    use crate::office::{Outside, SAMPLES};

    #[test]
    fn letters_and_digits_choose_what_they_name_and_nothing_else() {
        let office = Office::parse(SAMPLES[0].1, &Outside::default()).unwrap();
        let service = |letter| ServiceCode::new(letter).unwrap();
        let chosen = |key| meaning(key, &Page::Services, &office);
        for (key, letter) in [('k', 'K'), ('K', 'K'), ('1', 'T'), ('3', 'K')] {
            assert_eq!(chosen(key), Some(Intent::ChooseService(service(letter))), "{key}");
        }
        for key in ['Z', '9', '0', ' ', '\n', 'é'] {
            assert_eq!(chosen(key), None, "{key:?}");
        }
        let page = Page::Cases { service: service('T') };
        let lost = CaseId::new("hilang").map(Intent::ChooseCase);
        assert_eq!(meaning('3', &page, &office), lost);
        let documents = Page::Documents { service: service('T'), case: None };
        assert_eq!(meaning('\n', &documents, &office), Some(Intent::Complete));
        assert_eq!(meaning('2', &documents, &office), Some(Intent::NotComplete));
        let lane = Page::Priority { service: service('T'), case: None };
        let taken = |lane| Some(Intent::TakeNumber(lane));
        assert_eq!(meaning('\n', &lane, &office), None, "nobody has answered");
        assert_eq!(meaning('2', &lane, &office), taken(Lane::Regular));
        assert_eq!(meaning('1', &lane, &office), taken(Lane::Priority));
        assert_eq!(meaning('t', &page, &office), None);
        assert_eq!(meaning('7', &page, &office), None);
    }
}
