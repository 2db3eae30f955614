//! Answers that the database computes for changes because the rows are too many to load: a user's
//! next default, another owner of an org, the members of an org, and the users that an actor may
//! see.

use std::{collections::HashMap, sync::Arc};

use uuid::Uuid;

use crate::{
    access::{Permission, Scope},
    db::{Children, Conn, Sql},
    entity::{
        membership::{self, MemberStatus},
        org::OrgStatus,
    },
    error::Result,
    id::{OrgId, UserId},
};

use super::{Keys, Lock, World, membership::with_org_status, read::MAX_LISTED, world::Everywhere};

/// The order in which memberships `m` in orgs `o` become the default: active orgs first, then by
/// name, then by id.
const NEXT_DEFAULT: &str =
    " ORDER BY CASE o.status WHEN 'active' THEN 0 ELSE 1 END, o.name_key, o.id LIMIT 1";

/// The condition that a membership counts as an owner, on `memberships m` and `users u`.
const COUNTS_AS_OWNER: &str = "m.is_owner AND m.status = 'active' AND u.status = 'active'";

impl World {
    pub(super) async fn count_roles(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        let missing = keys.role_counts.iter();
        let missing = missing.filter(|org| !self.role_counts.contains_key(org));
        for org in missing.copied().collect::<Vec<OrgId>>() {
            let mut sql = Sql::new(conn, "SELECT count(*) FROM roles r WHERE r.org_id = ");
            sql.bind(org);
            self.role_counts.insert(org, sql.count(conn).await?);
        }
        Ok(())
    }

