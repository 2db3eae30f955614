//! Changing a role.

use crate::{
    access::{Access, Grant, Lock, Permission, Target},
    domain::{Change, Done, Operation, Tx, field::Name, membership::Permissions, version},
    entity::event::Verb,
    error::Result,
    id::RoleId,
};

use super::{change, locked, name_is_free, set_name, set_permissions};

/// Changes what is given and leaves the rest; of all members who have the role, at once. Permissions that are new in it must
/// be within the caller's own in the org.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct UpdateRole {
    /// Which one.
    pub role: RoleId,
    /// Unique in the org, without regard to case.
    pub name: Option<Name>,
    /// All that it grants from now on.
    pub permissions: Option<Permissions>,
    /// The version that the row must have; any where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_version: Option<i64>,
}

impl Operation for UpdateRole {
    type Output = Change;

    const NAME: &'static str = "UpdateRole";

    fn requires(&self) -> Access {
        Access::new(Permission::RolesWrite, Target::Role(self.role)).locking(Lock::Share)
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        let before = locked(tx, self.role).await?;
        version::must_be(self.if_version, Some(&before))?;
        let mut after = before.clone();
        if let Some(name) = &self.name {
            set_name(&mut after, name)?;
        }
        if let Some(permissions) = &self.permissions {
            set_permissions(&mut after, permissions);
            let new = permissions.grant().without(&Grant::of_role(&before)?);
            if !new.is_nothing() {
                tx.may_grant(before.org_id, &new).await?;
            }
        }
        if after == before {
            return Ok(change(Done::Unchanged, &before));
        }
        if after.name_key != before.name_key {
            name_is_free(tx, &after).await?;
        }
        after.updated_at = tx.now();
        tx.update(Verb::Updated, &before, &after).await?;
        Ok(change(Done::Updated, &after))
    }
}
