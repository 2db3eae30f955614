//! The search for users by known values, such as an address or a name.

use std::collections::HashMap;

use crate::{
    db::{self, Children, Sql, prefixed_columns},
    domain::{
        Reader,
        field::{bounded, no_control_characters, part_of_name},
    },
    entity::{
        Columns,
        user::{Model, Summary, View},
    },
    error::{Code, Error, Result},
    normalize,
};

use super::{
    Mobile, UserFilter, email,
    filter::Narrowing,
    lookup_key::{LookupKey, LookupKind},
};

/// The maximum number of users in a result.
pub const MAX_FOUND: u32 = 10;

/// Search criteria for a user. The user must match every criterion that is set.
#[derive(Debug, Clone, Default)]
pub struct FindUserBy {
    email_key: Option<String>,
    external_id: Option<String>,
    mobile: Option<Mobile>,
    name: Option<SearchedName>,
}

/// A name to search for.
#[derive(Debug, Clone)]
struct SearchedName {
    key: String,
    /// The name, normalized as in `search_text`.
    part: String,
}

impl FindUserBy {
    /// Parses the criteria of a caller. Blank criteria are ignored.
    ///
    /// # Errors
    /// `NO_CRITERIA` if all criteria are blank. `NAME_TOO_SHORT` or `INVALID_VALUE` for an invalid
    /// criterion.
    pub fn parse(
        email: Option<&str>,
        external_id: Option<&str>,
        mobile: Option<&str>,
        name: Option<&str>,
    ) -> Result<Self> {
        let given = |text: Option<&str>| {
            text.filter(|text| !text.trim().is_empty())
                .map(str::to_owned)
        };
        let external_id = given(external_id);
        bounded("externalId", external_id.as_deref().unwrap_or_default())?;
        no_control_characters("externalId", external_id.as_deref().unwrap_or_default())?;
        let by = Self {
            email_key: given(email)
                .map(|email| email::searched("email", &email))
                .transpose()?,
            external_id,
            mobile: given(mobile)
                .map(|mobile| Mobile::parse("mobile", &mobile))
                .transpose()?,
            name: given(name)
                .map(|name| SearchedName::parse(&name))
                .transpose()?,
        };
        if by.email_key.is_none()
            && by.external_id.is_none()
            && by.mobile.is_none()
            && by.name.is_none()
        {
            return Err(Error::new(
                Code::NoCriteria,
                "Give at least one of `email`, `externalId`, `mobile` and `name`.",
            ));
        }
        Ok(by)
    }
}

impl SearchedName {
    fn parse(name: &str) -> Result<Self> {
        Ok(Self {
            part: part_of_name(name, normalize::search)?,
            key: normalize::key(name),
        })
    }
}

/// Returns the users who match all criteria and whom the actor may see: at most [`MAX_FOUND`],
/// sorted by name and id, exact matches of the name first. Executes one statement, in which each
/// criterion uses its index. If the name is the only criterion and the actor's scope is limited, a
/// counting statement runs first. A single criterion other than the name reads all columns, whichever
/// are requested.
///
/// # Errors
/// Fails if a query fails.
pub async fn find_by(reader: &Reader, by: &FindUserBy, columns: Columns) -> Result<Vec<View>> {
    fn views<T: Into<View>>(rows: Vec<T>) -> Vec<View> {
        rows.into_iter().map(Into::into).collect()
    }
    let criteria = by.criteria(reader);
    // A batched lookup serves several requests, so it reads all columns.
    if let ([lookup_key], None) = (criteria.as_slice(), &by.name) {
        return Ok(views(reader.look_up(lookup_key).await?));
    }
    let sql = statement(reader, &criteria, by.name.as_ref(), columns).await?;
    Ok(match columns {
        Columns::All => views::<Model>(sql.list(&reader.conn).await?),
        Columns::Summary => views::<Summary>(sql.list(&reader.conn).await?),
    })
}

/// Returns the statement of [`find_by`] without batched lookups, for inspecting its query plan.
///
/// # Errors
/// Fails if the counting statement fails.
pub async fn find_by_sql(reader: &Reader, by: &FindUserBy, columns: Columns) -> Result<Sql> {
    statement(reader, &by.criteria(reader), by.name.as_ref(), columns).await
}

async fn statement(
    reader: &Reader,
    criteria: &[LookupKey],
    name: Option<&SearchedName>,
    columns: Columns,
) -> Result<Sql> {
    let Some(name) = name else {
        return Ok(sql(reader, criteria, columns));
    };
    // With a limited scope, each match of a common name would be checked against the scope.
    let begin = match criteria.is_empty() && !reader.scope().is_unlimited() {
        true => UserFilter::of_name(&name.part).narrowing(reader).await?,
        false => None,
    };
    Ok(sql_by_name(reader, criteria, (name, begin), columns))
}

impl FindUserBy {
    /// Returns all criteria except the name.
    fn criteria(&self, reader: &Reader) -> Vec<LookupKey> {
        let region = reader.settings.default_region.as_deref();
        let mobile = self.mobile.as_ref().map(|mobile| mobile.key(region));
        [
            (LookupKind::Email, self.email_key.clone()),
            (LookupKind::ExternalId, self.external_id.clone()),
            (LookupKind::Mobile, mobile),
        ]
        .into_iter()
        .filter_map(|(by, key)| Some(LookupKey { by, key: key? }))
        .collect()
    }
}

