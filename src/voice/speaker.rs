//! The thread that speaks: one announcement after the other, so that two calls can never overlap.
//!
//! Belongs here: order, extent, and telling what became of the sound. Never here: windows, and when a call is due.

use super::announcement::Voices;
use super::extent::Extent;
use super::sink::{NoSound, Sink};
use super::waiting::Waiting;
use crate::domain::PublicCall;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};
use std::thread;
use std::time::Duration;

/// What became of the sound; told only when something has changed, and for every call that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SoundReport {
    /// It is heard, for the first time or again.
    Heard,
    /// It is not heard any more.
    Silent(NoSound),
    /// Too many calls waited: this one stays unspoken.
    LeftOut(PublicCall),
}

/// Says calls. Dropped, it ends the announcement that is being played and says nothing more.
#[derive(Debug)]
pub struct Speaker {
    voices: Arc<Voices>,
    calls: Sender<(PublicCall, usize)>,
    silent: Arc<AtomicBool>,
}

impl Speaker {
    /// A speaker with a thread of its own. `told` is called on that thread.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn start(
        voices: Arc<Voices>,
        sink: Box<dyn Sink>,
        told: impl Fn(SoundReport) + Send + 'static,
    ) -> io::Result<Self> {
        let (calls, inbox) = mpsc::channel();
        let silent = Arc::new(AtomicBool::new(false));
        let thread = Speaking {
            voices: Arc::clone(&voices),
            sink,
            inbox,
            waiting: Waiting::default(),
            behind: 0,
            silent: Arc::clone(&silent),
            told: Box::new(told),
        };
        thread::Builder::new().name("voice".to_owned()).spawn(move || thread.run())?;
        Ok(Self { voices, calls, silent })
    }

    /// Says a call as soon as all earlier ones are said. `behind` is how many more wait for their turn on the wall:
    /// the more there are, the less is said. Returns how long the call will sound; nothing while there is no sound.
    pub fn say(&self, call: &PublicCall, behind: usize) -> Duration {
        // The thread lives as long as its sender.
        let _ = self.calls.send((call.clone(), behind));
        if self.silent.load(Ordering::Relaxed) {
            return Duration::ZERO;
        }
        let kind = self.voices.kind(call);
        self.voices.duration(kind, call.number, call.counter, Extent::for_waiting(behind))
    }
}

/// The thread's side.
struct Speaking {
    voices: Arc<Voices>,
    sink: Box<dyn Sink>,
    inbox: Receiver<(PublicCall, usize)>,
    waiting: Waiting,
    /// How many calls waited on the wall behind the newest one here.
    behind: usize,
    silent: Arc<AtomicBool>,
    told: Box<dyn Fn(SoundReport) + Send>,
}

impl Speaking {
    fn run(mut self) {
        let mut silent = None;
        while let Some(call) = self.next() {
            let extent = Extent::for_waiting(self.waiting.len() + self.behind);
            let kind = self.voices.kind(&call);
            let announcement = self.voices.announce_as(kind, call.number, call.counter, extent);
            let played = self.sink.play(&announcement).err();
            self.silent.store(played.is_some(), Ordering::Relaxed);
            if silent.as_ref() != Some(&played) {
                (self.told)(played.clone().map_or(SoundReport::Heard, SoundReport::Silent));
            }
            silent = Some(played);
        }
    }

    /// The next call to say, once all calls that have come by now are in their places; `None` at the end.
    fn next(&mut self) -> Option<PublicCall> {
        if self.waiting.is_empty() {
            let first = self.inbox.recv().ok()?;
            self.take(first);
        }
        loop {
            match self.inbox.try_recv() {
                Ok(call) => self.take(call),
                Err(TryRecvError::Empty) => return self.waiting.pop(),
                Err(TryRecvError::Disconnected) => return None,
            }
        }
    }

