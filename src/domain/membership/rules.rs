//! Rules for memberships, as functions of loaded rows: how memberships are created, change, retire
//! and are removed.
//!
//! The rules neither choose defaults nor count owners: [`uphold`](super::uphold::uphold) does so at
//! the end of each change.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    access::{Permission, target::not_found},
    domain::{
        Done,
        engine::{Decision, Lock, World},
        group::of_member,
    },
    entity::{
        membership::{DefaultReason, MemberRole, MemberStatus, Model},
        user::UserStatus,
    },
    error::{Code, Error},
    id::{OrgId, RoleId, UserId},
};

use super::{MembershipFields, fields::no_misspelled, roles};

/// What happens to a retired membership if no status is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::domain) enum IfRetired {
    /// The membership becomes active again.
    Reactivate,
    /// The membership stays retired.
    Keep,
}

/// Makes the user an active member of the org. A retired member is reactivated: the membership
/// keeps its values except for fields that are present. An active member is not changed, because
/// updating a member is a separate operation.
///
/// `is_known`: the actor identified the user by an e-mail address or external id, not only by id.
///
/// # Errors
/// `ORG_NOT_FOUND`, `ORG_RETIRED`, `FORBIDDEN`, `USER_NOT_FOUND` or `ROLE_NOT_FOUND` if the actor
/// may not add the user, or a row is missing. `INVALID_VALUE` for invalid fields. `ALREADY_MEMBER`
/// if an active member would change.
pub(in crate::domain) fn add(
    world: &mut World,
    org: OrgId,
    user: UserId,
    is_known: bool,
    fields: &MembershipFields,
) -> Decision<(Done, Arc<Model>)> {
    world.require_for_member(Permission::MembersGrant, org, user)?;
    match world.membership(org, user)? {
        Some(before) if before.status == MemberStatus::Active => {
            if let Some(field) = fields.differs_from(&before)? {
                return Err(already_member(&before, field).into());
            }
            if let Some(groups) = &fields.groups
                && groups.changes(world, &before)?
            {
                return Err(already_member(&before, "groups").into());
            }
            Ok((Done::Unchanged, before))
        }
        _ => {
            if !is_known {
                must_be_known(world, org, user)?;
            }
            state(world, org, user, fields, IfRetired::Reactivate)
        }
    }
}

/// Creates or updates the membership. Fields that are absent keep their values.
///
/// Adding or reactivating a member requires `members:grant`, and updating one requires
/// `members:write`. An owner's membership also requires `owners:write`. Actors cannot grant more
/// than they hold.
///
/// # Errors
/// `ORG_NOT_FOUND`, `ORG_RETIRED`, `FORBIDDEN` or `ROLE_NOT_FOUND` if the actor may not change the
/// membership, or a row is missing. `GROUP_NOT_FOUND` if the org lacks a stated group.
/// `INVALID_VALUE` for invalid fields. `MEMBER_RETIRED` if a retired membership would become the
/// default or an owner's, or would join a group. `USER_SUSPENDED` if a suspended user
/// would become an owner. `GUARD_TRIPPED` if owners would lock themselves out.
pub(in crate::domain) fn state(
    world: &mut World,
    org: OrgId,
    user: UserId,
    fields: &MembershipFields,
    if_retired: IfRetired,
) -> Decision<(Done, Arc<Model>)> {
    world.require_either(Permission::MembersWrite, Permission::MembersGrant, org)?;
    let before = world.membership(org, user)?;
    let row = match &before {
        Some(before) => (**before).clone(),
        None => new(world, org, user),
    };
    let mut after = stated(world, row, fields)?;
    if if_retired == IfRetired::Reactivate && fields.status.is_none() {
        after.status = MemberStatus::Active;
    }
    let becomes_default =
        fields.is_default == Some(true) && !before.as_deref().is_some_and(is_chosen_default);
    let done = match &before {
        None => Done::Created,
        Some(before) if comes_back(before, &after) => Done::Reactivated,
        Some(before) if after == **before && !becomes_default => Done::Unchanged,
        Some(_) => Done::Updated,
    };
    match done {
        Done::Created | Done::Reactivated => world.require(Permission::MembersGrant, org)?,
        Done::Unchanged => {}
        _ => world.require(Permission::MembersWrite, org)?,
    }
    world.may_grant(before.as_deref(), &after)?;
    if after.is_owner && before.as_ref().is_none_or(|before| !before.is_owner) {
        must_be_able_to_own(world, &after)?;
    }
    if !fields.force {
        must_not_shut_out_oneself(world, before.as_deref(), &after)?;
    }
    let is_owner = after.is_owner || before.as_ref().is_some_and(|before| before.is_owner);
    if is_owner && done != Done::Unchanged {
        world.require(Permission::OwnersWrite, org)?;
    }
    if becomes_default && after.status != MemberStatus::Active {
        return Err(retired().at("isDefault").into());
    }
    if let Some(is_default) = fields.is_default {
        world.state_default(org, user, is_default);
    }
    if done == Done::Unchanged {
        let membership = before.unwrap_or_else(|| Arc::new(after));
        let done = set_groups(world, done, &membership, fields)?;
        return Ok((done, membership));
    }
    let begins = after.status == MemberStatus::Active
        && before.is_none_or(|before| before.status != MemberStatus::Active);
    if begins {
        // The org must not be retired concurrently.
        world.lock_org(org, Lock::Share)?;
    }
    let membership = world.put(after)?;
    let done = set_groups(world, done, &membership, fields)?;
    Ok((done, membership))
}

