//! The document around the slots of a page: head, style, script, and the two signs of the connection.

use super::{Document, Fragment};
use crate::station::staff_words;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// Where the script of a page finds the server.
pub(super) struct Paths {
    pub(super) stream: &'static str,
    pub(super) event: &'static str,
    pub(super) here: &'static str,
}

/// A document of its own, without a stream.
pub(super) fn plain(title: &str, content: &Markup) -> Document {
    let page = html! {
        (DOCTYPE)
        html lang=(staff_words().language().code()) {
            (head(title, "/antre.css"))
            body.plain { (content) }
        }
    };
    Document { html: page.into_string() }
}

/// A document that follows a stream. `keys`: whether keys that are pressed anywhere are sent.
pub(super) fn live(
    title: &str,
    class: &str,
    paths: &Paths,
    keys: bool,
    content: &Markup,
) -> Document {
    let words = staff_words();
    let page = html! {
        (DOCTYPE)
        html lang=(words.language().code()) {
            (head(title, "/antre.css"))
            body class=(class) data-keys[keys] data-stream=(paths.stream) data-event=(paths.event)
                data-here=(paths.here) {
                p #stale .sign role="alert" data-text=(words.text("web.stale")) hidden {}
                p #waiting .sign role="status" hidden { (words.text("web.waiting")) }
                (content)
            }
        }
    };
    Document { html: page.into_string() }
}

/// The head of every page, with the style that it links.
pub(super) fn head(title: &str, style: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            title { "Antre – " (title) }
            // No picture for the tab: a browser would ask for one by itself.
            link rel="icon" href="data:,";
            link rel="stylesheet" href=(style);
            script src="/antre.js" defer {}
        }
    }
}

/// What stands in the slot with this id.
pub(super) fn content_of(fragments: &[Fragment], id: &str) -> PreEscaped<String> {
    let found = fragments.iter().find(|fragment| fragment.id == id);
    PreEscaped(found.map_or_else(String::new, |fragment| fragment.html.clone()))
}
