//! The JSON that others rely on only grows: no field goes, changes its type, becomes null or is left out from one day on.
//!
//! `schema.json` beside this file has a line for every field of every answer. A new one is written into it with
//!
//! ```text
//! ANTRE_BLESS=1 cargo test --no-default-features schema
//! ```
//!
//! which refuses all the rest: whoever must break what others rely on takes the line out by hand, and can say why.

use crate::support::TempOffice;
use crate::support::offices::magetan;
use antre::api;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What a field holds: `integer`, `string or null`, `string, or left out`.
type Field = String;
/// The fields of every answer, by their paths: `queues[].waiting`.
type Answers = BTreeMap<String, BTreeMap<String, Field>>;

const NULL: &str = " or null";
const LEFT_OUT: &str = ", or left out";

/// The fields below a schema.
fn fields(schema: &Value, path: &str, found: &mut BTreeMap<String, Field>) {
    let (schema, _) = without_null(schema);
    if let Some(items) = schema.get("items") {
        return field(items, &format!("{path}[]"), "", found);
    }
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return };
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    for (name, property) in properties {
        let always = required.iter().any(|one| one == name);
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        field(property, &path, if always { "" } else { LEFT_OUT }, found);
    }
}

fn field(schema: &Value, path: &str, left_out: &str, found: &mut BTreeMap<String, Field>) {
    let (inner, null) = without_null(schema);
    let null = if null { NULL } else { "" };
    found.insert(path.to_owned(), format!("{}{null}{left_out}", kind(&inner, path)));
    fields(&inner, path, found);
}

/// The type of a schema that is never null. Whole numbers that are never below zero are told from others.
fn kind(schema: &Value, path: &str) -> String {
    let kind = schema["type"].as_str();
    let kind =
        kind.unwrap_or_else(|| panic!("{path} has a shape that this test cannot read: {schema}"));
    match (kind, schema["minimum"].as_i64()) {
        ("integer", Some(0)) => "integer from 0".to_owned(),
        _ => kind.to_owned(),
    }
}

/// A schema without its `null`, and whether it had one.
fn without_null(schema: &Value) -> (Value, bool) {
    let mut schema = schema.clone();
    let null = Value::from("null");
    if let Some(types) = schema["type"].as_array().cloned() {
        let others: Vec<&Value> = types.iter().filter(|kind| **kind != null).collect();
        let [one] = others[..] else { return (schema, false) };
        schema["type"] = one.clone();
        return (schema, true);
    }
    let Some(several) = schema.get("anyOf").and_then(Value::as_array) else {
        return (schema, false);
    };
    let others: Vec<&Value> = several.iter().filter(|one| one["type"] != null).collect();
    match others[..] {
        [one] => (one.clone(), others.len() < several.len()),
        _ => (schema, false),
    }
}

/// Every answer as it is now.
fn now() -> Answers {
    let mut all = Answers::new();
    for (name, schema) in api::schemas() {
        let mut found = BTreeMap::new();
        fields(schema.as_value(), "", &mut found);
        assert!(all.insert(name.to_owned(), found).is_none(), "two answers are called {name}");
    }
    all
}

/// What is told apart of a field: its type, whether it may be null, whether it may be left out.
fn parts(field: &str) -> (&str, bool, bool) {
    let (field, left_out) =
        field.strip_suffix(LEFT_OUT).map_or((field, false), |rest| (rest, true));
    let (kind, null) = field.strip_suffix(NULL).map_or((field, false), |rest| (rest, true));
    (kind, null, left_out)
}

/// What of `before` nobody can rely on any more, and what is not in it yet. Less than was allowed for is no break.
fn compare(before: &Answers, now: &Answers) -> (Vec<String>, Vec<String>) {
    let (mut broken, mut new) = (Vec::new(), Vec::new());
    for (answer, fields) in before {
        let Some(known) = now.get(answer) else {
            broken.push(format!("the answer {answer} is gone"));
            continue;
        };
        for (path, was) in fields {
            let Some(is) = known.get(path) else {
                broken.push(format!("{answer}: {path} is gone"));
                continue;
            };
            let ((old, old_null, old_out), (kind, null, out)) = (parts(was), parts(is));
            if old != kind {
                broken.push(format!("{answer}: {path} was {old} and is {kind}"));
            }
            if null && !old_null {
                broken.push(format!("{answer}: {path} may be null, which it never was"));
            }
            if out && !old_out {
                broken.push(format!("{answer}: {path} may be left out, which it never was"));
            }
        }
    }
    for (answer, fields) in now {
        for (path, is) in fields {
            if before.get(answer).and_then(|known| known.get(path)) != Some(is) {
                new.push(format!("{answer}: {path}, {is}"));
            }
        }
    }
    (broken, new)
}

fn snapshot() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/command_line/schema.json")
}

