//! The fonts that draw text in scripts no printer has.
//!
//! Belongs here: the shipped fonts, and further ones from the bytes of a file. Never here: folders
//! and files, or the fonts of the operating system: the same ticket must look the same everywhere.

use std::sync::{Arc, OnceLock};

use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::{FontContext, FontFamilyName};
use swash::{FontDataRef, FontRef, TableProvider, tag_from_bytes};
use thiserror::Error;

/// The fonts inside the program, the first choice first. All under the SIL Open Font License; see
/// `ui/fonts/`.
const SHIPPED: [(&str, &[u8]); 4] = [
    ("AntreSans-Regular.ttf", include_bytes!("../../../ui/fonts/AntreSans-Regular.ttf")),
    ("AntreSans-SemiBold.ttf", include_bytes!("../../../ui/fonts/AntreSans-SemiBold.ttf")),
    (
        "NotoSansJavanese-Regular.ttf",
        include_bytes!("../../../ui/fonts/NotoSansJavanese-Regular.ttf"),
    ),
    (
        "NotoNaskhArabic-Regular.ttf",
        include_bytes!("../../../ui/fonts/NotoNaskhArabic-Regular.ttf"),
    ),
];

/// So many of them are the letters of the windows, which have them anyway.
const OF_WINDOWS: usize = 2;

/// The bytes of a font file, shared.
pub type FontBytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// Why a file cannot be used as a font.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FontError {
    /// The file holds no font.
    #[error("the font file {name} holds no font; use a .ttf, .otf or .ttc file")]
    NotAFont {
        /// The file.
        name: String,
    },
    /// The glyphs are pictures, which cannot be drawn at any size.
    #[error("the font file {name} has pictures instead of outlines; use another font")]
    NoOutlines {
        /// The file.
        name: String,
    },
}

/// Fonts in the order in which a character is looked for. Cheap to clone.
#[derive(Clone)]
pub struct Fonts {
    files: Vec<Blob<u8>>,
    later: Option<Arc<Later>>,
}

/// Font files that are fetched for the first character that no other font has.
struct Later {
    fetch: Box<dyn Fn() -> Vec<Vec<u8>> + Send + Sync>,
    fetched: OnceLock<Vec<Blob<u8>>>,
}

