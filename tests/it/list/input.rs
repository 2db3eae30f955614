//! Tests invalid arguments of lists: the error names the field, and no argument causes an internal
//! error.

use serde_json::{Value as Json, json};

use crate::support::{ROOT, TestApp, on_both_engines};

use super::unlimited;

const LISTS: [&str; 8] = [
    "users(ARGS)",
    "orgs(ARGS)",
    "memberships(ARGS)",
    "org(id: \"ORG\") { members(ARGS)",
    "org(id: \"ORG\") { groups(ARGS)",
    "user(id: \"USER\") { memberships(ARGS)",
    "user(id: \"USER\") { groups(ARGS)",
    "group(id: \"GROUP\") { members(ARGS)",
];

/// Creates a small directory and returns its lists.
async fn lists(app: &TestApp) -> Vec<String> {
    let org = app.org("Acme").await;
    let group = app.group(org, "Ops").await;
    let user = app.user(org, "ann").await;
    app.join(org, group, user).await;
    for name in ["bob", "cid"] {
        let member = app.user(org, name).await;
        app.join(org, group, member).await;
    }
    app.org("Other").await;
    let lists = LISTS.iter().map(|list| {
        let end = if list.contains('{') {
            " { IT } }"
        } else {
            " { IT }"
        };
        let list = list
            .replace("ORG", &org.to_string())
            .replace("USER", &user.to_string());
        list.replace("GROUP", &group.to_string()) + end
    });
    lists.collect()
}

fn written(list: &str, arguments: &str, selection: &str) -> String {
    list.replacen("ARGS", arguments, 1)
        .replacen("IT", selection, 1)
}

/// Reads a list with the cursor in a variable, which can contain any character. Returns the whole
/// response.
async fn ask(app: &TestApp, list: &str, argument: &str, cursor: &str) -> Json {
    let it = written(
        list,
        &format!("{argument}: $cursor"),
        "edges { cursor } totalCount",
    );
    let query = format!("query($cursor: String) {{ it: {it} }}");
    app.graphql(ROOT, &query, json!({ "cursor": cursor })).await
}

/// Returns the first cursor of the list in each of its orders.
async fn cursors(app: &TestApp, list: &str) -> Vec<String> {
    let mut cursors = Vec::new();
    let orders: &[&str] = match list {
        list if list.starts_with("users(") => &[
            "orderBy: NAME",
            "orderBy: EMAIL",
            "orderBy: UPDATED_AT",
            "orderBy: ID",
        ],
        list if list.starts_with("orgs(") => &["orderBy: NAME", "orderBy: ID"],
        _ => &["first: 5"],
    };
    for order in orders {
        let mut it = &app
            .read(ROOT, &written(list, order, "edges { cursor }"))
            .await;
        if it.get("edges").is_none() {
            it = it
                .as_object()
                .and_then(|object| object.values().next())
                .expect("a list");
        }
        cursors.push(
            it["edges"][0]["cursor"]
                .as_str()
                .expect("a cursor")
                .to_owned(),
        );
    }
    cursors
}

async fn a_size_out_of_range_is_refused(app: TestApp) {
    let app = unlimited(&app).await;
    for list in &lists(&app).await {
        for (arguments, field) in [
            ("first: -1", "first"),
            ("first: 1001", "first"),
            ("first: 1000001", "first"),
            ("first: -2147483648", "first"),
            ("last: -1", "last"),
            ("last: 1001", "last"),
            ("first: 1, last: 1", "last"),
            ("first: 0, last: 0", "last"),
        ] {
            let asked = written(list, arguments, "totalCount");
            let seen = app.read_error(ROOT, &asked).await;
            assert_eq!(seen, ("INVALID_VALUE".to_owned(), json!(field)), "{asked}");
        }
        let too_large = written(list, "first: 3000000000", "totalCount");
        assert_eq!(
            app.error_code(ROOT, &format!("{{ it: {too_large} }}"))
                .await,
            "INVALID_REQUEST"
        );
    }
}

async fn null_arguments_count_as_absent(app: TestApp) {
    app.crowd(app.org("Acme").await, 60).await;
    for (list, arguments) in [
        (
            "users",
            "filter: null, orderBy: null, first: null, after: null, last: null, before: null",
        ),
        ("users", "filter: {}"),
        (
            "users",
            "filter: { name: null, email: null, status: null, updatedSince: null }",
        ),
        (
            "memberships",
            "filter: null, first: null, after: null, last: null, before: null",
        ),
        ("memberships", "filter: {}"),
        (
            "memberships",
            "filter: { org: null, user: null, externalId: null, status: null }",
        ),
    ] {
        let selection = "{ totalCount pageInfo { hasNextPage hasPreviousPage } nodes { id } }";
        let bare = app.read(ROOT, &format!("{list} {selection}")).await;
        assert_eq!(bare["nodes"].as_array().map(Vec::len), Some(50));
        assert_eq!(
            app.read(ROOT, &format!("{list}({arguments}) {selection}"))
                .await,
            bare,
            "{arguments}"
        );
    }
    let bare = app.read(ROOT, "orgs { totalCount nodes { id } }").await;
    for arguments in [
        "filter: {}",
        "filter: { name: null, status: null }",
        "filter: null, orderBy: null, last: null",
    ] {
        assert_eq!(
            app.read(
                ROOT,
                &format!("orgs({arguments}) {{ totalCount nodes {{ id }} }}")
            )
            .await,
            bare
        );
    }
}

