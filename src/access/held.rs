//! What an actor holds in orgs, names of the callers' own too: for what he hands out, and for telling him.
//!
//! Whether he may do something is decided on a [`standing`](super::standing), which reads less.

use std::collections::HashMap;

use sea_orm::FromQueryResult;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::{
    db::{Conn, Sql, columns},
    entity::membership,
    error::Result,
    id::OrgId,
};

use super::{Actor, Grant, Who};

/// What an actor holds in the orgs that were asked about.
#[derive(Debug, Clone)]
pub struct Held {
    everywhere: Option<Grant>,
    somewhere: HashMap<OrgId, Grant>,
    nothing: Grant,
}

impl Held {
    /// In this org.
    #[must_use]
    pub fn in_org(&self, org: OrgId) -> &Grant {
        self.everywhere
            .as_ref()
            .or_else(|| self.somewhere.get(&org))
            .unwrap_or(&self.nothing)
    }
}

/// What the actor holds in every org and on the platform itself; none unless he is the platform.
#[must_use]
pub fn everywhere(actor: &Actor) -> Option<Grant> {
    let is_platform = actor.who() == Who::Platform;
    is_platform.then(|| Grant::of_platform().cut(actor.scope().scopes))
}

#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    membership: membership::Model,
    role_permissions: Option<Json>,
}

/// What the actor holds in each of the orgs, however many they are: no statement for the platform, one for others.
///
/// # Errors
/// What the database says.
pub async fn held(conn: &Conn, actor: &Actor, orgs: &[OrgId]) -> Result<Held> {
    let scopes = actor.scope().scopes;
    let mut held = Held {
        everywhere: everywhere(actor),
        somewhere: HashMap::new(),
        nothing: Grant::default(),
    };
    let ids: Vec<Uuid> = orgs.iter().copied().map(Uuid::from).collect();
    match actor.who() {
        Who::Org(own) if orgs.contains(&own) => {
            let mut sql = Sql::new(conn, "SELECT 1 FROM orgs o WHERE o.id = ");
            sql.bind(own).push(" AND ");
            actor.scope().belongs(&mut sql, "o.id");
            if sql.row(conn).await?.is_some() {
                let grant = Grant::of_owner().cut(scopes);
                held.somewhere.insert(own, grant);
            }
        }
        Who::User { .. } if !orgs.is_empty() => {
            let mut sql = Sql::new(conn, "SELECT ");
            sql.push(&columns::<membership::Model>("x")).push(
                ", r.permissions AS role_permissions FROM memberships x \
                 JOIN users xu ON xu.id = x.user_id AND xu.status = 'active' \
                 LEFT JOIN membership_roles mr ON mr.membership_id = x.id \
                 LEFT JOIN roles r ON r.id = mr.role_id WHERE x.id IN (",
            );
            actor.scope().own_memberships(&mut sql);
            sql.push(" AND ").is_one_of("a.org_id", &ids).push(")");
            for row in sql.all::<Row>(conn).await? {
                let role = Grant::of_kept(row.role_permissions.as_ref())?;
                let grant = Grant::of_membership(&row.membership, [&role])?.cut(scopes);
                let known = held.somewhere.entry(row.membership.org_id).or_default();
                *known = std::mem::take(known).or(grant);
            }
        }
        Who::Platform | Who::Org(_) | Who::User { .. } => {}
    }
    Ok(held)
}
