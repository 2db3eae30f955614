//! Versions of rows, and the origin of changes in events.

use std::collections::HashSet;

use serde_json::json;
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

/// Changes rows of every type one by one, and one row several times in one batch.
async fn change_everything(app: &TestApp) {
    let (org, other, third) = (
        app.org("Acme").await,
        app.org("Beta").await,
        app.org("Ceta").await,
    );
    let (ann, bob) = (app.owner(org, "ann").await, app.user(org, "bob").await);
    let group = app.group(org, "Ops").await;
    let role = app.role(org, "Clerk", &["invoices:read"]).await;
    app.join(org, group, ann).await;
    app.join(org, group, bob).await;
    let token = app.token(&format!("userId: \"{ann}\"")).await;
    app.state(org, bob, &format!("roleIds: [\"{role}\"]")).await;
    for change in [
        format!("updateUser(userId: \"{bob}\", first: \"Robert\")"),
        format!("updateMember(org: \"{org}\", userId: \"{bob}\", role: \"admin\")"),
        format!("updateOrg(org: \"{other}\", name: \"Gamma\")"),
        format!("updateGroup(groupId: \"{group}\", name: \"Operations\")"),
        format!("updateRole(roleId: \"{role}\", name: \"Bookkeeper\")"),
        format!(
            "setUserMemberships(user: {{id: \"{bob}\"}}, memberships: [{{id: \"{other}\"}}, {{id: \"{third}\"}}], default: {{id: \"{third}\"}}, mode: ADD)"
        ),
        format!("removeGroupMembership(org: \"{org}\", userId: \"{ann}\", groupId: \"{group}\")"),
        format!("updateUser(userId: \"{bob}\", status: SUSPENDED)"),
        format!("retireOrg(org: \"{third}\")"),
        format!("restoreOrg(org: \"{third}\")"),
        format!("deleteRole(roleId: \"{role}\")"),
        format!("removeOrgMember(org: \"{org}\", userId: \"{bob}\")"),
    ] {
        app.done(ROOT, &change).await;
    }
    // The default moves twice in the batch, so one membership changes twice.
    let row = |org: Uuid| {
        format!(
            "{{org: {{id: \"{org}\"}}, user: {{id: \"{ann}\"}}, membership: {{isDefault: true}}}}"
        )
    };
    let batch = format!(
        "mutation {{ createMemberships(rows: [{}, {}]) {{ result records failed }} }}",
        row(other),
        row(third)
    );
    let done = app.data(ROOT, &batch).await;
    assert_eq!(
        done["createMemberships"],
        json!({"result": "created", "records": 4, "failed": 0})
    );
    drop(token);
}

async fn each_write_of_a_row_raises_its_version_by_one(app: TestApp) {
    change_everything(&app).await;
    for table in [
        "users",
        "orgs",
        "memberships",
        "groups",
        "group_memberships",
        "roles",
        "tokens",
    ] {
        let differs = format!(
            "SELECT count(*) FROM {table} t WHERE t.version <> \
             (SELECT count(*) FROM events e WHERE e.entity_id = t.id)"
        );
        // The first root token is created before there is an actor, so it has no event.
        let differs = match table {
            "tokens" => differs + " AND t.kind <> 'root'",
            _ => differs,
        };
        assert_eq!(app.count(&differs).await, 0, "{table}");
    }
    let both_places = "SELECT count(*) FROM memberships WHERE version > 1";
    assert!(
        app.count(both_places).await >= 2,
        "the batch changed a row that it had created"
    );
}

async fn events_of_a_row_have_consecutive_versions(app: TestApp) {
    change_everything(&app).await;
    let gaps = "SELECT count(*) FROM (\
                SELECT version, row_number() OVER (PARTITION BY entity_id ORDER BY id) AS place FROM events) e \
                WHERE e.version IS NULL OR e.version <> e.place";
    assert_eq!(app.count(gaps).await, 0);
}

async fn events_of_one_change_share_a_change_id(app: TestApp) {
    let org = app.org("Acme").await;
    let group = app.group(org, "Ops").await;
    let before = app.events_so_far().await;
    for email in ["a@example.com", "b@example.com"] {
        let create = format!(
            "createUser(org: \"{org}\", email: \"{email}\", first: \"A\", last: \"B\", groupId: \"{group}\")"
        );
        app.done(ROOT, &create).await;
    }
    let rows = app
        .sql("SELECT change_id, group_id, label, actor_label, job_id FROM events ORDER BY id")
        .await;
    let rows = &rows[before..];
    let changes: Vec<Uuid> = rows
        .iter()
        .map(|row| row.try_get("", "change_id").expect("a change id"))
        .collect();
    assert_eq!(changes.len(), 6);
    assert!(
        changes[..3].iter().all(|id| *id == changes[0]),
        "{changes:?}"
    );
    assert!(
        changes[3..].iter().all(|id| *id == changes[3]),
        "{changes:?}"
    );
    assert_ne!(changes[0], changes[3]);
    let labels: Vec<Option<String>> = rows[..3]
        .iter()
        .map(|row| row.try_get("", "label").expect("a column"))
        .collect();
    assert_eq!(labels, [Some("A B".to_owned()), None, None]);
    let groups: Vec<Option<Uuid>> = rows[..3]
        .iter()
        .map(|row| row.try_get("", "group_id").expect("a column"))
        .collect();
    assert_eq!(groups, [None, None, Some(group)]);
    let actors: HashSet<String> = rows
        .iter()
        .map(|row| row.try_get("", "actor_label").expect("a name"))
        .collect();
    assert_eq!(actors.len(), 1);
    let job: Option<Uuid> = rows[0].try_get("", "job_id").expect("a column");
    assert_eq!(job, None);
}

