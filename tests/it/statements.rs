//! The numbers of statements that requests run: a performance test that does not depend on timing.

use crate::support::{Engine, ROOT, TestApp, on_both_engines};

async fn reads_of_the_guide_take_one_statement_each(app: TestApp) {
    let org = app.org("Acme").await;
    let group = app.group(org, "Ops").await;
    for n in 0..5 {
        let user = app.user(org, &format!("user{n}")).await;
        app.join(org, group, user).await;
    }
    let admin = app.admin(org, "admin").await;
    for token in [
        ROOT.to_owned(),
        app.token_of_org(org).await,
        app.token_of(admin).await,
    ] {
        for query in [
            "{ findUserBy(email: \"user1@example.com\") { id email name timezone } }".to_owned(),
            "{ findUserBy(externalId: \"x\") { id email name timezone } }".to_owned(),
            "{ findUserBy(name: \"user\", externalId: \"x\") { id email name timezone } }"
                .to_owned(),
            format!(
                "{{ groupUsers(org: \"{org}\", groupId: \"{group}\") {{ userId groupId status userName }} }}"
            ),
            format!("{{ groupUsers(org: \"{org}\") {{ userId groupId status userName }} }}"),
        ] {
            assert_eq!(app.statements_of(&token, &query).await, 1, "{query}");
        }
        // For a caller who may not see every user, one statement first counts the visible users and
        // the users of the name.
        let by_name = "{ findUserBy(name: \"user\") { id email name timezone user { first } } }";
        let expected = if token == ROOT { 1 } else { 2 };
        assert_eq!(app.statements_of(&token, by_name).await, expected);
    }
}

async fn nested_objects_take_one_statement_for_each_type(app: TestApp) {
    let org = app.org("Acme").await;
    let (one, other) = (app.group(org, "Ops").await, app.group(org, "Dev").await);
    for n in 0..5 {
        let user = app.user(org, &format!("user{n}")).await;
        app.join(org, one, user).await;
        app.join(org, other, user).await;
    }
    let query = format!(
        "{{ groupUsers(org: \"{org}\") {{ user {{ email defaultMembership {{ org {{ name }} }} }} group {{ name org {{ name }} }} }} }}"
    );
    // One statement each for the rows, the users, the groups, the default memberships, the orgs of
    // the groups, and the orgs of the memberships.
    assert_eq!(app.statements_of(ROOT, &query).await, 6);
}

async fn a_cached_token_takes_no_statement(app: TestApp) {
    assert_eq!(app.statements_of(ROOT, "{ __typename }").await, 0);
}

/// The root fields and their nested objects wait for the same two connections.
async fn many_root_fields_share_few_connections(app: TestApp) {
    let org = app.org("Acme").await;
    let group = app.group(org, "Ops").await;
    let user = app.user(org, "ann").await;
    app.join(org, group, user).await;
    let small = app
        .reconfigured(|config| {
            config.database_connections = 2.try_into().expect("not zero");
            config.database_timeout = std::time::Duration::from_secs(2);
        })
        .await;
    let fields: String = (0..50)
        .map(|n| format!("g{n}: groupUsers(org: \"{org}\", userId: \"{user}\") {{ group {{ name }} user {{ email }} }} "))
        .collect();
    let data = small.data(ROOT, &format!("{{ {fields} }}")).await;
    assert_eq!(data["g49"][0]["group"]["name"], "Ops");
    small.app.close().await;
}

/// A change reads and locks org, user and memberships, and writes the rows and their events.
/// PostgreSQL writes rows and events in one statement.
async fn a_change_takes_few_statements(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Beta").await);
    let user = app.user(other, "ann").await;
    let group = app.group(org, "Ops").await;
    let change = |call: String| format!("mutation {{ it: {call} {{ result error }} }}");
    for (call, on_sqlite, on_postgres) in [
        // The row of the users without an org is deleted, and written when a member is removed. On
        // PostgreSQL, all rows are written by one statement.
        (
            format!("addOrgMember(org: \"{org}\", userId: \"{user}\")"),
            6,
            4,
        ),
        (
            format!("addOrgMember(org: \"{org}\", userId: \"{user}\")"),
            3,
            3,
        ),
        (
            format!("updateMember(org: \"{org}\", userId: \"{user}\", role: \"admin\")"),
            5,
            4,
        ),
        (
            format!("addGroupMembership(org: \"{org}\", userId: \"{user}\", groupId: \"{group}\")"),
            6,
            5,
        ),
        // The default moves: the next one is found and locked, its org is read, and the old default
        // is written first.
        (
            format!("updateMember(org: \"{other}\", userId: \"{user}\", status: \"retired\")"),
            9,
            8,
        ),
        (
            format!("removeOrgMember(org: \"{org}\", userId: \"{user}\")"),
            9,
            6,
        ),
        (
            format!(
                "createUser(org: \"{org}\", email: \"bob@example.com\", first: \"Bob\", last: \"Lee\")"
            ),
            5,
            3,
        ),
        (
            format!("updateUser(userId: \"{user}\", first: \"Anna\")"),
            3,
            2,
        ),
    ] {
        let ran = app.statements_of(ROOT, &change(call.clone())).await;
        let statements = match app.engine {
            Engine::Sqlite => on_sqlite,
            Engine::Postgres => on_postgres,
        };
        assert_eq!(ran, statements, "{call}");
    }
}

on_both_engines! {
    a_change_takes_few_statements,
    reads_of_the_guide_take_one_statement_each,
    nested_objects_take_one_statement_for_each_type,
    a_cached_token_takes_no_statement,
    many_root_fields_share_few_connections,
}
