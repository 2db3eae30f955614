//! Tests of re-keying: a new version of the program rewrites the keys before it serves requests,
//! the oldest of colliding rows gets the key, and an older server does not run with newer keys.

mod check;

use std::collections::BTreeSet;

use axum::{body::Body, http::Request};
use serde_json::{Value as Json, json};
use tenantry::normalize::KEYS_VERSION;
use uuid::Uuid;

use crate::support::{Program, ROOT, TestApp, on_both_engines};

/// Sets the key version to that of an older program.
async fn age(app: &TestApp) {
    app.sql("UPDATE key_version SET version = 0, place = NULL, after_id = NULL")
        .await;
}

/// Rewrites the keys, and returns the number of rows that were read and changed.
async fn rekey(app: &TestApp) -> (usize, usize) {
    let (mut rows, mut changed) = (0, 0);
    let done = app.app.rekey(|piece| {
        rows += piece.rows;
        changed += piece.changed;
    });
    done.await.expect("keys");
    (rows, changed)
}

/// Returns a column of all rows of a table, in the order of ids.
async fn keys(app: &TestApp, column: &str, table: &str) -> Vec<String> {
    let sql = format!("SELECT {column} AS found FROM {table} ORDER BY id");
    let rows = app.sql(&sql).await;
    let keys = rows.iter().map(|row| row.try_get("", "found"));
    keys.collect::<Result<_, _>>().expect("text")
}

/// Returns the user who is found by the e-mail address.
async fn by_email(app: &TestApp, email: &str) -> Json {
    let read = format!("user(email: {}) {{ id }}", json!(email));
    app.read(ROOT, &read).await
}

