//! `upsertMembership`, which sets all fields of a membership, and `makeDefault`.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

fn put(org: Uuid, user: Uuid, input: &str) -> String {
    format!("upsertMembership(org: \"{org}\", userId: \"{user}\", input: {{ {input} }})")
}

fn choose(org: Uuid, user: Uuid) -> String {
    format!("makeDefault(org: \"{org}\", userId: \"{user}\")")
}

async fn read(app: &TestApp, org: Uuid, user: Uuid) -> Json {
    let fields = "role status isOwner isDefault defaultReason externalId permissions allowedIps roles { name }";
    app.read(
        ROOT,
        &format!("membership(org: \"{org}\", user: \"{user}\") {{ {fields} }}"),
    )
    .await
}

async fn every_field_can_be_set_and_absent_fields_stay(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.newcomer("ann").await;
    let role = app
        .done(
            ROOT,
            &format!(
                "createRole(org: \"{org}\", name: \"Clerk\", permissions: [\"invoices:read\"])"
            ),
        )
        .await;
    let all = format!(
        "role: ADMIN, isOwner: true, isDefault: true, externalId: \"x\", roleIds: [\"{role}\"], \
         permissions: [\"b\", \"a\"], allowedIps: [\"203.0.113.0/24\"]"
    );
    let made = app.mutate(ROOT, &put(org, user, &all)).await;
    assert_eq!(
        (&made["result"], &made["records"]),
        (&json!("created"), &json!(2)),
        "{made:#}"
    );
    let expected = json!({
        "role": "ADMIN", "status": "ACTIVE", "isOwner": true, "isDefault": true, "defaultReason": "EXPLICIT",
        "externalId": "x", "permissions": ["a", "b"], "allowedIps": ["203.0.113.0/24"], "roles": [{ "name": "Clerk" }]
    });
    assert_eq!(read(&app, org, user).await, expected);
    for same in ["", &all] {
        let again = app.mutate(ROOT, &put(org, user, same)).await;
        assert_eq!(
            (&again["result"], &again["records"]),
            (&json!("unchanged"), &json!(0))
        );
    }
    assert_eq!(read(&app, org, user).await, expected);
    app.owner(org, "second").await;
    let null = "role: null, status: null, isOwner: false, isDefault: null, externalId: null, roleIds: null, permissions: null, allowedIps: null";
    assert_eq!(app.mutate(ROOT, &put(org, user, null)).await["records"], 1);
    assert_eq!(
        read(&app, org, user).await,
        json!({
            "role": "ADMIN", "status": "ACTIVE", "isOwner": false, "isDefault": true, "defaultReason": "EXPLICIT",
            "externalId": null, "permissions": [], "allowedIps": null, "roles": []
        })
    );
}

async fn an_absent_variable_clears_nothing(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    app.done(ROOT, &put(org, user, "externalId: \"x\"")).await;
    let query = format!(
        "mutation($id: String) {{ it: {} {{ result }} }}",
        put(org, user, "externalId: $id")
    );
    let result = |variables| async {
        app.graphql(ROOT, &query, variables).await["data"]["it"]["result"].clone()
    };
    assert_eq!(result(json!({})).await, "unchanged");
    assert_eq!(result(json!({ "id": null })).await, "updated");
    assert_eq!(read(&app, org, user).await["externalId"], Json::Null);
}

async fn a_new_membership_has_the_defaults(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.newcomer("ann").await;
    let made = app.mutate(ROOT, &put(org, user, "")).await;
    assert_eq!(
        (&made["result"], &made["records"]),
        (&json!("created"), &json!(1))
    );
    assert_eq!(
        read(&app, org, user).await,
        json!({
            "role": "USER", "status": "ACTIVE", "isOwner": false, "isDefault": false, "defaultReason": null,
            "externalId": null, "permissions": [], "allowedIps": null, "roles": []
        })
    );
    let retired = app.newcomer("bob").await;
    assert_eq!(
        app.result(ROOT, &put(org, retired, "status: RETIRED"))
            .await,
        "created"
    );
    assert_eq!(read(&app, org, retired).await["status"], "RETIRED");
}

