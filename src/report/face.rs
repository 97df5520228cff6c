//! The face of every screen inside the page, so that one file looks the same on every machine, without a network.
//!
//! Three weights whole: names of people and places have letters that no selection foresees. Never here: where each is used.

const FACES: [(u16, &[u8]); 3] = [
    (400, include_bytes!("../../ui/fonts/AntreSans-Regular.ttf")),
    (600, include_bytes!("../../ui/fonts/AntreSans-SemiBold.ttf")),
    (800, include_bytes!("../../ui/fonts/AntreSans-ExtraBold.ttf")),
];

/// The faces as rules of a style sheet, about 190 KB.
pub(super) fn rules() -> String {
    let rule = |(weight, file): &(u16, &[u8])| {
        let data = base64(file);
        format!(
            "@font-face {{ font-family: 'Antre Sans'; font-weight: {weight}; src: url(data:font/ttf;base64,{data}) format('truetype'); }}\n"
        )
    };
    FACES.iter().map(rule).collect()
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= three.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_as_rfc_4648_says() {
        let written =
            ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(|text| base64(text.as_bytes()));
        assert_eq!(written, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]);
        assert_eq!(base64(&[0xff, 0xef, 0xbe]), "/+++");
    }

    #[test]
    fn the_faces_are_of_a_size_that_can_be_sent() {
        assert!(rules().len() < 200_000, "{}", rules().len());
    }
}
