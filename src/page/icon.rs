//! Line icons on a field of 24 by 24, the same as in the windows; a screen reader passes them over.

use maud::{Markup, html};

pub(super) const CHECK: &str = "M4.5 12.5L10 18 19.5 6.5";
pub(super) const CLOCK: &str =
    "M12 2.8A9.2 9.2 0 1 0 12 21.2 9.2 9.2 0 1 0 12 2.8ZM12 7L12 12 15.8 14.2";
pub(super) const INFO: &str =
    "M12 2.8A9.2 9.2 0 1 0 12 21.2 9.2 9.2 0 1 0 12 2.8ZM12 11L12 17M12 7.2L12 7.4";
pub(super) const LOCK: &str =
    "M6 11L18 11 18 20.5 6 20.5ZM8.5 11L8.5 7.5A3.5 3.5 0 0 1 15.5 7.5L15.5 11";
pub(super) const NOTICE: &str = "M12 3.5L22 20.5 2 20.5ZM12 10L12 14.5M12 17.3L12 17.5";
pub(super) const PAGE: &str =
    "M6 3L14 3 18.5 7.5 18.5 21 6 21ZM14 3L14 7.5 18.5 7.5M9 12L15.5 12M9 16L15.5 16";
pub(super) const PEOPLE: &str = "M9 11A3.5 3.5 0 1 0 9 4 3.5 3.5 0 1 0 9 11ZM2.5 20C2.5 16 5 14 9 14 13 14 15.5 16 15.5 20M16 4.5A3.3 3.3 0 0 1 16 10.6M18 14.4C20.4 15.2 21.5 17 21.5 20";
pub(super) const PRINTER: &str =
    "M7 9L7 3 17 3 17 9M7 17L3.5 17 3.5 9 20.5 9 20.5 17 17 17M7 14L17 14 17 21 7 21Z";
pub(super) const STAR: &str =
    "M12 3L14.7 9 21 9.7 16.2 14 17.6 20.4 12 17.1 6.4 20.4 7.8 14 3 9.7 9.3 9Z";
pub(super) const STOP: &str =
    "M8 2.8L16 2.8 21.2 8 21.2 16 16 21.2 8 21.2 2.8 16 2.8 8ZM12 7.5L12 12.8M12 16.3L12 16.5";

/// The icon with this path, in the colour of the text around it.
pub(super) fn icon(path: &str) -> Markup {
    html! {
        svg.icon viewBox="0 0 24 24" aria-hidden="true" focusable="false" { path d=(path) {} }
    }
}
