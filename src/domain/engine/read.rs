//! Reading the rows that changes depend on: one statement for each kind of key, in the order of locks. What is known
//! already is not read again, unless it is to be locked now.

use std::collections::HashMap;

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    db::{Conn, Sql, columns},
    entity::{
        group, group_membership,
        membership::{self, MemberStatus},
        org::{self, OrgStatus},
        role,
        token::{self, TokenKind},
        user,
    },
    error::Result,
    id::{GroupId, OrgId, RoleId, UserId},
};

use super::{Keys, Lock, World, answers::MAX_LISTED, row::Row};

impl World {
    /// Reads the rows of the keys.
    pub(super) async fn read(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        self.read_stored(conn, keys).await?;
        self.read_orgs(conn, keys).await?;
        self.read_groups(conn, keys).await?;
        self.read_users(conn, keys).await?;
        self.read_memberships(conn, keys).await?;
        self.read_all_of(conn, keys).await?;
        self.read_every_membership_of(conn, keys).await?;
        self.read_group_memberships(conn, keys).await?;
        self.read_roles(conn, keys).await?;
        self.read_tokens(conn, keys).await?;
        self.count_roles(conn, keys).await?;
        self.read_members_of(conn, keys).await?;
        self.read_hidden_defaults(conn, keys).await?;
        self.read_owned_by(conn, keys).await?;
        self.read_holders(conn, keys).await?;
        self.read_named(conn, &keys.references).await?;
        self.read_everywhere(conn, keys).await?;
        self.read_next_defaults(conn, keys).await?;
        self.read_other_owners(conn, keys).await?;
        self.read_visible(conn, keys).await?;
        self.read_somewhere(conn, keys).await?;
        self.read_jobs(conn, keys).await
    }

    /// All locked orgs get the strongest lock that any of them needs, so that one statement locks them in order.
    async fn read_orgs(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        let is_missing = |(org, lock): &(&OrgId, &Lock)| match self.org_locks.get(*org) {
            Some(held) => held < *lock,
            None => true,
        };
        let missing = keys.orgs.iter().filter(is_missing);
        let (locked, free): (Vec<_>, Vec<_>) = missing.partition(|(_, lock)| **lock != Lock::None);
        let strongest = locked.iter().map(|(_, lock)| **lock).max();
        for (orgs, lock) in [(locked, strongest.unwrap_or_default()), (free, Lock::None)] {
            if orgs.is_empty() {
                continue;
            }
            let ids: Vec<Uuid> = orgs.iter().map(|(org, _)| Uuid::from(**org)).collect();
            let mut sql = Sql::select::<org::Model>(conn, "o", " WHERE ");
            sql.is_one_of("o.id", &ids);
            match lock {
                Lock::None => &mut sql,
                Lock::Share => sql.push(" ORDER BY o.id").locked("SHARE", "o"),
                Lock::Update => sql.push(" ORDER BY o.id").locked("UPDATE", "o"),
            };
            let rows: HashMap<OrgId, org::Model> =
                by_key(sql.all(conn).await?, |row: &org::Model| row.id);
            let mut rows = rows;
            for (org, _) in orgs {
                self.know(*org, rows.remove(org), lock != Lock::None);
                self.org_locks.insert(*org, lock);
            }
        }
        Ok(())
    }

    async fn read_users(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        for locked in [true, false] {
            let users = keys
                .users
                .iter()
                .filter(|(_, is_locked)| **is_locked == locked);
            let missing = users.filter(|(user, _)| match locked {
                true => !self.users.is_locked(user),
                false => !self.users.is_known(user),
            });
            let users: Vec<UserId> = missing.map(|(user, _)| *user).collect();
            if users.is_empty() {
                continue;
            }
            let ids: Vec<Uuid> = users.iter().copied().map(Uuid::from).collect();
            let mut sql = Sql::select::<user::Model>(conn, "u", " WHERE ");
            sql.is_one_of("u.id", &ids);
            if locked {
                sql.push(" ORDER BY u.id").locked("UPDATE", "u");
            }
            let mut rows = by_key(sql.all(conn).await?, |row: &user::Model| row.id);
            for user in users {
                self.know(user, rows.remove(&user), locked);
            }
        }
        Ok(())
    }

