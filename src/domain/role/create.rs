//! The operation that creates a role in an org.

use serde_json::Value as Json;

use crate::{
    access::Permission,
    domain::{
        Change, Done, Operation,
        engine::{Decide, Decision, Keys, Lock, Unique, World},
        field::Name,
        membership::{self, Permissions},
    },
    entity::role::Model,
    error::{Code, Error},
    id::OrgId,
};

use super::{change, name_is_free, set_name, set_permissions};

/// The maximum number of roles of one org. All roles of an org are read at once.
const MAX_ROLES: i64 = 1_000;

/// Creates a role, which no member has yet. The actor must hold all permissions of the role in the
/// org.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct CreateRole {
    /// The org.
    pub org: OrgId,
    /// Unique in the org, ignoring case.
    pub name: Name,
    /// The permissions that the role grants.
    pub permissions: Permissions,
}

impl Operation for CreateRole {
    type Output = Change;

    const NAME: &'static str = "CreateRole";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Decide for CreateRole {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.org(self.org, Lock::Share)
            .unique(Unique::RoleName(self.org, self.name.key()))
            .role_count(self.org);
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        world.require(Permission::RolesWrite, self.org)?;
        world.lock_org(self.org, Lock::Share)?;
        let mut role = Model {
            id: world.id(),
            org_id: self.org,
            name: String::new(),
            name_key: String::new(),
            permissions: Json::Null,
            rights: 0,
            created_at: world.now(),
            updated_at: world.now(),
            version: 1,
        };
        set_name(&mut role, &self.name)?;
        set_permissions(&mut role, &self.permissions);
        membership::no_misspelled(None, Some(&role.permissions))?;
        world.may_hand_out(self.org, &self.permissions.grant())?;
        name_is_free(world, &role)?;
        if world.role_count(self.org)? >= MAX_ROLES {
            let message =
                format!("The org already has {MAX_ROLES} roles, the maximum. Delete a role first.");
            return Err(Error::new(Code::LimitExceeded, message).into());
        }
        let role = world.make(role)?;
        Ok(change(Done::Created, &role))
    }
}
