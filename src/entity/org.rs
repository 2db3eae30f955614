//! The entity of orgs.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::OrgId;

super::text_enum! {
    /// Whether an org is in use.
    OrgStatus {
        /// In use.
        Active = "active", "ACTIVE";
        /// Not in use. The org grants no access and its name is free, but all rows stay.
        Retired = "retired", "RETIRED";
    }
}

/// A row of `orgs`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[expect(
    missing_docs,
    reason = "columns are documented only where the name is not enough"
)]
#[sea_orm(table_name = "orgs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrgId,
    pub name: String,
    /// Normalized name, unique among active orgs.
    pub name_key: String,
    pub external_id: Option<String>,
    pub status: OrgStatus,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// The number of times that the row was written.
    pub version: i64,
}

super::from_columns! {
    Model {
        id,
        name,
        name_key,
        external_id,
        status,
        created_at,
        updated_at,
        version,
    }
}

/// No relations: queries write their joins themselves.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
