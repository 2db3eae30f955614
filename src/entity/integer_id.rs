//! The entity of integer ids, for protocols whose clients support no other ids.

use sea_orm::entity::prelude::*;

super::text_enum! {
    /// The kind of object that an integer id identifies.
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

/// A row of `numbers`. It is kept when the object is deleted, so that its integer id never
/// identifies another object.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[expect(
    missing_docs,
    reason = "columns are documented only where the name is not enough"
)]
#[sea_orm(table_name = "numbers")]
pub struct Model {
    /// From 1 to 2^53 - 1, because every JSON parser represents these numbers exactly.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub kind: IntegerIdKind,
    /// The id of the object. Unique.
    pub id: Uuid,
}

/// No relations: queries write their joins themselves.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
