//! The entity of users. Each user is a person with a unique e-mail address.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::UserId;

super::text_enum! {
    /// Whether a user has access anywhere.
    UserStatus {
        /// Has the access that the user's memberships grant.
        Active = "active", "ACTIVE";
        /// Has no access anywhere. All other values stay.
        Suspended = "suspended", "SUSPENDED";
    }
}

/// A row of `users`. On SQLite the table also has a column `seq`, which its search index requires.
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
    /// Normalized e-mail address. Unique.
    pub email_key: String,
    pub first_name: String,
    pub last_name: String,
    pub display_name: String,
    /// Whether a caller set the display name. Otherwise it is made from first and last name.
    pub display_name_is_custom: bool,
    pub display_name_key: String,
    /// Display, first and last name, normalized for search, one per line.
    pub search_text: String,
    /// As typed.
    pub mobile: Option<String>,
    /// The key that all spellings of the number share: its E.164 digits, if it has any.
    pub mobile_key: Option<String>,
    /// An IANA time zone name.
    pub timezone: Option<String>,
    pub status: UserStatus,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// The id of the user in another system. Not necessarily unique.
    pub external_id: Option<String>,
    /// The number of times that the row was written.
    pub version: i64,
    /// The external system that owns the row, or null if none does.
    pub owned_by: Option<String>,
}

super::from_columns! {
    Model {
        id,
        email,
        email_key,
        first_name,
        last_name,
        display_name,
        display_name_is_custom,
        display_name_key,
        search_text,
        mobile,
        mobile_key,
        timezone,
        status,
        created_at,
        updated_at,
        external_id,
        version,
        owned_by,
    }
}

/// The columns of a user that lists of people show most, and those that sort the lists.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns of `Model`")]
pub struct Summary {
    pub id: UserId,
    pub email: String,
    pub email_key: String,
    pub display_name: String,
    pub display_name_key: String,
    pub mobile: Option<String>,
    pub timezone: Option<String>,
    pub status: UserStatus,
}

super::from_columns! {
    Summary {
        id,
        email,
        email_key,
        display_name,
        display_name_key,
        mobile,
        timezone,
        status,
    }
}

/// The other columns of a user that callers may see.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns of `Model`")]
pub struct Rest {
    pub first_name: String,
    pub last_name: String,
    pub external_id: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub version: i64,
}

/// A user of whom all columns were read, or only the summary.
#[derive(Debug, Clone)]
pub struct View {
    /// The columns that were read in any case.
    pub summary: Summary,
    /// The other columns. `None` if only the summary was read.
    pub rest: Option<Box<Rest>>,
}

impl From<Model> for View {
    fn from(row: Model) -> Self {
        Self {
            summary: Summary {
                id: row.id,
                email: row.email,
                email_key: row.email_key,
                display_name: row.display_name,
                display_name_key: row.display_name_key,
                mobile: row.mobile,
                timezone: row.timezone,
                status: row.status,
            },
            rest: Some(Box::new(Rest {
                first_name: row.first_name,
                last_name: row.last_name,
                external_id: row.external_id,
                created_at: row.created_at,
                updated_at: row.updated_at,
                version: row.version,
            })),
        }
    }
}

impl From<Summary> for View {
    fn from(summary: Summary) -> Self {
        Self {
            summary,
            rest: None,
        }
    }
}

/// No relations: queries write their joins themselves.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
