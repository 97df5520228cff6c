//! The kiosk's pages without a window: what a touch, an answer and the time do.

use super::*;
use crate::desk::Staffed;
use crate::domain::{BusinessDay, Lane, Ticket, TicketNumber};
use crate::office::{Outside, SAMPLES};
use crate::station::kiosk::{Mode, Question};
use paper::numbered;
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
    let requests: Vec<Request> =
        touches.iter().filter_map(|touch| flow.intend(touch.clone(), &office, || id(7))).collect();
    match requests.as_slice() {
        [Request::Number(wish)] => (flow, wish.clone()),
        other => panic!("{other:?}"),
    }
}

/// Somebody who has answered everything: two questions of a service without cases.
fn child_card() -> (Flow, Wish) {
    let lane = Intent::TakeNumber(Lane::Regular);
    asking(&[Intent::ChooseService(code('N')), Intent::Complete, lane])
}

fn lost() -> Intent {
    Intent::ChooseCase(CaseId::new("hilang").unwrap())
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
    (0..seconds).for_each(|_| drop(flow.second()));
}

#[test]
fn an_identity_is_made_once_for_each_wish_and_for_nothing_else() {
    let office = office();
    let mut flow = Flow::default();
    let mut made = 0;
    let mut touch = |intent| {
        flow.intend(intent, &office, || {
            made += 1;
            id(made)
        })
    };
    let before = [
        Intent::ChooseService(code('T')),
        Intent::TakeNumber(Lane::Regular),
        lost(),
        Intent::Complete,
        Intent::SetLanguage(Language::English),
    ];
    for intent in before {
        assert_eq!(touch(intent), None);
    }
    let taken = touch(Intent::TakeNumber(Lane::Priority));
    let Some(Request::Number(wish)) = taken else { panic!("no wish") };
    assert_eq!(wish.id, id(1), "the first that is made");
    assert_eq!((wish.lane, wish.case.unwrap().as_str()), (Lane::Priority, "hilang"));
    // An impatient finger wishes for nothing new.
    assert_eq!(touch(Intent::TakeNumber(Lane::Priority)), None);
    assert_eq!(made, 1);
}

/// The questions that follow this service, each answered so that the next one comes; and how many touches that takes.
fn asked(letter: char) -> (Vec<Question>, usize) {
    let office = office();
    let mut flow = Flow::default();
    flow.intend(Intent::ChooseService(code(letter)), &office, || id(1));
    let (mut asked, mut touches) = (Vec::new(), 1);
    while let Some(question) = flow.page().question() {
        asked.push(question);
        touches += 1;
        let answer = match question {
            Question::Case => {
                Intent::ChooseCase(office.service(code(letter)).unwrap().cases[0].id.clone())
            }
            Question::Documents => Intent::Complete,
            Question::Lane => Intent::TakeNumber(Lane::Regular),
        };
        flow.intend(answer, &office, || id(2));
    }
    assert!(matches!(flow.page(), Page::Issuing { .. }), "{letter}");
    (asked, touches)
}

#[test]
fn one_question_follows_the_other_and_none_without_content() {
    use Question::{Case, Documents, Lane};
    assert_eq!(asked('T'), (vec![Case, Documents, Lane], 4));
    assert_eq!(asked('K'), (vec![Documents, Lane], 3));
    assert_eq!(asked('N'), (vec![Documents, Lane], 3));
    assert_eq!(asked('U'), (vec![Lane], 2));
}

#[test]
fn back_leads_to_the_question_before_with_its_answer() {
    let office = office();
    let mut flow = Flow::default();
    let mut touch = |intent| flow.intend(intent, &office, || id(1));
    for intent in [Intent::ChooseService(code('T')), lost(), Intent::Complete, Intent::Back] {
        touch(intent);
    }
    let Page::Documents { case: Some(case), .. } = flow.page() else { panic!("{:?}", flow.page()) };
    assert_eq!(case.as_str(), "hilang");
    flow.intend(Intent::Back, &office, || id(1));
    assert!(matches!(flow.page(), Page::Cases { .. }));
    flow.intend(Intent::Back, &office, || id(1));
    assert!(matches!(flow.page(), Page::Services));
}

