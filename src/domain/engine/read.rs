//! Reading the rows that changes depend on: one statement for each kind of key, in the order of locks. What is known
//! already is not read again, unless it is to be locked now.

use std::{collections::HashMap, sync::Arc};

use uuid::Uuid;

use crate::{
    access::{Lock, Permission, Scope},
    db::{Children, Conn, Sql},
    domain::membership::MAX_CHANGES,
    entity::{
        group, group_membership,
        membership::{self, MemberStatus},
        org, role,
        token::{self, TokenKind},
        user,
    },
    error::{Error, Result},
    id::{GroupId, OrgId, RoleId, UserId},
};

use super::{
    Keys, World,
    row::{Row, Unique},
    world::Everywhere,
};

/// Rows of a list: twice the changes that one call makes, so that those that are named and those that are not fit in.
const MAX_LISTED: usize = 2 * MAX_CHANGES + 1;

/// The order in which memberships `m` in orgs `o` become the default: orgs in use first, by name, then by id.
const NEXT_DEFAULT: &str =
    " ORDER BY CASE o.status WHEN 'active' THEN 0 ELSE 1 END, o.name_key, o.id LIMIT 1";

/// The condition that an owner counts, on `memberships m` and `users u`.
const COUNTS_AS_OWNER: &str = "m.is_owner AND m.status = 'active' AND u.status = 'active'";

