//! Deadlines for calls of the operating system that have none.
//!
//! Belongs here: leaving such a call behind in a thread of its own. Never here: what the call does.
//!
//! Opening a serial port waits while another program closes it, which takes half a minute when its printer has
//! stalled; a dead USB adapter holds a call for five seconds; a name server or a network folder may never answer.

use std::io::{Error, ErrorKind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Instant;

use super::left_until;

/// Every call that may be left behind. Whoever tries a dead port again every few seconds must not fill the machine
/// with threads, so there is a limit.
static CALLS: Calls = Calls { running: AtomicUsize::new(0), most: 32 };

/// Runs `call`, but waits no longer than until `deadline`. A result that comes later is dropped where it is, so a
/// port that opens too late is closed again.
///
/// # Errors
/// `TimedOut` at the deadline, or at once while 32 earlier calls hang; otherwise those of `call`.
pub(super) fn in_time<T: Send + 'static>(
    deadline: Instant,
    call: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    CALLS.in_time(deadline, call)
}

/// Drops `value` in a thread of its own, because its closing may wait.
#[cfg(any(unix, test))]
pub(super) fn drop_apart<T: Send + 'static>(value: T) {
    let closing = move || {
        drop(value);
        Ok(())
    };
    // The deadline has passed, so nobody waits. Where no thread can be had, the value was dropped on the way.
    let _ = in_time(Instant::now(), closing);
}

/// What goes on after its caller has left. Apart from the other calls: many that do no harm must not keep a port from being
/// opened.
static ASIDE: Calls = Calls { running: AtomicUsize::new(0), most: 64 };

/// Runs `call` in a thread of its own for which nobody waits; not at all while 64 others run.
pub(super) fn aside(call: impl FnOnce() + Send + 'static) {
    let call = move || {
        call();
        Ok(())
    };
    // The deadline has passed, so nobody waits.
    let _ = ASIDE.in_time(Instant::now(), call);
}

struct Calls {
    running: AtomicUsize,
    most: usize,
}

/// A call that has not come back.
struct Running<'a>(&'a AtomicUsize);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Calls {
    fn in_time<T: Send + 'static>(
        &'static self,
        deadline: Instant,
        call: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let before = self.running.fetch_add(1, Ordering::AcqRel);
        let running = Running(&self.running);
        if before >= self.most {
            let why = "too many earlier calls still hang in the operating system";
            return Err(Error::new(ErrorKind::TimedOut, why));
        }
        let (answer, answered) = mpsc::channel();
        std::thread::Builder::new().name("printer-port".to_owned()).spawn(move || {
            let result = call();
            drop(running);
            // Nobody listens any more when the deadline has passed; that is fine.
            let _ = answer.send(result);
        })?;
        match answered.recv_timeout(left_until(deadline)) {
            Ok(result) => result,
            Err(RecvTimeoutError::Timeout) => Err(ErrorKind::TimedOut.into()),
            Err(RecvTimeoutError::Disconnected) => Err(Error::other("the call panicked")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, Sender};
    use std::time::Duration;

    /// A call that hangs until the test lets it go, and then returns something that tells when it is dropped.
    fn hanging() -> (impl FnOnce() -> Result<Told, Error> + Send, Sender<()>, Receiver<()>) {
        let (release, released) = mpsc::channel::<()>();
        let (tell, told) = mpsc::channel();
        let call = move || {
            let _ = released.recv();
            Ok(Told(tell))
        };
        (call, release, told)
    }

    #[derive(Debug)]
    struct Told(Sender<()>);

    impl Drop for Told {
        fn drop(&mut self) {
            let _ = self.0.send(());
        }
    }

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(30)
    }

    #[test]
    fn what_comes_too_late_is_dropped() {
        let (call, release, told) = hanging();
        let error = in_time(Instant::now(), call).expect_err("it hangs");
        assert_eq!(error.kind(), ErrorKind::TimedOut);
        drop(release);
        told.recv_timeout(Duration::from_secs(30)).expect("a port that opened late is closed");
    }

    #[test]
    fn a_call_in_time_is_what_it_would_have_been() {
        assert_eq!(in_time(soon(), || Ok(7)).expect("at once"), 7);
        let error = in_time(soon(), || Err::<(), _>(ErrorKind::NotFound.into()));
        assert_eq!(error.expect_err("it failed").kind(), ErrorKind::NotFound);
    }

    #[test]
    fn a_closing_that_hangs_keeps_nobody() {
        struct Slow(Receiver<()>, #[expect(dead_code, reason = "it is dropped")] Told);
        impl Drop for Slow {
            fn drop(&mut self) {
                let _ = self.0.recv();
            }
        }
        let (release, released) = mpsc::channel();
        let (tell, told) = mpsc::channel();
        drop_apart(Slow(released, Told(tell)));
        assert!(told.try_recv().is_err(), "still closing, and we are here");
        drop(release);
        told.recv_timeout(Duration::from_secs(30)).expect("closed in the end");
    }

    #[test]
    fn calls_that_hang_do_not_pile_up() {
        static TWO: Calls = Calls { running: AtomicUsize::new(0), most: 2 };
        let (first, release, told) = hanging();
        let (second, release_second, _told) = hanging();
        let (never, _release, _) = hanging();
        assert!(TWO.in_time(Instant::now(), first).is_err());
        assert!(TWO.in_time(Instant::now(), second).is_err());
        let error = TWO.in_time(soon(), never).expect_err("no third one");
        assert!(error.to_string().contains("still hang"), "{error}");
        drop((release, release_second));
        told.recv_timeout(Duration::from_secs(30)).expect("it came back");
        assert_eq!(TWO.in_time(soon(), || Ok(7)).expect("there is room again"), 7);
    }
}
