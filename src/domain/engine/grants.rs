//! What the actor holds, judged from the rows of the world.

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
    /// What the actor holds in the org. `None`: the org does not exist for the actor.
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

    /// The membership as which a user acts in the org.
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

    /// Whether the membership is active and open to the address of the actor.
    fn is_in_force(&self, membership: &membership::Model) -> bool {
        membership.status == MemberStatus::Active && self.is_open_to_actor(membership)
    }

    /// Whether the membership is open to the address of the actor.
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

    /// What the actor can hand out in the org.
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

    /// What the membership grants while it is active.
    pub(crate) fn grant_of(&self, membership: &membership::Model) -> Decision<Grant> {
        let roles = self.own_roles(&role_ids(membership)?)?;
        let grants = roles.iter().map(|role| Grant::of_role(role));
        let grants: Vec<Grant> = grants.collect::<Result<_>>()?;
        Ok(Grant::of_membership(membership, &grants)?)
    }

    /// Passes when the actor holds in the org all that is handed out.
    ///
    /// # Errors
    /// `FORBIDDEN`.
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

    /// One of the org's own roles.
    pub(crate) fn own_role(&self, org: OrgId, role: RoleId) -> Decision<Option<Arc<role::Model>>> {
        let found = self.own_roles(&BTreeSet::from([role]))?.pop();
        Ok(found.filter(|role| role.org_id == org))
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
            gained = gained.or(Grant::of_role(&role)?);
        }
        self.may_hand_out(after.org_id, &gained)
    }
}
