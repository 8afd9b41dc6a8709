//! Rules of the house that no compiler keeps, read from the sources: the engine is pure, files import in no large circle
//! and stay small, the README's commands exist. That crates import downward only is kept by their manifests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

/// Crates that know neither files nor the environment, the clock, the network or the terminal.
const PURE: [&str; 5] = ["page", "table", "set", "out", "check"];
/// What those may not name, however it was imported; nor may they name what these are in as a whole (`use std::io::*`).
const WORLD: [&str; 11] = [
    "std::fs",
    "std::env",
    "std::net",
    "std::os",
    "std::process",
    "std::time::Instant",
    "std::time::SystemTime",
    "std::io::stdin",
    "std::io::stdout",
    "std::io::stderr",
    "std::thread::sleep",
];
const PRINTING: [&str; 5] = ["print", "println", "eprint", "eprintln", "dbg"];
/// Methods that ask the disk without naming it; the last one is of other things, too, where no path is named.
const ASKING: [&str; 9] = [
    "exists",
    "try_exists",
    "is_file",
    "is_dir",
    "is_symlink",
    "symlink_metadata",
    "canonicalize",
    "read_dir",
    "metadata",
];
/// Files that import each other in a circle, at most.
const CIRCLE: usize = 3;
/// Lines of a file, at most.
const LINES: usize = 450;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A path in the sources: `std`, `fs`, `read`.
type Names = Vec<String>;

/// One source file.
struct Source {
    /// `page`, `press`, …; the root package is `biaoyu`.
    package: String,
    /// Its module path in its crate.
    module: Names,
    path: PathBuf,
    text: String,
    seen: Seen,
}

/// What a file names, apart from what stands under `#[cfg(test)]`.
#[derive(Default)]
struct Seen {
    /// Names that it imports, with what they stand for.
    imports: BTreeMap<String, Names>,
    /// Imported as a whole: `use a::b::*`.
    globs: Vec<Names>,
    /// Paths in code, as they are written.
    paths: Vec<Names>,
    /// Macros that it calls.
    macros: Vec<String>,
    /// Methods that it calls.
    methods: Vec<String>,
}

impl Seen {
    fn tree(&mut self, before: &[String], tree: &syn::UseTree) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.tree(&with(&path.ident), &path.tree),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(before, tree)),
            syn::UseTree::Glob(_) => self.globs.push(before.to_vec()),
            syn::UseTree::Name(name) => self.import(&name.ident.to_string(), with(&name.ident)),
            syn::UseTree::Rename(rename) => self.import(&rename.rename.to_string(), with(&rename.ident)),
        }
    }

    /// `_` brings a trait into scope without a name.
    fn import(&mut self, name: &str, mut what: Names) {
        if what.last().is_some_and(|last| last == "self") {
            what.pop();
        }
        let name = if name == "self" { what.last().cloned().unwrap_or_default() } else { name.to_owned() };
        let name = if name == "_" { what.join("::") } else { name };
        self.imports.insert(name, what);
    }

    /// A path with its first name as it was imported.
    fn full(&self, path: &[String]) -> Names {
        match path.split_first() {
            Some((first, rest)) => match self.imports.get(first) {
                Some(what) if what != path => [what, rest].concat(),
                _ => path.to_vec(),
            },
            None => Vec::new(),
        }
    }

    /// All that is named, in full.
    fn named(&self) -> impl Iterator<Item = Names> {
        self.imports.values().chain(&self.paths).map(|path| self.full(path))
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|a| a.path().is_ident("cfg") && a.meta.require_list().unwrap().tokens.to_string() == "test")
}

impl<'ast> Visit<'ast> for Seen {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let attributes = match item {
            syn::Item::Mod(item) => &item.attrs,
            syn::Item::Use(item) => &item.attrs,
            syn::Item::Fn(item) => &item.attrs,
            syn::Item::Impl(item) => &item.attrs,
            syn::Item::Const(item) => &item.attrs,
            syn::Item::Struct(item) => &item.attrs,
            _ => &Vec::new(),
        };
        if !is_test(attributes) {
            visit::visit_item(self, item);
        }
    }

    /// `pub(super)` names no file.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&[], &item.tree);
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        let name = item.rename.as_ref().map_or(&item.ident, |(_, name)| name);
        self.import(&name.to_string(), vec![item.ident.to_string()]);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.paths.push(path.segments.iter().map(|s| s.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.methods.push(call.method.to_string());
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        self.macros.extend(called.path.segments.last().map(|s| s.ident.to_string()));
        self.tokens(called.tokens.clone());
        visit::visit_macro(self, called);
    }
}

