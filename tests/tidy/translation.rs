//! Every Javanese sentence is either confirmed by a native reader or listed as not confirmed.

use super::none;
use super::source::File;
use std::collections::BTreeSet;
use toml::Table;

fn table(name: &str) -> Table {
    File::read(name).unwrap_or_else(|| panic!("{name} is gone")).text().parse().unwrap()
}

fn listed(review: &Table, name: &str) -> Vec<String> {
    let keys = review[name].as_array().unwrap().iter();
    keys.map(|key| key.as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_native_reader_knows_which_sentences_wait_for_them() {
    let sentences = table("ui/lang/jv.toml");
    let keys: BTreeSet<String> = sentences
        .iter()
        .flat_map(|(section, keys)| {
            keys.as_table().unwrap().keys().map(move |key| format!("{section}.{key}"))
        })
        .collect();
    let review = table("ui/lang/jv-review.toml");
    let mut seen = BTreeSet::new();
    let all = [listed(&review, "confirmed"), listed(&review, "unconfirmed")].concat();
    let wrong = all.into_iter().filter(|key| !keys.contains(key) || !seen.insert(key.clone()));
    none("listed twice, or without a sentence", wrong.collect());
    none("listed nowhere in jv-review.toml", keys.difference(&seen).cloned().collect());
}
