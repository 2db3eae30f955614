//! What the caller himself may do.

use crate::{
    access::{
        PermissionSet, Who,
        target::{self, Lock},
    },
    error::{Code, Result},
    id::OrgId,
};

use super::Reader;

/// What the actor holds in the org; without one, in the org that his token is bound to, or on the platform.
///
/// # Errors
/// `ORG_NOT_FOUND`.
pub async fn rights(reader: &Reader, org: Option<OrgId>) -> Result<PermissionSet> {
    let bound = match reader.actor.who() {
        Who::Platform => None,
        Who::Org(org) => Some(org),
        Who::User { org, .. } => org,
    };
    let Some(asked) = org.or(bound) else {
        return Ok(reader.scope().platform_rights());
    };
    let standing = target::standing(&reader.conn, &reader.actor, asked, None, Lock::None).await?;
    match standing.filter(|standing| standing.sees) {
        Some(standing) => Ok(standing.rights),
        // Bound to an org that is retired, or that the user no longer belongs to: nothing is left.
        None if org.is_none() => Ok(PermissionSet::NONE),
        None => Err(target::not_found(Code::OrgNotFound).at("org")),
    }
}
