//! Tests that callers without permission to add members cannot find out whether an address exists:
//! the address of a user they cannot see gets the same reply as an unknown address.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

/// Returns the operations that name users by an address, each with its variables.
fn calls(org: Uuid, email: &str) -> Vec<(&'static str, Json)> {
    let fields = "result records code error field existingId problems { index path code message existingId }";
    let text = |call: &str| -> &'static str {
        Box::leak(format!("{call} {{ {fields} }} }}").into_boxed_str())
    };
    let set_user = text(
        "mutation($user: UserRef!, $rows: [UserMembershipInput!]!, $mode: SetMode!) { it: setUserMemberships(user: $user, memberships: $rows, mode: $mode)",
    );
    let set_org = text(
        "mutation($org: Uuid!, $rows: [OrgMemberInput!]!, $mode: SetMode!) { it: setOrgMembers(org: $org, members: $rows, mode: $mode)",
    );
    let upsert = text("mutation($input: UpsertUserInput!) { it: upsertUser(input: $input)");
    let create = "mutation($rows: [MembershipRow!]!, $mode: BatchMode) { it: createMemberships(rows: $rows, mode: $mode) { \
         result failed code error rows { result id code error field existingId } } }";
    let [user, org_ref] = [json!({ "email": email }), json!({ "id": org })];
    let mut calls = Vec::new();
    for mode in ["ADD", "REPLACE", "REMOVE"] {
        calls.push((
            set_user,
            json!({ "user": user, "rows": [org_ref], "mode": mode }),
        ));
        calls.push((
            set_org,
            json!({ "org": org, "rows": [{ "user": user }], "mode": mode }),
        ));
        let orgs = json!([org_ref]);
        calls.push((
            upsert,
            json!({ "input": { "email": email, "organizations": orgs, "mode": mode } }),
        ));
        calls.push((upsert, json!({ "input": { "match": user, "last": "Other", "organizations": orgs, "mode": mode } })));
    }
    calls.push((
        upsert,
        json!({ "input": { "email": email, "first": "New" } }),
    ));
    for mode in ["PARTIAL", "ATOMIC"] {
        let row = json!({ "org": org_ref, "user": user });
        calls.push((create, json!({ "rows": [row], "mode": mode })));
        let row = json!({ "org": org_ref, "user": user, "membership": { "status": "RETIRED" } });
        calls.push((create, json!({ "rows": [row], "mode": mode })));
    }
    calls
}

async fn known_and_unknown_addresses_get_equal_replies(app: TestApp) {
    let [home, acme] = [app.org("Home").await, app.org("Acme").await];
    app.user(home, "hidden").await;
    let admin = app.admin(acme, "admin").await;
    let plain = app.user(acme, "plain").await;
    let writer = app.user(acme, "writer").await;
    app.state(acme, writer, "permissions: [\"members:write\"]")
        .await;
    let scoped = app
        .token(&format!("org: \"{acme}\", scopes: [\"members:write\"]"))
        .await;
    let tokens = [
        app.token_of(admin).await,
        app.token_of(plain).await,
        app.token_of(writer).await,
        scoped,
    ];
    let (known, unknown) = (
        calls(acme, "hidden@example.com"),
        calls(acme, "nobody@example.com"),
    );
    for token in &tokens {
        for ((query, known), (_, unknown)) in known.iter().zip(&unknown) {
            let [one, two] = [
                app.graphql(token, query, known.clone()).await,
                app.graphql(token, query, unknown.clone()).await,
            ];
            assert_eq!(one, two, "{query} {known}");
            let text = one.to_string();
            assert!(
                text.contains("FORBIDDEN") || text.contains("USER_NOT_FOUND"),
                "{query} {known} {text}"
            );
        }
    }
}