impl Fonts {
    /// The fonts inside the program: Latin, Javanese, Arabic.
    pub fn shipped() -> Fonts {
        let blob = |(_, bytes): &(&str, &'static [u8])| Blob::new(Arc::new(*bytes));
        Fonts { files: SHIPPED.iter().map(blob).collect(), later: None }
    }

    /// The same, and where none of them has a character, those that `fetch` brings: called once at
    /// most, and never for a text that needs it not. What is no font among them is passed over.
    pub fn with_later(mut self, fetch: impl Fn() -> Vec<Vec<u8>> + Send + Sync + 'static) -> Fonts {
        self.later = Some(Arc::new(Later { fetch: Box::new(fetch), fetched: OnceLock::new() }));
        self
    }

    /// The same and one more, which has its say on characters that none of the fonts before has.
    ///
    /// # Errors
    /// [`FontError`] with `name`, the name of the file that `bytes` are.
    pub fn with_file(mut self, name: &str, bytes: Vec<u8>) -> Result<Fonts, FontError> {
        self.files.push(font_file(name, bytes)?);
        Ok(self)
    }

    /// The files of every font that a window has not by itself, the first choice first; also those that come later.
    pub fn beyond_windows(&self) -> Vec<FontBytes> {
        let files = self.files.iter().skip(OF_WINDOWS).chain(self.later());
        files.map(|file| file.clone().into_raw_parts().0).collect()
    }

    /// Whether one of the fonts, also of those that come later, has a glyph for this character. What they have, paper and
    /// windows can show.
    pub fn show(&self, character: char) -> bool {
        self.have(character) || self.will_have(character)
    }

    /// The fonts as the library wants them, and the names of their families in our order; `all`
    /// with those that come later.
    pub(super) fn context(&self, all: bool) -> (FontContext, Vec<FontFamilyName<'static>>) {
        let mut collection = empty();
        let mut names: Vec<String> = Vec::new();
        let later = if all { self.later() } else { &[] };
        for file in self.files.iter().chain(later) {
            for (family, _) in collection.register_fonts(file.clone(), None) {
                let name = collection.family_name(family).unwrap_or_default().to_owned();
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        let context = FontContext { collection, source_cache: SourceCache::default() };
        (context, names.into_iter().map(|name| FontFamilyName::Named(name.into())).collect())
    }

    /// Whether one of the fonts at hand has a glyph for this character.
    pub(super) fn have(&self, character: char) -> bool {
        have(&self.files, character)
    }

    /// Whether one of the fonts that come later has a glyph for this character.
    pub(super) fn will_have(&self, character: char) -> bool {
        have(self.later(), character)
    }

    fn later(&self) -> &[Blob<u8>] {
        let Some(later) = &self.later else { return &[] };
        let usable = |bytes| font_file("", bytes).ok();
        later.fetched.get_or_init(|| (later.fetch)().into_iter().filter_map(usable).collect())
    }
}

/// A file that can be drawn with.
fn font_file(name: &str, bytes: Vec<u8>) -> Result<Blob<u8>, FontError> {
    let fonts: Vec<FontRef<'_>> =
        FontDataRef::new(&bytes).map(|file| file.fonts().collect()).unwrap_or_default();
    let has_one_of = |tags: &[&[u8; 4]]| {
        let has = |font: &FontRef<'_>, tag| font.table_by_tag(tag_from_bytes(tag)).is_some();
        fonts.iter().all(|font| tags.iter().any(|tag| has(font, tag)))
    };
    if fonts.is_empty() || !has_one_of(&[b"cmap"]) {
        return Err(FontError::NotAFont { name: name.to_owned() });
    }
    if !has_one_of(&[b"glyf", b"CFF ", b"CFF2"]) {
        return Err(FontError::NoOutlines { name: name.to_owned() });
    }
    let blob = Blob::from(bytes);
    // What the library that shapes cannot read is no font for us either.
    match empty().register_fonts(blob.clone(), None).is_empty() {
        true => Err(FontError::NotAFont { name: name.to_owned() }),
        false => Ok(blob),
    }
}

fn have(files: &[Blob<u8>], character: char) -> bool {
    let files = files.iter().filter_map(|file| FontDataRef::new(file.data()));
    files.flat_map(|file| file.fonts()).any(|font| font.charmap().map(character) != 0)
}

fn empty() -> Collection {
    Collection::new(CollectionOptions { shared: false, system_fonts: false })
}

#[cfg(test)]
mod tests {
    use super::super::{Shaper, Style};
    use super::*;
    use crate::paper::document::Weight;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn every_shipped_font_is_one_and_has_its_script() {
        for (name, bytes) in SHIPPED {
            assert!(font_file(name, bytes.to_vec()).is_ok(), "{name}");
        }
        let shipped = Fonts::shipped();
        for character in "Aé–ꦏꦺ꧀꧕مٱ٥".chars() {
            assert!(shipped.have(character), "{character}");
        }
        assert!(!shipped.have('县'));
    }

    #[test]
    fn what_comes_later_is_fetched_once_and_only_when_it_is_needed() {
        let fetched = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&fetched);
        let [latin, _, javanese, _] = SHIPPED;
        let fonts = Fonts { files: vec![Blob::from(latin.1.to_vec())], later: None };
        let fonts = fonts.with_later(move || {
            count.fetch_add(1, Ordering::Relaxed);
            vec![b"no font".to_vec(), javanese.1.to_vec()]
        });
        let style = Style { size: 24.0, weight: Weight::Regular };
        let draw = |text| Shaper::new(&fonts).shape(text, style, 384.0).map(|_| ());
        assert_eq!((draw("Loket"), fetched.load(Ordering::Relaxed)), (Ok(()), 0));
        assert_eq!((draw("ꦩꦒ"), fetched.load(Ordering::Relaxed)), (Ok(()), 1));
        assert_eq!((draw("ꦩ م"), fetched.load(Ordering::Relaxed)), (Err('م'), 1));
    }

    #[test]
    fn a_file_that_is_no_font_is_refused_by_name() {
        let with = |bytes: &[u8]| Fonts::shipped().with_file("fonts/x.ttf", bytes.to_vec()).err();
        let (_, whole) = SHIPPED[2];
        for bytes in [b"".as_slice(), b"not a font", &whole[..200], &whole[..whole.len() / 2]] {
            let error = with(bytes).map(|error| error.to_string());
            assert!(error.is_some_and(|error| error.contains("fonts/x.ttf")), "{}", bytes.len());
        }
    }
}
