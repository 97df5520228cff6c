//! One job under one fault, a cure, and the jobs after it; then what was claimed is compared with what came out.
//!
//! Belongs here: how a case is played and judged, without any expectation of how long something takes: a slow machine
//! makes claims weaker, never truths. Never here: which faults there are (that is `fault_matrix`).

use antre::domain::{PrintCause, PrintLevel, PrintOutcome, Remains};
use antre::lab::virtual_printer::{Moment, Piece, Setup, Switch, Switches, VirtualPrinter};
use antre::paper::profile::Clear;
use antre::paper::{Document, Profile, encode, lay_out, part_off};
use antre::printer::{Address, Deadlines, Job, Session};
use std::time::{Duration, Instant};

/// Short, so that silence costs little; the printer prints in no time.
pub const DEADLINES: Deadlines = Deadlines {
    open: Duration::from_millis(2000),
    progress: Duration::from_millis(40),
    send: Duration::from_millis(400),
    drain: Duration::from_millis(500),
    answer: Duration::from_millis(60),
    trying: Duration::from_millis(180),
    grace: Duration::from_millis(60),
    poll: Duration::from_millis(5),
    clear: Duration::from_millis(60),
    silence: Duration::from_millis(600),
};

/// How long the jobs after the cure are tried before the case has failed; never how long they take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Shorter than any of the tickets, so that an acknowledgement of receipt is noticed and silence costs little.
const HEIGHT_MM: f64 = 10.0;

/// How fast a printer prints that prints in time: as fast as any, so that what came out is never later than what could be
/// believed of it.
const SPEED_MM_PER_S: f64 = 500.0;

/// Longer than any of the tickets: where a printer prints in time, that is waited for.
const LONG_MM: f64 = 80.0;

/// How the printer is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    Network,
    /// As a serial port.
    #[cfg(unix)]
    PseudoTerminal,
    /// The same file, opened as a device that knows nothing of serial ports.
    #[cfg(unix)]
    Device,
}

/// A fault and when it befalls the first job.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    pub profile: &'a Profile,
    pub line: Line,
    /// How many sheets each job has.
    pub sheets: usize,
    pub holds: usize,
    pub fault: &'a [Switch],
    /// What befalls the second job, while the first fault goes on.
    pub then: &'a [Switch],
    pub moment: Moment,
    pub cure: &'a [Switch],
    /// Whether it prints in time instead of in none, so that it can say what it has not done yet.
    pub in_time: bool,
}

/// What a case came to.
#[derive(Debug, Default)]
pub struct Verdict {
    pub claim: Claim,
    /// What was claimed and was not so; empty in every good case.
    pub wrong: Vec<String>,
}

/// What was said of the first job.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// On paper: the printer named the job.
    ProcessId,
    /// On paper: the printer answered in turn.
    InTurn,
    /// Handed over; the printer could not be asked.
    HandedOver,
    Failed,
    #[default]
    Unknown,
}

impl From<PrintOutcome> for Claim {
    fn from(outcome: PrintOutcome) -> Self {
        match outcome {
            PrintOutcome::Printed(PrintLevel::ProcessId) => Claim::ProcessId,
            PrintOutcome::Printed(PrintLevel::StatusAfterData) => Claim::InTurn,
            PrintOutcome::Printed(_) => Claim::HandedOver,
            PrintOutcome::Failed(_) => Claim::Failed,
            PrintOutcome::Unknown(_) => Claim::Unknown,
        }
    }
}

/// The sheets of a ticket that is like no other.
pub fn sheets(profile: &Profile, number: usize, count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|sheet| ticket(profile, number, &"for the file "[..sheet * 13])).collect()
}

fn ticket(profile: &Profile, number: usize, label: &str) -> Vec<u8> {
    let document = Document::new()
        .centred(&format!("{label}Dukcapil Kabupaten Magetan"))
        .bold("KTP Elektronik")
        .number(&format!("T{number:03}"))
        .centred("tunggu di Loket 1-2")
        .qr("01939F3B6A7C7D2E8B4F0A1C2D3E4F50")
        .centred("Tidak dipungut biaya");
    encode(&lay_out(&document, profile).unwrap(), profile)
}

