//! Reading memberships from the database.

use std::collections::HashMap;

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    db::{Conn, Sql, columns},
    entity::{
        membership::{self, MemberStatus},
        org::OrgStatus,
    },
    error::{Code, Error, Result},
    id::{OrgId, UserId},
};

use super::{
    Keys, World,
    read::{MAX_LISTED, uuids},
};

/// Maximum number of active memberships that are read for several users at once.
const MAX_OF_USERS: u32 = 100_000;

impl World {
    /// Stores the status of an org that was read with a membership. Forgets an unlocked row of the
    /// org with another status, so that it is read again.
    pub(super) fn know_org_status(&mut self, org: OrgId, status: OrgStatus) {
        self.org_statuses.insert(org, status);
        let known = self.orgs.look(&org).flatten();
        if known.is_some_and(|row| row.status != status) && !self.orgs.is_locked(&org) {
            self.orgs.forget(&org);
        }
    }

    /// Reads the named memberships and the defaults of users in one statement. Each of the two
    /// kinds is locked in the order of ids. The order between the kinds does not matter, because
    /// the users are locked.
    pub(super) async fn read_memberships(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        let wanted = |locked: bool| {
            let pairs = keys.memberships.iter();
            let pairs = pairs.filter(|(pair, is_locked)| {
                let is_known = match locked {
                    true => self.memberships.is_locked(pair),
                    false => self.memberships.is_known(pair),
                };
                **is_locked == locked && !is_known
            });
            let defaults = keys.defaults.iter();
            let defaults = defaults
                .filter(|(user, is_locked)| **is_locked == locked && !self.defaults.contains(user));
            Wanted {
                pairs: pairs.map(|(pair, _)| *pair).collect(),
                defaults: defaults.map(|(user, _)| *user).collect(),
            }
        };
        let (locked, free) = (wanted(true), wanted(false));
        if locked.is_empty() && free.is_empty() {
            return Ok(());
        }
        let mut rows = [HashMap::new(), HashMap::new()];
        for (row, status, is_locked) in memberships(conn, &locked, &free).await? {
            self.know_org_status(row.org_id, status);
            rows[usize::from(is_locked)].insert((row.org_id, row.user_id), row);
        }
        let [mut free_rows, mut locked_rows] = rows;
        for pair in locked.pairs {
            self.know(pair, locked_rows.remove(&pair), true);
        }
        for (pair, row) in locked_rows {
            self.know(pair, Some(row), true);
        }
        for pair in free.pairs {
            self.know_free(pair, free_rows.remove(&pair));
        }
        for (pair, row) in free_rows {
            self.know_free(pair, Some(row));
        }
        self.defaults.extend(locked.defaults);
        self.defaults.extend(free.defaults);
        Ok(())
    }

    /// Stores a membership that was read without a lock, unless it is already loaded with its lock.
    fn know_free(&mut self, pair: (OrgId, UserId), row: Option<membership::Model>) {
        if !self.memberships.is_locked(&pair) {
            self.know(pair, row, false);
        }
    }

    /// Reads and locks the active memberships of users in one statement: of one user at most
    /// `MAX_LISTED`, and of several users at most `MAX_OF_USERS` altogether.
    ///
    /// # Errors
    /// `LIMIT_EXCEEDED` if several users have more memberships.
    pub(super) async fn read_all_of(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        let missing = keys.all_of.iter();
        let missing: Vec<UserId> = missing
            .filter(|user| !self.all_of.contains(user))
            .copied()
            .collect();
        let most = match missing.len() {
            0 => return Ok(()),
            1 => MAX_LISTED as u32,
            _ => MAX_OF_USERS + 1,
        };
        let users: Vec<Uuid> = missing.iter().copied().map(Uuid::from).collect();
        let mut sql = Sql::select::<membership::Model>(conn, "m", " WHERE ");
        sql.is_one_of("m.user_id", &users)
            .push(" AND m.status = ")
            .word(MemberStatus::Active.as_str())
            .push(" ORDER BY m.id")
            .limit(most)
            .locked("UPDATE", "m");
        let rows = sql.all::<membership::Model>(conn).await?;
        if missing.len() > 1 && rows.len() > MAX_OF_USERS as usize {
            let message = format!(
                "The users have more than {MAX_OF_USERS} memberships altogether. Split the list."
            );
            return Err(Error::new(Code::LimitExceeded, message));
        }
        for row in rows {
            let key = (row.org_id, row.user_id);
            self.know(key, Some(row), true);
        }
        self.all_of.extend(missing);
        Ok(())
    }

