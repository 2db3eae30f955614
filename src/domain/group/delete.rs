//! The operation that deletes a group.

use crate::{
    access::Permission,
    domain::{
        Change, Done, Operation,
        engine::{Bulk, Decide, Decision, Keys, Lock, World},
    },
    id::GroupId,
};

use super::change;

/// Deletes a group and its group memberships. The members stay in the org.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct DeleteGroup {
    /// The group.
    pub group: GroupId,
}

impl Operation for DeleteGroup {
    type Output = Change;

    const NAME: &'static str = "DeleteGroup";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Decide for DeleteGroup {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.group(self.group);
    }

    /// Returns the maximum, because a group can have any number of members.
    fn weight(&self) -> usize {
        usize::MAX
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        let group = world.require_of_group(Permission::GroupsWrite, self.group)?;
        world.lock_org(group.org_id, Lock::Share)?;
        world.remove(&*group)?;
        world.in_bulk(Bulk::EmptyGroup(self.group));
        let mut change = change(Done::Removed, &group);
        change.group = None;
        Ok(change)
    }
}
