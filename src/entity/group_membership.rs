//! The entity of group memberships. Each puts a member of an org into a group of the org.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{GroupId, GroupMembershipId, OrgId, UserId};

/// A row of `group_memberships`. The foreign keys to the group and to the membership both include
/// the org, so a group can contain only members of its own org.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[expect(
    missing_docs,
    reason = "columns are documented only where the name is not enough"
)]
#[sea_orm(table_name = "group_memberships")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GroupMembershipId,
    pub group_id: GroupId,
    pub org_id: OrgId,
    pub user_id: UserId,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// The number of times that the row was written.
    pub version: i64,
    /// The external system that owns the row, or null if none does.
    pub owned_by: Option<String>,
}

/// No relations: queries write their joins themselves.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
