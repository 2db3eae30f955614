//! The check whether a member has a permission in an org, and why. Other systems that store their
//! permissions here call it before they act.

use std::net::IpAddr;

use sea_orm::FromQueryResult;

use crate::{
    access::{Grant, OrgAccess, Permission, grant::EVERY, ip::AllowedIps, target},
    db::{Sql, columns},
    domain::{Reader, user},
    entity::{
        membership::{MemberRole, MemberStatus, Model},
        role,
        user::UserStatus,
    },
    error::{Code, Error, Result},
    id::{OrgId, UserId},
};

use super::fields;

/// A question whether a user has a permission in an org.
#[derive(Debug, Clone)]
pub struct CheckAccess {
    /// The user whose access is checked.
    pub user: UserId,
    /// The org in which access is checked.
    pub org: OrgId,
    /// The permission: one of this server's or of the caller's own, or `*` for all permissions.
    pub permission: String,
    /// The IP address from which the user acts.
    pub address: Option<IpAddr>,
}

/// The result of an access check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessDecision {
    /// Why access is granted or denied.
    pub reason: Reason,
    /// The sources that grant the permission. Empty if the permission is denied.
    pub via: Vec<String>,
}

/// Why access is granted or denied: the first reason that applies, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The org is retired, so it grants no access.
    OrgRetired,
    /// The user is suspended, so they have no access anywhere.
    UserSuspended,
    /// The user does not belong to the org.
    NoMembership,
    /// The membership is retired, so it grants no access.
    MembershipRetired,
    /// The membership is limited to other IP addresses, or it is limited and no address was given.
    AddressNotAllowed,
    /// Nothing in the membership grants the permission.
    NotGranted,
    /// The permission is granted.
    Granted,
}

impl Reason {
    /// Returns the name that all APIs use for the reason.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OrgRetired => "org retired",
            Self::UserSuspended => "user suspended",
            Self::NoMembership => "no membership",
            Self::MembershipRetired => "membership retired",
            Self::AddressNotAllowed => "address not allowed",
            Self::NotGranted => "not granted",
            Self::Granted => "granted",
        }
    }
}

impl CheckAccess {
    /// Parses the arguments.
    ///
    /// # Errors
    /// `INVALID_VALUE` if `permission` is not a valid name. `INVALID_IP` if `ip` is not an IP
    /// address.
    pub fn parse(user: UserId, org: OrgId, permission: &str, ip: Option<&str>) -> Result<Self> {
        fields::well_formed("permission", permission)?;
        let address = |text: &str| {
            text.trim().parse().map_err(|_| {
                Error::new(Code::InvalidIp, "`ip` must be an IPv4 or IPv6 address.").at("ip")
            })
        };
        Ok(Self {
            user,
            org,
            permission: permission.to_owned(),
            address: ip.map(address).transpose()?,
        })
    }
}

/// Returns whether the user has the permission according to the stored data. Checking another user
/// requires `members:read` in the org.
///
/// # Errors
/// `ORG_NOT_FOUND` or `USER_NOT_FOUND` if the actor cannot see the org or user. `FORBIDDEN` if the
/// actor lacks `members:read`.
pub async fn check_access(reader: &Reader, asked: &CheckAccess) -> Result<AccessDecision> {
    let refused = |reason| AccessDecision {
        reason,
        via: Vec::new(),
    };
    let (conn, actor) = (&reader.conn, &reader.actor);
    let access = OrgAccess::find(conn, actor, asked.org).await?;
    let access = access.ok_or_else(|| target::not_found(Code::OrgNotFound).at("org"))?;
    let found = user::find(reader, asked.user).await?;
    let user = found.as_ref().map_or(asked.user, |user| user.id);
    let is_oneself = actor.user() == Some(user);
    if !is_oneself && !access.holds(Permission::MembersRead) {
        return Err(target::forbidden(Permission::MembersRead));
    }
    if found.is_none() {
        return Err(target::not_found(Code::UserNotFound).at("user"));
    }
    if !access.is_active {
        return Ok(refused(Reason::OrgRetired));
    }
    let mut sql = Sql::new(conn, "SELECT u.status AS user_status, ");
    sql.push(&columns::<Model>("m"))
        .push(" FROM users u LEFT JOIN memberships m ON m.user_id = u.id AND m.org_id = ");
    sql.bind(asked.org).push(" WHERE u.id = ").bind(user);
    let Some(row) = sql.row(conn).await? else {
        return Err(target::not_found(Code::UserNotFound).at("user"));
    };
    if row.try_get::<UserStatus>("", "user_status")? == UserStatus::Suspended {
        return Ok(refused(Reason::UserSuspended));
    }
    if row.try_get::<Option<MemberRole>>("", "role")?.is_none() {
        return Ok(refused(Reason::NoMembership));
    }
    let membership = Model::from_query_result(&row, "")?;
    if membership.status == MemberStatus::Retired {
        return Ok(refused(Reason::MembershipRetired));
    }
    if !is_open_to(&membership, asked.address)? {
        return Ok(refused(Reason::AddressNotAllowed));
    }
    let mut sql = Sql::new(conn, "SELECT ");
    sql.push(&columns::<role::Model>("r"))
        .push(
            " FROM membership_roles mr JOIN roles r ON r.id = mr.role_id WHERE mr.membership_id = ",
        )
        .bind(membership.id)
        .push(" ORDER BY r.name_key");
    let via = via(&membership, &sql.all(conn).await?, &asked.permission)?;
    let reason = match via.is_empty() {
        true => Reason::NotGranted,
        false => Reason::Granted,
    };
    Ok(AccessDecision { reason, via })
}

fn is_open_to(membership: &Model, address: Option<IpAddr>) -> Result<bool> {
    let Some(list) = &membership.allowed_ips else {
        return Ok(true);
    };
    let list: AllowedIps = serde_json::from_value(list.clone()).map_err(Error::internal)?;
    Ok(address.is_some_and(|address| list.allow(address)))
}

/// Returns the sources in the membership that grant the permission.
fn via(membership: &Model, roles: &[role::Model], permission: &str) -> Result<Vec<String>> {
    let mut via = Vec::new();
    if membership.is_owner && Grant::of_owner().has(permission) {
        via.push("owner".to_owned());
    }
    if Grant::of_built_in(membership.role).has(permission) {
        via.push(format!("role:{}", membership.role));
    }
    let direct = membership.permissions.as_ref();
    if Grant::of_kept(direct)?.has(permission) {
        let is_named = direct
            .and_then(|list| list.as_array())
            .is_some_and(|list| list.iter().any(|name| name == permission));
        let name = if is_named { permission } else { EVERY };
        via.push(format!("permission:{name}"));
    }
    for role in roles {
        if Grant::of_role(role)?.has(permission) {
            via.push(format!("role:{}", role.name));
        }
    }
    Ok(via)
}
