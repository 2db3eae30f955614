//! What an actor holds in an org, for reads that are allowed or refused as a whole. What a change
//! requires is judged from rows that are read under locks: see `domain::engine`.

use std::collections::HashMap;

use sea_orm::FromQueryResult;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::{
    db::{Conn, Sql, columns},
    entity::{
        membership,
        org::{self, OrgStatus},
    },
    error::{Code, Result},
    id::OrgId,
};

use super::{
    Actor, Grant, Permission, Principal,
    target::{forbidden, not_found},
};

/// What an actor holds in an org that exists for the actor.
#[derive(Debug, Clone)]
pub struct OrgAccess {
    /// What the actor holds, names of the callers' own included.
    pub grant: Grant,
    /// Whether the org is in use.
    pub is_active: bool,
}

#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    membership: membership::Model,
    role_permissions: Option<Json>,
}

impl OrgAccess {
    /// Finds what the actor holds in the org, in one statement. `None`: the org does not exist for
    /// the actor.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` when the database fails.
    pub async fn find(conn: &Conn, actor: &Actor, org: OrgId) -> Result<Option<Self>> {
        let mut found = Self::find_many(conn, actor, &[org.into()]).await?;
        Ok(found.remove(&org))
    }

    /// Finds what the actor holds in each of the orgs, in one statement. Orgs that do not exist for
    /// the actor are omitted.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` when the database fails.
    pub async fn find_many(
        conn: &Conn,
        actor: &Actor,
        orgs: &[Uuid],
    ) -> Result<HashMap<OrgId, Self>> {
        match actor.principal() {
            Principal::User { .. } => of_user(conn, actor, orgs).await,
            Principal::Platform | Principal::Org(_) => of_orgs(conn, actor, orgs).await,
        }
    }

    /// Finds what the actor holds in the org, and passes when the permission is a part of it.
    ///
    /// # Errors
    /// `ORG_NOT_FOUND`, `FORBIDDEN`.
    pub async fn require(
        conn: &Conn,
        actor: &Actor,
        org: OrgId,
        permission: Permission,
    ) -> Result<Self> {
        let found = Self::find(conn, actor, org).await?;
        let access = found.ok_or_else(|| not_found(Code::OrgNotFound).at("org"))?;
        match access.holds(permission) {
            true => Ok(access),
            false => Err(forbidden(permission)),
        }
    }

    /// Whether the actor holds the permission.
    #[must_use]
    pub fn holds(&self, permission: Permission) -> bool {
        self.grant.rights().contains(permission)
    }
}

/// The platform holds everything in every org; a token of an org acts as an owner of that org while
/// it is in use.
async fn of_orgs(conn: &Conn, actor: &Actor, orgs: &[Uuid]) -> Result<HashMap<OrgId, OrgAccess>> {
    let mut sql = Sql::select::<org::Model>(conn, "o", " WHERE ");
    sql.is_one_of("o.id", orgs);
    let rows = sql.all::<org::Model>(conn).await?.into_iter();
    let access = rows.filter_map(|row| {
        let is_active = row.status == OrgStatus::Active;
        let grant = match (actor.granted_everywhere(), actor.principal()) {
            (Some(everything), _) => everything,
            (None, Principal::Org(own)) if own == row.id && is_active => {
                Grant::of_owner().cut(actor.scope().scopes())
            }
            _ => return None,
        };
        Some((row.id, OrgAccess { grant, is_active }))
    });
    Ok(access.collect())
}

/// A user holds what the membership in force grants.
async fn of_user(conn: &Conn, actor: &Actor, orgs: &[Uuid]) -> Result<HashMap<OrgId, OrgAccess>> {
    let mut sql = Sql::new(conn, "SELECT ");
    sql.push(&columns::<membership::Model>("x")).push(
        ", r.permissions AS role_permissions FROM memberships x \
         JOIN users xu ON xu.id = x.user_id AND xu.status = 'active' \
         LEFT JOIN membership_roles mr ON mr.membership_id = x.id \
         LEFT JOIN roles r ON r.id = mr.role_id WHERE x.id IN (",
    );
    actor.scope().own_memberships(&mut sql);
    sql.push(" AND ").is_one_of("a.org_id", orgs).push(")");
    let mut grants = HashMap::<OrgId, Grant>::new();
    for row in sql.all::<Row>(conn).await? {
        let role = Grant::of_kept(row.role_permissions.as_ref())?;
        let more = Grant::of_membership(&row.membership, [&role])?.cut(actor.scope().scopes());
        let grant = grants.entry(row.membership.org_id).or_default();
        *grant = std::mem::take(grant).or(more);
    }
    let access = grants.into_iter().map(|(org, grant)| {
        let access = OrgAccess {
            grant,
            is_active: true,
        };
        (org, access)
    });
    Ok(access.collect())
}
