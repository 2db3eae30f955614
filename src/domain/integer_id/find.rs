//! Looking numbers up, both ways.

use std::collections::HashMap;

use uuid::Uuid;

use crate::{
    db::{Conn, Sql},
    domain::Reader,
    entity::integer_id::{IntegerIdKind, Model},
    error::Result,
};

/// What the number stands for, if it stands for something of this kind. That it does is no secret, and no right to see it.
///
/// # Errors
/// What the database says.
pub async fn find(reader: &Reader, kind: IntegerIdKind, number: i64) -> Result<Option<Uuid>> {
    Ok(find_many(reader, kind, &[number]).await?.remove(&number))
}

/// What each of the numbers stands for, as far as it is of this kind: one statement.
///
/// # Errors
/// What the database says.
pub async fn find_many(
    reader: &Reader,
    kind: IntegerIdKind,
    numbers: &[i64],
) -> Result<HashMap<i64, Uuid>> {
    let mut sql = Sql::select::<Model>(&reader.conn, "n", " WHERE n.kind = ");
    sql.bind(kind).push(" AND ");
    sql.is_one_of_numbers("n.number", numbers);
    let rows: Vec<Model> = sql.all(&reader.conn).await?;
    Ok(rows.into_iter().map(|row| (row.number, row.id)).collect())
}

/// The numbers of those of the ids that have one: one statement.
///
/// # Errors
/// What the database says.
pub async fn of(reader: &Reader, ids: &[Uuid]) -> Result<HashMap<Uuid, i64>> {
    given(&reader.conn, ids).await
}

pub(super) async fn given(conn: &Conn, ids: &[Uuid]) -> Result<HashMap<Uuid, i64>> {
    let mut sql = Sql::select::<Model>(conn, "n", " WHERE ");
    sql.is_one_of("n.id", ids);
    let rows: Vec<Model> = sql.all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.number)).collect())
}
