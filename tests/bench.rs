//! Figures of one run on one machine, as ratios against what the disk itself can do: `cargo bench`.
//!
//! Nothing here passes or fails; a figure is read by a person. Words choose parts: `cargo bench --bench ratios -- backup`
//! (`queue`, `backup`, `bytes`, `print`, `deadlines`, `frames`).

#[path = "bench/backup.rs"]
mod backup;
#[cfg(unix)]
#[path = "bench/deadlines.rs"]
mod deadlines;
#[path = "bench/print.rs"]
mod print;

use antre::clock::{Clock, ManualClock, SystemClock};
use antre::desk::{Desk, Envelope, IssueRequest, Request, Subject, new_ticket_id};
use antre::domain::{Actor, CounterNumber, Lane, Language, ServiceCode};
use antre::office::{Office, Outside, PrintAs, SAMPLES};
use antre::paper::{Fonts, Order, Profile, job};
use antre::store::sqlite::SqliteStore;
use std::env;
use std::error::Error;
use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

const ROUNDS: usize = 2_000;
const PROCESSES: usize = 8;
const ROUNDS_EACH: usize = 500;
const HELPER: &str = "ANTRE_BENCH_HELPER";

fn main() -> Outcome {
    if let Ok(folder) = env::var(HELPER) {
        return rush(Path::new(&folder));
    }
    let named: Vec<String> = env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let is_wanted = |part: &str| named.is_empty() || named.iter().any(|name| name == part);
    let folder = tempfile::Builder::new().prefix("antre-bench").tempdir_in("target")?;
    if is_wanted("queue") {
        let floor = floor(folder.path())?;
        one_process(folder.path(), floor)?;
        in_turns(folder.path(), floor)?;
        batches(folder.path())?;
        many_processes(folder.path())?;
    }
    if is_wanted("backup") {
        backup::under_load(folder.path())?;
    }
    if is_wanted("bytes") {
        ticket_bytes()?;
    }
    if is_wanted("print") {
        print::software_share(folder.path())?;
    }
    #[cfg(unix)]
    if is_wanted("deadlines") {
        deadlines::overruns(folder.path())?;
    }
    #[cfg(feature = "lab")]
    if is_wanted("frames") {
        windows::call_to_frame(folder.path())?;
    }
    Ok(())
}

fn office() -> Outcome<Arc<Office>> {
    let office = Office::parse(SAMPLES[0].1, &Outside::default());
    Ok(Arc::new(office.map_err(|_| "the sample office has faults")?))
}

fn desk(folder: &Path, clock: Arc<dyn Clock>) -> Outcome<Desk> {
    let store = SqliteStore::create(&folder.join("queue.db"))?;
    Ok(Desk::new(Box::new(store), office()?, clock))
}

/// Whoever takes a number, without paper.
fn visitor(desk: &Desk, service: ServiceCode) -> IssueRequest {
    let case = desk.office().service(service).and_then(|service| service.cases.first());
    IssueRequest {
        service,
        case: case.map(|case| case.id.clone()),
        lane: Lane::Regular,
        language: Language::Indonesian,
        id: new_ticket_id(desk.now()),
        key: None,
        override_code: None,
        print: None,
    }
}

fn issue(desk: &mut Desk, service: char) -> Outcome {
    let wish = visitor(desk, self::service(service)?);
    desk.issue(&wish)?;
    Ok(())
}

fn service(letter: char) -> Outcome<ServiceCode> {
    Ok(ServiceCode::new(letter).ok_or("no such service")?)
}

fn counter(number: i64) -> Outcome<CounterNumber> {
    Ok(CounterNumber::new(number).ok_or("no such counter")?)
}

/// Times of single operations, sorted.
struct Times(Vec<Duration>);

impl Times {
    fn of(rounds: usize, mut operation: impl FnMut() -> Outcome) -> Outcome<Self> {
        let mut times = Vec::with_capacity(rounds);
        for _ in 0..rounds {
            let start = Instant::now();
            operation()?;
            times.push(start.elapsed());
        }
        times.sort_unstable();
        Ok(Self(times))
    }

