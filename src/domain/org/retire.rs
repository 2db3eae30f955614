//! Taking an org out of use, and bringing it back.

use crate::{
    access::{Access, Lock, Permission, Target},
    domain::{Change, Done, Operation, Tx},
    entity::{
        event::Verb,
        org::{Model, OrgStatus},
    },
    error::Result,
    id::OrgId,
};

use super::{change, locked, name_is_free};

/// The org is out of use afterwards: it gives no rights, only platform tokens still see it, and its name is free. Its
/// members, groups and defaults stay as they are.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RetireOrg {
    /// Which one.
    pub org: OrgId,
}

/// The org is in use again, if its name is still free.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RestoreOrg {
    /// Which one.
    pub org: OrgId,
}

fn access(org: OrgId) -> Access {
    Access::new(Permission::OrgsRetire, Target::OrgInAnyState(org)).locking(Lock::Update)
}

impl Operation for RetireOrg {
    type Output = Change;

    const NAME: &'static str = "RetireOrg";

    fn requires(&self) -> Access {
        access(self.org)
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        set(tx, self.org, OrgStatus::Retired).await
    }
}

impl Operation for RestoreOrg {
    type Output = Change;

    const NAME: &'static str = "RestoreOrg";

    fn requires(&self) -> Access {
        access(self.org)
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        set(tx, self.org, OrgStatus::Active).await
    }
}

async fn set(tx: &Tx, org: OrgId, status: OrgStatus) -> Result<Change> {
    let before = locked(tx, org).await?;
    if before.status == status {
        return Ok(change(Done::Unchanged, org));
    }
    let (verb, done) = match status {
        OrgStatus::Retired => (Verb::Retired, Done::Updated),
        OrgStatus::Active => {
            name_is_free(tx, &before.name_key, Some(org)).await?;
            (Verb::Reactivated, Done::Reactivated)
        }
    };
    let after = Model {
        status,
        updated_at: tx.now(),
        ..before.clone()
    };
    tx.update(verb, &before, &after).await?;
    Ok(change(done, org))
}
