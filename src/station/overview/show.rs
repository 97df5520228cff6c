//! The whole office as it is shown to whoever answers for it. Pure.

use super::view::{OverviewView, WatchLine};
use super::{curve, head};
use crate::desk::{DeskError, OrphanedPaper, Overview};
use crate::domain::{BusinessDay, Level, ServiceCode, State, Ticket, Timestamp};
use crate::office::{Counter, Lost, Office, StageInfo};
use crate::phrase::{fault, refusal, time};
use crate::station::staff::{LANGUAGE, words};
use crate::station::tone::{open_call, told};
use crate::station::{PrinterNow, Tone, printer_says};
use chrono::TimeDelta;
use std::collections::BTreeMap;
use std::fmt::Display;

fn say(key: &str, values: &[(&str, &dyn Display)]) -> String {
    words().with(key, values)
}

/// So many of the documents that were missing are named.
const MISSING: usize = 2;

/// What an overview knows.
#[derive(Default)]
pub(super) struct Content {
    pub(super) overview: Option<Box<Overview>>,
    pub(super) lost: Option<Box<DeskError>>,
    pub(super) printer: Option<PrinterNow>,
}

/// All that there is to see.
pub(super) fn view(office: &Office, now: Timestamp, content: &Content) -> OverviewView {
    let local = now.with_timezone(&office.zone);
    let says = printer_says(office, content.printer.as_ref());
    let mut shown = OverviewView {
        title: words().text("supervisor.title").into(),
        clock: time::clock(now, office.zone),
        date: time::day(local.date_naive(), words()),
        printer: says.short,
        printer_tone: says.tone,
        ..OverviewView::default()
    };
    if says.tone == Tone::Stop {
        shown.advice = says.advice;
    }
    if let Some(lost) = &content.lost {
        shown.stale = fault::to_watcher(lost, words());
    }
    let Some(overview) = &content.overview else { return shown };
    if content.lost.is_none() {
        let doubted = overview.clock.as_ref().map(|clock| refusal::doubted_clock(clock, words()));
        let left = overview.left_behind.as_ref().filter(|left| left.is_fresh(now));
        let left = left.map(|left| refusal::left_behind(left, words()));
        shown.stale = doubted.or(left).unwrap_or_default();
    }
    let look = Look { office, now, overview };
    shown.head = head::head(office, now, overview);
    shown.figures = head::figures(overview);
    shown.curve = curve::curve(office, now, overview);
    shown.counters = office.counters.iter().map(|counter| look.counter(counter)).collect();
    shown.stages = office.stages.iter().filter_map(|stage| look.stage(stage)).collect();
    shown.late = look.late();
    let missing = overview.missing.iter().take(MISSING);
    let missing = missing.map(|one| format!("{} {}", one.document, one.count));
    let documents = missing.collect::<Vec<_>>().join(", ");
    shown.missing = match documents.is_empty() {
        true => words().text("supervisor.nothing-missing").into(),
        false => say("supervisor.missing-line", &[("documents", &documents)]),
    };
    shown
}

/// How many there are besides the one that is named.
fn more(count: usize) -> String {
    if count <= 1 { String::new() } else { format!(" (+{})", count - 1) }
}

struct Look<'a> {
    office: &'a Office,
    now: Timestamp,
    overview: &'a Overview,
}

