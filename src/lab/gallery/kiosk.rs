//! The pages of the kiosk as they may look on a busy day, with the longest words of the sample office: a real kiosk, to which
//! happens what leads there.

use super::sample::Sample;
use crate::app::kiosk::view::view;
use crate::app::ui::KioskView;
use crate::desk::{
    AtCounter, DoubtedClock, Issued, NoNumber, ServiceIntake, Staffed, new_ticket_id,
};
use crate::domain::{
    BusinessDay, CaseId, Lane, PrintCause, PrintLevel, PrintState, ServiceCode, Shut, Ticket,
    TicketNumber, Timestamp, WaitRange,
};
use crate::office::Office;
use crate::queue::HelpId;
use crate::station::kiosk::{Event, Intent, Kiosk, Request, Tile, Trouble, Update, Wish};
use std::sync::Arc;

/// Twenty to eleven on a Monday.
const NOW: &str = "2026-11-23T03:42:00Z";

/// A kiosk, and everything that has happened to it.
struct Visit {
    office: Arc<Office>,
    kiosk: Kiosk,
    now: Timestamp,
    wish: Option<Wish>,
}

impl Visit {
    fn begin(sample: &Sample<'_>, queue: Vec<ServiceIntake>) -> Self {
        let office = Arc::new(sample.office.clone());
        let kiosk = Kiosk::new(Arc::clone(&office), true);
        let now = NOW.parse().unwrap_or(Timestamp::UNIX_EPOCH);
        let mut visit = Self { office, kiosk, now, wish: None };
        let serials = [8, 4, 2].into_iter().zip(['T', 'K', 'N']);
        let served = serials.zip(&visit.office.counters).filter_map(|((serial, letter), at)| {
            let number = TicketNumber::new(ServiceCode::new(letter)?, serial).ok()?;
            Some(AtCounter { counter: at.number, number })
        });
        let served: Vec<AtCounter> = served.collect();
        visit.told(Update::Queue(queue, served, Vec::new(), None::<DoubtedClock>));
        visit.wants(Intent::SetLanguage(sample.language()))
    }

    fn told(&mut self, update: Update) {
        self.happens(Event::Told(update));
    }

    fn happens(&mut self, event: Event) {
        if let Some(Request::Number(wish)) = self.kiosk.handle(event, self.now) {
            self.wish = Some(wish);
        }
    }

    fn wants(mut self, intent: Intent) -> Self {
        self.happens(Event::Wanted(intent));
        self
    }

    fn hears(mut self, update: Update) -> Self {
        self.told(update);
        self
    }

    fn service(self, letter: char) -> Self {
        match ServiceCode::new(letter) {
            Some(code) => self.wants(Intent::ChooseService(code)),
            None => self,
        }
    }

    fn case(self, id: &str) -> Self {
        match CaseId::new(id) {
            Some(case) => self.wants(Intent::ChooseCase(case)),
            None => self,
        }
    }

    /// The number that was asked for, behind so many people.
    fn answered(mut self, serial: u32, ahead: u32) -> Self {
        let Some(wish) = self.wish.take() else { return self };
        let service = self.office.service(wish.service);
        let stage = service.map(|service| service.journey[0].id.clone());
        let number = TicketNumber::new(wish.service, serial).ok();
        let (Some(stage), Some(number)) = (stage, number) else { return self };
        let day: BusinessDay = self.office.day(self.now);
        let estimate = Some(WaitRange { from: 20, to: 30 }).filter(|_| ahead < 100);
        let ticket = Ticket {
            lane: wish.lane,
            language: wish.language,
            case: wish.case,
            ahead_at_issue: ahead,
            estimate,
            ..Ticket::new(wish.id, number, day, stage, self.now)
        };
        let issued = Issued { ticket, print_job: Some(1), repeated: false, tight: false };
        self.hears(Update::Answered(wish.id, Box::new(Ok(issued))))
    }

    fn seconds(mut self, count: u32) -> Self {
        (0..count).for_each(|_| self.happens(Event::Second));
        self
    }

    fn view(&self) -> KioskView {
        view(&self.kiosk.view(self.now), self.office.screens.paper_side)
    }
}

