//! What officers and supervisors see, on paired devices only: a stranger finds the door, and no page behind it.

use super::event::PageEvent;
use super::public::{guarded, opened, title};
use super::{From, Shared, identity, pages, stream};
use crate::access::{Device, DeviceKind, PairingError};
use crate::page::{self, Fragment};
use crate::station::staff_words;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::sse::Event as Message;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Form, Json, Router};
use serde::Deserialize;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Interval, interval};

/// The routes of the staff's listener. `addresses` are those of both listeners.
pub(super) fn router(
    shared: Arc<Shared>,
    addresses: (Option<SocketAddr>, Option<SocketAddr>),
) -> Router {
    let front = move |State(shared): State<Arc<Shared>>, headers: HeaderMap| async move {
        match identity::anybody(&shared, &headers) {
            Some(device) if device.kind == DeviceKind::Console => {
                Redirect::to("/console").into_response()
            }
            Some(_) => {
                let there = pages(addresses.0, addresses.1, shared.secure);
                let there: Vec<_> =
                    there.into_iter().map(|(kind, address)| (title(kind), address)).collect();
                Html(page::pairing::staff(&there).html).into_response()
            }
            None => door(StatusCode::OK, ""),
        }
    };
    let routes = Router::new()
        .route("/", get(front))
        .route("/pair", get(|| async { Redirect::to("/") }).post(pair))
        .route("/console", get(console))
        .route("/console/stream", get(console_stream))
        .route("/console/event", post(console_event))
        .route("/console/here", post(console_here))
        .route("/supervisor", get(supervisor))
        .route("/supervisor/stream", get(supervisor_stream))
        .route("/supervisor/event", post(supervisor_event))
        .route("/supervisor/here", post(supervisor_here))
        .route("/report", get(report));
    guarded(routes, shared)
}

/// The page of a device that nobody has paired.
fn door(status: StatusCode, refused: &str) -> Response {
    (status, Html(page::pairing::document(refused).html)).into_response()
}

/// What a device sends to be let in.
#[derive(Debug, Deserialize)]
struct Pairing {
    code: String,
}

