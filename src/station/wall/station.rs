//! What happens to a wall, and what there is to see then.

use super::LANGUAGE;
use super::known::Known;
use super::rows::rows;
use super::slides::{Slide, slides};
use super::strip::{Content, LAST, Page, Queue, SOON, Strip as Turning};
use super::turns::{Quiet, Turns};
use super::view::{Card, Listed, Shown, Strip, View};
use crate::desk::{Board, Coming};
use crate::domain::{
    Attendance, CallKind, EventSeq, PublicCall, StageId, State, Ticket, Timestamp,
};
use crate::office::{Office, WallPlan};
use crate::phrase::{estimate, time};
use crate::station::Station;
use crate::words::Words;
use chrono::TimeDelta;
use std::sync::Arc;

/// Where numbers have no room side by side, the next ones follow after so many seconds.
const TURN_SECONDS: u32 = 6;
/// More numbers that are ready than this have, now and then, the room of the card for themselves.
const READY_AT_THE_FOOT: usize = 4;

/// What happens to a wall.
#[derive(Debug)]
pub enum Event {
    /// A look at the queue.
    Looked(Box<Board>, Coming),
    /// The queue was read and nothing had changed.
    Seen,
    /// The queue cannot be read.
    Lost,
    /// One second has passed.
    Second,
    /// The call that has come up sounds for so long.
    Sounds(TimeDelta),
    /// So many pictures of the office there are.
    Listed(usize),
    /// The picture that was asked for, by a token; `None`: it cannot be read.
    Fetched(Option<u32>),
}

/// What a wall asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Everything up to here has been announced: to be remembered.
    Announced(EventSeq),
    /// This call has come up: to be spoken, while so many wait behind it.
    Speak(PublicCall, usize),
    /// The n-th picture is wanted.
    Fetch(usize),
}

/// The wall of a waiting room.
#[derive(Debug)]
pub struct Wall {
    office: Arc<Office>,
    known: Known,
    slides: Vec<Slide>,
    turns: Turns<u32>,
    strip: Turning,
    seconds: u32,
}

impl Wall {
    /// A wall that shows no more than this plan and has announced everything up to `announced`.
    pub fn resume(
        office: Arc<Office>,
        plan: WallPlan,
        announced: EventSeq,
        now: Timestamp,
    ) -> Self {
        let known = Known::resume(announced, now).showing(plan);
        let slides = slides(&office, known.plan(), Words::of(LANGUAGE));
        let turns = Turns::of(&office.rotation, slides.len().max(1));
        Self { office, known, slides, turns, strip: Turning::default(), seconds: 0 }
    }

    /// The last call of the day that came up.
    pub fn in_front(&self) -> Option<&PublicCall> {
        self.known.in_front()
    }

    fn new_call(&self, now: Timestamp) -> Option<&PublicCall> {
        self.known.new_call(self.office.rotation.quiet_seconds, now)
    }

    /// Whether the numbers that are ready have the room of the card: every other turn, where they are many.
    fn shows_ready(&self) -> bool {
        let turn = self.seconds / u32::from(self.office.rotation.seconds).max(1);
        turn % 2 == 1 && self.ready().count() > READY_AT_THE_FOOT
    }

    fn second(&mut self, now: Timestamp) -> Option<usize> {
        self.seconds = self.seconds.wrapping_add(1);
        let content = self.content(now);
        self.strip.second(&content);
        if self.new_call(now).is_some() || self.shows_ready() {
            self.turns.interrupt();
            return None;
        }
        self.turns.second()
    }

    fn waiting(&self) -> impl Iterator<Item = (&Ticket, &StageId)> {
        let waiting = self.known.board().into_iter().flat_map(Board::waiting);
        waiting.filter(|(ticket, stage)| {
            self.known.plan().shows_queue(&self.office, ticket.service, stage)
        })
    }

    /// Whose document is ready.
    fn ready(&self) -> impl Iterator<Item = String> {
        let ready = self.waiting();
        let ready = ready.filter(|(ticket, stage)| self.office.is_handover(ticket.service, stage));
        ready.map(|(ticket, _)| ticket.number.to_string())
    }

