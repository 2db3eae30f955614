//! What an operation needs, and whether the actor has it.
//!
//! The decision is made inside the operation's transaction, before the operation runs, on rows as they are then.
//! What the actor may not see is not found; what he sees but may not do is forbidden.
//!
//! To add a target: a variant, its arm in `look`, below [`decide`], that finds the orgs it belongs to, and one in [`is_gone`].

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    db::{Conn, Sql},
    error::{Code, Error, Result},
    id::{GroupId, JobId, OrgId, RoleId, TokenId, UserId},
};

use super::{
    Actor, Lock, Permission, PermissionSet, Who,
    standing::{self, Standing},
};

/// What an operation needs: a permission, what it must be held for, and how the org is locked meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    /// What the actor must hold.
    pub permission: Permission,
    /// For what.
    pub target: Target,
    /// How the org's row is locked once it is found.
    pub lock: Lock,
}

/// What a permission must be held for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Target {
    /// The platform as a whole.
    Platform,
    /// Each of many rows: the operation decides on every one, as for the operation on one thing.
    Each,
    /// An org in use.
    Org(OrgId),
    /// An org, in use or retired.
    OrgInAnyState(OrgId),
    /// A user's membership in an org, whether it exists or not; of an owner's it takes `owners:write` as well.
    Member(OrgId, UserId),
    /// The org of a group.
    Group(GroupId),
    /// The org of one of its own roles.
    Role(RoleId),
    /// The org of a token, or the platform where it has none.
    Token(TokenId),
    /// Some org or other, or the platform: for what decides on its parts as they come.
    AnyOrg,
    /// A job that the actor may see.
    Job(JobId),
    /// A user, in every org that he belongs to; in those that he owns it takes `owners:write`.
    User(UserId),
    /// Nothing: for what no caller can name, and what tells and changes nothing of the directory.
    Nothing,
    /// A user who may do this to himself; anybody else needs it as for [`Target::User`], and so does he with a token that is
    /// bound to one org: whoever made it may have no say in his other orgs, where the change shows too.
    Oneself(UserId),
}

impl Target {
    /// The argument that names it on every door.
    fn argument(self) -> Option<&'static str> {
        match self {
            Self::Platform | Self::Each | Self::AnyOrg | Self::Nothing => None,
            Self::Org(_) | Self::OrgInAnyState(_) | Self::Member(..) => Some("org"),
            Self::Group(_) => Some("groupId"),
            Self::Role(_) => Some("roleId"),
            Self::Token(_) => Some("tokenId"),
            Self::Job(_) => Some("jobId"),
            Self::User(_) | Self::Oneself(_) => Some("userId"),
        }
    }
}

impl Access {
    /// `permission`, for `target`.
    #[must_use]
    pub fn new(permission: Permission, target: Target) -> Self {
        Self {
            permission,
            target,
            lock: Lock::None,
        }
    }

    /// Anybody: for the one operation that no caller names.
    #[must_use]
    pub fn internal() -> Self {
        Self::new(Permission::MembersRead, Target::Nothing)
    }

    /// The same, with the org locked.
    #[must_use]
    pub fn locking(mut self, lock: Lock) -> Self {
        self.lock = lock;
        self
    }
}

/// Passes when the actor has what is needed.
///
/// # Errors
/// The target's `..._NOT_FOUND` when he may not see it, `ORG_RETIRED`, `FORBIDDEN`.
pub async fn decide(conn: &Conn, actor: &Actor, access: &Access) -> Result<()> {
    let decision = look(conn, actor, access).await;
    decision.map_err(|error| match (error.code(), access.target.argument()) {
        // What is missing is a right, not another argument.
        (Code::Forbidden, _) | (_, None) => error,
        (_, Some(argument)) => error.at(argument),
    })
}

