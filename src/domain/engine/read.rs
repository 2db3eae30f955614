//! Reading the rows that changes depend on: one statement for each kind of key, in the order of locks. What is known
//! already is not read again, unless it is to be locked now.

use std::{collections::HashMap, sync::Arc};

use uuid::Uuid;

use crate::{
    access::{Grant, Lock, PermissionSet, Scope},
    db::{Children, Conn, Sql, columns},
    entity::{
        group_membership,
        membership::{self, MemberStatus},
        org, role, user,
    },
    error::Result,
    id::{OrgId, UserId},
};

use super::{Keys, World, world::OwnRole};

/// The order in which memberships `m` in orgs `o` become the default: orgs in use first, by name, then by id.
pub(crate) const NEXT_DEFAULT: &str =
    " ORDER BY CASE o.status WHEN 'active' THEN 0 ELSE 1 END, o.name_key, o.id LIMIT 1";

/// The condition that an owner counts, on `memberships m` and `users u`.
pub(crate) const COUNTS_AS_OWNER: &str =
    "m.is_owner AND m.status = 'active' AND u.status = 'active'";

impl World {
    /// Reads the rows of the keys.
    pub(super) async fn read(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        self.read_orgs(conn, keys).await?;
        self.read_users(conn, keys).await?;
        self.read_memberships(conn, keys).await?;
        self.read_groups_of(conn, keys).await?;
        self.read_roles(conn, keys).await?;
        self.read_next_defaults(conn, keys).await?;
        self.read_other_owners(conn, keys).await?;
        self.read_visible(conn, keys).await
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
                self.orgs.read(*org, rows.remove(org), lock != Lock::None);
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
                self.users.read(user, rows.remove(&user), locked);
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
            let mut rows = by_key(rows, |row| (row.org_id, row.user_id));
            for pair in pairs {
                self.memberships.read(pair, rows.remove(&pair), locked);
            }
            for (pair, row) in rows {
                self.memberships.read(pair, Some(row), locked);
            }
            self.defaults.extend(defaults);
        }
        Ok(())
    }

    async fn read_groups_of(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        let missing = keys.groups_of.iter();
        let missing = missing.filter(|pair| !self.groups_of.contains(pair));
        let pairs: Vec<(OrgId, UserId)> = missing.copied().collect();
        if pairs.is_empty() {
            return Ok(());
        }
        let mut sql = Sql::new(conn, "SELECT ");
        sql.push(&columns::<group_membership::Model>("g"))
            .push(" FROM ")
            .pairs("p", ("org_id", "user_id"), &uuids(&pairs))
            .push(" CROSS JOIN group_memberships g WHERE g.org_id = p.org_id AND g.user_id = p.user_id")
            .push(" ORDER BY g.id")
            .locked("UPDATE", "g");
        for row in sql.all::<group_membership::Model>(conn).await? {
            let key = (row.group_id, row.user_id);
            self.group_memberships.read(key, Some(row), true);
        }
        self.groups_of.extend(pairs);
        Ok(())
    }

    /// Roles are locked against changes, so that a member who gains a role gains what it grants now.
    async fn read_roles(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        let ids: Vec<Uuid> = keys.roles.iter().copied().map(Uuid::from).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let mut sql = Sql::select::<role::Model>(conn, "r", " WHERE ");
        sql.is_one_of("r.id", &ids)
            .push(" ORDER BY r.id")
            .locked("SHARE", "r");
        self.roles
            .extend(keys.roles.iter().map(|role| (*role, None)));
        for row in sql.all::<role::Model>(conn).await? {
            let role = OwnRole {
                org: row.org_id,
                grant: Grant::of_role(&row)?,
                rights: PermissionSet::from_bits(row.rights),
            };
            self.roles.insert(row.id, Some(Arc::new(role)));
        }
        Ok(())
    }

    async fn read_next_defaults(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        if keys.next_defaults.is_empty() {
            return Ok(());
        }
        let users: Vec<Uuid> = keys.next_defaults.iter().copied().map(Uuid::from).collect();
        let known = self.memberships.rows();
        let known = known.filter(|row| keys.next_defaults.contains(&row.user_id));
        let known: Vec<Uuid> = known.map(|row| row.id.into()).collect();
        let first = Children {
            columns: "m.id",
            from: "memberships m JOIN orgs o ON o.id = m.org_id",
            key: "m.id",
        };
        let mut sql = Sql::new(conn, "");
        sql.first_per_parent(
            first,
            |sql| {
                sql.ids(&users);
            },
            |sql| {
                sql.push("m.user_id = parent.id AND m.status = ")
                    .word(MemberStatus::Active.as_str())
                    .push(" AND ")
                    .is_none_of("m.id", &known)
                    .push(NEXT_DEFAULT);
            },
        );
        let found = sql.rows(conn).await?;
        let found: Vec<Uuid> = found
            .iter()
            .map(|row| Ok(row.try_get("", "id")?))
            .collect::<Result<_>>()?;
        self.next_defaults
            .extend(keys.next_defaults.iter().map(|user| (*user, None)));
        if found.is_empty() {
            return Ok(());
        }
        let mut sql = Sql::select::<membership::Model>(conn, "m", " WHERE ");
        sql.is_one_of("m.id", &found)
            .push(" ORDER BY m.id")
            .locked("UPDATE", "m");
        for row in sql.all::<membership::Model>(conn).await? {
            self.next_defaults.insert(row.user_id, Some(row.org_id));
            let key = (row.org_id, row.user_id);
            self.memberships.read(key, Some(row), true);
        }
        Ok(())
    }

    async fn read_other_owners(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        if keys.other_owners.is_empty() {
            return Ok(());
        }
        let orgs: Vec<Uuid> = keys.other_owners.iter().copied().map(Uuid::from).collect();
        let known = self.memberships.rows();
        let known = known.filter(|row| keys.other_owners.contains(&row.org_id));
        let known: Vec<Uuid> = known.map(|row| row.id.into()).collect();
        let any = Children {
            columns: "m.user_id AS owner",
            from: "memberships m JOIN users u ON u.id = m.user_id",
            key: "m.id",
        };
        let mut sql = Sql::new(conn, "");
        sql.first_per_parent(
            any,
            |sql| {
                sql.ids(&orgs);
            },
            |sql| {
                sql.push("m.org_id = parent.id AND ")
                    .push(COUNTS_AS_OWNER)
                    .push(" AND ")
                    .is_none_of("m.id", &known)
                    .limit(1);
            },
        );
        self.other_owners
            .extend(keys.other_owners.iter().map(|org| (*org, None)));
        for row in sql.rows(conn).await? {
            let org: Uuid = row.try_get("", "parent")?;
            let owner = row.try_get("", "owner")?;
            self.other_owners.insert(org.into(), Some(owner));
        }
        Ok(())
    }

    /// One statement for each scope. The platform sees everybody and asks for nothing here.
    async fn read_visible(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        let mut scopes = HashMap::<Scope, Vec<Uuid>>::new();
        for key @ (scope, user) in &keys.visible {
            if !self.visible.contains_key(key) {
                scopes.entry(*scope).or_default().push((*user).into());
            }
        }
        for (scope, users) in scopes {
            let mut sql = Sql::new(conn, "SELECT u.id FROM users u WHERE ");
            sql.is_one_of("u.id", &users).push(" AND ");
            scope.sees_user(&mut sql, "u.id");
            let rows = sql.rows(conn).await?;
            for user in users {
                self.visible.insert((scope, user.into()), false);
            }
            for row in rows {
                self.visible.insert((scope, row.try_get("", "id")?), true);
            }
        }
        Ok(())
    }
}