    /// Reads and locks all memberships of users, active and retired.
    pub(super) async fn read_every_membership_of(
        &mut self,
        conn: &Conn,
        keys: &Keys,
    ) -> Result<()> {
        let missing = keys.every_membership_of.iter();
        let missing: Vec<UserId> = missing
            .filter(|user| !self.every_membership_of.contains(user))
            .copied()
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let users: Vec<Uuid> = missing.iter().copied().map(Uuid::from).collect();
        let mut sql = Sql::select::<membership::Model>(conn, "m", " WHERE ");
        sql.is_one_of("m.user_id", &users)
            .push(" ORDER BY m.id")
            .locked("UPDATE", "m");
        for row in sql.all::<membership::Model>(conn).await? {
            let key = (row.org_id, row.user_id);
            self.know(key, Some(row), true);
        }
        self.every_membership_of.extend(missing.iter().copied());
        self.defaults.extend(missing);
        Ok(())
    }
}

/// Memberships to read: by org and user, and the defaults of users.
struct Wanted {
    pairs: Vec<(OrgId, UserId)>,
    defaults: Vec<UserId>,
}

impl Wanted {
    fn is_empty(&self) -> bool {
        self.pairs.is_empty() && self.defaults.is_empty()
    }

    /// Adds a query for each kind to the union in `sql`.
    fn select(&self, sql: &mut Sql, are_locked: bool) {
        if !self.pairs.is_empty() {
            select_one_kind(sql, are_locked, |sql| self.is_of_pairs(sql));
        }
        if !self.defaults.is_empty() {
            select_one_kind(sql, are_locked, |sql| {
                let users: Vec<Uuid> = self.defaults.iter().copied().map(Uuid::from).collect();
                sql.push("m.is_default AND ").is_one_of("m.user_id", &users);
            });
        }
    }

    fn is_of_pairs(&self, sql: &mut Sql) {
        let org = self.pairs[0].0;
        if self.pairs.iter().all(|(other, _)| *other == org) {
            // For many members of one org, this is a hundred times faster than pairs.
            let users: Vec<Uuid> = self.pairs.iter().map(|(_, user)| (*user).into()).collect();
            sql.push("m.org_id = ").bind(org).push(" AND ");
            sql.is_one_of("m.user_id", &users);
        } else {
            sql.push("m.id IN (SELECT x.id FROM ")
                .pairs("p", ("org_id", "user_id"), &uuids(&self.pairs))
                .push(" CROSS JOIN memberships x WHERE x.org_id = p.org_id AND x.user_id = p.user_id)");
        }
    }
}

fn select_one_kind(sql: &mut Sql, are_locked: bool, condition: impl FnOnce(&mut Sql)) {
    if !sql.is_empty() {
        sql.push(" UNION ALL ");
    }
    if are_locked {
        sql.push("SELECT * FROM (");
        select_with_org_status(sql, "TRUE");
        condition(sql);
        sql.push(" ORDER BY m.id")
            .locked("UPDATE", "m")
            .push(") AS l");
    } else {
        select_with_org_status(sql, "FALSE");
        condition(sql);
    }
}

/// Reads both sets, each membership with the status of its org and whether it is locked.
async fn memberships(
    conn: &Conn,
    locked: &Wanted,
    free: &Wanted,
) -> Result<Vec<(membership::Model, OrgStatus, bool)>> {
    let mut sql = Sql::new(conn, "");
    locked.select(&mut sql, true);
    free.select(&mut sql, false);
    let found = sql.rows(conn).await?;
    let found = found.iter().map(|row| {
        let membership = membership::Model::from_query_result(row, "")?;
        let status = row.try_get("", "org_status")?;
        Ok((membership, status, row.try_get("", "is_locked")?))
    });
    found.collect()
}

fn select_with_org_status(sql: &mut Sql, is_locked: &str) {
    sql.push("SELECT ")
        .push(&columns::<membership::Model>("m"))
        .push(", o.status AS org_status, ")
        .push(is_locked)
        .push(" AS is_locked FROM memberships m JOIN orgs o ON o.id = m.org_id WHERE ");
}

/// Reads and locks the memberships `m` that match the condition `rows`, by id, each with the status
/// of its org `o`. `lock` has the two arguments of [`Sql::locked`].
pub(super) async fn with_org_status(
    conn: &Conn,
    lock: (&str, &str),
    rows: impl FnOnce(&mut Sql),
) -> Result<Vec<(membership::Model, OrgStatus)>> {
    let mut sql = Sql::new(conn, "");
    select_with_org_status(&mut sql, "TRUE");
    rows(&mut sql);
    let (lock, tables) = lock;
    sql.push(" ORDER BY m.id").locked(lock, tables);
    let found = sql.rows(conn).await?;
    let found = found.iter().map(|row| {
        let membership = membership::Model::from_query_result(row, "")?;
        Ok((membership, row.try_get("", "org_status")?))
    });
    found.collect()
}
