//! A bar code as bars and spaces. The only file that knows the crate `barcoders`.
//!
//! Belongs here: Code 128 as modules and as dots. Never here: the printer's own command for it, or where it stands.

use barcoders::sym::code128::Code128;

use super::raster::Bitmap;

/// A bar code as modules of equal width, without its quiet zones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bars(Vec<bool>);

impl Bars {
    /// `payload` in code set B of Code 128, which has letters of both cases, digits and signs. `None` when a
    /// character is outside ASCII or the crate refuses it.
    pub fn code128(payload: &str) -> Option<Bars> {
        // The crate takes letters beyond ASCII for switches of the code set.
        let plain = payload.chars().all(|c| matches!(c, ' '..='~'));
        let code = Code128::new(format!("\u{181}{payload}")).ok().filter(|_| plain)?;
        Some(Bars(code.encode().into_iter().map(|module| module == 1).collect()))
    }

    /// The width in modules.
    pub fn modules(&self) -> usize {
        self.0.len()
    }

    /// The code with `module` dots per module and `rows` rows, in the middle of as many whole bytes as it needs.
    pub fn bitmap(&self, module: usize, rows: usize) -> Bitmap {
        let width = self.modules() * module;
        let width_bytes = width.div_ceil(8);
        let left = (width_bytes * 8 - width) / 2;
        let is_bar = |x: usize| x >= left && self.0.get((x - left) / module) == Some(&true);
        Bitmap::new(width_bytes, rows, |x, _| is_bar(x))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_modules_are_those_of_the_standard() {
        // Start B, T, the check character of value (104 + 52) mod 103 = 53, stop. Source: ISO/IEC 15417.
        let modules = ["11010010000", "11011100010", "11011101110", "1100011101011"].concat();
        let bars = Bars::code128("T").expect("plain");
        assert_eq!(bars.modules(), modules.len());
        let drawn: String = bars.0.iter().map(|&bar| if bar { '1' } else { '0' }).collect();
        assert_eq!(drawn, modules);
    }

    #[test]
    fn only_ascii_has_a_code() {
        assert_eq!(Bars::code128("T\u{c0}12"), None);
        assert_eq!(Bars::code128("\u{1b}"), None);
    }
}
