//! Operations that store a file in pieces, for [`super::PlanSync`].
//!
//! A file is read while it arrives, and is never in memory as a whole. An upload is complete once
//! its end has arrived. Only the token that sent the file may plan from it, once, within 24 hours.
//! [`super::SweepSyncs`] deletes uploads that were given up, interrupted or never planned.

use chrono::TimeDelta;
use sea_orm::{EntityTrait, IntoActiveModel};
use serde::{Deserialize, Serialize};

use crate::{
    access::{Permission, Target},
    db::{Sql, many},
    domain::{Change, Done, Operation, Tx},
    entity::{
        sync_piece,
        sync_upload::{ActiveModel, Entity, FileFormat, Model},
    },
    error::{Code, Error, Result},
    id::{SyncRunId, SyncUploadId},
};

use super::file::Piece;

/// The maximum size of a file, in bytes.
pub const MAX_BYTES: i64 = 2 << 30;
/// The maximum size of the pieces of a file. Pieces state line numbers and quote each cell.
const MAX_STORED: i64 = 4 * MAX_BYTES;
/// The maximum number of uploads of a token that no run uses yet.
pub const MAX_WAITING: i64 = 4;
/// The time for which an upload can be planned.
pub const UPLOAD_KEPT: TimeDelta = TimeDelta::hours(24);
/// The time without new pieces after which an incomplete upload is given up. It is much longer than
/// a request waits for its next bytes.
pub(super) const SILENCE: TimeDelta = TimeDelta::minutes(5);

/// Begins an upload.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BeginSyncUpload {
    /// The format of the file.
    pub format: FileFormat,
}

/// Adds a piece to an upload.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AddSyncPiece {
    /// The upload.
    pub upload: SyncUploadId,
    /// The number of the piece. The first piece is 0, and no number is left out.
    pub number: i32,
    /// The piece.
    pub piece: Piece,
}

/// Completes an upload.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EndSyncUpload {
    /// The upload. It is left out of the hash for idempotency keys, because a repeated request with
    /// the same file creates another upload.
    #[serde(skip_serializing)]
    pub upload: SyncUploadId,
    /// The header of a CSV file, without dropped columns.
    pub columns: Option<Vec<String>>,
    /// The columns or fields that were dropped.
    pub dropped_columns: Vec<String>,
    /// The number of rows.
    pub rows: i32,
    /// The size of the file.
    pub bytes: i64,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
}

/// Gives an upload up.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AbandonSyncUpload {
    /// The upload.
    pub upload: SyncUploadId,
}

/// Checks that the actor may upload, which requires `sync:write` in some org.
async fn require(tx: &Tx) -> Result<()> {
    tx.require(Permission::SyncWrite, Target::AnyOrg).await
}

impl Operation for BeginSyncUpload {
    type Output = SyncUploadId;

    const NAME: &'static str = "BeginSyncUpload";

    async fn run(&self, tx: &Tx) -> Result<SyncUploadId> {
        require(tx).await?;
        if waiting(tx).await? >= MAX_WAITING {
            let message = format!(
                "This token has {MAX_WAITING} uploads that are not planned yet, which is the maximum. Plan one of them, discard one with `DELETE /sync/{{upload}}`, or wait until they expire after 24 hours."
            );
            return Err(Error::new(Code::LimitExceeded, message));
        }
        let upload = Model {
            id: tx.id(),
            token_id: tx.actor().token(),
            format: self.format,
            columns: None,
            dropped_columns: None,
            rows: 0,
            bytes: 0,
            pieces: 0,
            sha256: None,
            is_complete: false,
            is_discarded: false,
            run_id: None,
            created_at: tx.now(),
            updated_at: tx.now(),
        };
        let id = upload.id;
        let row: ActiveModel = upload.into_active_model();
        Entity::insert(row)
            .exec_without_returning(tx.conn())
            .await?;
        Ok(id)
    }
}

/// Counts the token's uploads that no run uses yet, and locks the token, so that concurrent uploads
/// are counted one after another.
async fn waiting(tx: &Tx) -> Result<i64> {
    if let Some(token) = tx.actor().token() {
        let mut sql = Sql::new(tx.conn(), "SELECT t.id FROM tokens t WHERE t.id = ");
        sql.bind(token).locked("NO KEY UPDATE", "t");
        sql.row(tx.conn()).await?;
    }
    let mut sql = Sql::new(
        tx.conn(),
        "SELECT count(*) FROM sync_uploads u WHERE u.run_id IS NULL AND NOT u.is_discarded AND ",
    );
    is_of_actor(tx, &mut sql, "u");
    sql.push(" AND u.created_at > ")
        .bind(tx.now() - UPLOAD_KEPT)
        .push(" AND (u.is_complete OR u.updated_at > ")
        .bind(tx.now() - SILENCE)
        .push(")");
    sql.count(tx.conn()).await
}

/// Adds the condition that the actor's token has sent the upload `upload`.
fn is_of_actor(tx: &Tx, sql: &mut Sql, upload: &str) {
    sql.push(upload).push(".token_id");
    match tx.actor().token() {
        Some(token) => sql.push(" = ").bind(token),
        None => sql.push(" IS NULL"),
    };
}

impl Operation for AddSyncPiece {
    type Output = ();

    const NAME: &'static str = "AddSyncPiece";

