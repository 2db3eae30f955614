//! The entity of the groups whose rows a sync run changes.

use sea_orm::entity::prelude::*;

use crate::id::{GroupId, OrgId, SyncRunId};

/// A row of `sync_groups`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[expect(
    missing_docs,
    reason = "columns are documented only where the name is not enough"
)]
#[sea_orm(table_name = "sync_groups")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub run_id: SyncRunId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: OrgId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub name_key: String,
    pub name: String,
    /// Null for a group that the run creates.
    pub group_id: Option<GroupId>,
    /// The number of planned removals.
    pub removals: i32,
    /// The number of rows that go.
    pub leaving: i32,
    /// The number of rows that come.
    pub joining: i32,
}

/// No relations: queries write their joins themselves.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
