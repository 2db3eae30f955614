//! The aliases of merged users: reading and following them, and writing new ones.
//!
//! An alias is looked up only if no user has the id or the e-mail address, so changes of other users
//! cost nothing more. Aliases have no events of their own: the events of the merge show the users.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use uuid::Uuid;

use crate::{
    db::{Conn, Sql},
    domain::Tx,
    entity::{user, user_alias::Model},
    error::Result,
    id::UserId,
    normalize,
};

use super::{
    Decision, Keys, World,
    rekey::{ALIASES, PIECE, RekeyCursor, Rekeyed},
};

/// Maximum number of aliases that are followed for one id. Stored aliases are flat: a longer chain
/// occurs only while another transaction merges users.
const MAX_STEPS: usize = 8;

/// The aliases that were read, and the changes of aliases.
#[derive(Debug, Default)]
pub(super) struct Aliases {
    /// The ids of no user, each with the user whom it is an alias of.
    ids: HashMap<UserId, Option<UserId>>,
    /// Normalized e-mail addresses that are aliases of their holders.
    addresses: HashSet<String>,
    changes: Vec<AliasChange>,
}

/// A change of aliases.
#[derive(Debug, Clone)]
enum AliasChange {
    /// The id, the address and all aliases of `dropped` become aliases of `kept`.
    Merged {
        kept: UserId,
        dropped: Arc<user::Model>,
    },
    /// The address is no alias any more, because its user has it as their own.
    Taken { key: String },
}

impl Aliases {
    pub(super) fn mark(&self) -> usize {
        self.changes.len()
    }

    pub(super) fn undo(&mut self, mark: usize) {
        self.changes.truncate(mark);
    }

    /// Stores that the address is an alias of the user who holds it.
    pub(super) fn know_address(&mut self, key: String) {
        self.addresses.insert(key);
    }
}

impl World {
    /// Returns the user whom an argument of the change names: the user who was kept, if no user has
    /// the id and it is an alias of a user whom the actor sees. Otherwise, returns `user`. Every
    /// change passes the ids of users through this function before it uses them.
    ///
    /// # Errors
    /// Fails with the key of the user if no row of the user was read.
    pub(crate) fn followed(&self, user: UserId) -> Decision<UserId> {
        let mut found = user;
        for _ in 0..MAX_STEPS {
            match self.known_user(found) {
                None if !self.has_rows_of(found) => {
                    return Err(Keys::default().user(found).needed());
                }
                Some(None) => {}
                None | Some(Some(_)) => break,
            }
            match self.aliases.ids.get(&found).copied().flatten() {
                Some(kept) => found = kept,
                None => break,
            }
        }
        match found == user || self.sees(found)? {
            true => Ok(found),
            false => Ok(user),
        }
    }

    /// Returns whether a membership of the user, or a row in a group, is loaded. The user then
    /// exists.
    fn has_rows_of(&self, user: UserId) -> bool {
        let mut groups = self.groups_by_user.get(&user).into_iter().flatten();
        self.known_memberships(user).next().is_some()
            || groups.any(|group| {
                self.group_memberships
                    .look(&(*group, user))
                    .flatten()
                    .is_some()
            })
    }

    /// Returns whether the normalized e-mail address is an alias of the user who holds it.
    pub(crate) fn is_alias_address(&self, key: &str) -> bool {
        self.aliases.addresses.contains(key)
    }

    /// Makes the id and the e-mail address of a user, who is about to be removed, aliases of
    /// another user. The user's own aliases follow.
    pub(crate) fn leave_alias(&mut self, kept: UserId, dropped: Arc<user::Model>) {
        self.aliases
            .changes
            .push(AliasChange::Merged { kept, dropped });
    }

    /// Records that a user takes their former e-mail address as their own again.
    pub(crate) fn take_alias_address(&mut self, key: &str) {
        let key = key.to_owned();
        self.aliases.changes.push(AliasChange::Taken { key });
    }

