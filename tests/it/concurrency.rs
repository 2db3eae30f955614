//! Tests concurrent requests: limits, uniqueness, defaults and owners hold.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{Engine, ROOT, Stranger, TestApp, on_both_engines};

/// Sends the mutations at the same time, and counts their codes and results.
async fn at_once(app: &TestApp, calls: Vec<String>) -> BTreeMap<String, usize> {
    let mut tasks = tokio::task::JoinSet::new();
    for call in calls {
        let query = format!("mutation {{ it: {call} {{ result code }} }}");
        let (router, request) = (
            app.router.clone(),
            TestApp::request(ROOT, &query, json!({})),
        );
        tasks.spawn(async move {
            let response = tower::ServiceExt::oneshot(router, request)
                .await
                .expect("never fails");
            let body = axum::body::to_bytes(response.into_body(), usize::MAX)
                .await
                .expect("a body");
            let reply: Json = serde_json::from_slice(&body).expect("JSON");
            let it = &reply["data"]["it"];
            it["code"]
                .as_str()
                .or(it["result"].as_str())
                .unwrap_or("none")
                .to_owned()
        });
    }
    let mut counted = BTreeMap::new();
    for word in tasks.join_all().await {
        *counted.entry(word).or_default() += 1;
    }
    counted
}

fn counts(expected: &[(&str, usize)]) -> BTreeMap<String, usize> {
    expected
        .iter()
        .map(|(word, count)| ((*word).to_owned(), *count))
        .collect()
}

async fn fifty_equal_create_users_create_one_user(app: TestApp) {
    let org = app.org("Acme").await;
    let create = format!(
        "createUser(org: \"{org}\", email: \"a@example.com\", first: \"A\", last: \"B\", externalId: \"1\")"
    );
    let done = at_once(&app, vec![create; 50]).await;
    assert_eq!(done, counts(&[("created", 1), ("unchanged", 49)]));
    assert_eq!(app.count("SELECT count(*) FROM users").await, 1);
    assert_eq!(
        app.count("SELECT count(*) FROM events WHERE entity = 'user'")
            .await,
        1
    );
}

async fn fifty_equal_group_additions_create_one_row(app: TestApp) {
    let org = app.org("Acme").await;
    let (user, group) = (app.user(org, "ann").await, app.group(org, "Ops").await);
    let add =
        format!("addGroupMembership(org: \"{org}\", userId: \"{user}\", groupId: \"{group}\")");
    let done = at_once(&app, vec![add; 50]).await;
    assert_eq!(done, counts(&[("created", 1), ("unchanged", 49)]));
    assert_eq!(app.count("SELECT count(*) FROM group_memberships").await, 1);
}

async fn equal_removals_from_a_group_record_one_event(app: TestApp) {
    let org = app.org("Acme").await;
    let (user, group) = (app.user(org, "ann").await, app.group(org, "Ops").await);
    let removals =
        "SELECT count(*) FROM events WHERE entity = 'group_membership' AND verb = 'removed'";
    for round in 1..=10 {
        app.join(org, group, user).await;
        let remove = format!(
            "removeGroupMembership(org: \"{org}\", userId: \"{user}\", groupId: \"{group}\")"
        );
        let done = at_once(&app, vec![remove; 8]).await;
        assert_eq!(done, counts(&[("removed", 1), ("unchanged", 7)]));
        assert_eq!(app.count(removals).await, round);
    }
}

async fn two_owners_cannot_be_removed_at_once(app: TestApp) {
    for round in 0..10 {
        let org = app.org(&format!("Acme {round}")).await;
        let (one, other) = (
            app.owner(org, &format!("one{round}")).await,
            app.owner(org, &format!("other{round}")).await,
        );
        let calls = vec![
            format!("removeOrgMember(org: \"{org}\", userId: \"{one}\")"),
            format!("updateMember(org: \"{org}\", userId: \"{other}\", status: \"retired\")"),
        ];
        let done = at_once(&app, calls).await;
        assert_eq!(done.get("LAST_OWNER"), Some(&1), "{done:?}");
        let left = format!(
            "SELECT count(*) FROM memberships WHERE is_owner AND status = 'active' AND org_id = {}",
            app.id(org)
        );
        assert_eq!(app.count(&left).await, 1);
    }
}

