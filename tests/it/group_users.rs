//! Tests `groupUsers`, the list of the admin guide: its rows, order, limits and errors.

use std::num::NonZeroU32;

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

fn list(org: Uuid, what: &str) -> String {
    format!("groupUsers(org: \"{org}\" {what}) {{ groupId userId }}")
}

fn of_group(group: Uuid) -> String {
    format!(", groupId: \"{group}\"")
}

fn of_user(user: Uuid) -> String {
    format!(", userId: \"{user}\"")
}

async fn rows(app: &TestApp, token: &str, query: &str) -> Vec<Json> {
    let list = app.read(token, query).await;
    list.as_array().expect("a list").clone()
}

async fn rows_are_in_the_order_of_group_id_and_user_id(app: TestApp) {
    let org = app.org("Acme").await;
    let (first, second) = (app.group(org, "Zulu").await, app.group(org, "Alpha").await);
    let (ann, bob) = (app.user(org, "ann").await, app.user(org, "bob").await);
    for (group, user) in [(second, bob), (second, ann), (first, bob), (first, ann)] {
        app.join(org, group, user).await;
    }
    let row = |group: Uuid, user: Uuid| json!({ "groupId": group, "userId": user });
    let all = [
        row(first, ann),
        row(first, bob),
        row(second, ann),
        row(second, bob),
    ];
    assert!(first < second && ann < bob);
    assert_eq!(rows(&app, ROOT, &list(org, "")).await, all);
    assert_eq!(
        rows(&app, ROOT, &list(org, &of_group(second))).await,
        all[2..]
    );
    assert_eq!(
        rows(&app, ROOT, &list(org, &of_user(bob))).await,
        [all[1].clone(), all[3].clone()]
    );
    let both = of_group(first) + &of_user(bob);
    assert_eq!(rows(&app, ROOT, &list(org, &both)).await, all[1..2]);
}

async fn retired_members_are_listed_with_their_membership_status(app: TestApp) {
    let org = app.org("Acme").await;
    let (group, ann) = (app.group(org, "Ops").await, app.user(org, "ann").await);
    app.join(org, group, ann).await;
    app.retire(org, ann).await;
    let rename = format!("updateUser(userId: \"{ann}\", name: \"Annie\", status: SUSPENDED)");
    app.done(ROOT, &rename).await;
    let query = format!(
        "groupUsers(org: \"{org}\", groupId: \"{group}\") {{ status userName user {{ id status }} group {{ name }} }}"
    );
    assert_eq!(
        app.read(ROOT, &query).await,
        json!([{
            "status": "retired", "userName": "Annie", "user": { "id": ann, "status": "SUSPENDED" },
            "group": { "name": "Ops" }
        }])
    );
}

async fn only_groups_of_that_org_are_listed(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let ann = app.user(org, "ann").await;
    app.add(other, ann).await;
    let (own, foreign) = (app.group(org, "Ops").await, app.group(other, "Ops").await);
    app.join(org, own, ann).await;
    app.join(other, foreign, ann).await;
    for what in [String::new(), of_user(ann)] {
        let found = rows(&app, ROOT, &list(org, &what)).await;
        assert_eq!(found, [json!({ "groupId": own, "userId": ann })]);
    }
}

async fn list_of_an_org_is_cut_at_500_rows_and_that_of_a_group_is_not(app: TestApp) {
    let org = app.org("Acme").await;
    let group = app.group(org, "Ops").await;
    app.crowd(org, 501).await;
    app.crowd_into(org, group).await;
    let all = rows(&app, ROOT, &list(org, &of_group(group))).await;
    assert_eq!(all.len(), 501);
    let cut = rows(&app, ROOT, &list(org, "")).await;
    assert_eq!(cut, all[..500]);
    let nulls = list(org, ", groupId: null, userId: null");
    assert_eq!(rows(&app, ROOT, &nulls).await, cut);
}

async fn list_of_an_org_with_several_groups_is_cut_in_the_order_of_groups(app: TestApp) {
    let org = app.org("Acme").await;
    app.crowd(org, 300).await;
    let mut all = Vec::new();
    for name in ["Ops", "Night"] {
        let group = app.group(org, name).await;
        app.crowd_into(org, group).await;
        all.extend(rows(&app, ROOT, &list(org, &of_group(group))).await);
    }
    assert_eq!(all.len(), 600);
    assert_eq!(rows(&app, ROOT, &list(org, "")).await, all[..500]);
}

async fn list_above_the_configured_limit_is_rejected_not_cut(app: TestApp) {
    let org = app.org("Acme").await;
    let group = app.group(org, "Ops").await;
    app.crowd(org, 4).await;
    app.crowd_into(org, group).await;
    let at_limit = app
        .reconfigured(|config| config.group_users_limit = NonZeroU32::new(4).expect("not 0"))
        .await;
    let query = list(org, &of_group(group));
    assert_eq!(rows(&at_limit, ROOT, &query).await.len(), 4);
    let over = app
        .reconfigured(|config| config.group_users_limit = NonZeroU32::new(3).expect("not 0"))
        .await;
    let query = format!("{{ it: {query} }}");
    let reply = over.graphql(ROOT, &query, json!({})).await;
    assert_eq!(reply["data"], json!({ "it": null }));
    let error = &reply["errors"][0];
    assert_eq!(error["extensions"]["code"], json!("LIMIT_EXCEEDED"));
    let message = error["message"].as_str().expect("a message");
    assert!(message.contains('3'), "{message}");
    assert!(message.contains("group.members"), "{message}");
    // Without a group or user, the list is cut at 500 rows, as the guide states.
    assert_eq!(rows(&over, ROOT, &list(org, "")).await.len(), 4);
}