async fn a_retired_membership_stays_retired_until_its_status_is_set(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    app.retire(org, user).await;
    assert_eq!(
        app.result(ROOT, &put(org, user, "externalId: \"x\"")).await,
        "updated"
    );
    assert_eq!(read(&app, org, user).await["status"], "RETIRED");
    assert_eq!(
        app.result(ROOT, &put(org, user, "status: ACTIVE")).await,
        "reactivated"
    );
    assert_eq!(read(&app, org, user).await["defaultReason"], "ONLY");
    assert_eq!(
        app.mutate(ROOT, &put(org, user, "status: RETIRED")).await["result"],
        "updated"
    );
    assert_eq!(read(&app, org, user).await["isDefault"], false);
}

async fn is_default_moves_the_default_but_cannot_clear_it(app: TestApp) {
    let (home, org) = (app.org("Home").await, app.org("Acme").await);
    let user = app.user(home, "ann").await;
    app.refuses(
        ROOT,
        &put(org, user, "isDefault: true, status: RETIRED"),
        "MEMBER_RETIRED",
        "isDefault",
    )
    .await;
    // The only active membership of a user stays the default, whatever `isDefault` states.
    assert_eq!(
        app.result(ROOT, &put(home, user, "isDefault: false")).await,
        "unchanged"
    );
    assert_eq!(
        app.result(ROOT, &put(org, user, "isDefault: false")).await,
        "created"
    );
    app.refuses(
        ROOT,
        &put(home, user, "isDefault: false"),
        "DEFAULT_REQUIRED",
        "isDefault",
    )
    .await;
    let moved = app.mutate(ROOT, &put(org, user, "isDefault: true")).await;
    assert_eq!(
        (&moved["result"], &moved["records"]),
        (&json!("updated"), &json!(2))
    );
    assert_eq!(read(&app, org, user).await["defaultReason"], "EXPLICIT");
    assert_eq!(read(&app, home, user).await["isDefault"], false);
    app.refuses(
        ROOT,
        &put(org, user, "isDefault: false"),
        "DEFAULT_REQUIRED",
        "isDefault",
    )
    .await;
    assert_eq!(
        app.result(ROOT, &put(home, user, "isDefault: false")).await,
        "unchanged"
    );
}

async fn only_owners_add_members_and_owners(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let owner = app.owner(org, "owner").await;
    let (admin, user) = (app.admin(org, "admin").await, app.user(org, "ann").await);
    let stranger = app.user(other, "stranger").await;
    app.add(other, owner).await;
    app.add(other, admin).await;
    let sql = format!(
        "UPDATE memberships SET role = 'admin' WHERE org_id = {}",
        app.id(other)
    );
    app.sql(&sql).await;
    let (owner_token, admin_token) = (app.token_of(owner).await, app.token_of(admin).await);
    let user_token = app.token_of(user).await;
    assert_eq!(
        app.result(&admin_token, &put(org, user, "role: ADMIN"))
            .await,
        "updated"
    );
    for (call, code) in [
        (put(org, stranger, ""), "FORBIDDEN"),
        (put(org, user, "isOwner: true"), "FORBIDDEN"),
        (put(org, user, "permissions: [\"*\"]"), "FORBIDDEN"),
        (put(org, owner, "externalId: \"x\""), "FORBIDDEN"),
        (put(org, owner, "isDefault: true"), "FORBIDDEN"),
    ] {
        assert_eq!(app.refused(&admin_token, &call).await, code, "{call}");
    }
    for target in [user, stranger, org] {
        assert_eq!(
            app.refused(&user_token, &put(other, target, "")).await,
            "ORG_NOT_FOUND"
        );
    }
    let plain = app.user(org, "plain").await;
    let plain = app.token_of(plain).await;
    for target in [user, stranger, org] {
        assert_eq!(
            app.refused(&plain, &put(org, target, "")).await,
            "FORBIDDEN"
        );
    }
    assert_eq!(
        app.result(&owner_token, &put(org, stranger, "isOwner: true"))
            .await,
        "created"
    );
    assert_eq!(
        app.refused(&owner_token, &put(org, org, "")).await,
        "USER_NOT_FOUND"
    );
}

async fn the_last_owner_cannot_be_retired_or_demoted(app: TestApp) {
    let org = app.org("Acme").await;
    let owner = app.owner(org, "owner").await;
    for input in ["isOwner: false", "status: RETIRED"] {
        app.refuses(ROOT, &put(org, owner, input), "LAST_OWNER", "userId")
            .await;
    }
    app.owner(org, "second").await;
    assert_eq!(
        app.result(ROOT, &put(org, owner, "isOwner: false")).await,
        "updated"
    );
}