/// An external id of a user the actor sees does not reveal whether the address beside it exists.
async fn external_id_does_not_reveal_whether_an_address_exists(app: TestApp) {
    let [home, acme] = [app.org("Home").await, app.org("Acme").await];
    app.user(home, "hidden").await;
    let owner = app.owner(acme, "owner").await;
    let name = format!("upsertUser(input: {{ match: {{ id: \"{owner}\" }}, externalId: \"s1\" }})");
    assert_eq!(app.result(ROOT, &name).await, "updated");
    let admin = app.token_of(app.admin(acme, "admin").await).await;
    let mut seen = Vec::new();
    for email in ["hidden@example.com", "nobody@example.com"] {
        for orgs in [
            format!(", organizations: [{{ id: \"{acme}\" }}]"),
            String::new(),
        ] {
            let input = format!("email: \"{email}\", externalId: \"s1\"{orgs}");
            let fields = "result code error field matches existingId";
            let query =
                format!("mutation {{ it: upsertUser(input: {{ {input} }}) {{ {fields} }} }}");
            seen.push(app.data(&admin, &query).await);
        }
    }
    assert_eq!(seen[..2], seen[2..], "{seen:#?}");
}

/// Actors without permission to add members can still name their own members by address.
async fn member_is_found_by_address_without_permission_to_add(app: TestApp) {
    let acme = app.org("Acme").await;
    app.user(acme, "ann").await;
    let admin = app.token_of(app.admin(acme, "admin").await).await;
    let writer = app
        .token(&format!("org: \"{acme}\", scopes: [\"members:write\"]"))
        .await;
    let user = "{ email: \"ann@example.com\" }";
    for (token, word) in [(&admin, "a"), (&writer, "b")] {
        let fields = format!("membership: {{ externalId: \"{word}\" }}");
        let set = format!(
            "setOrgMembers(org: \"{acme}\", members: [{{ user: {user}, {fields} }}], mode: ADD)"
        );
        assert_eq!(app.result(token, &set).await, "updated");
        let fields = format!("membership: {{ externalId: \"{word}{word}\" }}");
        let set = format!(
            "setUserMemberships(user: {user}, memberships: [{{ id: \"{acme}\", {fields} }}], mode: ADD)"
        );
        assert_eq!(app.result(token, &set).await, "updated");
    }
    let remove = format!(
        "setUserMemberships(user: {user}, memberships: [{{ id: \"{acme}\" }}], mode: REMOVE)"
    );
    assert_eq!(app.result(&writer, &remove).await, "updated");
}

/// An actor with permission to add members learns that the address exists, and adds the user.
async fn owner_adds_a_user_of_another_org_by_address(app: TestApp) {
    let [home, acme] = [app.org("Home").await, app.org("Acme").await];
    for n in 0..4 {
        app.user(home, &format!("u{n}")).await;
    }
    let owner = app.token_of(app.owner(acme, "owner").await).await;
    let by = |n: usize| format!("{{ email: \"u{n}@example.com\" }}");
    let sets = [
        format!(
            "setUserMemberships(user: {}, memberships: [{{ id: \"{acme}\" }}], mode: ADD)",
            by(0)
        ),
        format!(
            "setOrgMembers(org: \"{acme}\", members: [{{ user: {} }}], mode: ADD)",
            by(1)
        ),
        format!(
            "upsertUser(input: {{ email: \"u2@example.com\", organizations: [{{ id: \"{acme}\" }}] }})"
        ),
        format!(
            "upsertUser(input: {{ match: {}, organizations: [{{ id: \"{acme}\" }}] }})",
            by(3)
        ),
    ];
    for set in sets {
        assert_eq!(app.result(&owner, &set).await, "updated", "{set}");
    }
    let members = format!(
        "SELECT count(*) FROM memberships WHERE org_id = {}",
        app.id(acme)
    );
    assert_eq!(app.count(&members).await, 5);
    app.done(ROOT, &format!("retireOrg(org: \"{home}\")")).await;
}

on_both_engines! {
    known_and_unknown_addresses_get_equal_replies,
    external_id_does_not_reveal_whether_an_address_exists,
    member_is_found_by_address_without_permission_to_add,
    owner_adds_a_user_of_another_org_by_address,
}
