//! Tests the name filter of lists: which parts of a name match, and that many matches give the same
//! rows as few.

use std::collections::BTreeSet;

use serde_json::json;

use crate::support::{ROOT, TestApp, on_both_engines};

use super::{
    List,
    expected::{On, Principal, Tables, is_called},
};

fn filtered(list: &str, name: &str) -> String {
    format!(
        "{list}(filter: {{ name: {} }}) {{ totalCount nodes {{ name }} }}",
        json!(name)
    )
}

fn root() -> Principal {
    Principal {
        name: "root",
        secret: ROOT.to_owned(),
        on: On::Platform,
        scopes: ["members:read"].into(),
    }
}

async fn a_name_too_short_or_too_long_or_with_control_characters_is_refused(app: TestApp) {
    for list in ["users", "orgs"] {
        for name in ["", " ", "a", "ab", " ab ", "\u{3000}ab\u{a0}", "李", "李a"] {
            let seen = app.read_error(ROOT, &filtered(list, name)).await;
            assert_eq!(
                seen,
                ("NAME_TOO_SHORT".to_owned(), json!("name")),
                "{list} {name:?}"
            );
        }
        for name in [
            "a\0bc",
            "abc\u{1b}",
            "a\u{8}bc",
            "abc\u{9f}",
            "\u{7f}abc",
            &"x".repeat(1_025),
            &"é".repeat(513),
        ] {
            let seen = app.read_error(ROOT, &filtered(list, name)).await;
            assert_eq!(
                seen,
                ("INVALID_VALUE".to_owned(), json!("name")),
                "{list} {name:?}"
            );
        }
        for name in [
            "abc",
            "李小龙",
            &"x".repeat(1_024),
            &"\u{fdfa}".repeat(341),
            "\u{1f600}\u{1f600}\u{1f600}",
        ] {
            let it = app.read(ROOT, &filtered(list, name)).await;
            assert_eq!(
                it,
                json!({ "totalCount": 0, "nodes": [] }),
                "{list} {name:?}"
            );
        }
    }
}

/// No character of a name has a special meaning: not in LIKE, not in the full-text index, not in an
/// SQL string.
async fn name_filter_matches_its_text_literally(app: TestApp) {
    let org = app.org("Acme").await;
    let names = [
        "100% sure",
        "100x sure",
        "under_score",
        "underxscore",
        "back\\slash",
        "back\\\\slash",
        "O'Neil",
        "O\"Neil",
        "O''Neil",
        "NEAR(a b)",
        "a OR b",
        "a AND b",
        "NOT a",
        "star*",
        "star",
        "search_text : x",
        "{search_text}: y",
        "^first",
        "a-b-c",
        "a+b+c",
        "(brackets)",
        "x\"\"y",
        "$1 and $2",
        "?1",
        "--; DROP TABLE users",
        "José Ángel",
        "Jose Angel",
        "Straße",
        "STRASSE",
        "ﬁnal",
        "İstanbul",
        "ΣΊΣΥΦΟΣ",
        "रवि कुमार",
        "李小龙",
        "\u{1f600}\u{1f601}\u{1f602}",
        "e\u{301}\u{327}t\u{301}e",
        "tab  two spaces",
    ];
    for (number, name) in names.iter().enumerate() {
        let create = format!(
            "createUser(org: \"{org}\", email: \"n{number}@example.com\", first: \"F\", last: \"L\", name: {})",
            json!(name)
        );
        app.done(ROOT, &create).await;
        app.org(&format!("Org {number} {name}")).await;
    }
    let tables = Tables::of(&app).await;
    let parts = [
        "100%",
        "0% s",
        "r_s",
        "er_",
        "___",
        "%%%",
        "k\\s",
        "\\\\s",
        "\\\\\\",
        "o'n",
        "O\"N",
        "''N",
        "near(",
        "a or",
        "OR b",
        "and b",
        "not a",
        "tar*",
        "ar*\"",
        "star",
        "text :",
        "}: y",
        "^fi",
        "b-c",
        "+b+",
        "(br",
        "\"\"y",
        "$1 a",
        "--;",
        "drop table",
        "jose",
        "JOSÉ",
        "ángel",
        "strasse",
        "Straße",
        "fin",
        "ﬁn",
        "istan",
        "İST",
        "σίσυφος",
        "σισυφοσ",
        "रवि",
        "小龙",
        "李小龙",
        "\u{1f601}\u{1f602}",
        "\u{1f600}\u{1f601}\u{1f602}",
        "éte",
        "b two",
        "  two",
        "* OR *",
        "\" OR \"",
        "sure\" *",
        "NEAR(\"a\" \"b\")",
    ];
    let who = root();
    for part in parts.iter().copied().chain(names) {
        if part.trim().chars().count() < 3 {
            continue;
        }
        for order in ["NAME", "ID"] {
            let list = List::new(format!(
                "users(filter: {{ name: {} }}, orderBy: {order} ARGS)",
                json!(part)
            ));
            if tenantry::normalize::search(part).chars().count() < 3 {
                continue;
            }
            let page = list.page(&app, ROOT, "first: 1000").await;
            let expected = tables.users(&who, order, |user| is_called(user, part));
            assert_eq!(page.keys, expected, "{part}");
            assert_eq!(page.total, expected.len() as u64, "{part}");
        }
        let list = List::new(format!("orgs(filter: {{ name: {} }} ARGS)", json!(part)));
        let page = list.page(&app, ROOT, "first: 1000").await;
        let normalized = tenantry::normalize::key(part);
        assert_eq!(
            page.keys,
            tables.orgs(&who, "NAME", |org| tenantry::normalize::key(&org.name)
                .contains(&normalized)),
            "{part}"
        );
    }
}

