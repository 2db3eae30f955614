//! Numbers: integer ids for protocols whose clients cannot do with others.

use sea_orm::entity::prelude::*;

super::text_enum! {
    /// What a number stands for.
    IntegerIdKind {
        /// A user.
        User = "user", "USER";
        /// An org.
        Org = "org", "ORG";
        /// A membership.
        Membership = "membership", "MEMBERSHIP";
        /// A token.
        Token = "token", "TOKEN";
    }
}

/// A row of `numbers`. It stays when the thing is gone, so that its number never comes to mean another.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[expect(
    missing_docs,
    reason = "columns are documented only where the name is not enough"
)]
#[sea_orm(table_name = "numbers")]
pub struct Model {
    /// From 1 to 2^53 - 1: every JSON reader keeps such a number exactly.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub kind: IntegerIdKind,
    /// Unique.
    pub id: Uuid,
}

/// None: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
