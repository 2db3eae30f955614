//! The entity of pieces: parts of the file of an upload.

use sea_orm::entity::prelude::*;

use crate::id::SyncUploadId;

/// A row of `sync_pieces`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[expect(
    missing_docs,
    reason = "columns are documented only where the name is not enough"
)]
#[sea_orm(table_name = "sync_pieces")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub upload_id: SyncUploadId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// The records, one JSON array per line: the line number in the file, then the cells, or the
    /// object of a line of JSON.
    pub records: String,
}

/// No relations: queries write their joins themselves.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
