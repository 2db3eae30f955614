//! Taking an org out of use, and bringing it back.

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
    fold,
    id::OrgId,
};

use super::{change, defaults, rules};

/// The org is out of use afterwards: it gives no rights, only platform tokens still see it, and its name is free. Its members
/// and groups stay as they are. Of members whose default it is, the next active org becomes the default.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RetireOrg {
    /// Which one.
    pub org: OrgId,
    /// The version that the row must have; any where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_version: Option<Expected>,
}

/// The org is in use again, if its name is still free. Members without a visible default have it as their default then.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RestoreOrg {
    /// Which one.
    pub org: OrgId,
    /// Its name from then on. Without one it has the name that it had.
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
        // An org that is retired already is not written, so its version does not matter.
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
            // A caller who sends the request again states the name that the org has by now.
            return match &self.name {
                Some(name) if name.as_str() != before.name => Err(already_active().into()),
                _ => Ok(change(Done::Unchanged, self.org)),
            };
        }
        let mut after = (*before).clone();
        after.status = OrgStatus::Active;
        match &self.name {
            Some(name) => after.rename(name),
            // Another org may have had its key when the keys were written anew.
            None => after.name_key = fold::key(&after.name),
        }
        rules::name_is_free(world, &after.name_key, Some(self.org))?;
        put(world, Done::Reactivated, after)
    }

    fn weight(&self) -> usize {
        usize::MAX
    }
}

/// The failure of a restoration that states another name than an active org has.
fn already_active() -> Error {
    let message = "The org is active. Use `updateOrg` to rename it.";
    Error::new(Code::InvalidValue, message).at("name")
}

/// The org, which the actor may retire and restore.
fn allowed(world: &mut World, org: OrgId) -> Decision<Arc<Model>> {
    world.require_in_any_state(Permission::OrgsRetire, org)?;
    let absent = || target::not_found(Code::OrgNotFound).at("org");
    Ok(world.org(org)?.ok_or_else(absent)?)
}

/// Writes the org with its new status, and settles the defaults of its members.
fn put(world: &mut World, done: Done, after: Model) -> Decision<Change> {
    let org = after.id;
    world.put(after)?;
    let job = defaults::settle_all(world, org)?;
    Ok(Change {
        job,
        ..change(done, org)
    })
}
