//! Changing, removing and reading memberships. Adding them is tested in `membership_add`, defaults
//! in `membership_default`, owners in `membership_owner`.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

fn call(name: &str, org: Uuid, user: Uuid, what: &str) -> String {
    format!("{name}(org: \"{org}\", userId: \"{user}\" {what})")
}

fn add(org: Uuid, user: Uuid, what: &str) -> String {
    call("addOrgMember", org, user, what)
}

fn update(org: Uuid, user: Uuid, what: &str) -> String {
    call("updateMember", org, user, what)
}

fn remove(org: Uuid, user: Uuid) -> String {
    call("removeOrgMember", org, user, "")
}

async fn membership(app: &TestApp, org: Uuid, user: Uuid) -> Json {
    let field =
        format!("membership(org: \"{org}\", user: \"{user}\") {{ id role status externalId }}");
    app.read(ROOT, &field).await
}

async fn roles_and_statuses_ignore_case_and_surrounding_spaces(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    for (what, field, shown) in [
        (", role: \" Admin \"", "role", "ADMIN"),
        (", role: \"USER\"", "role", "USER"),
        (", status: \"Retired \"", "status", "RETIRED"),
        (", status: \"\\tACTIVE\"", "status", "ACTIVE"),
    ] {
        app.done(ROOT, &update(org, user, what)).await;
        assert_eq!(
            membership(&app, org, user).await[field],
            json!(shown),
            "{what}"
        );
    }
}

async fn errors_of_a_wrong_role_or_status_list_the_valid_ones(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    let long = "x".repeat(10_000);
    for bad in ["", "owner", "admins", "ad min", "\u{0}admin", &long] {
        let role = format!(", role: {}", json!(bad));
        for mutation in [update(org, user, &role), add(org, user, &role)] {
            let answer = app.refuses(ROOT, &mutation, "INVALID_ROLE", "role").await;
            let message = answer["error"].as_str().expect("a message");
            assert!(message.contains("user") && message.contains("admin"));
        }
        let mutation = update(org, user, &format!(", status: {}", json!(bad)));
        let answer = app
            .refuses(ROOT, &mutation, "INVALID_STATUS", "status")
            .await;
        let message = answer["error"].as_str().expect("a message");
        assert!(message.contains("active") && message.contains("retired"));
    }
}

async fn an_update_changes_only_the_given_fields(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    let before = app.events_so_far().await;
    let set = update(org, user, ", externalId: \"x\"");
    let result = app.mutate(ROOT, &set).await;
    assert_eq!(
        (&result["result"], &result["records"]),
        (&json!("updated"), &json!(1))
    );
    app.done(ROOT, &update(org, user, ", role: \"admin\""))
        .await;
    let nulls = update(org, user, ", role: null, status: null");
    assert_eq!(app.result(ROOT, &nulls).await, "unchanged");
    assert_eq!(
        membership(&app, org, user).await,
        json!({ "id": result["id"], "role": "ADMIN", "status": "ACTIVE", "externalId": "x" })
    );
    assert_eq!(app.events_so_far().await, before + 2);
}

async fn null_clears_an_external_id_and_empty_text_is_refused(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    app.done(ROOT, &update(org, user, ", externalId: \"x\""))
        .await;
    let long = "x".repeat(256);
    for bad in ["", "a\nb", "\u{0}", &long] {
        let what = format!(", externalId: {}", json!(bad));
        app.refuses(
            ROOT,
            &update(org, user, &what),
            "INVALID_VALUE",
            "externalId",
        )
        .await;
    }
    let longest = update(org, user, &format!(", externalId: \"{}\"", &long[1..]));
    assert_eq!(app.result(ROOT, &longest).await, "updated");
    let clear = update(org, user, ", externalId: null");
    assert_eq!(app.result(ROOT, &clear).await, "updated");
    assert_eq!(membership(&app, org, user).await["externalId"], Json::Null);
    assert_eq!(app.result(ROOT, &clear).await, "unchanged");
}

async fn an_external_id_need_not_be_unique(app: TestApp) {
    let org = app.org("Acme").await;
    for name in ["ann", "bob"] {
        let user = app.user(org, name).await;
        let set = update(org, user, ", externalId: \"same\"");
        assert_eq!(app.result(ROOT, &set).await, "updated");
    }
}

