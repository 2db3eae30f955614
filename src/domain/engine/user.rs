//! The few columns of users that most changes need: existence and status, and the keys of
//! references. The whole row is large, and is read only by changes that change users or compare
//! their details.

use std::sync::Arc;

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    db::{Conn, Sql},
    entity::user::{self, UserStatus},
    error::Result,
    id::UserId,
};

use super::{Decision, Keys, World, keys::UserKey};

/// Some columns of a user's row.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
pub(super) struct BriefUser {
    id: UserId,
    status: UserStatus,
    email_key: String,
    external_id: Option<String>,
}

/// The loaded values of a user, from the whole row or from some of its columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct KnownUser<'a> {
    pub(super) status: UserStatus,
    pub(super) email_key: &'a str,
    pub(super) external_id: Option<&'a str>,
}

impl World {
    /// Returns the status of the user. `None`: the user does not exist.
    pub(crate) fn user_status(&self, user: UserId) -> Decision<Option<UserStatus>> {
        let known = self.known_user(user);
        let known = known.ok_or_else(|| Keys::default().user(user).needed())?;
        Ok(known.map(|known| known.status))
    }

    /// Returns the whole row of the user. `None`: the user does not exist.
    pub(crate) fn user(&self, user: UserId) -> Decision<Option<Arc<user::Model>>> {
        let known = self.users.get(&user);
        known.ok_or_else(|| Keys::default().whole_user(user).needed())
    }

    /// Returns the user as far as it was read. `None`: it was not read. `Some(None)`: the user does
    /// not exist.
    pub(super) fn known_user(&self, user: UserId) -> Option<Option<KnownUser<'_>>> {
        if let Some(row) = self.users.look(&user) {
            return Some(row.map(|row| KnownUser {
                status: row.status,
                email_key: &row.email_key,
                external_id: row.external_id.as_deref(),
            }));
        }
        let brief = self.brief_users.get(&user)?.as_ref();
        Some(brief.map(|brief| KnownUser {
            status: brief.status,
            email_key: &brief.email_key,
            external_id: brief.external_id.as_deref(),
        }))
    }

    /// Returns whether the user was read as the key requires.
    pub(super) fn has_user(&self, user: UserId, key: UserKey) -> bool {
        let is_read = match key.whole {
            true => self.users.is_known(&user),
            false => self.known_user(user).is_some(),
        };
        is_read && (!key.locked || self.user_locks.contains(&user) || self.users.is_locked(&user))
    }

    /// Stores some columns of a user, and forgets the whole row, which was read earlier without a
    /// lock.
    fn know_brief(&mut self, user: UserId, brief: Option<BriefUser>) {
        self.users.forget(&user);
        let external_id = brief
            .as_ref()
            .and_then(|brief| brief.external_id.as_deref());
        if let Some(external_id) = external_id {
            self.named.index_user(external_id, user);
        }
        self.brief_users.insert(user, brief);
    }

    /// Reads users: the ones to lock in one statement, the others in another one. A statement reads
    /// whole rows if any of its keys requires that.
    pub(super) async fn read_users(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        for locked in [true, false] {
            let missing = keys.users.iter();
            let missing: Vec<(UserId, UserKey)> = missing
                .filter(|(user, key)| key.locked == locked && !self.has_user(**user, **key))
                .map(|(user, key)| (*user, *key))
                .collect();
            if missing.is_empty() {
                continue;
            }
            let ids: Vec<Uuid> = missing.iter().map(|(user, _)| (*user).into()).collect();
            let is_whole = missing.iter().any(|(_, key)| key.whole);
            let mut sql = match is_whole {
                true => Sql::select::<user::Model>(conn, "u", " WHERE "),
                false => Sql::new(
                    conn,
                    "SELECT u.id, u.status, u.email_key, u.external_id FROM users u WHERE ",
                ),
            };
            sql.is_one_of("u.id", &ids);
            if locked {
                sql.push(" ORDER BY u.id").locked("UPDATE", "u");
                self.user_locks
                    .extend(missing.iter().map(|(user, _)| *user));
            }
            let users = missing.into_iter().map(|(user, _)| user);
            match is_whole {
                true => {
                    let rows = sql.all::<user::Model>(conn).await?;
                    let mut rows = super::read::by_key(rows, |row| row.id);
                    for user in users {
                        let is_locked = self.user_locks.contains(&user);
                        self.know(user, rows.remove(&user), is_locked);
                    }
                }
                false => {
                    let rows = sql.all::<BriefUser>(conn).await?;
                    let mut rows = super::read::by_key(rows, |row| row.id);
                    for user in users {
                        self.know_brief(user, rows.remove(&user));
                    }
                }
            }
        }
        Ok(())
    }
}