    async fn run(&self, tx: &Tx) -> Result<()> {
        require(tx).await?;
        let upload = receiving(tx, self.upload).await?;
        if upload.pieces != self.number {
            return Err(Error::internal("a piece of an upload out of order"));
        }
        let size = i64::try_from(self.piece.records.len()).unwrap_or(i64::MAX);
        let bytes = upload.bytes.saturating_add(size);
        let rows = upload.rows.checked_add(self.piece.rows);
        let (Some(rows), true) = (rows, bytes <= MAX_STORED) else {
            return Err(too_large());
        };
        let piece = sync_piece::Model {
            upload_id: upload.id,
            number: self.number,
            records: self.piece.records.clone(),
        };
        many::insert(tx.conn(), &[&piece]).await?;
        let mut sql = Sql::new(tx.conn(), "UPDATE sync_uploads SET pieces = ");
        sql.bind(self.number.saturating_add(1))
            .push(", rows = ")
            .bind(rows)
            .push(", bytes = ")
            .bind(bytes)
            .push(", updated_at = ")
            .bind(tx.now())
            .push(" WHERE id = ")
            .bind(upload.id);
        sql.execute(tx.conn()).await.map(drop)
    }
}

fn too_large() -> Error {
    let message =
        "The file is too large; at most 2 GiB are allowed. Split the file, one org in each part.";
    Error::new(Code::LimitExceeded, message)
}

impl Operation for EndSyncUpload {
    type Output = Change;

    const NAME: &'static str = "EndSyncUpload";

    async fn run(&self, tx: &Tx) -> Result<Change> {
        require(tx).await?;
        let upload = receiving(tx, self.upload).await?;
        if self.bytes > MAX_BYTES {
            return Err(too_large());
        }
        if upload.rows != self.rows {
            return Err(Error::internal("an upload without some of its rows"));
        }
        let columns = self.columns.clone().map(serde_json::Value::from);
        let mut sql = Sql::new(
            tx.conn(),
            "UPDATE sync_uploads SET is_complete = TRUE, columns = ",
        );
        sql.bind(columns)
            .push(", dropped_columns = ")
            .bind(serde_json::Value::from(self.dropped_columns.clone()))
            .push(", bytes = ")
            .bind(self.bytes)
            .push(", sha256 = ")
            .bind(self.sha256.as_str())
            .push(", updated_at = ")
            .bind(tx.now())
            .push(" WHERE id = ")
            .bind(upload.id);
        sql.execute(tx.conn()).await?;
        Ok(Change::new(Done::Queued, self.upload))
    }
}

impl Operation for AbandonSyncUpload {
    type Output = Change;

    const NAME: &'static str = "AbandonSyncUpload";

    async fn run(&self, tx: &Tx) -> Result<Change> {
        require(tx).await?;
        let mut sql = Sql::new(
            tx.conn(),
            "UPDATE sync_uploads AS u SET is_discarded = TRUE WHERE u.run_id IS NULL AND u.id = ",
        );
        sql.bind(self.upload).push(" AND ");
        is_of_actor(tx, &mut sql, "u");
        let done = match sql.execute(tx.conn()).await?.rows_affected() {
            0 => Done::Unchanged,
            _ => Done::Removed,
        };
        Ok(Change::new(done, self.upload))
    }
}

/// Returns the actor's upload that is still to be completed, and locks it.
///
/// # Errors
/// `INVALID_VALUE` if there is none.
async fn receiving(tx: &Tx, upload: SyncUploadId) -> Result<Model> {
    let found = of_actor(tx, upload).await?;
    found
        .filter(|upload| !upload.is_complete)
        .ok_or_else(unknown)
}

/// Returns the actor's upload that a run may use, and locks it.
///
/// # Errors
/// `INVALID_VALUE` if there is none.
pub(super) async fn plannable(tx: &Tx, upload: SyncUploadId) -> Result<Model> {
    let found = of_actor(tx, upload).await?;
    found
        .filter(|upload| upload.is_complete && upload.created_at > tx.now() - UPLOAD_KEPT)
        .ok_or_else(unknown)
}

async fn of_actor(tx: &Tx, upload: SyncUploadId) -> Result<Option<Model>> {
    let mut sql = Sql::select::<Model>(
        tx.conn(),
        "u",
        " WHERE u.run_id IS NULL AND NOT u.is_discarded AND u.id = ",
    );
    sql.bind(upload).push(" AND ");
    is_of_actor(tx, &mut sql, "u");
    sql.locked("UPDATE", "u");
    sql.one(tx.conn()).await
}

fn unknown() -> Error {
    Error::invalid(
        "upload",
        "is not a complete upload of this token, or was planned or has expired; upload the file again",
    )
}

/// Reserves the upload for the run.
pub(super) async fn reserve(tx: &Tx, upload: SyncUploadId, run: SyncRunId) -> Result<()> {
    let mut sql = Sql::new(tx.conn(), "UPDATE sync_uploads SET run_id = ");
    sql.bind(run).push(" WHERE id = ").bind(upload);
    sql.execute(tx.conn()).await.map(drop)
}

/// Marks the upload of a run that has ended, so that a sweep deletes it.
pub(super) async fn discard(tx: &Tx, upload: SyncUploadId) -> Result<()> {
    let mut sql = Sql::new(
        tx.conn(),
        "UPDATE sync_uploads SET is_discarded = TRUE WHERE id = ",
    );
    sql.bind(upload);
    sql.execute(tx.conn()).await.map(drop)
}