async fn retiring_one_owner_and_suspending_the_other_leaves_one(app: TestApp) {
    for round in 0..10 {
        let org = app.org(&format!("Acme {round}")).await;
        let (one, other) = (
            app.owner(org, &format!("one{round}")).await,
            app.owner(org, &format!("other{round}")).await,
        );
        let calls = vec![
            format!("updateUser(userId: \"{one}\", status: SUSPENDED)"),
            format!("updateMember(org: \"{org}\", userId: \"{other}\", status: \"retired\")"),
        ];
        let done = at_once(&app, calls).await;
        assert_eq!(done, counts(&[("LAST_OWNER", 1), ("updated", 1)]));
    }
}

async fn concurrent_joins_and_leaves_keep_one_default(app: TestApp) {
    let home = app.org("Home").await;
    let user = app.user(home, "ann").await;
    let mut orgs = Vec::new();
    for n in 0..12 {
        orgs.push(app.org(&format!("Org {n}")).await);
    }
    let join: Vec<_> = orgs
        .iter()
        .map(|org| format!("addOrgMember(org: \"{org}\", userId: \"{user}\")"))
        .collect();
    assert_eq!(
        at_once(&app, join.clone()).await,
        counts(&[("created", 12)])
    );
    let mut mixed: Vec<_> = orgs
        .iter()
        .map(|org| format!("updateMember(org: \"{org}\", userId: \"{user}\", status: \"retired\")"))
        .collect();
    mixed.extend(join);
    mixed.push(format!(
        "removeOrgMember(org: \"{home}\", userId: \"{user}\")"
    ));
    let done = at_once(&app, mixed).await;
    assert!(
        !done.contains_key("BUSY") && !done.contains_key("INTERNAL"),
        "{done:?}"
    );
    let active = app
        .count("SELECT count(*) FROM memberships WHERE status = 'active'")
        .await;
    let defaults = app
        .count("SELECT count(*) FROM memberships WHERE is_default AND status = 'active'")
        .await;
    assert_eq!(defaults, i64::from(active > 0), "{done:?}");
    assert_eq!(
        app.count("SELECT count(*) FROM memberships WHERE is_default")
            .await,
        defaults
    );
}

async fn two_owners_cannot_be_demoted_at_once(app: TestApp) {
    for round in 0..10 {
        let org = app.org(&format!("Acme {round}")).await;
        let (one, other) = (format!("one{round}"), format!("other{round}"));
        let first = app.owner(org, &one).await;
        app.owner(org, &other).await;
        let demoted = "membership: { isOwner: false }";
        let calls = vec![
            format!(
                "upsertMembership(org: \"{org}\", userId: \"{first}\", input: {{ isOwner: false }})"
            ),
            format!(
                "setOrgMembers(org: \"{org}\", members: [{{ user: {{ email: \"{other}@example.com\" }}, {demoted} }}], mode: ADD)"
            ),
        ];
        let done = at_once(&app, calls).await;
        assert_eq!(done, counts(&[("LAST_OWNER", 1), ("updated", 1)]));
    }
}

