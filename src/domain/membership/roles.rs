//! The roles of a membership that its org defines, in the column `roles`. The engine keeps the rows
//! of `membership_roles` in sync with the column.

use std::collections::BTreeSet;

use serde_json::json;

use crate::{
    access::target::not_found,
    entity::membership::Model,
    error::{Code, Error, Result},
    id::RoleId,
};

/// Returns the ids of the membership's roles.
///
/// # Errors
/// `INTERNAL` if the column contains anything that this server does not write.
pub fn ids(membership: &Model) -> Result<BTreeSet<RoleId>> {
    match &membership.roles {
        None => Ok(BTreeSet::new()),
        Some(list) => serde_json::from_value(list.clone()).map_err(Error::internal),
    }
}

/// Sets the roles of the membership.
pub(in crate::domain) fn keep(membership: &mut Model, roles: &BTreeSet<RoleId>) {
    membership.roles = (!roles.is_empty()).then(|| json!(roles));
}

/// Returns the error for a role that does not exist or belongs to another org.
pub(super) fn absent() -> Error {
    not_found(Code::RoleNotFound).at("roleIds")
}
