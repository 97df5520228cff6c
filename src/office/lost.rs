//! Whom a changed office file leaves behind: tickets with which nobody of this office can go on.
//!
//! Never here: what is said of it, or what to do.

use super::{Counter, Office};
use crate::domain::{CounterNumber, Ticket};

/// Why nobody of an office can go on with a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// Its service is no longer in the office file.
    NoService,
    /// The counter that holds it is no longer there.
    HolderGone(CounterNumber),
    /// The only counter that may call it is no longer there, or does no longer serve its stage of its service.
    OnlyGone(CounterNumber),
    /// No counter serves its stage of its service any more.
    NotServed,
}

impl Office {
    /// Why nobody here can go on with a ticket; `None`: somebody can, or it is finished.
    pub fn lost(&self, ticket: &Ticket) -> Option<Lost> {
        let stage = ticket.state.stage()?;
        let serves = |counter: &Counter| counter.serves(ticket.service, stage);
        // Whoever holds a ticket can finish or return it, whatever the counter serves by now.
        if let Some(holder) = ticket.state.counter() {
            let gone = self.counter(holder).is_none().then_some(Lost::HolderGone(holder));
            return gone
                .or_else(|| self.service(ticket.service).is_none().then_some(Lost::NoService));
        }
        if let Some(only) = ticket.reserved_for {
            let calls = self.counter(only).is_some_and(serves);
            return (!calls).then_some(Lost::OnlyGone(only));
        }
        if self.service(ticket.service).is_none() {
            return Some(Lost::NoService);
        }
        (!self.counters.iter().any(serves)).then_some(Lost::NotServed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{BusinessDay, ServiceCode, StageId, State, TicketId, Timestamp};
    use crate::office::{Outside, SAMPLES};

    fn counter(number: i64) -> CounterNumber {
        CounterNumber::new(number).unwrap()
    }

    fn stage() -> StageId {
        StageId::new("verifikasi").unwrap()
    }

    fn waits() -> Ticket {
        let day = BusinessDay::parse("2026-11-23").unwrap();
        let now: Timestamp = "2026-11-23T01:10:00Z".parse().unwrap();
        Ticket::new(TicketId(uuid::Uuid::nil()), "K001".parse().unwrap(), day, stage(), now)
    }

    fn held(number: i64) -> Ticket {
        let state = State::Serving { stage: stage(), counter: counter(number) };
        Ticket { state, ..waits() }
    }

    fn sent(to: i64) -> Ticket {
        Ticket { reserved_for: Some(counter(to)), ..waits() }
    }

    #[test]
    fn a_ticket_is_lost_where_nobody_can_call_it_or_holds_it() {
        let mut office = Office::parse(SAMPLES[0].1, &Outside::default()).unwrap();
        let k = ServiceCode::new('K').unwrap();
        let mut serving = office.counters.iter().filter(|one| one.serves(k, &stage()));
        let here = i64::from(serving.next().unwrap().number.get());
        let done = Ticket { state: State::Done, ..waits() };
        let asked = |office: &Office| {
            [waits(), held(here), held(99), sent(here), sent(98), done.clone()]
                .map(|ticket| office.lost(&ticket))
        };
        let (holder, only) =
            (Some(Lost::HolderGone(counter(99))), Some(Lost::OnlyGone(counter(98))));
        assert_eq!(asked(&office), [None, None, holder, None, only, None]);

        for counter in &mut office.counters {
            counter.services.retain(|served| *served != k);
        }
        let sent_here = Some(Lost::OnlyGone(counter(here)));
        assert_eq!(asked(&office), [Some(Lost::NotServed), None, holder, sent_here, only, None]);

        office.services.retain(|known| known.code != k);
        let service = Some(Lost::NoService);
        assert_eq!(asked(&office), [service, service, holder, sent_here, only, None]);
    }
}