    pub(super) async fn read_members_of(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
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

    pub(super) async fn read_members_of_group(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        for group in &keys.members_of_group {
            let mut sql = Sql::new(
                conn,
                "SELECT gm.user_id FROM group_memberships gm \
                 JOIN memberships m ON m.org_id = gm.org_id AND m.user_id = gm.user_id \
                 WHERE gm.group_id = ",
            );
            sql.bind(*group)
                .push(" AND m.status = ")
                .word(MemberStatus::Active.as_str())
                .limit(MAX_LISTED as u32);
            let rows = sql.rows(conn).await?;
            let users = rows.iter().map(|row| Ok(row.try_get("", "user_id")?));
            let users: Vec<UserId> = users.collect::<Result<_>>()?;
            self.members_of_group.insert(*group, Arc::new(users));
        }
        Ok(())
    }

    pub(super) async fn read_hidden_defaults(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        for key @ (org, after, most) in &keys.hidden_defaults {
            let mut sql = Sql::new(
                conn,
                "SELECT m.user_id FROM memberships m \
                 JOIN memberships d ON d.user_id = m.user_id AND d.is_default \
                 JOIN orgs o ON o.id = d.org_id WHERE m.org_id = ",
            );
            sql.bind(*org)
                .push(" AND m.status = ")
                .word(MemberStatus::Active.as_str())
                .push(" AND (d.org_id = ")
                .bind(*org)
                .push(" OR o.status = ")
                .word(OrgStatus::Retired.as_str())
                .push(")");
            if let Some(after) = after {
                sql.push(" AND m.user_id > ").bind(*after);
            }
            let rows = u32::try_from(most.saturating_add(1)).unwrap_or(u32::MAX);
            sql.push(" ORDER BY m.user_id").limit(rows);
            let rows = sql.rows(conn).await?;
            let users = rows.iter().map(|row| Ok(row.try_get("", "user_id")?));
            let users: Vec<UserId> = users.collect::<Result<_>>()?;
            self.hidden_defaults.insert(*key, Arc::new(users));
        }
        Ok(())
    }

    pub(super) async fn read_owned_by(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        let missing = keys.owned_by.iter();
        let missing: Vec<Uuid> = missing
            .filter(|user| !self.owned_by.contains_key(user))
            .map(|user| (*user).into())
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let owners = " WHERE m.is_owner AND m.status = 'active' AND ";
        let mut sql = Sql::select::<membership::Model>(conn, "m", owners);
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

    pub(super) async fn read_somewhere(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        for key @ (scope, permission) in &keys.somewhere {
            let mut sql = Sql::new(conn, "");
            scope.orgs_where(&mut sql, *permission);
            sql.limit(1);
            let is_held = sql.row(conn).await?.is_some();
            self.somewhere.insert(*key, is_held);
        }
        Ok(())
    }

    pub(super) async fn read_jobs(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        for key @ (scope, token, job) in &keys.jobs {
            let mut sql = Sql::new(conn, "SELECT 1 FROM jobs j WHERE j.id = ");
            sql.bind(*job).push(" AND ");
            scope.sees_job(&mut sql, *token, "j");
            let is_seen = sql.row(conn).await?.is_some();
            self.jobs.insert(*key, is_seen);
        }
        Ok(())
    }

    /// Reads in how many of each user's orgs a scope holds a permission, with one statement for each
    /// scope and permission.
    pub(super) async fn read_everywhere(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        let mut questions = HashMap::<(Scope, Permission), Vec<Uuid>>::new();
        for key @ (scope, user, permission) in &keys.everywhere {
            if !self.everywhere.contains_key(key) {
                let users = questions.entry((*scope, *permission)).or_default();
                users.push((*user).into());
            }
        }
        for ((scope, permission), users) in questions {
            let mut sql = Sql::new(conn, "SELECT m.user_id, count(*) AS orgs, count(CASE WHEN ");
            scope.holds(&mut sql, "m.org_id", permission);
            sql.push(" AND (NOT m.is_owner OR ");
            scope.holds(&mut sql, "m.org_id", Permission::OwnersWrite);
            sql.push(") THEN 1 END) AS held, count(CASE WHEN ");
            scope.holds(&mut sql, "m.org_id", Permission::MembersRead);
            sql.push(
                " THEN 1 END) AS seen FROM memberships m \
                 JOIN orgs o ON o.id = m.org_id AND o.status = 'active' WHERE ",
            )
            .is_one_of("m.user_id", &users)
            .push(" GROUP BY m.user_id");
            let rows = sql.rows(conn).await?;
            let key = |user: Uuid| (scope, user.into(), permission);
            for user in users {
                self.everywhere.insert(key(user), Everywhere::default());
            }
            for row in rows {
                let everywhere = Everywhere {
                    orgs: row.try_get("", "orgs")?,
                    held: row.try_get("", "held")?,
                    seen: row.try_get("", "seen")?,
                };
                self.everywhere
                    .insert(key(row.try_get("", "user_id")?), everywhere);
            }
        }
        Ok(())
    }

    /// Reads the next default of each user: the first active membership, in the order of
    /// `NEXT_DEFAULT`, that is not loaded yet. Locks the membership and its org.
    pub(super) async fn read_next_defaults(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
        if keys.next_defaults.is_empty() {
            return Ok(());
        }
        let users: Vec<Uuid> = keys.next_defaults.iter().copied().map(Uuid::from).collect();
        let users_of = keys.next_defaults.iter();
        let known = users_of.flat_map(|user| self.known_memberships(*user));
        let known: Vec<Uuid> = known.map(|row| row.id.into()).collect();
        let first = Children {
            columns: "m.id, m.org_id, m.user_id, o.status AS org_status",
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
        let rows = sql.rows(conn).await?;
        self.next_defaults
            .extend(keys.next_defaults.iter().map(|user| (*user, None)));
        let mut found = HashMap::<Uuid, OrgStatus>::new();
        for row in rows {
            found.insert(row.try_get("", "id")?, row.try_get("", "org_status")?);
            let org = Some(row.try_get("", "org_id")?);
            self.next_defaults.insert(row.try_get("", "user_id")?, org);
        }
        if found.is_empty() {
            return Ok(());
        }
        let ids: Vec<Uuid> = found.keys().copied().collect();
        // The orgs must not be retired until the transaction ends. An org that another transaction
        // is about to change is skipped, because waiting for it with users locked could cause a
        // deadlock. The membership of a skipped org stays unknown. The rule then requests the
        // membership together with the lock of the org.
        let lock = ("UPDATE OF m FOR SHARE", "o SKIP LOCKED");
        for (row, status) in with_org_status(conn, lock, |sql| {
            sql.is_one_of("m.id", &ids);
        })
        .await?
        {
            let key = (row.org_id, row.user_id);
            if found.get(&row.id.into()) != Some(&status) {
                // The org was retired before it was locked. Without an answer, the rule requests
                // the next default again. This membership is then loaded, so another one is found.
                self.next_defaults.remove(&row.user_id);
            }
            self.know_org_status(row.org_id, status);
            self.hold_org_lock(row.org_id, Lock::Share);
            self.know(key, Some(row), true);
        }
        Ok(())
    }

    pub(super) async fn read_other_owners(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
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

    /// Reads which users each scope may see, with one statement for each scope. The platform sees
    /// all users and is never looked up here.
    pub(super) async fn read_visible(&mut self, conn: &Conn, keys: &Keys) -> Result<()> {
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
