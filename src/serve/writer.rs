//! The writer: one thread that decides every request that comes over the network, as one batch whatever has arrived. Only signing
//! in, which looks at a PIN between its turns, is written by the console's own desk.
//!
//! While one commit waits for the disk, requests gather; the next commit keeps all of them together. There is no timer: a
//! lone request is kept at once. Nobody is answered before the commit. Never here: what a request means (`desk`).

use crate::desk::{Answer, Desk, DeskError, DeskFault, Door, Envelope, FaultKind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};

/// So many requests are kept together at most, so that the programs beside the server get their turn.
const BATCH_MOST: usize = 64;

/// A request, and where its answer is waited for.
struct Asked {
    envelope: Envelope,
    answer: Sender<Result<Answer, DeskError>>,
}

/// Where requests are laid down for the writer. It ends with the last of them.
#[derive(Clone)]
pub struct Writer(Sender<Asked>);

/// Starts the writer at a desk of its own.
///
/// # Errors
/// When the operating system gives no thread.
pub fn start(mut desk: Desk) -> std::io::Result<(Writer, JoinHandle<()>)> {
    let (send, asked) = mpsc::channel();
    let work = move || {
        while let Some(batch) = gather(&asked) {
            decide(&mut desk, batch);
        }
    };
    let thread = thread::Builder::new().name("writer".to_owned()).spawn(work)?;
    Ok((Writer(send), thread))
}

/// Waits for a request, and takes along what has arrived by then; `None` once nobody can ask any more.
fn gather(asked: &Receiver<Asked>) -> Option<Vec<Asked>> {
    let first = asked.recv().ok()?;
    let more = asked.try_iter().take(BATCH_MOST - 1);
    Some(std::iter::once(first).chain(more).collect())
}

fn decide(desk: &mut Desk, batch: Vec<Asked>) {
    if let [one] = &*batch {
        let answer = desk.ask(&one.envelope);
        // Whoever has given up waiting asks again with the same key.
        let _ = one.answer.send(answer);
        return;
    }
    let envelopes: Vec<Envelope> = batch.iter().map(|asked| asked.envelope.clone()).collect();
    match desk.ask_all(&envelopes) {
        Ok(answers) => {
            for (asked, answer) in batch.iter().zip(answers) {
                let _ = asked.answer.send(answer.map_err(DeskError::Refusal));
            }
        }
        // Nobody knows what was kept. Asked one by one, what was is answered again and what was not is done; a single bad one
        // does not take its neighbours along.
        Err(_) => {
            for asked in &batch {
                let _ = asked.answer.send(desk.ask(&asked.envelope));
            }
        }
    }
}

impl Door for Writer {
    fn ask(&mut self, envelope: &Envelope) -> Result<Answer, DeskError> {
        let (answer, answered) = mpsc::channel();
        let asked = Asked { envelope: envelope.clone(), answer };
        let ended =
            |kind| DeskFault::on_the_way(kind, "the server is ending; ask again when it is back");
        self.0.send(asked).map_err(|_| ended(FaultKind::Unreachable))?;
        answered.recv().map_err(|_| ended(FaultKind::Unknown))?
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;
    use crate::desk::{IssueRequest, Refusal, Request, new_ticket_id};
    use crate::domain::{Actor, Lane, Language, ServiceCode};
    use crate::office::{Office, Outside, SAMPLES};
    use crate::store::sqlite::SqliteStore;
    use std::collections::BTreeSet;
    use std::sync::Arc;

    fn desk(folder: &std::path::Path) -> Desk {
        let known = |_: &str| Ok(());
        let outside = Outside { profile: &known, ..Outside::default() };
        let office = Arc::new(Office::parse(SAMPLES[1].1, &outside).unwrap());
        let clock = ManualClock::at("2026-11-23T01:00:00Z".parse().unwrap());
        let path = folder.join("queue.db");
        let store =
            if path.exists() { SqliteStore::open(&path) } else { SqliteStore::create(&path) };
        Desk::new(Box::new(store.unwrap()), office, Arc::new(clock))
    }

    /// A service that asks for no case.
    fn letter(desk: &Desk) -> char {
        let found = desk.office().services.iter().find(|service| service.cases.is_empty());
        found.unwrap().code.to_string().chars().next().unwrap()
    }

    fn envelope(desk: &Desk, letter: char) -> Envelope {
        let request = IssueRequest {
            service: ServiceCode::new(letter).unwrap(),
            case: None,
            lane: Lane::Regular,
            language: Language::Indonesian,
            id: new_ticket_id(desk.now()),
            key: None,
            override_code: None,
            print: None,
        };
        Envelope::new(Actor::Program, Request::Issue(request))
    }

    #[test]
    fn what_has_gathered_is_kept_together_and_each_has_its_own_answer() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = desk(folder.path());
        let letter = letter(&desk);
        let mut answers = Vec::new();
        let mut batch: Vec<Asked> = Vec::new();
        for nth in 0..20 {
            let (answer, answered) = mpsc::channel();
            let envelope = match nth {
                7 => envelope(&desk, 'Q'),
                // The same one once more: it gets the answer of the first.
                9 => batch[3].envelope.clone(),
                _ => envelope(&desk, letter),
            };
            batch.push(Asked { envelope, answer });
            answers.push(answered);
        }
        decide(&mut desk, batch);
        let mut numbers = BTreeSet::new();
        for (nth, answered) in answers.into_iter().enumerate() {
            match answered.recv().unwrap() {
                Ok(Answer::Issued(issued)) => {
                    assert_eq!(issued.repeated, nth == 9);
                    numbers.insert(issued.ticket.number.to_string());
                }
                Err(DeskError::Refusal(Refusal::NoService { .. })) => assert_eq!(nth, 7),
                other => panic!("{nth}: {other:?}"),
            }
        }
        assert_eq!(numbers.len(), 18, "{numbers:?}");
    }

    #[test]
    fn many_who_ask_at_once_are_answered_each_and_nobody_after_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let first = desk(folder.path());
        let letter = letter(&first);
        let one = envelope(&first, letter);
        let (writer, thread) = start(first).unwrap();
        let asking: Vec<_> = (0..8)
            .map(|_| {
                let (writer, here) = (writer.clone(), desk(folder.path()));
                thread::spawn(move || {
                    let mut here = here.through(writer);
                    for _ in 0..5 {
                        let envelope = envelope(&here, letter);
                        here.ask(&envelope).unwrap();
                    }
                })
            })
            .collect();
        asking.into_iter().for_each(|thread| thread.join().unwrap());
        let mut after = writer.clone();
        drop(writer);
        assert!(
            matches!(after.ask(&one), Ok(Answer::Issued(issued)) if issued.ticket.number.serial() == 41)
        );
        drop(after);
        thread.join().unwrap();
    }
}
