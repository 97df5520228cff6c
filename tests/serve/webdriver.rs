//! A browser that people use, driven as a person would: Chromium, through the protocol of the W3C (WebDriver) of its chromedriver.
//!
//! Nothing here waits for a time: a page is looked at until it shows what is waited for. Never here: what a page means.

use super::http::{Browser, Reply};
use crate::support::left_out;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError, mpsc};
use std::time::{Duration, Instant};
use std::{env, thread};
use tempfile::TempDir;

/// Longer than anything here takes, on a machine that compiles at the same time.
const PATIENCE: Duration = Duration::from_secs(60);
const CHROMEDRIVER: &str = "chromedriver";
/// What a page logs as a fault, and every request that is refused.
const FAULT: &str = "SEVERE";

/// Keys that are no letter (WebDriver, 17.4.2).
pub const BACKSPACE: char = '\u{E003}';
pub const TAB: char = '\u{E004}';
pub const ENTER: char = '\u{E007}';
pub const ESCAPE: char = '\u{E00C}';
pub const DOWN: char = '\u{E015}';

/// One test at a time has browsers: each of them fills a small machine by itself.
static TURN: Mutex<()> = Mutex::new(());

/// The turn to use browsers; `None`, and said, where there are none.
pub fn browsers() -> Option<MutexGuard<'static, ()>> {
    if env::var_os("ANTRE_CHROMIUM").is_none_or(|asked| asked != "1") {
        left_out("no Chromium is asked for (ANTRE_CHROMIUM=1)");
        return None;
    }
    let folders = env::var_os("PATH").unwrap_or_default();
    if !env::split_paths(&folders).any(|folder| folder.join(CHROMEDRIVER).exists()) {
        left_out("there is no chromedriver on this machine");
        return None;
    }
    Some(TURN.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Looks again and again until it is so.
#[track_caller]
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !is_so() {
        assert!(begin.elapsed() < PATIENCE, "waited in vain until {what}");
        thread::park_timeout(Duration::from_millis(30));
    }
}

/// A Chromium with a profile of its own; it ends with this.
pub struct Chromium {
    driver: Child,
    at: Browser,
    /// The path of its session.
    session: String,
    profile: TempDir,
}

