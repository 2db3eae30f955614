//! Queries that map integer ids to ids and back.

use std::collections::HashMap;

use uuid::Uuid;

use crate::{
    db::{Conn, Sql},
    domain::{Reader, user::alias},
    entity::integer_id::{IntegerIdKind, Model},
    error::Result,
};

/// Returns the id of the object of this kind with this integer id. No permission is checked,
/// because the result grants no access to the object.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn find(reader: &Reader, kind: IntegerIdKind, number: i64) -> Result<Option<Uuid>> {
    Ok(find_many(reader, kind, &[number]).await?.remove(&number))
}

/// Returns the ids of the objects of this kind with these integer ids, in one statement. For the
/// integer id of a merged user, returns the id of the user who was kept if the actor sees that user.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn find_many(
    reader: &Reader,
    kind: IntegerIdKind,
    numbers: &[i64],
) -> Result<HashMap<i64, Uuid>> {
    let mut sql = Sql::new(&reader.conn, "SELECT n.number, n.kind, ");
    match kind {
        IntegerIdKind::User => alias::id_of_row(&mut sql, reader.scope(), "n.id"),
        IntegerIdKind::Org | IntegerIdKind::Membership | IntegerIdKind::Token => {
            sql.push("n.id");
        }
    }
    sql.push(" AS id FROM numbers n WHERE n.kind = ")
        .bind(kind)
        .push(" AND ");
    sql.is_one_of_numbers("n.number", numbers);
    let rows: Vec<Model> = sql.all(&reader.conn).await?;
    Ok(rows.into_iter().map(|row| (row.number, row.id)).collect())
}

/// Returns the integer ids of the objects that have one, in one statement.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn of(reader: &Reader, ids: &[Uuid]) -> Result<HashMap<Uuid, i64>> {
    given(&reader.conn, ids).await
}

pub(super) async fn given(conn: &Conn, ids: &[Uuid]) -> Result<HashMap<Uuid, i64>> {
    let mut sql = Sql::select::<Model>(conn, "n", " WHERE ");
    sql.is_one_of("n.id", ids);
    let rows: Vec<Model> = sql.all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.number)).collect())
}
