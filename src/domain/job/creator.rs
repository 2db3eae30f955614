//! Who queued a job, as the job acts for him.

use std::sync::Arc;

use crate::{
    access::{
        Actor, Origin, PermissionSet, Who,
        actor::Identity,
        gate,
        token::{self, Known},
    },
    db::Conn,
    domain::{Reader, Tx},
    entity::{event::ActorKind, job::Model},
    error::{Code, Error, Result},
};

/// The actor of a job: whom its token stands for, from where he queued it.
///
/// # Errors
/// `UNAUTHENTICATED` when there is no such token any more.
pub async fn creator(reader: &Reader, job: &Model) -> Result<Actor> {
    let identity = match find(&reader.conn, job).await? {
        None => Identity {
            kind: ActorKind::Job,
            token: None,
            who: Who::Platform,
            scopes: PermissionSet::ALL,
            source: None,
            label: "command line".to_owned(),
        },
        Some(known) => Identity {
            kind: ActorKind::Job,
            token: known.identity.token,
            who: known.identity.who,
            scopes: known.identity.scopes,
            source: known.identity.source.clone(),
            label: known.identity.label.clone(),
        },
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

/// Passes when whoever queued the job would still be let in.
pub(super) async fn is_admitted(tx: &Tx, job: &Model) -> Result<()> {
    match find(tx.conn(), job).await? {
        None => Ok(()),
        Some(known) => gate::may_enter(&known, tx.now(), tx.actor().address),
    }
}

/// None: it was queued at the command line.
async fn find(conn: &Conn, job: &Model) -> Result<Option<Known>> {
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
    known.ok_or_else(gone).map(Some)
}
