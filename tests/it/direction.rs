//! The direction in which the files of a folder name each other, read from the sources.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// A module path below `src`, like `["graphql", "http", "media"]`.
type Module = Vec<String>;

/// The modules that each module names. A module also names the modules that it declares.
type Names = BTreeMap<Module, BTreeSet<Module>>;

/// Returns the source files below a folder of `src`, by module path, without comments.
fn sources(folder: &str) -> BTreeMap<Module, String> {
    fn walk(folder: &Path, module: &Module, found: &mut BTreeMap<Module, String>) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            let name = path.file_stem().expect("a name").to_string_lossy();
            let mut module = module.clone();
            if name != "mod" {
                module.push(name.into_owned());
            }
            if path.is_dir() {
                walk(&path, &module, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).expect("text");
                let code = text.lines().map(|line| line.split("//").next());
                found.insert(module, code.flatten().collect::<Vec<_>>().join("\n"));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeMap::new();
    let module = folder.split('/').map(str::to_owned).collect();
    walk(&root.join(folder), &module, &mut found);
    assert!(found.len() > 1, "{folder}");
    found
}

/// Returns the paths in a use tree, like `a::{b, c::d}`, and the length of the tree.
fn paths(tree: &str, prefix: &[&str], found: &mut Vec<Vec<String>>) -> usize {
    let mut path = prefix.to_vec();
    let mut at = 0;
    loop {
        let rest = &tree[at..];
        let trimmed = rest.trim_start();
        at += rest.len() - trimmed.len();
        if let Some(list) = trimmed.strip_prefix('{') {
            at += 1;
            let mut within = list;
            loop {
                let begin = within.trim_start_matches(|c: char| c == ',' || c.is_whitespace());
                at += within.len() - begin.len();
                if begin.is_empty() || begin.starts_with('}') {
                    return at + 1;
                }
                let length = paths(begin, &path, found);
                at += length;
                within = &begin[length.min(begin.len())..];
            }
        }
        let end = trimmed.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '*');
        let word = &trimmed[..end.unwrap_or(trimmed.len())];
        if word.is_empty() {
            return at + trimmed.len();
        }
        path.push(word);
        at += word.len();
        if tree[at..].starts_with("::") {
            at += 2;
            continue;
        }
        found.push(path.iter().map(|part| (*part).to_owned()).collect());
        let end = tree[at..].find([',', '}']);
        return at + end.unwrap_or(tree.len() - at);
    }
}

/// Returns the paths that the code names: in `use`, and wherever it writes `crate::` or `super::`.
fn named_paths(code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find(|c: char| c.is_alphabetic()) {
        rest = &rest[at..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
        let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = match word {
            "use" => {
                let (tree, after) = after.split_once(';').unwrap_or((after, ""));
                paths(tree, &[], &mut found);
                after
            }
            // A visibility like `pub(in crate::a)` names nothing.
            "pub" if after.starts_with('(') => after.split_once(')').map_or("", |parts| parts.1),
            "crate" | "super" if after.starts_with("::") => {
                let path = format!("{word}{after}");
                let end = path.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
                paths(&path[..end.unwrap_or(path.len())], &[], &mut found);
                after
            }
            _ => after,
        };
    }
    found
}

/// Returns the modules that each module below a folder of `src` names.
fn names(folder: &str) -> Names {
    let sources = sources(folder);
    let mut names = Names::new();
    for (module, text) in &sources {
        let named = names.entry(module.clone()).or_default();
        let is_child = |path: &Module| path.len() == module.len() + 1 && path.starts_with(module);
        named.extend(sources.keys().filter(|path| is_child(path)).cloned());
        // `super` in the tests of a file is the file itself.
        let (code, tests) = text.split_once("mod tests {").unwrap_or((text, ""));
        let mut inner = module.clone();
        inner.push("tests".to_owned());
        for (base, code) in [(module, code), (&inner, tests)] {
            for path in named_paths(code) {
                let supers = path.iter().take_while(|part| *part == "super").count();
                let mut full = match path[0].as_str() {
                    "crate" => Module::new(),
                    "super" => base[..base.len() - supers].to_vec(),
                    _ => base.clone(),
                };
                let relative = path.iter().filter(|part| {
                    let part = part.as_str();
                    part != "crate" && part != "super" && part != "self"
                });
                full.extend(relative.cloned());
                while !full.is_empty() && !sources.contains_key(&full) {
                    full.pop();
                }
                if !full.is_empty() && full != *module {
                    named.insert(full);
                }
            }
        }
    }
    names
}

/// Returns modules of which each names the next and the last names the first.
fn circle(names: &Names) -> Option<Vec<String>> {
    fn visit<'a>(
        names: &'a Names,
        module: &'a Module,
        path: &mut Vec<&'a Module>,
        done: &mut BTreeSet<&'a Module>,
    ) -> bool {
        if let Some(begin) = path.iter().position(|on_path| *on_path == module) {
            path.drain(..begin);
            return true;
        }
        if done.contains(module) {
            return false;
        }
        path.push(module);
        let mut named = names.get(module).into_iter().flatten();
        if named.any(|named| visit(names, named, path, done)) {
            return true;
        }
        path.pop();
        done.insert(module);
        false
    }
    let (mut path, mut done) = (Vec::new(), BTreeSet::new());
    let mut modules = names.keys();
    let found = modules.any(|module| visit(names, module, &mut path, &mut done));
    found.then(|| path.into_iter().map(|module| module.join("::")).collect())
}

#[test]
fn files_never_name_each_other_in_a_circle() {
    for folder in ["graphql", "rest/zendesk"] {
        assert_eq!(circle(&names(folder)), None, "{folder}");
    }
}

#[test]
fn folders_of_graphql_name_each_other_in_one_direction() {
    let allowed = [("http", "execution"), ("schema", "resolver")];
    for (module, named) in names("graphql") {
        // graphql/mod.rs wires the folders together.
        let Some(from) = module.get(1) else {
            continue;
        };
        for named in named {
            let to = named.get(1).map_or("graphql/mod.rs", String::as_str);
            assert!(
                from == to || allowed.contains(&(from, to)),
                "{} names {}",
                module.join("::"),
                named.join("::")
            );
        }
    }
}

#[test]
fn names_are_found_in_use_trees_and_in_paths() {
    let code = "pub(in crate::z) use a::{b, c::{self, d as e}, f::*};
        fn g(x: crate::h::I) -> super::J { x }";
    let found: Vec<_> = named_paths(code)
        .iter()
        .map(|path| path.join("::"))
        .collect();
    let expected = [
        "a::b",
        "a::c::self",
        "a::c::d",
        "a::f::*",
        "crate::h::I",
        "super::J",
    ];
    assert_eq!(found, expected);
}

#[test]
fn circles_are_found() {
    let module = |name: &str| vec![name.to_owned()];
    let names = |pairs: &[(&str, &str)]| {
        let mut names = Names::new();
        for (from, to) in pairs {
            names.entry(module(from)).or_default().insert(module(to));
        }
        names
    };
    assert_eq!(circle(&names(&[("a", "b"), ("b", "c"), ("a", "c")])), None);
    let found = circle(&names(&[("a", "b"), ("b", "c"), ("c", "b")]));
    assert_eq!(found, Some(vec!["b".to_owned(), "c".to_owned()]));
}
