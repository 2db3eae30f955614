//! The rules of orgs, as functions of rows.

use crate::{
    domain::engine::{Decision, Unique, World},
    error::{Code, Error},
    id::OrgId,
};

/// Passes when no other active org has this name.
///
/// # Errors
/// `NAME_TAKEN`. Which org has the name, only those learn who belong to it.
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