fn sql(reader: &Reader, criteria: &[LookupKey], columns: Columns) -> Sql {
    let mut sql = Sql::new(&reader.conn, "SELECT ");
    sql.push(&column_list(columns)).push(" FROM users u WHERE ");
    reader.scope().sees_user(&mut sql, "u.id");
    hold(&mut sql, reader, criteria);
    by_name(&mut sql);
    sql
}

/// Returns the statement that starts with the users in the actor's scope if they are the fewest, or
/// else with the name.
fn sql_by_name(
    reader: &Reader,
    criteria: &[LookupKey],
    (name, fewest): (&SearchedName, Option<Narrowing>),
    columns: Columns,
) -> Sql {
    let scope = reader.scope();
    let begins_with_scope = fewest == Some(Narrowing::Scope);
    let users = |sql: &mut Sql| {
        match begins_with_scope {
            true => drop(sql.from_ids("users", "u", |sql| scope.users(sql))),
            false => scope.sees_user(sql.push("users u WHERE "), "u.id"),
        }
        hold(sql, reader, criteria);
    };
    let columns = column_list(columns);
    let mut sql = Sql::new(&reader.conn, "SELECT * FROM (SELECT * FROM (SELECT ");
    sql.push(&columns).push(", 0 AS part FROM ");
    users(&mut sql);
    sql.push(" AND u.display_name_key = ")
        .bind(name.key.as_str());
    by_name(&mut sql);
    // Inexact matches are taken in the order in which they are found. Sorting ten thousand matches
    // to return ten would make every search as slow as the search for the most common name.
    sql.push(") p0 UNION ALL SELECT * FROM (")
        .some_of(MAX_FOUND, |sql| {
            sql.push("SELECT ").push(&columns);
            users(sql.push(", 1 AS part FROM "));
            sql.push(" AND u.display_name_key <> ")
                .bind(name.key.as_str())
                .push(" AND ");
            match begins_with_scope {
                true => sql.name_has("u", &name.part),
                false => sql.name_contains("u", &name.part),
            };
        })
        .push(") p1) f ORDER BY f.part, f.display_name_key, f.id")
        .limit(MAX_FOUND);
    sql
}

/// Returns the columns of `users u`.
fn column_list(columns: Columns) -> String {
    match columns {
        Columns::All => db::columns::<Model>("u"),
        Columns::Summary => prefixed_columns::<Summary>("u", ""),
    }
}

/// Appends the conditions on `users AS u` after other conditions.
fn hold(sql: &mut Sql, reader: &Reader, criteria: &[LookupKey]) {
    for LookupKey { by, key } in criteria {
        by.holds(sql.push(" AND "), reader, |sql| {
            sql.bind(key.as_str());
        });
    }
}

fn by_name(sql: &mut Sql) {
    sql.push(" ORDER BY u.display_name_key, u.id")
        .limit(MAX_FOUND);
}

/// Returns the users who match the lookup key, in one statement without batching.
pub(super) async fn find_by_one(reader: &Reader, lookup_key: &LookupKey) -> Result<Vec<Model>> {
    let criteria = std::slice::from_ref(lookup_key);
    sql(reader, criteria, Columns::All).list(&reader.conn).await
}

/// Returns the users who match each of the keys, in one statement.
pub(super) async fn find_by_each(
    reader: &Reader,
    by: LookupKind,
    keys: &[&str],
) -> Result<HashMap<String, Vec<Model>>> {
    let sql = find_by_each_sql(reader, by, keys);
    let mut found = HashMap::<String, Vec<Model>>::new();
    for (key, user) in sql.children(&reader.conn).await? {
        found.entry(key).or_default().push(user);
    }
    // The rows may arrive in any order.
    for users in found.values_mut() {
        users.sort_by(|a, b| (&a.display_name_key, a.id).cmp(&(&b.display_name_key, b.id)));
    }
    Ok(found)
}

/// Returns the statement of a batched lookup, for inspecting its query plan.
#[must_use]
pub fn find_by_each_sql(reader: &Reader, by: LookupKind, keys: &[&str]) -> Sql {
    let users = Children {
        columns: &column_list(Columns::All),
        from: "users u",
        key: "u.id",
    };
    let mut sql = Sql::new(&reader.conn, "");
    sql.first_per_parent(
        users,
        |sql| {
            sql.texts(keys);
        },
        |sql| {
            reader.scope().sees_user(sql, "u.id");
            sql.push(" AND ");
            by.holds(sql, reader, |sql| {
                sql.push("parent.id");
            });
            by_name(sql);
        },
    );
    sql
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_criteria_do_not_count() {
        let error = FindUserBy::parse(Some(" "), Some(""), None, Some("\u{a0}"))
            .expect_err("nothing given");
        assert_eq!(error.code(), Code::NoCriteria);
        assert!(FindUserBy::parse(Some(" "), Some("x"), None, None).is_ok());
    }

    #[test]
    fn a_name_is_counted_in_characters_after_trimming() {
        for short in ["ab", " ab ", "é", "e\u{301}a", "李"] {
            let error = FindUserBy::parse(None, None, None, Some(short)).expect_err(short);
            assert_eq!(error.code(), Code::NameTooShort);
        }
        for enough in ["abc", " éèà ", "李小龙", "李李"] {
            assert!(
                FindUserBy::parse(None, None, None, Some(enough)).is_ok(),
                "{enough}"
            );
        }
    }
}
