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

    /// Notes a lock that is granted.
    pub(super) fn hold_org_lock(&mut self, org: OrgId, lock: Lock) {
        let held = self.org_locks.entry(org).or_default();
        *held = lock.max(*held);
    }

    /// Takes in the status of an org that was read with a membership. An older row of the org is to be read again.
    pub(super) fn know_org_status(&mut self, org: OrgId, status: OrgStatus) {
        self.org_statuses.insert(org, status);
        let known = self.orgs.look(&org).flatten();
        if known.is_some_and(|row| row.status != status) && !self.orgs.is_locked(&org) {
            self.orgs.forget(&org);
        }
    }

    /// The named memberships and the defaults of users come in one statement, which locks those that are to be locked in the
    /// order of ids.
    async fn read_memberships(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
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

    /// Takes in a membership that was read without a lock, unless it is known under its lock.
    fn know_free(&mut self, pair: (OrgId, UserId), row: Option<membership::Model>) {
        if !self.memberships.is_locked(&pair) {
            self.know(pair, row, false);
        }
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

/// Memberships that are to be read: by org and user, and the defaults of users.
struct Wanted {
    pairs: Vec<(OrgId, UserId)>,
    defaults: Vec<UserId>,
}

impl Wanted {
    fn is_empty(&self) -> bool {
        self.pairs.is_empty() && self.defaults.is_empty()
    }

    /// The conditions that a membership `m` is among them. One may meet several.
    fn conditions(&self) -> impl Iterator<Item = Box<dyn Fn(&mut Sql) + Send + '_>> {
        let org = self.pairs.first().map(|(org, _)| *org);
        let only_org = org.filter(|org| self.pairs.iter().all(|(other, _)| other == org));
        let pairs = (!self.pairs.is_empty()).then(|| -> Box<dyn Fn(&mut Sql) + Send> {
            match only_org {
                // Many members of one org, a hundred times faster than as pairs.
                Some(org) => Box::new(move |sql| {
                    let users = self.pairs.iter().map(|(_, user)| (*user).into());
                    sql.push("m.org_id = ").bind(org).push(" AND ");
                    sql.is_one_of("m.user_id", &users.collect::<Vec<_>>());
                }),
                None => Box::new(|sql| {
                    sql.push("m.id IN (SELECT x.id FROM ")
                        .pairs("p", ("org_id", "user_id"), &uuids(&self.pairs))
                        .push(" CROSS JOIN memberships x WHERE x.org_id = p.org_id AND x.user_id = p.user_id)");
                }),
            }
        });
        let defaults = (!self.defaults.is_empty()).then(|| -> Box<dyn Fn(&mut Sql) + Send> {
            Box::new(|sql| {
                let users: Vec<Uuid> = self.defaults.iter().copied().map(Uuid::from).collect();
                sql.push("m.is_default AND ").is_one_of("m.user_id", &users);
            })
        });
        pairs.into_iter().chain(defaults)
    }
}

/// Both kinds, each membership with the status of its org, and whether it is locked.
async fn memberships(
    conn: &Conn,
    locked: &Wanted,
    free: &Wanted,
) -> Result<Vec<(membership::Model, OrgStatus, bool)>> {
    let mut sql = Sql::new(conn, "");
    let mut union = "";
    for condition in locked.conditions() {
        sql.push(union).push("SELECT * FROM (");
        select_with_org_status(&mut sql, "TRUE");
        condition(&mut sql);
        sql.push(" ORDER BY m.id")
            .locked("UPDATE", "m")
            .push(") AS l");
        union = " UNION ALL ";
    }
    for condition in free.conditions() {
        sql.push(union);
        select_with_org_status(&mut sql, "FALSE");
        condition(&mut sql);
        union = " UNION ALL ";
    }
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

/// Memberships `m` for which `rows` holds, each with the status of its org `o`. `lock`: how they are locked, by id.
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

fn uuids<K: Copy + Into<Uuid>>(pairs: &[(K, UserId)]) -> Vec<(Uuid, Uuid)> {
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
