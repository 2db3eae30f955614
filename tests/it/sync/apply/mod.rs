//! Applying plans of sync runs.
//!
//! * `people`: what applied items leave behind.
//! * `preview`: planning without locks and without writing.
//! * `stale`: what was changed between planning and applying.
//! * `job`: the job of a run: chunks, leases, interruption and cancellation.
//! * `rights`: what the applying token must hold.
//! * `singles`: a run equals single operations.

mod job;
mod people;
mod preview;
mod rights;
mod singles;
mod stale;

use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::Value as Json;
use tenantry::{
    domain::sync::{ApplySync, RevertSync},
    entity::sync_run::SyncStatus,
    error::{Code, Error, Result},
    id::SyncRunId,
};
use uuid::Uuid;

use crate::support::{Engine, ROOT, TestApp};

use super::plan::{Ask, Plan, actor, plan_of, work};

/// Queues the job that applies a run.
pub(super) async fn queue_apply(app: &TestApp, token: &str, run: Uuid) -> Result<()> {
    queue_expecting(app, token, run, None).await
}

/// Queues the job that applies a run with this number of removals.
pub(super) async fn queue_expecting(
    app: &TestApp,
    token: &str,
    run: Uuid,
    expect_removals: Option<i64>,
) -> Result<()> {
    let apply = ApplySync {
        run: SyncRunId(run),
        expect_removals,
    };
    let done = app.app.execute(&actor(app, token).await, apply).await?;
    assert_eq!((done.records, done.output.id), (0, Some(run)));
    assert!(done.output.job.is_some());
    Ok(())
}

/// Applies a run, with as many removals as it has, and returns it.
pub(super) async fn apply(app: &TestApp, token: &str, plan: &Plan) -> Plan {
    let removals = Some(plan.guard.removals);
    let queued = queue_expecting(app, token, plan.run, removals).await;
    queued.expect("queued");
    work(app).await;
    plan_of(app, plan.run).await
}

/// Plans and applies, and returns the applied run.
pub(super) async fn run(app: &TestApp, ask: Ask) -> Plan {
    let plan = ask.plan(app).await;
    assert_eq!(plan.status, SyncStatus::Planned, "{plan:#?}");
    let applied = apply(app, &ask.token, &plan).await;
    assert_eq!(applied.status, SyncStatus::Applied, "{applied:#?}");
    applied
}

/// Plans the inverse of a run.
pub(super) async fn plan_revert(app: &TestApp, token: &str, run: Uuid) -> Result<Plan> {
    let revert = RevertSync {
        run: SyncRunId(run),
    };
    let done = app.app.execute(&actor(app, token).await, revert).await?;
    work(app).await;
    Ok(plan_of(app, done.output.id.expect("a run")).await)
}

/// Reverts a run, and returns the run that has done so.
pub(super) async fn revert(app: &TestApp, run: Uuid) -> Plan {
    let plan = plan_revert(app, ROOT, run).await.expect("a plan");
    assert_eq!(plan.status, SyncStatus::Planned, "{plan:#?}");
    let applied = apply(app, ROOT, &plan).await;
    assert_eq!(applied.status, SyncStatus::Applied, "{applied:#?}");
    applied
}

/// The tables of the directory that runs write.
const TABLES: [&str; 4] = ["users", "memberships", "groups", "group_memberships"];

/// Returns all rows that runs write, without their versions and the times of their last changes.
pub(super) async fn directory(app: &TestApp) -> Vec<String> {
    let conn = app.app.db().writer();
    let mut all = Vec::new();
    for table in TABLES {
        let sql = match app.engine {
            Engine::Postgres => format!("SELECT to_jsonb(t)::text AS row FROM {table} t"),
            Engine::Sqlite => format!("SELECT {} AS row FROM {table} t", object(app, table).await),
        };
        let backend = conn.get_database_backend();
        let rows = conn.query_all_raw(Statement::from_string(backend, sql.as_str()));
        for row in rows.await.expect(&sql) {
            let text: String = row.try_get("", "row").expect("a row");
            let mut row: Json = serde_json::from_str(&text).expect("JSON");
            let fields = row.as_object_mut().expect("an object");
            for name in ["version", "updated_at", "seq"] {
                fields.remove(name);
            }
            if table == "group_memberships" {
                // A row that comes back is a new one.
                fields.remove("id");
                fields.remove("created_at");
            }
            all.push(format!("{table} {row}"));
        }
    }
    all.sort();
    all
}

/// Returns the SQL of a JSON object of all columns, on SQLite.
async fn object(app: &TestApp, table: &str) -> String {
    assert_eq!(
        app.app.db().writer().get_database_backend(),
        DbBackend::Sqlite
    );
    let columns = app
        .sql(&format!(
            "SELECT name, type FROM pragma_table_info('{table}')"
        ))
        .await;
    let pairs: Vec<String> = columns
        .iter()
        .map(|row| {
            let name: String = row.try_get("", "name").expect("a name");
            let kind: String = row.try_get("", "type").expect("a type");
            match kind.to_lowercase().contains("blob") || name.ends_with("id") {
                true => format!(
                    "'{name}', CASE WHEN typeof({name}) = 'blob' THEN hex({name}) ELSE {name} END"
                ),
                false => format!("'{name}', {name}"),
            }
        })
        .collect();
    format!("json_object({})", pairs.join(", "))
}

/// Returns the code of an error.
pub(super) fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> Code {
    result.expect_err("refused").code()
}

/// Returns what a member is: role, status, external id, default reason, owner.
pub(super) async fn member(app: &TestApp, org: Uuid, user: Uuid) -> String {
    let sql = format!(
        "SELECT m.role || ' ' || m.status || ' ' || coalesce(m.external_id, '-') || ' ' || coalesce(m.default_reason, '-') || ' ' || coalesce(m.owned_by, '-') AS text \
         FROM memberships m WHERE m.org_id = {} AND m.user_id = {}",
        app.id(org),
        app.id(user)
    );
    let rows = app.sql(&sql).await;
    rows.first()
        .map(|row| row.try_get("", "text").expect("text"))
        .unwrap_or_default()
}

/// Returns the user with this address.
pub(super) async fn user_of(app: &TestApp, email: &str) -> Option<Uuid> {
    let sql = format!("SELECT id FROM users WHERE email_key = '{email}'");
    let rows = app.sql(&sql).await;
    rows.first()
        .map(|row| row.try_get("", "id").expect("an id"))
}