async fn concurrent_sets_of_a_users_orgs_keep_one_default(app: TestApp) {
    let home = app.org("Home").await;
    let user = app.user(home, "ann").await;
    for n in 0..8 {
        app.org(&format!("Org {n}")).await;
    }
    for round in 0..6 {
        let calls = (0..8).map(|n| {
            let (own, next) = (
                format!("{{ name: \"Org {n}\" }}"),
                format!("{{ name: \"Org {}\" }}", (n + 1) % 8),
            );
            let set = |rows: String, rest: String| {
                format!(
                    "setUserMemberships(user: {{ id: \"{user}\" }}, memberships: [{rows}], {rest})"
                )
            };
            match (n + round) % 4 {
                0 => set(format!("{own}, {next}"), "mode: REPLACE".to_owned()),
                1 => set(own.clone(), format!("mode: ADD, default: {own}")),
                2 => set(
                    format!("{next}, {own}"),
                    format!("mode: REPLACE, default: {next}"),
                ),
                _ => set(own, "mode: REMOVE".to_owned()),
            }
        });
        let done = at_once(&app, calls.collect()).await;
        assert_eq!(
            done.keys()
                .filter(|word| !["updated", "unchanged"].contains(&word.as_str()))
                .count(),
            0,
            "{done:?}"
        );
        let active = app
            .count("SELECT count(*) FROM memberships WHERE status = 'active'")
            .await;
        let defaults = app
            .count("SELECT count(*) FROM memberships WHERE is_default AND status = 'active'")
            .await;
        assert_eq!(defaults, i64::from(active > 0), "{done:?}");
    }
}

async fn concurrent_replacements_leave_the_orgs_of_one_of_them(app: TestApp) {
    let home = app.org("Home").await;
    app.org("Org a").await;
    app.org("Org b").await;
    for round in 0..10 {
        let user = app.user(home, &format!("ann{round}")).await;
        let replace = |name: &str| {
            format!(
                "setUserMemberships(user: {{ id: \"{user}\" }}, memberships: [{{ name: \"{name}\" }}], mode: REPLACE)"
            )
        };
        let done = at_once(&app, vec![replace("Org a"), replace("Org b")]).await;
        assert_eq!(done, counts(&[("updated", 2)]));
        let left = format!(
            "SELECT count(*) FROM memberships WHERE user_id = {}",
            app.id(user)
        );
        assert_eq!(app.count(&left).await, 1);
    }
}

async fn equal_concurrent_upserts_create_one_user(app: TestApp) {
    app.org("Acme").await;
    let upsert =
        "upsertUser(input: { email: \"a@example.com\", organizations: [{ name: \"Acme\" }] })";
    let done = at_once(&app, vec![upsert.to_owned(); 20]).await;
    assert_eq!(done, counts(&[("created", 1), ("unchanged", 19)]));
}

async fn equal_concurrent_create_orgs_create_one_org(app: TestApp) {
    let done = at_once(
        &app,
        (0..20)
            .map(|_| "createOrg(name: \"Acme\")".to_owned())
            .collect(),
    )
    .await;
    assert_eq!(done, counts(&[("NAME_TAKEN", 19), ("created", 1)]));
}

async fn no_member_is_added_to_an_org_while_it_retires(app: TestApp) {
    for round in 0..10 {
        let (home, org) = (
            app.org(&format!("Home {round}")).await,
            app.org(&format!("Acme {round}")).await,
        );
        let user = app.user(home, &format!("ann{round}")).await;
        let calls = vec![
            format!("retireOrg(org: \"{org}\")"),
            format!("addOrgMember(org: \"{org}\", userId: \"{user}\")"),
        ];
        let done = at_once(&app, calls).await;
        let in_time = done.contains_key("created") && done.contains_key("updated");
        let too_late = done.contains_key("ORG_RETIRED") && done.contains_key("updated");
        assert!(in_time || too_late, "{done:?}");
    }
}

async fn nothing_is_written_in_an_org_once_it_is_retired(app: TestApp) {
    for round in 0..10 {
        let org = app.org(&format!("Acme {round}")).await;
        let user = app.user(org, &format!("ann{round}")).await;
        let (kept, gone) = (app.group(org, "Kept").await, app.group(org, "Gone").await);
        app.join(org, kept, user).await;
        let calls = vec![
            format!("updateOrg(org: \"{org}\", externalId: \"x\")"),
            format!("updateGroup(groupId: \"{kept}\", externalId: \"x\")"),
            format!("retireOrg(org: \"{org}\")"),
            format!("deleteGroup(groupId: \"{gone}\")"),
            format!(
                "removeGroupMembership(org: \"{org}\", userId: \"{user}\", groupId: \"{kept}\")"
            ),
        ];
        at_once(&app, calls).await;
        let events = app.events(0).await;
        let mut of_org = events.iter().filter(|event| event["org_id"] == json!(org));
        let last = of_org.next_back().expect("an event");
        assert_eq!(
            (&last["entity"], &last["verb"]),
            (&json!("org"), &json!("retired"))
        );
    }
}