impl Seen {
    /// Paths, macros and methods in what a macro is given, which is no syntax yet.
    fn tokens(&mut self, tokens: proc_macro2::TokenStream) {
        use proc_macro2::TokenTree::{Group, Ident, Punct};
        let mut path: Names = Vec::new();
        let mut joined = false;
        let mut colons = 0;
        let mut dotted = false;
        for token in tokens {
            match token {
                Ident(name) => {
                    if !joined {
                        self.paths.push(std::mem::take(&mut path));
                    }
                    if dotted {
                        self.methods.push(name.to_string());
                    }
                    path.push(name.to_string());
                    (joined, colons, dotted) = (false, 0, false);
                }
                Punct(mark) if mark.as_char() == ':' => {
                    colons += 1;
                    joined = colons == 2;
                }
                Punct(mark) => {
                    if mark.as_char() == '!' {
                        self.macros.extend(path.last().cloned());
                    }
                    (joined, colons, dotted) = (false, 0, mark.as_char() == '.');
                }
                Group(group) => {
                    (joined, colons, dotted) = (false, 0, false);
                    self.tokens(group.stream());
                }
                proc_macro2::TokenTree::Literal(_) => (joined, colons, dotted) = (false, 0, false),
            }
        }
        self.paths.push(path);
        self.paths.retain(|path| !path.is_empty());
    }
}

fn read(package: &str, module: Names, path: PathBuf, text: String) -> Source {
    let mut seen = Seen::default();
    let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    seen.visit_file(&file);
    Source { package: package.into(), module, path, text, seen }
}

/// Every source file of every crate.
fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![("biaoyu".to_owned(), root().join("src"), Names::new())];
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let entry = entry.unwrap();
        folders.push((entry.file_name().to_string_lossy().into_owned(), entry.path().join("src"), Names::new()));
    }
    while let Some((package, folder, module)) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let inside = [&module[..], std::slice::from_ref(&name)].concat();
            if path.is_dir() {
                folders.push((package.clone(), path, inside));
            } else if path.extension().is_some_and(|e| e == "rs") {
                let module = if matches!(&*name, "mod" | "lib") { module.clone() } else { inside };
                let text = fs::read_to_string(&path).unwrap();
                found.push(read(&package, module, path.strip_prefix(root()).unwrap().into(), text));
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(found.len() > 200, "{}", found.len());
    found
}

/// What a file of a pure crate names of the world outside.
fn impurities(source: &Source) -> Vec<String> {
    let of_world = |path: &Names| {
        let path = path.join("::");
        WORLD.iter().any(|w| path == *w || path.starts_with(&format!("{w}::"))).then_some(path)
    };
    let seen = &source.seen;
    let whole = |path: &Names| {
        let path = seen.full(path).join("::");
        let holds = |w: &str| w == path || w.starts_with(&format!("{path}::")) || path.starts_with(&format!("{w}::"));
        WORLD.iter().any(|w| holds(w)).then(|| format!("{path}::*"))
    };
    // Under another name, a crate could be looked into unseen.
    let renamed = seen.imports.iter().filter(|(name, what)| *what == &["std"] && *name != "std");
    let mut found: Vec<String> = seen.named().filter_map(|path| of_world(&path)).collect();
    found.extend(seen.globs.iter().filter_map(whole));
    found.extend(renamed.map(|(name, _)| format!("std as {name}")));
    found.extend(seen.macros.iter().filter(|m| PRINTING.contains(&m.as_str())).map(|m| format!("{m}!")));
    let paths = seen.named().any(|path| path.starts_with(&["std".into(), "path".into()]));
    let asking = if paths { &ASKING[..] } else { &ASKING[..ASKING.len() - 1] };
    found.extend(seen.methods.iter().filter(|m| asking.contains(&m.as_str())).map(|m| format!(".{m}()")));
    found
}

