//! What stands below the call while nobody is called: pages of the service standard and pictures, in turns.
//!
//! Pure, and counted in seconds, so that no change of the clock stops it. A call that comes up ends it at once: the wall
//! belongs to the call, and for some time after it. Never here: windows, files.

use crate::office::Rotation;

/// What stands below the call at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Quiet<P> {
    /// Nothing: the call has the wall to itself.
    #[default]
    Nothing,
    /// The n-th page, from 0.
    Page(usize),
    /// A picture.
    Picture(P),
}

/// Whose turn it is.
#[derive(Debug, Clone)]
pub struct Turns<P> {
    stays: u32,
    quiet_after: u32,
    pages: usize,
    next_page: usize,
    pictures: usize,
    next_picture: usize,
    failed: usize,
    ready: Option<P>,
    picture_first: bool,
    quiet: u32,
    shown: Quiet<P>,
    shown_for: u32,
}

impl<P: Clone> Turns<P> {
    /// The turns of so many pages; pictures come with [`Turns::listed`]. A wall that has just started is quiet.
    pub fn of(settings: &Rotation, pages: usize) -> Self {
        Self {
            stays: settings.seconds.into(),
            quiet_after: settings.quiet_seconds.into(),
            pages,
            next_page: 0,
            pictures: 0,
            next_picture: 0,
            failed: 0,
            ready: None,
            picture_first: true,
            quiet: settings.quiet_seconds.into(),
            shown: Quiet::Nothing,
            shown_for: 0,
        }
    }

    /// What stands below the call.
    pub fn shown(&self) -> &Quiet<P> {
        &self.shown
    }

    /// A call has come up.
    pub fn interrupt(&mut self) {
        self.quiet = 0;
        self.shown = Quiet::Nothing;
    }

    /// There are so many pictures now. Answers which one to fetch.
    pub fn listed(&mut self, pictures: usize) -> Option<usize> {
        (self.pictures, self.failed) = (pictures, 0);
        self.next_picture = self.next_picture.checked_rem(pictures).unwrap_or(0);
        if pictures == 0 {
            self.ready = None;
        }
        (self.ready.is_none() && pictures > 0).then_some(self.next_picture)
    }

    /// The picture that was to be fetched, or that it could not be read. Answers which one to fetch instead.
    pub fn fetched(&mut self, picture: Option<P>) -> Option<usize> {
        self.next_picture = (self.next_picture + 1).checked_rem(self.pictures).unwrap_or(0);
        self.failed = if picture.is_some() { 0 } else { self.failed + 1 };
        self.ready = picture;
        // A folder without one good picture is left alone until it is listed again.
        (self.ready.is_none() && self.failed < self.pictures).then_some(self.next_picture)
    }

    /// One second has passed. Answers which picture to fetch next.
    pub fn second(&mut self) -> Option<usize> {
        self.quiet = self.quiet.saturating_add(1);
        self.shown_for += 1;
        if self.quiet < self.quiet_after {
            return None;
        }
        let nothing = matches!(self.shown, Quiet::Nothing);
        if nothing || self.shown_for >= self.stays { self.turn() } else { None }
    }

    fn turn(&mut self) -> Option<usize> {
        if (self.picture_first || self.pages == 0)
            && let Some(picture) = self.ready.take()
        {
            (self.shown, self.shown_for) = (Quiet::Picture(picture), 0);
            self.picture_first = false;
            return Some(self.next_picture);
        }
        if self.pages > 0 {
            (self.shown, self.shown_for) = (Quiet::Page(self.next_page), 0);
            self.next_page = (self.next_page + 1) % self.pages;
            self.picture_first = true;
        } else if self.pictures == 0 {
            self.shown = Quiet::Nothing;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Rotation {
        Rotation { seconds: 10, quiet_seconds: 30, ..Rotation::default() }
    }

    /// What is shown at the end of each of so many seconds, with a folder whose pictures are fetched at once.
    fn watch(turns: &mut Turns<usize>, seconds: u32) -> Vec<Quiet<usize>> {
        let second = |_| {
            if let Some(wanted) = turns.second() {
                turns.fetched(Some(wanted));
            }
            turns.shown().clone()
        };
        (0..seconds).map(second).collect()
    }

    #[test]
    fn pages_and_pictures_take_turns_and_each_stays_its_time() {
        let mut turns = Turns::of(&settings(), 2);
        assert_eq!(turns.listed(2), Some(0));
        turns.fetched(Some(0));
        let shown = watch(&mut turns, 45);
        let at = |second: usize| shown[second].clone();
        assert_eq!(at(0), Quiet::Picture(0), "a wall that has just started is quiet");
        assert_eq!(at(9), Quiet::Picture(0));
        assert_eq!((at(10), at(19)), (Quiet::Page(0), Quiet::Page(0)));
        assert_eq!(
            (at(20), at(30), at(40)),
            (Quiet::Picture(1), Quiet::Page(1), Quiet::Picture(0))
        );
    }

    #[test]
    fn a_call_has_the_wall_to_itself_and_the_next_page_follows_later() {
        let mut turns = Turns::<usize>::of(&settings(), 3);
        watch(&mut turns, 1);
        assert_eq!(turns.shown(), &Quiet::Page(0));
        turns.interrupt();
        assert_eq!(turns.shown(), &Quiet::Nothing, "in the same moment");
        let shown = watch(&mut turns, 31);
        assert!(shown[..29].iter().all(|quiet| *quiet == Quiet::Nothing));
        assert_eq!(shown[29], Quiet::Page(1));
    }

    #[test]
    fn pictures_that_cannot_be_read_are_left_out() {
        let mut turns = Turns::<usize>::of(&settings(), 0);
        assert_eq!(turns.listed(3), Some(0));
        assert_eq!(turns.fetched(None), Some(1));
        assert_eq!(turns.fetched(Some(1)), None);
        assert_eq!(watch(&mut turns, 1), [Quiet::Picture(1)]);
        let mut turns = Turns::<usize>::of(&settings(), 0);
        turns.listed(2);
        turns.fetched(None);
        assert_eq!(turns.fetched(None), None, "nothing is tried for ever");
        assert_eq!(watch(&mut turns, 60).last(), Some(&Quiet::Nothing));
        assert_eq!(turns.listed(2), Some(0), "but again when the folder is looked at again");
    }

    #[test]
    fn without_pages_and_pictures_nothing_ever_covers_the_wall() {
        let mut turns = Turns::<usize>::of(&settings(), 0);
        assert_eq!(turns.listed(0), None);
        assert!(watch(&mut turns, 100).iter().all(|quiet| *quiet == Quiet::Nothing));
    }

    #[test]
    fn pictures_that_were_taken_out_of_the_folder_end() {
        let mut turns = Turns::<usize>::of(&settings(), 0);
        turns.listed(1);
        turns.fetched(Some(0));
        assert_eq!(watch(&mut turns, 1), [Quiet::Picture(0)]);
        turns.listed(0);
        let shown = watch(&mut turns, 40);
        assert_eq!(shown.last(), Some(&Quiet::Nothing));
    }
}