impl Look<'_> {
    fn with_norm(&self, time: TimeDelta, norm: Option<u16>) -> String {
        let time = time::elapsed(time, words());
        match norm {
            Some(norm) => say("supervisor.against", &[("time", &time), ("norm", &norm)]),
            None => time,
        }
    }

    fn stage_norm(&self, ticket: &Ticket) -> Option<u16> {
        self.office.service(ticket.service)?.norm_minutes(ticket.state.stage()?)
    }

    fn counter(&self, counter: &Counter) -> WatchLine {
        let mut line =
            WatchLine { name: counter.name.get(LANGUAGE).into(), ..WatchLine::default() };
        let held = self.overview.tickets.iter();
        let held = held.clone().find(|t| t.state.counter() == Some(counter.number));
        let paused = self.overview.paused.contains(&counter.number);
        let Some(ticket) = held else {
            line.quiet = true;
            let state = if paused { "supervisor.on-break" } else { "supervisor.idle" };
            line.what = words().text(state).into();
            let last = self.overview.calls.iter().find(|call| call.counter == counter.number);
            if let (Some(call), false) = (last, paused) {
                let time = time::clock(call.at, self.office.zone);
                line.detail = say("supervisor.last-call", &[("time", &time)]);
            }
            return line;
        };
        let called = matches!(ticket.state, State::Called { .. });
        let state = match (called, paused) {
            // It finishes what it holds.
            (_, true) => "supervisor.before-break",
            (true, false) => "supervisor.calls",
            (false, false) => "supervisor.serves",
        };
        line.what = words().text(state).into();
        line.number = ticket.number.to_string();
        // Its letter says the service.
        let stage = ticket.state.stage().map(|s| self.office.stage_name(s, LANGUAGE));
        line.detail = stage.unwrap_or_default();
        let norm = if called { None } else { self.stage_norm(ticket) };
        line.time = self.with_norm(self.now - ticket.changed_at, norm);
        let (tone, word) = match self.office.call_level(ticket, self.now) {
            Some(level) => open_call(level),
            None => told(self.office.stage_level(ticket, self.now)),
        };
        (line.tone, line.word) = (tone, word.into());
        line
    }

    /// A stage that anybody waits for or works on.
    fn stage(&self, info: &StageInfo) -> Option<WatchLine> {
        let here = |t: &&Ticket| t.state.stage() == Some(&info.stage.id);
        let here: Vec<&Ticket> = self.overview.tickets.iter().filter(here).collect();
        let waiting = here.iter().filter(|t| matches!(t.state, State::Waiting { .. }));
        let since = waiting.clone().map(|t| self.now - t.arrived_at).max();
        let waiting = waiting.count();
        let working: Vec<_> = here.iter().filter(|t| t.state.counter().is_some()).collect();
        if waiting == 0 && working.is_empty() {
            return None;
        }
        let worst = working.iter().filter_map(|t| self.office.stage_level(t, self.now)).max();
        let (tone, word) = told(worst);
        let longest = since.map_or_else(String::new, |since| {
            say("supervisor.longest", &[("longest", &time::waited(since, words()))])
        });
        let norms = self.office.services.iter().filter_map(|s| s.norm_minutes(&info.stage.id));
        let (least, most) = (norms.clone().min(), norms.max());
        let norm = match (least, most) {
            (Some(least), Some(most)) if least == most => {
                say("supervisor.norm", &[("norm", &most)])
            }
            (Some(least), Some(most)) => {
                say("supervisor.norm", &[("norm", &format!("{least}-{most}"))])
            }
            _ => String::new(),
        };
        Some(WatchLine {
            name: info.name.get(LANGUAGE).into(),
            what: say("supervisor.at-stage", &[("waiting", &waiting), ("working", &working.len())]),
            detail: norm,
            time: longest,
            word: word.into(),
            tone,
            ..WatchLine::default()
        })
    }

    /// Why nobody at any counter of this office can go on with a ticket: the office file has changed since, and no
    /// console shows it. `None`: somebody can.
    fn stuck(&self, ticket: &Ticket) -> Option<String> {
        let gone = |counter| say("supervisor.no-such-counter", &[("counter", &counter)]);
        let stage = ticket.state.stage()?;
        Some(match self.office.lost(ticket)? {
            Lost::HolderGone(counter) => gone(counter),
            Lost::OnlyGone(counter) if self.office.counter(counter).is_none() => gone(counter),
            Lost::OnlyGone(_) | Lost::NotServed | Lost::NoService => {
                let name = self.office.stage_name(stage, LANGUAGE);
                say("supervisor.not-served", &[("stage", &name)])
            }
        })
    }

    /// Everybody who would wait for ever, one line for each queue.
    fn all_stuck(&self) -> Vec<WatchLine> {
        let mut queues: Vec<(ServiceCode, String, Vec<&Ticket>)> = Vec::new();
        for ticket in &self.overview.tickets {
            let Some(why) = self.stuck(ticket) else { continue };
            let here = |(service, because, _): &&mut (ServiceCode, String, Vec<&Ticket>)| {
                *service == ticket.service && *because == why
            };
            match queues.iter_mut().find(here) {
                Some((_, _, queue)) => queue.push(ticket),
                None => queues.push((ticket.service, why, vec![ticket])),
            }
        }
        let line = |(_, why, queue): (ServiceCode, String, Vec<&Ticket>)| {
            let since = queue.iter().map(|ticket| self.now - ticket.changed_at).max();
            let more = more(queue.len());
            WatchLine {
                name: queue[0].number.to_string(),
                detail: format!("{why}{more}"),
                time: time::elapsed(since.unwrap_or_default(), words()),
                todo: words().text("supervisor.open-counter").into(),
                word: words().text("supervisor.stuck").into(),
                tone: Tone::Stop,
                ..WatchLine::default()
            }
        };
        queues.into_iter().map(line).collect()
    }

    /// The numbers of later days, one line for each day: a clock that was wrong gave them, and nobody calls them before.
    fn of_later_days(&self) -> Vec<WatchLine> {
        let mut days: BTreeMap<BusinessDay, Vec<&Ticket>> = BTreeMap::new();
        for ticket in &self.overview.ahead {
            days.entry(ticket.day).or_default().push(ticket);
        }
        let line = |(day, tickets): (BusinessDay, Vec<&Ticket>)| WatchLine {
            name: tickets[0].number.to_string(),
            detail: say("supervisor.later-day", &[("day", &time::day(day.date(), words()))])
                + &more(tickets.len()),
            todo: words().text("supervisor.new-number").into(),
            word: words().text("supervisor.stuck").into(),
            tone: Tone::Stop,
            ..WatchLine::default()
        };
        days.into_iter().map(line).collect()
    }

    /// Papers that nobody prints, because the office file has another printer now; one line for each printer.
    fn orphaned(&self) -> Vec<WatchLine> {
        let mut printers: BTreeMap<&str, Vec<&OrphanedPaper>> = BTreeMap::new();
        for paper in &self.overview.orphaned {
            printers.entry(&paper.printer).or_default().push(paper);
        }
        let line = |(printer, papers): (&str, Vec<&OrphanedPaper>)| WatchLine {
            name: papers[0].number.to_string(),
            detail: say("supervisor.no-such-printer", &[("printer", &printer)])
                + &more(papers.len()),
            todo: words().text("supervisor.print-again").into(),
            word: words().text("supervisor.stuck").into(),
            tone: Tone::Warn,
            ..WatchLine::default()
        };
        printers.into_iter().map(line).collect()
    }

    /// Whoever would wait for ever, then what has become amber or red, the worst first.
    fn late(&self) -> Vec<WatchLine> {
        let mut late: Vec<(Level, TimeDelta, WatchLine)> = Vec::new();
        let open =
            self.overview.tickets.iter().filter(|t| {
                matches!(t.state, State::Waiting { .. }) || t.state.counter().is_some()
            });
        for ticket in open {
            if self.stuck(ticket).is_some() {
                continue;
            }
            let promise = self.office.promise_level(ticket, self.now);
            let stage = self.office.stage_level(ticket, self.now);
            let Some(level) = promise.max(stage).filter(|level| *level > Level::Green) else {
                continue;
            };
            let of_promise = promise == Some(level);
            let (key, time, norm) = if of_promise {
                let norm = self.office.service(ticket.service).and_then(|s| s.minutes);
                ("officer.whole-service", ticket.clock.elapsed(self.now), norm)
            } else {
                ("officer.this-stage", self.now - ticket.changed_at, self.stage_norm(ticket))
            };
            let (tone, word) = told(Some(level));
            let stage = ticket.state.stage().map(|s| self.office.stage_name(s, LANGUAGE));
            let at = ticket.state.counter().map(|c| self.office.counter_name(c, LANGUAGE));
            let todo = match (&at, &stage) {
                (Some(counter), _) => say("supervisor.see-counter", &[("counter", counter)]),
                (None, Some(stage)) => say("supervisor.help-stage", &[("stage", stage)]),
                (None, None) => String::new(),
            };
            let place = at.or(stage).unwrap_or_default();
            let line = WatchLine {
                name: ticket.number.to_string(),
                detail: format!("{}, {place}", words().text(key)),
                time: self.with_norm(time, norm),
                todo,
                word: word.into(),
                tone,
                ..WatchLine::default()
            };
            late.push((level, time, line));
        }
        late.sort_by(|(a, at, _), (b, bt, _)| (b, bt).cmp(&(a, at)));
        let late = late.into_iter().map(|(_, _, line)| line);
        self.all_stuck()
            .into_iter()
            .chain(self.of_later_days())
            .chain(self.orphaned())
            .chain(late)
            .collect()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::domain::{BusinessDay, CounterNumber, StageId, TicketId};
    use crate::office::{Outside, SAMPLES};

    pub(in super::super) fn now() -> Timestamp {
        "2026-11-23T01:10:00Z".parse().unwrap()
    }

    pub(in super::super) fn ticket(number: &str, stage: &str) -> Ticket {
        let day = BusinessDay::parse("2026-11-23").unwrap();
        let stage = StageId::new(stage).unwrap();
        let id = TicketId(uuid::Uuid::nil());
        Ticket::new(id, number.parse().unwrap(), day, stage, now() - TimeDelta::minutes(5))
    }

    pub(in super::super) fn office() -> Office {
        Office::parse(SAMPLES[0].1, &Outside::default()).unwrap()
    }

    pub(in super::super) fn overview(tickets: Vec<Ticket>) -> Overview {
        Overview {
            day: BusinessDay::parse("2026-11-23").unwrap(),
            clock: None,
            ahead: Vec::new(),
            left_behind: None,
            tickets,
            paused: Vec::new(),
            orphaned: Vec::new(),
            missing: Vec::new(),
            calls: Vec::new(),
            unprinted: Vec::new(),
            cleared_in: None,
        }
    }

    fn lines(office: &Office, tickets: Vec<Ticket>) -> Vec<(String, String)> {
        let overview = overview(tickets);
        let late = Look { office, now: now(), overview: &overview }.late();
        let told = |line: &WatchLine| !line.word.is_empty() && !line.todo.is_empty();
        assert!(late.iter().all(|line| line.tone == Tone::Stop && told(line)));
        late.iter().map(|line| (line.name.to_string(), line.detail.to_string())).collect()
    }

    #[test]
    fn numbers_of_later_days_and_papers_of_no_printer_are_listed() {
        let office = office();
        let mut overview = overview(Vec::new());
        for number in ["T001", "T002"] {
            let day = BusinessDay::parse("2026-12-23").unwrap();
            overview.ahead.push(Ticket { day, ..ticket(number, "verifikasi") });
        }
        let late = Look { office: &office, now: now(), overview: &overview }.late();
        let told: Vec<_> = late.iter().map(|line| (&*line.name, &*line.detail)).collect();
        let detail = "dari Rabu, 23 Desember 2026, karena jam salah: beri nomor baru (+1)";
        assert_eq!(told, [("T001", detail)]);
        overview.ahead.clear();
        let (number, printer) = ("K001".parse().unwrap(), "kios".to_owned());
        overview.orphaned.push(OrphanedPaper { number, printer });
        let late = Look { office: &office, now: now(), overview: &overview }.late();
        let told: Vec<_> = late.iter().map(|line| (&*line.name, &*line.detail)).collect();
        assert_eq!(told, [("K001", "printer kios tidak ada lagi: cetak ulang tiketnya")]);
    }

    #[test]
    fn whoever_no_counter_serves_any_more_is_named() {
        let mut office = office();
        let counter = |number| CounterNumber::new(number).unwrap();
        let waits = || vec![ticket("K001", "verifikasi"), ticket("K002", "verifikasi")];
        assert_eq!(lines(&office, waits()), [], "somebody serves them");
        let mut sent = ticket("T001", "verifikasi");
        sent.reserved_for = Some(counter(98));
        let mut held = ticket("T002", "verifikasi");
        let (stage, counter) = (StageId::new("verifikasi").unwrap(), counter(99));
        held.state = State::Serving { stage, counter };
        let mut done = ticket("K003", "verifikasi");
        done.state = State::Done;
        let service = ServiceCode::new('K').unwrap();
        office.services.retain(|known| known.code != service);
        for counter in &mut office.counters {
            counter.services.retain(|served| *served != service);
        }
        let tickets = waits().into_iter().chain([sent, held, done]).collect();
        let found = lines(&office, tickets);
        let stage = office.stage_name(&StageId::new("verifikasi").unwrap(), LANGUAGE);
        let line = |name: &str, why: String| (name.to_owned(), why);
        assert_eq!(
            found,
            [
                line("K001", say("supervisor.not-served", &[("stage", &stage)]) + " (+1)"),
                line("T001", say("supervisor.no-such-counter", &[("counter", &98)])),
                line("T002", say("supervisor.no-such-counter", &[("counter", &99)])),
            ]
        );
    }
}
