//! Each row of the table of clocks: what is believed, and which day is in force.

use super::*;

fn at(text: &str) -> Timestamp {
    format!("{}:00Z", text.replace(' ', "T")).parse().unwrap()
}

fn day(text: &str) -> BusinessDay {
    BusinessDay::parse(text).unwrap()
}

/// A clock of a machine with a clock chip that nobody has synchronised, and an empty queue.
fn clock(now: &str) -> Facts {
    Facts {
        now: at(now),
        synchronised: false,
        has_chip: true,
        carried: None,
        newest: None,
        in_force: None,
        decided: None,
        past: Past::default(),
    }
}

impl Facts {
    /// The boot clock says that it is `now`.
    fn running(self, now: &str) -> Self {
        Self { carried: Some(Carried { now: at(now), synchronised: false }), ..self }
    }

    /// The days of the queue; the first is vouched for.
    fn days(self, days: &[&str]) -> Self {
        let days: Vec<_> = days.iter().map(|text| day(text)).collect();
        let newest = days.iter().max().copied();
        Self { newest, past: Past::of(days.first().copied(), days), ..self }
    }

    fn event(self, text: &str) -> Self {
        Self { past: Past { at: Some(at(text)), ..self.past }, ..self }
    }

    fn synchronised(self) -> Self {
        Self { synchronised: true, ..self }
    }

    fn without_chip(self) -> Self {
        Self { has_chip: false, ..self }
    }

    fn in_force(self, text: &str) -> Self {
        Self { in_force: Some(day(text)), ..self }
    }

    fn decided(self, from: &str, to: &str) -> Self {
        Self { decided: Some((day(from), day(to))), ..self }
    }
}

#[test]
fn every_row_of_the_table_of_clocks() {
    use Doubt::{Ahead, Behind, Gap, NoChip, SetBack};
    use Voucher::{BootClock, Order, Synchronised};
    // Monday is the 23rd of November 2026.
    let monday = || clock("2026-11-23 09:00").running("2026-11-23 09:00").days(&["2026-11-23"]);
    let restarted = |now: &str| clock(now).days(&["2026-11-20"]).event("2026-11-20 15:00");
    let friday = || restarted("2026-11-20 16:00").without_chip();
    let slipped = || clock("2026-11-23 23:20").days(&["2026-11-23", "2026-11-24"]);
    let rows = [
        ("nothing is wrong", monday(), "2026-11-23", Ok(BootClock)),
        (
            "3 days back while running",
            Facts { now: at("2026-11-20 09:00"), ..monday() },
            "2026-11-23",
            Err(SetBack),
        ),
        (
            "3 days back, and the boot clock passes midnight",
            Facts { now: at("2026-11-21 00:30"), ..monday().running("2026-11-24 00:30") },
            "2026-11-24",
            Err(SetBack),
        ),
        (
            "3 days back after it was synchronised",
            Facts {
                now: at("2026-11-20 09:00"),
                carried: Some(Carried { now: at("2026-11-23 09:00"), synchronised: true }),
                ..monday().synchronised()
            },
            "2026-11-23",
            Err(SetBack),
        ),
        ("3 days back after a restart", restarted("2026-11-17 09:00"), "2026-11-20", Err(Behind)),
        ("hours back after a restart", restarted("2026-11-20 09:00"), "2026-11-20", Err(Behind)),
        (
            "1 h back over midnight, running",
            slipped().running("2026-11-24 00:20"),
            "2026-11-24",
            Err(SetBack),
        ),
        ("1 h back over midnight, restarted", slipped(), "2026-11-24", Err(Behind)),
        (
            "1 h back over midnight, by the network",
            slipped().synchronised(),
            "2026-11-24",
            Ok(Synchronised),
        ),
        ("no clock chip, Friday 16:00 on a Monday", friday(), "2026-11-20", Err(NoChip)),
        (
            "no clock chip, and a queue without a day",
            clock("1970-01-01 00:01").without_chip(),
            "1970-01-01",
            Err(NoChip),
        ),
        (
            "then the network sets it",
            Facts { now: at("2026-11-23 08:30"), ..friday() }.synchronised(),
            "2026-11-23",
            Ok(Synchronised),
        ),
        ("noon restart, no internet", restarted("2026-11-20 15:05"), "2026-11-20", Ok(Order)),
        ("Monday morning, no internet", restarted("2026-11-23 07:30"), "2026-11-23", Ok(Order)),
        (
            "1 h ahead while running",
            Facts { now: at("2026-11-23 10:00"), ..monday() },
            "2026-11-23",
            Ok(BootClock),
        ),
        (
            "1 day ahead while running",
            Facts { now: at("2026-11-24 09:00"), ..monday() },
            "2026-11-23",
            Err(Ahead),
        ),
        (
            "1 day ahead, and that day was opened",
            Facts { now: at("2026-11-24 09:00"), in_force: Some(day("2026-11-24")), ..monday() },
            "2026-11-24",
            Err(Ahead),
        ),
        (
            "1 day ahead while running, by the network",
            Facts { now: at("2026-11-24 09:00"), ..monday() }.synchronised(),
            "2026-11-24",
            Ok(Synchronised),
        ),
        (
            "2031 once, then right after a restart",
            clock("2026-11-24 08:00").days(&["2026-11-23", "2031-01-01"]),
            "2026-11-24",
            Ok(Order),
        ),
        (
            "1 day ahead while running, after 2031 once",
            Facts { now: at("2026-11-24 09:00"), ..monday().days(&["2026-11-23", "2031-01-01"]) }
                .in_force("2026-11-23"),
            "2026-11-23",
            Err(Ahead),
        ),
        (
            "2031 for two days, then right",
            clock("2026-11-24 08:00").days(&["2026-11-23", "2031-01-01", "2031-01-02"]),
            "2031-01-02",
            Err(Gap),
        ),
        (
            "2031 for two days, then right, and a person has said so",
            clock("2026-11-24 08:00")
                .running("2026-11-24 08:00")
                .days(&["2026-11-23", "2031-01-01", "2031-01-02"])
                .decided("2031-01-02", "2026-11-24"),
            "2026-11-24",
            Ok(BootClock),
        ),
        (
            "2031 for two days, and a person has said that it is 2031",
            clock("2031-01-03 08:00").days(&["2031-01-02"]).decided("2031-01-02", "2031-01-03"),
            "2031-01-03",
            Ok(Order),
        ),
        (
            "a zone that makes yesterday of today, restarted",
            clock("2026-11-19 23:40").days(&["2026-11-20"]).event("2026-11-19 23:30"),
            "2026-11-20",
            Ok(Order),
        ),
        ("off for 61 days", restarted("2027-01-20 08:00"), "2026-11-20", Err(Ahead)),
        ("off for three weeks", restarted("2026-12-11 08:00"), "2026-12-11", Ok(Order)),
        ("1 January", clock("2027-01-01 08:00").days(&["2026-12-31"]), "2027-01-01", Ok(Order)),
        ("29 February", clock("2028-02-29 08:00").days(&["2028-02-28"]), "2028-02-29", Ok(Order)),
        (
            "the last minute of a year",
            clock("2026-12-31 23:59").running("2026-12-31 23:59").days(&["2026-12-31"]),
            "2026-12-31",
            Ok(BootClock),
        ),
    ];
    for (row, facts, in_force, trust) in rows {
        let verdict = facts.judge(&|now| BusinessDay::of(now, chrono_tz::UTC));
        assert_eq!((verdict.day.to_string().as_str(), verdict.trust), (in_force, trust), "{row}");
    }
}

