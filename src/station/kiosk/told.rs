//! What a screen reader says when a page of the kiosk appears or changes: the page in one breath, in the order in which it
//! matters. Several live regions would be announced in any order.
//!
//! Never here: what stands on the page; the view says that.

use super::view::{PageKind, View};
use crate::words::Words;

/// This page in one breath.
pub(super) fn told(view: &View, words: &Words) -> String {
    let say = |key| words.text(key).to_owned();
    let service = view.service.as_ref().map_or_else(String::new, |(.., name)| name.clone());
    let heading = || view.heading.clone();
    let mut parts = match view.page {
        PageKind::Services if view.services.is_empty() => vec![say("kiosk.no-services")],
        PageKind::Services | PageKind::Issuing => vec![heading()],
        PageKind::Cases => vec![service, heading()],
        // Whoever has chosen a case has heard the name of the service.
        PageKind::Documents => {
            let before = if view.answered { String::new() } else { service };
            [before, heading()].into_iter().chain(view.documents.iter().cloned()).collect()
        }
        PageKind::Incomplete => {
            [heading()].into_iter().chain(view.documents.iter().cloned()).collect()
        }
        PageKind::Priority => {
            let before = if view.answered { String::new() } else { service };
            let who = [
                "kiosk.who-elder",
                "kiosk.who-disabled",
                "kiosk.who-pregnant",
                "kiosk.who-toddler",
            ];
            [before, heading()].into_iter().chain(who.map(say)).collect()
        }
        // What becomes of the paper changes, and is told by itself.
        PageKind::Number => {
            let lane = if view.number.priority { say("kiosk.priority") } else { String::new() };
            let wait_at = words.with("sentence.wait-at", &[("place", &view.number.place)]);
            vec![
                format!("{} {}", view.heading, view.number.number),
                lane,
                wait_at,
                view.number.ahead.clone(),
                view.number.wait.clone(),
            ]
        }
        PageKind::Standard => vec![service, heading()],
        PageKind::Refused | PageKind::Closed | PageKind::Trouble => {
            vec![heading(), view.text.clone()]
        }
    };
    let tight = view.notices.iter().filter(|notice| notice.about == super::view::About::Time);
    parts.extend(tight.map(|notice| notice.text.clone()));
    in_one_breath(parts.iter().map(String::as_str))
}

/// Sentences, one after the other, however each of them ends.
fn in_one_breath<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let mut told = String::new();
    for part in parts.filter(|part| !part.is_empty()) {
        if told.ends_with(['.', '?', '!', ':']) {
            told.push(' ');
        } else if !told.is_empty() {
            told.push_str(". ");
        }
        told.push_str(part);
    }
    told
}

#[cfg(test)]
mod tests {
    use super::super::view::NumberView;
    use super::*;
    use crate::domain::Language;

    fn said(view: &View) -> String {
        told(view, Words::of(Language::Indonesian))
    }

    #[test]
    fn a_number_is_told_before_the_place_and_the_people_ahead() {
        let number = NumberView {
            number: "T012".to_owned(),
            place: "Loket 1".to_owned(),
            ahead: "5 orang di depan Anda".to_owned(),
            ..NumberView::default()
        };
        let heading = "Nomor antrean Anda".to_owned();
        let view = View { page: PageKind::Number, heading, number, ..View::default() };
        let told = "Nomor antrean Anda T012. Tunggu panggilan di Loket 1. 5 orang di depan Anda";
        assert_eq!(said(&view), told);
    }

    #[test]
    fn documents_are_told_after_the_question_and_the_service_only_once() {
        let mut view = View {
            page: PageKind::Documents,
            service: Some(("T".to_owned(), "id-card", "KTP".to_owned())),
            heading: "Sudah membawa semua ini?".to_owned(),
            documents: vec!["KK".to_owned(), "Surat".to_owned()],
            ..View::default()
        };
        assert_eq!(said(&view), "KTP. Sudah membawa semua ini? KK. Surat");
        view.answered = true;
        assert_eq!(said(&view), "Sudah membawa semua ini? KK. Surat");
    }
}