    /// The named memberships and the defaults of users that are to be locked come in one statement, in the order of ids.
    async fn read_memberships(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        for locked in [true, false] {
            let pairs = keys.memberships.iter();
            let pairs = pairs.filter(|(_, is_locked)| **is_locked == locked);
            let missing = pairs.filter(|(pair, _)| match locked {
                true => !self.memberships.is_locked(pair),
                false => !self.memberships.is_known(pair),
            });
            let pairs: Vec<(OrgId, UserId)> = missing.map(|(pair, _)| *pair).collect();
            let defaults = keys.defaults.iter().filter(|_| locked);
            let defaults: Vec<UserId> = defaults
                .filter(|user| !self.defaults.contains(user))
                .copied()
                .collect();
            if pairs.is_empty() && defaults.is_empty() {
                continue;
            }
            let rows = memberships(conn, &pairs, &defaults, locked).await?;
            let statuses = rows.iter().map(|(row, status)| (row.org_id, *status));
            self.org_statuses.extend(statuses);
            let rows = rows.into_iter().map(|(row, _)| row).collect();
            let mut rows = by_key(rows, |row: &membership::Model| (row.org_id, row.user_id));
            for pair in pairs {
                self.know(pair, rows.remove(&pair), locked);
            }
            for (pair, row) in rows {
                self.know(pair, Some(row), locked);
            }
            self.defaults.extend(defaults);
        }
        Ok(())
    }

    /// All active memberships of users, whose rows are locked.
    async fn read_all_of(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        let missing = keys.all_of.iter();
        let missing: Vec<UserId> = missing
            .filter(|user| !self.all_of.contains(user))
            .copied()
            .collect();
        for user in missing {
            let mut sql = Sql::select::<membership::Model>(conn, "m", " WHERE m.user_id = ");
            sql.bind(user)
                .push(" AND m.status = ")
                .word(MemberStatus::Active.as_str())
                .push(" ORDER BY m.id")
                .limit(MAX_LISTED as u32)
                .locked("UPDATE", "m");
            for row in sql.all::<membership::Model>(conn).await? {
                let key = (row.org_id, row.user_id);
                self.know(key, Some(row), true);
            }
            self.all_of.insert(user);
        }
        Ok(())
    }

    /// Rows in groups: those named, and all of members in an org, in one statement in the order of ids.
    async fn read_group_memberships(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        let of = keys.groups_of.iter();
        let of = of.filter(|pair| !self.groups_of.contains(pair));
        let of: Vec<(OrgId, UserId)> = of.copied().collect();
        let named = keys.group_memberships.iter();
        let named = named.filter(|key| !self.group_memberships.is_locked(key));
        let named: Vec<(GroupId, UserId)> = named.copied().collect();
        if of.is_empty() && named.is_empty() {
            return Ok(());
        }
        let mut sql = Sql::select::<group_membership::Model>(conn, "g", " WHERE g.id IN (");
        if !of.is_empty() {
            sql.push("SELECT x.id FROM ")
                .pairs("p", ("org_id", "user_id"), &uuids(&of))
                .push(" CROSS JOIN group_memberships x WHERE x.org_id = p.org_id AND x.user_id = p.user_id");
        }
        if !named.is_empty() {
            sql.push(if of.is_empty() { "" } else { " UNION ALL " })
                .push("SELECT y.id FROM ")
                .pairs("n", ("group_id", "user_id"), &uuids(&named))
                .push(" CROSS JOIN group_memberships y WHERE y.group_id = n.group_id AND y.user_id = n.user_id");
        }
        sql.push(") ORDER BY g.id").locked("UPDATE", "g");
        let rows = sql.all(conn).await?;
        let rows = by_key(rows, |row: &group_membership::Model| row.key());
        for key in named {
            self.know::<group_membership::Model>(key, None, true);
        }
        for (key, row) in rows {
            self.know(key, Some(row), true);
        }
        self.groups_of.extend(of);
        Ok(())
    }

