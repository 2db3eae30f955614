//! The filters of lists of memberships.
//!
//! A search text or a role may match few of very many members. A list starts from few matches
//! (`domain/few.rs`), and otherwise reads the members in the order of the list and checks each. So a
//! search for a rare name reads the few users who have the name, and a search for a common name
//! reads the members until the page is full. Of small orgs, all members are read (`members.rs`). The
//! costly case is a name that more than ten thousand users have and few of them in a large org: the
//! list reads the members of the org once. An index of names for each org would avoid that, but each
//! new membership would cost about twenty more index entries, and each new name as many for each of
//! the user's orgs.

use chrono::{DateTime, Utc};

use crate::{
    db::Sql,
    domain::{
        Reader,
        few::{Few, few_sql, fewest},
        field::ExternalId,
        user::{SearchText, alias},
    },
    entity::membership::{MemberRole, MemberStatus},
    error::Result,
    id::{GroupId, OrgId, RoleId, UserId},
};

/// A filter for memberships. A membership must match every condition that is set.
#[derive(Debug, Clone, Default)]
pub struct MembershipFilter {
    /// The org.
    pub org: Option<OrgId>,
    /// The user.
    pub user: Option<UserId>,
    /// The membership's external id.
    pub external_id: Option<ExternalId>,
    /// The conditions that lists of an org's members have too.
    pub member: MemberFilter,
    /// Whether the membership is held at this time against sync runs.
    pub held: Option<(bool, DateTime<Utc>)>,
    /// Excludes memberships in retired orgs.
    pub in_use: bool,
}

/// A filter for the members of an org. A member must match every condition that is set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct MemberFilter {
    /// The status.
    pub status: Option<MemberStatus>,
    /// The built-in role.
    pub role: Option<MemberRole>,
    /// Whether the member owns the org.
    pub is_owner: Option<bool>,
    /// A role of the org's own.
    pub role_id: Option<RoleId>,
    /// A group that does not contain the member.
    pub not_in_group: Option<GroupId>,
    /// A text that finds the user.
    pub search: Option<SearchText>,
}

/// A condition that matches few memberships, which its index finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Narrowing {
    Search,
    Role,
}

impl Narrowing {
    /// Returns the column of `memberships` that [`MemberFilter::ids`] selects values of.
    pub(super) fn column(self) -> &'static str {
        match self {
            Self::Search => "user_id",
            Self::Role => "id",
        }
    }
}

impl MemberFilter {
    /// Appends the conditions on `memberships AS m`. `user` is the alias of the joined user.
    pub(super) fn conditions(&self, sql: &mut Sql, reader: &Reader, user: Option<&str>) {
        self.indexed(sql);
        match self.role {
            Some(role @ MemberRole::User) => {
                sql.push(" AND m.role = ").word(role.as_str());
            }
            Some(MemberRole::Admin) | None => {}
        }
        if self.is_owner == Some(false) {
            sql.push(" AND NOT m.is_owner");
        }
        if let Some(role) = self.role_id {
            sql.push(" AND ").has_any(|sql| {
                sql.push(
                    "SELECT 1 FROM membership_roles fr WHERE fr.membership_id = m.id AND fr.role_id = ",
                )
                .bind(role);
            });
        }
        if let Some(group) = self.not_in_group {
            sql.push(" AND NOT ").has_any(|sql| {
                sql.push("SELECT 1 FROM group_memberships fg WHERE fg.user_id = m.user_id AND fg.group_id = ")
                    .bind(group);
            });
        }
        let Some(search) = &self.search else { return };
        sql.push(" AND ");
        match user {
            Some(user) => search.matches(sql, reader, user),
            None => {
                sql.has_any(|sql| {
                    sql.push("SELECT 1 FROM users fu WHERE fu.id = m.user_id AND ");
                    search.matches(sql, reader, "fu");
                });
            }
        }
    }

    /// Appends those conditions that an index of the members of an org contains.
    pub(super) fn indexed(&self, sql: &mut Sql) {
        if let Some(status) = self.status {
            sql.push(" AND m.status = ").word(status.as_str());
        }
        if let Some(role @ MemberRole::Admin) = self.role {
            sql.push(" AND m.role = ").word(role.as_str());
        }
        if self.is_owner == Some(true) {
            sql.push(" AND m.is_owner");
        }
    }

    /// Appends the query for the ids of the condition that matches few memberships.
    fn ids(&self, sql: &mut Sql, reader: &Reader, narrowing: Narrowing) {
        match narrowing {
            Narrowing::Search => {
                if let Some(search) = &self.search {
                    search.ids(sql, reader);
                }
            }
            Narrowing::Role => {
                sql.push(
                    "SELECT fr.membership_id AS id FROM membership_roles fr WHERE fr.role_id = ",
                )
                .bind(self.role_id);
            }
        }
    }

