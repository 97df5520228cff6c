//! From the kiosk's flow to what its window shows: one whole view, computed anew each time.
//!
//! Never here: what a touch does (`flow`), or the sentences about services and doors (`phrase`).

use super::aids::{Help, ListPaper};
use super::flow::{Flow, can_take};
use super::page::{Page, PaperNote, Trouble};
use super::standard::{self, Section};
use super::told;
use crate::app::platform::model;
use crate::app::printer::PrinterNow;
use crate::app::ui::{
    KioskCase, KioskFact, KioskLanguage, KioskPage, KioskService, KioskView, PaperState,
    StandardLine, StandardSection, TileState, Tone,
};
use crate::desk::{DoubtedClock, Issued, ServiceIntake};
use crate::domain::{CaseId, Lane, Language, PrintCause, ServiceCode, Timestamp};
use crate::office::{Office, Service};
use crate::paper::ticket::waiting_place;
use crate::phrase::tile::{Gate, TileFacts};
use crate::phrase::{Audience, Notice, estimate, fault, printer, refusal, time};
use crate::words::Words;
use slint::{Model, ModelRc};
use std::fmt::Display;

/// Everything that a view is computed from, besides the office and the time.
#[derive(Default)]
pub(super) struct State {
    pub(super) flow: Flow,
    pub(super) printer: Option<PrinterNow>,
    /// What is wrong with the clock.
    pub(super) clock: Option<DoubtedClock>,
    /// Whether this kiosk has a printer at all.
    pub(super) prints: bool,
}

/// The languages to choose from; nothing where there is only one.
fn languages(office: &Office) -> ModelRc<KioskLanguage> {
    let offered = &office.screens.languages;
    let choice = offered.iter().filter(|_| offered.len() > 1);
    model(choice.map(|l| KioskLanguage { code: l.code().into(), name: language_name(*l).into() }))
}

/// What the window shows at this moment.
pub(super) fn view(office: &Office, now: Timestamp, state: &State) -> KioskView {
    let flow = &state.flow;
    let language = flow.language();
    let words = Words::of(language);
    let local = now.with_timezone(&office.zone).naive_local();
    let modes = flow.modes();
    let (help, help_tone) = help(flow.help(), words);
    let fee = office.fee.as_ref();
    let mut view = KioskView {
        office: office.name.as_str().into(),
        region: office.region.as_str().into(),
        clock: time::clock(now, office.zone).into(),
        languages: languages(office),
        language: language.code().into(),
        large_text: modes.large_text,
        high_contrast: modes.high_contrast,
        low_reach: modes.low_reach,
        help: help.into(),
        help_tone,
        can_ask: flow.help().can_ask(),
        idle_seconds: i32::try_from(flow.countdown()).unwrap_or(0),
        fee_note: fee.map_or_else(String::new, |f| f.get(language).to_owned()).into(),
        ..KioskView::default()
    };
    let trouble = trouble_of(state);
    let note = trouble.map(|cause| printer::trouble(cause, Audience::Public, words));
    let mut note = note.unwrap_or_default();
    // A date that nobody knows is not shown as one.
    if state.clock.is_some_and(|clock| !clock.doubt.knows_time()) {
        view.clock = "".into();
        note = format!("{} {note}", words.text("sentence.date-unknown")).trim_end().to_owned();
    }
    match flow.page() {
        Page::Services => {
            view.page = KioskPage::Services;
            view.services = services(office, flow, words);
            view.long_names = has_long_names(&view.services);
            view.first_service = i32::try_from(flow.first_service()).unwrap_or(0);
            view.printer_note = note.as_str().into();
        }
        Page::Closed(why) => {
            view.page = KioskPage::Closed;
            notice(&mut view, refusal::to_public(office, &why, local, words));
            view.hours = hours(office, words);
        }
        Page::Checklist { service, case, lane } => {
            view.page = KioskPage::Checklist;
            view.priority = lane == Lane::Priority;
            checklist(&mut view, office, service, case.as_ref(), language);
            view.printer_note = note.as_str().into();
            if flow.intake(service).is_some_and(|intake| intake.tight) {
                view.tight_note = words.text("sentence.tight").into();
            }
        }
        Page::Refused { service, why } => {
            view.page = KioskPage::Refused;
            heading(&mut view, office, service, language);
            notice(&mut view, refusal::to_public(office, &why, local, words));
        }
        Page::Standard { service, .. } => {
            view.page = KioskPage::Standard;
            heading(&mut view, office, service, language);
            standard(&mut view, office, service, words);
        }
        Page::Incomplete { service, case, list, .. } => {
            view.page = KioskPage::Incomplete;
            checklist(&mut view, office, service, case.as_ref(), language);
            let can_print = state.prints && trouble.is_none() && list == ListPaper::Unasked;
            view.can_print_list = can_print;
            view.list_note = list_note(list, words).into();
        }
        Page::Issuing { service, .. } => {
            view.page = KioskPage::Issuing;
            heading(&mut view, office, service, language);
        }
        Page::Number { issued, paper, .. } => {
            view.page = KioskPage::Number;
            number(&mut view, office, &issued, paper, words);
        }
        Page::Trouble { trouble, .. } => {
            view.page = KioskPage::Trouble;
            let told = match trouble {
                Trouble::NumbersGone => refusal::numbers_gone(words),
                Trouble::Queue => fault::to_public(words),
                Trouble::Refused(_) => refusal::none_any_more(words),
            };
            notice(&mut view, told);
        }
    }
    view.told = told::told(&view, words).into();
    view
}

