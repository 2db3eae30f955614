//! The GraphQL schema, and the dependencies between the modules of the source tree.

use std::path::Path;

use serde_json::{Value as Json, json};

use crate::support::{ROOT, TestApp, on_both_engines};

#[test]
fn schema_graphql_is_up_to_date() {
    let program = std::process::Command::new(env!("CARGO_BIN_EXE_tenantry"))
        .arg("schema")
        .output()
        .expect("the program");
    assert!(program.status.success());
    let printed = String::from_utf8(program.stdout).expect("text");
    let kept = include_str!("../../schema.graphql");
    assert!(
        printed == kept,
        "schema.graphql is stale; run: cargo run -- schema > schema.graphql"
    );
}

const TYPES: &str = "{ __schema { types { name kind description
    fields(includeDeprecated: true) { name description args { name description } }
    inputFields { name description }
    enumValues(includeDeprecated: true) { name description } } } }";

async fn everything_in_the_schema_has_a_description(app: TestApp) {
    let schema = app.graphql(ROOT, TYPES, json!({})).await;
    let list = |value: &Json| value.as_array().cloned().unwrap_or_default();
    let mut silent = Vec::new();
    let mut look = |path: String, item: &Json| {
        if item["description"]
            .as_str()
            .unwrap_or_default()
            .trim()
            .is_empty()
        {
            silent.push(path);
        }
    };
    for kind in list(&schema["data"]["__schema"]["types"]) {
        let name = kind["name"].as_str().expect("a name");
        if name.starts_with("__") || ["Int", "Float", "String", "Boolean", "ID"].contains(&name) {
            continue;
        }
        look(name.to_owned(), &kind);
        for part in ["fields", "inputFields", "enumValues"] {
            for item in list(&kind[part]) {
                let path = format!("{name}.{}", item["name"].as_str().expect("a name"));
                look(path.clone(), &item);
                for argument in list(&item["args"]) {
                    look(
                        format!("{path}({})", argument["name"].as_str().expect("a name")),
                        &argument,
                    );
                }
            }
        }
    }
    assert_eq!(
        silent,
        Vec::<String>::new(),
        "these need a description for client developers"
    );
}

/// Returns the path and the text of each source file in a folder.
fn sources(folder: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push((
                    path.display().to_string(),
                    std::fs::read_to_string(&path).expect("text"),
                ));
            }
        }
    }
    let mut found = Vec::new();
    walk(
        &Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("src")
            .join(folder),
        &mut found,
    );
    assert!(!found.is_empty(), "{folder}");
    found
}

/// Asserts that no code in the folder contains any of the words.
fn never_names(folder: &str, words: &[&str]) {
    for (path, text) in sources(folder) {
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for word in words {
                assert!(
                    !code.contains(word),
                    "{path}:{} names {word}: {line}",
                    number + 1
                );
            }
        }
    }
}

#[test]
fn lower_layers_name_no_protocol() {
    for folder in ["domain", "access", "entity", "db"] {
        never_names(
            folder,
            &[
                "axum",
                "async_graphql",
                "http::",
                "tower",
                "crate::graphql",
                "crate::server",
                "crate::cli",
            ],
        );
    }
    never_names("domain", &["crate::app", "App>", "&App"]);
    for folder in ["domain", "access", "entity", "db"] {
        never_names(folder, &["crate::demo"]);
    }
    never_names("demo", &["crate::app", "crate::graphql", "crate::server"]);
    never_names("access", &["crate::domain", "crate::app"]);
    never_names("entity", &["crate::domain", "crate::access", "crate::app"]);
}

#[test]
fn api_modules_use_no_transactions_and_no_sql() {
    for api in ["graphql", "rest"] {
        never_names(
            api,
            &[
                "begin(",
                "Sql::",
                "sea_orm",
                "Statement",
                "crate::cli",
                "crate::server",
                "DbBackend",
            ],
        );
    }
    never_names("graphql", &["crate::rest"]);
    never_names("rest", &["crate::graphql", "async_graphql"]);
}

#[test]
fn only_the_db_module_checks_the_engine() {
    for folder in [
        "domain", "access", "entity", "graphql", "rest", "cli", "demo",
    ] {
        never_names(folder, &["DbBackend", "DatabaseBackend"]);
    }
}

on_both_engines! {
    everything_in_the_schema_has_a_description,
}
