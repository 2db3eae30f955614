//! The operation that adds a member to a group.

use crate::{
    access::Permission,
    domain::{
        Change, Done, Operation,
        engine::{Decide, Decision, Keys, Lock, World},
        membership,
    },
    entity::group_membership::Model,
    id::{GroupId, OrgId, UserId},
};

use super::rules;

/// Adds a member to a group. The user must be an active member of the group's org. `unchanged` if
/// the user is already in the group.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct AddGroupMember {
    /// The group's org.
    pub org: OrgId,
    /// The member.
    pub user: UserId,
    /// The group.
    pub group: GroupId,
}

impl Operation for AddGroupMember {
    type Output = Change;

    const NAME: &'static str = "AddGroupMember";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Decide for AddGroupMember {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.org(self.org, Lock::Share)
            .group(self.group)
            .membership(self.org, self.user)
            .group_membership(self.group, self.user);
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        world.require(Permission::GroupsWrite, self.org)?;
        world.lock_org(self.org, Lock::Share)?;
        rules::of_org(world, self.group, self.org)?;
        let user = world.followed(self.user)?;
        let Some(membership) = world.membership(self.org, user)? else {
            return Err(membership::rules::absent(world, user)?.into());
        };
        let (done, row) = rules::join(world, self.group, &membership)?;
        Ok(change(done, &row))
    }
}

pub(super) fn change(done: Done, row: &Model) -> Change {
    Change::new(done, row.id)
        .of_group(row.group_id)
        .of_user(row.user_id)
        .of_org(row.org_id)
}