    async fn read_groups(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        for locked in [true, false] {
            let groups = keys
                .groups
                .iter()
                .filter(|(_, is_locked)| **is_locked == locked);
            let missing = groups.filter(|(group, _)| match locked {
                true => !self.groups.is_locked(group),
                false => !self.groups.is_known(group),
            });
            let groups: Vec<GroupId> = missing.map(|(group, _)| *group).collect();
            if groups.is_empty() {
                continue;
            }
            let ids: Vec<Uuid> = groups.iter().copied().map(Uuid::from).collect();
            let mut sql = Sql::select::<group::Model>(conn, "g", " WHERE ");
            sql.is_one_of("g.id", &ids);
            if locked {
                sql.push(" ORDER BY g.id").locked("UPDATE", "g");
            }
            let mut rows = by_key(sql.all(conn).await?, |row: &group::Model| row.id);
            for group in groups {
                self.know(group, rows.remove(&group), locked);
            }
        }
        Ok(())
    }

    async fn read_every_membership_of(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        let missing = keys.every_membership_of.iter();
        let missing: Vec<UserId> = missing
            .filter(|user| !self.every_membership_of.contains(user))
            .copied()
            .collect();
        for user in missing {
            let mut sql = Sql::select::<membership::Model>(conn, "m", " WHERE m.user_id = ");
            sql.bind(user).push(" ORDER BY m.id").locked("UPDATE", "m");
            for row in sql.all::<membership::Model>(conn).await? {
                let key = (row.org_id, row.user_id);
                self.know(key, Some(row), true);
            }
            self.every_membership_of.insert(user);
            self.defaults.insert(user);
        }
        Ok(())
    }

    /// One statement for each kind of key. Tokens are always locked.
    async fn read_tokens(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        let missing = keys.tokens.iter();
        let missing = missing.filter(|token| !self.tokens.is_known(token));
        let ids: Vec<Uuid> = missing.map(|token| (*token).into()).collect();
        if !ids.is_empty() {
            let rows = tokens(conn, |sql| sql.is_one_of("t.id", &ids)).await?;
            for id in ids {
                self.know::<token::Model>(id.into(), None, true);
            }
            self.know_tokens(rows);
        }
        let users = keys.tokens_of.iter();
        let users = users.filter(|user| !self.tokens_of.contains_key(user));
        let users: Vec<Uuid> = users.map(|user| (*user).into()).collect();
        if !users.is_empty() {
            let rows = tokens(conn, |sql| sql.is_one_of("t.user_id", &users)).await?;
            for user in users {
                self.tokens_of.insert(user.into(), Vec::new());
            }
            for row in &rows {
                if let Some(user) = row.user_id {
                    self.tokens_of.entry(user).or_default().push(row.id);
                }
            }
            self.know_tokens(rows);
        }
        if keys.root_tokens && self.root_tokens.is_none() {
            let rows = tokens(conn, |sql| sql.push("t.kind = ").bind(TokenKind::Root)).await?;
            self.root_tokens = Some(rows.iter().map(|row| row.id).collect());
            self.know_tokens(rows);
        }
        for hash in &keys.hashes {
            let rows = tokens(conn, |sql| sql.push("t.hash = ").bind(hash.clone())).await?;
            let token = rows.first().map(|row| row.id);
            self.hashes.insert(hash.clone(), token);
            self.know_tokens(rows);
        }
        Ok(())
    }

    fn know_tokens(&mut self, rows: Vec<token::Model>) {
        for row in rows {
            self.know::<token::Model>(row.id, Some(row), true);
        }
    }

