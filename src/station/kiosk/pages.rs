//! From the state of a kiosk to what it shows: one whole view, computed anew each time.
//!
//! Never here: what a touch does (`flow`), or the sentences about services and doors (`phrase`).

use super::Kiosk;
use super::aids::{Help, ListPaper};
use super::page::{Page, PaperNote, Trouble, questions};
use super::standard::sections;
use super::told::told;
use super::view::{
    About, Answer, AtCounter, Hearing, LanguageChoice, Notice, NumberView, PageKind, PaperKind,
    Rest, Tile, Tone, View,
};
use crate::desk::{Issued, ServiceIntake};
use crate::domain::{CaseId, Lane, Language, PrintCause, Timestamp};
use crate::office::{KioskVoice, Office, PaperSide, Player, Service};
use crate::phrase::tile::TileFacts;
use crate::phrase::{self, Audience, estimate, fault, printer, refusal, time};
use crate::words::Words;

/// What the kiosk shows at this moment.
pub(super) fn view(kiosk: &Kiosk, now: Timestamp) -> View {
    let (flow, office) = (&kiosk.flow, &*kiosk.office);
    let language = flow.language();
    let words = Words::of(language);
    let local = now.with_timezone(&office.zone).naive_local();
    let page = flow.page();
    let mut view = View {
        office: office.name.clone(),
        region: office.region.clone(),
        clock: if knows_time(kiosk) { time::clock(now, office.zone) } else { String::new() },
        languages: languages(office),
        language,
        modes: flow.modes(),
        notices: notices(kiosk, &page, words),
        can_ask: flow.help().can_ask(),
        idle_seconds: flow.countdown(),
        first_choice: flow.first_choice(),
        rest: flow.rest().map(|(left, of)| Rest { left, of }),
        ..View::default()
    };
    if let Some(service) = page.service().and_then(|code| office.service(code)) {
        let name = service.name.get(language).to_owned();
        view.service = Some((service.code.to_string(), service.icon.code(), name));
        view.trail = trail(service, &page, words);
        let first = questions(service, page.case()).first().copied();
        view.answered = page.question().is_some_and(|asked| first != Some(asked));
    }
    let service = page.service().and_then(|code| office.service(code));
    match (&page, service) {
        (Page::Services, _) => services(&mut view, kiosk, words),
        (Page::Closed(why), _) => {
            view.page = PageKind::Closed;
            notice(&mut view, refusal::to_public(office, why, local, words));
            view.hours = hours(office, words);
        }
        (Page::Cases { .. }, Some(service)) => cases(&mut view, service, words),
        (Page::Documents { case, .. }, Some(service)) => {
            view.page = PageKind::Documents;
            view.heading = words.text("kiosk.have-documents").to_owned();
            documents(&mut view, office, service, case.as_ref(), words);
        }
        (Page::Incomplete { case, list, .. }, Some(service)) => {
            view.page = PageKind::Incomplete;
            view.heading = words.text("kiosk.please-bring").to_owned();
            documents(&mut view, office, service, case.as_ref(), words);
            view.can_print_list =
                kiosk.prints && kiosk.printer.is_none() && *list == ListPaper::Unasked;
            view.list_note = list_note(*list, words).to_owned();
        }
        (Page::Priority { .. }, _) => {
            view.page = PageKind::Priority;
            view.heading = words.text("kiosk.which-lane").to_owned();
        }
        (Page::Refused { why, .. }, _) => {
            view.page = PageKind::Refused;
            notice(&mut view, refusal::to_public(office, why, local, words));
        }
        (Page::Standard { .. }, Some(service)) => {
            view.page = PageKind::Standard;
            view.heading = words.text("kiosk.standard").to_owned();
            (view.brings, view.does) = sections(&service.published(office, language), words);
        }
        (Page::Issuing { .. }, _) => {
            view.page = PageKind::Issuing;
            view.heading = words.text("kiosk.issuing").to_owned();
        }
        (Page::Number { issued, paper, .. }, _) => {
            view.page = PageKind::Number;
            view.heading = words.text("kiosk.your-number").to_owned();
            view.number = number(office, issued, *paper, words);
            view.hearing = match (office.screens.kiosk_voice, &office.voice.player) {
                (KioskVoice::Never, _) | (_, Player::Silent) => Hearing::Never,
                _ if kiosk.silent => Hearing::Silent,
                _ => Hearing::Asked,
            };
        }
        (Page::Trouble { trouble, .. }, _) => {
            view.page = PageKind::Trouble;
            let told = match trouble {
                Trouble::NumbersGone => refusal::numbers_gone(words),
                Trouble::Queue => fault::to_public(words),
                Trouble::Refused(_) => refusal::none_any_more(words),
            };
            notice(&mut view, told);
        }
        // A service that has left the office file has no page.
        (
            Page::Cases { .. }
            | Page::Documents { .. }
            | Page::Incomplete { .. }
            | Page::Standard { .. },
            None,
        ) => {}
    }
    view.told = told(&view, words);
    view
}

