//! Where an actor stands in an org: what he holds there, and whether it is in use.

use sea_orm::QueryResult;

use crate::{
    db::{Conn, Sql},
    entity::{membership::MemberRole, org::OrgStatus},
    error::{Error, Result},
    id::{OrgId, UserId},
};

use super::{Actor, PermissionSet, Who};

/// How an org's row is locked. Rows are locked in one order everywhere: orgs, groups, users, memberships, each by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Lock {
    /// Not at all.
    #[default]
    None,
    /// It does not retire meanwhile: for adding members.
    Share,
    /// Nobody else adds or ends anything in it: where it retires, and where its owners may become fewer. Of a
    /// [`Target::Member`](super::Target::Member) it is taken only when that member is an owner.
    Update,
}

/// Where an actor stands in an org.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// What he holds there.
    pub rights: PermissionSet,
    /// Whether the org exists for him.
    pub sees: bool,
    /// Whether the org is in use.
    pub is_active: bool,
    /// Whether the member asked about is an owner.
    pub member_is_owner: bool,
}

/// Where the actor stands in an org, and whether `member` owns it: one statement. `None`: there is no such org.
///
/// # Errors
/// What the database says.
pub async fn find(
    conn: &Conn,
    actor: &Actor,
    org: OrgId,
    member: Option<UserId>,
    lock: Lock,
) -> Result<Option<Standing>> {
    let scope = actor.scope();
    let mut sql = Sql::new(conn, "SELECT o.status");
    if member.is_some() {
        sql.push(", m.is_owner AS member_is_owner");
    }
    if actor.user().is_some() {
        sql.push(", a.role, a.is_owner, a.rights, CASE WHEN a.roles IS NOT NULL THEN ");
        let of_roles = "FROM membership_roles mr JOIN roles r ON r.id = mr.role_id WHERE mr.membership_id = a.id";
        sql.list_of("r.rights", of_roles).push(" END AS of_roles");
    }
    sql.push(" FROM orgs o");
    if let Some(member) = member {
        sql.push(" LEFT JOIN memberships m ON m.org_id = o.id AND m.user_id = ")
            .bind(member);
    }
    if let Some(user) = actor.user() {
        sql.push(
            " LEFT JOIN (memberships a JOIN users au ON au.id = a.user_id AND au.status = 'active') \
             ON a.org_id = o.id AND a.user_id = ",
        )
        .bind(user)
        .push(" AND ");
        scope.in_force(&mut sql);
    }
    sql.push(" WHERE o.id = ").bind(org);
    match lock {
        Lock::None => {}
        Lock::Share => {
            sql.locked("SHARE", "o");
        }
        Lock::Update => {
            sql.locked("UPDATE", "o");
        }
    }
    let Some(row) = sql.row(conn).await? else {
        return Ok(None);
    };
    let is_active = row.try_get::<OrgStatus>("", "status")? == OrgStatus::Active;
    let member_is_owner = match member {
        Some(_) => row
            .try_get::<Option<bool>>("", "member_is_owner")?
            .unwrap_or(false),
        None => false,
    };
    let granted = match actor.who() {
        Who::Platform => Some(PermissionSet::ALL),
        Who::Org(own) => (own == org && is_active).then(PermissionSet::owners),
        Who::User { org: only, .. } => {
            let role: Option<MemberRole> = row.try_get("", "role")?;
            match role.filter(|_| is_active && only.is_none_or(|only| only == org)) {
                Some(role) => Some(rights(&row, role)?),
                None => None,
            }
        }
    };
    Ok(Some(Standing {
        rights: granted.unwrap_or_default().and(scope.scopes),
        sees: granted.is_some(),
        is_active,
        member_is_owner,
    }))
}

/// What the membership in the row grants, by whichever way.
fn rights(row: &QueryResult, role: MemberRole) -> Result<PermissionSet> {
    let built_in = PermissionSet::built_in(role, row.try_get("", "is_owner")?);
    let direct = PermissionSet::from_bits(row.try_get("", "rights")?);
    let of_roles: Option<String> = row.try_get("", "of_roles")?;
    let of_roles: Vec<i64> = match of_roles {
        Some(list) => serde_json::from_str(&list).map_err(Error::internal)?,
        None => Vec::new(),
    };
    let of_roles = of_roles.into_iter().map(PermissionSet::from_bits);
    Ok(of_roles.fold(built_in.or(direct), PermissionSet::or))
}
