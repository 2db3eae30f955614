//! Queries that find single users and batches of users.

use uuid::Uuid;

use crate::{
    db::Sql,
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

/// Returns the user, if the actor may see them.
///
/// # Errors
/// Fails if the query fails.
pub async fn find(reader: &Reader, user: UserId) -> Result<Option<Model>> {
    Ok(find_many(reader, &[user.into()]).await?.pop())
}

/// Returns the user with this address, if the actor may see them.
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

/// Returns the users whom the actor may see, in one statement.
///
/// # Errors
/// Fails if the query fails.
pub async fn find_many(reader: &Reader, users: &[Uuid]) -> Result<Vec<Model>> {
    let mut sql = Sql::select::<Model>(&reader.conn, "u", " WHERE ");
    sql.is_one_of("u.id", users).push(" AND ");
    reader.scope().sees_user(&mut sql, "u.id");
    sql.all(&reader.conn).await
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
    sql.all(&reader.conn).await
}