fn notice(view: &mut View, phrase::Notice { title, text }: phrase::Notice) {
    (view.heading, view.text) = (title, text);
}

fn knows_time(kiosk: &Kiosk) -> bool {
    kiosk.clock.is_none_or(|clock| clock.doubt.knows_time())
}

/// The languages to choose from; nothing where there is only one.
fn languages(office: &Office) -> Vec<LanguageChoice> {
    let offered = &office.screens.languages;
    let choice = offered.iter().filter(|_| offered.len() > 1);
    choice.map(|&language| LanguageChoice { language, name: language_name(language) }).collect()
}

fn language_name(language: Language) -> &'static str {
    match language {
        Language::Indonesian => "Indonesia",
        Language::Javanese => "Jawa",
        Language::English => "English",
    }
}

/// What comes and goes, the most urgent first: what became of a call for staff, that the office closes soon, that no paper
/// will come. Nobody is told of paper where the page tells of it anyway.
fn notices(kiosk: &Kiosk, page: &Page, words: &Words) -> Vec<Notice> {
    let mut notices: Vec<Notice> = help(kiosk.flow.help(), words).into_iter().collect();
    let warn = |about, text: String| Notice { tone: Tone::Warn, about, text };
    let tight = match page {
        Page::Number { issued, .. } => issued.tight,
        page if page.question().is_some() => {
            let intake = page.service().and_then(|code| kiosk.flow.intake(code));
            intake.is_some_and(|intake| intake.tight)
        }
        _ => false,
    };
    if tight {
        notices.push(warn(About::Time, words.text("sentence.tight").to_owned()));
    }
    if matches!(page, Page::Services) || page.question().is_some() {
        let cause = kiosk.printer;
        let note = cause.map(|cause| printer::trouble(cause, Audience::Public, words));
        // A date that nobody knows is not shown as one.
        let date = (!knows_time(kiosk)).then(|| words.text("sentence.date-unknown").to_owned());
        let said: Vec<String> = date.into_iter().chain(note).collect();
        if !said.is_empty() {
            notices.push(warn(About::Paper, said.join(". ")));
        }
    }
    notices.truncate(2);
    notices
}

fn help(help: Help, words: &Words) -> Option<Notice> {
    let (tone, key) = match help {
        Help::None | Help::Asking => return None,
        Help::Told(..) => (Tone::Calm, "sentence.staff-told"),
        Help::Coming(_) => (Tone::Calm, "sentence.staff-coming"),
        Help::Failed(_) => (Tone::Warn, "sentence.staff-failed"),
    };
    Some(Notice { tone, about: About::Staff, text: words.text(key).to_owned() })
}

fn list_note(list: ListPaper, words: &Words) -> &str {
    match list {
        ListPaper::Unasked => words.text("kiosk.photograph"),
        ListPaper::Asked(_) | ListPaper::Printing(_) => words.text("sentence.list-printing"),
        ListPaper::Printed => words.text("sentence.list-printed"),
        ListPaper::Missing(_) => words.text("sentence.list-missing"),
    }
}

/// The service and the case that were chosen, and which of the questions this is.
fn trail(service: &Service, page: &Page, words: &Words) -> String {
    let language = words.language();
    let case = page.case().and_then(|id| service.case(id)).map(|case| case.name.get(language));
    let name = service.name.get(language);
    let chosen = case.map_or_else(|| name.to_owned(), |case| format!("{name}, {case}"));
    let all = questions(service, page.case());
    let place = page.question().and_then(|asked| all.iter().position(|one| *one == asked));
    match place {
        Some(place) if all.len() > 1 => words.with(
            "sentence.step",
            &[("chosen", &chosen), ("step", &(place + 1)), ("steps", &all.len())],
        ),
        _ => chosen,
    }
}

fn services(view: &mut View, kiosk: &Kiosk, words: &Words) {
    let (flow, office) = (&kiosk.flow, &*kiosk.office);
    view.page = PageKind::Services;
    view.heading = words.text("kiosk.choose").to_owned();
    let of = |service: &Service| tile(service, flow.intake(service.code), words);
    view.services = office.services.iter().map(of).collect();

    let at = |at: &crate::desk::AtCounter| AtCounter {
        counter: office.counter_name(at.counter, words.language()),
        number: at.number.to_string(),
    };
    view.at_counters = kiosk.at_counters.iter().map(at).collect();
}

