//! Room: how many entries each list of an office file may have.
//!
//! A list that was pasted a thousand times is told before it becomes metres of paper or a kiosk that takes minutes to
//! start. Each limit is well above what any office needs. Never here: reading.

/// The room of a list that is not named below.
const ANY: usize = 100;

/// The lists with a limit of their own, by key.
const ROOM: &[(&str, usize)] = &[
    // As many as there are letters for them, and as there are numbers: a further one stands twice.
    ("service", 50),
    ("counter", 150),
    // More than a year of days, ten years ahead.
    ("holiday", 1000),
    ("stage", 50),
    ("journey", 30),
    ("before", 30),
    ("case", 40),
    // Every visitor reads these, or holds them on paper.
    ("requirements", 40),
    ("header", 10),
    ("footer", 20),
    ("lines", 40),
    ("copies", 20),
    ("running_text", 50),
];

/// How many entries the list with this key may have.
pub(super) fn room_of(key: &str) -> usize {
    ROOM.iter().find(|(known, _)| *known == key).map_or(ANY, |(_, room)| *room)
}