/// Plays a case.
pub fn play(case: &Case<'_>) -> Verdict {
    let folder = tempfile::tempdir().unwrap();
    let setup = Setup::new(case.profile.clone()).holding(case.holds);
    let setup = if case.in_time { setup.at_speed(SPEED_MM_PER_S) } else { setup };
    let printer = match case.line {
        Line::Network => setup.listen("127.0.0.1:0"),
        #[cfg(unix)]
        Line::PseudoTerminal | Line::Device => setup.open_pty(&folder.path().join("printer")),
    };
    let printer = printer.unwrap();
    let virtual_dir = folder.path().to_owned();
    let address = match (case.line, printer.address()) {
        #[cfg(unix)]
        (Line::Device, Address::Serial { path, .. }) => Address::Device(path.into()),
        (_, address) => address,
    };
    let session = Session::new(address, virtual_dir, case.profile.clone(), DEADLINES);
    let session = if case.in_time { session } else { session.timed_by(printer.watch()) };
    let trial = Trial {
        profile: case.profile,
        sheets: case.sheets,
        height_mm: if case.in_time { LONG_MM } else { HEIGHT_MM },
        printer,
        session,
        jobs: Vec::new(),
        detail: String::new(),
        wrong: Vec::new(),
    };
    trial.play(case)
}

pub type Sheets = Vec<Vec<u8>>;

struct Trial<'a> {
    profile: &'a Profile,
    sheets: usize,
    height_mm: f64,
    printer: VirtualPrinter,
    session: Session,
    /// Every job so far: its sheets, and what was claimed of it.
    jobs: Vec<(Sheets, PrintOutcome)>,
    /// What the last attempt said of itself.
    detail: String,
    wrong: Vec<String>,
}

impl Trial<'_> {
    fn play(mut self, case: &Case<'_>) -> Verdict {
        let switches = self.printer.switches();
        let mut first = self.print_under(case.fault, case.moment, &switches);
        if !case.then.is_empty() {
            first = self.print_under(case.then, case.moment, &switches);
        }
        case.cure.iter().for_each(|&switch| switches.throw(switch));
        self.print_until_all_is_well(&switches);
        self.judge(case);
        Verdict { claim: first.into(), wrong: self.wrong }
    }

    fn print_under(
        &mut self,
        fault: &[Switch],
        moment: Moment,
        switches: &Switches,
    ) -> PrintOutcome {
        fault.iter().for_each(|&switch| switches.arm(moment, switch));
        let outcome = self.print();
        switches.disarm();
        // Looking at it lets everything out that is due at this moment.
        self.printer.hanging();
        let now = self.printer.truth();
        if let Some((job, _)) = self.jobs.last()
            && is_strong(outcome)
            && whole(&now, job) != (1, 1)
        {
            let said = format!("{outcome:?}, and at that moment: {}", show(&now, &self.jobs));
            self.wrong.push(said);
        }
        outcome
    }

    fn print(&mut self) -> PrintOutcome {
        let number = self.jobs.len() + 1;
        let sheets = sheets(self.profile, number, self.sheets);
        let bytes = sheets.concat();
        let profile = self.profile;
        let id = number as i64;
        let job = Job { id, profile, bytes: &bytes, height_mm: self.height_mm, cuts: 0 };
        let result = self.session.print(&job);
        let outcome = result.outcome;
        self.detail = result.detail;
        self.jobs.push((sheets, outcome));
        outcome
    }

    /// The next visitors come. Somebody switches the printer off and on when the program asks for it.
    fn print_until_all_is_well(&mut self, switches: &Switches) {
        let began = Instant::now();
        loop {
            let outcome = self.print();
            match outcome {
                PrintOutcome::Printed(_) => return,
                PrintOutcome::Failed(PrintCause::PowerCycle) => {
                    switches.throw(Switch::PowerOff);
                    switches.throw(Switch::PowerOn);
                    let remains = self.session.remains();
                    self.session.set_remains(Remains { leftover: false, ..remains });
                }
                PrintOutcome::Failed(_) | PrintOutcome::Unknown(_) => {}
            }
            if began.elapsed() > PATIENCE {
                self.wrong.push(format!("cured, and still {outcome:?}: {}", self.detail));
                return;
            }
        }
    }

    /// What has come out; where a job was only handed over, once it is there.
    fn truth(&self) -> Vec<Piece> {
        match self.jobs.last() {
            Some((job, PrintOutcome::Printed(_))) => {
                self.printer.truth_when(PATIENCE, |pieces| whole(pieces, job).0 > 0)
            }
            _ => self.printer.truth(),
        }
    }

    fn judge(&mut self, case: &Case<'_>) {
        let late = self.session.late_acknowledgements();
        let pieces = self.truth();
        // A late acknowledgement says that everything is on paper; the roll may have been changed on the way.
        let all: Vec<u8> = pieces.iter().flat_map(|piece| piece.bytes.clone()).collect();
        for (index, (job, outcome)) in self.jobs.iter().enumerate() {
            let (least, most) = whole(&pieces, job);
            let acknowledged = late.contains(&(index as i64 + 1));
            let wrong = match outcome {
                _ if most > 1 => "it came out more than once",
                _ if acknowledged && job.iter().any(|sheet| times(&all, sheet) != 1) => {
                    "it was acknowledged late and never came out"
                }
                PrintOutcome::Printed(level)
                    if *level >= PrintLevel::StatusAfterData && least != 1 =>
                {
                    "it did not come out"
                }
                PrintOutcome::Failed(_) if most != 0 => "it came out all the same",
                _ => continue,
            };
            let said =
                format!("job {} {outcome:?}: {wrong}; {}", index + 1, show(&pieces, &self.jobs));
            self.wrong.push(said);
        }
        // A job of which nobody claims to know may leave its remains; every other is whole or nothing.
        let in_doubt = self.jobs.iter().filter(|(_, outcome)| match outcome {
            PrintOutcome::Printed(_) => !is_strong(*outcome),
            PrintOutcome::Failed(_) => false,
            PrintOutcome::Unknown(_) => true,
        });
        let parted = pieces.iter().filter(|piece| is_parted_off(piece, self.profile)).count();
        let not_well = self.jobs.iter().filter(|(_, outcome)| !is_strong(*outcome)).count();
        if parted > not_well {
            self.wrong.push(format!("too much was parted off; {}", show(&pieces, &self.jobs)));
        }
        // Where the printer can be cleared nobody has to tear anything off, and nobody's ticket begins with another's.
        if self.profile.status.clear == Clear::DleDc4Fn8
            && let Some(piece) = pieces.iter().find(|piece| begins_with_another(piece, &self.jobs))
        {
            let piece = show(std::slice::from_ref(piece), &self.jobs);
            self.wrong.push(format!("it hangs on the remains of another: {piece}"));
        }
        if ghosts(&pieces, &self.jobs, self.profile) > in_doubt.count() {
            self.wrong.push(format!("a ghost came out; {}", show(&pieces, &self.jobs)));
        }
        // Half a command that a broken line left behind swallows the questions of the next one.
        let broken =
            [Switch::HangUp, Switch::PowerOff].iter().any(|broken| case.fault.contains(broken));
        if let Some(stray) =
            pieces.iter().flat_map(|piece| &piece.strays).next().filter(|_| !broken)
        {
            self.wrong.push(format!("{stray:02x?} was carried out in the middle of other data"));
        }
    }
}

