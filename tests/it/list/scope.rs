//! Tests that every list shows every kind of actor exactly the rows they may see: rows, order,
//! pages from either end, and counts.

use std::num::NonZeroU32;

use serde_json::json;
use tenantry::entity::{
    membership::{MemberRole, MemberStatus},
    org::OrgStatus,
};

use crate::support::{ROOT, TestApp, on_both_engines};

use super::{
    List,
    actors::{Directory, directory},
    expected::{Principal, Tables, is_called, is_suspended},
    unlimited,
};

/// Compares a list with the expected rows, as a whole and in pages of two rows.
pub(super) async fn holds(app: &TestApp, who: &Principal, list: &List, expected: &[String]) {
    let whole = list.page(app, &who.secret, "").await;
    assert_eq!(whole.keys, expected, "{}: {list:?}", who.name);
    assert_eq!((whole.has_next, whole.has_previous), (false, false));
    assert_eq!(
        whole.total,
        expected.len() as u64,
        "{}: totalCount of {list:?}",
        who.name
    );
    let forwards = list.walk(app, &who.secret, false).await;
    assert_eq!(forwards, expected, "{}: {list:?} by pages", who.name);
    let backwards = list.walk(app, &who.secret, true).await;
    assert_eq!(
        backwards, expected,
        "{}: {list:?} by pages from the end",
        who.name
    );
    let descending = list
        .page(app, &who.secret, "direction: DESC, first: 1000")
        .await;
    assert!(
        descending.keys.iter().rev().eq(expected),
        "{}: {list:?} descending: {descending:?}",
        who.name
    );
}

async fn users_are_limited_to_the_scope_of_the_actor(app: TestApp) {
    let Directory { actors, .. } = directory(&app).await;
    let tables = Tables::of(&app).await;
    let mut times: Vec<_> = tables.users.iter().map(|user| user.updated_at).collect();
    times.sort();
    let since = times[times.len() / 2];
    let written = since.to_rfc3339();
    for who in &actors {
        for order in ["NAME", "EMAIL", "UPDATED_AT", "ID"] {
            let list = List::new(format!("users(orderBy: {order} ARGS)"));
            holds(&app, who, &list, &tables.users(who, order, |_| true)).await;
            let list = List::new(format!(
                "users(filter: {{ name: \"ANN\" }}, orderBy: {order} ARGS)"
            ));
            holds(
                &app,
                who,
                &list,
                &tables.users(who, order, |user| is_called(user, "ann")),
            )
            .await;
            let list = List::new(format!(
                "users(filter: {{ updatedSince: \"{written}\" }}, orderBy: {order} ARGS)"
            ));
            holds(
                &app,
                who,
                &list,
                &tables.users(who, order, |user| user.updated_at >= since),
            )
            .await;
        }
        let list = List::new("users(filter: { status: SUSPENDED } ARGS)");
        holds(&app, who, &list, &tables.users(who, "NAME", is_suspended)).await;
        let list = List::new("users(filter: { status: ACTIVE, name: \"anna\" } ARGS)");
        let expected = tables.users(who, "NAME", |user| {
            !is_suspended(user) && is_called(user, "anna")
        });
        holds(&app, who, &list, &expected).await;
        let list = List::new("users(filter: { email: \" ZOË@Example.com\" } ARGS)");
        holds(
            &app,
            who,
            &list,
            &tables.users(who, "NAME", |user| user.email_key == "zoë@example.com"),
        )
        .await;
        let list = List::new("users(filter: { email: \"zoë@example.com\", name: \"anna\" } ARGS)");
        holds(&app, who, &list, &[]).await;
    }
}

async fn orgs_are_limited_to_the_scope_of_the_actor(app: TestApp) {
    let Directory { actors, .. } = directory(&app).await;
    let tables = Tables::of(&app).await;
    for who in &actors {
        for order in ["NAME", "ID"] {
            let list = List::new(format!("orgs(orderBy: {order} ARGS)"));
            holds(&app, who, &list, &tables.orgs(who, order, |_| true)).await;
            let list = List::new(format!(
                "orgs(filter: {{ status: ACTIVE }}, orderBy: {order} ARGS)"
            ));
            holds(
                &app,
                who,
                &list,
                &tables.orgs(who, order, |org| org.status == OrgStatus::Active),
            )
            .await;
            let list = List::new(format!(
                "orgs(filter: {{ status: RETIRED }}, orderBy: {order} ARGS)"
            ));
            holds(
                &app,
                who,
                &list,
                &tables.orgs(who, order, |org| org.status == OrgStatus::Retired),
            )
            .await;
        }
        let list = List::new("orgs(filter: { name: \"Home\" } ARGS)");
        holds(
            &app,
            who,
            &list,
            &tables.orgs(who, "NAME", |org| org.name.contains("Home")),
        )
        .await;
        let list = List::new("orgs(filter: { name: \"00% _\" } ARGS)");
        holds(
            &app,
            who,
            &list,
            &tables.orgs(who, "NAME", |org| org.name.contains("00% _")),
        )
        .await;
    }
}

