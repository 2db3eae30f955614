//! Taking an org out of use, and bringing it back.

use crate::{
    access::{Permission, target},
    domain::{
        Change, Done, Operation,
        engine::{Decide, Decision, Keys, Lock, World},
        version::{self, Expected},
    },
    entity::org::{Model, OrgStatus},
    error::Code,
    id::OrgId,
};

use super::{change, rules};

/// The org is out of use afterwards: it gives no rights, only platform tokens still see it, and its name is free. Its
/// members, groups and defaults stay as they are.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RetireOrg {
    /// Which one.
    pub org: OrgId,
    /// The version that the row must have; any where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_version: Option<Expected>,
}

/// The org is in use again, if its name is still free.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RestoreOrg {
    /// Which one.
    pub org: OrgId,
}

impl Operation for RetireOrg {
    type Output = Change;

    const NAME: &'static str = "RetireOrg";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Operation for RestoreOrg {
    type Output = Change;

    const NAME: &'static str = "RestoreOrg";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Decide for RetireOrg {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.org(self.org, Lock::Update);
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        set(
            world,
            self.org,
            OrgStatus::Retired,
            self.if_version.as_ref(),
        )
    }
}

impl Decide for RestoreOrg {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.org(self.org, Lock::Update);
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        set(world, self.org, OrgStatus::Active, None)
    }
}

fn set(
    world: &mut World,
    org: OrgId,
    status: OrgStatus,
    if_version: Option<&Expected>,
) -> Decision<Change> {
    world.require_in_any_state(Permission::OrgsRetire, org)?;
    let Some(before) = world.org(org)? else {
        return Err(target::not_found(Code::OrgNotFound).at("org").into());
    };
    if before.status == status {
        return Ok(change(Done::Unchanged, org));
    }
    // An org that has the status already is not written, so its version does not matter.
    version::must_be(if_version, Some(&*before))?;
    let done = match status {
        OrgStatus::Retired => Done::Updated,
        OrgStatus::Active => {
            rules::name_is_free(world, &before.name_key, Some(org))?;
            Done::Reactivated
        }
    };
    world.put(Model {
        status,
        ..(*before).clone()
    })?;
    Ok(change(done, org))
}
