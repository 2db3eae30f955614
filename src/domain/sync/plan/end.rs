//! The end of planning: lists the orgs that the file does not name, and deletes the staged rows.

use sea_orm::Value;
use uuid::Uuid;

use crate::{
    access::Permission,
    db::{Conn, Sql, many},
    domain::{Tx, sync::run::RunContext},
    entity::sync_scope,
    error::Result,
    id::{OrgId, SyncRunId},
};

use super::{
    guard,
    progress::{Phase, Progress},
};

/// The number of orgs that a step lists.
const ORGS: u32 = 100;

/// Lists some orgs where the source owns members and the file has no row. A run with an org for all
/// rows concerns no other org.
pub(super) async fn untouched_step(
    tx: &Tx,
    context: &RunContext,
    given: Option<OrgId>,
    progress: &mut Progress,
) -> Result<()> {
    let orgs = match given {
        Some(_) => Vec::new(),
        None => owning(tx, context, progress.org).await?,
    };
    let Some(last) = orgs.last().copied() else {
        progress.enter(Phase::Clear);
        return Ok(());
    };
    progress.org = Some(last);
    let ids: Vec<_> = orgs.into_iter().map(Into::into).collect();
    let mut sql = Sql::new(tx.conn(), "SELECT o.id FROM orgs o WHERE ");
    sql.is_one_of("o.id", &ids)
        .push(" AND o.status = 'active' AND ");
    let scope = tx.actor().scope();
    scope.holds(&mut sql, "o.id", Permission::SyncWrite);
    let mut scopes = Vec::new();
    for row in sql.rows(tx.conn()).await? {
        scopes.push(sync_scope::Model {
            run_id: context.id,
            org_id: row.try_get("", "id")?,
            is_touched: false,
            removals: 0,
            leaving: 0,
            joining: 0,
        });
    }
    if scopes.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new(tx.conn(), "");
    many::insert_into(&mut sql, &scopes.iter().collect::<Vec<_>>());
    sql.push(" WHERE TRUE ON CONFLICT (run_id, org_id) DO NOTHING");
    sql.execute(tx.conn()).await.map(drop)
}

/// Returns the next orgs where the source owns members.
async fn owning(tx: &Tx, context: &RunContext, after: Option<OrgId>) -> Result<Vec<OrgId>> {
    let sql = owning_sql(tx.conn(), &context.source, after);
    let rows = sql.rows(tx.conn()).await?;
    let org = |row: &sea_orm::QueryResult| row.try_get("", "org_id");
    Ok(rows.iter().map(org).collect::<Result<_, _>>()?)
}

/// Selects orgs where the source owns members. The statement takes one step in the index for each
/// org, whatever the number of members.
pub(super) fn owning_sql(conn: &Conn, source: &str, after: Option<OrgId>) -> Sql {
    let mut sql = Sql::new(
        conn,
        "WITH RECURSIVE owning (org_id) AS (SELECT (SELECT m.org_id FROM memberships m WHERE m.owned_by = ",
    );
    sql.bind(source);
    if let Some(after) = after {
        sql.push(" AND m.org_id > ").bind(after);
    }
    sql.push(
        " ORDER BY m.org_id LIMIT 1) UNION ALL SELECT (SELECT m.org_id FROM memberships m WHERE m.owned_by = ",
    )
    .bind(source)
    .push(
        " AND m.org_id > owning.org_id ORDER BY m.org_id LIMIT 1) FROM owning WHERE owning.org_id IS NOT NULL) \
         SELECT owning.org_id FROM owning WHERE owning.org_id IS NOT NULL",
    )
    .limit(ORGS);
    sql
}

/// Deletes some staged rows. The plan is complete after the last one.
pub(super) async fn clear_step(tx: &Tx, run: SyncRunId, progress: &mut Progress) -> Result<()> {
    let size = progress.size.max(1);
    let are_rows_left = clear(tx, run, ("sync_rows", "line"), i32::MAX, size).await?;
    let key = ("sync_ambiguous", "user_id");
    if !are_rows_left && !clear(tx, run, key, Uuid::max(), size).await? {
        guard::of_run(progress);
        progress.enter(Phase::Done);
    }
    Ok(())
}

/// Deletes the first `size` rows of a run from a table. Its primary key is the run and `key`, whose
/// greatest value is `last`. Returns whether there may be more rows.
async fn clear(
    tx: &Tx,
    run: SyncRunId,
    (table, key): (&str, &str),
    last: impl Into<Value>,
    size: u32,
) -> Result<bool> {
    // One range of keys. A join with the keys to delete reads all rows for each of them if it is
    // planned by the statistics of an empty table.
    let mut sql = Sql::new(tx.conn(), "DELETE FROM ");
    sql.push(table).push(" WHERE run_id = ").bind(run);
    sql.push(&format!(
        " AND {key} <= coalesce((SELECT r.{key} FROM {table} r WHERE r.run_id = "
    ))
    .bind(run)
    .push(&format!(" ORDER BY r.{key} LIMIT 1 OFFSET "))
    .bind(i64::from(size - 1))
    .push("), ")
    .bind(last)
    .push(")");
    let deleted = sql.execute(tx.conn()).await?.rows_affected();
    Ok(deleted >= u64::from(size))
}
