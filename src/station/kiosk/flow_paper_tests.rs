//! The paper of a number: what its visitor is told, and what is withdrawn.

use super::*;

pub(super) const OPEN_COVER: PrintState =
    PrintState::Postponed(crate::domain::PrintCause::CoverOpen);

/// A kiosk that shows a number whose paper is job 3, after this news of it.
pub(super) fn numbered(news: &[PrintState]) -> Flow {
    let (mut flow, wish) = child_card();
    flow.answered(wish.id, Ok(issued(&wish, Some(3))));
    news.iter().for_each(|state| flow.printed(3, *state));
    flow
}

#[test]
fn whoever_leaves_the_number_withdraws_what_has_not_come_yet() {
    for waiting in [PrintState::Pending, OPEN_COVER] {
        let mut flow = numbered(&[waiting]);
        let left = flow.intend(Intent::Done, &office(), || id(9));
        assert_eq!(left, Some(Request::Withdraw(3)), "{waiting:?}");
        let mut flow = numbered(&[waiting]);
        let asked: Vec<_> = (0..TRYING_SECONDS + NUMBER_SECONDS_WITHOUT_PAPER)
            .filter_map(|_| flow.second())
            .collect();
        assert_eq!(asked, [Request::Withdraw(3)], "{waiting:?}");
        assert!(matches!(flow.page(), Page::Services));
    }
}

#[test]
fn a_ticket_that_came_out_is_not_withdrawn() {
    let printed = PrintState::Printed(crate::domain::PrintLevel::Drained);
    let doubt = PrintState::Unknown(crate::domain::PrintCause::NoAnswer);
    for news in [printed, doubt] {
        let mut flow = numbered(&[OPEN_COVER, news]);
        assert_eq!(flow.intend(Intent::Done, &office(), || id(9)), None, "{news:?}");
    }
    let (mut flow, wish) = child_card();
    flow.answered(wish.id, Ok(issued(&wish, None)));
    assert_eq!(flow.intend(Intent::Done, &office(), || id(9)), None, "an office without paper");
}

#[test]
fn a_printer_that_is_tried_again_is_told_once_and_the_ticket_when_it_comes() {
    let mut flow = numbered(&[]);
    let told = |flow: &Flow| match flow.page() {
        Page::Number { paper, seconds, .. } => (paper, seconds),
        page => panic!("{page:?}"),
    };
    pass(&mut flow, TRYING_SECONDS);
    flow.printed(3, OPEN_COVER);
    let open = PaperNote::Missing(crate::domain::PrintCause::CoverOpen);
    assert_eq!(told(&flow), (open, 0));
    pass(&mut flow, 5);
    // Each try says for a moment that it is being sent: nobody reads that in time, and no time is begun anew.
    for state in [PrintState::Sending, OPEN_COVER, PrintState::Sending] {
        flow.printed(3, state);
        assert_eq!(told(&flow), (open, 5));
    }
    let out = crate::domain::PrintCause::PaperOut;
    flow.printed(3, PrintState::Postponed(out));
    assert_eq!(told(&flow), (PaperNote::Missing(out), 5));
    flow.printed(3, PrintState::Printed(crate::domain::PrintLevel::Drained));
    assert_eq!(told(&flow), (PaperNote::Printed, 0));
}
