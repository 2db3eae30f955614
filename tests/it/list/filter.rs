//! Tests the filters of lists, the orders by members, and the numbers of members, of owners and of
//! rows that a token may see.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

/// Returns the values of `key` of a list of objects.
fn values(list: &Json, key: &str) -> Vec<String> {
    let list = list.as_array().unwrap_or_else(|| panic!("{list:#}"));
    let value = |one: &Json| one[key].as_str().expect("text").to_owned();
    list.iter().map(value).collect()
}

/// Reads the names of the users that match a filter, in the order of the list.
async fn users(app: &TestApp, token: &str, filter: &str) -> Vec<String> {
    let query = format!("users(filter: {{ {filter} }}) {{ nodes {{ first }} totalCount }}");
    let found = app.read(token, &query).await;
    let names = values(&found["nodes"], "first");
    assert_eq!(found["totalCount"], json!(names.len()), "{filter}");
    names
}

/// Reads the first names of the members of an org.
async fn members(app: &TestApp, token: &str, org: Uuid, arguments: &str) -> Vec<String> {
    let query = format!(
        "org(id: \"{org}\") {{ members({arguments}) {{ nodes {{ user {{ first }} }} totalCount }} }}"
    );
    let found = app.read(token, &query).await;
    let found = &found["members"];
    let nodes = found["nodes"].as_array().expect("members");
    let names: Vec<_> = nodes
        .iter()
        .map(|node| node["user"]["first"].as_str().expect("a name").to_owned())
        .collect();
    assert_eq!(found["totalCount"], json!(names.len()), "{arguments}");
    names
}

async fn users_are_filtered_by_org_time_and_ids(app: TestApp) {
    let (own, other) = (app.org("Own").await, app.org("Other").await);
    let ann = app.user(own, "ann").await;
    let bob = app.user(own, "bob").await;
    app.add(other, bob).await;
    app.clock.advance(chrono::Duration::hours(1));
    app.user(other, "cid").await;
    let dan = app.user(own, "dan").await;
    let remove = format!("removeOrgMember(org: \"{own}\", userId: \"{dan}\")");
    app.done(ROOT, &remove).await;
    let boss = app.token_of(app.admin(own, "eve").await).await;
    let of = |org: Uuid| format!("org: \"{org}\"");
    let not = |org: Uuid| format!("notInOrg: \"{org}\"");
    assert_eq!(users(&app, ROOT, &of(own)).await, ["ann", "bob", "eve"]);
    assert_eq!(users(&app, ROOT, &not(own)).await, ["cid", "dan"]);
    let both = format!("{}, {}", of(own), not(other));
    assert_eq!(users(&app, ROOT, &both).await, ["ann", "eve"]);
    assert_eq!(users(&app, ROOT, "withoutOrg: true").await, ["dan"]);
    let with = users(&app, ROOT, "withoutOrg: false").await;
    assert_eq!(with, ["ann", "bob", "cid", "eve"]);
    let late = users(&app, ROOT, "createdSince: \"2026-01-01T00:30:00Z\"").await;
    assert_eq!(late, ["cid", "dan", "eve"]);
    let ids = format!("ids: [\"{bob}\", \"{dan}\", \"{bob}\"]");
    assert_eq!(users(&app, ROOT, &ids).await, ["bob", "dan"]);
    assert_eq!(users(&app, &boss, &ids).await, ["bob"]);
    assert_eq!(users(&app, ROOT, "ids: []").await, Vec::<String>::new());
    assert_eq!(users(&app, &boss, &of(own)).await, ["ann", "bob", "eve"]);
    let nulls =
        "search: null, org: null, notInOrg: null, withoutOrg: null, createdSince: null, ids: null";
    assert_eq!(users(&app, &boss, nulls).await, ["ann", "bob", "eve"]);
    // An org whose members the token may not read, and an org that does not exist.
    let plain = app.token_of(ann).await;
    for (token, org) in [(&boss, other), (&boss, Uuid::from_u128(7)), (&plain, own)] {
        for (field, filter) in [("org", of(org)), ("notInOrg", not(org))] {
            let query = format!("users(filter: {{ {filter} }}) {{ totalCount }}");
            let error = app.read_error(token, &query).await;
            assert_eq!(error, ("ORG_NOT_FOUND".to_owned(), json!(field)));
        }
    }
    for is_without in [true, false] {
        let query = format!("users(filter: {{ withoutOrg: {is_without} }}) {{ totalCount }}");
        let error = app.read_error(&boss, &query).await;
        assert_eq!(error, ("FORBIDDEN".to_owned(), json!("withoutOrg")));
    }
    let many = vec![format!("\"{ann}\""); 1_001].join(", ");
    let query = format!("users(filter: {{ ids: [{many}] }}) {{ totalCount }}");
    let error = app.read_error(ROOT, &query).await;
    assert_eq!(error, ("LIMIT_EXCEEDED".to_owned(), json!("ids")));
}

