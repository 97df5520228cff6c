//! The report as tables of text: what terminal, CSV and HTML all show.
//!
//! Belongs here: which figures stand in which column, and how a figure is written. Never here: frames, markup.

use super::spread::Spread;
use super::tally::{Report, StageTotals, Totals};
use crate::domain::{Lane, Language, ServiceCode};
use crate::office::Office;
use crate::phrase::{self, printer, time};
use crate::queue::MissingCount;
use crate::words::Words;
use chrono::TimeDelta;

/// A table with a title, headings and rows of equal length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it is about.
    pub title: String,
    /// The headings of its columns, as spreadsheets and programs know them: short, and the same in every version.
    pub headings: Vec<String>,
    /// The same for people, who have no glossary.
    pub in_full: Vec<String>,
    /// Its rows. The first column is text, all others are figures.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// The same table with these columns only.
    pub(super) fn columns(&self, kept: &[usize]) -> Table {
        let choose = |cells: &Vec<String>| {
            kept.iter().filter_map(|column| cells.get(*column).cloned()).collect::<Vec<String>>()
        };
        Table {
            title: self.title.clone(),
            headings: choose(&self.headings),
            in_full: choose(&self.in_full),
            rows: self.rows.iter().map(choose).collect(),
        }
    }
}

/// What stands where nothing was measured: not 0.
pub(super) const NOTHING: &str = "–";

/// All tables of a report, most important first.
pub fn tables(report: &Report, office: &Office, language: Language) -> Vec<Table> {
    let sheet = Sheet { words: Words::of(language), office, language };
    let mut tables = vec![
        sheet.summary(report),
        sheet.services(report),
        sheet.stages(report),
        sheet.lanes(report),
        sheet.hours(report),
    ];
    if report.period.from != report.period.to {
        tables.push(sheet.days(report));
    }
    if !report.quotas.is_empty() {
        tables.push(sheet.quotas(report));
    }
    tables.extend([sheet.missing(report), sheet.papers(report)]);
    tables
}

struct Sheet<'a> {
    words: &'static Words,
    office: &'a Office,
    language: Language,
}

