//! The printer as its manual describes it, with bytes and a clock made by hand.

use super::super::paper_strip::{Exit, Piece};
use super::super::switch::{Moment, Switch};
use super::Engine;
use crate::paper::profile::{Ack, Clear, CutMode, Profile, Realtime};
use crate::paper::samples;
use std::time::Duration;

const START: Duration = Duration::from_secs(1);
const CLEAR: &[u8] = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08";
const CLEARED: &[u8] = b"\x37\x25\x00";
const ACK: &[u8] = b"\x1d(H\x06\x0000AB2D";
const ACKNOWLEDGED: &[u8] = b"\x37\x22AB2D\x00";
const TICKET: &[u8] = b"\x1b@T012\n\x1dVB\x00";

/// A printer with an open line, without paper speed.
struct Bench(Engine);

impl Bench {
    fn with(change: impl FnOnce(&mut Profile)) -> Bench {
        let mut profile = samples::profile("epson-tm-t20iii");
        change(&mut profile);
        let mut engine = Engine::new(&profile, None, 64);
        engine.line_opened();
        Bench(engine)
    }

    fn new() -> Bench {
        Bench::with(|_| {})
    }

    /// Sends everything that it takes, and returns how much that was.
    fn take(&mut self, bytes: &[u8]) -> usize {
        self.0.receive(bytes, START)
    }

    #[track_caller]
    fn send(&mut self, bytes: &[u8]) {
        assert_eq!(self.take(bytes), bytes.len(), "it took only a part");
    }

    fn throw(&mut self, switch: Switch) {
        self.0.switch(switch, START);
        self.0.advance(START);
    }

    fn heard(&mut self) -> Vec<u8> {
        self.0.answers(START).concat()
    }

    /// What has left it: the bytes, and whether they were cut off.
    fn out(&mut self) -> Vec<(Vec<u8>, bool)> {
        self.0.pieces().into_iter().map(|piece| (piece.bytes, piece.cut)).collect()
    }
}

fn cut_off(bytes: &[u8]) -> (Vec<u8>, bool) {
    (bytes.to_vec(), true)
}

fn torn_off(bytes: &[u8]) -> (Vec<u8>, bool) {
    (bytes.to_vec(), false)
}

#[test]
fn a_ticket_is_cut_off_and_then_acknowledged() {
    let mut bench = Bench::new();
    bench.send(&[TICKET, ACK, b"\x1dr\x01"].concat());
    assert_eq!(bench.out(), [cut_off(TICKET)]);
    assert_eq!(bench.heard(), [ACKNOWLEDGED, b"\x00"].concat());
}

#[test]
fn without_paper_it_answers_and_prints_nothing_and_later_a_ghost_comes_out() {
    let mut bench = Bench::new();
    bench.throw(Switch::PaperOut);
    bench.send(&[TICKET, ACK, b"\x1dr\x01\x10\x04\x01\x10\x04\x04"].concat());
    assert_eq!((bench.out(), bench.heard()), (vec![], b"\x1a\x72".to_vec()));
    bench.throw(Switch::PaperIn);
    assert_eq!(bench.out(), [cut_off(TICKET)]);
    assert_eq!(bench.heard(), [ACKNOWLEDGED, b"\x00"].concat());
}

#[test]
fn a_cleared_printer_lets_no_ghost_out() {
    for fault in [Switch::PaperOut, Switch::CoverOpen, Switch::Overheated, Switch::Offline] {
        let mut bench = Bench::new();
        bench.throw(fault);
        bench.send(&[TICKET, ACK, CLEAR].concat());
        assert_eq!(bench.heard(), CLEARED, "{fault}: it answers although it is offline");
        for cure in [Switch::PaperIn, Switch::CoverClosed, Switch::Cooled, Switch::Online] {
            bench.throw(cure);
        }
        assert_eq!((bench.out(), bench.heard()), (vec![], vec![]), "{fault}");
        bench.send(TICKET);
        assert_eq!(bench.out(), [cut_off(TICKET)], "{fault}");
    }
}