/// Whether the printer itself has said so.
pub fn is_strong(outcome: PrintOutcome) -> bool {
    matches!(outcome, PrintOutcome::Printed(level) if level >= PrintLevel::StatusAfterData)
}

/// How often the sheets of a job came out whole and were cut off: the one that came out least, and the one that came
/// out most.
pub fn whole(pieces: &[Piece], job: &[Vec<u8>]) -> (usize, usize) {
    let cut = || pieces.iter().filter(|piece| piece.cut);
    let counts = job.iter().map(|sheet| cut().map(|piece| times(&piece.bytes, sheet)).sum());
    let counts: Vec<usize> = counts.collect();
    let (least, most) = (counts.iter().min(), counts.iter().max());
    (least.copied().unwrap_or(0), most.copied().unwrap_or(0))
}

fn times(bytes: &[u8], sheet: &[u8]) -> usize {
    bytes.windows(sheet.len()).filter(|part| *part == sheet).count()
}

/// Cut pieces that end with no whole sheet: the remains of jobs that were begun before.
pub fn ghosts(pieces: &[Piece], jobs: &[(Sheets, PrintOutcome)], profile: &Profile) -> usize {
    let sheets = || jobs.iter().flat_map(|(job, _)| job);
    let ends_well = |piece: &Piece| sheets().any(|sheet| piece.bytes.ends_with(sheet));
    let is_ghost = |piece: &&Piece| !ends_well(piece) && !is_parted_off(piece, profile);
    pieces.iter().filter(|piece| piece.cut).filter(is_ghost).count()
}

/// Whether this is what hung out when the next job came, parted from it.
fn is_parted_off(piece: &Piece, profile: &Profile) -> bool {
    piece.cut && piece.bytes.ends_with(&part_off(profile))
}

/// Whether a whole sheet hangs on something else.
pub fn begins_with_another(piece: &Piece, jobs: &[(Sheets, PrintOutcome)]) -> bool {
    let mut sheets = jobs.iter().flat_map(|(job, _)| job);
    piece.cut && sheets.any(|s| piece.bytes.ends_with(s) && piece.bytes.len() > s.len())
}

/// The pieces in terms of the jobs, for people.
pub fn show(pieces: &[Piece], jobs: &[(Sheets, PrintOutcome)]) -> String {
    let outcomes: Vec<_> = jobs.iter().map(|(_, outcome)| outcome).collect();
    let pieces: Vec<String> = pieces
        .iter()
        .map(|piece| {
            let text = String::from_utf8_lossy(&piece.bytes).replace(|c: char| c.is_control(), ".");
            format!("{}{text}", if piece.cut { "cut " } else { "torn " })
        })
        .collect();
    format!("claimed {outcomes:?}, came out {pieces:#?}")
}
