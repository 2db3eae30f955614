//! Adding memberships: new members, existing members and retired members.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

fn call(name: &str, org: Uuid, user: Uuid, what: &str) -> String {
    format!("{name}(org: \"{org}\", userId: \"{user}\" {what})")
}

fn add(org: Uuid, user: Uuid, what: &str) -> String {
    call("addOrgMember", org, user, what)
}

async fn membership(app: &TestApp, org: Uuid, user: Uuid) -> Json {
    let field =
        format!("membership(org: \"{org}\", user: \"{user}\") {{ id role status externalId }}");
    app.read(ROOT, &field).await
}

async fn a_new_member_has_the_role_user_by_default(app: TestApp) {
    let org = app.org("Acme").await;
    for (name, role, shown) in [
        ("a", "", "USER"),
        ("b", ", role: null", "USER"),
        ("c", ", role: \"user\"", "USER"),
        ("d", ", role: \" ADMIN \"", "ADMIN"),
    ] {
        let user = app.newcomer(name).await;
        let result = app.mutate(ROOT, &add(org, user, role)).await;
        assert_eq!(
            (&result["result"], &result["records"]),
            (&json!("created"), &json!(1))
        );
        let member = membership(&app, org, user).await;
        assert_eq!(
            member,
            json!({ "id": result["id"], "role": shown, "status": "ACTIVE", "externalId": null })
        );
    }
}

async fn add_user_to_org_is_an_alias_of_add_org_member(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.newcomer("ann").await;
    let what = ", role: \"admin\", externalId: \" X \"";
    let old = call("addUserToOrg", org, user, what);
    assert_eq!(app.result(ROOT, &old).await, "created");
    assert_eq!(app.result(ROOT, &add(org, user, what)).await, "unchanged");
    let member = membership(&app, org, user).await;
    assert_eq!(
        (&member["role"], &member["externalId"]),
        (&json!("ADMIN"), &json!(" X "))
    );
}

async fn org_id_must_equal_org(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let user = app.newcomer("ann").await;
    for name in ["addOrgMember", "addUserToOrg"] {
        let mismatch = call(name, org, user, &format!(", orgId: \"{other}\""));
        app.refuses(ROOT, &mismatch, "ORG_MISMATCH", "orgId").await;
    }
    let same = add(org, user, &format!(", orgId: \"{}\"", org.simple()));
    assert_eq!(app.result(ROOT, &same).await, "created");
    let absent = add(org, user, ", orgId: null");
    assert_eq!(app.result(ROOT, &absent).await, "unchanged");
}

async fn an_active_member_added_again_is_unchanged_or_refused(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.newcomer("ann").await;
    let first = add(org, user, ", role: \"admin\", externalId: \"x\"");
    let id = app.done(ROOT, &first).await;
    let counts = app.row_counts().await;
    for same in ["", ", role: \"Admin\"", ", externalId: \"x\""] {
        let result = app.mutate(ROOT, &add(org, user, same)).await;
        assert_eq!(
            (&result["id"], &result["result"], &result["records"]),
            (&json!(id), &json!("unchanged"), &json!(0)),
            "{same}"
        );
    }
    assert_eq!(app.row_counts().await, counts);
    for (field, different) in [
        ("role", ", role: \"user\""),
        ("externalId", ", externalId: \"X\""),
        ("externalId", ", externalId: null"),
    ] {
        let mutation = add(org, user, different);
        let answer = app.refuses(ROOT, &mutation, "ALREADY_MEMBER", field).await;
        assert_eq!(answer["existingId"], json!(id));
    }
    let member = membership(&app, org, user).await;
    assert_eq!(
        (&member["role"], &member["externalId"]),
        (&json!("ADMIN"), &json!("x"))
    );
}

async fn a_retired_member_added_again_keeps_their_fields(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.newcomer("ann").await;
    let first = add(org, user, ", role: \"admin\", externalId: \"x\"");
    let id = app.done(ROOT, &first).await;
    app.retire(org, user).await;
    let result = app.mutate(ROOT, &add(org, user, "")).await;
    assert_eq!(
        (&result["id"], &result["result"], &result["records"]),
        (&json!(id), &json!("reactivated"), &json!(1))
    );
    assert_eq!(
        membership(&app, org, user).await,
        json!({ "id": id, "role": "ADMIN", "status": "ACTIVE", "externalId": "x" })
    );
}

async fn a_retired_member_added_again_gets_the_given_fields(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.newcomer("ann").await;
    let first = add(org, user, ", role: \"admin\", externalId: \"x\"");
    let id = app.done(ROOT, &first).await;
    app.retire(org, user).await;
    let again = add(org, user, ", role: \"user\", externalId: \"y\"");
    assert_eq!(app.result(ROOT, &again).await, "reactivated");
    assert_eq!(
        membership(&app, org, user).await,
        json!({ "id": id, "role": "USER", "status": "ACTIVE", "externalId": "y" })
    );
}

async fn adding_requires_permission_and_a_visible_user(app: TestApp) {
    let org = app.org("Acme").await;
    let (admin, owner) = (app.admin(org, "admin").await, app.owner(org, "owner").await);
    let hidden = app.newcomer("hidden").await;
    let mutation = add(org, hidden, "");
    let token = app.token_of(admin).await;
    app.refuses(&token, &mutation, "FORBIDDEN", Json::Null)
        .await;
    for token in [app.token_of(owner).await, app.token_of_org(org).await] {
        app.refuses(&token, &mutation, "USER_NOT_FOUND", "userId")
            .await;
    }
}

async fn an_owner_adds_a_user_who_is_visible_in_another_org(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (ann, owner) = (app.user(other, "ann").await, app.owner(org, "owner").await);
    let join = add(other, owner, ", role: \"admin\"");
    app.done(ROOT, &join).await;
    let token = app.token_of(owner).await;
    assert_eq!(app.result(&token, &add(org, ann, "")).await, "created");
}

on_both_engines! {
    a_new_member_has_the_role_user_by_default,
    add_user_to_org_is_an_alias_of_add_org_member,
    org_id_must_equal_org,
    an_active_member_added_again_is_unchanged_or_refused,
    a_retired_member_added_again_keeps_their_fields,
    a_retired_member_added_again_gets_the_given_fields,
    adding_requires_permission_and_a_visible_user,
    an_owner_adds_a_user_who_is_visible_in_another_org,
}