async fn operation_continues_after_its_caller_disconnects(app: TestApp) {
    let org = app.org("Acme").await;
    for n in 0..20 {
        let create = format!(
            "mutation {{ createUser(org: \"{org}\", email: \"u{n}@example.com\", first: \"A\", last: \"B\") {{ id }} }}"
        );
        let request = TestApp::request(ROOT, &create, json!({}));
        let call = tokio::spawn(tower::ServiceExt::oneshot(app.router.clone(), request));
        // Disconnects at some point between the first statement and the last.
        for _ in 0..n {
            tokio::task::yield_now().await;
        }
        call.abort();
        let _ = call.await;
    }
    app.app.finish_background_work().await;
    let users = app.count("SELECT count(*) FROM users").await;
    assert_eq!(
        app.count("SELECT count(*) FROM memberships").await,
        users,
        "an operation is executed as a whole or not at all"
    );
    app.user(org, "after").await;
}

async fn role_deleted_while_it_is_granted_is_held_by_no_one(app: TestApp) {
    let org = app.org("Acme").await;
    let role = app.role(org, "Desk", &["a"]).await;
    let mut calls = Vec::new();
    for n in 0..16 {
        let user = app.user(org, &format!("user{n}")).await;
        calls.push(format!(
            "upsertMembership(org: \"{org}\", userId: \"{user}\", input: {{ roleIds: [\"{role}\"] }})"
        ));
    }
    calls.insert(8, format!("deleteRole(roleId: \"{role}\")"));
    let done = at_once(&app, calls).await;
    assert_eq!(done.get("removed"), Some(&1), "{done:?}");
    let others: usize = ["updated", "ROLE_NOT_FOUND"]
        .iter()
        .filter_map(|word| done.get(*word))
        .sum();
    assert_eq!(others, 16, "{done:?}");
    let left = "SELECT count(*) FROM memberships WHERE roles IS NOT NULL";
    assert_eq!(app.count(left).await, 0);
}

/// Waits until a transaction waits for a lock. PostgreSQL only.
async fn until_a_lock_is_waited_for(app: &TestApp) {
    let waits = "SELECT count(*) FROM pg_stat_activity \
                 WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while app.count(waits).await == 0 {
        tokio::task::yield_now().await;
    }
}

/// The default moves to a membership that another transaction is changing.
async fn change_by_another_transaction_survives_a_moving_default(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Beta").await);
    let user = app.user(org, "ann").await;
    let add = format!("addOrgMember(org: \"{other}\", userId: \"{user}\", role: \"admin\")");
    app.done(ROOT, &add).await;
    let stranger = Stranger::on(&app).await;
    stranger
        .sql(match app.engine {
            Engine::Sqlite => "BEGIN IMMEDIATE",
            Engine::Postgres => "BEGIN",
        })
        .await;
    let row = format!(
        "memberships SET role = 'user' WHERE org_id = {} AND user_id = {}",
        app.id(other),
        app.id(user)
    );
    stranger.sql(&format!("UPDATE {row}")).await;
    let retire = format!("updateMember(org: \"{org}\", userId: \"{user}\", status: \"retired\")");
    let retired = async { app.done(ROOT, &retire).await };
    let committed = async {
        if app.engine == Engine::Postgres {
            until_a_lock_is_waited_for(&app).await;
        }
        stranger.sql("COMMIT").await;
    };
    tokio::join!(retired, committed);
    let read = format!(
        "{{ membership(org: \"{other}\", user: \"{user}\") {{ role isDefault defaultReason }} }}"
    );
    assert_eq!(
        app.data(ROOT, &read).await["membership"],
        json!({ "role": "USER", "isDefault": true, "defaultReason": "PROMOTED" })
    );
}

