//! What a wall shows of an office day, second by second.

use super::*;
use crate::domain::{BusinessDay, CounterNumber, Lane, Manner, TicketId, TicketNumber, WaitRange};
use crate::office::{Outside, SAMPLES};
use crate::station::wall::{LANGUAGE, RowState, Shown};
use std::collections::BTreeMap;

fn at(second: i64) -> Timestamp {
    "2026-11-23T01:00:00Z".parse::<Timestamp>().unwrap() + TimeDelta::seconds(second)
}

fn day() -> BusinessDay {
    BusinessDay::parse("2026-11-23").unwrap()
}

/// An office by hand: its tickets, and the calls of the day.
struct Room {
    wall: Wall,
    office: Arc<Office>,
    tickets: Vec<Ticket>,
    calls: Vec<PublicCall>,
    paused: Vec<CounterNumber>,
    told: i64,
    now: i64,
    spoken: Vec<String>,
}

impl Room {
    fn of(plan: WallPlan) -> Self {
        let office = Arc::new(Office::parse(SAMPLES[0].1, &Outside::default()).unwrap());
        let wall = Wall::resume(Arc::clone(&office), plan, EventSeq(0), at(0));
        let (tickets, calls, paused) = (Vec::new(), Vec::new(), Vec::new());
        let mut room =
            Self { wall, office, tickets, calls, paused, told: 0, now: 0, spoken: Vec::new() };
        room.look();
        room
    }

    fn number(text: &str) -> TicketNumber {
        text.parse().unwrap()
    }

    /// Somebody waits for this stage.
    fn waits(&mut self, number: &str, stage: &str) -> &mut Ticket {
        let number = Self::number(number);
        self.tickets.retain(|ticket| ticket.number != number);
        let stage = StageId::new(stage).unwrap();
        let id = TicketId(uuid::Uuid::from_u128(u128::from(number.serial())));
        self.tickets.push(Ticket::new(id, number, day(), stage, at(self.now)));
        self.tickets.last_mut().unwrap()
    }

    fn at_counter(&mut self, number: &str, counter: i64, serving: bool, stage: &str) {
        let counter = CounterNumber::new(counter).unwrap();
        let stage = StageId::new(stage).unwrap();
        let ticket = self.waits(number, stage.as_str());
        ticket.state = match serving {
            true => State::Serving { stage, counter },
            false => State::Called { stage, counter, calls: 1 },
        };
    }

    fn call(&mut self, number: &str, counter: i64, stage: &str, recall: bool) {
        self.at_counter(number, counter, false, stage);
        let number = Self::number(number);
        let seq = i64::try_from(self.calls.len()).unwrap() + 1;
        let stage = Some(StageId::new(stage).unwrap());
        self.calls.push(PublicCall {
            seq: EventSeq(seq),
            number,
            service: number.service(),
            counter: CounterNumber::new(counter).unwrap(),
            at: at(self.now),
            manner: Manner { recall, lane: Lane::Regular, stage },
        });
        self.look();
    }

    fn leaves(&mut self, number: &str) {
        self.tickets.retain(|ticket| ticket.number != Self::number(number));
        self.look();
    }

    fn look(&mut self) {
        let new = self.calls.iter().filter(|call| call.seq.0 > self.told).cloned().collect();
        let mut latest: BTreeMap<String, PublicCall> = BTreeMap::new();
        for call in &self.calls {
            latest.insert(call.number.to_string(), call.clone());
        }
        let mut latest: Vec<PublicCall> = latest.into_values().collect();
        latest.sort_by_key(|call| std::cmp::Reverse(call.seq));
        let away = |ticket: &&Ticket| matches!(ticket.state, State::Missed { .. });
        let board = Board {
            day: day(),
            clock: None,
            ahead: Vec::new(),
            left_behind: None,
            newest_event: EventSeq(9),
            open: self.tickets.iter().filter(|ticket| !away(ticket)).cloned().collect(),
            away: self.tickets.iter().filter(away).cloned().collect(),
            paused: self.paused.clone(),
            breaks: Vec::new(),
            help: Vec::new(),
            missing: Vec::new(),
            new_calls: new,
            latest_calls: latest,
        };
        self.told = i64::try_from(self.calls.len()).unwrap();
        let coming = Coming {
            soon: Vec::new(),
            waits: vec![('T'.try_into_code(), WaitRange { from: 12, to: 18 })],
        };
        self.tell(Event::Looked(Box::new(board), coming));
    }