/// A language is always named in itself, so that its speakers find it.
fn language_name(language: Language) -> &'static str {
    match language {
        Language::Indonesian => "Indonesia",
        Language::Javanese => "Jawa",
        Language::English => "English",
    }
}

fn notice(view: &mut KioskView, Notice { title, text }: Notice) {
    view.trouble_title = title.into();
    view.trouble_text = text.into();
}

fn help(help: Help, words: &Words) -> (&str, Tone) {
    match help {
        Help::None | Help::Asking => ("", Tone::Calm),
        Help::Told(..) => (words.text("sentence.staff-told"), Tone::Calm),
        Help::Coming(_) => (words.text("sentence.staff-coming"), Tone::Calm),
        Help::Failed(_) => (words.text("sentence.staff-failed"), Tone::Warn),
    }
}

/// Why the printer prints nothing, as far as its owner says so. That its roll ends soon is for staff.
fn trouble_of(state: &State) -> Option<PrintCause> {
    state.printer.as_ref().and_then(|printer| printer.state.cause())
}

fn list_note(list: ListPaper, words: &Words) -> &str {
    match list {
        ListPaper::Unasked => words.text("kiosk.photograph"),
        ListPaper::Asked(_) | ListPaper::Printing(_) => words.text("sentence.list-printing"),
        ListPaper::Printed => words.text("sentence.list-printed"),
        ListPaper::Missing(_) => words.text("sentence.list-missing"),
    }
}

fn services(office: &Office, flow: &Flow, words: &Words) -> ModelRc<KioskService> {
    let of = |service: &Service| tile(service, flow.intake(service.code), words);
    model(office.services.iter().map(of))
}

/// Whether a tile within low reach has no room for a name of these in its three lines.
pub(crate) fn has_long_names(services: &ModelRc<KioskService>) -> bool {
    const LETTERS: usize = 42;
    services.iter().any(|service| service.name.chars().count() > LETTERS)
}

/// The tile of a service of which the queue says this.
pub(crate) fn tile(
    service: &Service,
    intake: Option<&ServiceIntake>,
    words: &Words,
) -> KioskService {
    let facts = TileFacts::of(intake, words);
    // The letter, too: it is the key of the service, and stands on the ticket.
    let letter = words.with("sentence.tile-letter-spoken", &[("letter", &service.code)]);
    let spoken = [letter, facts.spoken].into_iter().filter(|part| !part.is_empty());
    KioskService {
        code: service.code.to_string().into(),
        name: service.name.get(words.language()).into(),
        icon: service.icon.code().into(),
        waiting: facts.waiting.into(),
        count: facts.count.into(),
        wait: facts.wait.into(),
        left: facts.left.into(),
        state: match facts.gate {
            Gate::Open => TileState::Open,
            Gate::Closing => TileState::Closing,
            Gate::Shut => TileState::Shut,
        },
        state_note: facts.gate_note.into(),
        spoken: spoken.collect::<Vec<_>>().join(", ").into(),
    }
}

