//! `setOrgMembers`: changing the members of an org in one call.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

fn set(org: Uuid, members: &str, rest: &str) -> String {
    format!("setOrgMembers(org: \"{org}\", members: [{members}], {rest})")
}

/// Returns rows that name users by their addresses.
fn named(names: &[&str]) -> String {
    let rows: Vec<_> = names
        .iter()
        .map(|name| format!("{{ user: {{ email: \"{name}@example.com\" }} }}"))
        .collect();
    rows.join(", ")
}

/// Returns the first names of the org's members. Retired members are in brackets.
async fn members(app: &TestApp, org: Uuid) -> Vec<String> {
    let query = format!(
        "org(id: \"{org}\") {{ members(first: 100) {{ nodes {{ status user {{ first }} }} }} }}"
    );
    let read = app.read(ROOT, &query).await;
    let nodes = read["members"]["nodes"].as_array().expect("a list");
    let name = |node: &Json| {
        let name = node["user"]["first"].as_str().expect("a name");
        match node["status"].as_str() {
            Some("RETIRED") => format!("({name})"),
            _ => name.to_owned(),
        }
    };
    let mut names: Vec<_> = nodes.iter().map(name).collect();
    names.sort();
    names
}

/// Creates users of these names in another org.
async fn users(app: &TestApp, names: &[&str]) -> Vec<Uuid> {
    let home = app.org("Home").await;
    let mut users = Vec::new();
    for name in names {
        users.push(app.user(home, name).await);
    }
    users
}

async fn the_mode_decides_what_happens_to_unnamed_members(app: TestApp) {
    users(&app, &["ann", "bob", "cid"]).await;
    let org = app.org("Acme").await;
    let added = app
        .mutate(ROOT, &set(org, &named(&["bob", "ANN", "bob"]), "mode: ADD"))
        .await;
    assert_eq!(
        (&added["result"], &added["records"], &added["id"]),
        (&json!("updated"), &json!(2), &json!(org))
    );
    assert_eq!(members(&app, org).await, ["ann", "bob"]);
    let again = app
        .mutate(ROOT, &set(org, &named(&["ann"]), "mode: ADD"))
        .await;
    assert_eq!(
        (&again["result"], &again["records"]),
        (&json!("unchanged"), &json!(0))
    );
    let replaced = app
        .mutate(ROOT, &set(org, &named(&["cid", "bob"]), "mode: REPLACE"))
        .await;
    assert_eq!(replaced["records"], 2);
    assert_eq!(members(&app, org).await, ["bob", "cid"]);
    let removed = app
        .mutate(ROOT, &set(org, &named(&["ann", "cid"]), "mode: REMOVE"))
        .await;
    assert_eq!(removed["records"], 1);
    assert_eq!(members(&app, org).await, ["bob"]);
}

async fn each_row_has_its_own_membership_fields(app: TestApp) {
    let all = users(&app, &["ann", "bob"]).await;
    let org = app.org("Acme").await;
    let rows = format!(
        "{{ user: {{ id: \"{}\" }}, membership: {{ role: ADMIN, isOwner: true, externalId: \"x\", isDefault: true }} }}, \
         {{ user: {{ id: \"{}\" }}, membership: {{ permissions: [\"members:read\"] }} }}",
        all[0], all[1]
    );
    let done = app.mutate(ROOT, &set(org, &rows, "mode: ADD")).await;
    assert_eq!(
        done["records"], 3,
        "two memberships, and a default that moves: {done:#}"
    );
    let query = format!(
        "org(id: \"{org}\") {{ members {{ nodes {{ role isOwner externalId isDefault defaultReason permissions }} }} }}"
    );
    let read = app.read(ROOT, &query).await;
    let nodes = read["members"]["nodes"].as_array().expect("a list");
    assert!(nodes.contains(&json!({
        "role": "ADMIN", "isOwner": true, "externalId": "x", "isDefault": true, "defaultReason": "EXPLICIT", "permissions": []
    })), "{nodes:#?}");
    assert!(nodes.contains(&json!({
        "role": "USER", "isOwner": false, "externalId": null, "isDefault": false, "defaultReason": null, "permissions": ["members:read"]
    })), "{nodes:#?}");
}

async fn named_retired_members_are_reactivated_and_others_stay_retired(app: TestApp) {
    let all = users(&app, &["ann", "bob", "cid"]).await;
    let org = app.org("Acme").await;
    app.done(ROOT, &set(org, &named(&["ann", "bob", "cid"]), "mode: ADD"))
        .await;
    for user in &all[..2] {
        app.retire(org, *user).await;
    }
    app.done(
        ROOT,
        &set(org, &named(&["ann"]), "mode: REPLACE, expectRemoved: 1"),
    )
    .await;
    assert_eq!(members(&app, org).await, ["(bob)", "ann"]);
}

