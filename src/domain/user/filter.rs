//! The filter of lists of users. A list starts from the users who match a condition if they are few
//! (`domain/few.rs`).

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    access::{Permission, target},
    db::Sql,
    domain::{
        Reader,
        few::{few_sql, fewest},
        field::part_of_name,
    },
    entity::user::UserStatus,
    error::{Code, Error, Result},
    id::{OrgId, UserId},
    normalize,
};

use super::{SearchText, alias, email};

/// The maximum number of ids in a filter.
pub const MAX_IDS: usize = 1_000;

/// A filter for users. A user must match every condition that is set.
#[derive(Debug, Clone, Default)]
pub struct UserFilter {
    part: Option<String>,
    email_key: Option<String>,
    status: Option<UserStatus>,
    pub(super) updated_since: Option<DateTime<Utc>>,
    pub(super) created_since: Option<DateTime<Utc>>,
    search: Option<SearchText>,
    org: Option<OrgId>,
    not_in_org: Option<OrgId>,
    without_org: Option<bool>,
    ids: Option<Vec<UserId>>,
}

/// A condition that may match few users, and whose index finds them without a scan of all users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Narrowing {
    Ids,
    Email,
    Name,
    Search,
    Org,
    WithoutOrg,
    Suspended,
    UpdatedSince,
    CreatedSince,
    Scope,
}

/// The narrowest condition, with the ids that it selects if they were read.
pub(super) type Narrowest = (Narrowing, Option<Vec<Uuid>>);

impl UserFilter {
    /// Parses the filter arguments.
    ///
    /// # Errors
    /// `NAME_TOO_SHORT` or `INVALID_VALUE` for an invalid argument.
    pub fn parse(
        name: Option<&str>,
        email: Option<&str>,
        status: Option<UserStatus>,
        updated_since: Option<DateTime<Utc>>,
    ) -> Result<Self> {
        Ok(Self {
            part: name
                .map(|name| part_of_name(name, normalize::search))
                .transpose()?,
            email_key: email
                .map(|email| email::searched("email", email))
                .transpose()?,
            status,
            updated_since,
            ..Self::default()
        })
    }

    /// Limits the filter to users that match a search text.
    #[must_use]
    pub fn searching(mut self, search: Option<SearchText>) -> Self {
        self.search = search;
        self
    }

    /// Limits the filter to members, active or retired, of `org`, and to users who are not members
    /// of `not_in_org`.
    #[must_use]
    pub fn of_orgs(mut self, org: Option<OrgId>, not_in_org: Option<OrgId>) -> Self {
        self.org = org;
        self.not_in_org = not_in_org;
        self
    }

    /// Limits the filter to users who have no membership, or to those who have one.
    #[must_use]
    pub fn without_org(mut self, without_org: Option<bool>) -> Self {
        self.without_org = without_org;
        self
    }

    /// Limits the filter to users who were created at this time or later.
    #[must_use]
    pub fn created_since(mut self, since: Option<DateTime<Utc>>) -> Self {
        self.created_since = since;
        self
    }

    /// Limits the filter to these users.
    ///
    /// # Errors
    /// `LIMIT_EXCEEDED` for more than [`MAX_IDS`] ids.
    pub fn with_ids(mut self, ids: Option<Vec<UserId>>) -> Result<Self> {
        match &ids {
            Some(ids) if ids.len() > MAX_IDS => {
                let message = format!(
                    "`ids` has {} ids; at most {MAX_IDS} are allowed.",
                    ids.len()
                );
                return Err(Error::new(Code::LimitExceeded, message).at("ids"));
            }
            _ => self.ids = ids,
        }
        Ok(self)
    }

    /// Checks that the actor may use the conditions of the filter. A condition that the actor may
    /// not check would show who is a member of what.
    pub(super) async fn permit(&self, reader: &Reader) -> Result<()> {
        for (field, org) in [("org", self.org), ("notInOrg", self.not_in_org)] {
            let Some(org) = org else { continue };
            let mut sql = Sql::new(&reader.conn, "SELECT count(*) FROM orgs o WHERE o.id = ");
            sql.bind(org).push(" AND ");
            let scope = reader.scope();
            scope.holds(&mut sql, "o.id", Permission::MembersRead);
            if sql.count(&reader.conn).await? == 0 {
                return Err(target::not_found(Code::OrgNotFound).at(field));
            }
        }
        if self.without_org.is_some() && !reader.scope().is_unlimited() {
            return Err(only_platform("withoutOrg"));
        }
        Ok(())
    }

