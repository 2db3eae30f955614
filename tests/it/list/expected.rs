//! The expected rows of lists, computed row by row from the whole tables. This implements the rules
//! a second time, independently of the server.

use std::collections::{HashMap, HashSet};

use sea_orm_migration::sea_orm::FromQueryResult;
use tenantry::{
    access::Permission,
    entity::{
        group, group_membership,
        membership::{self, MemberRole, MemberStatus},
        org::{self, OrgStatus},
        user::{self, UserStatus},
    },
    normalize,
};
use uuid::Uuid;

use crate::support::TestApp;

/// All rows of the database.
pub(super) struct Tables {
    pub(super) users: Vec<user::Model>,
    pub(super) orgs: Vec<org::Model>,
    pub(super) memberships: Vec<membership::Model>,
    pub(super) groups: Vec<group::Model>,
    pub(super) group_memberships: Vec<group_membership::Model>,
    of_user: HashMap<Uuid, Vec<membership::Model>>,
}

/// The principal that an actor acts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum On {
    Platform,
    Org(Uuid),
    /// A user, and the one org that the token is bound to, if any.
    User(Uuid, Option<Uuid>),
}

/// An actor: its name in messages, its token, its principal, and its permissions.
#[derive(Debug, Clone)]
pub(super) struct Principal {
    pub(super) name: &'static str,
    pub(super) secret: String,
    pub(super) on: On,
    pub(super) scopes: HashSet<&'static str>,
}

async fn all<T: FromQueryResult>(app: &TestApp, table: &str) -> Vec<T> {
    let rows = app.sql(&format!("SELECT * FROM {table} ORDER BY id")).await;
    let rows = rows.iter().map(|row| T::from_query_result(row, ""));
    rows.collect::<Result<_, _>>().expect("rows")
}

/// Sorts rows, and returns their ids.
fn sorted<'a, T: 'a, K: Ord>(
    rows: impl Iterator<Item = &'a T>,
    key: impl Fn(&T) -> K,
    id: impl Fn(&T) -> Uuid,
) -> Vec<String> {
    let mut rows: Vec<_> = rows.collect();
    rows.sort_by_key(|row| key(row));
    rows.into_iter().map(|row| id(row).to_string()).collect()
}

impl Tables {
    pub(super) async fn of(app: &TestApp) -> Self {
        let memberships: Vec<membership::Model> = all(app, "memberships").await;
        let mut of_user = HashMap::<_, Vec<_>>::new();
        for row in &memberships {
            of_user.entry(row.user_id.0).or_default().push(row.clone());
        }
        Self {
            of_user,
            memberships,
            users: all(app, "users").await,
            orgs: all(app, "orgs").await,
            groups: all(app, "groups").await,
            group_memberships: all(app, "group_memberships").await,
        }
    }

    fn is_in_use(&self, org: Uuid) -> bool {
        self.orgs
            .iter()
            .any(|row| row.id.0 == org && row.status == OrgStatus::Active)
    }