    fn tell(&mut self, event: Event) {
        for effect in self.wall.handle(event, at(self.now)) {
            if let Effect::Speak(call, behind) = effect {
                self.spoken.push(format!("{} +{behind}", call.number));
            }
        }
    }

    fn pass(&mut self, seconds: i64) {
        for _ in 0..seconds {
            self.now += 1;
            self.tell(Event::Seen);
            self.tell(Event::Second);
        }
    }

    fn view(&self) -> View {
        self.wall.view(at(self.now))
    }

    /// The rows, as "Loket 1 T001 called".
    fn rows(&self) -> Vec<(String, String, RowState)> {
        self.view().rows.into_iter().map(|row| (row.name, row.number, row.state)).collect()
    }

    fn card(&self) -> String {
        self.view().card.map(|card| card.number).unwrap_or_default()
    }
}

trait Code {
    fn try_into_code(self) -> crate::domain::ServiceCode;
}

impl Code for char {
    fn try_into_code(self) -> crate::domain::ServiceCode {
        crate::domain::ServiceCode::new(self).unwrap()
    }
}

fn row(name: &str, number: &str, state: RowState) -> (String, String, RowState) {
    (name.to_owned(), number.to_owned(), state)
}

#[test]
fn each_counter_that_calls_the_public_has_one_row_which_is_true_at_every_moment() {
    let mut room = Room::of(WallPlan::default());
    let at_rest = [
        row("Loket 1", "", RowState::Ready),
        row("Loket 2", "", RowState::Ready),
        row("Pengambilan", "", RowState::Ready),
    ];
    assert_eq!(room.rows(), at_rest, "the print room calls nobody");
    room.call("T001", 1, "verifikasi", false);
    room.paused.push(CounterNumber::new(3).unwrap());
    room.look();
    assert_eq!(room.rows()[0], row("Loket 1", "T001", RowState::Called));
    assert_eq!(room.rows()[2], row("Pengambilan", "", RowState::Away));
    room.pass(11);
    room.at_counter("T001", 1, true, "verifikasi");
    room.look();
    assert_eq!(room.rows()[0], row("Loket 1", "T001", RowState::Serving));
    assert_eq!(room.card(), "", "whoever is served is not called any more");
    room.pass(1800);
    assert_eq!(room.rows()[0], row("Loket 1", "T001", RowState::Serving));
    room.leaves("T001");
    assert_eq!(room.rows()[0], at_rest[0]);
}

#[test]
fn a_call_that_waits_for_its_turn_stands_nowhere_but_among_those_who_are_called_soon() {
    let mut room = Room::of(WallPlan::default());
    room.call("T001", 1, "verifikasi", false);
    room.call("K001", 2, "verifikasi", false);
    assert_eq!(room.card(), "T001");
    assert_eq!(room.rows()[1], row("Loket 2", "", RowState::Ready));
    let soon: Vec<String> = room.wall.content(at(room.now)).soon;
    assert_eq!(soon, ["K001"]);
    room.pass(10);
    assert_eq!(room.card(), "K001");
    assert_eq!(room.rows()[1], row("Loket 2", "K001", RowState::Called));
    assert_eq!(room.spoken, ["T001 +0", "K001 +0"]);
    let lit: Vec<bool> = room.view().rows.iter().map(|row| row.lit).collect();
    assert_eq!(lit, [false, true, false], "amber belongs to one call");
}