    /// Returns a filter by part of a name, normalized as in `search_text`.
    pub(super) fn of_name(part: &str) -> Self {
        Self {
            part: Some(part.to_owned()),
            ..Self::default()
        }
    }

    fn narrowings(&self, reader: &Reader) -> Vec<Narrowing> {
        // An address matches at most one user, so no condition is narrower.
        if self.email_key.is_some() {
            return vec![Narrowing::Email];
        }
        if self.ids.is_some() {
            return vec![Narrowing::Ids];
        }
        let conditions = [
            (self.part.is_some(), Narrowing::Name),
            (self.search.is_some(), Narrowing::Search),
            (self.org.is_some(), Narrowing::Org),
            (self.without_org == Some(true), Narrowing::WithoutOrg),
            (
                self.status == Some(UserStatus::Suspended),
                Narrowing::Suspended,
            ),
            (self.updated_since.is_some(), Narrowing::UpdatedSince),
            (self.created_since.is_some(), Narrowing::CreatedSince),
            (!reader.scope().is_unlimited(), Narrowing::Scope),
        ];
        let conditions = conditions.into_iter();
        conditions
            .filter_map(|(is_given, narrowing)| is_given.then_some(narrowing))
            .collect()
    }

    /// Appends the query for the ids of the matching users. The query uses the condition's index.
    fn ids(&self, sql: &mut Sql, reader: &Reader, narrowing: Narrowing) {
        match narrowing {
            Narrowing::Email => {
                sql.push("SELECT s.id FROM users s WHERE s.email_key = ")
                    .bind(self.email_key.as_deref())
                    .push(" UNION ALL ");
                alias::id_of_address(sql, |sql| {
                    sql.bind(self.email_key.as_deref());
                });
            }
            Narrowing::Name => {
                sql.push("SELECT s.id FROM users s WHERE ")
                    .name_contains("s", self.part.as_deref().unwrap_or_default());
            }
            Narrowing::Suspended => {
                sql.push("SELECT s.id FROM users s WHERE s.status = 'suspended'");
            }
            Narrowing::UpdatedSince => {
                sql.push("SELECT s.id FROM users s WHERE s.updated_at >= ")
                    .bind(self.updated_since);
            }
            Narrowing::CreatedSince => {
                sql.push("SELECT s.id FROM users s WHERE s.created_at >= ")
                    .bind(self.created_since);
            }
            Narrowing::Ids => {
                let ids: Vec<Uuid> = self.ids.iter().flatten().copied().map(Uuid::from).collect();
                alias::ids_of(sql, &ids);
            }
            Narrowing::Search => {
                if let Some(search) = &self.search {
                    search.ids(sql, reader);
                }
            }
            Narrowing::Org => {
                sql.push("SELECT s.user_id AS id FROM memberships s WHERE s.org_id = ")
                    .bind(self.org);
            }
            Narrowing::WithoutOrg => {
                sql.push("SELECT s.user_id AS id FROM users_without_org s");
            }
            // Who is not in an org is not seen as its member.
            Narrowing::Scope => reader.scope().users_beside(sql, self.not_in_org),
        }
    }

    /// Returns the narrowest condition, if one matches few users, and their ids. Executes one
    /// statement, or none without conditions that need one.
    pub(super) async fn narrowest(&self, reader: &Reader) -> Result<Option<Narrowest>> {
        let narrowings = self.narrowings(reader);
        if let [narrowing @ (Narrowing::Email | Narrowing::Ids)] = narrowings[..] {
            return Ok(Some((narrowing, None)));
        }
        let ids = |sql: &mut Sql, narrowing| self.ids(sql, reader, narrowing);
        let few = fewest(reader, &narrowings, returns_ids, ids).await?;
        Ok(few.map(|few| (few.condition, returns_ids(few.condition).then_some(few.ids))))
    }

    /// Returns the narrowest condition as [`UserFilter::narrowest`] does, or else a condition whose
    /// users are counted faster than all users are checked.
    pub(super) async fn narrowest_to_count(&self, reader: &Reader) -> Result<Option<Narrowest>> {
        let without_org = self.without_org == Some(true);
        let all_without_org = || without_org.then_some((Narrowing::WithoutOrg, None));
        Ok(self.narrowest(reader).await?.or_else(all_without_org))
    }

