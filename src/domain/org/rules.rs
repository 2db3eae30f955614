//! Rules for orgs, as functions of loaded rows.

use crate::{
    domain::engine::{Decision, Unique, World},
    error::{Code, Error},
    id::OrgId,
};

/// Checks that no other active org has this name.
///
/// # Errors
/// `NAME_TAKEN`. The error contains the other org's id only if the actor can see that org.
pub(super) fn name_is_free(world: &World, key: &str, own: Option<OrgId>) -> Decision<()> {
    let holder = world.holder(&Unique::OrgName(key.to_owned()))?;
    match holder.map(OrgId::from) {
        Some(other) if Some(other) != own => {
            let error = Error::new(Code::NameTaken, "Another active org has this name.").at("name");
            Err(match world.sees_org(other)? {
                true => error.existing(other),
                false => error,
            }
            .into())
        }
        _ => Ok(()),
    }
}
