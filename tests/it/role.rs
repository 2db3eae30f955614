//! Custom roles of orgs: creating, changing, deleting and reading them. The permissions that they
//! grant are tested in `rights`.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

fn create(org: Uuid, name: &str, permissions: &[&str]) -> String {
    let (name, permissions) = (json!(name), json!(permissions));
    format!("createRole(org: \"{org}\", name: {name}, permissions: {permissions})")
}

fn update(role: Uuid, what: &str) -> String {
    format!("updateRole(roleId: \"{role}\" {what})")
}

fn delete(role: Uuid) -> String {
    format!("deleteRole(roleId: \"{role}\")")
}

/// Returns the names of the org's roles that the token sees.
async fn names(app: &TestApp, token: &str, org: Uuid) -> Vec<String> {
    let found = app
        .read(token, &format!("org(id: \"{org}\") {{ roles {{ name }} }}"))
        .await;
    let roles = found["roles"].as_array().expect("a list").iter();
    roles
        .map(|role| role["name"].as_str().expect("a name").to_owned())
        .collect()
}

async fn role_names_are_unique_in_an_org(app: TestApp) {
    let org = app.org("Acme").await;
    let made = app
        .data(
            ROOT,
            &format!(
                "mutation {{ it: {} {{ id result records role {{ name permissions org {{ id }} }} }} }}",
                create(org, " Büro ", &["b:x", "members:read", "b:x", "a"])
            ),
        )
        .await;
    let role = json!({ "name": "Büro", "permissions": ["a", "b:x", "members:read"], "org": { "id": org } });
    let it = &made["it"];
    assert_eq!(
        (&it["result"], &it["records"], &it["role"]),
        (&json!("created"), &json!(1), &role)
    );
    let again = app
        .refuses(ROOT, &create(org, "BÜRO", &["a"]), "NAME_TAKEN", "name")
        .await;
    assert_eq!(again["existingId"], it["id"]);
    let other = app.org("Other").await;
    app.done(ROOT, &create(other, "Büro", &[])).await;
}

async fn names_of_built_in_roles_are_refused(app: TestApp) {
    let org = app.org("Acme").await;
    for name in ["admin", " User ", "ADMIN"] {
        app.refuses(ROOT, &create(org, name, &[]), "INVALID_VALUE", "name")
            .await;
    }
    let role = app.role(org, "Desk", &[]).await;
    app.refuses(
        ROOT,
        &update(role, "name: \"Admin\""),
        "INVALID_VALUE",
        "name",
    )
    .await;
}