/// A list with more than ten thousand matching users is read in another way. Its rows must be the
/// same.
async fn frequent_name_lists_the_same_rows_as_a_rare_name(app: TestApp) {
    let (org, small) = (app.org("Acme").await, app.org("Small").await);
    app.crowd(org, 12_000).await;
    let admin = app.admin(small, "admin").await;
    for number in [7, 4_000, 11_999] {
        let user = app
            .read(
                ROOT,
                &format!("user(email: \"p{number}@example.com\") {{ id }}"),
            )
            .await;
        app.add(
            small,
            user["id"]
                .as_str()
                .and_then(|id| id.parse().ok())
                .expect("an id"),
        )
        .await;
    }
    // These times give an order that differs from all other orders.
    let minutes = match app.engine {
        crate::support::Engine::Sqlite => {
            "strftime('%Y-%m-%dT%H:%M:%S+00:00', 1767225600 + length(email) * 1000 + seq * 7919 % 977, 'unixepoch')"
        }
        crate::support::Engine::Postgres => {
            "to_timestamp(1767225600 + length(email) * 1000 + ascii(substr(email, 3)) * 37)"
        }
    };
    app.sql(&format!("UPDATE users SET updated_at = {minutes}"))
        .await;
    app.sql("UPDATE users SET status = 'suspended' WHERE email LIKE '%77@example.com'")
        .await;
    let tables = Tables::of(&app).await;
    let called: std::collections::HashMap<_, _> = tables
        .users
        .iter()
        .map(|user| (user.id, user.display_name.to_lowercase()))
        .collect();
    let mut whos = vec![root()];
    let of_org = app.token_of_org(org).await;
    let of_small = app.token_of_org(small).await;
    let of_admin = app.token_of(admin).await;
    let scopes = root().scopes;
    for (name, secret, on) in [
        ("large org", of_org, On::Org(org)),
        ("small org", of_small, On::Org(small)),
        ("admin of a small org", of_admin, On::User(admin, None)),
    ] {
        whos.push(Principal {
            name,
            secret,
            on,
            scopes: scopes.clone(),
        });
    }
    for who in &whos {
        for order in ["NAME", "EMAIL", "UPDATED_AT", "ID"] {
            for part in ["person", "son 11", "nobody"] {
                for (status, word) in [(None, ""), (Some(true), ", status: SUSPENDED")] {
                    let expected = tables.users(who, order, |user| {
                        called[&user.id].contains(part)
                            && status
                                .is_none_or(|status| super::expected::is_suspended(user) == status)
                    });
                    let list = List::new(format!(
                        "users(filter: {{ name: \"{part}\"{word} }}, orderBy: {order} ARGS)"
                    ));
                    let page = list.page(&app, &who.secret, "first: 3").await;
                    assert_eq!(
                        page.keys,
                        expected[..expected.len().min(3)],
                        "{}: {list:?}",
                        who.name
                    );
                    assert_eq!(page.total, expected.len() as u64);
                    let last = list.page(&app, &who.secret, "last: 3").await;
                    assert_eq!(
                        last.keys,
                        expected[expected.len().saturating_sub(3)..],
                        "{}: {list:?}",
                        who.name
                    );
                    // Continues from the middle, in both directions.
                    let Some(start) = last.start else { continue };
                    let before = list
                        .page(
                            &app,
                            &who.secret,
                            &format!("last: 500, before: \"{start}\""),
                        )
                        .await;
                    let end = expected.len() - last.keys.len();
                    assert_eq!(
                        before.keys,
                        expected[end.saturating_sub(500)..end],
                        "{}: {list:?}",
                        who.name
                    );
                    let Some(start) = before.start else { continue };
                    let after = list
                        .page(
                            &app,
                            &who.secret,
                            &format!("first: 1000, after: \"{start}\""),
                        )
                        .await;
                    let begin = end.saturating_sub(500) + 1;
                    assert_eq!(
                        after.keys,
                        expected[begin..expected.len().min(begin + 1_000)],
                        "{}: {list:?}",
                        who.name
                    );
                }
            }
        }
    }
    let all: BTreeSet<_> = tables.users(&root(), "ID", |_| true).into_iter().collect();
    assert_eq!(all.len(), 12_001);
}

on_both_engines! {
    a_name_too_short_or_too_long_or_with_control_characters_is_refused,
    name_filter_matches_its_text_literally,
    frequent_name_lists_the_same_rows_as_a_rare_name,
}
