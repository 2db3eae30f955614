//! The entity of user aliases: the former ids and e-mail addresses of users who were merged into
//! another user.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::UserId;

/// A row of `user_aliases`. The row is deleted together with its user.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[expect(
    missing_docs,
    reason = "columns are documented only where the name is not enough"
)]
#[sea_orm(table_name = "user_aliases")]
pub struct Model {
    /// The id of the user who was merged.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    /// The user who was kept. Never an alias.
    pub user_id: UserId,
    /// The address of the user who was merged, as typed. Null if it is no alias any more.
    pub email: Option<String>,
    /// Normalized e-mail address. Unique among aliases.
    pub email_key: Option<String>,
    pub created_at: DateTime<Utc>,
}

/// No relations: queries write their joins themselves.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