async fn all_problems_are_reported_and_nothing_is_written(app: TestApp) {
    let all = users(&app, &["ann", "bob"]).await;
    let org = app.org("Acme").await;
    let rows = format!(
        "{}, {{ user: {{ id: \"{org}\" }} }}, {{ user: {{ id: \"{}\" }}, membership: {{ role: ADMIN }} }}, \
         {{ user: {{ externalId: \"none\" }} }}",
        named(&["ann", "nobody"]),
        all[0]
    );
    let before = app.row_counts().await;
    let query = format!(
        "mutation {{ it: {} {{ code field problems {{ index path code }} }} }}",
        set(org, &rows, "mode: ADD")
    );
    let data = app.data(ROOT, &query).await;
    assert_eq!(
        data["it"]["problems"],
        json!([
            { "index": 1, "path": "members.1.user.email", "code": "USER_NOT_FOUND" },
            { "index": 2, "path": "members.2.user.id", "code": "USER_NOT_FOUND" },
            { "index": 3, "path": "members.3", "code": "INVALID_VALUE" },
            { "index": 4, "path": "members.4.user.externalId", "code": "USER_NOT_FOUND" },
        ])
    );
    assert_eq!(
        (&data["it"]["code"], &data["it"]["field"]),
        (&json!("USER_NOT_FOUND"), &json!("members"))
    );
    assert_eq!(app.row_counts().await, before);
    let roles = format!(
        "membership: {{ roleIds: [\"{}\"] }}",
        app.role(app.org("Other").await, "Elsewhere", &[]).await
    );
    let rows = format!(
        "{{ user: {{ email: \"nobody@example.com\" }}, {roles} }}, {{ user: {{ email: \"ann@example.com\" }} }}, \
         {{ user: {{ email: \"bob@example.com\" }}, {roles} }}"
    );
    let query = format!(
        "mutation {{ it: {} {{ problems {{ index path code }} }} }}",
        set(org, &rows, "mode: ADD")
    );
    assert_eq!(
        app.data(ROOT, &query).await["it"]["problems"],
        json!([
            { "index": 0, "path": "members.0.user.email", "code": "USER_NOT_FOUND" },
            { "index": 0, "path": "members.0.membership.roleIds", "code": "ROLE_NOT_FOUND" },
            { "index": 2, "path": "members.2.membership.roleIds", "code": "ROLE_NOT_FOUND" },
        ])
    );
    let malformed = "{ user: { email: \"no\" }, membership: { permissions: [\"a b\"], externalId: \"\" } }, \
                     { user: { email: \"ann@example.com\" }, membership: { allowedIps: [\"10.0.0.1\"] } }";
    let query = format!(
        "mutation {{ it: {} {{ problems {{ path code }} }} }}",
        set(org, malformed, "mode: ADD, expectRemoved: -1")
    );
    assert_eq!(
        app.data(ROOT, &query).await["it"]["problems"],
        json!([
            { "path": "members.0.user.email", "code": "INVALID_VALUE" },
            { "path": "members.0.membership.externalId", "code": "INVALID_VALUE" },
            { "path": "members.0.membership.permissions", "code": "INVALID_VALUE" },
            { "path": "members.1.membership.allowedIps", "code": "INVALID_IP" },
            { "path": "expectRemoved", "code": "INVALID_VALUE" },
        ])
    );
}

async fn a_null_reference_is_refused_before_anything_runs(app: TestApp) {
    let org = app.org("Acme").await;
    let query = format!(
        "mutation($email: String) {{ it: {} {{ code field problems {{ path }} }} }}",
        set(org, "{ user: { email: $email } }", "mode: ADD")
    );
    for variables in [json!({}), json!({ "email": null })] {
        let reply = app.graphql(ROOT, &query, variables).await;
        let error = &reply["errors"][0];
        assert_eq!(error["extensions"]["code"], "INVALID_REQUEST", "{reply:#}");
        let message = error["message"].as_str().expect("a message");
        assert!(message.contains("\"members.0.user"), "{message}");
    }
}