#[test]
fn no_touch_of_another_page_takes_a_number() {
    let office = office();
    for before in [
        vec![],
        vec![Intent::ChooseService(code('T'))],
        vec![Intent::ChooseService(code('T')), lost()],
    ] {
        let mut flow = Flow::default();
        before.into_iter().for_each(|touch| drop(flow.intend(touch, &office, || id(2))));
        let taken = flow.intend(Intent::TakeNumber(Lane::Regular), &office, || id(3));
        assert_eq!(taken, None, "{:?}", flow.page());
    }
}

#[test]
fn a_second_touch_while_the_number_is_made_asks_for_nothing() {
    let (mut flow, _) = child_card();
    for touch in [Intent::TakeNumber(Lane::Priority), Intent::Back, Intent::Done, Intent::Complete]
    {
        assert_eq!(flow.intend(touch, &office(), || id(8)), None);
    }
    assert!(matches!(flow.page(), Page::Issuing { .. }));
}

#[test]
fn paper_news_reaches_the_number_it_belongs_to() {
    let (mut flow, wish) = child_card();
    flow.answered(wish.id, Ok(issued(&wish, Some(3))));
    flow.printed(2, PrintState::Failed(crate::domain::PrintCause::Stalled));
    assert!(matches!(flow.page(), Page::Number { paper: PaperNote::Printing, .. }));
    flow.printed(3, PrintState::Failed(crate::domain::PrintCause::Stalled));
    assert!(matches!(flow.page(), Page::Number { paper: PaperNote::Missing(_), .. }));
}

