//! Reads a TOML text value by value and keeps every fault with its line and key, instead of stopping at the first.
//!
//! Only that: what the values mean is the business of `parse`.

use super::Text;
use super::fault_log::{FaultLog, Placed};
use super::room::room_of;
use crate::domain::Language;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One table of the file. Keys that nobody asked for are faults when the section is dropped.
pub(super) struct Section<'a> {
    log: &'a FaultLog,
    table: Option<&'a DeTable<'a>>,
    path: String,
    at: usize,
    known: RefCell<BTreeSet<&'static str>>,
}

impl<'a> Section<'a> {
    pub(super) fn root(log: &'a FaultLog, table: &'a DeTable<'a>) -> Self {
        Self::at(log, Some(table), String::new(), 0)
    }

    fn at(log: &'a FaultLog, table: Option<&'a DeTable<'a>>, path: String, at: usize) -> Self {
        Self { log, table, path, at, known: RefCell::default() }
    }

    /// Where this section begins, for faults about the section as a whole.
    pub(super) fn place(&self) -> Placed<()> {
        Placed { value: (), at: self.at, key: self.path.clone() }
    }

    fn key(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    fn get(&self, name: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.known.borrow_mut().insert(name);
        self.table?.get(name)
    }

    /// Whether the file has this key, whatever its value.
    pub(super) fn has(&self, name: &'static str) -> bool {
        self.get(name).is_some()
    }

    /// Where the value of a key begins, else the section.
    pub(super) fn place_of_key(&self, name: &'static str) -> Placed<()> {
        let at = self.get(name).map_or(self.at, |value| value.span().start);
        Placed { value: (), at, key: self.key(name) }
    }

    fn missing(&self, name: &'static str, what: &str) {
        // An absent section is reported once, not once for each of its keys.
        if self.table.is_some() {
            self.log.add(self.at, self.key(name), format!("is missing; expected {what}"));
        }
    }

    fn wrong(&self, key: String, value: &Spanned<DeValue<'_>>, expected: &str) {
        let found = value.get_ref().type_str();
        self.log.add(value.span().start, key, format!("expected {expected}, found {found}"));
    }

    /// A required table.
    pub(super) fn section(&self, name: &'static str) -> Section<'a> {
        if self.get(name).is_none() {
            self.missing(name, &format!("a section [{name}]"));
        }
        self.optional_section(name)
            .unwrap_or_else(|| Self::at(self.log, None, self.key(name), self.at))
    }

    /// A table that may be absent.
    pub(super) fn optional_section(&self, name: &'static str) -> Option<Section<'a>> {
        let value = self.get(name)?;
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(self.key(name), value, "a section");
            return None;
        };
        Some(Self::at(self.log, Some(table), self.key(name), value.span().start))
    }

    /// The tables of `[[name]]`, in the order of the file.
    pub(super) fn sections(&self, name: &'static str) -> Vec<Section<'a>> {
        let Some(value) = self.get(name) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(self.key(name), value, &format!("sections [[{name}]]"));
            return Vec::new();
        };
        let mut sections = Vec::new();
        for (index, item) in self.as_many_as_fit(name, array).iter().enumerate() {
            let path = format!("{}[{}]", self.key(name), index + 1);
            match item.get_ref().as_table() {
                Some(table) => {
                    sections.push(Self::at(self.log, Some(table), path, item.span().start));
                }
                None => self.wrong(path, item, &format!("a section [[{name}]]")),
            }
        }
        sections
    }

    /// Where this key holds one table, though there may be several.
    pub(super) fn single(&self, name: &'static str) -> Option<Placed<()>> {
        let value = self.get(name)?;
        value.get_ref().as_table()?;
        Some(self.place_of(name, &value.span(), ()))
    }

    fn place_of<T>(&self, name: &'static str, span: &Range<usize>, value: T) -> Placed<T> {
        Placed { value, at: span.start, key: self.key(name) }
    }

    /// A text that may be absent. An empty text counts as absent: nothing is shown for it.
    pub(super) fn optional_text(&self, name: &'static str) -> Option<Placed<String>> {
        let value = self.get(name)?;
        let Some(text) = value.get_ref().as_str() else {
            self.wrong(self.key(name), value, "a text in quotes");
            return None;
        };
        let text = text.trim();
        if !self.log.is_plain(value.span().start, &self.key(name), text) {
            return None;
        }
        (!text.is_empty()).then(|| self.place_of(name, &value.span(), text.to_owned()))
    }

    /// A required, non-empty text.
    pub(super) fn text(&self, name: &'static str) -> Option<Placed<String>> {
        let text = self.optional_text(name);
        match self.get(name) {
            None => self.missing(name, "a text in quotes"),
            Some(value) if value.get_ref().as_str().is_some_and(|text| text.trim().is_empty()) => {
                self.log.add(value.span().start, self.key(name), "must not be empty");
            }
            Some(_) => {}
        }
        text
    }

    /// A required text that `read` understands; `expected` says which texts those are.
    pub(super) fn parsed<T>(
        &self,
        name: &'static str,
        expected: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<Placed<T>> {
        let text = self.text(name)?;
        let value = read(&text.value);
        if value.is_none() {
            self.log.add(text.at, &*text.key, format!("\"{}\" is not {expected}", text.value));
        }
        value.map(|value| Placed { value, at: text.at, key: text.key })
    }

    /// A text that `read` understands, or the default where it is absent.
    pub(super) fn parsed_or<T: Default>(
        &self,
        name: &'static str,
        expected: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> T {
        let present = self.get(name).is_some();
        let value = if present { self.parsed(name, expected, read) } else { None };
        value.map_or_else(T::default, |placed| placed.value)
    }

    /// A whole number in `range`, or `default` where it is absent.
    pub(super) fn number_or(
        &self,
        name: &'static str,
        range: RangeInclusive<i64>,
        default: i64,
    ) -> i64 {
        match self.get(name) {
            None => default,
            Some(_) => self.optional_number(name, range).map_or(default, |n| n.value),
        }
    }

    /// A required whole number in `range`.
    pub(super) fn number(
        &self,
        name: &'static str,
        range: RangeInclusive<i64>,
    ) -> Option<Placed<i64>> {
        if self.get(name).is_none() {
            self.missing(name, &format!("a number from {} to {}", range.start(), range.end()));
        }
        self.optional_number(name, range)
    }

    /// A whole number in `range` that may be absent.
    pub(super) fn optional_number(
        &self,
        name: &'static str,
        range: RangeInclusive<i64>,
    ) -> Option<Placed<i64>> {
        let value = self.get(name)?;
        let wanted = format!("a whole number from {} to {}", range.start(), range.end());
        let Some(integer) = value.get_ref().as_integer() else {
            self.wrong(self.key(name), value, &wanted);
            return None;
        };
        let number = i64::from_str_radix(integer.as_str(), integer.radix()).ok();
        let inside = number.filter(|n| range.contains(n));
        if inside.is_none() {
            let problem = format!("expected {wanted}, found {}", integer.as_str());
            self.log.add(value.span().start, self.key(name), problem);
        }
        inside.map(|n| self.place_of(name, &value.span(), n))
    }

    /// A number with decimals in `range`, or `default`.
    pub(super) fn decimal_or(
        &self,
        name: &'static str,
        range: RangeInclusive<f64>,
        default: f64,
    ) -> f64 {
        let Some(value) = self.get(name) else { return default };
        let digits = match value.get_ref() {
            DeValue::Float(float) => Some(float.as_str()),
            DeValue::Integer(integer) => Some(integer.as_str()),
            _ => None,
        };
        let number = digits.and_then(|d| d.parse().ok()).filter(|n| range.contains(n));
        if number.is_none() {
            let wanted = format!("a number from {} to {}", range.start(), range.end());
            self.log.add(value.span().start, self.key(name), format!("expected {wanted}"));
        }
        number.unwrap_or(default)
    }

    /// `true` or `false`, or `default`.
    pub(super) fn flag_or(&self, name: &'static str, default: bool) -> bool {
        let Some(value) = self.get(name) else { return default };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong(self.key(name), value, "true or false");
            default
        })
    }

    /// A list of texts; absent is empty.
    pub(super) fn texts(&self, name: &'static str) -> Vec<Placed<String>> {
        let mut texts = Vec::new();
        for (item, key) in self.items(name) {
            match item.get_ref().as_str().map(str::trim).filter(|t| !t.is_empty()) {
                Some(text) if self.log.is_plain(item.span().start, &key, text) => {
                    texts.push(Placed { value: text.to_owned(), at: item.span().start, key });
                }
                Some(_) => {}
                None => self.wrong(key, item, "a text in quotes"),
            }
        }
        texts
    }

    /// A list of whole numbers, as they are written; absent is empty.
    pub(super) fn numbers(&self, name: &'static str) -> Vec<Placed<String>> {
        let mut numbers = Vec::new();
        for (item, key) in self.items(name) {
            match item.get_ref().as_integer() {
                Some(number) => numbers.push(Placed {
                    value: number.as_str().to_owned(),
                    at: item.span().start,
                    key,
                }),
                None => self.wrong(key, item, "a whole number"),
            }
        }
        numbers
    }

    /// A required public text, in one or several languages.
    pub(super) fn words(&self, name: &'static str) -> Text {
        if self.get(name).is_none() {
            self.missing(name, "a text, or { id = \"...\", en = \"...\", jv = \"...\" }");
        }
        self.optional_words(name).unwrap_or_default()
    }

    /// A public text that may be absent.
    pub(super) fn optional_words(&self, name: &'static str) -> Option<Text> {
        let value = self.get(name)?;
        self.words_of(value, self.key(name))
    }

    /// A list of public texts; absent is empty.
    pub(super) fn words_list(&self, name: &'static str) -> Vec<Text> {
        self.items(name).into_iter().filter_map(|(item, key)| self.words_of(item, key)).collect()
    }

    fn items(&self, name: &'static str) -> Vec<(&'a Spanned<DeValue<'a>>, String)> {
        let Some(value) = self.get(name) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(self.key(name), value, "a list in [ ]");
            return Vec::new();
        };
        let key = |index| format!("{}[{}]", self.key(name), index + 1);
        self.as_many_as_fit(name, array)
            .iter()
            .enumerate()
            .map(|(index, item)| (item, key(index)))
            .collect()
    }

    /// The entries of a list that have room; one that has more is a fault, and the rest is not looked at.
    fn as_many_as_fit<'b, T>(
        &self,
        name: &'static str,
        list: &'b [Spanned<T>],
    ) -> &'b [Spanned<T>] {
        let room = room_of(name);
        let Some(first) = list.get(room) else { return list };
        let problem =
            format!("has {} entries; at most {room} have room, so take some out", list.len());
        self.log.add(first.span().start, self.key(name), problem);
        &list[..room]
    }

    fn words_of(&self, value: &'a Spanned<DeValue<'a>>, key: String) -> Option<Text> {
        if let Some(text) = value.get_ref().as_str() {
            if text.trim().is_empty() {
                self.log.add(value.span().start, key, "must not be empty");
                return None;
            }
            if !self.log.is_plain(value.span().start, &key, text.trim()) {
                return None;
            }
            let place = Placed { value: text.trim().to_owned(), at: value.span().start, key };
            return Some(self.log.text(&place));
        }
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(key, value, "a text, or { id = \"...\", en = \"...\", jv = \"...\" }");
            return None;
        };
        let section = Self::at(self.log, Some(table), key, value.span().start);
        let indonesian = section.text(Language::Indonesian.code());
        let mut text = indonesian.map_or_else(Text::default, |text| self.log.text(&text));
        for language in [Language::English, Language::Javanese] {
            if let Some(translation) = section.optional_text(language.code()) {
                let place = self.log.place(&translation);
                text = text.translated(language, &translation.value, place);
            }
        }
        Some(text)
    }
}

impl Drop for Section<'_> {
    fn drop(&mut self) {
        let known = self.known.borrow();
        for key in self.table.into_iter().flat_map(|table| table.keys()) {
            if !known.contains(key.get_ref().as_ref()) {
                let names: Vec<&str> = known.iter().copied().collect();
                let problem = format!("is unknown; known here: {}", names.join(", "));
                self.log.add(key.span().start, self.key(key.get_ref()), problem);
            }
        }
    }
}
