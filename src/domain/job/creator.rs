//! The actor of a job: its creator, with the permissions that the creator has now.
//!
//! A job that completes a committed change needs no permissions of its own, because the change was
//! allowed. Such a job runs with the permissions of the platform, even if its creator's token has
//! been revoked since.

use std::sync::Arc;

use crate::{
    access::{
        Actor, Origin, PermissionSet, Principal,
        actor::Identity,
        authenticator,
        token::{self, TokenRecord},
    },
    db::Conn,
    domain::{Reader, Tx},
    entity::{
        event::ActorKind,
        job::{JobKind, Model},
    },
    error::{Code, Error, Result},
};

/// Returns the actor of a job: the principal of the token that queued it, at the address from which
/// it was queued.
///
/// # Errors
/// `UNAUTHENTICATED` if the token no longer exists.
pub async fn creator(reader: &Reader, job: &Model) -> Result<Actor> {
    let known = find(&reader.conn, job).await?;
    let known = known.as_ref().map(|known| &known.identity);
    let (principal, scopes) = match known {
        Some(identity) if !completes_a_change(job) => (identity.principal, identity.scopes),
        _ => (Principal::Platform, PermissionSet::ALL),
    };
    let label = match (known, job.token_id) {
        (Some(identity), _) => identity.label.as_str(),
        (None, Some(_)) => "deleted token",
        (None, None) => "command line",
    };
    let identity = Identity {
        kind: ActorKind::Job,
        token: known.and_then(|identity| identity.token),
        principal,
        scopes,
        source: known.and_then(|identity| identity.source.clone()),
        label: label.to_owned(),
    };
    let origin = Origin {
        address: job
            .address
            .as_deref()
            .and_then(|address| address.parse().ok()),
        request_id: job.request_id.as_deref().map(Into::into),
        ..Origin::default()
    };
    Ok(Actor::new(Arc::new(identity), &origin).in_job(job.id))
}

/// Checks that the token that queued the job is still valid.
///
/// # Errors
/// `UNAUTHENTICATED` if the token is revoked, expired or gone.
pub(super) async fn is_admitted(tx: &Tx, job: &Model) -> Result<()> {
    match find(tx.conn(), job).await? {
        None => Ok(()),
        Some(_) if completes_a_change(job) => Ok(()),
        Some(known) => authenticator::may_enter(&known, tx.now(), tx.actor().address),
    }
}

/// Returns whether the job is the rest of a change that is already committed.
fn completes_a_change(job: &Model) -> bool {
    job.kind == JobKind::SettleDefaults
}

/// Returns the token that queued the job. Returns `None` if the job was queued on the command line,
/// or completes a change of a token that is gone.
async fn find(conn: &Conn, job: &Model) -> Result<Option<TokenRecord>> {
    let Some(token) = job.token_id else {
        return Ok(None);
    };
    let known = token::find_by_id(conn, token).await?;
    let gone = || {
        Error::new(
            Code::Unauthenticated,
            "The token that queued this job no longer exists.",
        )
    };
    match known {
        None if !completes_a_change(job) => Err(gone()),
        known => Ok(known),
    }
}
