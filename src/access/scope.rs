//! What an actor may read, as conditions that a query takes in. Nothing is read without one of these.
//!
//! A condition asks the database as it is now: a membership that was retired a moment ago shows nothing more.

use std::net::IpAddr;

use crate::{
    db::Sql,
    id::{OrgId, TokenId, UserId},
};

use super::{Permission, PermissionSet, Principal, ip};

/// What an actor may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Scope {
    pub(super) principal: Principal,
    pub(super) scopes: PermissionSet,
    /// From where he asks: a membership that is limited to other addresses shows and grants nothing.
    pub(super) address: Option<IpAddr>,
}

impl Scope {
    /// What the token is cut down to.
    #[must_use]
    pub fn scopes(&self) -> PermissionSet {
        self.scopes
    }

    /// The org named by `column` is one in which the actor holds `permission`.
    pub fn holds(&self, sql: &mut Sql, column: &str, permission: Permission) {
        if !self.scopes.contains(permission) {
            sql.push("FALSE");
            return;
        }
        match self.principal {
            Principal::Platform => {
                sql.push("TRUE");
            }
            Principal::Org(_) if !permission.is_owners() => {
                sql.push("FALSE");
            }
            Principal::Org(org) => as_org(sql, column, org),
            Principal::User { .. } => self.as_member(sql, column, &permission.held_by_membership()),
        }
    }

    /// The job in `jobs AS {job}` is one that the actor may see and end: a job that the token queued, a job of the user unless
    /// the token is bound to an org, and a job of a token that is bound to an org where the actor may run jobs. The platform
    /// sees all jobs.
    pub fn sees_job(&self, sql: &mut Sql, token: Option<TokenId>, job: &str) {
        if !self.scopes.contains(Permission::JobsWrite) {
            sql.push("FALSE");
            return;
        }
        sql.push("(");
        if let Some(token) = token {
            sql.push(job).push(".token_id = ").bind(token).push(" OR ");
        }
        if let Principal::User { user, org: None } = self.principal {
            sql.push(job).push(".user_id = ").bind(user).push(" OR ");
        }
        self.holds(sql, &format!("{job}.org_id"), Permission::JobsWrite);
        sql.push(")");
    }

    /// The org named by `column` is one that the actor belongs to.
    pub fn belongs(&self, sql: &mut Sql, column: &str) {
        match self.principal {
            Principal::Platform => {
                sql.push("TRUE");
            }
            Principal::Org(org) => as_org(sql, column, org),
            Principal::User { .. } => self.as_member(sql, column, "TRUE"),
        }
    }

    fn as_member(&self, sql: &mut Sql, column: &str, grant: &str) {
        sql.push("EXISTS (");
        self.own_orgs(sql, grant);
        sql.push(" AND a.org_id = ").push(column).push(")");
    }

    /// The orgs in which the user acts as a member to whom `grant` applies, as `id`.
    fn own_orgs(&self, sql: &mut Sql, grant: &str) {
        sql.push("SELECT a.org_id AS id");
        self.acting(sql);
        sql.push(" AND ").push(grant);
    }

    /// The memberships as which the user acts, as `id`, with conditions on `a` that may be gone on with.
    pub(super) fn own_memberships(&self, sql: &mut Sql) {
        sql.push("SELECT a.id AS id");
        self.acting(sql);
    }

    fn acting(&self, sql: &mut Sql) {
        let Principal::User { user, org } = self.principal else {
            sql.push(" FROM memberships a WHERE FALSE");
            return;
        };
        sql.push(" FROM memberships a JOIN orgs ao ON ao.id = a.org_id AND ao.status = 'active' WHERE a.user_id = ")
            .bind(user)
            .push(" AND ");
        self.in_force(sql);
        if let Some(org) = org {
            sql.push(" AND a.org_id = ").bind(org);
        }
    }

    /// The membership `a` is one as which its user may act now, from where he asks.
    pub(super) fn in_force(&self, sql: &mut Sql) {
        let address = self.address.map(ip::comparable);
        sql.push("a.status = 'active' AND ")
            .is_open_to("a.ip_ranges", address.as_deref());
    }

    /// Whether nothing is hidden from the actor but by his token's scopes.
    #[must_use]
    pub fn is_unlimited(&self) -> bool {
        self.principal == Principal::Platform
    }