/// A busy day: many, nobody, a quota, one that closes soon, one that gives no more numbers.
fn busy(sample: &Sample<'_>) -> Vec<ServiceIntake> {
    let services = sample.office.services.iter().zip([12, 0, 5, 1, 128, 3, 0, 2]);
    let of = |(index, (service, ahead)): (usize, (&crate::office::Service, u32))| {
        let wait = WaitRange { from: 5 * ahead.min(20) as u16, to: 6 * ahead.min(20) as u16 };
        let gone = NoNumber::QuotaUsed { service: service.code, quota: 250 };
        ServiceIntake {
            service: service.code,
            refused: (index == 5).then_some(gone),
            tight: index == 7,
            left: (index == 2).then_some(248),
            ahead,
            wait: (index != 3 && ahead > 0).then_some(wait),
            staffed: if index == 1 { Staffed::Free } else { Staffed::Busy },
        }
    };
    services.enumerate().map(of).collect()
}

fn home(sample: &Sample<'_>) -> Visit {
    Visit::begin(sample, busy(sample))
}

pub(super) fn services(sample: &Sample<'_>) -> KioskView {
    home(sample).view()
}

/// The longest names that an office file may have, and more services than a page has room for.
pub(super) fn services_long(sample: &Sample<'_>) -> KioskView {
    long(sample, 24)
}

fn long(sample: &Sample<'_>, count: usize) -> KioskView {
    let names = [
        "Akta kelahiran, kematian dan perkawinan",
        "Surat pindah antar kabupaten dan provinsi",
        "Pengaduan",
        "Pencatatan pengangkatan, pengesahan, pengakuan anak (KTP-el)",
        "Kartu Keluarga",
    ];
    let visit = home(sample);
    let mut shown = visit.kiosk.view(visit.now);
    let every = shown.services.iter().cycle().zip(names.iter().cycle());
    let renamed = every.map(|(tile, name)| Tile { name: (*name).to_owned(), ..tile.clone() });
    shown.services = renamed.take(count).collect();
    shown.office =
        "Dinas Kependudukan, Pencatatan Sipil, Pemberdayaan Perempuan dan Perlindungan Anak"
            .to_owned();
    view(&shown, sample.office.screens.paper_side)
}

/// The same while both notices are there.
pub(super) fn services_noted(sample: &Sample<'_>) -> KioskView {
    let noted = noted(home(sample)).view();
    KioskView { notices: noted.notices, can_ask: noted.can_ask, ..long(sample, 24) }
}

/// Staff have been told, and there is no paper.
fn noted(visit: Visit) -> Visit {
    visit
        .wants(Intent::AskStaff)
        .hears(Update::StaffTold(Some(HelpId(1))))
        .hears(Update::Printer(Some(PrintCause::PaperOut)))
}

/// Before the first look at the queue.
pub(super) fn services_unknown(sample: &Sample<'_>) -> KioskView {
    let mut visit = Visit::begin(sample, Vec::new());
    visit.told(Update::Queue(Vec::new(), Vec::new(), Vec::new(), None));
    visit.view()
}

pub(super) fn cases(sample: &Sample<'_>) -> KioskView {
    home(sample).service('T').view()
}

pub(super) fn cases_noted(sample: &Sample<'_>) -> KioskView {
    noted(home(sample).service('T')).view()
}

pub(super) fn documents(sample: &Sample<'_>) -> KioskView {
    home(sample).service('T').case("hilang").view()
}

fn longest_documents(sample: &Sample<'_>) -> Visit {
    let (code, case) = longest(sample);
    let visit = home(sample).service(code);
    match case {
        Some(case) => visit.case(&case),
        None => visit,
    }
}

/// The case of all services with the most words to read.
pub(super) fn documents_longest(sample: &Sample<'_>) -> KioskView {
    longest_documents(sample).view()
}

pub(super) fn documents_noted(sample: &Sample<'_>) -> KioskView {
    noted(longest_documents(sample)).view()
}

pub(super) fn incomplete(sample: &Sample<'_>) -> KioskView {
    longest_documents(sample).wants(Intent::NotComplete).view()
}

