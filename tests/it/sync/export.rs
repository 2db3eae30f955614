//! `GET /export`.

use axum::{body::Body, http::Request};
use serde_json::{Value as Json, json};

use crate::support::{ROOT, Reply, TestApp, on_both_engines};

const HEADER: &str = "email,external_id,first,last,name,mobile,timezone,org,role,status,groups,is_default,user_external_id";

async fn export(app: &TestApp, token: &str, parameters: &str) -> Reply {
    let request = Request::get(format!("/export{parameters}"))
        .header("authorization", format!("Bearer {token}"))
        .body(Body::empty());
    app.send(request.expect("a request")).await
}

/// Returns the lines of an export in CSV, without the header, sorted.
async fn rows(app: &TestApp, token: &str, parameters: &str) -> Vec<String> {
    let reply = export(app, token, parameters).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(reply.header("cache-control"), "no-store");
    let mut lines = reply.body.lines();
    assert_eq!(lines.next(), Some(HEADER));
    let mut rows: Vec<_> = lines.map(str::to_owned).collect();
    rows.sort_unstable();
    rows
}

async fn code(app: &TestApp, token: &str, parameters: &str) -> (u16, String) {
    let reply = export(app, token, parameters).await;
    let code = reply.json()["code"].as_str().expect("a code").to_owned();
    (reply.status.as_u16(), code)
}

async fn export_has_all_fields_of_members(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("-Beta").await);
    let create = format!(
        "createUser(org: \"{org}\", email: \"ann@example.com\", first: \"Ann\", last: \"O'Neill, Jr.\", \
         mobile: \"+491701234567\", externalId: \"007\")"
    );
    let ann = app.done(ROOT, &create).await;
    let update =
        format!("updateUser(userId: \"{ann}\", name: \"=Ann\", timezone: \"Europe/Berlin\")");
    app.done(ROOT, &update).await;
    let upsert = "upsertUser(input: { email: \"ann@example.com\", externalId: \"u-1\" })";
    app.done(ROOT, upsert).await;
    for name in ["a;b", "Ops"] {
        let group = app.group(org, name).await;
        app.join(org, group, ann).await;
    }
    app.add(other, ann).await;
    let bob = app.admin(org, "bob").await;
    let ops = app
        .read(
            ROOT,
            &format!("org(id: \"{org}\") {{ groups {{ nodes {{ id name }} }} }}"),
        )
        .await;
    let ops = ops["groups"]["nodes"].as_array().expect("groups").iter();
    let ops = ops
        .clone()
        .find(|group| group["name"] == "Ops")
        .expect("a group")["id"]
        .clone();
    let join = format!("addGroupMembership(org: \"{org}\", groupId: {ops}, userId: \"{bob}\")");
    app.done(ROOT, &join).await;
    app.retire(org, bob).await;
    assert_eq!(
        rows(&app, ROOT, "").await,
        [
            "ann@example.com,,Ann,\"O'Neill, Jr.\",'=Ann,'+491701234567,Europe/Berlin,'-Beta,user,active,,,u-1",
            "ann@example.com,007,Ann,\"O'Neill, Jr.\",'=Ann,'+491701234567,Europe/Berlin,Acme,user,active,a\\;b;Ops,true,u-1",
            "bob@example.com,,bob,Test,,,,Acme,admin,retired,,,",
        ]
    );
    let reply = export(&app, ROOT, "?format=jsonl&org=ACME").await;
    assert_eq!(
        reply.header("content-type"),
        "application/x-ndjson; charset=utf-8"
    );
    let lines: Vec<Json> = reply
        .body
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(
        lines,
        [
            json!({
                "email": "ann@example.com", "external_id": "007", "first": "Ann", "last": "O'Neill, Jr.",
                "name": "=Ann", "mobile": "+491701234567", "timezone": "Europe/Berlin", "org": "Acme",
                "role": "user", "status": "active", "groups": ["a;b", "Ops"], "is_default": true,
                "user_external_id": "u-1",
            }),
            json!({
                "email": "bob@example.com", "first": "bob", "last": "Test", "org": "Acme", "role": "admin",
                "status": "retired",
            }),
        ]
    );
}