async fn unknown_orgs_users_and_roles_are_not_found(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let user = app.user(org, "ann").await;
    let foreign = app
        .done(
            ROOT,
            &format!("createRole(org: \"{other}\", name: \"Clerk\", permissions: [])"),
        )
        .await;
    app.refuses(ROOT, &put(user, user, ""), "ORG_NOT_FOUND", "org")
        .await;
    app.refuses(ROOT, &put(org, org, ""), "USER_NOT_FOUND", "userId")
        .await;
    for role in [foreign, user] {
        app.refuses(
            ROOT,
            &put(org, user, &format!("roleIds: [\"{role}\"]")),
            "ROLE_NOT_FOUND",
            "roleIds",
        )
        .await;
    }
    app.retire_org(org).await;
    assert_eq!(
        app.refused(ROOT, &put(org, user, "role: ADMIN")).await,
        "ORG_RETIRED"
    );
}

async fn make_default_sets_the_reason_explicit(app: TestApp) {
    let (home, org) = (app.org("Home").await, app.org("Acme").await);
    let user = app.user(home, "ann").await;
    app.add(org, user).await;
    let query = format!(
        "mutation {{ it: {} {{ result records membership {{ isDefault defaultReason }} user {{ memberships {{ nodes {{ org {{ name }} }} }} }} }} }}",
        choose(org, user)
    );
    assert_eq!(
        app.data(ROOT, &query).await["it"],
        json!({
            "result": "updated", "records": 2, "membership": { "isDefault": true, "defaultReason": "EXPLICIT" },
            "user": { "memberships": { "nodes": [{ "org": { "name": "Acme" } }, { "org": { "name": "Home" } }] } }
        })
    );
    assert_eq!(app.result(ROOT, &choose(org, user)).await, "unchanged");
    app.retire(home, user).await;
    assert_eq!(
        app.refused(ROOT, &choose(home, user)).await,
        "MEMBER_RETIRED"
    );
    let other = app.org("Other").await;
    app.refuses(ROOT, &choose(other, user), "NOT_A_MEMBER", "userId")
        .await;
    app.refuses(ROOT, &choose(other, org), "USER_NOT_FOUND", "userId")
        .await;
    app.refuses(ROOT, &choose(user, user), "ORG_NOT_FOUND", "org")
        .await;
}

async fn users_choose_their_own_default(app: TestApp) {
    let (home, org) = (app.org("Home").await, app.org("Acme").await);
    let user = app.user(home, "ann").await;
    app.add(org, user).await;
    let bob = app.user(org, "bob").await;
    let own = app.token_of(user).await;
    assert_eq!(app.result(&own, &choose(org, user)).await, "updated");
    assert_eq!(app.refused(&own, &choose(org, bob)).await, "FORBIDDEN");
    for narrow in [
        format!("userId: \"{user}\", org: \"{home}\""),
        format!("userId: \"{user}\", scopes: [\"members:read\"]"),
    ] {
        let token = app.token(&narrow).await;
        assert_eq!(
            app.refused(&token, &choose(home, user)).await,
            "FORBIDDEN",
            "{narrow}"
        );
    }
    let admin = app.admin(home, "admin").await;
    let admin = app.token_of(admin).await;
    assert_eq!(app.result(&admin, &choose(home, user)).await, "updated");
    assert_eq!(
        app.refused(&admin, &choose(org, user)).await,
        "ORG_NOT_FOUND"
    );
    let other = app.org("Other").await;
    assert_eq!(
        app.refused(&own, &choose(other, user)).await,
        "ORG_NOT_FOUND"
    );
}

on_both_engines! {
    every_field_can_be_set_and_absent_fields_stay,
    an_absent_variable_clears_nothing,
    a_new_membership_has_the_defaults,
    a_retired_membership_stays_retired_until_its_status_is_set,
    is_default_moves_the_default_but_cannot_clear_it,
    only_owners_add_members_and_owners,
    the_last_owner_cannot_be_retired_or_demoted,
    unknown_orgs_users_and_roles_are_not_found,
    make_default_sets_the_reason_explicit,
    users_choose_their_own_default,
}
