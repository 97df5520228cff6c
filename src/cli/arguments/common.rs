//! What more than one verb is asked, and how a value is read from a word.

use crate::app::Geometry;
use crate::domain::{
    CaseId, CounterNumber, Language, NumberError, OverrideCode, ServiceCode, TicketNumber,
};
use clap::Args;

#[derive(Debug, Args)]
pub(in crate::cli) struct JsonArg {
    /// Answer in JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

/// How a window appears.
#[derive(Debug, Clone, Args)]
pub struct WindowArgs {
    /// In an ordinary window
    #[arg(long, conflicts_with = "fullscreen")]
    pub windowed: bool,
    /// On the whole screen; kiosk and display are so anyway
    #[arg(long)]
    pub fullscreen: bool,
    /// On the N-th monitor, from 1, where the platform allows it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..))]
    pub monitor: Option<u8>,
    /// In an ordinary window of this size at this place of the screen, in its pixels: 450x800+20+20
    #[arg(long, value_name = "WxH+X+Y", value_parser = geometry, conflicts_with_all = ["fullscreen", "monitor"])]
    pub geometry: Option<Geometry>,
    /// End with the standard input: for the program that has started this one
    #[arg(long, hide = true)]
    pub with_parent: bool,
}

pub(in crate::cli) fn counter_number(text: &str) -> Result<CounterNumber, String> {
    let number = text.parse().ok().and_then(CounterNumber::new);
    number.ok_or_else(|| "a counter is a number from 1 to 99".to_owned())
}

pub(in crate::cli) fn ticket_number(text: &str) -> Result<TicketNumber, String> {
    text.parse().map_err(|e: NumberError| e.to_string())
}

pub(in crate::cli) fn service_code(text: &str) -> Result<ServiceCode, String> {
    let wrong = "a service is one letter from A to Z without I and O";
    ServiceCode::parse(text).ok_or_else(|| wrong.to_owned())
}

pub(in crate::cli) fn case_id(text: &str) -> Result<CaseId, String> {
    CaseId::new(text).ok_or_else(|| "a case is a short word of a-z, 0-9 and -".to_owned())
}

pub(in crate::cli) fn override_code(text: &str) -> Result<OverrideCode, String> {
    OverrideCode::new(text).ok_or_else(|| "a reason is a short word of a-z, 0-9 and -".to_owned())
}

fn geometry(text: &str) -> Result<Geometry, String> {
    Geometry::parse(text)
        .ok_or_else(|| "write width, height, left and top: 450x800+20+20".to_owned())
}

pub(in crate::cli) fn language(text: &str) -> Result<Language, String> {
    Language::from_code(text).ok_or_else(|| "the languages are id, jv and en".to_owned())
}