#[test]
fn a_recall_a_handover_and_a_number_with_priority_are_told_apart() {
    let mut room = Room::of(WallPlan::default());
    let heading = |room: &Room| room.view().card.unwrap().heading;
    let words = Words::of(LANGUAGE);
    room.call("T001", 1, "verifikasi", false);
    assert_eq!(heading(&room), words.text("display.go-to"));
    room.pass(10);
    room.call("T001", 1, "verifikasi", true);
    assert_eq!(heading(&room), words.text("display.called-again"));
    room.pass(10);
    room.call("K009", 3, "penyerahan", false);
    assert_eq!(heading(&room), words.text("display.ready"));
    room.pass(10);
    room.call("K010", 2, "verifikasi", false);
    let last = room.calls.last_mut().unwrap();
    last.seq = EventSeq(9);
    last.manner.lane = Lane::Priority;
    let kind = room.office.call_kind(room.calls.last().unwrap());
    assert_eq!(kind, CallKind::Priority);
    assert_eq!(room.wall.card(room.calls.last().unwrap(), words).heading, "Nomor prioritas");
}

/// Six calls a minute for ten minutes: the card hardly leaves.
#[test]
fn what_takes_turns_is_seen_every_half_minute_also_at_six_calls_a_minute() {
    let mut room = Room::of(WallPlan::default());
    for serial in 100..104 {
        room.waits(&format!("R{serial}"), "verifikasi");
    }
    let mut gaps: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    let labels = ["display.soon", "display.recent", "waiting"];
    for second in 0..600_u32 {
        if second % 10 == 0 {
            let (serial, counter) = (second / 10 + 1, i64::from(second / 10 % 2) + 1);
            if serial > 2 {
                room.leaves(&format!("T{:03}", serial - 2));
            }
            // Two at once now and then, so that some always wait for their turn.
            room.call(&format!("T{serial:03}"), counter, "verifikasi", false);
            if second % 60 == 0 {
                room.call(&format!("K{serial:03}"), 3 - counter, "verifikasi", false);
            }
        }
        let strip = room.view().strip;
        for key in labels {
            let text = Words::of(LANGUAGE).text(key);
            let seen = match key {
                "waiting" => strip.label.starts_with("Menunggu"),
                _ => strip.label == text,
            };
            let gap = gaps.entry(key.to_owned()).or_default();
            gap.0 = if seen { 0 } else { gap.0 + 1 };
            if second > 60 {
                gap.1 = gap.1.max(gap.0);
            }
        }
        room.pass(1);
    }
    for key in ["display.recent", "waiting"] {
        assert!(gaps[key].1 <= 30, "{key}: {gaps:?}");
    }
}

#[test]
fn only_people_are_counted_and_each_queue_says_how_long_it_is() {
    let mut room = Room::of(WallPlan::default());
    room.waits("T001", "verifikasi");
    room.waits("T002", "verifikasi");
    room.waits("K001", "proses");
    room.waits("K002", "penyerahan");
    room.look();
    let queues = room.wall.queues();
    let told: Vec<(String, usize)> =
        queues.iter().map(|queue| (queue.service.to_string(), queue.people)).collect();
    assert_eq!(told, [("T".to_owned(), 2)], "a file in the back office waits for no call");
    let strip = room.view().strip;
    assert_eq!(strip.label, "Menunggu: 2");
    assert_eq!(strip.lines, ["T: 2 orang", "10-20 menit"]);
    assert_eq!(room.view().ready, ["K002"]);
}

#[test]
fn whoever_did_not_come_and_whose_document_is_ready_stay_while_the_card_is_up() {
    let mut room = Room::of(WallPlan::default());
    room.waits("K002", "penyerahan");
    let missed = room.waits("T005", "verifikasi");
    missed.state = State::Missed { stage: StageId::new("verifikasi").unwrap() };
    room.call("T006", 1, "verifikasi", false);
    let view = room.view();
    assert_eq!(
        (room.card(), view.ready, view.missed),
        ("T006".into(), vec!["K002".into()], vec!["T005".into()])
    );
}