    fn at(&self, share: f64) -> Duration {
        self.0[((self.0.len() - 1) as f64 * share) as usize]
    }

    fn per_second(&self) -> f64 {
        self.0.len() as f64 / self.0.iter().sum::<Duration>().as_secs_f64()
    }

    fn print(&self, what: &str, floor: Option<Duration>) {
        let (p50, p99) = (self.at(0.5), self.at(0.99));
        let ratio = floor.map_or_else(String::new, |floor| {
            format!("   {:.2} x overwrite + fdatasync", p50.as_secs_f64() / floor.as_secs_f64())
        });
        println!(
            "{what:<44} p50 {p50:>10.1?}  p99 {p99:>10.1?}  {:>7.0}/s{ratio}",
            self.per_second()
        );
    }
}

/// What the disk needs to make 4 KiB durable.
fn floor(folder: &Path) -> Outcome<Duration> {
    let mut file = File::create(folder.join("floor"))?;
    let page = [7u8; 4096];
    file.write_all(&page)?;
    file.sync_all()?;
    let overwrite = Times::of(ROUNDS, || {
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&page)?;
        Ok(file.sync_data()?)
    })?;
    overwrite.print("the disk: overwrite 4 KiB + fdatasync", None);
    let append = Times::of(ROUNDS, || {
        file.seek(SeekFrom::End(0))?;
        file.write_all(&page)?;
        Ok(file.sync_data()?)
    })?;
    append.print("the disk: append 4 KiB + fdatasync", None);
    Ok(overwrite.at(0.5))
}

fn one_process(folder: &Path, floor: Duration) -> Outcome {
    let mut desk = desk(folder, Arc::new(SystemClock))?;
    let one = counter(1)?;
    Times::of(ROUNDS, || issue(&mut desk, 'Q'))?
        .print("issue, 1 process, up to 2,000 waiting", Some(floor));
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        desk.next(one)?;
        times.push(start.elapsed());
        desk.start(Subject::Counter(one))?;
        desk.finish(Subject::Counter(one))?;
    }
    times.sort_unstable();
    Times(times).print("call next, 1 process, up to 2,000 waiting", Some(floor));
    let (mut issues, mut calls) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        issue(&mut desk, 'Q')?;
        issues.push(start.elapsed());
        let start = Instant::now();
        desk.next(one)?;
        calls.push(start.elapsed());
        desk.cancel(Subject::Counter(one))?;
    }
    for (what, mut times) in
        [("issue, 1 process, nobody waiting", issues), ("call next, 1 process, one waiting", calls)]
    {
        times.sort_unstable();
        Times(times).print(what, Some(floor));
    }
    Ok(())
}

/// Two programs that take turns: each learns first what the other has done.
fn in_turns(folder: &Path, floor: Duration) -> Outcome {
    let folder = folder.join("turns");
    std::fs::create_dir(&folder)?;
    let mut desks = [desk(&folder, Arc::new(SystemClock))?, desk(&folder, Arc::new(SystemClock))?];
    let mut turn = 0;
    Times::of(ROUNDS, || {
        turn += 1;
        issue(&mut desks[turn % 2], 'Q')
    })?
    .print("issue, 2 desks in turn", Some(floor));
    let mut times = Vec::new();
    for turn in 0..ROUNDS {
        let (desk, here) = (&mut desks[turn % 2], counter(1)?);
        let start = Instant::now();
        desk.next(here)?;
        times.push(start.elapsed());
        desks[(turn + 1) % 2].cancel(Subject::Counter(here))?;
    }
    times.sort_unstable();
    Times(times).print("call next, 2 desks in turn", Some(floor));
    Ok(())
}