pub(super) fn incomplete_noted(sample: &Sample<'_>) -> KioskView {
    noted(longest_documents(sample).wants(Intent::NotComplete)).view()
}

fn longest(sample: &Sample<'_>) -> (char, Option<String>) {
    let language = sample.language();
    let services = sample.office.services.iter().filter(|service| service.code.letter() != 'S');
    let cases = services.flat_map(|service| {
        let none = std::iter::once(None).filter(|_| service.cases.is_empty());
        none.chain(service.cases.iter().map(|case| Some(&case.id))).map(move |case| (service, case))
    });
    let words = cases.max_by_key(|(service, case)| {
        let documents = service.documents(*case);
        documents.map(|document| document.get(language).len() + 40).sum::<usize>()
    });
    words.map_or(('T', None), |(service, case)| {
        (service.code.letter(), case.map(|case| case.as_str().to_owned()))
    })
}

fn priority_page(sample: &Sample<'_>) -> Visit {
    home(sample).service('T').case("hilang").wants(Intent::Complete)
}

pub(super) fn priority(sample: &Sample<'_>) -> KioskView {
    priority_page(sample).view()
}

pub(super) fn priority_noted(sample: &Sample<'_>) -> KioskView {
    noted(priority_page(sample)).view()
}

pub(super) fn still_here(sample: &Sample<'_>) -> KioskView {
    priority_page(sample).seconds(30).view()
}

fn asked(sample: &Sample<'_>, lane: Lane) -> Visit {
    let visit = home(sample).service('L').case("kelahiran").wants(Intent::Complete);
    visit.wants(Intent::TakeNumber(lane))
}

pub(super) fn issuing(sample: &Sample<'_>) -> KioskView {
    asked(sample, Lane::Regular).view()
}

pub(super) fn number(sample: &Sample<'_>) -> KioskView {
    let printed = PrintState::Printed(PrintLevel::Drained);
    let visit = asked(sample, Lane::Priority).answered(12, 4);
    visit.hears(Update::Print(1, printed)).seconds(6).view()
}

pub(super) fn number_printing(sample: &Sample<'_>) -> KioskView {
    asked(sample, Lane::Regular).answered(128, 127).seconds(1).view()
}

/// Nor is the kiosk heard.
fn without_paper(sample: &Sample<'_>) -> Visit {
    let failed = Update::Print(1, PrintState::Failed(PrintCause::CoverOpen));
    let visit = asked(sample, Lane::Regular).answered(128, 127);
    visit.hears(failed).hears(Update::Heard(false)).seconds(3)
}

pub(super) fn number_without_paper(sample: &Sample<'_>) -> KioskView {
    without_paper(sample).view()
}

pub(super) fn number_noted(sample: &Sample<'_>) -> KioskView {
    noted(without_paper(sample)).view()
}

pub(super) fn queue_trouble(sample: &Sample<'_>) -> KioskView {
    let visit = asked(sample, Lane::Regular);
    let wish = visit.wish.as_ref().map_or_else(|| new_ticket_id(visit.now), |wish| wish.id);
    visit.hears(Update::Answered(wish, Box::new(Err(Trouble::Queue)))).view()
}

pub(super) fn numbers_gone(sample: &Sample<'_>) -> KioskView {
    home(sample).service('S').view()
}

pub(super) fn refused_noted(sample: &Sample<'_>) -> KioskView {
    noted(home(sample).service('S')).view()
}

/// The whole office is closed; its hours are those of its file, confirmed.
pub(super) fn closed(sample: &Sample<'_>) -> KioskView {
    let shut = NoNumber::Closed { why: Shut::Late, holiday: None, opens: None };
    let all = busy(sample).into_iter();
    let all = all.map(|intake| ServiceIntake { refused: Some(shut.clone()), ..intake }).collect();
    Visit::begin(sample, all).view()
}

/// The published standard of the service with the most cases.
pub(super) fn standard_page(sample: &Sample<'_>) -> KioskView {
    home(sample).service('T').wants(Intent::ShowStandard).view()
}

/// It is known beforehand that no ticket will come out.
pub(super) fn printer_trouble(sample: &Sample<'_>) -> KioskView {
    home(sample).hears(Update::Printer(Some(PrintCause::PaperOut))).view()
}