impl Chromium {
    pub fn open() -> Self {
        let mut driver = Command::new(CHROMEDRIVER)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let told = BufReader::new(driver.stdout.take().unwrap()).lines();
        let (port, heard) = mpsc::channel();
        // Whoever writes to a pipe that nobody reads ends.
        thread::spawn(move || {
            for line in told.map_while(Result::ok) {
                let found = line.split_once("successfully on port ").map(|(_, port)| port);
                let found = found.and_then(|found| found.trim_end_matches('.').parse::<u16>().ok());
                if let Some(found) = found {
                    let _ = port.send(found);
                }
            }
        });
        let port = heard.recv_timeout(PATIENCE).expect("chromedriver names its port");
        let at = Browser::new(SocketAddr::from(([127, 0, 0, 1], port)));
        let profile = tempfile::tempdir().unwrap();
        let mut chromium = Self { driver, at, session: String::new(), profile };
        let flags = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1280,800",
        ];
        let mut flags: Vec<String> = flags.map(str::to_owned).to_vec();
        flags.push(format!("--user-data-dir={}", chromium.profile.path().display()));
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "unhandledPromptBehavior": "ignore",
            "goog:loggingPrefs": { "browser": "ALL" },
            "goog:chromeOptions": { "args": flags },
        } } });
        let made = chromium.told("POST", "/session", &wanted).unwrap();
        chromium.session = format!("/session/{}", made["sessionId"].as_str().unwrap());
        chromium
    }

    /// What the driver answers, or the word for why it does not.
    fn told(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let body = if method == "POST" { body.to_string() } else { String::new() };
        let heads = [("Content-Type", "application/json; charset=utf-8")];
        let reply: Reply = self
            .at
            .try_ask(method, &format!("{}{path}", self.session), &heads, &body)
            .map_err(|error| error.to_string())?;
        let mut told: Value = serde_json::from_slice(&reply.body).map_err(|e| e.to_string())?;
        match reply.status {
            200 => Ok(told["value"].take()),
            _ => Err(told["value"].to_string()),
        }
    }

    #[track_caller]
    fn post(&self, path: &str, body: &Value) -> Value {
        self.told("POST", path, body).unwrap_or_else(|error| panic!("{path} {body}: {error}"))
    }

    /// Opens a page in the tab that is in front.
    #[track_caller]
    pub fn go(&self, address: &str) {
        self.post("/url", &json!({ "url": address }));
    }

    /// Keeps a cookie of the page that is open.
    #[track_caller]
    pub fn keep(&self, cookie: &str) {
        let (name, value) = cookie.split_once('=').unwrap();
        let cookie = json!({ "name": name, "value": value, "path": "/", "httpOnly": true, "sameSite": "Strict" });
        self.post("/cookie", &json!({ "cookie": cookie }));
    }

    /// What a piece of script returns.
    #[track_caller]
    pub fn run(&self, script: &str) -> Value {
        self.post("/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Waits until this expression is true. A page that is just being replaced by another one answers nothing.
    #[track_caller]
    pub fn until(&self, expression: &str) {
        let script = json!({ "script": format!("return !!({expression});"), "args": [] });
        let begin = Instant::now();
        while self.told("POST", "/execute/sync", &script) != Ok(Value::Bool(true)) {
            let seen = || self.run("return location.href + '\\n' + document.body.innerText;");
            assert!(begin.elapsed() < PATIENCE, "in vain: {expression}\n{}", seen());
            thread::park_timeout(Duration::from_millis(30));
        }
    }

    /// Waits until this text stands in what a selector finds.
    #[track_caller]
    pub fn shows(&self, selector: &str, text: &str) {
        let text = Value::from(text);
        self.until(&format!(
            "[].some.call(document.querySelectorAll('{selector}'), function (at) {{ return at.innerText.indexOf({text}) >= 0; }})"
        ));
    }

    /// Waits until what a selector finds is there to be seen, or is not.
    #[track_caller]
    pub fn is_seen(&self, selector: &str, seen: bool) {
        let rects = "at.getClientRects().length > 0";
        self.until(&format!(
            "{seen} === [].some.call(document.querySelectorAll('{selector}'), function (at) {{ return {rects}; }})"
        ));
    }

    /// Clicks what a selector finds, as a mouse does, as soon as it is there.
    #[track_caller]
    pub fn click(&self, selector: &str) {
        self.is_seen(selector, true);
        let wanted = json!({ "using": "css selector", "value": selector });
        let found = self.post("/element", &wanted);
        let id = found.as_object().unwrap().values().next().unwrap().as_str().unwrap();
        self.post(&format!("/element/{id}/click"), &json!({}));
    }

    /// Presses keys one after the other, wherever the focus is.
    #[track_caller]
    pub fn press(&self, keys: impl AsRef<str>) {
        let stroke = |key: char| {
            let key = key.to_string();
            [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })]
        };
        let strokes: Vec<Value> = keys.as_ref().chars().flat_map(stroke).collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        self.post("/actions", &json!({ "actions": [keyboard] }));
    }

    /// Opens a tab in front of the others; its name.
    #[track_caller]
    pub fn new_tab(&self) -> String {
        let made = self.post("/window/new", &json!({ "type": "tab" }));
        let name = made["handle"].as_str().unwrap().to_owned();
        self.to_tab(&name);
        name
    }

    /// The tab that is spoken to.
    pub fn tab(&self) -> String {
        self.told("GET", "/window", &Value::Null).unwrap().as_str().unwrap().to_owned()
    }

    /// Speaks to another tab.
    #[track_caller]
    pub fn to_tab(&self, name: &str) {
        self.post("/window", &json!({ "handle": name }));
    }

    /// Says yes to what the page asks; what that was.
    #[track_caller]
    pub fn accept(&self) -> String {
        let mut asked = String::new();
        until("the page asks", || match self.told("GET", "/alert/text", &Value::Null) {
            Ok(text) => {
                text.as_str().unwrap_or_default().clone_into(&mut asked);
                true
            }
            Err(_) => false,
        });
        self.post("/alert/accept", &json!({}));
        asked
    }

    /// Gives Chromium itself a command, as its tools for developers do.
    #[track_caller]
    pub fn command(&self, name: &str, params: &Value) -> Value {
        self.post("/goog/cdp/execute", &json!({ "cmd": name, "params": params }))
    }

    /// What has gone wrong in its pages since this was asked last.
    #[track_caller]
    pub fn faults(&self) -> Vec<String> {
        let log = self.post("/se/log", &json!({ "type": "browser" }));
        let lines = log.as_array().unwrap().iter().filter(|line| line["level"] == FAULT);
        lines.map(|line| line["message"].to_string()).collect()
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // Ends Chromium; without this it would outlive its driver.
        let _ = self.told("DELETE", "", &Value::Null);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
