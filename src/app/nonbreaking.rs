//! Words as they are drawn: no line ends within a short compound.
//!
//! Belongs here: what the eye must not see torn. Never here: what is heard, printed or kept; that stays as it was
//! written. A technician writes a plain hyphen, "KTP-el", and a line would end behind it.

/// A hyphen that holds its line together. The faces of `ui/fonts` draw it as the plain one.
const HOLDING: char = '\u{2011}';

/// Letters of a part that says nothing alone.
const SHORT: usize = 2;

/// The text with a holding hyphen in every compound that has a part of at most two letters: "KTP-el", "e-mail". A longer
/// one, "ewah-ewahan", may be broken; it might not fit otherwise. Between digits no line ends anyway.
pub(super) fn nonbreaking(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let holds = |(at, &letter): (usize, &char)| {
        let (before, after) = (&letters[..at], &letters[at..]);
        let is_part = |letter: &&char| letter.is_alphanumeric();
        let left = before.iter().rev().take_while(is_part).count();
        let right = after.iter().skip(1).take_while(is_part).count();
        let numbers = [before.last(), after.get(1)];
        let numbers = numbers.iter().flatten().all(|letter| letter.is_ascii_digit());
        let short = left.min(right);
        let holds = letter == '-' && short > 0 && short <= SHORT && !numbers;
        if holds { HOLDING } else { letter }
    };
    letters.iter().enumerate().map(holds).collect()
}

#[cfg(test)]
mod tests {
    use super::nonbreaking;

    #[test]
    fn a_compound_with_a_short_part_holds_together() {
        assert_eq!(nonbreaking("Perekaman KTP-el (cetak)"), "Perekaman KTP\u{2011}el (cetak)");
        assert_eq!(nonbreaking("e-mail, KK-nya"), "e\u{2011}mail, KK\u{2011}nya");
        assert_eq!(nonbreaking("KTP-el-nya"), "KTP\u{2011}el\u{2011}nya");
    }

    #[test]
    fn everything_else_stays_as_it_was_written() {
        for text in
            ["ewah-ewahan", "Pindah - datang", "64-70 menit", "Senin-Kamis", "-", "", "KTP-"]
        {
            assert_eq!(nonbreaking(text), text);
        }
    }
}
