//! What the kiosk says of a number, for whoever does not see it.
//!
//! Never here: words and sounds (`voice`), and what a screen reader hears (`told`).

use super::intent::Request;
use super::page::Page;
use crate::desk::Issued;
use crate::domain::Language;
use crate::office::{KioskVoice, Office};

/// The number of this ticket, and the counter where only one calls it.
pub(super) fn number(issued: &Issued, office: &Office, language: Language) -> Request {
    let ticket = &issued.ticket;
    let first = office.service(ticket.service).map(|service| &service.journey[0].id);
    let mut calling = first.into_iter().flat_map(|stage| office.calling(ticket.service, stage));
    let counter = calling.next().filter(|_| calling.next().is_none());
    Request::Say(ticket.number, counter.map(|counter| counter.number), language)
}

/// What is said when this page has come by itself.
pub(super) fn unasked(page: &Page, office: &Office, language: Language) -> Option<Request> {
    match page {
        Page::Number { issued, .. } if office.screens.kiosk_voice == KioskVoice::Always => {
            Some(number(issued, office, language))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Event, Intent, Kiosk, Trouble, Update};
    use super::*;
    use crate::desk::Issued;
    use crate::domain::{
        BusinessDay, CounterNumber, Lane, Language, ServiceCode, Ticket, TicketNumber, Timestamp,
    };
    use crate::office::{Outside, SAMPLES};
    use std::sync::Arc;

    /// The office of the sample with this voice, where two counters call Q.
    fn office(voice: &str) -> Arc<Office> {
        let source =
            SAMPLES[0].1.replace("kiosk_voice = \"asked\"", &format!("kiosk_voice = \"{voice}\""));
        let source = source.replace("\"L\", \"S\", \"U\"]", "\"L\", \"S\", \"U\", \"Q\"]");
        Arc::new(Office::parse(&source, &Outside::default()).unwrap())
    }

    /// A kiosk after somebody has asked for a number of this service, a while after each page has appeared; and what came
    /// with the answer.
    fn answered(voice: &str, letter: char) -> (Kiosk, Option<Request>) {
        let office = office(voice);
        let mut kiosk = Kiosk::new(Arc::clone(&office), true);
        let at = Timestamp::UNIX_EPOCH;
        let service = ServiceCode::new(letter).unwrap();
        let touches = [
            Intent::SetLanguage(Language::English),
            Intent::ChooseService(service),
            Intent::Complete,
            Intent::TakeNumber(Lane::Regular),
        ];
        let asked =
            touches.into_iter().filter_map(|touch| kiosk.handle(Event::Wanted(touch), at)).last();
        let Some(Request::Number(wish)) = asked else { panic!("{asked:?}") };
        let stage = office.service(service).unwrap().journey[0].id.clone();
        let number = TicketNumber::new(service, 12).unwrap();
        let day = BusinessDay::parse("2026-11-23").unwrap();
        let ticket = Ticket::new(wish.id, number, day, stage, at);
        let issued = Issued { ticket, print_job: None, repeated: false, tight: false };
        let answer: Box<Result<Issued, Trouble>> = Box::new(Ok(issued));
        let said = kiosk.handle(Event::Told(Update::Answered(wish.id, answer)), at);
        (kiosk, said)
    }

    fn say(number: &str, counter: Option<i64>) -> Option<Request> {
        let counter = counter.and_then(CounterNumber::new);
        Some(Request::Say(number.parse().unwrap(), counter, Language::English))
    }

    #[test]
    fn a_number_is_said_to_whoever_asks_or_to_everybody() {
        let (mut kiosk, said) = answered("asked", 'N');
        assert_eq!(said, None);
        let heard = kiosk.handle(Event::Wanted(Intent::Hear), Timestamp::UNIX_EPOCH);
        assert_eq!(heard, say("N012", Some(1)), "in the language of the pages");
        let (_, said) = answered("always", 'N');
        assert_eq!(said, heard);
        let (mut kiosk, said) = answered("never", 'N');
        assert_eq!(said, None);
        assert_eq!(kiosk.view(Timestamp::UNIX_EPOCH).hearing, super::super::Hearing::Never);
        // Nothing to say before there is a number, or after it.
        kiosk.handle(Event::Wanted(Intent::Done), Timestamp::UNIX_EPOCH);
        assert_eq!(kiosk.handle(Event::Wanted(Intent::Hear), Timestamp::UNIX_EPOCH), None);
    }

    #[test]
    fn no_counter_is_named_where_several_may_call() {
        let (_, said) = answered("always", 'Q');
        assert_eq!(said, say("Q012", None));
    }

    #[test]
    fn a_page_stays_while_its_number_is_said_and_tells_when_nobody_hears_it() {
        let (mut kiosk, _) = answered("asked", 'N');
        let at = Timestamp::UNIX_EPOCH;
        (0..10).for_each(|_| drop(kiosk.handle(Event::Second, at)));
        let before = kiosk.view(at).rest.unwrap().left;
        kiosk.handle(Event::Wanted(Intent::Hear), at);
        assert!(kiosk.view(at).rest.unwrap().left > before);
        kiosk.handle(Event::Told(Update::Heard(false)), at);
        assert_eq!(kiosk.view(at).hearing, super::super::Hearing::Silent);
        kiosk.handle(Event::Told(Update::Heard(true)), at);
        assert_eq!(kiosk.view(at).hearing, super::super::Hearing::Asked);
    }
}
