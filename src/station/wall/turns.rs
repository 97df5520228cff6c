//! Whose turn it is in the room of the card while no call is new: facts and pictures.
//!
//! Pure, and counted in seconds, so that no change of the clock stops it. A call that comes up ends a turn at once, and the
//! next one follows when the card has gone: its room is never dark. Never here: windows, files.

use crate::office::Rotation;

/// What stands there at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Quiet<P> {
    /// Nothing.
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
    pages: usize,
    next_page: usize,
    pictures: usize,
    next_picture: usize,
    failed: usize,
    ready: Option<P>,
    picture_first: bool,
    shown: Quiet<P>,
    shown_for: u32,
}

impl<P: Clone> Turns<P> {
    /// The turns of so many pages; pictures come with [`Turns::listed`].
    pub fn of(settings: &Rotation, pages: usize) -> Self {
        Self {
            stays: settings.seconds.into(),
            pages,
            next_page: 0,
            pictures: 0,
            next_picture: 0,
            failed: 0,
            ready: None,
            picture_first: true,
            shown: Quiet::Nothing,
            shown_for: 0,
        }
    }

    /// What stands there.
    pub fn shown(&self) -> &Quiet<P> {
        &self.shown
    }

    /// Something else stands there.
    pub fn interrupt(&mut self) {
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
        self.shown_for += 1;
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
        Rotation { seconds: 10, ..Rotation::default() }
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
    fn a_call_ends_a_turn_and_the_next_one_follows_as_soon_as_it_may() {
        let mut turns = Turns::<usize>::of(&settings(), 3);
        watch(&mut turns, 1);
        assert_eq!(turns.shown(), &Quiet::Page(0));
        turns.interrupt();
        assert_eq!(turns.shown(), &Quiet::Nothing, "in the same moment");
        assert_eq!(watch(&mut turns, 1), [Quiet::Page(1)], "no dark room for half a minute");
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
