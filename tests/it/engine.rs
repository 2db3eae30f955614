//! Tests, by searching the sources, that directory rows are written in one place and that rules are
//! enforced in one place.

use std::path::{Path, PathBuf};

/// Returns the sources below `src` without their unit tests, each with its path.
fn sources() -> Vec<(String, String)> {
    let (mut folders, mut sources) = (vec![PathBuf::from("src")], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = std::fs::read_to_string(&path).expect("a source file");
            // Unit tests build their own rows.
            let code = source.split("#[cfg(test)]").next().unwrap_or_default();
            let path = path.strip_prefix("src").expect("below src");
            sources.push((name(path), code.to_owned()));
        }
    }
    assert!(sources.len() > 100, "{} sources", sources.len());
    sources
}

fn name(path: &Path) -> String {
    path.to_str().expect("text").to_owned()
}

/// Returns the sources that contain one of the texts, except the allowed paths.
fn others_with(texts: &[String], allowed: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, code) in sources() {
        let is_allowed = allowed.iter().any(|allowed| path.starts_with(allowed));
        let text = texts.iter().find(|text| {
            code.match_indices(text.as_str()).any(|(at, _)| {
                let after = code[at + text.len()..].chars().next();
                after.is_none_or(|after| !after.is_alphanumeric() && after != '_')
            })
        });
        if let (false, Some(text)) = (is_allowed, text) {
            found.push(format!("{path}: {text}"));
        }
    }
    found
}

#[test]
fn directory_tables_are_written_by_the_engine_alone() {
    let tables = [
        "users",
        "orgs",
        "memberships",
        "membership_roles",
        "groups",
        "group_memberships",
        "roles",
        "tokens",
    ];
    let statements: Vec<String> = tables
        .iter()
        .flat_map(|table| {
            ["INSERT INTO", "UPDATE", "DELETE FROM"].map(|verb| format!("{verb} {table}"))
        })
        .collect();
    // Writing the last use of a token is not a change of the token.
    let others = others_with(&statements, &["domain/engine/", "access/token.rs"]);
    assert_eq!(others, Vec::<String>::new());
    let writers = [
        "many::insert",
        "many::update",
        "many::delete",
        "many::insert_into",
    ];
    let writers: Vec<String> = writers.into_iter().map(str::to_owned).collect();
    // Jobs, sync runs and demo data do not go through the engine. The files of sync that are not
    // listed change the directory.
    let allowed = [
        "domain/engine/",
        "domain/job/row.rs",
        "domain/sync/upload.rs",
        "domain/sync/run.rs",
        "domain/sync/plan/",
        "db/",
    ];
    assert_eq!(others_with(&writers, &allowed), Vec::<String>::new());
    // The write methods of the ORM.
    let orm = [
        "exec_without_returning",
        "ActiveModelTrait::insert",
        "ActiveModelTrait::update",
    ];
    let orm: Vec<String> = orm.into_iter().map(str::to_owned).collect();
    let allowed = [
        "domain/job/queue.rs",
        "domain/sync/upload.rs",
        "domain/sync/run.rs",
    ];
    assert_eq!(others_with(&orm, &allowed), Vec::<String>::new());
}

#[test]
fn defaults_and_owners_are_set_by_rules_alone() {
    let set = [
        "is_default = ",
        "is_owner = ",
        "default_reason = ",
        "is_owner: true",
        "is_default: true",
        "default_reason: Some",
    ];
    let mut found = Vec::new();
    for (path, code) in sources() {
        for line in code.lines() {
            let line = line.trim();
            let is_set = set.iter().any(|set| {
                line.starts_with(set)
                    || ["member", "membership", "after", "row", "new"]
                        .iter()
                        .any(|row| line.starts_with(&format!("{row}.{set}")))
            });
            if is_set && !line.contains("==") {
                found.push((path.clone(), line.to_owned()));
            }
        }
    }
    let rules = [
        "domain/membership/rules.rs",
        "domain/membership/uphold.rs",
        "domain/membership/fields.rs",
    ];
    let others: Vec<_> = found
        .iter()
        .filter(|(path, _)| !rules.contains(&path.as_str()))
        .collect();
    assert!(others.is_empty(), "{others:#?}");
    assert!(!found.is_empty());
}
