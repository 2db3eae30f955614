//! Bulk loads: one transaction, thousands of rows a statement, with the engine's preparation and
//! cleanup. The module applies no rules and writes no events. The caller makes sure that the rows
//! are consistent.

use sea_orm::{ConnectionTrait, DbBackend, Iterable, ModelTrait, Statement, TryGetable, Value};

use crate::error::Result;

use super::{
    Conn, Db, Meter,
    many::{self, ColumnOf},
};

/// Maximum number of rows of one statement. SQLite binds at most 32,766 values, and a user has 16.
const ROWS: usize = 1_000;
/// SQLite's cache size during a load, as the pragma takes it: KiB, negative. Indexes with inserts
/// in the middle must fit, else every row writes pages to disk.
const CACHE: &str = "-262144";

/// A load in progress. Nothing is committed before [`Load::close`].
#[derive(Debug)]
pub struct Load {
    db: Db,
    conn: Conn,
    cache: Option<i64>,
}

impl Db {
    /// Begins a load into these tables. Other writers to the tables wait until the load ends.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` when the database fails.
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

    /// Updates the planner's statistics of the tables and runs the engine's deferred work, after a
    /// load. Does nothing on SQLite.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` when the database fails.
    pub async fn analyze_tables(&self, tables: &[&str]) -> Result<()> {
        let writer = self.writer();
        if writer.get_database_backend() != DbBackend::Sqlite {
            // VACUUM also flushes the pending list of the search index.
            let vacuum = format!("VACUUM (ANALYZE) {}", tables.join(", "));
            writer.execute_unprepared(&vacuum).await?;
        }
        Ok(())
    }
}

impl Load {
    /// Returns a handle that reads the tables within the load.
    #[must_use]
    pub fn conn(&self) -> &Conn {
        &self.conn
    }

    /// Inserts the rows in their order.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` when the database fails.
    pub async fn insert<M: ModelTrait>(&self, rows: &[M]) -> Result<()> {
        for rows in rows.chunks(ROWS) {
            match self.conn.get_database_backend() {
                DbBackend::Sqlite => {
                    self.conn.execute_raw(values(rows)).await?;
                }
                _ => many::insert(&self.conn, &rows.iter().collect::<Vec<_>>()).await?,
            }
        }
        Ok(())
    }

    /// Commits or rolls back the load.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` when the database fails.
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

/// Builds the statement with unnumbered placeholders: SQLite searches a list for each numbered one.
fn values<M: ModelTrait>(rows: &[M]) -> Statement {
    let columns: Vec<ColumnOf<M>> = ColumnOf::<M>::iter().collect();
    let (table, names) = (many::table::<M>(), many::names::<M>(&columns));
    let places = vec!["?"; columns.len()].join(", ");
    let list = vec![format!("({places})"); rows.len()].join(", ");
    let text = format!("INSERT INTO {table} ({names}) VALUES {list}");
    let values: Vec<Value> = rows
        .iter()
        .flat_map(|row| columns.iter().map(|column| row.get(*column)))
        .collect();
    Statement::from_sql_and_values(DbBackend::Sqlite, text, values)
}
