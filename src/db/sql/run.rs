//! Executing a statement and reading its rows.

use std::collections::HashMap;

use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, ExecResult, FromQueryResult, QueryResult, Statement,
    TryGetable,
};
use uuid::Uuid;

use crate::{
    db::Conn,
    entity::FromColumns,
    error::{Error, Result},
};

use super::Sql;

impl Sql {
    /// Returns the finished statement.
    #[must_use]
    pub fn statement(self) -> Statement {
        Statement::from_sql_and_values(self.backend, self.text, self.values)
    }

    /// Executes the statement.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` when the database fails.
    pub async fn execute(self, conn: &Conn) -> Result<ExecResult> {
        Ok(conn.execute_raw(self.statement()).await?)
    }

    /// Returns all rows, as `T`.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` when the database fails.
    pub async fn all<T: FromQueryResult>(self, conn: &Conn) -> Result<Vec<T>> {
        let rows = conn.query_all_raw(self.statement()).await?;
        Ok(rows
            .iter()
            .map(|row| T::from_query_result(row, ""))
            .collect::<Result<_, DbErr>>()?)
    }

    /// Returns the first row, as `T`.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` when the database fails.
    pub async fn one<T: FromQueryResult>(self, conn: &Conn) -> Result<Option<T>> {
        let row = self.row(conn).await?;
        Ok(row.map(|row| T::from_query_result(&row, "")).transpose()?)
    }

    /// Returns the tables of [`Sql::ids_up_to`] of which the only row of the result consists, each
    /// with the number of ids and the list of ids. `have_ids` has for each table whether it has a
    /// list. A table with more ids than its list may have has none.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` when the database fails.
    pub async fn lists_of_ids(
        self,
        conn: &Conn,
        have_ids: &[bool],
    ) -> Result<Vec<(i64, Vec<Uuid>)>> {
        let is_json = self.backend == DbBackend::Sqlite;
        let Some(row) = self.row(conn).await? else {
            return Ok(Vec::new());
        };
        let mut tables = Vec::with_capacity(have_ids.len());
        let mut column = 0;
        for has_ids in have_ids {
            let total = row.try_get_by_index(column)?;
            let ids: Option<Vec<Uuid>> = match (has_ids, is_json) {
                (false, _) => None,
                (true, false) => row.try_get_by_index(column + 1)?,
                (true, true) => {
                    let text: Option<String> = row.try_get_by_index(column + 1)?;
                    let ids = text.map(|text| serde_json::from_str(&text)).transpose();
                    ids.map_err(Error::internal)?
                }
            };
            tables.push((total, ids.unwrap_or_default()));
            column += 1 + usize::from(*has_ids);
        }
        Ok(tables)
    }

    /// Returns all rows. The first columns of the statement must be those of `T`, in their order.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` when the database fails.
    pub async fn list<T: FromColumns>(self, conn: &Conn) -> Result<Vec<T>> {
        let rows = conn.query_all_raw(self.statement()).await?;
        debug_assert!(rows.first().is_none_or(|row| has_columns::<T>(row, 0)));
        let rows = rows.iter().map(|row| T::from_columns(row, 0));
        Ok(rows.collect::<Result<_, DbErr>>()?)
    }

    /// Returns the first row. The first columns of the statement must be those of `T`, in their order.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` when the database fails.
    pub async fn first<T: FromColumns>(self, conn: &Conn) -> Result<Option<T>> {
        let row = self.row(conn).await?;
        debug_assert!(row.as_ref().is_none_or(|row| has_columns::<T>(row, 0)));
        Ok(row.map(|row| T::from_columns(&row, 0)).transpose()?)
    }

    /// Returns all rows, each with its parent, which is the first column. The columns of `T` follow.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` when the database fails.
    pub async fn children<P, T>(self, conn: &Conn) -> Result<Vec<(P, T)>>
    where
        P: TryGetable,
        T: FromColumns,
    {
        let rows = conn.query_all_raw(self.statement()).await?;
        debug_assert!(rows.first().is_none_or(|row| has_columns::<T>(row, 1)));
        let child = |row| -> Result<_, DbErr> {
            let row: &QueryResult = row;
            Ok((row.try_get_by_index(0)?, T::from_columns(row, 1)?))
        };
        Ok(rows.iter().map(child).collect::<Result<_, _>>()?)
    }

    /// Returns the sum of the column `total` for each `parent`.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` when the database fails.
    pub async fn totals(self, conn: &Conn) -> Result<HashMap<Uuid, i64>> {
        let mut totals = HashMap::new();
        for row in conn.query_all_raw(self.statement()).await? {
            let total: i64 = row.try_get("", "total")?;
            *totals.entry(row.try_get("", "parent")?).or_default() += total;
        }
        Ok(totals)
    }

    /// Returns the count in the first column of the first row.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` when the database fails.
    pub async fn count(self, conn: &Conn) -> Result<i64> {
        let row = self.row(conn).await?;
        Ok(row
            .map(|row| row.try_get_by_index(0))
            .transpose()?
            .unwrap_or(0))
    }

    /// Returns all rows, to be read by column.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` when the database fails.
    pub async fn rows(self, conn: &Conn) -> Result<Vec<QueryResult>> {
        Ok(conn.query_all_raw(self.statement()).await?)
    }

    /// Returns the first row, to be read by column.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` when the database fails.
    pub async fn row(self, conn: &Conn) -> Result<Option<QueryResult>> {
        Ok(conn.query_one_raw(self.statement()).await?)
    }
}

/// Returns whether the columns of `T` begin at the index `first`, with their names or with a prefix of
/// one letter and `_`.
fn has_columns<T: FromColumns>(row: &QueryResult, first: usize) -> bool {
    let found = row.column_names();
    let names = T::names();
    let found = found.get(first..first + names.len()).unwrap_or_default();
    names.len() == T::NUMBER
        && found.len() == names.len()
        && found.iter().zip(&names).all(|(found, name)| {
            let prefix = found.strip_suffix(name);
            prefix.is_some_and(|prefix| prefix.is_empty() || matches!(prefix.as_bytes(), [_, b'_']))
        })
}