impl Sheet<'_> {
    fn table(&self, title: &str, headings: &[&str], rows: Vec<Vec<String>>) -> Table {
        Table {
            title: self.words.text(title).to_owned(),
            headings: headings.iter().map(|key| self.words.text(key).to_owned()).collect(),
            in_full: headings
                .iter()
                .map(|key| self.words.text(in_full(title, key)).to_owned())
                .collect(),
            rows,
        }
    }

    fn summary(&self, report: &Report) -> Table {
        let all = &report.all;
        let figure = |key: &str, value: String| vec![self.words.text(key).to_owned(), value];
        let rows = vec![
            figure("report.issued", all.issued.to_string()),
            figure("report.priority", all.priority.to_string()),
            figure("report.done", all.done.to_string()),
            figure("report.missed", all.missed.to_string()),
            figure("report.cancelled", all.cancelled.to_string()),
            figure("report.lapsed", all.lapsed.to_string()),
            figure("report.open", all.open.to_string()),
            figure("report.returned", all.returned.to_string()),
            figure("report.copies", report.copies.to_string()),
            vec![
                self.words.with("report.told-right", &[("count", &all.told.count)]),
                share(Some((all.told.right, all.told.count))),
            ],
        ];
        self.table("report.summary", &["report.item", "report.count"], rows)
    }

    fn services(&self, report: &Report) -> Table {
        let headings = [
            "report.service",
            "report.issued",
            "report.done",
            "report.wait-p50",
            "report.wait-p90",
            "report.clock-p50",
            "report.clock-p90",
            "report.promise",
            "report.kept",
        ];
        let row = |name: String, totals: &Totals| {
            let (wait, clock) = (totals.first_wait, totals.service_clock);
            vec![
                name,
                totals.issued.to_string(),
                totals.done.to_string(),
                self.p50(wait),
                self.p90(wait),
                self.p50(clock),
                self.p90(clock),
                totals.promise.map_or(NOTHING.to_owned(), |promise| self.minutes(promise)),
                share(totals.promise.and(clock).map(|clock| (totals.kept, clock.count))),
            ]
        };
        let mut rows: Vec<_> = report
            .services
            .iter()
            .map(|(code, totals)| row(service_name(*code, self.office, self.language), totals))
            .collect();
        rows.push(row(self.words.text("report.all").to_owned(), &report.all));
        self.table("report.by-service", &headings, rows)
    }

    fn stages(&self, report: &Report) -> Table {
        let headings = [
            "report.stage",
            "report.count",
            "report.wait-p50",
            "report.wait-p90",
            "report.work-p50",
            "report.work-p90",
            "report.norm",
            "report.kept",
        ];
        let rows = report.stages.iter().filter(|stage| stage.worked.is_some()).map(|stage| {
            vec![
                stage_name(stage, self.office, self.language),
                stage.worked.map_or(0, |worked| worked.count).to_string(),
                self.p50(stage.waited),
                self.p90(stage.waited),
                self.p50(stage.worked),
                self.p90(stage.worked),
                stage.norm.map_or(NOTHING.to_owned(), |norm| self.minutes(norm)),
                share(stage.norm.and(stage.worked).map(|worked| (stage.kept, worked.count))),
            ]
        });
        self.table("report.by-stage", &headings, rows.collect())
    }

    fn lanes(&self, report: &Report) -> Table {
        let headings = [
            "report.lane",
            "report.called",
            "report.wait-p50",
            "report.wait-p90",
            "report.wait-max",
        ];
        let rows = report.first_wait_by_lane.iter().map(|(lane, spread)| {
            let name = match lane {
                Lane::Priority => "report.lane-priority",
                Lane::Regular => "report.lane-regular",
            };
            vec![
                self.words.text(name).to_owned(),
                spread.map_or(0, |spread| spread.count).to_string(),
                self.p50(*spread),
                self.p90(*spread),
                spread.map_or(NOTHING.to_owned(), |spread| self.minutes(spread.max)),
            ]
        });
        self.table("report.by-lane", &headings, rows.collect())
    }

    fn hours(&self, report: &Report) -> Table {
        let headings =
            ["report.hour", "report.issued", "report.called", "report.wait-p50", "report.wait-p90"];
        let rows = report.hours.iter().map(|(hour, totals)| {
            vec![
                format!("{hour:02}.00"),
                totals.issued.to_string(),
                totals.called.to_string(),
                self.p50(totals.first_wait),
                self.p90(totals.first_wait),
            ]
        });
        self.table("report.by-hour", &headings, rows.collect())
    }

    fn days(&self, report: &Report) -> Table {
        let headings =
            ["report.day", "report.issued", "report.done", "report.wait-p50", "report.wait-p90"];
        let rows = report.days.iter().map(|(day, totals)| {
            vec![
                time::day(day.date(), self.words),
                totals.issued.to_string(),
                totals.done.to_string(),
                self.p50(totals.first_wait),
                self.p90(totals.first_wait),
            ]
        });
        self.table("report.by-day", &headings, rows.collect())
    }

    fn quotas(&self, report: &Report) -> Table {
        let headings = [
            "report.service",
            "report.quota",
            "report.days",
            "report.issued",
            "report.used",
            "report.fullest",
            "report.used-up",
        ];
        let rows = report.quotas.iter().map(|one| {
            vec![
                service_name(one.service, self.office, self.language),
                one.quota.to_string(),
                one.days.to_string(),
                one.issued.to_string(),
                share(Some((one.issued, one.days * one.quota as usize))),
                one.fullest.to_string(),
                one.used_up.to_string(),
            ]
        });
        self.table("report.by-quota", &headings, rows.collect())
    }

    fn missing(&self, report: &Report) -> Table {
        let row = |one: &MissingCount| {
            vec![format!("{} {}", one.service, one.document), one.count.to_string()]
        };
        let rows = report.missing.iter().map(row).collect();
        self.table("report.by-document", &["report.document", "report.returned"], rows)
    }

    fn papers(&self, report: &Report) -> Table {
        let rows = report.papers.iter().map(|((state, detail), count)| {
            // How strong the claim "printed" is says what was seen of the paper.
            if state == "printed" {
                return vec![printer::level(detail, self.words), count.to_string()];
            }
            let state = self.words.text(match state.as_str() {
                "failed" => "report.paper-failed",
                "unknown" => "report.paper-unknown",
                "withdrawn" => "report.paper-withdrawn",
                _ => "report.paper-pending",
            });
            let detail = match detail.is_empty() {
                true => String::new(),
                false => phrase::why(detail, self.words),
            };
            vec![format!("{state} {detail}").trim_end().to_owned(), count.to_string()]
        });
        self.table("report.papers", &["report.item", "report.count"], rows.collect())
    }

    fn p50(&self, spread: Option<Spread>) -> String {
        spread.map_or(NOTHING.to_owned(), |spread| self.minutes(spread.p50))
    }

    fn p90(&self, spread: Option<Spread>) -> String {
        spread.map_or(NOTHING.to_owned(), |spread| self.minutes(spread.p90))
    }

    fn minutes(&self, duration: TimeDelta) -> String {
        time::with_decimal(in_minutes(duration), self.language)
    }
}

/// Letter and name of a service; of one that left the office file the letter alone.
pub(super) fn service_name(code: ServiceCode, office: &Office, language: Language) -> String {
    let name = office.service(code).map_or("", |service| service.name.get(language));
    format!("{code} {name}").trim_end().to_owned()
}

/// The letter of its service and the name of the stage.
pub(super) fn stage_name(stage: &StageTotals, office: &Office, language: Language) -> String {
    format!("{} {}", stage.service, office.stage_name(&stage.stage, language))
}

/// The heading of a column in the words of people.
fn in_full<'a>(title: &str, heading: &'a str) -> &'a str {
    match heading {
        "report.wait-p50" => "report.wait-half",
        "report.wait-p90" => "report.wait-most",
        "report.clock-p50" => "report.clock-half",
        "report.clock-p90" => "report.clock-most",
        "report.work-p50" => "report.work-half",
        "report.work-p90" => "report.work-most",
        "report.kept" if title == "report.by-stage" => "report.kept-norm",
        "report.kept" => "report.kept-promise",
        heading => heading,
    }
}

/// A duration as a number of minutes.
pub(super) fn in_minutes(duration: TimeDelta) -> f64 {
    duration.num_milliseconds() as f64 / 60_000.0
}

/// So many of so many, as a percentage.
pub(super) fn share(of: Option<(usize, usize)>) -> String {
    of.filter(|&(_, all)| all > 0)
        .map_or(NOTHING.to_owned(), |(part, all)| format!("{} %", percent(part, all)))
}

/// So many of so many, in whole percents; never rounded up to 100.
pub(super) fn percent(part: usize, all: usize) -> usize {
    part * 100 / all.max(1)
}
