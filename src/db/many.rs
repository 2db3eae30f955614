//! Bulk statements: many rows of one table, bound as one value, so that the text of the statement
//! does not depend on their number. The module applies no rules and writes no events.

use chrono::SecondsFormat;
use sea_orm::{
    ActiveModelTrait, DbBackend, EntityTrait, IdenStatic, IntoActiveModel, Iterable, ModelTrait,
    Value,
    sea_query::{ArrayType, value::sea_value_to_json_value},
};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::{clock::rfc3339, error::Result};

use super::{Conn, Sql};

/// Maximum number of rows of one statement, whose bound values are held in memory as text.
pub const MAX_AT_ONCE: usize = 10_000;

/// Rows of one statement that is built in advance.
const PIECE: usize = 5_000;

/// Minimum number of rows for which common values are bound once. For fewer rows the text must not
/// depend on the values, so that the statement is prepared once.
const MANY: usize = 64;

/// A column of `M`'s table.
pub type ColumnOf<M> = <<M as ModelTrait>::Entity as EntityTrait>::Column;

/// Inserts the rows in their order. Values that all rows share are bound once.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn insert<M: ModelTrait>(conn: &Conn, rows: &[&M]) -> Result<()> {
    for rows in rows.chunks(MAX_AT_ONCE) {
        let mut sql = Sql::new(conn, "");
        insert_into(&mut sql, rows);
        sql.execute(conn).await?;
    }
    Ok(())
}

/// Writes the text that inserts the rows, from one to [`MAX_AT_ONCE`].
pub fn insert_into<M: ModelTrait>(sql: &mut Sql, rows: &[&M]) {
    insert_of::<M>(sql, rows.len(), |row, column| rows[row].get(column));
}

/// Returns the statements of [`insert`] for these rows, to be executed later. They are built in
/// chunks, so that few rows are in memory at once.
pub fn inserts<M>(conn: &Conn, rows: impl Iterator<Item = M>) -> Vec<Sql>
where
    M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
{
    let mut rows = rows.map(M::into_active_model).peekable();
    let mut statements = Vec::new();
    while rows.peek().is_some() {
        let mut piece: Vec<_> = rows.by_ref().take(PIECE).collect();
        let mut sql = Sql::new(conn, "");
        insert_of::<M>(&mut sql, piece.len(), |row, column| {
            let value = piece[row].take(column).into_value();
            value.expect("each column once, of a whole row")
        });
        statements.push(sql);
    }
    statements
}

/// Writes the text that inserts at least one row. `value` is called once for each column of a row.
fn insert_of<M: ModelTrait>(
    sql: &mut Sql,
    rows: usize,
    mut value: impl FnMut(usize, ColumnOf<M>) -> Value,
) {
    let columns: Vec<ColumnOf<M>> = ColumnOf::<M>::iter().collect();
    let shares = rows == 1 || rows >= MANY;
    sql.push("INSERT INTO ")
        .push(table::<M>())
        .push(" (")
        .push(&names::<M>(&columns))
        .push(") SELECT ");
    let mut varying = Vec::new();
    for (place, column) in columns.into_iter().enumerate() {
        sql.push(if place == 0 { "" } else { ", " });
        let mut values = (0..rows).map(|row| value(row, column)).peekable();
        let first = values.next().expect("callers pass at least one row");
        let mut same = 1;
        while values.next_if_eq(&first).is_some() {
            same += 1;
        }
        if same == rows && shares {
            sql.bind(first);
        } else {
            let mut all = Vec::with_capacity(rows);
            all.resize(same, first);
            all.extend(values);
            sql.push("r.").push(column.as_str());
            varying.push((column.as_str(), all));
        }
    }
    if !varying.is_empty() {
        sql.push(" FROM ").table_of("r", varying, rows >= MANY);
    }
}

/// Returns the columns in which any row has changed.
pub fn differing<'a, M: ModelTrait + 'a>(
    rows: impl Iterator<Item = (&'a M, &'a M)> + Clone,
) -> Vec<ColumnOf<M>> {
    let differs = |column: &ColumnOf<M>| {
        let mut rows = rows.clone();
        rows.any(|(before, after)| before.get(*column) != after.get(*column))
    };
    ColumnOf::<M>::iter().filter(differs).collect()
}

