//! What takes turns below the card: who is called soon, the last calls, how long people wait.
//!
//! Each is seen again within [`ROUND_SECONDS`], however many calls come: a call covers what stands above, never this.

use super::view::Listed;
use crate::domain::{ServiceCode, WaitRange};

/// Everything has had its turn within this.
pub const ROUND_SECONDS: u32 = 30;
const SOON_SECONDS: u32 = 6;
const WAIT_SECONDS: u32 = 6;
/// What the last calls have of a round, and each page of them at most.
const LAST_SECONDS: u32 = 12;
const LAST_PAGE_SECONDS: u32 = 6;
const LAST_PAGE_LEAST: u32 = 3;

/// The next numbers that are shown.
pub const SOON: usize = 4;
/// The last calls that are shown.
pub const LAST: usize = 5;
/// Calls of a page, where the names of counters are short enough to be read beside the number, and where they are not.
const CALLS: usize = 2;
/// Letters of such a name.
const SHORT_NAME: usize = 14;

/// How many wait for a service, and how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// The letter on the tickets.
    pub service: ServiceCode,
    /// How many.
    pub people: usize,
    /// How long, where that is known.
    pub wait: Option<WaitRange>,
}

/// Everything that takes turns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Content {
    /// The next numbers.
    pub soon: Vec<String>,
    /// The last calls, newest first.
    pub last: Vec<Listed>,
    /// Who waits for what.
    pub queues: Vec<Queue>,
}

impl Content {
    fn calls_of_a_page(&self) -> usize {
        let short = |call: &Listed| call.counter.chars().count() <= SHORT_NAME;
        if self.last.iter().all(short) { CALLS } else { 1 }
    }

    fn pages_of_calls(&self) -> usize {
        self.last.len().div_ceil(self.calls_of_a_page())
    }

    /// The calls of the n-th page of them.
    pub fn calls(&self, page: usize) -> &[Listed] {
        let each = self.calls_of_a_page();
        self.last.chunks(each).nth(page).unwrap_or_default()
    }

    fn seconds_of_calls(&self) -> u32 {
        let pages = u32::try_from(self.pages_of_calls()).unwrap_or(1).max(1);
        (LAST_SECONDS / pages).clamp(LAST_PAGE_LEAST, LAST_PAGE_SECONDS)
    }

    /// So many queues are told in a round.
    fn queues_of_a_round(&self) -> usize {
        let calls = u32::try_from(self.pages_of_calls()).unwrap_or(1) * self.seconds_of_calls();
        let left = ROUND_SECONDS.saturating_sub(SOON_SECONDS + calls) / WAIT_SECONDS;
        (left.max(1) as usize).min(self.queues.len().max(1))
    }
}

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Page {
    /// The next numbers.
    #[default]
    Soon,
    /// The n-th page of the last calls.
    Last(usize),
    /// The n-th turn of a queue in this round.
    Queue(usize),
}

/// The turns.
#[derive(Debug, Clone, Default)]
pub struct Strip {
    page: Page,
    since: u32,
    /// The queue whose turn it is, over all rounds.
    queue: usize,
}

impl Strip {
    /// One second has passed.
    pub fn second(&mut self, content: &Content) {
        self.since += 1;
        let stays = match self.page {
            Page::Soon => SOON_SECONDS,
            Page::Last(_) => content.seconds_of_calls(),
            Page::Queue(_) => WAIT_SECONDS,
        };
        if self.since >= stays {
            self.step(content);
        }
    }

    /// Whose turn it is; what has nothing to say any more ends at once.
    pub fn page(&mut self, content: &Content) -> Page {
        let has_something = match self.page {
            Page::Soon => !content.soon.is_empty(),
            Page::Last(page) => page < content.pages_of_calls(),
            Page::Queue(_) => true,
        };
        if !has_something {
            self.step(content);
        }
        self.page
    }

    /// The queue whose turn it is.
    pub fn queue<'c>(&self, content: &'c Content) -> Option<&'c Queue> {
        content.queues.get(self.queue.checked_rem(content.queues.len())?)
    }

    fn step(&mut self, content: &Content) {
        self.since = 0;
        self.page = match self.page {
            Page::Soon if !content.last.is_empty() => Page::Last(0),
            Page::Last(page) if page + 1 < content.pages_of_calls() => Page::Last(page + 1),
            Page::Soon | Page::Last(_) => Page::Queue(0),
            Page::Queue(turn) => {
                self.queue = self.queue.wrapping_add(1);
                match turn + 1 {
                    next if next < content.queues_of_a_round() => Page::Queue(next),
                    _ if !content.soon.is_empty() => Page::Soon,
                    _ if !content.last.is_empty() => Page::Last(0),
                    _ => Page::Queue(0),
                }
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(soon: usize, last: usize, queues: usize, name: &str) -> Content {
        let letter = |n: usize| char::from(b'A' + u8::try_from(n).unwrap());
        let call = |n: usize| Listed { number: format!("T{n:03}"), counter: name.to_owned() };
        let queue = |n: usize| Queue {
            service: ServiceCode::new(letter(n)).unwrap(),
            people: n + 1,
            wait: None,
        };
        Content {
            soon: (0..soon).map(|n| format!("K{n:03}")).collect(),
            last: (0..last).map(call).collect(),
            queues: (0..queues).map(queue).collect(),
        }
    }

    /// The longest time in seconds that anything of this kind is not seen, over ten minutes.
    fn longest_gap(content: &Content, is_it: impl Fn(&Strip, Page) -> bool) -> u32 {
        let (mut strip, mut gap, mut longest) = (Strip::default(), 0, 0);
        for _ in 0..600 {
            let page = strip.page(content);
            gap = if is_it(&strip, page) { 0 } else { gap + 1 };
            longest = longest.max(gap);
            strip.second(content);
        }
        longest
    }

    #[test]
    fn each_is_seen_again_within_half_a_minute() {
        for name in ["Loket 1", "Loket Pengambilan Dokumen"] {
            for (soon, last, queues) in [(4, 5, 8), (1, 1, 1), (4, 5, 1), (0, 5, 3), (2, 0, 4)] {
                let content = content(soon, last, queues, name);
                let pages = content.pages_of_calls();
                let mut kinds = vec![Page::Queue(0)];
                kinds.extend((soon > 0).then_some(Page::Soon));
                kinds.extend((0..pages).map(Page::Last));
                for kind in kinds {
                    let gap = longest_gap(&content, |_, page| page == kind);
                    assert!(gap <= ROUND_SECONDS, "{kind:?} of {soon}, {last}, {queues}: {gap} s");
                }
            }
        }
    }

    #[test]
    fn every_queue_is_told_within_minutes() {
        let content = content(4, 5, 8, "Loket 1");
        for queue in &content.queues {
            let told = |strip: &Strip, page: Page| {
                matches!(page, Page::Queue(_)) && strip.queue(&content) == Some(queue)
            };
            let gap = longest_gap(&content, told);
            assert!(gap <= 150, "{queue:?}: {gap} s");
        }
    }

    #[test]
    fn what_has_nothing_to_say_has_no_turn() {
        let nobody = content(0, 0, 0, "");
        let mut strip = Strip::default();
        for _ in 0..60 {
            assert_eq!(strip.page(&nobody), Page::Queue(0));
            strip.second(&nobody);
        }
        let some = content(2, 1, 0, "Loket 1");
        let mut strip = Strip::default();
        assert_eq!(strip.page(&some), Page::Soon);
        assert_eq!(strip.page(&nobody), Page::Queue(0), "it ends at once");
    }
}