async fn memberships_are_limited_to_the_scope_of_the_actor(app: TestApp) {
    let Directory {
        orgs,
        everywhere,
        actors,
        ..
    } = directory(&app).await;
    let tables = Tables::of(&app).await;
    for who in &actors {
        let list = List::new("memberships( ARGS)");
        holds(&app, who, &list, &tables.memberships(who, |_| true)).await;
        for (word, status) in [
            ("ACTIVE", MemberStatus::Active),
            ("RETIRED", MemberStatus::Retired),
        ] {
            let list = List::new(format!("memberships(filter: {{ status: {word} }} ARGS)"));
            holds(
                &app,
                who,
                &list,
                &tables.memberships(who, |row| row.status == status),
            )
            .await;
        }
        for org in orgs {
            let list = List::new(format!("memberships(filter: {{ org: \"{org}\" }} ARGS)"));
            holds(
                &app,
                who,
                &list,
                &tables.memberships(who, |row| row.org_id.0 == org),
            )
            .await;
            let list = List::new(format!(
                "memberships(filter: {{ org: \"{org}\", user: \"{everywhere}\" }} ARGS)"
            ));
            let expected = tables.memberships(who, |row| {
                row.org_id.0 == org && row.user_id.0 == everywhere
            });
            holds(&app, who, &list, &expected).await;
        }
        let list = List::new(format!(
            "memberships(filter: {{ user: \"{everywhere}\" }} ARGS)"
        ));
        holds(
            &app,
            who,
            &list,
            &tables.memberships(who, |row| row.user_id.0 == everywhere),
        )
        .await;
        for id in ["x-1", "x-2", "X-1"] {
            let list = List::new(format!(
                "memberships(filter: {{ externalId: \"{id}\" }} ARGS)"
            ));
            let expected = tables.memberships(who, |row| row.external_id.as_deref() == Some(id));
            holds(&app, who, &list, &expected).await;
        }
    }
}

async fn lists_of_an_org_are_limited_to_the_scope_of_the_actor(app: TestApp) {
    let Directory { orgs, actors, .. } = directory(&app).await;
    let tables = Tables::of(&app).await;
    let states = [
        ("", None),
        ("status: ACTIVE ", Some(MemberStatus::Active)),
        ("status: RETIRED ", Some(MemberStatus::Retired)),
    ];
    let roles = [
        ("", None),
        ("role: ADMIN ", Some(MemberRole::Admin)),
        ("role: USER ", Some(MemberRole::User)),
    ];
    for who in &actors {
        for org in orgs {
            if !tables.belongs(who, org) {
                let found = app
                    .read(&who.secret, &format!("org(id: \"{org}\") {{ id }}"))
                    .await;
                assert_eq!(found, json!(null), "{}", who.name);
                continue;
            }
            for (status_word, status) in states {
                for (role_word, role) in roles {
                    let list = List::new(format!(
                        "org(id: \"{org}\") {{ members({status_word}{role_word} ARGS) }}"
                    ));
                    let expected = tables.memberships(who, |row| {
                        row.org_id.0 == org
                            && status.is_none_or(|status| row.status == status)
                            && role.is_none_or(|role| row.role == role)
                    });
                    holds(&app, who, &list, &expected).await;
                }
            }
            let list = List::new(format!("org(id: \"{org}\") {{ groups( ARGS) }}"));
            holds(&app, who, &list, &tables.groups_of_org(who, org)).await;
        }
    }
}

