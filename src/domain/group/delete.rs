//! Deleting a group.

use crate::{
    access::{Access, Lock, Permission, Target},
    db::Sql,
    domain::{Change, Done, Operation, Tx},
    error::Result,
    id::GroupId,
};

use super::{change, locked, removed};

/// The group is gone afterwards, and nobody is in it; its members stay in the org.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct DeleteGroup {
    /// Which one.
    pub group: GroupId,
}

impl Operation for DeleteGroup {
    type Output = Change;

    const NAME: &'static str = "DeleteGroup";

    fn requires(&self) -> Access {
        Access::new(Permission::GroupsWrite, Target::Group(self.group)).locking(Lock::Share)
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        let group = locked(tx, self.group).await?;
        let mut sql = Sql::new(tx.conn(), "DELETE FROM group_memberships WHERE group_id = ");
        sql.bind(self.group);
        removed(tx, sql).await?;
        tx.remove(&group).await?;
        let mut change = change(Done::Removed, &group);
        change.group = None;
        Ok(change)
    }
}
