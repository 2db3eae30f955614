//! Group memberships: one member of an org in one of its groups.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{GroupId, GroupMembershipId, OrgId, UserId};

/// A row of `group_memberships`. Foreign keys to the group and to the membership, both with the org, see to it that a group
/// holds only members of its own org.
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
    /// The system that the row follows, or null: none.
    pub owned_by: Option<String>,
}

/// None: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