async fn retiring_a_member_ends_access_only_in_that_org(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let admin = app.admin(org, "ann").await;
    let join = add(other, admin, ", role: \"admin\"");
    app.done(ROOT, &join).await;
    app.done(ROOT, &update(org, admin, ", externalId: \"x\""))
        .await;
    let token = app.token_of(admin).await;
    app.retire(org, admin).await;
    assert_eq!(
        membership(&app, org, admin).await,
        json!({ "id": membership(&app, org, admin).await["id"], "role": "ADMIN", "status": "RETIRED", "externalId": "x" })
    );
    let user = app
        .read(ROOT, &format!("user(id: \"{admin}\") {{ status }}"))
        .await;
    assert_eq!(user, json!({ "status": "ACTIVE" }));
    let own = format!("org(id: \"{org}\") {{ id }}");
    assert_eq!(app.read(&token, &own).await, Json::Null);
    let group = format!("createGroup(org: \"{org}\", name: \"Ops\")");
    app.refuses(&token, &group, "ORG_NOT_FOUND", "org").await;
    let group = format!("createGroup(org: \"{other}\", name: \"Ops\")");
    assert_eq!(app.result(&token, &group).await, "created");
}

async fn retired_member_keeps_group_rows_and_removal_deletes_them(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (ann, bob) = (app.user(org, "ann").await, app.user(org, "bob").await);
    app.add(other, ann).await;
    for name in ["Ops", "Dev"] {
        let group = app.group(org, name).await;
        app.join(org, group, ann).await;
        app.join(org, group, bob).await;
    }
    let elsewhere = app.group(other, "Ops").await;
    app.join(other, elsewhere, ann).await;
    let rows = "SELECT count(*) FROM group_memberships";
    app.retire(org, ann).await;
    assert_eq!(app.count(rows).await, 5);
    let before = app.events_so_far().await;
    let result = app.mutate(ROOT, &remove(org, ann)).await;
    // One membership and two group rows. The default moved when the member was retired.
    assert_eq!(
        (&result["result"], &result["records"]),
        (&json!("removed"), &json!(3))
    );
    assert_eq!(app.count(rows).await, 3);
    assert_eq!(membership(&app, org, ann).await, Json::Null);
    let entities: Vec<Json> = app.events(before).await;
    let entities: Vec<&str> = entities
        .iter()
        .filter_map(|event| event["entity"].as_str())
        .collect();
    let mut sorted = entities.clone();
    sorted.sort_unstable();
    assert_eq!(
        sorted,
        ["group_membership", "group_membership", "membership"]
    );
}

async fn a_removed_user_remains_and_can_be_added_again(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    let before = membership(&app, org, user).await;
    let result = app.mutate(ROOT, &remove(org, user)).await;
    assert_eq!(
        (&result["id"], &result["result"], &result["records"]),
        (&before["id"], &json!("removed"), &json!(1))
    );
    let read = format!("user(id: \"{user}\") {{ email defaultMembership {{ id }} }}");
    assert_eq!(
        app.read(ROOT, &read).await,
        json!({ "email": "ann@example.com", "defaultMembership": null })
    );
    app.refuses(ROOT, &remove(org, user), "NOT_A_MEMBER", "userId")
        .await;
    let again = app.mutate(ROOT, &add(org, user, "")).await;
    assert_eq!(again["result"], json!("created"));
    assert_ne!(again["id"], before["id"]);
}

async fn the_event_of_a_removal_has_the_old_values(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.admin(org, "ann").await;
    app.done(ROOT, &update(org, user, ", externalId: \"x\""))
        .await;
    let before = app.events_so_far().await;
    app.done(ROOT, &remove(org, user)).await;
    let events = app.events(before).await;
    let before = &events[0]["before"];
    assert_eq!(
        (&events[0]["verb"], &events[0]["entity"]),
        (&json!("removed"), &json!("membership"))
    );
    assert_eq!(
        (
            &before["role"],
            &before["externalId"],
            &before["org"],
            &before["user"]
        ),
        (&json!("ADMIN"), &json!("x"), &json!(org), &json!(user))
    );
}

