//! The pages of the kiosk as they may look on a busy day, with the longest words of the sample office.

use super::sample::Sample;
use crate::app::kiosk::view::{has_long_names, hours, standard, tile};
use crate::app::platform::model;
use crate::app::ui::{KioskCase, KioskLanguage, KioskPage, KioskView, PaperState, Tone};
use crate::desk::{NoNumber, ServiceIntake};
use crate::domain::{CaseId, Language, PrintCause, ServiceCode, WaitRange};
use crate::office::Service;
use crate::phrase::{Audience, printer};
use slint::Model;

fn blank(sample: &Sample<'_>) -> KioskView {
    let office = sample.office;
    let fee = office.fee.as_ref().map_or("", |fee| fee.get(sample.language()));
    KioskView {
        office: office.name.as_str().into(),
        region: office.region.as_str().into(),
        clock: "10:42".into(),
        languages: model(Language::ALL.iter().map(|&language| KioskLanguage {
            code: language.code().into(),
            name: match language {
                Language::Indonesian => "Indonesia".into(),
                Language::Javanese => "Jawa".into(),
                Language::English => "English".into(),
            },
        })),
        language: sample.language().code().into(),
        fee_note: fee.into(),
        can_ask: true,
        list_note: sample.say("kiosk.photograph"),
        can_print_list: true,
        ..KioskView::default()
    }
}

fn tiles(
    sample: &Sample<'_>,
    intake: impl Fn(usize, ServiceCode) -> Option<ServiceIntake>,
) -> KioskView {
    let services = sample.office.services.iter().enumerate();
    KioskView {
        page: KioskPage::Services,
        services: model(services.map(|(index, service)| {
            let intake = intake(index, service.code);
            tile(service, intake.as_ref(), sample.words)
        })),
        ..blank(sample)
    }
}

/// A busy day: nobody, many, a quota, one that closes soon, one that gives no more numbers.
pub(super) fn services(sample: &Sample<'_>) -> KioskView {
    tiles(sample, |index, service| {
        let ahead = [12, 0, 5, 1, 128, 3, 0, 2].get(index).copied()?;
        let wait =
            (index != 3).then_some(WaitRange { from: 5 * ahead as u16, to: 6 * ahead as u16 });
        let gone = NoNumber::QuotaUsed { service, quota: 250 };
        Some(ServiceIntake {
            service,
            refused: (index == 5).then_some(gone),
            tight: index == 7,
            left: (index == 2).then_some(248),
            ahead,
            wait: wait.filter(|_| ahead > 0),
        })
    })
}

/// The longest names that an office file may have, and more services than a page has room for.
pub(super) fn services_long(sample: &Sample<'_>) -> KioskView {
    let names = [
        "Akta kelahiran, kematian dan perkawinan",
        "Surat pindah antar kabupaten dan provinsi",
        "Pengaduan",
        "Pencatatan pengangkatan, pengesahan, pengakuan anak (KTP-el)",
        "Kartu Keluarga",
    ];
    let view = services(sample);
    let every = |place: usize| {
        let mut tile = view.services.row_data(place % view.services.row_count())?;
        tile.name = names[place % names.len()].into();
        Some(tile)
    };
    let name = "Dinas Kependudukan, Pencatatan Sipil, Pemberdayaan Perempuan dan Perlindungan Anak";
    let services = model((0..24).filter_map(every));
    KioskView { office: name.into(), long_names: has_long_names(&services), services, ..view }
}

/// As many as fit a standing screen in one column, with long names, while a note is there for a while.
pub(super) fn services_noted(sample: &Sample<'_>) -> KioskView {
    let long = services_long(sample);
    let few = model((0..8).filter_map(|place| long.services.row_data(place)));
    let (office, help) = (services(sample).office, sample.say("sentence.staff-told"));
    KioskView { office, services: few, help, help_tone: Tone::Calm, ..long }
}

/// Before the first look at the queue.
pub(super) fn services_unknown(sample: &Sample<'_>) -> KioskView {
    tiles(sample, |_, _| None)
}

pub(super) fn still_here(sample: &Sample<'_>) -> KioskView {
    KioskView { idle_seconds: 15, ..checklist_chosen(sample) }
}

fn documents(sample: &Sample<'_>, page: KioskPage, code: char, case: Option<&str>) -> KioskView {
    let language = sample.language();
    let service = ServiceCode::new(code).and_then(|code| sample.office.service(code));
    let Some(service) = service else { return blank(sample) };
    let chosen = case.and_then(CaseId::new);
    let eligibility = service.eligibility.as_ref();
    KioskView {
        page,
        service_code: service.code.to_string().into(),
        service_icon: service.icon.code().into(),
        service_name: service.name.get(language).into(),
        eligibility: eligibility.map_or("", |text| text.get(language)).into(),
        cases: model(service.cases.iter().map(|case| KioskCase {
            id: case.id.as_str().into(),
            name: case.name.get(language).into(),
        })),
        case: chosen.as_ref().map_or("", CaseId::as_str).into(),
        requirements: model(documents_of(service, chosen.as_ref(), language).into_iter()),
        can_take: service.cases.is_empty() || chosen.is_some(),
        ..blank(sample)
    }
}

