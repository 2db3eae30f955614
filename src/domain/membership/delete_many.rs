//! The operation that removes many memberships.

use serde::{Deserialize, Serialize};

use crate::{
    access::{
        Permission,
        target::{forbidden, not_found},
    },
    domain::{
        Change, Done, Operation,
        batch::{self, BatchMode, BatchOutcome},
        engine::{Decide, Decision, Keys, Lock, Stop, Violation, World},
    },
    error::{Code, Error},
    id::MembershipId,
};

use super::{change, rules};

#[cfg(doc)]
use super::RemoveMember;

/// Removes each membership, as [`RemoveMember`] does. The number of statements does not grow with
/// the number of rows. Each row sees the effects of the rows before it, so the second of two equal
/// ids is not found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteMemberships {
    /// The ids of the memberships to remove.
    pub ids: Vec<MembershipId>,
    /// Whether other rows still run when one row fails.
    pub mode: BatchMode,
}

impl Operation for DeleteMemberships {
    type Output = BatchOutcome;

    const NAME: &'static str = "DeleteMemberships";

    fn change(&self) -> Option<&dyn Decide<Output = BatchOutcome>> {
        Some(self)
    }
}

impl DeleteMemberships {
    fn rows(&self) -> Vec<RemoveById> {
        self.ids.iter().copied().map(RemoveById).collect()
    }
}

impl Decide for DeleteMemberships {
    type Output = BatchOutcome;

    fn reads(&self, world: &World, keys: &mut Keys) {
        batch::reads(&self.rows(), world, keys);
    }

    fn decide(&self, world: &mut World) -> Decision<BatchOutcome> {
        batch::check_size("ids", self.ids.len())?;
        batch::decide(world, self.mode, &self.rows(), |_| None)
    }

    fn weight(&self) -> usize {
        self.ids.len()
    }
}

/// Removes the membership with this id: one row of [`DeleteMemberships`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RemoveById(pub MembershipId);

impl Decide for RemoveById {
    type Output = Change;

    fn reads(&self, world: &World, keys: &mut Keys) {
        if let Some((org, user)) = world.likely_membership(self.0, keys) {
            keys.org(org, Lock::None)
                .groups_of(org, user)
                .default_of(user);
        }
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        let absent = || not_found(Code::MembershipNotFound).at("ids");
        let membership = world.membership_with(self.0)?.ok_or_else(absent)?;
        let (org, user) = (membership.org_id, membership.user_id);
        let is_seen = world.sees_membership(&membership)?;
        match world.require_for_member(Permission::MembersWrite, org, user) {
            Err(Stop::Refused(error)) => {
                let is_denied = matches!(error.code(), Code::Forbidden | Code::OrgNotFound);
                return Err(match (is_denied, is_seen) {
                    (true, false) => absent().into(),
                    (true, true) if error.code() == Code::OrgNotFound => {
                        forbidden(Permission::MembersWrite).into()
                    }
                    (true, true) => error.into(),
                    (false, _) => error.at("ids").into(),
                });
            }
            may => may?,
        }
        rules::remove(world, &membership)?;
        Ok(change(Done::Removed, &membership))
    }

    fn violated(&self, _: &World, violations: Vec<Violation>) -> Error {
        let first = violations.into_iter().next();
        let error = first.map_or_else(|| Error::internal("no violation"), |first| first.error);
        error.at("ids")
    }
}
