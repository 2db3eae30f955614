//! Tests of `tenantry check`, which lists rows with keys of another version and texts that are no
//! longer valid, and repairs keys.

use serde_json::json;

use crate::support::{Program, ROOT, TestApp, on_both_engines};

use super::{age, by_email, rekey, respell};

/// Runs `tenantry check` with the arguments, and returns its exit code and output.
fn check_with(app: &TestApp, arguments: &[&str]) -> (Option<i32>, String) {
    let program = Program::alone().on(&app.config.database_url);
    let output = program.run(&[&["check"], arguments].concat());
    assert!(output.stderr.is_empty(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("text");
    (output.status.code(), text)
}

async fn keys_of_an_older_server_are_listed_and_repaired(app: TestApp) {
    let org = app.org("Acme").await;
    app.crowd(org, 2_500).await;
    let user = app.user(org, "ann").await;
    let group = app.group(org, "Staff").await;
    let role = app.role(org, "Cashier", &["members:read"]).await;
    // The keys of the crowd were written by SQL.
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
    let (code, text) = check_with(&app, &[]);
    assert_eq!(code, Some(1));
    for (_, entity, id, _) in stale {
        assert!(text.contains(&format!("{entity} {id}: ")), "{text}");
    }
    let last = text.lines().last().expect("a line");
    assert!(
        last.starts_with("Rows with keys of another version: 4."),
        "{text}"
    );
    assert!(last.ends_with("run `tenantry check --repair`."), "{text}");
    assert_eq!(text.lines().count(), 5, "{text}");
    let repaired = "Rewritten rows: 4.\nEvery row is found by its e-mail address or name.\n";
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

async fn repair_leaves_a_colliding_key_to_the_older_row(app: TestApp) {
    let org = app.org("Acme").await;
    let (old, young) = (app.user(org, "old").await, app.user(org, "young").await);
    respell(&app, old, "νικος@x.gr", "νικοσ@x.gr").await;
    // An older server distinguished the final sigma from other sigmas.
    respell(&app, young, "ΝΙΚΟΣ@x.gr", "νικος@x.gr").await;
    let (_, text) = check_with(&app, &[]);
    assert!(
        text.contains(&format!("user {young}: \"ΝΙΚΟΣ@x.gr\": the keys are")),
        "{text}"
    );
    let (code, text) = check_with(&app, &["--repair"]);
    assert_eq!(code, Some(1));
    let line = format!("user {young}: \"ΝΙΚΟΣ@x.gr\": user {old} has the same e-mail address");
    assert!(text.contains(&line), "{text}");
    assert!(!text.contains("another version"), "{text}");
    assert_eq!(by_email(&app, "ΝΙΚΟΣ@x.gr").await, json!({ "id": old }));
}

async fn old_texts_that_are_invalid_today_are_listed(app: TestApp) {
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
    let (code, text) = check_with(&app, &[]);
    assert_eq!(code, Some(1));
    for line in [
        format!(
            "user {ann}: \"an\\u{{ad}}n@example.com\": rejected if sent back: `email` contains"
        ),
        format!("user {bob}: \"bob@example.com\": rejected if sent back: `last` contains"),
        format!("group {group}: \"\\u{{202e}}Staff\": rejected if sent back: `name` contains"),
    ] {
        assert!(text.contains(&line), "{text}");
    }
    assert!(
        text.contains("\nRows with a text that this version rejects: 3."),
        "{text}"
    );
    let update = format!("updateUser(userId: \"{ann}\", email: \"ann@example.com\")");
    app.done(ROOT, &update).await;
    let (_, text) = check_with(&app, &[]);
    assert!(
        text.contains("\nRows with a text that this version rejects: 2."),
        "{text}"
    );
}

async fn custom_role_loses_its_key_to_a_built_in_role(app: TestApp) {
    let org = app.org("Acme").await;
    let roles = [
        app.role(org, "One", &["members:read"]).await,
        app.role(org, "Two", &["members:read"]).await,
    ];
    // An older program did not remove invisible characters from keys.
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
    let (code, text) = check_with(&app, &[]);
    assert_eq!(code, Some(1));
    for (role, name) in roles.iter().zip(&names) {
        let line = format!("role {role}: {name:?}: every org has a role with this name\n");
        assert!(text.contains(&line), "{text}");
    }
    // Another re-keying changes nothing. The roles get keys again when they are renamed.
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
    custom_role_loses_its_key_to_a_built_in_role,
    keys_of_an_older_server_are_listed_and_repaired,
    repair_leaves_a_colliding_key_to_the_older_row,
    old_texts_that_are_invalid_today_are_listed,
}
