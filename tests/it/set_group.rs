//! `setGroupMembers`: changing the members of a group in one call.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

fn set(group: Uuid, members: &str, rest: &str) -> String {
    format!("setGroupMembers(groupId: \"{group}\", members: [{members}], {rest})")
}

/// Returns rows that name users by their addresses.
fn named<S: AsRef<str>>(names: &[S]) -> String {
    let rows: Vec<_> = names
        .iter()
        .map(|name| format!("{{ email: \"{}@example.com\" }}", name.as_ref()))
        .collect();
    rows.join(", ")
}

/// Returns the first names of the group's members. Retired members are in brackets.
async fn members(app: &TestApp, group: Uuid) -> Vec<String> {
    let query = format!(
        "group(id: \"{group}\") {{ members(first: 1000) {{ nodes {{ status user {{ first }} }} }} }}"
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

async fn the_mode_decides_what_happens_to_unlisted_members(app: TestApp) {
    let org = app.org("Acme").await;
    let group = app.group(org, "Ops").await;
    for name in ["ann", "bob", "cid"] {
        app.user(org, name).await;
    }
    let before = app.events_so_far().await;
    let added = app
        .mutate(
            ROOT,
            &set(group, &named(&["ann", "bob", "ann"]), "mode: ADD"),
        )
        .await;
    assert_eq!(
        (&added["id"], &added["result"], &added["records"]),
        (&json!(group), &json!("updated"), &json!(2))
    );
    assert_eq!(members(&app, group).await, ["ann", "bob"]);
    let replaced = app
        .mutate(ROOT, &set(group, &named(&["bob", "cid"]), "mode: REPLACE"))
        .await;
    assert_eq!(replaced["records"], 2);
    assert_eq!(members(&app, group).await, ["bob", "cid"]);
    let removed = app
        .mutate(ROOT, &set(group, &named(&["bob", "ann"]), "mode: REMOVE"))
        .await;
    assert_eq!(removed["records"], 1);
    assert_eq!(members(&app, group).await, ["cid"]);
    let events = app.events(before).await;
    assert_eq!(events.len(), 5);
    for (mode, list) in [("ADD", "cid"), ("REPLACE", "cid"), ("REMOVE", "bob")] {
        let call = set(group, &named(&[list]), &format!("mode: {mode}"));
        let again = app.mutate(ROOT, &call).await;
        assert_eq!(
            (&again["result"], &again["records"]),
            (&json!("unchanged"), &json!(0)),
            "{mode}"
        );
    }
}

async fn retired_members_stay_in_the_group_until_they_are_removed(app: TestApp) {
    let org = app.org("Acme").await;
    let group = app.group(org, "Ops").await;
    let mut all = Vec::new();
    for name in ["ann", "bob", "cid"] {
        let user = app.user(org, name).await;
        app.join(org, group, user).await;
        all.push(user);
    }
    app.retire(org, all[0]).await;
    let replaced = app
        .mutate(ROOT, &set(group, &named(&["bob"]), "mode: REPLACE"))
        .await;
    assert_eq!(replaced["records"], 1);
    assert_eq!(members(&app, group).await, ["(ann)", "bob"]);
    let removed = app
        .mutate(ROOT, &set(group, &named(&["ann"]), "mode: REMOVE"))
        .await;
    assert_eq!(removed["records"], 1);
    assert_eq!(members(&app, group).await, ["bob"]);
    for mode in ["ADD", "REPLACE"] {
        let call = set(group, &named(&["ann"]), &format!("mode: {mode}"));
        app.refuses(ROOT, &call, "MEMBER_RETIRED", "members").await;
    }
}

async fn all_problems_are_reported_and_nothing_is_written(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let group = app.group(org, "Ops").await;
    let (ann, bob) = (app.user(org, "ann").await, app.user(org, "bob").await);
    let stranger = app.user(other, "stranger").await;
    app.retire(org, bob).await;
    let rows = format!(
        "{}, {{ id: \"{ann}\" }}, {{ id: \"{stranger}\" }}, {{ id: \"{org}\" }}, {{ externalId: \"none\" }}, {{ id: \"{bob}\" }}",
        named(&["nobody", "stranger"])
    );
    let before = app.row_counts().await;
    let query = format!(
        "mutation {{ it: {} {{ code field problems {{ index path code }} }} }}",
        set(group, &rows, "mode: ADD")
    );
    let it = &app.data(ROOT, &query).await["it"];
    assert_eq!(
        it["problems"],
        json!([
            { "index": 0, "path": "members.0.email", "code": "USER_NOT_FOUND" },
            { "index": 1, "path": "members.1.email", "code": "USER_NOT_FOUND" },
            { "index": 3, "path": "members.3.id", "code": "USER_NOT_FOUND" },
            { "index": 4, "path": "members.4.id", "code": "USER_NOT_FOUND" },
            { "index": 5, "path": "members.5.externalId", "code": "USER_NOT_FOUND" },
            { "index": 6, "path": "members.6.id", "code": "MEMBER_RETIRED" },
        ])
    );
    assert_eq!(
        (&it["code"], &it["field"]),
        (&json!("USER_NOT_FOUND"), &json!("members"))
    );
    assert_eq!(app.row_counts().await, before);
    let query = format!(
        "mutation {{ it: {} {{ problems {{ path code }} }} }}",
        set(
            group,
            "{ email: \"no\" }, { externalId: \"\" }",
            "mode: ADD, expectRemoved: -1"
        )
    );
    assert_eq!(
        app.data(ROOT, &query).await["it"]["problems"],
        json!([
            { "path": "members.0.email", "code": "INVALID_VALUE" },
            { "path": "members.1.externalId", "code": "INVALID_VALUE" },
            { "path": "expectRemoved", "code": "INVALID_VALUE" },
        ])
    );
}

async fn a_stranger_and_an_unknown_address_get_equal_errors(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let group = app.group(org, "Ops").await;
    app.user(other, "stranger").await;
    let owner = app.owner(org, "owner").await;
    let owner = app.token_of(owner).await;
    for mode in ["ADD", "REPLACE", "REMOVE"] {
        let mut errors = Vec::new();
        for name in ["stranger", "nobody"] {
            let call = set(group, &named(&[name]), &format!("mode: {mode}"));
            errors.push(
                app.refuses(&owner, &call, "USER_NOT_FOUND", "members")
                    .await,
            );
        }
        assert_eq!(errors[0], errors[1], "{mode}");
    }
}

async fn members_are_found_by_address_only_with_permission_to_read_them(app: TestApp) {
    let org = app.org("Acme").await;
    let group = app.group(org, "Ops").await;
    let (ann, bob) = (app.user(org, "ann").await, app.user(org, "bob").await);
    app.state(org, ann, "permissions: [\"groups:write\"]").await;
    let token = app.token_of(ann).await;
    app.refuses(
        &token,
        &set(group, &named(&["bob"]), "mode: ADD"),
        "USER_NOT_FOUND",
        "members",
    )
    .await;
    let by_id = format!("{{ id: \"{bob}\" }}, {}", named(&["ann"]));
    let added = app.mutate(&token, &set(group, &by_id, "mode: ADD")).await;
    assert_eq!(added["records"], 2, "{added:#}");
}

async fn removing_many_members_requires_expect_removed(app: TestApp) {
    let org = app.org("Acme").await;
    let group = app.group(org, "Ops").await;
    app.crowd(org, 500).await;
    app.crowd_into(org, group).await;
    let all_but = |out: u32| {
        let rows: Vec<_> = (out + 1..=500).map(|n| format!("p{n}")).collect();
        named(&rows)
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
        let call = set(group, &all_but(out), &format!("mode: REPLACE{expect}"));
        let answer = app
            .refuses(ROOT, &call, "GUARD_TRIPPED", "expectRemoved")
            .await;
        let message = answer["error"].as_str().unwrap_or_default();
        assert!(
            message.contains(&format!("expectRemoved: {out}")),
            "{message}"
        );
    }
    let few = set(group, &all_but(25), "mode: REPLACE");
    assert_eq!(app.mutate(ROOT, &few).await["records"], 25);
    let none = set(group, "", "mode: REPLACE, expectRemoved: 475");
    assert_eq!(app.mutate(ROOT, &none).await["records"], 475);
    assert_eq!(members(&app, group).await, Vec::<String>::new());
}

async fn one_call_changes_at_most_ten_thousand_members(app: TestApp) {
    let org = app.org("Acme").await;
    let (full, group) = (app.group(org, "Full").await, app.group(org, "Ops").await);
    app.crowd(org, 10_001).await;
    app.crowd_into(org, full).await;
    let query = "mutation($group: Uuid!, $rows: [UserRef!]!, $mode: SetMode!, $n: Int) { it: setGroupMembers(groupId: $group, members: $rows, mode: $mode, expectRemoved: $n) { records code field } }";
    let row = |n: u32| json!({ "email": format!("p{n}@example.com") });
    let rows: Vec<_> = (1..=10_001).map(row).collect();
    let ask = |group: Uuid, rows: Json, mode: &'static str, n: Json| {
        let variables = json!({ "group": group, "rows": rows, "mode": mode, "n": n });
        app.graphql(ROOT, query, variables)
    };
    let reply = ask(group, json!(rows), "ADD", Json::Null).await;
    assert_eq!(reply["data"]["it"]["code"], "LIMIT_EXCEEDED", "{reply:#}");
    assert_eq!(reply["data"]["it"]["field"], "members");
    let reply = ask(group, json!(rows[..10_000]), "ADD", Json::Null).await;
    assert_eq!(reply["data"]["it"]["records"], 10_000, "{reply:#}");
    let reply = ask(full, json!([]), "REPLACE", json!(10_001)).await;
    assert_eq!(reply["data"]["it"]["code"], "LIMIT_EXCEEDED", "{reply:#}");
    // 10,000 members would be removed and 1 added.
    let reply = ask(group, json!([row(10_001)]), "REPLACE", json!(10_000)).await;
    assert_eq!(reply["data"]["it"]["code"], "LIMIT_EXCEEDED", "{reply:#}");
    let reply = ask(group, json!([]), "REPLACE", json!(10_000)).await;
    assert_eq!(reply["data"]["it"]["records"], 10_000, "{reply:#}");
}

async fn many_members_take_as_many_statements_as_few(app: TestApp) {
    let org = app.org("Acme").await;
    app.crowd(org, 400).await;
    let mut statements = Vec::new();
    for size in [70, 400] {
        let group = app.group(org, &format!("Group {size}")).await;
        let rows: Vec<_> = (1..=size).map(|n| format!("p{n}")).collect();
        let mut of_modes = Vec::new();
        for (list, rest) in [
            (named(&rows), "mode: ADD".to_owned()),
            (named(&rows), "mode: REMOVE".to_owned()),
            (named(&rows), "mode: REPLACE".to_owned()),
            (
                String::new(),
                format!("mode: REPLACE, expectRemoved: {size}"),
            ),
        ] {
            let query = format!("mutation {{ {} {{ result }} }}", set(group, &list, &rest));
            of_modes.push(app.statements_of(ROOT, &query).await);
        }
        statements.push(of_modes);
    }
    assert_eq!(statements[0], statements[1]);
}

async fn setting_members_requires_permission_to_change_groups(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (group, hidden) = (app.group(org, "Ops").await, app.group(other, "Ops").await);
    let (admin, user) = (app.admin(org, "admin").await, app.user(org, "ann").await);
    let (admin, user) = (app.token_of(admin).await, app.token_of(user).await);
    let list = named(&["ann"]);
    let call = set(group, &list, "mode: ADD");
    app.refuses(&user, &call, "GROUP_NOT_FOUND", "groupId")
        .await;
    let reads = app
        .token(&format!("org: \"{org}\", scopes: [\"groups:read\"]"))
        .await;
    assert_eq!(app.refused(&reads, &call).await, "FORBIDDEN");
    app.refuses(
        &admin,
        &set(hidden, &list, "mode: ADD"),
        "GROUP_NOT_FOUND",
        "groupId",
    )
    .await;
    assert_eq!(app.result(&admin, &call).await, "updated");
    app.retire_org(org).await;
    app.refuses(ROOT, &call, "ORG_RETIRED", "groupId").await;
}

on_both_engines! {
    the_mode_decides_what_happens_to_unlisted_members,
    retired_members_stay_in_the_group_until_they_are_removed,
    all_problems_are_reported_and_nothing_is_written,
    a_stranger_and_an_unknown_address_get_equal_errors,
    members_are_found_by_address_only_with_permission_to_read_them,
    removing_many_members_requires_expect_removed,
    one_call_changes_at_most_ten_thousand_members,
    many_members_take_as_many_statements_as_few,
    setting_members_requires_permission_to_change_groups,
}