    /// Looks up the ids of the keys that no user has, in one statement if there are any.
    pub(super) async fn read_aliases(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        let is_absent = |user: &UserId| matches!(self.known_user(*user), Some(None));
        let absent = keys.users.keys().copied().filter(is_absent);
        let unread = absent.filter(|user| !self.aliases.ids.contains_key(user));
        let absent: Vec<Uuid> = unread.map(Uuid::from).collect();
        if absent.is_empty() {
            return Ok(());
        }
        let text = "SELECT a.id, a.user_id FROM user_aliases a WHERE ";
        let mut sql = Sql::new(conn, text);
        sql.is_one_of("a.id", &absent);
        let rows = sql.rows(conn).await?;
        let absent = absent.into_iter().map(|id| (id.into(), None));
        self.aliases.ids.extend(absent);
        for row in rows {
            let kept: UserId = row.try_get("", "user_id")?;
            self.aliases.ids.insert(row.try_get("", "id")?, Some(kept));
        }
        Ok(())
    }

    /// Writes the changes of aliases. They are written before users are removed, because a user's
    /// aliases are deleted with the user.
    pub(super) async fn write_aliases(&mut self, tx: &Tx) -> Result<()> {
        for change in std::mem::take(&mut self.aliases.changes) {
            match change {
                AliasChange::Taken { key } => free(tx, &key).await?,
                AliasChange::Merged { kept, dropped } => {
                    free(tx, &dropped.email_key).await?;
                    let text = "UPDATE user_aliases SET user_id = ";
                    let mut sql = Sql::new(tx.conn(), text);
                    sql.bind(kept).push(" WHERE user_id = ").bind(dropped.id);
                    sql.execute(tx.conn()).await?;
                    let text = "INSERT INTO user_aliases (id, user_id, email, email_key, created_at) VALUES (";
                    let mut sql = Sql::new(tx.conn(), text);
                    sql.bind(dropped.id)
                        .push(", ")
                        .bind(kept)
                        .push(", ")
                        .bind(dropped.email.as_str())
                        .push(", ")
                        .bind(dropped.email_key.as_str())
                        .push(", ")
                        .bind(tx.now())
                        .push(")");
                    sql.execute(tx.conn()).await?;
                }
            }
        }
        Ok(())
    }
}

/// Makes an address no alias any more.
async fn free(tx: &Tx, key: &str) -> Result<()> {
    freeing(tx.conn(), key).execute(tx.conn()).await.map(drop)
}

/// Returns the statement that makes an address no alias any more.
fn freeing(conn: &Conn, key: &str) -> Sql {
    let text = "UPDATE user_aliases SET email = NULL, email_key = NULL WHERE email_key = ";
    let mut sql = Sql::new(conn, text);
    sql.bind(key);
    sql
}

/// Re-keys a batch of aliases. Of several aliases that get one key, the first keeps it, and the
/// addresses of the others are no aliases any more.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub(super) async fn rekey_piece(
    conn: &Conn,
    place: RekeyCursor,
) -> Result<(Rekeyed, Option<RekeyCursor>)> {
    let mut sql = Sql::select::<Model>(conn, "a", " WHERE ");
    match place.after() {
        Some(after) => sql.push("a.id > ").bind(after),
        None => sql.push("TRUE"),
    };
    sql.push(" ORDER BY a.id")
        .limit(PIECE)
        .locked("UPDATE", "a");
    let rows: Vec<Model> = sql.all(conn).await?;
    let mut changed = 0;
    for row in &rows {
        let Some(key) = row.email.as_deref().map(normalize::email) else {
            continue;
        };
        if row.email_key.as_ref() == Some(&key) {
            continue;
        }
        let mut sql = freeing(conn, &key);
        sql.push(" AND id > ").bind(row.id);
        sql.execute(conn).await?;
        let mut sql = Sql::new(conn, "UPDATE user_aliases SET email_key = ");
        sql.bind(key.as_str())
            .push(" WHERE id = ")
            .bind(row.id)
            .push(" AND NOT EXISTS (SELECT 1 FROM user_aliases o WHERE o.email_key = ")
            .bind(key.as_str())
            .push(")");
        sql.execute(conn).await?;
        changed += 1;
    }
    let done = Rekeyed {
        table: ALIASES,
        rows: rows.len(),
        changed,
    };
    let last = rows.last().map(|row| row.id.into());
    Ok((done, place.after_piece(rows.len(), last)))
}