    /// Who was called and did not come, newest first.
    fn missed(&self) -> Vec<String> {
        let away = self.known.board().into_iter().flat_map(|board| &board.away);
        let missed = away.filter(|ticket| match &ticket.state {
            State::Missed { stage } => {
                self.known.plan().shows_queue(&self.office, ticket.service, stage)
            }
            _ => false,
        });
        let mut missed: Vec<&Ticket> = missed.collect();
        missed.sort_by_key(|ticket| std::cmp::Reverse(ticket.last_event));
        missed.into_iter().map(|ticket| ticket.number.to_string()).collect()
    }

    /// Who waits to be called, by service, whose document is ready left out: those are named.
    fn queues(&self) -> Vec<Queue> {
        let mut queues = Vec::new();
        for service in &self.office.services {
            let waits = self.waiting().filter(|(ticket, stage)| {
                ticket.service == service.code
                    && self.office.attendance(service.code, stage) == Attendance::Public
                    && !self.office.is_handover(service.code, stage)
            });
            let people = waits.count();
            if people > 0 {
                let mut waits = self.known.coming().waits.iter();
                let wait = waits.find(|(code, _)| *code == service.code).map(|(_, wait)| *wait);
                queues.push(Queue { service: service.code, people, wait });
            }
        }
        queues
    }

    /// Who is called soon: first whoever is called already and waits for a turn here.
    fn soon(&self) -> Vec<String> {
        let plan = self.known.plan();
        let here = self.known.coming().soon.iter().filter(|soon| {
            let counter = plan.counters.is_empty() || plan.counters.contains(&soon.counter);
            counter && plan.is_for(soon.ticket.service)
        });
        let unseen = self.known.unseen().map(|number| number.to_string());
        unseen.chain(here.map(|soon| soon.number().to_string())).take(SOON).collect()
    }

    fn content(&self, now: Timestamp) -> Content {
        if self.known.stale_since(now).is_some() {
            return Content::default();
        }
        let lit = self.new_call(now).map(|call| call.number);
        // Whoever did not come stands in another place, and is not looked for at the counter.
        let missed = self.missed();
        let came = |call: &&PublicCall| !missed.contains(&call.number.to_string());
        let last = self.known.last(lit).filter(came).take(LAST).map(|call| Listed {
            number: call.number.to_string(),
            counter: self.office.counter_name(call.counter, LANGUAGE),
        });
        Content { soon: self.soon(), last: last.collect(), queues: self.queues() }
    }

    fn strip(&self, content: &Content, words: &Words) -> Strip {
        let text = |key: &str| words.text(key).to_owned();
        let mut turning = self.strip.clone();
        match turning.page(content) {
            Page::Soon => Strip {
                label: text("display.soon"),
                numbers: content.soon.clone(),
                lines: vec![text("display.soon-note")],
                ..Strip::default()
            },
            Page::Last(page) => Strip {
                label: text("display.recent"),
                calls: content.calls(page).to_vec(),
                ..Strip::default()
            },
            Page::Queue(_) => {
                let people: usize = content.queues.iter().map(|queue| queue.people).sum();
                let Some(queue) = turning.queue(content) else {
                    return Strip { label: text("display.nobody"), ..Strip::default() };
                };
                let values: [(&str, &dyn std::fmt::Display); 2] =
                    [("service", &queue.service), ("count", &queue.people)];
                let mut lines = vec![words.with("display.queue", &values)];
                lines.extend(queue.wait.map(|wait| estimate::wait_in_short(wait, words)));
                let label = words.with("sentence.waiting-total", &[("count", &people)]);
                Strip { label, lines, ..Strip::default() }
            }
        }
    }

