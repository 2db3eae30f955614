//! Many rows of one table in one statement: they come as one value, so that the text of the statement stays the same
//! however many they are. It knows no rules and writes no events.

use chrono::SecondsFormat;
use sea_orm::{
    DbBackend, EntityTrait, IdenStatic, Iterable, ModelTrait, Value,
    sea_query::value::sea_value_to_json_value,
};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::{clock::rfc3339, error::Result};

use super::{Conn, Sql};

/// Rows of one statement at the most: what is bound to it is held in memory as text.
const MAX_AT_ONCE: usize = 10_000;

/// A column of `M`'s table.
pub type ColumnOf<M> = <<M as ModelTrait>::Entity as EntityTrait>::Column;

/// Writes the rows, in their order.
///
/// # Errors
/// What the database says.
pub async fn insert<M: ModelTrait>(conn: &Conn, rows: &[M]) -> Result<()> {
    let columns: Vec<ColumnOf<M>> = ColumnOf::<M>::iter().collect();
    let names = names::<M>(&columns);
    for rows in rows.chunks(MAX_AT_ONCE) {
        let mut sql = Sql::new(conn, "INSERT INTO ");
        sql.push(table::<M>()).push(" (").push(&names);
        sql.push(") SELECT ").push(&names).push(" FROM ");
        sql.rows_like::<M>("r", &columns, rows);
        sql.execute(conn).await?;
    }
    Ok(())
}

/// Writes these columns of the rows, which are found by `id`, and gives the number of rows that were there.
///
/// # Errors
/// What the database says.
pub async fn update<M: ModelTrait>(
    conn: &Conn,
    id: ColumnOf<M>,
    columns: &[ColumnOf<M>],
    rows: &[M],
) -> Result<u64> {
    let set: Vec<String> = columns
        .iter()
        .map(|column| format!("{0} = r.{0}", column.as_str()))
        .collect();
    let mut read = vec![id];
    read.extend(columns);
    let mut written = 0;
    for rows in rows.chunks(MAX_AT_ONCE) {
        let mut sql = Sql::new(conn, "UPDATE ");
        sql.push(table::<M>()).push(" AS t SET ");
        sql.push(&set.join(", ")).push(" FROM ");
        sql.rows_like::<M>("r", &read, rows);
        let id = id.as_str();
        sql.push(&format!(" WHERE t.{id} = r.{id}"));
        written += sql.execute(conn).await?.rows_affected();
    }
    Ok(written)
}

/// Deletes the rows with these ids, and gives the number of those that were there.
///
/// # Errors
/// What the database says.
pub async fn delete<M: ModelTrait>(conn: &Conn, id: ColumnOf<M>, ids: &[Uuid]) -> Result<u64> {
    let mut deleted = 0;
    for ids in ids.chunks(MAX_AT_ONCE) {
        let mut sql = Sql::new(conn, "DELETE FROM ");
        sql.push(table::<M>()).push(" WHERE ");
        sql.is_one_of(id.as_str(), ids);
        deleted += sql.execute(conn).await?.rows_affected();
    }
    Ok(deleted)
}

impl Sql {
    /// A table named `alias` with these columns of the rows, of the types that the rows' own table has.
    pub fn rows_like<M: ModelTrait>(
        &mut self,
        alias: &str,
        columns: &[ColumnOf<M>],
        rows: &[M],
    ) -> &mut Self {
        let json = objects_of(columns, rows, self.backend());
        match self.backend() {
            DbBackend::Sqlite => {
                let list: Vec<String> = columns
                    .iter()
                    .map(|column| {
                        let name = column.as_str();
                        match rows.first().map(|row| row.get(*column)) {
                            Some(Value::Uuid(_)) => format!("unhex(value ->> '{name}') AS {name}"),
                            // -> gives the text `null` for a null inside, ->> SQL's own.
                            Some(Value::Json(_)) => {
                                format!("nullif(value -> '{name}', 'null') AS {name}")
                            }
                            _ => format!("value ->> '{name}' AS {name}"),
                        }
                    })
                    .collect();
                self.push("(SELECT ").push(&list.join(", "));
                self.push(" FROM json_each(").bind(json);
                self.push(")) AS ").push(alias)
            }
            _ => {
                let types = format!("json_populate_recordset(NULL::{}, ", table::<M>());
                self.push(&types).bind(json).push("::json) AS ").push(alias)
            }
        }
    }
}

/// The table's name.
pub(super) fn table<M: ModelTrait>() -> &'static str {
    M::Entity::default().as_str()
}

/// The names of the columns, as a list.
pub(super) fn names<M: ModelTrait>(columns: &[ColumnOf<M>]) -> String {
    let names: Vec<&str> = columns.iter().map(IdenStatic::as_str).collect();
    names.join(", ")
}

/// A list of objects whose keys are the columns' names.
fn objects_of<M: ModelTrait>(columns: &[ColumnOf<M>], rows: &[M], backend: DbBackend) -> String {
    let mut text = String::with_capacity(rows.len() * 640);
    for row in rows {
        text.push_str(if text.is_empty() { "[{" } else { ",{" });
        for (place, column) in columns.iter().enumerate() {
            text.push_str(if place == 0 { "\"" } else { ",\"" });
            text.push_str(column.as_str());
            text.push_str("\":");
            text.push_str(&json_value(row.get(*column), backend).to_string());
        }
        text.push('}');
    }
    text.push_str(if text.is_empty() { "[]" } else { "]" });
    text
}

/// On SQLite as the driver itself would write it, so that a value is the same bytes whichever way it came.
fn json_value(value: Value, backend: DbBackend) -> Json {
    match (value, backend) {
        (Value::String(Some(text)), _) => text.into(),
        (Value::Uuid(Some(id)), DbBackend::Sqlite) => id.simple().to_string().into(),
        (Value::ChronoDateTimeUtc(Some(time)), DbBackend::Sqlite) => {
            time.to_rfc3339_opts(SecondsFormat::AutoSi, false).into()
        }
        (Value::ChronoDateTimeUtc(Some(time)), _) => rfc3339(time).into(),
        (other, _) => sea_value_to_json_value(&other),
    }
}
