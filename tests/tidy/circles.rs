//! Files do not know each other in a circle: whoever reads one begins with what it is built on.
//!
//! A module and the files of its folder are one thing here: it names its parts, and they name what they have in common.

use super::layers::module_of;
use super::source::rust_files;
use std::collections::{BTreeMap, BTreeSet};
use std::str::Lines;

type Module = Vec<String>;

/// The circles that are left, each with its files. The list may only shrink: what is no longer a circle is struck off.
const LEFT: &[&[&str]] =
    &[&["store/sqlite/copy.rs", "store/sqlite/guard.rs", "store/sqlite/mark.rs"]];

/// So often a name is followed from where it is told on to where it stands.
const HOPS: usize = 8;

/// What one file says of others.
struct Named {
    file: String,
    /// The paths of its imports, each with whether it is told on.
    imports: Vec<(Module, bool)>,
    /// The paths in the rest of its code.
    used: Vec<Module>,
}

/// All source files, and where the names that they import come from.
struct Tree {
    files: BTreeMap<Module, Named>,
    from: BTreeMap<Module, Module>,
}

impl Tree {
    fn read() -> Self {
        let files = rust_files("src").into_iter().map(|file| {
            let code: Vec<String> = file.code_without_tests().map(|(_, code)| code).collect();
            let (imports, used) = paths_of(&code.join("\n"));
            (module_of(&file), Named { file: file.below_src().to_owned(), imports, used })
        });
        Self::of(files.collect())
    }

    fn of(files: BTreeMap<Module, Named>) -> Self {
        let mut tree = Self { files, from: BTreeMap::new() };
        let mut from = BTreeMap::new();
        for (module, named) in &tree.files {
            for (path, _) in &named.imports {
                let (Some(whole), Some(name)) = (tree.whole(path, module), path.last()) else {
                    continue;
                };
                let here: Module = module.iter().chain([name]).cloned().collect();
                if here != whole {
                    from.insert(here, whole);
                }
            }
        }
        tree.from = from;
        tree
    }

    /// A path from the root of the package; `None` for what is not ours.
    fn whole(&self, path: &[String], module: &Module) -> Option<Module> {
        let (first, rest) = path.split_first()?;
        let (mut base, mut rest) = match &**first {
            "crate" => return Some(rest.to_vec()),
            "self" => (&module[..], rest),
            "super" => (&module[..], path),
            _ => {
                let child: Module = module.iter().chain([first]).cloned().collect();
                let is_ours = self.files.contains_key(&child);
                return is_ours.then(|| module.iter().chain(path).cloned().collect());
            }
        };
        while let Some((_, below)) = rest.split_first().filter(|(word, _)| *word == "super") {
            (base, rest) = (base.split_last().map_or(base, |(_, above)| above), below);
        }
        Some(base.iter().chain(rest).cloned().collect())
    }

    /// The file in which what a path names stands.
    fn home(&self, path: &[String], hops: usize) -> Option<Module> {
        let known = |end: usize| self.from.get(&path[..end]).map(|from| (end, from));
        if let Some((end, from)) = (1..=path.len()).rev().find_map(known)
            && hops > 0
        {
            let on: Module = from.iter().chain(&path[end..]).cloned().collect();
            return self.home(&on, hops - 1);
        }
        let fits = |end: &usize| self.files.contains_key(&path[..*end]);
        (0..=path.len()).rev().find(fits).map(|end| path[..end].to_vec())
    }

    /// The files that a file knows, besides its own folder and whose folder it is in.
    fn known_to(&self, module: &Module, named: &Named) -> BTreeSet<Module> {
        let imports = named.imports.iter().filter(|(_, told_on)| !told_on).map(|(path, _)| path);
        let paths = imports.chain(&named.used).filter_map(|path| self.whole(path, module));
        let homes = paths.filter_map(|path| self.home(&path, HOPS));
        homes.filter(|home| !home.starts_with(module) && !module.starts_with(home)).collect()
    }

    /// Every group of files of which each leads to each other.
    fn circles(&self) -> Vec<Vec<&str>> {
        let known: BTreeMap<&Module, BTreeSet<Module>> = self
            .files
            .iter()
            .map(|(module, named)| (module, self.known_to(module, named)))
            .collect();
        let reached: BTreeMap<&Module, BTreeSet<&Module>> =
            known.keys().map(|module| (*module, reached_from(module, &known))).collect();
        let mut circles = BTreeSet::new();
        for (module, reaches) in &reached {
            let leads_back = |other: &&&Module| reached[**other].contains(module);
            let circle: Vec<&str> =
                reaches.iter().filter(leads_back).map(|other| &*self.files[*other].file).collect();
            if circle.len() > 1 {
                circles.insert(circle);
            }
        }
        circles.into_iter().collect()
    }
}

