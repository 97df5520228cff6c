//! Reads source files as the rules need them: code without comments and without the insides of quotes.

use std::fs;
use std::path::{Path, PathBuf};

/// The root of the package.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// One source file.
pub struct File {
    name: String,
    text: String,
}

impl File {
    /// The file with this path below the root, if there is one.
    pub fn read(name: &str) -> Option<Self> {
        let text = fs::read_to_string(root().join(name)).ok()?;
        Some(Self { name: name.to_owned(), text })
    }

    /// Its path below the root, with forward slashes.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its path below `src`.
    pub fn below_src(&self) -> &str {
        self.name.strip_prefix("src/").unwrap_or(&self.name)
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// "file:line", as an editor opens it.
    pub fn place(&self, line: usize) -> String {
        format!("{}:{line}", self.name)
    }

    /// Line numbers and code, without comments and the insides of quotes.
    pub fn code(&self) -> impl Iterator<Item = (usize, String)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, bare(line)))
    }

    /// As [`File::code`], without the items that only tests have, wherever they stand in the file.
    pub fn code_without_tests(&self) -> impl Iterator<Item = (usize, String)> {
        let mut of_tests = TestItem::default();
        self.code().filter(move |(_, code)| !of_tests.takes(code))
    }

    /// The places whose code does something, with what it is.
    pub fn lines_with(&self, wrong: impl Fn(&str) -> bool, what: &str) -> Vec<String> {
        let found = self.code().filter(|(_, code)| wrong(code));
        found.map(|(number, _)| format!("{}: {what}", self.place(number))).collect()
    }
}

/// All Rust files below a folder of the root, in the order of their names.
pub fn rust_files(folder: &str) -> Vec<File> {
    let mut paths = Vec::new();
    collect(&root().join(folder), &mut paths);
    paths.sort();
    let name = |path: &PathBuf| {
        let below = path.strip_prefix(root()).unwrap();
        below.components().map(|c| c.as_os_str().to_str().unwrap()).collect::<Vec<_>>().join("/")
    };
    paths.iter().filter_map(|path| File::read(&name(path))).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

/// A line without its comment and without what stands between quotes. A text over several lines is not understood;
/// a rule may then see too much, which a person can put right, but never too little.
fn bare(line: &str) -> String {
    let mut code = String::new();
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '/' if characters.peek() == Some(&'/') => break,
            '"' => {
                code.push_str("\"\"");
                while let Some(inside) = characters.next() {
                    match inside {
                        '\\' => drop(characters.next()),
                        '"' => break,
                        _ => {}
                    }
                }
            }
            '\'' if code.ends_with('"') => {}
            _ => code.push(character),
        }
    }
    code
}

/// The item below a `#[cfg(test)]`, line by line: a module, a function, an `impl`, a `use`.
#[derive(Default)]
struct TestItem {
    /// Whether a line of it, or of its attributes, came last.
    open: bool,
    /// Its braces that are not closed yet.
    depth: usize,
}

impl TestItem {
    /// Whether the next line of the file belongs to such an item.
    fn takes(&mut self, code: &str) -> bool {
        let begins = code.trim_start().starts_with("#[cfg(test)]");
        if !self.open && !begins {
            return false;
        }
        let is_attribute = code.trim_start().starts_with("#[") && self.depth == 0;
        let depth = self.depth + code.matches('{').count();
        self.depth = depth.saturating_sub(code.matches('}').count());
        let ends = self.depth == 0 && !is_attribute && (code.contains(['}', ';']));
        self.open = !ends;
        true
    }
}

/// Whether a word stands in a text, not as a part of a longer one.
pub fn has_word(text: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(start, _)| {
        let before = text[..start].chars().next_back();
        let after = text[start + word.len()..].chars().next();
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

/// Whether code names a crate: as the beginning of a path, or in a `use`.
pub fn names(code: &str, library: &str) -> bool {
    let path = format!("{library}::");
    let begins = |(start, _): (usize, &str)| {
        let before = code[..start].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
    };
    code.match_indices(&path).any(begins)
        || (code.trim_start().starts_with("use ")
            && has_word(code, library)
            && !code.contains("::"))
}

#[test]
fn a_line_is_read_as_the_compiler_reads_it() {
    assert_eq!(bare("let x = 1; // rusqlite::x"), "let x = 1; ");
    assert_eq!(bare(r#"say("a // \" b", x) // c"#), r#"say("", x) "#);
    assert!(names("use rusqlite::Connection;", "rusqlite"));
    assert!(names("    fn f(e: rusqlite::Error) {", "rusqlite"));
    assert!(names("pub use slint;", "slint") || names("use slint;", "slint"));
    assert!(!names("escpost_render::x()", "escpos"));
    assert!(!names("crate::escpos::x()", "escpos"));
}

#[test]
fn what_stands_below_an_item_of_the_tests_is_read() {
    let text = "use a::b;\n\
                #[cfg(test)]\n\
                #[path = \"tests.rs\"]\n\
                mod tests;\n\
                fn real() {}\n\
                #[cfg(test)]\n\
                impl Port {\n\
                    fn scripted() {\n\
                    }\n\
                }\n\
                fn real_too() {}\n\
                #[cfg(test)]\n\
                mod more {\n\
                }\n";
    let file = File { name: "src/x.rs".to_owned(), text: text.to_owned() };
    let read: Vec<usize> = file.code_without_tests().map(|(number, _)| number).collect();
    assert_eq!(read, [1, 5, 11]);
}
