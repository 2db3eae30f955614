//! Renders rows as objects of the Rebilly API. The number of statements does not depend on the
//! number of rows.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::{
    access::Grant,
    domain::{
        membership::{self, Whole},
        role,
    },
    entity::{
        membership::{MemberRole, Model as Membership},
        role::Model as Role,
    },
    error::{Error, Result},
    id::RoleId,
    rest::caller::Caller,
};

use super::wire;

/// The name of the admin role in the Rebilly API.
pub(super) const ADMIN: &str = "admin";

/// Renders memberships. `expand=roles` in the query embeds the roles.
pub(super) async fn memberships(
    caller: &Caller,
    rows: Vec<Whole>,
) -> Result<Vec<wire::Membership>> {
    let mut wanted = BTreeSet::new();
    for row in &rows {
        wanted.extend(membership::role_ids(&row.membership)?);
    }
    let mut roles = Roles::default();
    if !wanted.is_empty() {
        let wanted: Vec<Uuid> = wanted.into_iter().map(Uuid::from).collect();
        let found = role::find_many(caller.reader(), &wanted).await?;
        roles.0 = found.into_iter().map(|role| (role.id, role)).collect();
    }
    let expands = caller
        .parameters("expand")
        .flat_map(|list| list.split(','))
        .any(|name| name == "roles");
    rows.into_iter()
        .map(|row| one(caller, &roles, expands, row))
        .collect()
}

/// The custom roles of all rendered memberships.
#[derive(Default)]
struct Roles(HashMap<RoleId, Role>);

impl Roles {
    /// Returns the roles of a membership, sorted by name.
    fn of(&self, membership: &Membership) -> Result<Vec<&Role>> {
        let ids = membership::role_ids(membership)?;
        let mut roles: Vec<&Role> = ids.iter().filter_map(|id| self.0.get(id)).collect();
        roles.sort_unstable_by(|a, b| a.name_key.cmp(&b.name_key));
        Ok(roles)
    }
}

fn one(caller: &Caller, roles: &Roles, expands: bool, row: Whole) -> Result<wire::Membership> {
    let Whole {
        membership,
        org,
        user,
    } = row;
    let roles = roles.of(&membership)?;
    let granted: Vec<Grant> = roles
        .iter()
        .map(|role| Grant::of_role(role))
        .collect::<Result<_>>()?;
    let admin = (membership.role == MemberRole::Admin).then(|| ADMIN.to_owned());
    let names = roles.iter().map(|role| role.name.clone());
    let path = path(&org.id.to_string(), &user.id.to_string());
    Ok(wire::Membership {
        is_owner: membership.is_owner,
        is_default: membership.is_default,
        role_ids: admin.into_iter().chain(names).collect(),
        permissions: texts(membership.permissions.as_ref())?.unwrap_or_default(),
        allowed_ips: texts(membership.allowed_ips.as_ref())?,
        acl: vec![wire::Acl {
            scope: wire::AclScope {
                organization_id: vec![org.id.to_string()],
            },
            permissions: Grant::of_membership(&membership, &granted)?.names(),
        }],
        links: vec![wire::Link {
            rel: "self",
            href: caller.url(&path),
        }],
        embedded: wire::Embedded {
            roles: match expands {
                true => roles.into_iter().map(role_with).collect::<Result<_>>()?,
                false => Vec::new(),
            },
        },
        organization: wire::Organization {
            id: org.id.to_string(),
            name: org.name,
            created_time: time(org.created_at),
            updated_time: time(org.updated_at),
        },
        user: wire::User {
            id: user.id.to_string(),
            name: user.display_name,
            email: user.email,
        },
    })
}

fn role_with(role: &Role) -> Result<wire::Role> {
    Ok(wire::Role {
        id: role.id.to_string(),
        name: role.name.clone(),
        permissions: texts(Some(&role.permissions))?.unwrap_or_default(),
    })
}

/// Returns the path of a membership.
pub(super) fn path(org: &str, user: &str) -> String {
    format!("/memberships/{org}/{user}")
}

/// Parses a stored list of texts.
fn texts(list: Option<&Json>) -> Result<Option<Vec<String>>> {
    list.map(|list| serde_json::from_value(list.clone()).map_err(Error::internal))
        .transpose()
}

fn time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}
