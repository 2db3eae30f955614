//! Tests groups: creation, updates, deletion, and adding and removing users. `group_users` tests
//! the list of users in groups.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

fn add(org: Uuid, group: Uuid, user: Uuid) -> String {
    format!("addGroupMembership(org: \"{org}\", groupId: \"{group}\", userId: \"{user}\")")
}

fn remove(org: Uuid, group: Uuid, user: Uuid) -> String {
    add(org, group, user).replace("addGroup", "removeGroup")
}

fn create(org: Uuid, name: &str, more: &str) -> String {
    format!("createGroup(org: \"{org}\", name: {} {more})", json!(name))
}

fn update(group: Uuid, what: &str) -> String {
    format!("updateGroup(groupId: \"{group}\" {what})")
}

fn delete(group: Uuid) -> String {
    format!("deleteGroup(groupId: \"{group}\")")
}

async fn read(app: &TestApp, group: Uuid) -> Json {
    let field = format!("group(id: \"{group}\") {{ name externalId org {{ id }} }}");
    app.read(ROOT, &field).await
}

async fn member_is_added_to_a_group_once(app: TestApp) {
    let org = app.org("Acme").await;
    let (group, user) = (app.group(org, "Ops").await, app.user(org, "ann").await);
    let first = app.mutate(ROOT, &add(org, group, user)).await;
    assert_eq!(
        (&first["result"], &first["records"]),
        (&json!("created"), &json!(1))
    );
    let counts = app.row_counts().await;
    let again = app.mutate(ROOT, &add(org, group, user)).await;
    assert_eq!(
        (&again["id"], &again["result"], &again["records"]),
        (&first["id"], &json!("unchanged"), &json!(0))
    );
    assert_eq!(app.row_counts().await, counts);
}

async fn only_active_members_can_be_added_to_groups(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (group, ann) = (app.group(org, "Ops").await, app.user(org, "ann").await);
    let bob = app.user(other, "bob").await;
    app.refuses(ROOT, &add(org, group, bob), "NOT_A_MEMBER", "userId")
        .await;
    let nobody = Uuid::from_u128(7);
    app.refuses(ROOT, &add(org, group, nobody), "USER_NOT_FOUND", "userId")
        .await;
    app.retire(org, ann).await;
    app.refuses(ROOT, &add(org, group, ann), "MEMBER_RETIRED", "userId")
        .await;
}

async fn hidden_user_is_not_found_when_added_to_a_group(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (group, hidden) = (app.group(org, "Ops").await, app.user(other, "bob").await);
    let admin = app.admin(org, "admin").await;
    let token = app.token_of(admin).await;
    app.refuses(&token, &add(org, group, hidden), "USER_NOT_FOUND", "userId")
        .await;
}

async fn a_group_of_another_org_is_refused(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (foreign, ann) = (app.group(other, "Ops").await, app.user(org, "ann").await);
    app.add(other, ann).await;
    let admin = app.admin(org, "admin").await;
    let token = app.token_of(admin).await;
    for mutation in [add(org, foreign, ann), remove(org, foreign, ann)] {
        app.refuses(ROOT, &mutation, "GROUP_NOT_IN_ORG", "groupId")
            .await;
        app.refuses(&token, &mutation, "GROUP_NOT_FOUND", "groupId")
            .await;
        let unknown = mutation.replace(&foreign.to_string(), &ann.to_string());
        app.refuses(ROOT, &unknown, "GROUP_NOT_FOUND", "groupId")
            .await;
        let unknown = mutation.replace(&org.to_string(), &ann.to_string());
        app.refuses(ROOT, &unknown, "ORG_NOT_FOUND", "org").await;
    }
}

async fn removal_from_a_group_changes_nothing_else(app: TestApp) {
    let org = app.org("Acme").await;
    let (ops, dev) = (app.group(org, "Ops").await, app.group(org, "Dev").await);
    let user = app.user(org, "ann").await;
    app.join(org, ops, user).await;
    app.join(org, dev, user).await;
    let result = app.mutate(ROOT, &remove(org, ops, user)).await;
    assert_eq!(
        (&result["result"], &result["records"]),
        (&json!("removed"), &json!(1))
    );
    let listed = format!("groupUsers(org: \"{org}\", userId: \"{user}\") {{ groupId status }}");
    assert_eq!(
        app.read(ROOT, &listed).await,
        json!([{ "groupId": dev, "status": "active" }])
    );
}

