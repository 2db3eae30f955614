//! The entity of uploads: files of rows for sync runs, in pieces.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{SyncRunId, SyncUploadId, TokenId};

super::text_enum! {
    /// The format of a file of rows.
    FileFormat {
        /// Comma-separated values, with a header.
        Csv = "csv", "CSV";
        /// JSON Lines: an object in each line.
        Jsonl = "jsonl", "JSONL";
    }
}

/// A row of `sync_uploads`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[expect(
    missing_docs,
    reason = "columns are documented only where the name is not enough"
)]
#[sea_orm(table_name = "sync_uploads")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SyncUploadId,
    /// The token that sent the file. Null if the command line did.
    pub token_id: Option<TokenId>,
    pub format: FileFormat,
    /// The header of a CSV file, without columns that are never stored. Null for JSON Lines.
    pub columns: Option<Json>,
    /// The columns, or fields, that were dropped because their names contain a word for passwords.
    pub dropped_columns: Option<Json>,
    /// The number of rows.
    pub rows: i32,
    /// The size of the file as sent.
    pub bytes: i64,
    /// The number of pieces.
    pub pieces: i32,
    /// SHA-256 of the file as sent, in hexadecimal. Null until the file is complete.
    pub sha256: Option<String>,
    pub is_complete: bool,
    /// Whether the upload was given up, or its run has ended. A sweep deletes the upload.
    pub is_discarded: bool,
    /// The run that uses the upload.
    pub run_id: Option<SyncRunId>,
    pub created_at: DateTime<Utc>,
    /// The time of the last piece.
    pub updated_at: DateTime<Utc>,
}

/// No relations: queries write their joins themselves.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
