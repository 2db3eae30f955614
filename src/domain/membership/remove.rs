//! The operations that remove a member from an org.

use crate::{
    access::{Permission, target::not_found},
    domain::{
        Change, Done, Operation,
        engine::{Decide, Decision, Keys, Lock, World},
        version::{self, Expected},
    },
    entity::{membership::MemberStatus, org::OrgStatus},
    error::Code,
    id::{OrgId, UserId},
};

use super::{MembershipRef, change, rules};

/// Removes the membership and the user's rows in groups of the org. The user stays. The audit event
/// keeps the values of the membership.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RemoveMember {
    /// The org.
    pub org: OrgId,
    /// The user.
    pub user: UserId,
    /// The version that the membership must have. `None` accepts any version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_version: Option<Expected>,
}

impl Operation for RemoveMember {
    type Output = Change;

    const NAME: &'static str = "RemoveMember";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Decide for RemoveMember {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.org(self.org, Lock::None)
            .groups_of(self.org, self.user)
            .default_of(self.user);
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        let user = world.followed(self.user)?;
        world.require_for_member(Permission::MembersWrite, self.org, user)?;
        let Some(membership) = world.membership(self.org, user)? else {
            return Err(rules::absent(world, user)?.into());
        };
        version::must_be(self.if_version.as_ref(), Some(&*membership))?;
        rules::remove(world, &membership)?;
        let mut change = change(Done::Removed, &membership);
        change.membership = None;
        Ok(change)
    }
}

/// Removes a membership in force as [`RemoveMember`] does, for protocols that have no notion of
/// retired memberships. The operation contains no data that the removal deletes, so a client can
/// retry it under the same idempotency key.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RemoveInForce {
    /// The membership to remove.
    pub membership: MembershipRef,
    /// The user whom the membership must belong to, if set.
    pub of: Option<UserId>,
    /// The version that the membership must have. `None` accepts any version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_version: Option<Expected>,
}

impl Operation for RemoveInForce {
    type Output = Change;

    const NAME: &'static str = "RemoveInForce";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Decide for RemoveInForce {
    type Output = Change;

    fn reads(&self, world: &World, keys: &mut Keys) {
        let found = match self.membership {
            MembershipRef::Id(id) => world.likely_membership(id, keys),
            MembershipRef::Of(org, user) => Some((org, user)),
        };
        if let Some((org, user)) = found {
            self.removal(org, user).reads(world, keys);
        }
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        let membership = match self.membership {
            MembershipRef::Id(id) => world.membership_with(id)?,
            MembershipRef::Of(org, user) => world.membership(org, world.followed(user)?)?,
        };
        let absent = || not_found(Code::MembershipNotFound);
        let membership = membership
            .filter(|membership| self.of.is_none_or(|user| user == membership.user_id))
            .ok_or_else(absent)?;
        let org = world.org(membership.org_id)?;
        let is_in_force = membership.status == MemberStatus::Active
            && org.is_some_and(|org| org.status == OrgStatus::Active);
        if !is_in_force || !world.sees_membership(&membership)? {
            return Err(absent().into());
        }
        self.removal(membership.org_id, membership.user_id)
            .decide(world)
    }
}

impl RemoveInForce {
    fn removal(&self, org: OrgId, user: UserId) -> RemoveMember {
        RemoveMember {
            org,
            user,
            if_version: self.if_version.clone(),
        }
    }
}