async fn a_star_replaces_other_permissions_and_malformed_names_are_refused(app: TestApp) {
    let org = app.org("Acme").await;
    let role = app.role(org, "All", &["a", "*", "members:read"]).await;
    let found = app
        .read(
            ROOT,
            &format!("org(id: \"{org}\") {{ roles {{ id permissions }} }}"),
        )
        .await;
    assert_eq!(
        found["roles"],
        json!([{ "id": role, "permissions": ["*"] }])
    );
    let long = "x".repeat(129);
    let many: Vec<String> = (0..257).map(|n| format!("p{n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    for bad in [
        &[""][..],
        &["a b"],
        &["ä"],
        &["a", "b,c"],
        &[long.as_str()],
        &["orgs:create"],
        &["*", "users:delete"],
        &many,
    ] {
        app.refuses(
            ROOT,
            &create(org, "New", bad),
            "INVALID_VALUE",
            "permissions",
        )
        .await;
    }
}

async fn an_update_changes_only_the_given_fields(app: TestApp) {
    let org = app.org("Acme").await;
    let role = app.role(org, "Desk", &["a"]).await;
    app.role(org, "Other", &[]).await;
    let seen = app.events_so_far().await;
    assert_eq!(
        app.result(ROOT, &update(role, "name: \"desk\"")).await,
        "updated"
    );
    assert_eq!(
        app.result(ROOT, &update(role, "permissions: [\"b\"]"))
            .await,
        "updated"
    );
    for same in [
        "",
        "name: \"desk\"",
        "permissions: [\"b\", \"b\"]",
        "name: null permissions: null",
    ] {
        assert_eq!(
            app.result(ROOT, &update(role, same)).await,
            "unchanged",
            "{same}"
        );
    }
    app.refuses(ROOT, &update(role, "name: \"OTHER\""), "NAME_TAKEN", "name")
        .await;
    let changes: Vec<Json> = app
        .events(seen)
        .await
        .iter()
        .map(|event| {
            json!([
                event["entity"],
                event["verb"],
                event["before"],
                event["after"]
            ])
        })
        .collect();
    assert_eq!(
        changes,
        [
            json!(["role", "updated", { "name": "Desk" }, { "name": "desk" }]),
            json!(["role", "updated", { "permissions": ["a"] }, { "permissions": ["b"] }]),
        ]
    );
}

async fn deleting_a_role_removes_it_from_each_member_with_an_event(app: TestApp) {
    let org = app.org("Acme").await;
    let (desk, shop) = (
        app.role(org, "Desk", &["a"]).await,
        app.role(org, "Shop", &[]).await,
    );
    let (ann, bob) = (app.user(org, "ann").await, app.user(org, "bob").await);
    app.state(org, ann, &format!("roleIds: [\"{shop}\", \"{desk}\"]"))
        .await;
    app.state(org, bob, &format!("roleIds: [\"{desk}\"]")).await;
    app.retire(org, bob).await;
    let seen = app.events_so_far().await;
    let removed = app.mutate(ROOT, &delete(desk)).await;
    assert_eq!(
        (&removed["result"], &removed["records"]),
        (&json!("removed"), &json!(3))
    );
    let mut both = [desk, shop];
    both.sort_unstable();
    let changes: Vec<Json> = app
        .events(seen)
        .await
        .iter()
        .map(|event| {
            json!([
                event["entity"],
                event["verb"],
                event["before"]["roles"],
                event["after"]
            ])
        })
        .collect();
    assert_eq!(
        changes,
        [
            json!(["membership", "updated", both, { "roles": [shop] }]),
            json!(["membership", "updated", [desk], { "roles": null }]),
            json!(["role", "removed", null, null]),
        ]
    );
    assert_eq!(app.count("SELECT count(*) FROM membership_roles").await, 1);
    app.refuses(ROOT, &delete(desk), "ROLE_NOT_FOUND", "roleId")
        .await;
}

async fn events_of_a_membership_include_its_roles(app: TestApp) {
    let org = app.org("Acme").await;
    let role = app.role(org, "Desk", &["a"]).await;
    let elsewhere = app.newcomer("ann").await;
    let seen = app.events_so_far().await;
    let stated =
        format!("roleIds: [\"{role}\"], permissions: [\"b\"], allowedIps: [\"203.0.113.0/24\"]");
    app.state(org, elsewhere, &stated).await;
    app.done(
        ROOT,
        &format!("removeOrgMember(org: \"{org}\", userId: \"{elsewhere}\")"),
    )
    .await;
    let events = app.events(seen).await;
    for fields in [&events[0]["after"], &events[1]["before"]] {
        assert_eq!(
            (
                &fields["roles"],
                &fields["permissions"],
                &fields["allowedIps"]
            ),
            (&json!([role]), &json!(["b"]), &json!(["203.0.113.0/24"]))
        );
    }
    assert_eq!(app.count("SELECT count(*) FROM membership_roles").await, 0);
}

async fn a_role_of_another_org_is_not_found(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (owner, ann) = (app.owner(org, "owner").await, app.user(org, "ann").await);
    let foreign = app.role(other, "Desk", &["a"]).await;
    let token = app.token_of(owner).await;
    for mutation in [update(foreign, "name: \"Mine\""), delete(foreign)] {
        app.refuses(&token, &mutation, "ROLE_NOT_FOUND", "roleId")
            .await;
    }
    let nobody = Uuid::from_u128(7);
    for (token, role) in [
        (&token, foreign),
        (&ROOT.to_owned(), foreign),
        (&token, nobody),
    ] {
        let state = format!(
            "upsertMembership(org: \"{org}\", userId: \"{ann}\", input: {{ roleIds: [\"{role}\"] }})"
        );
        assert_eq!(app.refused(token, &state).await, "ROLE_NOT_FOUND");
    }
    app.retire_org(other).await;
    for mutation in [update(foreign, "name: \"Mine\""), delete(foreign)] {
        assert_eq!(app.refused(ROOT, &mutation).await, "ORG_RETIRED");
    }
}

async fn roles_are_visible_to_holders_and_to_readers_of_members(app: TestApp) {
    let org = app.org("Acme").await;
    let desk = app.role(org, "Desk", &["a"]).await;
    let shop = app.role(org, "shop", &["roles:write"]).await;
    let other = app.org("Other").await;
    app.role(other, "Far", &[]).await;
    let all = ["Desk", "shop"];
    let admin = app.admin(org, "admin").await;
    assert_eq!(names(&app, &app.token_of(admin).await, org).await, all);
    assert_eq!(names(&app, &app.token_of_org(org).await, org).await, all);
    let user = app.user(org, "user").await;
    let token = app.token_of(user).await;
    assert_eq!(names(&app, &token, org).await, [""; 0]);
    assert_eq!(app.refused(&token, &delete(desk)).await, "ROLE_NOT_FOUND");
    app.state(org, user, &format!("roleIds: [\"{desk}\"]"))
        .await;
    assert_eq!(names(&app, &token, org).await, ["Desk"]);
    assert_eq!(app.refused(&token, &delete(desk)).await, "FORBIDDEN");
    let own =
        format!("membership(org: \"{org}\", user: \"{user}\") {{ roles {{ name permissions }} }}");
    assert_eq!(
        app.read(&token, &own).await,
        json!({ "roles": [{ "name": "Desk", "permissions": ["a"] }] })
    );
    app.state(org, user, &format!("roleIds: [\"{shop}\", \"{desk}\"]"))
        .await;
    assert_eq!(names(&app, &token, org).await, all);
    app.state(org, user, "roleIds: null").await;
    assert_eq!(names(&app, &token, org).await, [""; 0]);
}

async fn roles_of_many_orgs_and_members_take_one_statement_each(app: TestApp) {
    for n in 0..3 {
        let org = app.org(&format!("Org {n}")).await;
        let (desk, shop) = (
            app.role(org, "Desk", &[]).await,
            app.role(org, "Shop", &[]).await,
        );
        for m in 0..2 {
            let user = app.user(org, &format!("user{n}{m}")).await;
            app.state(org, user, &format!("roleIds: [\"{desk}\", \"{shop}\"]"))
                .await;
        }
    }
    let query = "{ orgs { nodes { roles { name } members { nodes { roles { name } } } } } }";
    // One statement each for the orgs, their roles, their members, and the roles of the members.
    assert_eq!(app.statements_of(ROOT, query).await, 4);
}

async fn too_many_roles_of_a_member_are_refused(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.user(org, "ann").await;
    let ids: Vec<Uuid> = (0..257).map(Uuid::from_u128).collect();
    let state = format!(
        "upsertMembership(org: \"{org}\", userId: \"{ann}\", input: {{ roleIds: {} }})",
        json!(ids)
    );
    assert_eq!(app.refused(ROOT, &state).await, "INVALID_VALUE");
}

/// A name that starts like a built-in permission but is not one is refused as misspelled. Stored
/// names stay valid.
async fn misspelled_permission_is_refused_with_a_suggestion(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.user(org, "ann").await;
    for (name, nearest) in [
        ("members:raed", "members:read"),
        ("org:wirte", "org:write"),
        ("tokens:", "tokens:write"),
        ("members:*", "members:read"),
        ("Members:read", "members:read"),
        ("TOKENS:WRITE", "tokens:write"),
    ] {
        let fields = "result code field error";
        let state = format!(
            "upsertMembership(org: \"{org}\", userId: \"{ann}\", input: {{ permissions: [\"{name}\"] }})"
        );
        for call in [create(org, "R", &[name]), state] {
            let reply = app
                .data(ROOT, &format!("mutation {{ it: {call} {{ {fields} }} }}"))
                .await;
            let it = &reply["it"];
            assert_eq!(
                (&it["code"], &it["field"]),
                (&json!("INVALID_VALUE"), &json!("permissions")),
                "{it}"
            );
            let message = it["error"].as_str().unwrap_or_default();
            assert!(message.contains(&format!("`{nearest}`")), "{message}");
        }
    }
    // Names of the caller's own permissions have no fixed form.
    let own = ["member:read", "invoices:read", "members", "x.members:read"];
    let role = app.done(ROOT, &create(org, "R", &own)).await;
    let stored = "UPDATE roles SET permissions = '[\"groups:raed\"]'";
    app.sql(stored).await;
    let update = |names: &str| format!("updateRole(roleId: \"{role}\", permissions: [{names}])");
    let kept = update("\"groups:raed\", \"mine\"");
    assert_eq!(app.result(ROOT, &kept).await, "updated");
    let new = update("\"groups:raed\", \"groups:wirte\"");
    app.refuses(ROOT, &new, "INVALID_VALUE", "permissions")
        .await;
}

on_both_engines! {
    misspelled_permission_is_refused_with_a_suggestion,
    role_names_are_unique_in_an_org,
    names_of_built_in_roles_are_refused,
    a_star_replaces_other_permissions_and_malformed_names_are_refused,
    an_update_changes_only_the_given_fields,
    deleting_a_role_removes_it_from_each_member_with_an_event,
    events_of_a_membership_include_its_roles,
    a_role_of_another_org_is_not_found,
    roles_are_visible_to_holders_and_to_readers_of_members,
    roles_of_many_orgs_and_members_take_one_statement_each,
    too_many_roles_of_a_member_are_refused,
}