    fn card(&self, call: &PublicCall, words: &Words) -> Card {
        let kind = self.office.call_kind(call);
        let heading = words.text(match kind {
            CallKind::Turn => "display.go-to",
            CallKind::Recall => "display.called-again",
            CallKind::Priority => "display.priority-call",
            CallKind::Handover => "display.ready",
        });
        Card {
            id: i32::try_from(call.seq.0 % i64::from(i32::MAX)).unwrap_or(0),
            number: call.number.to_string(),
            counter: self.office.counter_name(call.counter, LANGUAGE),
            heading: heading.to_owned(),
            kind,
        }
    }

    fn shown(&self, words: &Words) -> Shown {
        if self.shows_ready() {
            return Shown::Ready;
        }
        match self.turns.shown() {
            Quiet::Nothing => Shown::Nothing,
            Quiet::Picture(token) => Shown::Picture(*token),
            Quiet::Page(page) => Shown::Fact(match self.slides.get(*page) {
                Some(slide) => slide.clone(),
                None => how_it_goes(words),
            }),
        }
    }
}

/// What every waiting room may say, where the office says nothing of its own.
fn how_it_goes(words: &Words) -> Slide {
    Slide { picture: "ticket", text: words.text("display.how").to_owned() }
}

impl Station for Wall {
    type Event = Event;
    type Effect = Effect;
    type View = View;

    fn handle(&mut self, event: Event, now: Timestamp) -> Vec<Effect> {
        let mut wanted = None;
        match event {
            Event::Looked(board, coming) => self.known.look(board, coming, now),
            Event::Seen => self.known.seen(now),
            Event::Lost => self.known.lost(),
            Event::Second => wanted = self.second(now),
            Event::Sounds(sounds) => self.known.hold(sounds),
            Event::Listed(count) => wanted = self.turns.listed(count),
            Event::Fetched(token) => wanted = self.turns.fetched(token),
        }
        let mut effects: Vec<Effect> = wanted.map(Effect::Fetch).into_iter().collect();
        if let Some(call) = self.known.advance(now).cloned() {
            self.turns.interrupt();
            // Not the call's own place: recalls that kept the place of a waiting call are done with it.
            effects.push(Effect::Announced(self.known.announced()));
            effects.push(Effect::Speak(call, self.known.pending()));
        }
        effects
    }

    fn view(&self, now: Timestamp) -> View {
        let (office, words) = (&self.office, Words::of(LANGUAGE));
        let stale = self.known.stale_since(now);
        let lit = self.new_call(now);
        let content = self.content(now);
        let local = now.with_timezone(&office.zone);
        let clock = self.known.board().and_then(|board| board.clock.as_ref());
        // A date that nobody knows is not shown as one.
        let doubted = clock.is_some_and(|clock| !clock.doubt.knows_time());
        let plan = self.known.plan();
        let hands_over = office.services.iter().any(|service| {
            let last = service.journey.last();
            last.is_some_and(|at| {
                office.is_handover(service.code, &at.id)
                    && plan.shows_queue(office, service.code, &at.id)
            })
        });
        let mut view = View {
            office: office.name.clone(),
            region: office.region.clone(),
            clock: time::clock(now, office.zone),
            date: time::day(local.date_naive(), words),
            inches: plan.inches,
            turn: self.seconds / TURN_SECONDS,
            rows: rows(office, &self.known, lit, stale.is_some(), LANGUAGE),
            card: lit.map(|call| self.card(call, words)),
            shown: self.shown(words),
            hands_over,
            foot: words.text(if hands_over { "display.none-ready" } else { "display.how" }).into(),
            ..View::default()
        };
        if doubted {
            view.date = words.text("sentence.date-unknown").into();
            view.clock = String::new();
        }
        if let Some(since) = stale {
            let time = time::clock(since, office.zone);
            view.stale = words.with("display.stale", &[("time", &time)]);
            view.foot = words.text("display.stale-foot").into();
            return view;
        }
        if self.known.board().is_some() {
            view.strip = self.strip(&content, words);
            view.ready = self.ready().collect();
            view.missed = self.missed();
        }
        view
    }
}

#[cfg(test)]
#[path = "station_tests.rs"]
mod tests;
