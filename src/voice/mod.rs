//! The voice: a call as words, the words as one sound, and the sound out of a loudspeaker.
//!
//! Belongs here: what is said of a call, the clips of it, joining them, playing them in order. No network, no
//! synthesiser at run time: every word is a clip. Never here: when a call is announced (that is the display), windows,
//! the queue.
//!
//! ```text
//! call -> sentence -> clips -> announcement (one buffer) -> speaker -> sink
//! ```

mod announcement;
mod call;
mod carrier;
mod check;
mod chime;
mod clip;
mod extent;
mod library;
mod limits;
mod loud;
pub mod make;
mod numeral;
pub mod outlet;
mod pack;
mod player;
mod sentence;
mod shipped;
mod sink;
mod sound;
mod speaker;
mod table;
mod take;
mod teller;
mod waiting;
mod wav;

pub use announcement::{Announcement, Voices};
pub use call::{announcement, announcement_of, chime};
pub use check::ClipFault;
pub use clip::{Clip, ClipName, PlaceName, RATE};
pub use extent::Extent;
pub use library::{Voice, calling_counters};
pub use limits::{call_faults, longest_call};
pub use pack::{Pack, PackError, PackFault, TABLE_FILE, table_of};
pub use sentence::{Destination, Sentence, Wording};
pub use sink::{NoSound, Sink};
pub use speaker::{SoundReport, Speaker};
pub use table::{Entry, Synthesis, Table, TableError};
pub use take::Take;
pub use teller::{Teller, Told};
pub use waiting::{MOST, Waiting};
pub use wav::{Recording, WavError, to_wav};
