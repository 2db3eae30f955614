//! The operation that creates a group.

use crate::{
    access::Permission,
    domain::{
        Change, Done, Operation,
        engine::{Decide, Decision, Keys, Lock, Unique, World},
        field::{ExternalId, Name},
    },
    entity::group::Model,
    id::OrgId,
};

use super::{change, rules};

/// Creates an empty group.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct CreateGroup {
    /// The org that the group belongs to.
    pub org: OrgId,
    /// The name, unique in the org and compared without case.
    pub name: Name,
    /// The id of the group in another system.
    pub external_id: Option<ExternalId>,
}

impl Operation for CreateGroup {
    type Output = Change;

    const NAME: &'static str = "CreateGroup";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Decide for CreateGroup {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.org(self.org, Lock::Share)
            .unique(Unique::GroupName(self.org, self.name.key()));
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        world.require(Permission::GroupsWrite, self.org)?;
        world.lock_org(self.org, Lock::Share)?;
        let key = self.name.key();
        rules::name_is_free(world, self.org, &key, None)?;
        let group = world.make(Model {
            id: world.id(),
            org_id: self.org,
            name: self.name.as_str().to_owned(),
            name_key: key,
            external_id: self.external_id.clone().map(String::from),
            created_at: world.now(),
            updated_at: world.now(),
            version: 1,
        })?;
        Ok(change(Done::Created, &group))
    }
}
