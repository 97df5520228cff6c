//! Paper as somebody else sees it: letters in the bytes, and the code in the picture read by a foreign decoder.

use antre::paper::{Profile, to_png};
use uuid::Uuid;

/// Whether the text is in the bytes, letter by letter.
pub fn has(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// The identity in the QR code of a ticket, drawn from its bytes.
pub fn qr(bytes: &[u8]) -> Uuid {
    let profile = Profile::shipped("generic-80").unwrap();
    qr_of_png(&to_png(bytes, &profile).unwrap())
}

/// The identity in the QR code of a drawn ticket.
pub fn qr_of_png(png: &[u8]) -> Uuid {
    let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
    let mut dots = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut dots).unwrap();
    assert_eq!(info.color_type, png::ColorType::Grayscale);
    let (width, height) = (info.width as usize, info.height as usize);
    let dot = |x, y| dots[y * width + x];
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, dot);
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "one code on the ticket");
    grids[0].decode().unwrap().1.parse().unwrap()
}
