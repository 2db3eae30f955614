//! Finding users by what one knows of them.

use crate::{
    access::Permission,
    db::Sql,
    domain::{
        Reader,
        field::{bounded, no_control_characters, part_of_name},
    },
    entity::user::Model,
    error::{Code, Error, Result},
    fold,
};

use super::Mobile;

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
        for (field, text) in [
            ("email", email),
            ("externalId", external_id),
            ("mobile", mobile),
            ("name", name),
        ] {
            bounded(field, text.unwrap_or_default())?;
            no_control_characters(field, given(text).as_deref().unwrap_or_default())?;
        }
        let by = Self {
            email_key: given(email).map(|email| fold::email(&email)),
            external_id: given(external_id),
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
/// that name first. One statement, each criterion on its index.
///
/// # Errors
/// What the database says.
pub async fn find_by(reader: &Reader, by: &FindUserBy) -> Result<Vec<Model>> {
    find_by_sql(reader, by).all(&reader.conn).await
}

/// The statement of [`find_by`], for whoever wants to see how an engine runs it.
#[must_use]
pub fn find_by_sql(reader: &Reader, by: &FindUserBy) -> Sql {
    let Some(name) = &by.name else {
        let mut sql = Sql::new(&reader.conn, "SELECT u.* FROM users u WHERE ");
        by.conditions(&mut sql, reader);
        by_name(&mut sql);
        return sql;
    };
    let mut sql = Sql::new(
        &reader.conn,
        "SELECT * FROM (SELECT * FROM (SELECT 0 AS part, u.* FROM users u WHERE ",
    );
    by.conditions(&mut sql, reader);
    sql.push(" AND u.display_name_key = ")
        .bind(name.key.as_str());
    by_name(&mut sql);
    // Of the others it takes what the index finds first: to put ten thousand hits in order for the sake of ten would make
    // the search as slow as its commonest name.
    sql.push(") p0 UNION ALL SELECT * FROM (SELECT 1 AS part, u.* FROM users u WHERE ");
    by.conditions(&mut sql, reader);
    sql.push(" AND u.display_name_key <> ")
        .bind(name.key.as_str())
        .push(" AND ")
        .name_contains("u", &name.part)
        .limit(MAX_FOUND)
        .push(") p1) f ORDER BY f.part, f.display_name_key, f.id")
        .limit(MAX_FOUND);
    sql
}

fn by_name(sql: &mut Sql) {
    sql.push(" ORDER BY u.display_name_key, u.id")
        .limit(MAX_FOUND);
}

impl FindUserBy {
    /// All that must hold of `users AS u`, but for the name.
    fn conditions(&self, sql: &mut Sql, reader: &Reader) {
        let scope = reader.scope();
        scope.sees_user(sql, "u.id");
        if let Some(email) = &self.email_key {
            sql.push(" AND u.email_key = ").bind(email.as_str());
        }
        if let Some(mobile) = &self.mobile {
            sql.push(" AND u.mobile_key = ")
                .bind(mobile.key(reader.settings.default_region.as_deref()));
        }
        if let Some(external_id) = &self.external_id {
            sql.push(" AND u.id IN (SELECT xm.user_id FROM memberships xm WHERE xm.external_id = ")
                .bind(external_id.as_str())
                .push(" AND ");
            scope.holds(sql, "xm.org_id", Permission::MembersRead);
            sql.push(")");
        }
    }
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
        for short in ["ab", " ab ", "é", "e\u{301}a", "李李"] {
            let error = FindUserBy::parse(None, None, None, Some(short)).expect_err(short);
            assert_eq!(error.code(), Code::NameTooShort);
        }
        for enough in ["abc", " éèà ", "李小龙"] {
            assert!(
                FindUserBy::parse(None, None, None, Some(enough)).is_ok(),
                "{enough}"
            );
        }
    }
}
