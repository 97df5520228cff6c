//! Visitors without a number: who asks for staff, and lists of documents on paper.

use super::paper_checks::PRINTER;
use super::{Place, issue, look, now, today, write, yesterday};
use crate::support::terms::service;
use antre::domain::PrintKind;
use antre::store::NewPrintJob;
use chrono::TimeDelta;

pub fn a_request_for_staff_is_open_until_it_is_answered(place: &dyn Place) {
    let (mut writer, mut reader) = (place.open(), place.open());
    let later = now() + TimeDelta::seconds(5);
    write(&mut *writer, |tx| tx.ask_help(yesterday(), None, now()));
    let first = write(&mut *writer, |tx| tx.ask_help(today(), Some(service('T')), now()));
    let second = write(&mut *writer, |tx| tx.ask_help(today(), None, later));
    let open = look(&mut *reader, |view| view.open_help(today()));
    let told: Vec<_> = open.iter().map(|r| (r.id, r.about, r.asked_at)).collect();
    assert_eq!(told, [(first, Some(service('T')), now()), (second, None, later)]);
    assert!(write(&mut *writer, |tx| tx.answer_help(first, later)));
    assert!(!write(&mut *writer, |tx| tx.answer_help(first, later)), "it was answered before");
    let open = look(&mut *reader, |view| view.open_help(today()));
    assert_eq!(open.iter().map(|r| r.id).collect::<Vec<_>>(), [second]);
}

pub fn a_leaflet_is_a_paper_without_a_ticket(place: &dyn Place) {
    let mut store = place.open();
    let ticket = issue(&mut *store, today());
    let content = Some("T id hilang");
    let leaflet = NewPrintJob {
        ticket: None,
        kind: PrintKind::Leaflet,
        copy: 0,
        content,
        printer: PRINTER,
        profile: "generic-80",
        at: now(),
    };
    let job = write(&mut *store, |tx| tx.insert_print_job(&leaflet));
    let pending = look(&mut *store, |view| view.unsettled_print_jobs(PRINTER));
    let told: Vec<_> = pending.iter().map(|j| (j.id, j.ticket, j.content.as_deref())).collect();
    assert_eq!(told, [(job, None, content)]);
    let late = now() + TimeDelta::hours(1);
    assert_eq!(look(&mut *store, |view| view.unprinted(today(), late)), []);
    assert_eq!(look(&mut *store, |view| view.newest_print_job(PRINTER)), None);
    assert_eq!(look(&mut *store, |view| view.print_jobs_of(ticket.id)), []);
    assert_eq!(look(&mut *store, |view| view.print_jobs_between(today(), today())), []);
}
