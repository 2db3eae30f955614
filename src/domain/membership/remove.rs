//! Removing a member from an org.

use crate::{
    access::{Permission, target::not_found},
    domain::{
        Change, Done, Operation, Tx,
        engine::{Decide, Decision, Keys, Lock, World},
        version::{self, Expected},
    },
    error::{Code, Result},
    id::{OrgId, UserId},
};

use super::{MembershipRef, OfUser, change, find_in_force, rules};

/// The membership is gone afterwards, and so are the user's rows in groups of that org. The user stays; the event keeps
/// what the membership was.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RemoveMember {
    /// From which org.
    pub org: OrgId,
    /// Whom.
    pub user: UserId,
    /// The version that the membership must have; any where it is absent.
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

    fn reads(&self, keys: &mut Keys) {
        keys.org(self.org, Lock::None)
            .groups_of(self.org, self.user)
            .default_of(self.user);
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        world.require_for_member(Permission::MembersWrite, self.org, self.user)?;
        let Some(membership) = world.membership(self.org, self.user)? else {
            return Err(rules::absent(world, self.user)?.into());
        };
        version::must_be(self.if_version.as_ref(), Some(&*membership))?;
        rules::remove(world, &membership)?;
        let mut change = change(Done::Removed, &membership);
        change.membership = None;
        Ok(change)
    }
}

/// What [`RemoveMember`] does, of a membership in force: for protocols that know no others. It needs nothing that is gone
/// afterwards, so it can be asked for again under the same key.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RemoveInForce {
    /// Which membership.
    pub membership: MembershipRef,
    /// Whose it is, where the caller says so.
    pub of: Option<UserId>,
    /// The version that the membership must have; any where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_version: Option<Expected>,
}

impl Operation for RemoveInForce {
    type Output = Change;

    const NAME: &'static str = "RemoveInForce";

    async fn run(&self, tx: &Tx) -> Result<Change> {
        let found = find_in_force(&tx.reader(), self.membership).await?;
        let OfUser { membership, .. } = found
            .filter(|found| self.of.is_none_or(|user| user == found.membership.user_id))
            .ok_or_else(|| not_found(Code::MembershipNotFound))?;
        let remove = RemoveMember {
            org: membership.org_id,
            user: membership.user_id,
            if_version: self.if_version.clone(),
        };
        tx.perform(&remove).await
    }
}