async fn members_are_filtered_by_ownership_role_and_group(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let owner = app.owner(org, "ann").await;
    let bob = app.user(org, "bob").await;
    let cid = app.admin(org, "cid").await;
    let boss = app.token_of(cid).await;
    let group = app.group(org, "Ops").await;
    app.join(org, group, bob).await;
    let create = |org: Uuid| {
        format!("createRole(org: \"{org}\", name: \"Reader\", permissions: [\"groups:read\"])")
    };
    let (role, foreign) = (
        app.done(ROOT, &create(org)).await,
        app.done(ROOT, &create(other)).await,
    );
    for user in [owner, bob] {
        let give = format!(
            "upsertMembership(org: \"{org}\", userId: \"{user}\", input: {{ roleIds: [\"{role}\"] }})"
        );
        app.done(ROOT, &give).await;
    }
    for token in [ROOT, &boss] {
        for (arguments, expected) in [
            ("isOwner: true".to_owned(), &["ann"][..]),
            ("isOwner: false".to_owned(), &["bob", "cid"]),
            (format!("roleId: \"{role}\""), &["ann", "bob"]),
            (format!("notInGroup: \"{group}\""), &["ann", "cid"]),
            (format!("roleId: \"{role}\", orderBy: NAME, direction: DESC"), &["bob", "ann"]),
            (format!("roleId: \"{role}\", search: \"BO\""), &["bob"]),
            ("search: null, isOwner: null, roleId: null, notInGroup: null, orderBy: null, direction: null".to_owned(), &["ann", "bob", "cid"]),
        ] {
            assert_eq!(members(&app, token, org, &arguments).await, expected);
            if arguments.contains("null") || arguments.contains("orderBy") {
                continue;
            }
            let query = format!(
                "memberships(filter: {{ org: \"{org}\", {arguments} }}) {{ nodes {{ user {{ first }} }} totalCount }}"
            );
            let found = app.read(token, &query).await;
            assert_eq!(found["totalCount"], json!(expected.len()), "{query}");
        }
        let query = format!(
            "role(id: \"{role}\") {{ memberCount members(first: 1) {{ nodes {{ user {{ first }} }} totalCount pageInfo {{ hasNextPage }} }} }}"
        );
        let expected = json!({ "memberCount": 2, "members": {
            "nodes": [{ "user": { "first": "ann" } }], "totalCount": 2, "pageInfo": { "hasNextPage": true } } });
        assert_eq!(app.read(token, &query).await, expected);
    }
    // Roles and groups that the token may not see.
    let plain = app.token_of(bob).await;
    let hidden_group = app.group(other, "Hidden").await;
    for (token, argument, code, field) in [
        (
            &boss,
            format!("roleId: \"{foreign}\""),
            "ROLE_NOT_FOUND",
            "roleId",
        ),
        (
            &boss,
            format!("notInGroup: \"{hidden_group}\""),
            "GROUP_NOT_FOUND",
            "notInGroup",
        ),
        (
            &plain,
            format!("roleId: \"{foreign}\""),
            "ROLE_NOT_FOUND",
            "roleId",
        ),
    ] {
        let query = format!("org(id: \"{org}\") {{ members({argument}) {{ totalCount }} }}");
        let error = app.read_error(token, &query).await;
        assert_eq!(error, (code.to_owned(), json!(field)));
        let query = format!("memberships(filter: {{ {argument} }}) {{ totalCount }}");
        let error = app.read_error(token, &query).await;
        assert_eq!(error, (code.to_owned(), json!(field)));
    }
    // A plain member sees their own role, and not who else has it.
    let query = format!("role(id: \"{role}\") {{ memberCount members {{ totalCount }} }}");
    assert_eq!(
        app.read(&plain, &query).await,
        json!({ "memberCount": null, "members": null })
    );
    assert_eq!(
        members(&app, &plain, org, &format!("roleId: \"{role}\"")).await,
        ["bob"]
    );
}

