//! Tests the list of events.

use chrono::Duration;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

const EACH: &str = "nodes { id verb entity entityId }";

/// Returns the verb and the entity of each event of the list.
async fn list(app: &TestApp, token: &str, arguments: &str) -> Vec<String> {
    let list = app
        .read(token, &format!("events({arguments}) {{ {EACH} }}"))
        .await;
    let nodes = list["nodes"].as_array().expect("a list").iter();
    let word = |event: &Json, name| event[name].as_str().expect("a word").to_owned();
    nodes
        .map(|event| word(event, "verb") + " " + &word(event, "entity"))
        .collect()
}

async fn newest_event_comes_first_with_all_fields(app: TestApp) {
    let org = app.org("Acme").await;
    let (owner, user) = (app.owner(org, "owner").await, app.user(org, "ann").await);
    let token = app
        .token(&format!("userId: \"{owner}\", source: \"hr\""))
        .await;
    let update = format!(
        "mutation {{ updateMember(org: \"{org}\", userId: \"{user}\", externalId: \"e-7\") {{ id }} }}"
    );
    let mut request = TestApp::request(&token, &update, json!({}));
    let id = "call-42".parse().expect("a header");
    request.headers_mut().insert("x-request-id", id);
    let reply = app.send(request).await.json();
    let own = app.data(&token, "{ viewer { token { id } } }").await;
    let fields = "at actorKind actor { email } tokenId source requestId verb entity entityId \
                  org { name } user { email } before after";
    let query = format!("events(first: 1) {{ nodes {{ {fields} }} pageInfo {{ hasNextPage }} }}");
    let newest = json!({
        "nodes": [{
            "at": "2026-01-01T00:00:00.000000Z",
            "actorKind": "TOKEN",
            "actor": { "email": "owner@example.com" },
            "tokenId": own["viewer"]["token"]["id"],
            "source": "hr",
            "requestId": "call-42",
            "verb": "updated",
            "entity": "membership",
            "entityId": reply["data"]["updateMember"]["id"],
            "org": { "name": "Acme" },
            "user": { "email": "ann@example.com" },
            "before": { "externalId": null },
            "after": { "externalId": "e-7" },
        }],
        "pageInfo": { "hasNextPage": true },
    });
    assert_eq!(app.read(&token, &query).await, newest);
}

async fn pages_go_from_new_to_old_without_gap_or_repetition(app: TestApp) {
    let org = app.org("Acme").await;
    for n in 0..5 {
        app.user(org, &format!("user{n}")).await;
    }
    let all = app
        .read(
            ROOT,
            &format!("events(first: 1000) {{ {EACH} totalCount }}"),
        )
        .await;
    let (all, total) = (all["nodes"].as_array().expect("a list"), &all["totalCount"]);
    assert_eq!(json!(all.len()), *total);
    let ids: Vec<&str> = all
        .iter()
        .filter_map(|event| event["id"].as_str())
        .collect();
    assert!(ids.is_sorted_by(|a, b| a > b), "{ids:?}");
    let (mut paged, mut after) = (Vec::new(), Json::Null);
    loop {
        let page = app
            .read(
                ROOT,
                &format!(
                    "events(first: 3, after: {after}) {{ {EACH} pageInfo {{ hasNextPage hasPreviousPage endCursor }} }}"
                ),
            )
            .await;
        let info = &page["pageInfo"];
        assert_eq!(info["hasPreviousPage"], json!(!paged.is_empty()));
        paged.extend(page["nodes"].as_array().expect("a list").clone());
        // A new event comes before the page, and shifts no rows.
        app.group(org, &format!("group{}", paged.len())).await;
        after = info["endCursor"].clone();
        if info["hasNextPage"] == json!(false) {
            break;
        }
    }
    assert_eq!(&paged, all);
}

