//! What an actor may read, as conditions that a query takes in. Nothing is read without one of these.
//!
//! A condition asks the database as it is now: a membership that was retired a moment ago shows nothing more.

use crate::{db::Sql, id::OrgId};

use super::{Permission, PermissionSet, Who};

/// What an actor may read.
#[derive(Debug, Clone, Copy)]
pub struct Scope {
    pub(super) who: Who,
    pub(super) scopes: PermissionSet,
}

impl Scope {
    /// The org named by `column` is one in which the actor holds `permission`.
    pub fn holds(&self, sql: &mut Sql, column: &str, permission: Permission) {
        if !self.scopes.contains(permission) {
            sql.push("FALSE");
            return;
        }
        match self.who {
            Who::Platform => {
                sql.push("TRUE");
            }
            Who::Org(_) if !permission.is_owners() => {
                sql.push("FALSE");
            }
            Who::Org(org) => as_org(sql, column, org),
            Who::User { .. } => self.as_member(sql, column, permission.held_by_membership()),
        }
    }

    /// The org named by `column` is one that the actor belongs to.
    pub fn belongs(&self, sql: &mut Sql, column: &str) {
        match self.who {
            Who::Platform => {
                sql.push("TRUE");
            }
            Who::Org(org) => as_org(sql, column, org),
            Who::User { .. } => self.as_member(sql, column, "TRUE"),
        }
    }

    /// What the actor holds on the platform as a whole.
    #[must_use]
    pub fn platform_rights(&self) -> PermissionSet {
        match self.who {
            Who::Platform => self.scopes,
            Who::Org(_) | Who::User { .. } => PermissionSet::NONE,
        }
    }

    fn as_member(&self, sql: &mut Sql, column: &str, grant: &str) {
        let Who::User { user, org } = self.who else {
            return;
        };
        sql.push("EXISTS (SELECT 1 FROM memberships a JOIN orgs ao ON ao.id = a.org_id AND ao.status = 'active' WHERE a.org_id = ")
            .push(column)
            .push(" AND a.user_id = ")
            .bind(user)
            .push(" AND a.status = 'active' AND ")
            .push(grant);
        if let Some(org) = org {
            sql.push(" AND a.org_id = ").bind(org);
        }
        sql.push(")");
    }

    /// The user named by `column` is one whom the actor may see: himself, or a member, active or retired, of an org where
    /// he may read members.
    pub fn sees_user(&self, sql: &mut Sql, column: &str) {
        if self.who == Who::Platform {
            self.holds(sql, column, Permission::MembersRead);
            return;
        }
        sql.push("(");
        if let Who::User { user, .. } = self.who {
            sql.push(column).push(" = ").bind(user).push(" OR ");
        }
        sql.push("EXISTS (SELECT 1 FROM memberships sm WHERE sm.user_id = ")
            .push(column)
            .push(" AND ");
        self.holds(sql, "sm.org_id", Permission::MembersRead);
        sql.push("))");
    }

    /// The membership in `memberships AS {membership}` is one that the actor may see: his own, or one in an org where he
    /// may read members.
    pub fn sees_membership(&self, sql: &mut Sql, membership: &str) {
        let org = format!("{membership}.org_id");
        sql.push("(");
        if let Who::User { user, .. } = self.who {
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