async fn cursor_is_valid_only_for_its_own_list(app: TestApp) {
    let lists = lists(&app).await;
    let mut own = Vec::new();
    for list in &lists {
        own.push(cursors(&app, list).await);
    }
    for (index, list) in lists.iter().enumerate() {
        for (other, cursors) in own.iter().enumerate() {
            for (number, cursor) in cursors.iter().enumerate() {
                // All memberships and the memberships of an org have the same order, and so do both
                // lists of groups. Without `orderBy`, the first order applies.
                let fits = (index == other && number == 0)
                    || matches!((index, other), (2, 3) | (3, 2) | (4, 6) | (6, 4));
                let reply = ask(&app, list, "after", cursor).await;
                let code = &reply["errors"][0]["extensions"]["code"];
                let expected = if fits {
                    Json::Null
                } else {
                    json!("INVALID_CURSOR")
                };
                assert_eq!(*code, expected, "{list} after {cursor}\n{reply:#}");
                if !fits {
                    assert_eq!(reply["errors"][0]["extensions"]["field"], "after");
                }
            }
        }
    }
}

async fn damaged_cursor_is_rejected_or_means_another_position(app: TestApp) {
    let lists = lists(&app).await;
    for list in &lists {
        for cursor in cursors(&app, list).await {
            for at in 0..cursor.len() {
                let mut damaged = cursor.clone().into_bytes();
                damaged[at] = match damaged[at] {
                    b'A' => b'B',
                    b'9' | b'_' | b'z' => b'-',
                    other => other + 1,
                };
                let damaged = String::from_utf8(damaged).expect("text");
                for text in [&damaged, &cursor[..at].to_owned()] {
                    let reply = ask(&app, list, "after", text).await;
                    let errors = reply["errors"].as_array().into_iter().flatten();
                    for error in errors {
                        assert_eq!(
                            error["extensions"]["code"], "INVALID_CURSOR",
                            "{text}\n{reply:#}"
                        );
                    }
                }
            }
        }
    }
}

async fn invalid_cursor_is_rejected(app: TestApp) {
    use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
    let id = "00000000-0000-0000-0000-000000000001";
    let lists = lists(&app).await;
    let mut texts: Vec<String> = ["", " ", "null", "0", "é", "\0", "====", "W10", "W10="]
        .map(str::to_owned)
        .into();
    texts.extend([100, 4_096, 4_097, 100_000].map(|length| "A".repeat(length)));
    for form in [
        "[]".to_owned(),
        "{}".to_owned(),
        "[2]".to_owned(),
        "[2,\"users by name\"]".to_owned(),
        "[2,\"users by name\",[]]".to_owned(),
        format!("[1,\"users by name\",[{{\"s\":\"a\"}},{{\"i\":\"{id}\"}}]]"),
        format!("[3,\"users by name\",[{{\"s\":\"a\"}},{{\"i\":\"{id}\"}}]]"),
        format!("[2,\"users by name\",[{{\"i\":\"{id}\"}},{{\"s\":\"a\"}}]]"),
        "[2,\"users by name\",[{\"s\":\"a\"},{\"s\":\"b\"}]]".to_owned(),
        "[2,\"users by name\",[{\"s\":\"a\"},{\"i\":\"b\"}]]".to_owned(),
        "[2,\"users by name\",[{\"n\":1},{\"n\":2}]]".to_owned(),
        format!("[2,\"users by name\",[{{\"s\":null}},{{\"i\":\"{id}\"}}]]"),
        format!("[2,\"users by name\",[{{\"s\":\"a\\u0000b\"}},{{\"i\":\"{id}\"}}]]"),
        format!("[2,\"users by name\",[{{\"s\":\"a\"}},{{\"i\":\"{id}\"}},{{\"i\":\"{id}\"}}]]"),
        format!("[2,\"users by name\",[{{\"s\":\"a\"}},{{\"i\":\"{id}\"}}],1]"),
        format!("[256,\"users by name\",[{{\"s\":\"a\"}},{{\"i\":\"{id}\"}}]]"),
        format!("[2,\"users by name\",[{{\"s\":\"\\ud800\"}},{{\"i\":\"{id}\"}}]]"),
    ] {
        texts.push(BASE64.encode(form));
    }
    for list in &lists {
        for text in &texts {
            for argument in ["after", "before"] {
                let reply = ask(&app, list, argument, text).await;
                let about = &reply["errors"][0]["extensions"];
                assert_eq!(
                    (&about["code"], &about["field"]),
                    (&json!("INVALID_CURSOR"), &json!(argument)),
                    "{text:?}\n{reply:#}"
                );
            }
        }
    }
    // Times and numbers that a database cannot store.
    for time in [
        "-0001-01-01T00:00:00Z",
        "+12026-01-01T00:00:00Z",
        "yesterday",
        "2026-02-30T00:00:00Z",
    ] {
        let cursor = BASE64.encode(format!(
            "[2,\"users by updatedAt\",[{{\"t\":\"{time}\"}},{{\"i\":\"{id}\"}}]]"
        ));
        let query =
            format!("{{ it: users(orderBy: UPDATED_AT, after: \"{cursor}\") {{ totalCount }} }}");
        assert_eq!(
            app.error_code(ROOT, &query).await,
            "INVALID_CURSOR",
            "{time}"
        );
    }
    for number in ["99999999999", "1.5", "\"1\""] {
        let cursor = BASE64.encode(format!(
            "[2,\"memberships of a user\",[{{\"n\":{number}}},{{\"s\":\"a\"}},{{\"i\":\"{id}\"}}]]"
        ));
        let reply = ask(&app, &lists[5], "after", &cursor).await;
        assert_eq!(
            reply["errors"][0]["extensions"]["code"], "INVALID_CURSOR",
            "{number}"
        );
    }
    for number in [i32::MIN, -1, 0, 1, 2, i32::MAX] {
        let cursor = BASE64.encode(format!(
            "[2,\"memberships of a user\",[{{\"n\":{number}}},{{\"s\":\"a\"}},{{\"i\":\"{id}\"}}]]"
        ));
        let reply = ask(&app, &lists[5], "after", &cursor).await;
        let rows = usize::from(number < 0);
        // One membership, which is the default: its sort number is 0, and the name of its org is
        // not below "a".
        assert!(reply.get("errors").is_none(), "{reply:#}");
        assert!(
            reply["data"]["it"]["memberships"]["edges"]
                .as_array()
                .map(Vec::len)
                >= Some(rows),
            "{reply:#}"
        );
    }
}

