//! Which of its org's own roles a membership has: the same as the membership's column `roles`, to be found by role.

use sea_orm::entity::prelude::*;

use crate::id::{MembershipId, OrgId, RoleId};

/// A row of `membership_roles`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[expect(missing_docs, reason = "the names of the columns explain them")]
#[sea_orm(table_name = "membership_roles")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub membership_id: MembershipId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub role_id: RoleId,
    pub org_id: OrgId,
}

/// None: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
