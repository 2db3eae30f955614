//! Tests of searches for users in the Zendesk API.

use crate::support::{TestApp, on_both_engines};

async fn a_search_finds_by_email_external_id_or_name(app: TestApp) {
    let acme = app.org("Acme").await;
    let ann = app.user(acme, "ann").await;
    app.user(acme, "bob").await;
    app.sql(&format!(
        "UPDATE users SET external_id = 'a*1' WHERE id = {}",
        app.id(ann)
    ))
    .await;
    for query in [
        "ann%40example.com",
        "type%3Auser+email%3AANN%40example.com",
        "email%3A%22ann%40example.com%22%20type%3Auser",
        "name%3Aann",
        "ann+test",
        "%22ann%20test%22",
        "external_id%3A%22a*1%22",
    ] {
        let found = app.zendesk(&format!("users/search?query={query}")).await;
        assert_eq!(
            (&found["count"], &found["users"][0]["name"]),
            (&1.into(), &"ann Test".into()),
            "{query}"
        );
    }
    let none = app.zendesk("users/search?query=nobody@example.com").await;
    assert_eq!(none["count"], 0);
}

async fn unsupported_search_is_refused(app: TestApp) {
    let acme = app.org("Acme").await;
    app.user(acme, "ann").await;
    for (query, reason) in [
        ("type%3Auser+email%3Ax", "`x` is not a whole e-mail address"),
        ("ann*", "`ann*` has a wildcard"),
        (
            "type%3Auser+email%3A*%40example.com",
            "`*@example.com` has a wildcard",
        ),
        (
            "role%3Aadmin",
            "This server does not search users by `role`",
        ),
        ("type%3Aorganization+acme", "several criteria"),
        ("email%3Aann%40example.com+name%3Aann", "several criteria"),
        (
            "created%3E2026-01-01",
            "`created>2026-01-01` has a wildcard or an operator",
        ),
        ("%22ann", "not closed"),
        ("type%3Auser", "has no value"),
    ] {
        let path = format!("/api/v2/users/search.json?query={query}");
        let refused = app.rest_json("GET", &path, None, 400).await;
        assert_eq!(refused["error"], "BadRequest");
        let description = refused["description"].as_str().unwrap_or_default();
        assert!(description.contains(reason), "{query}: {description}");
        assert!(
            description.contains("`email:ann@example.com`"),
            "{description}"
        );
    }
}

on_both_engines! {
    a_search_finds_by_email_external_id_or_name,
    unsupported_search_is_refused,
}