/// The tile of a service of which the queue says this.
fn tile(service: &Service, intake: Option<&ServiceIntake>, words: &Words) -> Tile {
    let facts = TileFacts::of(intake, words);
    // The letter, too: it is the key of the service, and stands on the ticket.
    let letter = words.with("sentence.tile-letter-spoken", &[("letter", &service.code)]);
    let spoken = [letter, facts.spoken].into_iter().filter(|part| !part.is_empty());
    Tile {
        code: service.code.to_string(),
        name: service.name.get(words.language()).to_owned(),
        picture: service.icon.code(),
        fact: facts.text,
        brief: facts.brief,
        mark: facts.fact,
        spoken: spoken.collect::<Vec<_>>().join(", "),
    }
}

fn hours(office: &Office, words: &Words) -> Vec<(String, String)> {
    // Hours that nobody has confirmed close no doors, so they never get here.
    office.opening.week().map(|week| time::hours(week, words)).unwrap_or_default()
}

fn cases(view: &mut View, service: &Service, words: &Words) {
    let language = words.language();
    view.page = PageKind::Cases;
    let question = service.question.as_ref().map(|question| question.get(language));
    view.heading = question.unwrap_or_else(|| words.text("kiosk.which-case")).to_owned();
    let answer = |case: &crate::office::Case| Answer {
        id: case.id.as_str().to_owned(),
        text: case.answer.as_ref().unwrap_or(&case.name).get(language).to_owned(),
        picture: case.icon.code(),
    };
    view.answers = service.cases.iter().map(answer).collect();
}

fn documents(
    view: &mut View,
    office: &Office,
    service: &Service,
    case: Option<&CaseId>,
    words: &Words,
) {
    let language = words.language();
    view.documents =
        service.documents(case).map(|document| document.get(language).to_owned()).collect();
    let eligibility = service.eligibility.as_ref();
    view.eligibility = eligibility.map_or("", |text| text.get(language)).to_owned();
    let fee = office.fee.as_ref().map(|fee| fee.get(language).to_owned());
    let minutes =
        service.minutes.map(|count| words.with("sentence.served-in", &[("count", &count)]));
    view.promise = fee.into_iter().chain(minutes).collect::<Vec<_>>().join(". ");
}

fn number(office: &Office, issued: &Issued, paper: PaperNote, words: &Words) -> NumberView {
    let ticket = &issued.ticket;
    let service = office.service(ticket.service);
    let place = service.map(|service| {
        let first = &service.journey[0].id;
        office.waiting_place(ticket.service, first, words.language())
    });
    let (kind, title, text) = paper_told(paper, office.screens.paper_side, words);
    NumberView {
        number: ticket.number.to_string(),
        priority: ticket.lane == Lane::Priority,
        place: place.unwrap_or_default(),
        ahead: estimate::people_ahead(ticket.ahead_at_issue, words),
        wait: match ticket.estimate {
            Some(range) => estimate::wait_in_short(range, words),
            None => estimate::wait_or_unknown(None, ticket.ahead_at_issue, words),
        },
        paper: kind,
        paper_title: title.to_owned(),
        paper_text: text.to_owned(),
    }
}

/// What a visitor is told of the paper, and what to do.
fn paper_told(paper: PaperNote, side: PaperSide, words: &Words) -> (PaperKind, &str, &str) {
    let (kind, title, text) = match (paper, side) {
        (PaperNote::None, _) => {
            (PaperKind::Missing, "sentence.print-none", "sentence.print-none-more")
        }
        (PaperNote::Printing | PaperNote::Trying(_), _) => {
            (PaperKind::Printing, "sentence.print-waiting", "sentence.print-waiting-more")
        }
        (PaperNote::Printed, PaperSide::Below) => {
            (PaperKind::Printed, "sentence.take-ticket-below", "sentence.print-done")
        }
        (PaperNote::Printed, PaperSide::Left) => {
            (PaperKind::Printed, "sentence.take-ticket-left", "sentence.print-done")
        }
        (PaperNote::Printed, PaperSide::Right) => {
            (PaperKind::Printed, "sentence.take-ticket-right", "sentence.print-done")
        }
        (PaperNote::Missing(PrintCause::PaperOut), _) => {
            (PaperKind::Missing, "sentence.print-paper-out", "sentence.print-missing-more")
        }
        (PaperNote::Missing(_), _) => {
            (PaperKind::Missing, "sentence.print-missing", "sentence.print-missing-more")
        }
        (PaperNote::Doubtful, _) => {
            (PaperKind::Missing, "sentence.print-doubt", "sentence.print-doubt-more")
        }
    };
    (kind, words.text(title), words.text(text))
}