async fn ascending_list_is_the_reversed_one(app: TestApp) {
    let org = app.org("Acme").await;
    for n in 0..3 {
        app.user(org, &format!("user{n}")).await;
    }
    let ids = |arguments: &'static str| {
        let (app, query) = (&app, format!("events({arguments}) {{ nodes {{ id }} }}"));
        async move {
            let list = app.read(ROOT, &query).await;
            list["nodes"].as_array().expect("a list").clone()
        }
    };
    let mut newest = ids("first: 100").await;
    let oldest = ids("first: 100, direction: ASC").await;
    let number = oldest.len();
    assert!(number >= 7, "{oldest:?}");
    assert_eq!(ids("last: 2").await, newest[number - 2..]);
    assert_eq!(ids("last: 2, direction: ASC").await, oldest[number - 2..]);
    newest.reverse();
    assert_eq!(newest, oldest);
}

async fn each_filter_selects_the_matching_events(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (owner, user) = (app.owner(org, "owner").await, app.user(org, "ann").await);
    let token = app.token_of(owner).await;
    app.done(
        &token,
        &format!("createGroup(org: \"{org}\", name: \"Ops\")"),
    )
    .await;
    app.add(other, user).await;
    app.retire(other, user).await;
    for (filter, expected) in [
        (
            format!("org: \"{other}\""),
            vec!["retired membership", "created membership", "created org"],
        ),
        (
            format!("user: \"{user}\""),
            vec![
                "retired membership",
                "created membership",
                "created membership",
                "created user",
            ],
        ),
        (format!("actor: \"{owner}\""), vec!["created group"]),
        ("verb: \"retired\"".to_owned(), vec!["retired membership"]),
        (
            "entity: \"org\"".to_owned(),
            vec!["created org", "created org"],
        ),
        (
            format!("org: \"{org}\", entity: \"group\", verb: \"created\""),
            vec!["created group"],
        ),
        (
            format!("org: \"{org}\", actor: \"{owner}\""),
            vec!["created group"],
        ),
        (format!("org: \"{other}\", actor: \"{owner}\""), vec![]),
        (
            format!("org: \"{org}\", user: \"{user}\", verb: \"created\""),
            vec!["created membership"],
        ),
        ("entity: \"role\", verb: \"removed\"".to_owned(), vec![]),
    ] {
        let list = list(&app, ROOT, &format!("filter: {{ {filter} }}")).await;
        assert_eq!(list, expected, "{filter}");
        let counted = format!("events(filter: {{ {filter} }}) {{ totalCount }}");
        let count = app.read(ROOT, &counted).await["totalCount"].clone();
        assert_eq!(count, json!(expected.len()), "{filter}");
    }
}

async fn adjacent_intervals_neither_share_nor_miss_events(app: TestApp) {
    let org = app.org("Acme").await;
    app.clock.advance(Duration::milliseconds(1_500));
    app.user(org, "ann").await;
    app.clock.advance(Duration::milliseconds(1_500));
    app.group(org, "Ops").await;
    let of = async |filter: &str| {
        let filter = format!("filter: {{ org: \"{org}\", {filter} }}");
        list(&app, ROOT, &filter).await
    };
    let (first, second) = ("\"2026-01-01T00:00:01.5Z\"", "\"2026-01-01T00:00:03Z\"");
    assert_eq!(of(&format!("until: {first}")).await, ["created org"]);
    assert_eq!(
        of(&format!("since: {first}, until: {second}")).await,
        ["created membership"]
    );
    assert_eq!(of(&format!("since: {second}")).await, ["created group"]);
    assert_eq!(
        of(&format!("since: {second}, until: {first}")).await,
        [""; 0]
    );
    assert_eq!(of("since: \"1900-01-01T00:00:00Z\"").await.len(), 3);
    assert_eq!(of("until: \"9999-01-01T00:00:00Z\"").await.len(), 3);
}