/// Puts the member into the groups of the fields, if there are any.
fn set_groups(
    world: &mut World,
    done: Done,
    membership: &Model,
    fields: &MembershipFields,
) -> Decision<Done> {
    match &fields.groups {
        Some(groups) => Ok(of_member::outcome(done, groups.apply(world, membership)?)),
        None => Ok(done),
    }
}

/// Checks that the member can be an owner: an active member who is not suspended.
///
/// # Errors
/// `MEMBER_RETIRED` or `USER_SUSPENDED` if the member cannot be an owner.
pub(in crate::domain) fn must_be_able_to_own(world: &World, membership: &Model) -> Decision<()> {
    if membership.status != MemberStatus::Active {
        let message = "The member is retired in this org. Reactivate the membership first.";
        return Err(Error::new(Code::MemberRetired, message)
            .at("isOwner")
            .into());
    }
    if world.user_status(membership.user_id)? == Some(UserStatus::Suspended) {
        let message = "The user is suspended. Activate the user first.";
        return Err(Error::new(Code::UserSuspended, message)
            .at("isOwner")
            .into());
    }
    Ok(())
}

/// Checks that owners do not limit their own membership to IP addresses that exclude their current
/// one.
///
/// # Errors
/// `GUARD_TRIPPED` if the owner would be locked out.
fn must_not_shut_out_oneself(world: &World, before: Option<&Model>, after: &Model) -> Decision<()> {
    let is_new = before.is_none_or(|before| before.ip_ranges != after.ip_ranges);
    let is_own = world.actor().user() == Some(after.user_id);
    if !after.is_owner || !is_own || !is_new || world.is_open_to_actor(after) {
        return Ok(());
    }
    let message = "`allowedIps` excludes the address of this request. To lock yourself out anyway, call again with `force: true`.";
    Err(Error::new(Code::GuardTripped, message)
        .at("allowedIps")
        .into())
}

/// Makes a membership the user's default. Users choose their own default, with a token that is not
/// bound to one org.
///
/// # Errors
/// `ORG_NOT_FOUND`, `ORG_RETIRED` or `FORBIDDEN` if the actor may not choose the org.
/// `MEMBER_RETIRED` if the membership is retired.
pub(in crate::domain) fn choose(world: &mut World, membership: &Model) -> Decision<Done> {
    let (org, user) = (membership.org_id, membership.user_id);
    may_choose(world, org, user)?;
    if membership.status != MemberStatus::Active {
        return Err(retired().into());
    }
    // The org must not be retired concurrently.
    world.lock_org(org, Lock::Share)?;
    world.state_default(org, user, true);
    Ok(match is_chosen_default(membership) {
        true => Done::Unchanged,
        false => Done::Updated,
    })
}

