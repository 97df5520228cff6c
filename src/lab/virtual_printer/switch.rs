//! Everything that a hand, an accident or a test can do to the printer while it runs.
//!
//! Belongs here: the list, its words on the command line, and when a switch goes by itself. Never here: what a
//! switch does (that is `engine`, `condition` and `replies`).

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use thiserror::Error;

/// Something that happens to a printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Switch {
    /// The roll is used up.
    PaperOut,
    /// A new roll is in; what hung out of the old one is torn off.
    PaperIn,
    /// The sensor says that the roll ends soon.
    NearEnd,
    /// Somebody opens the cover.
    CoverOpen,
    /// And closes it.
    CoverClosed,
    /// The blade is stuck: the next cut fails.
    CutterJam,
    /// The blade moves again.
    CutterFree,
    /// The head is too hot.
    Overheated,
    /// It has cooled down.
    Cooled,
    /// A fault that only the power switch ends.
    Broken,
    /// Taken offline at its panel.
    Offline,
    /// And online again.
    Online,
    /// The drawer that is connected to it is open: nothing is the matter.
    DrawerOpen,
    /// And closed.
    DrawerClosed,
    /// Its answers reach nobody.
    Mute,
    /// They do again.
    Speaking,
    /// Every answer comes in the middle of noise.
    Junk,
    /// And without noise again.
    Clean,
    /// Every answer comes byte by byte, a millisecond apart.
    Dripping,
    /// And in one piece again.
    Flowing,
    /// Acknowledgements come this much later.
    AckLate(Duration),
    /// Acknowledgements come twice.
    AckTwice,
    /// Acknowledgements do not come.
    AckLost,
    /// Acknowledgements come when their question has arrived, however much is still to be printed before it.
    AckAtOnce,
    /// Acknowledgements come once, and when their turn has come.
    AckNormal,
    /// Every answer takes this long on its way; zero ends it.
    AnswersAfter(Duration),
    /// The next real-time answer takes this much longer than the others, which wait behind it.
    LateAnswer(Duration),
    /// The real-time answer with this number, counted from 1, is lost on the way.
    LoseAnswer(u32),
    /// It takes no byte any more; the line stays open.
    Stall,
    /// It takes this many bytes each second, at least 1.
    Slow(u32),
    /// It takes bytes as fast as they come; ends [`Switch::Stall`] and [`Switch::Slow`].
    Fast,
    /// Connections are served one at a time, each only this long after the one before it has ended; until then it is
    /// accepted, and nobody listens. Zero ends it.
    OneConnection(Duration),
    /// What has not been printed when the line is closed is thrown away.
    ForgetOnClose,
    /// It is kept.
    KeepOnClose,
    /// From now on nobody takes a ticket out of the output of a kiosk by himself.
    VisitorsAway,
    /// Every ticket is taken as soon as it is presented; what hangs there, too.
    VisitorsHere,
    /// A hand takes what hangs in the output.
    TicketTaken,
    /// A hand pulls at the next ticket while it is printed, and has it when it is cut.
    TicketPulled,
    /// So much time goes by for its paper, and for whoever reads its watch.
    TimePasses(Duration),
    /// The line breaks; it can be opened anew at once. The printer keeps what it has received.
    HangUp,
    /// Switched off: the line is gone, and everything it held is lost.
    PowerOff,
    /// Switched on.
    PowerOn,
}

/// When an armed switch goes by itself, counted from the moment it was armed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// When so many more bytes have been received, before the next one is.
    Received(u64),
    /// When so many more bytes have been carried out. Within a picture each row is carried out by itself.
    Executed(u64),
    /// When the paper has moved on by at least so many more dots.
    Fed(u64),
}

/// The switches without a number, in the order of the help.
const WORDS: &[(&str, Switch, &str)] = &[
    ("paper out", Switch::PaperOut, "the roll is used up"),
    ("paper in", Switch::PaperIn, "a new roll"),
    ("near end", Switch::NearEnd, "the roll ends soon; \"paper in\" ends it"),
    ("cover open", Switch::CoverOpen, "the cover is opened"),
    ("cover closed", Switch::CoverClosed, "and closed"),
    ("cutter jam", Switch::CutterJam, "the next cut fails"),
    ("cutter free", Switch::CutterFree, "and can be made now"),
    ("hot", Switch::Overheated, "the head is too hot"),
    ("cool", Switch::Cooled, "and cool enough"),
    ("broken", Switch::Broken, "a fault that only \"power off\" ends"),
    ("offline", Switch::Offline, "taken offline at its panel"),
    ("online", Switch::Online, "and back"),
    ("drawer open", Switch::DrawerOpen, "a drawer beside it is open, which is no trouble"),
    ("drawer closed", Switch::DrawerClosed, "and closed"),
    ("mute", Switch::Mute, "its answers reach nobody"),
    ("speak", Switch::Speaking, "they do again"),
    ("junk", Switch::Junk, "noise around every answer"),
    ("clean", Switch::Clean, "no noise"),
    ("drip", Switch::Dripping, "answers byte by byte"),
    ("flow", Switch::Flowing, "answers in one piece"),
    ("ack twice", Switch::AckTwice, "acknowledgements come twice"),
    ("ack lost", Switch::AckLost, "acknowledgements do not come"),
    (
        "acknowledge at once",
        Switch::AckAtOnce,
        "acknowledgements come on receipt, not when printed",
    ),
    ("ack normal", Switch::AckNormal, "acknowledgements come once and in their turn"),
    ("forget on close", Switch::ForgetOnClose, "a closed line throws away what is not printed"),
    ("keep on close", Switch::KeepOnClose, "and does not"),
    ("stall", Switch::Stall, "takes no byte any more"),
    ("fast", Switch::Fast, "takes bytes as they come"),
    ("visitors away", Switch::VisitorsAway, "tickets hang in the output of a kiosk"),
    ("visitors here", Switch::VisitorsHere, "tickets are taken when they are presented"),
    ("ticket taken", Switch::TicketTaken, "a hand takes what hangs in the output"),
    ("ticket pulled", Switch::TicketPulled, "a hand pulls at the next ticket while it prints"),
    ("hang up", Switch::HangUp, "the line breaks"),
    ("power off", Switch::PowerOff, "switched off"),
    ("power on", Switch::PowerOn, "switched on"),
];

