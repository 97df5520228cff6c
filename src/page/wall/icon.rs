//! The pictures of the wall: lines on a field of 24 by 24, the same that the windows draw. Those that staff's pages have, too, are
//! in `page/icon`.

use crate::page::icon::{CLOCK, INFO, NOTICE, PAGE, PEOPLE, STAR};
use maud::{Markup, html};

const BELL: &str =
    "M6 16.5L6 11A6 6 0 0 1 18 11L18 16.5L20 18.5L4 18.5ZM12 2.2L12 5M10 21.6L14 21.6";

/// A picture by its name; what says more to whoever hears the page than to whoever sees it, as `said`.
pub(super) fn drawn(name: &str, said: Option<&str>) -> Markup {
    let hidden = said.is_none().then_some("true");
    let role = said.map(|_| "img");
    html! {
        svg viewBox="0 0 24 24" role=[role] aria-label=[said] aria-hidden=[hidden] focusable="false" {
            path d=(path(name)) {}
        }
    }
}

/// A picture that only accompanies a sentence, small or large.
pub(super) fn sized(name: &str, large: bool) -> Markup {
    html! {
        svg.large[large] viewBox="0 0 24 24" aria-hidden="true" focusable="false" {
            path d=(path(name)) {}
        }
    }
}

/// The lines of a picture; a page where the name is none of ours.
fn path(name: &str) -> &'static str {
    match name {
        "bell" => BELL,
        "people" => PEOPLE,
        "again" => "M20 12A8 8 0 1 1 17.2 5.9M17.6 1.8L17.6 6.4L13 6.4",
        "star" => STAR,
        "notice" => NOTICE,
        "silent" => "M4 9.5L8 9.5L13 5L13 19L8 14.5L4 14.5ZM16.5 9.5L21.5 14.5M21.5 9.5L16.5 14.5",
        "info" => INFO,
        "clock" => CLOCK,
        "ticket" => {
            "M5 2.5L19 2.5L19 21.5L16.7 19.6L14.3 21.5L12 19.6L9.7 21.5L7.3 19.6L5 21.5ZM9 8L15 8M9 12.5L15 12.5"
        }
        "id-card" => {
            "M2.5 5L21.5 5L21.5 19L2.5 19ZM8 12A2.2 2.2 0 1 0 8 7.6A2.2 2.2 0 1 0 8 12ZM4.8 16.3C4.8 14.3 6 13.5 8 13.5C10 \
             13.5 11.2 14.3 11.2 16.3M14.5 9L18.5 9M14.5 12.3L18.5 12.3M14.5 15.6L17 15.6"
        }
        "fingerprint" => {
            "M6 18.5C6.8 16.4 7 14.5 7 12A5 5 0 0 1 17 12C17 14.2 16.9 16.4 16.3 19M9.4 20.4C10.3 17.8 10.5 15 10.5 12A1.5 \
             1.5 0 0 1 13.5 12C13.5 15.2 13.2 18 12.4 21M3.8 14.4C4 13.6 4 12.8 4 12A8 8 0 0 1 15.6 4.9M18.8 7.8A8 8 0 0 1 20 \
             12C20 13.7 19.9 15.2 19.6 16.6"
        }
        "family" => {
            "M7.3 9.3A2.9 2.9 0 1 0 7.3 3.5A2.9 2.9 0 1 0 7.3 9.3ZM16.7 9.3A2.9 2.9 0 1 0 16.7 3.5A2.9 2.9 0 1 0 16.7 9.3ZM12 \
             15.4A2 2 0 1 0 12 11.4A2 2 0 1 0 12 15.4ZM2.4 19C2.4 14 4.2 12 7.6 12M21.6 19C21.6 14 19.8 12 16.4 12M8.2 \
             20.8C8.2 18.2 9.6 17.2 12 17.2C14.4 17.2 15.8 18.2 15.8 20.8"
        }
        "child" => {
            "M12 3A9 9 0 1 0 12 21A9 9 0 1 0 12 3ZM8.8 10.4L8.8 10.8M15.2 10.4L15.2 10.8M8.2 14.6C9.6 17 14.4 17 15.8 14.6M12 \
             3C11.6 5 12.8 6 14.6 5.6"
        }
        "certificate" => {
            "M20 10.5L20 3.5L4 3.5L4 17.5L11.5 17.5M7.5 7.5L16.5 7.5M7.5 11.3L11.2 11.3M16.5 18A3.1 3.1 0 1 0 16.5 11.8A3.1 \
             3.1 0 1 0 16.5 18ZM14.7 17.6L14 22L16.5 20.4L19 22L18.3 17.6"
        }
        "moving" => {
            "M2.8 11L11 4L19.2 11M5.2 9.2L5.2 20L10 20M12.5 16.2L21.3 16.2M17.6 12.5L21.3 16.2L17.6 19.9"
        }
        "phone" => "M7 2.5L17 2.5L17 21.5L7 21.5ZM10.8 18.6L13.2 18.6M9.4 10.6L11.4 12.6L14.8 8.6",
        "question" => {
            "M3 4L21 4L21 17L12.5 17L8 21L8 17L3 17ZM9.6 8.8C9.6 6.2 14.4 6.2 14.4 8.8C14.4 10.4 12 10.4 12 12M12 14.2L12 14.4"
        }
        "new" => {
            "M6 3L14 3L18.5 7.5L18.5 21L6 21ZM14 3L14 7.5L18.5 7.5M12.2 11L12.2 17M9.2 14L15.2 14"
        }
        "lost" => {
            "M10.5 4A6.5 6.5 0 1 0 10.5 17A6.5 6.5 0 1 0 10.5 4ZM15.2 15.2L20.5 20.5M8.4 9.2C8.4 6.8 12.6 6.8 12.6 9.2C12.6 \
             10.6 10.5 10.6 10.5 12M10.5 13.9L10.5 14.1"
        }
        "damaged" => {
            "M2.5 5L11 5L9.6 8.6L12 11.6L9.4 15L11 19L2.5 19ZM14.4 5L21.5 5L21.5 19L14.4 19L12.8 15L15.4 11.6L13 8.6Z"
        }
        "change" => "M4 20L5 15.5L16 4.5L19.5 8L8.5 19ZM13.5 7L17 10.5",
        "world" => {
            "M12 2.8A9.2 9.2 0 1 0 12 21.2A9.2 9.2 0 1 0 12 2.8ZM2.8 12L21.2 12M12 2.8C7 7.6 7 16.4 12 21.2M12 2.8C17 7.6 17 \
             16.4 12 21.2"
        }
        "rings" => {
            "M8.6 8.4A5.8 5.8 0 1 0 8.6 20A5.8 5.8 0 1 0 8.6 8.4ZM15.4 8.4A5.8 5.8 0 1 0 15.4 20A5.8 5.8 0 1 0 15.4 8.4ZM13.4 \
             5L14.4 3L16.4 3L17.4 5L15.4 7.4Z"
        }
        "candle" => {
            "M9 11L15 11L15 21L9 21ZM12 11L12 9M12 2.5C14.4 5 14.4 7.4 12 8.2C9.6 7.4 9.6 5 12 2.5ZM5.5 21L18.5 21"
        }
        _ => PAGE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::ServiceIcon;

    #[test]
    fn every_picture_that_an_office_may_name_is_drawn() {
        let names = "id-card fingerprint family child certificate moving phone question new lost damaged change world \
            rings candle";
        for name in names.split_whitespace() {
            assert!(ServiceIcon::from_code(name).is_some(), "{name}");
            assert_ne!(path(name), PAGE, "{name}");
        }
    }
}