async fn removal_of_a_user_who_is_not_in_the_group_is_unchanged(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (group, ann) = (app.group(org, "Ops").await, app.user(org, "ann").await);
    let bob = app.user(other, "bob").await;
    let counts = app.row_counts().await;
    for user in [ann, bob] {
        let result = app.mutate(ROOT, &remove(org, group, user)).await;
        assert_eq!(
            (&result["result"], &result["records"], &result["error"]),
            (&json!("unchanged"), &json!(0), &Json::Null)
        );
    }
    assert_eq!(app.row_counts().await, counts);
}

async fn retired_member_can_be_removed_from_a_group(app: TestApp) {
    let org = app.org("Acme").await;
    let (group, user) = (app.group(org, "Ops").await, app.user(org, "ann").await);
    app.join(org, group, user).await;
    app.retire(org, user).await;
    let result = app.result(ROOT, &remove(org, group, user)).await;
    assert_eq!(result, "removed");
}

async fn group_is_created_with_a_trimmed_name(app: TestApp) {
    let org = app.org("Acme").await;
    let mutation = create(org, "  Ops ", ", externalId: \" X\"");
    let result = app.mutate(ROOT, &mutation).await;
    assert_eq!(
        (&result["result"], &result["records"]),
        (&json!("created"), &json!(1))
    );
    let group = result["id"].as_str().expect("an id").parse().expect("one");
    assert_eq!(
        read(&app, group).await,
        json!({ "name": "Ops", "externalId": " X", "org": { "id": org } })
    );
}

async fn group_name_is_unique_in_its_org_ignoring_case(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let first = app.group(org, "Straße").await;
    let second = app.group(org, "Dev").await;
    for same in ["Straße", "STRASSE", " straße "] {
        let mutation = create(org, same, "");
        let answer = app.refuses(ROOT, &mutation, "NAME_TAKEN", "name").await;
        assert_eq!(answer["existingId"], json!(first), "{same}");
        let mutation = update(second, &format!(", name: {}", json!(same)));
        app.refuses(ROOT, &mutation, "NAME_TAKEN", "name").await;
    }
    app.group(other, "Straße").await;
    let own = update(first, ", name: \"STRASSE\"");
    assert_eq!(app.result(ROOT, &own).await, "updated");
}

async fn update_changes_only_the_given_fields_of_a_group(app: TestApp) {
    let org = app.org("Acme").await;
    let group = app
        .done(ROOT, &create(org, "Ops", ", externalId: \"x\""))
        .await;
    for (what, result, name, external_id) in [
        ("", "unchanged", "Ops", json!("x")),
        (", name: null", "unchanged", "Ops", json!("x")),
        (", name: \"Dev\"", "updated", "Dev", json!("x")),
        (", externalId: \"y\"", "updated", "Dev", json!("y")),
        (", externalId: null", "updated", "Dev", Json::Null),
        (", externalId: null", "unchanged", "Dev", Json::Null),
    ] {
        assert_eq!(
            app.result(ROOT, &update(group, what)).await,
            result,
            "{what}"
        );
        assert_eq!(
            read(&app, group).await,
            json!({ "name": name, "externalId": external_id, "org": { "id": org } })
        );
    }
}

async fn invalid_names_and_external_ids_of_groups_are_rejected(app: TestApp) {
    let org = app.org("Acme").await;
    let group = app.group(org, "Ops").await;
    let long = "x".repeat(10_000);
    for bad in ["", " ", "a\u{1b}b", "a\u{0}b", &long] {
        app.refuses(ROOT, &create(org, bad, ""), "INVALID_VALUE", "name")
            .await;
        let mutation = update(group, &format!(", name: {}", json!(bad)));
        app.refuses(ROOT, &mutation, "INVALID_VALUE", "name").await;
    }
    for bad in ["", "a\u{0}b", &long] {
        let what = format!(", externalId: {}", json!(bad));
        for mutation in [create(org, "Dev", &what), update(group, &what)] {
            app.refuses(ROOT, &mutation, "INVALID_VALUE", "externalId")
                .await;
        }
    }
}

async fn deletion_of_a_group_removes_its_rows_and_no_memberships(app: TestApp) {
    let org = app.org("Acme").await;
    let (group, kept) = (app.group(org, "Ops").await, app.group(org, "Dev").await);
    for name in ["ann", "bob"] {
        let user = app.user(org, name).await;
        app.join(org, group, user).await;
        app.join(org, kept, user).await;
    }
    let before = app.events_so_far().await;
    let result = app.mutate(ROOT, &delete(group)).await;
    assert_eq!(
        (&result["id"], &result["result"], &result["records"]),
        (&json!(group), &json!("removed"), &json!(3))
    );
    assert_eq!(app.events_so_far().await, before + 3);
    assert_eq!(read(&app, group).await, Json::Null);
    let counts = app.row_counts().await;
    // Users, orgs, memberships, groups, group memberships.
    assert_eq!(counts[..5], [2, 1, 2, 1, 2]);
    app.refuses(ROOT, &delete(group), "GROUP_NOT_FOUND", "groupId")
        .await;
    app.group(org, "OPS").await;
}

