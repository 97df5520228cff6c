//! The report as one HTML file: opens without a network, prints on A4.
//!
//! Belongs here: the page. Never here: figures (`tally`), their wording (`table`), the drawing (`chart`).

use super::chart::{self, Bars, Limits, Series};
use super::table::{Table, in_minutes, tables};
use super::tally::Report;
use crate::domain::Language;
use crate::office::Office;
use crate::words::Words;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = "
@page { size: A4; margin: 15mm; }
* { box-sizing: border-box; }
body { font: 10pt/1.35 'Noto Sans', 'Segoe UI', Arial, sans-serif; color: #1e1e1e; max-width: 180mm; margin: 10mm auto; padding: 0 4mm; }
@media print { body { max-width: none; margin: 0; padding: 0; } }
header { border-bottom: 2pt solid #154c79; padding-bottom: 3mm; margin-bottom: 5mm; display: flex; justify-content: space-between; align-items: flex-end; gap: 8mm; }
header > p { text-align: right; }
h1 { font-size: 18pt; margin: 0; color: #154c79; }
h2 { font-size: 12pt; margin: 7mm 0 2mm; color: #154c79; break-after: avoid; }
p { margin: 1mm 0; }
dl { display: grid; grid-template-columns: repeat(5, 1fr); gap: 3mm; margin: 0; }
dl div { background: #eef3f8; border-left: 1.2mm solid #154c79; padding: 2mm 3mm; display: flex; flex-direction: column; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
dd { margin: 0; order: -1; font-size: 17pt; font-weight: 700; line-height: 1.15; font-variant-numeric: tabular-nums; }
dt { font-size: 8.5pt; }
section { break-inside: avoid-page; }
section.long { break-inside: auto; break-before: page; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
thead { display: table-header-group; }
th { text-align: right; font-weight: 600; border-bottom: 1pt solid #1e1e1e; padding: .7mm 1.5mm; vertical-align: bottom; font-size: 8.5pt; }
td { text-align: right; border-bottom: .5pt solid #cfcfcf; padding: .7mm 1.5mm; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
td:first-child { white-space: normal; min-width: 50mm; }
tr.group td { border-top: 1pt solid #5f5f5f; }
tr.sum td { font-weight: 600; border-top: 1pt solid #1e1e1e; }
.narrow { width: 110mm; }
tr { break-inside: avoid; }
figure { margin: 4mm 0 0; break-inside: avoid; }
figcaption { font-weight: 600; font-size: 9.5pt; margin-bottom: 1mm; }
figure svg { width: 100%; height: auto; display: block; }
.method { margin: 0 0 4mm; font-size: 8.5pt; color: #555; }
small { font-size: 8.5pt; color: #555; }
";

/// The report as a page. `title` names the period as people say it, `made` the moment it was made.
///
/// # Errors
/// What the drawing library refuses; with measured values it refuses nothing.
pub fn html(
    report: &Report,
    office: &Office,
    language: Language,
    title: &str,
    made: &str,
) -> Result<String, Box<dyn std::error::Error>> {
    let words = Words::of(language);
    let tables = tables(report, office, language);
    let [summary, services, stages, rest @ ..] = tables.as_slice() else {
        return Ok(String::new());
    };
    let page = html! {
        (DOCTYPE)
        html lang=(language.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (words.text("report.title")) " – " (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    div { h1 { (words.text("report.title")) } p { b { (title) } } }
                    p {
                        (office.name) br; (office.region) br;
                        small { (words.with("report.made", &[("when", &made)])) }
                    }
                }
                p.method { (words.text("report.method")) }
                (figures(summary))
                section {
                    (table(services))
                    (figure(words.text("report.waits"), &waits(report, words))?)
                }
                section.long {
                    (table(stages))
                    (figure(words.text("report.work"), &work(report, office, language, words))?)
                }
                @for part in rest {
                    section {
                        (table(part))
                        @if part.title == words.text("report.by-hour") {
                            (figure(words.text("report.day-course"), &hours(report, words))?)
                        }
                    }
                }
            }
        }
    };
    Ok(page.into_string())
}

/// The figures that are read first, large.
fn figures(summary: &Table) -> Markup {
    html! {
        dl { @for row in &summary.rows { @if let [what, figure] = row.as_slice() {
            div { dt { (what) } dd { (figure) } }
        } } }
    }
}

fn table(table: &Table) -> Markup {
    let narrow = table.headings.len() == 2;
    html! {
        h2 { (table.title) }
        table.narrow[narrow] {
            thead { tr { @for heading in &table.in_full { th { (on_two_lines(heading)) } } } }
            tbody { @for (index, row) in table.rows.iter().enumerate() {
                tr.group[begins_group(table, index)].sum[is_sum(table, index)] { @for cell in row { td { (cell) } } }
            } }
        }
    }
}

/// A heading breaks behind its colon and nowhere else after it.
fn on_two_lines(heading: &str) -> String {
    match heading.split_once(": ") {
        Some((what, which)) => format!("{what}: {}", which.replace(' ', "\u{a0}")),
        None => heading.to_owned(),
    }
}

/// The letter of a service, where a row begins with one.
fn letter(row: &[String]) -> Option<&str> {
    let (letter, _) = row.first()?.split_once(' ')?;
    (letter.len() == 1).then_some(letter)
}

/// Whether the rows of another service begin here, in a table in which services have several rows.
fn begins_group(table: &Table, index: usize) -> bool {
    let letters: Vec<_> = table.rows.iter().map(|row| letter(row)).collect();
    let several = letters.windows(2).any(|pair| pair[0].is_some() && pair[0] == pair[1]);
    several && index > 0 && letters[index] != letters[index - 1]
}

/// Whether this is the row of all services together, which stands last and has no letter.
fn is_sum(table: &Table, index: usize) -> bool {
    let last = index + 1 == table.rows.len();
    last && index > 0 && letter(&table.rows[index]).is_none() && letter(&table.rows[0]).is_some()
}

fn figure(caption: &str, bars: &Bars) -> Result<Markup, Box<dyn std::error::Error>> {
    if bars.labels.is_empty() {
        return Ok(html! {});
    }
    let svg = chart::bars(bars)?;
    Ok(html! { figure { figcaption { (caption) } (PreEscaped(svg)) } })
}

fn waits(report: &Report, words: &Words) -> Bars {
    let measured =
        || report.services.iter().filter_map(|(code, totals)| Some((code, totals.first_wait?)));
    let series = |key: &str, values: Vec<f64>| Series { name: words.text(key).to_owned(), values };
    Bars {
        unit: words.text("report.minutes").to_owned(),
        labels: measured().map(|(code, _)| code.to_string()).collect(),
        series: vec![
            series("report.wait-half", measured().map(|(_, wait)| in_minutes(wait.p50)).collect()),
            series("report.wait-most", measured().map(|(_, wait)| in_minutes(wait.p90)).collect()),
        ],
        limits: None,
    }
}

/// The work of each stage of the busiest service that has norms, against them.
fn work(report: &Report, office: &Office, language: Language, words: &Words) -> Bars {
    let with_norm =
        |code| report.stages.iter().any(|stage| stage.service == code && stage.norm.is_some());
    let candidates = report.services.iter().filter(|(code, _)| with_norm(*code));
    let busiest = candidates.max_by_key(|(_, totals)| totals.issued).map(|(code, _)| *code);
    let measured = || {
        let of_service = report.stages.iter().filter(move |stage| Some(stage.service) == busiest);
        of_service.filter_map(|stage| Some((stage, stage.worked?)))
    };
    let label = |stage: &super::tally::StageTotals| {
        format!("{} {}", stage.service, office.stage_name(&stage.stage, language))
    };
    let series = |key: &str, values: Vec<f64>| Series { name: words.text(key).to_owned(), values };
    Bars {
        unit: words.text("report.minutes").to_owned(),
        labels: measured().map(|(stage, _)| label(stage)).collect(),
        series: vec![
            series(
                "report.work-half",
                measured().map(|(_, worked)| in_minutes(worked.p50)).collect(),
            ),
            series(
                "report.work-most",
                measured().map(|(_, worked)| in_minutes(worked.p90)).collect(),
            ),
        ],
        limits: Some(Limits {
            name: words.text("report.norm").to_owned(),
            values: measured().map(|(stage, _)| stage.norm.map(in_minutes)).collect(),
        }),
    }
}

fn hours(report: &Report, words: &Words) -> Bars {
    let series = |key: &str, values: Vec<f64>| Series { name: words.text(key).to_owned(), values };
    Bars {
        unit: words.text("report.people").to_owned(),
        labels: report.hours.keys().map(|hour| format!("{hour:02}.00")).collect(),
        series: vec![
            series("report.issued", report.hours.values().map(|hour| hour.issued as f64).collect()),
            series("report.called", report.hours.values().map(|hour| hour.called as f64).collect()),
        ],
        limits: None,
    }
}