#[test]
fn the_schema_of_every_answer_only_grows() {
    let (path, now) = (snapshot(), now());
    let before: Answers = match fs::read(&path) {
        Ok(text) => serde_json::from_slice(&text).unwrap(),
        Err(_) => Answers::new(),
    };
    let (broken, new) = compare(&before, &now);
    assert!(
        broken.is_empty(),
        "others rely on these fields of the JSON; leave them as they were and add new ones beside them:\n  {}",
        broken.join("\n  ")
    );
    if !new.is_empty() && std::env::var_os("ANTRE_BLESS").is_some() {
        let mut text = serde_json::to_string_pretty(&now).unwrap();
        text.push('\n');
        return fs::write(&path, text).unwrap();
    }
    assert!(
        new.is_empty(),
        "tests/command_line/schema.json does not know these yet; if they are meant, run again with ANTRE_BLESS=1:\n  {}",
        new.join("\n  ")
    );
}

#[test]
fn a_field_that_others_rely_on_is_missed() {
    let answer = |fields: &[(&str, &str)]| -> Answers {
        let fields = fields.iter().map(|(path, field)| ((*path).to_owned(), (*field).to_owned()));
        [("board".to_owned(), fields.collect())].into()
    };
    let before = answer(&[("day", "string"), ("calls", "array or null, or left out")]);
    let broken = |fields: &[(&str, &str)]| compare(&before, &answer(fields)).0;
    let calls = ("calls", "array or null, or left out");
    assert_eq!(broken(&[("day", "string"), calls]), [""; 0]);
    assert_eq!(broken(&[calls]), ["board: day is gone"]);
    assert_eq!(broken(&[("day", "integer"), calls]), ["board: day was string and is integer"]);
    let null = "board: day may be null, which it never was";
    assert_eq!(broken(&[("day", "string or null"), calls]), [null]);
    let out = "board: day may be left out, which it never was";
    assert_eq!(broken(&[("day", "string, or left out"), calls]), [out]);
    assert_eq!(compare(&before, &Answers::new()).0, ["the answer board is gone"]);
    // Less than was allowed for breaks nobody, and is written down like anything new.
    let grown = answer(&[("day", "string"), ("calls", "array"), ("late", "array")]);
    let new = ["board: calls, array", "board: late, array"].map(str::to_owned).to_vec();
    assert_eq!(compare(&before, &grown), (Vec::new(), new));
}

/// Whether a field may hold this value.
fn holds(field: &str, value: &Value) -> bool {
    let (kind, null, _) = parts(field);
    match value {
        Value::Null => null,
        Value::Bool(_) => kind == "boolean",
        Value::String(_) => kind == "string",
        Value::Array(_) => kind == "array",
        Value::Object(_) => kind == "object",
        Value::Number(number) if number.is_u64() => kind.starts_with("integer"),
        Value::Number(number) if number.is_i64() => kind == "integer",
        Value::Number(_) => kind == "number",
    }
}

/// Everything in a value that its fields do not tell, and everything that they tell and it lacks.
fn differences(value: &Value, path: &str, fields: &BTreeMap<String, Field>) -> Vec<String> {
    let below =
        |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    let told = |path: &str, value: &Value| match fields.get(path) {
        Some(field) if holds(field, value) => differences(value, path, fields),
        Some(field) => vec![format!("{path} is {value}, not {field}")],
        None => vec![format!("{path} is not in the schema")],
    };
    match value {
        Value::Array(items) => {
            items.iter().flat_map(|item| told(&format!("{path}[]"), item)).collect()
        }
        Value::Object(object) => {
            let direct = |known: &&String| {
                let start = below("");
                known.strip_prefix(&start).is_some_and(|name| !name.contains(['.', '[']))
            };
            let lacks = |known: &&String| {
                !parts(&fields[*known]).2 && !object.keys().any(|name| below(name) == **known)
            };
            let lacking = fields.keys().filter(direct).filter(lacks);
            let mut found: Vec<_> = lacking.map(|path| format!("{path} is not there")).collect();
            found.extend(object.iter().flat_map(|(name, value)| told(&below(name), value)));
            found
        }
        _ => Vec::new(),
    }
}

#[test]
fn what_is_written_has_the_shape_of_its_schema() {
    let office = TempOffice::new(&magetan());
    let answers = now();
    for (name, verb) in [
        ("next-nobody", "next --counter 1"),
        ("issue", "issue T --case baru"),
        ("why", "why T001"),
        ("next", "next --counter 1"),
        ("moved", "start --counter 1"),
        ("return", "return --counter 1 --missing 1"),
        ("break", "pause --counter 2"),
        ("issue", "issue R"),
        ("ticket", "ticket T001"),
        ("paper", "paper T001 --text"),
        ("board", "board"),
        ("standard", "standard T"),
        ("standard-all", "standard"),
        ("officer", "officer add sari --name Sari"),
        ("officer-list", "officer list"),
        ("check", "check"),
        ("report", "report day"),
        ("backup", "backup"),
        ("log", "log"),
        ("rehearse", "rehearse --visitors 3"),
        ("printer-list", "printer list"),
        ("voice-script", "voice script"),
        ("voice-check", "voice check"),
    ] {
        let told = office.antre(&format!("{verb} --json")).stdout;
        let answer: Value =
            serde_json::from_str(&told).unwrap_or_else(|_| panic!("{verb}: {told}"));
        assert_eq!(differences(&answer, "", &answers[name]), [""; 0], "{verb}");
    }
}
