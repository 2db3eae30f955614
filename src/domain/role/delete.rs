//! The operation that deletes a role.

use crate::{
    access::Permission,
    domain::{
        Change, Done, Operation,
        engine::{Bulk, Decide, Decision, Keys, Lock, World},
    },
    id::RoleId,
};

use super::change;

/// Deletes a role and takes it from all members. The members stay in the org.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct DeleteRole {
    /// The role.
    pub role: RoleId,
}

impl Operation for DeleteRole {
    type Output = Change;

    const NAME: &'static str = "DeleteRole";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Decide for DeleteRole {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.locked_role(self.role);
    }

    /// Returns the maximum, because any number of members may have the role.
    fn weight(&self) -> usize {
        usize::MAX
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        let role = world.require_of_role(Permission::RolesWrite, self.role)?;
        world.lock_org(role.org_id, Lock::Share)?;
        world.remove(&*role)?;
        world.in_bulk(Bulk::TakeRole(self.role));
        let mut change = change(Done::Removed, &role);
        change.role = None;
        Ok(change)
    }
}
