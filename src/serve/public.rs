//! What everybody in the office's network may see: the walls, and which pages there are.

use super::walls::{LiveWall, Look};
use super::{From, Shared, guard, pages, stream};
use crate::data::DataFolder;
use crate::domain::{EventSeq, PublicCall};
use crate::office::{Office, WallPlan};
use crate::page;
use crate::station::wall::Event;
use crate::voice::{self, Extent, Voices};
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::sse::{Event as Message, Sse};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router, middleware};
use chrono::TimeDelta;
use futures_util::stream::Stream;
use serde::Deserialize;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, watch};
use tokio::time::{Interval, interval};

/// The largest body that anybody may send, in bytes.
const BODY_MOST: usize = 64 << 10;
/// Where so many calls wait, no more are needed for the briefest announcement.
const BRIEFEST: usize = 3;
/// So many sounds are kept: every wall asks for the same one at the same time.
const SOUNDS: usize = 8;

/// The routes of the public listener.
pub(super) fn router(shared: Arc<Shared>) -> Router {
    let routes = Router::new()
        .route("/", get(front))
        .route("/wall", get(wall))
        .route("/wall/stream", get(wall_stream))
        .route("/wall/here", post(wall_here))
        .route("/wall/voice/{call}", get(wall_voice))
        .route("/wall/chime.wav", get(wall_chime))
        .route("/wall.css", get(|| async { asset("text/css", page::wall::STYLE) }))
        .route("/api/v1/health", get(|| async { Json(serde_json::json!({ "status": "ok" })) }));
    guarded(routes, shared)
}

/// The routes of a listener, with what both have, behind the guard.
pub(super) fn guarded(routes: Router<Arc<Shared>>, shared: Arc<Shared>) -> Router {
    routes
        .route("/antre.js", get(|| async { asset("text/javascript", page::SCRIPT) }))
        .route("/antre.css", get(|| async { asset("text/css", page::STYLE) }))
        .route("/robots.txt", get(|| async { "User-agent: *\nDisallow: /\n" }))
        .layer(DefaultBodyLimit::max(BODY_MOST))
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), guard::watch))
        .with_state(shared)
}

/// A file of the pages. Fetched anew after each start of the server: a newer one may bring others.
fn asset(kind: &'static str, text: &'static str) -> Response {
    let kind = format!("{kind}; charset=utf-8");
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache".to_owned())], text)
        .into_response()
}

async fn front(State(shared): State<Arc<Shared>>) -> Html<String> {
    let public = shared.office.serving.as_ref().and_then(|serving| serving.public);
    let mut there: Vec<(String, String)> = Vec::new();
    for (kind, address) in pages(public, None, shared.secure) {
        there.push((title(kind), address.clone()));
        for plan in &shared.office.walls {
            if let Some(name) = &plan.name {
                let named = format!("{address}?name={}", in_query(name));
                there.push((format!("{} {name}", title(kind)), named));
            }
        }
    }
    Html(page::pairing::public(&there).html)
}

/// What a page is called.
pub(super) fn title(kind: &str) -> String {
    crate::station::staff_words()
        .text(match kind {
            "wall" => "web.kind-wall",
            "supervisor" => "web.kind-supervisor",
            _ => "web.kind-console",
        })
        .to_owned()
}

/// A name as it stands in an address (RFC 3986).
fn in_query(name: &str) -> String {
    let letter = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    name.bytes().map(letter).collect()
}

/// Which wall is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WallQuery {
    name: String,
    /// The last call that was announced there.
    after: String,
    /// Which page it is, by a number that it has made up.
    page: String,
}

impl WallQuery {
    /// What that wall shows; `None` where no wall of the office has this name.
    fn plan(&self, office: &Office) -> Option<WallPlan> {
        if self.name.is_empty() {
            return Some(WallPlan { voice: true, ..WallPlan::default() });
        }
        let mut named = office.walls.iter();
        named
            .find(|plan| {
                plan.name.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(&self.name))
            })
            .cloned()
    }

    /// Which page it is, as a number.
    fn page(&self) -> u64 {
        page_number(&self.page)
    }
}