async fn removing_many_members_requires_expect_removed(app: TestApp) {
    let org = app.org("Acme").await;
    app.crowd(org, 500).await;
    let all_but = |out: u32| {
        let rows: Vec<_> = (out + 1..=500).map(|n| format!("p{n}")).collect();
        named(&rows.iter().map(String::as_str).collect::<Vec<_>>())
    };
    // Up to 5 % of the members may be removed, here 25 of 500.
    for (out, expected) in [
        (26, None),
        (26, Some(25)),
        (25, Some(24)),
        (500, None),
        (500, Some(499)),
    ] {
        let expect = expected
            .map(|number| format!(", expectRemoved: {number}"))
            .unwrap_or_default();
        let call = set(org, &all_but(out), &format!("mode: REPLACE{expect}"));
        let answer = app
            .refuses(ROOT, &call, "GUARD_TRIPPED", "expectRemoved")
            .await;
        let message = answer["error"].as_str().unwrap_or_default();
        assert!(
            message.contains(&format!("expectRemoved: {out}")),
            "{message}"
        );
    }
    assert_eq!(
        app.mutate(ROOT, &set(org, &all_but(25), "mode: REPLACE"))
            .await["records"],
        25
    );
    assert_eq!(
        app.mutate(ROOT, &set(org, "", "mode: REPLACE, expectRemoved: 475"))
            .await["records"],
        475
    );
    assert_eq!(members(&app, org).await, Vec::<String>::new());
    assert_eq!(
        app.result(ROOT, &set(org, "", "mode: REPLACE")).await,
        "unchanged"
    );
}

async fn few_members_can_be_removed_unless_the_list_is_empty(app: TestApp) {
    let org = app.org("Acme").await;
    app.crowd(org, 21).await;
    app.refuses(
        ROOT,
        &set(org, "", "mode: REPLACE"),
        "GUARD_TRIPPED",
        "expectRemoved",
    )
    .await;
    app.refuses(
        ROOT,
        &set(org, &named(&["p1"]), "mode: REMOVE, expectRemoved: 2"),
        "GUARD_TRIPPED",
        "expectRemoved",
    )
    .await;
    app.refuses(
        ROOT,
        &set(org, &named(&["p1"]), "mode: REMOVE, expectRemoved: -1"),
        "INVALID_VALUE",
        "expectRemoved",
    )
    .await;
    assert_eq!(
        app.mutate(ROOT, &set(org, &named(&["p1"]), "mode: REPLACE"))
            .await["records"],
        20
    );
}

async fn one_call_changes_at_most_ten_thousand_memberships(app: TestApp) {
    let (full, org) = (app.org("Full").await, app.org("Acme").await);
    app.crowd(full, 10_002).await;
    let query = "mutation($org: Uuid!, $rows: [OrgMemberInput!]!, $mode: SetMode!, $n: Int) { it: setOrgMembers(org: $org, members: $rows, mode: $mode, expectRemoved: $n) { result records code field error } }";
    let row = |n: u32| json!({ "user": { "email": format!("p{n}@example.com") } });
    let rows: Vec<_> = (1..=10_001).map(row).collect();
    let ask = |org: Uuid, rows: Json, mode: &'static str, n: Json| {
        let variables = json!({ "org": org, "rows": rows, "mode": mode, "n": n });
        app.graphql(ROOT, query, variables)
    };
    let reply = ask(org, json!(rows), "ADD", Json::Null).await;
    assert_eq!(reply["data"]["it"]["code"], "LIMIT_EXCEEDED", "{reply:#}");
    assert_eq!(reply["data"]["it"]["field"], "members");
    let reply = ask(org, json!(rows[..10_000]), "ADD", Json::Null).await;
    assert_eq!(reply["data"]["it"]["records"], 10_000, "{reply:#}");
    // The list is empty, so 10,002 members would be removed.
    let reply = ask(full, json!([]), "REPLACE", json!(10_002)).await;
    assert_eq!(reply["data"]["it"]["code"], "LIMIT_EXCEEDED", "{reply:#}");
    // 9,999 members would be removed and 2 added.
    let two: Vec<_> = [1, 10_001, 10_002].map(row).to_vec();
    let reply = ask(org, json!(two), "REPLACE", json!(9_999)).await;
    assert_eq!(reply["data"]["it"]["code"], "LIMIT_EXCEEDED", "{reply:#}");
    let reply = ask(org, json!([row(1)]), "REPLACE", json!(9_999)).await;
    assert_eq!(reply["data"]["it"]["records"], 9_999, "{reply:#}");
}

async fn many_members_take_as_many_statements_as_few(app: TestApp) {
    let full = app.org("Full").await;
    app.crowd(full, 400).await;
    let mut statements = Vec::new();
    for size in [70, 400] {
        let org = app.org(&format!("Org {size}")).await;
        let rows: Vec<_> = (1..=size).map(|n| format!("p{n}")).collect();
        let rows = named(&rows.iter().map(String::as_str).collect::<Vec<_>>());
        let query = |mode: &str| format!("mutation {{ {} {{ result }} }}", set(org, &rows, mode));
        statements.push((
            app.statements_of(ROOT, &query("mode: ADD")).await,
            app.statements_of(ROOT, &query("mode: REMOVE")).await,
        ));
    }
    assert_eq!(statements[0], statements[1]);
}