/// Another transaction holds the org of the next default. The removal waits for the org without a
/// lock on the user, so that the other transaction can lock the user.
async fn removal_that_promotes_a_default_locks_the_org_before_the_user(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Beta").await);
    let user = app.user(org, "ann").await;
    app.add(other, user).await;
    let stranger = Stranger::on(&app).await;
    let (begin, lock) = match app.engine {
        Engine::Sqlite => ("BEGIN IMMEDIATE", ""),
        Engine::Postgres => ("BEGIN", " FOR UPDATE"),
    };
    stranger.sql(begin).await;
    let row =
        |table: &str, id: Uuid| format!("SELECT 1 FROM {table} WHERE id = {}{lock}", app.id(id));
    stranger.sql(&row("orgs", other)).await;
    let remove = format!("removeOrgMember(org: \"{org}\", userId: \"{user}\")");
    let removed = async { app.done(ROOT, &remove).await };
    let changed = async {
        if app.engine == Engine::Postgres {
            until_a_lock_is_waited_for(&app).await;
            stranger.sql("SET LOCAL lock_timeout = '1ms'").await;
            stranger.sql(&row("users", user)).await;
        }
        stranger.sql("COMMIT").await;
    };
    tokio::join!(removed, changed);
    let read = format!(
        "{{ membership(org: \"{other}\", user: \"{user}\") {{ isDefault defaultReason }} }}"
    );
    assert_eq!(
        app.data(ROOT, &read).await["membership"],
        json!({ "isDefault": true, "defaultReason": "PROMOTED" })
    );
}

/// A set removes the default. The next default by name was read with all orgs of the user, and its
/// org retires before the set commits.
async fn default_does_not_move_into_an_org_that_retires(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    let (retiring, last) = (app.org("Beta").await, app.org("Gamma").await);
    app.add(retiring, user).await;
    app.add(last, user).await;
    let token = app.token_of_org(org).await;
    let stranger = Stranger::on(&app).await;
    stranger
        .sql(match app.engine {
            Engine::Sqlite => "BEGIN IMMEDIATE",
            Engine::Postgres => "BEGIN",
        })
        .await;
    let retire = format!(
        "UPDATE orgs SET status = 'retired' WHERE id = {}",
        app.id(retiring)
    );
    stranger.sql(&retire).await;
    let set =
        format!("setUserMemberships(user: {{ id: \"{user}\" }}, memberships: [], mode: REPLACE)");
    let removed = async { app.done(&token, &set).await };
    let retired = async {
        if app.engine == Engine::Postgres {
            until_a_lock_is_waited_for(&app).await;
        }
        stranger.sql("COMMIT").await;
    };
    tokio::join!(removed, retired);
    let read = format!(
        "{{ membership(org: \"{last}\", user: \"{user}\") {{ isDefault defaultReason }} }}"
    );
    assert_eq!(
        app.data(ROOT, &read).await["membership"],
        json!({ "isDefault": true, "defaultReason": "PROMOTED" })
    );
}

on_both_engines! {
    default_does_not_move_into_an_org_that_retires,
    removal_that_promotes_a_default_locks_the_org_before_the_user,
    change_by_another_transaction_survives_a_moving_default,
    role_deleted_while_it_is_granted_is_held_by_no_one,
    fifty_equal_create_users_create_one_user,
    fifty_equal_group_additions_create_one_row,
    equal_removals_from_a_group_record_one_event,
    two_owners_cannot_be_removed_at_once,
    retiring_one_owner_and_suspending_the_other_leaves_one,
    concurrent_joins_and_leaves_keep_one_default,
    two_owners_cannot_be_demoted_at_once,
    concurrent_sets_of_a_users_orgs_keep_one_default,
    concurrent_replacements_leave_the_orgs_of_one_of_them,
    equal_concurrent_upserts_create_one_user,
    equal_concurrent_create_orgs_create_one_org,
    no_member_is_added_to_an_org_while_it_retires,
    nothing_is_written_in_an_org_once_it_is_retired,
    operation_continues_after_its_caller_disconnects,
}
