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
        group,
        membership::{self, MemberStatus},
        org::OrgStatus,
        role, token,
        user::UserStatus,
    },
    error::{Code, Error, Result},
    id::{GroupId, OrgId, RoleId, TokenId, UserId},
};

use super::{Decision, Keys, Stop, World, world::Everywhere};

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

    /// Whether the actor holds the permission in the org, whether the org is in use or not.
    pub(crate) fn holds(&self, permission: Permission, org: OrgId) -> Decision<bool> {
        let rights = self.rights_in(org)?;
        Ok(rights.is_some_and(|rights| rights.contains(permission)))
    }

    /// Passes when the org is in use and the actor holds one of the permissions in it.
    ///
    /// # Errors
    /// Of the first permission: `ORG_NOT_FOUND`, `FORBIDDEN`, `ORG_RETIRED`.
    pub(crate) fn require_either(
        &mut self,
        permission: Permission,
        other: Permission,
        org: OrgId,
    ) -> Decision<()> {
        match self.holds(other, org)? && !self.holds(permission, org)? {
            true => self.require(other, org),
            false => self.require(permission, org),
        }
    }

    /// Notes that the change under way needs this permission, which the actor holds.
    pub(crate) fn note_held(&mut self, permission: Permission, org: OrgId) {
        self.note_required(permission, Target::Org(org));
    }

    /// Passes when the actor is the platform and holds the permission.
    ///
    /// # Errors
    /// `FORBIDDEN`.
    pub(crate) fn require_platform(&mut self, permission: Permission) -> Decision<()> {
        let scopes = self.actor().scope().scopes();
        if self.actor().who() != Who::Platform || !scopes.contains(permission) {
            return Err(forbidden(permission).into());
        }
        self.note_required(permission, Target::Platform);
        Ok(())
    }

    /// Passes when the actor holds the permission in every org in use that the user belongs to, and where the user is an owner
    /// `owners:write` besides. With `oneself`, users need nothing for themselves, unless their token is bound to one org.
    ///
    /// # Errors
    /// `USER_NOT_FOUND`, `FORBIDDEN`.
    pub(crate) fn require_of_user(
        &mut self,
        permission: Permission,
        user: UserId,
        oneself: bool,
    ) -> Decision<()> {
        let scope = self.actor().scope();
        if oneself && scope.is_oneself(user, permission) {
            self.note_required(permission, Target::Oneself(user));
            return Ok(());
        }
        let absent = || not_found(Code::UserNotFound).at("userId");
        let is_held = match self.actor().who() {
            Who::Platform if self.user(user)?.is_none() => return Err(absent().into()),
            Who::Platform => scope.scopes().contains(permission),
            _ => {
                let Everywhere { orgs, held, seen } = self.everywhere(user, permission)?;
                if seen == 0 && held == 0 && self.actor().user() != Some(user) {
                    return Err(absent().into());
                }
                orgs > 0 && held == orgs
            }
        };
        if !is_held {
            return Err(forbidden(permission).into());
        }
        let target = match oneself {
            true => Target::Oneself(user),
            false => Target::User(user),
        };
        self.note_required(permission, target);
        Ok(())
    }

    /// Whether an earlier change has removed a membership of the user.
    fn has_lost_membership(&self, user: UserId) -> bool {
        let mut orgs = self.orgs_of.get(&user).into_iter().flatten();
        orgs.any(|org| self.memberships.is_removed(&(*org, user)))
    }

    /// Whether an earlier change has touched a membership of the user. Then what the database says of all of them is of no use,
    /// and the change under way is decided again by itself.
    fn is_touched(&self, user: UserId) -> bool {
        let mut orgs = self.orgs_of.get(&user).into_iter().flatten();
        orgs.any(|org| self.memberships.is_changed(&(*org, user)))
    }

    fn everywhere(&self, user: UserId, permission: Permission) -> Decision<Everywhere> {
        let scope = self.actor().scope();
        let mut both = [Some(user), self.actor().user()].into_iter().flatten();
        if both.any(|user| self.is_touched(user)) {
            return Err(stale().into());
        }
        let known = self.everywhere.get(&(scope, user, permission));
        known
            .copied()
            .ok_or_else(|| Keys::default().everywhere(scope, user, permission).needed())
    }

    /// Passes when the actor holds the permission in the org, which may be retired.
    ///
    /// # Errors
    /// `ORG_NOT_FOUND`, `FORBIDDEN`.
    pub(crate) fn require_in_any_state(
        &mut self,
        permission: Permission,
        org: OrgId,
    ) -> Decision<()> {
        match self.rights_in(org)? {
            None => return Err(not_found(Code::OrgNotFound).at("org").into()),
            Some(rights) if !rights.contains(permission) => {
                return Err(forbidden(permission).into());
            }
            Some(_) => {}
        }
        self.note_required(permission, Target::OrgInAnyState(org));
        Ok(())
    }

    /// Passes when the group's org is in use and the actor holds the permission in it. Who may not read its groups does not
    /// find the group.
    ///
    /// # Errors
    /// `GROUP_NOT_FOUND`, `FORBIDDEN`, `ORG_RETIRED`.
    pub(crate) fn require_of_group(
        &mut self,
        permission: Permission,
        group: GroupId,
    ) -> Decision<Arc<group::Model>> {
        let absent = || not_found(Code::GroupNotFound).at("groupId");
        let row = self.group(group)?.ok_or_else(absent)?;
        let is_seen = match self.actor().who() {
            Who::Platform => true,
            _ => {
                self.holds(permission, row.org_id)?
                    || self.holds(Permission::GroupsRead, row.org_id)?
            }
        };
        if !is_seen {
            return Err(absent().into());
        }
        let target = Target::Group(group);
        match self.require_for(permission, row.org_id, target) {
            Err(Stop::Refused(error)) if error.field() == Some("org") => {
                Err(error.at("groupId").into())
            }
            may => may.map(|()| row),
        }
    }

    /// Passes when the role's org is in use and the actor holds the permission in it. The role is not found by those who have it
    /// not, and may neither read members nor change roles of its org.
    ///
    /// # Errors
    /// `ROLE_NOT_FOUND`, `FORBIDDEN`, `ORG_RETIRED`.
    pub(crate) fn require_of_role(
        &mut self,
        permission: Permission,
        role: RoleId,
    ) -> Decision<Arc<role::Model>> {
        let absent = || not_found(Code::RoleNotFound).at("roleId");
        let row = self.own_roles(&BTreeSet::from([role]))?.pop();
        let row = row.ok_or_else(absent)?;
        let org = row.org_id;
        let has_it = match self.acting_in(org)? {
            Some(membership) => role_ids(&membership)?.contains(&role),
            None => false,
        };
        let is_seen = has_it
            || self.holds(Permission::MembersRead, org)?
            || self.holds(Permission::RolesWrite, org)?;
        if !is_seen {
            return Err(absent().into());
        }
        match self.require_for(permission, org, Target::Role(role)) {
            Err(Stop::Refused(error)) if error.field() == Some("org") => {
                Err(error.at("roleId").into())
            }
            may => may.map(|()| row),
        }
    }

    /// Passes when the actor holds the permission in the token's org, or on the platform where the token has none. Others find
    /// no token but their own.
    ///
    /// # Errors
    /// `TOKEN_NOT_FOUND`, `FORBIDDEN`.
    pub(crate) fn require_of_token(
        &mut self,
        permission: Permission,
        token: TokenId,
    ) -> Decision<Arc<token::Model>> {
        let absent = || not_found(Code::TokenNotFound).at("tokenId");
        let row = self.token(token)?.ok_or_else(absent)?;
        let scopes = self.actor().scope().scopes();
        let (is_seen, is_held) = match (self.actor().who(), row.org_id) {
            (Who::Platform, _) => (true, scopes.contains(permission)),
            (_, None) => (false, false),
            (_, Some(org)) => {
                let is_held = self.holds(permission, org)?;
                (is_held, is_held)
            }
        };
        if !is_seen && self.actor().token() != Some(token) {
            return Err(absent().into());
        }
        if !is_held {
            return Err(forbidden(permission).into());
        }
        self.note_required(permission, Target::Token(token));
        Ok(row)
    }

    /// Notes that the change under way needs no permission: what it names the actor may see, and it changes nothing.
    pub(crate) fn allow_reading(&mut self) {
        self.note_required(Permission::MembersRead, Target::Nothing);
    }

    /// Notes that the change under way needs no permission, because the actor changes nothing but what is their own.
    pub(crate) fn allow_oneself(&mut self, permission: Permission, user: UserId) {
        self.note_required(permission, Target::Oneself(user));
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
        let of_roles = roles
            .iter()
            .map(|role| PermissionSet::from_bits(role.rights));
        Ok(of_roles.fold(built_in.or(direct), PermissionSet::or))
    }

    /// What the actor can hand out in the org.
    fn held_in(&self, org: OrgId) -> Decision<Grant> {
        if let Some(everything) = held::everywhere(self.actor()) {
            return Ok(everything);
        }
        let granted = match self.actor().who() {
            Who::User { .. } => match self.acting_in(org)? {
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

    fn own_roles(&self, roles: &BTreeSet<RoleId>) -> Decision<Vec<Arc<role::Model>>> {
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

    /// Whether the org exists for the actor: it is in use and the actor belongs to it, or the actor is the platform.
    pub(crate) fn sees_org(&self, org: OrgId) -> Decision<bool> {
        Ok(self.rights_in(org)?.is_some())
    }

    /// Whether the actor may see the membership: their own, or one in an org where the actor may read members.
    pub(crate) fn sees_membership(&self, membership: &membership::Model) -> Decision<bool> {
        let rights = self.rights_in(membership.org_id)?;
        let is_own = self.actor().user() == Some(membership.user_id);
        Ok(rights.is_some_and(|rights| is_own || rights.contains(Permission::MembersRead)))
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
        for membership in self.known_memberships(user) {
            let rights = self.rights_in(membership.org_id)?;
            if rights.is_some_and(|rights| rights.contains(Permission::MembersRead)) {
                return Ok(true);
            }
        }
        let visible = self.visible.get(&(scope, user)).copied();
        let visible = visible.ok_or_else(|| Keys::default().visible(scope, user).needed())?;
        match visible && self.has_lost_membership(user) {
            true => Err(stale().into()),
            false => Ok(visible),
        }
    }
}

/// The failure of a change whose rights the database counted before the changes of the same transaction.
fn stale() -> Error {
    Error::busy("the rights rest on memberships that are not written yet").again()
}
