//! Changing a group.

use crate::{
    access::{Access, Lock, Permission, Target},
    domain::{
        Change, Done, Operation, Tx,
        field::{ExternalId, Name, Patch},
        version,
    },
    entity::event::Verb,
    error::Result,
    id::GroupId,
};

use super::{change, locked, name_is_free};

/// Changes what is given and leaves the rest.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct UpdateGroup {
    /// Which one.
    pub group: GroupId,
    /// Unique in the org, without regard to case.
    pub name: Option<Name>,
    /// What another system calls it.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    pub external_id: Patch<ExternalId>,
    /// The version that the row must have; any where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_version: Option<i64>,
}

impl Operation for UpdateGroup {
    type Output = Change;

    const NAME: &'static str = "UpdateGroup";

    fn requires(&self) -> Access {
        Access::new(Permission::GroupsWrite, Target::Group(self.group)).locking(Lock::Share)
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        let before = locked(tx, self.group).await?;
        version::must_be(self.if_version, Some(&before))?;
        let mut after = before.clone();
        if let Some(name) = &self.name {
            after.name = name.as_str().to_owned();
            after.name_key = name.key();
        }
        if let Some(external_id) = &self.external_id {
            after.external_id = external_id.clone().map(String::from);
        }
        if after == before {
            return Ok(change(Done::Unchanged, &before));
        }
        if after.name_key != before.name_key {
            name_is_free(tx, before.org_id, &after.name_key, Some(self.group)).await?;
        }
        after.updated_at = tx.now();
        tx.update(Verb::Updated, &before, &after).await?;
        Ok(change(Done::Updated, &after))
    }
}
