//! The GraphQL type and query of the catalogue of permissions.

use async_graphql::{Object, SimpleObject};

use crate::access::Permission;

/// A permission that tenantry enforces.
#[derive(SimpleObject)]
pub(super) struct PermissionInfo {
    /// The name, as in scopes of tokens and permissions of roles and memberships.
    name: &'static str,
    /// What the permission allows.
    description: &'static str,
    /// Whether a membership or a role of an org can grant the permission. Other permissions belong
    /// to platform tokens.
    grantable_in_org: bool,
}

impl From<Permission> for PermissionInfo {
    fn from(permission: Permission) -> Self {
        Self {
            name: permission.name(),
            description: permission.description(),
            grantable_in_org: permission.is_owners(),
        }
    }
}

#[derive(Default)]
pub(super) struct PermissionQuery;

#[Object]
impl PermissionQuery {
    /// Returns all permissions that tenantry enforces. Names of your own are not listed.
    async fn permissions(&self) -> Option<Vec<PermissionInfo>> {
        let all = Permission::ALL.iter().copied();
        Some(all.map(Into::into).collect())
    }
}