    /// Roles are locked against changes, so that a member who gains a role gains what it grants now.
    async fn read_roles(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        for (locked, lock) in [(true, "UPDATE"), (false, "SHARE")] {
            let roles = keys.roles.iter().filter(|(_, is)| **is == locked);
            let missing = roles.filter(|(role, _)| match locked {
                true => !self.roles.is_locked(role),
                false => !self.roles.is_known(role),
            });
            let roles: Vec<RoleId> = missing.map(|(role, _)| *role).collect();
            if roles.is_empty() {
                continue;
            }
            let ids: Vec<Uuid> = roles.iter().copied().map(Uuid::from).collect();
            let mut sql = Sql::select::<role::Model>(conn, "r", " WHERE ");
            sql.is_one_of("r.id", &ids)
                .push(" ORDER BY r.id")
                .locked(lock, "r");
            let mut rows = by_key(sql.all(conn).await?, |row: &role::Model| row.id);
            for role in roles {
                self.know(role, rows.remove(&role), locked);
            }
        }
        Ok(())
    }
}

/// Tokens for which `rows` holds, locked, by id.
async fn tokens(conn: &Conn, rows: impl FnOnce(&mut Sql) -> &mut Sql) -> Result<Vec<token::Model>> {
    let mut sql = Sql::select::<token::Model>(conn, "t", " WHERE ");
    rows(&mut sql);
    sql.push(" ORDER BY t.id").locked("UPDATE", "t");
    sql.all(conn).await
}

async fn memberships(
    conn: &Conn,
    pairs: &[(OrgId, UserId)],
    defaults: &[UserId],
    locked: bool,
) -> Result<Vec<(membership::Model, OrgStatus)>> {
    let lock = if locked { Some(("UPDATE", "m")) } else { None };
    with_org_status(conn, lock, |sql| {
        sql.push("m.id IN (");
        if !pairs.is_empty() {
            sql.push("SELECT x.id FROM ")
                .pairs("p", ("org_id", "user_id"), &uuids(pairs))
                .push(
                    " CROSS JOIN memberships x WHERE x.org_id = p.org_id AND x.user_id = p.user_id",
                );
        }
        if !defaults.is_empty() {
            let users: Vec<Uuid> = defaults.iter().copied().map(Uuid::from).collect();
            sql.push(if pairs.is_empty() { "" } else { " UNION ALL " })
                .push("SELECT d.id FROM memberships d WHERE d.is_default AND ")
                .is_one_of("d.user_id", &users);
        }
        sql.push(")");
    })
    .await
}

/// Memberships `m` for which `rows` holds, each with the status of its org `o`. `lock`: how they are locked, by id.
pub(super) async fn with_org_status(
    conn: &Conn,
    lock: Option<(&str, &str)>,
    rows: impl FnOnce(&mut Sql),
) -> Result<Vec<(membership::Model, OrgStatus)>> {
    let mut sql = Sql::new(conn, "SELECT ");
    sql.push(&columns::<membership::Model>("m"))
        .push(", o.status AS org_status FROM memberships m JOIN orgs o ON o.id = m.org_id WHERE ");
    rows(&mut sql);
    if let Some((lock, tables)) = lock {
        sql.push(" ORDER BY m.id").locked(lock, tables);
    }
    let found = sql.rows(conn).await?;
    let found = found.iter().map(|row| {
        let membership = membership::Model::from_query_result(row, "")?;
        Ok((membership, row.try_get("", "org_status")?))
    });
    found.collect()
}

fn uuids<K: Copy + Into<Uuid>>(pairs: &[(K, UserId)]) -> Vec<(Uuid, Uuid)> {
    let pairs = pairs.iter();
    pairs
        .map(|(key, user)| ((*key).into(), (*user).into()))
        .collect()
}

fn by_key<K: std::hash::Hash + Eq, R>(rows: Vec<R>, key: impl Fn(&R) -> K) -> HashMap<K, R> {
    rows.into_iter().map(|row| (key(&row), row)).collect()
}