/// Updates these columns of the rows, matched by `id`, and returns the number of rows that exist.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn update<M: ModelTrait>(
    conn: &Conn,
    id: ColumnOf<M>,
    columns: &[ColumnOf<M>],
    rows: &[&M],
) -> Result<u64> {
    let mut written = 0;
    for rows in rows.chunks(MAX_AT_ONCE) {
        let mut sql = Sql::new(conn, "");
        update_in(&mut sql, id, columns, rows);
        written += sql.execute(conn).await?.rows_affected();
    }
    Ok(written)
}

/// Writes the text that updates these columns of at most [`MAX_AT_ONCE`] rows, matched by `id`.
pub fn update_in<M: ModelTrait>(
    sql: &mut Sql,
    id: ColumnOf<M>,
    columns: &[ColumnOf<M>],
    rows: &[&M],
) {
    let set: Vec<String> = columns
        .iter()
        .map(|column| format!("{0} = r.{0}", column.as_str()))
        .collect();
    let mut read = vec![id];
    read.extend(columns);
    sql.push("UPDATE ").push(table::<M>()).push(" AS t SET ");
    sql.push(&set.join(", ")).push(" FROM ");
    sql.rows_like::<M>("r", &read, rows);
    let id = id.as_str();
    sql.push(&format!(" WHERE t.{id} = r.{id}"));
}

/// Deletes the rows with these ids, and returns the number of deleted rows.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn delete<M: ModelTrait>(conn: &Conn, id: ColumnOf<M>, ids: &[Uuid]) -> Result<u64> {
    let mut deleted = 0;
    for ids in ids.chunks(MAX_AT_ONCE) {
        let mut sql = Sql::new(conn, "");
        delete_from::<M>(&mut sql, id, ids);
        deleted += sql.execute(conn).await?.rows_affected();
    }
    Ok(deleted)
}

/// Writes the text that deletes the rows with these ids.
pub fn delete_from<M: ModelTrait>(sql: &mut Sql, id: ColumnOf<M>, ids: &[Uuid]) {
    sql.push("DELETE FROM ").push(table::<M>()).push(" WHERE ");
    sql.is_one_of(id.as_str(), ids);
}

/// A column's name and its values, one for each row.
type Column = (&'static str, Vec<Value>);

impl Sql {
    /// Adds a table named `alias` with these columns. On PostgreSQL one list per column takes much
    /// less time than objects. `by_value`: the text may depend on the values.
    fn table_of(&mut self, alias: &str, columns: Vec<Column>, by_value: bool) -> &mut Self {
        if self.backend() == DbBackend::Sqlite {
            return self.objects(alias, &columns);
        }
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        self.push("unnest(");
        for (place, (_, values)) in columns.into_iter().enumerate() {
            let ty = values.iter().find_map(type_of).unwrap_or("text");
            let (list, bound) = match by_value {
                true => list_of(values),
                false => (text_of(values).into(), "text"),
            };
            self.push(if place == 0 { "" } else { ", " });
            // Prepared statements are cached by their text, with the types that were bound first.
            self.bind(list).push("::").push(bound);
            self.push("::").push(ty).push("[]");
        }
        self.push(") AS ").push(alias);
        self.push("(").push(&names.join(", ")).push(")")
    }

    /// Adds a table named `alias` with these columns of the rows, typed like the rows' own table.
    pub fn rows_like<M: ModelTrait>(
        &mut self,
        alias: &str,
        columns: &[ColumnOf<M>],
        rows: &[&M],
    ) -> &mut Self {
        let values = |column: &ColumnOf<M>| rows.iter().map(|row| row.get(*column)).collect();
        let columns = columns
            .iter()
            .map(|column| (column.as_str(), values(column)));
        let columns: Vec<Column> = columns.collect();
        if self.backend() == DbBackend::Sqlite {
            return self.objects(alias, &columns);
        }
        let json = objects_of(&columns, self.backend());
        let types = format!("json_populate_recordset(NULL::{}, ", table::<M>());
        self.push(&types).bind(json).push("::json) AS ").push(alias)
    }

    /// Adds the table as a JSON array of objects, for SQLite.
    fn objects(&mut self, alias: &str, columns: &[Column]) -> &mut Self {
        let list: Vec<String> = columns
            .iter()
            .map(|(name, values)| match values.first() {
                Some(Value::Uuid(_) | Value::Bytes(_)) => {
                    format!("unhex(value ->> '{name}') AS {name}")
                }
                // -> gives the text `null` for a null inside, ->> SQL's own.
                Some(Value::Json(_)) => format!("nullif(value -> '{name}', 'null') AS {name}"),
                _ => format!("value ->> '{name}' AS {name}"),
            })
            .collect();
        self.push("(SELECT ").push(&list.join(", "));
        let json = objects_of(columns, self.backend());
        self.push(" FROM json_each(").bind(json);
        self.push(")) AS ").push(alias)
    }
}

/// Returns PostgreSQL's type of a value.
fn type_of(value: &Value) -> Option<&'static str> {
    Some(match value {
        Value::Uuid(_) => "uuid",
        Value::Bool(_) => "boolean",
        Value::Int(_) | Value::BigInt(_) => "bigint",
        Value::ChronoDateTimeUtc(_) => "timestamptz",
        Value::Json(_) => "jsonb",
        Value::Bytes(_) => "bytea",
        _ => return None,
    })
}