async fn each_removed_member_gets_a_new_default(app: TestApp) {
    let (first, second) = (app.org("First").await, app.org("Second").await);
    let mut all = Vec::new();
    for name in ["ann", "bob", "cid"] {
        let user = app.user(first, name).await;
        app.add(second, user).await;
        all.push(user);
    }
    app.retire(second, all[2]).await;
    let removed = app
        .mutate(ROOT, &set(first, "", "mode: REPLACE, expectRemoved: 3"))
        .await;
    assert_eq!(removed["records"], 5);
    let rows = app
        .sql("SELECT org_id, default_reason FROM memberships WHERE is_default")
        .await;
    assert_eq!(rows.len(), 2);
    for row in rows {
        let reason: String = row.try_get("", "default_reason").expect("a reason");
        assert_eq!(reason, "promoted");
    }
}

async fn an_org_keeps_an_owner(app: TestApp) {
    let org = app.org("Acme").await;
    app.owner(org, "one").await;
    let two = app.owner(org, "two").await;
    app.user(org, "ann").await;
    let demoted = |names: &[&str]| {
        let rows: Vec<_> = names
            .iter()
            .map(|name| format!("{{ user: {{ email: \"{name}@example.com\" }}, membership: {{ isOwner: false }} }}"))
            .collect();
        rows.join(", ")
    };
    for (rows, rest) in [
        (named(&["ann"]), "mode: REPLACE"),
        (named(&["one", "two"]), "mode: REMOVE"),
        (demoted(&["one", "two"]), "mode: ADD"),
    ] {
        assert_eq!(
            app.refused(ROOT, &set(org, &rows, rest)).await,
            "LAST_OWNER",
            "{rest}"
        );
    }
    // A suspended owner does not count as an owner.
    app.done(
        ROOT,
        &format!("updateUser(userId: \"{two}\", status: SUSPENDED)"),
    )
    .await;
    assert_eq!(
        app.refused(ROOT, &set(org, &demoted(&["one"]), "mode: ADD"))
            .await,
        "LAST_OWNER"
    );
    // Another member becomes an owner in the same call.
    let over = format!(
        "{}, {{ user: {{ email: \"ann@example.com\" }}, membership: {{ isOwner: true }} }}",
        demoted(&["one"])
    );
    assert_eq!(
        app.result(ROOT, &set(org, &over, "mode: ADD")).await,
        "updated"
    );
}

async fn setting_members_requires_permission_to_add_or_change_them(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (owner, admin) = (app.owner(org, "owner").await, app.admin(org, "admin").await);
    let user = app.user(org, "ann").await;
    app.user(other, "stranger").await;
    let (owner_token, admin, user) = (
        app.token_of(owner).await,
        app.token_of(admin).await,
        app.token_of(user).await,
    );
    for rows in ["".to_owned(), named(&["ann"]), named(&["nobody"])] {
        assert_eq!(
            app.refused(&user, &set(org, &rows, "mode: ADD")).await,
            "FORBIDDEN"
        );
        assert_eq!(
            app.refused(&user, &set(other, &rows, "mode: ADD")).await,
            "ORG_NOT_FOUND"
        );
    }
    assert_eq!(
        app.refused(&admin, &set(org, &named(&["stranger"]), "mode: ADD"))
            .await,
        "FORBIDDEN"
    );
    assert_eq!(
        app.refused(&admin, &set(org, &named(&["owner"]), "mode: REMOVE"))
            .await,
        "FORBIDDEN"
    );
    assert_eq!(
        app.result(&admin, &set(org, &named(&["ann"]), "mode: ADD"))
            .await,
        "unchanged"
    );
    assert_eq!(
        app.result(&admin, &set(org, &named(&["ann"]), "mode: REMOVE"))
            .await,
        "updated"
    );
    assert_eq!(
        app.result(
            &owner_token,
            &set(org, &named(&["stranger", "ann"]), "mode: ADD")
        )
        .await,
        "updated"
    );
    app.retire_org(org).await;
    assert_eq!(
        app.refused(&owner_token, &set(org, "", "mode: ADD")).await,
        "ORG_NOT_FOUND"
    );
    assert_eq!(
        app.refused(ROOT, &set(org, "", "mode: ADD")).await,
        "ORG_RETIRED"
    );
}

on_both_engines! {
    the_mode_decides_what_happens_to_unnamed_members,
    each_row_has_its_own_membership_fields,
    named_retired_members_are_reactivated_and_others_stay_retired,
    all_problems_are_reported_and_nothing_is_written,
    a_null_reference_is_refused_before_anything_runs,
    removing_many_members_requires_expect_removed,
    few_members_can_be_removed_unless_the_list_is_empty,
    one_call_changes_at_most_ten_thousand_memberships,
    many_members_take_as_many_statements_as_few,
    each_removed_member_gets_a_new_default,
    an_org_keeps_an_owner,
    setting_members_requires_permission_to_add_or_change_them,
}