/// A switch for a number.
type WithANumber = fn(u32) -> Switch;

/// The switches with a number.
const WORDS_WITH_A_NUMBER: &[(&str, WithANumber, &str)] = &[
    ("slow", |per_second| Switch::Slow(per_second.max(1)), "takes N bytes each second"),
    (
        "ack late",
        |ms| Switch::AckLate(Duration::from_millis(ms.into())),
        "acknowledgements come N milliseconds later",
    ),
    (
        "answers after",
        |ms| Switch::AnswersAfter(Duration::from_millis(ms.into())),
        "every answer takes N milliseconds",
    ),
    (
        "late answer",
        |ms| Switch::LateAnswer(Duration::from_millis(ms.into())),
        "the next answer comes N milliseconds later",
    ),
    (
        "time passes",
        |ms| Switch::TimePasses(Duration::from_millis(ms.into())),
        "N milliseconds go by for its paper",
    ),
    ("lose answer", Switch::LoseAnswer, "the Nth answer from now on is lost"),
    (
        "one connection",
        |ms| Switch::OneConnection(Duration::from_millis(ms.into())),
        "serves one at a time, N milliseconds apart",
    ),
];

/// Words that name no switch.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("there is no switch {given:?}; \"help\" lists them all")]
pub struct SwitchError {
    given: String,
}

impl Switch {
    /// Every switch with its words and what it does, one line each.
    pub fn help() -> String {
        let plain = WORDS.iter().map(|(words, _, help)| ((*words).to_owned(), *help));
        let numbers =
            WORDS_WITH_A_NUMBER.iter().map(|(words, _, help)| (format!("{words} N"), *help));
        plain.chain(numbers).map(|(words, help)| format!("{words:<21}{help}\n")).collect()
    }
}

impl FromStr for Switch {
    type Err = SwitchError;

    fn from_str(text: &str) -> Result<Switch, SwitchError> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let text = words.join(" ");
        if let Some((_, switch, _)) = WORDS.iter().find(|(words, _, _)| *words == text) {
            return Ok(*switch);
        }
        let numbered = text.rsplit_once(' ').and_then(|(words, number)| {
            let (_, switch, _) =
                WORDS_WITH_A_NUMBER.iter().find(|(known, _, _)| *known == words)?;
            Some(switch(number.parse().ok()?))
        });
        numbered.ok_or(SwitchError { given: text })
    }
}

impl fmt::Display for Switch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Switch::Slow(per_second) => write!(f, "slow {per_second}"),
            Switch::AckLate(late) => write!(f, "ack late {}", late.as_millis()),
            Switch::AnswersAfter(late) => write!(f, "answers after {}", late.as_millis()),
            Switch::LateAnswer(late) => write!(f, "late answer {}", late.as_millis()),
            Switch::LoseAnswer(number) => write!(f, "lose answer {number}"),
            Switch::TimePasses(time) => write!(f, "time passes {}", time.as_millis()),
            Switch::OneConnection(pause) => write!(f, "one connection {}", pause.as_millis()),
            _ => {
                let known = WORDS.iter().find(|(_, switch, _)| switch == self);
                f.write_str(known.map_or("", |(words, _, _)| words))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switches_are_written_as_they_are_read() {
        let plain = WORDS.iter().map(|(_, switch, _)| *switch);
        let all = plain.chain([
            Switch::Slow(960),
            Switch::AckLate(Duration::from_millis(1500)),
            Switch::AnswersAfter(Duration::from_millis(150)),
            Switch::LateAnswer(Duration::from_millis(300)),
            Switch::LoseAnswer(1),
            Switch::TimePasses(Duration::from_secs(45)),
            Switch::OneConnection(Duration::from_millis(800)),
        ]);
        for switch in all {
            assert_eq!(switch.to_string().parse(), Ok(switch));
            let first = switch.to_string().split(' ').next().expect("a word").to_owned();
            assert!(Switch::help().contains(&first), "{switch}");
        }
        assert_eq!("  paper   out ".parse(), Ok(Switch::PaperOut));
    }

    #[test]
    fn other_words_are_refused_with_a_hint() {
        for text in ["", "paper", "slow", "slow fast", "ack late -1", "at 3 paper out"] {
            let error = text.parse::<Switch>().expect_err(text).to_string();
            assert!(error.contains("help"), "{error}");
        }
    }
}
