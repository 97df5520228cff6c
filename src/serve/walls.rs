//! The walls in browsers: each page has a station of its own, and all of them look at the queue through one reader.
//!
//! A wall's memory is in its browser: the page says which call it has announced last, and goes on from there. So a television
//! that was cut off for a minute misses no call, and one that nobody switches on again costs nothing. Never here: HTML, sound.

use super::Shared;
use crate::app::worker::{Worker, channel, spawn};
use crate::desk::{Board, ChangeToken, Coming, Desk, DeskError};
use crate::domain::{EventSeq, NEWS_SECONDS, PublicCall, Timestamp};
use crate::office::WallPlan;
use crate::say::Outage;
use crate::station::Station;
use crate::station::wall::{Effect, Event, View, Wall};
use crate::voice::Extent;
use chrono::TimeDelta;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;

/// Of so many calls a wall picks its list.
const CALLS: u32 = 300;

/// A look at the queue, for every wall.
#[derive(Debug, Clone, Default)]
pub(super) enum Look {
    /// Nobody has looked yet.
    #[default]
    None,
    /// The queue as it was, and how many looks there have been since without news.
    Board(Arc<(Board, Coming)>, u64),
    /// It cannot be read.
    Lost,
}

/// The reader of all walls.
struct Reader {
    desk: Desk,
    token: Option<ChangeToken>,
    last: Look,
    unreadable: Outage,
}

impl Reader {
    fn look(&mut self) -> Result<Look, DeskError> {
        let token = self.desk.change_token()?;
        if self.token == Some(token)
            && let Look::Board(board, count) = &self.last
        {
            return Ok(Look::Board(Arc::clone(board), count + 1));
        }
        let mut board = self.desk.board_with(EventSeq(0), CALLS)?;
        let now = self.desk.now();
        // Every wall leaves out what it has announced; what is no news any more is announced by none.
        let is_news = |call: &PublicCall| now - call.at <= TimeDelta::seconds(NEWS_SECONDS);
        board.new_calls.retain(is_news);
        let coming = self.desk.coming()?;
        self.token = Some(token);
        Ok(Look::Board(Arc::new((board, coming)), 0))
    }
}

impl Worker for Reader {
    type Command = std::convert::Infallible;
    type Update = Look;

    fn handle(&mut self, command: Self::Command) -> Vec<Look> {
        match command {}
    }

    fn poll(&mut self) -> Vec<Look> {
        self.last = match self.look() {
            Ok(look) => {
                self.unreadable.is_over("the queue can be read again");
                look
            }
            Err(error) => {
                self.token = None;
                self.unreadable.lasts("the queue cannot be read", &error);
                Look::Lost
            }
        };
        vec![self.last.clone()]
    }
}

/// What somebody should know of a wall that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OpenWall {
    /// Of whoever gave it one.
    pub(super) name: Option<String>,
    pub(super) from: String,
    /// Whether its calls are heard.
    pub(super) sounds: bool,
}

/// The walls that are open.
#[derive(Default)]
pub(super) struct Walls {
    looks: Mutex<Option<watch::Receiver<Look>>>,
    open: Mutex<Vec<(u64, OpenWall)>>,
}

impl Walls {
    /// Looks at the queue from now on; one reader for all.
    pub(super) fn looks(&self, shared: &Shared) -> Result<watch::Receiver<Look>, String> {
        let mut looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(looks) = &*looks {
            return Ok(looks.clone());
        }
        let desk = shared.reading_desk().map_err(|error| error.to_string())?;
        let reader = Reader { desk, token: None, last: Look::None, unreadable: Outage::default() };
        let (send, receive) = watch::channel(Look::None);
        let (commands, inbox) = channel();
        let deliver = move |look| {
            // The reader lives as long as the server: as long as this end is kept here.
            let _ = &commands;
            // That nothing has changed wakes no wall: each looks here every second by itself.
            send.send_if_modified(|last| {
                let is_news =
                    !matches!((&*last, &look), (_, Look::Board(_, 1..)) | (Look::Lost, Look::Lost));
                *last = look;
                is_news
            });
            !send.is_closed()
        };
        spawn("walls", reader, inbox, Some(&shared.feed), deliver)
            .map_err(|error| format!("the system gives no thread ({error})"))?;
        *looks = Some(receive.clone());
        Ok(receive)
    }

