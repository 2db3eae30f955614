//! The entity of the users who have no membership, active or retired.

use sea_orm::entity::prelude::*;

use crate::id::UserId;

/// A row of `users_without_org`. The row is deleted together with its user.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users_without_org")]
pub struct Model {
    /// The user.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
}

/// No relations: queries write their joins themselves.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
