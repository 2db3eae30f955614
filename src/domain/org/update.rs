//! Changing an org.

use crate::{
    access::{Access, Lock, Permission, Target},
    domain::{
        Change, Done, Operation, Tx,
        field::{ExternalId, Name, Patch},
        version,
    },
    entity::event::Verb,
    error::Result,
    id::OrgId,
};

use super::{change, locked, name_is_free};

/// Changes what is given and leaves the rest.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct UpdateOrg {
    /// Which one.
    pub org: OrgId,
    /// Unique among active orgs, without regard to case.
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

impl Operation for UpdateOrg {
    type Output = Change;

    const NAME: &'static str = "UpdateOrg";

    fn requires(&self) -> Access {
        Access::new(Permission::OrgWrite, Target::Org(self.org)).locking(Lock::Update)
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        let before = locked(tx, self.org).await?;
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
            return Ok(change(Done::Unchanged, self.org));
        }
        if after.name_key != before.name_key {
            name_is_free(tx, &after.name_key, Some(self.org)).await?;
        }
        after.updated_at = tx.now();
        tx.update(Verb::Updated, &before, &after).await?;
        Ok(change(Done::Updated, self.org))
    }
}
