//! Deleting a user.

use sea_orm::EntityTrait;

use crate::{
    access::{Access, Permission, Target, target::not_found},
    db::Sql,
    domain::{
        AfterCommit, Change, Done, Operation, Tx, group,
        job::{JobOperation, JobRow, QueueJob},
        membership::owners,
    },
    entity::{job::JobKind, membership, token, user::Entity},
    error::{Code, Result},
    id::UserId,
};

use super::{
    erase::{self, EraseUser},
    update::locked,
};

/// The user is gone afterwards, and so are his tokens, his rows in groups and his memberships. His e-mail address is free
/// again; the events keep what was, unless it is erased.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DeleteUser {
    /// Who. With `erase` also somebody who was deleted before.
    pub user: UserId,
    /// A job replaces the user's personal data in what is kept, such as events.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub erase: bool,
}

impl Operation for DeleteUser {
    type Output = Change;

    const NAME: &'static str = "DeleteUser";

    fn requires(&self) -> Access {
        match self.erase {
            false => Access::new(Permission::UsersDelete, Target::User(self.user)),
            true => erase::access(),
        }
    }

    async fn run(&self, tx: &Tx) -> Result<Change> {
        if !self.erase {
            return self.delete(tx).await;
        }
        let found = Entity::find_by_id(self.user).one(tx.conn()).await?;
        let change = match found {
            Some(_) => self.delete(tx).await?,
            None if erase::is_known(tx, self.user).await? => Change::new(Done::Queued, self.user),
            None => return Err(not_found(Code::UserNotFound).at("userId")),
        };
        let first = JobOperation::EraseUser(EraseUser::new(self.user));
        let queued = QueueJob {
            kind: JobKind::EraseUser,
            rows: vec![JobRow {
                reference: None,
                operation: Ok(first),
            }],
            dry_run: false,
            id: None,
        };
        let job = tx.perform(&queued).await?.job;
        Ok(Change { job, ..change })
    }
}

impl DeleteUser {
    async fn delete(&self, tx: &Tx) -> Result<Change> {
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
