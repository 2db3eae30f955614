//! Loading very many rows at once: in one transaction, thousands a statement, with what the engines need before and after.
//! It knows no rules and writes no events; whoever loads sees to it that the rows fit.

use sea_orm::{ConnectionTrait, DbBackend, Iterable, ModelTrait, Statement, TryGetable, Value};

use crate::error::Result;

use super::{
    Conn, Db, Meter,
    many::{self, ColumnOf},
};

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
    /// were written. On SQLite there is nothing to do.
    ///
    /// # Errors
    /// What the database says.
    pub async fn settle(&self, tables: &[&str]) -> Result<()> {
        let writer = self.writer();
        if writer.get_database_backend() != DbBackend::Sqlite {
            // VACUUM also empties the list of entries that the search index has yet to take in.
            let vacuum = format!("VACUUM (ANALYZE) {}", tables.join(", "));
            writer.execute_unprepared(&vacuum).await?;
        }
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
            match self.conn.get_database_backend() {
                DbBackend::Sqlite => {
                    self.conn.execute_raw(values(rows)).await?;
                }
                _ => many::insert(&self.conn, &rows.iter().collect::<Vec<_>>()).await?,
            }
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

/// Places without numbers: for one that has a number SQLite searches a list, anew for each value that is bound.
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
