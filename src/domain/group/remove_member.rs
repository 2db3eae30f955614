//! The operation that removes a member from a group.

use crate::{
    access::Permission,
    domain::{
        Change, Done, Operation,
        engine::{Decide, Decision, Keys, Lock, World},
        membership,
    },
    id::{GroupId, OrgId, UserId},
};

use super::{add_member::change, rules};

/// Removes a member from a group. `unchanged` if the user is not in the group.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RemoveGroupMember {
    /// The group's org.
    pub org: OrgId,
    /// The member.
    pub user: UserId,
    /// The group.
    pub group: GroupId,
}

impl Operation for RemoveGroupMember {
    type Output = Change;

    const NAME: &'static str = "RemoveGroupMember";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Decide for RemoveGroupMember {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.org(self.org, Lock::Share)
            .group(self.group)
            .group_membership(self.group, self.user);
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        world.require(Permission::GroupsWrite, self.org)?;
        world.lock_org(self.org, Lock::Share)?;
        rules::of_org(world, self.group, self.org)?;
        let user = world.followed(self.user)?;
        let Some(row) = world.group_membership(self.group, user)? else {
            membership::rules::must_be_known(world, self.org, user)?;
            let nothing = Change::nothing(Done::Unchanged);
            return Ok(nothing.of_group(self.group).of_user(user).of_org(self.org));
        };
        world.remove(&*row)?;
        Ok(change(Done::Removed, &row))
    }
}
