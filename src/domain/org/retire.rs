//! The operations that retire and restore an org.

use std::sync::Arc;

use crate::{
    access::{Permission, target},
    domain::{
        Change, Done, Operation,
        engine::{Decide, Decision, Keys, Lock, Unique, World},
        field::Name,
        version::{self, Expected},
    },
    entity::org::{Model, OrgStatus},
    error::{Code, Error},
    id::OrgId,
    normalize,
};

use super::{change, defaults, rules};

/// Retires an org. A retired org grants no access, only platform tokens see it, and its name is
/// free. Its memberships and groups stay unchanged. For members whose default it is, the next
/// active org becomes the default.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RetireOrg {
    /// The org to retire.
    pub org: OrgId,
    /// The version that the row must have. `None` accepts any version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_version: Option<Expected>,
}

/// Restores a retired org, if its name is still free. The org becomes the default of members who
/// have no visible default.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RestoreOrg {
    /// The org to restore.
    pub org: OrgId,
    /// The new name. `None` keeps the old name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
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
        let before = allowed(world, self.org)?;
        if before.status == OrgStatus::Retired {
            return Ok(change(Done::Unchanged, self.org));
        }
        // An org that is already retired is not written, so its version does not matter.
        version::must_be(self.if_version.as_ref(), Some(&*before))?;
        let after = Model {
            status: OrgStatus::Retired,
            ..(*before).clone()
        };
        put(world, Done::Updated, after)
    }

    fn weight(&self) -> usize {
        usize::MAX
    }
}

impl Decide for RestoreOrg {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.org(self.org, Lock::Update);
        if let Some(name) = &self.name {
            keys.unique(Unique::OrgName(name.key()));
        }
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        let before = allowed(world, self.org)?;
        if before.status == OrgStatus::Active {
            // A retried request contains the name that the first request gave the org.
            return match &self.name {
                Some(name) if name.as_str() != before.name => Err(already_active().into()),
                _ => Ok(change(Done::Unchanged, self.org)),
            };
        }
        let mut after = (*before).clone();
        after.status = OrgStatus::Active;
        match &self.name {
            Some(name) => after.rename(name),
            // Another org may have held the key when a migration recalculated the keys.
            None => after.name_key = normalize::key(&after.name),
        }
        rules::name_is_free(world, &after.name_key, Some(self.org))?;
        put(world, Done::Reactivated, after)
    }

    fn weight(&self) -> usize {
        usize::MAX
    }
}

/// Returns the error for restoring an active org under a different name.
fn already_active() -> Error {
    let message = "The org is active. Use `updateOrg` to rename it.";
    Error::new(Code::InvalidValue, message).at("name")
}

/// Checks that the actor may retire and restore the org, and returns the org.
fn allowed(world: &mut World, org: OrgId) -> Decision<Arc<Model>> {
    world.require_in_any_state(Permission::OrgsRetire, org)?;
    let absent = || target::not_found(Code::OrgNotFound).at("org");
    Ok(world.org(org)?.ok_or_else(absent)?)
}

/// Writes the org with its new status and recalculates the defaults of its members.
fn put(world: &mut World, done: Done, after: Model) -> Decision<Change> {
    let org = after.id;
    world.put(after)?;
    let job = defaults::recheck_all(world, org)?;
    Ok(Change {
        job,
        ..change(done, org)
    })
}
