//! Schema changes of tables under a running server.

use std::path::PathBuf;

use futures_util::future::join_all;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, Statement, Value};
use serde_json::Value as Json;
use tenantry::db::{Conn, Meter};
use uuid::Uuid;

use crate::support::{Engine, ROOT, TestApp, on_both_engines};

const TABLES: [&str; 13] = [
    "users",
    "orgs",
    "memberships",
    "groups",
    "group_memberships",
    "roles",
    "membership_roles",
    "tokens",
    "events",
    "jobs",
    "job_rows",
    "numbers",
    "idempotency_keys",
];

/// Returns the app with one connection, so that each prepared statement is used again.
async fn with_one_connection(app: &TestApp) -> TestApp {
    app.reconfigured(|config| config.database_connections = 1.try_into().expect("not zero"))
        .await
}

/// The rows that the tests read and change.
struct Directory {
    org: Uuid,
    group: Uuid,
    user: Uuid,
    role: Uuid,
    token: String,
}

impl Directory {
    /// Creates the rows.
    async fn on(app: &TestApp) -> Self {
        let org = app.org("Acme").await;
        let group = app.group(org, "Ops").await;
        let user = app.admin(org, "ann").await;
        app.join(org, group, user).await;
        let role = app.role(org, "Reader", &["groups:read"]).await;
        app.state(
            org,
            user,
            &format!("roleIds: [\"{role}\"], externalId: \"x1\""),
        )
        .await;
        let token = app.token_of(user).await;
        Self {
            org,
            group,
            user,
            role,
            token,
        }
    }

    /// Returns the replies to queries that read every table of the API.
    async fn read(&self, app: &TestApp) -> Vec<Json> {
        let Self {
            org,
            group,
            user,
            role: _,
            token,
        } = self;
        let mut answers = Vec::new();
        for actor in [ROOT, token] {
            for query in [
                "{ findUserBy(email: \"ann@example.com\") { id email } }".to_owned(),
                "{ findUserBy(name: \"ann\") { id email } }".to_owned(),
                "{ users(first: 5) { nodes { email memberships(first: 5) { nodes { org { name } } } \
                 groups(first: 5) { nodes { name } } defaultMembership { org { name } } } } }"
                    .to_owned(),
                "{ orgs(first: 5) { nodes { name members(first: 5) { nodes { user { email } } } \
                 groups(first: 5) { nodes { name } } } } }"
                    .to_owned(),
                "{ memberships(first: 5) { nodes { role status externalId user { email } } } }"
                    .to_owned(),
                format!(
                    "{{ groupUsers(org: \"{org}\", groupId: \"{group}\") {{ userName status }} }}"
                ),
                format!("{{ user(id: \"{user}\") {{ email }} org(id: \"{org}\") {{ name }} }}"),
                format!(
                    "{{ group(id: \"{group}\") {{ name members(first: 5) {{ nodes {{ status }} }} }} }}"
                ),
                format!("{{ membership(org: \"{org}\", user: \"{user}\") {{ role }} }}"),
                format!(
                    "{{ checkAccess(org: \"{org}\", user: \"{user}\", permission: \"groups:read\") \
                     {{ allowed reason }} }}"
                ),
                "{ events(first: 5, filter: { entity: \"role\", verb: \"created\" }) \
                 { nodes { verb } } }"
                    .to_owned(),
            ] {
                answers.push(app.graphql(actor, &query, Json::Null).await);
            }
        }
        answers
    }

    /// Makes changes that read rows before they write them.
    async fn change(&self, app: &TestApp, name: &str) {
        let Self {
            org,
            group,
            user,
            role,
            ..
        } = self;
        for change in [
            format!("updateUser(userId: \"{user}\", first: \"{name}\")"),
            format!("updateOrg(org: \"{org}\", name: \"{name}\")"),
            format!("updateGroup(groupId: \"{group}\", name: \"{name}\")"),
            format!("updateRole(roleId: \"{role}\", name: \"{name}\")"),
            format!("updateMember(org: \"{org}\", userId: \"{user}\", role: \"admin\")"),
        ] {
            app.done(ROOT, &change).await;
        }
    }
}

async fn added_columns_change_no_replies(app: TestApp) {
    let app = with_one_connection(&app).await;
    let directory = Directory::on(&app).await;
    let before = directory.read(&app).await;
    for answer in &before {
        assert!(answer["errors"].is_null(), "{answer:#}");
    }
    directory.change(&app, "before").await;
    directory.change(&app, "ann").await;
    let before = directory.read(&app).await;
    for change in ["ADD COLUMN zz text", "DROP COLUMN zz"] {
        for table in TABLES {
            app.sql(&format!("ALTER TABLE {table} {change}")).await;
        }
        assert_eq!(directory.read(&app).await, before, "{change}");
    }
    app.sql("ALTER TABLE users ADD COLUMN zz text").await;
    directory.change(&app, "after").await;
    app.user(directory.org, "bob").await;
    app.app.close().await;
}

