//! The software's share of a print: what our own code adds to the time that the line takes.
//!
//! A virtual printer that prints in no time and answers everything stands at the other end, over TCP and over a
//! pseudo-terminal, which has no baud rate: so what is measured is software only, the printer's included.

use super::{Outcome, Times, desk, service};
use antre::clock::ManualClock;
use antre::data::DataFolder;
use antre::desk::{IssueRequest, PrintTarget, new_ticket_id};
use antre::domain::{Lane, Language};
use antre::lab::virtual_printer::{Setup, VirtualPrinter};
use antre::paper::Profile;
use antre::spool::Spool;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

const TICKETS: usize = 300;
const PROFILE: &str = "epson-tm-t20iii";

/// Prints tickets one by one as a kiosk's print loop does, and tells when the last byte was handed over and when the
/// printer's acknowledgement was in the queue.
pub fn software_share(folder: &Path) -> Outcome {
    let profile = Profile::shipped(PROFILE)?;
    let tcp = Setup::new(profile.clone()).listen("127.0.0.1:0")?;
    one_line(&folder.join("print-tcp"), "TCP", &tcp)?;
    #[cfg(unix)]
    {
        let port = folder.join("bench-port");
        let port = std::path::absolute(port)?;
        let serial = Setup::new(profile).open_pty(&port)?;
        one_line(&folder.join("print-pty"), "a pseudo-terminal", &serial)?;
    }
    Ok(())
}

fn one_line(folder: &Path, line: &str, printer: &VirtualPrinter) -> Outcome {
    std::fs::create_dir(folder)?;
    let data = DataFolder::locate(Some(folder.to_owned()));
    let mut desk = desk(folder, Arc::new(ManualClock::at("2026-11-23T03:42:00Z".parse()?)))?;
    let target = PrintTarget::at(printer.address().to_string(), PROFILE);
    let spool = Spool::own(&data, &mut desk, &target)?.ok_or("the printer has an owner")?;
    let mut spool = spool.timed_by(printer.watch());
    let (mut handed_over, mut recorded, mut bytes) = (Vec::new(), Vec::new(), 0);
    let service = service('T')?;
    let case =
        desk.office().service(service).and_then(|service| Some(service.cases.first()?.id.clone()));
    for _ in 0..TICKETS {
        desk.issue(&IssueRequest {
            service,
            case: case.clone(),
            lane: Lane::Regular,
            language: Language::Indonesian,
            id: new_ticket_id(desk.now()),
            key: None,
            print: Some(target.clone()),
            override_code: None,
        })?;
        let committed = Instant::now();
        let printed = spool.print_next(&mut desk)?.ok_or("nothing was printed")?;
        recorded.push(committed.elapsed());
        let sent = printed.result.handed_over.ok_or(printed.result.detail.clone())?;
        handed_over.push(printed.prepared + sent);
        bytes =
            printed.result.detail.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(bytes);
    }
    for (what, mut times) in
        [("commit to last byte", handed_over), ("commit to acknowledgement", recorded)]
    {
        times.sort_unstable();
        Times(times).print(&format!("{what}, {line}"), None);
    }
    let line_time = |baud: u32| Duration::from_secs_f64(f64::from(bytes * 10) / f64::from(baud));
    println!(
        "the line alone, {bytes} bytes: {:.0?} at 9600 baud, {:.0?} at 115200 baud",
        line_time(9_600),
        line_time(115_200)
    );
    Ok(())
}
