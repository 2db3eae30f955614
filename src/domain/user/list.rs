//! The paginated list of users.
//!
//! A list with a condition can be read in two ways: sort the users who match the condition, or scan
//! all users in sort order and skip those who do not match. The wrong choice can be a thousand
//! times slower. Only counting the matches shows which choice is right, so the matches are counted
//! first, up to [`FEW`].

use chrono::{DateTime, Utc};

use crate::{
    db::{Sql, columns},
    domain::{Reader, field::part_of_name},
    entity::user::{Model, UserStatus},
    error::Result,
    normalize,
    page::{Key, Kind, Order, Page, PageRequest},
};

use super::email;

/// The number of users up to which sorting is cheaper than scanning all users in order. There may
/// be a million users.
const FEW: u32 = 10_000;

/// Sorts by normalized display name.
pub const BY_NAME: Order<Model> = Order {
    name: "users by name",
    columns: &[("u.display_name_key", Kind::Text), ("u.id", Kind::Id)],
    keys: |user| vec![Key::Text(user.display_name_key.clone()), user.id.into()],
};

/// Sorts by normalized e-mail address.
pub const BY_EMAIL: Order<Model> = Order {
    name: "users by email",
    columns: &[("u.email_key", Kind::Text)],
    keys: |user| vec![Key::Text(user.email_key.clone())],
};

/// Sorts by last change, oldest change first.
pub const BY_UPDATED_AT: Order<Model> = Order {
    name: "users by updatedAt",
    columns: &[("u.updated_at", Kind::Time), ("u.id", Kind::Id)],
    keys: |user| vec![Key::Time(user.updated_at), user.id.into()],
};

/// Sorts by id, which is the order of creation.
pub const BY_ID: Order<Model> = Order {
    name: "users",
    columns: &[("u.id", Kind::Id)],
    keys: |user| vec![user.id.into()],
};

/// A filter for users. A user must match every condition that is set.
#[derive(Debug, Clone, Default)]
pub struct UserFilter {
    part: Option<String>,
    email_key: Option<String>,
    status: Option<UserStatus>,
    updated_since: Option<DateTime<Utc>>,
}

/// A condition that may match few users, and whose index finds them without a scan of all users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Narrowing {
    Email,
    Name,
    Suspended,
    UpdatedSince,
    Scope,
}

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
        })
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
        let conditions = [
            (self.part.is_some(), Narrowing::Name),
            (
                self.status == Some(UserStatus::Suspended),
                Narrowing::Suspended,
            ),
            (self.updated_since.is_some(), Narrowing::UpdatedSince),
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
                    .bind(self.email_key.as_deref());
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
            Narrowing::Scope => reader.scope().users(sql),
        }
    }

    /// Returns the narrowest condition, if one matches few users. Executes one statement, or none
    /// without conditions.
    pub(super) async fn narrowest(&self, reader: &Reader) -> Result<Option<Narrowing>> {
        let narrowings = self.narrowings(reader);
        let Some(sql) = self.narrowest_sql(reader) else {
            return Ok(narrowings.first().copied());
        };
        let Some(row) = sql.row(&reader.conn).await? else {
            return Ok(None);
        };
        let mut narrowest = (i64::from(FEW) + 1, None);
        for (index, narrowing) in narrowings.iter().enumerate() {
            let count: i64 = row.try_get_by_index(index)?;
            if count < narrowest.0 {
                narrowest = (count, Some(*narrowing));
            }
        }
        Ok(narrowest.1)
    }

    /// Returns the counting statement that runs before [`list`], if any, for inspecting its query
    /// plan.
    #[must_use]
    pub fn narrowest_sql(&self, reader: &Reader) -> Option<Sql> {
        let narrowings = self.narrowings(reader);
        if let [] | [Narrowing::Email] = narrowings[..] {
            return None;
        }
        let mut sql = Sql::new(&reader.conn, "SELECT ");
        for (index, narrowing) in narrowings.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            sql.push(comma).push("(SELECT count(*) FROM (");
            self.ids(&mut sql, reader, *narrowing);
            sql.limit(FEW + 1).push(") few)");
        }
        Some(sql)
    }

    /// Appends the `FROM` and `WHERE` clauses of the list.
    fn from(&self, sql: &mut Sql, reader: &Reader, narrowest: Option<Narrowing>) {
        match narrowest {
            Some(narrowing) => {
                sql.from_ids("users", "u", |sql| self.ids(sql, reader, narrowing));
            }
            None => {
                sql.push("users u WHERE TRUE");
            }
        }
        if narrowest != Some(Narrowing::Scope) {
            sql.push(" AND ");
            reader.scope().sees_user(sql, "u.id");
        }
        if let Some(part) = &self.part
            && narrowest != Some(Narrowing::Name)
        {
            sql.push(" AND ").name_has("u", part);
        }
        if let Some(status) = self.status {
            sql.push(" AND u.status = ").word(status.as_str());
        }
        if let Some(since) = self.updated_since {
            sql.push(" AND u.updated_at >= ").bind(since);
        }
    }
}

/// Returns a page of the users whom the actor may see, in one statement. With a filter or a limited
/// scope, a counting statement runs first.
///
/// # Errors
/// Fails if a query fails.
pub async fn list(
    reader: &Reader,
    filter: &UserFilter,
    order: &Order<Model>,
    page: &PageRequest,
) -> Result<Page<Model>> {
    let sql = list_sql(reader, filter, order, page).await?;
    Ok(page.page(order, sql.all(&reader.conn).await?))
}

/// Returns the statement that [`list`] executes, for inspecting its query plan.
///
/// # Errors
/// Fails if the counting statement fails.
pub async fn list_sql(
    reader: &Reader,
    filter: &UserFilter,
    order: &Order<Model>,
    page: &PageRequest,
) -> Result<Sql> {
    let narrowest = filter.narrowest(reader).await?;
    let mut filter = filter.clone();
    // Given two lower bounds for one column, SQLite may start at the lower bound and read all rows
    // between the two.
    if order.name == BY_UPDATED_AT.name
        && narrowest != Some(Narrowing::UpdatedSince)
        && let Some([Key::Time(after), ..]) = page.after()
    {
        filter.updated_since = filter.updated_since.filter(|since| since > after);
    }
    let mut sql = Sql::new(&reader.conn, "SELECT ");
    sql.push(&columns::<Model>("u")).push(" FROM ");
    filter.from(&mut sql, reader, narrowest);
    sql.page(order, page);
    Ok(sql)
}

/// Returns the number of users in the list.
///
/// # Errors
/// Fails if a query fails.
pub async fn count(reader: &Reader, filter: &UserFilter) -> Result<i64> {
    let narrowest = filter.narrowest(reader).await?;
    let mut sql = Sql::new(&reader.conn, "SELECT count(*) AS total FROM ");
    filter.from(&mut sql, reader, narrowest);
    sql.count(&reader.conn).await
}
