//! What the caller himself may do.

use crate::{
    access::{Grant, OrgAccess, Principal, target},
    error::{Code, Result},
    id::OrgId,
};

use super::Reader;

/// What the actor holds in the org, names of the callers' own too; without one, in the org that his token is bound to, or on
/// the platform.
///
/// # Errors
/// `ORG_NOT_FOUND`.
pub async fn grant(reader: &Reader, org: Option<OrgId>) -> Result<Grant> {
    let bound = match reader.actor.principal() {
        Principal::Platform => None,
        Principal::Org(org) => Some(org),
        Principal::User { org, .. } => org,
    };
    let Some(asked) = org.or(bound) else {
        return Ok(reader.actor.granted_everywhere().unwrap_or_default());
    };
    match OrgAccess::find(&reader.conn, &reader.actor, asked).await? {
        Some(access) => Ok(access.grant),
        // Bound to an org that is retired, or that the user no longer belongs to: nothing is left.
        None if org.is_none() => Ok(Grant::default()),
        None => Err(target::not_found(Code::OrgNotFound).at("org")),
    }
}
