//! Changing users: which fields change, who may change them, and what is refused.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{Engine, ROOT, Stranger, TestApp, on_both_engines};

fn update(user: Uuid, what: &str) -> String {
    format!("updateUser(userId: \"{user}\" {what})")
}

async fn read(app: &TestApp, user: Uuid) -> Json {
    let fields = "email first last name mobile timezone status";
    app.read(ROOT, &format!("user(id: \"{user}\") {{ {fields} }}"))
        .await
}

/// Creates a user who has the fields that can be cleared.
async fn full_user(app: &TestApp) -> Uuid {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    let set = ", mobile: \"+49 151 23456789\", timezone: \"Europe/Berlin\"";
    app.done(ROOT, &update(user, set)).await;
    user
}

async fn an_update_changes_only_the_given_fields(app: TestApp) {
    let user = full_user(&app).await;
    let before = app.events_so_far().await;
    let result = app
        .mutate(
            ROOT,
            &update(user, ", last: \" Lee \", email: \"Ann@New.example\""),
        )
        .await;
    assert_eq!(
        result,
        json!({
            "id": user, "result": "updated", "records": 1, "error": null, "code": null, "field": null,
            "existingId": null
        })
    );
    assert_eq!(app.events_so_far().await, before + 1);
    assert_eq!(
        read(&app, user).await,
        json!({
            "email": "Ann@New.example", "first": "ann", "last": "Lee", "name": "ann Lee",
            "mobile": "+49 151 23456789", "timezone": "Europe/Berlin", "status": "ACTIVE"
        })
    );
}

async fn an_update_without_changes_is_unchanged(app: TestApp) {
    let user = full_user(&app).await;
    let counts = app.row_counts().await;
    for same in [
        "",
        ", first: \"ann\", last: \"Test\", email: \"ann@example.com\"",
        ", mobile: \"+49 151 23456789\", timezone: \"Europe/Berlin\", status: ACTIVE",
    ] {
        let result = app.mutate(ROOT, &update(user, same)).await;
        assert_eq!(
            (&result["id"], &result["result"], &result["records"]),
            (&json!(user), &json!("unchanged"), &json!(0)),
            "{same}"
        );
    }
    assert_eq!(app.row_counts().await, counts);
}

async fn null_clears_mobile_and_timezone(app: TestApp) {
    let user = full_user(&app).await;
    app.done(ROOT, &update(user, ", mobile: null")).await;
    let now = read(&app, user).await;
    assert_eq!(
        (&now["mobile"], &now["timezone"]),
        (&Json::Null, &json!("Europe/Berlin"))
    );
    let found = "findUserBy(mobile: \"+49 151 23456789\") { id }";
    assert_eq!(app.read(ROOT, found).await, json!([]));
    app.done(ROOT, &update(user, ", timezone: null")).await;
    assert_eq!(read(&app, user).await["timezone"], Json::Null);
}

async fn null_is_ignored_for_required_fields(app: TestApp) {
    let user = full_user(&app).await;
    let before = read(&app, user).await;
    let nulls = ", email: null, first: null, last: null, name: null, status: null";
    assert_eq!(app.result(ROOT, &update(user, nulls)).await, "unchanged");
    assert_eq!(read(&app, user).await, before);
}

async fn the_display_name_follows_other_names_until_it_is_set(app: TestApp) {
    let user = full_user(&app).await;
    app.done(ROOT, &update(user, ", first: \"Ann\"")).await;
    assert_eq!(read(&app, user).await["name"], json!("Ann Test"));
    // Setting the name to its derived value makes it a custom name too.
    app.done(ROOT, &update(user, ", name: \"Ann Test\"")).await;
    app.done(ROOT, &update(user, ", last: \"Lee\"")).await;
    assert_eq!(read(&app, user).await["name"], json!("Ann Test"));
    app.done(ROOT, &update(user, ", name: \"Annie\"")).await;
    assert_eq!(read(&app, user).await["name"], json!("Annie"));
}

