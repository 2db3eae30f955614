//! Making a group.

use crate::{
    access::{Access, Lock, Permission, Target},
    domain::{
        Change, Done, Operation, Tx,
        field::{ExternalId, Name},
    },
    entity::group::Model,
    error::Result,
    id::OrgId,
};

use super::{change, name_is_free};

/// A new, empty group.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct CreateGroup {
    /// Whose.
    pub org: OrgId,
    /// Unique in the org, without regard to case.
    pub name: Name,
    /// What another system calls it.
    pub external_id: Option<ExternalId>,
}

impl Operation for CreateGroup {
    type Output = Change;

    const NAME: &'static str = "CreateGroup";

    fn requires(&self) -> Access {
        Access::new(Permission::GroupsWrite, Target::Org(self.org)).locking(Lock::Share)
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        let key = self.name.key();
        name_is_free(tx, self.org, &key, None).await?;
        let group = Model {
            id: tx.id(),
            org_id: self.org,
            name: self.name.as_str().to_owned(),
            name_key: key,
            external_id: self.external_id.clone().map(String::from),
            created_at: tx.now(),
            updated_at: tx.now(),
            version: 1,
        };
        tx.insert(&group).await?;
        Ok(change(Done::Created, &group))
    }
}