/// Requests that have arrived together, decided one after the other and kept at once: what a server does.
fn batches(folder: &Path) -> Outcome {
    const BATCH: usize = 16;
    let folder = folder.join("batches");
    std::fs::create_dir(&folder)?;
    let mut desk = desk(&folder, Arc::new(SystemClock))?;
    let service = service('Q')?;
    let batches = Times::of(ROUNDS / BATCH, || {
        let wish = |_| {
            let request = visitor(&desk, service);
            Envelope::new(Actor::Program, Request::Issue(request))
        };
        let envelopes: Vec<Envelope> = (0..BATCH).map(wish).collect();
        let answers = desk.ask_all(&envelopes)?;
        match answers.into_iter().find_map(Result::err) {
            Some(refusal) => Err(refusal.into()),
            None => Ok(()),
        }
    })?;
    let each = batches.per_second() * BATCH as f64;
    batches.print("16 numbers decided and kept at once", None);
    println!("{:<44} {each:>7.0} numbers/s", "");
    Ok(())
}

/// An office in which every process has a counter and every counter serves everybody.
fn busy_office() -> Outcome<Office> {
    let mut source = String::from(
        "[office]\nname = 'Bench'\nregion = 'Bench'\ntimezone = 'Asia/Jakarta'\n[queue]\n\
         [[stage]]\nid = 'layanan'\nname = 'Layanan'\n[[service]]\ncode = 'Q'\n\
         name = 'Bench'\njourney = [{ stage = 'layanan' }]\n",
    );
    for number in 1..=PROCESSES {
        source += &format!("[[counter]]\nnumber = {number}\nname = 'Loket {number}'\n");
    }
    let office = Office::parse(&source, &Outside::default());
    office.map_err(|faults| format!("the busy office has faults: {faults:?}").into())
}

/// One of many processes: takes a number, calls whoever is next, withdraws that ticket, as fast as it goes.
fn rush(folder: &Path) -> Outcome {
    let store = SqliteStore::open(&folder.join("queue.db"))?;
    let mut desk = Desk::new(Box::new(store), Arc::new(busy_office()?), Arc::new(SystemClock));
    let here = counter(env::var("ANTRE_BENCH_COUNTER")?.parse()?)?;
    for _ in 0..ROUNDS_EACH {
        issue(&mut desk, 'Q')?;
        if desk.next(here)?.is_some() {
            desk.cancel(Subject::Counter(here))?;
        }
    }
    Ok(())
}