async fn pair(
    State(shared): State<Arc<Shared>>,
    Extension(From(from)): Extension<From>,
    headers: HeaderMap,
    Form(typed): Form<Pairing>,
) -> Response {
    let here = Arc::clone(&shared);
    let name = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).map(browser);
    let paired = tokio::task::spawn_blocking(move || {
        let name = name.unwrap_or_default();
        here.access.pair(&typed.code, &name, &from.to_string(), &*here.clock)
    });
    let (device, token) = match paired.await {
        Ok(Ok(paired)) => paired,
        Ok(Err(PairingError::Code)) => {
            log_warn!(from = %from, "a wrong pairing code");
            return door(StatusCode::FORBIDDEN, staff_words().text("web.pair-wrong"));
        }
        Ok(Err(error)) => {
            note!("{error}");
            return door(StatusCode::SERVICE_UNAVAILABLE, staff_words().text("web.pair-failed"));
        }
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    log_info!(device = device.id, kind = device.kind.code(), from = %from, "a device was paired");
    let Some(cookie) = identity::cookie(token.as_str(), shared.secure) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    ([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response()
}

/// What somebody recognises a device by who reads the list: its browser and its system.
fn browser(agent: &str) -> String {
    let find = |names: &[&'static str]| names.iter().copied().find(|name| agent.contains(name));
    let browser = find(&["Edg", "OPR", "Firefox", "Chrome", "Safari"]);
    let browser = browser.map(|name| match name {
        "Edg" => "Edge",
        "OPR" => "Opera",
        name => name,
    });
    let system = find(&["Windows", "Android", "CrOS", "Linux", "iPhone", "iPad", "Macintosh"]);
    [browser, system].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What whoever is not let in is answered who sends something.
fn stranger() -> Response {
    StatusCode::UNAUTHORIZED.into_response()
}

/// The same for a stream: a browser sees no status there, and is told to fetch its page anew, which is the door.
fn nothing_to_see() -> Response {
    opened(futures_util::stream::iter([Ok(stream::gone("stranger"))]))
}

async fn console(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let Some(device) = identity::device(&shared, &headers, DeviceKind::Console) else {
        return Redirect::to("/").into_response();
    };
    let fragments = blocking(&shared, move |shared| {
        let live = shared.consoles.of(&device, shared);
        live.come_back();
        live.fragments(shared)
    });
    match fragments.await {
        Some(fragments) => Html(page::console::document(&fragments)).into_response(),
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Does something that may wait for a disk, off the threads that serve.
async fn blocking<T: Send + 'static>(
    shared: &Arc<Shared>,
    act: impl FnOnce(&Arc<Shared>) -> T + Send + 'static,
) -> Option<T> {
    let shared = Arc::clone(shared);
    tokio::task::spawn_blocking(move || act(&shared)).await.ok()
}

/// What a stream of the staff shows: asked anew at every change.
type Draw = Box<dyn Fn(&Arc<Shared>) -> Vec<Fragment> + Send>;

/// A stream of the staff at a moment.
struct Watched {
    shared: Arc<Shared>,
    device: Device,
    changes: watch::Receiver<u64>,
    draw: Draw,
    sent: stream::Sent,
    second: Interval,
    stop: watch::Receiver<bool>,
    waiting: Option<Message>,
    count: u64,
    ended: bool,
}

fn watched(
    shared: &Arc<Shared>,
    device: Device,
    changes: watch::Receiver<u64>,
    draw: Draw,
) -> Response {
    let mut second = interval(Duration::from_secs(1));
    second.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let watched = Watched {
        shared: Arc::clone(shared),
        device,
        changes,
        draw,
        sent: stream::Sent::default(),
        second,
        stop: shared.stop.clone(),
        waiting: None,
        count: 0,
        ended: false,
    };
    opened(futures_util::stream::unfold(watched, next))
}

async fn next(mut at: Watched) -> Option<(Result<Message, Infallible>, Watched)> {
    loop {
        if let Some(message) = at.waiting.take() {
            return Some((Ok(message), at));
        }
        if at.ended {
            return None;
        }
        let ping = tokio::select! {
            _ = at.stop.wait_for(|stop| *stop) => return None,
            changed = at.changes.changed() => {
                changed.ok()?;
                false
            }
            _ = at.second.tick() => true,
        };
        let known = at.shared.access.devices().ok();
        if known.is_some_and(|all| all.iter().all(|one| one.id != at.device.id)) {
            at.ended = true;
            return Some((Ok(stream::gone("revoked")), at));
        }
        let page = at.sent.changes((at.draw)(&at.shared));
        if ping {
            at.count += 1;
            let message = stream::ping(at.shared.now().timestamp_millis(), at.count);
            match page {
                Some(page) => {
                    at.waiting = Some(message);
                    return Some((Ok(page), at));
                }
                None => return Some((Ok(message), at)),
            }
        }
        if let Some(page) = page {
            return Some((Ok(page), at));
        }
    }
}

async fn console_stream(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let Some(device) = identity::device(&shared, &headers, DeviceKind::Console) else {
        return nothing_to_see();
    };
    let of = device.clone();
    let live = blocking(&shared, move |shared| {
        let live = shared.consoles.of(&of, shared);
        live.come_back();
        live
    });
    let Some(live) = live.await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let changes = live.changes();
    watched(&shared, device, changes, Box::new(move |shared| live.fragments(shared)))
}

async fn console_event(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    Json(event): Json<PageEvent>,
) -> Response {
    let Some(device) = identity::device(&shared, &headers, DeviceKind::Console) else {
        return stranger();
    };
    let known = blocking(&shared, move |shared| shared.consoles.of(&device, shared).press(&event));
    match known.await {
        Some(true) => StatusCode::NO_CONTENT.into_response(),
        Some(false) => StatusCode::UNPROCESSABLE_ENTITY.into_response(),
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn console_here(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let Some(device) = identity::device(&shared, &headers, DeviceKind::Console) else {
        return stranger();
    };
    let heard = blocking(&shared, move |shared| shared.consoles.of(&device, shared).come_back());
    match heard.await {
        Some(()) => StatusCode::NO_CONTENT.into_response(),
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn supervisor(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    if identity::device(&shared, &headers, DeviceKind::Supervisor).is_none() {
        return Redirect::to("/").into_response();
    }
    let fragments = blocking(&shared, |shared| {
        shared.overview.start(shared).map(|_| shared.overview.fragments(shared))
    });
    match fragments.await {
        Some(Ok(fragments)) => Html(page::overview::document(&fragments)).into_response(),
        Some(Err(error)) => {
            note!("{error}");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn supervisor_stream(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let Some(device) = identity::device(&shared, &headers, DeviceKind::Supervisor) else {
        return nothing_to_see();
    };
    match blocking(&shared, |shared| shared.overview.start(shared)).await {
        Some(Ok(changes)) => {
            watched(&shared, device, changes, Box::new(|shared| shared.overview.fragments(shared)))
        }
        _ => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

async fn supervisor_event(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    Json(event): Json<PageEvent>,
) -> Response {
    if identity::device(&shared, &headers, DeviceKind::Supervisor).is_none() {
        return stranger();
    }
    let Some(id) = event.what.parse().ok().filter(|_| event.act == "revoke") else {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    };
    match blocking(&shared, move |shared| shared.access.revoke(id)).await {
        Some(Ok(_)) => StatusCode::NO_CONTENT.into_response(),
        Some(Err(error)) => {
            note!("{error}");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn supervisor_here(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    match identity::device(&shared, &headers, DeviceKind::Supervisor) {
        Some(_) => StatusCode::NO_CONTENT.into_response(),
        None => stranger(),
    }
}

async fn report(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    if identity::device(&shared, &headers, DeviceKind::Supervisor).is_none() {
        return Redirect::to("/").into_response();
    }
    let page = blocking(&shared, |shared| -> Result<String, String> {
        let mut desk = shared.reading_desk()?;
        crate::report::page_of_today(&mut desk).map_err(|error| error.to_string())
    });
    match page.await {
        Some(Ok(page)) => {
            // One file that stands by itself: its style and its letters stand in it.
            let policy = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; frame-ancestors 'none'";
            let mut response = Html(page).into_response();
            let policy = header::HeaderValue::from_static(policy);
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
            response
        }
        Some(Err(error)) => {
            note!("{error}");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
