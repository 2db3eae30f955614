//! The actor of a job: its creator, with the rights that the creator has now.
//!
//! A job that carries out the rest of a committed change needs no rights of its own: the change was allowed. So it runs with
//! those of the platform, also when its creator's token has been revoked meanwhile.

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

/// Returns the actor of a job: the principal of its token, at the address from which the job was queued.
///
/// # Errors
/// `UNAUTHENTICATED` when there is no such token any more.
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

/// Passes when the token that queued the job is still valid.
///
/// # Errors
/// `UNAUTHENTICATED`.
pub(super) async fn is_admitted(tx: &Tx, job: &Model) -> Result<()> {
    match find(tx.conn(), job).await? {
        None => Ok(()),
        Some(_) if completes_a_change(job) => Ok(()),
        Some(known) => authenticator::may_enter(&known, tx.now(), tx.actor().address),
    }
}

/// Whether the job is the rest of a change that is committed already.
fn completes_a_change(job: &Model) -> bool {
    job.kind == JobKind::SettleDefaults
}

/// The token that queued the job. `None`: it was queued at the command line, or completes a change by a token that is gone.
async fn find(conn: &Conn, job: &Model) -> Result<Option<TokenRecord>> {
    let Some(token) = job.token_id else {
        return Ok(None);
    };
    let known = token::find_by_id(conn, token).await?;
    let gone = || {
        Error::new(
            Code::Unauthenticated,
            "The token that queued this job is gone.",
        )
    };
    match known {
        None if !completes_a_change(job) => Err(gone()),
        known => Ok(known),
    }
}