#[test]
fn a_number_without_paper_stays_longer() {
    for (job, stays) in [(Some(3), NUMBER_SECONDS), (None, NUMBER_SECONDS_WITHOUT_PAPER)] {
        let (mut flow, wish) = child_card();
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
    let (mut flow, wish) = child_card();
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
    flow.queue_lost();
    assert!(matches!(flow.page(), Page::Trouble { .. }));
    assert_eq!(flow.intend(Intent::ChooseService(code('K')), &office(), || id(1)), None);
    flow.looked(Vec::new(), &[]);
    assert!(matches!(flow.page(), Page::Services));
}

fn refused(service: char, why: NoNumber) -> ServiceIntake {
    let service = code(service);
    let refused = Some(why);
    ServiceIntake {
        service,
        refused,
        tight: false,
        left: None,
        ahead: 0,
        wait: None,
        staffed: Staffed::Unknown,
    }
}

fn shut() -> NoNumber {
    NoNumber::Closed { why: crate::domain::Shut::Late, holiday: None, opens: None }
}

#[test]
fn an_office_is_closed_when_every_service_is() {
    let mut flow = Flow::default();
    let quota = NoNumber::QuotaUsed { service: code('K'), quota: 5 };
    flow.looked(vec![refused('T', shut()), refused('K', quota.clone())], &[]);
    assert!(matches!(flow.page(), Page::Services), "service K is full, which is another matter");
    flow.looked(vec![refused('T', shut()), refused('K', shut())], &[]);
    assert!(matches!(flow.page(), Page::Closed(_)));
    flow.intend(Intent::ChooseService(code('T')), &office(), || id(1));
    flow.looked(Vec::new(), &[]);
    assert!(!matches!(flow.page(), Page::Closed(_)), "the doors open by themselves");
}

#[test]
fn a_service_that_gives_no_number_says_so_before_anybody_reads_its_list() {
    let mut flow = Flow::default();
    let quota = NoNumber::QuotaUsed { service: code('K'), quota: 5 };
    flow.looked(vec![refused('K', quota)], &[]);
    flow.intend(Intent::ChooseService(code('K')), &office(), || id(1));
    assert!(matches!(flow.page(), Page::Refused { .. }));
    flow.intend(Intent::ShowStandard, &office(), || id(1));
    assert!(matches!(flow.page(), Page::Standard { .. }));
    flow.intend(Intent::Back, &office(), || id(1));
    assert!(matches!(flow.page(), Page::Refused { .. }), "back to where it was opened");
    flow.intend(Intent::Back, &office(), || id(1));
    assert!(matches!(flow.page(), Page::Services));
}

#[test]
fn a_number_refused_in_the_last_moment_is_explained() {
    let (mut flow, wish) = child_card();
    flow.answered(wish.id, Err(Trouble::Refused(shut())));
    let Page::Refused { service, why } = flow.page() else { panic!("{:?}", flow.page()) };
    assert_eq!((service, why), (code('N'), shut()));
}

#[test]
fn staff_are_asked_once_about_the_page_that_is_open() {
    let mut flow = Flow::default();
    let mut ask = |touch| flow.intend(touch, &office(), || id(1));
    ask(Intent::ChooseService(code('T')));
    assert_eq!(ask(Intent::AskStaff), Some(Request::Staff(Some(code('T')))));
    assert_eq!(ask(Intent::AskStaff), None, "the queue is being told");
    flow.staff_told(Some(HelpId(1)));
    assert!(matches!(flow.help(), Help::Told(HelpId(1), 0)));
    flow.intend(Intent::Done, &office(), || id(1));
    assert!(matches!(flow.help(), Help::Told(..)), "somebody still comes");
}

#[test]
fn a_list_is_asked_for_once_and_in_the_language_of_the_screen() {
    let mut flow = Flow::default();
    for touch in [
        Intent::SetLanguage(Language::Javanese),
        Intent::ChooseService(code('N')),
        Intent::NotComplete,
    ] {
        flow.intend(touch, &office(), || id(1));
    }
    let list = flow.intend(Intent::PrintList, &office(), || id(1));
    let leaflet = Leaflet { service: code('N'), case: None, language: Language::Javanese };
    assert_eq!(list, Some(Request::List(first_list(), leaflet)));
    assert_eq!(flow.intend(Intent::PrintList, &office(), || id(1)), None);
    flow.intend(Intent::Back, &office(), || id(1));
    assert!(matches!(flow.page(), Page::Documents { .. }));
}

/// A kiosk whose visitor has asked for a list on paper.
fn first_list() -> ListId {
    ListId::default().next()
}

fn listing() -> Flow {
    let mut flow = Flow::default();
    for touch in [Intent::ChooseService(code('N')), Intent::NotComplete, Intent::PrintList] {
        flow.intend(touch, &office(), || id(1));
    }
    flow
}

#[test]
fn whoever_leaves_the_list_withdraws_what_has_not_come_yet() {
    let left = Some(Request::Withdraw(7));
    for touch in [Intent::Done, Intent::Back] {
        let mut flow = listing();
        assert_eq!(flow.list_taken(first_list(), Some(7)), None);
        flow.printed(7, paper::OPEN_COVER);
        assert_eq!(flow.intend(touch.clone(), &office(), || id(1)), left);
        // The queue may be slower than the visitor.
        let mut flow = listing();
        assert_eq!(flow.intend(touch, &office(), || id(1)), None);
        assert_eq!(flow.list_taken(first_list(), Some(7)), left);
    }
    let mut flow = listing();
    flow.list_taken(first_list(), Some(7));
    let asked: Vec<_> = (0..IDLE_SECONDS + IDLE_COUNTDOWN).filter_map(|_| flow.second()).collect();
    assert_eq!(asked, [Request::Withdraw(7)]);
    let mut flow = listing();
    flow.list_taken(first_list(), Some(7));
    flow.printed(7, PrintState::Printed(crate::domain::PrintLevel::Drained));
    assert_eq!(flow.intend(Intent::Done, &office(), || id(1)), None, "it came out");
}

#[test]
fn the_late_list_of_one_visitor_is_not_that_of_the_next() {
    let mut flow = listing();
    flow.intend(Intent::Done, &office(), || id(1));
    let touches =
        [Intent::ChooseService(code('T')), lost(), Intent::NotComplete, Intent::PrintList];
    for touch in touches {
        flow.intend(touch, &office(), || id(1));
    }
    assert_eq!(flow.list_taken(first_list(), Some(7)), Some(Request::Withdraw(7)));
    assert_eq!(flow.list_taken(first_list().next(), Some(8)), None);
    assert_eq!(flow.intend(Intent::Done, &office(), || id(1)), Some(Request::Withdraw(8)));
}

#[test]
fn a_number_that_comes_when_its_visitor_has_gone_is_not_printed() {
    let (mut flow, wish) = child_card();
    pass(&mut flow, ISSUING_SECONDS + NUMBER_SECONDS);
    assert!(matches!(flow.page(), Page::Services));
    assert_eq!(flow.answered(wish.id, Ok(issued(&wish, Some(3)))), Some(Request::Withdraw(3)));
    assert!(matches!(flow.page(), Page::Services));
}

#[test]
fn a_printer_that_refuses_for_a_moment_is_not_told() {
    let printing = |flow: &Flow| {
        matches!(
            flow.page(),
            Page::Number { paper: PaperNote::Printing | PaperNote::Trying(_), .. }
        )
    };
    let busy = PrintState::Postponed(crate::domain::PrintCause::Busy);
    let mut flow = numbered(&[busy]);
    assert!(printing(&flow));
    pass(&mut flow, TRYING_SECONDS - 1);
    [PrintState::Sending, busy].iter().for_each(|state| flow.printed(3, *state));
    assert!(printing(&flow));
    let came = PrintState::Printed(crate::domain::PrintLevel::Drained);
    flow.printed(3, came);
    let seconds = TRYING_SECONDS - 1;
    assert!(
        matches!(flow.page(), Page::Number { paper: PaperNote::Printed, seconds: 0, .. }),
        "told at once, not after {seconds} s"
    );
    let mut flow = numbered(&[busy]);
    pass(&mut flow, TRYING_SECONDS);
    let missing = PaperNote::Missing(crate::domain::PrintCause::Busy);
    let Page::Number { paper, seconds, .. } = flow.page() else { panic!("{:?}", flow.page()) };
    assert_eq!((paper, seconds), (missing, 0), "and now there is time to write it down");
}

#[test]
fn a_ticket_that_is_being_sent_is_not_told_as_missing() {
    let paper = |flow: &Flow| match flow.page() {
        Page::Number { paper, .. } => paper,
        page => panic!("{page:?}"),
    };
    let busy = PrintState::Postponed(crate::domain::PrintCause::Busy);
    let mut flow = numbered(&[busy, PrintState::Sending]);
    pass(&mut flow, TRYING_SECONDS + 1);
    assert_eq!(paper(&flow), PaperNote::Printing, "it comes out now");
    flow.printed(3, busy);
    assert_eq!(paper(&flow), PaperNote::Missing(crate::domain::PrintCause::Busy));
    flow.printed(3, PrintState::Sending);
    assert_eq!(paper(&flow), PaperNote::Missing(crate::domain::PrintCause::Busy), "a try");
}

#[test]
fn the_next_visitor_finds_no_mode_of_the_one_before() {
    let mut flow = Flow::default();
    for mode in [Mode::LargeText, Mode::HighContrast, Mode::LowReach] {
        flow.intend(Intent::Toggle(mode), &office(), || id(1));
    }
    assert_ne!(flow.modes(), Modes::default());
    pass(&mut flow, IDLE_SECONDS);
    assert_eq!(flow.modes(), Modes::default());
}

#[test]
fn further_services_stay_in_sight_until_the_visitor_has_gone() {
    let mut flow = Flow::default();
    flow.intend(Intent::ShowFrom(99), &office(), || id(1));
    assert_eq!(flow.first_choice(), office().services.len() - 1);
    flow.intend(Intent::ShowFrom(4), &office(), || id(1));
    flow.intend(Intent::ChooseService(code('T')), &office(), || id(1));
    flow.intend(Intent::ShowFrom(3), &office(), || id(1));
    assert_eq!(flow.first_choice(), 3, "of the answers");
    flow.intend(Intent::Back, &office(), || id(1));
    assert_eq!(flow.first_choice(), 4);
    pass(&mut flow, IDLE_SECONDS);
    assert_eq!(flow.first_choice(), 0);
}

#[path = "flow_paper_tests.rs"]
mod paper;
