//! Org owners: an org with an owner keeps at least one, and only owners change an owner.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

/// Creates an org with an owner, and returns the ids of both.
async fn owned_org(app: &TestApp, name: &str) -> (Uuid, Uuid) {
    let owner = app.newcomer(&format!("owner-{name}")).await;
    let create = format!("createOrg(name: \"{name}\", owner: \"{owner}\")");
    (app.done(ROOT, &create).await, owner)
}

fn remove(org: Uuid, user: Uuid) -> String {
    format!("removeOrgMember(org: \"{org}\", userId: \"{user}\")")
}

fn update(org: Uuid, user: Uuid, what: &str) -> String {
    format!("updateMember(org: \"{org}\", userId: \"{user}\", {what})")
}

fn suspend(user: Uuid) -> String {
    format!("updateUser(userId: \"{user}\", status: SUSPENDED)")
}

/// Returns the mutations by which an org can lose an owner.
fn mutations_that_lose_an_owner(org: Uuid, user: Uuid) -> [String; 3] {
    [
        remove(org, user),
        update(org, user, "status: \"retired\""),
        suspend(user),
    ]
}

async fn the_last_owner_cannot_be_removed_retired_or_suspended(app: TestApp) {
    let (org, owner) = owned_org(&app, "Acme").await;
    app.admin(org, "admin").await;
    for mutation in mutations_that_lose_an_owner(org, owner) {
        app.refuses(ROOT, &mutation, "LAST_OWNER", "userId").await;
    }
    let also = update(
        org,
        owner,
        "status: \"retired\", role: \"admin\", externalId: \"x\"",
    );
    app.refuses(ROOT, &also, "LAST_OWNER", "userId").await;
    let read = format!(
        "membership(org: \"{org}\", user: \"{owner}\") {{ isOwner status role externalId user {{ status }} }}"
    );
    assert_eq!(
        app.read(ROOT, &read).await,
        json!({
            "isOwner": true, "status": "ACTIVE", "role": "USER", "externalId": null, "user": { "status": "ACTIVE" }
        })
    );
}

async fn the_last_owner_cannot_leave(app: TestApp) {
    let (org, owner) = owned_org(&app, "Acme").await;
    let token = app.token_of(owner).await;
    for mutation in [
        remove(org, owner),
        update(org, owner, "status: \"retired\""),
    ] {
        app.refuses(&token, &mutation, "LAST_OWNER", "userId").await;
    }
}

async fn one_of_two_owners_may_be_removed(app: TestApp) {
    let (org, first) = owned_org(&app, "Acme").await;
    let second = app.owner(org, "second").await;
    assert_eq!(app.result(ROOT, &remove(org, first)).await, "removed");
    app.refuses(ROOT, &remove(org, second), "LAST_OWNER", "userId")
        .await;
}

async fn one_of_two_owners_may_be_retired(app: TestApp) {
    let (org, first) = owned_org(&app, "Acme").await;
    let second = app.owner(org, "second").await;
    app.retire(org, first).await;
    for mutation in mutations_that_lose_an_owner(org, second) {
        app.refuses(ROOT, &mutation, "LAST_OWNER", "userId").await;
    }
    // A retired owner does not count as an owner, so they can be removed.
    assert_eq!(app.result(ROOT, &remove(org, first)).await, "removed");
}

async fn one_of_two_owners_may_be_suspended(app: TestApp) {
    let (org, first) = owned_org(&app, "Acme").await;
    let second = app.owner(org, "second").await;
    app.done(ROOT, &suspend(first)).await;
    for mutation in mutations_that_lose_an_owner(org, second) {
        app.refuses(ROOT, &mutation, "LAST_OWNER", "userId").await;
    }
    let retire = update(org, first, "status: \"retired\"");
    assert_eq!(app.result(ROOT, &retire).await, "updated");
}

async fn a_reactivated_owner_counts_again(app: TestApp) {
    let (org, first) = owned_org(&app, "Acme").await;
    let second = app.owner(org, "second").await;
    app.retire(org, first).await;
    app.add(org, first).await;
    assert_eq!(app.result(ROOT, &remove(org, second)).await, "removed");
    app.refuses(ROOT, &remove(org, first), "LAST_OWNER", "userId")
        .await;
}

