//! The list of users.
//!
//! A list with a condition can be read in two ways: take the few users for whom it holds and put them in order, or read all
//! users in order and leave out those for whom it doesn't hold. Each is a thousand times slower than the other where it is
//! wrong, and only counting tells which that is; so the few are counted first, up to [`FEW`].

use chrono::{DateTime, Utc};

use crate::{
    db::{Sql, columns},
    domain::{Reader, field::part_of_name},
    entity::user::{Model, UserStatus},
    error::Result,
    fold,
    page::{Key, Kind, Order, Page, PageRequest},
};

use super::email;

/// Users whom it is cheaper to put in order than to find on the way through all others, of whom there may be a million.
const FEW: u32 = 10_000;

/// By display name, as it is compared.
pub const BY_NAME: Order<Model> = Order {
    name: "users by name",
    columns: &[("u.display_name_key", Kind::Text), ("u.id", Kind::Id)],
    keys: |user| vec![Key::Text(user.display_name_key.clone()), user.id.into()],
};

/// By e-mail address, as it is compared.
pub const BY_EMAIL: Order<Model> = Order {
    name: "users by email",
    columns: &[("u.email_key", Kind::Text)],
    keys: |user| vec![Key::Text(user.email_key.clone())],
};

/// Those first that have not changed for longest.
pub const BY_UPDATED_AT: Order<Model> = Order {
    name: "users by updatedAt",
    columns: &[("u.updated_at", Kind::Time), ("u.id", Kind::Id)],
    keys: |user| vec![Key::Time(user.updated_at), user.id.into()],
};

/// By id, which is by age.
pub const BY_ID: Order<Model> = Order {
    name: "users",
    columns: &[("u.id", Kind::Id)],
    keys: |user| vec![user.id.into()],
};

/// Which users; all that is given must hold.
#[derive(Debug, Clone, Default)]
pub struct UserFilter {
    part: Option<String>,
    email_key: Option<String>,
    status: Option<UserStatus>,
    updated_since: Option<DateTime<Utc>>,
}

/// A condition that may hold for few users, who can be found without looking at the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Narrowing {
    Email,
    Name,
    Suspended,
    UpdatedSince,
    Scope,
}

impl UserFilter {
    /// # Errors
    /// `NAME_TOO_SHORT`, `INVALID_VALUE`.
    pub fn parse(
        name: Option<&str>,
        email: Option<&str>,
        status: Option<UserStatus>,
        updated_since: Option<DateTime<Utc>>,
    ) -> Result<Self> {
        Ok(Self {
            part: name
                .map(|name| part_of_name(name, fold::search))
                .transpose()?,
            email_key: email
                .map(|email| email::searched("email", email))
                .transpose()?,
            status,
            updated_since,
        })
    }

    /// By this part of the name, as it stands in `search_text`.
    pub(super) fn of_name(part: &str) -> Self {
        Self {
            part: Some(part.to_owned()),
            ..Self::default()
        }
    }

    fn narrowings(&self, reader: &Reader) -> Vec<Narrowing> {
        // An address is one user's: nothing is narrower.
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

    /// Ids of the users for whom the condition holds, by way of its index.
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

    /// The narrowest condition, if there is one that holds for few: one statement, none without conditions.
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

    /// The counting before a [`list`], if there is any, for whoever wants to see how an engine runs it.
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

    /// `FROM` and `WHERE` of the list.
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

/// A page of the users whom the actor may see: one statement, and one more before it to count when there is a filter or
/// a scope.
///
/// # Errors
/// What the database says.
pub async fn list(
    reader: &Reader,
    filter: &UserFilter,
    order: &Order<Model>,
    page: &PageRequest,
) -> Result<Page<Model>> {
    let sql = list_sql(reader, filter, order, page).await?;
    Ok(page.page(order, sql.all(&reader.conn).await?))
}

/// The statement of [`list`], for whoever wants to see how an engine runs it.
///
/// # Errors
/// What the database says to the counting before it.
pub async fn list_sql(
    reader: &Reader,
    filter: &UserFilter,
    order: &Order<Model>,
    page: &PageRequest,
) -> Result<Sql> {
    let narrowest = filter.narrowest(reader).await?;
    let mut filter = filter.clone();
    // Of two lower bounds for one column SQLite may begin at the lower one, and read all that lies between them.
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

/// How many users the list has.
///
/// # Errors
/// What the database says.
pub async fn count(reader: &Reader, filter: &UserFilter) -> Result<i64> {
    let narrowest = filter.narrowest(reader).await?;
    let mut sql = Sql::new(&reader.conn, "SELECT count(*) AS total FROM ");
    filter.from(&mut sql, reader, narrowest);
    sql.count(&reader.conn).await
}
