//! The kiosk's pages without a window: what a touch, an answer and the time do.

use super::*;
use crate::domain::{BusinessDay, Ticket, TicketNumber};
use crate::office::{Outside, SAMPLES};
use uuid::Uuid;

fn office() -> Office {
    Office::parse(SAMPLES[0].1, &Outside::default()).unwrap()
}

fn id(number: u128) -> TicketId {
    TicketId(Uuid::from_u128(number))
}

fn code(letter: char) -> ServiceCode {
    ServiceCode::new(letter).unwrap()
}

/// A kiosk after these touches; the last one must be the wish for a number.
fn asking(touches: &[Intent]) -> (Flow, Wish) {
    let mut flow = Flow::default();
    let office = office();
    let wishes: Vec<Wish> =
        touches.iter().filter_map(|touch| flow.intend(touch.clone(), &office, id(7))).collect();
    let [wish] = wishes.try_into().unwrap();
    (flow, wish)
}

fn family_card() -> (Flow, Wish) {
    asking(&[Intent::ChooseService(code('K')), Intent::TakeNumber])
}

fn issued(wish: &Wish, print_job: Option<i64>) -> Issued {
    let office = office();
    let stage = office.service(wish.service).unwrap().journey[0].id.clone();
    let now = "2026-11-23T01:00:00Z".parse().unwrap();
    let number = TicketNumber::new(wish.service, 1).unwrap();
    let day = BusinessDay::parse("2026-11-23").unwrap();
    let ticket = Ticket {
        case: wish.case.clone(),
        lane: wish.lane,
        language: wish.language,
        ..Ticket::new(wish.id, number, day, stage, now)
    };
    Issued { ticket, print_job, repeated: false, tight: false }
}

fn pass(flow: &mut Flow, seconds: u32) {
    (0..seconds).for_each(|_| flow.second());
}

#[test]
fn a_service_with_cases_gives_no_number_before_one_is_chosen() {
    let office = office();
    let mut flow = Flow::default();
    assert_eq!(flow.intend(Intent::ChooseService(code('T')), &office, id(1)), None);
    assert_eq!(flow.intend(Intent::TakeNumber, &office, id(2)), None);
    flow.intend(Intent::ChooseCase(CaseId::new("hilang").unwrap()), &office, id(3));
    let wish = flow.intend(Intent::TakeNumber, &office, id(4)).unwrap();
    assert_eq!((wish.id, wish.case.unwrap().as_str()), (id(4), "hilang"));
}

#[test]
fn a_second_touch_while_the_number_is_made_asks_for_nothing() {
    let (mut flow, _) = family_card();
    for touch in [Intent::TakeNumber, Intent::Back, Intent::Done, Intent::TogglePriority] {
        assert_eq!(flow.intend(touch, &office(), id(8)), None);
    }
    assert!(matches!(flow.page(), Page::Issuing { .. }));
}

#[test]
fn paper_news_reaches_the_number_it_belongs_to() {
    let (mut flow, wish) = family_card();
    flow.answered(wish.id, Ok(issued(&wish, Some(3))));
    flow.printed(2, PrintState::Failed(crate::domain::PrintCause::Stalled));
    assert!(matches!(flow.page(), Page::Number { paper: PaperNote::Printing, .. }));
    flow.printed(3, PrintState::Failed(crate::domain::PrintCause::Stalled));
    assert!(matches!(flow.page(), Page::Number { paper: PaperNote::Missing, .. }));
}

#[test]
fn a_number_without_paper_stays_longer() {
    for (job, stays) in [(Some(3), NUMBER_SECONDS), (None, NUMBER_SECONDS_WITHOUT_PAPER)] {
        let (mut flow, wish) = family_card();
        flow.answered(wish.id, Ok(issued(&wish, job)));
        flow.printed(3, PrintState::Printed(crate::domain::PrintLevel::Drained));
        pass(&mut flow, stays - 1);
        assert!(matches!(flow.page(), Page::Number { .. }), "{job:?}");
        pass(&mut flow, 1);
        assert!(matches!(flow.page(), Page::Services), "{job:?}");
    }
}

#[test]
fn a_queue_that_does_not_answer_does_not_lock_the_kiosk() {
    let (mut flow, wish) = family_card();
    pass(&mut flow, ISSUING_SECONDS);
    assert!(matches!(flow.page(), Page::Trouble { trouble: Trouble::Queue, .. }));
    let mut late = flow.clone();
    late.answered(wish.id, Ok(issued(&wish, None)));
    assert!(matches!(late.page(), Page::Number { .. }), "better late than never");
    pass(&mut flow, NUMBER_SECONDS);
    assert!(matches!(flow.page(), Page::Services));
    flow.answered(wish.id, Ok(issued(&wish, None)));
    assert!(matches!(flow.page(), Page::Services), "the next visitor never sees it");
}

#[test]
fn while_the_queue_is_lost_no_visitor_is_led_to_a_number_that_cannot_come() {
    let mut flow = Flow::default();
    flow.queue_readable(false);
    assert!(matches!(flow.page(), Page::Trouble { .. }));
    assert_eq!(flow.intend(Intent::ChooseService(code('K')), &office(), id(1)), None);
    flow.queue_readable(true);
    assert!(matches!(flow.page(), Page::Services));
}