async fn suspending_checks_every_org_that_the_user_owns(app: TestApp) {
    let (first, owner) = owned_org(&app, "First").await;
    app.owner(first, "second").await;
    let create = format!("createOrg(name: \"Other\", owner: \"{owner}\")");
    let other = app.done(ROOT, &create).await;
    app.refuses(ROOT, &suspend(owner), "LAST_OWNER", "userId")
        .await;
    let with_more = suspend(owner).replace("status", "first: \"X\", status");
    app.refuses(ROOT, &with_more, "LAST_OWNER", "userId").await;
    app.owner(other, "third").await;
    assert_eq!(app.result(ROOT, &suspend(owner)).await, "updated");
}

async fn an_org_created_without_an_owner_needs_none(app: TestApp) {
    let org = app.org("Acme").await;
    let (ann, admin) = (app.user(org, "ann").await, app.admin(org, "admin").await);
    app.retire(org, ann).await;
    for user in [ann, admin] {
        assert_eq!(app.result(ROOT, &remove(org, user)).await, "removed");
    }
}

async fn an_admin_cannot_change_an_owner(app: TestApp) {
    let (org, owner) = owned_org(&app, "Acme").await;
    app.owner(org, "second").await;
    let admin = app.admin(org, "admin").await;
    let token = app.token_of(admin).await;
    for mutation in [
        remove(org, owner),
        update(org, owner, "status: \"retired\""),
        update(org, owner, "role: \"admin\""),
        update(org, owner, "externalId: \"x\""),
    ] {
        app.refuses(&token, &mutation, "FORBIDDEN", Json::Null)
            .await;
    }
}

async fn an_owner_can_change_another_owner(app: TestApp) {
    let (org, owner) = owned_org(&app, "Acme").await;
    let second = app.owner(org, "second").await;
    let token = app.token_of(owner).await;
    let set = update(org, second, "role: \"admin\", externalId: \"x\"");
    assert_eq!(app.result(&token, &set).await, "updated");
    assert_eq!(app.result(&token, &remove(org, second)).await, "removed");
}

async fn only_an_owner_can_reactivate_a_retired_owner(app: TestApp) {
    let (org, owner) = owned_org(&app, "Acme").await;
    let (second, admin) = (
        app.owner(org, "second").await,
        app.admin(org, "admin").await,
    );
    app.retire(org, second).await;
    let back = update(org, second, "status: \"active\"");
    let token = app.token_of(admin).await;
    app.refuses(&token, &back, "FORBIDDEN", Json::Null).await;
    let token = app.token_of(owner).await;
    assert_eq!(app.result(&token, &back).await, "reactivated");
    let read = format!("membership(org: \"{org}\", user: \"{second}\") {{ isOwner status }}");
    assert_eq!(
        app.read(ROOT, &read).await,
        json!({ "isOwner": true, "status": "ACTIVE" })
    );
}

async fn admins_and_owners_can_promote_members_to_admins(app: TestApp) {
    let (org, owner) = owned_org(&app, "Acme").await;
    let (ann, bob) = (app.user(org, "ann").await, app.user(org, "bob").await);
    let admin = app.admin(org, "admin").await;
    for (actor, user) in [(admin, ann), (owner, bob)] {
        let token = app.token_of(actor).await;
        let promote = update(org, user, "role: \"admin\"");
        assert_eq!(app.result(&token, &promote).await, "updated");
    }
}

async fn a_token_cannot_grant_permissions_it_lacks(app: TestApp) {
    let (org, owner) = owned_org(&app, "Acme").await;
    let ann = app.user(org, "ann").await;
    let scopes = format!("userId: \"{owner}\", scopes: [\"members:write\", \"members:read\"]");
    let token = app.token(&scopes).await;
    let promote = update(org, ann, "role: \"admin\"");
    app.refuses(&token, &promote, "FORBIDDEN", Json::Null).await;
    let set = update(org, ann, "externalId: \"x\"");
    assert_eq!(app.result(&token, &set).await, "updated");
}

on_both_engines! {
    the_last_owner_cannot_be_removed_retired_or_suspended,
    the_last_owner_cannot_leave,
    one_of_two_owners_may_be_removed,
    one_of_two_owners_may_be_retired,
    one_of_two_owners_may_be_suspended,
    a_reactivated_owner_counts_again,
    suspending_checks_every_org_that_the_user_owns,
    an_org_created_without_an_owner_needs_none,
    an_admin_cannot_change_an_owner,
    an_owner_can_change_another_owner,
    only_an_owner_can_reactivate_a_retired_owner,
    admins_and_owners_can_promote_members_to_admins,
    a_token_cannot_grant_permissions_it_lacks,
}
