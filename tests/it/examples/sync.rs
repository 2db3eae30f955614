//! Tests how sync.py reads a file, and which users its rows match.

use serde_json::Value as Json;
use uuid::Uuid;

use crate::support::{ROOT, Served, TestApp, on_both_engines};

use super::{Csv, HEADER, as_rows, output, texts};

/// Runs the script with the org, if there is one, as `--org`.
async fn sync(served: &Served, org: Option<&str>, text: &str) -> (String, String, i32) {
    let csv = Csv::new(text);
    let mut command = served.command("python3", "sync.py");
    command.arg(&csv.path);
    if let Some(org) = org {
        command.args(["--org", org]);
    }
    texts(output(command).await)
}

async fn user_of(app: &TestApp, email: &str) -> Json {
    let find = format!("{{ user(email: \"{email}\") {{ id }} }}");
    app.data(ROOT, &find).await["user"]["id"].take()
}

fn to_text(emails: &[&str]) -> Vec<String> {
    emails.iter().map(|email| (*email).to_owned()).collect()
}

async fn columns_are_separated_by_commas_semicolons_or_tabs(app: TestApp) {
    let org = app.org("Acme").await;
    let served = Served::new(&app).await;
    for (separator, name, email) in [
        (",", "commas", "ann@x.test"),
        (";", "semicolons", "bob@x.test"),
        ("\t", "tabs", "cem@x.test"),
    ] {
        let text = [
            ["email", "first", "last", "groups"].join(separator),
            [email, "\"A, B; C\"", "Lee", "\"Red;Green\""].join(separator),
        ];
        let text = text.join("\r\n");
        let (out, failed, code) = sync(&served, Some("Acme"), &text).await;
        assert_eq!((failed.as_str(), code), ("", 0));
        let head = format!("columns are separated by {name}\ncreated 1 ");
        assert!(out.starts_with(&head), "{out}");
        let row = format!("{email},A, B; C,Lee,,,user,active,Red;Green\n");
        assert_eq!(as_rows(&app, org, &to_text(&[email])).await, [row]);
    }
    let (out, failed, code) = sync(&served, Some("Acme"), "email|first|last\n").await;
    assert_eq!(code, 2);
    assert!(out.starts_with("columns are separated by commas"), "{out}");
    assert!(failed.contains("not ['email|first|last']"), "{failed}");
}

async fn row_that_matches_two_users_fails(app: TestApp) {
    let org = app.org("Acme").await;
    let served = Served::new(&app).await;
    let row = |email: &str, external_id: &str| format!("{email},F,L,,{external_id},user,active,\n");
    let both = format!(
        "{HEADER}{}{}",
        row("ann@x.test", "x-1"),
        row("bob@x.test", "x-2")
    );
    sync(&served, Some("Acme"), &both).await;
    let people = to_text(&["ann@x.test", "bob@x.test"]);
    let before = as_rows(&app, org, &people).await;

    let text = format!("{HEADER}{}", row("ann@x.test", "x-2"));
    let (out, failed, code) = sync(&served, Some("Acme"), &text).await;
    assert_eq!(code, 1);
    assert!(out.ends_with("errors 1"), "{out}");
    assert!(
        failed.contains("line 2: ann@x.test: AMBIGUOUS_MATCH"),
        "{failed}"
    );
    assert!(
        failed.contains("the external id, which is that of bob@x.test"),
        "{failed}"
    );

    // Two rows of a file cannot share an external id, whether a user has the id or not.
    for id in ["x-1", "x-9"] {
        let text = format!("{HEADER}{}{}", row("ann@x.test", id), row("cem@x.test", id));
        let (_, failed, code) = sync(&served, Some("Acme"), &text).await;
        assert_eq!(code, 1);
        assert!(
            failed.contains("line 3: cem@x.test: AMBIGUOUS_MATCH"),
            "{failed}"
        );
        assert!(failed.contains("line 2 names the same person"), "{failed}");
    }
    sync(&served, Some("Acme"), &both).await;
    assert_eq!(as_rows(&app, org, &people).await, before);
    assert_eq!(app.count("SELECT count(*) FROM users").await, 2);

    // An external id that an earlier row releases is free for a later row.
    let text = format!(
        "{HEADER}{}{}",
        row("ann@x.test", "x-3"),
        row("bob@x.test", "x-1")
    );
    let (out, failed, _) = sync(&served, Some("Acme"), &text).await;
    assert_eq!(failed, "");
    assert!(out.contains("updated 2"), "{out}");
}

