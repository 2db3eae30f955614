//! What the actor of a request may do.

use std::collections::HashMap;

use uuid::Uuid;

use crate::{
    access::{Grant, OrgAccess, Principal, target},
    error::{Code, Result},
    id::OrgId,
};

use super::Reader;

/// Returns the actor's grant in the org, including custom permission names. Without an org, returns
/// the grant in the org that the token is bound to, or on the platform.
///
/// # Errors
/// `ORG_NOT_FOUND` if the org does not exist or the actor may not see it.
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
        // The token is bound to an org that is retired, or that the user no longer belongs to.
        None if org.is_none() => Ok(Grant::default()),
        None => Err(target::not_found(Code::OrgNotFound).at("org")),
    }
}

/// Returns the actor's grant in each of the orgs that the actor may see, in one statement.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn grants(reader: &Reader, orgs: &[Uuid]) -> Result<HashMap<OrgId, Grant>> {
    let found = OrgAccess::find_many(&reader.conn, &reader.actor, orgs).await?;
    Ok(found
        .into_iter()
        .map(|(org, access)| (org, access.grant))
        .collect())
}
