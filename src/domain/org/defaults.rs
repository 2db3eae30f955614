//! The defaults of an org's members, when the org goes out of use or comes back.
//!
//! A default in a retired org is hidden, so another active org takes its place where there is one. That concerns all members
//! of the org, who may be many: the change itself settles some, and a job settles the others in pieces.

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

/// Members whose defaults one change of an org settles at most. The others are left to a job.
pub(super) const MAX_SETTLED: usize = 10_000;
/// Members whose defaults a piece of the job settles at most.
const PIECE: usize = 1_000;

/// A piece of settling the defaults of an org's members. Returns the next piece, if there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettleDefaults {
    /// The org, which was retired or restored.
    pub org: OrgId,
    /// The last member whose default is settled already.
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
        self.settle(world, PIECE)
    }

    fn weight(&self) -> usize {
        usize::MAX
    }
}

impl SettleDefaults {
    /// Has the defaults of so many members settled at the end of the change under way.
    fn settle(self, world: &mut World, most: usize) -> Decision<Option<Self>> {
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
            world.settle_default_of(*user);
        }
        Ok(next.map(|user| Self {
            after: Some(user),
            ..self
        }))
    }
}

/// Settles the defaults of the org's members, whose org was retired or restored by the change under way. Those of more than
/// [`MAX_SETTLED`] members are left to a job, which is queued: its id.
pub(super) fn settle_all(world: &mut World, org: OrgId) -> Decision<Option<JobId>> {
    let all = SettleDefaults { org, after: None };
    let rest = all.settle(world, MAX_SETTLED)?;
    Ok(rest.map(|rest| world.queue(JobOperation::SettleDefaults(rest))))
}
