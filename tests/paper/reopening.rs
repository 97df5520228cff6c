//! Ports that are opened again only to ask how the printer is, and ports that stay open for the last ticket of a kiosk.

use super::PATIENCE;
use super::picture::has;
use crate::support::offices::magetan;
use crate::support::terms::visitor;
use crate::support::{TempOffice, open};
use antre::app::kiosk::PrintLoop;
use antre::desk::{IssueRequest, PrintTarget};
use antre::domain::{Lane, PrintState};
use antre::feed::Feed;
use antre::lab::virtual_printer::{Setup, Switch};
use antre::paper::Profile;
use antre::spool::Spool;
use chrono::TimeDelta;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

/// A box that answers one round of questions and hangs up; counts its connections.
fn box_that_hangs_up() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("tcp://{}", listener.local_addr().unwrap());
    let served = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&served);
    thread::spawn(move || {
        for line in listener.incoming() {
            count.fetch_add(1, Ordering::SeqCst);
            let mut line = line.unwrap();
            let mut round = [0; 9];
            // Whoever asks nothing is hung up on, too.
            if line.read_exact(&mut round).is_ok() {
                let _ = line.write_all(b"\x12\x12\x12");
            }
        }
    });
    (address, served)
}

#[test]
fn a_port_that_does_not_stay_open_is_opened_less_and_less_often() {
    let (address, served) = box_that_hangs_up();
    let (office, clock, mut desk) = open(&magetan());
    let target = PrintTarget::at(address, "epson-tm-t20iii");
    let mut spool = Spool::own(&office.data(), &mut desk, &target).unwrap().unwrap();
    // As often as a kiosk asks, for a minute.
    for _ in 0..86 {
        spool.ask(&mut desk).unwrap();
        clock.advance(TimeDelta::milliseconds(700));
    }
    let served = served.load(Ordering::SeqCst);
    assert!((15..=25).contains(&served), "opened {served} times in a minute");
}

#[test]
fn a_kiosk_that_ends_lets_a_silent_printer_print_its_last_ticket() {
    let office = TempOffice::new(&magetan());
    let profile = Profile::shipped("generic-80").unwrap();
    let setup = Setup::new(profile.clone()).at_speed(profile.speed.mm_per_s);
    let printer = setup.listen("127.0.0.1:0").unwrap();
    printer.switches().throw(Switch::ForgetOnClose);
    let target = PrintTarget::at(printer.address().to_string(), &*profile.name);
    let mut desk = office.desk_beside_the_program();
    let print_loop =
        PrintLoop::new(office.data(), office.desk_beside_the_program(), target.clone());
    let feed = Feed::start(&office.data()).unwrap();
    let printing = print_loop.spawn(&feed).unwrap();
    let request = IssueRequest { print: Some(target), ..visitor('T', Lane::Regular) };
    let job = desk.issue(&request).unwrap().print_job.unwrap();
    let started = Instant::now();
    while desk.print_state(job).unwrap().is_some_and(PrintState::is_open) {
        assert!(started.elapsed() < PATIENCE);
        thread::yield_now();
    }
    drop(printing);
    let pieces = printer.truth();
    assert!(pieces.iter().any(|piece| piece.cut && has(&piece.bytes, "T001")), "{pieces:?}");
}