#[test]
fn the_engine_is_pure() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|s| PURE.contains(&s.package.as_str()) && !s.module.contains(&"tests".into()))
    {
        wrong.extend(impurities(source).into_iter().map(|what| format!("{}: `{what}`", source.path.display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_way_round_the_rule_is_left() {
    for way in [
        "use std::fs; fn f() { fs::read(\"x\"); }",
        "use std::{fs as _f};",
        "use std::{io::{self, Read}, fs::File};",
        "use std::io::*;",
        "use std::*;",
        "use std as s; fn f() { s::fs::read(\"x\"); }",
        "use std::{self as s};",
        "extern crate std as s;",
        "use std::io as out; fn f() { out::stdout(); }",
        "use std::time; fn f() -> time::SystemTime { time::SystemTime::now() }",
        "use std::time::Instant as I;",
        "fn f() { let _ = ::std::env::var(\"HOME\"); }",
        "fn f() { println!(\"x\"); }",
        "fn f() { say!(\"{}\", std::fs::read(\"x\")); }",
        "fn f() { assert!(path.exists()); }",
        "macro_rules! m { () => { std::env::var(\"x\") } }",
        "fn f() { path.is_file(); }",
        "use std::path::Path; fn f(p: &Path) { p.metadata(); }",
        "#[cfg(test)] mod tests {}\nuse std::fs::File;",
        "mod inner { use std::process::Command; }",
        "fn f() { use std::fs::read; read(\"x\"); }",
    ] {
        let source = read("page", vec!["x".into()], "x.rs".into(), way.into());
        assert!(!impurities(&source).is_empty(), "{way}");
    }
    for fine in [
        "use std::io::{self, Read, Write as _}; use std::fmt; fn f(out: &mut dyn io::Write) { write!(out, \"x\"); }",
        "#[cfg(test)] mod tests { use std::fs; }",
        "fn f(fs: u8) -> u8 { fs }",
        "fn f(pdf: &Pdf) { pdf.metadata(); }",
    ] {
        let source = read("page", vec!["x".into()], "x.rs".into(), fine.into());
        assert_eq!(impurities(&source), [""; 0], "{fine}");
    }
}

/// Which file a path of `from` leads to: to the file that defines it, through those that only hand it on.
fn leads_to(all: &[Source], from: usize, path: &[String], steps: usize) -> Option<usize> {
    let source = all.get(from)?;
    let (first, rest) = path.split_first()?;
    let file = |package: &str, module: &[String]| all.iter().position(|s| s.package == package && s.module == *module);
    let (mut package, mut module, mut rest) = (source.package.clone(), source.module.clone(), rest);
    match first.as_str() {
        "crate" => module = Names::new(),
        "self" => {}
        "super" => {
            module.pop();
            while let Some((next, more)) = rest.split_first().filter(|(next, _)| *next == "super") {
                let _ = next;
                module.pop();
                rest = more;
            }
        }
        name if name.starts_with("biaoyu_") => {
            package = name.trim_start_matches("biaoyu_").to_owned();
            module = Names::new();
        }
        // A child of this file; what else begins without a crate is another's.
        name if file(&package, &[&module[..], &[name.to_owned()]].concat()).is_some() => rest = path,
        _ => return None,
    }
    let mut at = file(&package, &module)?;
    while let Some((next, more)) = rest.split_first() {
        let Some(child) = file(&package, &[&module[..], std::slice::from_ref(next)].concat()) else { break };
        module.push(next.clone());
        (at, rest) = (child, more);
    }
    let Some(name) = rest.first() else { return Some(at) };
    let handed = all[at].seen.imports.get(name).filter(|what| !what.contains(name) || what.len() > 1);
    let globs = all[at].seen.globs.iter().map(|glob| [&glob[..], rest].concat());
    match handed {
        Some(what) if steps > 0 && at != from => leads_to(all, at, what, steps - 1).or(Some(at)),
        None if steps > 0 && at != from && !defines(&all[at], name) => {
            globs.filter_map(|path| leads_to(all, at, &path, steps - 1)).next().or(Some(at))
        }
        _ => Some(at),
    }
}

fn defines(source: &Source, name: &str) -> bool {
    ["struct", "enum", "fn", "const", "trait", "type", "static"]
        .iter()
        .any(|kind| source.text.contains(&format!("{kind} {name}")))
}

/// Circles of files that import each other, found by their depth-first numbers (Tarjan).
fn circles(edges: &[BTreeSet<usize>]) -> Vec<Vec<usize>> {
    struct Walk<'e> {
        edges: &'e [BTreeSet<usize>],
        number: Vec<Option<usize>>,
        low: Vec<usize>,
        open: Vec<usize>,
        next: usize,
        found: Vec<Vec<usize>>,
    }
    impl Walk<'_> {
        fn go(&mut self, at: usize) {
            self.number[at] = Some(self.next);
            self.low[at] = self.next;
            self.next += 1;
            self.open.push(at);
            for to in self.edges[at].iter().copied() {
                match self.number[to] {
                    None => {
                        self.go(to);
                        self.low[at] = self.low[at].min(self.low[to]);
                    }
                    Some(number) if self.open.contains(&to) => self.low[at] = self.low[at].min(number),
                    Some(_) => {}
                }
            }
            if Some(self.low[at]) == self.number[at] {
                let from = self.open.iter().position(|open| *open == at).unwrap();
                self.found.push(self.open.split_off(from));
            }
        }
    }
    let count = edges.len();
    let mut walk =
        Walk { edges, number: vec![None; count], low: vec![0; count], open: Vec::new(), next: 0, found: Vec::new() };
    (0..count).for_each(|at| {
        if walk.number[at].is_none() {
            walk.go(at);
        }
    });
    walk.found
}

/// All files but those of tests, and which of them each imports.
fn imports() -> (Vec<Source>, Vec<BTreeSet<usize>>) {
    let all: Vec<Source> = sources().into_iter().filter(|s| !s.module.contains(&"tests".into())).collect();
    let edges: Vec<BTreeSet<usize>> = (0..all.len())
        .map(|from| {
            let seen = &all[from].seen;
            // That a module calls its own children is no import.
            let from_elsewhere = |path: &&Names| matches!(path[0].as_str(), "crate" | "super" | "self");
            let named = seen.imports.values().chain(seen.paths.iter().filter(from_elsewhere)).chain(&seen.globs);
            named.filter_map(|path| leads_to(&all, from, path, 6)).filter(|to| *to != from).collect()
        })
        .collect();
    assert!(edges.iter().map(BTreeSet::len).sum::<usize>() > 800, "imports are not found any more");
    (all, edges)
}

#[test]
fn files_import_in_no_large_circle() {
    let (all, edges) = imports();
    assert_eq!(circles(&[BTreeSet::from([1]), BTreeSet::from([2]), BTreeSet::from([0])]).len(), 1);
    let name = |at: &usize| all[*at].path.display().to_string();
    let large = circles(&edges).into_iter().filter(|circle| circle.len() > CIRCLE);
    let large: Vec<String> = large.map(|c| c.iter().map(name).collect::<Vec<_>>().join(" ")).collect();
    assert!(large.is_empty(), "circles of more than {CIRCLE} files:\n{}", large.join("\n"));
}

/// A room of a crate is a module of its root, with all that is in it.
#[test]
fn rooms_know_each_other_in_one_direction() {
    let (all, edges) = imports();
    let room = |at: usize| Some((all[at].package.clone(), all[at].module.first()?.clone()));
    let rooms: Vec<(String, String)> = (0..all.len()).filter_map(room).collect::<BTreeSet<_>>().into_iter().collect();
    let place = |at: usize| rooms.iter().position(|other| Some(other) == room(at).as_ref());
    let mut arrows = vec![BTreeSet::new(); rooms.len()];
    for (from, to) in edges.iter().enumerate().flat_map(|(from, all)| all.iter().map(move |to| (from, *to))) {
        if let (Some(from), Some(to)) = (place(from), place(to)) {
            arrows[from].insert(to);
        }
    }
    let wrong: Vec<String> = circles(&arrows)
        .into_iter()
        .filter(|circle| circle.len() > 1)
        .map(|circle| circle.into_iter().map(|at| rooms[at].1.clone()).collect::<Vec<_>>().join(" "))
        .collect();
    assert!(wrong.is_empty(), "rooms that know each other:\n{}", wrong.join("\n"));
}

#[test]
fn files_stay_readable() {
    let long: Vec<String> = sources()
        .iter()
        .map(|source| (source.path.display(), source.text.lines().count()))
        .filter(|(_, lines)| *lines > LINES)
        .map(|(path, lines)| format!("{path}: {lines} lines"))
        .collect();
    assert!(long.is_empty(), "longer than {LINES} lines:\n{}", long.join("\n"));
}

#[test]
fn the_readme_keeps_its_word() {
    for name in ["README.md", "README.zh-CN.md"] {
        let text = fs::read_to_string(root().join(name)).unwrap();
        assert!(text.contains("cargo run --release -- render"), "{name}");
        assert!(text.contains("cargo test"), "{name}");
        for link in text.split("](").skip(1).filter_map(|t| t.split(')').next()) {
            if !link.contains("://") && !link.starts_with('#') {
                let file = link.split('#').next().unwrap();
                assert!(Path::new(&root().join(file)).exists(), "{name} links to {file}, which is not there");
            }
        }
    }
}

#[test]
fn the_fonts_have_their_licences() {
    let table = fs::read_to_string(root().join("fonts/README.md")).unwrap();
    for entry in fs::read_dir(root().join("fonts")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if name.ends_with(".otf") || name.ends_with(".ttf") {
            assert!(table.contains(&name), "fonts/README.md does not say where {name} comes from");
        }
    }
}
