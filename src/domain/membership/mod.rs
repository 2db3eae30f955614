//! Operations and queries on memberships: which users belong to which orgs, their roles, and each
//! user's default org.

mod add;
mod argument_path;
#[cfg(test)]
mod by_hand;
mod check_access;
mod create_many;
mod delete_many;
mod fields;
mod filter;
mod get;
mod in_force;
mod list;
mod make_default;
mod members;
pub(super) mod merge;
pub(super) mod owners;
#[cfg(test)]
mod properties;
mod remove;
mod roles;
pub(super) mod rules;
pub(super) mod set;
mod set_of_org;
mod set_of_user;
mod sorted;
mod update;
mod uphold;
mod upsert;

pub use add::AddMember;
pub use check_access::{AccessDecision, CheckAccess, Reason, check_access};
pub use create_many::{CreateMemberships, MembershipRow};
pub use delete_many::{DeleteMemberships, RemoveById};
pub use fields::{MembershipFields, Permissions};
pub use filter::{MemberFilter, MembershipFilter};
pub use get::{MembershipRef, find, find_defaults, find_many};
pub use in_force::{count_of_user_in_force, defaults_in_force, find_in_force, of_user_in_force};
pub use list::{
    BY_ID, OF_USER, OfUser, OfUserFilter, count, count_of_users, list, list_sql, of_users,
    of_users_sql,
};
pub use make_default::MakeDefault;
pub use members::{
    MAX_OWNERS, Member, OF_ORG, OF_ORG_BY_EMAIL, OF_ORG_BY_NAME, OF_ROLE, OfOrg, count_of_orgs,
    count_of_roles, member_counts, of_orgs, of_orgs_sql, of_roles, of_roles_sql,
    owners as owners_of_orgs, owners_sql, totals_sql,
};
pub use remove::{RemoveInForce, RemoveMember};
pub use roles::ids as role_ids;
pub use set::SetMode;
pub use set_of_org::{OrgMember, SetOrgMembers};
pub use set_of_user::{SetUserMemberships, UserMembership, UserOrgs};
pub use sorted::{Narrowed, Sort, SortBy, Whole, count_narrowed, find_whole, list_sorted};
pub use update::UpdateMember;
pub use upsert::UpsertMembership;

pub(super) use {
    argument_path::ArgumentPath, merge::Merging, set::MAX_CHANGES, set_of_user::NamedOrgs,
};

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use crate::{
    entity::membership::{ActiveModel, MemberRole, MemberStatus, Model},
    error::{Code, Error, Result},
    id::{MembershipId, OrgId, UserId},
};

use super::{
    Change, Done,
    event::{AuditFields, Audited, facts},
};

impl Audited for Model {
    type Row = ActiveModel;

    const ENTITY: &'static str = "membership";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn org(&self) -> Option<OrgId> {
        Some(self.org_id)
    }

    fn user(&self) -> Option<UserId> {
        Some(self.user_id)
    }

    fn facts(&self) -> AuditFields {
        facts(json!({
            "org": self.org_id,
            "user": self.user_id,
            "role": self.role,
            "status": self.status,
            "isOwner": self.is_owner,
            "isDefault": self.is_default,
            "defaultReason": self.default_reason,
            "externalId": self.external_id,
            "permissions": self.permissions,
            "allowedIps": self.allowed_ips,
            "source": self.source,
            "roles": self.roles,
            "ownedBy": self.owned_by,
            "holdUntil": self.hold_until,
            "holdReason": self.hold_reason,
        }))
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn set_version(&mut self, version: i64) {
        self.version = version;
    }

    fn is_in_force(&self) -> bool {
        self.status == MemberStatus::Active
    }
}

/// Parses a role, ignoring case and surrounding white space, as the scripts in the guide write
/// roles.
///
/// # Errors
/// `INVALID_ROLE` if the role does not exist.
pub fn parse_role(text: &str) -> Result<MemberRole> {
    text.trim().to_lowercase().parse().map_err(|_| {
        Error::new(Code::InvalidRole, "`role` must be \"user\" or \"admin\".").at("role")
    })
}

/// Parses a status, ignoring case and surrounding white space, as the scripts in the guide write
/// statuses.
///
/// # Errors
/// `INVALID_STATUS` if the status does not exist.
pub fn parse_status(text: &str) -> Result<MemberStatus> {
    text.trim().to_lowercase().parse().map_err(|_| {
        Error::new(
            Code::InvalidStatus,
            "`status` must be \"active\" or \"retired\".",
        )
        .at("status")
    })
}

/// Returns a new active membership that is not the default.
fn new_row(
    id: MembershipId,
    now: DateTime<Utc>,
    source: Option<String>,
    (org, user, role): (OrgId, UserId, MemberRole),
) -> Model {
    Model {
        id,
        org_id: org,
        user_id: user,
        role,
        status: MemberStatus::Active,
        is_owner: false,
        is_default: false,
        default_reason: None,
        external_id: None,
        created_at: now,
        updated_at: now,
        permissions: None,
        rights: 0,
        allowed_ips: None,
        ip_ranges: None,
        source,
        roles: None,
        version: 1,
        owned_by: None,
        hold_until: None,
        hold_reason: None,
        hold_token_id: None,
    }
}

pub(super) use fields::no_misspelled;
pub(super) use roles::keep as keep_roles;
pub(super) use uphold::uphold;

fn change(done: Done, membership: &Model) -> Change {
    Change::new(done, membership.id)
        .of_membership(membership.id)
        .of_user(membership.user_id)
        .of_org(membership.org_id)
}
