//! Tests the documents: tables agree with the code, and links lead to an existing file and heading.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use regex::Regex;
use tenantry::{
    config::{self, Config},
    error::Code,
    rest,
};
use toml::Value;

const MAX_README_BYTES: usize = 9 * 1024;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the cells of all table rows of a document, without the rows below the heads.
fn rows(document: &str) -> Vec<Vec<String>> {
    let row = |line: &str| {
        let cells = line.strip_prefix("| ")?.strip_suffix(" |")?;
        Some(cells.split(" | ").map(str::to_owned).collect())
    };
    document.lines().filter_map(row).collect()
}

/// Returns the lines of a document outside code blocks.
fn prose(document: &str) -> impl Iterator<Item = &str> {
    let mut is_code = false;
    document.lines().filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    })
}

/// Returns the anchors of a document's headings, as GitHub makes them.
fn anchors(document: &str) -> BTreeSet<String> {
    let anchor = |heading: &str| {
        let kept = heading.trim().to_lowercase();
        let kept = kept
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    let headings = prose(document).filter(|line| line.starts_with('#'));
    headings
        .map(|line| anchor(line.trim_start_matches('#')))
        .collect()
}

/// Returns the paths of all documents, relative to the repository.
fn documents() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
        .map(PathBuf::from)
        .to_vec();
    let mut folders = vec![PathBuf::from("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).expect("a folder") {
            let path = folder.join(entry.expect("an entry").file_name());
            if root().join(&path).is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "md") {
                found.push(path);
            }
        }
    }
    found
}

/// Returns the default of a setting in the form of the configuration page.
fn default_of(name: &str, defaults: &toml::Table) -> String {
    match defaults.get(name) {
        None => "none".to_owned(),
        Some(Value::Array(list)) if list.is_empty() => "none".to_owned(),
        Some(Value::String(text)) => format!("`{text}`"),
        Some(value) => format!("`{value}`"),
    }
}

fn defaults() -> toml::Table {
    let text = Config::default().to_toml().expect("TOML");
    toml::from_str(&text).expect("TOML")
}

#[test]
fn configuration_page_lists_every_setting_with_its_variable_and_default() {
    let defaults = defaults();
    let mut expected: Vec<[String; 3]> = config::NAMES
        .iter()
        .map(|name| {
            let variable = format!("`TENANTRY_{}`", name.to_uppercase());
            [format!("`{name}`"), variable, default_of(name, &defaults)]
        })
        .collect();
    let mut found: Vec<[String; 3]> = rows(&read("docs/configuration.md"))
        .into_iter()
        .filter_map(|row| <[String; 4]>::try_from(row).ok())
        .filter(|[_, variable, ..]| variable.starts_with("`TENANTRY_"))
        .map(|[name, variable, default, _]| [name, variable, default])
        .collect();
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn help_shows_the_default_of_every_flag() {
    let help = Command::new(env!("CARGO_BIN_EXE_tenantry"))
        .arg("--help")
        .output()
        .expect("runs");
    let help = String::from_utf8(help.stdout).expect("text");
    let defaults = defaults();
    for name in config::NAMES {
        // The root token has no flag. The default of the delay depends on another setting.
        if matches!(*name, "root_token" | "drain_delay") {
            continue;
        }
        let flag = format!("--{} <", name.replace('_', "-"));
        let (_, after) = help.split_once(&flag).expect(&flag);
        let (_, default) = after.split_once("[default: ").expect(&flag);
        let default = default.split([';', ']']).next().expect("text");
        let expected = default_of(name, &defaults);
        assert_eq!(default, expected.trim_matches('`'), "{flag}");
    }
}

#[test]
fn errors_page_lists_every_code_with_its_statuses() {
    let mut expected: Vec<(String, Vec<String>)> = Code::ALL
        .iter()
        .map(|code| {
            let statuses = rest::statuses(*code).map(|status| status.as_u16().to_string());
            (format!("`{}`", code.as_str()), statuses.to_vec())
        })
        .collect();
    let mut found: Vec<(String, Vec<String>)> = rows(&read("docs/errors.md"))
        .into_iter()
        .filter(|row| row.len() == 6 && row[0].starts_with('`'))
        .map(|row| (row[0].clone(), row[3..].to_vec()))
        .collect();
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn readme_is_short() {
    let bytes = read("README.md").len();
    assert!(bytes <= MAX_README_BYTES, "README.md has {bytes} bytes");
}

#[test]
fn links_lead_to_a_file_and_a_heading() {
    let link = Regex::new(r"\]\(([^)\s]+)\)").expect("an expression");
    let mut broken = Vec::new();
    let mut checked = 0;
    for document in documents() {
        let text = read(&document);
        let folder = document.parent().expect("a folder");
        for line in prose(&text) {
            for target in link.captures_iter(line).map(|found| found[1].to_owned()) {
                if target.contains("://") || target.starts_with("mailto:") {
                    continue;
                }
                checked += 1;
                let (path, anchor) = target.split_once('#').unwrap_or((&target, ""));
                let path = match path {
                    "" => document.clone(),
                    path => folder.join(path),
                };
                let is_there = root().join(&path).exists()
                    && (anchor.is_empty() || anchors(&read(&path)).contains(anchor));
                if !is_there {
                    broken.push(format!("{}: {target}", document.display()));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
    assert!(checked > 50, "{checked} links");
}

#[test]
fn architecture_page_names_existing_files_and_functions() {
    let page = read("src/lib.rs");
    let path = Regex::new(r"`((?:[a-z_]+/)*[a-z_]+\.rs)(?:: ([a-z_]+))?`").expect("a pattern");
    let mut count = 0;
    for found in path.captures_iter(&page) {
        let source = read(format!("src/{}", &found[1]));
        if let Some(function) = found.get(2) {
            let function = format!("fn {}", function.as_str());
            assert!(
                source.contains(&function),
                "{} has no {function}",
                &found[1]
            );
            count += 1;
        }
    }
    assert!(count >= 14, "{count} functions");
}
