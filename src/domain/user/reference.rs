//! How a caller names users, and who they are.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    access::target::not_found,
    db::Sql,
    domain::{Reader, field::ExternalId},
    error::{Code, Error, Result},
    id::UserId,
};

use super::Email;

/// How a caller names one user.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum UserRef {
    /// By id.
    Id(UserId),
    /// By e-mail address, which is theirs alone.
    Email(Email),
    /// By the user's own external id, which is not necessarily theirs alone.
    ExternalId(ExternalId),
}

impl UserRef {
    /// What it is called where it is given.
    pub(in crate::domain) fn field(&self) -> &'static str {
        match self {
            Self::Id(_) => "id",
            Self::Email(_) => "email",
            Self::ExternalId(_) => "externalId",
        }
    }
}

/// Whom each of the references names: a statement for each way of naming, however many they are.
///
/// Of ids and external ids only users whom the actor may see are found. An e-mail address finds anybody: whoever may add
/// people knows by it that somebody has it, and learns no more.
///
/// # Errors
/// Of each: `USER_NOT_FOUND`, `AMBIGUOUS_MATCH`. Of all: what the database says.
pub(in crate::domain) async fn resolve(
    reader: &Reader,
    references: &[&UserRef],
) -> Result<Vec<Result<UserId>>> {
    let mut ids = Vec::new();
    let mut emails = Vec::new();
    let mut external_ids = Vec::new();
    for reference in references {
        match reference {
            UserRef::Id(id) => ids.push(Uuid::from(*id)),
            UserRef::Email(email) => emails.push(email.key()),
            UserRef::ExternalId(id) => external_ids.push(id.as_str()),
        }
    }
    let scope = reader.scope();
    let mut seen = HashMap::<Uuid, UserId>::new();
    if !ids.is_empty() {
        let mut sql = Sql::new(&reader.conn, "SELECT u.id FROM users u WHERE ");
        sql.is_one_of("u.id", &ids).push(" AND ");
        scope.sees_user(&mut sql, "u.id");
        for row in sql.rows(&reader.conn).await? {
            let id: UserId = row.try_get("", "id")?;
            seen.insert(id.into(), id);
        }
    }
    let mut by_email = HashMap::<String, UserId>::new();
    if !emails.is_empty() {
        let mut sql = Sql::new(&reader.conn, "SELECT u.id, u.email_key FROM users u WHERE ");
        sql.is_one_of_texts("u.email_key", &emails);
        for row in sql.rows(&reader.conn).await? {
            by_email.insert(row.try_get("", "email_key")?, row.try_get("", "id")?);
        }
    }
    let mut by_external_id = HashMap::<String, Vec<UserId>>::new();
    if !external_ids.is_empty() {
        let mut sql = Sql::new(
            &reader.conn,
            "SELECT u.id, u.external_id FROM users u WHERE ",
        );
        sql.is_one_of_texts("u.external_id", &external_ids)
            .push(" AND ");
        scope.sees_user(&mut sql, "u.id");
        sql.push(" ORDER BY u.id");
        for row in sql.rows(&reader.conn).await? {
            let users = by_external_id
                .entry(row.try_get("", "external_id")?)
                .or_default();
            users.push(row.try_get("", "id")?);
        }
    }
    let found = |reference: &&UserRef| match reference {
        UserRef::Id(id) => seen.get(&Uuid::from(*id)).copied().ok_or_else(absent),
        UserRef::Email(email) => by_email.get(email.key()).copied().ok_or_else(absent),
        UserRef::ExternalId(id) => match by_external_id.get(id.as_str()).map(Vec::as_slice) {
            None | Some([]) => Err(absent()),
            Some([one]) => Ok(*one),
            Some(several) => Err(Error::new(
                Code::AmbiguousMatch,
                "Several users have this external id; name the one you mean by id or e-mail.",
            )
            .matching(several.iter().copied().map(Uuid::from))),
        },
    };
    Ok(references.iter().map(found).collect())
}

fn absent() -> Error {
    not_found(Code::UserNotFound)
}
