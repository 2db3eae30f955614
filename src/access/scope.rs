//! The read scope of an actor, as SQL conditions. Every query contains one of them.
//!
//! A condition is evaluated on the current rows: a membership that was retired a moment ago grants
//! nothing.

use std::net::IpAddr;

use crate::{
    db::Sql,
    id::{OrgId, TokenId, UserId},
};

use super::{Permission, PermissionSet, Principal, ip};

/// The kinds of the jobs of sync runs.
const SYNC_JOBS: [&str; 2] = ["planSync", "applySync"];

/// The read scope of an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Scope {
    pub(super) principal: Principal,
    pub(super) scopes: PermissionSet,
    /// The client's address. A membership that is limited to other addresses grants nothing.
    pub(super) address: Option<IpAddr>,
}

impl Scope {
    /// Returns the permissions that the token is limited to.
    #[must_use]
    pub fn scopes(&self) -> PermissionSet {
        self.scopes
    }

    /// Adds the condition that the actor holds `permission` in the org of `column`.
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

    /// Adds the condition that the actor may see and end the job in `jobs AS {job}`: a job that the
    /// token queued, a job of the user unless the token is bound to an org, and a job of a token
    /// that is bound to an org where the actor may run jobs. The platform sees all jobs. The job of
    /// a sync run is seen by those who see the run, and by nobody else.
    pub fn sees_job(&self, sql: &mut Sql, token: Option<TokenId>, job: &str) {
        sql.push("CASE WHEN ").push(job).push(".kind IN (");
        for (place, kind) in SYNC_JOBS.iter().enumerate() {
            sql.push(if place == 0 { "" } else { ", " }).word(kind);
        }
        sql.push(") THEN ");
        match self.is_unlimited() {
            true => self.holds(sql, job, Permission::SyncWrite),
            false => {
                sql.has_any(|sql| {
                    sql.push("SELECT 1 FROM sync_runs sr WHERE sr.job_id = ")
                        .push(job)
                        .push(".id AND ");
                    self.sees_sync_run(sql, token, "sr");
                });
            }
        }
        sql.push(" ELSE ");
        self.sees_other_job(sql, token, job);
        sql.push(" END");
    }

    /// Adds the condition that the actor may see the run in `sync_runs AS {run}`: the actor holds
    /// `sync:write` in every org of the run. Until the orgs are known, the token that planned the
    /// run sees it. The platform sees all runs.
    pub fn sees_sync_run(&self, sql: &mut Sql, token: Option<TokenId>, run: &str) {
        if !self.scopes.contains(Permission::SyncWrite) {
            sql.push("FALSE");
            return;
        }
        if self.is_unlimited() {
            sql.push("TRUE");
            return;
        }
        let touched = format!("FROM sync_scopes vs WHERE vs.run_id = {run}.id AND vs.is_touched");
        sql.push("((")
            .push(run)
            .push(".org_id IS NOT NULL OR EXISTS (SELECT 1 ")
            .push(&touched)
            .push(")");
        if let Some(token) = token {
            sql.push(" OR ").push(run).push(".token_id = ").bind(token);
        }
        sql.push(") AND (").push(run).push(".org_id IS NULL OR (");
        self.holds(sql, &format!("{run}.org_id"), Permission::SyncWrite);
        sql.push(")) AND NOT EXISTS (SELECT 1 ")
            .push(&touched)
            .push(" AND NOT (");
        self.holds(sql, "vs.org_id", Permission::SyncWrite);
        sql.push(")))");
    }

