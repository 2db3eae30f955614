//! Recalculates the default orgs of an org's members after the org is retired or restored.
//!
//! A default in a retired org is hidden, so another active org of the user replaces it if there is
//! one. An org can have many members: the transaction that changes the org handles up to
//! [`MAX_RECHECKED`] members, and a job handles the rest in batches.

use serde::{Deserialize, Serialize};

use crate::{
    access::Permission,
    domain::{
        Operation,
        engine::{Decide, Decision, Keys, Lock, World},
        job::JobOperation,
    },
    id::{JobId, OrgId, UserId},
};

/// The maximum number of members whose defaults the transaction that changes an org recalculates. A
/// job handles the rest.
pub(super) const MAX_RECHECKED: usize = 10_000;
/// The maximum number of members whose defaults one batch of the job recalculates.
const PIECE: usize = 1_000;

/// Recalculates the defaults of one batch of an org's members. Returns the next batch, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettleDefaults {
    /// The org that was retired or restored.
    pub org: OrgId,
    /// The last member of the previous batch.
    pub after: Option<UserId>,
}

impl Operation for SettleDefaults {
    type Output = Option<SettleDefaults>;

    const NAME: &'static str = "SettleDefaults";

    fn change(&self) -> Option<&dyn Decide<Output = Option<SettleDefaults>>> {
        Some(self)
    }
}

impl Decide for SettleDefaults {
    type Output = Option<SettleDefaults>;

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.org(self.org, Lock::Share);
    }

    fn decide(&self, world: &mut World) -> Decision<Option<SettleDefaults>> {
        world.require_in_any_state(Permission::OrgsRetire, self.org)?;
        self.recheck(world, PIECE)
    }

    fn weight(&self) -> usize {
        usize::MAX
    }
}

impl SettleDefaults {
    /// Schedules up to `most` members' defaults for recalculation at the end of the transaction.
    fn recheck(self, world: &mut World, most: usize) -> Decision<Option<Self>> {
        let members = world.hidden_defaults(self.org, self.after, most)?;
        let next = members.get(most).and(members.get(most - 1)).copied();
        let members = &members[..members.len().min(most)];
        let mut keys = Keys::default();
        for user in members {
            keys.locked_membership(self.org, *user)
                .locked_default_of(*user)
                .next_default_of(*user);
        }
        world.must_have(keys)?;
        for user in members {
            world.recheck_default_of(*user);
        }
        Ok(next.map(|user| Self {
            after: Some(user),
            ..self
        }))
    }
}

/// Recalculates the defaults of the members of an org that the current transaction retired or
/// restored. For more than [`MAX_RECHECKED`] members, queues a job for the rest and returns its id.
pub(super) fn recheck_all(world: &mut World, org: OrgId) -> Decision<Option<JobId>> {
    let all = SettleDefaults { org, after: None };
    let rest = all.recheck(world, MAX_RECHECKED)?;
    Ok(rest.map(|rest| world.queue(JobOperation::SettleDefaults(rest))))
}
