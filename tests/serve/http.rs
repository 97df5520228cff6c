//! A browser as far as the server sees one: requests with a cookie, and streams of events.
//!
//! One request for each connection, so that no test depends on another one's. Never here: what a page means.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// Longer than anything here takes; who waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// An answer.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub heads: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn head(&self, name: &str) -> Option<&str> {
        self.heads.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A browser at an address, with its cookie.
#[derive(Debug, Clone)]
pub struct Browser {
    pub at: SocketAddr,
    pub cookie: Option<String>,
}

impl Browser {
    pub fn new(at: SocketAddr) -> Self {
        Self { at, cookie: None }
    }

    pub fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, &[], "")
    }

    /// Sends what a page of ours sends.
    pub fn post(&self, path: &str, json: &str) -> Reply {
        let origin = format!("http://{}", self.at);
        let heads = [("Origin", &*origin), ("Content-Type", "application/json")];
        self.ask("POST", path, &heads, json)
    }

    /// Sends a form, as a page of ours does.
    pub fn form(&self, path: &str, form: &str) -> Reply {
        let origin = format!("http://{}", self.at);
        let kind = "application/x-www-form-urlencoded";
        self.ask("POST", path, &[("Origin", &origin), ("Content-Type", kind)], form)
    }

    /// The page, unless whoever is one too many is hung up on.
    pub fn try_get(&self, path: &str) -> Option<Reply> {
        self.try_ask("GET", path, &[], "").ok().filter(|reply| reply.status > 0)
    }

    /// Sends what a page of ours sends, to a server that may be no more.
    pub fn try_post(&self, path: &str, json: &str) -> Option<u16> {
        let origin = format!("http://{}", self.at);
        let heads = [("Origin", &*origin), ("Content-Type", "application/json")];
        let reply = self.try_ask("POST", path, &heads, json).ok()?;
        Some(reply.status).filter(|status| *status > 0)
    }

    /// Sends exactly this, with a Host of ours where none is given.
    pub fn ask(&self, method: &str, path: &str, heads: &[(&str, &str)], body: &str) -> Reply {
        self.try_ask(method, path, heads, body).unwrap()
    }

    /// As [`Self::ask`], of a server that may be gone.
    pub fn try_ask(
        &self,
        method: &str,
        path: &str,
        heads: &[(&str, &str)],
        body: &str,
    ) -> io::Result<Reply> {
        let mut stream = self.open(method, path, heads, body, true)?;
        let (status, heads) = head_of(&mut stream)?;
        let mut reply = Reply { status, heads, body: Vec::new() };
        // Not every server closes the connection as soon as it is asked to.
        let length = reply.head("content-length").and_then(|length| length.parse().ok());
        stream.take(length.unwrap_or(u64::MAX)).read_to_end(&mut reply.body)?;
        Ok(reply)
    }

    fn open(
        &self,
        method: &str,
        path: &str,
        heads: &[(&str, &str)],
        body: &str,
        close: bool,
    ) -> io::Result<BufReader<TcpStream>> {
        let mut stream = TcpStream::connect(self.at)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut text = format!("{method} {path} HTTP/1.1\r\n");
        if heads.iter().all(|(name, _)| *name != "Host") {
            text += &format!("Host: {}\r\n", self.at);
        }
        for (name, value) in heads {
            text += &format!("{name}: {value}\r\n");
        }
        if let Some(cookie) = &self.cookie {
            text += &format!("Cookie: other=1; {cookie}\r\n");
        }
        if close {
            text += "Connection: close\r\n";
        }
        text += &format!("Content-Length: {}\r\n\r\n{body}", body.len());
        stream.write_all(text.as_bytes())?;
        Ok(BufReader::new(stream))
    }

    /// Opens a stream of events.
    pub fn stream(&self, path: &str) -> Stream {
        let mut from = self.open("GET", path, &[], "", false).unwrap();
        let (status, _) = head_of(&mut from).unwrap();
        assert_eq!(status, 200, "{path}");
        Stream { from, rest: String::new() }
    }
}

fn head_of(from: &mut BufReader<TcpStream>) -> io::Result<(u16, Vec<(String, String)>)> {
    let mut line = String::new();
    from.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    let mut heads = Vec::new();
    loop {
        let mut line = String::new();
        from.read_line(&mut line)?;
        match line.trim_end().split_once(':') {
            Some((name, value)) => heads.push((name.to_ascii_lowercase(), value.trim().to_owned())),
            None => return Ok((status, heads)),
        }
    }
}

/// An event of a stream.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    pub event: String,
    pub data: String,
    pub id: String,
}

/// A stream of events, in chunks (RFC 9112, 7.1).
pub struct Stream {
    from: BufReader<TcpStream>,
    rest: String,
}

impl Stream {
    /// The next event; `None` at the end of the stream.
    pub fn next(&mut self) -> Option<Told> {
        loop {
            if let Some((event, rest)) = self.rest.split_once("\n\n") {
                let mut told = Told::default();
                for line in event.lines() {
                    match line.split_once(": ") {
                        Some(("event", value)) => told.event = value.to_owned(),
                        Some(("data", value)) => told.data = value.to_owned(),
                        Some(("id", value)) => told.id = value.to_owned(),
                        _ => {}
                    }
                }
                self.rest = rest.to_owned();
                return Some(told);
            }
            let mut size = String::new();
            if self.from.read_line(&mut size).ok()? == 0 {
                return None;
            }
            let size = usize::from_str_radix(size.trim(), 16).ok()?;
            let mut chunk = vec![0; size + 2];
            self.from.read_exact(&mut chunk).ok()?;
            if size == 0 {
                return None;
            }
            self.rest += std::str::from_utf8(&chunk[..size]).unwrap();
        }
    }

    /// The next event of this name of which this is true. A stream that lives tells something every second.
    #[track_caller]
    pub fn until(&mut self, name: &str, is_it: impl Fn(&Told) -> bool) -> Told {
        let begin = Instant::now();
        loop {
            let told = self.next().expect("the stream has ended");
            if told.event == name && is_it(&told) {
                return told;
            }
            assert!(begin.elapsed() < PATIENCE, "waited in vain for {name}; last: {told:?}");
        }
    }

    /// Waits until this stands somewhere on the page.
    pub fn shows(&mut self, text: &str) -> Told {
        self.until("page", |told| told.data.contains(text))
    }
}
