//! The org's own roles that memberships have: the column `roles`. The engine writes the rows of `membership_roles`, which
//! follow the column.

use std::collections::BTreeSet;

use serde_json::json;

use crate::{
    access::target::not_found,
    entity::membership::Model,
    error::{Code, Error, Result},
    id::RoleId,
};

/// The roles that the membership has.
///
/// # Errors
/// `INTERNAL` for a row that this server did not write.
pub fn ids(membership: &Model) -> Result<BTreeSet<RoleId>> {
    match &membership.roles {
        None => Ok(BTreeSet::new()),
        Some(list) => serde_json::from_value(list.clone()).map_err(Error::internal),
    }
}

/// Gives the membership these roles.
pub(in crate::domain) fn keep(membership: &mut Model, roles: &BTreeSet<RoleId>) {
    membership.roles = (!roles.is_empty()).then(|| json!(roles));
}

/// A role that is not there, or of another org.
pub(super) fn absent() -> Error {
    not_found(Code::RoleNotFound).at("roleIds")
}