fn documents_of(
    service: &Service,
    case: Option<&CaseId>,
    language: Language,
) -> Vec<slint::SharedString> {
    service.documents(case).map(|document| document.get(language).into()).collect()
}

pub(super) fn checklist(sample: &Sample<'_>) -> KioskView {
    documents(sample, KioskPage::Checklist, 'T', None)
}

pub(super) fn checklist_chosen(sample: &Sample<'_>) -> KioskView {
    let view = documents(sample, KioskPage::Checklist, 'T', Some("hilang"));
    KioskView { priority: true, ..view }
}

/// The case of all services with the most words to read.
pub(super) fn checklist_longest(sample: &Sample<'_>) -> KioskView {
    let (code, case) = longest(sample);
    documents(sample, KioskPage::Checklist, code, case.as_deref())
}

pub(super) fn incomplete(sample: &Sample<'_>) -> KioskView {
    let (code, case) = longest(sample);
    documents(sample, KioskPage::Incomplete, code, case.as_deref())
}

fn longest(sample: &Sample<'_>) -> (char, Option<String>) {
    let language = sample.language();
    let services = sample.office.services.iter();
    let cases = services.flat_map(|service| {
        let none = std::iter::once(None);
        none.chain(service.cases.iter().map(|case| Some(&case.id))).map(move |case| (service, case))
    });
    let words = cases.max_by_key(|(service, case)| {
        documents_of(service, *case, language).iter().map(|text| text.len() + 40).sum::<usize>()
    });
    words.map_or(('T', None), |(service, case)| {
        (service.code.letter(), case.map(|case| case.as_str().to_owned()))
    })
}

pub(super) fn issuing(sample: &Sample<'_>) -> KioskView {
    KioskView { page: KioskPage::Issuing, ..blank(sample) }
}

fn ticket(sample: &Sample<'_>, paper: PaperState, note: &str) -> KioskView {
    let number = "L128";
    let language = sample.language();
    let service = ServiceCode::new('L').and_then(|code| sample.office.service(code));
    let counters = sample.office.counters.iter().take(2);
    let place: Vec<&str> = counters.map(|counter| counter.name.get(language)).collect();
    KioskView {
        page: KioskPage::Number,
        number: number.into(),
        service_name: service.map_or("", |service| service.name.get(language)).into(),
        ahead: sample.with("sentence.ahead", &[("count", &127)]),
        estimate: sample.say("sentence.wait-unknown"),
        wait_at: sample.with("sentence.wait-at", &[("place", &place.join(", "))]),
        paper,
        paper_note: sample.with(note, &[("number", &number)]),
        ..blank(sample)
    }
}

pub(super) fn number(sample: &Sample<'_>) -> KioskView {
    ticket(sample, PaperState::Printed, "sentence.print-done")
}

pub(super) fn number_without_paper(sample: &Sample<'_>) -> KioskView {
    ticket(sample, PaperState::Missing, "sentence.print-missing")
}

fn trouble(sample: &Sample<'_>, title: &str, text: &str) -> KioskView {
    KioskView {
        page: KioskPage::Trouble,
        trouble_title: sample.say(title),
        trouble_text: sample.say(text),
        ..blank(sample)
    }
}

pub(super) fn queue_trouble(sample: &Sample<'_>) -> KioskView {
    trouble(sample, "sentence.queue-trouble-title", "sentence.queue-trouble")
}

pub(super) fn numbers_gone(sample: &Sample<'_>) -> KioskView {
    KioskView {
        page: KioskPage::Refused,
        trouble_title: sample.say("sentence.numbers-gone-title"),
        trouble_text: sample.say("sentence.numbers-gone"),
        ..documents(sample, KioskPage::Refused, 'L', None)
    }
}

/// The whole office is closed.
pub(super) fn closed(sample: &Sample<'_>) -> KioskView {
    KioskView {
        page: KioskPage::Closed,
        trouble_title: sample.say("sentence.closed-title"),
        trouble_text: sample.say("sentence.closed-late"),
        hours: hours(sample.office, sample.words),
        ..blank(sample)
    }
}

/// The published standard of the service with the most cases.
pub(super) fn standard_page(sample: &Sample<'_>) -> KioskView {
    let mut view = documents(sample, KioskPage::Standard, 'T', None);
    if let Some(code) = ServiceCode::new('T') {
        standard(&mut view, sample.office, code, sample.words);
    }
    view
}

/// It is known beforehand that no ticket will come out.
pub(super) fn printer_trouble(sample: &Sample<'_>) -> KioskView {
    let note = printer::trouble(PrintCause::PaperOut, Audience::Public, sample.words);
    KioskView { printer_note: note.into(), ..services(sample) }
}
