//! Which capabilities the shipped profiles use, and why each of the others stays.
//!
//! Belongs here: the list of what no shipped profile says, each with its reason. A capability without a user and without
//! a reason is dead code; one that found a user leaves the list. Never here: what a value means (that is `profile`).

use super::SHIPPED;
use crate::paper::profile::{
    Ack, Clear, CodeMethod, CutCommand, CutMode, Flow, ImageCommand, NotTaken, OutputSensor, Parity,
};
use serde::de::value::{Error, StrDeserializer};
use serde::de::{Deserialize, IntoDeserializer};
use std::collections::BTreeSet;

/// A key and everything it may say.
type Choice = (&'static str, Vec<String>);

/// Why a value stays that no shipped profile has: who needs it.
const UNUSED: &[(&str, &str, &str)] = &[
    ("cut.command", "gs-v-1", "boards that cut where they are and ignore the feed of GS V 66"),
    ("cut.command", "esc-m", "mechanisms older than GS V, among them Nippon's"),
    ("qr", "none", "a printer that can draw nothing still prints numbers"),
    ("code128", "none", "as qr"),
    ("image.command", "none", "as qr"),
    ("status.clear", "dle-enq-2", "printers whose manual names no other way after a cutter fault"),
    (
        "presenter.before_cut",
        "bytes",
        "paper with black marks: Custom's GS F8h; most kiosks have none",
    ),
    (
        "presenter.light_off",
        "bytes",
        "a light that burns until it is put out: Custom's FS B and FS L",
    ),
    (
        "presenter.buzzer",
        "bytes",
        "no manual of a shipped profile has one; kiosks of other makers do",
    ),
    ("serial.flow", "rts-cts", "a cable with all its wires; the switches of the printer decide"),
    ("serial.flow", "xon-xoff", "a cable with three wires; the switches of the printer decide"),
    ("serial.parity", "even", "the switches of the printer decide"),
    ("serial.parity", "odd", "the switches of the printer decide"),
];

/// The values of a type, as its own refusal lists them.
fn values<T: for<'de> Deserialize<'de>>() -> Vec<String> {
    let deserializer: StrDeserializer<'_, Error> = "?".into_deserializer();
    let Err(refusal) = T::deserialize(deserializer) else { panic!("no value is called ?") };
    let refusal = refusal.to_string();
    let (_, expected) = refusal.split_once("expected").expect("it says what it expects");
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn choices() -> Vec<Choice> {
    let flag = || vec!["true".to_owned(), "false".to_owned()];
    // Of bytes it only counts whether anybody has any.
    let bytes = || vec!["bytes".to_owned()];
    vec![
        ("cut.mode", values::<CutMode>()),
        ("cut.command", values::<CutCommand>()),
        ("qr", values::<CodeMethod>()),
        ("code128", values::<CodeMethod>()),
        ("image.command", values::<ImageCommand>()),
        ("status.ack", values::<Ack>()),
        ("status.clear", values::<Clear>()),
        ("serial.flow", values::<Flow>()),
        ("serial.parity", values::<Parity>()),
        ("init.cancel_kanji", flag()),
        ("image.swallows_line_feed", flag()),
        ("status.realtime", flag()),
        ("status.near_end", flag()),
        ("presenter.init", bytes()),
        ("presenter.before_cut", bytes()),
        ("presenter.behind_cut", bytes()),
        ("presenter.eject", bytes()),
        ("presenter.retract", bytes()),
        ("presenter.light_on", bytes()),
        ("presenter.light_off", bytes()),
        ("presenter.buzzer", bytes()),
        ("presenter.sensor", values::<OutputSensor>()),
        ("presenter.not_taken", values::<NotTaken>()),
    ]
}

/// Every value that a shipped file gives to `key`.
fn said(key: &str) -> BTreeSet<String> {
    let of_file = |text: &str| {
        let table: toml::Table = text.parse().expect("shipped profiles are TOML");
        let mut parts = key.split('.');
        let first = table.get(parts.next()?)?.clone();
        let value = parts.try_fold(first, |value, part| value.get(part).cloned())?;
        Some(match &value {
            toml::Value::Array(bytes) if bytes.is_empty() => "none".to_owned(),
            toml::Value::Array(_) => "bytes".to_owned(),
            toml::Value::String(word) => word.clone(),
            other => other.to_string(),
        })
    };
    SHIPPED.iter().filter_map(|(_, text)| of_file(text)).collect()
}

#[test]
fn every_capability_has_a_user_or_a_reason() {
    for (key, values) in choices() {
        let said = said(key);
        for value in &values {
            let reason = UNUSED.iter().find(|(k, v, _)| (*k, *v) == (key, value.as_str()));
            match (said.contains(value), reason) {
                (false, None) => {
                    panic!("no shipped profile says {key} = {value}; say why it stays")
                }
                (true, Some(_)) => panic!("{key} = {value} is in use now; take it off the list"),
                _ => {}
            }
        }
    }
}

#[test]
fn every_reason_is_for_a_value_that_exists() {
    let choices = choices();
    for (key, value, _) in UNUSED {
        let exists =
            choices.iter().any(|(k, values)| k == key && values.iter().any(|v| v == value));
        assert!(exists, "{key} = {value}");
    }
}

#[test]
fn the_values_of_a_type_are_read_from_its_own_refusal() {
    assert_eq!(values::<CutMode>(), ["partial", "full", "none"]);
    assert_eq!(said("cut.mode"), BTreeSet::from(["full", "none", "partial"].map(str::to_owned)));
}
