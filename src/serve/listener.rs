//! Listening: connections up to a number in all and from each address, with a deadline for whoever says nothing, with or without
//! TLS, until the server ends.
//!
//! Never here: what is asked for on a connection.

use axum::Router;
use axum::http::{StatusCode, Uri, header};
use axum::response::IntoResponse;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

/// Whoever connects has so long to say what is wanted, and so long to agree on a cipher.
const PATIENCE: Duration = Duration::from_secs(10);
/// The first byte of every TLS connection (RFC 8446, handshake record).
const TLS_HANDSHAKE: u8 = 0x16;

/// How many connections there may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Caps {
    /// In all.
    pub(super) all: usize,
    /// From one address.
    pub(super) each: usize,
}

/// The connections of a listener.
#[derive(Debug, Default)]
struct Open(Mutex<HashMap<IpAddr, usize>>);

/// One of them, for as long as it is kept.
struct Place {
    open: Arc<Open>,
    from: IpAddr,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.open.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.from) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.from);
            }
        }
    }
}

impl Open {
    fn enter(self: &Arc<Self>, from: IpAddr, caps: Caps) -> Option<Place> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = open.values().sum();
        let here = open.get(&from).copied().unwrap_or(0);
        if all >= caps.all || here >= caps.each {
            return None;
        }
        open.insert(from, here + 1);
        drop(open);
        Some(Place { open: Arc::clone(self), from })
    }
}

/// Accepts connections until `stop` says so; those that are open are finished then.
pub(super) async fn listen(
    listener: TcpListener,
    router: Router,
    tls: Option<TlsAcceptor>,
    caps: Caps,
    mut stop: watch::Receiver<bool>,
) {
    let open = Arc::new(Open::default());
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.wait_for(|stop| *stop) => return,
        };
        let (stream, from) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // So many files are open, mostly; it passes.
                log_warn!(cause = %error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        // Dropped at once: whoever is one too many is told by the closed connection.
        let Some(place) = open.enter(from.ip(), caps) else { continue };
        let (router, tls, stop) = (router.clone(), tls.clone(), stop.clone());
        tokio::spawn(async move {
            let _place = place;
            let _ = stream.set_nodelay(true);
            welcome(stream, from, router, tls, stop).await;
        });
    }
}

async fn welcome(
    stream: TcpStream,
    from: SocketAddr,
    router: Router,
    tls: Option<TlsAcceptor>,
    stop: watch::Receiver<bool>,
) {
    let Some(tls) = tls else { return serve(stream, from, router, stop).await };
    let mut first = [0];
    match timeout(PATIENCE, stream.peek(&mut first)).await {
        Ok(Ok(1)) if first[0] != TLS_HANDSHAKE => {
            // Somebody has typed the address without https.
            serve(stream, from, Router::new().fallback(to_https), stop).await;
        }
        Ok(Ok(1)) => {
            if let Ok(Ok(stream)) = timeout(PATIENCE, tls.accept(stream)).await {
                serve(stream, from, router, stop).await;
            }
        }
        _ => {}
    }
}

async fn to_https(headers: axum::http::HeaderMap, uri: Uri) -> axum::response::Response {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let safe = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    if host.is_empty() || !host.chars().all(safe) {
        return (StatusCode::BAD_REQUEST, "This address is reached by https.").into_response();
    }
    (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, format!("https://{host}{path}"))])
        .into_response()
}

/// Serves one connection.
async fn serve<S>(stream: S, from: SocketAddr, router: Router, mut stop: watch::Receiver<bool>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let router = router.layer(axum::Extension(super::From(from.ip())));
    let service = TowerToHyperService::new(router);
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(64 << 10);
    let connection = builder.serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    tokio::select! {
        // A connection that breaks is a browser that is gone.
        _ = connection.as_mut() => return,
        _ = stop.wait_for(|stop| *stop) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = timeout(Duration::from_secs(2), connection).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_cannot_take_the_place_of_all_others() {
        let open = Arc::new(Open::default());
        let caps = Caps { all: 5, each: 3 };
        let address = |last: u8| IpAddr::from([192, 0, 2, last]);
        let greedy: Vec<_> = (0..9).filter_map(|_| open.enter(address(1), caps)).collect();
        assert_eq!(greedy.len(), 3);
        let other = open.enter(address(2), caps);
        let third = open.enter(address(3), caps);
        assert!(other.is_some() && third.is_some());
        assert!(open.enter(address(4), caps).is_none(), "all places are taken");
        drop(greedy);
        assert!(open.enter(address(1), caps).is_some(), "who leaves makes room");
    }
}