#[test]
fn a_set_back_clock_has_a_known_time_and_no_other_doubt_has() {
    let facts = clock("2026-11-20 09:00").running("2026-11-23 09:00").days(&["2026-11-23"]);
    let verdict = facts.judge(&|now| BusinessDay::of(now, chrono_tz::UTC));
    assert_eq!(verdict.time, Some(at("2026-11-23 09:00")));
    let friday = clock("2026-11-20 16:00").without_chip().days(&["2026-11-20"]);
    assert_eq!(friday.judge(&|now| BusinessDay::of(now, chrono_tz::UTC)).time, None);
}

#[test]
fn a_day_behind_a_long_gap_is_credible_only_where_somebody_vouched() {
    let days = || ["2026-11-20", "2026-11-23", "2031-01-01", "2031-01-02"].map(day).to_vec();
    let past = Past::of(None, days());
    assert_eq!(past.credible, Some(day("2026-11-23")));
    assert_eq!(past.suspects, [day("2031-01-01"), day("2031-01-02")]);
    let vouched = Past::of(Some(day("2031-01-01")), days());
    assert_eq!((vouched.credible, vouched.suspects.len()), (Some(day("2031-01-02")), 0));
}

#[test]
fn an_old_gap_is_a_doubt_until_somebody_vouched_for_a_day_behind_it() {
    let judged = |vouched: Option<&str>, days: &[&str]| {
        let past = Past::of(vouched.map(day), days.iter().map(|text| day(text)).collect());
        let facts = Facts { past, newest: Some(day("2026-11-20")), ..clock("2026-11-23 07:30") };
        facts.judge(&|now| BusinessDay::of(now, chrono_tz::UTC)).trust
    };
    let days = ["2026-03-02", "2026-07-01", "2026-11-19", "2026-11-20"];
    assert_eq!(judged(None, &days), Err(Doubt::Ahead));
    assert_eq!(judged(Some("2026-11-20"), &[]), Ok(Voucher::Order));
    assert_eq!(judged(Some("2026-07-01"), &["2026-08-20", "2026-10-10"]), Ok(Voucher::Order));
}