async fn a_display_name_set_at_creation_does_not_follow_other_names(app: TestApp) {
    let org = app.org("Acme").await;
    let create = format!(
        "createUser(org: \"{org}\", email: \"a@example.com\", first: \"Ann\", last: \"Lee\", name: \"Annie\")"
    );
    let user = app.done(ROOT, &create).await;
    app.done(ROOT, &update(user, ", last: \"Ray\"")).await;
    let now = read(&app, user).await;
    assert_eq!(
        (&now["name"], &now["last"]),
        (&json!("Annie"), &json!("Ray"))
    );
}

async fn the_email_of_another_user_is_taken(app: TestApp) {
    let org = app.org("Acme").await;
    let (ann, bob) = (app.user(org, "ann").await, app.user(org, "bob").await);
    let mutation = update(ann, ", email: \"BOB@example.com\", first: \"X\"");
    let answer = app.refuses(ROOT, &mutation, "EMAIL_TAKEN", "email").await;
    assert_eq!(answer["existingId"], json!(bob));
    assert_eq!(read(&app, ann).await["first"], json!("ann"));
    // The spelling of a user's own address can change.
    let mutation = update(ann, ", email: \"Ann@Example.com\"");
    assert_eq!(app.result(ROOT, &mutation).await, "updated");
    assert_eq!(read(&app, ann).await["email"], json!("Ann@Example.com"));
}

async fn the_user_with_a_taken_email_is_shown_only_if_visible(app: TestApp) {
    let (own, other) = (app.org("Own").await, app.org("Other").await);
    let (ann, hidden) = (app.user(own, "ann").await, app.user(other, "hidden").await);
    let admin = app.admin(own, "admin").await;
    let token = app.token_of(admin).await;
    let mutation = update(ann, ", email: \"hidden@example.com\"");
    let answer = app.refuses(&token, &mutation, "EMAIL_TAKEN", "email").await;
    assert_eq!(answer["existingId"], Json::Null);
    assert!(!answer.to_string().contains(&hidden.to_string()));
    let mutation = update(ann, ", email: \"admin@example.com\"");
    let answer = app.refuses(&token, &mutation, "EMAIL_TAKEN", "email").await;
    assert_eq!(answer["existingId"], json!(admin));
}

async fn a_former_address_can_be_used_by_another_user(app: TestApp) {
    let org = app.org("Acme").await;
    let (ann, bob) = (app.user(org, "ann").await, app.user(org, "bob").await);
    app.done(ROOT, &update(ann, ", email: \"new@example.com\""))
        .await;
    app.done(ROOT, &update(bob, ", email: \"ann@example.com\""))
        .await;
    let query = "user(email: \"ann@example.com\") { id }";
    assert_eq!(app.read(ROOT, query).await, json!({ "id": bob }));
}

async fn an_admin_cannot_change_a_member_of_another_org(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (ann, admin) = (app.user(org, "ann").await, app.admin(org, "admin").await);
    let token = app.token_of(admin).await;
    let mutation = update(ann, ", email: \"taken.over@example.com\"");
    app.add(other, ann).await;
    app.refuses(&token, &mutation, "FORBIDDEN", Json::Null)
        .await;
    app.retire(other, ann).await;
    app.refuses(&token, &mutation, "FORBIDDEN", Json::Null)
        .await;
    app.retire_org(other).await;
    assert_eq!(app.result(&token, &mutation).await, "updated");
}

async fn an_admin_of_all_orgs_of_a_user_can_change_them(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (ann, admin) = (app.user(org, "ann").await, app.admin(org, "admin").await);
    app.add(other, ann).await;
    let join = format!("addOrgMember(org: \"{other}\", userId: \"{admin}\", role: \"admin\")");
    app.done(ROOT, &join).await;
    let mutation = update(ann, ", email: \"new@example.com\"");
    let cut = app
        .token(&format!("userId: \"{admin}\", org: \"{org}\""))
        .await;
    app.refuses(&cut, &mutation, "FORBIDDEN", Json::Null).await;
    let token = app.token_of(admin).await;
    assert_eq!(app.result(&token, &mutation).await, "updated");
}

async fn an_admin_can_change_a_retired_member(app: TestApp) {
    let org = app.org("Acme").await;
    let (ann, admin) = (app.user(org, "ann").await, app.admin(org, "admin").await);
    app.retire(org, ann).await;
    let token = app.token_of(admin).await;
    let mutation = update(ann, ", first: \"X\"");
    assert_eq!(app.result(&token, &mutation).await, "updated");
}

