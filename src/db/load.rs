//! Loading very many rows at once: in one transaction, thousands a statement, with what the engines need before and after.
//! It knows no rules and writes no events; whoever loads sees to it that the rows fit.

use sea_orm::{
    ConnectionTrait, DbBackend, EntityTrait, IdenStatic, Iterable, ModelTrait, Statement,
    TryGetable, Value, sea_query::value::sea_value_to_json_value,
};

use crate::{clock::rfc3339, error::Result};

use super::{Conn, Db, Meter};

/// Rows in one statement at the most. SQLite binds 32,766 values at the most, and a user has 16.
const ROWS: usize = 1_000;
/// Pages that SQLite keeps in memory while it loads, as its pragma wants it: KiB, with a minus. Indexes in whose middle rows
/// are put have to fit, else every row writes pages to the disk.
const CACHE: &str = "-262144";

/// A load under way. Until [`Load::close`] nothing of it is kept.
#[derive(Debug)]
pub struct Load {
    db: Db,
    conn: Conn,
    cache: Option<i64>,
}

impl Db {
    /// Begins a load into these tables. Whoever else wants to write to them waits until it ends.
    ///
    /// # Errors
    /// What the database says.
    pub async fn load(&self, tables: &[&str]) -> Result<Load> {
        let writer = self.writer();
        let cache = match writer.get_database_backend() {
            DbBackend::Sqlite => {
                let before = number(&writer, "PRAGMA cache_size").await?;
                writer
                    .execute_unprepared(&format!("PRAGMA cache_size = {CACHE}"))
                    .await?;
                before
            }
            _ => None,
        };
        let conn = self.begin(&Meter::default()).await?;
        if conn.get_database_backend() != DbBackend::Sqlite {
            let lock = format!(
                "LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE",
                tables.join(", ")
            );
            conn.execute_unprepared(&lock).await?;
        }
        Ok(Load {
            db: self.clone(),
            conn,
            cache,
        })
    }

    /// Brings what the query planner knows of the tables up to date, and what the engine has put off: after very many rows
    /// were written.
    ///
    /// # Errors
    /// What the database says.
    pub async fn settle(&self, tables: &[&str]) -> Result<()> {
        let writer = self.writer();
        match writer.get_database_backend() {
            DbBackend::Sqlite => writer.execute_unprepared("ANALYZE").await?,
            // VACUUM also empties the list of entries that the search index has yet to take in.
            _ => {
                let vacuum = format!("VACUUM (ANALYZE) {}", tables.join(", "));
                writer.execute_unprepared(&vacuum).await?
            }
        };
        Ok(())
    }
}

impl Load {
    /// What to look at the tables through, as they are within the load.
    #[must_use]
    pub fn conn(&self) -> &Conn {
        &self.conn
    }

    /// Writes the rows, in their order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn insert<M: ModelTrait>(&self, rows: &[M]) -> Result<()> {
        for rows in rows.chunks(ROWS) {
            let statement = match self.conn.get_database_backend() {
                DbBackend::Sqlite => values(rows),
                _ => json(rows),
            };
            self.conn.execute_raw(statement).await?;
        }
        Ok(())
    }

    /// Ends it: all that was written is kept, or nothing.
    ///
    /// # Errors
    /// What the database says.
    pub async fn close(self, commit: bool) -> Result<()> {
        let ended = self.conn.close(commit).await;
        if let Some(before) = self.cache {
            let reset = format!("PRAGMA cache_size = {before}");
            self.db.writer().execute_unprepared(&reset).await?;
        }
        ended
    }
}

async fn number(conn: &Conn, sql: &str) -> Result<Option<i64>> {
    let statement = Statement::from_string(conn.get_database_backend(), sql);
    let row = conn.query_one_raw(statement).await?;
    Ok(row
        .map(|row| i64::try_get_by_index(&row, 0))
        .transpose()
        .map_err(sea_orm::DbErr::from)?)
}

/// The table's name and the names of its columns.
fn table_of<M: ModelTrait>() -> (&'static str, Vec<&'static str>) {
    let columns = columns_of::<M>();
    let names = columns.iter().map(|column| column.as_str()).collect();
    (M::Entity::default().as_str(), names)
}

fn columns_of<M: ModelTrait>() -> Vec<<M::Entity as EntityTrait>::Column> {
    <M::Entity as EntityTrait>::Column::iter().collect()
}

/// Places without numbers: for one that has a number SQLite searches a list, anew for each value that is bound.
fn values<M: ModelTrait>(rows: &[M]) -> Statement {
    let (table, names) = table_of::<M>();
    let columns = columns_of::<M>();
    let places = vec!["?"; names.len()].join(", ");
    let list = vec![format!("({places})"); rows.len()].join(", ");
    let text = format!("INSERT INTO {table} ({}) VALUES {list}", names.join(", "));
    let values: Vec<Value> = rows
        .iter()
        .flat_map(|row| columns.iter().map(|column| row.get(*column)))
        .collect();
    Statement::from_sql_and_values(DbBackend::Sqlite, text, values)
}

/// One value, whatever the number of rows; the table itself says of which types the columns are.
fn json<M: ModelTrait>(rows: &[M]) -> Statement {
    let (table, names) = table_of::<M>();
    let columns = columns_of::<M>();
    let mut text = String::with_capacity(rows.len() * 640);
    for row in rows {
        text.push(if text.is_empty() { '[' } else { ',' });
        for (number, (name, column)) in names.iter().zip(&columns).enumerate() {
            text.push_str(if number == 0 { "{\"" } else { ",\"" });
            text.push_str(name);
            text.push_str("\":");
            text.push_str(&json_value(row.get(*column)).to_string());
        }
        text.push('}');
    }
    text.push(']');
    let names = names.join(", ");
    Statement::from_sql_and_values(
        DbBackend::Postgres,
        format!(
            "INSERT INTO {table} ({names}) SELECT {names} FROM json_populate_recordset(NULL::{table}, $1::json)"
        ),
        [text.into()],
    )
}

fn json_value(value: Value) -> serde_json::Value {
    match value {
        Value::String(Some(text)) => text.into(),
        Value::ChronoDateTimeUtc(Some(time)) => rfc3339(time).into(),
        other => sea_value_to_json_value(&other),
    }
}
