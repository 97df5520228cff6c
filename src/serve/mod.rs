//! The server: opens the queue of this machine to the office's own network.
//!
//! Belongs here: listening, who may come in, streams, and the stations of whoever has only a browser. Pages are made in `page`,
//! what is known and said in `station`, what is decided in `desk`; a browser's console is the same station and the same worker as
//! a window's.
//!
//! ```text
//! browser --event--> guard -> identity -> station -> worker -> writer -> desk     one batch, one commit
//! browser <-stream-- changed pieces of the page <- station <- worker <- feed
//! ```

mod certificate;
mod consoles;
mod event;
mod guard;
mod identity;
mod listener;
mod overview;
mod public;
mod staff;
mod stream;
mod walls;
mod writer;

use crate::access::{Access, DeviceKind};
use crate::clock::Clock;
use crate::data::DataFolder;
use crate::desk::{Desk, PrintTarget};
use crate::domain::Timestamp;
use crate::feed::Feed;
use crate::office::{Office, Serving};
use crate::page::overview::DeviceLine;
use crate::station::staff_words;
use consoles::Consoles;
use listener::Caps;
use overview::LiveOverview;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;
use walls::Walls;
use writer::Writer;

/// How many may be connected: walls and their streams, and officers, each with a stream and a few calls.
const PUBLIC: Caps = Caps { all: 600, each: 250 };
const STAFF: Caps = Caps { all: 250, each: 40 };

/// Opens a desk on the queue of this office, or says in a sentence why not.
pub type OpenDesk = Box<dyn Fn() -> Result<Desk, String> + Send + Sync>;

/// What a server is made of.
pub struct Parts {
    /// Whose locks and files it uses.
    pub data: DataFolder,
    /// The office.
    pub office: Arc<Office>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where copies are printed, by whoever owns that printer.
    pub target: Option<PrintTarget>,
    /// Opens desks.
    pub open: OpenDesk,
}

/// Why nothing can be served.
#[derive(Debug, Error)]
pub enum ServeError {
    /// Nobody has opened it.
    #[error(
        "this office serves nothing: take the # away before [serve] in office.toml, or write it there with \
         public = \"0.0.0.0:8080\" and staff = \"0.0.0.0:8443\""
    )]
    Closed,
    /// The address.
    #[error(
        "cannot listen at {address} ({key} in office.toml); is another program there, or is it no address of this machine?"
    )]
    Address {
        /// Which key names it.
        key: &'static str,
        /// Where.
        address: SocketAddr,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The certificate.
    #[error(
        "the certificate in {folder} cannot be used: {cause}. Put certificate.pem and key.pem there, or take both away and one is made"
    )]
    Certificate {
        /// Where it is kept.
        folder: PathBuf,
        /// What is wrong.
        cause: String,
    },
    /// The queue.
    #[error("{0}")]
    Queue(String),
    /// The system.
    #[error("the system gives no threads")]
    System(#[from] io::Error),
}

/// Where a request comes from.
#[derive(Debug, Clone, Copy)]
struct From(IpAddr);

/// What all requests share.
struct Shared {
    data: DataFolder,
    office: Arc<Office>,
    clock: Arc<dyn Clock>,
    /// The time as the desk finds it, which is what is shown.
    shown: Arc<dyn Clock>,
    target: Option<PrintTarget>,
    open: OpenDesk,
    writer: Writer,
    feed: Feed,
    access: Access,
    consoles: Consoles,
    overview: LiveOverview,
    walls: Walls,
    /// The names that this machine answers to.
    names: Vec<String>,
    /// Whether the staff's pages are encrypted.
    secure: bool,
    stop: watch::Receiver<bool>,
    voices: public::Speech,
}

impl Shared {
    fn now(&self) -> Timestamp {
        self.shown.now()
    }

    /// The calendar's day, by which sessions end.
    fn day(&self) -> String {
        self.now().with_timezone(&self.office.zone).date_naive().to_string()
    }