/// Returns a list of values and its bound type. The driver's own list type is the fastest, where it
/// supports all values. It does not support nulls.
fn list_of(values: Vec<Value>) -> (Value, &'static str) {
    let all = |is: fn(&Value) -> bool| values.iter().all(is);
    let (ty, bound) = if all(|value| matches!(value, Value::Uuid(Some(_)))) {
        (ArrayType::Uuid, "uuid[]")
    } else if all(|value| matches!(value, Value::Json(Some(_)) | Value::String(Some(_)))) {
        (ArrayType::String, "text[]")
    } else {
        return (text_of(values).into(), "text");
    };
    let values = values.into_iter().map(|value| match value {
        Value::Json(Some(json)) => json.to_string().into(),
        other => other,
    });
    (Value::Array(ty, Some(Box::new(values.collect()))), bound)
}

/// Formats values as a PostgreSQL array literal.
fn text_of(values: Vec<Value>) -> String {
    let mut list = String::with_capacity(values.len() * 40);
    for value in values {
        list.push(if list.is_empty() { '{' } else { ',' });
        let text = match value {
            Value::String(Some(text)) => text,
            Value::Json(Some(json)) => json.to_string(),
            Value::Uuid(Some(id)) => {
                list.push_str(id.hyphenated().encode_lower(&mut Uuid::encode_buffer()));
                continue;
            }
            Value::ChronoDateTimeUtc(Some(time)) => rfc3339(time),
            Value::Bytes(Some(bytes)) => format!("\\x{}", digits_of(&bytes)),
            other => {
                list.push_str(&sea_value_to_json_value(&other).to_string());
                continue;
            }
        };
        list.push('"');
        for c in text.chars() {
            if matches!(c, '"' | '\\') {
                list.push('\\');
            }
            list.push(c);
        }
        list.push('"');
    }
    list.push_str(if list.is_empty() { "{}" } else { "}" });
    list
}

/// Formats the bytes as hexadecimal digits.
fn digits_of(bytes: &[u8]) -> String {
    let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
    digits.collect()
}

/// Returns the table's name.
pub(super) fn table<M: ModelTrait>() -> &'static str {
    M::Entity::default().as_str()
}

/// Returns the names of the columns, as a list.
pub(super) fn names<M: ModelTrait>(columns: &[ColumnOf<M>]) -> String {
    let names: Vec<&str> = columns.iter().map(IdenStatic::as_str).collect();
    names.join(", ")
}

/// Returns a JSON array of objects whose keys are the columns' names.
fn objects_of(columns: &[Column], backend: DbBackend) -> String {
    let rows = columns.first().map_or(0, |(_, values)| values.len());
    let mut text = String::with_capacity(rows * 640);
    for row in 0..rows {
        text.push_str(if row == 0 { "[{" } else { ",{" });
        for (place, (name, values)) in columns.iter().enumerate() {
            text.push_str(if place == 0 { "\"" } else { ",\"" });
            text.push_str(name);
            text.push_str("\":");
            text.push_str(&json_value(&values[row], backend).to_string());
        }
        text.push('}');
    }
    text.push_str(if rows == 0 { "[]" } else { "]" });
    text
}

/// Converts a value as the SQLite driver does, so that the stored bytes do not depend on the way of
/// writing.
fn json_value(value: &Value, backend: DbBackend) -> Json {
    match (value, backend) {
        (Value::Uuid(Some(id)), DbBackend::Sqlite) => id.simple().to_string().into(),
        (Value::Bytes(Some(bytes)), DbBackend::Sqlite) => digits_of(bytes).into(),
        (Value::ChronoDateTimeUtc(Some(time)), DbBackend::Sqlite) => {
            time.to_rfc3339_opts(SecondsFormat::AutoSi, false).into()
        }
        (Value::ChronoDateTimeUtc(Some(time)), _) => rfc3339(*time).into(),
        (other, _) => sea_value_to_json_value(other),
    }
}