async fn default_limit_is_10_000_rows(app: TestApp) {
    let org = app.org("Acme").await;
    let group = app.group(org, "Ops").await;
    app.crowd(org, 10_001).await;
    app.crowd_into(org, group).await;
    let query = list(org, &of_group(group));
    assert_eq!(app.read_error(ROOT, &query).await.0, "LIMIT_EXCEEDED");
    let leave = format!(
        "DELETE FROM group_memberships WHERE user_id = {}",
        app.id(Uuid::from_u128(1))
    );
    app.sql(&leave).await;
    assert_eq!(rows(&app, ROOT, &query).await.len(), 10_000);
}

async fn limit_applies_to_the_groups_of_a_user(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.user(org, "ann").await;
    for name in ["a", "b"] {
        let group = app.group(org, name).await;
        app.join(org, group, ann).await;
    }
    let over = app
        .reconfigured(|config| config.group_users_limit = NonZeroU32::MIN)
        .await;
    let (code, _) = over.read_error(ROOT, &list(org, &of_user(ann))).await;
    assert_eq!(code, "LIMIT_EXCEEDED");
}

async fn list_without_rows_is_empty(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (group, ann) = (app.group(org, "Ops").await, app.user(org, "ann").await);
    let bob = app.user(other, "bob").await;
    for what in [
        String::new(),
        of_group(group),
        of_user(ann),
        of_user(bob),
        of_group(group) + &of_user(bob),
    ] {
        assert_eq!(app.read(ROOT, &list(org, &what)).await, json!([]), "{what}");
    }
}

async fn unknown_ids_are_errors_and_not_empty_lists(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (group, foreign) = (app.group(org, "Ops").await, app.group(other, "Ops").await);
    let ann = app.user(org, "ann").await;
    app.join(org, group, ann).await;
    let nobody = Uuid::from_u128(7);
    for (query, code, field) in [
        (list(nobody, ""), "ORG_NOT_FOUND", "org"),
        (list(org, &of_group(nobody)), "GROUP_NOT_FOUND", "groupId"),
        (list(org, &of_group(foreign)), "GROUP_NOT_IN_ORG", "groupId"),
        (list(org, &of_user(nobody)), "USER_NOT_FOUND", "userId"),
        (
            list(org, &(of_group(group) + &of_user(nobody))),
            "USER_NOT_FOUND",
            "userId",
        ),
        (
            list(org, &(of_group(nobody) + &of_user(ann))),
            "GROUP_NOT_FOUND",
            "groupId",
        ),
    ] {
        let error = app.read_error(ROOT, &query).await;
        assert_eq!(error, (code.to_owned(), json!(field)), "{query}");
    }
}

async fn list_requires_permission_to_read_groups(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (group, foreign) = (app.group(org, "Ops").await, app.group(other, "Ops").await);
    let (ann, admin) = (app.user(org, "ann").await, app.admin(org, "admin").await);
    app.join(org, group, ann).await;
    let stranger = app.token_of_org(other).await;
    let token = app.token_of(ann).await;
    for query in [list(org, ""), list(org, &of_user(ann))] {
        assert_eq!(app.read_error(&token, &query).await.0, "FORBIDDEN");
        assert_eq!(app.read_error(&stranger, &query).await.0, "ORG_NOT_FOUND");
    }
    let token = app.token_of(admin).await;
    assert_eq!(rows(&app, &token, &list(org, "")).await.len(), 1);
    // An admin does not learn that the group exists in another org.
    let query = list(org, &of_group(foreign));
    assert_eq!(app.read_error(&token, &query).await.0, "GROUP_NOT_FOUND");
}

async fn only_the_platform_can_list_a_retired_org(app: TestApp) {
    let org = app.org("Acme").await;
    let (group, admin) = (app.group(org, "Ops").await, app.admin(org, "admin").await);
    app.join(org, group, admin).await;
    let token = app.token_of(admin).await;
    app.retire_org(org).await;
    let query = list(org, &of_group(group));
    assert_eq!(rows(&app, ROOT, &query).await.len(), 1);
    assert_eq!(app.read_error(&token, &query).await.0, "ORG_NOT_FOUND");
}

on_both_engines! {
    rows_are_in_the_order_of_group_id_and_user_id,
    retired_members_are_listed_with_their_membership_status,
    only_groups_of_that_org_are_listed,
    list_of_an_org_is_cut_at_500_rows_and_that_of_a_group_is_not,
    list_of_an_org_with_several_groups_is_cut_in_the_order_of_groups,
    list_above_the_configured_limit_is_rejected_not_cut,
    default_limit_is_10_000_rows,
    limit_applies_to_the_groups_of_a_user,
    list_without_rows_is_empty,
    unknown_ids_are_errors_and_not_empty_lists,
    list_requires_permission_to_read_groups,
    only_the_platform_can_list_a_retired_org,
}
