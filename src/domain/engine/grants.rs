//! The permissions and grants that the actor holds, derived from the rows of the world.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    access::{Grant, Permission, PermissionSet, Principal, ip, target::not_found},
    domain::membership::role_ids,
    entity::{
        membership::{self, MemberStatus},
        org::OrgStatus,
        role,
        user::UserStatus,
    },
    error::{Code, Result},
    id::{OrgId, RoleId},
};

use super::{Decision, Keys, World};

impl World {
    /// Returns the permissions that the actor holds in the org. `None`: the org does not exist for
    /// the actor.
    pub(super) fn rights_in(&self, org: OrgId) -> Decision<Option<PermissionSet>> {
        let Some(row) = self.org(org)? else {
            return Ok(None);
        };
        let rights = match self.actor().principal() {
            Principal::Platform => Some(PermissionSet::ALL),
            Principal::Org(own) if own == org && row.status == OrgStatus::Active => {
                Some(PermissionSet::owners())
            }
            Principal::Org(_) => None,
            Principal::User { .. } => match self.acting_in(org)? {
                Some(membership) => Some(self.rights_of(&membership)?),
                None => None,
            },
        };
        let scopes = self.actor().scope().scopes();
        Ok(rights.map(|rights| rights.and(scopes)))
    }

    /// Returns the membership through which the actor, a user, has permissions in the org. `None`
    /// if there is no such membership, if it is not in force, or if the org is retired.
    pub(super) fn acting_in(&self, org: OrgId) -> Decision<Option<Arc<membership::Model>>> {
        let Principal::User { user, org: only } = self.actor().principal() else {
            return Ok(None);
        };
        let row = self.org(org)?;
        let is_open = row.is_some_and(|row| row.status == OrgStatus::Active);
        if !is_open || only.is_some_and(|only| only != org) {
            return Ok(None);
        }
        let is_active = self.user_status(user)? == Some(UserStatus::Active);
        let membership = self.membership(org, user)?;
        Ok(membership.filter(|membership| is_active && self.is_in_force(membership)))
    }

    /// Returns whether the membership is active and allows the actor's address.
    fn is_in_force(&self, membership: &membership::Model) -> bool {
        membership.status == MemberStatus::Active && self.is_open_to_actor(membership)
    }

    /// Returns whether the membership allows the actor's address.
    pub(crate) fn is_open_to_actor(&self, membership: &membership::Model) -> bool {
        match (&membership.ip_ranges, self.actor().address) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(ranges), Some(address)) => {
                let address = ip::comparable(address);
                let mut ranges = ranges.as_array().into_iter().flatten();
                ranges.any(|range| {
                    let end = |place: usize| range.get(place).and_then(|end| end.as_str());
                    let (first, last) = (end(0), end(1));
                    first.is_some_and(|first| first <= &*address)
                        && last.is_some_and(|last| &*address <= last)
                })
            }
        }
    }

    fn rights_of(&self, membership: &membership::Model) -> Decision<PermissionSet> {
        let built_in = PermissionSet::built_in(membership.role, membership.is_owner);
        let direct = PermissionSet::from_bits(membership.rights);
        let roles = self.own_roles(&role_ids(membership)?)?;
        let of_roles = roles
            .iter()
            .map(|role| PermissionSet::from_bits(role.rights));
        Ok(of_roles.fold(built_in.or(direct), PermissionSet::or))
    }

    /// Returns what the actor may grant in the org.
    fn held_in(&self, org: OrgId) -> Decision<Grant> {
        if let Some(everything) = self.actor().granted_everywhere() {
            return Ok(everything);
        }
        let granted = match self.actor().principal() {
            Principal::User { .. } => match self.acting_in(org)? {
                Some(membership) => self.grant_of(&membership)?,
                None => Grant::default(),
            },
            _ => match self.rights_in(org)? {
                Some(_) => Grant::of_owner(),
                None => Grant::default(),
            },
        };
        Ok(granted.cut(self.actor().scope().scopes()))
    }

    /// Returns what the membership grants while it is active.
    pub(crate) fn grant_of(&self, membership: &membership::Model) -> Decision<Grant> {
        let roles = self.own_roles(&role_ids(membership)?)?;
        let grants = roles.iter().map(|role| Grant::of_role(role));
        let grants: Vec<Grant> = grants.collect::<Result<_>>()?;
        Ok(Grant::of_membership(membership, &grants)?)
    }

    /// Checks that the actor holds everything in `grant` in the org.
    ///
    /// # Errors
    /// `FORBIDDEN` if the actor does not hold all of it.
    pub(crate) fn may_hand_out(&self, org: OrgId, grant: &Grant) -> Decision<()> {
        if grant.is_nothing() {
            return Ok(());
        }
        Ok(grant.must_be_within(&self.held_in(org)?)?)
    }

    pub(super) fn own_roles(&self, roles: &BTreeSet<RoleId>) -> Decision<Vec<Arc<role::Model>>> {
        let (mut unknown, mut found) = (Keys::default(), Vec::new());
        for role in roles {
            match self.roles.get(role) {
                Some(known) => found.extend(known),
                None => {
                    unknown.role(*role);
                }
            }
        }
        match unknown.roles.is_empty() {
            true => Ok(found),
            false => Err(unknown.needed()),
        }
    }

    /// Returns the custom role if it belongs to the org.
    pub(crate) fn own_role(&self, org: OrgId, role: RoleId) -> Decision<Option<Arc<role::Model>>> {
        let found = self.own_roles(&BTreeSet::from([role]))?.pop();
        Ok(found.filter(|role| role.org_id == org))
    }

    /// Checks that the actor may change the membership from `before` to `after`: an actor may not
    /// grant more than they hold.
    ///
    /// Everything that the membership gains counts: the built-in role, ownership, permissions,
    /// custom roles. What the membership already has is not checked, unless a retired membership
    /// becomes active again: then it gains everything that it has.
    ///
    /// # Errors
    /// `FORBIDDEN` if the actor does not hold what the membership gains, or if ownership changes
    /// and the actor does not hold `owners:write`. `ORG_NOT_FOUND` or `ORG_RETIRED` if ownership
    /// changes in an org that the actor may not see, or that is retired. `ROLE_NOT_FOUND` for a
    /// gained role that the org does not have.
    pub(crate) fn may_grant(
        &mut self,
        before: Option<&membership::Model>,
        after: &membership::Model,
    ) -> Decision<()> {
        let comes_back = before.is_some_and(|before| before.status == MemberStatus::Retired)
            && after.status == MemberStatus::Active;
        let kept = before.filter(|_| !comes_back);
        if before.is_some_and(|before| before.is_owner) != after.is_owner {
            self.require(Permission::OwnersWrite, after.org_id)?;
        }
        let mut gained = Grant::default();
        if kept.is_none_or(|kept| kept.role != after.role) {
            gained = gained.or(Grant::of_built_in(after.role));
        }
        if after.is_owner && kept.is_none_or(|kept| !kept.is_owner) {
            gained = gained.or(Grant::of_owner());
        }
        let had = Grant::of_kept(kept.and_then(|kept| kept.permissions.as_ref()))?;
        gained = gained.or(Grant::of_kept(after.permissions.as_ref())?.without(&had));
        let had = kept.map(role_ids).transpose()?.unwrap_or_default();
        for role in role_ids(after)?.difference(&had) {
            let role = self.own_role(after.org_id, *role)?;
            let role = role.ok_or_else(|| not_found(Code::RoleNotFound).at("roleIds"))?;
            gained = gained.or(Grant::of_role(&role)?);
        }
        self.may_hand_out(after.org_id, &gained)
    }
}
