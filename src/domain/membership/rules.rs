//! The rules of memberships, as functions of rows: how a user becomes a member, a membership changes, ends, and goes.
//!
//! None of them settles defaults or counts owners: [`uphold`](super::uphold::uphold) does that at the end of each change.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    access::{Lock, Permission, target::not_found},
    domain::{
        Done,
        engine::{Decision, World},
    },
    entity::membership::{MemberRole, MemberStatus, Model},
    error::{Code, Error},
    id::{OrgId, RoleId, UserId},
};

use super::{MembershipFields, roles};

/// Makes the user an active member of the org. A retired member comes back with what the membership had, changed by what is
/// stated. An active member is left alone: to change one is another operation.
///
/// # Errors
/// `ORG_NOT_FOUND`, `ORG_RETIRED`, `FORBIDDEN`, `USER_NOT_FOUND`, `ROLE_NOT_FOUND`, `INVALID_VALUE`; `ALREADY_MEMBER` when an
/// active member would change.
pub(super) fn add(
    world: &mut World,
    org: OrgId,
    user: UserId,
    fields: &MembershipFields,
) -> Decision<(Done, Arc<Model>)> {
    world.require_for_member(Permission::MembersGrant, org, user)?;
    let Some(before) = world.membership(org, user)? else {
        if world.user(user)?.is_none() || !world.sees(user)? {
            return Err(not_found(Code::UserNotFound).at("userId").into());
        }
        let after = stated(world, new(world, org, user), fields)?;
        world.may_grant(None, &after)?;
        return Ok((Done::Created, put(world, after, fields)?));
    };
    if before.status == MemberStatus::Active {
        return match fields.differs_from(&before)? {
            None => Ok((Done::Unchanged, before)),
            Some(field) => Err(already_member(&before, field).into()),
        };
    }
    let mut after = stated(world, (*before).clone(), fields)?;
    after.status = MemberStatus::Active;
    world.may_grant(Some(&before), &after)?;
    Ok((Done::Reactivated, put(world, after, fields)?))
}

/// Changes what is stated of a membership, and leaves the rest.
///
/// # Errors
/// `FORBIDDEN`, `ROLE_NOT_FOUND`, `INVALID_VALUE`.
pub(super) fn change(
    world: &mut World,
    before: &Arc<Model>,
    fields: &MembershipFields,
) -> Decision<(Done, Arc<Model>)> {
    let after = stated(world, (**before).clone(), fields)?;
    world.may_grant(Some(before), &after)?;
    if after == **before && fields.is_default.is_none() {
        return Ok((Done::Unchanged, before.clone()));
    }
    let done = match (before.status, after.status) {
        (MemberStatus::Retired, MemberStatus::Active) => Done::Reactivated,
        _ => Done::Updated,
    };
    Ok((done, put(world, after, fields)?))
}

/// Removes a membership and its rows in groups of the org. The user stays.
///
/// # Errors
/// The locks that are missing.
pub(super) fn remove(world: &mut World, membership: &Model) -> Decision<()> {
    for row in world.groups_of(membership.org_id, membership.user_id)? {
        world.remove(&*row)?;
    }
    world.remove(membership)
}

/// The reason why there is no such membership: there is no such user for this actor, or the user is no member.
pub(super) fn absent(world: &World, user: UserId) -> Decision<Error> {
    Ok(match world.sees(user)? {
        false => not_found(Code::UserNotFound).at("userId"),
        true => Error::new(Code::NotAMember, "The user is not a member of this org.").at("userId"),
    })
}

/// An active member is not changed by being added.
pub(super) fn already_member(membership: &Model, field: &'static str) -> Error {
    let message = "The user is an active member with other details. Use updateMember or upsertMembership to change them.";
    Error::new(Code::AlreadyMember, message)
        .at(field)
        .existing(membership.id)
}

/// A new active membership with the role `user`.
fn new(world: &World, org: OrgId, user: UserId) -> Model {
    let source = world.actor().source().map(str::to_owned);
    super::new_row(
        world.id(),
        world.now(),
        source,
        (org, user, MemberRole::User),
    )
}

fn put(world: &mut World, membership: Model, fields: &MembershipFields) -> Decision<Arc<Model>> {
    let before = world.membership(membership.org_id, membership.user_id)?;
    let was_active = before.is_some_and(|before| before.status == MemberStatus::Active);
    if membership.status == MemberStatus::Active && !was_active {
        // The org must not retire meanwhile.
        world.lock_org(membership.org_id, Lock::Share)?;
    }
    if let Some(is_default) = fields.is_default {
        world.state_default(membership.org_id, membership.user_id, is_default);
    }
    world.put(membership)
}

/// The membership with what is stated of it. The default is not settled by it.
fn stated(world: &World, membership: Model, fields: &MembershipFields) -> Decision<Model> {
    let membership = fields.applied(membership)?;
    let stated: BTreeSet<RoleId> = fields.roles.iter().flatten().copied().collect();
    for role in stated {
        if world.own_role(membership.org_id, role)?.is_none() {
            return Err(roles::absent().into());
        }
    }
    Ok(membership)
}