    fn sees_other_job(&self, sql: &mut Sql, token: Option<TokenId>, job: &str) {
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

    /// Adds the condition that the actor holds `permission` in every org that is not retired and
    /// where the user of `user` has a membership, active or retired, and that there is such an org.
    pub fn holds_in_every_org(&self, sql: &mut Sql, user: &str, permission: Permission) {
        let of_user = format!(
            "FROM memberships vm JOIN orgs vo ON vo.id = vm.org_id AND vo.status = 'active' \
             WHERE vm.user_id = {user}"
        );
        sql.push("(EXISTS (SELECT 1 ")
            .push(&of_user)
            .push(") AND NOT EXISTS (SELECT 1 ")
            .push(&of_user)
            .push(" AND NOT (");
        self.holds(sql, "vm.org_id", permission);
        sql.push(")))");
    }

    /// Adds the condition that the actor belongs to the org of `column`.
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

    /// Selects the orgs, as `id`, where the user has a membership that is in force and matches
    /// `grant`.
    fn own_orgs(&self, sql: &mut Sql, grant: &str) {
        sql.push("SELECT a.org_id AS id");
        self.acting(sql);
        sql.push(" AND ").push(grant);
    }

    /// Selects the user's memberships in force, as `id`. The caller may add conditions on `a`.
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

    /// Adds the condition that the membership `a` is in force for the client's address.
    pub(super) fn in_force(&self, sql: &mut Sql) {
        let address = self.address.map(ip::comparable);
        sql.push("a.status = 'active' AND ")
            .is_open_to("a.ip_ranges", address.as_deref());
    }

    /// Returns whether only the token's scopes limit the actor.
    #[must_use]
    pub fn is_unlimited(&self) -> bool {
        self.principal == Principal::Platform
    }

    /// Returns whether the actor is this user, is not bound to one org, and has `permission` in the
    /// token's scopes. Such an actor may apply the operation to themselves.
    #[must_use]
    pub fn is_oneself(&self, user: UserId, permission: Permission) -> bool {
        self.principal == Principal::User { user, org: None } && self.scopes.contains(permission)
    }

    /// Returns the user that the actor acts for.
    #[must_use]
    pub fn user(&self) -> Option<UserId> {
        match self.principal {
            Principal::User { user, .. } => Some(user),
            Principal::Platform | Principal::Org(_) => None,
        }
    }

    /// Selects the orgs where the actor holds `permission`, as `id`, to start a query from.
    /// [`Scope::holds`] is a condition on rows already found. The platform gets all orgs.
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

    /// Selects the orgs that the actor belongs to, as `id`. The platform gets all orgs.
    pub fn orgs(&self, sql: &mut Sql) {
        match self.principal {
            Principal::User { .. } => self.own_orgs(sql, "TRUE"),
            _ => {
                sql.push("SELECT so.id FROM orgs so WHERE ");
                self.belongs(sql, "so.id");
            }
        }
    }

    /// Selects the users that the actor may see, as `id`, with duplicates, to start a query from.
    /// [`Scope::sees_user`] is a condition on rows already found.
    pub fn users(&self, sql: &mut Sql) {
        self.users_beside(sql, None);
    }

    /// Selects users like [`Scope::users`], without those that the actor sees only as members of
    /// `org`.
    pub fn users_beside(&self, sql: &mut Sql, org: Option<OrgId>) {
        sql.push("SELECT sm.user_id AS id FROM memberships sm WHERE sm.org_id IN (");
        match org {
            None => self.orgs_where(sql, Permission::MembersRead),
            Some(org) => {
                sql.push("SELECT beside.id FROM (");
                self.orgs_where(sql, Permission::MembersRead);
                sql.push(") AS beside WHERE beside.id <> ").bind(org);
            }
        }
        sql.push(")");
        if let Principal::User { user, .. } = self.principal {
            sql.push(" UNION ALL SELECT ").bind(user).push(" AS id");
        }
    }

    /// Adds the condition that the actor may see the user of `column`: themselves, or a member,
    /// active or retired, of an org where the actor may read members.
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

    /// Adds the condition that the actor may see the role in `roles AS {role}`: a role of an org
    /// where the actor may read members or change roles, or a role that the actor has.
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

    /// Adds the condition that the actor may see the membership in `memberships AS {membership}`:
    /// their own, or one in an org where the actor may read members.
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
