//! A server that is killed in the middle of a press, again and again: nobody is called twice, nobody is lost, and the device
//! has its seat again each time.

use super::http::Browser;
use crate::support::offices::magetan;
use crate::support::terms::{counter, issue};
use crate::support::{TempOffice, desk_in};
use antre::access::{Access, DeviceKind};
use antre::clock::SystemClock;
use antre::desk::Desk;
use antre::domain::{EventSeq, State};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Stdio};
use std::thread;

/// So often by default; `ANTRE_KILLS` says otherwise.
const KILLS: usize = 8;

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn serve(office: &TempOffice) -> Child {
    let mut server = office.command("serve").stdout(Stdio::piped()).spawn().unwrap();
    // It says its addresses when it listens.
    let mut said = BufReader::new(server.stdout.take().unwrap());
    said.read_line(&mut String::new()).unwrap();
    thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
    server
}

/// What the first counter holds.
fn holds(desk: &mut Desk) -> Option<String> {
    let board = desk.board(EventSeq(0)).unwrap();
    let here =
        |state: &State| matches!(state, State::Called { counter: at, .. } if *at == counter(1));
    board.open.iter().find(|ticket| here(&ticket.state)).map(|ticket| ticket.number.to_string())
}

#[test]
fn a_server_that_is_killed_again_and_again_calls_each_once_and_in_order() {
    let kills =
        std::env::var("ANTRE_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    let port = free_port();
    let at = format!("\n[serve]\nstaff = \"127.0.0.1:{port}\"\nplain_http = true\n");
    let source = magetan().replace("sign_in = true", "sign_in = false") + &at;
    let office = TempOffice::new(&source);
    let mut desk = desk_in(office.path());
    let waiting: Vec<String> =
        (0..=kills).map(|_| issue(&mut desk, 'T').number.to_string()).collect();
    let code = Access::of(&office.data()).invite(DeviceKind::Console, &SystemClock).unwrap();
    let mut server = serve(&office);
    let mut device = Browser::new(([127, 0, 0, 1], port).into());
    let reply = device.form("/pair", &format!("code={code}"));
    device.cookie = reply.head("set-cookie").map(|head| head.split(';').next().unwrap().to_owned());
    let press = |key: &str, act: &str, what: &str| {
        let event = format!(r#"{{"key":"{key}","do":"{act}","what":"{what}"}}"#);
        device.try_post("/console/event", &event)
    };
    assert_eq!(press("seat", "counter", "1"), Some(204));
    let mut called = Vec::new();
    for (round, number) in waiting.iter().take(kills).enumerate() {
        let (mut tries, key) = (0, format!("next-{round}"));
        // A press, and the server dies at another moment of it each time.
        let (sender, event) =
            (device.clone(), format!(r#"{{"key":"{key}","do":"act","what":"next"}}"#));
        let sent = thread::spawn(move || sender.try_post("/console/event", &event));
        (0..round * 397 % 5_000).for_each(|_| thread::yield_now());
        server.kill().unwrap();
        server.wait().unwrap();
        sent.join().unwrap();
        server = serve(&office);
        // The page asks again with the same key, and an officer who sees nothing presses once more.
        let _page = device.stream("/console/stream");
        assert_eq!(press(&key, "act", "next"), Some(204));
        while holds(&mut desk).is_none() {
            tries += 1;
            assert!(tries < 100_000, "{number} is called by nobody");
            if tries % 50 == 0 {
                press(&format!("{key}-{tries}"), "act", "next");
            }
            thread::yield_now();
        }
        called.push(holds(&mut desk).unwrap());
        desk.no_show(crate::support::terms::at(1)).unwrap();
    }
    server.kill().unwrap();
    server.wait().unwrap();
    assert_eq!(called, waiting[..kills], "each in its turn");
    for number in &waiting {
        let file = desk.ticket(number.parse().unwrap()).unwrap();
        let calls = file.events.iter().filter(|event| event.kind == "called").count();
        assert_eq!(calls, usize::from(called.contains(number)), "{number}");
    }
}
