//! A sheet while it is being written: its blocks, and which of the office's own texts stand in each.
//!
//! Whoever prints needs the blocks alone; whoever tries a sheet out before the office opens wants to name the line of
//! the office file that does not fit. Never here: what a sheet says, or whether it fits.

use super::document::{Align, Block, Document, Weight};
use super::text::PaperText;
use crate::domain::Language;
use crate::office::Text;

/// A block with its sources.
#[derive(Debug, Clone)]
pub(super) struct Part<'a> {
    /// What is printed.
    pub(super) block: Block,
    /// The office's texts in it; none when all words are the program's own.
    pub(super) texts: Vec<&'a Text>,
}

/// Blocks that belong together; an empty line stands between one kind and the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    /// Whose sheet it is.
    Heading,
    /// What the visitor came for.
    Service,
    /// The number.
    Number,
    /// The mark of the number's lane.
    Lane,
    /// When it was given.
    Moment,
    /// Where the visitor is called.
    Place,
    /// What the visitor does now.
    Facts,
    /// The code, which brings its own empty lines.
    Code,
    /// What the visitor may read later.
    Notes,
}

/// How a line stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Not at all.
    Plain,
    /// By its weight.
    Bold,
    /// By its size: twice the printer's font, where the paper allows it.
    Large,
    /// After the number the largest on the paper: four times the printer's font, where the paper allows it.
    Giant,
    /// As white letters on a black bar.
    Reversed,
}

/// A sheet in one language.
#[derive(Debug, Clone)]
pub(super) struct Sheet<'a> {
    language: Language,
    group: Option<Group>,
    parts: Vec<Part<'a>>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(language: Language) -> Self {
        Self { language, group: None, parts: Vec::new() }
    }

    pub(super) fn parts(&self) -> &[Part<'a>] {
        &self.parts
    }

    /// What is printed.
    pub(super) fn document(self) -> Document {
        Document { blocks: self.parts.into_iter().map(|part| part.block).collect() }
    }

    /// The blocks that follow belong to this group.
    pub(super) fn group(&mut self, group: Group) {
        // Large digits stand high in their cell, and a code brings its quiet zone: both leave room enough below them.
        let stands_free = matches!(self.group, None | Some(Group::Number | Group::Code));
        if self.group != Some(group) && !stands_free && group != Group::Code {
            self.add(Block::Space { lines: 1 }, Vec::new());
        }
        self.group = Some(group);
    }

    /// A block that the office asked for, between two groups. It takes the place of the empty line there.
    pub(super) fn divide(&mut self, block: Block) {
        self.group = None;
        self.add(block, Vec::new());
    }

    pub(super) fn add(&mut self, block: Block, texts: Vec<&'a Text>) {
        self.parts.push(Part { block, texts });
    }

    /// A line in the middle: the words on it, and the office's texts among them.
    pub(super) fn line(&mut self, words: &str, style: Style, texts: Vec<&'a Text>) {
        let (weight, scale) = match style {
            Style::Plain => (Weight::Regular, 1),
            Style::Bold => (Weight::Bold, 1),
            Style::Large => (Weight::Regular, 2),
            Style::Giant => (Weight::Bold, 4),
            Style::Reversed => (Weight::Reversed, 2),
        };
        let text = PaperText::new(words);
        self.add(Block::Line { text, align: Align::Centre, weight, scale }, texts);
    }

    /// A line with words at both edges.
    pub(super) fn ends(&mut self, left: &str, right: &str) {
        let (left, right) = (PaperText::new(left), PaperText::new(right));
        self.add(Block::Ends { left, right }, Vec::new());
    }

    /// A line of the program's own words.
    pub(super) fn say(&mut self, words: &str, style: Style) {
        self.line(words, style, Vec::new());
    }

    /// A line that is one of the office's texts.
    pub(super) fn text(&mut self, text: &'a Text, style: Style) {
        self.line(text.get(self.language), style, vec![text]);
    }
}
