//! The entity of groups. A group belongs to an org.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{GroupId, OrgId};

/// A row of `groups`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[expect(
    missing_docs,
    reason = "columns are documented only where the name is not enough"
)]
#[sea_orm(table_name = "groups")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GroupId,
    pub org_id: OrgId,
    pub name: String,
    /// Normalized name, unique in the org.
    pub name_key: String,
    pub external_id: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// The number of times that the row was written.
    pub version: i64,
}

super::from_columns! {
    Model {
        id,
        org_id,
        name,
        name_key,
        external_id,
        created_at,
        updated_at,
        version,
    }
}

/// No relations: queries write their joins themselves.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