    /// The walls that are open now.
    pub(super) fn open(&self) -> Vec<OpenWall> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.iter().map(|(_, wall)| wall.clone()).collect()
    }

    fn change(&self, change: impl FnOnce(&mut Vec<(u64, OpenWall)>)) {
        change(&mut self.open.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Whether the calls of a wall are heard.
    fn is_heard(&self, page: u64) -> bool {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.iter().any(|(id, wall)| *id == page && wall.sounds)
    }

    /// Tells whether a wall's calls are heard.
    pub(super) fn sounds(&self, page: u64, sounds: bool) {
        self.change(|open| {
            open.iter_mut()
                .filter(|(id, _)| *id == page)
                .for_each(|(_, wall)| wall.sounds = sounds);
        });
    }
}

/// A wall in a browser, for as long as its stream is open.
pub(super) struct LiveWall {
    shared: Arc<Shared>,
    wall: Wall,
    page: u64,
    plan: WallPlan,
    /// What was taken in last, and how many looks ago.
    looked: Option<(Arc<(Board, Coming)>, u64)>,
    /// The call that is to be spoken, once, and how many wait behind it.
    pub(super) say: Option<(PublicCall, usize)>,
}

impl Drop for LiveWall {
    fn drop(&mut self) {
        self.shared.walls.change(|open| open.retain(|(id, _)| *id != self.page));
    }
}

impl LiveWall {
    /// Opens a wall of this plan that has announced everything up to `after`; a new one begins with the next call.
    pub(super) fn open(
        shared: &Arc<Shared>,
        plan: WallPlan,
        (page, from): (u64, String),
        after: Option<EventSeq>,
        newest: EventSeq,
    ) -> Self {
        // A restored backup may be older than what was announced.
        let after = after.map_or(newest, |after| after.min(newest));
        let wall = Wall::resume(Arc::clone(&shared.office), plan.clone(), after, shared.now());
        let open = OpenWall { name: plan.name.clone(), from, sounds: false };
        shared.walls.change(|walls| {
            walls.retain(|(id, _)| *id != page);
            walls.push((page, open));
        });
        Self { shared: Arc::clone(shared), wall, page, plan, looked: None, say: None }
    }

    /// Takes an event in.
    pub(super) fn take(&mut self, event: Event) -> Option<EventSeq> {
        let mut announced = None;
        for effect in self.wall.handle(event, self.shared.now()) {
            match effect {
                Effect::Announced(seq) => announced = Some(seq),
                Effect::Speak(call, behind) => {
                    if self.speaks() {
                        self.say = Some((call, behind));
                    }
                }
                // The pictures of the office stay on its own screens.
                Effect::Fetch(_) => {}
            }
        }
        announced
    }

    /// Takes a look in. The same one once more says nothing: then nobody reads the queue any more, and the wall is old.
    pub(super) fn look(&mut self, look: &Look) -> Option<EventSeq> {
        let event = match look {
            Look::None => return None,
            Look::Lost => Event::Lost,
            Look::Board(board, count) => {
                let before = self.looked.replace((Arc::clone(board), *count));
                match before {
                    Some((seen, times)) if Arc::ptr_eq(&seen, board) => {
                        if times == *count {
                            return None;
                        }
                        Event::Seen
                    }
                    _ => Event::Looked(Box::new(board.0.clone()), board.1.clone()),
                }
            }
        };
        self.take(event)
    }

    /// Whether its calls are spoken.
    pub(super) fn speaks(&self) -> bool {
        self.plan.voice
    }

    /// The time as the desk finds it.
    pub(super) fn now(&self) -> Timestamp {
        self.shared.now()
    }

    /// How long a call stands alone here because it is spoken: no time where nobody hears it.
    pub(super) fn length(&self, call: &PublicCall, extent: Extent) -> TimeDelta {
        let sounds = self.shared.walls.is_heard(self.page);
        if sounds { self.shared.voices.length(call, extent) } else { TimeDelta::zero() }
    }

    /// What it shows.
    pub(super) fn view(&self) -> View {
        self.wall.view(self.shared.now())
    }
}
