//! From what a kiosk shows, as plain values, to the view of its window: a mapping, and no more.

use crate::app::platform::model;
use crate::app::ui::{
    HearingState, KioskAtCounter, KioskChoice, KioskFact, KioskLanguage, KioskNotice, KioskPage,
    KioskView, NoticeAbout, PaperSide, PaperState, StandardLine, StandardSection, TileMark, Tone,
};
use crate::office;
use crate::phrase::tile::TileFact;
use crate::station::kiosk::{
    About, Answer, Hearing, PageKind, PaperKind, Section, Tile, Tone as Tones, View,
};
use slint::{ModelRc, SharedString};

/// A name of more letters than this needs more than two lines on a narrow tile.
const LETTERS: usize = 42;

/// The view of the window that shows this.
pub(crate) fn view(shown: &View, side: office::PaperSide) -> KioskView {
    let number = &shown.number;
    KioskView {
        page: page(shown.page),
        told: shown.told.as_str().into(),
        office: shown.office.as_str().into(),
        region: shown.region.as_str().into(),
        clock: shown.clock.as_str().into(),
        languages: model(shown.languages.iter().map(|choice| KioskLanguage {
            code: choice.language.code().into(),
            name: choice.name.into(),
        })),
        language: shown.language.code().into(),
        large_text: shown.modes.large_text,
        high_contrast: shown.modes.high_contrast,
        low_reach: shown.modes.low_reach,
        notices: model(shown.notices.iter().map(|notice| KioskNotice {
            tone: match notice.tone {
                Tones::Calm => Tone::Calm,
                Tones::Warn => Tone::Warn,
            },
            about: match notice.about {
                About::Staff => NoticeAbout::Staff,
                About::Time => NoticeAbout::Time,
                About::Paper => NoticeAbout::Paper,
            },
            text: notice.text.as_str().into(),
        })),
        can_ask: shown.can_ask,
        services: model(shown.services.iter().map(tile)),
        long_names: shown.services.iter().any(|tile| tile.name.chars().count() > LETTERS),
        first_choice: small(shown.first_choice),
        at_counters: model(shown.at_counters.iter().map(|at| KioskAtCounter {
            counter: at.counter.as_str().into(),
            number: at.number.as_str().into(),
        })),
        trail: shown.trail.as_str().into(),
        heading: shown.heading.as_str().into(),
        answers: model(shown.answers.iter().map(answer)),
        requirements: model(shown.documents.iter().map(SharedString::from)),
        eligibility: shown.eligibility.as_str().into(),
        promise: shown.promise.as_str().into(),
        list_note: shown.list_note.as_str().into(),
        can_print_list: shown.can_print_list,
        standard_brings: sections(&shown.brings),
        standard_does: sections(&shown.does),
        number: number.number.as_str().into(),
        priority: number.priority,
        place: number.place.as_str().into(),
        ahead: number.ahead.as_str().into(),
        wait: number.wait.as_str().into(),
        paper: match number.paper {
            PaperKind::Printing => PaperState::Printing,
            PaperKind::Printed => PaperState::Printed,
            PaperKind::Missing => PaperState::Missing,
        },
        paper_side: match side {
            office::PaperSide::Below => PaperSide::Below,
            office::PaperSide::Left => PaperSide::Left,
            office::PaperSide::Right => PaperSide::Right,
        },
        paper_title: number.paper_title.as_str().into(),
        paper_text: number.paper_text.as_str().into(),
        hearing: match shown.hearing {
            Hearing::Never => HearingState::Never,
            Hearing::Asked => HearingState::Asked,
            Hearing::Silent => HearingState::Silent,
        },
        rest_left: shown.rest.map_or(0, |rest| small(rest.left)),
        rest_of: shown.rest.map_or(0, |rest| small(rest.of)),
        text: shown.text.as_str().into(),
        hours: model(
            shown
                .hours
                .iter()
                .map(|(label, text)| KioskFact { label: label.into(), text: text.into() }),
        ),
        idle_seconds: small(shown.idle_seconds),
    }
}

fn small(number: impl TryInto<i32>) -> i32 {
    number.try_into().unwrap_or(0)
}

fn page(kind: PageKind) -> KioskPage {
    match kind {
        PageKind::Services => KioskPage::Services,
        PageKind::Closed => KioskPage::Closed,
        PageKind::Cases => KioskPage::Cases,
        PageKind::Documents => KioskPage::Documents,
        PageKind::Priority => KioskPage::Priority,
        PageKind::Refused => KioskPage::Refused,
        PageKind::Standard => KioskPage::Standard,
        PageKind::Issuing => KioskPage::Issuing,
        PageKind::Number => KioskPage::Number,
        PageKind::Incomplete => KioskPage::Incomplete,
        PageKind::Trouble => KioskPage::Trouble,
    }
}

fn tile(tile: &Tile) -> KioskChoice {
    KioskChoice {
        id: tile.code.as_str().into(),
        letter: tile.code.as_str().into(),
        name: tile.name.as_str().into(),
        icon: tile.picture.into(),
        fact: tile.fact.as_str().into(),
        brief: tile.brief.as_str().into(),
        mark: match tile.mark {
            TileFact::Waiting => TileMark::Waiting,
            TileFact::Direct => TileMark::Direct,
            TileFact::Closing => TileMark::Closing,
            TileFact::Shut => TileMark::Shut,
        },
        spoken: tile.spoken.as_str().into(),
    }
}

fn answer(answer: &Answer) -> KioskChoice {
    KioskChoice {
        id: answer.id.as_str().into(),
        name: answer.text.as_str().into(),
        icon: answer.picture.into(),
        ..KioskChoice::default()
    }
}

fn sections(sections: &[Section]) -> ModelRc<StandardSection> {
    model(sections.iter().map(|section| StandardSection {
        title: section.title.as_str().into(),
        lines: model(section.lines.iter().map(|line| StandardLine {
            mark: line.mark.as_str().into(),
            text: line.text.as_str().into(),
            detail: line.detail.as_str().into(),
            end: line.end.as_str().into(),
            heading: line.heading,
        })),
    }))
}