/// Returns schema changes after which the engine refuses older plans. They do not change replies.
fn refuses_old_plans(engine: Engine, length: u32) -> Vec<String> {
    match engine {
        Engine::Postgres => ["orgs", "groups", "roles"]
            .map(|table| format!("ALTER TABLE {table} ALTER COLUMN name TYPE varchar({length})"))
            .into(),
        Engine::Sqlite => vec![
            "ALTER TABLE orgs RENAME COLUMN name TO other".to_owned(),
            "ALTER TABLE orgs RENAME COLUMN other TO name".to_owned(),
        ],
    }
}

async fn statements_with_refused_plans_are_prepared_again(app: TestApp) {
    let app = with_one_connection(&app).await;
    let directory = Directory::on(&app).await;
    directory.change(&app, "first").await;
    directory.change(&app, "ann").await;
    let before = directory.read(&app).await;
    let writer = app.app.db().writer();
    let forget = match app.engine {
        Engine::Postgres => vec!["DEALLOCATE ALL".to_owned()],
        Engine::Sqlite => refuses_old_plans(app.engine, 0),
    };
    let (once, twice) = (
        refuses_old_plans(app.engine, 901),
        refuses_old_plans(app.engine, 902),
    );
    for (round, changes) in [once, twice, forget.clone()].into_iter().enumerate() {
        for change in &changes {
            writer.execute_unprepared(change).await.expect(change);
        }
        // One round starts with a read, the others with a transaction.
        if round == 0 {
            assert_eq!(directory.read(&app).await, before);
        }
        directory.change(&app, &format!("round{round}")).await;
        directory.change(&app, "ann").await;
        assert_eq!(directory.read(&app).await, before);
    }
    for change in &forget {
        writer.execute_unprepared(change).await.expect(change);
    }
    assert_eq!(directory.read(&app).await, before);
    app.app.close().await;
}

/// Returns a statement that selects all columns of the orgs with `*`.
fn all_of_orgs(conn: &Conn) -> Statement {
    let sql = match conn.get_database_backend() {
        DbBackend::Sqlite => "SELECT * FROM orgs WHERE name <> ?",
        _ => "SELECT * FROM orgs WHERE name <> $1",
    };
    Statement::from_sql_and_values(conn.get_database_backend(), sql, [Value::from("none")])
}

/// A query returns the existing row or an error, but never an empty result.
async fn a_driver_panic_gives_an_error_and_no_empty_result(app: TestApp) {
    let app = with_one_connection(&app).await;
    app.org("Acme").await;
    let reader = app.app.db().reader();
    for column in ["z1", "z2"] {
        let rows = reader.query_all_raw(all_of_orgs(&reader)).await;
        assert_eq!(rows.expect("rows").len(), 1);
        app.sql(&format!("ALTER TABLE orgs ADD COLUMN {column} text"))
            .await;
        match column {
            "z1" => {
                let rows = reader.query_all_raw(all_of_orgs(&reader)).await;
                assert!(rows.is_err() || rows.expect("rows").len() == 1);
            }
            _ => {
                let row = reader.query_one_raw(all_of_orgs(&reader)).await;
                assert!(row.is_err() || row.expect("a row").is_some());
            }
        }
        let rows = reader.query_all_raw(all_of_orgs(&reader)).await;
        assert_eq!(rows.expect("rows, on another connection").len(), 1);
    }
    app.app.close().await;
}

async fn a_driver_panic_in_a_transaction_leaves_no_lock(app: TestApp) {
    app.org("Acme").await;
    for column in ["z1", "z2", "z3"] {
        let clients = (0..8).map(|_| async {
            let db = app.app.db();
            let tx = db.begin(&Meter::default()).await.expect("a transaction");
            let rows = tx.query_all_raw(all_of_orgs(&tx)).await;
            let is_right = rows.as_ref().is_ok_and(|rows| rows.len() == 1);
            let ended = tx.close(rows.is_ok()).await;
            assert!(is_right || rows.is_err());
            rows.is_ok() && ended.is_ok()
        });
        join_all(clients).await;
        app.sql(&format!("ALTER TABLE orgs ADD COLUMN {column} text"))
            .await;
    }
    let clients = (0..8).map(|n| {
        let app = &app;
        async move { app.org(&format!("Org {n}")).await }
    });
    join_all(clients).await;
    assert_eq!(app.count("SELECT count(*) FROM orgs").await, 9);
}

/// After a column is added, `*` means other columns than when the statement was prepared.
#[test]
fn no_statement_selects_all_columns_with_a_star() {
    let mut folders = vec![PathBuf::from("src/domain"), PathBuf::from("src/access")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = std::fs::read_to_string(&path).expect("a source file");
            let star = source.match_indices(".*").find(|(at, _)| {
                source[..*at].ends_with(|before: char| before.is_ascii_lowercase())
            });
            assert!(star.is_none(), "{} has `{star:?}`", path.display());
        }
    }
}

on_both_engines! {
    added_columns_change_no_replies,
    statements_with_refused_plans_are_prepared_again,
    a_driver_panic_gives_an_error_and_no_empty_result,
    a_driver_panic_in_a_transaction_leaves_no_lock,
}
