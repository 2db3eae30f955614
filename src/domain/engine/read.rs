//! Reading the rows that changes depend on: one statement for each kind of key, in lock order. Rows
//! that are already loaded are not read again, unless they need a lock.

use std::collections::HashMap;

use uuid::Uuid;

use crate::{
    db::{Conn, Sql},
    domain::membership::MAX_CHANGES,
    entity::{
        group, group_membership, org, role,
        token::{self, TokenKind},
    },
    error::Result,
    id::{GroupId, OrgId, RoleId, UserId},
};

use super::{Keys, Lock, World, row::Row};

/// Maximum number of rows of a list: twice the maximum number of changes of a call, plus one, so
/// that both the members that a call lists and those that it does not list fit in.
pub(super) const MAX_LISTED: usize = 2 * MAX_CHANGES + 1;

impl World {
    /// Reads the rows of the keys.
    pub(super) async fn read(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        self.read_stored(conn, keys).await?;
        self.read_orgs(conn, keys).await?;
        self.read_groups(conn, keys).await?;
        self.read_users(conn, keys).await?;
        self.read_aliases(conn, keys).await?;
        self.read_memberships(conn, keys).await?;
        self.read_all_of(conn, keys).await?;
        self.read_every_membership_of(conn, keys).await?;
        self.read_group_memberships(conn, keys).await?;
        self.read_roles(conn, keys).await?;
        self.read_tokens(conn, keys).await?;
        self.count_roles(conn, keys).await?;
        self.read_members_of(conn, keys).await?;
        self.read_members_of_group(conn, keys).await?;
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

    /// Reads orgs. All orgs that need a lock get the strongest lock that any of them needs, so that
    /// one statement locks them in order.
    async fn read_orgs(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        let holds = |org, lock| self.org_locks.get(org).is_some_and(|held| held >= lock);
        let missing = keys.orgs.iter();
        let missing = missing.filter(|(org, lock)| !self.orgs.is_known(org) || !holds(*org, *lock));
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
                self.hold_org_lock(*org, lock);
            }
        }
        Ok(())
    }

    /// Reads rows in groups: the named ones, and all rows of a member in an org. One statement
    /// locks them in the order of ids.
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

    /// Reads tokens, with one statement for each kind of key. Tokens are always locked.
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

    /// Reads roles. They are locked against changes, so that a member who gains a role gains what
    /// the role grants when the transaction commits.
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

/// Reads and locks the tokens that match the condition `rows`, by id.
async fn tokens(conn: &Conn, rows: impl FnOnce(&mut Sql) -> &mut Sql) -> Result<Vec<token::Model>> {
    let mut sql = Sql::select::<token::Model>(conn, "t", " WHERE ");
    rows(&mut sql);
    sql.push(" ORDER BY t.id").locked("UPDATE", "t");
    sql.all(conn).await
}

pub(super) fn uuids<K: Copy + Into<Uuid>>(pairs: &[(K, UserId)]) -> Vec<(Uuid, Uuid)> {
    let pairs = pairs.iter();
    pairs
        .map(|(key, user)| ((*key).into(), (*user).into()))
        .collect()
}

pub(super) fn by_key<K: std::hash::Hash + Eq, R>(
    rows: Vec<R>,
    key: impl Fn(&R) -> K,
) -> HashMap<K, R> {
    rows.into_iter().map(|row| (key(&row), row)).collect()
}
