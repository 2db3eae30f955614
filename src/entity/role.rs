//! The entity of roles that orgs define. A role is a named set of permissions.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{OrgId, RoleId};

/// A row of `roles`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[expect(
    missing_docs,
    reason = "columns are documented only where the name is not enough"
)]
#[sea_orm(table_name = "roles")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RoleId,
    pub org_id: OrgId,
    pub name: String,
    /// Normalized name, unique in the org.
    pub name_key: String,
    /// Names of permissions. `*` is the only element if present.
    pub permissions: Json,
    /// The bits of those permissions in `permissions` that this server enforces.
    pub rights: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// The number of times that the row was written.
    pub version: i64,
}

/// No relations: queries write their joins themselves.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
