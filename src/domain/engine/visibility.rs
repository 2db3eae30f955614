//! What the actor of a change may see.

use crate::{
    access::{Permission, Principal},
    entity::membership,
    id::{OrgId, UserId},
};

use super::{Decision, Keys, World, rights::stale};

impl World {
    /// Returns whether the org exists for the actor: the actor is the platform, or the org is
    /// active and the actor belongs to it.
    pub(crate) fn sees_org(&self, org: OrgId) -> Decision<bool> {
        Ok(self.rights_in(org)?.is_some())
    }

    /// Returns whether the actor may see the membership: their own, or any in an org where the
    /// actor may read members.
    pub(crate) fn sees_membership(&self, membership: &membership::Model) -> Decision<bool> {
        let rights = self.rights_in(membership.org_id)?;
        let is_own = self.actor().user() == Some(membership.user_id);
        Ok(rights.is_some_and(|rights| is_own || rights.contains(Permission::MembersRead)))
    }

    /// Returns whether the actor may see the user: themselves, or a member, active or retired, of
    /// an org where the actor may read members. The platform sees all users if its token may read
    /// members.
    ///
    /// # Errors
    /// Fails with the keys of rows that are not loaded. `BUSY` if an earlier change of the
    /// transaction may have changed the answer.
    pub(crate) fn sees(&self, user: UserId) -> Decision<bool> {
        let scope = self.actor().scope();
        match self.actor().principal() {
            Principal::Platform => {
                let exists = self.user_status(user)?.is_some();
                return Ok(exists && scope.scopes().contains(Permission::MembersRead));
            }
            Principal::User { user: own, .. } if own == user => return Ok(true),
            Principal::User { .. } | Principal::Org(_) => {}
        }
        // The database does not have the memberships that earlier changes have added.
        let mut needed = Keys::default();
        for membership in self.known_memberships(user) {
            let rights = needed.collect(self.rights_in(membership.org_id))?.flatten();
            if rights.is_some_and(|rights| rights.contains(Permission::MembersRead)) {
                return Ok(true);
            }
        }
        needed.must_be_empty()?;
        self.must_know_actor()?;
        let known = self.visible.get(&(scope, user));
        let answer = self.answer(known, |keys| keys.visible(scope, user))?;
        let visible = answer.unwrap_or_default();
        match visible && self.has_lost_membership(user) {
            true => Err(stale().into()),
            false => Ok(visible),
        }
    }

    /// Returns whether an earlier change has removed a membership of the user.
    fn has_lost_membership(&self, user: UserId) -> bool {
        let mut orgs = self.orgs_of.get(&user).into_iter().flatten();
        orgs.any(|org| self.memberships.is_removed(&(*org, user)))
    }
}
