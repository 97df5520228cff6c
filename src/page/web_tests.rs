//! Script and style use nothing that a browser of ten years ago does not know, and the style no colour that the windows have not.

use super::{SCRIPT, STYLE};
use std::collections::BTreeSet;

/// What ECMAScript 5, and the browsers that know no more, do not have: words first, then signs and names of methods.
const NEWER_WORDS: [&str; 25] = [
    "let",
    "const",
    "class",
    "of",
    "async",
    "await",
    "yield",
    "import",
    "export",
    "super",
    "Promise",
    "Symbol",
    "Map",
    "Set",
    "WeakMap",
    "Proxy",
    "Reflect",
    "fetch",
    "URL",
    "URLSearchParams",
    "AbortController",
    "BigInt",
    "globalThis",
    "structuredClone",
    "queueMicrotask",
];
const NEWER: [&str; 22] = [
    "=>",
    "`",
    "...",
    "?.",
    "??",
    "**",
    ".closest",
    ".forEach",
    ".includes",
    ".startsWith",
    ".endsWith",
    ".assign",
    ".entries",
    ".append(",
    ".prepend(",
    ".replaceWith",
    ".remove()",
    ".padStart",
    ".repeat(",
    ".finally",
    ".find(",
    ".from(",
];

/// What the style sheets of those browsers do not have.
const NEWER_STYLE: [&str; 22] = [
    "grid",
    "var(",
    "gap:",
    "clamp(",
    " min(",
    " max(",
    "aspect-ratio",
    ":is(",
    ":where(",
    ":has(",
    ":focus-visible",
    ":focus-within",
    "sticky",
    "inset:",
    "@supports",
    "@layer",
    "dvh",
    "@import",
    "url(",
    "color-mix",
    "place-",
    "backdrop",
];

/// A script without its comments, and without what stands in its quotes and patterns.
fn bare(script: &str) -> String {
    let mut code = String::new();
    let mut rest = script.chars().peekable();
    while let Some(sign) = rest.next() {
        let follows = rest.peek().copied();
        let before = code.trim_end().chars().next_back();
        match sign {
            '/' if follows == Some('/') => while rest.next().is_some_and(|next| next != '\n') {},
            '/' if follows == Some('*') => {
                let mut last = ' ';
                for next in rest.by_ref() {
                    if (last, next) == ('*', '/') {
                        break;
                    }
                    last = next;
                }
            }
            '"' | '\'' => skip(&mut rest, sign),
            '/' if before.is_none_or(|before| "(,=:!&|?{};".contains(before)) => {
                skip(&mut rest, '/');
            }
            sign => {
                code.push(sign);
                continue;
            }
        }
        code.push(' ');
    }
    code
}

fn skip(rest: &mut impl Iterator<Item = char>, end: char) {
    while let Some(next) = rest.next() {
        match next {
            '\\' => drop(rest.next()),
            next if next == end => return,
            _ => {}
        }
    }
}

fn newer(script: &str) -> Vec<&'static str> {
    let code = bare(script);
    let part = |c: char| !(c.is_alphanumeric() || c == '_' || c == '$');
    let words: BTreeSet<&str> = code.split(part).collect();
    let words = NEWER_WORDS.into_iter().filter(|word| words.contains(word));
    words.chain(NEWER.into_iter().filter(|sign| code.contains(sign))).collect()
}

#[test]
fn what_is_newer_is_seen() {
    assert_eq!(newer("// let\nvar a = \"const\", b = /=>/; /* class */ a.length;"), [""; 0]);
    assert_eq!(newer("list.map(x => x)"), ["=>"]);
    assert_eq!(newer("for (const a of b) {}"), ["const", "of"]);
    assert_eq!(newer("f(...a); `${a}`"), ["`", "..."]);
    assert_eq!(newer("a / b; fetch(1).finally(2)"), ["fetch", ".finally"]);
}

#[test]
fn the_script_is_for_old_browsers_and_can_be_read_in_one_sitting() {
    assert_eq!(newer(SCRIPT), [""; 0]);
    assert!(SCRIPT.lines().count() <= 200, "{}", SCRIPT.lines().count());
    let code = bare(SCRIPT);
    for (open, close) in [('(', ')'), ('{', '}'), ('[', ']')] {
        assert_eq!(code.matches(open).count(), code.matches(close).count(), "{open}");
    }
    for never in ["innerHTML +", "eval", "document.write", "location.href"] {
        assert!(!code.contains(never), "{never}");
    }
}

#[test]
fn the_style_is_for_old_browsers() {
    let used: Vec<&str> = NEWER_STYLE.into_iter().filter(|word| STYLE.contains(word)).collect();
    assert_eq!(used, [""; 0]);
    assert_eq!(STYLE.matches('{').count(), STYLE.matches('}').count());
}

#[test]
fn the_style_has_the_colours_of_the_windows() {
    let theme = include_str!("../../ui/theme.slint");
    for part in STYLE.split('#').skip(1) {
        let colour: String = part.chars().take_while(char::is_ascii_hexdigit).collect();
        let ends = part[colour.len()..].starts_with([';', ' ']);
        if !ends || ![3, 6, 8].contains(&colour.len()) {
            continue;
        }
        let whole: String = match colour.len() {
            3 => colour.chars().flat_map(|digit| [digit, digit]).collect(),
            _ => colour,
        };
        assert!(theme.contains(&format!("#{whole}")), "#{whole}");
    }
}