async fn events_of_orgs_without_permission_are_hidden(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (admin, user) = (app.admin(org, "admin").await, app.user(other, "ann").await);
    app.add(org, user).await;
    app.add(other, admin).await;
    let own = [
        "created membership",
        "updated membership",
        "created membership",
        "created org",
    ];
    for token in [app.token_of_org(org).await, app.token_of(admin).await] {
        let mut seen = list(&app, &token, "first: 1000").await;
        seen.retain(|event| event != "created token");
        assert_eq!(seen, own);
        // The row of the user belongs to no org, and so do its events.
        let of_user = format!("filter: {{ user: \"{user}\" }}");
        assert_eq!(list(&app, &token, &of_user).await, ["created membership"]);
        let kind = "filter: { entity: \"user\" }";
        assert_eq!(list(&app, &token, kind).await, [""; 0]);
        let counted = app
            .read(&token, &format!("events({of_user}) {{ totalCount }}"))
            .await;
        assert_eq!(counted["totalCount"], json!(1));
    }
    let refused = async |token: &str, org: Uuid| {
        let list = format!("events(filter: {{ org: \"{org}\" }}) {{ totalCount }}");
        app.read_error(token, &list).await.0
    };
    let admins = app.token_of(admin).await;
    assert_eq!(refused(&admins, other).await, "FORBIDDEN");
    let plain = app.token_of(user).await;
    assert_eq!(refused(&plain, org).await, "FORBIDDEN");
    assert_eq!(list(&app, &plain, "first: 10").await, [""; 0]);
    assert_eq!(
        refused(&app.token_of_org(org).await, other).await,
        "ORG_NOT_FOUND"
    );
    let narrow = app.token("scopes: [\"members:read\"]").await;
    assert_eq!(list(&app, &narrow, "first: 10").await, [""; 0]);
    for filter in ["verb: \"created\"", &format!("user: \"{user}\"")] {
        let events = format!("filter: {{ {filter} }}");
        assert_eq!(list(&app, &narrow, &events).await, [""; 0]);
    }
}

async fn hidden_actor_of_an_event_is_null(app: TestApp) {
    let (org, hidden) = (app.org("Acme").await, app.org("Hidden").await);
    let (owner, user) = (app.owner(hidden, "owner").await, app.user(org, "ann").await);
    let sql = format!(
        "UPDATE events SET actor_user_id = {} WHERE entity = 'membership'",
        app.id(owner)
    );
    app.sql(&sql).await;
    let query = format!(
        "events(filter: {{ user: \"{user}\" }}) {{ nodes {{ actor {{ id }} user {{ id }} org {{ id }} }} }}"
    );
    let seen = app.read(&app.token_of_org(org).await, &query).await;
    // The user belongs to this org alone, so the event of their own row is seen too.
    let expected = json!([
        { "actor": null, "user": { "id": user }, "org": { "id": org } },
        { "actor": null, "user": { "id": user }, "org": null },
    ]);
    assert_eq!(seen["nodes"], expected);
}

async fn invalid_filters_and_pages_are_rejected(app: TestApp) {
    for (filter, field) in [
        ("verb: \"deleted\"", "verb"),
        ("verb: \"\"", "verb"),
        ("entity: \"member\"", "entity"),
    ] {
        let list = format!("events(filter: {{ {filter} }}) {{ totalCount }}");
        let refused = app.read_error(ROOT, &list).await;
        assert_eq!(refused, ("INVALID_VALUE".to_owned(), json!(field)));
    }
    for (page, code) in [
        ("first: 1001", "INVALID_VALUE"),
        ("first: -1", "INVALID_VALUE"),
        ("after: \"x\"", "INVALID_CURSOR"),
    ] {
        let list = format!("events({page}) {{ totalCount }}");
        let (refused, field) = app.read_error(ROOT, &list).await;
        let named = page.split(':').next();
        assert_eq!((refused.as_str(), field.as_str()), (code, named));
    }
}

on_both_engines! {
    newest_event_comes_first_with_all_fields,
    pages_go_from_new_to_old_without_gap_or_repetition,
    ascending_list_is_the_reversed_one,
    each_filter_selects_the_matching_events,
    adjacent_intervals_neither_share_nor_miss_events,
    events_of_orgs_without_permission_are_hidden,
    hidden_actor_of_an_event_is_null,
    invalid_filters_and_pages_are_rejected,
}
