//! What the caller himself may do.

use crate::{
    access::{
        Grant, Lock, Who,
        held::{everywhere, held},
        standing, target,
    },
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
    let bound = match reader.actor.who() {
        Who::Platform => None,
        Who::Org(org) => Some(org),
        Who::User { org, .. } => org,
    };
    let Some(asked) = org.or(bound) else {
        return Ok(everywhere(&reader.actor).unwrap_or_default());
    };
    let standing = standing::find(&reader.conn, &reader.actor, asked, None, Lock::None).await?;
    match standing.filter(|standing| standing.sees) {
        Some(_) => {
            let held = held(&reader.conn, &reader.actor, &[asked]).await?;
            Ok(held.in_org(asked).clone())
        }
        // Bound to an org that is retired, or that the user no longer belongs to: nothing is left.
        None if org.is_none() => Ok(Grant::default()),
        None => Err(target::not_found(Code::OrgNotFound).at("org")),
    }
}
