//! Finding users by what one knows of them.

use std::collections::HashMap;

use crate::{
    db::{Children, Sql, columns},
    domain::{
        Reader,
        field::{bounded, no_control_characters, part_of_name},
    },
    entity::user::Model,
    error::{Code, Error, Result},
    fold,
};

use super::{
    Mobile, UserFilter, email,
    list::Narrowing,
    lookup_key::{LookupKey, LookupKind},
};

/// Rows at the most.
pub const MAX_FOUND: u32 = 10;

/// What is known of a user; all that is given must hold.
#[derive(Debug, Clone, Default)]
pub struct FindUserBy {
    email_key: Option<String>,
    external_id: Option<String>,
    mobile: Option<Mobile>,
    name: Option<SearchedName>,
}

/// A name that is searched for.
#[derive(Debug, Clone)]
struct SearchedName {
    key: String,
    /// As it stands in `search_text`.
    part: String,
}

impl FindUserBy {
    /// Criteria as a caller gave them; blank ones don't count.
    ///
    /// # Errors
    /// `NO_CRITERIA`, `NAME_TOO_SHORT`, `INVALID_VALUE`.
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
            part: part_of_name(name, fold::search)?,
            key: fold::key(name),
        })
    }
}

/// Users for whom all criteria hold and whom the actor may see: at most [`MAX_FOUND`], by name and id, those of exactly
/// that name first. One statement, each criterion on its index; before a search by name alone one more to count, unless the
/// actor may see everybody.
///
/// # Errors
/// What the database says.
pub async fn find_by(reader: &Reader, by: &FindUserBy) -> Result<Vec<Model>> {
    match (by.criteria(reader).as_slice(), &by.name) {
        ([lookup_key], None) => reader.look_up(lookup_key).await,
        (criteria, name) => {
            let sql = statement(reader, criteria, name.as_ref()).await?;
            sql.all(&reader.conn).await
        }
    }
}

/// The statement of [`find_by`] when nobody looks up with it, for whoever wants to see how an engine runs it.
///
/// # Errors
/// What the database says.
pub async fn find_by_sql(reader: &Reader, by: &FindUserBy) -> Result<Sql> {
    statement(reader, &by.criteria(reader), by.name.as_ref()).await
}

async fn statement(
    reader: &Reader,
    criteria: &[LookupKey],
    name: Option<&SearchedName>,
) -> Result<Sql> {
    let Some(name) = name else {
        return Ok(sql(reader, criteria));
    };
    // Who may see few would have each hit of a common name held against his scope.
    let begin = match criteria.is_empty() && !reader.scope().is_unlimited() {
        true => UserFilter::of_name(&name.part).narrowest(reader).await?,
        false => None,
    };
    Ok(sql_by_name(reader, criteria, name, begin))
}

impl FindUserBy {
    /// All but the name.
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

fn sql(reader: &Reader, criteria: &[LookupKey]) -> Sql {
    let mut sql = Sql::select::<Model>(&reader.conn, "u", " WHERE ");
    reader.scope().sees_user(&mut sql, "u.id");
    hold(&mut sql, reader, criteria);
    by_name(&mut sql);
    sql
}

/// Begins with whom the actor may see where they are the fewest, else with the name.
fn sql_by_name(
    reader: &Reader,
    criteria: &[LookupKey],
    name: &SearchedName,
    fewest: Option<Narrowing>,
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
    let columns = columns::<Model>("u");
    let mut sql = Sql::new(
        &reader.conn,
        "SELECT * FROM (SELECT * FROM (SELECT 0 AS part, ",
    );
    sql.push(&columns).push(" FROM ");
    users(&mut sql);
    sql.push(" AND u.display_name_key = ")
        .bind(name.key.as_str());
    by_name(&mut sql);
    // Of the others it takes those whom it finds first: to put ten thousand hits in order for the sake of ten would make
    // the search as slow as its commonest name.
    sql.push(") p0 UNION ALL SELECT * FROM (")
        .some_of(MAX_FOUND, |sql| {
            users(sql.push("SELECT 1 AS part, ").push(&columns).push(" FROM "));
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

/// The criteria hold of `users AS u`: conditions that follow others.
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

/// Users for whom the criterion holds, as [`find_by`] would give them.
pub(super) async fn find_by_one(reader: &Reader, lookup_key: &LookupKey) -> Result<Vec<Model>> {
    let criteria = std::slice::from_ref(lookup_key);
    sql(reader, criteria).all(&reader.conn).await
}

/// The same for each of these keys: one statement.
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
    // They come by name, or in any order.
    for users in found.values_mut() {
        users.sort_by(|a, b| (&a.display_name_key, a.id).cmp(&(&b.display_name_key, b.id)));
    }
    Ok(found)
}

/// The statement by which users are looked up together, for whoever wants to see how an engine runs it.
#[must_use]
pub fn find_by_each_sql(reader: &Reader, by: LookupKind, keys: &[&str]) -> Sql {
    let users = Children {
        columns: &columns::<Model>("u"),
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