async fn look(conn: &Conn, actor: &Actor, access: &Access) -> Result<()> {
    let Access {
        permission,
        target,
        lock,
    } = *access;
    match target {
        Target::Platform => allow(
            permission,
            actor.who() == Who::Platform && actor.scope().scopes.contains(permission),
        ),
        Target::Each | Target::Nothing => Ok(()),
        Target::AnyOrg => {
            if actor.who() == Who::Platform {
                return allow(permission, actor.scope().scopes.contains(permission));
            }
            let mut sql = Sql::new(conn, "");
            actor.scope().orgs_where(&mut sql, permission);
            sql.limit(1);
            allow(permission, sql.row(conn).await?.is_some())
        }
        Target::Job(job) => {
            let mut sql = Sql::new(conn, "SELECT 1 FROM jobs j WHERE j.id = ");
            sql.bind(job).push(" AND ");
            actor.sees_job(&mut sql, "j");
            let found = sql.row(conn).await?;
            found.map(drop).ok_or_else(|| not_found(Code::JobNotFound))
        }
        Target::Org(org) => {
            let standing = standing::find(conn, actor, org, None, lock).await?;
            in_org(standing, permission, Code::OrgNotFound).map(drop)
        }
        Target::OrgInAnyState(org) => {
            let standing = standing::find(conn, actor, org, None, lock).await?;
            let standing = standing.map(|standing| Standing {
                is_active: true,
                ..standing
            });
            in_org(standing, permission, Code::OrgNotFound).map(drop)
        }
        Target::Member(org, user) => {
            let early = if lock == Lock::Update {
                Lock::None
            } else {
                lock
            };
            let found = standing::find(conn, actor, org, Some(user), early).await?;
            let found = in_org(found, permission, Code::OrgNotFound)?;
            if !found.member_is_owner {
                return Ok(());
            }
            allow(
                Permission::OwnersWrite,
                found.rights.contains(Permission::OwnersWrite),
            )?;
            if lock == Lock::Update {
                standing::find(conn, actor, org, None, lock).await?;
            }
            Ok(())
        }
        Target::Group(group) => {
            let mut sql = Sql::new(conn, "SELECT org_id FROM groups WHERE id = ");
            sql.bind(group);
            let Some(row) = sql.row(conn).await? else {
                return Err(not_found(Code::GroupNotFound));
            };
            let standing =
                standing::find(conn, actor, row.try_get("", "org_id")?, None, lock).await?;
            if standing.is_some_and(|standing| {
                !standing.rights.contains(permission)
                    && !standing.rights.contains(Permission::GroupsRead)
            }) && actor.who() != Who::Platform
            {
                return Err(not_found(Code::GroupNotFound));
            }
            in_org(standing, permission, Code::GroupNotFound).map(drop)
        }
        Target::Role(role) => {
            let mut sql = Sql::new(conn, "SELECT r.org_id FROM roles r WHERE r.id = ");
            sql.bind(role).push(" AND ");
            actor.scope().sees_role(&mut sql, "r");
            let Some(row) = sql.row(conn).await? else {
                return Err(not_found(Code::RoleNotFound));
            };
            let standing =
                standing::find(conn, actor, row.try_get("", "org_id")?, None, lock).await?;
            in_org(standing, permission, Code::RoleNotFound).map(drop)
        }
        Target::Token(token) => in_token(conn, actor, token, permission).await,
        Target::User(user) => in_every_org(conn, actor, user, permission).await,
        Target::Oneself(user) => {
            let oneself = Who::User { user, org: None };
            // Scopes cut this down too: a token for reading does not rename its user.
            if actor.who() == oneself && actor.scope().scopes.contains(permission) {
                return Ok(());
            }
            in_every_org(conn, actor, user, permission).await
        }
    }
}

/// Whether a thing that can be deleted was: then nobody holds anything for it any more.
///
/// # Errors
/// What the database says.
pub async fn is_gone(conn: &Conn, target: Target) -> Result<bool> {
    let (table, id): (_, Uuid) = match target {
        Target::Group(group) => ("groups", group.into()),
        Target::Role(role) => ("roles", role.into()),
        Target::Token(token) => ("tokens", token.into()),
        Target::User(user) | Target::Oneself(user) => ("users", user.into()),
        Target::Platform
        | Target::Each
        | Target::Nothing
        | Target::AnyOrg
        | Target::Org(_)
        | Target::OrgInAnyState(_)
        | Target::Member(..)
        | Target::Job(_) => return Ok(false),
    };
    let mut sql = Sql::new(conn, "SELECT 1 FROM ");
    sql.push(table).push(" WHERE id = ").bind(id);
    Ok(sql.row(conn).await?.is_none())
}