/// A cursor contains only a position: with the cursor of another actor, an actor sees only their
/// own rows.
async fn cursor_grants_no_access(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let admin = app.admin(org, "admin").await;
    for name in ["ann", "bob"] {
        app.user(other, name).await;
    }
    let token = app.token_of(admin).await;
    for order in ["NAME", "EMAIL", "UPDATED_AT", "ID"] {
        let all = app
            .read(
                ROOT,
                &format!("users(orderBy: {order}) {{ edges {{ cursor node {{ id }} }} }}"),
            )
            .await;
        for edge in all["edges"].as_array().expect("edges") {
            for argument in ["after", "before"] {
                let it = app.read(&token, &format!("users(orderBy: {order}, {argument}: {}) {{ totalCount nodes {{ id }} }}", edge["cursor"])).await;
                assert_eq!(it["totalCount"], 1);
                let nodes = it["nodes"].as_array().expect("nodes");
                assert!(
                    nodes.iter().all(|node| node["id"] == admin.to_string()),
                    "{it:#}"
                );
            }
        }
    }
}

async fn invalid_external_id_or_time_is_rejected(app: TestApp) {
    for (id, field) in [
        ("", "externalId"),
        (&"x".repeat(256) as &str, "externalId"),
        ("a\u{1}b", "externalId"),
    ] {
        let asked = format!(
            "memberships(filter: {{ externalId: {} }}) {{ totalCount }}",
            json!(id)
        );
        assert_eq!(
            app.read_error(ROOT, &asked).await,
            ("INVALID_VALUE".to_owned(), json!(field)),
            "{id:?}"
        );
    }
    for time in [
        "2026-13-01T00:00:00Z",
        "now",
        "",
        "-0001-01-01T00:00:00Z",
        "+99999-01-01T00:00:00Z",
    ] {
        let query = format!("{{ users(filter: {{ updatedSince: \"{time}\" }}) {{ totalCount }} }}");
        assert_eq!(
            app.error_code(ROOT, &query).await,
            "INVALID_REQUEST",
            "{time}"
        );
    }
    for time in [
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z",
        "2026-01-01T00:00:00+14:00",
    ] {
        app.read(
            ROOT,
            &format!(
                "users(filter: {{ updatedSince: \"{time}\" }}) {{ totalCount nodes {{ id }} }}"
            ),
        )
        .await;
    }
    let nobody = "00000000-0000-0000-0000-000000000000";
    for filter in [
        format!("org: \"{nobody}\""),
        format!("user: \"{nobody}\""),
        "externalId: \"%\"".to_owned(),
    ] {
        let it = app
            .read(
                ROOT,
                &format!("memberships(filter: {{ {filter} }}) {{ totalCount nodes {{ id }} }}"),
            )
            .await;
        assert_eq!(it, json!({ "totalCount": 0, "nodes": [] }));
    }
}

on_both_engines! {
    a_size_out_of_range_is_refused,
    null_arguments_count_as_absent,
    cursor_is_valid_only_for_its_own_list,
    damaged_cursor_is_rejected_or_means_another_position,
    invalid_cursor_is_rejected,
    cursor_grants_no_access,
    invalid_external_id_or_time_is_rejected,
}
