//! The operation that creates a group.

use crate::{
    domain::{
        Change, Done, Operation,
        engine::{Decide, Decision, Keys, Lock, Unique, World},
        field::{ExternalId, Name},
    },
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
        let group = rules::create(world, self.org, &self.name, self.external_id.as_ref())?;
        Ok(change(Done::Created, &group))
    }
}