async fn lists_of_a_user_or_a_group_are_limited_to_the_scope_of_the_actor(app: TestApp) {
    let Directory { orgs, actors, .. } = directory(&app).await;
    let tables = Tables::of(&app).await;
    let states = [
        ("", None),
        ("status: ACTIVE ", Some(MemberStatus::Active)),
        ("status: RETIRED ", Some(MemberStatus::Retired)),
    ];
    for who in &actors {
        for user in tables
            .users
            .iter()
            .filter(|user| tables.sees_user(who, user.id.0))
        {
            let user = user.id.0;
            let list = List::new(format!("user(id: \"{user}\") {{ memberships( ARGS) }}"));
            holds(&app, who, &list, &tables.memberships_of(who, user)).await;
            for org in [None, Some(orgs[0]), Some(orgs[2])] {
                let argument = org
                    .map(|org| format!("org: \"{org}\" "))
                    .unwrap_or_default();
                let list = List::new(format!(
                    "user(id: \"{user}\") {{ groups({argument} ARGS) }}"
                ));
                holds(&app, who, &list, &tables.groups_of_user(who, user, org)).await;
            }
        }
        // An actor that may read groups but not members sees how many users are in a group, and not
        // who they are.
        let shows_users = who.scopes.contains("members:read");
        for group in tables
            .groups
            .iter()
            .filter(|group| tables.sees_group(who, group))
        {
            for (word, status) in states {
                let group = group.id;
                let expected = tables.members_of_group(who, group.0, status);
                let list = List {
                    field: format!("group(id: \"{group}\") {{ members({word} ARGS) }}"),
                    key: "user { id }",
                };
                if shows_users {
                    holds(&app, who, &list, &expected).await;
                }
                let count = format!("group(id: \"{group}\") {{ members({word}) {{ totalCount nodes {{ status }} }} }}").replace("()", "");
                let counted = app.read(&who.secret, &count).await;
                assert_eq!(
                    counted["members"]["totalCount"],
                    json!(expected.len()),
                    "{}: {count}",
                    who.name
                );
                assert_eq!(
                    counted["members"]["nodes"].as_array().map(Vec::len),
                    Some(expected.len())
                );
            }
        }
    }
}

/// A default in a hidden org is null, and a nested list shows the same rows as the list alone.
async fn nested_lists_are_limited_to_the_scope_of_the_actor(app: TestApp) {
    let app = unlimited(&app).await;
    let Directory { actors, .. } = directory(&app).await;
    let tables = Tables::of(&app).await;
    for who in &actors {
        let field = "orgs { nodes { id members { totalCount nodes { id user { id memberships { totalCount nodes { id } } defaultMembership { id } } } } } }";
        let found = app.read(&who.secret, field).await;
        for org in found["nodes"].as_array().expect("orgs") {
            for member in org["members"]["nodes"].as_array().expect("members") {
                let user = &member["user"];
                let id = user["id"]
                    .as_str()
                    .and_then(|id| id.parse().ok())
                    .expect("an id");
                let expected = tables.memberships_of(who, id);
                let nodes = user["memberships"]["nodes"]
                    .as_array()
                    .expect("memberships");
                let shown: Vec<_> = nodes
                    .iter()
                    .filter_map(|node| node["id"].as_str())
                    .collect();
                assert_eq!(shown, expected, "{}: of {id}", who.name);
                assert_eq!(user["memberships"]["totalCount"], json!(expected.len()));
                let default = tables
                    .memberships
                    .iter()
                    .find(|row| row.user_id.0 == id && row.is_default);
                let default = default
                    .filter(|row| tables.sees_membership(who, row))
                    .map(|row| row.id.to_string());
                assert_eq!(
                    user["defaultMembership"]["id"].as_str(),
                    default.as_deref(),
                    "{}: of {id}",
                    who.name
                );
            }
        }
    }
}

async fn a_suspended_user_lists_nothing(app: TestApp) {
    let app = app
        .reconfigured(|config| config.failed_tokens_per_minute = NonZeroU32::MAX)
        .await;
    let Directory { suspended, .. } = directory(&app).await;
    for list in ["users", "orgs", "memberships"] {
        let query = format!("{{ {list} {{ totalCount nodes {{ id }} }} }}");
        assert_eq!(
            app.error_code(&suspended, &query).await,
            "UNAUTHENTICATED",
            "{list}"
        );
        assert!(app.data(ROOT, &query).await[list]["totalCount"] != json!(0));
    }
}

on_both_engines! {
    users_are_limited_to_the_scope_of_the_actor,
    orgs_are_limited_to_the_scope_of_the_actor,
    memberships_are_limited_to_the_scope_of_the_actor,
    lists_of_an_org_are_limited_to_the_scope_of_the_actor,
    lists_of_a_user_or_a_group_are_limited_to_the_scope_of_the_actor,
    nested_lists_are_limited_to_the_scope_of_the_actor,
    a_suspended_user_lists_nothing,
}
