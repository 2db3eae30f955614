//! The entity of the roles of memberships: the ids in the column `roles` of `memberships` as rows,
//! so that queries can find memberships by role.

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

/// No relations: queries write their joins themselves.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
