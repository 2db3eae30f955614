//! The operation that sets a group's members.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use crate::{
    access::{Permission, target::not_found},
    domain::{
        Change, Done, Operation,
        engine::{Decide, Decision, Keys, Lock, World},
        membership::{
            ArgumentPath, MAX_CHANGES, SetMode,
            set::{IntendedRemovals, check_size, too_many},
        },
        user::UserRef,
    },
    entity::membership::Model as Membership,
    error::{Code, Error, Result},
    id::{GroupId, OrgId, UserId},
};

use super::{change, rules};

/// The argument that lists the members.
const LIST: &str = "members";

/// Sets the members of a group in one transaction. Order and duplicates do not matter. `Replace`
/// removes active members of the org who are not listed. Unlisted retired members stay in the
/// group, so that they have their groups again when they are reactivated.
///
/// The guard of [`SetOrgMembers`](crate::domain::membership::SetOrgMembers) applies: a truncated
/// list must not empty a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetGroupMembers {
    /// The group.
    pub group: GroupId,
    /// The members.
    pub members: Vec<UserRef>,
    /// What the list does to listed and unlisted members.
    pub mode: SetMode,
    /// The exact number of members to be removed. With any other number, nothing changes.
    pub expect_removed: Option<usize>,
}

impl Operation for SetGroupMembers {
    type Output = Change;

    const NAME: &'static str = "SetGroupMembers";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Decide for SetGroupMembers {
    type Output = Change;

    fn reads(&self, world: &World, keys: &mut Keys) {
        keys.group(self.group);
        // Members are read after the group, whose org is not known yet. Only references are looked
        // up now, before anything is locked.
        for member in self.members.iter().take(MAX_CHANGES) {
            world.likely_user(member, keys);
        }
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        let group = world.require_of_group(Permission::GroupsWrite, self.group)?;
        world.lock_org(group.org_id, Lock::Share)?;
        check_size(LIST, self.members.len())?;
        let listed = self.listed(world, group.org_id)?;
        let unlisted = self.unlisted(world, &listed)?;
        // Requests all rows at once instead of one after the other.
        let mut needed = Keys::default();
        for user in listed.keys().chain(&unlisted) {
            needed.collect(world.group_membership(self.group, *user))?;
        }
        needed.must_be_empty()?;
        let (mut added, mut removed) = (0, 0);
        for (user, membership) in &listed {
            match self.mode {
                SetMode::Add | SetMode::Replace => {
                    let (done, _) = rules::join(world, self.group, membership)?;
                    added += usize::from(done == Done::Created);
                }
                SetMode::Remove => removed += self.remove(world, *user)?,
            }
        }
        for user in unlisted {
            removed += self.remove(world, user)?;
        }
        if added + removed > MAX_CHANGES {
            return Err(too_many().into());
        }
        let intended = IntendedRemovals {
            mode: self.mode,
            is_list_empty: self.members.is_empty(),
            expected: self.expect_removed,
        };
        intended.check(removed, || Ok(world.members_of_group(self.group)?.len()))?;
        let done = match added + removed {
            0 => Done::Unchanged,
            _ => Done::Updated,
        };
        Ok(change(done, &group))
    }

    fn weight(&self) -> usize {
        match self.mode {
            SetMode::Replace => usize::MAX,
            SetMode::Add | SetMode::Remove => self.members.len(),
        }
    }
}

impl SetGroupMembers {
    /// Looks up the memberships of the listed members.
    ///
    /// # Errors
    /// Reports the problems of all rows: `USER_NOT_FOUND`, `AMBIGUOUS_MATCH`, or `MEMBER_RETIRED`
    /// for a retired member who would be added.
    fn listed(&self, world: &World, org: OrgId) -> Decision<BTreeMap<UserId, Arc<Membership>>> {
        let (mut listed, mut problems) = (BTreeMap::new(), Vec::new());
        let mut needed = Keys::default();
        for (index, reference) in self.members.iter().enumerate() {
            let Some(found) = needed.collect(member_named(world, org, reference))? else {
                continue;
            };
            let found = found.and_then(|membership| {
                if self.mode != SetMode::Remove {
                    rules::must_be_active(&membership)?;
                }
                Ok(membership)
            });
            match found {
                Ok(membership) => {
                    listed.insert(membership.user_id, membership);
                }
                Err(error) => {
                    let place = ArgumentPath::row(LIST, index);
                    problems.push(place.problem(None, error.at(reference.field())));
                }
            }
        }
        needed.must_be_empty()?;
        Error::several(problems)?;
        Ok(listed)
    }

    /// Returns the active members whom `Replace` removes.
    fn unlisted(
        &self,
        world: &World,
        listed: &BTreeMap<UserId, Arc<Membership>>,
    ) -> Decision<BTreeSet<UserId>> {
        if self.mode != SetMode::Replace {
            return Ok(BTreeSet::new());
        }
        let members = world.members_of_group(self.group)?;
        let unlisted = members.iter().filter(|user| !listed.contains_key(user));
        let unlisted: BTreeSet<UserId> = unlisted.copied().collect();
        match unlisted.len() > MAX_CHANGES {
            true => Err(too_many().into()),
            false => Ok(unlisted),
        }
    }

    /// Removes a member from the group. Returns the number of removed rows.
    fn remove(&self, world: &mut World, user: UserId) -> Decision<usize> {
        let Some(row) = world.group_membership(self.group, user)? else {
            return Ok(0);
        };
        world.remove(&*row)?;
        Ok(1)
    }
}

/// Returns the membership of the member that the reference identifies. A user who is not a member
/// of the org is not found, so that the answer does not reveal whether the user exists. Only actors
/// who may see the membership find it by an e-mail address or an external id.
fn member_named(
    world: &World,
    org: OrgId,
    reference: &UserRef,
) -> Decision<Result<Arc<Membership>>> {
    let absent = || not_found(Code::UserNotFound);
    if let UserRef::Id(user) = reference {
        let membership = world.membership(org, world.followed(*user)?)?;
        return Ok(membership.ok_or_else(absent));
    }
    let user = match world.user_named(reference)? {
        Ok(user) => user,
        Err(error) => return Ok(Err(error)),
    };
    Ok(match world.membership(org, user)? {
        Some(membership) if world.sees_membership(&membership)? => Ok(membership),
        _ => Err(absent()),
    })
}
