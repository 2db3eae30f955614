//! Users: people, each with one e-mail address that is theirs alone.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::UserId;

super::text_enum! {
    /// Whether a user may do anything at all.
    UserStatus {
        /// May use what the user's memberships grant.
        Active = "active", "ACTIVE";
        /// Has no rights anywhere, and keeps everything else.
        Suspended = "suspended", "SUSPENDED";
    }
}

/// A row of `users`. SQLite has a column `seq` besides, for its search index.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[expect(
    missing_docs,
    reason = "columns are documented only where the name is not enough"
)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    /// As typed.
    pub email: String,
    /// Folded; unique.
    pub email_key: String,
    pub first_name: String,
    pub last_name: String,
    pub display_name: String,
    /// Set by somebody, not made of first and last name.
    pub display_name_is_custom: bool,
    pub display_name_key: String,
    /// Display, first and last name, normalized for search, a line each.
    pub search_text: String,
    /// As typed.
    pub mobile: Option<String>,
    /// Its E.164 digits, where it has any.
    pub mobile_key: Option<String>,
    /// An IANA name.
    pub timezone: Option<String>,
    pub status: UserStatus,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// What another system calls the user. Not necessarily unique.
    pub external_id: Option<String>,
    /// The number of times that the row was written.
    pub version: i64,
    /// The system that the row follows, or null: none.
    pub owned_by: Option<String>,
}

/// None: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
