//! The entity of the orgs of sync runs.

use sea_orm::entity::prelude::*;

use crate::id::{OrgId, SyncRunId};

/// A row of `sync_scopes`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[expect(
    missing_docs,
    reason = "columns are documented only where the name is not enough"
)]
#[sea_orm(table_name = "sync_scopes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub run_id: SyncRunId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: OrgId,
    /// Whether the run may change the org. Otherwise the source owns members here, and the file names
    /// no row of the org.
    pub is_touched: bool,
    /// The number of planned removals.
    pub removals: i32,
    /// The number of active memberships that end.
    pub leaving: i32,
    /// The number of memberships that begin.
    pub joining: i32,
}

/// No relations: queries write their joins themselves.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
