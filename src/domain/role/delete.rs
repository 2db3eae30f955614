//! Deleting a role.

use crate::{
    access::{Access, Lock, Permission, Target},
    db::{Sql, columns},
    domain::{Change, Done, Operation, Tx, membership},
    entity::{event::Verb, membership::Model},
    error::Result,
    id::RoleId,
};

use super::{change, locked};

/// Memberships that are changed at once.
const AT_ONCE: u32 = 10_000;

/// The role is gone afterwards, and nobody has it; its members stay in the org.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct DeleteRole {
    /// Which one.
    pub role: RoleId,
}

impl Operation for DeleteRole {
    type Output = Change;

    const NAME: &'static str = "DeleteRole";

    fn requires(&self) -> Access {
        Access::new(Permission::RolesWrite, Target::Role(self.role)).locking(Lock::Share)
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        let role = locked(tx, self.role).await?;
        while self.leave_some(tx).await? {}
        tx.remove(&role).await?;
        let mut change = change(Done::Removed, &role);
        change.role = None;
        Ok(change)
    }
}

impl DeleteRole {
    /// Takes the role from the next memberships that have it; false when there are none.
    async fn leave_some(&self, tx: &Tx) -> Result<bool> {
        let mut sql = Sql::new(tx.conn(), "SELECT ");
        sql.push(&columns::<Model>("m"))
            .push(" FROM membership_roles mr JOIN memberships m ON m.id = mr.membership_id WHERE mr.role_id = ")
            .bind(self.role)
            .push(" ORDER BY m.id")
            .limit(AT_ONCE)
            .locked("UPDATE", "m");
        let mut rows = Vec::new();
        for before in sql.all::<Model>(tx.conn()).await? {
            let mut after = before.clone();
            let mut roles = membership::role_ids(&before)?;
            roles.remove(&self.role);
            membership::keep_roles(&mut after, &roles);
            after.updated_at = tx.now();
            rows.push((Verb::Updated, before, after));
        }
        tx.update_many(&rows).await?;
        Ok(!rows.is_empty())
    }
}