fn many_processes(folder: &Path) -> Outcome {
    let folder = folder.join("many");
    std::fs::create_dir(&folder)?;
    drop(SqliteStore::create(&folder.join("queue.db"))?);
    let start = Instant::now();
    let mut children = Vec::new();
    for index in 1..=PROCESSES {
        let mut helper = Command::new(env::current_exe()?);
        helper.env(HELPER, &folder).env("ANTRE_BENCH_COUNTER", index.to_string());
        children.push(helper.stdout(Stdio::null()).spawn()?);
    }
    for mut child in children {
        if !child.wait()?.success() {
            return Err("a process of the bench failed".into());
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let rounds = PROCESSES * ROUNDS_EACH;
    println!(
        "{PROCESSES} processes at once: {rounds} numbers, as many calls and as many cancellations in {seconds:.2} s: \
         {:.0} transactions/s",
        (3 * rounds) as f64 / seconds
    );
    Ok(())
}

fn ticket_bytes() -> Outcome {
    let office = office()?;
    let folder = tempfile::tempdir()?;
    let clock = ManualClock::at("2026-11-23T03:42:00Z".parse()?);
    let mut desk = desk(folder.path(), Arc::new(clock))?;
    issue(&mut desk, 'T')?;
    let file = desk.ticket("T001".parse()?)?;
    for name in Profile::shipped_names() {
        for print_as in [PrintAs::Text, PrintAs::Picture] {
            let profile = Profile::shipped(name)?.printing_as(print_as);
            let (ticket, at) = (&file.ticket, Some(file.ticket.issued_at));
            let order = Order::Ticket { ticket, copy: 0, at };
            let start = Instant::now();
            let composed = job(&office, order, &profile, &Fonts::shipped())?;
            let (took, bytes, height) = (start.elapsed(), composed.bytes.len(), composed.height_mm);
            let line = |baud: f64| bytes as f64 * 10.0 / baud;
            println!(
                "the ticket of Magetan on {name:<18} as {:<7} {bytes:>6} bytes {height:>4.0} mm, composed in {took:>6.1?}, \
                 {:>5.1} s at 9600 baud, {:>4.1} s at 115200",
                format!("{print_as:?}"),
                line(9_600.0),
                line(115_200.0)
            );
        }
    }
    Ok(())
}

#[cfg(feature = "lab")]
mod windows {
    //! From the commit of a call to the pixels of the wall, through the real worker thread and event loop.

    use super::{Outcome, Times, counter, desk, issue};
    use antre::app::display::{Display, DisplaySlot, DisplayWorker};
    use antre::app::worker::{channel, spawn};
    use antre::clock::{Clock, ManualClock};
    use antre::data::DataFolder;
    use antre::desk::Subject;
    use antre::feed::{Feed, ring};
    use antre::office::WallPlan;
    use antre::station::wall::Wall;
    use chrono::TimeDelta;
    use i_slint_backend_testing::{TestingBackend, TestingBackendOptions};
    use slint::{ComponentHandle, PhysicalSize};
    use std::path::Path;
    use std::sync::{Arc, mpsc};
    use std::thread;
    use std::time::{Duration, Instant};

    const CALLS: usize = 60;

    pub fn call_to_frame(folder: &Path) -> Outcome {
        let options = TestingBackendOptions {
            mock_time: false,
            threading: true,
            renderer_name: Some("software".into()),
        };
        slint::platform::set_platform(Box::new(TestingBackend::new(options)))?;
        let folder = folder.join("wall");
        std::fs::create_dir(&folder)?;
        let clock = ManualClock::at("2026-11-23T03:42:00Z".parse()?);
        let data = DataFolder::locate(Some(folder.clone()));
        let bells = data.clone();
        let officer = desk(&folder, Arc::new(clock.clone()))?;
        let mut officer = officer.ringing(move || ring(&bells));
        for _ in 0..CALLS {
            issue(&mut officer, 'Q')?;
        }
        let slot = DisplaySlot::take(&data)?;
        let worker = DisplayWorker::new(desk(&folder, Arc::new(clock.clone()))?, slot)?;
        let (send, commands) = channel();
        let office = Arc::clone(officer.office());
        let plan = WallPlan::default();
        let wall = Wall::resume(Arc::clone(&office), plan, worker.announced(), clock.now());
        let memory = move |command| send.send(command);
        let display = Display::open(&office, Arc::new(clock.clone()), wall, memory, None)?;
        display.window().window().set_size(PhysicalSize::new(1920, 1080));
        display.window().show()?;
        let (drawn, frames) = mpsc::channel();
        let deliver = antre::app::bridge(move |update| {
            display.update(update);
            let number = display.window().get_view().number.to_string();
            if display.window().window().take_snapshot().is_ok() {
                let _ = drawn.send((number, Instant::now()));
            }
        });
        let feed = Feed::start(&data)?;
        spawn("display", worker, commands, Some(&feed), deliver)?;
        let calls = thread::spawn(move || -> Result<Vec<Duration>, String> {
            let here = counter(1).map_err(|e| e.to_string())?;
            let mut times = Vec::new();
            for round in 0..CALLS {
                // Not in step with the worker's own pace.
                thread::sleep(Duration::from_millis(120 + (round as u64 * 7) % 20));
                clock.advance(TimeDelta::seconds(11));
                let called =
                    officer.next(here).map_err(|e| e.to_string())?.ok_or("nobody waits")?;
                let committed = Instant::now();
                let number = called.ticket.number.to_string();
                let frame = loop {
                    let (shown, at) = frames.recv().map_err(|e| e.to_string())?;
                    if shown == number {
                        break at;
                    }
                };
                times.push(frame - committed);
                officer.cancel(Subject::Counter(here)).map_err(|e| e.to_string())?;
            }
            slint::quit_event_loop().map_err(|e| e.to_string())?;
            Ok(times)
        });
        slint::run_event_loop()?;
        let mut times = calls.join().map_err(|_| "the officer of the bench failed")??;
        times.sort_unstable();
        Times(times).print("commit of a call to its frame of 1920 x 1080", None);
        Ok(())
    }
}
