//! The operation that updates a group.

use crate::{
    access::Permission,
    domain::{
        Change, Done, Operation,
        engine::{Decide, Decision, Keys, Lock, World},
        field::{ExternalId, Name, Patch},
        version::{self, Expected},
    },
    id::GroupId,
};

use super::{change, rules};

/// Updates a group. Fields that are absent keep their values.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct UpdateGroup {
    /// The group.
    pub group: GroupId,
    /// The name, unique in the org and compared without case.
    pub name: Option<Name>,
    /// The id of the group in another system.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    pub external_id: Patch<ExternalId>,
    /// The version that the row must have. Any version if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_version: Option<Expected>,
}

impl Operation for UpdateGroup {
    type Output = Change;

    const NAME: &'static str = "UpdateGroup";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Decide for UpdateGroup {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.group(self.group);
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        let before = world.require_of_group(Permission::GroupsWrite, self.group)?;
        world.lock_org(before.org_id, Lock::Share)?;
        version::must_be(self.if_version.as_ref(), Some(&*before))?;
        let mut after = (*before).clone();
        if let Some(name) = &self.name {
            after.name = name.as_str().to_owned();
            after.name_key = name.key();
        }
        if let Some(external_id) = &self.external_id {
            after.external_id = external_id.clone().map(String::from);
        }
        world.give_way_again(&*before, &mut after)?;
        if after == *before {
            return Ok(change(Done::Unchanged, &before));
        }
        if after.name_key != before.name_key {
            rules::name_is_free(world, before.org_id, &after.name_key, Some(self.group))?;
        }
        let after = world.put(after)?;
        Ok(change(Done::Updated, &after))
    }
}
