//! The report as one HTML file: opens without a network, fits a phone, a desk and A4.
//!
//! Belongs here: the page and which bars stand in which table. Never here: figures (`tally`), their wording (`table`,
//! `brief`), how a bar is drawn (`bar`).

use super::bar;
use super::brief::{Brief, Figure};
use super::face;
use super::sheet::{Bars, Sheet};
use super::table::{Table, share, tables};
use super::tally::{QuotaUse, Report, Totals};
use crate::domain::Language;
use crate::office::Office;
use crate::words::Words;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("page.css");

/// The report as a page. `brief` is what is read first, `title` names the period as people say it, `made` the moment it was
/// made.
pub fn html(
    report: &Report,
    brief: &Brief,
    office: &Office,
    language: Language,
    title: &str,
    made: &str,
) -> String {
    let words = Words::of(language);
    let tables = tables(report, office, language);
    let [summary, services, stages, lanes_table, rest @ ..] = tables.as_slice() else {
        return String::new();
    };
    let page = html! {
        (DOCTYPE)
        html lang=(language.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (words.text("report.title")) " – " (title) }
                style { (PreEscaped(face::rules())) (PreEscaped(STYLE)) }
            }
            body { div.page {
                header {
                    h1 { (words.text("report.title")) span { (title) } }
                    p.made {
                        (office.name) br; (office.region) br;
                        span.muted { (words.with("report.made", &[("when", &made)])) }
                    }
                }
                main {
                    (first(report, brief))
                    (promises(report, services, words))
                    (lanes(report, lanes_table, words))
                    (waits(report, services, words))
                    (work(report, stages, words))
                    @for table in rest { (other(report, table, words)) }
                    (also(report, summary, words))
                }
                footer.method {
                    h2 { (words.text("report.method-title")) }
                    p { (words.text("report.method")) }
                }
            } }
        }
    };
    page.into_string()
}

/// The promise, the first lines beside it, and the figures that are read after them.
fn first(report: &Report, brief: &Brief) -> Markup {
    let Figure { label, figure, before } = &brief.promise;
    html! {
        section.first {
            div.promise {
                p.label { (label) }
                p.figure { (large(figure)) }
                @if let Some((kept, all)) = report.promise_kept() { (bar::share(kept, all)) }
                @if let Some(before) = before { p.before { (before) } }
            }
            dl.said { @for line in &brief.lines {
                dt { (line.question) }
                dd { @for sentence in &line.answer { p { (sentence) } } }
            } }
            dl.figures { @for one in &brief.figures { div {
                dt { (one.label) }
                dd.figure { (one.figure) }
                @if let Some(before) = &one.before { dd.before { (before) } }
            } } }
        }
    }
}

/// A share with its sign smaller than its number.
fn large(figure: &str) -> Markup {
    match figure.strip_suffix(" %") {
        Some(number) => html! { (number) small { " %" } },
        None => html! { (figure) },
    }
}

/// The counts that nobody asks for first.
fn also(report: &Report, summary: &Table, words: &Words) -> Markup {
    let is_day = report.period.from == report.period.to;
    html! {
        section.rest {
            h2 { (words.text("report.rest")) }
            // The numbers of a day are large above.
            dl { @for row in summary.rows.iter().skip(usize::from(is_day)) {
                @if let [what, figure] = row.as_slice() { div { dt { (what) } dd { (figure) } } }
            } }
        }
    }
}

/// Every service against its promise, and all of them together.
fn promises(report: &Report, services: &Table, words: &Words) -> Markup {
    let mut table = services.columns(&[0, 2, 5, 6, 7, 8]);
    table.title = words.text("report.promises").to_owned();
    if let Some(kept) = table.rows.last_mut().and_then(|all| all.last_mut()) {
        *kept = share(report.promise_kept());
    }
    let services = || report.services.iter().map(|(_, totals)| totals);
    let times = |totals: &Totals| bar::against_limit(totals.service_clock, totals.promise);
    let share = |totals: &Totals| {
        let clock = totals.promise.and(totals.service_clock)?;
        Some((totals.kept, clock.count))
    };
    let shares = services().map(share).chain([report.promise_kept()]);
    Sheet::of(&table, words)
        .with_key(&["thick", "thin", "tick-promise", "end"])
        .with_bars(Bars::new(5, words.text("report.against-promise"), services().map(times)))
        .with_shares(shares)
        .markup()
}

fn waits(report: &Report, services: &Table, words: &Words) -> Markup {
    let mut table = services.columns(&[0, 1, 3, 4]);
    table.title = words.text("report.waits").to_owned();
    let waits = report.services.iter().map(|(_, totals)| totals.first_wait);
    Sheet::of(&table, words)
        .with_key(&["thick", "thin"])
        .with_times(waits.chain([report.all.first_wait]).collect())
        .markup()
}

fn lanes(report: &Report, table: &Table, words: &Words) -> Markup {
    let waits = report.first_wait_by_lane.iter().map(|(_, wait)| *wait);
    Sheet::of(table, words).with_key(&["thick", "thin"]).with_times(waits.collect()).markup()
}

fn work(report: &Report, stages: &Table, words: &Words) -> Markup {
    let worked = || report.stages.iter().filter(|stage| stage.worked.is_some());
    let times = worked().map(|stage| bar::against_limit(stage.worked, stage.norm));
    let shares = worked().map(|stage| {
        let worked = stage.norm.and(stage.worked)?;
        Some((stage.kept, worked.count))
    });
    Sheet::of(stages, words)
        .with_key(&["thick", "thin", "tick-norm", "end"])
        .with_bars(Bars::new(7, words.text("report.against-norm"), times))
        .with_shares(shares)
        .markup()
}

/// One of the tables that not every report has, by its title.
fn other(report: &Report, table: &Table, words: &Words) -> Markup {
    let sheet = Sheet::of(table, words);
    let is = |key| table.title == words.text(key);
    if is("report.by-hour") {
        let hours = || report.hours.values();
        return sheet
            .with_key(&["thick", "thin"])
            .with_times(hours().map(|hour| hour.first_wait).collect())
            .with_pairs(hours().map(|hour| (hour.issued, hour.called)).collect())
            .markup();
    }
    if is("report.by-day") {
        let days = || report.days.values();
        return sheet
            .with_key(&["thick", "thin"])
            .with_times(days().map(|day| day.first_wait).collect())
            .with_pairs(days().map(|day| (day.issued, day.done)).collect())
            .markup();
    }
    if is("report.by-quota") {
        let used = |one: &QuotaUse| bar::share(one.issued, one.days * one.quota as usize);
        return sheet.with_bars(Bars::new(5, "", report.quotas.iter().map(used))).markup();
    }
    if is("report.by-document") {
        let counts = || report.missing.iter().map(|one| one.count as usize);
        let most = counts().max().unwrap_or(0);
        let bars = counts().map(|count| bar::number(count, most));
        return sheet.with_bars(Bars::new(2, "", bars)).markup();
    }
    sheet.markup()
}
