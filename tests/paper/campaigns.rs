//! Days of printers that are slow, lossy, cheap or described wrongly, with a seed each: many jobs, small faults, owners that
//! end, rolls that run out. What was claimed is compared with what came out, and what was refused with how the printer was.
//!
//! `ANTRE_CAMPAIGNS=2000` plays so many; by default a few of each breed. Belongs here: the breeds and what must hold for
//! them. Never here: one fault at every byte (that is `fault_matrix`).

use super::fault_trial::{Sheets, begins_with_another, ghosts, is_strong, sheets, show, whole};
use antre::domain::{PrintCause, PrintOutcome, Remains};
use antre::lab::virtual_printer::{Moment, Setup, Switch, VirtualPrinter};
use antre::paper::Profile;
use antre::paper::profile::{Ack, Clear, Realtime};
use antre::printer::{Deadlines, Job, Session};
use fastrand::Rng;
use std::env;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

const AT_ONCE: usize = 4;
/// Of each breed, where nobody asks for more.
const A_FEW: usize = 4;
const JOBS: usize = 10;
/// Shorter than any ticket, so that silence costs little; where a printer prints in time, longer than any.
const HEIGHTS_MM: [f64; 2] = [10.0, 80.0];
/// How long what was handed over may take to come out.
const PATIENCE: Duration = Duration::from_secs(60);

/// Less than half of what an office has, so that silence costs little; the printers are quicker by more.
const DEADLINES: Deadlines = Deadlines {
    open: Duration::from_millis(2000),
    progress: Duration::from_millis(400),
    send: Duration::from_millis(4000),
    drain: Duration::from_millis(1000),
    answer: Duration::from_millis(600),
    trying: Duration::from_millis(1320),
    grace: Duration::from_millis(600),
    poll: Duration::from_millis(20),
    clear: Duration::from_millis(400),
    silence: Duration::from_millis(2400),
};

/// A kind of printer, and what its office believes that it is.
struct Breed {
    name: &'static str,
    is: Profile,
    believed: Profile,
    /// How it is all day.
    always: &'static [Switch],
    /// What befalls every job.
    each_job: &'static [Switch],
    /// Whether rolls run out and covers are opened.
    troubled: bool,
    /// Whether it prints in time, so that what it holds can be lost.
    in_time: bool,
}

/// What a breed came to.
#[derive(Debug, Default)]
struct Tally {
    jobs: usize,
    strong: usize,
    handed_over: usize,
    failed: usize,
    unknown: usize,
    /// A printer that was well was sent nothing, or its ticket was doubted.
    refused: usize,
    power_cycles: usize,
    wrong: Vec<String>,
}

const fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// A printer with these abilities, and a profile that says so.
fn tm(realtime: Realtime, ack: Ack, clear: Clear) -> Profile {
    let mut profile = Profile::shipped("epson-tm-t20iii").unwrap();
    let status = &mut profile.status;
    (status.realtime, status.ack, status.clear) = (realtime, ack, clear);
    (profile.speed.mm_per_s, profile.speed.cut_ms) = (400.0, 0);
    profile
}

fn breeds() -> Vec<Breed> {
    use Realtime::{No, Try, Yes};
    let breed = |name, is: Profile, believed: Profile| Breed {
        name,
        is,
        believed,
        always: &[],
        each_job: &[],
        troubled: false,
        in_time: false,
    };
    let same = |name, profile: Profile| breed(name, profile.clone(), profile);
    let best = || tm(Yes, Ack::ProcessId, Clear::DleDc4Fn8);
    let cheap = || tm(Yes, Ack::GsR, Clear::None);
    let plain = || tm(Yes, Ack::None, Clear::None);
    let mute = || tm(No, Ack::None, Clear::None);
    let tried = || tm(Try, Ack::Try, Clear::Try);
    const SLOW: &[Switch] = &[Switch::AnswersAfter(ms(60)), Switch::DrawerOpen];
    const LOSSY: &[Switch] = &[Switch::LoseAnswer(2)];
    const LATE: &[Switch] = &[Switch::LateAnswer(ms(60))];
    const ONE: &[Switch] = &[Switch::OneConnection(ms(160))];
    const DRAWER: &[Switch] = &[Switch::DrawerOpen];
    const RECEIPT: &[Switch] = &[Switch::AckAtOnce];
    vec![
        Breed { always: SLOW, ..same("slow, process id", best()) },
        Breed { always: SLOW, troubled: true, ..same("slow, process id, trouble", best()) },
        Breed { always: SLOW, troubled: true, ..same("slow, GS r, trouble", cheap()) },
        Breed { each_job: LATE, always: DRAWER, ..same("one late answer, process id", best()) },
        Breed { each_job: LATE, always: DRAWER, ..same("one late answer, no ack", plain()) },
        Breed { each_job: LOSSY, always: DRAWER, ..same("lossy, process id", best()) },
        Breed { each_job: LOSSY, ..same("lossy, GS r, nothing clears", cheap()) },
        Breed { each_job: LOSSY, ..same("lossy, no ack, nothing clears", plain()) },
        Breed { each_job: LOSSY, troubled: true, ..same("lossy, no ack, trouble", plain()) },
        breed("tried, and answers", cheap(), tried()),
        Breed { each_job: LOSSY, ..breed("tried, lossy", cheap(), tried()) },
        Breed { always: SLOW, ..breed("tried, slow", cheap(), tried()) },
        Breed { troubled: true, ..breed("tried, trouble", best(), tried()) },
        breed("tried, and mute", mute(), tried()),
        breed("believed to know GS ( H", cheap(), best()),
        breed("believed to know GS r", plain(), cheap()),
        Breed { troubled: true, ..breed("believed to know GS ( H, trouble", plain(), best()) },
        Breed { always: ONE, ..same("one connection", best()) },
        Breed {
            always: &[Switch::ForgetOnClose],
            in_time: true,
            ..same("forgets on close, says nothing", mute())
        },
        Breed { always: &[Switch::Slow(9600)], ..same("behind a serial line", best()) },
        Breed {
            always: RECEIPT,
            in_time: true,
            ..same("acknowledges receipt, process id", best())
        },
        Breed {
            always: RECEIPT,
            troubled: true,
            in_time: true,
            ..same("acknowledges receipt, GS r, trouble", cheap())
        },
    ]
}

