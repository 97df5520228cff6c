//! The office on its network, by real connections: who may come in, consoles and walls in browsers, and a server that ends in
//! the middle of it.

mod chromium;
mod http;
mod killed;
mod site;
mod webdriver;

use crate::support::terms::{self, counter};
use antre::access::DeviceKind;
use antre::data::DataFolder;
use antre::desk::Desk;
use antre::domain::OfficerId;
use chrono::TimeDelta;
use http::Browser;
use site::{Site, press, sign_in};
use std::io::{Read, Write};
use std::net::TcpStream;

/// Somebody takes a number.
fn issue(desk: &mut Desk, letter: char) -> String {
    terms::issue(desk, letter).number.to_string()
}

#[test]
fn a_stranger_finds_the_door_and_no_page_behind_it() {
    let site = Site::open();
    let stranger = site.stranger();
    let door = stranger.get("/");
    assert_eq!(door.status, 200);
    assert!(
        door.text().contains("name=\"code\"") && !door.text().contains("Sari"),
        "{}",
        door.text()
    );
    for page in ["/console", "/supervisor", "/report"] {
        let reply = stranger.get(page);
        assert_eq!((reply.status, reply.head("location")), (303, Some("/")), "{page}");
    }
    for stream in ["/console/stream", "/supervisor/stream"] {
        let mut told = stranger.stream(stream);
        assert_eq!(told.next().map(|first| first.event), Some("gone".to_owned()), "{stream}");
        assert_eq!(told.next(), None);
    }
    for post in ["/console/event", "/console/here", "/supervisor/event", "/supervisor/here"] {
        assert_eq!(
            stranger.post(post, r#"{"key":"a","do":"act","what":"next"}"#).status,
            401,
            "{post}"
        );
    }
    // What a device of another kind has not is as shut as for a stranger.
    let console = site.device(DeviceKind::Console);
    assert_eq!(console.get("/supervisor").status, 303);
    assert_eq!(
        console.post("/supervisor/event", r#"{"key":"a","do":"revoke","what":"1"}"#).status,
        401
    );
    assert_eq!(site.device(DeviceKind::Supervisor).get("/console").status, 303);
}

#[test]
fn wrong_codes_end_every_invitation_and_tell_nothing() {
    let site = Site::open();
    let code = site.access.invite(DeviceKind::Console, &site.clock).unwrap();
    for _ in 0..10 {
        assert_eq!(site.stranger().form("/pair", "code=00000000").status, 403);
    }
    assert_eq!(site.stranger().form("/pair", &format!("code={code}")).status, 403);
    assert_eq!(site.access.devices().unwrap(), []);
    for form in ["", "code", "name=x", "code=%FF"] {
        let status = site.stranger().form("/pair", form).status;
        assert!((400..500).contains(&status), "{form}: {status}");
    }
}

#[test]
fn only_pages_of_ours_by_names_of_ours_do_anything() {
    let mut site = Site::open();
    issue(&mut site.desk, 'T');
    let device = site.device(DeviceKind::Console);
    let page = sign_in(&device, 1, 0);
    let body = r#"{"key":"theirs","do":"act","what":"next"}"#;
    let json = ("Content-Type", "application/json");
    let own = format!("http://{}", device.at);
    let tried = |heads: &[(&str, &str)], body: &str| {
        device.ask("POST", "/console/event", heads, body).status
    };
    // Somebody's name that leads to this machine.
    assert_eq!(
        tried(&[("Host", "evil.example"), ("Origin", "http://evil.example"), json], body),
        421
    );
    // Somebody's page that sends here, with this browser's cookie.
    assert_eq!(tried(&[("Origin", "http://evil.example"), json], body), 403);
    assert_eq!(tried(&[("Sec-Fetch-Site", "cross-site"), ("Origin", &own), json], body), 403);
    assert_eq!(tried(&[json], body), 403, "neither");
    // A form of another kind than ours, which a page may send without being asked.
    assert_eq!(tried(&[("Origin", &own), ("Content-Type", "text/plain")], body), 415);
    assert_eq!(device.ask("PUT", "/console/event", &[("Origin", &own), json], body).status, 405);
    assert_eq!(device.get("/console/event").status, 405, "looking changes nothing");
    assert_eq!(tried(&[("Origin", &own), json], &"x".repeat(70_000)), 413);
    for broken in [
        "",
        "{",
        "[]",
        r#"{"key":"a"}"#,
        r#"{"key":"","do":"act","what":"next"}"#,
        r#"{"key":"a","do":"fly"}"#,
    ] {
        let status = tried(&[("Origin", &own), json], broken);
        assert!([400, 422].contains(&status), "{broken}: {status}");
    }
    assert_eq!(site.holds(1), None, "and none of it has called anybody");
    drop(page);
}

#[test]
fn a_press_calls_one_person_however_often_it_is_sent() {
    let mut site = Site::open();
    let (first, second) = (issue(&mut site.desk, 'T'), issue(&mut site.desk, 'T'));
    let device = site.device(DeviceKind::Console);
    let mut page = sign_in(&device, 1, 0);
    // The answer gets lost: the page sends the same press again, from a second tab, too.
    let mut other = device.stream("/console/stream");
    for _ in 0..3 {
        assert_eq!(press(&device, "press-1", "act", "next"), 204);
    }
    page.shows(&first);
    other.shows(&first);
    assert_eq!(
        (site.holds(1), site.calls(&first), site.calls(&second)),
        (Some(first.clone()), 1, 0)
    );
    // And so it does at a server that has forgotten every press.
    site.stop();
    // Streams end with the server.
    while page.next().is_some() {}
    site.start();
    let device = site.again(&device);
    let mut page = device.stream("/console/stream");
    page.shows(&first);
    assert_eq!(press(&device, "press-1", "act", "next"), 204);
    press(&device, "press-2", "act", "start");
    page.shows("finish");
    assert_eq!((site.holds(1), site.calls(&first), site.calls(&second)), (Some(first), 1, 0));
    let held = site.holds(1).unwrap().parse().unwrap();
    let events = site.desk.ticket(held).unwrap().events;
    let who = events.iter().find(|event| event.kind == "started").unwrap().officer.clone();
    assert_eq!(who, OfficerId::new("sari"), "who had signed in is signed in still");
}

#[test]
fn a_counter_has_one_console_in_a_browser_or_in_a_window() {
    let mut site = Site::open();
    let data: DataFolder = site.folder.data();
    let native = data.try_counter(2).unwrap();
    let device = site.device(DeviceKind::Console);
    let mut page = device.stream("/console/stream");
    press(&device, "a", "counter", "2");
    page.shows("Loket 2 masih");
    drop(native);
    drop(page);
    let page = sign_in(&device, 2, 0);
    assert!(data.is_counter_taken(2).unwrap());
    let other = site.device(DeviceKind::Console);
    let mut theirs = other.stream("/console/stream");
    press(&other, "b", "counter", "2");
    theirs.shows("Loket 2 masih");
    // Silent for fifteen seconds: the counter is free.
    site.clock.advance(TimeDelta::seconds(14));
    device.post("/console/here", "{}");
    site.clock.advance(TimeDelta::seconds(14));
    theirs.until("ping", |_| true);
    assert!(data.is_counter_taken(2).unwrap(), "it was heard of meanwhile");
    site.clock.advance(TimeDelta::seconds(2));
    while data.is_counter_taken(2).unwrap() {
        other.post("/console/here", "{}");
        theirs.until("ping", |_| true);
    }
    // The page lives after all: it has its seat again, and whoever was signed in.
    device.post("/console/here", "{}");
    assert!(data.is_counter_taken(2).unwrap());
    drop(page);
    let mut page = device.stream("/console/stream");
    page.until("page", |told| told.data.contains("\"keys\"") && told.data.contains("next"));
    site.stop();
    assert!(!data.is_counter_taken(2).unwrap(), "a server that has ended holds nothing");
}

#[test]
fn whoever_guesses_at_one_device_keeps_nobody_from_another() {
    let site = Site::open();
    let (bad, good) = (site.device(DeviceKind::Console), site.device(DeviceKind::Console));
    let mut page = bad.stream("/console/stream");
    press(&bad, "seat", "counter", "1");
    page.shows("Sari");
    press(&bad, "who", "officer", "1");
    for guess in 0..40 {
        for nth in 0..4 {
            press(&bad, &format!("{guess}-{nth}"), "key", "9");
        }
        press(&bad, &format!("{guess}-enter"), "enter", "");
    }
    page.until("page", |told| {
        told.data.contains("Coba lagi")
            || told.data.contains("coba lagi")
            || told.data.contains("Tunggu")
    });
    // Sari herself, elsewhere.
    sign_in(&good, 2, 0);
}

#[test]
fn a_night_ends_every_session_and_the_lock_of_the_office_counts_for_a_page_that_was_away() {
    let site = Site::open_with(|source| source.replace("lock_minutes = 0", "lock_minutes = 5"));
    let device = site.device(DeviceKind::Console);
    let page = sign_in(&device, 1, 0);
    // A laptop sleeps for as long as a console stays unlocked.
    drop(page);
    site.clock.advance(TimeDelta::minutes(5));
    while site.folder.data().is_counter_taken(1).unwrap() {
        std::thread::yield_now();
    }
    // A key of the laptop that wakes up comes first.
    press(&device, "awake", "act", "next");
    let mut page = device.stream("/console/stream");
    page.shows("Siapa yang bertugas");
    // And another one stands open over night.
    let mut site = Site::open();
    let device = site.device(DeviceKind::Console);
    let mut page = sign_in(&device, 1, 0);
    site.clock.advance(TimeDelta::hours(16));
    device.post("/console/here", "{}");
    page.shows("Siapa yang bertugas");
    site.stop();
}

#[test]
fn a_device_that_is_sent_away_is_out_at_once() {
    let site = Site::open();
    let device = site.device(DeviceKind::Console);
    let mut page = sign_in(&device, 3, 1);
    let supervisor = site.device(DeviceKind::Supervisor);
    let overview = supervisor.get("/supervisor").text();
    assert!(overview.contains("Papan") || overview.contains("revoke"), "{overview}");
    let id = site.access.devices().unwrap()[0].id;
    let event = format!(r#"{{"key":"r","do":"revoke","what":"{id}"}}"#);
    assert_eq!(supervisor.post("/supervisor/event", &event).status, 204);
    page.until("gone", |told| told.data.contains("revoked"));
    assert_eq!(press(&device, "late", "act", "next"), 401);
    while site.folder.data().is_counter_taken(3).unwrap() {
        std::thread::yield_now();
    }
}

#[test]
fn a_wall_shows_each_call_once_in_order_and_goes_on_where_it_was_cut_off() {
    let mut site = Site::open();
    let numbers: Vec<String> = (0..3).map(|_| issue(&mut site.desk, 'T')).collect();
    let tv = site.public();
    let mut wall = tv.stream("/wall/stream?after=&page=tv");
    wall.until("page", |_| true);
    site.desk.next(counter(1)).unwrap();
    let shown = wall.shows(&numbers[0]);
    let said = wall.until("say", |_| true);
    assert!(shown.id <= said.id && said.data.contains(&format!("\"id\":{}", said.id)), "{said:?}");
    let sound = tv.get(&source_of(&said.data));
    assert_eq!((sound.status, &sound.body[..4]), (200, &b"RIFF"[..]));
    let range = tv.ask("GET", &source_of(&said.data), &[("Range", "bytes=0-9")], "");
    assert_eq!((range.status, range.body.len()), (206, 10));
    // The network is cut; two are called meanwhile, one of them to be seen no sooner than the other has had its time.
    drop(wall);
    site.clock.advance(TimeDelta::seconds(20));
    for _ in 0..2 {
        site.desk.no_show(terms::at(1)).unwrap();
        site.desk.next(counter(1)).unwrap().unwrap();
    }
    let mut wall = tv.stream(&format!("/wall/stream?after={}&page=tv", said.id));
    let first = wall.until("say", |_| true);
    site.clock.advance(TimeDelta::seconds(30));
    let second = wall.until("say", |_| true);
    assert!(first.id < second.id && said.id < first.id, "{said:?} {first:?} {second:?}");
    // One that is switched on now begins with the next call.
    let mut new = tv.stream("/wall/stream?after=&page=other");
    new.until("ping", |_| true);
    site.clock.advance(TimeDelta::seconds(30));
    let told = new.until("ping", |_| true);
    assert_eq!(
        told.id,
        site.desk.board(antre::domain::EventSeq(0)).unwrap().newest_event.0.to_string()
    );
    assert_eq!(tv.get("/wall?name=nobody").status, 404);
    assert_eq!(tv.get("/console").status, 404, "nothing of the staff's is public");
}

fn source_of(say: &str) -> String {
    say.split('"').find(|part| part.starts_with("/wall/voice/")).unwrap().to_owned()
}

#[test]
fn a_server_ends_at_once_and_takes_nobody_along() {
    let mut site = Site::open();
    let mut walls: Vec<_> =
        (0..5).map(|n| site.public().stream(&format!("/wall/stream?page={n}"))).collect();
    for wall in &mut walls {
        wall.until("page", |_| true);
    }
    // Somebody who has said nothing yet, and somebody in the middle of a word.
    let mute = TcpStream::connect(site.public().at).unwrap();
    let mut half = TcpStream::connect(site.public().at).unwrap();
    half.write_all(b"GET /wall HTT").unwrap();
    site.stop();
    for mut wall in walls {
        while wall.next().is_some() {}
    }
    let ended = |mut stream: TcpStream| !stream.read(&mut [0; 64]).is_ok_and(|count| count > 0);
    assert!(ended(mute));
    drop(half);
    site.start();
    assert_eq!(site.public().get("/api/v1/health").text(), r#"{"status":"ok"}"#);
}

#[test]
fn one_address_cannot_use_up_the_places_of_all() {
    let site = Site::open();
    let at = site.stranger().at;
    let greedy: Vec<TcpStream> = (0..60).map(|_| TcpStream::connect(at).unwrap()).collect();
    let refused = |stream: &TcpStream| {
        let mut stream = stream.try_clone().unwrap();
        stream.set_read_timeout(Some(std::time::Duration::from_secs(60))).unwrap();
        stream.read(&mut [0; 8])
    };
    let last = greedy.last().unwrap();
    assert!(refused(last).is_ok_and(|count| count == 0) || refused(last).is_err());
    assert_eq!(site.public().get("/").status, 200, "the walls have places of their own");
    drop(greedy);
    // The server hears of it when it hears of it.
    let door = std::iter::repeat_with(|| Browser::new(at).try_get("/")).flatten().next();
    assert_eq!(door.unwrap().status, 200);
}
