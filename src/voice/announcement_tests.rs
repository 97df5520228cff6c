//! What is said of a call and how long it sounds, with the voices that the program carries.

use super::super::chime::chime;
use super::*;

fn voices(languages: &[Language]) -> Voices {
    Voices::shipped(languages)
}

fn announce(voices: &Voices, extent: Extent) -> Announcement {
    voices.announce("T012".parse().unwrap(), CounterNumber::new(3).unwrap(), extent)
}

fn texts(voices: &Voices, extent: Extent) -> Vec<String> {
    announce(voices, extent).sentences.iter().map(|s| voices.text(s)).collect()
}

#[test]
fn a_number_is_told_once_in_one_language_without_a_chime() {
    let voices = voices(&[Language::Indonesian, Language::English]);
    let told = |counter, language| {
        let number = "T012".parse().unwrap();
        let told = voices.tell(number, CounterNumber::new(counter), language);
        let texts: Vec<String> = told.sentences.iter().map(|s| voices.text(s)).collect();
        (texts.concat(), told.duration())
    };
    let (text, long) = told(3, Language::Indonesian);
    assert_eq!(text, "Nomor antrean, T, nol satu dua, loket tiga.");
    let (text, short) = told(0, Language::English);
    assert_eq!(text, "Number T zero one two.", "no counter has the number 0");
    assert!(short < long && long < Duration::from_secs(5), "{long:?}");
    let (text, _) = told(3, Language::Javanese);
    assert_eq!(text, "Nomor antrean, T, nol satu dua, loket tiga.", "nobody has recorded it");
}

const ID: &str = "Nomor antrean, T, nol satu dua, silakan menuju loket tiga.";
const EN: &str = "Number T zero one two, please go to counter three.";

#[test]
fn each_language_speaks_in_its_turn() {
    use Language::{English, Indonesian};
    assert_eq!(texts(&voices(&[Indonesian, English]), Extent::Repeated), [ID, EN]);
    assert_eq!(texts(&voices(&[English, Indonesian]), Extent::Once), [EN, ID]);
    let brief = texts(&voices(&[Indonesian, English]), Extent::Brief);
    assert_eq!(brief, ["T, nol satu dua, loket tiga."]);
}

#[test]
fn javanese_without_a_recording_is_spoken_in_indonesian_and_not_twice() {
    use Language::{Indonesian, Javanese};
    assert_eq!(texts(&voices(&[Javanese]), Extent::Once), [ID]);
    assert_eq!(texts(&voices(&[Javanese, Indonesian]), Extent::Once), [ID]);
}

/// Where the words of a call begin and end, by the lengths of the clips.
#[test]
fn words_of_one_breath_follow_at_once_and_pauses_are_where_a_person_makes_them() {
    let voices = voices(&[Language::Indonesian]);
    let once = announce(&voices, Extent::Once);
    let clip = |name: &str| {
        let take = Take::parse(name).unwrap();
        Voice::shipped(Language::Indonesian).take(&take).unwrap().0.len()
    };
    let mut at = chime(CallKind::Turn).0.len();
    for (pause, word) in [
        (CHIME_PAUSE_MS, "intro"),
        (LETTER_PAUSE_MS, "letter-t"),
        (LETTER_PAUSE_MS, "digit-0"),
        (0, "digit-1"),
        (0, "digit-2.end"),
        (WAY_PAUSE_MS, "go-to"),
        (0, "counter"),
        (0, "digit-3.end"),
    ] {
        let silence = at..at + samples_of(pause);
        let strongest = |range: std::ops::Range<usize>| {
            once.samples[range].iter().map(|sample| sample.unsigned_abs()).max()
        };
        assert!(strongest(silence.clone()).unwrap_or(0) < 100, "before {word}");
        // No join clicks: beside it there is nothing but the hiss.
        assert!(strongest(silence.end..silence.end + 1).unwrap() < 100, "{word}");
        let early = silence.end..silence.end + samples_of(60);
        assert!(strongest(early).unwrap() > 300, "{word} begins at once");
        at = silence.end + clip(word);
    }
    assert_eq!(once.samples.len(), at, "and nothing else");
}

#[test]
fn a_call_that_takes_too_long_is_repeated_in_few_words() {
    let voices = voices(&[Language::Indonesian]);
    let seconds = |number: &str, counter, extent| {
        let counter = CounterNumber::new(counter).unwrap();
        voices.duration(CallKind::Turn, number.parse().unwrap(), counter, extent).as_secs_f32()
    };
    let repeated = |number: &str, counter| {
        let again =
            seconds(number, counter, Extent::Repeated) - seconds(number, counter, Extent::Once);
        let once = seconds(number, counter, Extent::Once) - 1.42;
        again / once
    };
    assert!(repeated("T012", 3) > 0.99, "a usual call is said twice");
    assert!(repeated("W999", 19) < 0.9, "a long one is not");
}

#[test]
fn a_quiet_room_hears_everything_twice_and_the_second_time_is_the_first() {
    let voices = voices(&[Language::Indonesian, Language::English]);
    let (once, twice) = (announce(&voices, Extent::Once), announce(&voices, Extent::Repeated));
    assert_eq!(twice.sentences, once.sentences);
    let sentence = samples_of(CHIME_PAUSE_MS) + chime(CallKind::Turn).0.len();
    let said = &once.samples[sentence..];
    let repeated = once.samples.len() + samples_of(REPEAT_PAUSE_MS);
    assert_eq!(&twice.samples[..once.samples.len()], &once.samples[..]);
    assert_eq!(&twice.samples[repeated..], said);
}

#[test]
fn the_length_is_known_without_making_the_sound() {
    let voices = voices(&[Language::Indonesian, Language::English]);
    for extent in [Extent::Repeated, Extent::Once, Extent::Brief] {
        let made = announce(&voices, extent);
        let known = voices.duration(CallKind::Turn, made.number, made.counter.unwrap(), extent);
        assert_eq!(known, made.duration());
    }
}

#[test]
fn the_more_calls_wait_the_less_is_said() {
    let voices = voices(&[Language::Indonesian]);
    let length = |waiting| announce(&voices, Extent::for_waiting(waiting)).duration();
    assert!(length(0) > length(1) && length(1) > length(3));
    assert_eq!(length(3), length(30));
    assert!(length(1).as_secs_f32() < 10.0, "no longer than a call stands alone on the wall");
    assert!(length(3).as_secs_f32() < 6.0);
}