#[test]
fn every_other_ten_bytes_clear_nothing() {
    let mut bench = Bench::new();
    bench.throw(Switch::PaperOut);
    bench.send(TICKET);
    bench.send(b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x09");
    bench.throw(Switch::PaperIn);
    assert_eq!((bench.out(), bench.heard()), (vec![cut_off(TICKET)], vec![]));
}

#[test]
fn the_end_of_the_paper_is_no_error_that_dle_enq_could_recover_from() {
    let mut bench = Bench::with(|profile| profile.status.clear = Clear::DleEnq2);
    bench.throw(Switch::PaperOut);
    bench.send(&[TICKET, b"\x10\x05\x02", CLEAR].concat());
    bench.throw(Switch::PaperIn);
    assert_eq!((bench.out(), bench.heard()), (vec![cut_off(TICKET)], vec![]));
}

#[test]
fn a_jam_is_noticed_at_the_cut_and_can_be_recovered_from() {
    let second = b"\x1b@T013\n\x1dVB\x00";
    let jam = || {
        let mut bench = Bench::new();
        bench.throw(Switch::CutterJam);
        bench.send(b"\x10\x04\x03");
        assert_eq!(bench.heard(), b"\x12", "nobody knows yet");
        bench.send(&[TICKET, ACK, b"\x10\x04\x03"].concat());
        assert_eq!((bench.out(), bench.heard()), (vec![], b"\x1a".to_vec()));
        bench
    };
    // Freed by hand it goes on by itself.
    let mut bench = jam();
    bench.throw(Switch::CutterFree);
    assert_eq!((bench.out(), bench.heard()), (vec![cut_off(TICKET)], ACKNOWLEDGED.to_vec()));
    // DLE ENQ 1 tries again, DLE ENQ 2 throws away; as long as the blade is stuck the next cut fails again.
    let mut bench = jam();
    bench.send(b"\x10\x05\x01\x10\x04\x03");
    assert_eq!((bench.out(), bench.heard()), (vec![], b"\x1a".to_vec()));
    bench.send(b"\x10\x05\x02\x10\x04\x03");
    assert_eq!((bench.out(), bench.heard()), (vec![], b"\x12".to_vec()));
    bench.throw(Switch::CutterFree);
    bench.send(second);
    assert_eq!(bench.out(), [torn_off(b"\x1b@T012\n"), cut_off(second)]);
}

#[test]
fn a_roll_that_ends_in_a_ticket_leaves_two_halves_of_it() {
    let mut bench = Bench::new();
    bench.0.arm(Moment::Executed(7), Switch::PaperOut);
    let ticket = b"\x1b@T012\nMagetan\n\x1dVB\x00";
    bench.send(ticket);
    bench.throw(Switch::PaperIn);
    assert_eq!(bench.out(), [torn_off(b"\x1b@T012\n"), cut_off(b"Magetan\n\x1dVB\x00")]);
}

#[test]
fn a_picture_can_break_off_between_two_rows() {
    let mut bench = Bench::new();
    bench.0.arm(Moment::Fed(2), Switch::PaperOut);
    bench.send(b"\x1dv0\x00\x01\x00\x04\x00abcd");
    bench.send(CLEAR);
    bench.throw(Switch::PaperIn);
    assert_eq!(bench.out(), [torn_off(b"\x1dv0\x00\x01\x00\x02\x00ab")]);
}

#[test]
fn a_full_buffer_takes_no_more_and_therefore_hears_no_more() {
    let mut bench = Bench::new();
    bench.throw(Switch::PaperOut);
    assert_eq!(bench.take(&[b'\n'; 100]), 64);
    assert_eq!(bench.take(CLEAR), 0);
    bench.throw(Switch::PaperIn);
    bench.send(CLEAR);
    assert_eq!(bench.heard(), CLEARED);
}

#[test]
fn real_time_commands_inside_data_are_carried_out_and_reported() {
    let mut bench = Bench::new();
    let ticket = b"\x1dv0\x00\x04\x00\x01\x00\x00\x10\x04\x01\x1dVB\x00";
    bench.send(&[b"\x10\x04\x02", ticket.as_slice()].concat());
    assert_eq!(bench.heard(), b"\x12\x12", "the picture asked, too");
    let strays = vec![b"\x10\x04\x01".to_vec()];
    let exit = Exit::Fell;
    let bytes = ticket.to_vec();
    assert_eq!(bench.0.pieces(), [Piece { bytes, cut: true, strays, exit }]);
    // The same over two commands, where neither has it by itself.
    bench.send(b"\x1dVB\x10\x04\x01\n\x1dVB\x00");
    let [_, second] = &bench.0.pieces()[..] else { panic!("two cuts") };
    assert_eq!(second.strays.len(), 1);
}

#[test]
fn automatic_status_tells_changes_until_the_printer_is_initialised() {
    let mut bench = Bench::new();
    bench.throw(Switch::CoverOpen);
    bench.throw(Switch::CoverClosed);
    assert_eq!(bench.heard(), b"");
    bench.send(b"\x1da\x08");
    assert_eq!(bench.heard(), b"\x10\x00\x00\x0f");
    bench.throw(Switch::CoverOpen);
    assert_eq!(bench.heard(), b"", "only the paper was asked about");
    bench.throw(Switch::PaperOut);
    assert_eq!(bench.heard(), b"\x38\x00\x0c\x0f");
    bench.throw(Switch::PaperIn);
    bench.throw(Switch::CoverClosed);
    assert_eq!(bench.heard(), b"\x38\x00\x00\x0f");
    bench.send(b"\x1b@");
    bench.throw(Switch::PaperOut);
    assert_eq!(bench.heard(), b"");
}

#[test]
fn initialising_does_not_clear_the_receive_buffer() {
    let mut bench = Bench::new();
    bench.throw(Switch::Offline);
    bench.send(&[TICKET, b"\x1b@", TICKET].concat());
    bench.throw(Switch::Online);
    let second = [b"\x1b@", TICKET].concat();
    assert_eq!(bench.out(), [cut_off(TICKET), cut_off(&second)]);
}

#[test]
fn what_a_model_cannot_do_it_ignores_without_a_word() {
    let mut bench = Bench::with(|profile| {
        let status = &mut profile.status;
        (status.realtime, status.asb) = (Realtime::No, false);
        (status.ack, status.clear) = (Ack::None, Clear::None);
    });
    bench.send(&[b"\x10\x04\x01\x1da\xff\x1dI\x43\x1dr\x01", ACK, TICKET, ACK].concat());
    assert_eq!((bench.out(), bench.heard()), (vec![cut_off(TICKET)], vec![]));
    bench.throw(Switch::PaperOut);
    bench.send(&[TICKET, CLEAR].concat());
    bench.throw(Switch::PaperIn);
    assert_eq!((bench.out(), bench.heard()), (vec![cut_off(TICKET)], vec![]));
    let mut older = Bench::with(|profile| profile.status.ack = Ack::GsR);
    older.send(&[TICKET, ACK, b"\x1dr\x01"].concat());
    assert_eq!(older.heard(), b"\x00");
}

#[test]
fn near_end_is_told_by_printers_with_a_sensor() {
    for (sensor, answers) in [(true, b"\x1e\x03"), (false, b"\x12\x00")] {
        let mut bench = Bench::with(|profile| profile.status.near_end = sensor);
        bench.throw(Switch::NearEnd);
        bench.send(b"\x10\x04\x04\x1dr\x01");
        assert_eq!(bench.heard(), answers);
    }
}

#[test]
fn it_says_who_it_is() {
    let mut bench = Bench::new();
    bench.send(b"\x1dIB\x1dIC\x1dI\x02\x1dI\x63");
    assert_eq!(bench.heard(), b"_EPSON\x00_TM-T20III\x00\x02");
}

#[test]
fn the_power_switch_loses_what_it_held() {
    let mut bench = Bench::new();
    bench.throw(Switch::Broken);
    bench.send(&[b"\x10\x04\x03", TICKET].concat());
    assert_eq!(bench.heard(), b"\x32");
    bench.throw(Switch::PowerOff);
    assert!(bench.0.hangs_up() && bench.0.room(START) == 0);
    bench.0.line_closed(START);
    bench.throw(Switch::PowerOn);
    bench.0.line_opened();
    bench.send(&[TICKET, b"\x10\x04\x03"].concat());
    assert_eq!((bench.out(), bench.heard()), (vec![cut_off(TICKET)], b"\x12".to_vec()));
}

#[test]
fn a_broken_line_leaves_half_a_command_behind_that_swallows_what_follows() {
    let mut bench = Bench::new();
    bench.0.arm(Moment::Received(8), Switch::HangUp);
    assert_eq!(bench.take(b"\x1dv0\x00\x01\x00\x0d\x00a"), 8);
    bench.0.line_closed(START);
    bench.0.line_opened();
    bench.send(&[TICKET, b"ab", TICKET].concat());
    let swallowed = [b"\x1dv0\x00\x01\x00\x0d\x00", TICKET, b"ab", TICKET].concat();
    assert_eq!(bench.out(), [cut_off(&swallowed)]);
}

#[test]
fn paper_takes_its_time_and_the_acknowledgement_waits_for_it() {
    let profile = samples::profile("epson-tm-t20iii");
    let mut engine = Engine::new(&profile, Some(100.0), 4096);
    engine.line_opened();
    // 30 dots of a line and 120 to the blade are 18.77 mm; the cut takes half a second.
    let job = [TICKET, ACK].concat();
    assert_eq!(engine.receive(&job, START), job.len());
    let mut out = Vec::new();
    let mut now = START;
    while let Some(next) = engine.next(now) {
        assert!(next > now, "nothing is left undone");
        now = next;
        engine.advance(now);
        if !engine.pieces().is_empty() {
            out.push(("paper", (now - START).as_millis()));
        }
        if !engine.answers(now).is_empty() {
            out.push(("answer", (now - START).as_millis()));
        }
    }
    assert_eq!(out, [("paper", 187), ("answer", 687)]);
}

#[test]
fn a_slow_printer_takes_one_byte_after_the_other() {
    let mut bench = Bench::new();
    bench.throw(Switch::Slow(10));
    assert_eq!(bench.take(TICKET), 1);
    let next = bench.0.next(START).expect("it will take the next");
    assert!(next > START && next <= START + Duration::from_millis(100));
    assert_eq!(bench.0.receive(&TICKET[1..], next), 1);
    bench.throw(Switch::Fast);
    assert_eq!(bench.0.receive(&TICKET[2..], next), TICKET.len() - 2);
    assert_eq!(bench.out(), [cut_off(TICKET)]);
    bench.throw(Switch::Stall);
    assert_eq!(bench.take(b"\x10\x04\x01"), 0);
}

#[test]
fn without_a_blade_somebody_tears_the_ticket_off() {
    let ticket = b"\x1b@T012\n".as_slice();
    let mut bench = Bench::with(|profile| profile.cut.mode = CutMode::None);
    bench.send(ticket);
    assert_eq!(bench.out(), []);
    bench.send(ticket);
    assert_eq!(bench.out(), [torn_off(ticket)], "before the next begins");
    let later = bench.0.next(START).expect("somebody comes");
    bench.0.advance(later);
    assert_eq!(bench.out(), [torn_off(ticket)], "after a while");
    bench.send(ticket);
    bench.0.line_closed(START);
    assert_eq!(bench.out(), [torn_off(ticket)], "when the line is closed");
}

#[test]
fn a_printer_in_a_kiosk_says_that_a_ticket_hangs_there_and_refuses_what_it_does_not_know() {
    let ticket = b"\x1b@T012\n\x1dVA\x00";
    let with = |name: &str| Bench::with(|profile| *profile = samples::profile(name));
    let mut custom = with("custom-vkp80ii");
    custom.throw(Switch::VisitorsAway);
    custom.send(b"\x10\x04\x14");
    assert_eq!(custom.heard(), b"\x10\x0f\x80\x00\x00\x00");
    custom.send(&[ticket.as_slice(), b"\x1de\x03\x08\x10\x04\x14"].concat());
    assert_eq!((custom.heard(), custom.out()), (b"\x10\x0f\xa0\x00\x00\x00".to_vec(), vec![]));
    custom.throw(Switch::TicketTaken);
    assert_eq!(custom.0.pieces()[0].exit, Exit::Taken(1));
    // GS V 66 is no cut of its: refused, and the paper stays.
    custom.send(b"T013\n\x1dVB\x00\x10\x04\x14");
    assert_eq!((custom.heard(), custom.out()), (b"\x10\x0f\x80\x00\x20\x00".to_vec(), vec![]));
    assert_eq!(custom.0.unknown(), [b"\x1dVB\x00".to_vec()]);

    let mut citizen = with("citizen-ppu-700");
    citizen.throw(Switch::VisitorsAway);
    citizen.send(&[ticket.as_slice(), b"\x10\x04\x04"].concat());
    assert_eq!(citizen.heard(), b"\x52", "no end of the paper");
    citizen.throw(Switch::TimePasses(Duration::from_secs(5)));
    citizen.throw(Switch::PaperOut);
    citizen.send(b"\x10\x04\x04");
    assert_eq!(citizen.heard(), b"\x3e");
    assert_eq!(citizen.0.pieces()[0].exit, Exit::Retracted, "its own timer");
}
