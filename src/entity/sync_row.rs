//! The entity of staged rows: the rows of the file of a sync run, while the plan is made.

use sea_orm::entity::prelude::*;

use crate::id::{OrgId, SyncRunId, UserId};

/// A row of `sync_rows`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[expect(
    missing_docs,
    reason = "columns are documented only where the name is not enough"
)]
#[sea_orm(table_name = "sync_rows")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub run_id: SyncRunId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub line: i32,
    /// The person of the row. All rows of one person have the same text.
    pub person: String,
    pub org_id: Option<OrgId>,
    /// The user whom the keys of the row find.
    pub user_id: Option<UserId>,
    /// The normalized e-mail address.
    pub email_key: Option<String>,
    /// The typed row as JSON. Null for a row that cannot be read.
    pub content: Option<String>,
    /// The code of the conflict of a row.
    pub code: Option<String>,
    /// The reason of that conflict.
    pub reason: Option<String>,
    /// Whether the plan leaves everything as it is. Null until the row is planned.
    pub is_unchanged: Option<bool>,
}

/// No relations: queries write their joins themselves.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