async fn counts_are_null_without_permission(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.owner(org, "ann").await;
    let bob = app.user(org, "bob").await;
    app.retire(org, bob).await;
    app.add(org, bob).await;
    let cid = app.user(org, "cid").await;
    app.retire(org, cid).await;
    let group = app.group(org, "Ops").await;
    app.join(org, group, bob).await;
    app.retire_org(app.org("Gone").await).await;
    let query = format!(
        "org(id: \"{org}\") {{ memberCount active: memberCount(status: ACTIVE) all: memberCount(status: null)
           owners {{ isOwner user {{ first }} }} groups {{ nodes {{ memberCount members {{ nodes {{ id }} }} }} }} }}"
    );
    let owner = app.token_of(ann).await;
    for token in [ROOT, &owner] {
        let found = app.read(token, &query).await;
        assert_eq!(
            (&found["memberCount"], &found["active"], &found["all"]),
            (&json!(3), &json!(2), &json!(3))
        );
        let owners = json!([{ "isOwner": true, "user": { "first": "ann" } }]);
        assert_eq!(found["owners"], owners);
        let group = &found["groups"]["nodes"][0];
        assert_eq!(group["memberCount"], json!(1));
        let id = group["members"]["nodes"][0]["id"].as_str();
        assert!(id.and_then(|id| id.parse::<Uuid>().ok()).is_some());
    }
    let plain = app.token_of(bob).await;
    let found = app.read(&plain, &query).await;
    assert_eq!(
        found,
        json!({ "memberCount": null, "active": null, "all": null, "owners": null, "groups": { "nodes": [] } })
    );
    let counts = "counts { users suspendedUsers usersWithoutOrg orgs retiredOrgs memberships groups tokens runningJobs }";
    assert_eq!(
        app.read(&plain, counts).await,
        json!({ "users": null, "suspendedUsers": null, "usersWithoutOrg": null, "orgs": 1, "retiredOrgs": null,
                "memberships": null, "groups": null, "tokens": null, "runningJobs": null })
    );
    let found = app.read(&owner, counts).await;
    assert_eq!(
        found,
        json!({ "users": 3, "suspendedUsers": 0, "usersWithoutOrg": null, "orgs": 1, "retiredOrgs": null,
                "memberships": 3, "groups": 1, "tokens": found["tokens"], "runningJobs": 0 })
    );
    let found = app.read(ROOT, counts).await;
    assert_eq!(
        found,
        json!({ "users": 3, "suspendedUsers": 0, "usersWithoutOrg": 0, "orgs": 1, "retiredOrgs": 1,
                "memberships": 3, "groups": 1, "tokens": found["tokens"], "runningJobs": 0 })
    );
    let one = app.statements_of(ROOT, "{ counts { users } }").await;
    let two = app.statements_of(ROOT, "{ counts { users groups } }").await;
    assert_eq!((one, two), (1, 2));
}

async fn orgs_and_groups_are_sorted_by_members(app: TestApp) {
    let (one, two) = (app.org("One").await, app.org("Two").await);
    app.user(one, "ann").await;
    for name in ["bob", "cid"] {
        let user = app.user(two, name).await;
        let group = app.group(two, &format!("of {name}")).await;
        if name == "cid" {
            app.join(two, group, user).await;
        }
    }
    let orgs = |arguments: &str| {
        format!(
            "orgs(orderBy: MEMBERS {arguments}) {{ nodes {{ name }} totalCount pageInfo {{ endCursor hasNextPage }} }}"
        )
    };
    let found = app.read(ROOT, &orgs("")).await;
    assert_eq!(values(&found["nodes"], "name"), ["One", "Two"]);
    let found = app.read(ROOT, &orgs("direction: DESC first: 1")).await;
    assert_eq!(values(&found["nodes"], "name"), ["Two"]);
    assert_eq!(found["pageInfo"]["hasNextPage"], json!(true));
    let cursor = found["pageInfo"]["endCursor"].as_str().expect("a cursor");
    let found = app
        .read(ROOT, &orgs(&format!("direction: DESC after: \"{cursor}\"")))
        .await;
    assert_eq!(values(&found["nodes"], "name"), ["One"]);
    let groups = "groups(orderBy: MEMBERS, direction: DESC) { nodes { name memberCount } }";
    let found = app.read(ROOT, groups).await;
    assert_eq!(values(&found["nodes"], "name"), ["of cid", "of bob"]);
    let owner = app.owner(one, "dan").await;
    let without = |is_without: bool| {
        format!("orgs(filter: {{ withoutOwner: {is_without} }}) {{ nodes {{ name }} }}")
    };
    let found = app.read(ROOT, &without(true)).await;
    assert_eq!(values(&found["nodes"], "name"), ["Two"]);
    let found = app.read(ROOT, &without(false)).await;
    assert_eq!(values(&found["nodes"], "name"), ["One"]);
    let error = app
        .read_error(&app.token_of(owner).await, &without(true))
        .await;
    assert_eq!(error, ("FORBIDDEN".to_owned(), json!("withoutOwner")));
    for id in ["o-1", "O-1"] {
        let update = format!("updateOrg(org: \"{one}\", externalId: \"{id}\")");
        app.done(ROOT, &update).await;
        let by_id = format!("orgs(filter: {{ externalId: \"{id}\" }}) {{ nodes {{ name }} }}");
        let found = app.read(ROOT, &by_id).await;
        assert_eq!(values(&found["nodes"], "name"), ["One"]);
    }
    let none = "orgs(filter: { externalId: \"o-1\" }) { totalCount }";
    assert_eq!(app.read(ROOT, none).await["totalCount"], json!(0));
}

