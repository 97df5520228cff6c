//! What a screen reader says when a page of the kiosk appears or changes: the page in one breath, in the order in which it
//! matters. Several live regions would be announced in any order.
//!
//! Never here: what stands on the page; the view says that.

use crate::app::ui::{KioskPage, KioskView};
use crate::words::Words;
use slint::Model;

/// This page in one breath.
pub(super) fn told(view: &KioskView, words: &Words) -> String {
    let say = |key| words.text(key).into();
    let documents = || view.requirements.iter();
    let parts = match view.page {
        KioskPage::Services if view.services.row_count() == 0 => vec![say("kiosk.no-services")],
        KioskPage::Services => vec![say("kiosk.choose")],
        KioskPage::Checklist => checklist(view, words),
        KioskPage::Issuing => vec![say("kiosk.issuing")],
        // What becomes of the paper changes, and is told by itself.
        KioskPage::Number => vec![
            format!("{} {}", words.text("kiosk.your-number"), view.number).into(),
            view.wait_at.clone(),
            view.ahead.clone(),
            view.estimate.clone(),
            view.tight_note.clone(),
        ],
        KioskPage::Incomplete => {
            [say("kiosk.please-bring")].into_iter().chain(documents()).collect()
        }
        KioskPage::Standard => vec![view.service_name.clone(), say("kiosk.standard")],
        KioskPage::Refused | KioskPage::Closed | KioskPage::Trouble => {
            vec![view.trouble_title.clone(), view.trouble_text.clone()]
        }
    };
    in_one_breath(parts.iter().map(slint::SharedString::as_str))
}

fn checklist(view: &KioskView, words: &Words) -> Vec<slint::SharedString> {
    let say = |key| words.text(key).into();
    let chosen = !view.case.is_empty();
    let mut parts = Vec::new();
    // Whoever has chosen a case has heard the name of the service.
    if !chosen {
        parts.push(view.service_name.clone());
    }
    if view.cases.row_count() > 0 && !chosen {
        parts.push(say("kiosk.which-case"));
    } else if view.requirements.row_count() > 0 {
        parts.push(say("kiosk.have-documents"));
        parts.extend(view.requirements.iter());
    } else {
        parts.push(say("kiosk.nothing-to-bring"));
    }
    parts.push(view.tight_note.clone());
    parts
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
    use super::*;
    use crate::app::platform::model;
    use crate::app::ui::KioskCase;
    use crate::domain::Language;

    fn said(view: &KioskView) -> String {
        told(view, Words::of(Language::Indonesian))
    }

    #[test]
    fn a_number_is_told_before_the_place_and_the_people_ahead() {
        let view = KioskView {
            page: KioskPage::Number,
            number: "T012".into(),
            wait_at: "Tunggu panggilan di Loket 1".into(),
            ahead: "Orang di depan Anda: 5".into(),
            ..KioskView::default()
        };
        let told = "Nomor antrean Anda T012. Tunggu panggilan di Loket 1. Orang di depan Anda: 5";
        assert_eq!(said(&view), told);
    }

    #[test]
    fn documents_are_told_once_a_case_is_chosen_and_the_service_before() {
        let case = KioskCase { id: "a".into(), name: "Hilang".into() };
        let mut view = KioskView {
            page: KioskPage::Checklist,
            service_name: "KTP".into(),
            cases: model([case].into_iter()),
            ..KioskView::default()
        };
        assert_eq!(said(&view), "KTP. Untuk keperluan apa?");
        view.case = "a".into();
        view.requirements = model(["KK".into(), "Surat".into()].into_iter());
        assert_eq!(said(&view), "Apakah berkas ini sudah Anda bawa? KK. Surat");
    }
}
