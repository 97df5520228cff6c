//! Visitors without a number: who asks for staff, and lists of documents on paper.

use super::paper_checks::{PRINTER, leaflet};
use super::{Place, issue, look, must_conflict, now, search, today, write, write_on, yesterday};
use crate::support::terms::service;
use antre::domain::{CaseId, ServiceCode, Timestamp};
use antre::queue::{Change, HelpId, HelpRequest, PrintJob};
use chrono::TimeDelta;

/// Somebody asks for staff on this page; which request it is follows.
fn asks(about: Option<ServiceCode>, asked_at: Timestamp) -> HelpRequest {
    HelpRequest { id: HelpId(0), about, asked_at }
}

pub fn a_request_for_staff_is_open_until_it_is_answered(place: &dyn Place) {
    let (mut writer, mut reader) = (place.open(), place.open());
    let later = now() + TimeDelta::seconds(5);
    write_on(&mut *writer, yesterday(), |draft| draft.ask_help(asks(None, now())));
    let first = write(&mut *writer, |draft| draft.ask_help(asks(Some(service('T')), now())));
    let second = write(&mut *writer, |draft| draft.ask_help(asks(None, later)));
    let told = |request: &HelpRequest| (request.id, request.about, request.asked_at);
    let open = look(&mut *reader, |day| day.open_help().map(told).collect::<Vec<_>>());
    assert_eq!(open, [(first, Some(service('T')), now()), (second, None, later)]);
    let answered = Change::HelpAnswered { id: first, at: later, officer: None };
    write(&mut *writer, |draft| draft.change(answered.clone()));
    // It was answered before.
    must_conflict(&mut *writer, |draft| draft.change(answered));
    let open = look(&mut *reader, |day| day.open_help().map(|r| r.id).collect::<Vec<_>>());
    assert_eq!(open, [second]);
}

pub fn a_leaflet_is_a_paper_without_a_ticket(place: &dyn Place) {
    let mut store = place.open();
    let ticket = issue(&mut *store, today());
    let content = leaflet(CaseId::new("hilang")).content;
    let job = write(&mut *store, |draft| draft.print(leaflet(CaseId::new("hilang"))));
    let pending = look(&mut *store, |day| {
        let told = |job: &PrintJob| (job.id, job.ticket, job.content.clone());
        day.unsettled_print_jobs(PRINTER).map(told).collect::<Vec<_>>()
    });
    assert_eq!(pending, [(job, None, content)]);
    let late = now() + TimeDelta::hours(1);
    assert!(look(&mut *store, |day| day.unprinted(late).is_empty()));
    assert_eq!(search(&mut *store, |view| view.newest_print_job(PRINTER)), None);
    assert_eq!(search(&mut *store, |view| view.print_jobs_of(ticket.id)), []);
    assert_eq!(search(&mut *store, |view| view.print_jobs_between(today(), today())), []);
}
