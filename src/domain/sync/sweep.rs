//! The operation that deletes old uploads and runs.

use chrono::TimeDelta;

use crate::{
    access::{Permission, Target},
    db::Sql,
    domain::{Operation, Tx},
    entity::sync_run::SyncStatus,
    error::Result,
    id::{SyncRunId, SyncUploadId},
};

use super::upload::{SILENCE, UPLOAD_KEPT};

/// The time for which a plan and its items are kept.
pub const RUN_KEPT: TimeDelta = TimeDelta::days(30);
/// The maximum number of rows that one step deletes.
const STEP: u32 = 1_000;
/// The maximum number of pieces that one step deletes, of at most 256 KiB each.
const PIECES: u32 = 16;
/// The tables with the rows of a run, in the order in which they are deleted, and the columns of
/// their keys after the run.
const TABLES: [(&str, &str); 6] = [
    ("sync_rows", "line"),
    ("sync_ambiguous", "user_id"),
    ("sync_items", "position"),
    ("sync_groups", "org_id, name_key"),
    ("sync_scopes", "org_id"),
    ("sync_leases", "org_id, source"),
];

/// Runs one step of the cleanup: deletes some rows of an old upload, of a run that ended early, or
/// of an old run. Returns whether there may be more to do. Only servers use it. It requires
/// `sync:write` on the platform.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct SweepSyncs {}

impl Operation for SweepSyncs {
    type Output = bool;

    const NAME: &'static str = "SweepSyncs";

    async fn run(&self, tx: &Tx) -> Result<bool> {
        tx.require(Permission::SyncWrite, Target::Platform).await?;
        if let Some(upload) = old_upload(tx).await? {
            delete_upload(tx, upload).await?;
            return Ok(true);
        }
        if let Some(run) = left_behind(tx).await? {
            delete_some(tx, run, TABLES[0]).await?;
            return Ok(true);
        }
        let Some(run) = old_run(tx).await? else {
            return Ok(false);
        };
        for table in TABLES {
            if delete_some(tx, run, table).await? {
                return Ok(true);
            }
        }
        let mut sql = Sql::new(tx.conn(), "DELETE FROM sync_runs WHERE id = ");
        sql.bind(run);
        sql.execute(tx.conn()).await?;
        Ok(true)
    }
}

/// Returns an upload that was given up, was interrupted, or is too old to be planned.
async fn old_upload(tx: &Tx) -> Result<Option<SyncUploadId>> {
    let select = |condition: &str| {
        let mut sql = Sql::new(tx.conn(), "SELECT u.id FROM sync_uploads u WHERE ");
        sql.push(condition);
        sql
    };
    let mut discarded = select("u.is_discarded");
    discarded
        .push(" ORDER BY u.id")
        .limit(1)
        .locked_or_skipped("u");
    let mut old = select("u.run_id IS NULL AND u.created_at < ");
    old.bind(tx.now() - SILENCE)
        .push(" AND (u.created_at < ")
        .bind(tx.now() - UPLOAD_KEPT)
        .push(" OR (NOT u.is_complete AND u.updated_at < ")
        .bind(tx.now() - SILENCE)
        .push(")) ORDER BY u.created_at")
        .limit(1)
        .locked_or_skipped("u");
    for sql in [discarded, old] {
        if let Some(row) = sql.row(tx.conn()).await? {
            return Ok(Some(row.try_get("", "id")?));
        }
    }
    Ok(None)
}

/// Deletes some pieces of the upload, and the upload after its last piece.
async fn delete_upload(tx: &Tx, upload: SyncUploadId) -> Result<()> {
    let mut sql = Sql::new(tx.conn(), "DELETE FROM sync_pieces WHERE upload_id = ");
    sql.bind(upload)
        .push(" AND number IN (SELECT p.number FROM sync_pieces p WHERE p.upload_id = ")
        .bind(upload)
        .push(" ORDER BY p.number")
        .limit(PIECES)
        .push(")");
    if sql.execute(tx.conn()).await?.rows_affected() < u64::from(PIECES) {
        let mut sql = Sql::new(tx.conn(), "DELETE FROM sync_uploads WHERE id = ");
        sql.bind(upload);
        sql.execute(tx.conn()).await?;
    }
    Ok(())
}

/// Returns a run that ended early and still has staged rows. Planned runs have none. Few runs have
/// staged rows at any time, and each is found by one step in the index.
async fn left_behind(tx: &Tx) -> Result<Option<SyncRunId>> {
    let mut after: Option<SyncRunId> = None;
    loop {
        let mut sql = Sql::new(
            tx.conn(),
            "SELECT s.run_id, r.status FROM sync_rows s JOIN sync_runs r ON r.id = s.run_id",
        );
        if let Some(after) = after {
            sql.push(" WHERE s.run_id > ").bind(after);
        }
        sql.push(" ORDER BY s.run_id, s.line").limit(1);
        let Some(row) = sql.row(tx.conn()).await? else {
            return Ok(None);
        };
        let run: SyncRunId = row.try_get("", "run_id")?;
        let status: SyncStatus = row.try_get("", "status")?;
        if status != SyncStatus::Planning {
            return Ok(Some(run));
        }
        after = Some(run);
    }
}

/// Returns a run whose time is over. A run in progress is kept.
async fn old_run(tx: &Tx) -> Result<Option<SyncRunId>> {
    let mut sql = Sql::new(
        tx.conn(),
        "SELECT r.id FROM sync_runs r WHERE r.created_at < ",
    );
    sql.bind(tx.now() - RUN_KEPT)
        .push(" AND r.status NOT IN (")
        .word(SyncStatus::Planning.as_str())
        .push(", ")
        .word(SyncStatus::Applying.as_str())
        .push(") ORDER BY r.created_at")
        .limit(1)
        .locked_or_skipped("r");
    let row = sql.row(tx.conn()).await?;
    Ok(row.map(|row| row.try_get("", "id")).transpose()?)
}

/// Deletes some rows of a run. Returns whether there may be more.
async fn delete_some(tx: &Tx, run: SyncRunId, (table, key): (&str, &str)) -> Result<bool> {
    let mut sql = Sql::new(tx.conn(), "DELETE FROM ");
    sql.push(table).push(" WHERE run_id = ").bind(run);
    sql.push(&format!(
        " AND ({key}) IN (SELECT {key} FROM {table} WHERE run_id = "
    ))
    .bind(run)
    .push(&format!(" ORDER BY {key}"))
    .limit(STEP)
    .push(")");
    let deleted = sql.execute(tx.conn()).await?.rows_affected();
    Ok(deleted >= u64::from(STEP))
}
