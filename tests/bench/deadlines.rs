//! How long a call to a printer that has stopped takes beyond its deadline, as the worst of many. A pseudo-terminal has
//! no queue between its two ends, so draining it finds nothing to wait for; a connection has one.

use super::Outcome;
use antre::printer::Address;
use antre::printer::transport::{
    self, FlowControl, Parity, SerialSettings, StopBits, Surroundings, Transport,
};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use std::io::Write;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often each call is made.
const CALLS: usize = 60;
/// What each call is given.
const PATIENCE: Duration = Duration::from_millis(20);

/// Makes every call of every kind of port against somebody who takes nothing and says nothing.
pub fn overruns(folder: &Path) -> Outcome {
    println!(
        "longest time beyond its deadline of {PATIENCE:?}, of {CALLS} calls each to a printer that has stopped:"
    );
    let (_printer, terminal) = terminal()?;
    stopped(folder, "serial, a pseudo-terminal", &format!("serial://{terminal}"), || ())?;
    stopped(folder, "device, a pseudo-terminal", &format!("device://{terminal}"), || ())?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let forget = || drop(listener.accept());
    stopped(folder, "tcp", &format!("tcp://{}", listener.local_addr()?), forget)?;
    let full = TcpListener::bind("127.0.0.1:0")?;
    let _waiting = fill(full.local_addr()?);
    let address = format!("tcp://{}", full.local_addr()?).parse()?;
    let mut opening = Vec::new();
    for _ in 0..CALLS {
        opening.push(timed(|deadline| open(folder, &address, deadline).is_ok()).1);
    }
    print("tcp, a host that says nothing", &[("open", opening)]);
    Ok(())
}

/// The master of a pseudo-terminal, which is never read, and the path of its other end.
fn terminal() -> Outcome<(OwnedFd, String)> {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY)?;
    grantpt(&master)?;
    unlockpt(&master)?;
    let name = ptsname(&master, Vec::new())?.into_string()?;
    Ok((master, name))
}

/// Connections until the listener takes no more.
fn fill(address: SocketAddr) -> Vec<TcpStream> {
    let connect = || TcpStream::connect_timeout(&address, Duration::from_millis(200)).ok();
    std::iter::from_fn(connect).collect()
}

fn open(folder: &Path, address: &Address, deadline: Instant) -> Outcome<Box<dyn Transport>> {
    let serial = SerialSettings {
        baud: 9600,
        flow: FlowControl::None,
        parity: Parity::None,
        stop_bits: StopBits::One,
    };
    let surroundings =
        Surroundings { virtual_dir: folder, serial, picture: Arc::new(|_| Ok(Vec::new())) };
    Ok(transport::open(address, &surroundings, deadline)?)
}

/// What a call came to, and how far beyond its deadline.
fn timed<T>(call: impl FnOnce(Instant) -> T) -> (T, Duration) {
    let deadline = Instant::now() + PATIENCE;
    let result = call(deadline);
    (result, Instant::now().saturating_duration_since(deadline))
}

/// Makes every call; `forget` lets the printer's end of it go.
fn stopped(folder: &Path, what: &str, address: &str, forget: impl Fn()) -> Outcome {
    let address: Address = address.parse()?;
    let amount = vec![b'x'; 8 * 1024 * 1024];
    let mut times =
        ["open", "write", "read", "drain", "finish", "close"].map(|call| (call, Vec::new()));
    for _ in 0..CALLS {
        let started = Instant::now();
        let (port, opening) = timed(|deadline| open(folder, &address, deadline));
        // On a busy machine opening can miss its deadline, too; the other calls want a port all the same.
        let mut port = port.or_else(|_| open(folder, &address, started + 50 * PATIENCE))?;
        let (written, writing) = timed(|deadline| port.write(&amount, deadline));
        if written.is_ok() {
            return Err(format!("{what} has not stopped").into());
        }
        let (_, reading) = timed(|deadline| port.read(&mut [0; 256], deadline));
        let (_, draining) = timed(|deadline| port.drain(deadline));
        let (_, finishing) = timed(|deadline| port.finish(deadline));
        // Closing has no time of its own: all of it counts.
        let started = Instant::now();
        drop(port);
        let closing = started.elapsed();
        forget();
        let round = [opening, writing, reading, draining, finishing, closing];
        for ((_, times), time) in times.iter_mut().zip(round) {
            times.push(time);
        }
    }
    print(what, &times);
    Ok(())
}

fn print(what: &str, times: &[(&str, Vec<Duration>)]) {
    print!("  {what:<32}");
    for (call, times) in times {
        let worst = times.iter().max().copied().unwrap_or_default();
        print!("  {call} {worst:.1?}");
    }
    println!();
    let _ = std::io::stdout().flush();
}
