//! Rules for groups, as functions of loaded rows.

use std::sync::Arc;

use crate::{
    access::{Permission, target::not_found},
    domain::{
        Done,
        engine::{Decision, Lock, Unique, World},
        field::{ExternalId, Name},
    },
    entity::{
        group::Model,
        group_membership,
        membership::{self, MemberStatus},
    },
    error::{Code, Error, Result},
    id::{GroupId, OrgId},
};

/// Returns the group, which must belong to the org.
///
/// # Errors
/// `GROUP_NOT_IN_ORG` for a group of another org that the actor may read. `GROUP_NOT_FOUND` for any
/// other group.
pub(in crate::domain) fn of_org(world: &World, group: GroupId, org: OrgId) -> Decision<Arc<Model>> {
    let is_seen = match world.group(group)? {
        Some(row) if row.org_id == org => return Ok(row),
        Some(row) => world.holds(Permission::GroupsRead, row.org_id)?,
        None => false,
    };
    Err(not_of_org(is_seen).into())
}

/// Returns the error for a group that does not belong to the expected org.
pub(super) fn not_of_org(is_seen: bool) -> Error {
    match is_seen {
        true => Error::new(Code::GroupNotInOrg, "The group belongs to another org."),
        false => not_found(Code::GroupNotFound),
    }
    .at("groupId")
}

/// Returns the group of the org that has this name.
///
/// # Errors
/// Fails with the keys of rows that are not loaded.
pub(in crate::domain) fn named(
    world: &World,
    org: OrgId,
    name: &Name,
) -> Decision<Option<GroupId>> {
    let holder = world.holder(&Unique::GroupName(org, name.key()))?;
    Ok(holder.map(GroupId::from))
}

/// Creates an empty group.
///
/// # Errors
/// `ORG_NOT_FOUND`, `ORG_RETIRED` or `FORBIDDEN` if the actor may not create it. `NAME_TAKEN` if
/// another group of the org has this name.
pub(in crate::domain) fn create(
    world: &mut World,
    org: OrgId,
    name: &Name,
    external_id: Option<&ExternalId>,
) -> Decision<Arc<Model>> {
    world.require(Permission::GroupsWrite, org)?;
    world.lock_org(org, Lock::Share)?;
    let key = name.key();
    name_is_free(world, org, &key, None)?;
    world.make(Model {
        id: world.id(),
        org_id: org,
        name: name.as_str().to_owned(),
        name_key: key,
        external_id: external_id.map(|id| id.as_str().to_owned()),
        created_at: world.now(),
        updated_at: world.now(),
        version: 1,
    })
}

/// Checks that the member may be added to groups.
///
/// # Errors
/// `MEMBER_RETIRED` if the membership is retired.
pub(super) fn must_be_active(membership: &membership::Model) -> Result<()> {
    match membership.status {
        MemberStatus::Active => Ok(()),
        MemberStatus::Retired => {
            let message = "The member is retired in this org. Reactivate the membership first.";
            Err(Error::new(Code::MemberRetired, message).at("userId"))
        }
    }
}

/// Adds an active member to a group of the org.
///
/// # Errors
/// `MEMBER_RETIRED` if the membership is retired.
pub(in crate::domain) fn join(
    world: &mut World,
    group: GroupId,
    membership: &membership::Model,
) -> Decision<(Done, Arc<group_membership::Model>)> {
    must_be_active(membership)?;
    if let Some(row) = world.group_membership(group, membership.user_id)? {
        return Ok((Done::Unchanged, row));
    }
    let row = group_membership::Model {
        id: world.id(),
        group_id: group,
        org_id: membership.org_id,
        user_id: membership.user_id,
        created_at: world.now(),
        updated_at: world.now(),
        version: 1,
        owned_by: None,
    };
    Ok((Done::Created, world.put(row)?))
}

/// Checks that no other group of the org has this name.
///
/// # Errors
/// `NAME_TAKEN` if another group of the org has this name.
pub(super) fn name_is_free(
    world: &World,
    org: OrgId,
    key: &str,
    own: Option<GroupId>,
) -> Decision<()> {
    let holder = world.holder(&Unique::GroupName(org, key.to_owned()))?;
    match holder.map(GroupId::from) {
        Some(other) if Some(other) != own => {
            let message = "Another group of this org has this name.";
            let error = Error::new(Code::NameTaken, message);
            Err(error.at("name").existing(other).into())
        }
        _ => Ok(()),
    }
}