async fn only_owners_change_an_owner(app: TestApp) {
    let org = app.org("Acme").await;
    let (ann, admin) = (app.owner(org, "ann").await, app.admin(org, "admin").await);
    let owner = app.owner(org, "owner").await;
    let mutation = update(ann, ", email: \"new@example.com\"");
    let token = app.token_of(admin).await;
    app.refuses(&token, &mutation, "FORBIDDEN", Json::Null)
        .await;
    let token = app.token_of(owner).await;
    assert_eq!(app.result(&token, &mutation).await, "updated");
    let token = app.token_of_org(org).await;
    let mutation = update(ann, ", email: \"newer@example.com\"");
    assert_eq!(app.result(&token, &mutation).await, "updated");
}

async fn users_change_only_their_own_names_mobile_and_timezone(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.user(org, "ann").await;
    let token = app.token_of(ann).await;
    let own = ", first: \"Ann\", last: \"Lee\", name: \"Annie\", mobile: \"+49 151 23456789\", timezone: \"Asia/Tokyo\"";
    assert_eq!(app.result(&token, &update(ann, own)).await, "updated");
    let now = read(&app, ann).await;
    assert_eq!(
        (&now["name"], &now["timezone"]),
        (&json!("Annie"), &json!("Asia/Tokyo"))
    );
    for foreign in [
        ", email: \"new@example.com\"",
        ", name: \"X\", email: \"new@example.com\"",
        ", status: SUSPENDED",
        ", name: \"X\", status: ACTIVE",
    ] {
        let mutation = update(ann, foreign);
        app.refuses(&token, &mutation, "FORBIDDEN", Json::Null)
            .await;
    }
    assert_eq!(read(&app, ann).await, now);
}

async fn a_token_of_one_org_cannot_change_a_user_of_two_orgs(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let ann = app.user(org, "ann").await;
    app.done(
        ROOT,
        &format!("addOrgMember(org: \"{other}\", userId: \"{ann}\")"),
    )
    .await;
    let before = read(&app, ann).await;
    let bound = format!("userId: \"{ann}\", org: \"{org}\"");
    // The org's owner may not change the user, and neither may a token of the user that the owner
    // creates.
    let owner = app.token_of_org(org).await;
    let create = format!(
        "mutation {{ it: createToken(input: {{ name: \"hers\", {bound} }}) {{ secret }} }}"
    );
    let made = app.data(&owner, &create).await;
    let hers = made["it"]["secret"].as_str().expect("a secret").to_owned();
    for token in [owner, hers] {
        let mutation = update(ann, ", first: \"X\", mobile: \"+49 151 23456789\"");
        app.refuses(&token, &mutation, "FORBIDDEN", Json::Null)
            .await;
    }
    assert_eq!(read(&app, ann).await, before);
}

async fn a_member_cannot_change_or_see_other_members(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (ann, mate) = (app.user(org, "ann").await, app.user(org, "mate").await);
    let stranger = app.admin(other, "stranger").await;
    for actor in [mate, stranger] {
        let token = app.token_of(actor).await;
        let mutation = update(ann, ", first: \"X\"");
        app.refuses(&token, &mutation, "USER_NOT_FOUND", "userId")
            .await;
    }
    let unknown = update(org, ", first: \"X\"");
    app.refuses(ROOT, &unknown, "USER_NOT_FOUND", "userId")
        .await;
}

async fn only_the_platform_changes_the_status(app: TestApp) {
    let org = app.org("Acme").await;
    let (ann, owner) = (app.user(org, "ann").await, app.owner(org, "owner").await);
    let suspend = update(ann, ", status: SUSPENDED");
    for token in [app.token_of(owner).await, app.token_of_org(org).await] {
        app.refuses(&token, &suspend, "FORBIDDEN", Json::Null).await;
    }
    assert_eq!(app.result(ROOT, &suspend).await, "updated");
    assert_eq!(read(&app, ann).await["status"], json!("SUSPENDED"));
    let activate = update(ann, ", status: ACTIVE");
    assert_eq!(app.result(ROOT, &activate).await, "updated");
    assert_eq!(read(&app, ann).await["status"], json!("ACTIVE"));
}

