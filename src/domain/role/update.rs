//! The operation that updates a role.

use crate::{
    access::{Grant, Permission},
    domain::{
        Change, Done, Operation,
        engine::{Decide, Decision, Keys, Lock, World},
        field::Name,
        membership::{self, Permissions},
        version::{self, Expected},
    },
    id::RoleId,
};

use super::{change, name_is_free, set_name, set_permissions};

/// Updates the values of a role that are present, for all members who have the role. The actor must
/// hold the permissions that the update adds to the role.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct UpdateRole {
    /// The role.
    pub role: RoleId,
    /// Unique in the org, ignoring case.
    pub name: Option<Name>,
    /// The complete list of permissions that the role grants.
    pub permissions: Option<Permissions>,
    /// The version that the row must have. `None` accepts any version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_version: Option<Expected>,
}

impl Operation for UpdateRole {
    type Output = Change;

    const NAME: &'static str = "UpdateRole";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Decide for UpdateRole {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.locked_role(self.role);
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        let before = world.require_of_role(Permission::RolesWrite, self.role)?;
        world.lock_org(before.org_id, Lock::Share)?;
        version::must_be(self.if_version.as_ref(), Some(&*before))?;
        let mut after = (*before).clone();
        if let Some(name) = &self.name {
            set_name(&mut after, name)?;
        }
        if let Some(permissions) = &self.permissions {
            set_permissions(&mut after, permissions);
            membership::no_misspelled(Some(&before.permissions), Some(&after.permissions))?;
            let new = permissions.grant().without(&Grant::of_role(&before)?);
            world.may_hand_out(before.org_id, &new)?;
        }
        world.give_way_again(&*before, &mut after)?;
        if after == *before {
            return Ok(change(Done::Unchanged, &before));
        }
        if after.name_key != before.name_key {
            name_is_free(world, &after)?;
        }
        let after = world.put(after)?;
        Ok(change(Done::Updated, &after))
    }
}