/// Runs `tenantry check`, and returns whether it found nothing wrong, and its output.
fn check(app: &TestApp) -> (bool, String) {
    let output = Program::alone()
        .on(&app.config.database_url)
        .run(&["check"]);
    assert!(output.stderr.is_empty(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("text");
    (output.status.code() == Some(0), text)
}

/// Sets the e-mail address of a user, with the key that an older program wrote for it.
async fn respell(app: &TestApp, user: Uuid, email: &str, key: &str) {
    let id = app.id(user);
    app.sql(&format!(
        "UPDATE users SET email = '{email}', email_key = '{key}' WHERE id = {id}"
    ))
    .await;
}

async fn keys_of_an_older_program_are_rewritten(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    app.group(org, "Staff").await;
    app.role(org, "Cashier", &["members:read"]).await;
    let update = format!(
        "updateUser(userId: \"{user}\", first: \"Łukasz\", last: \"李\", mobile: \"+49 30 1234567 x12\")"
    );
    app.done(ROOT, &update).await;
    let columns = [
        ("email_key", "users"),
        ("display_name_key", "users"),
        ("search_text", "users"),
        ("mobile_key", "users"),
        ("name_key", "orgs"),
        ("name_key", "groups"),
        ("name_key", "roles"),
    ];
    let mut fresh = Vec::new();
    for (column, table) in columns {
        fresh.push(keys(&app, column, table).await);
        app.sql(&format!(
            "UPDATE {table} SET {column} = 'of an older program'"
        ))
        .await;
    }
    let before = (
        app.events_so_far().await,
        keys(&app, "CAST(version AS text)", "users").await,
        keys(&app, "CAST(updated_at AS text)", "users").await,
    );
    age(&app).await;
    assert_eq!(rekey(&app).await, (4, 4));
    for ((column, table), fresh) in columns.iter().zip(fresh) {
        assert_eq!(keys(&app, column, table).await, fresh, "{table}.{column}");
    }
    let after = (
        app.events_so_far().await,
        keys(&app, "CAST(version AS text)", "users").await,
        keys(&app, "CAST(updated_at AS text)", "users").await,
    );
    assert_eq!(after, before, "no version or event changes");
    for criteria in ["name: \"lukasz\"", "mobile: \"+49301234567x12\""] {
        let found = format!("findUserBy({criteria}) {{ id }}");
        assert_eq!(app.read(ROOT, &found).await, json!([{ "id": user }]));
    }
    // A second re-keying has nothing to do.
    assert_eq!(rekey(&app).await, (0, 0));
    age(&app).await;
    assert_eq!(
        rekey(&app).await,
        (4, 0),
        "only keys that differ are written"
    );
}

async fn a_new_database_has_the_keys_of_this_version(app: TestApp) {
    assert!(!app.app.is_to_be_rekeyed().await.expect("a version"));
    let version = format!("SELECT count(*) FROM key_version WHERE version = {KEYS_VERSION}");
    assert_eq!(app.count(&version).await, 1);
}

async fn older_of_two_colliding_rows_takes_the_key(app: TestApp) {
    let org = app.org("Acme").await;
    // It does not matter which of the two already has the key that both get now.
    for (number, [old_key, young_key]) in [
        ["νικος.α@x.gr", "νικοσ.α@x.gr"],
        ["νικοσ.α@x.gr", "νικος.α@x.gr"],
    ]
    .into_iter()
    .enumerate()
    {
        let of = |text: &str| text.replace('α', &"α".repeat(number + 1));
        let (old, young) = (
            app.user(org, &format!("old{number}")).await,
            app.user(org, &format!("young{number}")).await,
        );
        respell(&app, old, &of(old_key), &of(old_key)).await;
        respell(&app, young, &of(young_key), &of(young_key)).await;
        age(&app).await;
        rekey(&app).await;
        for email in [old_key, young_key, "ΝΙΚΟΣ.α@x.gr"] {
            let found = by_email(&app, &of(email)).await;
            assert_eq!(found, json!({ "id": old }), "{email}");
        }
        // The younger user can be used by id, and keeps the e-mail address as entered.
        let update = format!("updateUser(userId: \"{young}\", first: \"Young\")");
        app.done(ROOT, &update).await;
        let read = format!("user(id: \"{young}\") {{ email first }}");
        let expected = json!({ "email": of(young_key), "first": "Young" });
        assert_eq!(app.read(ROOT, &read).await, expected);
        let (is_clean, text) = check(&app);
        assert!(!is_clean, "{text}");
        let line = format!(
            "user {young}: {:?}: user {old} has the same e-mail address",
            of(young_key)
        );
        assert!(text.contains(&line), "{text}");
        // An update can repeat the address of the younger user, but not change its spelling,
        // because the older user has the key.
        let update = |email: &str| format!("updateUser(userId: \"{young}\", email: \"{email}\")");
        assert_eq!(app.result(ROOT, &update(&of(young_key))).await, "unchanged");
        app.refuses(ROOT, &update(&of("ΝΙΚΟΣ.α@x.gr")), "EMAIL_TAKEN", "email")
            .await;
        let free = format!("free{number}@example.com");
        app.done(ROOT, &update(&free)).await;
        assert_eq!(by_email(&app, &free).await, json!({ "id": young }));
        assert_eq!(
            check(&app),
            (
                true,
                "Every row is found by its e-mail address or name.\n".to_owned()
            )
        );
    }
}

async fn upsert_finds_a_row_without_key_by_email_and_external_id(app: TestApp) {
    let org = app.org("Acme").await;
    let (old, young) = (app.user(org, "old").await, app.user(org, "young").await);
    for (user, external_id) in [(old, "o-1"), (young, "y-1")] {
        let update = format!(
            "upsertUser(input: {{ match: {{ id: \"{user}\" }}, externalId: \"{external_id}\" }})"
        );
        app.done(ROOT, &update).await;
    }
    respell(&app, old, "νικος@x.gr", "νικος@x.gr").await;
    respell(&app, young, "ΝΙΚΟΣ@x.gr", "νικοσ@x.gr").await;
    age(&app).await;
    rekey(&app).await;
    let upsert = |rest: &str| format!("upsertUser(input: {{ {rest} }})");
    // A client sends the address and the external id that it has read.
    let read = "email: \"ΝΙΚΟΣ@x.gr\", externalId: \"y-1\"";
    let done = app.mutate(ROOT, &upsert(read)).await;
    assert_eq!(
        (&done["id"], &done["result"]),
        (&json!(young), &json!("unchanged"))
    );
    let done = app
        .mutate(ROOT, &upsert(&format!("{read}, first: \"Young\"")))
        .await;
    assert_eq!(
        (&done["id"], &done["result"]),
        (&json!(young), &json!("updated"))
    );
    // Without the external id, any spelling of the address finds the older user.
    let done = app.mutate(ROOT, &upsert("email: \"ΝΙΚΟΣ@x.gr\"")).await;
    assert_eq!(done["id"], json!(old));
    for (email, external_id) in [("νικος@x.gr", "y-1"), ("Νικος@x.gr", "y-1")] {
        let both = format!("email: \"{email}\", externalId: \"{external_id}\"");
        app.refuses(ROOT, &upsert(&both), "AMBIGUOUS_MATCH", "externalId")
            .await;
    }
    let own = upsert("email: \"νικος@x.gr\", externalId: \"o-1\"");
    assert_eq!(app.mutate(ROOT, &own).await["id"], json!(old));
}

async fn next_re_keying_takes_a_key_that_is_free_again(app: TestApp) {
    let org = app.org("Acme").await;
    let (old, young) = (app.user(org, "old").await, app.user(org, "young").await);
    respell(&app, old, "a@x.gr", "a@x.gr").await;
    respell(&app, young, "A@x.gr", "A@x.gr").await;
    age(&app).await;
    rekey(&app).await;
    app.done(
        ROOT,
        &format!("updateUser(userId: \"{old}\", email: \"b@x.gr\")"),
    )
    .await;
    assert_eq!(by_email(&app, "a@x.gr").await, Json::Null);
    assert!(check(&app).1.contains("the e-mail address is free again"));
    age(&app).await;
    rekey(&app).await;
    assert_eq!(by_email(&app, "a@x.gr").await, json!({ "id": young }));
    assert_eq!(
        check(&app),
        (
            true,
            "Every row is found by its e-mail address or name.\n".to_owned()
        )
    );
}

async fn only_names_that_must_be_unique_collide(app: TestApp) {
    let (one, two) = (app.org("Acme Inc").await, app.org("Other").await);
    let retired = app.org("Retired").await;
    app.retire_org(retired).await;
    let mut named = Vec::new();
    for org in [one, two] {
        named.push(app.group(org, "Night Shift").await);
        named.push(app.role(org, "Night Shift", &["members:read"]).await);
    }
    // Rows of an older program, which did not collapse double spaces in keys.
    let groups = [app.group(one, "Second").await];
    let roles = [app.role(one, "Second", &["members:read"]).await];
    for (table, id, name) in [
        ("orgs", two, "Acme  Inc"),
        ("orgs", retired, "Acme  Inc"),
        ("groups", groups[0], "Night  Shift"),
        ("roles", roles[0], "Night  Shift"),
    ] {
        let key = name.to_lowercase();
        let id = app.id(id);
        app.sql(&format!(
            "UPDATE {table} SET name = '{name}', name_key = '{key}' WHERE id = {id}"
        ))
        .await;
    }
    age(&app).await;
    rekey(&app).await;
    let found = app.read(ROOT, "org(name: \"Acme  Inc\") { id }").await;
    assert_eq!(found, json!({ "id": one }));
    let (_, text) = check(&app);
    let listed: BTreeSet<&str> = text
        .lines()
        .filter_map(|line| line.split(':').next())
        .collect();
    let expected = [
        format!("org {two}"),
        format!("group {}", groups[0]),
        format!("role {}", roles[0]),
    ];
    let last = text.lines().last().expect("a line");
    let mut expected: BTreeSet<&str> = expected.iter().map(String::as_str).collect();
    expected.insert(last.split(':').next().expect("a text"));
    assert_eq!(listed, expected, "{text}");
    assert!(
        last.starts_with("Rows that are found only by id: 3."),
        "{last}"
    );
    // The name of a retired org need not be unique, but it must be free when the org is restored.
    let restore = format!("restoreOrg(org: \"{retired}\")");
    app.refuses(ROOT, &restore, "NAME_TAKEN", "name").await;
    // A client can send the name that it has read, but the row then still has no key. A new name
    // gives it one.
    let rename = |name: &str| format!("updateOrg(org: \"{two}\", name: \"{name}\")");
    app.done(ROOT, &rename("Acme  Inc")).await;
    let found = app.read(ROOT, "org(name: \"Acme  Inc\") { id }").await;
    assert_eq!(found, json!({ "id": one }));
    app.refuses(ROOT, &rename("ACME INC"), "NAME_TAKEN", "name")
        .await;
    for (kind, id) in [("Group", groups[0]), ("Role", roles[0])] {
        let field = kind.to_lowercase();
        let update = format!("update{kind}({field}Id: \"{id}\", name: \"Night  Shift\")");
        app.done(ROOT, &update).await;
    }
    app.done(ROOT, &rename("Acme Two")).await;
    let found = app.read(ROOT, "org(name: \"acme two\") { id }").await;
    assert_eq!(found, json!({ "id": two }));
}

/// Creates thousands of users with stale keys. Returns their org.
async fn stale_crowd(app: &TestApp) -> Uuid {
    let org = app.org("Acme").await;
    app.crowd(org, 2_500).await;
    app.sql("UPDATE users SET display_name_key = 'stale'").await;
    age(app).await;
    org
}

async fn interrupted_re_keying_resumes_where_it_stopped(app: TestApp) {
    stale_crowd(&app).await;
    let ids: Vec<Uuid> = app
        .sql("SELECT id FROM users ORDER BY id")
        .await
        .iter()
        .map(|row| row.try_get("", "id").expect("an id"))
        .collect();
    let place = app.id(ids[1_999]);
    app.sql(&format!(
        "UPDATE key_version SET version = {KEYS_VERSION}, place = 'users', after_id = {place}"
    ))
    .await;
    assert_eq!(rekey(&app).await, (500, 500));
    let stale = "SELECT count(*) FROM users WHERE display_name_key = 'stale'";
    assert_eq!(app.count(stale).await, 2_000);
    // A re-keying that an older program began starts again.
    app.sql(&format!(
        "UPDATE key_version SET version = 0, place = 'users', after_id = {place}"
    ))
    .await;
    rekey(&app).await;
    assert_eq!(app.count(stale).await, 0);
}

async fn servers_that_start_at_once_share_the_work(app: TestApp) {
    stale_crowd(&app).await;
    let other = app.another().await;
    let ((one, _), (two, _)) = tokio::join!(rekey(&app), rekey(&other));
    assert_eq!(one + two, 2_501);
    let stale = "SELECT count(*) FROM users WHERE display_name_key = 'stale'";
    assert_eq!(app.count(stale).await, 0);
}

async fn server_rewrites_keys_before_it_serves(app: TestApp) {
    let org = stale_crowd(&app).await;
    let complaint = Program::alone()
        .on(&app.config.database_url)
        .complains(&["check"]);
    assert!(
        complaint.contains("Run `tenantry migrate up`"),
        "{complaint}"
    );
    let server = Program::alone().on(&app.config.database_url).serve();
    assert_eq!(server.status(ROOT).await, 200);
    let found = app
        .read(ROOT, "findUserBy(name: \"person 7 of 2500\") { name }")
        .await;
    assert_eq!(found[0]["name"], json!("Person 7 of 2500"));
    assert!(
        server
            .log()
            .contains("all keys are written by this version")
    );
    age(&app).await;
    app.sql("UPDATE orgs SET name_key = 'stale'").await;
    Program::alone()
        .on(&app.config.database_url)
        .says(&["migrate", "up"]);
    let found = app.read(ROOT, "org(name: \"acme\") { id }").await;
    assert_eq!(found, json!({ "id": org }));
}

async fn re_keying_waits_for_the_last_writes_of_older_servers(app: TestApp) {
    let org = app.org("Acme").await;
    let last = KEYS_VERSION - 1;
    app.sql(&format!("UPDATE key_version SET version = {last}"))
        .await;
    let other = app.another().await;
    let rekeying = tokio::spawn(async move { rekey(&other).await });
    let raised = format!("SELECT count(*) FROM key_version WHERE version = {KEYS_VERSION}");
    while app.count(&raised).await == 0 {
        tokio::task::yield_now().await;
    }
    // An older server may write until it next reads the version.
    app.sql("UPDATE orgs SET name_key = 'of an older server'")
        .await;
    assert_eq!(rekeying.await.expect("keys"), (1, 1));
    let found = app.read(ROOT, "org(name: \"acme\") { id }").await;
    assert_eq!(found, json!({ "id": org }));
}

async fn server_does_not_run_with_newer_keys(app: TestApp) {
    let server = Program::alone().on(&app.config.database_url).serve();
    app.sql(&format!(
        "UPDATE key_version SET version = {}, place = 'users'",
        KEYS_VERSION + 1
    ))
    .await;
    let reply = app
        .send(
            Request::get("/readyz")
                .body(Body::empty())
                .expect("a request"),
        )
        .await;
    assert_eq!(reply.status, 503);
    let reason = format!(
        "migrated by a newer program: key version {}",
        KEYS_VERSION + 1
    );
    assert_eq!(reply.json()["reason"], json!(reason));
    // Once the server has read the newer version, it does not write.
    let result = app.mutate(ROOT, "createOrg(name: \"Acme\")").await;
    assert_eq!(result["code"], json!("BUSY"));
    let error = result["error"].as_str().expect("a text");
    assert!(
        error.starts_with("A newer tenantry is taking over the database."),
        "{error}"
    );
    assert_eq!(app.count("SELECT count(*) FROM orgs").await, 0);
    let newer = format!("newer tenantry (key version {})", KEYS_VERSION + 1);
    for command in [&["serve"][..], &["check"], &["token", "list"]] {
        let complaint = Program::alone()
            .on(&app.config.database_url)
            .complains(command);
        assert!(complaint.contains(&newer), "{complaint}");
    }
    let error = app.app.rekey(|_| ()).await.expect_err("newer keys");
    assert!(error.message().contains("Use the newer one"), "{error}");
    // A running server exits by itself.
    let (ended_well, text) = server.ended();
    assert!(ended_well, "{text}");
}

on_both_engines! {
    upsert_finds_a_row_without_key_by_email_and_external_id,
    a_new_database_has_the_keys_of_this_version,
    keys_of_an_older_program_are_rewritten,
    older_of_two_colliding_rows_takes_the_key,
    next_re_keying_takes_a_key_that_is_free_again,
    only_names_that_must_be_unique_collide,
    interrupted_re_keying_resumes_where_it_stopped,
    servers_that_start_at_once_share_the_work,
    server_rewrites_keys_before_it_serves,
    re_keying_waits_for_the_last_writes_of_older_servers,
    server_does_not_run_with_newer_keys,
}