pub(crate) fn hours(office: &Office, words: &Words) -> ModelRc<KioskFact> {
    // Hours that nobody has confirmed close no doors, so they never get here.
    let rows = office.opening.week().map(|week| time::hours(week, words)).unwrap_or_default();
    model(
        rows.into_iter().map(|(label, text)| KioskFact { label: label.into(), text: text.into() }),
    )
}

fn heading(view: &mut KioskView, office: &Office, code: ServiceCode, language: Language) {
    let Some(service) = office.service(code) else { return };
    view.service_code = code.to_string().into();
    view.service_icon = service.icon.code().into();
    view.service_name = service.name.get(language).into();
}

fn checklist(
    view: &mut KioskView,
    office: &Office,
    code: ServiceCode,
    chosen: Option<&CaseId>,
    language: Language,
) {
    heading(view, office, code, language);
    let Some(service) = office.service(code) else { return };
    let eligibility = service.eligibility.as_ref();
    view.eligibility = eligibility.map_or("", |text| text.get(language)).into();
    view.cases = model(service.cases.iter().map(|case| KioskCase {
        id: case.id.as_str().into(),
        name: case.name.get(language).into(),
    }));
    view.case = chosen.map_or("", CaseId::as_str).into();
    let needed = chosen.is_some() || service.cases.is_empty();
    let documents = service.documents(chosen).filter(|_| needed);
    view.requirements = model(documents.map(|document| document.get(language).into()));
    view.can_take = can_take(service, chosen);
}

pub(crate) fn standard(view: &mut KioskView, office: &Office, code: ServiceCode, words: &Words) {
    let Some(service) = office.service(code) else { return };
    let (brings, does) = standard::sections(&service.published(office, words.language()), words);
    let all = |sections: Vec<Section>| {
        model(sections.into_iter().map(|section| StandardSection {
            title: section.title.into(),
            lines: model(section.lines.into_iter().map(|line| StandardLine {
                mark: line.mark.into(),
                text: line.text.into(),
                detail: line.detail.into(),
                end: line.end.into(),
                heading: line.heading,
            })),
        }))
    };
    view.standard_brings = all(brings);
    view.standard_does = all(does);
}

fn number(view: &mut KioskView, office: &Office, issued: &Issued, paper: PaperNote, words: &Words) {
    let ticket = &issued.ticket;
    let code = ticket.service;
    let number = ticket.number.to_string();
    heading(view, office, code, words.language());
    view.ahead = estimate::people_ahead(ticket.ahead_at_issue, words).into();
    let wait = estimate::wait_or_unknown(ticket.estimate, ticket.ahead_at_issue, words);
    view.estimate = wait.into();
    if issued.tight {
        view.tight_note = words.text("sentence.tight").into();
    }
    if let Some(service) = office.service(code) {
        let place = waiting_place(office, code, &service.journey[0].id, words.language());
        view.wait_at = words.with("sentence.wait-at", &[("place", &place)]).into();
    }
    let said: &[(&str, &dyn Display)] = &[("number", &number)];
    let (state, note) = match paper {
        PaperNote::None => (PaperState::None, words.with("sentence.print-none", said)),
        PaperNote::Printing | PaperNote::Trying(_) => {
            (PaperState::Printing, words.with("sentence.print-waiting", said))
        }
        PaperNote::Printed => (PaperState::Printed, words.with("sentence.print-done", said)),
        PaperNote::Missing(PrintCause::PaperOut) => {
            (PaperState::Missing, words.with("sentence.print-paper-out", said))
        }
        PaperNote::Missing(_) => (PaperState::Missing, words.with("sentence.print-missing", said)),
        PaperNote::Doubtful => (PaperState::Missing, words.with("sentence.print-doubt", said)),
    };
    view.paper = state;
    view.paper_note = note.into();
    view.number = number.into();
}