/// An owner of a printer through one campaign.
struct Campaign<'a> {
    breed: &'a Breed,
    printer: VirtualPrinter,
    session: Option<Session>,
    /// As the queue keeps them.
    remains: Remains,
    jobs: Vec<(Sheets, PrintOutcome)>,
    /// What the last attempt said of itself.
    detail: String,
    tally: Tally,
    chance: Rng,
}

impl Campaign<'_> {
    fn play(breed: &Breed, seed: u64) -> Tally {
        let mut setup = Setup::new(breed.is.clone());
        if breed.in_time {
            // As fast as any, so that what came out is never later than what could be believed of it.
            setup = setup.at_speed(500.0);
        }
        let printer = setup.listen("127.0.0.1:0").unwrap();
        breed.always.iter().for_each(|&switch| printer.switches().throw(switch));
        let (session, remains, jobs) = (None, Remains::default(), Vec::new());
        let (tally, chance) = (Tally::default(), Rng::with_seed(seed));
        let detail = String::new();
        let mut campaign =
            Campaign { breed, printer, session, remains, jobs, detail, tally, chance };
        for _ in 0..JOBS {
            campaign.visit();
        }
        campaign.judge(seed);
        campaign.tally
    }

    fn visit(&mut self) {
        let switches = self.printer.switches();
        self.breed.each_job.iter().for_each(|&switch| switches.throw(switch));
        let cure = match self.breed.troubled && self.chance.u8(..4) == 0 {
            true => self.trouble(),
            false => &[],
        };
        let healthy = cure.is_empty();
        let mut outcome = self.print();
        // Whoever stands there helps: the kiosk tries again what has not begun.
        cure.iter().for_each(|&switch| switches.throw(switch));
        switches.disarm();
        for _ in 0..3 {
            match outcome {
                PrintOutcome::Failed(PrintCause::PowerCycle) => {
                    self.tally.power_cycles += 1;
                    switches.throw(Switch::PowerOff);
                    switches.throw(Switch::PowerOn);
                    self.remains.leftover = false;
                    self.session = None;
                    outcome = self.print();
                }
                PrintOutcome::Failed(cause) if healthy && cause.may_pass() => {
                    outcome = self.print();
                }
                _ => break,
            }
        }
        let tally = &mut self.tally;
        tally.jobs += 1;
        match outcome {
            _ if is_strong(outcome) => tally.strong += 1,
            PrintOutcome::Printed(_) => tally.handed_over += 1,
            PrintOutcome::Failed(_) => tally.failed += 1,
            PrintOutcome::Unknown(_) => tally.unknown += 1,
        }
        if healthy && !matches!(outcome, PrintOutcome::Printed(_)) {
            tally.refused += 1;
            let (number, detail) = (self.jobs.len(), &self.detail);
            tally
                .wrong
                .push(format!("job {number} of a printer that is well: {outcome:?}, {detail}"));
        }
        // Now and then the program is started anew between two visitors.
        if self.chance.u8(..4) == 0 {
            self.session = None;
        }
    }

    /// Makes something go wrong in the middle of the next job; gives back what mends it.
    fn trouble(&mut self) -> &'static [Switch] {
        let troubles: [(Switch, &'static [Switch]); 3] = [
            (Switch::PaperOut, &[Switch::PaperIn]),
            (Switch::CoverOpen, &[Switch::CoverClosed]),
            (Switch::Offline, &[Switch::Online]),
        ];
        let (fault, cure) = troubles[self.chance.usize(..troubles.len())];
        let moment = match self.chance.bool() {
            true => Moment::Received(self.chance.u64(..220)),
            false => Moment::Executed(self.chance.u64(..220)),
        };
        self.printer.switches().arm(moment, fault);
        cure
    }

    fn print(&mut self) -> PrintOutcome {
        let session = self.session.get_or_insert_with(|| {
            let folder = env::temp_dir();
            let believed = self.breed.believed.clone();
            let address = self.printer.address();
            let session = Session::new(address, folder, believed, DEADLINES);
            let mut session = match self.breed.in_time {
                true => session,
                false => session.timed_by(self.printer.watch()),
            };
            session.set_remains(self.remains);
            session
        });
        let number = self.jobs.len() + 1;
        let sheets = sheets(&self.breed.believed, number, 1);
        let bytes = sheets.concat();
        let profile = &self.breed.believed;
        let height_mm = HEIGHTS_MM[usize::from(self.breed.in_time)];
        let job = Job { id: number as i64, profile, bytes: &bytes, height_mm, cuts: 1 };
        let result = session.print(&job);
        let outcome = result.outcome;
        self.detail = result.detail;
        self.remains = session.remains();
        self.jobs.push((sheets, outcome));
        outcome
    }

    fn judge(&mut self, seed: u64) {
        self.session = None;
        let (jobs, wrong) = (&self.jobs, &mut self.tally.wrong);
        if let Some((job, PrintOutcome::Printed(_))) = jobs.last() {
            self.printer.truth_when(PATIENCE, |pieces| whole(pieces, job).0 > 0);
        }
        let pieces = self.printer.truth();
        let mut say = |what: String| {
            let (name, shown) = (self.breed.name, show(&pieces, jobs));
            wrong.push(format!("{name}, seed {seed}: {what}; {shown}"));
        };
        for (index, (job, outcome)) in jobs.iter().enumerate() {
            let (least, most) = whole(&pieces, job);
            let what = match outcome {
                _ if most > 1 => "came out twice",
                PrintOutcome::Failed(_) if most > 0 => "came out all the same",
                _ if is_strong(*outcome) && least != 1 => "did not come out",
                // Where nothing was the matter, what was handed over has come out.
                PrintOutcome::Printed(_) if !self.breed.troubled && least != 1 => "was lost",
                _ => continue,
            };
            say(format!("job {} {outcome:?} {what}", index + 1));
        }
        if pieces.iter().any(|piece| begins_with_another(piece, jobs)) {
            say("two visitors stand on one sheet".to_owned());
        }
        let in_doubt = jobs.iter().filter(|(_, outcome)| match outcome {
            PrintOutcome::Printed(_) => !is_strong(*outcome),
            PrintOutcome::Failed(_) => false,
            PrintOutcome::Unknown(_) => true,
        });
        if ghosts(&pieces, jobs, &self.breed.believed) > in_doubt.count() {
            say("a ghost came out".to_owned());
        }
    }
}

