//! Rights: what the actor holds and sees, judged from the rows of the world.
//!
//! What the actor may not see is not found; what the actor sees but may not do is forbidden.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    access::{
        Grant, Permission, PermissionSet, Target, Who, held, ip,
        target::{forbidden, not_found, org_retired},
    },
    domain::membership::role_ids,
    entity::{
        membership::{self, MemberStatus},
        org::OrgStatus,
        user::UserStatus,
    },
    error::Code,
    id::{OrgId, RoleId, UserId},
};

use super::{Decision, Keys, World, world::OwnRole};

impl World {
    /// Passes when the org is in use and the actor holds the permission in it.
    ///
    /// # Errors
    /// `ORG_NOT_FOUND`, `FORBIDDEN`, `ORG_RETIRED`.
    pub(crate) fn require(&mut self, permission: Permission, org: OrgId) -> Decision<()> {
        self.require_for(permission, org, Target::Org(org))
    }

    /// Passes when the org is in use and the actor holds the permission in it, for a membership: an owner's takes
    /// `owners:write` besides.
    ///
    /// # Errors
    /// `ORG_NOT_FOUND`, `FORBIDDEN`, `ORG_RETIRED`.
    pub(crate) fn require_for_member(
        &mut self,
        permission: Permission,
        org: OrgId,
        user: UserId,
    ) -> Decision<()> {
        self.require_for(permission, org, Target::Member(org, user))?;
        match self.membership(org, user)? {
            Some(membership) if membership.is_owner => self.require(Permission::OwnersWrite, org),
            _ => Ok(()),
        }
    }

    fn require_for(&mut self, permission: Permission, org: OrgId, target: Target) -> Decision<()> {
        let Some(rights) = self.rights_in(org)? else {
            return Err(not_found(Code::OrgNotFound).at("org").into());
        };
        if !rights.contains(permission) {
            return Err(forbidden(permission).into());
        }
        let is_active = self
            .org(org)?
            .is_some_and(|org| org.status == OrgStatus::Active);
        if !is_active {
            return Err(org_retired().at("org").into());
        }
        self.note_required(permission, target);
        Ok(())
    }

    /// What the actor holds in the org. `None`: the org does not exist for the actor.
    fn rights_in(&self, org: OrgId) -> Decision<Option<PermissionSet>> {
        let Some(row) = self.org(org)? else {
            return Ok(None);
        };
        let rights = match self.actor().who() {
            Who::Platform => Some(PermissionSet::ALL),
            Who::Org(own) if own == org && row.status == OrgStatus::Active => {
                Some(PermissionSet::owners())
            }
            Who::Org(_) => None,
            Who::User { .. } => match self.acting_in(org)? {
                Some(membership) => Some(self.rights_of(&membership)?),
                None => None,
            },
        };
        let scopes = self.actor().scope().scopes();
        Ok(rights.map(|rights| rights.and(scopes)))
    }

    /// The membership as which a user acts in the org.
    fn acting_in(&self, org: OrgId) -> Decision<Option<Arc<membership::Model>>> {
        let Who::User { user, org: only } = self.actor().who() else {
            return Ok(None);
        };
        let row = self.org(org)?;
        let is_open = row.is_some_and(|row| row.status == OrgStatus::Active);
        if !is_open || only.is_some_and(|only| only != org) {
            return Ok(None);
        }
        let row = self.user(user)?;
        let is_active = row.is_some_and(|user| user.status == UserStatus::Active);
        let membership = self.membership(org, user)?;
        Ok(membership.filter(|membership| is_active && self.is_in_force(membership)))
    }

    /// Whether the membership is active and open to the address of the actor.
    fn is_in_force(&self, membership: &membership::Model) -> bool {
        let is_open = match (&membership.ip_ranges, self.actor().address) {
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
        };
        membership.status == MemberStatus::Active && is_open
    }

    fn rights_of(&self, membership: &membership::Model) -> Decision<PermissionSet> {
        let built_in = PermissionSet::built_in(membership.role, membership.is_owner);
        let direct = PermissionSet::from_bits(membership.rights);
        let roles = self.own_roles(&role_ids(membership)?)?;
        let of_roles = roles.iter().map(|role| role.rights);
        Ok(of_roles.fold(built_in.or(direct), PermissionSet::or))
    }

    /// What the actor can hand out in the org.
    fn held_in(&self, org: OrgId) -> Decision<Grant> {
        if let Some(everything) = held::everywhere(self.actor()) {
            return Ok(everything);
        }
        let granted = match self.actor().who() {
            Who::User { .. } => match self.acting_in(org)? {
                Some(membership) => {
                    let roles = self.own_roles(&role_ids(&membership)?)?;
                    Grant::of_membership(&membership, roles.iter().map(|role| &role.grant))?
                }
                None => Grant::default(),
            },
            _ => match self.rights_in(org)? {
                Some(_) => Grant::of_owner(),
                None => Grant::default(),
            },
        };
        Ok(granted.cut(self.actor().scope().scopes()))
    }

    fn own_roles(&self, roles: &BTreeSet<RoleId>) -> Decision<Vec<Arc<OwnRole>>> {
        let (mut unknown, mut found) = (Keys::default(), Vec::new());
        for role in roles {
            match self.roles.get(role) {
                Some(known) => found.extend(known.clone()),
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

    /// One of the org's own roles.
    pub(crate) fn own_role(&self, org: OrgId, role: RoleId) -> Decision<Option<Arc<OwnRole>>> {
        let found = self.own_roles(&BTreeSet::from([role]))?.pop();
        Ok(found.filter(|role| role.org == org))
    }

    /// Passes when the actor may make of the membership what it is to be: nobody grants more than they hold.
    ///
    /// Each thing that the membership gains counts: the role, ownership, a permission, one of the org's own roles. What it
    /// keeps is free, unless it was retired and comes back: then it gains all that it has.
    ///
    /// # Errors
    /// `FORBIDDEN`, `ROLE_NOT_FOUND`.
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
            gained = gained.or(role.grant.clone());
        }
        if gained.is_nothing() {
            return Ok(());
        }
        Ok(gained.must_be_within(&self.held_in(after.org_id)?)?)
    }

    /// Whether the actor may see the user: themselves, or a member, active or retired, of an org where the actor may read
    /// members.
    pub(crate) fn sees(&self, user: UserId) -> Decision<bool> {
        let scope = self.actor().scope();
        match self.actor().who() {
            Who::Platform => {
                let exists = self.user(user)?.is_some();
                return Ok(exists && scope.scopes().contains(Permission::MembersRead));
            }
            Who::User { user: own, .. } if own == user => return Ok(true),
            Who::User { .. } | Who::Org(_) => {}
        }
        // The database knows nothing of the members whom earlier changes have added.
        for membership in self.memberships.rows().filter(|row| row.user_id == user) {
            let rights = self.rights_in(membership.org_id)?;
            if rights.is_some_and(|rights| rights.contains(Permission::MembersRead)) {
                return Ok(true);
            }
        }
        let visible = self.visible.get(&(scope, user)).copied();
        visible.ok_or_else(|| Keys::default().visible(scope, user).needed())
    }
}
