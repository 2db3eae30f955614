//! The operation that deletes a user.

use sea_orm::EntityTrait;

use crate::{
    access::target::not_found,
    domain::{
        Change, Done, Operation, Tx,
        engine::{Decide, Decision, Keys, World},
        job::{JobOperation, JobRow, QueueJob},
    },
    entity::{job::JobKind, user::Entity},
    error::{Code, Result},
    id::UserId,
};

use super::{
    alias,
    erase::{self, EraseUser},
    rules,
};

/// Deletes the user and the user's tokens, group rows and memberships. The e-mail address becomes
/// free, and so do the addresses of users who were merged into this one: their ids and addresses are
/// no longer aliases. Events keep the old values unless `erase` is set.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DeleteUser {
    /// The user to delete. With `erase`, also a user who was deleted before.
    pub user: UserId,
    /// Queues a job that replaces the user's personal data in the remaining rows, such as events,
    /// also under the ids of users who were merged into this one. Without the user, these ids are
    /// unknown: erasing a user who was deleted before erases the data under one id.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub erase: bool,
}

impl Operation for DeleteUser {
    type Output = Change;

    const NAME: &'static str = "DeleteUser";

    async fn run(&self, tx: &Tx) -> Result<Change> {
        if !self.erase {
            return self.delete(tx).await;
        }
        erase::require(tx).await?;
        let user = alias::followed(tx, self.user).await?;
        // Deleting the user deletes the aliases.
        let former = alias::ids_of_user(tx, user).await?;
        let found = Entity::find_by_id(user).one(tx.conn()).await?;
        let change = match found {
            Some(_) => self.delete(tx).await?,
            None if erase::is_known(tx, user).await? => Change::new(Done::Queued, user),
            None => return Err(not_found(Code::UserNotFound).at("userId")),
        };
        let users = std::iter::once(user).chain(former);
        let first = users.map(|user| JobRow::of(JobOperation::EraseUser(EraseUser::new(user))));
        let queued = QueueJob {
            kind: JobKind::EraseUser,
            rows: first.collect(),
            dry_run: false,
            id: None,
        };
        let job = tx.perform(&queued).await?.job;
        Ok(Change { job, ..change })
    }
}

impl DeleteUser {
    async fn delete(&self, tx: &Tx) -> Result<Change> {
        tx.decide(&Deletion { user: self.user }).await
    }
}

/// The deletion of a user, including tokens and memberships.
struct Deletion {
    user: UserId,
}

impl Decide for Deletion {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.every_membership_of(self.user)
            .whole_user(self.user)
            .tokens_of(self.user)
            .owned_by(self.user);
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        let user = world.followed(self.user)?;
        rules::delete(world, user)?;
        Ok(Change::new(Done::Removed, user))
    }
}