    /// Returns the narrowest condition, if one matches few memberships, and the ids that it selects.
    /// Executes one statement, or none without such conditions.
    pub(super) async fn narrowest(&self, reader: &Reader) -> Result<Option<Few<Narrowing>>> {
        let ids = |sql: &mut Sql, narrowing| self.ids(sql, reader, narrowing);
        fewest(reader, &self.narrowings(), |_| true, ids).await
    }

    /// Returns the counting statement that runs before a list, if any, for inspecting its query
    /// plan.
    #[must_use]
    pub fn narrowest_sql(&self, reader: &Reader) -> Option<Sql> {
        let narrowings = self.narrowings();
        let ids = |sql: &mut Sql, narrowing| self.ids(sql, reader, narrowing);
        (!narrowings.is_empty()).then(|| few_sql(reader, &narrowings, |_| true, ids))
    }

    fn narrowings(&self) -> Vec<Narrowing> {
        let search = self.search.as_ref().map(|_| Narrowing::Search);
        let role = self.role_id.map(|_| Narrowing::Role);
        search.into_iter().chain(role).collect()
    }
}

impl MembershipFilter {
    pub(super) fn conditions(&self, sql: &mut Sql, reader: &Reader) {
        self.in_org(sql);
        self.conditions_in_an_org(sql, reader);
    }

    pub(super) fn in_org(&self, sql: &mut Sql) {
        let Some(org) = self.org else { return };
        // Few memberships match an external id, so the org is checked row by row. With `=`,
        // PostgreSQL would intersect them with all members of the org.
        let is = match self.user.is_none() && self.external_id.is_some() {
            true => " IS NOT DISTINCT FROM ",
            false => " = ",
        };
        sql.push(" AND m.org_id").push(is).bind(org);
    }

    pub(super) fn conditions_in_an_org(&self, sql: &mut Sql, reader: &Reader) {
        if let Some(user) = self.user {
            alias::id_of(sql.push(" AND m.user_id = "), reader.scope(), user);
        }
        if let Some(external_id) = &self.external_id {
            sql.push(" AND m.external_id = ").bind(external_id.as_str());
        }
        self.member.conditions(sql, reader, None);
        match self.held {
            Some((true, now)) => {
                sql.push(" AND m.hold_until IS NOT NULL AND m.hold_until > ")
                    .bind(now);
            }
            Some((false, now)) => {
                sql.push(" AND (m.hold_until IS NULL OR m.hold_until <= ")
                    .bind(now)
                    .push(")");
            }
            None => {}
        }
        if self.in_use {
            sql.push(" AND ").has_any(|sql| {
                sql.push("SELECT 1 FROM orgs mo WHERE mo.id = m.org_id AND mo.status = 'active'");
            });
        }
    }

    /// Returns whether the filter alone leaves few memberships, so that each can be checked against
    /// the scope.
    pub(super) fn is_narrow(&self) -> bool {
        self.user.is_some() || self.external_id.is_some()
    }

    /// Returns whether holds are the most selective condition. Few memberships are held.
    pub(super) fn is_led_by_holds(&self) -> bool {
        !self.is_narrow() && matches!(self.held, Some((true, _)))
    }

    /// Appends the memberships that are held, as a `FROM` and a `WHERE` that the caller continues.
    pub(super) fn select_held(&self, sql: &mut Sql, reader: &Reader) {
        let scope = reader.scope();
        sql.from_ids("memberships", "m", |sql| {
            sql.push("SELECT h.id FROM memberships h WHERE h.hold_until IS NOT NULL");
            if let Some((_, now)) = self.held {
                sql.push(" AND h.hold_until > ").bind(now);
            }
            match self.org {
                Some(org) => {
                    sql.push(" AND h.org_id = ").bind(org);
                }
                None if scope.is_unlimited() => {}
                None => {
                    sql.push(" AND h.org_id IN (");
                    scope.orgs(sql);
                    sql.push(")");
                }
            }
        });
        sql.push(" AND ");
        scope.sees_membership(sql, "m");
        self.conditions(sql, reader);
    }

    /// Appends the memberships of the narrowest condition, as a `FROM` and a `WHERE` that the
    /// caller continues.
    pub(super) fn select_few(&self, sql: &mut Sql, reader: &Reader, few: &Few<Narrowing>) {
        let Few { condition, ids } = few;
        sql.from_ids_of("memberships", "m", condition.column(), "", |sql| {
            sql.ids(ids);
        });
        sql.push(" AND ");
        reader.scope().sees_membership(sql, "m");
        self.conditions(sql, reader);
    }

    /// Returns the narrowest condition on members, if it is narrower than all other conditions.
    pub(super) async fn narrowest(&self, reader: &Reader) -> Result<Option<Few<Narrowing>>> {
        match self.is_narrow() || self.is_led_by_holds() {
            true => Ok(None),
            false => self.member.narrowest(reader).await,
        }
    }
}
