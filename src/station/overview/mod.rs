//! The whole office as whoever answers for it sees it: it looks, and changes nothing.

mod curve;
mod head;
mod show;
mod station;
mod view;

pub use station::{NoCommand, OverviewEvent, OverviewStation, OverviewUpdate};
pub use view::{DayCurve, DayFigure, OverviewView, Quarter, WatchLine};