    /// Returns the narrowest condition, if one matches few users, for a search that does not start
    /// from their ids. Executes one statement, or none without conditions.
    pub(super) async fn narrowing(&self, reader: &Reader) -> Result<Option<Narrowing>> {
        let ids = |sql: &mut Sql, narrowing| self.ids(sql, reader, narrowing);
        let few = fewest(reader, &self.narrowings(reader), |_| false, ids).await?;
        Ok(few.map(|few| few.condition))
    }

    /// Returns the counting statement that runs before `list`, if any, for inspecting its query
    /// plan.
    #[must_use]
    pub fn narrowest_sql(&self, reader: &Reader) -> Option<Sql> {
        let narrowings = self.narrowings(reader);
        if let [] | [Narrowing::Email | Narrowing::Ids] = narrowings[..] {
            return None;
        }
        let ids = |sql: &mut Sql, narrowing| self.ids(sql, reader, narrowing);
        Some(few_sql(reader, &narrowings, returns_ids, ids))
    }

    /// Appends the `FROM` and `WHERE` clauses of the list.
    pub(super) fn from(&self, sql: &mut Sql, reader: &Reader, narrowest: Option<&Narrowest>) {
        match narrowest {
            // They may be all users, so their ids are not collected.
            Some((Narrowing::WithoutOrg, None)) => {
                sql.push("users_without_org w JOIN users u ON u.id = w.user_id WHERE TRUE");
            }
            Some((narrowing, None)) => {
                sql.from_ids("users", "u", |sql| self.ids(sql, reader, *narrowing));
            }
            Some((_, Some(ids))) => {
                sql.from_ids("users", "u", |sql| {
                    sql.ids(ids);
                });
            }
            None => {
                sql.push("users u WHERE TRUE");
            }
        }
        let narrowest = narrowest.map(|(narrowing, _)| *narrowing);
        if narrowest != Some(Narrowing::Scope) {
            sql.push(" AND ");
            reader.scope().sees_user(sql, "u.id");
        }
        if let Some(part) = &self.part
            && narrowest != Some(Narrowing::Name)
        {
            sql.push(" AND ").name_has("u", part);
        }
        if let Some(search) = &self.search
            && narrowest != Some(Narrowing::Search)
        {
            search.matches(sql.push(" AND "), reader, "u");
        }
        self.memberships(sql, narrowest);
        if let Some(ids) = &self.ids
            && narrowest != Some(Narrowing::Ids)
        {
            let ids: Vec<Uuid> = ids.iter().copied().map(Uuid::from).collect();
            sql.push(" AND ")
                .is_among("u.id", |sql| alias::ids_of(sql, &ids));
        }
        if let Some(status) = self.status {
            sql.push(" AND u.status = ").word(status.as_str());
        }
        if let Some(since) = self.updated_since {
            sql.push(" AND u.updated_at >= ").bind(since);
        }
        if let Some(since) = self.created_since {
            sql.push(" AND u.created_at >= ").bind(since);
        }
    }

    /// Appends the conditions on the user's memberships.
    fn memberships(&self, sql: &mut Sql, narrowest: Option<Narrowing>) {
        let of_user = "SELECT 1 FROM memberships fm WHERE fm.user_id = u.id";
        if let Some(org) = self.org
            && narrowest != Some(Narrowing::Org)
        {
            sql.push(" AND ").has_any(|sql| {
                sql.push(of_user).push(" AND fm.org_id = ").bind(org);
            });
        }
        if let Some(org) = self.not_in_org {
            sql.push(" AND NOT ").has_any(|sql| {
                sql.push(of_user).push(" AND fm.org_id = ").bind(org);
            });
        }
        if let Some(is_without) = self.without_org
            && narrowest != Some(Narrowing::WithoutOrg)
        {
            sql.push(if is_without { " AND " } else { " AND NOT " });
            sql.has_any(|sql| {
                sql.push("SELECT 1 FROM users_without_org w WHERE w.user_id = u.id");
            });
        }
    }
}

/// Returns whether a list starts from the ids that were counted. What the actor may see is read
/// together with the rows.
fn returns_ids(narrowing: Narrowing) -> bool {
    narrowing != Narrowing::Scope
}

/// Returns the error for a condition that only platform tokens may use.
pub(in crate::domain) fn only_platform(field: &'static str) -> Error {
    let message = format!("Permission denied: only platform tokens may filter by `{field}`.");
    Error::new(Code::Forbidden, message).at(field)
}