#[test]
fn slow_lossy_and_misjudged_printers_are_served_and_nothing_false_is_said() {
    let breeds = breeds();
    let asked = env::var("ANTRE_CAMPAIGNS").ok().and_then(|count| count.parse().ok());
    let each = asked.map_or(A_FEW, |count: usize| count.div_ceil(breeds.len()));
    let tallies: Vec<Mutex<Tally>> = breeds.iter().map(|_| Mutex::default()).collect();
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        let play_the_next = || loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= breeds.len() * each {
                return;
            }
            let (breed, seed) = (number % breeds.len(), number as u64);
            let played = Campaign::play(&breeds[breed], seed);
            let mut tally = tallies[breed].lock().unwrap();
            tally.jobs += played.jobs;
            tally.strong += played.strong;
            tally.handed_over += played.handed_over;
            tally.failed += played.failed;
            tally.unknown += played.unknown;
            tally.refused += played.refused;
            tally.power_cycles += played.power_cycles;
            tally.wrong.extend(played.wrong);
        };
        (0..AT_ONCE).for_each(|_| drop(scope.spawn(play_the_next)));
    });
    println!("{} campaigns of {JOBS} jobs", each * breeds.len());
    println!(
        "{:<36}{:>7}{:>8}{:>8}{:>8}{:>8}{:>9}{:>7}{:>7}",
        "breed", "jobs", "strong", "handed", "failed", "unknown", "refused", "cycles", "wrong"
    );
    let mut wrong = Vec::new();
    for (breed, tally) in breeds.iter().zip(tallies) {
        let t = tally.into_inner().unwrap();
        println!(
            "{:<36}{:>7}{:>8}{:>8}{:>8}{:>8}{:>9}{:>7}{:>7}",
            breed.name,
            t.jobs,
            t.strong,
            t.handed_over,
            t.failed,
            t.unknown,
            t.refused,
            t.power_cycles,
            t.wrong.len()
        );
        if t.refused > 0 {
            wrong.push(format!("{}: {} tickets of a printer that was well", breed.name, t.refused));
        }
        // Where something was the matter and the program was started anew, nothing else can know.
        if !breed.troubled && t.power_cycles * 1000 > t.jobs {
            wrong.push(format!("{}: {} power cycles were asked for", breed.name, t.power_cycles));
        }
        wrong.extend(t.wrong.into_iter().take(2));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