async fn order_by_members_is_limited_to_a_thousand_rows(app: TestApp) {
    let org = app.org("Acme").await;
    for number in 0..1_001 {
        let id = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + number);
        let insert = match app.engine {
            crate::support::Engine::Sqlite => format!(
                "INSERT INTO groups (id, org_id, name, name_key, created_at, updated_at) VALUES (x'{}', x'{}', 'G{number}', 'g{number}', '2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00+00:00')",
                id.simple(),
                org.simple()
            ),
            crate::support::Engine::Postgres => format!(
                "INSERT INTO groups (id, org_id, name, name_key, created_at, updated_at) VALUES ('{id}', '{org}', 'G{number}', 'g{number}', now(), now())"
            ),
        };
        app.sql(&insert).await;
    }
    let query = "groups(orderBy: MEMBERS) { totalCount }";
    let error = app.read_error(ROOT, query).await;
    assert_eq!(error, ("LIMIT_EXCEEDED".to_owned(), json!("orderBy")));
    let query = "groups(orderBy: MEMBERS, filter: { search: \"g10\" }) { nodes { name } }";
    let found = app.read(ROOT, query).await;
    assert_eq!(values(&found["nodes"], "name").len(), 12);
}

async fn jobs_are_filtered_by_status_and_kind(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    let row = format!("{{ org: {{ id: \"{org}\" }}, user: {{ id: \"{user}\" }} }}");
    let first = app
        .done(ROOT, &format!("queueMemberships(rows: [{row}])"))
        .await;
    let second = app
        .done(ROOT, &format!("queueMemberships(rows: [{row}])"))
        .await;
    app.done(ROOT, &format!("cancelJob(jobId: \"{first}\")"))
        .await;
    let (first, second) = (first.to_string(), second.to_string());
    for (arguments, expected) in [
        ("filter: { status: CANCELLED }", vec![&first]),
        ("filter: { status: QUEUED }", vec![&second]),
        ("filter: { status: FAILED }", vec![]),
        (
            "filter: { kind: \"createMemberships\" }",
            vec![&second, &first],
        ),
        ("filter: { kind: \"createUsers\" }", vec![]),
        (
            "filter: { kind: null, status: null }",
            vec![&second, &first],
        ),
        ("direction: ASC", vec![&first, &second]),
        ("last: 1", vec![&first]),
        ("direction: ASC, last: 1", vec![&second]),
    ] {
        let query = format!("jobs({arguments}) {{ nodes {{ id }} totalCount }}");
        let found = app.read(ROOT, &query).await;
        assert_eq!(
            values(&found["nodes"], "id").iter().collect::<Vec<_>>(),
            expected,
            "{arguments}"
        );
    }
    let query = "jobs(filter: { kind: \"nothing\" }) { totalCount }";
    let error = app.read_error(ROOT, query).await;
    assert_eq!(error, ("INVALID_VALUE".to_owned(), json!("kind")));
}

async fn memberships_of_a_user_are_filtered(app: TestApp) {
    let (one, two) = (app.org("One").await, app.org("Two").await);
    let user = app.admin(one, "ann").await;
    app.add(two, user).await;
    app.retire(two, user).await;
    for (arguments, expected) in [
        ("status: ACTIVE".to_owned(), &["One"][..]),
        ("status: RETIRED".to_owned(), &["Two"]),
        ("role: ADMIN".to_owned(), &["One"]),
        (format!("org: \"{two}\""), &["Two"]),
        (format!("org: \"{two}\", role: ADMIN"), &[]),
        (
            "status: null, org: null, role: null".to_owned(),
            &["One", "Two"],
        ),
        ("direction: DESC".to_owned(), &["Two", "One"]),
    ] {
        let query = format!(
            "user(id: \"{user}\") {{ memberships({arguments}) {{ nodes {{ org {{ name }} }} totalCount }} }}"
        );
        let found = app.read(ROOT, &query).await;
        let nodes = found["memberships"]["nodes"].as_array().expect("rows");
        let names: Vec<_> = nodes.iter().map(|node| &node["org"]["name"]).collect();
        assert_eq!(names, expected, "{arguments}");
        assert_eq!(found["memberships"]["totalCount"], json!(expected.len()));
    }
}

on_both_engines! {
    users_are_filtered_by_org_time_and_ids,
    members_are_filtered_by_ownership_role_and_group,
    counts_are_null_without_permission,
    orgs_and_groups_are_sorted_by_members,
    order_by_members_is_limited_to_a_thousand_rows,
    jobs_are_filtered_by_status_and_kind,
    memberships_of_a_user_are_filtered,
}