fn reached_from<'a>(
    module: &Module,
    known: &'a BTreeMap<&Module, BTreeSet<Module>>,
) -> BTreeSet<&'a Module> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<&Module> = known[module].iter().collect();
    while let Some(one) = next.pop() {
        if reached.insert(one) {
            next.extend(&known[one]);
        }
    }
    reached
}

/// The imports of some code, and the paths in the rest of it.
fn paths_of(code: &str) -> (Vec<(Module, bool)>, Vec<Module>) {
    let (mut imports, mut used) = (Vec::new(), Vec::new());
    let mut rest = code.lines();
    while let Some(line) = rest.next() {
        let begins = |line: &str| line.strip_prefix("use ").map(str::to_owned);
        let line = line.trim_start();
        let public = line.strip_prefix("pub").filter(|rest| rest.starts_with([' ', '(']));
        let behind = public.and_then(|rest| Some(&rest[rest.find("use ")?..]));
        let text = begins(behind.unwrap_or(line)).and_then(|text| whole_import(text, &mut rest));
        match text {
            Some(text) => {
                let all = import(&text).into_iter();
                imports.extend(all.map(|path| (path, public.is_some())));
            }
            None => used.extend(words(line)),
        }
    }
    (imports, used)
}

/// An import up to its end, over as many lines as it takes; `None` for a sentence that begins alike.
fn whole_import(mut text: String, rest: &mut Lines<'_>) -> Option<String> {
    let mut ahead = rest.clone();
    while !text.contains(';') {
        text.push_str(ahead.next()?);
    }
    let text = text.split(';').next()?.to_owned();
    let part = |c: char| c.is_alphanumeric() || c.is_whitespace() || "_:{},*".contains(c);
    if !text.chars().all(part) {
        return None;
    }
    *rest = ahead;
    Some(text)
}

/// Every path of an import: `a::{b, c::d}` is two.
fn import(text: &str) -> Vec<Module> {
    let parts = |text: &str| {
        let words = text.split("::").map(|word| word.split(" as ").next().unwrap_or(word).trim());
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect::<Module>()
    };
    let Some((before, group)) = text.split_once('{') else { return vec![parts(text)] };
    let group = group.rsplit_once('}').map_or(group, |(group, _)| group);
    let (mut found, mut depth, mut begin) = (Vec::new(), 0, 0);
    for (at, c) in group.char_indices().chain([(group.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let one = &group[begin..at];
                begin = (at + 1).min(group.len());
                if !one.trim().is_empty() {
                    let within = import(one).into_iter();
                    found.extend(within.map(|path| [parts(before), path].concat()));
                }
            }
            _ => {}
        }
    }
    found
}

/// The paths in a line of code. Who may see something is not whom it knows.
fn words(line: &str) -> impl Iterator<Item = Module> {
    let visible = line.split_once("pub(in ").and_then(|(_, rest)| rest.split_once(')'));
    let line = visible.map_or(line, |(_, rest)| rest);
    let words = line.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':' || c == '$'));
    let paths = words.filter(|word| word.contains("::") && !word.starts_with('$'));
    paths.map(|path| path.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect())
}

#[test]
fn files_know_each_other_in_no_circle() {
    let tree = Tree::read();
    let found = tree.circles();
    let left: Vec<Vec<&str>> = LEFT.iter().map(|circle| circle.to_vec()).collect();
    let new: Vec<_> = found.iter().filter(|circle| !left.contains(circle)).collect();
    let gone: Vec<_> = left.iter().filter(|circle| !found.contains(circle)).collect();
    assert!(
        new.is_empty() && gone.is_empty(),
        "files that lead to each other in a circle: move what they share into a file of its own. New: {new:#?}\nno longer \
         there, so strike them off: {gone:#?}"
    );
}

#[test]
fn a_circle_is_found_through_whoever_tells_a_name_on() {
    let file = |name: &str, code: &str| {
        let module: Module = name.split('/').filter(|p| *p != "mod").map(str::to_owned).collect();
        let (imports, used) = paths_of(code);
        (module, Named { file: name.to_owned(), imports, used })
    };
    let circles = |files: &[(&str, &str)]| {
        let tree = Tree::of(files.iter().map(|(name, code)| file(name, code)).collect());
        tree.circles().into_iter().map(|circle| circle.join(" ")).collect::<Vec<_>>()
    };
    let mod_file = ("a/mod", "mod b;\nmod c;\npub use b::B;\nfn f() { c::C::new() }");
    let b = ("a/b", "use super::{\n    c::{C, D as E},\n};\npub struct B;");
    let there = [mod_file, b, ("a/c", "use crate::x::Y;\nfn f(b: crate::a::B) {}")];
    assert_eq!(circles(&there), ["a/b a/c"]);
    let visible = [mod_file, b, ("a/c", "pub(in crate::a::b) fn f() {}")];
    assert_eq!(circles(&visible), [""; 0], "a module and its parts are one thing");
}