async fn unknown_users_orgs_and_non_members_have_different_codes(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.newcomer("ann").await;
    let nobody = Uuid::from_u128(7);
    app.refuses(ROOT, &add(org, nobody, ""), "USER_NOT_FOUND", "userId")
        .await;
    app.refuses(ROOT, &add(nobody, user, ""), "ORG_NOT_FOUND", "org")
        .await;
    for mutation in [update(org, user, ", role: \"admin\""), remove(org, user)] {
        app.refuses(ROOT, &mutation, "NOT_A_MEMBER", "userId").await;
        let unknown = mutation.replace(&user.to_string(), &nobody.to_string());
        app.refuses(ROOT, &unknown, "USER_NOT_FOUND", "userId")
            .await;
        let unknown = mutation.replace(&org.to_string(), &nobody.to_string());
        app.refuses(ROOT, &unknown, "ORG_NOT_FOUND", "org").await;
    }
}

async fn members_of_a_retired_org_cannot_be_changed(app: TestApp) {
    let org = app.org("Acme").await;
    let (ann, owner) = (app.user(org, "ann").await, app.owner(org, "owner").await);
    let new = app.newcomer("new").await;
    let token = app.token_of(owner).await;
    app.retire_org(org).await;
    for mutation in [
        add(org, new, ""),
        add(org, ann, ""),
        update(org, ann, ", role: \"admin\""),
        update(org, ann, ", status: \"retired\""),
        remove(org, ann),
    ] {
        app.refuses(ROOT, &mutation, "ORG_RETIRED", "org").await;
        app.refuses(&token, &mutation, "ORG_NOT_FOUND", "org").await;
    }
}

async fn admins_change_and_retire_members_but_add_none(app: TestApp) {
    let org = app.org("Acme").await;
    let (ann, admin) = (app.user(org, "ann").await, app.admin(org, "admin").await);
    let token = app.token_of(admin).await;
    let set = update(org, ann, ", externalId: \"x\"");
    assert_eq!(app.result(&token, &set).await, "updated");
    let retire = update(org, ann, ", status: \"retired\"");
    assert_eq!(app.result(&token, &retire).await, "updated");
    app.refuses(&token, &add(org, ann, ""), "FORBIDDEN", Json::Null)
        .await;
    assert_eq!(app.result(&token, &remove(org, ann)).await, "removed");
}

async fn a_plain_member_changes_no_membership(app: TestApp) {
    let org = app.org("Acme").await;
    let (ann, bob) = (app.user(org, "ann").await, app.user(org, "bob").await);
    let token = app.token_of(ann).await;
    for user in [ann, bob] {
        for mutation in [update(org, user, ", role: \"admin\""), remove(org, user)] {
            app.refuses(&token, &mutation, "FORBIDDEN", Json::Null)
                .await;
        }
    }
}

async fn a_membership_is_read_by_id_or_by_org_and_user(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (ann, bob) = (app.user(org, "ann").await, app.user(org, "bob").await);
    let member = membership(&app, org, ann).await;
    let id = member["id"].as_str().expect("an id");
    let by_id = format!("membership(id: \"{id}\") {{ id role status externalId }}");
    assert_eq!(app.read(ROOT, &by_id).await, member);
    let stranger = app.admin(other, "stranger").await;
    for (user, sees) in [(ann, true), (bob, false), (stranger, false)] {
        let token = app.token_of(user).await;
        assert_eq!(app.read(&token, &by_id).await.is_object(), sees, "{user}");
    }
    let both = format!("membership(id: \"{id}\", org: \"{org}\", user: \"{ann}\") {{ id }}");
    let half = format!("membership(org: \"{org}\") {{ id }}");
    for query in ["membership { id }", &both, &half] {
        let (code, _) = app.read_error(ROOT, query).await;
        assert_eq!(code, "INVALID_VALUE", "{query}");
    }
}

on_both_engines! {
    roles_and_statuses_ignore_case_and_surrounding_spaces,
    errors_of_a_wrong_role_or_status_list_the_valid_ones,
    an_update_changes_only_the_given_fields,
    null_clears_an_external_id_and_empty_text_is_refused,
    an_external_id_need_not_be_unique,
    retiring_a_member_ends_access_only_in_that_org,
    retired_member_keeps_group_rows_and_removal_deletes_them,
    a_removed_user_remains_and_can_be_added_again,
    the_event_of_a_removal_has_the_old_values,
    unknown_users_orgs_and_non_members_have_different_codes,
    members_of_a_retired_org_cannot_be_changed,
    admins_change_and_retire_members_but_add_none,
    a_plain_member_changes_no_membership,
    a_membership_is_read_by_id_or_by_org_and_user,
}
