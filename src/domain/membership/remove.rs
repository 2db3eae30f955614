//! Removing a member from an org.

use crate::{
    access::{Access, Lock, Permission, Target, target::not_found},
    domain::{Change, Done, Operation, Tx, group},
    entity::membership::MemberStatus,
    error::{Code, Result},
    id::{OrgId, UserId},
};

use super::{MembershipRef, OfUser, absent, change, default, find_in_force, find_locked, owners};

/// The membership is gone afterwards, and so are the user's rows in groups of that org. The user stays; the event keeps
/// what the membership was.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RemoveMember {
    /// From which org.
    pub org: OrgId,
    /// Whom.
    pub user: UserId,
}

impl Operation for RemoveMember {
    type Output = Change;

    const NAME: &'static str = "RemoveMember";

    fn requires(&self) -> Access {
        Access::new(
            Permission::MembersWrite,
            Target::Member(self.org, self.user),
        )
        .locking(Lock::Update)
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        let Some(member) = find_locked(tx, self.org, self.user).await? else {
            return Err(absent(tx, self.user).await?);
        };
        if member.is_owner && member.status == MemberStatus::Active {
            owners::ensure_one_stays(tx, self.org, self.user).await?;
        }
        group::leave_all(tx, self.org, self.user).await?;
        tx.remove(&member).await?;
        if member.is_default {
            default::promote_next(tx, self.user).await?;
        }
        let mut change = change(Done::Removed, &member);
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
}

impl Operation for RemoveInForce {
    type Output = Change;

    const NAME: &'static str = "RemoveInForce";

    fn requires(&self) -> Access {
        Access::new(Permission::MembersWrite, Target::Each)
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        let found = find_in_force(&tx.reader(), self.membership).await?;
        let OfUser { membership, .. } = found
            .filter(|found| self.of.is_none_or(|user| user == found.membership.user_id))
            .ok_or_else(|| not_found(Code::MembershipNotFound))?;
        let (org, user) = (membership.org_id, membership.user_id);
        tx.perform(&RemoveMember { org, user }).await
    }
}
