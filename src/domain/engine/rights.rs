//! The permissions that a change requires of its actor, checked against the rows of the world.
//!
//! For what the actor may not see, the error is `..._NOT_FOUND`. For what the actor sees but may
//! not change, it is `FORBIDDEN`.

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
    /// Checks that the org is active and the actor holds the permission in it.
    ///
    /// # Errors
    /// `ORG_NOT_FOUND`, `FORBIDDEN`, `ORG_RETIRED`.
    pub(crate) fn require(&mut self, permission: Permission, org: OrgId) -> Decision<()> {
        self.require_for(permission, org, Target::Org(org))
    }

    /// Checks that the org is active and the actor holds the permission in it, for a change of a
    /// membership. A membership of an owner also requires `owners:write`.
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

    /// Returns whether the actor holds the permission in the org, active or retired.
    pub(crate) fn holds(&self, permission: Permission, org: OrgId) -> Decision<bool> {
        let rights = self.rights_in(org)?;
        Ok(rights.is_some_and(|rights| rights.contains(permission)))
    }

    /// Checks that the org is active and the actor holds one of the two permissions in it.
    ///
    /// # Errors
    /// `ORG_NOT_FOUND`, `FORBIDDEN`, `ORG_RETIRED`, for the first permission if the actor holds
    /// neither.
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

    /// Records that the current change needs this permission, which the actor holds.
    pub(crate) fn note_held(&mut self, permission: Permission, org: OrgId) {
        self.note_required(permission, Target::Org(org));
    }

    /// Checks that the actor is the platform and holds the permission.
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

    /// Checks that the actor holds the permission in at least one org, or is the platform and holds
    /// it.
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

    /// Checks that the actor may see the job.
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

    /// Checks that the actor holds the permission for the target.
    ///
    /// # Errors
    /// The target's `..._NOT_FOUND` if the actor may not see it, `ORG_RETIRED`, `FORBIDDEN`.
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

    /// Returns whether the row of the target does not exist. `false` for targets that cannot be
    /// deleted.
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

    /// Returns whether the actor is this user and needs no permission for changes of themselves.
    pub(crate) fn is_oneself(&self, user: UserId, permission: Permission) -> Decision<bool> {
        Ok(self.actor().scope().is_oneself(user, permission) && self.is_actor_active()?)
    }

    /// Returns whether the actor is not suspended. A user who was suspended after the token was
    /// authenticated has no permissions.
    fn is_actor_active(&self) -> Decision<bool> {
        match self.actor().user() {
            Some(user) => Ok(self.user_status(user)? == Some(UserStatus::Active)),
            None => Ok(true),
        }
    }

    /// Returns an answer of the database about the actor's permissions, or requests it with `ask`
    /// if it is not known. The database does not check that the actor is active: the answer for a
    /// suspended user is `None`.
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

    /// Checks that the actor holds the permission in every active org where the user has a
    /// membership, active or retired, and also `owners:write` where the user is an owner. With
    /// `oneself`, users need no permission for themselves, unless their token is bound to one org.
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

    /// Returns whether an earlier change of the transaction has changed a membership of the user.
    /// Answers of the database about all of the user's memberships are then out of date, and the
    /// current change must be decided again in a transaction of its own.
    pub(super) fn is_touched(&self, user: UserId) -> bool {
        let mut orgs = self.orgs_of.get(&user).into_iter().flatten();
        orgs.any(|org| self.memberships.is_changed(&(*org, user)))
    }

    /// Checks that answers of the database about the actor's permissions hold for the current
    /// change: earlier changes of the transaction have changed neither the actor's memberships nor
    /// any role.
    ///
    /// # Errors
    /// `BUSY` if they have. The change is then decided again in a transaction of its own.
    pub(super) fn must_know_actor(&self) -> Decision<()> {
        match self.is_actor_touched {
            true => Err(stale().into()),
            false => Ok(()),
        }
    }

    /// Returns in how many of the user's orgs the actor holds the permission.
    ///
    /// # Errors
    /// `BUSY` if earlier changes of the transaction have changed memberships of the user or of the
    /// actor, or any role.
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

    /// Checks that the actor holds the permission in the org, active or retired.
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

    /// Checks that the group's org is active and the actor holds the permission in it. Returns the
    /// group. An actor who may not read groups of the org does not find the group.
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

    /// Checks that the role's org is active and the actor holds the permission in it. Returns the
    /// role. An actor finds the role only if they have it, or may read members or change roles of
    /// the org.
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

    /// Checks that the actor holds the permission in the token's org, or, for a token without an
    /// org, on the platform. Returns the token. An actor without the permission finds only the
    /// token that they use.
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

    /// Records that the current change needs no permission: the actor may see what the change
    /// names, and the change writes nothing.
    pub(crate) fn allow_reading(&mut self) {
        self.note_required(Permission::MembersRead, Target::Nothing);
    }

    /// Records that the current change needs no permission, because it changes only the actor's own
    /// data.
    pub(crate) fn allow_oneself(&mut self, permission: Permission, user: UserId) {
        self.note_required(permission, Target::Oneself(user));
    }
}

/// Returns the error of a change that depends on an answer from before earlier changes of the
/// transaction.
pub(super) fn stale() -> Error {
    Error::busy("the change depends on changes that are not written yet").again()
}