    /// The actor is this user, bound to no one org, and his token is not cut down to less than `permission`: what he may do
    /// to himself, he may.
    #[must_use]
    pub fn is_oneself(&self, user: UserId, permission: Permission) -> bool {
        self.principal == Principal::User { user, org: None } && self.scopes.contains(permission)
    }

    /// The user for whom the actor acts.
    #[must_use]
    pub fn user(&self) -> Option<UserId> {
        match self.principal {
            Principal::User { user, .. } => Some(user),
            Principal::Platform | Principal::Org(_) => None,
        }
    }

    /// The orgs in which the actor holds `permission`, as `id`: a query to begin with, where [`Scope::holds`] is a condition
    /// on what was found. All orgs for the platform.
    pub fn orgs_where(&self, sql: &mut Sql, permission: Permission) {
        match self.principal {
            Principal::User { .. } if self.scopes.contains(permission) => {
                self.own_orgs(sql, &permission.held_by_membership());
            }
            _ => {
                sql.push("SELECT so.id FROM orgs so WHERE ");
                self.holds(sql, "so.id", permission);
            }
        }
    }

    /// The orgs to which the actor belongs, as `id`. All orgs for the platform.
    pub fn orgs(&self, sql: &mut Sql) {
        match self.principal {
            Principal::User { .. } => self.own_orgs(sql, "TRUE"),
            _ => {
                sql.push("SELECT so.id FROM orgs so WHERE ");
                self.belongs(sql, "so.id");
            }
        }
    }

    /// The users whom the actor may see, as `id`, some more than once: a query to begin with, where [`Scope::sees_user`] is
    /// a condition on what was found.
    pub fn users(&self, sql: &mut Sql) {
        sql.push("SELECT sm.user_id AS id FROM memberships sm WHERE sm.org_id IN (");
        self.orgs_where(sql, Permission::MembersRead);
        sql.push(")");
        if let Principal::User { user, .. } = self.principal {
            sql.push(" UNION ALL SELECT ").bind(user).push(" AS id");
        }
    }

    /// The user named by `column` is one whom the actor may see: himself, or a member, active or retired, of an org where
    /// he may read members.
    pub fn sees_user(&self, sql: &mut Sql, column: &str) {
        if self.principal == Principal::Platform {
            self.holds(sql, column, Permission::MembersRead);
            return;
        }
        sql.push("(");
        if let Principal::User { user, .. } = self.principal {
            sql.push(column).push(" = ").bind(user).push(" OR ");
        }
        sql.has_any(|sql| {
            sql.push("SELECT 1 FROM memberships sm WHERE sm.user_id = ")
                .push(column)
                .push(" AND ");
            self.holds(sql, "sm.org_id", Permission::MembersRead);
        });
        sql.push(")");
    }

    /// The role in `roles AS {role}` is one that the actor may see: of an org where he may read members or change roles, or
    /// one that he has himself.
    pub fn sees_role(&self, sql: &mut Sql, role: &str) {
        let org = format!("{role}.org_id");
        sql.push("(");
        if let Principal::User { .. } = self.principal {
            sql.push("EXISTS (SELECT 1 FROM membership_roles own WHERE own.role_id = ")
                .push(role)
                .push(".id AND own.membership_id IN (");
            self.own_memberships(sql);
            sql.push(")) OR ");
        }
        self.holds(sql, &org, Permission::MembersRead);
        sql.push(" OR ");
        self.holds(sql, &org, Permission::RolesWrite);
        sql.push(")");
    }

    /// The membership in `memberships AS {membership}` is one that the actor may see: his own, or one in an org where he
    /// may read members.
    pub fn sees_membership(&self, sql: &mut Sql, membership: &str) {
        let org = format!("{membership}.org_id");
        sql.push("(");
        if let Principal::User { user, .. } = self.principal {
            sql.push(membership)
                .push(".user_id = ")
                .bind(user)
                .push(" AND ");
            self.belongs(sql, &org);
            sql.push(" OR ");
        }
        self.holds(sql, &org, Permission::MembersRead);
        sql.push(")");
    }
}

fn as_org(sql: &mut Sql, column: &str, org: OrgId) {
    sql.push(column).push(" = ").bind(org);
    sql.push(" AND EXISTS (SELECT 1 FROM orgs ao WHERE ao.id = ")
        .push(column);
    sql.push(" AND ao.status = 'active')");
}