async fn admins_can_manage_groups_and_plain_members_cannot(app: TestApp) {
    let org = app.org("Acme").await;
    let (group, ann) = (app.group(org, "Ops").await, app.user(org, "ann").await);
    let admin = app.admin(org, "admin").await;
    let token = app.token_of(ann).await;
    for mutation in [
        create(org, "Dev", ""),
        add(org, group, ann),
        remove(org, group, ann),
    ] {
        app.refuses(&token, &mutation, "FORBIDDEN", Json::Null)
            .await;
    }
    // A plain member sees no groups, so they get GROUP_NOT_FOUND.
    for mutation in [update(group, ", name: \"Dev\""), delete(group)] {
        app.refuses(&token, &mutation, "GROUP_NOT_FOUND", "groupId")
            .await;
    }
    let token = app.token_of(admin).await;
    for (mutation, result) in [
        (create(org, "Dev", ""), "created"),
        (add(org, group, ann), "created"),
        (remove(org, group, ann), "removed"),
        (update(group, ", name: \"New\""), "updated"),
        (delete(group), "removed"),
    ] {
        assert_eq!(app.result(&token, &mutation).await, result, "{mutation}");
    }
}

async fn groups_of_other_orgs_are_not_found(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let group = app.group(org, "Ops").await;
    let (stranger, ann) = (
        app.owner(other, "stranger").await,
        app.user(other, "ann").await,
    );
    for token in [app.token_of(stranger).await, app.token_of_org(other).await] {
        app.refuses(&token, &create(org, "Dev", ""), "ORG_NOT_FOUND", "org")
            .await;
        app.refuses(&token, &add(org, group, ann), "ORG_NOT_FOUND", "org")
            .await;
        for mutation in [update(group, ", name: \"Dev\""), delete(group)] {
            app.refuses(&token, &mutation, "GROUP_NOT_FOUND", "groupId")
                .await;
        }
        let field = format!("group(id: \"{group}\") {{ id }}");
        assert_eq!(app.read(&token, &field).await, Json::Null);
    }
}

async fn groups_of_a_retired_org_are_read_only_and_shown_to_the_platform(app: TestApp) {
    let org = app.org("Acme").await;
    let (group, ann) = (app.group(org, "Ops").await, app.user(org, "ann").await);
    let owner = app.owner(org, "owner").await;
    let token = app.token_of(owner).await;
    app.retire_org(org).await;
    for mutation in [
        create(org, "Dev", ""),
        add(org, group, ann),
        remove(org, group, ann),
    ] {
        app.refuses(ROOT, &mutation, "ORG_RETIRED", "org").await;
        app.refuses(&token, &mutation, "ORG_NOT_FOUND", "org").await;
    }
    for mutation in [update(group, ", name: \"Dev\""), delete(group)] {
        app.refuses(ROOT, &mutation, "ORG_RETIRED", "groupId").await;
        app.refuses(&token, &mutation, "GROUP_NOT_FOUND", "groupId")
            .await;
    }
    let field = format!("group(id: \"{group}\") {{ name }}");
    assert_eq!(app.read(ROOT, &field).await, json!({ "name": "Ops" }));
    assert_eq!(app.read(&token, &field).await, Json::Null);
}

on_both_engines! {
    member_is_added_to_a_group_once,
    only_active_members_can_be_added_to_groups,
    hidden_user_is_not_found_when_added_to_a_group,
    a_group_of_another_org_is_refused,
    removal_from_a_group_changes_nothing_else,
    removal_of_a_user_who_is_not_in_the_group_is_unchanged,
    retired_member_can_be_removed_from_a_group,
    group_is_created_with_a_trimmed_name,
    group_name_is_unique_in_its_org_ignoring_case,
    update_changes_only_the_given_fields_of_a_group,
    invalid_names_and_external_ids_of_groups_are_rejected,
    deletion_of_a_group_removes_its_rows_and_no_memberships,
    admins_can_manage_groups_and_plain_members_cannot,
    groups_of_other_orgs_are_not_found,
    groups_of_a_retired_org_are_read_only_and_shown_to_the_platform,
}