async fn memberships(
    conn: &Conn,
    pairs: &[(OrgId, UserId)],
    defaults: &[UserId],
    locked: bool,
) -> Result<Vec<membership::Model>> {
    let mut sql = Sql::select::<membership::Model>(conn, "m", " WHERE m.id IN (");
    if !pairs.is_empty() {
        sql.push("SELECT x.id FROM ")
            .pairs("p", ("org_id", "user_id"), &uuids(pairs))
            .push(" CROSS JOIN memberships x WHERE x.org_id = p.org_id AND x.user_id = p.user_id");
    }
    if !defaults.is_empty() {
        let users: Vec<Uuid> = defaults.iter().copied().map(Uuid::from).collect();
        sql.push(if pairs.is_empty() { "" } else { " UNION ALL " })
            .push("SELECT d.id FROM memberships d WHERE d.is_default AND ")
            .is_one_of("d.user_id", &users);
    }
    sql.push(")");
    if locked {
        sql.push(" ORDER BY m.id").locked("UPDATE", "m");
    }
    sql.all(conn).await
}

fn uuids(pairs: &[(OrgId, UserId)]) -> Vec<(Uuid, Uuid)> {
    let pairs = pairs.iter();
    pairs
        .map(|(org, user)| ((*org).into(), (*user).into()))
        .collect()
}

fn by_key<K: std::hash::Hash + Eq, R>(rows: Vec<R>, key: impl Fn(&R) -> K) -> HashMap<K, R> {
    rows.into_iter().map(|row| (key(&row), row)).collect()
}
