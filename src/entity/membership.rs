//! Memberships: one user in one org.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{MembershipId, OrgId, UserId};

super::text_enum! {
    /// What a member may do by himself.
    MemberRole {
        /// Sees himself.
        User = "user", "USER";
        /// Reads and changes members and groups.
        Admin = "admin", "ADMIN";
    }
}

super::text_enum! {
    /// Whether a membership is in force.
    MemberStatus {
        /// In force.
        Active = "active", "ACTIVE";
        /// Off: no access in this org; everything else stays.
        Retired = "retired", "RETIRED";
    }
}

super::text_enum! {
    /// Why a membership is the user's default.
    DefaultReason {
        /// Somebody chose it.
        Explicit = "explicit", "EXPLICIT";
        /// It was the user's only active one.
        Only = "only", "ONLY";
        /// Several came at once, and it was first by name.
        Alphabetical = "alphabetical", "ALPHABETICAL";
        /// The default before it was removed or retired.
        Promoted = "promoted", "PROMOTED";
    }
}

/// A row of `memberships`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[expect(
    missing_docs,
    reason = "columns are documented only where the name is not enough"
)]
#[sea_orm(table_name = "memberships")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MembershipId,
    pub org_id: OrgId,
    pub user_id: UserId,
    pub role: MemberRole,
    pub status: MemberStatus,
    pub is_owner: bool,
    pub is_default: bool,
    pub default_reason: Option<DefaultReason>,
    pub external_id: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// Names of permissions that the membership grants beside its role, or null: none. `*` stands alone.
    pub permissions: Option<Json>,
    /// Those of them that this server enforces, as bits.
    pub rights: i64,
    /// Networks from which the member may act in the org, or null: everywhere.
    pub allowed_ips: Option<Json>,
    /// The same as pairs of first and last address.
    pub ip_ranges: Option<Json>,
    /// The system that made it.
    pub source: Option<String>,
    /// Ids of the org's own roles that the member has, sorted, or null: none. Each is a row of `membership_roles` too.
    pub roles: Option<Json>,
    /// The number of times that the row was written.
    pub version: i64,
    /// The system that the row follows, or null: none.
    pub owned_by: Option<String>,
}

/// None: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
