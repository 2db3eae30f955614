//! Rights: the permissions that a change requires of its actor, judged from the rows of the world.
//!
//! What the actor may not see is not found; what the actor sees but may not do is forbidden.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    access::{
        Permission, Principal, Target,
        target::{forbidden, not_found, org_retired},
    },
    domain::membership::role_ids,
    entity::{group, org::OrgStatus, role, token, user::UserStatus},
    error::{Code, Error},
    id::{GroupId, JobId, OrgId, RoleId, TokenId, UserId},
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
        if self.actor().principal() != Principal::Platform || !scopes.contains(permission) {
            return Err(forbidden(permission).into());
        }
        self.note_required(permission, Target::Platform);
        Ok(())
    }

    /// Passes when the actor holds the permission in some org, or is the platform and holds it.
    ///
    /// # Errors
    /// `FORBIDDEN`.
    pub(crate) fn require_somewhere(&mut self, permission: Permission) -> Decision<()> {
        let scope = self.actor().scope();
        let is_held = match self.actor().principal() {
            Principal::Platform => scope.scopes().contains(permission),
            _ => {
                self.must_know_actor()?;
                let known = self.somewhere.get(&(scope, permission));
                let answer = self.answer(known, |keys| keys.somewhere(scope, permission))?;
                answer.unwrap_or_default()
            }
        };
        if !is_held {
            return Err(forbidden(permission).into());
        }
        self.note_required(permission, Target::AnyOrg);
        Ok(())
    }

    /// Passes when the actor may see the job.
    ///
    /// # Errors
    /// `JOB_NOT_FOUND`.
    pub(crate) fn require_job(&mut self, permission: Permission, job: JobId) -> Decision<()> {
        let (scope, token) = (self.actor().scope(), self.actor().token());
        let known = self.jobs.get(&(scope, token, job));
        let answer = self.answer(known, |keys| keys.job(scope, token, job))?;
        if !answer.unwrap_or_default() {
            return Err(not_found(Code::JobNotFound).at("jobId").into());
        }
        self.note_required(permission, Target::Job(job));
        Ok(())
    }

    /// Passes when the actor holds the permission for the target.
    ///
    /// # Errors
    /// The target's `..._NOT_FOUND` when the actor may not see it, `ORG_RETIRED`, `FORBIDDEN`.
    pub(crate) fn require_for_target(
        &mut self,
        permission: Permission,
        target: Target,
    ) -> Decision<()> {
        match target {
            Target::Platform => self.require_platform(permission),
            Target::AnyOrg => self.require_somewhere(permission),
            Target::Org(org) => self.require(permission, org),
            Target::OrgInAnyState(org) => self.require_in_any_state(permission, org),
            Target::Member(org, user) => self.require_for_member(permission, org, user),
            Target::Group(group) => self.require_of_group(permission, group).map(drop),
            Target::Role(role) => self.require_of_role(permission, role).map(drop),
            Target::Token(token) => self.require_of_token(permission, token).map(drop),
            Target::Job(job) => self.require_job(permission, job),
            Target::User(user) => self.require_of_user(permission, user, false),
            Target::Oneself(user) => self.require_of_user(permission, user, true),
            Target::Nothing => {
                self.allow_reading();
                Ok(())
            }
        }
    }

    /// Whether the target is a row that can be deleted, and is.
    pub(crate) fn is_gone(&self, target: Target) -> Decision<bool> {
        Ok(match target {
            Target::Group(group) => self.group(group)?.is_none(),
            Target::Role(role) => self.own_roles(&BTreeSet::from([role]))?.is_empty(),
            Target::Token(token) => self.token(token)?.is_none(),
            Target::User(user) | Target::Oneself(user) => self.user_status(user)?.is_none(),
            Target::Platform
            | Target::Nothing
            | Target::AnyOrg
            | Target::Org(_)
            | Target::OrgInAnyState(_)
            | Target::Member(..)
            | Target::Job(_) => false,
        })
    }

    /// Whether the actor is this user and needs no permission for it.
    pub(crate) fn is_oneself(&self, user: UserId, permission: Permission) -> Decision<bool> {
        Ok(self.actor().scope().is_oneself(user, permission) && self.is_actor_active()?)
    }

    /// Whether the actor has rights at all. A user who was suspended after the token was authenticated has none.
    fn is_actor_active(&self) -> Decision<bool> {
        match self.actor().user() {
            Some(user) => Ok(self.user_status(user)? == Some(UserStatus::Active)),
            None => Ok(true),
        }
    }

    /// Returns what the database has answered about the rights of the actor. The database does not look at whether the actor is
    /// active: a user who is suspended gets `None`.
    pub(super) fn answer<T: Copy>(
        &self,
        known: Option<&T>,
        ask: impl FnOnce(&mut Keys) -> &mut Keys,
    ) -> Decision<Option<T>> {
        let mut needed = Keys::default();
        let is_active = needed.collect(self.is_actor_active())?;
        if known.is_none() {
            ask(&mut needed);
        }
        needed.must_be_empty()?;
        Ok(known.copied().filter(|_| is_active == Some(true)))
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
        if oneself && self.is_oneself(user, permission)? {
            self.note_required(permission, Target::Oneself(user));
            return Ok(());
        }
        let absent = || not_found(Code::UserNotFound).at("userId");
        let is_held = match self.actor().principal() {
            Principal::Platform if self.user_status(user)?.is_none() => return Err(absent().into()),
            Principal::Platform => scope.scopes().contains(permission),
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

    /// Whether an earlier change has touched a membership of the user. Then what the database says of all of them is of no use,
    /// and the change under way is decided again by itself.
    pub(super) fn is_touched(&self, user: UserId) -> bool {
        let mut orgs = self.orgs_of.get(&user).into_iter().flatten();
        orgs.any(|org| self.memberships.is_changed(&(*org, user)))
    }

    /// Passes when what the database says of the actor's rights holds for the change under way: earlier changes of the same
    /// transaction, by others, have touched neither the actor's memberships nor any role.
    ///
    /// # Errors
    /// `BUSY`, to be decided again by itself.
    pub(super) fn must_know_actor(&self) -> Decision<()> {
        match self.is_actor_touched {
            true => Err(stale().into()),
            false => Ok(()),
        }
    }

    fn everywhere(&self, user: UserId, permission: Permission) -> Decision<Everywhere> {
        self.must_know_actor()?;
        let scope = self.actor().scope();
        let mut both = [Some(user), self.actor().user()].into_iter().flatten();
        if both.any(|user| self.is_touched(user)) {
            return Err(stale().into());
        }
        let known = self.everywhere.get(&(scope, user, permission));
        let answer = self.answer(known, |keys| keys.everywhere(scope, user, permission))?;
        Ok(answer.unwrap_or_default())
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
        let is_seen = match self.actor().principal() {
            Principal::Platform => true,
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
        let (is_seen, is_held) = match (self.actor().principal(), row.org_id) {
            (Principal::Platform, _) => (true, scopes.contains(permission)),
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
}

/// The failure of a change that rests on what the database answered before the changes of the same transaction.
pub(super) fn stale() -> Error {
    Error::busy("the change rests on others that are not written yet").again()
}
