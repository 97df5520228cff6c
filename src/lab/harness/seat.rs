//! A worker whose window is on the stage: its commands come by mailbox, its turns when the stage says so.

use crate::app::worker::Worker;
use std::sync::mpsc::{self, Receiver};

/// A worker and the commands of its window.
pub(super) struct Seat<W: Worker> {
    worker: W,
    commands: Receiver<W::Command>,
}

impl<W: Worker> Seat<W> {
    pub(super) fn new(worker: W, commands: Receiver<W::Command>) -> Self {
        Self { worker, commands }
    }

    pub(super) fn worker(&mut self) -> &mut W {
        &mut self.worker
    }

    /// Looks around, then carries out what the window asked for. Tells whether anything was asked.
    pub(super) fn turn(&mut self, tell: impl Fn(W::Update)) -> bool {
        self.worker.poll().into_iter().for_each(&tell);
        let commands: Vec<W::Command> = self.commands.try_iter().collect();
        let asked = !commands.is_empty();
        for command in commands {
            self.worker.handle(command).into_iter().for_each(&tell);
        }
        asked
    }
}

/// A way for a window's commands to its seat.
pub(super) fn mailbox<C: 'static>() -> (impl Fn(C) + Clone + 'static, Receiver<C>) {
    let (sender, receiver) = mpsc::channel();
    let send = move |command| {
        // The seat is on the same stage as the window; without it there is nobody left to ask.
        let _ = sender.send(command);
    };
    (send, receiver)
}