    /// A desk whose requests the writer decides.
    fn desk(&self) -> Result<Desk, String> {
        Ok((self.open)()?.through(self.writer.clone()))
    }

    /// A desk of somebody who only looks.
    fn reading_desk(&self) -> Result<Desk, String> {
        (self.open)()
    }

    /// The paired devices and the walls that are open, for the supervisor.
    fn device_lines(&self) -> Vec<DeviceLine> {
        let words = staff_words();
        let devices = self.access.devices().unwrap_or_default();
        let paired = devices.into_iter().map(|device| {
            let kind = match device.kind {
                DeviceKind::Console => "web.kind-console",
                DeviceKind::Supervisor => "web.kind-supervisor",
            };
            DeviceLine {
                name: if device.name.is_empty() {
                    device.from.clone()
                } else {
                    device.name.clone()
                },
                kind: words.text(kind).to_owned(),
                state: match device.kind {
                    DeviceKind::Console => self.consoles.state_of(&device, self),
                    DeviceKind::Supervisor => String::new(),
                },
                id: device.id.to_string(),
                revocable: true,
            }
        });
        let walls = self.walls.open().into_iter().map(|wall| DeviceLine {
            name: wall.name.unwrap_or(wall.from),
            kind: words.text("web.kind-wall").to_owned(),
            state: words
                .text(if wall.sounds { "web.wall-heard" } else { "web.wall-silent" })
                .to_owned(),
            id: String::new(),
            revocable: false,
        });
        paired.chain(walls).collect()
    }
}

/// A server that runs until it is stopped.
pub struct Server {
    runtime: Option<Runtime>,
    stop: watch::Sender<bool>,
    writer: Option<JoinHandle<()>>,
    shared: Option<Arc<Shared>>,
    /// Where the walls are shown.
    pub public: Option<SocketAddr>,
    /// Where officers work.
    pub staff: Option<SocketAddr>,
    /// Whether the staff's pages are encrypted.
    pub secure: bool,
    /// By which somebody recognises the certificate of the staff's pages.
    pub fingerprint: Option<String>,
}

impl Server {
    /// Opens the office as its file says. Seats of devices that were at a counter are taken again before anybody may come in.
    ///
    /// # Errors
    /// [`ServeError`].
    pub fn start(parts: Parts) -> Result<Self, ServeError> {
        let serving = parts.office.serving.clone().ok_or(ServeError::Closed)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("serve")
            .enable_all()
            .build()?;
        let bind = |key, address: Option<SocketAddr>| {
            let bound = address.map(|address| {
                let bound = runtime.block_on(TcpListener::bind(address));
                bound.map_err(|source| ServeError::Address { key, address, source })
            });
            bound.transpose()
        };
        let public = bind("serve.public", serving.public)?;
        let staff = bind("serve.staff", serving.staff)?;
        let secure = staff.is_some() && !serving.plain_http;
        let certificate = match secure {
            true => Some(certificate::of(&parts.data, &serving.names, &own_addresses())?),
            false => None,
        };
        let (stop, stopped) = watch::channel(false);
        let (shared, writer) = share(parts, &serving, secure, stopped.clone())?;
        let at = |listener: &Option<TcpListener>| {
            listener.as_ref().and_then(|one| one.local_addr().ok())
        };
        let (public_at, staff_at) = (at(&public), at(&staff));
        shared.consoles.resume(&shared);
        if let Some(listener) = public {
            let router = public::router(Arc::clone(&shared));
            runtime.spawn(listener::listen(listener, router, None, PUBLIC, stopped.clone()));
        }
        let fingerprint = certificate.as_ref().map(|one| one.fingerprint.clone());
        if let Some(listener) = staff {
            let router = staff::router(Arc::clone(&shared), (public_at, staff_at));
            let tls = certificate.map(|one| TlsAcceptor::from(one.config));
            runtime.spawn(listener::listen(listener, router, tls, STAFF, stopped.clone()));
        }
        runtime.spawn(tick(Arc::clone(&shared), stopped));
        Ok(Self {
            runtime: Some(runtime),
            stop,
            writer: Some(writer),
            shared: Some(shared),
            public: public_at,
            staff: staff_at,
            secure,
            fingerprint,
        })
    }

