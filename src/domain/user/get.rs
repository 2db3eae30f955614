//! Reading single users.

use uuid::Uuid;

use crate::{db::Sql, domain::Reader, entity::user::Model, error::Result, id::UserId};

use super::Email;

/// The user, if the actor may see him.
///
/// # Errors
/// What the database says.
pub async fn find(reader: &Reader, user: UserId) -> Result<Option<Model>> {
    Ok(find_many(reader, &[user.into()]).await?.pop())
}

/// The user with this address, if the actor may see him.
///
/// # Errors
/// What the database says.
pub async fn find_by_email(reader: &Reader, email: &Email) -> Result<Option<Model>> {
    let mut sql = Sql::new(&reader.conn, "SELECT u.* FROM users u WHERE u.email_key = ");
    sql.bind(email.key()).push(" AND ");
    reader.scope().sees_user(&mut sql, "u.id");
    sql.one(&reader.conn).await
}

/// Those of the users whom the actor may see: one statement.
///
/// # Errors
/// What the database says.
pub async fn find_many(reader: &Reader, users: &[Uuid]) -> Result<Vec<Model>> {
    let mut sql = Sql::new(&reader.conn, "SELECT u.* FROM users u WHERE ");
    sql.is_one_of("u.id", users).push(" AND ");
    reader.scope().sees_user(&mut sql, "u.id");
    sql.all(&reader.conn).await
}
