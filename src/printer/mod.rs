//! Printers: bytes to a device, and an honest answer to what became of them.
//!
//! ```text
//! Session::print: preflight -> send -> drain -> await the acknowledgement -> PrintOutcome
//!                     '-- fault -> clear --------------------------------------'
//! ```
//! Belongs here: addresses, ports, deadlines. Never here: what a ticket says or how it is encoded (that
//! is `paper`), and the printer that exists only on screen (that is `lab`). A transport knows nothing
//! of tickets; a session knows bytes and outcomes, not queues.

pub mod address;
pub mod discovery;
mod identity;
pub mod recommend;
pub mod reply;
pub mod request;
pub mod session;
pub mod sheets;
pub mod transport;
pub mod usb;
mod watch;

pub use address::{Address, AddressError};
pub use session::{Deadlines, Job, Learned, PrintResult, Report, Session};
pub use watch::Watch;