fn page_number(text: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn no_such_wall() -> Response {
    let sentence =
        "This office has no wall of that name; its names stand in [[display]] in office.toml.";
    (StatusCode::NOT_FOUND, sentence).into_response()
}

/// The latest look at the queue, and the newest event in it.
async fn looked(shared: &Arc<Shared>) -> Result<(watch::Receiver<Look>, EventSeq), Response> {
    let unreadable = || StatusCode::SERVICE_UNAVAILABLE.into_response();
    let here = Arc::clone(shared);
    let looks = tokio::task::spawn_blocking(move || here.walls.looks(&here)).await;
    let mut looks = match looks {
        Ok(Ok(looks)) => looks,
        Ok(Err(error)) => {
            note!("{error}");
            return Err(unreadable());
        }
        Err(_) => return Err(unreadable()),
    };
    let known = |look: &Look| !matches!(look, Look::None);
    let newest = match looks.wait_for(known).await {
        Ok(look) => match &*look {
            Look::Board(look, _) => look.0.newest_event,
            _ => EventSeq(i64::MAX),
        },
        Err(_) => return Err(unreadable()),
    };
    Ok((looks, newest))
}

async fn wall(State(shared): State<Arc<Shared>>, Query(query): Query<WallQuery>) -> Response {
    let Some(plan) = query.plan(&shared.office) else { return no_such_wall() };
    let (looks, newest) = match looked(&shared).await {
        Ok(looked) => looked,
        Err(response) => return response,
    };
    let name = plan.name.clone().unwrap_or_default();
    let mut live = LiveWall::open(&shared, plan, (0, String::new()), None, newest);
    live.look(&looks.borrow());
    let fragments = page::wall::fragments(&live.view());
    Html(match live.speaks() {
        true => page::wall::document(&fragments, &name),
        false => page::wall::silent_document(&fragments, &name),
    })
    .into_response()
}

/// A wall's stream at a moment.
struct Watched {
    live: LiveWall,
    looks: watch::Receiver<Look>,
    sent: stream::Sent,
    second: Interval,
    stop: watch::Receiver<bool>,
    waiting: VecDeque<Message>,
    announced: Option<EventSeq>,
    count: u64,
}

async fn wall_stream(
    State(shared): State<Arc<Shared>>,
    Extension(From(from)): Extension<From>,
    Query(query): Query<WallQuery>,
) -> Response {
    let Some(plan) = query.plan(&shared.office) else { return no_such_wall() };
    let (looks, newest) = match looked(&shared).await {
        Ok(looked) => looked,
        Err(response) => return response,
    };
    let after = query.after.parse().ok().map(EventSeq);
    let live = LiveWall::open(&shared, plan, (query.page(), from.to_string()), after, newest);
    let announced = Some(after.map_or(newest, |after| after.min(newest)));
    let mut second = interval(Duration::from_secs(1));
    second.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let stop = shared.stop.clone();
    let (sent, waiting) = (stream::Sent::default(), VecDeque::new());
    let watched = Watched { live, looks, sent, second, stop, waiting, announced, count: 0 };
    opened(futures_util::stream::unfold(watched, next_of_wall))
}

/// A stream as an answer.
pub(super) fn opened<S>(stream: S) -> Response
where
    S: Stream<Item = Result<Message, Infallible>> + Send + 'static,
{
    let mut response = Sse::new(stream).into_response();
    let name = header::HeaderName::from_static("x-accel-buffering");
    response.headers_mut().insert(name, header::HeaderValue::from_static("no"));
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}

async fn next_of_wall(mut at: Watched) -> Option<(Result<Message, Infallible>, Watched)> {
    loop {
        if let Some(message) = at.waiting.pop_front() {
            return Some((Ok(message), at));
        }
        let mut ping = false;
        let announced = tokio::select! {
            _ = at.stop.wait_for(|stop| *stop) => return None,
            changed = at.looks.changed() => {
                changed.ok()?;
                let look = at.looks.borrow_and_update().clone();
                at.live.look(&look)
            }
            _ = at.second.tick() => {
                ping = true;
                let look = at.looks.borrow_and_update().clone();
                let announced = at.live.look(&look);
                at.live.take(Event::Second).or(announced)
            }
        };
        at.announced = announced.or(at.announced);
        at.write();
        if ping {
            at.count += 1;
            let time = at.live.now().timestamp_millis();
            at.waiting.push_back(at.marked(stream::ping(time, at.count)));
        }
    }
}

impl Watched {
    /// From here a page goes on that has lost its stream.
    fn marked(&self, message: Message) -> Message {
        match self.announced {
            Some(seq) => message.id(seq.0.to_string()),
            None => message,
        }
    }

    fn write(&mut self) {
        // Shown before it is heard.
        let say = self.live.say.take();
        if let Some((call, behind)) = &say {
            self.live.take(Event::Sounds(self.live.length(call, Extent::for_waiting(*behind))));
        }
        if let Some(message) = self.sent.changes(page::wall::fragments(&self.live.view())) {
            let message = self.marked(message);
            self.waiting.push_back(message);
        }
        if let Some((call, behind)) = say {
            let seq = call.seq.0;
            let source = format!("/wall/voice/{seq}-{}.wav", behind.min(BRIEFEST));
            let text = serde_json::json!({ "id": seq, "src": source }).to_string();
            let message = self.marked(Message::default().event("say").data(text));
            self.waiting.push_back(message);
        }
    }
}

/// The sign of life of a wall, and how its sound is.
#[derive(Debug, Deserialize)]
struct Here {
    #[serde(default)]
    sound: String,
    #[serde(default)]
    id: String,
}

async fn wall_here(State(shared): State<Arc<Shared>>, Json(here): Json<Here>) -> StatusCode {
    shared.walls.sounds(page_number(&here.id), here.sound == "plays");
    StatusCode::NO_CONTENT
}

/// A call, and how much of it is said.
type Spoken = (EventSeq, Extent);

/// The voice of all walls.
pub(super) struct Speech {
    voices: Option<Arc<Voices>>,
    made: Mutex<VecDeque<(Spoken, Arc<[u8]>)>>,
    /// One sound is made at a time.
    turn: Semaphore,
}

impl Speech {
    pub(super) fn of(office: &Arc<Office>, data: &DataFolder) -> Self {
        let opened =
            Voices::open(&office.voice.languages, &data.voice_folder(), Some(Arc::clone(office)));
        let voices =
            opened.map_err(|error| note!("{error}")).ok().map(|(voices, _)| Arc::new(voices));
        Self { voices, made: Mutex::default(), turn: Semaphore::new(1) }
    }

    /// How long a call sounds.
    pub(super) fn length(&self, call: &PublicCall, extent: Extent) -> TimeDelta {
        let Some(voices) = &self.voices else { return TimeDelta::zero() };
        let sounds = voices.duration(voices.kind(call), call.number, call.counter, extent);
        TimeDelta::from_std(sounds).unwrap_or_default() + TimeDelta::milliseconds(500)
    }

    fn known(&self, spoken: Spoken) -> Option<Arc<[u8]>> {
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.iter().find(|(known, _)| *known == spoken).map(|(_, sound)| Arc::clone(sound))
    }

    async fn sound(&self, call: PublicCall, extent: Extent) -> Option<Arc<[u8]>> {
        let voices = Arc::clone(self.voices.as_ref()?);
        let _turn = self.turn.acquire().await.ok()?;
        let spoken = (call.seq, extent);
        if let Some(sound) = self.known(spoken) {
            return Some(sound);
        }
        let make = move || voice::announcement_of(&voices, &call, extent).0;
        let sound: Arc<[u8]> = tokio::task::spawn_blocking(make).await.ok()?.into();
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if made.len() == SOUNDS {
            made.pop_front();
        }
        made.push_back((spoken, Arc::clone(&sound)));
        Some(sound)
    }
}

async fn wall_voice(
    State(shared): State<Arc<Shared>>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    let missing = || StatusCode::NOT_FOUND.into_response();
    let named = file.strip_suffix(".wav").and_then(|name| name.split_once('-'));
    let read = |(seq, behind): (&str, &str)| Some((seq.parse().ok()?, behind.parse().ok()?));
    let Some((seq, behind)) = named.and_then(read) else { return missing() };
    let (seq, extent) = (EventSeq(seq), Extent::for_waiting(behind));
    let Ok((looks, _)) = looked(&shared).await else { return missing() };
    let call = match &*looks.borrow() {
        Look::Board(look, _) => look.0.new_calls.iter().find(|call| call.seq == seq).cloned(),
        _ => None,
    };
    // What is no news is spoken to nobody.
    let Some(call) = call else { return missing() };
    let Some(sound) = shared.voices.sound(call, extent).await else { return missing() };
    part(&sound, headers.get(header::RANGE).and_then(|range| range.to_str().ok()))
}

/// What is heard when somebody switches the sound of a wall on.
async fn wall_chime(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    match &shared.voices.voices {
        Some(voices) => part(
            &voice::chime(voices),
            headers.get(header::RANGE).and_then(|range| range.to_str().ok()),
        ),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A sound, or the part of it that is asked for: some televisions play nothing else (RFC 9110, 14.2).
fn part(sound: &[u8], range: Option<&str>) -> Response {
    let kind = (header::CONTENT_TYPE, "audio/wav".to_owned());
    let ranges = (header::ACCEPT_RANGES, "bytes".to_owned());
    let all = sound.len();
    let asked = range.and_then(|range| range.strip_prefix("bytes=")?.split_once('-'));
    let Some((from, to)) = asked else { return ([kind, ranges], sound.to_vec()).into_response() };
    let last = all.saturating_sub(1);
    let bounds = match (from.parse::<usize>(), to.parse::<usize>()) {
        (Ok(from), Ok(to)) => Some((from, to.min(last))),
        (Ok(from), Err(_)) if to.is_empty() => Some((from, last)),
        (Err(_), Ok(count)) if from.is_empty() => Some((all.saturating_sub(count), last)),
        _ => None,
    };
    match bounds.filter(|(from, to)| from <= to && *to < all) {
        Some((from, to)) => {
            let place = (header::CONTENT_RANGE, format!("bytes {from}-{to}/{all}"));
            (StatusCode::PARTIAL_CONTENT, [kind, ranges, place], sound[from..=to].to_vec())
                .into_response()
        }
        None => {
            let place = (header::CONTENT_RANGE, format!("bytes */{all}"));
            (StatusCode::RANGE_NOT_SATISFIABLE, [place]).into_response()
        }
    }
}
