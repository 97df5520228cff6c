//! Which voice speaks a language: the office's own clips first, then those of the program, word by word.
//!
//! Belongs here: the choice between packs and between languages, and which clips an office can ever need. Never here:
//! samples, playing.

use super::clip::{Clip, ClipName, PlaceName};
use super::numeral::numeral;
use super::pack::{Pack, PackError, PackFault, table_of};
use super::sentence::{Destination, Sentence, Wording};
use super::table::{Entry, Table};
use super::take::Take;
use crate::domain::{CounterNumber, Language, ServiceCode, TicketNumber};
use crate::office::{Counter, Office};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The voice of one language.
#[derive(Debug, Clone)]
pub struct Voice {
    language: Language,
    folder: PathBuf,
    own: Pack,
    own_table: Option<Table>,
    shipped: Option<&'static Pack>,
}

impl Voice {
    /// The voice of a language, and every fault of the office's own clips. The own pack is the folder named like
    /// the language within `packs`.
    ///
    /// # Errors
    /// [`PackError`] when the office's own folder cannot be read.
    pub fn open(
        language: Language,
        packs: &Path,
        office: Option<&Office>,
    ) -> Result<(Self, Vec<PackFault>), PackError> {
        let folder = packs.join(language.code());
        let own_table = table_of(&folder)?;
        let shipped = Pack::shipped(language);
        let mut voice = Self { language, folder, own: Pack::default(), own_table, shipped };
        let wanted = voice.wanted(office);
        let (own, faults) = Pack::read(&voice.folder, &wanted)?;
        voice.own = own;
        Ok((voice, faults))
    }

    /// The voice that the program carries, whatever the office has.
    pub fn shipped(language: Language) -> Self {
        Self {
            language,
            folder: PathBuf::new(),
            own: Pack::default(),
            own_table: None,
            shipped: Pack::shipped(language),
        }
    }

    /// What the office's own folder should hold: all of its table where it has one. Without a table, and without
    /// any clip, nothing; with clips but no table, all that the office can need.
    fn wanted(&self, office: Option<&Office>) -> BTreeSet<ClipName> {
        match (&self.own_table, office) {
            (Some(table), _) => table.clips.keys().cloned().collect(),
            (None, Some(office)) if self.folder.exists() => self.needed(office),
            _ => BTreeSet::new(),
        }
    }

    /// Its language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The folder of the office's own clips.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A clip, the office's own first.
    pub fn clip(&self, name: &ClipName) -> Option<&Clip> {
        self.own.clip(name).or_else(|| self.shipped?.clip(name))
    }

    /// A word in this tone. The office's own word is heard before the program's, even where only the program has the tone:
    /// two people who share a phrase are worse than a word that does not fall.
    pub fn take(&self, take: &Take) -> Option<&Clip> {
        self.own.take(take).or_else(|| self.shipped?.take(take))
    }

    /// Whether the office has recorded this clip itself.
    pub fn is_own(&self, name: &ClipName) -> bool {
        self.own.clip(name).is_some()
    }

    /// The line of the pronunciation table for a clip. A number or a counter that no table knows is read as it is
    /// written.
    pub fn entry(&self, name: &ClipName, office: Option<&Office>) -> Cow<'_, Entry> {
        let own = self.own_table.as_ref().and_then(|table| table.clips.get(name));
        let known = own.or_else(|| Table::shipped(self.language).clips.get(name));
        known.map(Cow::Borrowed).unwrap_or_else(|| {
            let counters = office.into_iter().flat_map(|office| &office.counters);
            let named = |counter: &&Counter| self.place(counter).as_ref() == Some(name);
            let counter = counters.into_iter().find(named);
            Cow::Owned(match (name, counter) {
                (_, Some(counter)) => Entry::new(counter.name.get(self.language)),
                (ClipName::Number(number), None) => Entry::new(&number.to_string()),
                _ => Entry::new(&name.to_string()),
            })
        })
    }

    /// The clip that speaks a counter by its name; `None` for "Loket 3", which is spoken as a number.
    fn place(&self, counter: &Counter) -> Option<ClipName> {
        let name = PlaceName::of(counter.name.get(self.language))?;
        let word = &Table::shipped(self.language).clips.get(&ClipName::Counter)?.text;
        let plain = PlaceName::of(&format!("{word} {}", counter.number));
        (Some(&name) != plain.as_ref()).then_some(ClipName::Place(name))
    }

    /// How a counter is spoken of: by its name where a clip of it exists, else by its number.
    pub fn destination(&self, number: CounterNumber, office: Option<&Office>) -> Destination {
        let counter = office.and_then(|office| office.counter(number));
        let place = counter.and_then(|counter| self.place(counter));
        match place.filter(|place| self.clip(place).is_some()) {
            Some(place) => Destination::Place(place),
            None => Destination::Counter(number),
        }
    }

    /// Every clip that calls of this office can need, the names of its counters included.
    pub fn needed(&self, office: &Office) -> BTreeSet<ClipName> {
        let mut needed = BTreeSet::from([ClipName::Intro, ClipName::GoTo]);
        needed.extend((0..=9).map(ClipName::Digit));
        needed.extend(office.services.iter().map(|service| ClipName::Letter(service.code)));
        for counter in calling_counters(office) {
            match self.place(counter) {
                Some(place) => drop(needed.insert(place)),
                None => {
                    needed.insert(ClipName::Counter);
                    needed.extend(numeral(self.language, counter.number));
                }
            }
        }
        needed
    }

    /// The needed clips that neither the office nor the program has.
    pub fn missing(&self, office: &Office) -> BTreeSet<ClipName> {
        self.needed(office).into_iter().filter(|name| self.clip(name).is_none()).collect()
    }

    /// What is said of a number; `None` when a clip is missing.
    pub fn sentence(
        &self,
        number: TicketNumber,
        counter: impl Into<Option<CounterNumber>>,
        office: Option<&Office>,
        wording: Wording,
    ) -> Option<Sentence> {
        let destination = counter.into().map(|counter| self.destination(counter, office));
        let sentence = Sentence::of(self.language, number, destination.as_ref(), wording);
        let complete = sentence.clips().all(|name| self.clip(name).is_some());
        complete.then_some(sentence)
    }
}

/// The counters that call somebody: those that serve a public stage of one of their services.
pub fn calling_counters(office: &Office) -> impl Iterator<Item = &Counter> {
    office.counters.iter().filter(|counter| {
        let calls = |code: &ServiceCode| {
            let journey = office.service(*code).map_or(&[][..], |service| &service.journey);
            journey.iter().any(|stage| {
                stage.attendance == crate::domain::Attendance::Public
                    && counter.serves(*code, &stage.id)
            })
        };
        counter.services.iter().any(calls)
    })
}
