//! The style sheet of the wall: what old browsers know, and letters that people across a room can read.

use super::STYLE;
use super::letters::SIZES;

/// Millimetres of a pixel on a screen of 43 inches with 1920 by 1080.
const PIXEL: f64 = 43.0 * 25.4 / 2202.907;
/// The capitals of common faces in their size.
const CAPITALS: f64 = 0.7;

/// Every rule: its selectors and its declarations, those within a condition of the screen, too.
fn rules() -> Vec<(String, Vec<(String, String)>)> {
    let mut text = STYLE.to_owned();
    while let (Some(from), Some(to)) = (text.find("/*"), text.find("*/")) {
        text.replace_range(from..to + 2, "");
    }
    let parts = text.split('}').filter_map(|part| part.rsplit_once('{'));
    let rule = |(head, body): (&str, &str)| {
        let selectors = head.rsplit('{').next().unwrap_or_default().trim().to_owned();
        let pairs = body.split(';').filter_map(|pair| pair.split_once(':'));
        let pairs = pairs.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()));
        (selectors, pairs.collect())
    };
    parts.map(rule).collect()
}

fn value(text: &str, unit: &str) -> Option<f64> {
    text.strip_suffix(unit)?.parse().ok()
}

#[test]
fn it_asks_for_nothing_that_a_browser_of_2014_lacks() {
    let refused = "grid gap row-gap column-gap aspect-ratio inset place-items place-content scroll-snap-type backdrop-filter \
        contain content-visibility translate scale rotate overflow-wrap hyphens accent-color";
    let refused: Vec<&str> = refused.split_whitespace().collect();
    let allowed = ["vw", "vh", "em", "rem", "%", "deg", "s", "px"];
    for (selectors, pairs) in rules() {
        for word in [":is(", ":where(", ":has(", ":not(", ":focus-visible", "::part", "&"] {
            assert!(!selectors.contains(word), "{selectors}");
        }
        for (name, value) in pairs {
            assert!(
                !refused.contains(&name.as_str()) && !name.starts_with("--"),
                "{selectors}: {name}"
            );
            for word in [
                "var(",
                "calc(",
                "min(",
                "max(",
                "clamp(",
                "env(",
                "url(",
                "grid",
                "fit-content",
                "sticky",
            ] {
                assert!(!value.contains(word), "{selectors}: {name}: {value}");
            }
            for part in value.split([' ', ',']) {
                let unit =
                    part.trim_start_matches(|c: char| c.is_ascii_digit() || ".-".contains(c));
                let is_length =
                    part.starts_with(|c: char| c.is_ascii_digit() || c == '.') && !unit.is_empty();
                let unit = unit.trim_end_matches(')');
                assert!(
                    !is_length || unit.is_empty() || allowed.contains(&unit),
                    "{selectors}: {value}"
                );
                assert!(unit != "px" || selectors == ".heard", "{selectors}: {value}");
            }
        }
    }
    for word in ["@import", "@supports", "@layer", "@container", "@font-face", "</"] {
        assert!(!STYLE.contains(word), "{word}");
    }
    for name in ["pulse", "leave"] {
        assert!(STYLE.contains(&format!("@-webkit-keyframes {name}")), "{name}");
        assert!(STYLE.contains(&format!("@keyframes {name}")), "{name}");
    }
    assert!(STYLE.contains("prefers-reduced-motion"));
}

#[test]
fn no_letter_is_smaller_than_25_millimetres_on_43_inches_but_the_date() {
    let mut roots = 0;
    for (selectors, pairs) in rules() {
        for (_, size) in pairs.iter().filter(|(name, _)| name == "font-size") {
            if selectors == "html" {
                roots += 1;
                // On the screen whose side it follows, whether that lies or stands.
                let share = value(size, "vw").or_else(|| value(size, "vh")).unwrap();
                let side = if share < 3.0 { 1920.0 } else { 1080.0 };
                let capital = share / 100.0 * side * 1.43 * CAPITALS * PIXEL;
                assert!((25.0..25.5).contains(&capital), "{size}: {capital}");
                continue;
            }
            if let Some(inches) = selectors.strip_prefix(".i").and_then(|n| n.parse::<f64>().ok()) {
                let share = value(size, "rem").unwrap();
                assert!((share - 43.0 / inches).abs() < 0.001, "{selectors}: {size}");
                continue;
            }
            if selectors.ends_with(".date") {
                continue;
            }
            let within = if selectors == "#stale::after" { 2.86 } else { 1.0 };
            let size = value(size, "rem").or_else(|| value(size, "em")).unwrap() * within;
            assert!(size >= 1.43, "{selectors}: {size}");
        }
    }
    assert_eq!(roots, 4);
}

#[test]
fn every_size_has_its_class() {
    let rules = rules();
    for size in SIZES {
        let class = format!(".s{size}");
        let (_, pairs) = rules.iter().find(|(selectors, _)| *selectors == class).unwrap();
        let found = value(&pairs[0].1, "em").unwrap();
        assert!((found - f64::from(size) * 0.143).abs() < 0.001, "{class}: {found}");
    }
    for inches in 19..=43 {
        assert!(rules.iter().any(|(selectors, _)| *selectors == format!(".i{inches}")), "{inches}");
    }
}
