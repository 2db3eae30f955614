//! The operation that creates or updates an org.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        Change, Operation,
        engine::{Decide, Decision, Keys, World},
        field::{ExternalId, Name},
    },
    error::{Code, Error},
    id::OrgId,
};

use super::{CreateOrg, OrgRef, UpdateOrg};

/// Updates the active org that has the external id, or else the one that has the name. Creates an
/// org if neither exists. Fields that are absent keep their values.
///
/// Creating requires the permissions of [`CreateOrg`]; updating requires those of [`UpdateOrg`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpsertOrg {
    /// The id of the org in another system.
    pub external_id: Option<ExternalId>,
    /// Unique among active orgs, ignoring case. A new org requires a name.
    pub name: Option<Name>,
}

impl Operation for UpsertOrg {
    type Output = Change;

    const NAME: &'static str = "UpsertOrg";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl UpsertOrg {
    /// Returns the references to try, in order of precedence.
    fn references(&self) -> impl Iterator<Item = OrgRef> {
        let external_id = self.external_id.as_ref();
        let external_id = external_id.map(|id| OrgRef::ExternalId(id.as_str().to_owned()));
        let name = self.name.as_ref().map(|name| OrgRef::NameKey(name.key()));
        external_id.into_iter().chain(name)
    }

    fn update(&self, org: OrgId) -> UpdateOrg {
        UpdateOrg {
            org,
            name: self.name.clone(),
            external_id: self.external_id.clone().map(Some),
            if_version: None,
        }
    }
}

impl Decide for UpsertOrg {
    type Output = Change;

    fn reads(&self, world: &World, keys: &mut Keys) {
        for reference in self.references() {
            if let Some(org) = world.likely_org(&reference, keys) {
                self.update(org).reads(world, keys);
                return;
            }
        }
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        for reference in self.references() {
            match world.org_named(&reference)? {
                Ok(org) => return self.update(org).decide(world),
                Err(error) if error.code() == Code::OrgNotFound => {}
                Err(error) => return Err(error.at(reference.field()).into()),
            }
        }
        let Some(name) = self.name.clone() else {
            let error = Error::invalid(
                "name",
                "is required: no org has this external id, and a new org needs a name",
            );
            return Err(error.into());
        };
        CreateOrg {
            name,
            external_id: self.external_id.clone(),
            owner: None,
        }
        .decide(world)
    }
}
