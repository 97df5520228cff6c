//! The doors: the page of a device that the office does not know yet, and the lists of the pages that there are.

use super::Document;
use super::note::note;
use super::shell::plain;
use crate::paper::raster::QrMatrix;
use crate::station::{Tone, staff_words};
use maud::{Markup, html};
use std::fmt::Write as _;

/// Light modules around a code, as its standard asks for.
const QUIET: usize = 4;

/// One field for the code and one button. `refused`: why the last code did not do; empty before the first.
pub fn document(refused: &str) -> Document {
    let words = staff_words();
    let title = words.text("web.pair-title");
    let wrong = !refused.is_empty();
    let content = html! {
        main.door {
            h1 { (title) }
            form method="post" action="/pair" {
                div role="alert" { (note(refused, Tone::Warn)) }
                label for="code" { (words.text("web.pair-code")) }
                p #about { (words.text("web.pair-text")) }
                input #code name="code" type="text" required autofocus autocomplete="off"
                    autocapitalize="characters" spellcheck="false" maxlength="32"
                    aria-describedby="about" aria-invalid=[wrong.then_some("true")];
                button.key.primary type="submit" { span.label { (words.text("web.pair")) } }
            }
        }
    };
    plain(title, &content)
}

/// The pages that anybody may open, by title and address.
pub fn public(pages: &[(String, String)]) -> Document {
    addresses(staff_words().text("web.for-visitors"), pages)
}

/// The pages of staff, by title and address.
pub fn staff(pages: &[(String, String)]) -> Document {
    addresses(staff_words().text("web.for-staff"), pages)
}

fn addresses(title: &str, pages: &[(String, String)]) -> Document {
    let content = html! {
        main {
            h1 { (title) }
            ul.doors { @for (name, address) in pages { li {
                @if let Some(code) = QrMatrix::new(address) { (picture(&code)) }
                a href=(address) { b { (name) } span { (address) } }
            } } }
        }
    };
    plain(title, &content)
}

/// A code as a picture: a rectangle for each run of dark modules in a row.
fn picture(code: &QrMatrix) -> Markup {
    let side = code.size() + QUIET * 2;
    let mut path = String::new();
    for row in 0..code.size() {
        let mut column = 0;
        while column < code.size() {
            let run = (column..code.size()).take_while(|at| code.is_dark(*at, row)).count();
            if run > 0 {
                let (x, y) = (column + QUIET, row + QUIET);
                // Writing into a string does not fail.
                let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
            }
            column += run.max(1);
        }
    }
    html! {
        svg.code viewBox={ "0 0 " (side) " " (side) } aria-hidden="true" focusable="false"
            shape-rendering="crispEdges" {
            rect width="100%" height="100%" fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    }
}