impl World {
    /// Reads the rows of the keys.
    pub(super) async fn read(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
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
        self.read_owned_by(conn, keys).await?;
        self.read_holders(conn, keys).await?;
        self.read_everywhere(conn, keys).await?;
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
            let mut rows = by_key(rows, |row| (row.org_id, row.user_id));
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

    async fn count_roles(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        let missing = keys.role_counts.iter();
        let missing = missing.filter(|org| !self.role_counts.contains_key(org));
        for org in missing.copied().collect::<Vec<OrgId>>() {
            let mut sql = Sql::new(conn, "SELECT count(*) FROM roles r WHERE r.org_id = ");
            sql.bind(org);
            self.role_counts.insert(org, sql.count(conn).await?);
        }
        Ok(())
    }

    async fn read_members_of(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        for org in &keys.members_of {
            let mut sql = Sql::new(
                conn,
                "SELECT m.user_id FROM memberships m WHERE m.org_id = ",
            );
            sql.bind(*org)
                .push(" AND m.status = ")
                .word(MemberStatus::Active.as_str())
                .limit(MAX_LISTED as u32);
            let rows = sql.rows(conn).await?;
            let users = rows.iter().map(|row| Ok(row.try_get("", "user_id")?));
            let users: Vec<UserId> = users.collect::<Result<_>>()?;
            self.members_of.insert(*org, Arc::new(users));
        }
        Ok(())
    }

    async fn read_owned_by(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        let missing = keys.owned_by.iter();
        let missing: Vec<Uuid> = missing
            .filter(|user| !self.owned_by.contains_key(user))
            .map(|user| (*user).into())
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let mut sql = Sql::select::<membership::Model>(
            conn,
            "m",
            " JOIN orgs o ON o.id = m.org_id WHERE m.is_owner AND m.status = 'active' \
             AND o.status = 'active' AND ",
        );
        sql.is_one_of("m.user_id", &missing)
            .push(" ORDER BY m.org_id");
        for user in missing {
            self.owned_by.entry(user.into()).or_default();
        }
        for row in sql.all::<membership::Model>(conn).await? {
            let owned = self.owned_by.entry(row.user_id).or_default();
            owned.push(row.org_id);
            let key = (row.org_id, row.user_id);
            if !self.memberships.is_known(&key) {
                self.know(key, Some(row), false);
            }
        }
        Ok(())
    }

    async fn read_everywhere(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        for key @ (scope, user, permission) in &keys.everywhere {
            if self.everywhere.contains_key(key) {
                continue;
            }
            let mut sql = Sql::new(conn, "SELECT count(*) AS orgs, count(CASE WHEN ");
            scope.holds(&mut sql, "m.org_id", *permission);
            sql.push(" AND (NOT m.is_owner OR ");
            scope.holds(&mut sql, "m.org_id", Permission::OwnersWrite);
            sql.push(") THEN 1 END) AS held, count(CASE WHEN ");
            scope.holds(&mut sql, "m.org_id", Permission::MembersRead);
            sql.push(
                " THEN 1 END) AS seen FROM memberships m \
                 JOIN orgs o ON o.id = m.org_id AND o.status = 'active' WHERE m.user_id = ",
            )
            .bind(*user);
            let row = sql.row(conn).await?;
            let count = |column| match &row {
                Some(row) => Ok::<i64, Error>(row.try_get("", column)?),
                None => Ok(0),
            };
            let everywhere = Everywhere {
                orgs: count("orgs")?,
                held: count("held")?,
                seen: count("seen")?,
            };
            self.everywhere.insert(*key, everywhere);
        }
        Ok(())
    }

    /// One statement for each kind of unique value.
    async fn read_holders(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        let (mut emails, mut org_names) = (Vec::new(), Vec::new());
        let (mut group_names, mut role_names) = (Vec::new(), Vec::new());
        for value in keys
            .unique
            .iter()
            .filter(|value| !self.holders.is_known(value))
        {
            match value {
                Unique::Email(key) => emails.push(key.as_str()),
                Unique::OrgName(key) => org_names.push(key.as_str()),
                Unique::GroupName(org, key) => group_names.push((*org, key.as_str())),
                Unique::RoleName(org, key) => role_names.push((*org, key.as_str())),
            }
        }
        let mut found = Vec::<(Unique, Uuid)>::new();
        if !emails.is_empty() {
            let mut sql = Sql::new(conn, "SELECT u.id, u.email_key FROM users u WHERE ");
            sql.is_one_of_texts("u.email_key", &emails);
            for row in sql.rows(conn).await? {
                let key = Unique::Email(row.try_get("", "email_key")?);
                found.push((key, row.try_get("", "id")?));
            }
        }
        if !org_names.is_empty() {
            let mut sql = Sql::new(
                conn,
                "SELECT o.id, o.name_key FROM orgs o WHERE o.status = 'active' AND ",
            );
            sql.is_one_of_texts("o.name_key", &org_names);
            for row in sql.rows(conn).await? {
                let key = Unique::OrgName(row.try_get("", "name_key")?);
                found.push((key, row.try_get("", "id")?));
            }
        }
        found.extend(in_orgs(conn, "groups", &group_names, Unique::GroupName).await?);
        found.extend(in_orgs(conn, "roles", &role_names, Unique::RoleName).await?);
        for value in &keys.unique {
            if !self.holders.is_known(value) {
                self.holders.read(value.clone(), None, false);
            }
        }
        for (value, id) in found {
            self.holders.read(value, Some(id), false);
        }
        Ok(())
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

    async fn read_next_defaults(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        if keys.next_defaults.is_empty() {
            return Ok(());
        }
        let users: Vec<Uuid> = keys.next_defaults.iter().copied().map(Uuid::from).collect();
        let users_of = keys.next_defaults.iter();
        let known = users_of.flat_map(|user| self.known_memberships(*user));
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
            self.know(key, Some(row), true);
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

/// The ids of rows with these names, each of an org.
async fn in_orgs(
    conn: &Conn,
    table: &str,
    named: &[(OrgId, &str)],
    value: fn(OrgId, String) -> Unique,
) -> Result<Vec<(Unique, Uuid)>> {
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let orgs: Vec<Uuid> = named.iter().map(|(org, _)| (*org).into()).collect();
    let names: Vec<&str> = named.iter().map(|(_, name)| *name).collect();
    let mut sql = Sql::new(conn, "SELECT x.id, x.org_id, x.name_key FROM ");
    sql.push(table)
        .push(" x WHERE ")
        .is_one_of("x.org_id", &orgs)
        .push(" AND ")
        .is_one_of_texts("x.name_key", &names);
    let rows = sql.rows(conn).await?;
    let found = rows.iter().map(|row| {
        let (org, name) = (row.try_get("", "org_id")?, row.try_get("", "name_key")?);
        Ok((value(org, name), row.try_get("", "id")?))
    });
    found.collect()
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

fn uuids<K: Copy + Into<Uuid>>(pairs: &[(K, UserId)]) -> Vec<(Uuid, Uuid)> {
    let pairs = pairs.iter();
    pairs
        .map(|(key, user)| ((*key).into(), (*user).into()))
        .collect()
}

fn by_key<K: std::hash::Hash + Eq, R>(rows: Vec<R>, key: impl Fn(&R) -> K) -> HashMap<K, R> {
    rows.into_iter().map(|row| (key(&row), row)).collect()
}