    /// The addresses to type, for somebody at another machine: first what an address of this machine is known by.
    pub fn addresses(&self) -> Vec<(&'static str, String)> {
        pages(self.public, self.staff, self.secure)
    }
}

impl Drop for Server {
    /// Ends streams and connections at once, and what is being decided when it is decided.
    fn drop(&mut self) {
        let _ = self.stop.send(true);
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(Duration::from_secs(3));
        }
        // With the last of those who could ask the writer ends.
        drop(self.shared.take());
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

fn share(
    parts: Parts,
    serving: &Serving,
    secure: bool,
    stop: watch::Receiver<bool>,
) -> Result<(Arc<Shared>, JoinHandle<()>), ServeError> {
    let Parts { data, office, clock, target, open } = parts;
    let desk = open().map_err(ServeError::Queue)?;
    let shown = desk.shown_clock();
    let feed = Feed::start(&data)?;
    let (writer, thread) = writer::start(desk)?;
    let voices = public::Speech::of(&office, &data);
    let shared = Shared {
        access: Access::of(&data),
        names: serving.names.clone(),
        consoles: Consoles::default(),
        overview: LiveOverview::default(),
        walls: Walls::default(),
        data,
        office,
        clock,
        shown,
        target,
        open,
        writer,
        feed,
        secure,
        stop,
        voices,
    };
    Ok((Arc::new(shared), thread))
}

/// Lets a second pass at every console.
async fn tick(shared: Arc<Shared>, mut stop: watch::Receiver<bool>) {
    let mut second = tokio::time::interval(Duration::from_secs(1));
    second.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = second.tick() => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
        let here = Arc::clone(&shared);
        // Locks of files are looked at.
        let _ = tokio::task::spawn_blocking(move || here.consoles.second(&here)).await;
    }
}

/// The addresses of this machine in the office's network.
fn own_addresses() -> Vec<IpAddr> {
    let all = if_addrs::get_if_addrs().unwrap_or_default();
    let mut own: Vec<IpAddr> =
        all.iter().filter(|one| !one.is_loopback()).map(|one| one.ip()).collect();
    own.retain(|address| match address {
        IpAddr::V4(v4) => !v4.is_link_local(),
        IpAddr::V6(v6) => !v6.is_unicast_link_local(),
    });
    // Those that are easier to type first.
    own.sort_by_key(IpAddr::is_ipv6);
    own.dedup();
    own
}

/// The address of the staff's pages, as it is typed at another machine; `None` where the office has none.
pub fn staff_address(serving: &Serving) -> Option<String> {
    let secure = !serving.plain_http;
    let (_, address) = pages(None, serving.staff, secure).into_iter().next()?;
    Some(address.trim_end_matches("console").to_owned())
}

/// The pages that there are, with their addresses.
fn pages(
    public: Option<SocketAddr>,
    staff: Option<SocketAddr>,
    secure: bool,
) -> Vec<(&'static str, String)> {
    let at = |address: SocketAddr, scheme: &str, path: &str| {
        let ip = match address.ip().is_unspecified() {
            true => own_addresses().into_iter().next().unwrap_or(IpAddr::from([127, 0, 0, 1])),
            false => address.ip(),
        };
        format!("{scheme}://{}{path}", SocketAddr::new(ip, address.port()))
    };
    let scheme = if secure { "https" } else { "http" };
    let wall = public.map(|address| ("wall", at(address, "http", "/wall")));
    let staff = staff.into_iter().flat_map(|address| {
        [
            ("console", at(address, scheme, "/console")),
            ("supervisor", at(address, scheme, "/supervisor")),
        ]
    });
    wall.into_iter().chain(staff).collect()
}
