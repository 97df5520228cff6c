//! The fonts that draw text in scripts no printer has.
//!
//! Belongs here: the shipped fonts, and further ones from the bytes of a file. Never here: folders
//! and files, or the fonts of the operating system: the same ticket must look the same everywhere.

use std::sync::Arc;

use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::{FontContext, FontFamilyName};
use swash::{FontDataRef, FontRef, TableProvider, tag_from_bytes};
use thiserror::Error;

/// The fonts inside the program, the first choice first. All under the SIL Open Font License; see
/// `ui/fonts/`.
const SHIPPED: [(&str, &[u8]); 4] = [
    (
        "AtkinsonHyperlegibleNext-Regular.ttf",
        include_bytes!("../../../ui/fonts/AtkinsonHyperlegibleNext-Regular.ttf"),
    ),
    (
        "AtkinsonHyperlegibleNext-SemiBold.ttf",
        include_bytes!("../../../ui/fonts/AtkinsonHyperlegibleNext-SemiBold.ttf"),
    ),
    (
        "NotoSansJavanese-Regular.ttf",
        include_bytes!("../../../ui/fonts/NotoSansJavanese-Regular.ttf"),
    ),
    (
        "NotoNaskhArabic-Regular.ttf",
        include_bytes!("../../../ui/fonts/NotoNaskhArabic-Regular.ttf"),
    ),
];

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
}

impl Fonts {
    /// The fonts inside the program: Latin, Javanese, Arabic.
    pub fn shipped() -> Fonts {
        let blob = |(_, bytes): &(&str, &'static [u8])| Blob::new(Arc::new(*bytes));
        Fonts { files: SHIPPED.iter().map(blob).collect() }
    }

    /// The same and one more, which has its say on characters that none of the fonts before has.
    ///
    /// # Errors
    /// [`FontError`] with `name`, the name of the file that `bytes` are.
    pub fn with_file(mut self, name: &str, bytes: Vec<u8>) -> Result<Fonts, FontError> {
        let fonts: Vec<FontRef<'_>> =
            FontDataRef::new(&bytes).map(|file| file.fonts().collect()).unwrap_or_default();
        let name = || name.to_owned();
        let tables = |tags: &[&[u8; 4]], font: &FontRef<'_>| {
            tags.iter().any(|tag| font.table_by_tag(tag_from_bytes(tag)).is_some())
        };
        if fonts.is_empty() || !fonts.iter().all(|font| tables(&[b"cmap"], font)) {
            return Err(FontError::NotAFont { name: name() });
        }
        if !fonts.iter().all(|font| tables(&[b"glyf", b"CFF ", b"CFF2"], font)) {
            return Err(FontError::NoOutlines { name: name() });
        }
        let blob = Blob::from(bytes);
        // What the library that shapes cannot read is no font for us either.
        let mut collection = empty();
        if collection.register_fonts(blob.clone(), None).is_empty() {
            return Err(FontError::NotAFont { name: name() });
        }
        self.files.push(blob);
        Ok(self)
    }

    /// The fonts as the library wants them, and the names of their families in our order.
    pub(super) fn context(&self) -> (FontContext, Vec<FontFamilyName<'static>>) {
        let mut collection = empty();
        let mut names: Vec<String> = Vec::new();
        for file in &self.files {
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

    /// Whether one of the fonts has a glyph for this character.
    pub(super) fn have(&self, character: char) -> bool {
        let files = self.files.iter().filter_map(|file| FontDataRef::new(file.data()));
        files.flat_map(|file| file.fonts()).any(|font| font.charmap().map(character) != 0)
    }
}

fn empty() -> Collection {
    Collection::new(CollectionOptions { shared: false, system_fonts: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_font_is_one_and_has_its_script() {
        for (name, bytes) in SHIPPED {
            assert!(Fonts { files: Vec::new() }.with_file(name, bytes.to_vec()).is_ok(), "{name}");
        }
        let shipped = Fonts::shipped();
        for character in "Aé–ꦏꦺ꧀꧕مٱ٥".chars() {
            assert!(shipped.have(character), "{character}");
        }
        assert!(!shipped.have('县'));
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
