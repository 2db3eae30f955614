//! Queries that find single users and batches of users.

use std::collections::HashMap;

use uuid::Uuid;

use crate::{
    db::{Sql, columns},
    domain::{Reader, field::ExternalId},
    entity::user::Model,
    error::Result,
    id::UserId,
    page::MAX_FIRST,
};

use super::{
    Email,
    lookup_key::{LookupKey, LookupKind},
};

/// Returns the user, if the actor may see them. The former id of a merged user returns the user who
/// was kept.
///
/// # Errors
/// Fails if the query fails.
pub async fn find(reader: &Reader, user: UserId) -> Result<Option<Model>> {
    let found = find_named(reader, &[user.into()]).await?;
    Ok(found.into_values().next())
}

/// Returns the users whom these ids name and whom the actor may see, by the id, in one statement. The
/// former id of a merged user names the user who was kept.
///
/// # Errors
/// Fails if the query fails.
pub async fn find_named(reader: &Reader, ids: &[Uuid]) -> Result<HashMap<Uuid, Model>> {
    let columns = columns::<Model>("u");
    let mut sql = Sql::new(&reader.conn, "SELECT u.id AS parent, ");
    sql.push(&columns)
        .push(" FROM users u WHERE ")
        .is_one_of("u.id", ids)
        .push(" AND ");
    reader.scope().sees_user(&mut sql, "u.id");
    sql.push(" UNION ALL SELECT a.id, ")
        .push(&columns)
        .push(" FROM user_aliases a JOIN users u ON u.id = a.user_id WHERE ")
        .is_one_of("a.id", ids)
        .push(" AND ");
    reader.scope().sees_user(&mut sql, "u.id");
    let found = sql.children::<Uuid, Model>(&reader.conn).await?;
    Ok(found.into_iter().collect())
}

/// Returns the user with this address, if the actor may see them. The former address of a merged
/// user returns the user who was kept.
///
/// # Errors
/// Fails if the query fails.
pub async fn find_by_email(reader: &Reader, email: &Email) -> Result<Option<Model>> {
    let lookup_key = LookupKey {
        by: LookupKind::Email,
        key: email.key().to_owned(),
    };
    Ok(reader.look_up(&lookup_key).await?.pop())
}

/// Returns the users with these ids whom the actor may see, in one statement. Does not follow the
/// ids of merged users.
///
/// # Errors
/// Fails if the query fails.
pub async fn find_many(reader: &Reader, users: &[Uuid]) -> Result<Vec<Model>> {
    let mut sql = Sql::select::<Model>(&reader.conn, "u", " WHERE ");
    sql.is_one_of("u.id", users).push(" AND ");
    reader.scope().sees_user(&mut sql, "u.id");
    sql.list(&reader.conn).await
}

/// Returns the users with these external ids whom the actor may see, oldest first, in one
/// statement. External ids need not be unique, so the result is limited to [`MAX_FIRST`] rows.
///
/// # Errors
/// Fails if the query fails.
pub async fn find_by_external_ids(
    reader: &Reader,
    external_ids: &[ExternalId],
) -> Result<Vec<Model>> {
    let texts: Vec<&str> = external_ids.iter().map(ExternalId::as_str).collect();
    let mut sql = Sql::select::<Model>(&reader.conn, "u", " WHERE ");
    sql.is_one_of_texts("u.external_id", &texts).push(" AND ");
    reader.scope().sees_user(&mut sql, "u.id");
    sql.push(" ORDER BY u.id").limit(MAX_FIRST);
    sql.list(&reader.conn).await
}