async fn export_is_limited_to_what_the_token_may_read(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Beta").await);
    let (admin, user) = (app.admin(org, "admin").await, app.user(org, "user").await);
    let group = app.group(org, "Ops").await;
    app.join(org, group, user).await;
    app.user(other, "hidden").await;
    app.add(other, user).await;
    let emails = |rows: Vec<String>| -> Vec<String> {
        let email = |row: String| row.split(',').next().expect("a cell").to_owned();
        rows.into_iter().map(email).collect()
    };
    let own = ["admin@example.com", "user@example.com"];
    let by_admin = app.token_of(admin).await;
    for token in [&by_admin, &app.token_of_org(org).await] {
        assert_eq!(emails(rows(&app, token, "").await), own);
        let parameters = format!("?org={org}");
        assert_eq!(emails(rows(&app, token, &parameters).await), own);
        for org in [other.to_string(), "Beta".to_owned(), "Nowhere".to_owned()] {
            let parameters = format!("?org={org}");
            let refused = code(&app, token, &parameters).await;
            assert_eq!(refused, (404, "ORG_NOT_FOUND".to_owned()), "{parameters}");
        }
    }
    assert_eq!(rows(&app, ROOT, "").await.len(), 4);
    let by_user = app.token_of(user).await;
    for parameters in [String::new(), format!("?org={org}")] {
        let refused = code(&app, &by_user, &parameters).await;
        assert_eq!(refused, (403, "FORBIDDEN".to_owned()), "{parameters}");
    }
    // Groups are shown only with `groups:read`.
    let groups = |rows: &[String]| rows.iter().any(|row| row.contains(",Ops,"));
    let narrow = app.token("scopes: [\"members:read\"]").await;
    assert!(groups(&rows(&app, ROOT, "").await));
    assert!(!groups(&rows(&app, &narrow, "").await));
    let none = app.token("scopes: [\"groups:read\"]").await;
    assert_eq!(code(&app, &none, "").await, (403, "FORBIDDEN".to_owned()));
    app.retire(org, admin).await;
    assert_eq!(
        code(&app, &by_admin, "").await,
        (403, "FORBIDDEN".to_owned())
    );
}

async fn export_of_a_source_has_what_it_owns(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Beta").await);
    let (ann, bob) = (app.user(org, "ann").await, app.user(org, "bob").await);
    app.add(other, ann).await;
    let (one, two) = (app.group(org, "One").await, app.group(org, "Two").await);
    app.join(org, one, ann).await;
    app.join(org, two, ann).await;
    app.join(org, two, bob).await;
    for sql in [
        format!(
            "UPDATE memberships SET owned_by = 'hr' WHERE user_id = {} AND org_id = {}",
            app.id(ann),
            app.id(org)
        ),
        format!(
            "UPDATE group_memberships SET owned_by = 'hr' WHERE group_id = {}",
            app.id(one)
        ),
    ] {
        app.sql(&sql).await;
    }
    let expected = ["ann@example.com,,ann,Test,,,,Acme,user,active,One,true,"];
    assert_eq!(rows(&app, ROOT, "?source=hr").await, expected);
    assert_eq!(rows(&app, ROOT, "?source=hr&org=Acme").await, expected);
    assert!(rows(&app, ROOT, "?source=hr&org=Beta").await.is_empty());
    assert!(rows(&app, ROOT, "?source=other").await.is_empty());
}

async fn export_names_orgs_so_that_they_are_found(app: TestApp) {
    let (one, two) = (app.org("One").await, app.org("Two").await);
    app.user(one, "ann").await;
    app.user(two, "bob").await;
    let clash = format!("updateOrg(org: \"{two}\", externalId: \"One\")");
    app.done(ROOT, &clash).await;
    let orgs: Vec<String> = rows(&app, ROOT, "")
        .await
        .iter()
        .map(|row| row.split(',').nth(7).expect("a cell").to_owned())
        .collect();
    assert_eq!(orgs, [one.to_string(), "Two".to_owned()]);
    assert_eq!(
        code(&app, ROOT, "?org=One").await,
        (409, "AMBIGUOUS_MATCH".to_owned())
    );
    assert_eq!(rows(&app, ROOT, &format!("?org={one}")).await.len(), 1);
    // Retired orgs are exported only by their ids.
    app.retire_org(one).await;
    assert_eq!(rows(&app, ROOT, "").await.len(), 1);
    assert_eq!(rows(&app, ROOT, &format!("?org={one}")).await.len(), 1);
    for (parameters, expected) in [
        ("?format=xml", "INVALID_VALUE"),
        ("?source=", "INVALID_VALUE"),
        ("?org=a&org=b", "INVALID_REQUEST"),
        ("?limit=1", "INVALID_REQUEST"),
    ] {
        let refused = code(&app, ROOT, parameters).await;
        assert_eq!(refused, (400, expected.to_owned()), "{parameters}");
    }
}

async fn large_export_has_each_member_once(app: TestApp) {
    let org = app.org("Acme").await;
    let empty = app.org("Empty").await;
    app.crowd(org, 2_500).await;
    let found = rows(&app, ROOT, "").await;
    assert_eq!(found.len(), 2_500);
    let mut distinct = found.clone();
    distinct.dedup();
    assert_eq!(distinct, found);
    assert!(rows(&app, ROOT, &format!("?org={empty}")).await.is_empty());
}

on_both_engines! {
    export_has_all_fields_of_members,
    export_is_limited_to_what_the_token_may_read,
    export_of_a_source_has_what_it_owns,
    export_names_orgs_so_that_they_are_found,
    large_export_has_each_member_once,
}
