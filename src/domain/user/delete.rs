//! Deleting a user.

use crate::{
    access::{Access, Permission, Target},
    db::Sql,
    domain::{AfterCommit, Change, Done, Operation, Tx, group, membership::owners},
    entity::{membership, token},
    error::Result,
    id::UserId,
};

use super::update::locked;

/// The user is gone afterwards, and so are his tokens, his rows in groups and his memberships. His e-mail address is free
/// again; the events keep what was.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DeleteUser {
    /// Who.
    pub user: UserId,
}

impl Operation for DeleteUser {
    type Output = Change;

    const NAME: &'static str = "DeleteUser";

    fn requires(&self) -> Access {
        Access::new(Permission::UsersDelete, Target::User(self.user))
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        owners::lock_orgs_of(tx, self.user).await?;
        let user = locked(tx, self.user).await?;
        owners::ensure_one_stays_in_each(tx, self.user).await?;
        let mut sql = Sql::select::<membership::Model>(tx.conn(), "m", " WHERE m.user_id = ");
        sql.bind(self.user)
            .push(" ORDER BY m.id")
            .locked("UPDATE", "m");
        let memberships: Vec<membership::Model> = sql.all(tx.conn()).await?;
        let mut sql = Sql::select::<token::Model>(tx.conn(), "t", " WHERE t.user_id = ");
        sql.bind(self.user)
            .push(" ORDER BY t.id")
            .locked("UPDATE", "t");
        let tokens: Vec<token::Model> = sql.all(tx.conn()).await?;
        tx.remove_many(&tokens).await?;
        group::leave_all_of(tx, &memberships).await?;
        tx.remove_many(&memberships).await?;
        tx.remove(&user).await?;
        tx.after_commit(AfterCommit::ForgetTokensOf(self.user));
        Ok(Change::new(Done::Removed, self.user))
    }
}