async fn an_event_keeps_the_name_of_its_actor(app: TestApp) {
    let org = app.org("Acme").await;
    let owner = app.owner(org, "ann").await;
    let token = app.token_of(owner).await;
    app.group(org, "Before").await;
    app.done(
        &token,
        &format!("createGroup(org: \"{org}\", name: \"Ops\")"),
    )
    .await;
    let name = app
        .data(ROOT, &format!("{{ user(id: \"{owner}\") {{ name }} }}"))
        .await["user"]["name"]
        .clone();
    app.done(
        ROOT,
        &format!("updateUser(userId: \"{owner}\", name: \"Other\")"),
    )
    .await;
    let rows = app
        .sql("SELECT actor_label FROM events WHERE label = 'Ops'")
        .await;
    let actor: String = rows[0].try_get("", "actor_label").expect("a name");
    assert_eq!(json!(actor), name);
}

/// Changes with `ifVersion`, for each type of row that supports it.
async fn a_change_with_a_wrong_version_is_refused_and_writes_nothing(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    let group = app.group(org, "Ops").await;
    let role = app.role(org, "Clerk", &["invoices:read"]).await;
    app.state(org, user, &format!("roleIds: [\"{role}\"]"))
        .await;
    for (change, read) in [
        (
            format!("updateUser(userId: \"{user}\", first: \"Anna\""),
            format!("user(id: \"{user}\")"),
        ),
        (
            format!("updateMember(org: \"{org}\", userId: \"{user}\", role: \"admin\""),
            format!("membership(org: \"{org}\", user: \"{user}\")"),
        ),
        (
            format!(
                "upsertMembership(org: \"{org}\", userId: \"{user}\", input: {{externalId: \"e-1\"}}"
            ),
            format!("membership(org: \"{org}\", user: \"{user}\")"),
        ),
        (
            format!("updateOrg(org: \"{org}\", name: \"Acme 2\""),
            format!("org(id: \"{org}\")"),
        ),
        (
            format!("updateGroup(groupId: \"{group}\", name: \"Operations\""),
            format!("group(id: \"{group}\")"),
        ),
        (
            format!("updateRole(roleId: \"{role}\", name: \"Bookkeeper\""),
            format!("membership(org: \"{org}\", user: \"{user}\") {{ roles"),
        ),
    ] {
        let ends = "}".repeat(read.matches('{').count());
        let query = format!("{{ it: {read} {{ version }} {ends} }}");
        let version = async || {
            let read = app.data(ROOT, &query).await["it"].clone();
            let row = match read.get("roles") {
                Some(roles) => roles[0].clone(),
                None => read,
            };
            row["version"].as_i64().expect("a version")
        };
        let (before, events) = (version().await, app.events_so_far().await);
        let stale = app
            .mutate(ROOT, &format!("{change}, ifVersion: {})", before + 1))
            .await;
        assert_eq!(stale["code"], "VERSION_MISMATCH", "{change}");
        assert_eq!(stale["field"], "ifVersion");
        assert!(
            stale["error"]
                .as_str()
                .expect("text")
                .contains(&format!("version {before},")),
            "{stale}"
        );
        assert_eq!(version().await, before);
        assert_eq!(app.events_so_far().await, events);
        app.done(ROOT, &format!("{change}, ifVersion: {before})"))
            .await;
        assert_eq!(version().await, before + 1, "{change}");
        let again = app
            .mutate(ROOT, &format!("{change}, ifVersion: {before})"))
            .await;
        assert_eq!(again["code"], "VERSION_MISMATCH", "{change}");
    }
}

async fn version_zero_requires_a_membership_that_does_not_exist(app: TestApp) {
    let org = app.org("Acme").await;
    let other = app.org("Beta").await;
    let user = app.user(org, "ann").await;
    let state = |org: Uuid| {
        format!(
            "upsertMembership(org: \"{org}\", userId: \"{user}\", input: {{role: ADMIN}}, ifVersion: 0)"
        )
    };
    let there = app.mutate(ROOT, &state(org)).await;
    assert_eq!(there["code"], "VERSION_MISMATCH");
    assert_eq!(app.result(ROOT, &state(other)).await, "created");
}

async fn versions_are_hidden_from_callers_without_permission(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    let other = app.org("Beta").await;
    let stranger = app.token_of_org(other).await;
    let change =
        format!("updateMember(org: \"{org}\", userId: \"{user}\", role: \"admin\", ifVersion: 7)");
    let refused = app.mutate(&stranger, &change).await;
    assert_eq!(refused["code"], "ORG_NOT_FOUND");
    let own = app.token_of(user).await;
    let refused = app.mutate(&own, &change).await;
    assert_eq!(refused["code"], "FORBIDDEN");
}

on_both_engines! {
    a_change_with_a_wrong_version_is_refused_and_writes_nothing,
    version_zero_requires_a_membership_that_does_not_exist,
    versions_are_hidden_from_callers_without_permission,
    each_write_of_a_row_raises_its_version_by_one,
    events_of_a_row_have_consecutive_versions,
    events_of_one_change_share_a_change_id,
    an_event_keeps_the_name_of_its_actor,
}
