//! A print job: everything that one order puts on paper, as the bytes that one acknowledgement answers for.
//!
//! Belongs here: which sheets a job consists of, and their way through layout and encoding. Never here: what a
//! sheet says (that is `ticket` and its neighbours), ports, or the record of the job.

use super::document::Document;
use super::encode::encode;
use super::layout::{Layout, LayoutError, lay_out_with};
use super::profile::{CutMode, Presenter, Profile};
use super::shape::Fonts;
use super::{leaflet, sketch, slip, ticket};
use crate::domain::{CaseId, Language, Ticket, Timestamp};
use crate::office::{Office, Service, Text};

/// What is to be printed.
#[derive(Debug, Clone, Copy)]
pub enum Order<'a> {
    /// A ticket.
    Ticket {
        /// Whose ticket.
        ticket: &'a Ticket,
        /// 0 is the ticket itself, n its n-th copy, which says so.
        copy: u32,
        /// When it was issued; `None`: nobody knows, and no date is printed.
        at: Option<Timestamp>,
    },
    /// The slip about the documents that a visitor still has to bring.
    Slip {
        /// Whose file was handed back.
        ticket: &'a Ticket,
        /// What is missing, from the service's own list.
        missing: &'a [&'a Text],
        /// When it was handed back, as for a ticket.
        at: Option<Timestamp>,
    },
    /// The list of documents for whoever has no number yet.
    Leaflet {
        /// The service.
        service: &'a Service,
        /// The case.
        case: Option<&'a CaseId>,
        /// The language of the paper.
        language: Language,
        /// When it was asked for, as for a ticket.
        at: Option<Timestamp>,
    },
}

/// A job ready to be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Composed {
    /// All sheets one behind the other, each complete in itself and cut at its end.
    pub bytes: Vec<u8>,
    /// How far the paper moves, in millimetres.
    pub height_mm: f64,
    /// How many cuts it makes; none on a printer that has only a tear bar.
    pub cuts: u32,
    layouts: Vec<Layout>,
}

impl Composed {
    /// How many sheets it is.
    pub fn sheets(&self) -> usize {
        self.layouts.len()
    }

    /// Every sheet as it was laid out, in the order in which they leave the printer.
    pub fn layouts(&self) -> &[Layout] {
        &self.layouts
    }

    /// Every sheet in plain characters, one below the other.
    pub fn to_text(&self) -> String {
        self.layouts.iter().map(sketch::to_text).collect::<Vec<_>>().join("\n")
    }
}

/// Composes the job of an order for the printer of `profile`, with `fonts` for what it cannot write.
///
/// # Errors
/// The first thing that this printer cannot print. An office file that was checked against the same profile has
/// nothing of that kind.
pub fn job(
    office: &Office,
    order: Order<'_>,
    profile: &Profile,
    fonts: &Fonts,
) -> Result<Composed, LayoutError> {
    compose(&sheets(office, order), profile, fonts)
}

/// The sheets of an order, in the order in which they leave the printer.
pub fn sheets(office: &Office, order: Order<'_>) -> Vec<Document> {
    match order {
        Order::Ticket { ticket, copy, at } => ticket::sheets(office, ticket, copy, at),
        Order::Slip { ticket, missing, at } => vec![slip::slip(office, ticket, missing, at)],
        Order::Leaflet { service, case, language, at } => {
            vec![leaflet::leaflet(office, service, case, language, at)]
        }
    }
}

/// Composes a job of any sheets; each is cut by itself.
///
/// # Errors
/// As [`job`].
pub fn compose(
    sheets: &[Document],
    profile: &Profile,
    fonts: &Fonts,
) -> Result<Composed, LayoutError> {
    let layouts: Result<Vec<Layout>, LayoutError> =
        sheets.iter().map(|sheet| lay_out_with(sheet, profile, fonts)).collect();
    Ok(of_layouts(layouts?, profile))
}

/// The job of sheets that are laid out already.
pub(super) fn of_layouts(layouts: Vec<Layout>, profile: &Profile) -> Composed {
    let cuts = match profile.cut.mode {
        CutMode::None => 0,
        CutMode::Partial | CutMode::Full => u32::try_from(layouts.len()).unwrap_or(u32::MAX),
    };
    let mut bytes: Vec<u8> = layouts.iter().flat_map(|layout| encode(layout, profile)).collect();
    // All sheets of a job belong to one visitor, who takes them together.
    bytes.extend(profile.presenter.iter().flat_map(Presenter::behind_last_cut));
    Composed {
        bytes,
        height_mm: layouts.iter().map(|layout| layout.height_mm(profile)).sum(),
        cuts,
        layouts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::samples::{full_ticket, profile, ticket};

    #[test]
    fn a_job_is_its_sheets_one_behind_the_other() {
        let profile = profile("generic-80");
        let compose = |sheets: &[Document]| {
            compose(sheets, &profile, &Fonts::shipped()).expect("the sheets fit")
        };
        let [one, other] = [ticket(), full_ticket()].map(|sheet| compose(&[sheet]));
        let both = compose(&[ticket(), full_ticket()]);
        assert_eq!(both.bytes, [&one.bytes[..], &other.bytes[..]].concat());
        assert!((both.height_mm - one.height_mm - other.height_mm).abs() < 1e-9);
        assert_eq!((one.cuts, both.cuts, both.sheets()), (1, 2, 2));
        assert_eq!(both.to_text(), format!("{}\n{}", one.to_text(), other.to_text()));
    }

    #[test]
    fn a_kiosk_presents_all_sheets_of_a_job_at_its_end() {
        let profile = profile("custom-vkp80ii");
        let compose = |sheets: &[Document]| {
            compose(sheets, &profile, &Fonts::shipped()).expect("the sheets fit").bytes
        };
        let present =
            |bytes: &[u8]| bytes.windows(4).filter(|part| part == b"\x1de\x03\x08").count();
        let both = compose(&[ticket(), full_ticket()]);
        assert_eq!(present(&both), 1);
        assert!(both.ends_with(b"\x1de\x03\x08"));
    }

    #[test]
    fn a_tear_bar_cuts_nothing() {
        let composed = compose(&[ticket()], &profile("generic-58"), &Fonts::shipped());
        let composed = composed.expect("the sheet fits");
        assert_eq!((composed.cuts, composed.sheets()), (0, 1));
    }
}