#[test]
fn the_room_of_the_card_is_never_dark() {
    let mut room = Room::of(WallPlan::default());
    room.pass(1);
    assert!(matches!(room.view().shown, Shown::Fact(_)), "in the morning");
    room.call("T001", 1, "verifikasi", false);
    for _ in 0..60 {
        room.pass(1);
        let view = room.view();
        assert!(view.card.is_some() || view.shown != Shown::Nothing, "{} s", room.now);
    }
    assert_eq!(room.card(), "", "it is no news any more");
}

#[test]
fn many_numbers_that_are_ready_have_the_room_of_the_card_now_and_then() {
    let mut room = Room::of(WallPlan::default());
    for serial in 1..=9 {
        room.waits(&format!("K{serial:03}"), "penyerahan");
    }
    room.look();
    let mut shown = (0, 0);
    for _ in 0..120 {
        room.pass(1);
        match room.view().shown {
            Shown::Ready => shown.0 += 1,
            Shown::Fact(_) => shown.1 += 1,
            other => panic!("{other:?}"),
        }
    }
    assert!(shown.0 >= 45 && shown.1 >= 45, "{shown:?}");
}

#[test]
fn a_wall_that_cannot_look_claims_nothing() {
    let mut room = Room::of(WallPlan::default());
    room.waits("T002", "verifikasi");
    room.call("T001", 1, "verifikasi", false);
    room.tell(Event::Lost);
    let view = room.view();
    assert!(view.stale.contains("08:00"), "{}", view.stale);
    assert!(view.rows.iter().all(|row| row.state == RowState::Unknown && row.number.is_empty()));
    assert!(view.ready.is_empty() && view.strip == Strip::default());
    room.tell(Event::Seen);
    assert_eq!(room.view().stale, "");
    assert_eq!(room.rows()[0], row("Loket 1", "T001", RowState::Called));
}

#[test]
fn a_wall_of_one_service_says_nothing_of_others() {
    let services = vec!['T'.try_into_code()];
    let mut room = Room::of(WallPlan::of(services, Vec::new()));
    assert_eq!(room.rows().len(), 2, "{:?}", room.rows());
    room.call("R001", 1, "verifikasi", false);
    assert_eq!(room.rows()[0], row("Loket 1", "", RowState::Busy));
    assert_eq!((room.card(), room.spoken.len()), (String::new(), 0));
}

#[test]
fn whoever_did_not_come_is_no_call_that_somebody_answers() {
    let mut room = Room::of(WallPlan::default());
    room.call("T001", 1, "verifikasi", false);
    room.pass(60);
    room.call("K001", 2, "verifikasi", false);
    room.pass(60);
    let last = |room: &Room| room.wall.content(at(room.now)).last;
    let numbers = |room: &Room| last(room).into_iter().map(|call| call.number).collect::<Vec<_>>();
    assert_eq!(numbers(&room), ["K001", "T001"]);
    room.waits("T001", "verifikasi").state =
        State::Missed { stage: StageId::new("verifikasi").unwrap() };
    room.look();
    assert_eq!(numbers(&room), ["K001"], "it stands among those who did not come");
    assert_eq!(room.view().missed, ["T001"]);
}

#[test]
fn whoever_waits_for_the_second_of_two_public_stages_waits_and_has_nothing_ready() {
    let mut room = Room::of(WallPlan::default());
    room.waits("R001", "rekam");
    room.waits("T001", "penyerahan");
    room.look();
    assert_eq!(room.view().ready, ["T001"]);
    let queues = room.wall.queues();
    assert_eq!(queues.iter().map(|queue| queue.people).sum::<usize>(), 1, "{queues:?}");
    let call = PublicCall {
        manner: Manner { stage: StageId::new("rekam"), ..Manner::default() },
        ..room_call("R001")
    };
    assert_eq!(room.office.call_kind(&call), CallKind::Turn);
}

fn room_call(number: &str) -> PublicCall {
    let number = Room::number(number);
    PublicCall {
        seq: EventSeq(1),
        number,
        service: number.service(),
        counter: CounterNumber::new(1).unwrap(),
        at: at(0),
        manner: Manner::default(),
    }
}