async fn a_new_email_beside_a_known_external_id_is_an_update(app: TestApp) {
    let org = app.org("Acme").await;
    let served = Served::new(&app).await;
    let row = |email: &str, first: &str, external_id: &str| {
        format!("{email},{first},L,,{external_id},user,active,\n")
    };
    let text = format!("{HEADER}{}", row("ann@x.test", "Ann", "x-1"));
    sync(&served, Some("Acme"), &text).await;
    let ann = user_of(&app, "ann@x.test").await;

    // A new user gets the old address in the same file.
    let text = format!(
        "{HEADER}{}{}",
        row("ann.lee@x.test", "Ann", "x-1"),
        row("ann@x.test", "Anna", "x-2")
    );
    let (out, failed, code) = sync(&served, Some("Acme"), &text).await;
    assert_eq!((failed.as_str(), code), ("", 0));
    assert!(out.contains("created 1 updated 1 "), "{out}");
    assert_eq!(user_of(&app, "ann.lee@x.test").await, ann);
    assert_eq!(
        as_rows(&app, org, &to_text(&["ann.lee@x.test", "ann@x.test"])).await,
        [
            row("ann.lee@x.test", "Ann", "x-1"),
            row("ann@x.test", "Anna", "x-2")
        ]
    );
    let (out, _, _) = sync(&served, Some("Acme"), &text).await;
    assert!(
        out.contains("created 0 updated 0 reactivated 0 unchanged 2"),
        "{out}"
    );
}

async fn a_column_names_the_org_of_each_row(app: TestApp) {
    let (acme, globex) = (app.org("Acme").await, app.org("Globex").await);
    let served = Served::new(&app).await;
    let row = |org: &str, email: &str| format!("{org};{email};F;L;\"Red\"\n");
    let rows = |last: &str| {
        [
            "org;email;first;last;groups\n".to_owned(),
            row("Acme", "ann@x.test"),
            row(&globex.to_string(), "ann@x.test"),
            row("globex", "bob@x.test"),
            row(last, "cem@x.test"),
            row("Nowhere", "dan@x.test"),
        ]
        .concat()
    };
    let (out, failed, code) = sync(&served, None, &rows("")).await;
    assert_eq!(code, 1);
    assert!(out.contains("created 3 "), "{out}");
    assert!(
        failed.contains("line 5: cem@x.test: ORG_NOT_FOUND"),
        "{failed}"
    );
    assert!(
        failed.contains("line 6: dan@x.test: ORG_NOT_FOUND: no org 'Nowhere'"),
        "{failed}"
    );
    let (out, _, _) = sync(&served, Some("Acme"), &rows("")).await;
    assert!(
        out.contains("created 1 updated 0 reactivated 0 unchanged 3"),
        "{out}"
    );

    let members = async |org: Uuid, emails: &[&str]| {
        let rows = as_rows(&app, org, &to_text(emails)).await;
        rows.iter()
            .filter(|row| row.ends_with(",user,active,Red\n"))
            .count()
    };
    assert_eq!(members(acme, &["ann@x.test", "cem@x.test"]).await, 2);
    assert_eq!(members(globex, &["ann@x.test", "bob@x.test"]).await, 2);

    let (_, failed, code) = sync(&served, None, "email\nann@x.test\n").await;
    assert_eq!(code, 2);
    assert!(
        failed.contains("with --org or in a column `org`"),
        "{failed}"
    );
}

async fn addresses_are_compared_as_on_the_server(app: TestApp) {
    let org = app.org("Acme").await;
    let served = Served::new(&app).await;
    // Two spellings of one address that `lower()` does not make equal.
    for (one, other) in [
        ("straße@x.test", "STRASSE@x.test"),
        ("νικος@x.test", "ΝΙΚΟΣ@x.test"),
        ("jos\u{e9}@x.test", "JOSE\u{301}@x.test"),
    ] {
        let text = format!("{HEADER}{one},One,L,,,user,active,\n{other},Two,L,,,user,active,\n");
        let (out, failed, code) = sync(&served, Some("Acme"), &text).await;
        assert_eq!((failed.as_str(), code), ("", 0), "{one}: {out}");
        assert!(out.contains("created 1 updated 1 "), "{one}: {out}");
        let row = format!("{one},Two,L,,,user,active,\n");
        assert_eq!(as_rows(&app, org, &to_text(&[one])).await, [row]);
    }
}

on_both_engines! {
    addresses_are_compared_as_on_the_server,
    columns_are_separated_by_commas_semicolons_or_tabs,
    row_that_matches_two_users_fails,
    a_new_email_beside_a_known_external_id_is_an_update,
    a_column_names_the_org_of_each_row,
}
