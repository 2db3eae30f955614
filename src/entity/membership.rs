//! The entity of memberships. Each makes a user a member of an org.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{MembershipId, OrgId, TokenId, UserId};

super::text_enum! {
    /// The built-in role of a member.
    MemberRole {
        /// Reads only their own data.
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
        /// Grants no access in this org. All other values stay.
        Retired = "retired", "RETIRED";
    }
}

super::text_enum! {
    /// Why a membership is the user's default.
    DefaultReason {
        /// A caller chose it.
        Explicit = "explicit", "EXPLICIT";
        /// It was the user's only active membership.
        Only = "only", "ONLY";
        /// Several memberships were created at once, and this org was first by name.
        Alphabetical = "alphabetical", "ALPHABETICAL";
        /// The previous default was removed or retired.
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
    /// Names of permissions that the membership grants in addition to its role. Null if there are
    /// none. `*` is the only element if present.
    pub permissions: Option<Json>,
    /// The bits of those permissions in `permissions` that this server enforces.
    pub rights: i64,
    /// Networks from which the member may act in the org. Null if there is no restriction.
    pub allowed_ips: Option<Json>,
    /// The networks of `allowed_ips` as pairs of first and last address.
    pub ip_ranges: Option<Json>,
    /// The external system that created the membership.
    pub source: Option<String>,
    /// Ids of the member's roles that the org defines, sorted. Null if there are none. Each is also
    /// a row of `membership_roles`.
    pub roles: Option<Json>,
    /// The number of times that the row was written.
    pub version: i64,
    /// The external system that owns the row, or null if none does.
    pub owned_by: Option<String>,
    /// The end of the hold that protects the row from sync runs. Null if there is none.
    pub hold_until: Option<DateTime<Utc>>,
    /// The reason for the hold.
    pub hold_reason: Option<String>,
    /// The token that set the hold. Null if the command line did.
    pub hold_token_id: Option<TokenId>,
}

super::from_columns! {
    Model {
        id,
        org_id,
        user_id,
        role,
        status,
        is_owner,
        is_default,
        default_reason,
        external_id,
        created_at,
        updated_at,
        permissions,
        rights,
        allowed_ips,
        ip_ranges,
        source,
        roles,
        version,
        owned_by,
        hold_until,
        hold_reason,
        hold_token_id,
    }
}

/// The columns of a membership that lists of people show most.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the columns of `Model`")]
pub struct Summary {
    pub id: MembershipId,
    pub org_id: OrgId,
    pub user_id: UserId,
    pub role: MemberRole,
    pub status: MemberStatus,
    pub is_owner: bool,
    pub is_default: bool,
}

super::from_columns! {
    Summary {
        id,
        org_id,
        user_id,
        role,
        status,
        is_owner,
        is_default,
    }
}

/// A membership of which all columns were read, or only the summary.
#[derive(Debug, Clone)]
pub struct View {
    /// The columns that were read in any case.
    pub summary: Summary,
    /// All columns. `None` if only the summary was read.
    pub whole: Option<Box<Model>>,
}

impl From<Model> for View {
    fn from(row: Model) -> Self {
        Self {
            summary: Summary {
                id: row.id,
                org_id: row.org_id,
                user_id: row.user_id,
                role: row.role,
                status: row.status,
                is_owner: row.is_owner,
                is_default: row.is_default,
            },
            whole: Some(Box::new(row)),
        }
    }
}

impl From<Summary> for View {
    fn from(summary: Summary) -> Self {
        Self {
            summary,
            whole: None,
        }
    }
}

/// No relations: queries write their joins themselves.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
