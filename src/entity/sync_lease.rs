//! The entity of leases: which run applies changes of a source in an org.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{OrgId, SyncRunId};

/// A row of `sync_leases`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[expect(
    missing_docs,
    reason = "columns are documented only where the name is not enough"
)]
#[sea_orm(table_name = "sync_leases")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: OrgId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub source: String,
    pub run_id: SyncRunId,
    pub since: DateTime<Utc>,
}

/// No relations: queries write their joins themselves.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
