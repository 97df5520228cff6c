//! What a fault of the port means for the paper and for the log.

use crate::domain::PrintCause;
use crate::printer::transport::{Fault, TransportError};
use std::error::Error;

/// What a fault of the port means for the paper.
pub(super) fn cause_of(fault: Fault) -> PrintCause {
    match fault {
        Fault::Unreachable => PrintCause::Unreachable,
        Fault::Refused => PrintCause::Refused,
        Fault::NotAPrinter => PrintCause::NotAPrinter,
        Fault::Permission => PrintCause::Permission,
        Fault::Busy => PrintCause::Busy,
        Fault::Stalled => PrintCause::Stalled,
        Fault::Disconnected => PrintCause::Disconnected,
        Fault::PaperOut => PrintCause::PaperOut,
        Fault::Io => PrintCause::Io,
    }
}

/// An error with all its causes, for the log.
pub(super) fn in_full(error: &TransportError) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    text
}