    fn of_user(&self, user: Uuid) -> &[membership::Model] {
        self.of_user
            .get(&user)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    fn membership(&self, org: Uuid, user: Uuid) -> Option<&membership::Model> {
        let mut own = self.of_user(user).iter();
        own.find(|row| row.org_id.0 == org)
    }

    /// Returns the user's membership in force, by which they belong to the org.
    fn part(&self, who: &Principal, org: Uuid) -> Option<&membership::Model> {
        let On::User(user, bound) = who.on else {
            return None;
        };
        let found = self.membership(org, user)?;
        let counts = found.status == MemberStatus::Active
            && self.is_in_use(org)
            && bound.is_none_or(|bound| bound == org);
        counts.then_some(found)
    }

    pub(super) fn belongs(&self, who: &Principal, org: Uuid) -> bool {
        match who.on {
            On::Platform => true,
            On::Org(own) => own == org && self.is_in_use(org),
            On::User(..) => self.part(who, org).is_some(),
        }
    }

    /// Returns whether the actor has the permission to read members or groups of the org, as
    /// platform tokens, org tokens, owners and admins have.
    pub(super) fn may(&self, who: &Principal, permission: Permission, org: Uuid) -> bool {
        let in_charge = match who.on {
            On::User(..) => {
                let part = self.part(who, org);
                part.is_some_and(|part| part.is_owner || part.role == MemberRole::Admin)
            }
            _ => self.belongs(who, org),
        };
        in_charge && who.scopes.contains(permission.name())
    }

    pub(super) fn sees_membership(&self, who: &Principal, row: &membership::Model) -> bool {
        let own = matches!(who.on, On::User(user, _) if user == row.user_id.0);
        (own && self.belongs(who, row.org_id.0))
            || self.may(who, Permission::MembersRead, row.org_id.0)
    }

    pub(super) fn sees_user(&self, who: &Principal, user: Uuid) -> bool {
        let mut memberships = self.of_user(user).iter();
        match who.on {
            On::Platform => who.scopes.contains("members:read"),
            On::User(own, _) if own == user => true,
            _ => memberships.any(|row| self.may(who, Permission::MembersRead, row.org_id.0)),
        }
    }

    pub(super) fn sees_group(&self, who: &Principal, row: &group::Model) -> bool {
        self.may(who, Permission::GroupsRead, row.org_id.0)
    }

    pub(super) fn users(
        &self,
        who: &Principal,
        order: &str,
        filter: impl Fn(&user::Model) -> bool,
    ) -> Vec<String> {
        let seen = self
            .users
            .iter()
            .filter(|row| self.sees_user(who, row.id.0) && filter(row));
        let key = |row: &user::Model| {
            let at = row.updated_at.timestamp_micros();
            match order {
                "NAME" => (row.display_name_key.clone(), 0, row.id),
                "EMAIL" => (row.email_key.clone(), 0, row.id),
                "UPDATED_AT" => (String::new(), at, row.id),
                _ => (String::new(), 0, row.id),
            }
        };
        sorted(seen, key, |row| row.id.0)
    }

    pub(super) fn orgs(
        &self,
        who: &Principal,
        order: &str,
        filter: impl Fn(&org::Model) -> bool,
    ) -> Vec<String> {
        let seen = self
            .orgs
            .iter()
            .filter(|row| self.belongs(who, row.id.0) && filter(row));
        let name = |row: &org::Model| {
            if order == "NAME" {
                normalize::key(&row.name)
            } else {
                String::new()
            }
        };
        sorted(seen, |row| (name(row), row.id), |row| row.id.0)
    }

    /// Returns the visible memberships of all orgs, by the time of joining.
    pub(super) fn memberships(
        &self,
        who: &Principal,
        filter: impl Fn(&membership::Model) -> bool,
    ) -> Vec<String> {
        let seen = self
            .memberships
            .iter()
            .filter(|row| self.sees_membership(who, row) && filter(row));
        sorted(seen, |row| row.id, |row| row.id.0)
    }

    /// Returns the visible memberships of a user: the default first, then by the org's name.
    pub(super) fn memberships_of(&self, who: &Principal, user: Uuid) -> Vec<String> {
        let seen = self
            .memberships
            .iter()
            .filter(|row| row.user_id.0 == user && self.sees_membership(who, row));
        let name = |row: &membership::Model| {
            let org = self.orgs.iter().find(|org| org.id == row.org_id);
            org.map(|org| normalize::key(&org.name))
        };
        sorted(
            seen,
            |row| (!row.is_default, name(row), row.id),
            |row| row.id.0,
        )
    }

    pub(super) fn groups_of_org(&self, who: &Principal, org: Uuid) -> Vec<String> {
        let seen = self
            .groups
            .iter()
            .filter(|row| row.org_id.0 == org && self.sees_group(who, row));
        sorted(
            seen,
            |row| (normalize::key(&row.name), row.id),
            |row| row.id.0,
        )
    }

    pub(super) fn groups_of_user(
        &self,
        who: &Principal,
        user: Uuid,
        org: Option<Uuid>,
    ) -> Vec<String> {
        let is_in = |group: &group::Model| {
            let mut rows = self.group_memberships.iter();
            rows.any(|row| row.group_id == group.id && row.user_id.0 == user)
        };
        let of_org = |row: &group::Model| org.is_none_or(|org| row.org_id.0 == org);
        let seen = self
            .groups
            .iter()
            .filter(|row| of_org(row) && is_in(row) && self.sees_group(who, row));
        sorted(
            seen,
            |row| (normalize::key(&row.name), row.id),
            |row| row.id.0,
        )
    }

    /// Returns the users in a group, by id.
    pub(super) fn members_of_group(
        &self,
        who: &Principal,
        group: Uuid,
        status: Option<MemberStatus>,
    ) -> Vec<String> {
        let readable = self
            .groups
            .iter()
            .any(|row| row.id.0 == group && self.sees_group(who, row));
        let in_state = |row: &&group_membership::Model| {
            let membership = self
                .membership(row.org_id.0, row.user_id.0)
                .expect("a member");
            status.is_none_or(|status| membership.status == status)
        };
        let rows = self
            .group_memberships
            .iter()
            .filter(|row| readable && row.group_id.0 == group);
        sorted(
            rows.filter(in_state),
            |row| row.user_id,
            |row| row.user_id.0,
        )
    }
}

/// Returns whether one of the user's names contains the part, normalized as in the schema.
pub(super) fn is_called(user: &user::Model, part: &str) -> bool {
    let names = [&user.display_name, &user.first_name, &user.last_name];
    names
        .iter()
        .any(|name| normalize::search(name).contains(&normalize::search(part)))
}

/// Returns whether the user is suspended.
pub(super) fn is_suspended(user: &user::Model) -> bool {
    user.status == UserStatus::Suspended
}
