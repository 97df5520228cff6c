//! The officer's console: one big key that calls the next visitor, and everything needed to serve.
//!
//! ```text
//! event -> station -> sign_in (who works here?)
//!                  -> steps (may it be done? open a panel, or send a command) -> worker -> desk
//! view <- show <- content <- Update <- worker
//! ```

mod action;
mod command;
mod content;
mod current;
mod keys;
mod message;
mod obstacle;
mod panel_lines;
mod panel_view;
mod queue;
mod show;
mod side_panel;
mod sign_in;
mod station;
mod steps;
mod taken;
mod view;

pub use action::ConsoleAction;
pub use command::{ConsoleCommand, ConsoleUpdate, GuardedCommand, GuardedUpdate, Reply};
pub use keys::caps;
pub use message::is_grave;
pub use sign_in::{SignInOfficer, SignInView};
pub use station::{ConsoleEvent, ConsoleStation};
pub use taken::{CounterChoice, TakenEvent, TakenStation, TakenView};
pub use view::{
    ConsoleClock, ConsoleFigure, ConsolePhase, ConsoleView, LegendKey, PanelRow, PanelView,
    StageStep, UnprintedTicket, WaitingTicket,
};
