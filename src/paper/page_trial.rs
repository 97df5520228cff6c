//! Under which numbers the test sheet tries the code pages, so that a technician sees which one a printer uses.
//!
//! Belongs here: the numbers that boards sold under many names give to the pages we write. Never here: the number of
//! one model (that is data in its profile), or the line that is printed.

use super::code_page::CodePage;
use super::profile::Profile;

/// The numbers by which known boards select a page, the commonest first.
/// Source: receipt-print-hq/escpos-printer-db (CC BY 4.0): cp1252 is 16 on most and 11 on the KR-306, cp858 is 19 and
/// 14. ReceiptPrinterEncoder (MIT): page 6 of the POS-5890, the POS-8360 and Xprinter is ISO 8859-1, which has the
/// letters of cp1252 at the same places.
const IN_USE: [(CodePage, &[u8]); 2] =
    [(CodePage::Cp1252, &[16, 11, 6]), (CodePage::Cp858, &[19, 14])];

/// One line of the test sheet: a page under one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Trial {
    /// The page whose bytes are sent.
    pub(super) page: CodePage,
    /// The number that selects it, if the printer agrees.
    pub(super) number: u8,
    /// Whether the profile says so; otherwise another board does.
    pub(super) own: bool,
}

/// Every page under the profile's number, each followed by the other numbers that are in use for it.
pub(super) fn trials(profile: &Profile) -> Vec<Trial> {
    let numbers = &profile.code_pages.numbers;
    let pages = CodePage::ALL.into_iter().filter(|page| {
        numbers.contains_key(page) || IN_USE.iter().any(|(in_use, _)| in_use == page)
    });
    let of_page = |page: CodePage| {
        let own = numbers.get(&page).copied();
        let elsewhere = IN_USE.iter().filter(move |(in_use, _)| *in_use == page);
        let others = elsewhere.flat_map(|(_, numbers)| *numbers).copied();
        let others = others.filter(move |&number| Some(number) != own);
        let own = own.map(|number| Trial { page, number, own: true });
        own.into_iter().chain(others.map(move |number| Trial { page, number, own: false }))
    };
    pages.flat_map(of_page).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::samples::profile;
    use CodePage::{Cp437, Cp850, Cp858, Cp1252};

    fn tried(profile: &Profile) -> Vec<(CodePage, u8, bool)> {
        trials(profile).into_iter().map(|Trial { page, number, own }| (page, number, own)).collect()
    }

    #[test]
    fn the_profiles_number_comes_first_and_the_others_once() {
        let expected = [
            (Cp437, 0, true),
            (Cp858, 19, true),
            (Cp858, 14, false),
            (Cp1252, 16, true),
            (Cp1252, 11, false),
            (Cp1252, 6, false),
        ];
        assert_eq!(tried(&profile("generic-80")), expected);
    }

    #[test]
    fn a_page_that_the_profile_lacks_is_tried_all_the_same() {
        let tried = tried(&profile("goojprt-mpt-ii"));
        assert_eq!(tried[..2], [(Cp437, 0, true), (Cp850, 2, true)]);
        assert!(tried.contains(&(Cp1252, 16, false)) && tried.contains(&(Cp858, 19, false)));
    }

    #[test]
    fn an_unusual_number_of_the_profile_does_not_hide_the_usual_one() {
        let mut kr_306 = profile("generic-80");
        kr_306.code_pages.numbers.insert(Cp1252, 11);
        let of_1252: Vec<_> =
            tried(&kr_306).into_iter().filter(|(page, ..)| *page == Cp1252).collect();
        assert_eq!(of_1252, [(Cp1252, 11, true), (Cp1252, 16, false), (Cp1252, 6, false)]);
    }
}