async fn a_suspended_user_keeps_memberships_but_has_no_access(app: TestApp) {
    let org = app.org("Acme").await;
    let admin = app.admin(org, "ann").await;
    let token = app.token_of(admin).await;
    app.done(ROOT, &update(admin, ", status: SUSPENDED")).await;
    let reply = app.graphql(&token, "{ viewer { __typename } }", json!({}));
    assert_eq!(
        reply.await["errors"][0]["extensions"]["code"],
        json!("UNAUTHENTICATED")
    );
    let member = format!("membership(org: \"{org}\", user: \"{admin}\") {{ status isDefault }}");
    assert_eq!(
        app.read(ROOT, &member).await,
        json!({ "status": "ACTIVE", "isDefault": true })
    );
}

async fn invalid_values_change_nothing(app: TestApp) {
    let user = full_user(&app).await;
    let before = read(&app, user).await;
    let long = "x".repeat(10_000);
    for (field, bad) in [
        ("first", ""),
        ("first", &*long),
        ("last", "a\u{0}b"),
        ("last", "\u{200b}"),
        ("name", "a\u{8}b"),
        ("name", &long),
        ("email", ""),
        ("email", "ann"),
        ("email", "ann lee@example.com"),
        ("mobile", ""),
        ("mobile", "1\u{7}2"),
        ("mobile", &long),
        ("timezone", ""),
        ("timezone", "Europe/Atlantis"),
        ("timezone", "+02:00"),
        ("timezone", "Europe/Berlin\u{0}"),
        ("timezone", &long),
    ] {
        // A valid field beside the invalid one is not written either.
        let good = if field == "first" { "last" } else { "first" };
        let what = format!(", {field}: {}, {good}: \"Good\"", json!(bad));
        app.refuses(ROOT, &update(user, &what), "INVALID_VALUE", field)
            .await;
    }
    assert_eq!(read(&app, user).await, before);
}

async fn users_suspended_before_authorization_cannot_change_themselves(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    let token = app.token_of(user).await;
    // Caches the token.
    app.data(&token, "{ viewer { __typename } }").await;
    app.app.finish_background_work().await;
    let stranger = Stranger::on(&app).await;
    let begin = match app.engine {
        Engine::Sqlite => "BEGIN IMMEDIATE",
        Engine::Postgres => "BEGIN",
    };
    stranger.sql(begin).await;
    let suspend = format!(
        "UPDATE users SET status = 'suspended' WHERE id = {}",
        app.id(user)
    );
    stranger.sql(&suspend).await;
    let update = format!("updateUser(userId: \"{user}\", timezone: \"Europe/Vienna\")");
    // The change waits for the lock on the row.
    let (reply, ()) = tokio::join!(app.mutate(&token, &update), stranger.sql("COMMIT"));
    assert_eq!(reply["code"], "FORBIDDEN", "{reply:#}");
    let changed = "SELECT count(*) FROM users WHERE timezone IS NOT NULL";
    assert_eq!(app.count(changed).await, 0);
}

on_both_engines! {
    users_suspended_before_authorization_cannot_change_themselves,
    an_update_changes_only_the_given_fields,
    an_update_without_changes_is_unchanged,
    null_clears_mobile_and_timezone,
    null_is_ignored_for_required_fields,
    the_display_name_follows_other_names_until_it_is_set,
    a_display_name_set_at_creation_does_not_follow_other_names,
    the_email_of_another_user_is_taken,
    the_user_with_a_taken_email_is_shown_only_if_visible,
    a_former_address_can_be_used_by_another_user,
    an_admin_cannot_change_a_member_of_another_org,
    an_admin_of_all_orgs_of_a_user_can_change_them,
    an_admin_can_change_a_retired_member,
    only_owners_change_an_owner,
    users_change_only_their_own_names_mobile_and_timezone,
    a_token_of_one_org_cannot_change_a_user_of_two_orgs,
    a_member_cannot_change_or_see_other_members,
    only_the_platform_changes_the_status,
    a_suspended_user_keeps_memberships_but_has_no_access,
    invalid_values_change_nothing,
}
