//! `tenantry check` lists rows with keys of another version and with texts that would be refused, and repairs keys.

use serde_json::json;

use crate::support::{Program, ROOT, TestApp, on_both_engines};

use super::{age, by_email, rekey, respell};

/// What `tenantry check` prints with these arguments, and its exit code.
fn check_with(app: &TestApp, arguments: &[&str]) -> (Option<i32>, String) {
    let program = Program::alone().on(&app.config.database_url);
    let output = program.run(&[&["check"], arguments].concat());
    assert!(output.stderr.is_empty(), "{output:?}");
    let said = String::from_utf8(output.stdout).expect("text");
    (output.status.code(), said)
}

async fn keys_of_an_older_server_are_listed_and_repaired(app: TestApp) {
    let org = app.org("Acme").await;
    app.crowd(org, 2_500).await;
    let user = app.user(org, "ann").await;
    let group = app.group(org, "Staff").await;
    let role = app.role(org, "Cashier", &["members:read"]).await;
    // The crowd's keys are made by hand.
    check_with(&app, &["--repair"]);
    assert_eq!(check_with(&app, &[]).0, Some(0));
    let stale = [
        ("orgs", "org", org, "name_key"),
        ("groups", "group", group, "name_key"),
        ("roles", "role", role, "name_key"),
        ("users", "user", user, "search_text"),
    ];
    for (table, _, id, column) in stale {
        let id = app.id(id);
        app.sql(&format!(
            "UPDATE {table} SET {column} = 'of an older server' WHERE id = {id}"
        ))
        .await;
    }
    let before = app.events_so_far().await;
    let (code, said) = check_with(&app, &[]);
    assert_eq!(code, Some(1));
    for (_, entity, id, _) in stale {
        assert!(said.contains(&format!("{entity} {id}: ")), "{said}");
    }
    let last = said.lines().last().expect("a line");
    assert!(
        last.starts_with("Rows with keys of another version: 4."),
        "{said}"
    );
    assert!(last.ends_with("run `tenantry check --repair`."), "{said}");
    assert_eq!(said.lines().count(), 5, "{said}");
    let repaired =
        "Rows with keys written anew: 4.\nEvery row is found by its e-mail address or name.\n";
    assert_eq!(
        check_with(&app, &["--repair"]),
        (Some(0), repaired.to_owned())
    );
    let found = app.read(ROOT, "org(name: \"acme\") { id }").await;
    assert_eq!(found, json!({ "id": org }));
    let found = app.read(ROOT, "findUserBy(name: \"ann\") { id }").await;
    assert_eq!(found, json!([{ "id": user }]));
    assert_eq!(app.events_so_far().await, before);
}

async fn a_repair_lets_a_row_give_way_to_an_older_one(app: TestApp) {
    let org = app.org("Acme").await;
    let (old, young) = (app.user(org, "old").await, app.user(org, "young").await);
    respell(&app, old, "νικος@x.gr", "νικοσ@x.gr").await;
    // An older server has told the final sigma apart.
    respell(&app, young, "ΝΙΚΟΣ@x.gr", "νικος@x.gr").await;
    let (_, said) = check_with(&app, &[]);
    assert!(
        said.contains(&format!("user {young}: \"ΝΙΚΟΣ@x.gr\": the keys are")),
        "{said}"
    );
    let (code, said) = check_with(&app, &["--repair"]);
    assert_eq!(code, Some(1));
    let line = format!("user {young}: \"ΝΙΚΟΣ@x.gr\": user {old} has the same e-mail address");
    assert!(said.contains(&line), "{said}");
    assert!(!said.contains("another version"), "{said}");
    assert_eq!(by_email(&app, "ΝΙΚΟΣ@x.gr").await, json!({ "id": old }));
}

async fn old_texts_that_would_be_refused_are_listed(app: TestApp) {
    let org = app.org("Acme").await;
    let (ann, bob) = (app.user(org, "ann").await, app.user(org, "bob").await);
    let group = app.group(org, "Staff").await;
    for (table, column, text, id) in [
        ("users", "email", "an\u{ad}n@example.com", ann),
        ("users", "last_name", "\u{202e}Lee", bob),
        ("groups", "name", "\u{202e}Staff", group),
    ] {
        let id = app.id(id);
        app.sql(&format!(
            "UPDATE {table} SET {column} = '{text}' WHERE id = {id}"
        ))
        .await;
    }
    age(&app).await;
    rekey(&app).await;
    let (code, said) = check_with(&app, &[]);
    assert_eq!(code, Some(1));
    for line in [
        format!("user {ann}: \"an\\u{{ad}}n@example.com\": refused if sent back: `email` contains"),
        format!("user {bob}: \"bob@example.com\": refused if sent back: `last` contains"),
        format!("group {group}: \"\\u{{202e}}Staff\": refused if sent back: `name` contains"),
    ] {
        assert!(said.contains(&line), "{said}");
    }
    assert!(
        said.contains("\nRows with a text that is refused today: 3."),
        "{said}"
    );
    let update = format!("updateUser(userId: \"{ann}\", email: \"ann@example.com\")");
    app.done(ROOT, &update).await;
    let (_, said) = check_with(&app, &[]);
    assert!(
        said.contains("\nRows with a text that is refused today: 2."),
        "{said}"
    );
}

async fn a_role_gives_way_to_a_built_in_one(app: TestApp) {
    let org = app.org("Acme").await;
    let roles = [
        app.role(org, "One", &["members:read"]).await,
        app.role(org, "Two", &["members:read"]).await,
    ];
    // An older program has told invisible characters apart.
    let names = ["ad\u{ad}min", "\u{200b}User"];
    for (role, name) in roles.iter().zip(&names) {
        let (id, key) = (app.id(*role), name.to_lowercase());
        app.sql(&format!(
            "UPDATE roles SET name = '{name}', name_key = '{key}' WHERE id = {id}"
        ))
        .await;
    }
    age(&app).await;
    rekey(&app).await;
    let built_in = "SELECT count(*) FROM roles WHERE name_key IN ('admin', 'user')";
    assert_eq!(app.count(built_in).await, 0);
    let (code, said) = check_with(&app, &[]);
    assert_eq!(code, Some(1));
    for (role, name) in roles.iter().zip(&names) {
        let line = format!("role {role}: {name:?}: every org has a role with this name\n");
        assert!(said.contains(&line), "{said}");
    }
    // Another re-keying leaves it so, and another name ends it.
    age(&app).await;
    rekey(&app).await;
    assert_eq!(app.count(built_in).await, 0);
    for (role, name) in roles.iter().zip(["Left", "Right"]) {
        let update = format!("updateRole(roleId: \"{role}\", name: \"{name}\")");
        app.done(ROOT, &update).await;
    }
    assert_eq!(check_with(&app, &[]).0, Some(0));
}

on_both_engines! {
    a_role_gives_way_to_a_built_in_one,
    keys_of_an_older_server_are_listed_and_repaired,
    a_repair_lets_a_row_give_way_to_an_older_one,
    old_texts_that_would_be_refused_are_listed,
}