/// What is not there, or not for this caller.
#[must_use]
pub fn not_found(code: Code) -> Error {
    let what = match code {
        Code::OrgNotFound => "org",
        Code::UserNotFound => "user",
        Code::GroupNotFound => "group",
        Code::TokenNotFound => "token",
        Code::JobNotFound => "job",
        Code::RoleNotFound => "role",
        _ => "membership",
    };
    Error::new(
        code,
        format!("There is no such {what}, or it is not for this token to see."),
    )
}

/// What is there, and not for this caller to change.
#[must_use]
pub fn forbidden(permission: Permission) -> Error {
    Error::new(
        Code::Forbidden,
        format!("This takes the permission `{}`.", permission.name()),
    )
}

/// What nothing may be changed in.
#[must_use]
pub fn org_retired() -> Error {
    Error::new(Code::OrgRetired, "The org is retired; restore it first.")
}

fn allow(permission: Permission, held: bool) -> Result<()> {
    if held {
        Ok(())
    } else {
        Err(forbidden(permission))
    }
}

fn in_org(standing: Option<Standing>, permission: Permission, unseen: Code) -> Result<Standing> {
    let Some(standing) = standing.filter(|standing| standing.sees) else {
        return Err(not_found(unseen));
    };
    allow(permission, standing.rights.contains(permission))?;
    if !standing.is_active {
        return Err(org_retired());
    }
    Ok(standing)
}

async fn in_token(
    conn: &Conn,
    actor: &Actor,
    token: TokenId,
    permission: Permission,
) -> Result<()> {
    let mut sql = Sql::new(conn, "SELECT org_id FROM tokens WHERE id = ");
    sql.bind(token);
    let Some(row) = sql.row(conn).await? else {
        return Err(not_found(Code::TokenNotFound));
    };
    let org: Option<OrgId> = row.try_get("", "org_id")?;
    let (sees, rights) = match (actor.who(), org) {
        (Who::Platform, _) => (true, actor.scope().scopes),
        (_, None) => (false, PermissionSet::NONE),
        (_, Some(org)) => {
            let standing = standing::find(conn, actor, org, None, Lock::None).await?;
            let rights = standing.map(|standing| standing.rights).unwrap_or_default();
            (rights.contains(permission), rights)
        }
    };
    if !sees && actor.token() != Some(token) {
        return Err(not_found(Code::TokenNotFound));
    }
    allow(permission, rights.contains(permission))
}

async fn in_every_org(
    conn: &Conn,
    actor: &Actor,
    user: UserId,
    permission: Permission,
) -> Result<()> {
    let scope = actor.scope();
    if actor.who() == Who::Platform {
        let mut sql = Sql::new(conn, "SELECT 1 FROM users WHERE id = ");
        sql.bind(user);
        if sql.row(conn).await?.is_none() {
            return Err(not_found(Code::UserNotFound));
        }
        return allow(permission, scope.scopes.contains(permission));
    }
    let mut sql = Sql::new(conn, "SELECT count(*) AS orgs, count(CASE WHEN ");
    scope.holds(&mut sql, "m.org_id", permission);
    sql.push(" AND (NOT m.is_owner OR ");
    scope.holds(&mut sql, "m.org_id", Permission::OwnersWrite);
    sql.push(") THEN 1 END) AS held, count(CASE WHEN ");
    scope.holds(&mut sql, "m.org_id", Permission::MembersRead);
    sql.push(
        " THEN 1 END) AS seen FROM memberships m \
         JOIN orgs o ON o.id = m.org_id AND o.status = 'active' WHERE m.user_id = ",
    )
    .bind(user);
    let Some(row) = sql.row(conn).await? else {
        return Err(not_found(Code::UserNotFound));
    };
    let count = |column| row.try_get::<i64>("", column);
    let (orgs, held, seen) = (count("orgs")?, count("held")?, count("seen")?);
    if seen == 0 && held == 0 && actor.user() != Some(user) {
        return Err(not_found(Code::UserNotFound));
    }
    allow(permission, orgs > 0 && held == orgs)
}
