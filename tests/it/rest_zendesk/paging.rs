//! Tests of cursor pages and numbered pages in the Zendesk API.

use serde_json::{Value as Json, json};

use crate::support::{HOST, TestApp, number_of, on_both_engines};

/// Returns the ids of all rows of a list. Follows the link that `next` finds on each page, like a
/// client.
async fn collected(app: &TestApp, path: &str, list: &str, next: fn(&Json) -> &Json) -> Vec<i64> {
    let mut ids = Vec::new();
    let mut url = format!("{HOST}/api/v2/{path}");
    loop {
        let path = url.strip_prefix(HOST).expect("a way back here").to_owned();
        let page = app.rest_json("GET", &path, None, 200).await;
        let rows = page[list].as_array().expect("a list");
        ids.extend(rows.iter().map(|row| row["id"].as_i64().expect("a number")));
        assert!(ids.len() <= 1_000, "{path} has no end");
        match next(&page).as_str() {
            Some(next) => next.clone_into(&mut url),
            None => return ids,
        }
    }
}

async fn both_kinds_of_pages_reach_every_row_once(app: TestApp) {
    let org = app.org("Acme").await;
    app.crowd(org, 25).await;
    let org = number_of(
        &app.zendesk("organizations").await["organizations"],
        "name",
        "Acme",
    );
    for (path, list) in [
        ("users.json".to_owned(), "users"),
        (
            "organization_memberships.json".to_owned(),
            "organization_memberships",
        ),
        (format!("organizations/{org}/users.json"), "users"),
        (
            format!("organizations/{org}/organization_memberships.json"),
            "organization_memberships",
        ),
    ] {
        let counted = collected(
            &app,
            &format!("{path}?per_page=10"),
            list,
            |page| &page["next_page"],
        )
        .await;
        let cursor = collected(&app, &format!("{path}?page[size]=10"), list, |page| {
            &page["links"]["next"]
        })
        .await;
        let mut once = counted.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), 25, "{path}");
        assert_eq!(counted, cursor, "{path}");
    }
}

async fn previous_link_leads_back_to_the_previous_page(app: TestApp) {
    let org = app.org("Acme").await;
    app.crowd(org, 25).await;
    let first = app.zendesk("users.json?page[size]=10").await;
    assert_eq!(
        (&first["links"]["prev"], &first["meta"]["has_more"]),
        (&Json::Null, &true.into())
    );
    let next = first["links"]["next"].as_str().expect("a next page");
    assert!(
        next.starts_with(&format!("{HOST}/api/v2/users.json?"))
            && next.contains("page%5Bsize%5D=10"),
        "{next}"
    );
    let second = app
        .rest_json("GET", next.strip_prefix(HOST).expect("here"), None, 200)
        .await;
    let back = second["links"]["prev"].as_str().expect("a page before");
    let back = app
        .rest_json("GET", back.strip_prefix(HOST).expect("here"), None, 200)
        .await;
    assert_eq!(first["users"], back["users"]);
}

async fn page_before_the_first_row_links_to_the_first_page(app: TestApp) {
    let org = app.org("Acme").await;
    app.crowd(org, 3).await;
    let first = app.zendesk("users?page[size]=1").await;
    let cursor = first["meta"]["before_cursor"].as_str().expect("a cursor");
    let path = format!("users?page[size]=1&page[before]={cursor}");
    let before = app.zendesk(&path).await;
    assert_eq!(
        (&before["users"], &before["meta"]["has_more"]),
        (&json!([]), &json!(true))
    );
    let next = before["links"]["next"].as_str().expect("a next page");
    let next = next.strip_prefix(&format!("{HOST}/api/v2/")).expect("here");
    assert_eq!(app.zendesk(next).await["users"], first["users"]);
}

async fn page_sizes_are_clamped_and_non_numbers_are_ignored(app: TestApp) {
    let org = app.org("Acme").await;
    app.crowd(org, 101).await;
    for (query, rows) in [
        ("per_page=500", 100),
        ("per_page=0", 1),
        ("per_page=x&page=y", 100),
        ("page[size]=500", 100),
        ("page[size]=x", 100),
        ("page=2", 1),
        ("page=3", 0),
    ] {
        let page = app.zendesk(&format!("users?{query}")).await;
        assert_eq!(
            page["users"].as_array().map(Vec::len),
            Some(rows),
            "{query}"
        );
    }
}

async fn numbered_pages_end_at_ten_thousand_rows(app: TestApp) {
    app.zendesk("users?page=100").await;
    for query in [
        "page=101",
        "page=4000000000",
        "page=4294967296",
        "page=99999999999999999999",
        "page=10001&per_page=1",
    ] {
        let refused = app
            .rest_json("GET", &format!("/api/v2/users?{query}"), None, 400)
            .await;
        let description = refused["description"].as_str().unwrap_or_default();
        assert!(description.contains("cursor"), "{refused:#}");
    }
}

async fn a_cursor_that_was_tampered_with_is_refused(app: TestApp) {
    let org = app.org("Acme").await;
    app.crowd(org, 3).await;
    let of_users = app.zendesk("users?page[size]=1").await;
    let of_users = of_users["meta"]["after_cursor"]
        .as_str()
        .expect("a cursor")
        .to_owned();
    for path in [
        "users?page[size]=1&page[after]=x".to_owned(),
        format!("organizations?page[size]=1&page[after]={of_users}"),
    ] {
        let refused = app
            .rest_json("GET", &format!("/api/v2/{path}"), None, 400)
            .await;
        assert_eq!(refused["error"], "InvalidPaginationParameter");
    }
}

on_both_engines! {
    both_kinds_of_pages_reach_every_row_once,
    previous_link_leads_back_to_the_previous_page,
    page_before_the_first_row_links_to_the_first_page,
    page_sizes_are_clamped_and_non_numbers_are_ignored,
    numbered_pages_end_at_ten_thousand_rows,
    a_cursor_that_was_tampered_with_is_refused,
}