    fn take(&mut self, (call, behind): (PublicCall, usize)) {
        self.behind = behind;
        if let Some(left_out) = self.waiting.push(call) {
            (self.told)(SoundReport::LeftOut(left_out));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Announcement;
    use super::*;
    use crate::domain::{CounterNumber, EventSeq, Language, Manner, TicketNumber, Timestamp};

    fn call(number: &str, counter: i64) -> PublicCall {
        let number: TicketNumber = number.parse().unwrap();
        let counter = CounterNumber::new(counter).unwrap();
        let at = Timestamp::UNIX_EPOCH;
        PublicCall {
            seq: EventSeq(1),
            number,
            service: number.service(),
            counter,
            at,
            manner: Manner::default(),
        }
    }

    /// A loudspeaker that tells when an announcement begins, and lets it end when the test says how.
    struct Gate {
        begun: Sender<Announcement>,
        end: Receiver<Result<(), NoSound>>,
    }

    impl Sink for Gate {
        fn play(&mut self, announcement: &Announcement) -> Result<(), NoSound> {
            let _ = self.begun.send(announcement.clone());
            self.end.recv().unwrap_or(Ok(()))
        }
    }

    struct Room {
        speaker: Option<Speaker>,
        begun: Receiver<Announcement>,
        end: Sender<Result<(), NoSound>>,
        told: Receiver<SoundReport>,
    }

    fn room() -> Room {
        let (begin, begun) = mpsc::channel();
        let (end, ending) = mpsc::channel();
        let (tell, told) = mpsc::channel();
        let voices = Voices::shipped(&[Language::Indonesian]);
        let gate = Box::new(Gate { begun: begin, end: ending });
        let report = move |report| drop(tell.send(report));
        let speaker = Speaker::start(Arc::new(voices), gate, report).unwrap();
        Room { speaker: Some(speaker), begun, end, told }
    }

    impl Room {
        fn say(&self, number: &str, counter: i64, behind: usize) -> Duration {
            self.speaker.as_ref().unwrap().say(&call(number, counter), behind)
        }

        /// The announcement that begins now, with how many sentences' worth of sound it has.
        fn hears(&self) -> (String, Duration) {
            let announcement = self.begun.recv().unwrap();
            let said = format!("{} {}", announcement.number, announcement.counter.unwrap());
            (said, announcement.duration())
        }
    }

    #[test]
    fn two_calls_never_overlap_and_keep_their_order() {
        let room = room();
        let long = room.say("T001", 1, 0);
        assert_eq!(room.hears(), ("T001 1".to_owned(), long));
        room.say("K001", 2, 0);
        room.say("K002", 3, 0);
        assert!(room.begun.try_recv().is_err(), "the first one is still being said");
        room.end.send(Ok(())).unwrap();
        let (said, length) = room.hears();
        assert_eq!(said, "K001 2");
        assert!(length < long, "another one waits: nothing is repeated");
        assert!(room.begun.try_recv().is_err());
        room.end.send(Ok(())).unwrap();
        assert_eq!(room.hears().0, "K002 3");
        assert_eq!(room.told.recv(), Ok(SoundReport::Heard));
        assert!(room.told.try_recv().is_err(), "what does not change is told once");
    }

    #[test]
    fn a_recall_takes_the_place_of_its_own_call_that_waits() {
        let room = room();
        room.say("T001", 1, 0);
        room.hears();
        for (number, counter) in [("K001", 2), ("K002", 3), ("K001", 4)] {
            room.say(number, counter, 0);
        }
        for expected in ["K001 4", "K002 3"] {
            room.end.send(Ok(())).unwrap();
            assert_eq!(room.hears().0, expected);
        }
    }

    #[test]
    fn when_many_wait_each_is_said_briefly_and_none_is_lost() {
        let room = room();
        let whole = room.say("T001", 1, 0);
        room.hears();
        for n in 1..=6 {
            room.say(&format!("K00{n}"), 2, 3);
        }
        for n in 1..=6 {
            room.end.send(Ok(())).unwrap();
            let (said, length) = room.hears();
            assert_eq!(said, format!("K00{n} 2"));
            assert!(length * 2 < whole);
        }
    }

    #[test]
    fn no_sound_is_told_once_and_so_is_its_return_and_the_calls_go_on() {
        let room = room();
        let gone = NoSound::Failed { program: "aplay".to_owned(), said: "no card".to_owned() };
        for (number, result) in [
            ("T001", Ok(())),
            ("T002", Err(gone.clone())),
            ("T003", Err(gone.clone())),
            ("T004", Ok(())),
        ] {
            room.say(number, 1, 0);
            assert_eq!(room.hears().0, format!("{number} 1"));
            room.end.send(result).unwrap();
        }
        let told: Vec<SoundReport> = (0..3).map(|_| room.told.recv().unwrap()).collect();
        assert_eq!(told, [SoundReport::Heard, SoundReport::Silent(gone), SoundReport::Heard]);
    }

    #[test]
    fn a_wall_does_not_wait_for_a_voice_that_nobody_hears() {
        let room = room();
        room.say("T001", 1, 0);
        room.hears();
        let gone = NoSound::NoPlayer { tried: "aplay".to_owned() };
        room.end.send(Err(gone)).unwrap();
        assert!(matches!(room.told.recv().unwrap(), SoundReport::Silent(_)));
        assert_eq!(room.say("T002", 1, 0), Duration::ZERO);
    }

    #[test]
    fn a_closed_display_says_nothing_more() {
        let mut room = room();
        room.say("T001", 1, 0);
        room.hears();
        room.say("T002", 1, 0);
        room.speaker = None;
        room.end.send(Ok(())).unwrap();
        assert!(room.begun.recv().is_err(), "the thread has ended");
    }
}
