//! The operation that updates an org.

use crate::{
    access::{Permission, target},
    domain::{
        Change, Done, Operation,
        engine::{Decide, Decision, Keys, Lock, Unique, World},
        field::{ExternalId, Name, Patch},
        version::{self, Expected},
    },
    error::Code,
    id::OrgId,
};

use super::{change, rules};

/// Updates the fields that are present; the other fields keep their values.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct UpdateOrg {
    /// The org to update.
    pub org: OrgId,
    /// Unique among active orgs, ignoring case.
    pub name: Option<Name>,
    /// The id of the org in another system.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    pub external_id: Patch<ExternalId>,
    /// The version that the row must have. `None` accepts any version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_version: Option<Expected>,
}

impl Operation for UpdateOrg {
    type Output = Change;

    const NAME: &'static str = "UpdateOrg";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Decide for UpdateOrg {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.org(self.org, Lock::Update);
        if let Some(name) = &self.name {
            keys.unique(Unique::OrgName(name.key()));
        }
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        world.require(Permission::OrgWrite, self.org)?;
        let Some(before) = world.org(self.org)? else {
            return Err(target::not_found(Code::OrgNotFound).at("org").into());
        };
        version::must_be(self.if_version.as_ref(), Some(&*before))?;
        let mut after = (*before).clone();
        if let Some(name) = &self.name {
            after.rename(name);
        }
        if let Some(external_id) = &self.external_id {
            after.external_id = external_id.clone().map(String::from);
        }
        world.give_way_again(&*before, &mut after)?;
        if after == *before {
            return Ok(change(Done::Unchanged, self.org));
        }
        if after.name_key != before.name_key {
            rules::name_is_free(world, &after.name_key, Some(self.org))?;
        }
        world.put(after)?;
        Ok(change(Done::Updated, self.org))
    }
}
