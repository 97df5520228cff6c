//! The states of the wall, with the longest words of the sample office.

use super::sample::Sample;
use crate::app::display::view::{wait_here, wall_page};
use crate::app::display::{Page, pages};
use crate::app::platform::model;
use crate::app::ui::{BackstageView, WallCall, WallView};
use crate::office::WallPlan;
use crate::phrase::time;
use slint::SharedString;

/// Before the first call.
pub(super) fn morning(sample: &Sample<'_>) -> WallView {
    let office = sample.office;
    let language = sample.language();
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 25);
    let lines = office.running_text.iter().map(|line| line.get(language));
    WallView {
        office: office.name.as_str().into(),
        region: office.region.as_str().into(),
        clock: "10:42".into(),
        date: day.map_or_else(String::new, |day| time::day(day, sample.words)).into(),
        waiting_total: sample.with("sentence.waiting-total", &[("count", &0)]),
        running_text: lines.max_by_key(|line| line.len()).unwrap_or_default().into(),
        ..WallView::default()
    }
}

pub(super) fn call(sample: &Sample<'_>) -> WallView {
    let language = sample.language();
    let office = sample.office;
    let counter = office.counters.first();
    let waits = office.services.iter().take(2).map(|s| s.name.get(language)).zip([9, 5]);
    let mut view = WallView {
        number: "T012".into(),
        counter: counter.map_or("", |counter| counter.name.get(language)).into(),
        service: office.services.first().map_or("", |s| s.name.get(language)).into(),
        waiting_total: sample.with("sentence.waiting-total", &[("count", &14)]),
        ..morning(sample)
    };
    wait_here(&mut view, &waits.collect::<Vec<_>>());
    view
}

/// Names of services as other offices have them.
const LONG_NAMES: [&str; 2] =
    ["Akta kelahiran, kematian dan perkawinan", "Surat pindah antar kabupaten dan provinsi"];

pub(super) fn busy(sample: &Sample<'_>) -> WallView {
    let language = sample.language();
    let office = sample.office;
    let names: Vec<&str> = office.counters.iter().map(|c| c.name.get(language)).collect();
    let longest = names.iter().max_by_key(|name| name.chars().count());
    let recent = office.services.iter().zip(names.iter().cycle()).zip(1..=5_u32);
    let own = office.services.iter().map(|s| s.name.get(language));
    let waits = LONG_NAMES.into_iter().chain(own).zip([128, 14, 9, 31, 7, 2, 18, 1]);
    let ready = (1..=14_u32).map(|serial| SharedString::from(format!("K{serial:03}")));
    let mut view = WallView {
        number: "Q1028".into(),
        counter: longest.copied().unwrap_or_default().into(),
        recent: model(recent.map(|((service, counter), serial)| WallCall {
            number: format!("{}{:03}", service.code, serial * 37).into(),
            counter: (*counter).into(),
        })),
        ready: model(ready),
        waiting_total: sample.with("sentence.waiting-total", &[("count", &210)]),
        ..call(sample)
    };
    wait_here(&mut view, &waits.collect::<Vec<_>>());
    view
}

/// The fullest page of the service standard, below the call.
pub(super) fn standard(sample: &Sample<'_>) -> WallView {
    let office = sample.office;
    let words = |page: &Page| page.lines.iter().map(|line| line.text.len()).sum::<usize>();
    let pages = pages(office, &WallPlan::default(), sample.words);
    let fullest = pages.iter().max_by_key(|page| words(page));
    WallView {
        has_page: fullest.is_some(),
        page: fullest.map(wall_page).unwrap_or_default(),
        ..call(sample)
    }
}

/// Outside the hours of the screens.
pub(super) fn dark(_: &Sample<'_>) -> BackstageView {
    BackstageView { dark: true, clock: "10:42".into(), step: 642, ..BackstageView::default() }
}

/// The queue cannot be read.
pub(super) fn stale(sample: &Sample<'_>) -> WallView {
    WallView {
        stale: sample.with("sentence.stale", &[("time", &"10:38")]),
        waiting_total: "".into(),
        waiting: model([].into_iter()),
        ready: model([].into_iter()),
        ..busy(sample)
    }
}
