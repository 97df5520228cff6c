//! The thread that tells a visitor the number on the screen before them.
//!
//! Belongs here: one thing at a time, and that only the newest number is told. Never here: whose number it is, windows.

use super::announcement::Voices;
use super::sink::{NoSound, Sink};
use crate::domain::{CounterNumber, Language, TicketNumber};
use std::io;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

/// What is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// The number.
    pub number: TicketNumber,
    /// Where it will be called, where only one counter calls it.
    pub counter: Option<CounterNumber>,
    /// In which language.
    pub language: Language,
}

/// Tells numbers. Dropped, it says nothing more after what is being said.
#[derive(Debug)]
pub struct Teller {
    wishes: Sender<Told>,
    news: Receiver<Option<NoSound>>,
}

impl Teller {
    /// A teller with a thread of its own.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn start(voices: Voices, mut sink: Box<dyn Sink>) -> io::Result<Self> {
        let (wishes, inbox) = mpsc::channel();
        let (tell, news) = mpsc::channel();
        let run = move || {
            let mut last = None;
            while let Ok(wish) = inbox.recv() {
                // Who pressed twice, or whose number is not shown any more, is not told what is past.
                let Told { number, counter, language } = inbox.try_iter().last().unwrap_or(wish);
                let played = sink.play(&voices.tell(number, counter, language)).err();
                if last.as_ref() != Some(&played) {
                    let _ = tell.send(played.clone());
                }
                last = Some(played);
            }
        };
        thread::Builder::new().name("voice".to_owned()).spawn(run)?;
        Ok(Self { wishes, news })
    }

    /// Tells a number as soon as what is being said has ended; of several that wait only the newest.
    pub fn tell(&self, wish: Told) {
        // The thread lives as long as its sender.
        let _ = self.wishes.send(wish);
    }

    /// Whether the sound has come or gone since this was asked last: why it is not heard, or `None` in it where it is.
    pub fn news(&self) -> Option<Option<NoSound>> {
        self.news.try_iter().last()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Announcement;
    use super::*;

    /// A loudspeaker that tells when it begins, and lets it end when the test says how.
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

    fn wish(number: &str) -> Told {
        Told { number: number.parse().unwrap(), counter: None, language: Language::Indonesian }
    }

    #[test]
    fn of_the_numbers_that_wait_only_the_newest_is_told() {
        let (begin, begun) = mpsc::channel();
        let (end, ending) = mpsc::channel();
        let gate = Box::new(Gate { begun: begin, end: ending });
        let teller = Teller::start(Voices::shipped(&[Language::Indonesian]), gate).unwrap();
        teller.tell(wish("T001"));
        assert_eq!(begun.recv().unwrap().number.to_string(), "T001");
        for number in ["T001", "T001", "K002"] {
            teller.tell(wish(number));
        }
        end.send(Ok(())).unwrap();
        assert_eq!(begun.recv().unwrap().number.to_string(), "K002");
        assert_eq!(teller.news(), Some(None), "the first one was heard");
        let gone = NoSound::NoPlayer { tried: "aplay".to_owned() };
        end.send(Err(gone.clone())).unwrap();
        teller.tell(wish("K002"));
        begun.recv().unwrap();
        assert_eq!(teller.news(), Some(Some(gone)));
        assert_eq!(teller.news(), None, "told once");
    }
}