/// Checks that the actor may choose this org as the user's default.
///
/// # Errors
/// `ORG_NOT_FOUND`, `ORG_RETIRED` or `FORBIDDEN` if the actor may not choose the org.
pub(super) fn may_choose(world: &mut World, org: OrgId, user: UserId) -> Decision<()> {
    let permission = Permission::MembersWrite;
    if !world.is_oneself(user, permission)? {
        return world.require_for_member(permission, org, user);
    }
    if !world.sees_org(org)? {
        return Err(not_found(Code::OrgNotFound).at("org").into());
    }
    world.allow_oneself(permission, user);
    Ok(())
}

/// Removes a membership and its rows in groups of the org. The user stays.
///
/// # Errors
/// Fails with the keys of rows that are not loaded or locked yet.
pub(in crate::domain) fn remove(world: &mut World, membership: &Model) -> Decision<()> {
    for row in world.groups_of(membership.org_id, membership.user_id)? {
        world.remove(&*row)?;
    }
    world.remove(membership)
}

/// Checks that the user is a member of the org or is visible to the actor. Actors may know members
/// whom they cannot see as users.
///
/// # Errors
/// `USER_NOT_FOUND` if neither is true.
pub(in crate::domain) fn must_be_known(world: &World, org: OrgId, user: UserId) -> Decision<()> {
    let is_known = world.membership(org, user)?.is_some()
        || world.user_status(user)?.is_some() && world.sees(user)?;
    match is_known {
        true => Ok(()),
        false => Err(not_found(Code::UserNotFound).at("userId").into()),
    }
}

/// Returns the error for a missing membership: the actor cannot see the user, or the user is not a
/// member.
pub(in crate::domain) fn absent(world: &World, user: UserId) -> Decision<Error> {
    Ok(match world.sees(user)? {
        false => not_found(Code::UserNotFound).at("userId"),
        true => Error::new(Code::NotAMember, "The user is not a member of this org.").at("userId"),
    })
}

/// Returns the error for adding an active member with different fields.
fn already_member(membership: &Model, field: &'static str) -> Error {
    let message = "The user is already an active member with other fields. Use updateMember or upsertMembership to change them.";
    Error::new(Code::AlreadyMember, message)
        .at(field)
        .existing(membership.id)
}

fn retired() -> Error {
    let message = "The member is retired in this org. Reactivate the membership first.";
    Error::new(Code::MemberRetired, message)
}

fn comes_back(before: &Model, after: &Model) -> bool {
    before.status == MemberStatus::Retired && after.status == MemberStatus::Active
}

fn is_chosen_default(membership: &Model) -> bool {
    membership.default_reason == Some(DefaultReason::Explicit)
}

/// Returns a new active membership with the role `user`.
pub(in crate::domain) fn new(world: &World, org: OrgId, user: UserId) -> Model {
    let source = world.actor().source().map(str::to_owned);
    super::new_row(
        world.id(),
        world.now(),
        source,
        (org, user, MemberRole::User),
    )
}

/// Returns the error for fields that contain a role that the org does not have, if any.
pub(super) fn unknown_role(
    world: &World,
    org: OrgId,
    fields: &MembershipFields,
) -> Decision<Option<Error>> {
    let stated: BTreeSet<RoleId> = fields.roles.iter().flatten().copied().collect();
    for role in stated {
        if world.own_role(org, role)?.is_none() {
            return Ok(Some(roles::absent()));
        }
    }
    Ok(None)
}

/// Returns a new active membership with the role `user` that owns the org.
pub(in crate::domain) fn new_owner(world: &World, org: OrgId, user: UserId) -> Model {
    Model {
        is_owner: true,
        ..new(world, org, user)
    }
}

/// Returns the membership with the given fields. The default does not change here.
fn stated(world: &World, before: Model, fields: &MembershipFields) -> Decision<Model> {
    let had = before.permissions.clone();
    let membership = fields.applied(before)?;
    no_misspelled(had.as_ref(), membership.permissions.as_ref())?;
    match unknown_role(world, membership.org_id, fields)? {
        Some(error) => Err(error.into()),
        None => Ok(membership),
    }
}
