//! What a wall shows, as one whole view for its window: pure.

use super::rotation::{Quiet, Turns};
use super::standard::Page;
use super::wall::Wall;
use crate::app::platform::model;
use crate::app::ui::{WallCall, WallCount, WallLine, WallPage, WallView};
use crate::domain::{Language, State, Timestamp};
use crate::office::Office;
use crate::phrase::time;
use crate::words::Words;
use slint::{Image, SharedPixelBuffer, SharedString};

/// Calls in the list besides the current one.
const RECENT: usize = 5;
/// Seconds that one line of the running text stays.
const LINE_SECONDS: usize = 8;
/// The public reads Indonesian first; the wall has one language.
pub(super) const LANGUAGE: Language = Language::Indonesian;

/// Everything that a wall's window follows.
pub(super) struct Content {
    pub(super) wall: Wall,
    pub(super) seconds: usize,
    pub(super) pages: Vec<Page>,
    pub(super) turns: Turns<Image>,
}

pub(super) fn view(office: &Office, now: Timestamp, content: &Content) -> WallView {
    let words = Words::of(LANGUAGE);
    let wall = &content.wall;
    let local = now.with_timezone(&office.zone);
    let counter = |number| SharedString::from(office.counter_name(number, LANGUAGE));
    let mut view = WallView {
        office: office.name.as_str().into(),
        region: office.region.as_str().into(),
        clock: time::clock(now, office.zone).into(),
        date: time::day(local.date_naive(), words).into(),
        running_text: running_text(office, content.seconds).into(),
        recent: model(wall.recent(RECENT).map(|call| WallCall {
            number: call.number.to_string().into(),
            counter: counter(call.counter),
        })),
        ..still()
    };
    // A date that nobody knows is not shown as one.
    if wall.board().and_then(|board| board.clock).is_some_and(|clock| !clock.doubt.knows_time()) {
        view.date = words.text("sentence.date-unknown").into();
        view.clock = "".into();
    }
    quiet(&mut view, content);
    if let Some(call) = wall.current() {
        // The window only asks whether another one has come up; one that stood there from the start has not.
        let id = if wall.came_up() { call.seq.0 % i64::from(i32::MAX) } else { 0 };
        view.call_id = i32::try_from(id).unwrap_or(0);
        view.number = call.number.to_string().into();
        view.counter = counter(call.counter);
        let service = office.service(call.service);
        view.service = service.map_or("", |s| s.name.get(LANGUAGE)).into();
    }
    if let Some(since) = wall.stale_since(now) {
        let time = time::clock(since, office.zone);
        view.stale = words.with("sentence.stale", &[("time", &time)]).into();
        // What nobody knows is not shown as a number.
        return view;
    }
    queue(&mut view, office, wall, words);
    view
}

thread_local! {
    /// One dot.
    static BLANK: Image = Image::from_rgb8(SharedPixelBuffer::new(1, 1));
}

/// A view of nothing, always with the same picture of one dot: an empty one equals nothing, not even itself, and a wall
/// would lay itself out anew four times a second, all night.
fn still() -> WallView {
    WallView { picture: BLANK.with(Image::clone), ..WallView::default() }
}

/// What stands below the call.
fn quiet(view: &mut WallView, content: &Content) {
    match content.turns.shown() {
        Quiet::Nothing => {}
        Quiet::Picture(picture) => {
            view.has_picture = true;
            view.picture = picture.clone();
        }
        Quiet::Page(index) => {
            let Some(page) = content.pages.get(*index) else { return };
            view.has_page = true;
            view.page = wall_page(page);
        }
    }
}

/// A page as the window has it.
pub(crate) fn wall_page(page: &Page) -> WallPage {
    let part = match page.part {
        (_, 1) => String::new(),
        (part, parts) => format!("{part} / {parts}"),
    };
    WallPage {
        letter: page.letter.as_str().into(),
        service: page.service.as_str().into(),
        title: page.title.as_str().into(),
        part: part.into(),
        lines: model(page.lines.iter().map(|line| WallLine {
            label: line.label.as_str().into(),
            text: line.text.as_str().into(),
        })),
    }
}

/// Who waits, and what is ready.
fn queue(view: &mut WallView, office: &Office, wall: &Wall, words: &Words) {
    let Some(board) = wall.board() else { return };
    let here: Vec<_> = board
        .waiting()
        .filter(|(ticket, stage)| wall.plan().shows_queue(office, ticket.service, stage))
        .collect();
    view.waiting_total = words.with("sentence.waiting-total", &[("count", &here.len())]).into();
    let counts = office.services.iter().filter_map(|service| {
        let waits = here.iter().filter(|(t, _)| t.service == service.code).count();
        (waits > 0).then(|| (service.name.get(LANGUAGE), waits))
    });
    wait_here(view, &counts.collect::<Vec<_>>());
    view.ready = model(board.open.iter().filter_map(|ticket| {
        let journey = office.journey(ticket.service);
        let handover = journey.last().filter(|_| journey.len() > 1)?;
        let waits = matches!(&ticket.state, State::Waiting { stage } if *stage == handover.id);
        let here = wall.plan().shows_queue(office, ticket.service, &handover.id);
        (waits && here).then(|| SharedString::from(ticket.number.to_string()))
    }));
}

/// How many wait for which service.
pub(crate) fn wait_here(view: &mut WallView, counts: &[(&str, usize)]) {
    let names: Vec<&str> = counts.iter().map(|(name, _)| *name).collect();
    view.waiting_names = names.join("\n").into();
    view.waiting =
        model(counts.iter().map(|(name, count)| WallCount {
            name: (*name).into(),
            count: count.to_string().into(),
        }));
}

/// The lines take turns instead of running: easier to read, and a still picture costs no work.
fn running_text(office: &Office, seconds: usize) -> &str {
    let lines = &office.running_text;
    let turn = seconds / LINE_SECONDS;
    turn.checked_rem(lines.len()).map_or("", |index| lines[index].get(LANGUAGE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_that_has_nothing_new_to_show_is_not_shown_anew() {
        assert!(still() == still());
    }
}
